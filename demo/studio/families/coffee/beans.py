"""Roasted beans, one by one: their form, and heaps that have really fallen."""

from __future__ import annotations

import hashlib
import math

import bpy
import numpy as np
from mathutils import Euler, Matrix, Vector

from labels import WORK
from materials import _once, linear
from shapes import MM, add

FORMS = 4
LONG, WIDE, TALL = 5.3, 3.9, 3.1


def roasted(colour="#3b2013", chaff="#a8845c"):
    """A roasted bean's skin: each bean a little different, silver skin left in the groove."""
    def make(n):
        kind = n.tree.nodes.new("ShaderNodeObjectInfo")
        light = tuple(min(1, part * 1.7) for part in linear(colour)[:3]) + (1,)
        dark = tuple(part * 0.62 for part in linear(colour)[:3]) + (1,)
        base = n.ramp(kind.outputs["Random"], [(0.0, dark), (0.5, linear(colour)), (1.0, light)])
        groove = n.tree.nodes.new("ShaderNodeAttribute")
        groove.attribute_name = "groove"
        mix = n.tree.nodes.new("ShaderNodeMix")
        mix.data_type = "RGBA"
        mix.inputs["B"].default_value = linear(chaff)
        n.link(groove.outputs["Fac"], mix.inputs["Factor"])
        n.link(base, mix.inputs["A"])
        n.link(mix.outputs["Result"], n.shader.inputs["Base Color"])
        skin = n.noise(n.place((1, 1, 1)), 60.0, 3.0)
        n.link(n.spread(skin, 0.30, 0.52), n.shader.inputs["Roughness"])
        n.bump(skin, 0.25, 0.15)
        return n.set(coat=0.12, coat_rough=0.25)
    return _once(f"roasted {colour} {chaff}", make)


def _form(seed, across=44, along=26):
    """A bean: an egg, one side flat, with an S-shaped groove along it."""
    chance = np.random.default_rng(seed)
    a, b, c = LONG * chance.uniform(0.93, 1.07), WIDE * chance.uniform(0.93, 1.06), TALL * chance.uniform(0.92, 1.08)
    sway = chance.choice([-1, 1]) * chance.uniform(0.25, 0.5)
    theta = np.linspace(0, math.pi, along)
    phi = 2 * math.pi * np.arange(across) / across
    t, p = np.meshgrid(theta, phi, indexing="ij")
    x, y, z = np.cos(t), np.sin(t) * np.cos(p), np.sin(t) * np.sin(p)
    egg = 1 - 0.07 * x * chance.uniform(0.3, 1)
    low = np.where(z < 0, -np.abs(z) ** 0.75 * 0.42, z)
    x, y, z = a * x, b * y * egg, c * low * egg
    off = y - sway * np.sin(x / a * 2.6)
    part = np.clip(1 - (x / (a * 0.97)) ** 2, 0, 1)
    deep = np.exp(-((off / 0.52) ** 2)) * np.sqrt(part) * (z < 0.2)
    lip = np.exp(-(((np.abs(off) - 1.15) / 0.6) ** 2)) * part * (z < 0)
    z = z + deep * 1.25 - lip * 0.22
    for _ in range(5):
        way = chance.normal(size=3)
        z = z + 0.045 * np.sin(way[0] * x + way[1] * y + way[2] * 6) * (z > 0)
    return np.stack([x, y, z], -1), deep


def bean_mesh(form):
    name = f"bean {form}"
    found = bpy.data.meshes.get(name)
    if found is not None:
        return found
    grid, deep = _form(form + 11)
    rows, count = grid.shape[:2]
    mesh = bpy.data.meshes.new(name)
    faces = [(r * count + c, r * count + (c + 1) % count, (r + 1) * count + (c + 1) % count, (r + 1) * count + c)
             for r in range(rows - 1) for c in range(count)]
    mesh.from_pydata((grid.reshape(-1, 3) * MM).tolist(), [], faces)
    layer = mesh.attributes.new("groove", "FLOAT", "POINT")
    layer.data.foreach_set("value", np.clip(deep.ravel() * 1.1 - 0.35, 0, 0.6).astype(np.float32))
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    return mesh


def place_beans(matrices, colour="#3b2013", unframed=False):
    """Puts a bean at each matrix. `unframed` beans do not count when the camera frames the product."""
    things = []
    for number, matrix in enumerate(matrices):
        mesh = bean_mesh(number % FORMS)
        if not mesh.materials:
            mesh.materials.append(roasted(colour))
        thing = bpy.data.objects.new("bean", mesh)
        bpy.context.scene.collection.objects.link(thing)
        thing.matrix_world = Matrix(matrix.tolist())
        if unframed:
            thing["unframed"] = True
        things.append(thing)
    return things


