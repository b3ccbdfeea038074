"""Filter papers Alba: a hundred cones in a printed carton."""

import math

import bpy

from labels import INK, Sheet
from materials import _once, kraft, linear, printed
from shapes import MM, add, apply_modifiers, box, decal, group, shift, soften, turn
from shots import View, shot

WIDE, DEEP, HIGH = 142.0, 62.0, 150.0
SLANT, SPREAD = 94.0, 90.0
"""A paper: the length of its sides, the angle between them when folded flat."""


def filter_paper():
    def make(n):
        fibres = n.noise(n.place((1, 1, 1)), 45.0, 5.0)
        n.link(n.ramp(fibres, [(0.3, linear("#bf9f70")), (0.7, linear("#d3b688"))]), n.shader.inputs["Base Color"])
        n.bump(n.noise(n.place((1, 1, 1)), 110.0, 4.0), 0.25, 0.2)
        return n.set(rough=0.95, specular=0.2, under=0.15, under_scale=1.0 * MM)
    return _once("filter paper", make)


def _fan(lift, seed, count=28):
    """Points of a folded cone: its tip at the origin, opening upwards, a little curled. Rows along its length."""
    rows = []
    for n in range(18):
        part = n / 17
        row = []
        for m in range(count + 1):
            angle = math.radians(90 - SPREAD / 2 + SPREAD * m / count)
            reach = SLANT * part
            x, y = reach * math.cos(angle), reach * math.sin(angle)
            row.append((x, y, lift + 0.7 * math.sin(x / 19 + seed) * part + 0.5 * math.sin(y / 23 + 2 * seed) * part))
        rows.append(row)
    return rows


def _skin(rows, name, thick=0.45):
    wide = len(rows[0])
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([(x * MM, y * MM, z * MM) for row in rows for x, y, z in row], [],
                     [(a * wide + b, a * wide + b + 1, (a + 1) * wide + b + 1, (a + 1) * wide + b)
                      for a in range(len(rows) - 1) for b in range(wide - 1)])
    thing = add(mesh, name, filter_paper(), None)
    wall = thing.modifiers.new("wall", "SOLIDIFY")
    wall.thickness = thick * MM
    wall.offset = 0
    apply_modifiers(thing)
    return soften(thing, math.radians(40))


def folded(lift=0.0, seed=0.0, twist=0.0, at=(0, 0, 0)):
    """A paper folded flat, lying: two sheets, and the crimped seam along one side."""
    parts = [_skin(_fan(0.3, seed), "paper"), _skin(_fan(0.95, seed), "paper")]
    parts.append(_seam(1.0, seed))
    thing = group(parts, "folded paper")
    turn(thing, z=twist)
    return shift(thing, (at[0], at[1], at[2] + lift))


def _seam(lift, seed):
    """The strip where both sheets are pressed together."""
    rows = []
    right = math.radians(90 - SPREAD / 2)
    along, across = (math.cos(right), math.sin(right)), (-math.sin(right), math.cos(right))
    for n in range(100):
        reach = 6 + (SLANT - 6) * n / 99
        rows.append([(along[0] * reach + across[0] * s, along[1] * reach + across[1] * s,
                      lift + 0.28 + 0.28 * (n % 2) + 0.7 * math.sin(along[0] * reach / 19 + seed) * reach / SLANT
                      + 0.5 * math.sin(along[1] * reach / 23 + 2 * seed) * reach / SLANT) for s in (-7, -0.5)])
    return _skin(rows, "seam", 0.3)


def opened(tall=96.0, radius=56.0):
    """A paper opened to a cone, standing on its rim."""
    rows = []
    count = 120
    for n in range(26):
        part = n / 25
        row = []
        for m in range(count + 1):
            angle = 2 * math.pi * m / count
            reach = 0.8 + radius * part * (1 + 0.035 * part * math.cos(2 * angle + 0.4) + 0.008 * math.sin(5 * angle))
            row.append((reach * math.cos(angle), reach * math.sin(angle), tall * (1 - part)))
        rows.append(row)
    return _skin(rows, "opened paper")


