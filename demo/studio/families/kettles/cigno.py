"""Kettle Cigno: an electric gooseneck kettle; its neck and its walnut handle are the two halves of one S."""

import math

from mathutils import Vector

import labels
from forms import curve, placed, sweep, wall_of, wound
from materials import brass, glowing, plain, plastic, polished, powder, rubber, spun, walnut
from shapes import cylinder, fillet, group, lathe, letters, plate, prism, shift, tube
from shots import View, shot

BASE = 20.0
"""Height of the electric base."""

NECK = [(-52, 0, 25), (-72, 0, 27), (-90, 0, 38), (-98.5, 0, 60), (-98, 0, 88), (-99, 0, 117), (-110, 0, 141), (-131, 0, 150),
        (-150, 0, 143), (-159, 0, 131)]
"""The way of the neck's middle, above the base."""


def _finish(colour):
    return spun("#aeaca8", 0.22, 0.4) if colour == "steel" else powder("#1d1b1a", 0.5)


def body(colour="steel"):
    """The vessel without lid, neck and handle."""
    coat = _finish(colour)
    foot = lathe(fillet([(0, 1), (58, 1), (60, 0), (64.5, 0), (66, 1.4), (66, 7), (0, 7)], [0, 1, 0.8, 1.2, 1, 0.4, 0], 5), "foot",
                 plastic("#1b1918", 0.4), 128)
    outer = [(64, 7), (66.4, 7.6), (67.6, 10), (67.4, 20), (63.0, 52), (54.4, 88), (49.2, 106), (46.4, 111.4), (42, 113.6),
             (39.4, 113.8)]
    profile = fillet([*outer, (38.8, 113), (38.8, 110)], [0, 0.6, 2, 12, 40, 50, 14, 5, 4, 0.6, 0.4, 0], 8)
    shell = lathe(profile, "vessel", coat, 192)
    inner = lathe(fillet([(38.8, 112), (44, 108), (61, 20), (60, 12), (0, 11)], [0, 4, 20, 4, 0], 6), "inside",
                  polished("#aaa8a4", 0.22), 96)
    ink = plain("#2a2522", 0.5) if colour == "steel" else plain("#b9b3a9", 0.4, 0.8)
    words = letters("Giano", 6.6, (0, 0, 40), labels.blender_font("display", 560), ink, 0.15)
    return [foot, shell, inner, wound(words, wall_of(outer))]


def neck(colour="steel"):
    """The gooseneck: thick where it leaves the vessel, ever finer, cut aslant at its mouth."""
    coat = _finish(colour)
    width = [36, 29, 23, 19, 16.4, 14.6, 13.2, 12.2, 11.4, 10.8]
    pipe = sweep(NECK, width, width, "neck", coat, square=2.0, end=0, samples=150, around=48)
    way = [Vector(point) for point in curve(NECK, 150)]
    ahead = (way[-1] - way[-3]).normalized()
    lean = math.degrees(math.atan2(ahead.x, ahead.z))
    lip = lathe(fillet([(4.2, -2), (4.2, 0.9), (5.4, 0.9), (5.5, -1.2)], 0.45, 4), "lip", coat, 64)
    dark = lathe([(0, 0.1), (4.3, 0.1)], "mouth", plain("#0c0b0a", 0.7), 48)
    for thing in (lip, dark):
        placed(thing, way[-1], y=lean)
    return [pipe, lip, dark]


def lid(colour="steel", wood=None):
    coat = _finish(colour)
    cover = lathe(fillet([(36, 112), (37.6, 113.4), (38.2, 115.6), (37.4, 117.2), (30, 118.6), (8, 120.2), (0, 120.4)],
                         [0, 0.6, 0.8, 0.9, 6, 6, 0], 6), "lid", coat, 128)
    stem = lathe(fillet([(0, 119.6), (8.4, 119.8), (8, 121.6), (4.6, 122.6), (4.2, 127), (0, 127)], [0, 0.8, 0.8, 1.4, 0.4, 0], 5),
                 "stem",
                 brass(0.24), 64)
    knob = lathe(fillet([(0, 126), (8, 126), (14.2, 131.4), (14.6, 135.4), (11, 139), (0, 140)], [0, 1.4, 4, 3, 4, 0], 8), "knob",
                 wood or walnut("Z"), 96)
    vents = [cylinder(1.2, 0.3, (25 * math.cos(a), 25 * math.sin(a), 119.1), 0.1, "vent", plain("#0c0b0a", 0.7), segments=20)
             for a in (math.radians(160), math.radians(180), math.radians(200))]
    return [cover, stem, knob, *vents]


def handle(colour="steel", wood=None):
    """A walnut bow on a steel arm: out, over, and down in one line; free below."""
    metal = polished("#bdbbb7", 0.14) if colour == "steel" else _finish(colour)
    arm = sweep([(44, 0, 96), (52, 0, 103), (62, 0, 109.5), (74, 0, 113.6), (84, 0, 114.4)], [17, 15, 14, 13.4, 13],
                [7, 6.4, 6, 6, 6], "arm", metal,
                square=3.0, end=0.4)
    ferrule = lathe(fillet([(0, 0), (8.6, 0), (9.4, 1), (9.4, 7), (8.8, 8), (0, 8)], [0, 0.6, 0.6, 0.6, 0.6, 0], 5), "ferrule",
                    brass(0.24), 64)
    placed(ferrule, (71.5, 0, 113.0), y=77)
    ferrule.scale = (0.78, 1, 1)
    placed(ferrule, (71.5, 0, 113.0), y=77)
    grip = sweep([(76, 0, 114.2), (90, 0, 116.4), (103, 0, 112), (111.4, 0, 99), (114, 0, 80), (112.6, 0, 60), (108.6, 0, 42),
                  (105, 0, 29)],
                 [16, 18.6, 20, 20, 19, 17, 14.5, 11.5], [11.5, 14, 15.5, 15.5, 14.6, 13, 11, 8.6], "grip", wood or walnut("Z"),
                 square=2.4,
                 end=0.96, samples=130, around=40)
    return [arm, ferrule, grip]


