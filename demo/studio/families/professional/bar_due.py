"""Bar Due: the bar's own machine, with two or three groups.

Feet, tray, two side panels and a hood hold the parts that a video takes out: cup rail, front panel with keys and gauges,
portafilters, drip grid. Back and flanks are modelled, since the machine is turned."""

from families.cups.torino import CAPPUCCINO, ESPRESSO, GREEN, TERRACOTTA, WHITE, cup
from labels import blender_font
from materials import copper, lacquer, plain, polished, rubber, satin, steel, walnut
from shapes import assembly, box, cylinder, fillet, letters, prism, rounded_rectangle, shift, spot, tube, turn
from shots import View, shot, turntable

from .parts import CHROME, PANEL_GREEN, brass, foot, gauge, grid, group_head, keypad, knob, name_plate, portafilter, rail, rating_plate, screw, slots, wand

TRAY, TOP = 128, 492
"""Heights of the cup stand and the cup warmer."""
GROUP_Y, GROUP_Z = -172, 292
"""Where the groups' lower rims are."""
PANEL_TILT = -12.0
"""Degrees that the front panel leans back."""


def flank(at, panel):
    """A side: a C in section, thick, with a brass line and the name."""
    outline = fillet([(-256, 60), (250, 60), (250, TOP + 4), (-92, TOP + 4), (-126, 346), (-58, 322), (-50, 150), (-256, TRAY + 4)],
                     [16, 18, 26, 22, 20, 40, 26, 12], 8, closed=True)
    prism(outline, 22, at, 4.0, "flank", lacquer(panel, 0.5, 0.12), 5, "X")


def flank_mark(x, side):
    """The name in brass on a side panel."""
    word = letters("Giano", 34, (0, 0, 0), blender_font("display", 600), brass(0.25), 1.1)
    turn(word, z=90 * side, bake=True)
    shift(word, (x + side * 11.6, 100, 300), bake=True)
    for y, z in ((226, 470), (226, 86), (-60, 470), (-232, 86)):
        screw((x + side * 11, y, z), 5, "X" if side > 0 else "-X", material=brass(0.25))


def chassis(inner, panel):
    """What stays: tray walls, back splash, hood, top plate, back."""
    metal, dark = satin("X"), plain("#1a1816", 0.5, 0.6)
    box((inner, 490, 34), (0, 0, 62), 3, "floor", metal)
    prism(fillet([(-252, 62), (-228, 62), (-228, TRAY), (-252, TRAY)], [8, 2, 4, 9], 6, closed=True), inner, (0, 0, 0), 0.6, "apron", metal, 2, "X")
    prism(fillet([(-62, 96), (240, 96), (240, 150), (-46, 150), (-46, TRAY), (-62, TRAY)], [1, 1, 1, 1, 3, 4], 4, closed=True), inner, (0, 0, 0), 0.5, "tray back", metal, 2, "X")
    box((inner - 6, 166, 4), (0, -145, 98), 1.5, "basin", dark)
    # The hood is a shell: with its panel taken off, boiler and pipes are seen.
    splash = fillet([(-46, 140), (-40, 140), (-40, 332), (-112, 340), (-118, 350), (-103, 424), (-104, 430), (-109, 430), (-125, 347), (-116, 334), (-56, 328), (-46, 318)],
                    [0, 0, 8, 8, 6, 0, 0, 0, 14, 10, 26, 16], 7, closed=True)
    prism(splash, inner, (0, 0, 0), 0.3, "fascia", metal, 2, "X")
    prism(fillet([(-94, TOP - 8), (-94, TOP), (244, TOP), (244, TOP - 8)], [2, 5, 5, 2], 5, closed=True), inner, (0, 0, 0), 0.5, "top", metal, 2, "X")
    box((inner, 4, TOP - 160), (0, 240, 148), 1, "back sheet", metal)
    rear = prism(rounded_rectangle(inner - 150, 176, 20), 5, bevel=2, name="rear panel", material=lacquer(panel, 0.5, 0.12))
    turn(rear, x=-90, bake=True)
    shift(rear, (0, 242, 352), bake=True)
    word = letters("Giano", 78, (0, 0, 0), blender_font("display", 600), brass(0.24), 2.0)
    turn(word, z=180, bake=True)
    shift(word, (0, 248.6, 352), bake=True)
    slots(9, 4, (44, 5), (60, 12), (0, 242.2, 208), metal)
    for x in (-inner / 2 + 24, inner / 2 - 24):
        for z in (166, 320, 470):
            screw((x, 242, z), 5, "-Y")
    box((inner, 6, 88), (0, 244, 60), 2, "skirt", metal)
    rating_plate((inner / 2 - 96, 247.4, 106), "Bar Due")
    for x, tint in ((-60, "#2b2826"), (-100, "#8d8a86")):
        tube([(x, 246, 96), (x, 262, 96), (x - 6, 266, 60), (x - 10, 266, 12), (x - 40, 272, 7), (x - 150, 292, 7)], 6.2, "hose", rubber(tint), bend=14).__setitem__("unframed", True)
    cylinder(10, 12, (-60, 250, 96), 2, "hose nut", brass(0.3), "Y", 6)
    cylinder(10, 12, (-100, 250, 96), 2, "hose nut", brass(0.3), "Y", 6)