def fallen(count, middle, spread=18.0, walls=(), seed=1, height=14.0, seconds=1.5, solids=()):
    """Where `count` beans lie after falling onto the ground about a place (x, y) in millimetres. `walls` are solid boxes:
    ((x, y, z) of the middle, (width, depth, height)); `solids` are objects that the beans fall into or against."""
    shapes = [(thing.name, len(thing.data.vertices),
               [round(v, 4) for row in thing.matrix_world for v in row]) for thing in solids]
    key = hashlib.sha256(f"4 {count} {middle} {spread} {walls} {seed} {height} {seconds} {shapes}".encode()).hexdigest()[:16]
    kept = WORK / "cloth" / f"beans-{key}.npy"
    if kept.exists():
        return np.load(kept)
    out = _fall(count, middle, spread, walls, seed, height, seconds, solids)
    kept.parent.mkdir(parents=True, exist_ok=True)
    np.save(kept, out)
    return out


def _body(thing, kind, shape, friction):
    with bpy.context.temp_override(object=thing, active_object=thing, selected_objects=[thing]):
        bpy.ops.rigidbody.object_add(type=kind)
    body = thing.rigid_body
    body.collision_shape = shape
    body.friction = friction
    body.restitution = 0.05
    body.use_margin = True
    body.collision_margin = 0.0
    body.linear_damping, body.angular_damping = 0.1, 0.35
    return body


def _box_mesh(name, size):
    mesh = bpy.data.meshes.new(name)
    x, y, z = (part * MM / 2 for part in size)
    corners = [(sx * x, sy * y, sz * z) for sx in (-1, 1) for sy in (-1, 1) for sz in (-1, 1)]
    mesh.from_pydata(corners, [], [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)])
    return mesh


def _fall(count, middle, spread, walls, seed, height, seconds, solids):
    scene = bpy.context.scene
    chance = np.random.default_rng(seed)
    bpy.ops.rigidbody.world_add()
    world = scene.rigidbody_world
    world.collection = bpy.data.collections.new("falling")
    world.substeps_per_frame, world.solver_iterations = 8, 12
    gravity = tuple(scene.gravity)
    scene.gravity = (0, 0, -60)
    last = round(seconds * 60)
    scene.render.fps = 60
    scene.frame_start, scene.frame_end = 1, last
    world.point_cache.frame_start, world.point_cache.frame_end = 1, last
    extra = []
    for at, size in (*walls, ((0, 0, -20), (3000, 3000, 40))):
        thing = add(_box_mesh("wall", size), "studio:wall", None, None)
        thing.location = Vector(at) * MM
        _body(thing, "PASSIVE", "BOX", 0.8)
        extra.append(thing)
    for solid in solids:
        thing = bpy.data.objects.new("studio:solid", solid.data)
        scene.collection.objects.link(thing)
        thing.matrix_world = solid.matrix_world
        _body(thing, "PASSIVE", "MESH", 0.7)
        extra.append(thing)
    made = []
    layer = max(6, int((spread / 6.0) ** 2 * 1.6))
    for number in range(count):
        thing = bpy.data.objects.new("studio:falling", bean_mesh(number % FORMS))
        scene.collection.objects.link(thing)
        level, turn = number // layer, chance.uniform(0, 2 * math.pi)
        reach = spread * math.sqrt(chance.uniform())
        thing.location = Vector((middle[0] + reach * math.cos(turn), middle[1] + reach * math.sin(turn),
                                 height + level * 9 + chance.uniform(0, 7))) * MM
        thing.rotation_euler = Euler(tuple(chance.uniform(0, 2 * math.pi, 3)))
        _body(thing, "ACTIVE", "CONVEX_HULL", 0.75)
        made.append(thing)
    for frame in range(1, last + 1):
        scene.frame_set(frame)
    graph = bpy.context.evaluated_depsgraph_get()
    out = np.array([[list(row) for row in thing.evaluated_get(graph).matrix_world] for thing in made])
    for thing in made + extra:
        bpy.data.objects.remove(thing)
    bpy.ops.rigidbody.world_remove()
    scene.gravity = gravity
    scene.render.fps = 24
    scene.frame_set(1)
    keep = (out[:, 2, 3] > -0.05) & (np.hypot(out[:, 0, 3] - middle[0] * MM, out[:, 1, 3] - middle[1] * MM) < 2.2)
    return out[keep]
