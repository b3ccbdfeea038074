"""A block-bottom coffee bag of paper: gussets, bulge and creases come from a short cloth simulation of the folded sheet."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

import bpy
import numpy as np
from mathutils import Vector

from labels import WORK
from materials import _once, linear, plain
from shapes import MM, add, apply_modifiers, fillet, lathe, soften

VERSION = 7
"""Raise it when the folding changes: folded bags are kept under `target/studio/cloth`."""


@dataclass(frozen=True)
class Cut:
    """The measures of a bag in millimetres."""

    width: float = 86.0
    depth: float = 58.0
    full: float = 128.0
    """How high the coffee stands in it."""
    shoulder: float = 52.0
    """From there to the closed edge, along the paper."""
    roll: float = 21.0
    """Height of the rolled top."""
    cell: float = 2.4
    seed: int = 1

    @property
    def tall(self):
        """Paper of a panel, from the bottom edge to the top of the roll."""
        return self.full + self.shoulder + self.roll

    @property
    def around(self):
        return 2 * (self.width + self.depth)


QUARTER = Cut()
KILO = Cut(width=138, depth=88, full=208, shoulder=66, roll=28, cell=3.3, seed=5)


def _columns(cut):
    """Places around the bag: counter-clockwise from the front's left edge, in millimetres of paper."""
    out = []
    begin = 0.0
    for length in (cut.width, cut.depth / 2, cut.depth / 2, cut.width, cut.depth / 2, cut.depth / 2):
        count = max(4, round(length / cut.cell))
        out += [begin + length * n / count for n in range(count)]
        begin += length
    return np.array(out)


def _ring(cut, columns, depth, pull=0.0):
    """Where the places around stand when the bag is `depth` deep there and its gussets fold in."""
    half, sag = cut.width / 2, math.sqrt(max(0.0, (cut.depth / 2) ** 2 - (depth / 2) ** 2)) + pull
    stops = np.cumsum([0, cut.width, cut.depth / 2, cut.depth / 2, cut.width, cut.depth / 2, cut.depth / 2])
    xs = np.array([-half, half, half - sag, half, -half, -half + sag, -half])
    ys = np.array([-depth, -depth, 0, depth, depth, 0, -depth]) / 2
    return np.interp(columns, stops, xs), np.interp(columns, stops, ys)


def _sheet(cut):
    """The start, folded roughly, and the same paper standing as an open box, which says how long each thread is."""
    columns = _columns(cut)
    rows = np.linspace(0, cut.tall, round(cut.tall / cut.cell) + 1)
    flat = 2.4
    start, rest = [], []
    high = 0.0
    last = None
    for row in rows:
        if row <= cut.full:
            depth = cut.depth * (1 - 0.04 * (row / cut.full) ** 2)
        elif row <= cut.full + cut.shoulder:
            t = (row - cut.full) / cut.shoulder
            depth = flat + (cut.depth * 0.96 - flat) * (1 - t)
        else:
            depth = flat
        if last is not None:
            step = row - last[0]
            high += math.sqrt(max(step * step - ((last[1] - depth) / 2) ** 2, 0.05 * step * step))
        last = (row, depth)
        x, y = _ring(cut, columns, depth)
        start.append(np.stack([x, y, np.full_like(x, high)], -1))
        x, y = _ring(cut, columns, cut.depth, 1.2 if row > 6 else 0)
        rest.append(np.stack([x, y, np.full_like(x, row)], -1))
    return columns, rows, np.array(start), np.array(rest), high


def _faces(rows, count):
    across = np.arange(count)
    low = (np.arange(rows - 1)[:, None] * count + across[None]).ravel()
    after = (np.arange(rows - 1)[:, None] * count + (across[None] + 1) % count).ravel()
    return np.stack([low, after, after + count, low + count], -1)


