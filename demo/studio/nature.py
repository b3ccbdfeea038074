"""What grows or is baked: fruit, twigs, leaves, croissants, biscuits, heaps of beans.

Built as in `props`: at the origin, standing on z = 0, in millimetres.
"""

from __future__ import annotations

import math

import bpy
import numpy as np
from mathutils import Matrix, Vector

from families.coffee.beans import place_beans
from families.grinders.hopper import _matrix
from forms import curve
from materials import _once, linear, plain
from props import grid_mesh, vase
from shapes import MM, cylinder, fillet, lathe, prism, tube, turn


def fruit(colour="#d9741c", radius=37, stretch=(1, 1, 0.94), seed=1, tip=False):
    """An orange or (stretched, `tip`) a lemon, standing on the ground."""
    def make(n):
        where = n.place((1, 1, 1))
        pores = n.tree.nodes.new("ShaderNodeTexVoronoi")
        pores.inputs["Scale"].default_value = 34.0
        n.link(where, pores.inputs["Vector"])
        cloud = n.noise(where, 2.4, 3.0)
        base = linear(colour)
        deep = (base[0] * 0.82, base[1] * 0.68, base[2] * 0.6, 1)
        n.link(n.ramp(cloud, [(0.3, deep), (0.65, base)]), n.shader.inputs["Base Color"])
        n.bump(pores.outputs["Distance"], 0.35, 0.6)
        return n.set(rough=0.42, coat=0.15, coat_rough=0.2, under=0.12, under_scale=3 * MM)
    skin = _once(f"peel {colour}", make)
    sx, sy, sz = stretch
    count, around = 40, 64
    theta = np.linspace(0, math.pi, count)
    t, p = np.meshgrid(theta, np.linspace(0, 2 * math.pi, around, endpoint=False), indexing="ij")
    chance = np.random.default_rng(seed)
    bulge = 1 + 0.015 * np.sin(2 * p + chance.uniform(0, 6)) + 0.012 * np.sin(3 * p + 2 * t + chance.uniform(0, 6))
    bulge = bulge - 0.06 * np.exp(-((t / 0.22) ** 2))
    if tip:
        bulge = bulge + 0.20 * np.exp(-(((math.pi - t) / 0.26) ** 2)) + 0.10 * np.exp(-((t / 0.26) ** 2))
    points = np.stack([sx * np.sin(t) * np.cos(p) * bulge, sy * np.sin(t) * np.sin(p) * bulge, sz * np.cos(t) * bulge], -1) * radius
    body = grid_mesh(points, "fruit", skin, math.radians(80), True)
    if tip:
        turn(body, x=90, bake=True)
        body.data.transform(Matrix.Translation((0, 0, sx * radius * MM)))
    else:
        body.data.transform(Matrix.Translation((0, 0, -points[..., 2].min() * MM)))
        star = cylinder(2.4, 1.6, (0, 0, points[..., 2].max() * 0.93 - points[..., 2].min() - 0.5), 0.6, "stem", plain("#5d6b34", 0.7), segments=10)
        return [body, star]
    return [body]


def _leaf_mesh(name, long, wide, bend, fold):
    found = bpy.data.meshes.get(name)
    if found is not None:
        return found
    ts = np.linspace(0, 1, 12)
    points = np.zeros((12, 5, 3))
    for row, t in enumerate(ts):
        half = wide / 2 * math.sin(math.pi * t ** 0.85) ** 0.8
        for column, s in enumerate((-1, -0.5, 0, 0.5, 1)):
            points[row, column] = (t * long, s * half, -bend * t * t + fold * abs(s) * half)
    thing = grid_mesh(points, name, None, math.radians(80))
    mesh = thing.data
    bpy.data.objects.remove(thing)
    mesh.name = name
    return mesh


def leaf_skin(colour="#6d7f55", under="#a9b197"):
    """A leaf: darker above, silvery below."""
    def make(n):
        side = n.tree.nodes.new("ShaderNodeNewGeometry")
        kind = n.tree.nodes.new("ShaderNodeObjectInfo")
        base = linear(colour)
        top = n.ramp(kind.outputs["Random"], [(0.0, tuple(part * 0.7 for part in base[:3]) + (1,)), (1.0, tuple(min(1, part * 1.3) for part in base[:3]) + (1,))])
        mix = n.tree.nodes.new("ShaderNodeMix")
        mix.data_type = "RGBA"
        mix.inputs["B"].default_value = linear(under)
        n.link(side.outputs["Backfacing"], mix.inputs["Factor"])
        n.link(top, mix.inputs["A"])
        n.link(mix.outputs["Result"], n.shader.inputs["Base Color"])
        return n.set(rough=0.5, specular=0.35)
    return _once(f"leaf {colour} {under}", make)