def carton():
    """The carton of kraft; its top is open."""
    skin = kraft()
    board = 1.2
    parts = [box((WIDE, DEEP, board), (0, 0, 0), 0.3, "floor", skin)]
    for side in (-1, 1):
        parts.append(box((board, DEEP, HIGH), (side * (WIDE - board) / 2, 0, 0), 0.4, "wall", skin))
        parts.append(box((WIDE, board, HIGH), (0, side * (DEEP - board) / 2, 0), 0.4, "wall", skin))
    parts.append(decal(WIDE - 0.6, HIGH - 0.6, (0, -DEEP / 2 - 0.2, HIGH / 2), printed(_art(), 0.75), "print"))
    parts.append(turn(decal(DEEP - 0.6, HIGH - 0.6, (0, -WIDE / 2 - 0.2, HIGH / 2), printed(_side(), 0.75), "side print"),
                      z=90, bake=True))
    parts.append(turn(decal(DEEP - 0.6, HIGH - 0.6, (0, -WIDE / 2 - 0.2, HIGH / 2), printed(_side(), 0.75), "side print"),
                      z=-90, bake=True))
    flap = box((WIDE - 2, DEEP, board), (0, -DEEP / 2, 0), 0.4, "flap", skin)
    tuck = box((WIDE - 8, 16, board), (0, -DEEP - 7.4, 0), 0.4, "tuck", skin)
    turn(tuck, x=24, bake=True, about=(0, -DEEP, 0))
    for part in (flap, tuck):
        turn(part, x=-112, bake=True)
        shift(part, (0, DEEP / 2 - 0.6, HIGH - 0.6), bake=True)
        parts.append(part)
    return group(parts, "carton")


def _art():
    sheet = Sheet("papers-front", WIDE, HIGH, dots=14)
    green = "#12402f"
    sheet.text("Giano", 10, 13, 9, INK, "display", 600, "lm")
    sheet.text("100", WIDE - 10, 13.5, 9, INK, "display", 500, "rm")
    cx, top, half, tip = WIDE / 2, 34, 40, 86
    for place in range(4):
        k = 1 - place * 0.2
        sheet.polygon([(cx - half * k, top), (cx + half * k, top), (cx, top + (tip - top) * k)],
                      (green, "#2f6a52", "#7d9a7b", "#c8cfae")[place])
    sheet.text("Alba", cx, 106, 25, INK, "display", 500)
    sheet.text("Filtri di carta a cono", cx, 122, 5.2, INK, "text", 500)
    sheet.line([(10, 130), (WIDE - 10, 130)], INK, 0.35)
    sheet.text("Non sbiancati", 10, 138, 3.8, INK, "text", 500, "lm")
    sheet.text("1–4 tazze", WIDE - 10, 138, 3.8, INK, "text", 500, "rm")
    return sheet.save()


def _side():
    sheet = Sheet("papers-side", DEEP, HIGH, dots=12)
    sheet.mark(DEEP / 2, 26, 15, INK)
    sheet.lines(["Sciacqua il filtro", "con acqua calda,", "versa, aspetta,", "buongiorno."], DEEP / 2, 108, 4.4, INK,
                "display", 500)
    return sheet.save()


def pack():
    """The open carton with papers standing in it."""
    carton()
    for place in range(9):
        thing = folded(seed=place * 1.3)
        turn(thing, x=90)
        shift(thing, (0.8 * math.sin(place * 2.1), DEEP / 2 - 12 - place * 4.6, 66 + 1.2 * math.sin(place * 3.7)))


@shot("filter-papers", "hero", View(azimuth=-27, elevation=17))
def hero():
    pack()
    shift(opened(70, 44), (104, -58, 0))


@shot("filter-papers", "detail", View(azimuth=-12, elevation=34, target=(10, 2, 14), width=190))
def stack():
    for place in range(14):
        at = (-34 + 0.8 * math.sin(place * 1.9), -50 + 0.9 * math.cos(place * 2.7), 0)
        folded(place * 1.75, place * 1.1, -18 + 1.6 * math.sin(place * 2.3), at)
    shift(opened(66, 40), (52, 22, 0))
