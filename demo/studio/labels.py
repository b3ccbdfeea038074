"""Printed things: labels, scales, displays, drawn with the shop's own typefaces."""

from __future__ import annotations

from pathlib import Path

import bpy
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
FONTS = HERE.parents[1] / "public" / "fonts"
WORK = HERE.parents[1] / "target" / "studio"

INK, CREAM, TERRACOTTA, GREEN, KRAFT, BRASS = "#2b1d14", "#f1e6d4", "#a83f1b", "#1d4a3a", "#b58a5a", "#c8a15a"


def font_file(family="display", weight=500):
    """A typeface of the shop (`display` Fraunces, `text` Instrument Sans) at a weight, as a file others can read."""
    stem = {"display": "fraunces-latin-", "text": "instrument-sans-latin-"}[family]
    source = next(file for file in sorted(FONTS.glob(f"{stem}*.woff2")) if "latin-ext" not in file.name)
    target = WORK / "fonts" / f"{family}-{weight}.ttf"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        font = TTFont(source)
        axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
        at = {tag: axis.defaultValue for tag, axis in axes.items()}
        if "wght" in at:
            at["wght"] = min(max(weight, axes["wght"].minValue), axes["wght"].maxValue)
        if at:
            font = instantiateVariableFont(font, at)
        font.flavor = None
        part = target.with_suffix(".part")
        font.save(part)
        part.replace(target)
    return target


def type_at(size, family="display", weight=500):
    """A typeface for drawing on a label, its size in pixels."""
    return ImageFont.truetype(str(font_file(family, weight)), size)


def blender_font(family="display", weight=500):
    """A typeface for raised letters (`shapes.letters`)."""
    return bpy.data.fonts.load(str(font_file(family, weight)), check_existing=True)


def profile():
    """The face that looks right, of the shop's mark (`public/icon.svg`): 50 high, its back at x = 0, its middle at y = 0."""
    def bend(start, corners, end, steps=8):
        points = [start, *corners, end]
        for step in range(1, steps + 1):
            t = step / steps
            row = points
            while len(row) > 1:
                row = [(ax + (bx - ax) * t, ay + (by - ay) * t) for (ax, ay), (bx, by) in zip(row, row[1:])]
            yield row[0]

    return [(0, -25), *bend((0, -25), [(9, -25), (15, -20)], (16.5, -13)), (17, -9), (22.5, -0.5),
            *bend((22.5, -0.5), [(23, 1)], (21, 1.6)), (18.5, 2.2), (19.6, 5.4), (18, 7), (19.2, 9.4),
            *bend((19.2, 9.4), [(17.8, 11)], (18.4, 13.5)), *bend((18.4, 13.5), [(18.6, 17.5)], (14, 17.8)),
            *bend((14, 17.8), [(9, 18)], (8, 21)), (8, 25), (0, 25)]


class Sheet:
    """A label being drawn, in millimetres; `dots` pixels to the millimetre."""

    def __init__(self, name, width, height, ground=None, dots=12):
        self.name, self.width, self.height, self.dots = name, width, height, dots
        size = (round(width * dots), round(height * dots))
        self.image = Image.new("RGBA", size, ground or (0, 0, 0, 0))
        self.pen = ImageDraw.Draw(self.image)

    def px(self, *values):
        return [round(value * self.dots) for value in values]

    def text(self, words, x, y, size, colour=INK, family="display", weight=500, anchor="mm", spacing=0.0):
        """Words with their middle (or another anchor of Pillow's) at x, y; `size` in millimetres."""
        font = type_at(max(6, round(size * self.dots)), family, weight)
        if not spacing:
            self.pen.text(self.px(x, y), words, fill=colour, font=font, anchor=anchor)
            return self
        gap = spacing * self.dots
        widths = [self.pen.textlength(letter, font=font) for letter in words]
        whole = sum(widths) + gap * (len(words) - 1)
        at = x * self.dots - (whole / 2 if anchor[0] == "m" else whole if anchor[0] == "r" else 0)
        for letter, width in zip(words, widths):
            self.pen.text((at, y * self.dots), letter, fill=colour, font=font, anchor="l" + anchor[1])
            at += width + gap
        return self

    def lines(self, rows, x, y, size, colour=INK, family="text", weight=400, step=1.45, anchor="mm"):
        """Several lines, the first at y."""
        for place, row in enumerate(rows):
            self.text(row, x, y + place * size * step, size, colour, family, weight, anchor)
        return self

    def box(self, x, y, width, height, fill=None, line=None, thick=0.3, radius=0.0):
        self.pen.rounded_rectangle(self.px(x, y, x + width, y + height), radius * self.dots, fill, line,
                                   max(1, round(thick * self.dots)))
        return self

    def disc(self, x, y, radius, fill=None, line=None, thick=0.3):
        self.pen.ellipse(self.px(x - radius, y - radius, x + radius, y + radius), fill, line,
                         max(1, round(thick * self.dots)))
        return self

    def arc(self, x, y, radius, start, end, colour=INK, thick=0.4):
        self.pen.arc(self.px(x - radius, y - radius, x + radius, y + radius), start, end, colour,
                     max(1, round(thick * self.dots)))
        return self

    def line(self, points, colour=INK, thick=0.3):
        flat = [tuple(self.px(*point)) for point in points]
        self.pen.line(flat, colour, max(1, round(thick * self.dots)), joint="curve")
        return self

    def polygon(self, points, fill):
        self.pen.polygon([tuple(self.px(*point)) for point in points], fill)
        return self

    def mark(self, x, y, size, colour=INK, other=None):
        """The shop's mark, two faces of one head, with its middle at x, y."""
        scale = size / 50
        for side, tone in ((-1, other or colour), (1, colour)):
            # A hair apart, so that one colour still shows two faces.
            face = [(x + side * (fx + 0.9) * scale, y + fy * scale) for fx, fy in profile()]
            self.polygon(face, tone)
            eye = x + side * 11.4 * scale, y - 5.5 * scale
            if size > 4:
                self.disc(*eye, 1.9 * scale, self.image.getpixel(tuple(self.px(x, max(0.1, y - size * 0.56)))))
        return self

    def save(self):
        """The file that `materials.printed` and `materials.glowing` take."""
        target = WORK / "labels" / f"{self.name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        self.image.save(target)
        return target
