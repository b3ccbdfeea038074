"""Porcelain cup Torino: the thick cup of Italian bars, for espresso (70 ml) and cappuccino (180 ml)."""

import math
import random
from dataclasses import dataclass

from labels import CREAM, INK, Sheet
from materials import espresso, milk, porcelain, printed
from shapes import assembly, ball, band, fillet, flowing, lathe, sweep
from shots import View, shot

WHITE, TERRACOTTA, GREEN = "#efece6", "#9c4526", "#1f4a38"


@dataclass(frozen=True)
class Size:
    """What tells one size from the other, in millimetres."""

    radius: float
    height: float
    foot: float
    wall: float
    saucer: float
    level: float
    """How high the coffee stands below the rim."""
    ear: float
    """How far the ear reaches out."""


ESPRESSO = Size(radius=32, height=57, foot=18.5, wall=4.9, saucer=61, level=8.5, ear=21)
CAPPUCCINO = Size(radius=46, height=65, foot=25, wall=5.0, saucer=77, level=8, ear=25)

SEAT = 7.5
"""How high a saucer carries the cup's foot."""


def outside(size):
    """The cup's outer line from foot to rim."""
    r, h, f = size.radius, size.height, size.foot
    return flowing([(f + 0.6, 4.5), (f + (r - f) * 0.52, h * 0.19), (r * 0.90, h * 0.42), (r * 0.965, h * 0.68), (r, h - 2.2)], 7)


def inside(size):
    """The cup's inner line from rim to bottom."""
    r, h, w = size.radius, size.height, size.wall
    return flowing([(r - w, h - 2.4), (r * 0.965 - w, h * 0.66), (r * 0.86 - w, h * 0.42), (size.foot * 0.62, h * 0.215), (0, h * 0.185)], 7)


def rim(size, steps=8):
    """Half a circle from the outer line to the inner."""
    r, h, w = size.radius, size.height, size.wall
    middle, half = r - w / 2, w / 2
    return [(middle + half * math.cos(math.pi * n / steps), h - 2.3 + half * 0.92 * math.sin(math.pi * n / steps))
            for n in range(1, steps)]


def print_of(colour):
    """The small mark that is fired into the glaze."""
    ink = INK if colour == WHITE else CREAM
    sheet = Sheet(f"torino-{'dark' if ink == INK else 'light'}", 24, 16, dots=24)
    sheet.mark(12, 4.6, 6.4, ink)
    sheet.text("Giano", 12, 11.7, 5.6, ink, weight=650, spacing=0.15)
    return printed(sheet.save(), rough=0.3, coat=1.0)


def cup(size=ESPRESSO, colour=WHITE, mark=True, fill=True, facing=-90.0):
    """A cup without saucer; its ear points to +X. `fill` pours espresso, or a cappuccino into a large one."""
    r, h, f = size.radius, size.height, size.foot
    skin, white = porcelain(colour), porcelain(WHITE)
    bottom = fillet([(0, 2.2), (f - 4.2, 2.2), (f - 3.2, 0), (f - 0.2, 0), (f + 0.6, 4.5)], [0, 0.8, 0.9, 1.2, 0], 4)
    edge = rim(size)
    lathe(bottom + outside(size)[1:] + edge[:7], "cup", skin, 96)
    lathe(edge[6:] + inside(size), "cup inside", white, 96)
    top, low, out = h * 0.80, h * 0.30, r + size.ear
    ear = [(r * 0.93, top - 1, 6.0, 7.6), (r * 0.985 + 2.0, top - 0.4, 4.1, 6.0), (r + size.ear * 0.42, top + 0.8, 3.2, 5.0),
           (r + size.ear * 0.84, top - 2.6, 3.0, 4.8), (out, top - h * 0.18, 3.0, 4.7), (out - 2.6, top - h * 0.31, 3.0, 4.6),
           (r + size.ear * 0.50, low + h * 0.085, 3.1, 4.7), (r * 0.90 + size.ear * 0.22, low + h * 0.028, 3.6, 5.4),
           (r * 0.865, low, 5.2, 7.0), (r * 0.80, low - 1.0, 6.0, 8.0)]
    sweep(ear, "ear", skin, 28, 2.25, 7)
    if mark:
        line = [point for point in outside(size) if h * 0.42 <= point[1]]
        line = _between(line, h * 0.45, h * 0.45 + 16)
        band(line, 24 / r * 57.3, print_of(colour), 0.15, facing, "print")
    if fill:
        drink(size)


