"""Espresso Leva: a boiler that stands upright on a round walnut base, and a lever."""

import math

from fittings import gauge, handle, knob, portafilter, power_cable, rating_plate, round_grid, steam_wand, toggle
from materials import brass, light, pane, plain, polished, rubber, walnut
from shapes import assembly, ball, box, cylinder, fillet, group, lathe, prism, rounded_rectangle, shift, tube, turn
from shots import View, shot

COLUMN, GROUP = 40, -60
"""Axes of the boiler and of the group, before (-) or behind the base's middle."""
WIDE, DECK = 115, 43
NECK = 224


def _toward(angle, reach, z, middle=COLUMN):
    """A place about the boiler; the angle counts from +X, -90 is the front."""
    way = math.radians(angle)
    return reach * math.cos(way), middle + reach * math.sin(way), z


def base(cable=False):
    """Walnut on a steel foot, a steel deck, the drip pan let into it."""
    steel_ = polished("#c9c7c3", 0.14)
    felt = cylinder(WIDE - 8, 3, bevel=0.5, name="felt", material=rubber("#2a2725"))
    foot = lathe(fillet([(0, 3), (WIDE - 4, 3), (WIDE - 3, 4), (WIDE - 3, 8), (0, 8)], [0, 0.6, 0.6, 1.2, 0]), "foot", steel_, 160)
    wood = lathe(fillet([(0, 8), (WIDE - 1.5, 8), (WIDE, 12), (WIDE - 2, 30), (WIDE - 8, 37), (0, 37)], [0, 1.2, 3, 9, 4, 0], 8), "base", walnut("X"), 160)
    deck = lathe(fillet([(0, 36), (WIDE - 12, 36), (WIDE - 11, 37), (WIDE - 11, 40), (WIDE - 14, DECK), (WIDE - 17, DECK), (WIDE - 18.5, DECK - 1.2),
                         (0, DECK - 1.2)], [0, 0.4, 0.4, 1.4, 1.2, 1, 0.8, 0], 5), "deck", steel_, 160)
    pan = lathe(fillet([(0, DECK - 1), (40, DECK - 1), (41, DECK + 4), (44, DECK + 4), (45, DECK + 3), (45, DECK - 2)], [0, 1, 0.6, 0.8, 0.6, 0]),
                "pan", polished())
    shift(pan, (0, GROUP + 4, 0), bake=True)
    dark = cylinder(40, 0.6, (0, GROUP + 4, DECK - 0.6), 0.1, "pan floor", plain("#1b1a19", 0.3))
    bars = shift(round_grid(40.6), (0, GROUP + 4, DECK + 4))
    things = [felt, foot, wood, deck, pan, dark, bars]
    plate_ = prism(rounded_rectangle(42, 19, 9.4), 2.2, bevel=0.6, name="switch plate", material=brass(0.24), axis="Y")
    lamp = turn(cylinder(2.8, 1.6, bevel=0.7, name="lamp", material=light("#ff9a3c", 2.4)), x=90, bake=True)
    switch = group([plate_, shift(toggle(True), (-8, -1.1, 0)), shift(lamp, (12, -1, 0), bake=True)], "switch")
    turn(switch, x=-6)
    turn(switch, z=38)
    things.append(shift(switch, (*_toward(-52, WIDE + 0.2, 21.5, 0)[:2], 21.5)))
    things.append(shift(rating_plate("LEVA", "1000 W", "0251-33", 35, 19), (0, WIDE + 0.2, 20)))
    if cable:
        things.append(power_cable((-38, WIDE - 8, 18), reach=34, along=1, length=90))
    return group(things, "base")