def boiler(inner, places):
    """What is behind the front panel."""
    with assembly("bar-due boiler"):
        cylinder(58, inner - 170, (0, 70, 414), 16, "boiler", steel(True, "X", rough=0.24), "X", 72)
        for x in (-inner / 4, 0, inner / 4):
            cylinder(60, 12, (x, 70, 414), 2, "strap", brass(0.3), "X", 72)
        for x in places:
            for side in (-1, 1):
                tube([(x + side * 16, -100, 384), (x + side * 16, -62, 392), (x + side * 18, -30, 436), (x + side * 18, 44, 456)], 4.5, "pipe", copper(0.22), bend=14)
                cylinder(8, 12, (x + side * 16, -84, 387), 1.5, "union", brass(0.25), "Y", 6)


def front_panel(inner, places):
    """The panel with keys, gauges, taps and name; it comes off. Built upright, then leant back."""
    wide = inner - 5
    with assembly("bar-due front panel", (0, -99.5, 459), x=PANEL_TILT):
        outline = fillet([(0, -29.5), (0, 29), (14, 34), (14, 31), (3, 26), (3, -29.5)], [0.5, 8, 1, 1, 5, 0.5], 5, closed=True)
        prism(outline, wide, (0, -2, 0), 0.4, "front panel", satin("X", rough=0.36), 2, "X")
        for place, x in enumerate(places):
            with assembly(f"keypad {place}", (x, -2, 0)):
                keypad(lit=(1, 0, 3)[place])
        gaps = [(a + b) / 2 for a, b in zip(places, places[1:])]
        dials = (("boiler", "bar", 3, (1.0, 1.5), 1.2), ("pump", "bar", 16, (8, 10), 9))
        for place, (kind, unit, top, zone, value) in enumerate(dials):
            x = gaps[0] + (-29, 29)[place] if len(gaps) == 1 else gaps[place]
            with assembly(f"gauge {kind}", (x, -2, 0.5)):
                gauge(26, kind, unit, top, zone, value)
        for side in (-1, 1):
            x = side * (inner / 2 - 54)
            with assembly(f"tap {side}", (x, -2, 0)):
                knob(24, 36)
            for z in (-22, 24):
                screw((side * (wide / 2 - 12), -2, z), 3.4)
    return "bar-due front panel"


