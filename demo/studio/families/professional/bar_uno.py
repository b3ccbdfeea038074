"""Bar Uno: one group for a small bar, with the lever that opens the water by hand."""

from families.cups.torino import ESPRESSO, GREEN, TERRACOTTA, WHITE, cup
from labels import blender_font
from materials import lacquer, light, plain, polished, rubber, satin, steel, walnut
from shapes import assembly, ball, box, cylinder, fillet, lathe, letters, prism, rounded_rectangle, shift, tube, turn
from shots import View, shot

from .parts import CHROME, PANEL_GREEN, brass, foot, forward, gauge, grid, group_head, knob, portafilter, rail, rating_plate, screw, slots, wand

WIDE, FRONT, BACK, TOP = 360, -96, 240, 436
TRAY = 112
GROUP = (0, -186, 276)


def body(metal):
    """A steel housing with a rounded brow, floor and back."""
    outline = fillet([(FRONT, 52), (BACK, 52), (BACK, TOP), (FRONT + 22, TOP), (FRONT, TOP - 34)], [4, 8, 14, 26, 26], 8, closed=True)
    prism(outline, WIDE, (0, 0, 0), 3, "housing", metal, 4, "X")
    # The joint between front sheet and roof.
    tube([(-WIDE / 2, FRONT + 44, TOP + 0.1), (WIDE / 2, FRONT + 44, TOP + 0.1)], 0.7, "joint", plain("#45423f", 0.6))
    slots(6, 6, (36, 4.6), (48, 12), (0, BACK + 0.3, 350), metal)
    rating_plate((-70, BACK + 0.6, 170), "Bar Uno")
    for x in (-150, 150):
        for z in (80, 410):
            screw((x, BACK, z), 4.6, "-Y")
    cylinder(9, 12, (70, BACK + 6, 96), 2, "union", brass(0.28), "Y", 6)
    tube([(70, BACK + 8, 96), (70, BACK + 34, 94), (72, BACK + 38, 16), (90, BACK + 40, 7), (200, BACK + 54, 7)], 6, "hose", rubber("#2b2826"), bend=14)["unframed"] = True


def flanks(colour):
    """Green side panels, standing off the housing on brass screws."""
    for side in (-1, 1):
        outline = fillet([(FRONT - 8, 44), (BACK + 4, 44), (BACK + 4, TOP - 4), (FRONT + 30, TOP - 4), (FRONT - 8, TOP - 46)], [20, 20, 24, 40, 30], 8, closed=True)
        x = side * (WIDE / 2 + 11)
        prism(outline, 14, (x, 0, 0), 4.5, "flank", lacquer(colour, 0.42, 0.2), 5, "X")
        for y, z in ((FRONT + 18, 70), (BACK - 22, 70), (BACK - 22, TOP - 32), (FRONT + 48, TOP - 32)):
            screw((x + side * 7, y, z), 6, "X" if side > 0 else "-X", material=brass(0.25))
        word = letters("Giano", 32, (0, 0, 0), blender_font("display", 600), brass(0.25), 1.1)
        turn(word, z=90 * side, bake=True)
        shift(word, (x + side * 7.6, 78, 240), bake=True)


def tray(metal):
    """A deep tray before the housing, with its grid."""
    half, front = WIDE / 2 + 4, -262
    outline = fillet([(half, front), (half, FRONT + 2), (-half, FRONT + 2), (-half, front)], [26, 2, 2, 26], 10, closed=True)
    inner = fillet([(half - 7, front + 7), (half - 7, FRONT + 1), (-half + 7, FRONT + 1), (-half + 7, front + 7)], [20, 2, 2, 20], 10, closed=True)
    prism(outline, TRAY - 66, (0, 0, 52), 3, "tray", metal, 4)
    prism(inner, 1.5, (0, 0, TRAY - 13.6), 0.4, "basin", plain("#1a1816", 0.5, 0.6))
    rim = [(x, y, TRAY - 11) for x, y in outline]
    tube(rim, 4, "tray rim", polished(CHROME, 0.1), closed=True, resolution=8)
    with assembly("bar-uno drip grid", (0, (front + FRONT) / 2 + 4, TRAY - 9)):
        grid(2 * half - 16, FRONT - front - 20, 31, radius=2.0)
    forward(letters("Bar Uno", 11, (0, 0, 0), blender_font("display", 600), plain("#2b1d14", 0.4), 0.3, axis="top"), (0, front - 0.4, 74))