def folded(cut):
    """The bag's paper as rows of points in millimetres: (rows, columns, 3), the places of both, and its height."""
    columns, rows, start, rest, high = _sheet(cut)
    key = hashlib.sha256(f"{VERSION} {cut}".encode()).hexdigest()[:16]
    kept = WORK / "cloth" / f"bag-{key}.npy"
    if kept.exists():
        return np.load(kept), columns, rows, high
    points = _settle(cut, rows, start, rest)
    kept.parent.mkdir(parents=True, exist_ok=True)
    np.save(kept, points)
    return points, columns, rows, high


def _settle(cut, rows, start, rest):
    scene = bpy.context.scene
    count = start.shape[1]
    chance = np.random.default_rng(cut.seed)
    mesh = bpy.data.meshes.new("folding")
    rough = start.copy()
    loose = (rows > 3) & (rows < cut.full + cut.shoulder)
    rough[loose] += chance.normal(0, 0.25, rough[loose].shape)
    mesh.from_pydata((rough.reshape(-1, 3) * MM).tolist(), [], _faces(len(rows), count).tolist())
    thing = bpy.data.objects.new("studio:folding", mesh)
    scene.collection.objects.link(thing)
    thing.shape_key_add(name="start", from_mix=False)
    shape = thing.shape_key_add(name="rest", from_mix=False)
    # A little more paper than the form needs: the surplus is what creases.
    swell = np.array([1.010, 1.010, 1.014])
    shape.data.foreach_set("co", (rest * swell * MM).astype(np.float32).ravel())
    held = thing.vertex_groups.new(name="held")
    weights = np.where(rows < 0.5, 1.0, np.where(rows >= cut.full + cut.shoulder - 0.1, 1.0, 0.0))
    for row, weight in enumerate(weights):
        if weight > 0:
            held.add(list(range(row * count, (row + 1) * count)), float(weight), "REPLACE")
    cloth = thing.modifiers.new("cloth", "CLOTH")
    how = cloth.settings
    how.quality = 12
    how.mass = 0.06
    how.air_damping = 4.0
    how.bending_model = "ANGULAR"
    how.tension_stiffness = how.compression_stiffness = 60
    how.shear_stiffness = 40
    how.bending_stiffness = 0.9
    how.tension_damping = how.compression_damping = how.shear_damping = 20
    how.bending_damping = 2
    how.vertex_group_mass = "held"
    how.pin_stiffness = 1.0
    how.rest_shape_key = shape
    how.use_pressure = True
    how.uniform_pressure_force = 1.5
    how.effector_weights.gravity = 0.0
    cloth.collision_settings.use_collision = False
    cloth.collision_settings.use_self_collision = False
    cloth.point_cache.frame_start, cloth.point_cache.frame_end = 1, 60
    scene.frame_start, scene.frame_end = 1, 60
    for frame in range(1, 46):
        scene.frame_set(frame)
    graph = bpy.context.evaluated_depsgraph_get()
    shown = thing.evaluated_get(graph).to_mesh()
    out = np.empty(len(shown.vertices) * 3, dtype=np.float32)
    shown.vertices.foreach_get("co", out)
    bpy.data.objects.remove(thing)
    scene.frame_set(1)
    return out.reshape(start.shape) / MM


def _ironed(cut, points, columns, rows):
    """Takes out ripples finer than paper has: along all of it, and across its panels but not over their edges."""
    out = points.copy()
    edges = np.cumsum([0, cut.width, cut.depth / 2, cut.depth / 2, cut.width, cut.depth / 2])
    panel = np.array([np.min(np.abs(columns[:, None] - edges[None]), axis=1) > cut.cell * 1.4])[0]
    free = (rows > 2) & (rows < cut.full + cut.shoulder - 1)
    free[[0, -1]] = False
    inner = np.where(free)[0]
    for _ in range(3):
        out[inner] = 0.5 * out[inner] + 0.25 * (out[inner - 1] + out[inner + 1])
        across = 0.5 * out + 0.25 * (np.roll(out, 1, axis=1) + np.roll(out, -1, axis=1))
        out[np.ix_(inner, np.where(panel)[0])] = across[np.ix_(inner, np.where(panel)[0])]
    return out


