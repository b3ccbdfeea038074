"""Cofanetto Tre: three bags in a kraft box."""

import math

import bpy
import numpy as np

from families.coffee.bag_labels import ALBA, NOTTE, SERA
from families.coffee.bags import bag
from families.coffee.paper_bag import QUARTER
from labels import INK, Sheet
from materials import kraft, paper, printed
from shapes import MM, add, assembly, box, decal, group, plate, shift, turn
from shots import View, shot

WIDE, LONG, HIGH, BOARD = 312.0, 232.0, 66.0, 2.4


def tray(width=WIDE, length=LONG, high=HIGH, board=BOARD):
    """A box of grey board covered with kraft: a floor and four walls."""
    skin = kraft()
    parts = [box((width, length, board), (0, 0, 0), 0.8, "floor", skin)]
    for side in (-1, 1):
        parts.append(box((board, length, high), (side * (width - board) / 2, 0, 0), 0.9, "wall", skin))
        parts.append(box((width, board, high), (0, side * (length - board) / 2, 0), 0.9, "wall", skin))
    return parts


def lid():
    """The lid, its top at z = 0 looking up, its walls below."""
    parts = tray(WIDE + 6, LONG + 6, 34)
    for part in parts:
        turn(part, x=180, bake=True)
    sheet = Sheet("cofanetto-lid", 200, 120, dots=14)
    sheet.text("Tre", 100, 50, 62, INK, "display", 500)
    sheet.text("Notte, Alba, Sera", 100, 92, 10, INK, "display", 500)
    sheet.mark(100, 112, 9, INK)
    parts.append(plate(200, 120, (0, 0, 0.2), "lid print", printed(sheet.save(), 0.7)))
    return group(parts, "lid")


def shavings(count=900, seed=4, inside=(WIDE - 10, LONG - 10), low=14.0, high=36.0, keep=None):
    """Crimped strips of paper that bed the bags."""
    chance = np.random.default_rng(seed)
    skins = [paper(colour, 0.85) for colour in ("#d9c39a", "#cbb083", "#e6d7b8")]
    for number in range(count):
        length, width, fold = chance.uniform(38, 80), chance.uniform(2.2, 3.2), chance.uniform(3.2, 4.4)
        x, y = chance.uniform(-0.5, 0.5) * (inside[0] - 8), chance.uniform(-0.5, 0.5) * (inside[1] - 8)
        if keep is not None and not keep(x, y):
            continue
        if abs(x) > WIDE / 2 - 24:
            turned = math.pi / 2 + chance.normal(0, 0.3)
        else:
            turned = chance.normal(0, 0.5) if y > 80 else math.pi / 2 + chance.normal(0, 0.12)
        x, y = x - 25 * math.cos(turned), y - 25 * math.sin(turned)
        way, bend, tilt = turned, chance.uniform(-0.03, 0.03), chance.uniform(-0.25, 0.25)
        steps = int(length / fold)
        z0 = chance.uniform(low, high)
        line, side, angle = [], [], way
        px, py = x, y
        for step in range(steps):
            line.append((px, py, z0 + (1.1 if step % 2 else -1.1) + 7 * math.sin(step / 3 + number) * 0.4))
            side.append((-math.sin(angle), math.cos(angle)))
            px, py, angle = px + fold * 0.8 * math.cos(angle), py + fold * 0.8 * math.sin(angle), angle + bend * fold
        limit_x, limit_y = inside[0] / 2, inside[1] / 2
        vertices = []
        for (a, b, c), (sx, sy) in zip(line, side):
            for half in (-width / 2, width / 2):
                vertices.append((max(-limit_x, min(limit_x, a + sx * half)) * MM,
                                 max(-limit_y, min(limit_y, b + sy * half)) * MM,
                                 max(3.0, c + half * tilt) * MM))
        faces = [(2 * n, 2 * n + 1, 2 * n + 3, 2 * n + 2) for n in range(len(line) - 1)]
        mesh = bpy.data.meshes.new("shaving")
        mesh.from_pydata(vertices, [], faces)
        add(mesh, "shaving", skins[number % 3], None)


def bags(lift=8.0):
    """The three, on their backs, side by side."""
    for place, blend in enumerate((NOTTE, ALBA, SERA)):
        with assembly(f"lying {blend.key}", ((place - 1) * 96, -100, lift + QUARTER.depth / 2), x=-90):
            bag(blend)


def _beside(x, y):
    """Whether a place in the box is not under a bag."""
    return y > 84 or min(abs(x - middle) for middle in (-96, 0, 96)) > 43


def _card():
    sheet = Sheet("cofanetto-front", 110, 40, dots=14)
    sheet.text("Giano", 55, 16, 17, INK, "display", 500)
    sheet.text("TRE CAFFÈ IN GRANI, 3 × 250 g", 55, 31, 3.5, INK, "text", 600, spacing=0.4)
    return decal(110, 40, (0, -LONG / 2 - 0.3, HIGH / 2), printed(sheet.save(), 0.7), "front print")


def gift():
    """The open box with its bags."""
    tray()
    _card()
    bags()
    shavings(keep=_beside)


@shot("cofanetto-tre", "hero", View(azimuth=-22, elevation=34, fill=0.84))
def hero():
    gift()
    cover = lid()
    turn(cover, x=104)
    shift(cover, (26, LONG / 2 + 20, (LONG + 6) / 2 * math.sin(math.radians(104))))


@shot("cofanetto-tre", "detail", View(azimuth=24, elevation=44, target=(-20, -18, 60), width=230))
def close():
    gift()
