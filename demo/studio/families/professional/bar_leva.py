"""Bar Leva: two levers before a lying boiler, after the machines of the fifties."""

import math

from families.cups.torino import ESPRESSO, GREEN, TERRACOTTA, WHITE, cup
from labels import blender_font
from materials import lacquer, pane, plain, polished, satin, spun, steel, walnut
from shapes import assembly, box, cylinder, fillet, flowing, lathe, letters, prism, rounded_rectangle, shift, tube, turn
from shots import View, shot

from .parts import CHROME, PANEL_GREEN, brass, foot, forward, gauge, grid, knob, portafilter, rail, rating_plate, screw, wand

AXIS_Y, AXIS_Z, RADIUS, LENGTH = 66, 356, 118, 600
TRAY = 92
GROUPS = (-140, 140)
GROUP_Y, GROUP_Z = -122, 262


def along_x(thing, side=1):
    """Turns what was built along Z to look to the right (or left)."""
    return turn(thing, y=90 * side, bake=True)


def boiler(panel):
    """The lying boiler: a polished drum between green caps, bound with brass."""
    shell = polished("#d4d2ce", 0.13)
    r, half = RADIUS, LENGTH / 2
    drum = fillet([(r - 6, -half), (r, -half + 4), (r, half - 4), (r - 6, half)], [0, 3, 3, 0])
    shift(along_x(lathe(drum, "drum", shell, 144)), (0, AXIS_Y, AXIS_Z), bake=True)
    for x in (-half + 46, -GROUPS[1] / 2 + 8, GROUPS[1] / 2 - 8, half - 46):
        hoop = lathe(fillet([(r - 1, -7), (r + 2.6, -7), (r + 2.6, 7), (r - 1, 7)], [0, 1.6, 1.6, 0]), "hoop", brass(0.2), 144)
        shift(along_x(hoop), (x, AXIS_Y, AXIS_Z), bake=True)
    for side in (-1, 1):
        with assembly(f"cap {side}", (side * half, AXIS_Y, AXIS_Z), z=0 if side > 0 else 180):
            ring_line = fillet([(r - 8, -4), (r + 6, -4), (r + 6, 12), (r - 4, 18), (r - 14, 18)], [0, 2, 4, 3, 0], 5)
            along_x(lathe(ring_line, "cap ring", brass(0.2), 144))
            dome = flowing([(r - 13, 16), (r * 0.78, 25), (r * 0.5, 33), (r * 0.26, 37)], 6) + [(0, 37.5)]
            along_x(lathe(dome, "cap", lacquer(panel, 0.3, 0.5), 144))
            for n in range(12):
                angle = 2 * math.pi * n / 12
                screw((16, (r - 3.6) * math.cos(angle), (r - 3.6) * math.sin(angle)), 5, "X", material=brass(0.25))
            word = letters("Giano", 30, (0, 0, 0), blender_font("display", 600), brass(0.22), 1.4)
            turn(word, z=90, bake=True)
            shift(word, (37.6, 0, 0), bake=True)
    # A seam, and a plug on top, as boilers have.
    cylinder(16, 14, (0, AXIS_Y + 60, AXIS_Z + RADIUS * 0.84), 2, "filler", brass(0.22), segments=6)


def stand(panel):
    """Base, drip tray and the two cast arches that carry the boiler."""
    skin, metal = lacquer(panel, 0.4, 0.2), satin("X")
    prism(rounded_rectangle(700, 452, 44, 12), 46, (0, -8, 44), 7, "base", skin, 6)
    line = [(x, y - 8, 80) for x, y in rounded_rectangle(701, 453, 44, 12)]
    tube(line, 2.6, "base line", brass(0.2), closed=True, resolution=6)
    prism(rounded_rectangle(664, 196, 26, 10), 2, (0, -124, TRAY - 2.6), 0.8, "basin", plain("#171513", 0.5, 0.5))
    with assembly("bar-leva drip grid", (0, -124, TRAY - 1)):
        grid(656, 188, 58, radius=2.1)
    prism(rounded_rectangle(620, 180, 20, 8), 3, (0, 96, TRAY - 3), 1.2, "back plate", metal)
    for x in (-212, 212):
        outline = fillet([(8, TRAY - 2), (126, TRAY - 2), (126, TRAY + 16), (104, TRAY + 50), (112, AXIS_Z - 96), (150, AXIS_Z - 66), (-18, AXIS_Z - 66), (22, AXIS_Z - 96), (30, TRAY + 50), (8, TRAY + 16)],
                         [3, 3, 12, 60, 50, 4, 4, 50, 60, 12], 8, closed=True)
        prism(outline, 46, (x, 0, 0), 7, "arch", skin, 5, "X")
        for y in (20, 114):
            for dx in (-14, 14):
                screw((x + dx, y, TRAY + 15), 4.6, "Z")
    for x in (-290, 290):
        for y in (-190, 160):
            foot((x, y, 0), 46, 24)
    forward(letters("Bar Leva", 11, (0, 0, 0), blender_font("display", 600), brass(0.22), 0.7, axis="top"), (0, -234.7, 62))


