"""Mug Lunga: thrown stoneware for 350 ml, glazed but for a foot of raw clay."""

import math

from forms import reshaped
from labels import CREAM, INK, Sheet
from materials import clay, liquid, printed, stoneware
from shapes import assembly, band, fillet, flowing, lathe, plate, shift, sweep, turn
from shots import View, shot

from .drinks import fill

CREAMY, TERRACOTTA, GREEN = "#e2d5bf", "#a14c2b", "#2f5142"
HEIGHT, RADIUS, WALL, GLAZED = 94, 42, 4.2, 17


def _thrown(thing, deep=0.35):
    """The faint rings that fingers leave on the wheel."""
    def move(x, y, z):
        radius = math.hypot(x, y)
        if radius < RADIUS * 0.6 or z < 4:
            return x, y, z
        sway = deep * (0.6 * math.sin(z * 0.62) + 0.4 * math.sin(z * 0.31 + 1.3)) + 0.25 * math.sin(2 * math.atan2(y, x) + z * 0.01)
        return x * (1 + sway / radius), y * (1 + sway / radius), z
    return reshaped(thing, move)


def wall_line():
    return flowing([(RADIUS * 0.86, 2.0), (RADIUS * 0.945, 9), (RADIUS * 0.985, 24), (RADIUS, 52), (RADIUS * 0.985, HEIGHT - 2.4)], 10)


def inner_line():
    return flowing([(0, 7.4), (RADIUS * 0.6, 8), (RADIUS * 0.86, 16), (RADIUS - WALL, 40), (RADIUS * 0.985 - WALL, HEIGHT - 2.6)], 10)


def mug(colour=CREAMY, full=True, mark=True, facing=-90.0):
    """A mug, its ear to +X."""
    glaze, raw, lining = stoneware(colour), clay("#b58a6b"), stoneware(CREAMY)
    line = wall_line()
    low = [p for p in line if p[1] <= GLAZED]
    high = [p for p in line if p[1] > GLAZED]
    foot = fillet([(0, 3.4), (RADIUS * 0.62, 3.4), (RADIUS * 0.66, 0), (RADIUS * 0.83, 0), (RADIUS * 0.86, 2.0)], [0, 1.2, 1.2, 1.6, 0], 5)
    _thrown(lathe(foot + low[1:] + [high[0]], "clay foot", raw, 128))
    edge = [(high[0][0] - 0.5, high[0][1] - 0.3), (high[0][0] + 0.15, high[0][1] - 0.5), (high[0][0] + 0.55, high[0][1] + 0.5), (high[0][0] + 0.5, high[0][1] + 2)]
    outer_top = RADIUS * 0.985
    middle, half = outer_top - WALL / 2 + 0.2, WALL / 2
    lip = [(middle + half * math.cos(math.pi * n / 8), HEIGHT - 2.4 + half * 0.95 * math.sin(math.pi * n / 8)) for n in range(1, 8)]
    body = edge + [(a + 0.45, z) for a, z in high[2:]]
    _thrown(lathe(body + lip[:5], "glaze", glaze, 128))
    _thrown(lathe(lip[4:] + list(reversed(inner_line())), "lining", lining, 128))
    top, bottom, out = 76, 27, RADIUS + 27
    ear = [(RADIUS * 0.95, top + 1, 8.0, 10.5), (RADIUS + 3.5, top + 1.6, 5.6, 8.6), (RADIUS + 13, top + 1.5, 4.2, 7.4), (RADIUS + 22.5, top - 4.5, 4.0, 7.2), (out, top - 17, 4.0, 7.2),
           (out - 1.5, top - 31, 4.0, 7.2), (RADIUS + 16.5, bottom + 7.5, 4.1, 7.4), (RADIUS + 5.0, bottom + 0.6, 5.0, 8.4), (RADIUS * 0.955, bottom - 1.4, 7.2, 10.5)]
    sweep(ear, "ear", glaze, 32, 2.4, 8)
    if mark:
        ink = INK if colour == CREAMY else CREAM
        sheet = Sheet(f"lunga-{'dark' if ink == INK else 'light'}", 40, 24, dots=22)
        sheet.mark(20, 6.4, 9, ink)
        sheet.text("Giano", 20, 17, 9, ink, weight=600, spacing=0.2)
        strip = [(a + 0.45, z) for a, z in wall_line() if 36 <= z <= 62]
        strip = [(strip[0][0], 38)] + [p for p in strip if 38 < p[1] < 62] + [(strip[-1][0], 62)]
        band(strip, 40 / RADIUS * 57.3, printed(sheet.save(), 0.45), 0.7, facing, "print")
    if full:
        reach = fill(inner_line(), 83, liquid("#1c0c05"), name="coffee")
        lathe([(0, 83), (reach - 1.5, 83), (reach - 0.5, 83.25), (reach + 0.1, 83.9)], "coffee top", liquid("#1c0c05"), 96)
    # The stamp in the clay below.
    stamp = Sheet("lunga-stamp", 40, 40, dots=16)
    stamp.mark(20, 13, 15, "#6d4229")
    stamp.text("Giano", 20, 27, 8, "#6d4229", weight=600)
    stamp.text("Torino", 20, 34, 4.6, "#6d4229", "text", 500)
    below = plate(40, 40, (0, 0, 0), "stamp", printed(stamp.save(), 0.9))
    turn(below, x=180, bake=True)
    shift(below, (0, 0, 3.1), bake=True)


HERO = View(azimuth=-20, elevation=22)


def one(colour=CREAMY):
    with assembly("mug", z=20):
        mug(colour)


shot("tazza-lunga", "hero", HERO)(one)
shot("tazza-lunga", "hero-terracotta", HERO, colour=TERRACOTTA)(one)
shot("tazza-lunga", "hero-green", HERO, colour=GREEN)(one)


@shot("tazza-lunga", "detail", View(azimuth=0, elevation=26))
def detail():
    """All three; one stands on its head and shows foot and stamp."""
    with assembly("cream", (-54, 42, 0), z=150):
        mug(CREAMY, facing=-90 - 150)
    with assembly("green", (58, 38, 0), z=24):
        mug(GREEN, facing=-90 - 24)
    with assembly("terracotta", (-2, -52, HEIGHT), x=180, z=-28):
        mug(TERRACOTTA, full=False, mark=False)
