"""Moka Induzione: a smooth cone of polished steel for every hob, with a walnut handle."""

import bpy

from forms import crisp, curve, dense, flag, painted, placed, reshaped, sweep, tilted, wall_of
from materials import brass, liquid, polished, steel, walnut
from shapes import box, cylinder, fillet, group, lathe, shift
from shots import View, shot

from . import parts

HINGE = (47.6, 0.0, 172.6)
BEAK = dict(reach=15.0, low=118.0, high=170.0, lift=3.0, spread=30.0, power=1.4, radius=46.0)
SIZES = {4: 0.86, 6: 1.0}
"""Cups, and how large the pot is beside that of six."""


def _body(shine):
    lower = fillet([(0, 1.5), (50, 1.5), (52, 0), (57, 0), (59, 2.5), (59, 7), (57.6, 8.4), (56.6, 9.6), (52, 30), (44.5, 58),
                    (41.6, 68), (41.6, 72)], [0, 1, 1, 2, 2, 1, 0.8, 4, 30, 40, 4, 0], 8)
    lathe_low = lathe(lower, "base", shine, 160)
    foot = lathe(fillet([(0, 0.4), (46, 0.4), (48, -0.2), (51.5, -0.2), (52, 1)], 0.4, 3), "foot", steel(True, "X"), 96)
    seam = lathe(fillet([(41, 71.4), (42.6, 71.4), (43.2, 72.4), (43.2, 79.6), (42.6, 80.6), (41, 80.6)], 0.6, 4), "seam",
                 steel(True, "Z", "#b9b7b3", 0.26), 160)
    outer = [(41, 80.2), (41.6, 80.6), (41.8, 84), (44.4, 130), (47.4, 168.6), (47.9, 170.4)]
    inner = [(46.6, 170.6), (46.0, 168), (40.6, 84), (36, 80), (0, 80)]
    profile = fillet(outer + inner, [0, 0.5, 3, 60, 2, 0.6, 0.6, 20, 4, 3, 0], 8)
    upper = lathe(dense(profile, 4), "upper", shine, 256)
    crisp(reshaped(upper, parts.beak(**BEAK)), 0.7)
    painted(upper, steel(True, "X", "#bdbbb8", 0.34), lambda x, y, z, n: n.x * x + n.y * y < 0 and z < 168)
    return [lathe_low, foot, seam, upper], wall_of(outer)


def _lid(shine, wood):
    profile = fillet([(0, 171.2), (44, 171.2), (45, 170.9), (48.6, 170.9), (49.2, 171.8), (49, 173.6), (47.4, 174.8), (30, 179.2),
                      (10, 181.6), (0, 182)], [0, 0.4, 0.4, 0.7, 0.7, 1, 2, 20, 10, 0], 6)
    cover = lathe(dense(profile, 4), "lid", shine, 256)
    crisp(reshaped(cover, parts.beak(**{**BEAK, "low": 110.0, "reach": BEAK["reach"] + 0.5, "inner": 0.5})), 0.7)
    stem = lathe(fillet([(0, 181), (7, 181.4), (6, 183.4), (4.4, 185), (4.4, 189), (0, 189)], [0, 0.6, 1, 2, 1, 0], 5), "stem",
                 shine, 64)
    round_ = curve([(7, 0, 188), (10.6, 0, 191), (12.8, 0, 196.6), (12.2, 0, 202), (8.4, 0, 206.4), (0, 0, 208)], 36)
    ball = lathe([(0, 188), *[(x, z) for x, _, z in round_]], "knob", wood, 96, smooth=1.0)
    knuckle = parts.lid_knuckle(HINGE, 16, shine, 2.6)
    tab = box((8, 6.4, 2.6), (45.6, 0, 171.6), 0.8, "tab", shine)
    return [cover, stem, ball, knuckle, tab]


def _handle(shine, wood):
    strip = sweep([(45, 0, 160), (56, 0, 164.5), (70, 0, 168.5), (82, 0, 168), (89.5, 0, 160), (91, 0, 148)],
                  13, 3.4, "bracket", shine, square=5, end=0.4)
    grip = sweep([(88.4, 0, 166), (91.6, 0, 152), (92.4, 0, 132), (90.2, 0, 110), (86.2, 0, 90), (83.6, 0, 78)],
                 [14, 17.4, 18.2, 17, 15, 12.5], [9, 13.5, 15, 14, 12, 9.5], "handle", wood, square=2.7, end=0.95, samples=96)
    plate = box((4, 18, 20), (45.3, 0, 150), 1.4, "plate", shine)
    rivets = [cylinder(1.9, 18.6, (x, 0, z), 0.7, "rivet", brass(0.24), "Y", 32) for x, z in ((91.5, 152), (92.1, 138))]
    return [strip, grip, plate, *rivets]


def moka_induzione(cups=6, opened=0.0, filled=False):
    """The pot; `opened` lifts the lid by degrees, `filled` shows it after brewing."""
    shine = polished("#bdbbb8", 0.1)
    wood = walnut("Z")
    things, wall = _body(shine)
    tower = shift(parts.column(46, shine), (0, 0, 80))
    plug = placed(parts.valve(), (0, -51.6, 34), x=-16)
    name = parts.mark_round(7.4, 134, wall)
    cover = _lid(shine, wood)
    if opened:
        tilted(cover, opened, HINGE)
    if filled:
        things.append(lathe([(0, 146), (44.2, 146), (44.6, 146.6)], "coffee", liquid("#1d0d05"), 96))
    pot = group([*things, tower, plug, name, *cover, *_handle(shine, wood), *parts.hinge(HINGE, 16, shine, 2.6)], "moka induzione")
    pot.scale = (SIZES[cups],) * 3
    return pot


@shot("moka-induzione", "hero", View(azimuth=22, elevation=12))
def hero():
    moka_induzione()


@shot("moka-induzione", "detail", View(azimuth=20, elevation=15, target=(16, 0, 158), width=178))
def detail():
    bpy.context.scene.cycles.glossy_bounces = 8
    moka_induzione(opened=48, filled=True)
    flag((-260, -420, 120), (110, 700))
