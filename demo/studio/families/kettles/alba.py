"""Alba: a ribbed porcelain dripper on a glass server with a walnut collar, and the carafe of the same line."""

import math

import labels
from forms import crisp, curve, dense, placed, reshaped, sweep, wound
from materials import brew, cork, linear, made, pane, paper, plain, porcelain, walnut
from shapes import fillet, group, lathe, letters, shift, tube
from shots import View, shot


def server(filled=46.0):
    """The glass server: its neck is open at 106 mm; `filled` is the height of the coffee."""
    clear = pane()
    side = [(46, 0.8), (53, 3), (58, 12), (60.4, 28), (58, 52), (50, 76), (41.6, 92), (39.6, 99), (41.4, 106), (44.4, 110)]
    outer = [(x, z) for x, _, z in curve([(x, 0, z) for x, z in side], 56)]
    skin = lathe([(0, 2.2), (34, 2.0), (42, 0.6), *outer], "server", clear, 160)
    lining = lathe([(0, 4.6), (40, 4.8), *[(x - 2.2, z + 0.6) for x, z in outer[4:-1]], (43.4, 110.4), outer[-1]], "lining", clear,
                   160)
    things = [skin, lining]
    if filled:
        wall = [(x - 2.5, z) for x, z in outer if 6 < z < filled]
        drink = lathe([(0, 5.0), (40, 5.2), *wall, (wall[-1][0], filled), (0, filled)], "coffee", brew(), 128)
        things.append(drink)
    marks = [wound(letters(text, 4.2, (0, 0, z), labels.blender_font("text", 500), plain("#f3ece0", 0.5), 0.06),
                   lambda z: 60.9 - max(0, z - 34) * 0.19,
                   20) for text, z in (("400", 56),)]
    return things + marks


def ear(material):
    """The dripper's handle: out from the rim, down, back to the foot of the cone."""
    way = [(50, 0, 63), (66, 0, 66), (79, 0, 59), (81.6, 0, 45), (74, 0, 31), (58, 0, 23.5), (42, 0, 24), (31, 0, 25)]
    return sweep(way, [16, 12.6, 11.6, 11.4, 11.4, 11.8, 12.8, 17], [12, 9.4, 8.8, 8.6, 8.8, 9, 9.6, 13], "ear", material,
                 square=2.5, end=0, samples=90)


def collar(low, high, wall, thick=6.5, name="collar"):
    """A walnut ring around a neck, in two halves held by a cord's groove."""
    wood = walnut("X")
    profile = fillet([(wall, low), (wall + thick, low), (wall + thick + 0.8, (low + high) / 2), (wall + thick, high), (wall, high)],
                     [0, 2.2, 8, 2.2, 0], 6)
    return lathe(profile, name, wood, 128)


def dripper(colour="#f2eee5"):
    """The cone on its plate: 40 flutes outside, spiral ribs inside; the plate's underside is z = 0."""
    china = porcelain(colour)
    plate = lathe(fillet([(17, 0.5), (46, 0.5), (50.5, 1.6), (51, 3.4), (49.5, 5.2), (28, 7.4), (24.6, 11)],
                         [0, 1, 1.6, 1.4, 1.2, 3, 0], 6),
                  "plate", china, 160)
    skirt = lathe(fillet([(38, 1), (38, -6), (36.4, -7), (34.6, -6), (34.6, 1)], [0, 1, 1, 1, 0], 4), "skirt", china, 128)
    outer = dense(fillet([(24, 9), (25.4, 12), (56.5, 72), (59.4, 77.4), (60, 80)], [0, 4, 10, 2, 0], 6), 2.5)
    cone = lathe(outer, "cone", china, 480)

    def flute(x, y, z):
        share = min(1, max(0, (z - 11) / 5)) * min(1, max(0, (73.5 - z) / 4))
        angle = math.atan2(y, x)
        out = 1 + 0.021 * share * (abs(math.cos(20 * angle)) - 0.7)
        return x * out, y * out, z
    crisp(reshaped(cone, flute), 0.8)
    rim = lathe(fillet([(60, 79.6), (60.4, 82), (58.6, 83.6), (56.4, 82.2), (54, 75), (23.5, 16), (16, 8), (8, 7), (8, 0.5),
                        (17, 0.5)],
                       [0, 1.2, 1.2, 1.2, 3, 4, 4, 1, 0.6, 0], 6), "inside", china, 160)
    ribs = []
    for number in range(14):
        start = 2 * math.pi * number / 14
        way = []
        for place in range(22):
            t = place / 21
            radius = 24.4 + t * 27.8
            turned = start + 1.1 * t
            way.append((radius * math.cos(turned), radius * math.sin(turned), 17.6 + t * 55))
        ribs.append(tube(way, 1.15, "rib", china, resolution=3))
    return [plate, skirt, cone, rim, *ribs, ear(china)]