def boiler(metal, accent):
    """The column between its flanges, and the dome."""
    flange = lathe(fillet([(0, DECK - 2), (64, DECK - 2), (64, DECK + 5), (56, DECK + 8), (53, DECK + 14), (0, DECK + 14)], [0, 0.5, 1.6, 4, 3, 0], 6), "flange",
                   metal)
    skin = lathe(fillet([(0, DECK + 10), (50, DECK + 10), (50, 296), (0, 296)], [0, 0, 0, 0]), "boiler", metal, 160)
    things = [flange, skin]
    for z in (DECK + 20, 288):
        things.append(lathe(fillet([(49.5, z - 5), (52.4, z - 4), (52.4, z + 4), (49.5, z + 5)], [0, 1.6, 1.6, 0], 5), "hoop", accent, 160))
    dome = [(50.5, 294), (54, 295), (54, 301)]
    dome += [(52.5 * math.cos(math.radians(a)), 301 + 33 * math.sin(math.radians(a))) for a in range(0, 78, 3)]
    dome += [(11, 333.6), (11, 338), (6.5, 340), (6, 345)]
    dome += [(12 * math.cos(math.radians(a)), 355 + 11 * math.sin(math.radians(a))) for a in range(-58, 91, 6)]
    dome[-1] = (0, 366)
    things.append(lathe(dome, "dome", accent, 160))
    for thing in things:
        shift(thing, (0, COLUMN, 0), bake=True)
    for place in range(8):
        x, y, z = _toward(22.5 + 45 * place, 59.6, DECK + 6.4)
        bolt = lathe(fillet([(0, 0), (3.6, 0), (3.6, 2.8), (2.6, 3.6), (0, 3.6)], [0, 0.2, 0.8, 0.4, 0], 3), "bolt", accent, facets=6)
        things.append(shift(bolt, (x, y, z - 2.4), bake=True))
    valve = lathe(fillet([(0, 0), (7, 0), (7, 8), (4, 11), (4, 18), (8, 20), (8, 28), (5, 32), (0, 32)], [0, 0.5, 1, 1, 2, 1, 1.4, 2, 0], 5), "safety valve", accent, 64)
    turn(valve, x=-34, bake=True)
    things.append(shift(valve, (0, COLUMN + 34, 322), bake=True))
    return group(things, "boiler")


def sight_glass(accent):
    """The level, in a glass tube between two cocks, before a white strip with a red line."""
    angle = -28
    things = []
    for z in (98, 256):
        with assembly("cock", (*_toward(angle, 50, z)[:2], z), z=angle) as cock:
            cylinder(8.5, 10, (3, 0, 0), 1.2, "boss", accent, "X")
            cylinder(5.5, 22, (10, 0, 0), 1, "arm", accent, "X")
            lathe(fillet([(6.6, -9), (9, -9), (9, 9), (6.6, 9)], [0, 1.4, 1.4, 0], 4), "nut", accent, facets=6).location = (0.20, 0, 0)
            ball(6.6, (20, 0, 9 if z > 200 else -9), name="cap", material=accent)
        things.append(cock)
    x, y, _ = _toward(angle, 70, 0)
    wall = lathe([(4.6, 104), (6.2, 104), (6.2, 250), (4.6, 250), (4.6, 104)], "sight glass", pane("#f4f8f7", 0.01, 0.7), 48)
    water = lathe([(0, 104), (4.5, 104), (4.5, 205), (3.6, 204.4), (0, 204.2)], "water", pane("#c8dcdc", 0.01, 0.5), 48)
    things += [shift(thing, (x, y, 0), bake=True) for thing in (wall, water)]
    with assembly("strip", (*_toward(angle, 61.4, 0)[:2], 0), z=angle) as strip:
        box((1, 12, 132), (0, 0, 111), 0.3, "strip", plain("#f3efe6", 0.35))
        box((0.4, 2.2, 128), (0.6, 0, 113), 0, "line", plain("#a83f1b", 0.4))
    things.append(strip)
    for side in (-1, 1):
        with assembly("guard", (*_toward(angle, 72, 0)[:2], 0), z=angle) as guard:
            cylinder(1.5, 150, (0, side * 9.4, 102), 0.3, "rod", accent, segments=24)
        things.append(guard)
    return group(things, "sight glass")


def brew_group(metal, accent):
    """Neck, cylinder of the piston, clevis."""
    neck = turn(lathe(fillet([(0, 0), (30, 0), (30, 7), (20, 11), (19, 40), (26, 44), (26, 60), (0, 60)], [0, 0.5, 1.6, 5, 5, 3, 1, 0], 6), "neck", metal), x=90,
                bake=True)
    shift(neck, (0, COLUMN - 47, NECK), bake=True)
    body = lathe(fillet([(0, 180), (35, 180), (38, 176), (38, 172), (42, 170), (42, 184), (38.5, 190), (31, 198), (30, 204), (30, 252), (34, 256), (34, 268), (26, 273),
                         (14, 275), (13, 284), (0, 284)], [0, 0.5, 0.5, 0.5, 1, 1.6, 4, 6, 3, 3, 1.2, 2, 3, 1.5, 1, 0], 6), "cylinder", metal)
    under = lathe(fillet([(30, 184), (30, 171), (42, 170)], [0, 1, 0]), "under", metal)
    hoop = lathe(fillet([(29, 222), (31.6, 223), (31.6, 231), (29, 232)], [0, 1.2, 1.2, 0], 4), "hoop", accent)
    rod = cylinder(4.6, 34, (0, 0, 274), 0.6, "rod", polished("#dddbd7", 0.05), segments=48)
    things = [body, under, hoop, rod]
    for thing in things:
        shift(thing, (0, GROUP, 0), bake=True)
    for side in (-1, 1):
        plan = fillet([(30, 262), (30, 268), (22, 322), (6, 322), (4, 280), (-14, 262)], [2, 4, 8, 8, 8, 2], 6, closed=True)
        cheek = prism([(GROUP + y, z) for y, z in plan], 5, (side * 16, 0, 0), 1, "clevis", metal, axis="X")
        things.append(cheek)
    pin = cylinder(4.6, 44, (0, GROUP + 14, 312), 1, "pin", accent, "X", 48)
    nuts = [cylinder(7.4, 5, (side * 21.4, GROUP + 14, 312), 1.4, "nut", accent, "X", 48) for side in (-1, 1)]
    return group([neck, *things, pin, *nuts], "brew group")


