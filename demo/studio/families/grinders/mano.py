"""Grinder Mano: a cylinder of brushed steel with a band of walnut, turned by a crank. Stands 165 high without its knob."""

from families.coffee.beans import fallen, place_beans
from families.grinders.burrs import burr_ring, cone
from families.grinders.hopper import coarse
from labels import Sheet
from materials import brass, polished, printed, steel, walnut
from shapes import assembly, band, cylinder, fillet, flowing, group, lathe, prism, shift, turn
from shots import View, shot

RADIUS = 25.6
JAR, BODY = 62, 146
"""Top of the jar, which is the seam; top of the body."""


def _skin():
    return steel(along="Z", tint="#bfbdb8", rough=0.24)


def jar():
    """The lower part, which catches the grounds, standing on z = 0."""
    metal = _skin()
    line = [(0, 3), (21, 3), (22, 0), (24, 0), (RADIUS, 3), (RADIUS, JAR - 0.8), (RADIUS - 0.6, JAR - 0.2), (23.4, JAR - 0.2), (23, 6), (0, 5)]
    skin = lathe(fillet(line, [0, 0.8, 0.8, 1, 2.4, 0.5, 0.4, 0.4, 3, 0], 5), "jar", metal)
    thread = lathe([(23.2, JAR - 0.4)] + [(22.6 + (0.5 if n % 2 else 0), JAR - 0.4 - n * 0.9) for n in range(1, 10)], "thread", metal)
    sheet = Sheet("mano-jar", 40, 18, dots=20)
    sheet.text("Giano", 20, 8, 9, "#2a211a", weight=600).text("TORINO 1933", 20, 15, 2.1, "#2a211a", "text", 500, spacing=0.5)
    name = band([(RADIUS, 22), (RADIUS, 40)], 40 / RADIUS * 57.3, printed(sheet.save(), 0.35), 0.12, name="name")
    return group([skin, thread, name], "jar")


def body():
    """The upper part with its band, its shoulder and its bearing, burrs within."""
    metal = _skin()
    outer = [(21, JAR), (RADIUS - 0.6, JAR), (RADIUS, JAR + 0.6), (RADIUS, JAR + 10), (RADIUS - 0.5, JAR + 10.6), (RADIUS - 0.5, 134), (RADIUS, 134.6), (RADIUS, BODY - 2),
             (RADIUS - 2, BODY), (23.4, BODY), (23, BODY - 2), (23, JAR + 24), (21, JAR + 20)]
    skin = lathe(fillet(outer, [0.3, 0.4, 0.4, 0.3, 0.2, 0.2, 0.3, 1.6, 1.6, 0.5, 0.5, 2, 2], 5, closed=True) + [(21, JAR + 0.4)], "body", metal)
    ring_ = [(RADIUS - 0.6, JAR + 11.2), (RADIUS + 0.5, JAR + 11.2), (RADIUS + 1.3, JAR + 13), (RADIUS + 1.3, 131), (RADIUS + 0.5, 133.8), (RADIUS - 0.6, 133.8)]
    grip = lathe(fillet(ring_, [0, 0.5, 1.4, 2, 0.8, 0], 5), "band", walnut("Z"))
    hoops = [lathe(fillet([(RADIUS - 0.6, z), (RADIUS + 0.7, z), (RADIUS + 0.7, z + 1.1), (RADIUS - 0.6, z + 1.1)], [0, 0.3, 0.3, 0], 3), "hoop", brass(0.2))
             for z in (JAR + 10.2, 133.7)]
    return group([skin, grip, *hoops], "body")


def burrs():
    """The ring and the cone, as they sit in the body's lower end."""
    ring_ = shift(burr_ring(23, 17.5, 15), (0, 0, JAR - 3))
    inner = shift(cone(17.4, 19, 3.4), (0, 0, JAR - 6))
    dial = lathe(fillet([(0, JAR - 9), (10.5, JAR - 9), (11.5, JAR - 7), (11.5, JAR - 4), (0, JAR - 4)], [0, 1, 1, 0.6, 0]), "dial", brass(0.24))
    return group([ring_, inner, dial], "burrs")


def crank():
    """Cap, arm and knob, on the axle above the body."""
    metal = polished("#c6c4c0", 0.12)
    lid = lathe(fillet([(0, BODY + 4.6), (11, BODY + 4.6), (22, BODY + 3), (25.4, BODY + 1.6), (25.4, BODY + 0.2), (0, BODY + 0.2)], [0, 6, 6, 1, 0.4, 0], 6), "lid", _skin())
    hub = lathe(fillet([(0, BODY + 3), (8.4, BODY + 3), (8, BODY + 14), (7, BODY + 15.4), (0, BODY + 15.4)], [0, 2, 1, 1, 0], 5), "hub", metal, 64)
    cap = lathe(fillet([(0, BODY + 15), (5, BODY + 15), (5, BODY + 17.2), (3.8, BODY + 18.4), (0, BODY + 18.4)], [0, 0.4, 0.9, 0.8, 0], 4), "cap", brass(0.2), 48)
    reach = 96
    plan = fillet([(-8.4, -8), (8, -8), (reach, -5.2), (reach + 6, -5.2), (reach + 6, 5.2), (reach, 5.2), (8, 8), (-8.4, 8)], [7.9, 5, 20, 5.1, 5.1, 20, 5, 7.9], 10, closed=True)
    arm = prism(plan, 4, (0, 0, BODY + 10), 1.2, "arm", _arm_metal())
    pin = cylinder(3, 16, (reach, 0, BODY + 12), 0.8, "pin", metal, segments=48)
    foot = lathe(fillet([(0, 0), (6, 0), (6, 2), (4.4, 5), (0, 5)], [0, 0.5, 1, 1, 0], 4), "knob foot", brass(0.2), 64)
    side = flowing([(5.4, 4.8), (6.4, 8), (9.6, 14), (13.2, 22), (13.2, 28), (10, 34), (4, 36.8), (0, 37.2)], 6)
    wood = lathe([(0, 4.6), (5, 4.6), *side], "knob", walnut("Z"))
    for thing in (foot, wood):
        shift(thing, (reach, 0, BODY + 14), bake=True)
    return group([lid, hub, cap, arm, pin, foot, wood], "crank")


def _arm_metal():
    return steel(along="X", tint="#bfbdb8", rough=0.22)


def grinder_mano(crank_to=-24.0):
    """The whole grinder; `crank_to` degrees about its axis. Returns its parts by name."""
    return {"jar": jar(), "body": body(), "burrs": burrs(), "crank": turn(crank(), z=crank_to)}


@shot("grinder-mano", "hero", View(azimuth=-14, elevation=14))
def hero():
    grinder_mano(-8)


@shot("grinder-mano", "detail", View(azimuth=-16, elevation=26, fill=0.84))
def detail():
    """Taken apart: the upper part lies and shows the ring of its burrs, the cone and the jar stand, beans before them."""
    shift(jar(), (-64, 16, 0))
    grounds = lathe([(0, 44.6), (16, 43), (22.9, 41)], "grounds", coarse("#3a2214"))
    shift(grounds, (-64, 16, 0), bake=True)
    with assembly("lying", (-2, -20, RADIUS + 1.3), z=30):
        with assembly("turned", (0, -104, 0), x=-90):
            body()
            shift(burr_ring(23, 17.5, 15), (0, 0, JAR - 3))
    shift(turn(cone(17.4, 19, 3.4), z=20), (74, -44, 2.2))
    shift(turn(crank(), z=202), (92, 54, -BODY))
    place_beans(fallen(26, (-34, -60), 22, seed=7), unframed=True)
