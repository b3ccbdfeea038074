"""Bottomless portafilter: a ring of steel, a basket to be seen from below, a walnut handle."""

import math

from fittings import handle
from labels import Sheet
from materials import polished, printed
from shapes import box, fillet, group, lathe, plate, shift, turn
from shots import View, shot

INNER = 29.0
HIGH = 27.0
DROOP = 7.0


def _holes():
    """The sieve: holes in a hexagonal grid."""
    sheet = Sheet("nudo-sieve", 56, 56, dots=26)
    step = 1.75
    rows = int(25 / (step * 0.866))
    for row in range(-rows, rows + 1):
        for column in range(-17, 18):
            x, y = (column + (row % 2) * 0.5) * step, row * step * 0.866
            if math.hypot(x, y) < 23.6:
                sheet.disc(28 + x, 28 + y, 0.34, "#35312d")
    return printed(sheet.save(), 0.6)


def portafilter(metal=None):
    """The portafilter, its rim at z = 0 looking up, its handle towards -Y."""
    metal = metal or polished("#cfcdc9", 0.09)
    r = INNER
    collar = [(r + 1.4, -0.8), (r + 5.6, -0.8), (r + 5.6, -10), (r + 3.6, -12), (r + 3.6, -HIGH + 1), (r + 1.6, -HIGH),
              (r + 0.6, -HIGH), (r + 0.2, -HIGH + 3), (r + 1.0, -12), (r + 1.4, -0.8)]
    bowl = lathe(fillet(collar, [0, 1.4, 1.4, 1.6, 1.2, 0.6, 0.4, 1, 1, 0], 5), "bowl", metal, 160)
    steel = polished("#d4d2cd", 0.12)
    basket = lathe(fillet([(0, -24.6), (24.4, -24.6), (r - 1.6, -20.5), (r - 1.1, -0.4), (r + 3.6, 0.1), (r + 3.6, 0.9),
                           (r - 0.6, 0.9), (r - 1.5, -0.6), (r - 2.1, -20.2), (24, -24.0), (0, -24.0)],
                          [0, 2.6, 2, 1, 0.4, 0.4, 1, 1, 2, 2.6, 0], 5), "basket", steel, 160)
    inside = plate(56, 56, (0, 0, -23.85), "sieve", _holes())
    under = turn(plate(56, 56, (0, 0, 0), "sieve", _holes()), x=180, bake=True)
    shift(under, (0, 0, -24.75), bake=True)
    things = [bowl, basket, inside, under]
    for side in (0, 180):
        ear = box((9.6, 17, 6.6), (r + 7.0, 0, -9.2), 1.6, "ear", metal)
        things.append(turn(ear, z=side, bake=True))
    grip = handle(length=118, radius=14, metal=metal, start=r + 3)
    for thing in grip:
        turn(thing, x=DROOP, bake=True)
        shift(thing, (0, 0, -15.5), bake=True)
    return group(things + grip, "portafilter")


def rest(thing, z):
    """Lays it down: its bowl on the ground, its handle's end too."""
    reach = INNER + 3 + 33.5 + 118
    drop = 15.5 + reach * math.sin(math.radians(DROOP)) + 14
    slope = math.degrees(math.atan2(drop - HIGH, reach))
    turn(thing, x=-slope)
    turn(thing, z=z)
    return shift(thing, (0, 0, HIGH + (INNER + 2) * math.sin(math.radians(slope))))


@shot("portafilter-nudo", "hero", View(azimuth=0, elevation=26))
def hero():
    rest(portafilter(), 34)


@shot("portafilter-nudo", "detail", View(azimuth=0, elevation=32, target=(6, -12, 14), width=150))
def underside():
    thing = portafilter()
    turn(thing, x=180)
    turn(thing, z=180 - 48)
    shift(thing, (0, 0, 0.95))