def lever(metal, accent, raised=43.0):
    """The lever on its pin; `raised` degrees above level."""
    with assembly("lever", (0, GROUP + 14, 312), x=-raised) as whole:
        cylinder(11, 24, (0, 0, 0), 1.6, "hub", metal, "X", 64)
        eye = prism(fillet([(-9, -9), (9, -9), (9, 26), (5, 40), (-5, 40), (-9, 26)], [6, 6, 10, 3, 3, 10], 6, closed=True), 13, (0, 0, -6.5), 1.6, "eye", metal)
        turn(eye, z=180, bake=True)
        turn(lathe(fillet([(0, 34), (7, 34), (8.4, 40), (6.2, 50), (5.6, 96), (6.4, 112), (0, 112)], [0, 1, 2, 6, 6, 1, 0], 6), "rod", metal, 64), x=90, bake=True)
        handle(96, 13.5, metal=accent, start=92)
    return whole


def steam(accent):
    """Valve, knob and wand at the right."""
    angle = 18
    with assembly("valve", (*_toward(angle, 49, 262)[:2], 262), z=angle) as valve:
        cylinder(12, 8, (3, 0, 0), 1.4, "boss", accent, "X", 64)
        cylinder(7.5, 34, (16, 0, 0), 1, "pipe", accent, "X", 64)
        lathe(fillet([(0, -12), (9, -12), (10.5, -10), (10.5, 10), (9, 12), (0, 12)], [0, 1, 1, 1, 1, 0], 4), "body", accent, 64).location = (0.26, 0, 0)
        cylinder(9, 8, (39, 0, 0), 1.2, "gland", accent, "X", 64)
    things = [valve]
    handwheel = turn(knob(17, 22, metal=accent, stem=8), z=angle)
    things.append(shift(handwheel, (*_toward(angle, 91, 262)[:2], 262)))
    x, y, _ = _toward(angle, 75, 0)
    things.append(shift(turn(steam_wand(126, 24, forward=12), z=angle - 30), (x, y, 246)))
    return group(things, "steam")


def pressure(accent):
    angle = 214
    with assembly("gauge", (*_toward(angle, 50, 258)[:2], 258), z=angle) as pipe:
        cylinder(9, 7, (3, 0, 0), 1.2, "boss", accent, "X", 64)
        tube([(4, 0, 0), (26, 0, 0), (26, 0, 24)], 4, "pipe", accent, bend=12)
    x, y, _ = _toward(angle, 76, 0)
    with assembly("can", (x, y - 2, 300), z=-16) as can:
        gauge(20, "leva", top=3, unit="bar", now=0.9, green=(0.7, 1.2), bezel=accent)
        cylinder(21.4, 15, (0, 7.4, 0), 2.5, "can", accent, "Y")
    return group([pipe, can], "pressure")


def espresso_leva(metal="chrome", raised=43.0, cable=False):
    """The whole machine; `metal` chrome or brass. Returns its parts by name."""
    chrome, gold = polished("#bdbcba", 0.06), polished("#cdb07c", 0.13)
    body = chrome if metal == "chrome" else gold
    return {
        "base": base(cable), "boiler": boiler(body, gold), "sight glass": sight_glass(gold), "group": brew_group(chrome, gold),
        "lever": lever(chrome, gold, raised), "steam": steam(gold), "pressure": pressure(gold),
        "portafilter": shift(portafilter(51, metal=chrome, cap=gold, droop=4), (0, GROUP, 172)),
    }


HERO = View(azimuth=-34, elevation=12)


@shot("espresso-leva", "hero", HERO)
def hero():
    espresso_leva()


@shot("espresso-leva", "hero-brass", HERO)
def hero_brass():
    espresso_leva("brass")


@shot("espresso-leva", "detail", View(azimuth=-44, elevation=16, target=(8, -22, 258), width=250))
def detail():
    espresso_leva()