def _creased(cut, points, columns, rows, count=64):
    """Short sharp lines where the paper was handled: most of them on the shoulder and along the edges."""
    chance = np.random.default_rng(cut.seed + 40)
    ahead, behind = np.roll(points, -1, axis=1), np.roll(points, 1, axis=1)
    normals = np.cross(ahead - behind, np.gradient(points, axis=0))
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-6)
    u, v = np.meshgrid(columns, rows)
    lift = np.zeros_like(u)
    edges = np.cumsum([0, cut.width, cut.depth / 2, cut.depth / 2, cut.width, cut.depth / 2])
    size = cut.width / 86
    for number in range(count):
        if number % 3:
            at = (chance.uniform(0, cut.around), chance.uniform(cut.full * 0.93, cut.full + cut.shoulder * 0.86))
        else:
            at = (chance.choice(edges) + chance.normal(0, 7), chance.uniform(8, cut.full))
        way = chance.uniform(0, math.pi)
        across = (u - at[0] + cut.around / 2) % cut.around - cut.around / 2
        along = across * math.cos(way) + (v - at[1]) * math.sin(way)
        off = -across * math.sin(way) + (v - at[1]) * math.cos(way) + 0.012 * along * along * chance.uniform(-1, 1)
        long, wide = chance.uniform(8, 22) * size, chance.uniform(2.6, 5.5) * size
        ridge = np.exp(-np.abs(off) / wide) * np.exp(-((along / long) ** 2))
        lift += chance.choice([-1, 1]) * chance.uniform(0.7, 1.7) * size * ridge
    ends = np.clip((rows - 2) / 6, 0, 1) * np.clip((cut.full + cut.shoulder - rows) / 9, 0, 1)
    return points + normals * (lift * ends[:, None])[..., None]


def bag_paper(colour, image, name):
    """The bag's paper with its artwork; where the artwork is a label, it is a sheet stuck on."""
    def make(n):
        tooth = n.noise(n.place((1, 1, 1)), 150.0, 3.0)
        lumps = n.noise(n.place((1, 1, 1)), 9.0, 2.0)
        height = n.tree.nodes.new("ShaderNodeMath")
        height.operation = "MULTIPLY_ADD"
        height.inputs[1].default_value = 7.0
        n.link(lumps, height.inputs[0])
        n.link(tooth, height.inputs[2])
        last = height.outputs[0]
        if image is None:
            n.set(colour=linear(colour))
        else:
            picture = n.tree.nodes.new("ShaderNodeTexImage")
            picture.image = bpy.data.images.load(str(image), check_existing=True)
            mix = n.tree.nodes.new("ShaderNodeMix")
            mix.data_type = "RGBA"
            mix.inputs["A"].default_value = linear(colour)
            n.link(picture.outputs["Alpha"], mix.inputs["Factor"])
            n.link(picture.outputs["Color"], mix.inputs["B"])
            n.link(mix.outputs["Result"], n.shader.inputs["Base Color"])
            raised = n.tree.nodes.new("ShaderNodeMath")
            raised.operation = "MULTIPLY_ADD"
            raised.inputs[1].default_value = 1.2
            n.link(picture.outputs["Alpha"], raised.inputs[0])
            n.link(last, raised.inputs[2])
            last = raised.outputs[0]
        n.bump(last, 0.5, 0.16)
        return n.set(rough=0.62, specular=0.35)
    return _once(name, make)


def paper_bag(cut=QUARTER, colour="#2b1d14", image=None, tie="#b58a5a", name="bag"):
    """A closed bag on the ground, its front towards -Y. `image` is printed around it: its left edge is the front's left
    edge, its lower edge the bottom. Returns its parts."""
    points, columns, rows, high = folded(cut)
    points = _creased(cut, _ironed(cut, points, columns, rows), columns, rows)
    skin = bag_paper(colour, image, f"{name} paper {colour} {image}")
    body = _skin(cut, points, columns, rows, skin, name)
    plain_paper = bag_paper(colour, None, f"bag paper {colour}")
    top, front = high, -1.4
    parts = [body, _roll(cut, top, front, plain_paper), _tin_tie(cut, top, front, tie)]
    if cut.around > 320:
        parts.append(_valve(cut, points, rows, columns))
    return parts


