"""Tamper Noce: a turned steel base, a walnut handle."""

import math

from families.coffee.tin import heap
from labels import Sheet
from materials import brass, polished, printed, walnut
from shapes import fillet, group, lathe, plate, shift, turn, wrap
from shots import View, shot

RADIUS, BASE = 29.2, 25.0


def tamper(wood=None, metal=None):
    """The tamper, standing on its face."""
    metal = metal or polished("#d2d0cc", 0.09)
    r = RADIUS
    face = [(0, 0.4), (7, 0.4), (7.5, 0), (13, 0), (13.5, 0.4), (19, 0.4), (19.5, 0), (r - 0.8, 0), (r, 0.8)]
    side = [(r, 6.2), (r - 0.7, 6.9), (r - 0.7, 8.0), (r, 8.7), (r, 15.5), (r - 2.2, 18.0), (17.0, 20.4), (12.4, 24.5),
            (11.6, 28.0),
            (12.4, 30.0), (12.4, 31.6), (0, 31.6)]
    base = lathe(fillet(face + side, [0, 0, 0, 0, 0, 0, 0, 0.5, 0.5, 0.3, 0.3, 0.3, 0.3, 1.8, 2.0, 5, 5, 2.5, 0.6, 0.6, 0],
                        6), "base", metal, 160)
    collar = lathe(fillet([(11.0, 31.4), (13.2, 31.4), (13.2, 35.4), (11.0, 35.4)], [0, 0.7, 0.7, 0], 4), "collar",
                   brass(0.18), 96)
    grip = [(0, 35.2), (12.6, 35.2), (12.9, 38), (11.0, 47), (12.6, 60), (17.4, 73), (19.2, 82), (17.6, 90.5), (12, 94.6),
            (8.9, 95.2), (8.9, 94.5), (0, 94.5)]
    handle = lathe(fillet(grip, [0, 0.6, 2, 12, 12, 14, 9, 8, 5, 0.3, 0.2, 0], 10), "handle", wood or walnut("Z"), 128)
    coin = lathe(fillet([(0, 94.2), (8.6, 94.2), (8.6, 95.5), (7.9, 95.5), (7.5, 95.2), (0, 95.2)], [0, 0, 0.3, 0.2, 0.2,
        0], 3), "coin", brass(0.22), 64)
    sheet = Sheet("tamper-coin", 14, 14, dots=40)
    sheet.mark(7, 7, 8.6, "#5a3d14")
    mark = plate(14, 14, (0, 0, 95.42), "coin mark", printed(sheet.save(), 0.4))
    words = Sheet("tamper-base", 44, 5.6, dots=40)
    words.text("Giano", 15, 2.8, 4.4, "#3a3632", "display", 500, "mm")
    words.text("58,5 mm", 32, 2.9, 2.6, "#3a3632", "text", 500, "mm")
    engraved = wrap(r + 0.06, 5.6, math.degrees(44 / r), (0, 0, 9.3), printed(words.save(), 0.5), "engraving")
    return group([base, collar, handle, coin, mark, engraved], "tamper")


@shot("tamper-noce", "hero", View(azimuth=-14, elevation=15, fill=0.72))
def hero():
    tamper()


@shot("tamper-noce", "detail", View(azimuth=0, elevation=20, target=(2, -12, 24), width=158))
def lying():
    first = tamper()
    slope = math.degrees(math.asin((RADIUS - 19.2) / 82))
    turn(first, y=90 + slope)
    turn(first, z=58)
    shift(first, (-24, -30, RADIUS * math.cos(math.radians(slope))))
    heap(21, 9, (40, -46, 0), 5.0)
