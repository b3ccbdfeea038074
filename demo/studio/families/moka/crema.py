"""Moka Crema: a small black boiler, a tall fluted upper part, and a weight on the tower that holds the pressure for a crema."""

import materials
from forms import crisp, dense, faceted, flag, placed, reshaped, rounded, sweep, tilted
from materials import bakelite, brass, lacquer
from shapes import box, cylinder, fillet, group, lathe, shift
from shots import View, shot

from . import parts

HINGE = (40.6, 0.0, 178.4)
BEAK = dict(reach=17.0, low=132.0, high=176.0, lift=3.0, spread=30.0, power=1.2, radius=38.0)
SIZES = {2: 0.84, 4: 1.0}
"""Cups, and how large the pot is beside that of four."""
FACETS = 12


def _boiler():
    black = lacquer("#17130f", 0.36, 0.25)
    profile = fillet([(0, 2), (40, 2), (42, 0), (49, 0), (51.5, 2.5), (51.5, 9), (50, 11), (48, 40), (42, 57), (37.4, 61.5),
                      (36.6, 63)],
                     [0, 1.5, 1.5, 2.2, 2.2, 1.6, 1.6, 26, 10, 2, 0], 8)
    boiler = lathe(profile, "boiler", black, 160)
    line = lathe(fillet([(49.4, 11.2), (50.9, 11.4), (50.8, 13.6), (49.2, 13.8)], 0.5, 4), "line", brass(0.24), 160)
    neck = lathe([(36.8, 60), (36.8, 68)], "neck", parts.shell(), 96)
    return [boiler, line, neck]


def _upper():
    metal = parts.shell(0.22)
    outer = [(36, 64.6, 1), (42.6, 64.6, 0.9), (43.6, 66, 0.9), (43.6, 75, 0.9), (42.4, 77, 0.9), (38.2, 80, 0.4), (37.0, 84, 0),
             (38.2, 130, 0),
             (39.4, 173, 0), (40.2, 174.6, 0), (40.2, 176.4, 0)]
    inner = [(37.8, 176.4, 0.6), (37.2, 172, 0.6), (34.6, 86, 0.8), (30, 82, 0.9), (0, 81.6)]
    profile = rounded(outer + inner, [0, 1, 1.2, 1.2, 1.2, 2.4, 3, 30, 1, 0.6, 0.6, 0.6, 3, 4, 3, 0], 5)
    body = faceted(dense(profile, 4), FACETS, 2.2, "upper", metal, across=20)
    return crisp(reshaped(body, parts.beak(**BEAK)), 0.6), metal


def _lid(metal):
    profile = rounded([(0, 177.4), (36, 177.4), (36.8, 176.8), (41, 176.8), (41.6, 177.6), (41.4, 180, 0), (39.8, 181.4, 0),
                       (16, 186.4, 0.9), (9, 188, 1), (0, 188.2)], [0, 0.5, 0.5, 0.6, 0.7, 1, 1.4, 6, 2, 0], 5)
    cover = faceted(dense(profile, 4), FACETS, 2.2, "lid", metal, across=20)
    crisp(reshaped(cover, parts.beak(**{**BEAK, "low": 124.0, "reach": BEAK["reach"] + 0.5, "inner": 0.45})), 0.6)
    gold = brass(0.2)
    stem = lathe(fillet([(0, 187.4), (7, 187.6), (6.4, 189.6), (3.8, 191.4), (3.8, 196), (0, 196)], [0, 0.6, 1, 2, 1, 0], 5),
                 "stem", gold, 64)
    ball = lathe(fillet([(0, 194.4), (5, 194.4), (10.6, 198.6), (11.2, 204), (7.4, 210.4), (0, 211.8)], [0, 2, 5, 5, 6, 0], 10),
                 "knob", gold, 96)
    tab = box((7, 6, 2.8), (38.8, 0, 177.8), 0.8, "tab", metal)
    return [cover, stem, ball, tab, parts.lid_knuckle(HINGE, 15, metal, 2.6)]


def _handle(metal):
    black = bakelite()
    grip = sweep([(41, 0, 168), (54, 0, 173.5), (67, 0, 172.5), (75.5, 0, 163), (77, 0, 146), (75, 0, 122), (72, 0, 100),
                  (70, 0, 88)],
                 [12, 15, 16.5, 16.5, 15.5, 13.5], [10, 12, 14, 14, 12.5, 10], "handle", black, square=3.0, end=0.8, samples=96)
    lugs = [box((10, 3, 13), (41, side * 8, 160), 1.2, "lug", metal) for side in (-1, 1)]
    bridge = box((6, 18, 11), (37.4, 0, 161), 1.4, "bridge", metal)
    rivet = cylinder(2.3, 21, (44.4, 0, 167), 0.8, "rivet", brass(0.24), "Y", 40)
    return [grip, *lugs, bridge, rivet]


def _tower(metal):
    """The tower with its weight: brass, two flats for a finger, guided by a pin."""
    gold = brass(0.22)
    column = shift(parts.column(40, metal), (0, 0, 81.6))
    weight = lathe(fillet([(0, 122), (8.6, 122), (9.4, 123.4), (9.4, 131), (8.4, 132.4), (5, 133.6), (3.4, 137), (3, 139),
                           (0, 139.4)],
                          [0, 1, 1, 1, 1, 2, 2, 0.8, 0], 5), "weight", gold, 64)
    groove = lathe(fillet([(9.2, 126.4), (9.6, 126.8), (9.6, 128.2), (9.2, 128.6)], 0.2, 3), "groove",
                   materials.plain("#4a3418", 0.6, 0.6), 64)
    return [column, weight, groove]


def moka_crema(cups=4, opened=0.0, filled=False):
    """The pot; `filled` shows it after brewing, `opened` lifts the lid by degrees."""
    body, metal = _upper()
    cover = _lid(metal)
    if opened:
        tilted(cover, opened, HINGE)
    plug = placed(parts.valve(brass(0.24)), (0, -47.9, 34), x=-3)
    name = parts.mark(6.4, (0, -38.05, 118), 1.5)
    things = [*_boiler(), body, *cover, plug, name, *_tower(metal), *_handle(metal), *parts.hinge(HINGE, 15, metal, 2.6)]
    if filled:
        foam = lathe(fillet([(8, 117.6), (12, 118.6), (30, 118.8), (36.2, 119.8)], 3, 5), "crema",
                     materials.crema("#b9793a", "#7c4519"), 128)
        things.append(foam)
    pot = group(things, "moka crema")
    pot.scale = (SIZES[cups],) * 3
    return pot


@shot("moka-crema", "hero", View(azimuth=26, elevation=11))
def hero():
    moka_crema()
    flag((-300, -420, 120), (90, 700))


@shot("moka-crema", "detail", View(azimuth=30, elevation=46, target=(14, 0, 166), width=172))
def detail():
    moka_crema(opened=98, filled=True)
