"""Kettle Bollo: a round enamel kettle for the stove, with a wooden bow handle."""

import math

import labels
from forms import curve, placed, sweep, wall_of, wound
from materials import enamel, plain, polished, steel, walnut
from shapes import cylinder, fillet, group, lathe, letters, prism
from shots import View, shot

CREAM, TERRACOTTA = "#e0d6c4", "#b0562f"
RIM = "#2b1d14"


def _vessel(coat):
    side = [(70, 1), (76.5, 3.6), (84, 13), (91, 30), (94.6, 52), (92.4, 76), (83, 97), (68, 111), (50, 119)]
    outer = [(x, z) for x, _, z in curve([(x, 0, z) for x, z in side], 60)]
    shell = lathe([(0, 1), (60, 1), *outer, (48.6, 119.2), (47, 118), (47, 112)], "vessel", coat, 192)
    foot = lathe(fillet([(66, 1), (71, 0), (73.6, 1), (73.8, 3.4)], 1, 4), "foot", steel(True, "X"), 128)
    lip = lathe(fillet([(47, 118.6), (48.2, 120.8), (50.6, 120.8), (51.6, 118.4)], 0.9, 5), "lip", enamel(RIM), 160)
    return [shell, foot, lip], wall_of(outer)


def _spout(coat):
    way = [(-78, 0, 48), (-98, 0, 60), (-114, 0, 78), (-124, 0, 100), (-134, 0, 120)]
    width = [58, 46, 36, 29, 26]
    pipe = sweep(way, width, width, "spout", coat, end=0, samples=80, around=56)
    lip = lathe(fillet([(10.8, -1), (11.6, 1.2), (13.2, 1.2), (13.8, -1.6)], 0.8, 5), "spout lip", enamel(RIM), 72)
    inside = lathe([(11.2, 0.4), (9.5, -8), (0, -9)], "spout inside", plain("#15100c", 0.6), 48)
    for part in (lip, inside):
        placed(part, way[-1], y=math.degrees(math.atan2(-10, 20)))
    return [pipe, lip, inside]


def _lid(coat, wood):
    cover = lathe(fillet([(45, 118), (47.6, 121.2), (49.4, 121.4), (49.4, 123.2), (40, 128.6), (22, 134), (8, 136), (0, 136.2)],
                         [0, 0.8, 0.8, 0.8, 8, 14, 8, 0], 8), "lid", coat, 160)
    edge = lathe(fillet([(48, 120.9), (50, 121.2), (50.4, 122.3), (49.2, 123.5)], 0.6, 4), "lid edge", enamel(RIM), 160)
    stem = lathe(fillet([(0, 135.6), (7.6, 135.8), (7, 138), (4.6, 139.2), (4.4, 143), (0, 143)], [0, 0.8, 0.8, 1.2, 0.4, 0], 5),
                 "stem",
                 polished("#c0beba", 0.14), 64)
    knob = lathe(fillet([(0, 141.6), (7, 141.6), (14.6, 148), (15.4, 153.6), (11, 159.4), (0, 160.8)], [0, 2, 6, 5, 7, 0], 10),
                 "knob", wood, 96)
    vent = cylinder(1.6, 0.5, (26, -8, 132.4), 0.2, "vent", plain("#15100c", 0.7), segments=24)
    return [cover, edge, stem, knob, vent]


def _bow(coat, wood):
    metal = polished("#b9b7b3", 0.16)
    arc = []
    for place in range(25):
        angle = math.radians(198.5 - 217 * place / 24)
        arc.append((78 * math.cos(angle), 0, 138 + 82 * math.sin(angle)))
    wire = sweep(arc, 6.4, 6.4, "wire", metal, end=0.9, samples=140, around=24)
    top = [(63 * math.cos(a) * 1.238, 0, 138 + 82 * math.sin(a)) for a in (math.radians(144 - 108 * n / 16) for n in range(17))]
    grip = sweep(top, [11, 15.5, 18, 18.6, 18, 15.5, 11], [10, 13.6, 15.4, 16, 15.4, 13.6, 10], "grip", wood, square=2.3, end=0.9,
                 samples=110, around=40)
    things = [wire, grip]
    for side in (-1, 1):
        for edge in (-1, 1):
            ear = prism(fillet([(-8, -8), (8, -8), (5, 9), (-5, 9)], [1, 1, 5, 5], 5, closed=True), 3.2, (0, edge * 6.2, 0), 0.9,
                        "ear", metal, axis="Y")
            things.append(placed(ear, (side * 75.4, 0, 110.4), y=side * 38))
        things.append(cylinder(2.6, 19, (side * 76, 0, 112), 1.0, "pivot", metal, "Y", 40))
    return things


def kettle_bollo(colour=CREAM):
    coat = enamel(colour)
    wood = walnut("X", "#8a5632", "#4a2c1a")
    shell, wall = _vessel(coat)
    ink = plain("#e9dcc6" if colour == TERRACOTTA else RIM, 0.4)
    words = wound(letters("Giano", 9, (0, 0, 46), labels.blender_font("display", 560), ink, 0.12), wall)
    return group([*shell, *_spout(coat), *_lid(coat, wood), *_bow(coat, wood), words], "kettle bollo")


@shot("kettle-bollo", "hero", View(azimuth=24, elevation=13))
@shot("kettle-bollo", "hero-terracotta", View(azimuth=24, elevation=13), colour=TERRACOTTA)
def hero(colour=CREAM):
    kettle_bollo(colour)


@shot("kettle-bollo", "detail", View(azimuth=38, elevation=26, target=(-30, -10, 124), width=220))
def detail():
    kettle_bollo(TERRACOTTA)