def _between(line, low, high, steps=10):
    """The part of a line between two heights."""
    out = []
    for n in range(steps + 1):
        z = low + (high - low) * n / steps
        for (a, y), (b, x) in zip(line, line[1:]):
            if y <= z <= x:
                out.append((a + (b - a) * (z - y) / max(x - y, 1e-6), z))
                break
    return out or line


def drink(size):
    """Espresso with its crema, or a cappuccino's foam."""
    level = size.height - size.level
    line = inside(size)
    reach = next(a for (a, y), (b, x) in zip(line, line[1:]) if x <= level <= y)
    profile = [(0, level), (reach * 0.5, level), (reach - 3, level), (reach - 1.4, level + 0.15), (reach - 0.5, level + 0.6), (reach + 0.2, level + 1.4)]
    if size is ESPRESSO:
        top = espresso(reach)
        lathe(profile, "crema", top, 96)
        _bubbles(reach, level, top)
        return
    lathe([(a, z + 0.9 * (1 - (a / reach) ** 2)) for a, z in profile], "foam ring", espresso(reach, "#a8672f", "#9c5a26", "#c58a4c"), 96)
    foam = flowing([(0, level + 1.9), (reach * 0.42, level + 1.75), (reach * 0.66, level + 1.1), (reach * 0.77, level + 0.1)], 5)
    lathe(foam, "foam", milk("#f2e6d3"), 96)


def _bubbles(reach, level, material):
    """The few that stand along the wall."""
    dice = random.Random(7)
    for _ in range(16):
        angle, far, size = dice.uniform(0, 2 * math.pi), reach - dice.uniform(1.4, 3.4), dice.uniform(0.45, 0.95)
        ball(size, (far * math.cos(angle), far * math.sin(angle), level + 0.1), (1, 1, 0.7), "bubble", material)


def saucer(size=ESPRESSO, colour=WHITE):
    """A saucer with a well for the cup's foot."""
    s, f = size.saucer, size.foot
    profile = fillet(
        [(0, 3.6), (f + 5, 3.6), (f + 6.5, 0), (f + 11, 0), (f + 13.5, 4.6), (s * 0.80, 9.6), (s - 0.6, 15.2), (s, 18.2), (s - 2.8, 18.8),
         (s * 0.78, 14.3), (f + 12, 9.9), (f + 6, 10.6), (f + 3.2, SEAT), (0, SEAT)],
        [0, 1, 1.2, 1.4, 4, 30, 2, 1.9, 1.9, 30, 5, 2.2, 1.6, 0], 6)
    lathe(profile, "saucer", porcelain(colour), 128)


def served(size=ESPRESSO, colour=WHITE, turn=24.0):
    """A full cup on its saucer."""
    saucer(size, colour)
    with assembly("cup", (0, 0, SEAT), z=turn):
        cup(size, colour, facing=-90.0)


HERO = View(azimuth=-22, elevation=24)
for _size, _kind in ((ESPRESSO, "espresso"), (CAPPUCCINO, "cappuccino")):
    for _colour, _word in ((WHITE, "white"), (TERRACOTTA, "terracotta"), (GREEN, "green")):
        _name = "hero" if (_kind, _word) == ("espresso", "white") else f"hero-{_kind}-{_word}"
        shot("porcelain-cup", _name, HERO, size=_size, colour=_colour)(served)


@shot("porcelain-cup", "detail", View(azimuth=-14, elevation=10))
def stack():
    """Six cups, as they stand on a bar."""
    step = ESPRESSO.height - 6.5
    for x, y, tower in ((-42, 6, ((WHITE, -118), (TERRACOTTA, -40), (WHITE, -150))), (42, 0, ((GREEN, -20), (WHITE, 24), (GREEN, 6)))):
        for place, (colour, turn) in enumerate(tower):
            with assembly(f"cup {x} {place}", (x, y, place * step), z=turn):
                cup(ESPRESSO, colour, fill=False, facing=-90.0 - turn)
