"""Macinato Moka: ground coffee in a printed tin with rounded corners."""

import math

import bmesh
import bpy
import numpy as np

from forms import sweep
from labels import INK, Sheet
from materials import _once, lacquer, linear, polished, printed, walnut
from shapes import MM, add, belt, fillet, group, lathe, plate, prism, rounded_rectangle, shift, tube, turn
from shots import View, shot

SIDE, CORNER, TALL, LID = 84.0, 17.0, 112.0, 20.0
TERRACOTTA, CREAM, DEEP = "#96351a", "#ecdcbe", "#5e1f10"


def _around():
    return 2 * (2 * (SIDE - 2 * CORNER) + math.pi * CORNER)


def _art():
    """What is printed around the tin: its front in the middle."""
    wide = _around()
    sheet = Sheet("tin-macinato", wide, TALL, TERRACOTTA, dots=15)
    for middle in (wide / 2, 0, wide):
        _front(sheet, middle)
    for middle in (wide / 4, wide * 3 / 4):
        _side(sheet, middle)
    for y in (3.2, TALL - 3.6):
        sheet.line([(0, y), (wide, y)], CREAM, 0.5)
    return sheet.save()


def _front(sheet, x):
    half, top, low = 25, 21, 102
    sheet.disc(x, top + half, half, CREAM)
    sheet.box(x - half, top + half, 2 * half, low - top - half, CREAM)
    sheet.arc(x, top + half, half - 2, 180, 360, TERRACOTTA, 0.35)
    for side in (-1, 1):
        sheet.line([(x + side * (half - 2), top + half), (x + side * (half - 2), low - 2)], TERRACOTTA, 0.35)
    sheet.line([(x - half + 2, low - 2), (x + half - 2, low - 2)], TERRACOTTA, 0.35)
    _pot(sheet, x, top + 8, 0.82)
    sheet.text("Macinato", x, 71.5, 9.6, INK, "display", 500)
    sheet.text("Moka", x, 80.6, 9.6, INK, "display", 500)
    sheet.text("MACINATURA MEDIA", x, 88.4, 1.9, TERRACOTTA, "text", 600, spacing=0.3)
    sheet.text("Giano", x - 19, 95.4, 4.2, INK, "display", 600, "lm")
    sheet.text("250 g", x + 19, 95.6, 3.5, INK, "display", 600, "rm")


def _pot(sheet, x, y, k):
    """A moka pot of eight facets, drawn flat, 44 mm high times `k`."""
    def poly(points, fill):
        sheet.polygon([(x + a * k, y + b * k) for a, b in points], fill)
    poly([(-7.5, 22), (7.5, 22), (10.5, 42), (-10.5, 42)], TERRACOTTA)
    poly([(-2.5, 22), (2.5, 22), (3.6, 42), (-3.6, 42)], DEEP)
    poly([(-8.6, 19.4), (8.6, 19.4), (8.6, 22), (-8.6, 22)], DEEP)
    poly([(-10.5, 5), (10.5, 5), (7.6, 19.4), (-7.6, 19.4)], TERRACOTTA)
    poly([(-3.6, 5), (3.6, 5), (2.5, 19.4), (-2.5, 19.4)], DEEP)
    poly([(-10.5, 5), (-15.2, 5.4), (-9.6, 9.8)], TERRACOTTA)
    poly([(-10.5, 4.2), (10.5, 4.2), (4, 0.6), (-4, 0.6)], DEEP)
    sheet.disc(x, y - 1.4 * k, 2.3 * k, DEEP)
    sheet.line([(x + a * k, y + b * k) for a, b in ((10, 6.2), (17.4, 6.8), (15.6, 20))], DEEP, 2.0 * k)


def _side(sheet, x):
    sheet.mark(x, 30, 13, CREAM)
    sheet.text("Torrefatto", x, 50, 5.6, CREAM, "display", 500)
    sheet.text("a Torino", x, 57, 5.6, CREAM, "display", 500)
    sheet.line([(x - 10, 64), (x + 10, 64)], CREAM, 0.3)
    sheet.lines(["Riempi il filtro senza", "pressare, fuoco basso,", "spegni al primo gorgoglio."], x, 70, 2.5, CREAM,
                "text", 400)
    sheet.text("DAL 1933", x, 90, 2.3, CREAM, "text", 600, spacing=0.4)