def branch(path, count=26, long=54, wide=12, seed=1, colour="#66784d", under="#a9b197", bark="#5d4a36", thick=1.8, droop=0.2):
    """A twig along points, its leaves in pairs (olive, eucalyptus)."""
    way = [Vector(point) for point in curve(path, 120)]
    stations = [tuple(way[n]) for n in range(0, 120, 7)] + [tuple(way[-1])]
    tube(stations, thick, "twig", plain(bark, 0.8), resolution=4, taper=[1.1 - 0.85 * n / (len(stations) - 1) for n in range(len(stations))])
    chance = np.random.default_rng(seed)
    skin = leaf_skin(colour, under)
    for place in range(count):
        at = 0.14 + 0.86 * place / (count - 1)
        here = way[min(119, int(at * 119))]
        ahead = (way[min(119, int(at * 119) + 2)] - way[max(0, int(at * 119) - 2)]).normalized()
        kind = int(chance.integers(0, 3))
        mesh = _leaf_mesh(f"leaf {long} {wide} {kind}", long, wide, long * (0.06 + 0.08 * kind), 0.25)
        if not mesh.materials:
            mesh.materials.append(skin)
        thing = bpy.data.objects.new("leaf", mesh)
        bpy.context.scene.collection.objects.link(thing)
        side = ahead.cross(Vector((0.3, 1, 0.2))).normalized()
        spin = Matrix.Rotation((math.pi if place % 2 else 0) + chance.normal(0, 0.7), 3, ahead)
        leaning = 0.8 if place < count - 3 else 0.35
        out = ((spin @ side) * leaning + ahead * chance.uniform(0.5, 0.9) + Vector((0, 0, -droop))).normalized()
        up = ahead.cross(out).cross(out).normalized()
        if up.z < 0:
            up = -up
        across = up.cross(out)
        scale = chance.uniform(0.7, 1.1) * (0.75 if place > count * 0.85 else 1)
        frame = Matrix((out, across, up)).transposed().to_4x4()
        thing.matrix_world = Matrix.Translation(here * MM) @ frame @ Matrix.Scale(scale, 4)


def olive_vase(height=170, seed=1, material=None, reach=1.0):
    """A vase with olive twigs."""
    vase(height, material=material)
    for place, (x, y, z) in enumerate(((70, -10, 240), (-60, 20, 270), (130, 30, 150), (-16, -34, 330), (-120, 0, 170))):
        start = (4 * math.cos(place * 2), 4 * math.sin(place * 2), height * 0.62)
        end = (x * reach, y * reach, height + z * 0.72 * reach)
        middle = (x * 0.22, y * 0.3, height * 1.06 + z * 0.22)
        branch([start, middle, ((middle[0] + end[0]) * 0.55, (middle[1] + end[1]) * 0.5, (middle[2] + end[2]) * 0.54), end], 24 + 4 * (place % 3), seed=seed * 10 + place)


def _crust():
    """Baked dough: deep brown on the ridges, golden in the folds (`croissant` says how much of each)."""
    def make(n):
        own = n.tree.nodes.new("ShaderNodeAttribute")
        own.attribute_name = "baked"
        where = n.place((1, 1, 1))
        flakes = n.noise(n.place((1.4, 0.5, 1.4)), 9.0, 6.0, 0.65)
        mixed = n.tree.nodes.new("ShaderNodeMath")
        mixed.operation = "MULTIPLY_ADD"
        mixed.inputs[1].default_value = 0.55
        n.link(flakes, mixed.inputs[0])
        n.link(own.outputs["Fac"], mixed.inputs[2])
        n.link(n.ramp(mixed.outputs[0], [(0.3, linear("#d49a48")), (0.58, linear("#bd7a30")), (0.85, linear("#a05c20")), (1.0, linear("#7c4014"))]), n.shader.inputs["Base Color"])
        n.bump(n.noise(where, 16.0, 5.0, 0.6), 0.5, 1.2)
        return n.set(rough=0.36, coat=0.25, coat_rough=0.25, under=0.08, under_scale=2 * MM)
    return _once("crust", make)


