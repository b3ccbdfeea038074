"""Filtro Litri: a batch brewer for breakfast rooms, a tower of brushed steel that brews 2.2 litres into a thermal jug."""

import math

import labels
from forms import flag, placed, sweep, wall_of, wound
from materials import brass, glowing, plain, plastic, polished, rubber, satin, spun
from shapes import box, cylinder, fillet, group, lathe, letters, plate, prism, rounded_rectangle, shift
from shots import View, shot

WIDE, DEEP, HIGH = 214.0, 372.0, 486.0
DECK = 52.0
"""Height of the plate that the jug stands on."""
BREW = (0.0, -62.0)
"""Where the axis of jug and basket is."""


def _side(inset=0.0):
    """The tower from the side, as (y, z), counter-clockwise as `prism` reads it."""
    front, back = -DEEP / 2 + inset, DEEP / 2 - inset
    corners = [(front, 10 + inset), (back, 10 + inset), (back, HIGH - inset), (front + 6, HIGH - inset), (front, 352 + inset),
               (front + 8, 350 + inset),
               (34 + inset, 350 + inset), (34 + inset, DECK - inset), (front, DECK - 4 - inset)]
    return fillet(corners, [10, 14, 30, 30, 8, 8, 22, 18, 8], 8, closed=True)


def tower():
    """The housing: a steel shell, its two sides closed by bottle-green panels."""
    steel = satin("X", "#b6b4af", 0.33, 0.3)
    shell = prism(_side(), WIDE, bevel=2.4, name="tower", material=steel, axis="X", segments=4)
    green = plain("#1f4a3b", 0.38, coat=0.15)
    sides = [prism(_side(7), 3.2, (way * (WIDE / 2 + 0.7), 0, 0), 1.0, "side", green, axis="X") for way in (-1, 1)]
    screws = []
    for way in (-1, 1):
        for y, z in ((-150, 30), (150, 30), (150, 455), (-150, 455), (150, 240)):
            screws.append(cylinder(3.6, 2, (way * (WIDE / 2 + 2.6), y, z), 0.8, "screw", polished("#b9b6b0", 0.2), "X", 32))
    feet = [cylinder(15, 10.5, (x, y, 0), 1.5, "foot", rubber(), segments=48) for x in (-80, 80) for y in (-150, 150)]
    deck = prism(rounded_rectangle(166, 178, 20), 3, (0, BREW[1] - 6, DECK - 3.6), 1.0, "drip plate", plastic("#191715", 0.4))
    slots = [box((132, 4.4, 0.6), (0, BREW[1] - 72 + 11 * n, DECK - 0.4), 0.2, "slot", plain("#060505", 0.7)) for n in range(13)]
    lid = prism(rounded_rectangle(150, 130, 16), 4, (0, 70, HIGH - 0.6), 1.6, "tank lid", plastic("#191715", 0.4))
    grip = box((44, 14, 6), (0, 18, HIGH + 1.4), 2.4, "tank grip", plastic("#191715", 0.4))
    return [shell, *sides, *screws, *feet, deck, *slots, lid, grip]


def panel():
    """The face: a dark glass that leans back with the head, with a lit display and three keys."""
    lean = math.degrees(math.atan2(6, HIGH - 352))
    glass = prism(rounded_rectangle(172, 76, 10), 2.4, bevel=0.8, name="glass", material=plain("#0d0c0b", 0.12, coat=0.5))
    sheet = labels.Sheet("litri-display", 96, 44, "#0b0a09", dots=10)
    sheet.text("2.2", 25, 19, 24, "#ffe2b8", "text", 500).text("litres", 25, 36.5, 6, "#d8a56a", "text", 500)
    sheet.line([(50, 7), (50, 37)], "#5a4530", 0.5)
    sheet.text("93°", 74, 14, 12, "#ffe2b8", "text", 500).text("5:40", 74, 31, 12, "#ffe2b8", "text", 500)
    screen = shift(plate(96, 44, name="screen", material=glowing(sheet.save(), 1.5)), (-32, 0, 2.65))
    keys = []
    for place, words in enumerate(("½", "1", "●")):
        ring = cylinder(11, 2.2, (36 + 22 * (place % 2) + (0 if place < 2 else 11), 14 if place < 2 else -15, 2), 0.8, "key",
                        spun("#bdbab5", 0.24), segments=64)
        text = letters(words, 6 if place < 2 else 5, (36 + 22 * (place % 2) + (0 if place < 2 else 11), 14 if place < 2 else -15,
                                                      4.3),
                       labels.blender_font("text", 560), plain("#a83f1b" if place == 2 else "#2a2522", 0.5), 0.1, axis="top")
        keys += [ring, text]
    face = group([glass, screen, *keys], "panel")
    return placed(face, (0, -DEEP / 2 + 2.6, 422), x=90 - lean)