def lever_group(pulled=14.0):
    """Bell, cylinder with its spring, fork and lever. The origin is the middle of the lower rim; `pulled` is how far the lever
    leans to the front, in degrees from upright."""
    chrome, dull = polished(CHROME, 0.08), spun()
    bell = fillet([(30, 1), (36, 0), (46, 0), (47.5, 2), (47.5, 20), (46, 22.5), (43, 24), (43, 27), (39, 34), (37, 46), (37, 96), (41, 100), (41, 112), (37, 116), (35, 120), (35, 178), (31, 186), (22, 190), (0, 190)],
                  [0, 1, 2, 1, 2, 1.2, 0.6, 1, 6, 6, 2, 2, 2, 2, 2, 4, 6, 4, 0], 6)
    lathe(bell, "lever group", chrome, 96)
    lathe([(0, 12), (31, 12), (31, 2)], "screen", plain("#565350", 0.35, 1.0), 64)
    for z in (128, 170):
        lathe(fillet([(35, z), (36.6, z), (36.6, z + 5), (35, z + 5)], [0, 0.6, 0.6, 0], 3), "group band", brass(0.2), 96)
    lathe([(35.25, 140), (35.25, 165)], "group sleeve", dull, 96)
    neck = lathe(fillet([(0, 20), (27, 20), (27, 62), (33, 74), (44, 80), (44, 92), (0, 92)], [0, 1, 10, 6, 2, 1, 0], 6), "neck", chrome, 72)
    turn(neck, x=-90, bake=True)
    shift(neck, (0, 0, 82), bake=True)
    for n in range(4):
        angle = math.radians(45 + 90 * n)
        screw((38 * math.cos(angle), 79.6, 82 + 38 * math.sin(angle)), 4.4)
    for side in (-1, 1):
        cheek = fillet([(-12, 184), (12, 184), (10, 214), (-10, 214)], [1, 1, 9.5, 9.5], 8, closed=True)
        prism(cheek, 7, (side * 14, 0, 0), 1.6, "fork", chrome, 4, "X")
    cylinder(6, 46, (0, 0, 204), 1.5, "pin", brass(0.22), "X", 40)
    for side in (-1, 1):
        cylinder(9, 5, (side * 21, 0, 204), 1.2, "pin nut", brass(0.22), "X", 6)
    with assembly("bar-leva lever", (0, 0, 204), x=pulled):
        cylinder(13, 17, (0, 0, 0), 2, "lever eye", chrome, "X", 56)
        tube([(0, 0, 8), (0, 0, 60), (0, 0, 130), (0, 0, 190)], 8, "lever", chrome, taper=[1.15, 1.05, 0.9, 0.84])
        lathe(fillet([(6.4, 182), (11.5, 182), (12.5, 188), (12.5, 196), (0, 196)], [0, 1, 2, 1.4, 0]), "lever ferrule", brass(0.2), 56)
        grip = flowing([(11.4, 195), (13.4, 206), (15.6, 240), (15.2, 270), (17.4, 300), (16.6, 316)], 7) + fillet([(16.6, 316), (11, 323), (0, 324)], [0, 5, 0], 5)[1:]
        lathe(grip, "lever grip", walnut("Z"), 72)
        lathe(fillet([(0, 322), (7, 322), (6, 328), (0, 329)], [0, 0.6, 3, 0], 4), "lever button", brass(0.2), 48)