def _valve(cut, points, rows, columns):
    """The one-way valve that lets the roast's gas out, welded into the front."""
    row = int(np.argmin(np.abs(rows - (cut.full + cut.shoulder * 0.42))))
    column = int(np.argmin(np.abs(columns - cut.width / 2)))
    here = points[row, column]
    up = points[row + 3, column] - points[row - 3, column]
    across = points[row, column + 3] - points[row, column - 3]
    out = Vector(np.cross(across, up))
    profile = fillet([(0, 1.3), (5.2, 1.3), (5.6, 0.9), (8.4, 0.9), (9.4, -1.5)], [0, 0.3, 0.3, 0.8, 0], 4)
    disc = lathe(profile, "valve", plain("#d8cdb8", 0.4, name="valve"), 64)
    disc.data.transform((out.to_track_quat("Z", "Y")).to_matrix().to_4x4())
    disc.location = Vector(here) * MM
    parts = [disc]
    for place in range(5):
        turn_by = 2 * math.pi * place / 5
        hole = lathe([(0, 1.36), (0.55, 1.34)], "valve hole", plain("#2a241f", 0.8, name="valve hole"), 16)
        for vertex in hole.data.vertices:
            vertex.co += Vector((2.6 * math.cos(turn_by), 2.6 * math.sin(turn_by), 0)) * MM
        hole.data.transform((out.to_track_quat("Z", "Y")).to_matrix().to_4x4())
        hole.location = disc.location
        parts.append(hole)
    return parts[0]


def _skin(cut, points, columns, rows, skin, name):
    count = len(columns)
    faces = _faces(len(rows), count)
    mesh = bpy.data.meshes.new(name)
    corners = points.reshape(-1, 3)
    bottom = len(corners)
    corners = np.vstack([corners, [[0, 0, 1.5]]])
    fan = [(n, bottom, (n + 1) % count) for n in range(count)]
    mesh.from_pydata((corners * MM).tolist(), [], faces.tolist() + [tuple(reversed(face)) for face in fan])
    layer = mesh.uv_layers.new()
    u = columns / cut.around
    v = rows / cut.tall
    uv = np.zeros((len(mesh.loops), 2), dtype=np.float32)
    place = 0
    for row in range(len(rows) - 1):
        for column in range(count):
            right = u[column + 1] if column + 1 < count else 1.0
            uv[place:place + 4] = ((u[column], v[row]), (right, v[row]), (right, v[row + 1]), (u[column], v[row + 1]))
            place += 4
    layer.data.foreach_set("uv", uv.ravel())
    thing = add(mesh, name, skin, None)
    smooth = thing.modifiers.new("smooth", "SUBSURF")
    smooth.levels = smooth.render_levels = 1
    smooth.uv_smooth = "NONE"
    apply_modifiers(thing)
    return soften(thing, math.radians(70))


def _waver(cut, x, z, seed=0):
    """How far a thin closed top leans and waves: one line for the roll and its tie."""
    p = cut.seed * 1.7
    return (0.9 * np.sin(x / 21 + p) + 0.45 * np.sin(x / 8.3 + 2.1 * p + z / 30)) * 1.0


def _lift(cut, x):
    return 0.5 * np.sin(x / 26 + cut.seed) + 0.25 * np.sin(x / 9 + 2 * cut.seed)


def _strip(outline, xs, bend, name, material, thick=None, smooth=40, ends=True):
    """A profile of (y, z) drawn along x and bent by a function of arrays (x, y, z)."""
    profile = np.array(outline, dtype=float)
    grid = np.zeros((len(xs), len(profile), 3))
    grid[..., 0] = np.asarray(xs)[:, None]
    grid[..., 1], grid[..., 2] = profile[None, :, 0], profile[None, :, 1]
    grid = bend(grid)
    mesh = bpy.data.meshes.new(name)
    wide = len(profile)
    faces = [(a * wide + b, (a + 1) * wide + b, (a + 1) * wide + b + 1, a * wide + b + 1)
             for a in range(len(xs) - 1) for b in range(wide - 1)]
    mesh.from_pydata((grid.reshape(-1, 3) * MM).tolist(), [], faces)
    thing = add(mesh, name, material, math.radians(smooth))
    if thick:
        wall = thing.modifiers.new("wall", "SOLIDIFY")
        wall.thickness = thick * MM
        wall.offset = 0
        apply_modifiers(thing)
        soften(thing, math.radians(smooth))
    return thing


