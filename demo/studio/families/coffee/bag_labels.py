"""The artwork of the coffee bags: one label for all, each coffee with its own picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

from labels import GREEN, INK, Sheet


@dataclass(frozen=True)
class Blend:
    """A coffee, as its bag tells it."""

    key: str
    name: str
    paper: str
    """Colour of the bag."""
    kind: str
    origin: tuple[str, str]
    taste: str
    roast: int
    """Of five."""
    recipe: tuple[str, ...]
    accent: str
    ground: str = "#ecdcbe"
    ink: str = INK
    tie: str = "#b58a5a"
    side: str = "#d9c7a8"
    """Colour of the words on the gusset."""


NOTTE = Blend("notte", "Notte", "#22140d", "Miscela scura per espresso", ("Brasile, India,", "Etiopia"),
              "cacao, nocciola, melassa", 4,
              ("18 g", "36 g in tazza", "27 secondi, 93 °C"), "#c98a3c")
ALBA = Blend("alba", "Alba", "#d9c49d", "Tostatura chiara per filtro", ("Etiopia,", "Kenya"), "pesca, bergamotto, miele", 1,
             ("15 g", "250 ml d’acqua", "3 minuti, 94 °C"), "#b5481f", ground="#f2e5cc", tie="#8a3114", side="#7a5a3c")
SERA = Blend("sera", "Sera", "#8e3a1f", "Miscela media, tutto il giorno", ("Colombia, Brasile,", "Guatemala"),
             "caramello, mandorla, prugna", 3,
             ("17 g", "38 g in tazza", "28 secondi, 93 °C"), "#c8603a", tie="#d9c39a", side="#f1dcc0")
DECA = Blend("deca", "Deca", "#16402f", "Decaffeinato all’acqua", ("Messico,", "Colombia"), "noce, biscotto, arancia", 3,
             ("18 g", "36 g in tazza", "27 secondi, 92 °C"), "#2f6a52", tie="#c8a15a", side="#cfe0cf")
BLENDS = {blend.key: blend for blend in (NOTTE, ALBA, SERA, DECA)}


def bag_sheet(blend, cut, weight):
    """What is printed around a bag of a cut (`paper_bag.Cut`): the label on its front, words on its right gusset."""
    dots = 15 if cut.around < 320 else 11
    sheet = Sheet(f"bag-{blend.key}-{weight.replace(' ', '')}", cut.around, cut.tall, dots=dots)
    width = cut.width * (0.77 if cut.around < 320 else 0.70)
    scale = width / 66
    lower = cut.tall - (cut.full - 108 * scale) * 0.62
    label(sheet, cut.width / 2 - width / 2, lower - 108 * scale, scale, blend, weight)
    _gusset(sheet, cut, scale, blend)
    return sheet.save()


def _gusset(sheet, cut, scale, blend):
    x = cut.width + 6 * scale
    y = cut.tall - cut.full * 0.36
    sheet.text("Come si prepara", x, y, 2.5 * scale, blend.side, "text", 600, "lm")
    for place, row in enumerate(blend.recipe):
        sheet.text(row, x, y + (5 + place * 4) * scale, 2.4 * scale, blend.side, "text", 400, "lm")
    sheet.text("Giano", x, cut.tall - 9 * scale, 4.6 * scale, blend.side, "display", 500, "lm")
    sheet.mark(cut.width + cut.depth / 2 + 8 * scale, cut.tall - 9 * scale, 5 * scale, blend.side)


def label(sheet, left, top, scale, blend, weight):
    """A label of 66 × 108 mm, times the scale, its upper left corner at a place."""
    k = scale
    ink = blend.ink

    def x(value):
        return left + value * k

    def y(value):
        return top + value * k

    sheet.box(left, top, 66 * k, 108 * k, blend.ground, radius=1.6 * k)
    sheet.text("Giano", x(5), y(7.2), 4.6 * k, ink, "display", 600, "lm")
    sheet.text("TORINO 1933", x(61), y(7.4), 1.95 * k, ink, "text", 500, "rm", 0.28 * k)
    picture(sheet, x(5), y(12.5), 56 * k, 46 * k, blend)
    sheet.text(blend.name, x(33), y(69.6), 17.5 * k, ink, "display", 500, "mm")
    sheet.text(blend.kind, x(33), y(80.2), 2.9 * k, ink, "text", 500, "mm")
    sheet.line([(x(5), y(85)), (x(61), y(85))], ink, 0.22 * k)
    sheet.text("Tostatura", x(5), y(88.4), 2.1 * k, ink, "text", 600, "lm")
    for place in range(5):
        sheet.disc(x(6.2 + place * 4), y(92.6), 1.15 * k, ink if place < blend.roast else None, ink, 0.22 * k)
    sheet.text("Origine", x(33), y(88.4), 2.1 * k, ink, "text", 600, "lm")
    for place, row in enumerate(blend.origin):
        sheet.text(row, x(33), y(91.6 + place * 2.9), 2.2 * k, ink, "text", 400, "lm")
    sheet.line([(x(5), y(97.8)), (x(61), y(97.8))], ink, 0.22 * k)
    sheet.text(weight, x(5), y(102.8), 4.6 * k, ink, "display", 600, "lm")
    sheet.text("Tostato su ordinazione", x(61), y(101.4), 2.1 * k, ink, "text", 500, "rm")
    sheet.text("In grani", x(61), y(104.6), 2.1 * k, ink, "text", 400, "rm")


def picture(sheet, left, top, width, height, blend):
    """The coffee's own picture, in a window of 56 × 46 parts."""
    draw = {"notte": _moon, "alba": _sunrise, "sera": _dusk, "deca": _leaf}[blend.key]
    cover = Sheet("window", width, height, dots=sheet.dots)
    draw(cover, width / 56)
    mask = Sheet("mask", width, height, (0, 0, 0, 0), dots=sheet.dots)
    mask.box(0, 0, width, height, "#ffffff", radius=1.2 * width / 56)
    at = tuple(round(value * sheet.dots) for value in (left, top))
    sheet.image.paste(cover.image, at, mask.image.split()[3])