def cup_warmer(inner, cups):
    """The rail, which comes off, and cups to warm."""
    with assembly("bar-due cup rail", (0, 75, TOP)):
        half = inner / 2 - 20
        posts = [(x, y) for x in (-half, half) for y in (-100, 100)] + [(x, y) for x in (-half / 3, half / 3) for y in (-128, 128)]
        rail(2 * half, 256, 54, posts, knobs=brass(0.2))
    cylinder_rows(inner)
    if not cups:
        return
    colours = (WHITE, GREEN, TERRACOTTA, WHITE, GREEN, WHITE, TERRACOTTA)
    count = int((inner - 130) // 88)
    for place in range(count):
        x = -(count - 1) * 44 + place * 88
        for level in range(2 if place % 3 != 1 else 1):
            with assembly(f"cup front {place} {level}", (x, 2, TOP + 3 + level * 50.5), z=(-60, -100, -75, -120)[(place + level) % 4]):
                cup(ESPRESSO, colours[(place + level) % 7], mark=False, fill=False)
        if place % 2 == 0:
            with assembly(f"cup back {place}", (x + 30, 122, TOP + 3), z=(40, 70, 110)[place % 3]):
                cup(CAPPUCCINO, WHITE, mark=False, fill=False)


def cylinder_rows(inner):
    """The warm plate: pressed ribs for the cups to stand on."""
    for y in range(-20, 190, 17):
        box((inner - 66, 7, 3), (0, y, TOP - 0.4), 1.4, "rib", steel(True, "X", rough=0.3), 3)


def machine(groups=2, panel=PANEL_GREEN, cups=True):
    """The whole machine, standing on z = 0, its middle over the origin. Movable parts are assemblies named `bar-due …`."""
    width = 780 if groups == 2 else 1000
    inner = width - 44
    spread = 246 if groups == 2 else 232
    places = [(n - (groups - 1) / 2) * spread for n in range(groups)]
    for x in (-width / 2 + 60, width / 2 - 60):
        for y in (-200, 200):
            foot((x, y, 0), 64)
    for side in (-1, 1):
        flank((side * (width / 2 - 11), 0, 0), panel)
        flank_mark(side * (width / 2 - 11), side)
    chassis(inner, panel)
    boiler(inner, places)
    front_panel(inner, places)
    cup_warmer(inner, cups)
    with assembly("bar-due drip grid", (0, -145, TRAY - 7)):
        grid(inner - 8, 162, int(inner // 11))
    for place, x in enumerate(places):
        with assembly(f"bar-due group {place}", (x, GROUP_Y, GROUP_Z)):
            group_head(neck=22)
        with assembly(f"bar-due portafilter {place}", (x, GROUP_Y, GROUP_Z + 4), z=(-6, 4, -3)[place]):
            portafilter(2)
    for side in (-1, 1):
        with assembly(f"bar-due wand {side}", (side * (inner / 2 - 54), -132, 352)):
            wand(side, 196, 46)
        cylinder(13, 26, (side * (inner / 2 - 54), -118, 374), 2, "wand seat", polished(CHROME, 0.1), "Y", 6)
    hot = (places[0] + places[1]) / 2
    tube([(hot, -116, 366), (hot, -146, 366), (hot, -152, 330), (hot, -152, 292)], 6.5, "water spout", polished(CHROME, 0.08), bend=16)
    cylinder(12, 8, (hot, -118, 366), 2, "water nut", polished(CHROME, 0.1), "Y", 6)
    letters("Bar Due" if groups == 2 else "Bar Tre", 11, (inner / 2 - 62, -252.4, 96), blender_font("display", 600), plain("#2b1d14", 0.4), 0.3)
    marks(inner, places)


def marks(inner, places):
    """What the shop's turntable points at."""
    spot("warmer", (-(inner / 2 - 20) / 3, -53, TOP + 56))
    spot("gauge", ((places[0] + places[1]) / 2 - 29, -106, 459))
    spot("keys", (places[-1], -108, 462))
    spot("groups", (places[0], GROUP_Y - 47, GROUP_Z + 12))
    spot("wand", (inner / 2 - 49, -156, 270))
    spot("tray", (0, -180, TRAY))


HERO = View(azimuth=-24, elevation=15)
shot("bar-due", "hero", HERO)(machine)
shot("bar-due", "hero-three", HERO, groups=3)(machine)
shot("bar-due", "detail", View(azimuth=-26, elevation=13, target=(-92, -180, 330), width=330))(machine)
turntable("bar-due", HERO)(machine)
