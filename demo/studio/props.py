"""What stands about in a room without being for sale: linen, boards, fruit, books, branches, jars, bottles, a croissant.

Each is built at the origin, standing on z = 0, in millimetres; place it inside `shapes.assembly`.
"""

from __future__ import annotations

import math

import bpy
import numpy as np
from mathutils import Matrix, Vector

from families.grinders.hopper import filling
from forms import curve
from materials import _once, brass, cork, linear, pane, paper, plain, polished, porcelain, stoneware, walnut
from rooms import oak
from shapes import MM, add, apply_modifiers, ball, box, cut, cylinder, fillet, lathe, prism, rounded_rectangle, soften, tube, turn


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


def weave(colour="#d9cdb8", stripe=None):
    """Linen: threads along and across, uneven; `stripe` colours two bands along its edges (where it has texture
    coordinates)."""
    def make(n):
        warp = n.noise(n.place((40, 1.2, 1.2)), 3.4, 3.0)
        weft = n.noise(n.place((1.2, 40, 1.2)), 3.4, 3.0)
        mixed = n.tree.nodes.new("ShaderNodeMath")
        mixed.operation = "ADD"
        n.link(warp, mixed.inputs[0])
        n.link(weft, mixed.inputs[1])
        base = linear(colour)
        pale, dark = tuple(min(1, part * 1.1) for part in base[:3]) + (1,), tuple(part * 0.84 for part in base[:3]) + (1,)
        cloth = n.ramp(mixed.outputs[0], [(0.75, dark), (1.0, base), (1.25, pale)])
        if stripe:
            spot = n.tree.nodes.new("ShaderNodeTexCoord")
            parts = n.tree.nodes.new("ShaderNodeSeparateXYZ")
            n.link(spot.outputs["UV"], parts.inputs["Vector"])
            band = n.tree.nodes.new("ShaderNodeValToRGB")
            band.color_ramp.interpolation = "CONSTANT"
            band.color_ramp.elements[0].color = (0, 0, 0, 1)
            band.color_ramp.elements[1].position = 0.08
            for place, value in ((0.08, 1), (0.105, 0), (0.12, 1), (0.13, 0), (0.87, 1), (0.88, 0), (0.895, 1), (0.92, 0)):
                element = band.color_ramp.elements[1] if place == 0.08 else band.color_ramp.elements.new(place)
                element.color = (value, value, value, 1)
            n.link(parts.outputs["Y"], band.inputs["Fac"])
            mix = n.tree.nodes.new("ShaderNodeMix")
            mix.data_type = "RGBA"
            mix.inputs["B"].default_value = linear(stripe)
            n.link(band.outputs["Color"], mix.inputs["Factor"])
            n.link(cloth, mix.inputs["A"])
            cloth = mix.outputs["Result"]
        n.link(cloth, n.shader.inputs["Base Color"])
        n.bump(mixed.outputs[0], 0.25, 0.3)
        return n.set(rough=0.95, sheen=0.25, specular=0.15)
    return _once(f"weave {colour} {stripe}", make)


def _waves(x, y, seed, many=7, longest=160.0, shortest=45.0):
    chance = np.random.default_rng(seed)
    out = np.zeros_like(x)
    for _ in range(many):
        length, angle = chance.uniform(shortest, longest), chance.uniform(0, math.pi)
        out += (length / longest) * np.sin(2 * math.pi * (x * math.cos(angle) + y * math.sin(angle)) / length + chance.uniform(0, 6.3))
    return out / many


def napkin(width=210, depth=130, colour="#d9cdb8", layers=3, seed=1, rumple=5.0, stripe=None):
    """A linen napkin, folded into layers one above another, lying loosely."""
    thick, radius = 1.5, 1.1
    path = []
    for layer in range(layers):
        z = 0.9 + layer * 2 * radius
        ends = (-depth / 2, depth / 2 - layer * 3.0)
        row = np.linspace(*ends, 34) if layer % 2 == 0 else np.linspace(*reversed(ends), 34)
        path += [(y, z) for y in row]
        if layer < layers - 1:
            side = 1 if layer % 2 == 0 else -1
            edge = row[-1]
            path += [(edge + side * radius * math.sin(a), z + radius * (1 - math.cos(a))) for a in np.linspace(0.4, math.pi - 0.4, 5)]
    path = np.array(path)
    xs = np.linspace(-width / 2, width / 2, 70)
    points = np.zeros((len(path), len(xs), 3))
    points[..., 0] = xs[None, :] + 2.0 * _waves(np.zeros_like(path[:, :1]) + xs[None, :], path[:, :1] + 0 * xs, seed + 5)
    points[..., 1] = path[:, :1] + 3.0 * _waves(np.zeros_like(path[:, :1]) + xs[None, :], path[:, :1] + 0 * xs, seed + 9)
    lift = _waves(points[..., 0], points[..., 1], seed) * rumple
    lift = np.maximum(lift + rumple * 0.25, 0)
    share = (path[:, 1:] - 0.9) / max(path[:, 1].max() - 0.9, 1)
    points[..., 2] = path[:, 1:] + lift * (0.55 + 0.45 * share)
    cloth = grid_mesh(points, "napkin", weave(colour, stripe))
    wall = cloth.modifiers.new("cloth", "SOLIDIFY")
    wall.thickness, wall.offset = 1.1 * MM, 0
    apply_modifiers(cloth)
    return soften(cloth, math.radians(70))


