"""Latte glass: tall, fluted below, for 300 ml; six in a box."""

import math

from labels import INK, Sheet
from forms import reshaped
from materials import kraft, printed
from shapes import assembly, box, decal, fillet, flowing, lathe
from shots import View, shot

from .drinks import crystal, fill, foam_on, layered, spoon

HEIGHT, RIM, FOOT, FLOOR = 146, 41, 29, 13


def _fluted(thing, deep=0.9, count=18, top=70):
    """Presses upright flutes into the lower wall."""
    def move(x, y, z):
        share = max(0.0, min(1.0, (top - z) / 18)) * max(0.0, min(1.0, (z - 3) / 8))
        share = share * share * (3 - 2 * share)
        radius = math.hypot(x, y)
        if radius < 12 or share <= 0:
            return x, y, z
        factor = 1 - deep * share * (0.5 + 0.5 * math.cos(count * math.atan2(y, x))) / radius
        return x * factor, y * factor, z
    return reshaped(thing, move)


def inner_line():
    return flowing([(0, FLOOR), (FOOT * 0.55, FLOOR + 0.5), (FOOT - 5, FLOOR + 7), (FOOT + 1.4, HEIGHT * 0.42), (RIM - 5.2, HEIGHT * 0.76), (RIM - 2.2, HEIGHT - 1)], 9)


def glass():
    """An empty glass; returns its inner line."""
    clear = crystal()
    outer = fillet([(0, 2.4), (FOOT - 8, 2.4), (FOOT - 4, 0), (FOOT - 1, 0)], [0, 4, 1.4, 0], 5)[:-1]
    outer += flowing([(FOOT - 0.8, 0.4), (FOOT + 0.8, 3), (FOOT + 2.4, HEIGHT * 0.2), (FOOT + 5.4, HEIGHT * 0.48), (RIM - 2.4, HEIGHT * 0.78), (RIM, HEIGHT - 1)], 9)
    rim = [(RIM - 0.2, HEIGHT - 0.2), (RIM - 1.0, HEIGHT + 0.2), (RIM - 1.9, HEIGHT - 0.3)]
    _fluted(lathe(outer + rim, "glass", clear, 216))
    lathe(list(reversed(inner_line())) , "lining", clear, 112)
    # The thick floor is a lens: seen a little darker at its edge.
    lathe(fillet([(FOOT - 3, 4), (FOOT - 1.6, 8), (FOOT - 7, FLOOR - 1)], [0, 3, 0], 5), "floor", crystal(0.05, 0.6), 112)
    return inner_line()


def macchiato():
    """Milk, espresso between, foam."""
    line = glass()
    level = 108
    drink = layered(((0.0, "#efe5d3"), (0.46, "#ecdec6"), (0.58, "#d9bd94"), (0.70, "#a87443"), (0.84, "#7c481e"), (0.97, "#6a3916"), (1.0, "#7a4a22")), level, 0.05)
    reach = fill(line, level, drink)
    foam_on(reach, level, 27, 5.0)


@shot("bicchiere-latte", "hero", View(azimuth=0, elevation=11), samples=18)
def hero():
    """Latte macchiato in its layers, and an empty glass behind."""
    with assembly("full", (-30, -14, 0)):
        macchiato()
        with assembly("spoon", (6, 4, 96), x=-4, y=13):
            spoon(96)
    with assembly("empty", (54, 50, 0)):
        glass()


def carton():
    """A kraft box for six, open above, with its dividers."""
    board = kraft()
    wide, deep, high, thick = 276, 186, 74, 2.4
    for side in (-1, 1):
        box((wide, thick, high), (0, side * (deep / 2), 0), 0.8, "wall", board)
        box((thick, deep, high), (side * wide / 2, 0, 0), 0.8, "wall", board)
    box((wide, deep, 3), (0, 0, 0.2), 0.8, "floor", board)
    for x in (-46, 46):
        box((1.6, deep - 4, high - 10), (x, 0, 2), 0.4, "divider", board)
    box((wide - 4, 1.6, high - 10), (0, 0, 2), 0.4, "divider", board)
    sheet = Sheet("latte-carton", 200, 70, dots=10)
    sheet.mark(22, 35, 30, INK)
    sheet.text("Giano", 48, 26, 24, INK, weight=600, anchor="lm")
    sheet.text("Bicchiere Latte  ·  6 × 300 ml", 48, 48, 10.5, INK, "text", 500, "lm")
    decal(200, 70, (-16, -deep / 2 - thick / 2 - 0.3, 37), printed(sheet.save(), 0.8), "print")


@shot("bicchiere-latte", "detail", View(azimuth=-24, elevation=22), samples=18)
def detail():
    """Six in their box."""
    carton()
    for x in (-92, 0, 92):
        for y in (-46, 46):
            with assembly(f"glass {x} {y}", (x, y, 3.4)):
                glass()