def fittings():
    """Gauge and sight glass between the groups, taps and wands at the ends."""
    face = AXIS_Y - RADIUS
    with assembly("gauge", (0, face - 10, AXIS_Z + 34)):
        forward(cylinder(34, 12, (0, 0, -12), 2, "gauge body", polished(CHROME, 0.1), segments=72))
        gauge(34, "boiler", "bar", 3, (1.0, 1.5), 1.1, brass(0.2))
    for z in (AXIS_Z - 96, AXIS_Z - 26):
        cylinder(10, 30, (0, face - 2, z), 2, "sight seat", brass(0.22), "Y", 6)
        cylinder(9, 14, (0, face - 18, z - 7), 2, "sight nut", brass(0.22), segments=6)
    cylinder(5.4, 70, (0, face - 18, AXIS_Z - 96), 0.5, "sight glass", pane("#dfe9e6"), segments=32)
    cylinder(3.6, 34, (0, face - 18, AXIS_Z - 94), 0.4, "sight water", plain("#7f9aa0", 0.1, 0.0, 0.6), segments=24)
    for side in (-1, 1):
        x = side * (LENGTH / 2 - 24)
        with assembly(f"tap {side}", (x, face + 8, AXIS_Z + 14)):
            forward(cylinder(15, 34, (0, 0, -14), 2.5, "tap body", brass(0.22), segments=8))
            with assembly("tap knob", (0, -19, 0)):
                knob(26, 42)
        tube([(x, face + 16, AXIS_Z - 34), (x, face - 14, AXIS_Z - 34)], 9, "wand pipe", polished(CHROME, 0.09))
        cylinder(15, 10, (x, face + 8, AXIS_Z - 34), 2, "wand nut", brass(0.22), "Y", 6)
        with assembly(f"wand {side}", (x, face - 16, AXIS_Z - 40)):
            wand(side, 188, 46)


def top(cups):
    """A shelf on the boiler for cups."""
    z = AXIS_Z + RADIUS + 12
    for x in (-190, 190):
        box((20, 130, 26), (x, AXIS_Y, z - 24), 4, "shelf foot", polished(CHROME, 0.12))
    prism(rounded_rectangle(480, 184, 26, 10), 5, (0, AXIS_Y, z), 1.8, "shelf", satin("X"))
    with assembly("bar-leva cup rail", (0, AXIS_Y, z + 5)):
        posts = [(x, y) for x in (-228, 228) for y in (-62, 62)] + [(x, y) for x in (-80, 80) for y in (-88, 88)]
        rail(456, 176, 40, posts, brass(0.18), brass(0.18), 3.6)
    if not cups:
        return
    for place, (x, y, colour, spin) in enumerate(((-176, -30, WHITE, -130), (-96, -34, GREEN, -70), (14, -30, WHITE, -110), (96, -34, TERRACOTTA, -50), (176, -28, WHITE, -100), (-130, 46, TERRACOTTA, 60), (-40, 48, WHITE, 90), (54, 46, GREEN, 40), (140, 46, WHITE, 80))):
        with assembly(f"cup {place}", (x, AXIS_Y + y, z + 5), z=spin):
            cup(ESPRESSO, colour, mark=False, fill=False)


def behind():
    """What is seen from the barista's other side."""
    rating_plate((0, AXIS_Y + RADIUS + 1.2, AXIS_Z), "Bar Leva")
    for x in (-70, 70):
        cylinder(12, 16, (x, AXIS_Y + RADIUS - 2, AXIS_Z - 46), 2, "union", brass(0.25), "Y", 6)
        tube([(x, AXIS_Y + RADIUS, AXIS_Z - 46), (x, AXIS_Y + RADIUS + 30, AXIS_Z - 50), (x, AXIS_Y + RADIUS + 24, 140), (x, AXIS_Y + RADIUS - 20, 96)], 6, "pipe", steel(True, "Z", rough=0.28), bend=18)
    valve = AXIS_Z + RADIUS * 0.7
    cylinder(8, 34, (LENGTH / 2 - 90, AXIS_Y + RADIUS * 0.7, valve), 1.5, "valve", brass(0.22), segments=8)


def machine(panel=PANEL_GREEN, cups=True, pulled=(12.0, 52.0)):
    """The whole machine, standing on z = 0. `pulled` leans each lever to the front."""
    stand(panel)
    boiler(panel)
    fittings()
    top(cups)
    behind()
    for place, x in enumerate(GROUPS):
        with assembly(f"bar-leva group {place}", (x, GROUP_Y, GROUP_Z)):
            lever_group(pulled[place])
        with assembly(f"bar-leva portafilter {place}", (x, GROUP_Y, GROUP_Z + 4), z=(-10, 6)[place]):
            portafilter(2)


HERO = View(azimuth=-27, elevation=13)
shot("bar-leva", "hero", HERO)(machine)
shot("bar-leva", "detail", View(azimuth=24, elevation=14, target=(-80, -90, 360), width=420))(machine)