def station(display="96", shade="#1f1c1a"):
    """The base: heating plate, dial and lit digits."""
    shell = plastic(shade, 0.42)
    deck = BASE - 3.0
    outline = _hull([(0, 0, 78), (-34, -84, 30), (34, -84, 30)])
    low = prism(outline, deck - 2.5, (0, 0, 2.5), 3.4, "station", shell, 5)
    rim = lathe(fillet([(68.5, deck - 0.5), (69, deck + 1.6), (73, deck + 1.6), (74.4, deck + 0.2), (74.4, deck - 0.5)], 0.7, 4),
                "rim",
                polished("#b9b7b3", 0.16), 160)
    well = lathe(fillet([(69, deck + 0.4), (60, deck + 0.4), (56, deck + 2.4), (0, deck + 2.4)], 1, 4), "well",
                 plastic("#151312", 0.35), 128)
    plinth = cylinder(34, 3, (0, 0, deck), 1, "plinth", plastic("#151312", 0.35))
    feet = [cylinder(7, 3, (x, y, 0), 0.6, "foot", rubber(), segments=40) for x, y in ((-50, 30), (50, 30), (-34, -90), (34, -90))]
    knob = lathe(fillet([(0, 0), (15.4, 0), (15, 10.4), (13.8, 11.6), (11, 11.6), (10.4, 11.1), (0, 11.1)],
                        [0, 0.4, 0.8, 1, 0.4, 0.4, 0], 5), "dial", brass(0.26), 96)
    ribs = [tube([(15.15 * math.cos(a), 15.15 * math.sin(a), 1.4), (14.9 * math.cos(a), 14.9 * math.sin(a), 9.4)], 0.42, "rib",
                 brass(0.26), resolution=2) for a in (2 * math.pi * n / 48 for n in range(48))]
    collar = lathe(fillet([(15, -0.2), (18, -0.2), (18.4, 0.5), (17, 0.9), (15, 0.9)], 0.3, 3), "collar", polished("#2a2725", 0.2),
                   96)
    dot = cylinder(1.1, 0.4, (0, 12.4, 11.1), 0.1, "dot", plain("#a83f1b", 0.5), segments=24)
    dial = shift(group([knob, collar, dot, *ribs], "dial"), (31, -90, deck))
    sheet = labels.Sheet(f"cigno-{display}", 44, 22, "#0d0b0a", dots=16)
    sheet.text(display, 20, 11.5, 13, "#ffe7c4", "text", 500)
    sheet.text("°C", 35, 8, 4.6, "#ffb36b", "text", 500)
    window = prism(_hull([(-19, -8, 3), (19, -8, 3), (19, 8, 3), (-19, 8, 3)]), 0.5, (-23, -91, deck - 0.1), 0.2, "window",
                   plain("#0d0b0a", 0.1, coat=0.6))
    digits = shift(plate(38, 19, name="digits", material=glowing(sheet.save(), 1.6)), (-23, -91, deck + 0.55))
    return group([low, rim, well, plinth, *feet, dial, window, digits, *_cable()], "station")


def _hull(discs):
    """The outline around discs (x, y, radius), counter-clockwise."""
    points = sorted({(round(x + r * math.cos(a), 3), round(y + r * math.sin(a), 3))
                     for x, y, r in discs for a in (2 * math.pi * n / 96 for n in range(96))})

    def half(row):
        out = []
        for point in row:
            while len(out) > 1 and ((out[-1][0] - out[-2][0]) * (point[1] - out[-2][1])
                                    - (out[-1][1] - out[-2][1]) * (point[0] - out[-2][0])) <= 0:
                out.pop()
            out.append(point)
        return out[:-1]
    return half(points) + half(reversed(points))


def _cable():
    way = [(30, 64, 7), (46, 88, 4.6), (84, 112, 3), (140, 112, 3), (200, 124, 3), (280, 164, 3), (420, 240, 3)]
    line = tube(curve(way, 110), 2.9, "cable", rubber("#241f1b"), resolution=6)
    line["unframed"] = True
    return [line]


def kettle_cigno(colour="steel", based=True, display="96"):
    """The kettle (`steel` or `black`), on its base or without."""
    wood = walnut("Z")
    vessel = group([*body(colour), *neck(colour), *lid(colour, wood), *handle(colour, wood)], "kettle")
    if not based:
        return vessel
    shift(vessel, (0, 0, BASE))
    return group([vessel, station(display)], "kettle cigno")


@shot("kettle-cigno", "hero", View(azimuth=20, elevation=18, fill=0.84))
@shot("kettle-cigno", "hero-black", View(azimuth=20, elevation=18, fill=0.84), colour="black")
def hero(colour="steel"):
    kettle_cigno(colour)


@shot("kettle-cigno", "detail", View(azimuth=6, elevation=30, target=(6, -48, 58), width=220))
def detail():
    kettle_cigno()
