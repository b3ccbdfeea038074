"""What stands about in a room without being for sale: boards, plates, jars, bottles, glasses, a sack.

Each is built at the origin, standing on z = 0, in millimetres; place it inside `shapes.assembly`.
"""

from __future__ import annotations

import math

import bpy
import numpy as np
from mathutils import Vector

from families.grinders.hopper import filling
from forms import curve
from materials import _once, cork, linear, pane, paper, plain, polished, porcelain, stoneware, walnut
from rooms import oak
from shapes import MM, add, cut, cylinder, fillet, lathe, prism, rounded_rectangle


def grid_mesh(points, name, material=None, smooth=math.radians(60), wrapped=False):
    """A surface through an array of points (rows, columns, 3) in millimetres; `wrapped` closes it across."""
    rows, count = points.shape[:2]
    last = count if wrapped else count - 1
    faces = [(a * count + b, a * count + (b + 1) % count, (a + 1) * count + (b + 1) % count, (a + 1) * count + b)
             for a in range(rows - 1) for b in range(last)]
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata((points.reshape(-1, 3) * MM).tolist(), [], faces)
    layer = mesh.uv_layers.new()
    u, v = np.meshgrid(np.linspace(0, 1, rows), np.linspace(0, 1, count), indexing="ij")
    flat = np.stack([u, v], -1).reshape(-1, 2)
    corners = np.empty(len(mesh.loops), dtype=np.int32)
    mesh.loops.foreach_get("vertex_index", corners)
    layer.data.foreach_set("uv", flat[corners].astype(np.float32).ravel())
    return add(mesh, name, material, smooth)


def again(root, at=(0, 0, 0), z=0.0):
    """The same assembly once more, sharing its meshes: a shelf of bags costs no more than one."""
    scene = bpy.context.scene
    bpy.context.view_layer.update()

    def twin(thing, parent):
        other = thing.copy()
        scene.collection.objects.link(other)
        if parent is not None:
            other.parent = parent
            other.matrix_parent_inverse = thing.matrix_parent_inverse.copy()
        for child in thing.children:
            twin(child, other)
        return other
    other = twin(root, None)
    other.location = Vector(at) * MM
    other.rotation_euler = (0, 0, math.radians(z))
    return other


def board(width=330, depth=210, thick=20, material=None, hole=True, radius=26):
    """A cutting board with a hole to hang it by, its grain along X."""
    wood = material or oak("#a9794a", "#6e4627")
    body = prism(rounded_rectangle(width, depth, radius), thick, (0, 0, 0), 4.0, "board", wood, 5)
    if hole:
        cut(body, cylinder(9, 60, (width / 2 - 26, 0, -20), 0, "hole", segments=40))
    return body


def round_board(radius=130, thick=22, material=None):
    return cylinder(radius, thick, (0, 0, 0), 5, "round board", material or walnut("X"), segments=128)


def bowl(radius=110, height=62, material=None):
    """A wide shallow bowl."""
    foot = radius * 0.42
    outer = [(0, 3), (foot - 5, 3), (foot - 3, 0), (foot, 0), (foot + 3, 6), (radius * 0.86, height * 0.55), (radius, height)]
    inner = [(radius - 5, height), (radius * 0.82, height * 0.57), (foot, 12), (0, 9)]
    return lathe(fillet(outer + inner, [0, 1, 1, 1, 4, 40, 2.4, 2.4, 40, 12, 0], 8), "bowl", material or stoneware(), 96)


def plate_(radius=95, material=None):
    """A small flat plate with a raised rim."""
    line = [(0, 3), (radius * 0.6, 3), (radius * 0.64, 0), (radius * 0.68, 0), (radius * 0.74, 5), (radius - 1, 14), (radius, 16), (radius - 3, 16.6),
            (radius * 0.72, 9), (radius * 0.62, 6.4), (0, 6.4)]
    return lathe(fillet(line, [0, 1, 1, 1, 6, 1, 1, 1.4, 10, 6, 0], 6), "plate", material or porcelain("#ece4d6"), 96)