def _moon(s, k):
    s.box(0, 0, 56 * k, 46 * k, "#241914")
    for radius in (13, 19, 25, 31, 37):
        s.arc(28 * k, 46 * k, (radius + 8) * k, 180, 360, "#6f5238", 0.28 * k)
    s.disc(28 * k, 22 * k, 13 * k, "#e9c88f")
    s.disc(33.4 * k, 19.2 * k, 11.6 * k, "#241914")
    for x, y, r in ((9, 9, 0.5), (16, 17, 0.35), (46, 9, 0.55), (50, 21, 0.35), (7, 26, 0.4), (44, 30, 0.4)):
        s.disc(x * k, y * k, r * k, "#efdcb8")


def _sunrise(s, k):
    s.box(0, 0, 56 * k, 46 * k, "#f3cfa4")
    for radius, colour in ((40, "#f0c08d"), (33, "#eaa873"), (26, "#e08d57"), (19, "#d06d3a")):
        s.disc(28 * k, 38 * k, radius * k, colour)
    s.disc(28 * k, 38 * k, 12.5 * k, "#a83f1b")
    s.box(0, 38 * k, 56 * k, 8 * k, "#8f3415")
    s.line([(0, 40.6 * k), (56 * k, 40.6 * k)], "#d06d3a", 0.4 * k)
    s.line([(0, 43.2 * k), (56 * k, 43.2 * k)], "#c05a2c", 0.4 * k)


def _dusk(s, k):
    colours = ("#3a2638", "#5d2f3a", "#8a3a33", "#b85330", "#d9803f", "#e9ab5f")
    step = 32 / len(colours)
    for place, colour in enumerate(colours):
        s.box(0, place * step * k, 56 * k, (step + 1) * k, colour)
    s.disc(28 * k, 28 * k, 11.5 * k, "#f6dfae")
    for place, y in enumerate((20.4, 23.6, 26.6, 29.4)):
        s.box(0, y * k, 56 * k, (0.5 + 0.22 * place) * k, colours[min(5, int(y / step))])
    s.box(0, 32 * k, 56 * k, 14 * k, "#7c2f22")
    for place, half in enumerate((16, 12.5, 9, 5)):
        s.box((28 - half) * k, (34 + place * 2.7) * k, 2 * half * k, 0.9 * k, "#efc27c", radius=0.45 * k)


def _leaf(s, k):
    s.box(0, 0, 56 * k, 46 * k, "#dfe3cb")
    s.disc(28 * k, 23 * k, 17.5 * k, "#c6d0ae")

    def edge(side, part):
        reach = math.sin(math.pi * part ** 0.85) ** 0.9 * 10.5
        along = -20 + 40 * part
        cos, sin = math.cos(math.radians(-58)), math.sin(math.radians(-58))
        px, py = along, side * reach
        return ((28 + px * cos - py * sin) * k, (23.2 + px * sin + py * cos) * k)
    steps = 48
    upper = [edge(1, n / steps) for n in range(steps + 1)]
    lower = [edge(-1, n / steps) for n in range(steps + 1)]
    spine = [edge(0, n / steps) for n in range(steps + 1)]
    s.polygon(upper + spine[::-1], "#2f6a52")
    s.polygon(lower + spine[::-1], GREEN)
    s.line([spine[0], spine[-1]], "#dfe3cb", 0.5 * k)
    for n in range(7, 42, 5):
        for rim in (upper, lower):
            end = rim[min(steps, n + 6)]
            tip = tuple(spine[n][a] + (end[a] - spine[n][a]) * 0.8 for a in (0, 1))
            s.line([spine[n], tip], "#b9c9a0", 0.28 * k)
    s.line([spine[0], (spine[0][0] - 2.0 * k, spine[0][1] + 3.4 * k)], GREEN, 0.7 * k)