def filter_cone(filled=60.0):
    """A paper in the dripper, with coffee that is just blooming."""
    sheet = paper("#d9c6a6", 0.8)
    wall = fillet([(17.5, 16), (56.6, 82), (61.4, 92)], [0, 20, 0], 6)
    cone = lathe([(0, 16), *wall, (60.8, 92.4), *[(x - 0.9, z + 0.2) for x, z in reversed(wall[:-1])], (0, 17)], "filter", sheet,
                 128)

    def wave(x, y, z):
        share = max(0.0, (z - 70) / 22)
        angle = math.atan2(y, x)
        out = 1 + 0.012 * share * math.sin(5 * angle + 1) - 0.01 * share
        return x * out, y * out, z + 3.2 * share * math.sin(2 * angle + 0.6)
    crisp(reshaped(cone, wave), 0.8)
    radius = 17.0 + (filled - 16) * 0.592
    bloom = lathe(fillet([(0, filled + 4), (radius * 0.45, filled + 3.6), (radius * 0.85, filled), (radius + 0.5, filled - 1)], 6,
                         8), "bloom",
                  _bloom(), 128)

    def uneven(x, y, z):
        return x, y, z + 1.1 * math.sin(x * 0.19 + 1) * math.cos(y * 0.23) + 0.5 * math.sin(x * 0.61) * math.sin(y * 0.53)
    reshaped(bloom, uneven)
    return [cone, bloom]


def _bloom():
    """Wet grounds: dark, uneven, with pale foam."""
    def make(n):
        grain = n.noise(n.place((1, 1, 1)), 9.0, 9.0, 0.72)
        n.link(n.ramp(grain, [(0.34, linear("#1d0d06")), (0.55, linear("#4a2612")), (0.68, linear("#8a5a30")),
                              (0.8, linear("#b98c58"))]),
               n.shader.inputs["Base Color"])
        n.bump(n.noise(n.place((1, 1, 1)), 60.0, 6.0, 0.7), 0.6, 0.8)
        return n.set(rough=0.42)
    return made("bloom", make)


def dripper_alba(filled=46.0, brewing=False):
    """The set: dripper, collar, server; `brewing` puts a filter and coffee in."""
    top = group(dripper() + (filter_cone() if brewing else []), "dripper")
    shift(top, (0, 0, 111.4))
    words = wound(letters("Giano", 6.0, (0, 0, 100.6), labels.blender_font("display", 560), plain("#e8d3ae", 0.5), 0.12),
                  lambda z: 49.9)
    return group([*server(filled), collar(91, 109.5, 41.8, 7.2), words, top], "dripper alba")


def stopper():
    """Cork below, walnut above; the shoulder between is z = 0."""
    plug = lathe(fillet([(0, -22), (20.4, -22), (22.6, 0), (0, 0)], [0, 1.6, 0.4, 0], 5), "cork", cork(), 96)
    head = lathe(fillet([(0, 0), (25, 0), (27.4, 3), (25.6, 12), (18, 21), (8, 24.4), (0, 24.8)], [0, 1.4, 2.4, 8, 10, 8, 0], 8),
                 "stopper",
                 walnut("X"), 128)
    return group([plug, head], "stopper")


def caraffa_alba(filled=62.0, closed=True):
    """The carafe: a cone with a slim neck, a walnut collar and a stopper; the neck's rim is at 186 mm."""
    clear = pane()
    side = [(42, 0.8), (50, 2.4), (56, 9), (59, 22), (57.4, 42), (50, 70), (40, 98), (30, 124), (25.2, 144), (24.4, 160),
            (25.4, 174), (28.6, 186)]
    outer = [(x, z) for x, _, z in curve([(x, 0, z) for x, z in side], 80)]
    skin = lathe([(0, 2.6), (30, 2.2), (38, 0.7), *outer], "carafe", clear, 192)
    lining = lathe([(0, 5.6), (38, 5.8), *[(x - 2.3, z + 0.8) for x, z in outer[5:-1]], (27.4, 186.6), outer[-1]], "lining", clear,
                   192)
    wall = [(x - 2.6, z) for x, z in outer if 7 < z < filled]
    drink = lathe([(0, 6.0), (38, 6.2), *wall, (wall[-1][0], filled), (0, filled)], "coffee", brew(), 128)
    band = lathe(fillet([(26.2, 138), (33.6, 138), (32.6, 152), (32, 166), (25.4, 166), (25.4, 152), (26.2, 138)],
                        [0, 2, 20, 2, 0, 0, 0], 6), "collar",
                 walnut("Z"), 128)
    cord = [tube([(32.9 * math.cos(a), 32.9 * math.sin(a), z) for a in (2 * math.pi * n / 64 for n in range(65))], 0.85, "cord",
                 plain("#c9a878", 0.8), resolution=3) for z in (150.6, 152.3, 154)]
    words = wound(letters("Giano", 5.4, (0, 0, 40), labels.blender_font("display", 560), plain("#f3ece0", 0.5), 0.06),
                  lambda z: 58.0)
    things = [skin, lining, drink, band, *cord, words]
    if closed:
        things.append(shift(stopper(), (0, 0, 186.4)))
    return group(things, "caraffa alba")


@shot("dripper-alba", "hero", View(azimuth=24, elevation=15), samples=18)
def hero():
    dripper_alba()


@shot("dripper-alba", "detail", View(azimuth=30, elevation=42, target=(6, 0, 166), width=186, exposure=-0.25), samples=18)
def detail():
    dripper_alba(brewing=True)


@shot("caraffa-alba", "hero", View(azimuth=-20, elevation=12), samples=18)
def carafe_hero():
    caraffa_alba()


@shot("caraffa-alba", "detail", View(azimuth=-20, elevation=24, target=(36, 0, 94), width=246), samples=18)
def carafe_detail():
    caraffa_alba(closed=False)
    lying = placed(stopper(), (76, -58, 21.4), y=97, z=-24)
    return lying