def croissant(long=150, thick=31, bend=0.9, seed=1):
    """A croissant: a crescent of rolled dough, thick in its middle, each turn of it standing over the next."""
    rows, around = 220, 64
    chance = np.random.default_rng(seed)
    s = np.linspace(-1, 1, rows)
    turns = 4.5
    phase = np.abs(s) * turns
    step = phase - np.floor(phase)
    # Towards the tips each layer is thinner and begins with a soft edge.
    layer = 1 - np.floor(phase) / (turns + 0.6) * 0.74
    lip = np.clip((1 - step) / 0.14, 0, 1) ** 0.5
    radius = thick * layer * (0.90 + 0.16 * np.sin(np.pi * np.clip(step * 0.9 + 0.12, 0, 1))) * (0.86 + 0.14 * lip)
    half = long / 2
    curve_angle = s * bend
    spine = half / bend
    cx, cy = spine * np.sin(curve_angle), -spine * (1 - np.cos(curve_angle))
    p = np.linspace(0, 2 * math.pi, around, endpoint=False)
    points = np.zeros((rows, around, 3))
    wobble = 1 + 0.03 * np.sin(3 * p[None, :] + s[:, None] * 7 + chance.uniform(0, 6)) + 0.02 * np.sin(5 * p[None, :] - s[:, None] * 11)
    # The turns run aslant over the body, as dough rolled from a triangle does.
    slant = 0.045 * np.cos(p)[None, :] * np.sign(s)[:, None]
    r = np.zeros((rows, around))
    baked = np.zeros((rows, around))
    for column in range(around):
        shifted = np.clip(s + slant[:, column], -1, 1)
        r[:, column] = np.interp(shifted, s, radius)
        st = np.interp(shifted, s, step)
        baked[:, column] = 0.42 + 0.22 * np.sin(np.pi * np.clip(st, 0, 1)) - 0.26 * (st > 0.92)
    r = r * wobble * (np.clip((1 - np.abs(s)) / 0.10, 0.0, 1) ** 0.5)[:, None]
    flat = np.where(np.sin(p) < 0, 0.72, 0.94)[None, :]
    out, up = r * np.cos(p)[None, :], r * np.sin(p)[None, :] * flat
    points[..., 0] = cx[:, None] + out * np.sin(curve_angle)[:, None]
    points[..., 1] = cy[:, None] + out * np.cos(curve_angle)[:, None]
    points[..., 2] = up + (thick * 0.70 * (1 - 0.64 * np.abs(s) ** 1.4))[:, None]
    points[..., 2] = np.maximum(points[..., 2], 0.4)
    baked += 0.16 * np.clip(np.sin(p), -1, 1)[None, :] * np.ones((rows, 1))
    thing = grid_mesh(points, "croissant", _crust(), math.radians(75), True)
    layer_ = thing.data.attributes.new("baked", "FLOAT", "POINT")
    layer_.data.foreach_set("value", baked.astype(np.float32).ravel())
    return thing


def cantuccini(count=4, seed=1):
    """Small dry biscuits, lying about the origin."""
    chance = np.random.default_rng(seed)

    def make(n):
        cloud = n.noise(n.place((1, 1, 1)), 12.0, 5.0)
        n.link(n.ramp(cloud, [(0.3, linear("#9c6428")), (0.55, linear("#c99550")), (0.8, linear("#dcb679"))]), n.shader.inputs["Base Color"])
        n.bump(n.noise(n.place((1, 1, 1)), 26.0, 4.0), 0.8, 1.4)
        return n.set(rough=0.85)
    dough = _once("biscuit", make)
    for place in range(count):
        outline = fillet([(-30, -9), (26, -11), (33, 4), (22, 11), (-28, 11), (-34, 2)], [10, 12, 9, 9, 10, 8], 5, closed=True)
        one = prism(outline, 15, (0, 0, 0), 2.4, "biscuit", dough, 3)
        turn(one, z=float(chance.uniform(0, 180)), bake=True)
        angle = 2 * math.pi * place / count
        one.location = Vector((26 * math.cos(angle) * (count > 1), 22 * math.sin(angle) * (count > 1), 15.2 if place == count - 1 and count > 3 else 0)) * MM
        if place == count - 1 and count > 3:
            one.location.x, one.location.y = 0, 0


def heap(radius, height, at=(0, 0, 0), colour="#3a2013", seed=2, size=8.0, stretch=1.0):
    """A heap of beans: only the ones that are seen, over a dark core. `stretch` makes it longer along X."""
    chance = np.random.default_rng(seed)
    places = []
    ring = radius
    while ring > -1:
        count = max(1, int(2 * math.pi * max(ring, 0.5) * (1 + stretch) / 2 / (size * 0.95)))
        for place in range(count):
            angle = 2 * math.pi * (place + chance.uniform(-0.3, 0.3)) / count
            r = max(0.0, ring + chance.uniform(-1.8, 1.4))
            z = height * (1 - (r / radius) ** 2) ** 1.1 if r < radius else 0
            places.append((at[0] + r * math.cos(angle) * stretch, at[1] + r * math.sin(angle), at[2] + z + chance.uniform(-1.0, 2.4) + 2))
        ring -= size * 0.7
    place_beans([_matrix(chance, spot) for spot in places], colour)
    line = [(radius - 4, 0)] + [((radius - 5) * (1 - n / 10), max(0.2, (height - 4) * (1 - (1 - n / 10) ** 2))) for n in range(1, 11)]
    core = lathe(line, "beans below", plain("#1a0e08", 0.8), 64)
    core.data.transform(Matrix.Diagonal((stretch, 1, 1, 1)))
    core.data.transform(Matrix.Translation(Vector(at) * MM))