def vase(height=170, belly=52, neck=20, material=None):
    """A stoneware bottle vase."""
    line = [(0, 4), (belly * 0.62, 4), (belly * 0.66, 0), (belly * 0.74, 0), (belly, height * 0.28), (belly * 0.86, height * 0.52), (neck, height * 0.78),
            (neck * 0.92, height * 0.9), (neck * 1.18, height), (neck * 1.0, height), (neck * 0.74, height * 0.9), (neck * 0.7, height * 0.6), (0, height * 0.55)]
    return lathe(fillet(line, [0, 1, 1, 2, 44, 40, 26, 10, 1.6, 1.6, 8, 4, 0], 8), "vase", material or stoneware("#d8c7ab"), 96)


def jar(radius=52, height=150, level=0.72, beans="#3a2013", lid="wood", seed=1):
    """A glass jar with beans behind its wall, and a wooden or cork lid."""
    clear = pane("#f2f5f3", 0.02, 0.5)
    outer = [(0, 0), (radius - 4, 0), (radius, 5), (radius, height - 16), (radius * 0.92, height - 6), (radius * 0.92, height)]
    inner = [(radius * 0.92 - 3, height), (radius * 0.92 - 3, height - 5), (radius - 3, height - 17), (radius - 3, 8), (radius - 8, 4), (0, 4)]
    lathe(fillet(outer + inner, [0, 3, 4, 10, 4, 1, 1, 4, 10, 4, 3, 0], 6), "jar", clear, 72)
    if beans:
        filling([(radius - 9, 5), (radius - 4, 10), (radius - 4, height - 18)], height * level, beans, seed)
    if lid == "wood":
        cylinder(radius * 0.98, 20, (0, 0, height + 0.5), 3, "jar lid", walnut("X"), segments=72)
        cylinder(radius * 0.86, 8, (0, 0, height - 7), 1, "jar stopper", cork(), segments=48)
    elif lid == "cork":
        cylinder(radius * 0.88, 30, (0, 0, height - 10), 3, "jar cork", cork(), segments=48)


def bottle(height=300, radius=37, colour="#1f3a2a", label="#e9dcc2", cap="#8c2f18", neck=0.36):
    """A bottle for the shelves of a bar, dark and glossy."""
    skin = plain(colour, 0.06, coat=0.6, name=f"bottle {colour}")
    shoulder = height * (1 - neck)
    line = [(0, 3), (radius - 3, 0), (radius, 4), (radius, shoulder - radius * 0.8), (radius * 0.36, shoulder + radius * 0.4), (radius * 0.34, height - 22),
            (radius * 0.42, height - 20), (radius * 0.42, height - 12), (0, height - 12)]
    lathe(fillet(line, [0, 2, 4, radius * 0.8, radius * 0.6, 1, 1, 1, 0], 8), "bottle", skin, 48)
    if label:
        lathe([(radius + 0.3, height * 0.18), (radius + 0.3, height * 0.42)], "label", paper(label), 48)
    cylinder(radius * 0.44, 24, (0, 0, height - 24), 2, "capsule", plain(cap, 0.4), segments=32)


def tumbler(radius=34, height=88, fill=None):
    """A small water glass with a thin wall."""
    clear = pane("#fbfcfb", 0.02, 0.45)
    line = [(0, 0), (radius * 0.84, 0), (radius, height), (radius - 1.6, height), (radius * 0.84 - 2, 6), (0, 6)]
    lathe(fillet(line, [0, 2.4, 0.8, 0.8, 3, 0], 5), "tumbler", clear, 64)
    if fill:
        lathe(fillet([(0, 6.4), (radius * 0.84 - 2.6, 6.4), (radius * 0.94 - 2, height * 0.7), (0, height * 0.7)], [0, 2, 0.5, 0], 4), "water", pane("#f9fbfa", 0.0, 0.3), 64)