def basket():
    """The filter basket under the head, drawn out by its handle."""
    black = plastic("#1a1816", 0.38)
    body = lathe(fillet([(0, 284), (16, 284), (22, 288), (58, 300), (72, 318), (76, 344), (80, 345), (80, 351), (0, 351)],
                        [0, 3, 6, 14, 16, 1, 1, 0.4, 0], 7), "basket", black, 128)
    line = lathe(fillet([(75.4, 338), (77, 338.4), (77.2, 341), (75.8, 341.6)], 0.5, 4), "line", brass(0.24), 128)
    grip = sweep([(0, -70, 332), (0, -88, 333), (0, -108, 330), (0, -124, 324)], [40, 34, 33, 28], [15, 12, 13, 11], "grip", black,
                 side=(1, 0, 0), square=3, end=0.9)
    nozzle = lathe(fillet([(0, 276), (8, 276), (10, 286)], 1, 4), "nozzle", polished("#b8b5b0", 0.2), 48)
    return shift(group([body, line, grip, nozzle], "basket"), (BREW[0], BREW[1], 0))


def jug():
    """The thermal jug, standing at the origin, its spout along -X and its handle along +X."""
    steel = spun("#b4b1ac", 0.2, 0.45)
    black = plastic("#1a1816", 0.36)
    outer = [(66, 1), (68, 4), (69, 12), (69, 138), (66, 158), (56, 178), (48, 190)]
    body = lathe(fillet([(0, 1), *outer, (46, 191)], [0, 1.4, 2, 4, 16, 24, 14, 1, 0], 9), "jug", steel, 160)
    foot = lathe(fillet([(60, 0), (69, 0), (70, 1.2), (70, 8), (69, 9)], 0.8, 4), "foot", black, 128)
    neck = lathe(fillet([(46, 186), (51, 184), (52, 187), (51, 197), (48, 203), (40, 208), (16, 211), (0, 211.4)],
                        [0, 1, 1.4, 4, 6, 12, 6, 0], 7), "lid", black, 128)
    beak = sweep([(-38, 0, 196), (-52, 0, 199), (-63, 0, 204)], [44, 28, 13], [17, 13, 6], "beak", black, square=2.4, end=0.8)
    key = box((34, 26, 6), (30, 0, 208), 2.6, "lever", black)
    grip = sweep([(48, 0, 194), (74, 0, 200), (98, 0, 194), (109, 0, 174), (109, 0, 142), (104, 0, 104), (92, 0, 78), (67, 0, 70)],
                 [30, 27, 26, 25, 24, 24, 24, 26], [12, 14, 16, 16, 15.5, 14, 13, 12], "grip", black, square=3.0, end=0.3,
                 samples=120, around=36)
    words = wound(letters("Giano", 11, (0, 0, 84), labels.blender_font("display", 560), plain("#2a2522", 0.5), 0.12),
                  wall_of(outer))
    return group([body, foot, neck, beak, key, grip, words], "jug")


def filtro_litri(jug_at=None):
    """The brewer; `jug_at` (x, y, z) puts the jug elsewhere than under the basket."""
    x, y, z = jug_at or (*BREW, DECK)
    can = placed(jug(), (x, y, z), z=14)
    words = letters("Giano", 12, (0, -DEEP / 2 - 0.1, 31), labels.blender_font("display", 560), plain("#2a2522", 0.5), 0.2)
    return group([*tower(), panel(), basket(), can, words], "filtro litri")


@shot("filtro-litri", "hero", View(azimuth=-28, elevation=13))
def hero():
    filtro_litri()
    flag((-700, -900, 260), (220, 1400), (0, 0, 200))


@shot("filtro-litri", "detail", View(azimuth=-20, elevation=12, target=(0, -150, 352), width=300))
def detail():
    filtro_litri()