def tin(open_=False):
    """The tin, its front towards -Y. Open, its lid is not there and the coffee is seen."""
    outline = rounded_rectangle(SIDE, SIDE, CORNER, 12)
    plate_tin = polished("#cfccc4", 0.16)
    belt(outline, TALL - 4, (0, 0, 2), printed(_art(), 0.32, 0.5), "tin")
    for z, thick in ((1.6, 3.2), (TALL - 1.6, 2.6)):
        tube([(x, y, z) for x, y in outline], thick / 2, "seam", plate_tin, closed=True, resolution=8)
    prism(rounded_rectangle(SIDE - 1.5, SIDE - 1.5, CORNER - 1, 12), 2, (0, 0, 1), 0.2, "floor", plate_tin)
    if open_:
        inner = [(x * 0.985, y * 0.985) for x, y in outline]
        wall = belt(list(inner), TALL - 6, (0, 0, 4), plate_tin, "inside")
        wall.data.flip_normals()
        ground((SIDE - 2.4, CORNER - 1.2), TALL - 15)
    else:
        shift(lid(), (0, 0, TALL - LID + 3.4))


def lid():
    """The slip lid, standing on its rim at z = 0."""
    side = SIDE + 2.0
    cream = lacquer("#e6d3b0", 0.32, 0.5)
    body = prism(rounded_rectangle(side, side, CORNER + 1, 14), LID, (0, 0, 0), 2.6, "lid", cream, 6)
    _hollow(body, side)
    outline = rounded_rectangle(side, side, CORNER + 1, 14)
    rim = tube([(x, y, 0.9) for x, y in outline], 0.9, "lid rim", cream, closed=True, resolution=6)
    ridge = tube([(x * 0.84, y * 0.84, LID) for x, y in outline], 0.8, "lid ridge", cream, closed=True, resolution=6)
    sheet = Sheet("tin-lid", 50, 50, dots=16)
    sheet.mark(25, 18, 16, TERRACOTTA)
    sheet.text("Giano", 25, 37, 10, TERRACOTTA, "display", 500)
    mark = plate(50, 50, (0, 0, LID + 0.15), "lid mark", printed(sheet.save(), 0.35, 0.4))
    return group([body, rim, ridge, mark], "lid")


def _hollow(body, side):
    shape = bmesh.new()
    shape.from_mesh(body.data)
    low = [face for face in shape.faces if face.calc_center_median().z < 0.1 * MM and abs(face.normal.z) > 0.9]
    bmesh.ops.delete(shape, geom=low, context="FACES")
    shape.to_mesh(body.data)
    shape.free()
    wall = body.modifiers.new("wall", "SOLIDIFY")
    wall.thickness = 0.5 * MM
    wall.offset = -1.0


def ground_coffee(colour="#40230f"):
    """Coffee, ground: grains of brown in all sizes."""
    def make(n):
        where = n.place((1, 1, 1))
        grains = n.tree.nodes.new("ShaderNodeTexVoronoi")
        grains.inputs["Scale"].default_value = 95.0
        n.link(where, grains.inputs["Vector"])
        tone = n.tree.nodes.new("ShaderNodeSeparateColor")
        n.link(grains.outputs["Color"], tone.inputs["Color"])
        dark = tuple(part * 0.45 for part in linear(colour)[:3]) + (1,)
        light = tuple(min(1, part * 1.9) for part in linear(colour)[:3]) + (1,)
        n.link(n.ramp(tone.outputs["Red"], [(0.0, dark), (0.55, linear(colour)), (1.0, light)]),
               n.shader.inputs["Base Color"])
        n.bump(grains.outputs["Distance"], 0.9, 0.7)
        return n.set(rough=0.85, specular=0.25)
    return _once(f"ground coffee {colour}", make)


def _hills(x, y, seed=0.0):
    return (np.sin(x / 9.1 + seed) * np.cos(y / 11.3 - seed) * 1.4 + np.sin(x / 4.3 + y / 5.1 + seed) * 0.5
            + np.sin(x / 1.7 - y / 2.3) * 0.16 + np.sin(x / 1.1 + y / 0.9) * 0.1)