def spoon(long=118, metal=None):
    """A coffee spoon on the ground, its bowl about the origin, its handle towards +X."""
    metal = metal or polished("#d0cdc8", 0.12)
    rows, around = 90, 20
    t = np.linspace(0, 1, rows)
    x = -14 + t * (long)
    in_bowl = np.clip((0.27 - t) / 0.27, 0, 1)
    wide = np.where(t < 0.27, 11.5 * np.sqrt(np.clip(1 - ((t - 0.125) / 0.145) ** 2, 0.02, 1)), 2.0 + 2.6 * np.clip((t - 0.4) / 0.6, 0, 1) ** 1.4)
    wide = np.convolve(np.pad(wide, 3, mode="edge"), np.ones(7) / 7, "valid")
    wide[0] = 0.6
    wide[-1] = 1.2
    wide[-2] = 3.4
    high = np.where(t < 0.27, 0.8, 0) + 9 * np.clip((t - 0.24) / 0.3, 0, 1) ** 1.2 * (1 - 0.5 * np.clip((t - 0.5) / 0.5, 0, 1))
    high = np.convolve(np.pad(high, 4, mode="edge"), np.ones(9) / 9, "valid")
    p = np.linspace(0, 2 * math.pi, around, endpoint=False)
    points = np.zeros((rows, around, 3))
    points[..., 0] = x[:, None]
    points[..., 1] = wide[:, None] * np.cos(p)[None, :]
    cup = 4.2 * in_bowl[:, None] ** 0.5 * (np.abs(np.cos(p))[None, :] ** 2) * (t < 0.27)[:, None]
    points[..., 2] = high[:, None] + 0.7 * np.sin(p)[None, :] + cup + 0.4
    return grid_mesh(points, "spoon", metal, math.radians(60), True)


def sack(width=300, depth=220, height=330, colour="#a3906f", seed=4):
    """A jute sack, open above, its rim rolled outwards. Its inside is empty: heap beans into it."""
    def make(n):
        warp = n.noise(n.place((9, 1, 1)), 6.0, 2.0)
        weft = n.noise(n.place((1, 1, 9)), 6.0, 2.0)
        mixed = n.tree.nodes.new("ShaderNodeMath")
        mixed.operation = "ADD"
        n.link(warp, mixed.inputs[0])
        n.link(weft, mixed.inputs[1])
        base = linear(colour)
        n.link(n.ramp(mixed.outputs[0], [(0.7, tuple(part * 0.6 for part in base[:3]) + (1,)), (1.2, tuple(min(1, part * 1.2) for part in base[:3]) + (1,))]),
               n.shader.inputs["Base Color"])
        n.bump(mixed.outputs[0], 0.6, 1.0)
        return n.set(rough=0.95, specular=0.1)
    jute = _once(f"jute {colour}", make)
    around, rows = 160, 70
    chance = np.random.default_rng(seed)
    p = np.linspace(0, 2 * math.pi, around, endpoint=False)
    line = [(0.80, 0.0), (0.96, 0.06), (1.04, 0.25), (1.02, 0.5), (0.94, 0.75), (0.90, 0.92), (0.93, 0.985), (0.99, 1.0), (1.06, 0.985), (1.09, 0.95), (1.09, 0.90), (1.06, 0.87)]
    way = np.array(curve([(r, 0, z) for r, z in line], rows))
    points = np.zeros((rows, around, 3))
    for row in range(rows):
        r, z = way[row, 0], way[row, 2]
        folds = 0.018 * np.sin(9 * p + 3 * z + chance.uniform(0, 0.02)) * (0.3 + z) + 0.03 * np.sin(3 * p + 5 * z) + 0.02 * np.sin(5 * p - 4 * z)
        square = (np.abs(np.cos(p)) ** 3 + np.abs(np.sin(p)) ** 3) ** (-1 / 3)
        points[row, :, 0] = width / 2 * r * np.cos(p) * square * (1 + folds)
        points[row, :, 1] = depth / 2 * r * np.sin(p) * square * (1 + folds)
        points[row, :, 2] = height * z * (1 + 0.03 * np.sin(2 * p + 1) + 0.015 * np.sin(5 * p))
    return grid_mesh(points, "sack", jute, math.radians(80), True)