def _roll(cut, top, front, material):
    """The top, rolled over twice towards the front."""
    low = top - cut.roll
    gap = 1.0
    y = [1.6, 1.6, front - 2.6 * gap, front - 2.6 * gap, front - 1.6 * gap, front - 1.6 * gap, front - 0.6 * gap,
         front - 0.6 * gap]
    outline = [(y[0], low - 1), (y[1], top + 1.2), (y[2], top + 1.2), (y[3], low - 1.6), (y[4], low - 1.6),
               (y[5], top - 1.6),
               (y[6], top - 1.6), (y[7], low + 2)]
    outline = fillet(outline, [0, 1.6, 1.8, 0.48, 0.48, 0.4, 0.4, 0], 4)
    profile = []
    for a, b in zip(outline, outline[1:]):
        steps = max(1, round(math.dist(a, b) / 2.5))
        profile += [(a[0] + (b[0] - a[0]) * n / steps, a[1] + (b[1] - a[1]) * n / steps) for n in range(steps)]
    profile.append(outline[-1])
    xs = np.linspace(-cut.width / 2 - 0.4, cut.width / 2 + 0.4, 60)

    def bend(grid):
        x, y, z = grid[..., 0].copy(), grid[..., 1], grid[..., 2].copy()
        lean = (z - low) / cut.roll
        grid[..., 1] = y + _waver(cut, x, z) * 0.45 * (0.35 + 0.65 * np.clip(1 - lean, 0, 1)) * np.where(y < 0, 1, 0.3)
        grid[..., 2] = z + _lift(cut, x) * np.clip(lean, 0, 1)
        return grid
    return _strip(profile, xs, bend, "roll", material, 0.32)


def _tin_tie(cut, top, front, colour):
    """The tie: a paper-covered strip with two wires, laid on the roll, its ends bent around to the back."""
    paper = plain(colour, 0.5, name=f"tin tie {colour}")
    middle, half = top - cut.roll * 0.5, 4.2
    section = [(0, -half), (-0.55, -half + 0.5), (-0.62, -half + 1.1), (-0.4, -half + 1.9), (-0.25, 0), (-0.4, half - 1.9),
               (-0.62, half - 1.1), (-0.55, half - 0.5), (0, half)]
    section = fillet(section, 0.4, 3)
    reach, turn_at, radius = cut.width / 2 + 24, cut.width / 2 + 1.6, 2.6
    xs = np.concatenate([np.linspace(-reach, -turn_at, 24, endpoint=False), np.linspace(-turn_at, turn_at, 48,
        endpoint=False),
                         np.linspace(turn_at, reach, 25)])
    face = front - 2.95

    def bend(grid):
        s, y, z = grid[..., 0].copy(), grid[..., 1].copy(), grid[..., 2].copy()
        side, over = np.sign(s), np.maximum(np.abs(s) - turn_at, 0)
        arc = math.pi * radius
        angle = np.clip(over / radius, 0, math.pi)
        beyond = np.maximum(over - arc, 0)
        out = np.where(over > 0, turn_at + radius * np.sin(angle), np.abs(s)) - beyond
        back = radius * (1 - np.cos(angle)) + beyond * 0.03
        normal_x, normal_y = np.sin(angle), -np.cos(angle)
        grid[..., 0] = side * (out - y * normal_x)
        wave = _waver(cut, side * out, z) * 0.45 * 0.65 * np.where(over > 0, np.clip(1 - over / 6, 0, 1), 1)
        grid[..., 1] = face + back - y * normal_y + wave
        grid[..., 2] = middle + z + _lift(cut, side * out) * 0.5
        return grid
    return _strip(section, xs, bend, "tin tie", paper, 0.35, 50)