def lever(metal):
    """The cam at the group's side: down it rests, up it brews."""
    cylinder(15, 26, (46, 0, 62), 3, "cam", metal, "X", 56)
    cylinder(10, 8, (61, 0, 62), 1.5, "cam nut", brass(0.22), "X", 6)
    with assembly("bar-uno lever", (54, 0, 62), x=-52):
        tube([(0, 0, 0), (0, -30, 0), (0, -58, 0)], 4.6, "lever rod", metal)
        forward(lathe(fillet([(0, 52), (6.5, 52), (8.5, 60), (11, 84), (8, 92), (0, 93)], [0, 2, 8, 8, 4, 0], 6), "lever grip", walnut("Y"), 48))


def front(metal):
    """Gauges, taps, switch and lamp."""
    for side, kind, unit, top, zone, value in ((-1, "boiler", "bar", 3, (1.0, 1.5), 1.2), (1, "pump", "bar", 16, (8, 10), 9)):
        with assembly(f"gauge {kind}", (side * 118, FRONT, 380)):
            gauge(27, kind, unit, top, zone, value)
        with assembly(f"tap {side}", (side * 138, FRONT, 300)):
            knob(25, 40)
        with assembly(f"wand {side}", (side * 138, FRONT - 26, 238)):
            wand(side, 138, 30)
        cylinder(12, 28, (side * 138, FRONT - 12, 246), 2, "wand seat", polished(CHROME, 0.1), "Y", 6)
    for x in (-160, 160):
        screw((x, FRONT, 404), 4)
        screw((x, FRONT, 134), 4)
    with assembly("switch", (-92, FRONT, 196)):
        forward(lathe(fillet([(0, 0), (13, 0), (13, 2.5), (7, 4), (0, 5)], [0, 0.6, 1, 1, 0]), "switch seat", polished(CHROME, 0.12), 40))
        tube([(0, -3, 0), (0, -14, 6), (0, -22, 10)], 3.4, "toggle", polished(CHROME, 0.1), taper=[0.8, 1.0, 1.35])
    with assembly("lamp", (-92, FRONT, 226)):
        forward(lathe(fillet([(0, 0), (6.5, 0), (6.5, 2.6), (4.6, 3.4)], [0, 0.5, 0.6, 0]), "lamp seat", polished(CHROME, 0.12), 32))
        ball(4.6, (0, -3, 0), (1, 0.5, 1), "lamp", light("#ff9a4a", 3.0))
    forward(letters("Giano", 17, (0, 0, 0), blender_font("display", 600), brass(0.24), 0.7, axis="top"), (92, FRONT - 0.7, 196))


def machine(panel=PANEL_GREEN, cups=True):
    """The whole machine, standing on z = 0."""
    metal = satin("X")
    for x in (-WIDE / 2 + 40, WIDE / 2 - 40):
        for y in (-200, 190):
            foot((x, y, 0), 54)
    body(metal)
    flanks(panel)
    tray(metal)
    front(metal)
    with assembly("bar-uno group", GROUP):
        group_head(neck=54)
        lever(polished(CHROME, 0.08))
    with assembly("bar-uno portafilter", (GROUP[0], GROUP[1], GROUP[2] + 4), z=8):
        portafilter(2)
    with assembly("bar-uno cup rail", (0, 86, TOP)):
        posts = [(x, y) for x in (-158, 158) for y in (-84, 84)] + [(0, -112), (0, 112)]
        rail(316, 224, 46, posts, knobs=brass(0.2))
    for y in range(-4, 190, 16):
        box((WIDE - 60, 6, 2.6), (0, y, TOP - 0.4), 1.2, "rib", steel(True, "X", rough=0.3), 3)
    if cups:
        for place, (x, y, colour, spin) in enumerate(((-112, 20, WHITE, -130), (-34, 26, GREEN, -60), (44, 18, WHITE, -100), (118, 26, TERRACOTTA, -40), (-70, 110, WHITE, 60), (10, 104, TERRACOTTA, 100), (90, 108, WHITE, 20))):
            with assembly(f"cup {place}", (x, y, TOP + 2.2), z=spin):
                cup(ESPRESSO, colour, mark=False, fill=False)
    with assembly("cup below", (8, GROUP[1] - 2, TRAY - 1.5), z=28):
        cup(ESPRESSO, WHITE, facing=-118)


HERO = View(azimuth=-22, elevation=14)
shot("bar-uno", "hero", HERO)(machine)
shot("bar-uno", "detail", View(azimuth=-15, elevation=12, target=(6, -160, 290), width=330))(machine)