def cloth_over(width, depth, drop=120, colour="#e6dccb", seed=2, rumple=2.0, radius=8.0, stripe=None):
    """A table cloth that covers a top (its upper side at z = 0, its front edge at y = 0) and falls over the front."""
    ys = [(y, 0.0) for y in np.linspace(depth, radius, 90)]
    ys += [(radius - radius * math.sin(a), -radius * (1 - math.cos(a))) for a in np.linspace(0.15, math.pi / 2, 7)]
    ys += [(0.0, -radius - z) for z in np.linspace(4, drop, 40)]
    path = np.array(ys)
    xs = np.linspace(-width / 2, width / 2, 220)
    grid_x = np.zeros((len(path), 1)) + xs[None, :]
    along = np.linspace(0, depth + drop, len(path))[:, None] + 0 * xs
    wave = _waves(grid_x, along, seed, 9, 420, 90)
    points = np.zeros((len(path), len(xs), 3))
    points[..., 0] = grid_x
    points[..., 1] = path[:, :1] + 0 * xs
    hang = np.clip((-path[:, 1:] - radius) / drop, 0, 1)
    points[..., 1] -= hang * (10 + 16 * np.sin(grid_x / 62 + 2 * np.sin(grid_x / 170)) + 6 * np.sin(grid_x / 27))
    flat = np.clip(path[:, :1] / 40, 0, 1)
    points[..., 2] = path[:, 1:] + 0.6 + np.maximum(wave * rumple, -0.4) * flat
    return grid_mesh(points, "table cloth", weave(colour, stripe))


def board(width=330, depth=210, thick=20, material=None, hole=True, radius=26):
    """A cutting board with a hole to hang it by, its grain along X."""
    wood = material or oak("#a9794a", "#6e4627")
    body = prism(rounded_rectangle(width, depth, radius), thick, (0, 0, 0), 4.0, "board", wood, 5)
    if hole:
        cut(body, cylinder(9, 60, (width / 2 - 26, 0, -20), 0, "hole", segments=40))
    return body


def round_board(radius=130, thick=22, material=None):
    return cylinder(radius, thick, (0, 0, 0), 5, "round board", material or walnut("X"), segments=128)


def books(sizes=((210, 150, 26, "#8c3a1e"), (190, 136, 20, "#e3d5bd"), (176, 128, 30, "#2d4a3c")), turns=(0, 5, -4)):
    """Books, lying on each other, their spines towards -Y."""
    z = 0.0
    for (width, depth, thick, colour), angle in zip(sizes, turns):
        cover = paper(colour, 0.6)
        pages = paper("#e9ddc4", 0.85)
        made = [box((width, depth, 2.2), (0, 0, z), 0.9, "cover", cover, 2), box((width, depth, 2.2), (0, 0, z + thick - 2.2), 0.9, "cover", cover, 2),
                box((width - 6, depth - 8, thick - 4.4), (0, 2, z + 2.2), 0.4, "pages", pages, 2),
                box((width, 3.4, thick), (0, -depth / 2 + 1.2, z), 1.6, "spine", cover, 3)]
        for thing in made:
            turn(thing, z=angle)
        z += thick + 0.2
    return z


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
    tube([tuple(p) for p in way], thick, "twig", plain(bark, 0.8), resolution=4)
    chance = np.random.default_rng(seed)
    skin = leaf_skin(colour, under)
    for place in range(count):
        at = 0.14 + 0.85 * place / count
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
        out = ((spin @ side) * 0.8 + ahead * chance.uniform(0.5, 0.9) + Vector((0, 0, -droop))).normalized()
        up = ahead.cross(out).cross(out).normalized()
        if up.z < 0:
            up = -up
        across = up.cross(out)
        scale = chance.uniform(0.7, 1.1) * (0.75 if place > count * 0.85 else 1)
        frame = Matrix((out, across, up)).transposed().to_4x4()
        thing.matrix_world = Matrix.Translation(here * MM) @ frame @ Matrix.Scale(scale, 4)


def vase(height=170, belly=52, neck=20, material=None):
    """A stoneware bottle vase."""
    line = [(0, 4), (belly * 0.62, 4), (belly * 0.66, 0), (belly * 0.74, 0), (belly, height * 0.28), (belly * 0.86, height * 0.52), (neck, height * 0.78),
            (neck * 0.92, height * 0.9), (neck * 1.18, height), (neck * 1.0, height), (neck * 0.74, height * 0.9), (neck * 0.7, height * 0.6), (0, height * 0.55)]
    return lathe(fillet(line, [0, 1, 1, 2, 44, 40, 26, 10, 1.6, 1.6, 8, 4, 0], 8), "vase", material or stoneware("#d8c7ab"), 96)


def olive_vase(height=170, seed=1, material=None, reach=1.0):
    """A vase with olive twigs."""
    vase(height, material=material)
    for place, (x, y, z) in enumerate(((70, -10, 240), (-60, 20, 270), (130, 30, 150), (-16, -34, 330), (-120, 0, 170))):
        start = (4 * math.cos(place * 2), 4 * math.sin(place * 2), height * 0.62)
        end = (x * reach, y * reach, height + z * 0.72 * reach)
        middle = (x * 0.22, y * 0.3, height * 1.06 + z * 0.22)
        branch([start, middle, ((middle[0] + end[0]) * 0.55, (middle[1] + end[1]) * 0.5, (middle[2] + end[2]) * 0.54), end], 24 + 4 * (place % 3), seed=seed * 10 + place)


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


def heap(radius, height, at=(0, 0, 0), colour="#3a2013", seed=2, size=8.0, stretch=1.0):
    """A heap of beans: only the ones that are seen, over a dark core. `stretch` makes it longer along X."""
    from families.coffee.beans import place_beans
    from families.grinders.hopper import _matrix
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

