"""Double-wall glasses for espresso (90 ml) and latte (250 ml), as a set of two."""

from dataclasses import dataclass

from shapes import assembly, fillet, flowing, lathe
from shots import View, shot

from .drinks import crema_on, crystal, fill, foam_on, layered


@dataclass(frozen=True)
class Size:
    height: float
    rim: float
    foot: float
    belly: float
    floor: float
    """How far the inner glass hovers above the ground."""


SMALL = Size(height=68, rim=31, foot=21, belly=32.5, floor=13)
LARGE = Size(height=112, rim=40, foot=27, belly=43, floor=17)


def inner_line(size):
    """From the middle of the inner floor up to the rim."""
    s = size
    return flowing([(0, s.floor), (s.foot * 0.42, s.floor + 0.8), (s.rim * 0.70, s.floor + s.height * 0.13), (s.rim * 0.86, s.height * 0.48), (s.rim * 0.92, s.height * 0.76), (s.rim - 1.6, s.height - 1.6)], 8)


def glass(size=SMALL, level=0.0):
    """One glass; returns its inner line, to pour into."""
    s = size
    clear = crystal()
    outer = fillet([(0, 3.2), (s.foot - 9, 3.2), (s.foot - 3, 0), (s.foot, 0)], [0, 8, 1.6, 0], 6)[:-1]
    outer += flowing([(s.foot, 0.6), (s.foot + 3.2, 5), (s.belly * 0.93, s.height * 0.30), (s.belly, s.height * 0.55), (s.belly * 0.985, s.height * 0.80), (s.rim + 0.4, s.height - 1.2)], 8)
    rim = [(s.rim, s.height - 0.3), (s.rim - 0.7, s.height), (s.rim - 1.3, s.height - 0.5)]
    inside = list(reversed(inner_line(s)))
    lathe(outer + rim + inside, "glass", clear, 112)
    # The seal in the floor, through which the air was drawn.
    lathe(fillet([(0, 2.4), (3, 2.4), (3.4, 3.1), (0, 3.4)], [0, 0.4, 0.3, 0]), "seal", crystal(0.05), 32)
    return inner_line(s)


def espresso_glass():
    line = glass(SMALL)
    level = 44
    drink = layered(((0.0, "#2a1006"), (0.72, "#2e1207"), (0.80, "#7a4318"), (0.88, "#b57a38"), (1.0, "#c58d4a")), level, 0.02)
    reach = fill(line, level, drink)
    crema_on(reach, level)


def latte_glass():
    line = glass(LARGE)
    level = 78
    drink = layered(((0.0, "#e9dcc6"), (0.36, "#e2cdae"), (0.52, "#c39a6a"), (0.70, "#8a5326"), (0.90, "#6f3d18"), (1.0, "#8c5a2c")), level, 0.07)
    reach = fill(line, level, drink)
    foam_on(reach, level, 15, 2.5)


@shot("bicchiere-doppio", "hero", View(azimuth=0, elevation=15), samples=18)
def hero():
    """Two small ones."""
    with assembly("left", (-30, -16, 0)):
        espresso_glass()
    with assembly("right", (44, 34, 0)):
        espresso_glass()


@shot("bicchiere-doppio", "hero-250", View(azimuth=0, elevation=13), samples=18)
def hero_large():
    """Two large ones, with latte."""
    with assembly("left", (-40, -18, 0)):
        latte_glass()
    with assembly("right", (58, 40, 0)):
        latte_glass()


@shot("bicchiere-doppio", "detail", View(azimuth=0, elevation=9, target=(4, 0, 42), width=150), samples=18)
def detail():
    """Close: the drink hovers between two walls."""
    with assembly("full", (-20, -10, 0)):
        espresso_glass()
    with assembly("empty", (54, 46, 0)):
        glass(SMALL)