def ground(square, level):
    """The surface of ground coffee in a tin of a (side, corner radius)."""
    side, corner = square
    count = 90
    half = side / 2
    mesh = bpy.data.meshes.new("ground")
    us = np.linspace(-1, 1, count)
    x, y = np.meshgrid(us, us, indexing="ij")
    power = 5.0
    reach = np.maximum(np.abs(x), np.abs(y))
    norm = (np.abs(x) ** power + np.abs(y) ** power) ** (1 / power)
    scale = np.where(norm > 0, reach / np.maximum(norm, 1e-6), 1) * half * 1.015
    x, y = x * scale, y * scale
    dip = -7.5 * np.exp(-(((x - 13) / 17) ** 2 + ((y + 8) / 14) ** 2))
    z = level + _hills(x, y) + dip + 2.2 * np.exp(-(((x + 18) / 20) ** 2 + ((y - 14) / 18) ** 2))
    points = np.stack([x, y, z], -1).reshape(-1, 3) * MM
    faces = [(a * count + b, (a + 1) * count + b, (a + 1) * count + b + 1, a * count + b + 1)
             for a in range(count - 1) for b in range(count - 1)]
    mesh.from_pydata(points.tolist(), [], faces)
    return add(mesh, "ground", ground_coffee(), math.radians(60))


def heap(radius=26.0, height=11.0, at=(0, 0, 0), seed=3.0):
    """A small heap of ground coffee on the ground."""
    rings, count = 48, 96
    points, faces = [(0, 0, height)], []
    chance = np.random.default_rng(int(seed))
    ragged = np.convolve(np.tile(chance.normal(0, 1, count), 3), np.ones(5) / 5, "same")[count:2 * count]
    for ring in range(1, rings + 1):
        part = ring / rings
        for place in range(count):
            turn_by = 2 * math.pi * place / count
            reach = radius * part * (1 + 0.09 * ragged[place] * part)
            x, y = reach * math.cos(turn_by), reach * math.sin(turn_by)
            z = height * (1 - part) ** 0.9 * (1 - 0.25 * part) + float(_hills(x, y, seed)) * 0.5 * (1 - part)
            points.append((x, y, max(z, 0.0) if part < 1 else -0.1))
    for place in range(count):
        faces.append((0, 1 + place, 1 + (place + 1) % count))
    for ring in range(rings - 1):
        for place in range(count):
            a, b = 1 + ring * count + place, 1 + ring * count + (place + 1) % count
            faces.append((a, a + count, b + count, b))
    mesh = bpy.data.meshes.new("heap")
    mesh.from_pydata([(x * MM, y * MM, z * MM) for x, y, z in points], [], faces)
    return shift(add(mesh, "heap", ground_coffee(), math.radians(60)), at, bake=True)


def spoon():
    """A walnut spoon: its bowl about the origin, its handle towards +X."""
    wood = walnut("X")
    outside = [(0, 0), (9, 0), (15.5, 5), (17, 11.5)]
    inside = [(15.4, 11.5), (13.8, 6), (8, 2), (0, 2)]
    bowl = lathe(fillet(outside + inside, [0, 4, 5, 0.7, 0.7, 5, 4, 0], 6), "spoon bowl", wood, 64)
    handle = sweep([(14.5, 0, 8.6), (34, 0, 12.2), (60, 0, 15), (88, 0, 16)], [7, 6.2, 7.4, 9.2], [4.2, 4, 3.8, 3.6],
                   "spoon handle", wood)
    return group([bowl, handle], "spoon")


@shot("macinato-moka", "hero", View(azimuth=-30, elevation=15))
def hero():
    tin()


@shot("macinato-moka", "detail", View(azimuth=-24, elevation=33))
def opened():
    tin(open_=True)
    cover = lid()
    turn(cover, x=-74)
    turn(cover, z=-16)
    shift(cover, (78, -30, 42))
    tool = spoon()
    turn(tool, z=-24)
    shift(tool, (-22, -84, 0))
    heap(12.6, 7.5, (-22, -84, 5.5))
