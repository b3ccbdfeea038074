"""Real settings instead of the studio's paper: the camera, daylight through a window, lamps, walls, tables, tiles, shelves.

All in millimetres. The camera looks along +Y, so that a back wall stands at a positive y; the ground of a picture is the table
top at z = 0, since that is where the products' models stand.
"""

from __future__ import annotations

import math

import bpy
import numpy as np
from mathutils import Vector

from materials import _once, brass, lacquer, light, linear, plain
from shapes import MM, add, assembly, box, cylinder, fillet, lathe, prism, tube


def camera(at, to, lens=60.0, stop=4.0, focus=None, exposure=0.0, rise=0.0):
    """The scene's camera. `focus` is the point that is sharp (`to` where not given); `stop` the aperture; `rise` shifts the
    picture up by a part of its width without tilting the camera."""
    scene = bpy.context.scene
    eye = bpy.data.cameras.new("camera")
    eye.lens, eye.sensor_width, eye.sensor_fit = lens, 36.0, "HORIZONTAL"
    eye.shift_y = rise
    eye.clip_end = 1000
    thing = bpy.data.objects.new("camera", eye)
    scene.collection.objects.link(thing)
    thing.location = Vector(at) * MM
    way = Vector(to) - Vector(at)
    thing.rotation_euler = way.to_track_quat("-Z", "Y").to_euler()
    sharp = Vector(focus if focus is not None else to) - Vector(at)
    eye.dof.use_dof = True
    eye.dof.focus_distance = sharp.dot(way.normalized()) * MM
    # Blender reckons the aperture as if its unit were a metre; here it is a tenth of one.
    eye.dof.aperture_fstop = stop / 10
    eye.dof.aperture_blades = 9
    scene.camera = thing
    scene.view_settings.exposure = exposure
    return thing


def _towards(thing, way):
    thing.rotation_euler = (-Vector(way)).to_track_quat("-Z", "Y").to_euler()
    return thing


def sun(way, strength=4.0, colour="#ffe2bd", soft=1.2):
    """Sunlight that comes from a direction; `soft` is how wide the sun is in degrees."""
    lamp = bpy.data.lights.new("sun", "SUN")
    lamp.energy, lamp.angle, lamp.color = strength, math.radians(soft), linear(colour)[:3]
    thing = bpy.data.objects.new("sun", lamp)
    bpy.context.scene.collection.objects.link(thing)
    return _towards(thing, way)


def area(at, to, size, power, colour="#ffffff", name="lamp", round_=False):
    """A soft lamp at a place that shines to another. Seen in reflections, not by the camera."""
    lamp = bpy.data.lights.new(name, "AREA")
    lamp.shape = "ELLIPSE" if round_ else "RECTANGLE"
    lamp.size, lamp.size_y = size[0] * MM, size[1] * MM
    lamp.energy, lamp.color = power, linear(colour)[:3]
    thing = bpy.data.objects.new(name, lamp)
    bpy.context.scene.collection.objects.link(thing)
    thing.location = Vector(at) * MM
    return _towards(thing, Vector(at) - Vector(to))


def sky(way=(-1, -0.5, 0.7), bright=1.0, dim=0.12, colour="#f3f1ec", shade="#b9a48c"):
    """The light of the rest of the room: bright where the window is, dim and warm on the other side."""
    world = bpy.data.worlds.new("room")
    bpy.context.scene.world = world
    world.use_nodes = True
    tree = world.node_tree
    spot = tree.nodes.new("ShaderNodeTexCoord")
    dot = tree.nodes.new("ShaderNodeVectorMath")
    dot.operation = "DOT_PRODUCT"
    dot.inputs[1].default_value = Vector(way).normalized()
    tree.links.new(spot.outputs["Generated"], dot.inputs[0])
    scale = tree.nodes.new("ShaderNodeMapRange")
    scale.inputs["From Min"].default_value = -1.0
    tree.links.new(dot.outputs["Value"], scale.inputs["Value"])
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    line = ramp.color_ramp
    dark, lit = linear(shade), linear(colour)
    line.elements[0].position, line.elements[0].color = 0.0, tuple(part * dim * 0.7 for part in dark[:3]) + (1,)
    line.elements[1].position, line.elements[1].color = 1.0, tuple(part * bright for part in lit[:3]) + (1,)
    line.elements.new(0.5).color = tuple(part * dim for part in dark[:3]) + (1,)
    line.elements.new(0.74).color = tuple(a * dim * 0.5 + b * bright * 0.3 for a, b in zip(dark[:3], lit[:3])) + (1,)
    tree.links.new(scale.outputs["Result"], ramp.inputs["Fac"])
    tree.links.new(ramp.outputs["Color"], tree.nodes["Background"].inputs["Color"])
    return world


def _screen(name, pieces):
    """Flat pieces, lists of corners in millimetres, that take light and are not seen."""
    mesh = bpy.data.meshes.new(name)
    vertices, faces = [], []
    for piece in pieces:
        faces.append(tuple(range(len(vertices), len(vertices) + len(piece))))
        vertices += [Vector(corner) * MM for corner in piece]
    mesh.from_pydata(vertices, [], faces)
    thing = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(thing)
    thing.visible_camera = thing.visible_diffuse = thing.visible_glossy = thing.visible_transmission = False
    return thing


def sunlit(target, way, size=(700, 900), panes=(2, 3), bar=26, distance=1500, strength=4.0, colour="#ffe2bd", soft=1.2, leaves=0,
           seed=1, roll=0.0, spread=1.0):
    """Sun through a window whose light falls on `target`: only what is in the window's opening is lit. `leaves` is how many
    leaves of a plant before the window throw their shadow; `spread` how wide they are scattered."""
    ahead = Vector(way).normalized()
    right = Vector((0, 0, 1)).cross(ahead).normalized()
    up = ahead.cross(right)
    if roll:
        turn = math.radians(roll)
        right, up = right * math.cos(turn) + up * math.sin(turn), up * math.cos(turn) - right * math.sin(turn)
    middle = Vector(target) + ahead * distance

    def spot(x, y, off=0.0):
        return middle + right * x + up * y + ahead * off

    def rectangle(x0, x1, y0, y1):
        return [spot(x0, y0), spot(x1, y0), spot(x1, y1), spot(x0, y1)]

    far, w, h = 9000, size[0] / 2, size[1] / 2
    pieces = [rectangle(-far, far, h, far), rectangle(-far, far, -far, -h), rectangle(-far, -w, -h, h), rectangle(w, far, -h, h)]
    for place in range(1, panes[0]):
        x = -w + size[0] * place / panes[0]
        pieces.append(rectangle(x - bar / 2, x + bar / 2, -h, h))
    for place in range(1, panes[1]):
        y = -h + size[1] * place / panes[1]
        pieces.append(rectangle(-w, w, y - bar / 2, y + bar / 2))
    chance = np.random.default_rng(seed)
    for _ in range(leaves):
        x, y = chance.uniform(-w, w) * spread, chance.uniform(-h, h) * spread
        long, wide, angle = chance.uniform(26, 46), chance.uniform(8, 13), chance.uniform(0, math.pi)
        piece = []
        for step in range(10):
            a = 2 * math.pi * step / 10
            u, v = long * math.cos(a), wide * math.sin(a) * (1 - 0.3 * math.cos(a))
            piece.append(spot(x + u * math.cos(angle) - v * math.sin(angle), y + u * math.sin(angle) + v * math.cos(angle), -chance.uniform(0, 500)))
        pieces.append(piece)
    _screen("window shadow", pieces)
    return sun(way, strength, colour, soft)


def pane_light(at, to, size, power, panes=(2, 3), bar=34, colour="#f4f6f8"):
    """The soft light of a window beside the picture, with its bars, as glaze and metal mirror it."""
    lamp = area(at, to, size, power, colour, "window light")
    bpy.context.view_layer.update()
    frame = lamp.matrix_world
    w, h = size[0] / 2, size[1] / 2
    pieces = []

    def rectangle(x0, x1, y0, y1):
        pieces.append([(frame @ (Vector((x, y, -12)) * MM)) / MM for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))])
    for place in range(1, panes[0]):
        x = -w + size[0] * place / panes[0]
        rectangle(x - bar / 2, x + bar / 2, -h, h)
    for place in range(1, panes[1]):
        y = -h + size[1] * place / panes[1]
        rectangle(-w, w, y - bar / 2, y + bar / 2)
    bars = _screen("window bars", pieces)
    bars.visible_glossy, bars.visible_shadow = True, False
    bars.data.materials.append(light("#5a4a3a", 0.15))
    return lamp


def plaster(colour="#e4d3bb", rough=0.9):
    """Lime plaster: clouded, trowelled."""
    def make(n):
        base = linear(colour)
        cloud = n.noise(n.place((0.16, 0.16, 0.16)), 1.6, 5.0, 0.6)
        dark = tuple(part * 0.86 for part in base[:3]) + (1,)
        pale = tuple(min(1, part * 1.07) for part in base[:3]) + (1,)
        n.link(n.ramp(cloud, [(0.3, dark), (0.55, base), (0.78, pale)]), n.shader.inputs["Base Color"])
        n.bump(n.noise(n.place((0.6, 0.6, 0.9)), 3.2, 6.0, 0.62), 0.35, 1.6)
        return n.set(rough=rough, specular=0.2)
    return _once(f"plaster {colour} {rough}", make)


def wall(y=600, width=5000, height=3000, low=-900, material=None, x=0.0):
    """A back wall."""
    return box((width, 60, height), (x, y + 30, low), 2, "wall", material or plaster())


def oak(colour="#b58a5c", dark="#7d5836", rough=0.42, along="X"):
    """Oiled oak for tables, boards and cabinets: long grain with pores, every piece of it cut elsewhere."""
    def make(n):
        long, short = 0.16, 2.2
        stretch = {"X": (long, short, short), "Y": (short, long, short), "Z": (short, short, long)}[along]
        kind = n.tree.nodes.new("ShaderNodeObjectInfo")
        where = n.tree.nodes.new("ShaderNodeVectorMath")
        where.operation = "MULTIPLY_ADD"
        where.inputs[1].default_value = (61.0, 37.0, 43.0)
        n.link(kind.outputs["Random"], where.inputs[0])
        n.link(n.place(stretch), where.inputs[2])
        grain = n.noise(where.outputs["Vector"], 2.0, 7.0, 0.6)
        tiny = n.tree.nodes.new("ShaderNodeVectorMath")
        tiny.operation = "SCALE"
        tiny.inputs["Scale"].default_value = 9.0
        n.link(where.outputs["Vector"], tiny.inputs[0])
        pores = n.noise(tiny.outputs["Vector"], 3.0, 3.0)
        mixed = n.tree.nodes.new("ShaderNodeMath")
        mixed.operation = "MULTIPLY_ADD"
        mixed.inputs[1].default_value = 0.42
        n.link(pores, mixed.inputs[0])
        n.link(grain, mixed.inputs[2])
        a, b = linear(dark), linear(colour)
        middle = tuple(p * 0.4 + q * 0.6 for p, q in zip(a, b))
        n.link(n.ramp(mixed.outputs[0], [(0.46, a), (0.66, middle), (0.90, b)]), n.shader.inputs["Base Color"])
        n.link(n.spread(pores, rough * 0.85, rough * 1.2), n.shader.inputs["Roughness"])
        n.bump(pores, 0.16, 0.2)
        return n.set(coat=0.08, coat_rough=0.3)
    return _once(f"oak {colour} {dark} {rough} {along}", make)


def dark_oak(along="X", rough=0.38):
    return oak("#6d4226", "#2e1a0f", rough, along)


def stone(base="#e9e3d8", vein="#a99c8c", rough=0.2, size=1.0):
    """Polished marble: cloudy, with few thin veins."""
    def make(n):
        where = n.place((size * 0.35, size * 0.55, size * 0.35))
        warp = n.tree.nodes.new("ShaderNodeTexNoise")
        warp.inputs["Scale"].default_value = 1.1
        warp.inputs["Detail"].default_value = 5.0
        n.link(where, warp.inputs["Vector"])
        bent = n.tree.nodes.new("ShaderNodeVectorMath")
        bent.operation = "MULTIPLY_ADD"
        bent.inputs[1].default_value = (1.3, 1.3, 1.3)
        n.link(warp.outputs["Color"], bent.inputs[0])
        n.link(where, bent.inputs[2])
        veins = n.noise(bent.outputs["Vector"], 0.9, 6.0, 0.55)
        pale = linear(base)
        soft = tuple(a * 0.75 + b * 0.25 for a, b in zip(pale, linear(vein)))
        n.link(n.ramp(veins, [(0.0, pale), (0.44, pale), (0.485, soft), (0.5, linear(vein)), (0.515, soft), (0.56, pale), (0.75, soft), (1.0, pale)]),
               n.shader.inputs["Base Color"])
        n.link(n.spread(n.noise(where, 9.0, 2.0), rough * 0.8, rough * 1.25), n.shader.inputs["Roughness"])
        return n.set(coat=0.15, coat_rough=0.1)
    return _once(f"stone {base} {vein} {rough} {size}", make)


def planks(width, depth, at=(0, 0, 0), count=5, thick=36, material=None, gap=1.2):
    """A table top of boards along X, its upper side at `at`."""
    wide = depth / count
    for place in range(count):
        y = at[1] - depth / 2 + wide * (place + 0.5)
        with assembly(f"board {place}", (at[0], y, at[2] - thick)):
            box((width, wide - gap, thick), (0, 0, 0), 1.6, "board", material or oak(), 3)


def slab(width, depth, at=(0, 0, 0), thick=30, material=None, bevel=3.0):
    """A table top or counter of one piece, its upper side at `at`."""
    return box((width, depth, thick), (at[0], at[1], at[2] - thick), bevel, "counter", material or stone(), 4)


def glaze(colour="#dcd2bf", spread=0.14, rough=0.12):
    """Glazed tiles, each fired a little differently (`tiles` gives each its number)."""
    def make(n):
        own = n.tree.nodes.new("ShaderNodeAttribute")
        own.attribute_name = "tile"
        base = linear(colour)
        dark = tuple(part * (1 - spread * 2) for part in base[:3]) + (1,)
        pale = tuple(min(1, part * (1 + spread)) for part in base[:3]) + (1,)
        n.link(n.ramp(own.outputs["Fac"], [(0.0, dark), (0.5, base), (1.0, pale)]), n.shader.inputs["Base Color"])
        n.bump(n.noise(n.place((1, 1, 1)), 2.6, 3.0), 0.22, 1.2)
        return n.set(rough=rough, coat=0.6, coat_rough=0.05)
    return _once(f"glaze {colour} {spread} {rough}", make)


def tiles(width, height, at, size=(100, 100), gap=3.0, material=None, grout="#b9ad9b", seed=1, uneven=0.5, stagger=False, thick=8.0):
    """A tiled wall that looks along -Y, `at` the middle of its lower edge on the wall's face: every tile leans a little."""
    chance = np.random.default_rng(seed)
    w, h = size
    columns, rows = math.ceil(width / w) + 1, math.ceil(height / h)
    vertices, faces, values = [], [], []
    edge = 1.6
    for row in range(rows):
        for column in range(columns):
            x = -width / 2 + (column + (0.5 if stagger and row % 2 else 0)) * w - (w / 2 if stagger else 0)
            z = row * h
            if x > width / 2 or x + w < -width / 2:
                continue
            tilt_x, tilt_z, out = chance.normal(0, uneven / 60, 2).tolist() + [chance.normal(0, uneven)]
            first = len(vertices)
            mx, mz = x + w / 2, z + h / 2
            for inset, deep in ((gap / 2, 0.0), (gap / 2, thick - edge), (gap / 2 + edge * 0.4, thick - edge * 0.3), (gap / 2 + edge, thick)):
                for sx, sz in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                    px, pz = mx + sx * (w / 2 - inset), mz + sz * (h / 2 - inset)
                    lean = (px - mx) * tilt_x + (pz - mz) * tilt_z + out if deep else 0
                    vertices.append((px * MM, -(deep + lean) * MM, pz * MM))
            for ring in range(3):
                for corner in range(4):
                    after = (corner + 1) % 4
                    faces.append((first + ring * 4 + corner, first + ring * 4 + after, first + ring * 4 + 4 + after, first + ring * 4 + 4 + corner))
            faces.append((first + 12, first + 13, first + 14, first + 15))
            values += [chance.uniform()] * 13
    mesh = bpy.data.meshes.new("tiles")
    mesh.from_pydata(vertices, [], faces)
    layer = mesh.attributes.new("tile", "FLOAT", "FACE")
    layer.data.foreach_set("value", np.array(values, dtype=np.float32))
    wall_ = add(mesh, "tiles", material or glaze(), None)
    wall_.location = Vector(at) * MM
    back = box((width, 4, height), (at[0], at[1] - 2.5, at[2]), 0, "grout", _grout(grout))
    return [wall_, back]


def _grout(colour):
    def make(n):
        return n.set(colour=linear(colour), rough=0.95)
    return _once(f"grout {colour}", make)


def shelf(width, depth, at, thick=28, material=None, brackets=None, metal=None):
    """A board on the wall: `at` is the middle of its upper back edge. `brackets` are places along x of brass brackets."""
    board = material or dark_oak()
    x, y, z = at
    things = [box((width, depth, thick), (x, y - depth / 2, z - thick), 2.4, "shelf", board, 3)]
    if brackets and metal:
        for place in brackets:
            arm = [(x + place, y - 2, z - thick - 120), (x + place, y - 2, z - thick - 4), (x + place, y - depth + 24, z - thick - 4)]
            things.append(tube(arm, 5, "bracket", metal, bend=24, resolution=6))
    return things


def outdoors(bright=2.6, top="#eef2f2", low="#c6c5b4"):
    """What is seen through a window, far out of focus: sky over trees."""
    def make(n):
        spot = n.tree.nodes.new("ShaderNodeTexCoord")
        parts = n.tree.nodes.new("ShaderNodeSeparateXYZ")
        n.link(spot.outputs["Generated"], parts.inputs["Vector"])
        trees = n.noise(n.place((0.1, 0.1, 0.1)), 1.2, 4.0)
        mixed = n.tree.nodes.new("ShaderNodeMath")
        mixed.operation = "MULTIPLY_ADD"
        mixed.inputs[1].default_value = 0.55
        n.link(trees, mixed.inputs[0])
        n.link(parts.outputs["Z"], mixed.inputs[2])
        n.link(n.ramp(mixed.outputs[0], [(0.35, linear(low)), (0.62, linear("#e0e0d2")), (0.85, linear(top))]), n.shader.inputs["Emission Color"])
        return n.set(colour=(0, 0, 0, 1), rough=1.0, specular=0.0, glow=bright)
    return _once(f"outdoors {bright} {top} {low}", make)


def window(width, height, at, panes=(2, 3), frame=54, bar=24, colour="#e9e2d4", bright=2.6, sill=True, deep=90):
    """A window in a wall that is seen: `at` is the middle of its lower edge on the wall's face. Behind it is daylight, which
    also shines into the room."""
    x, y, z = at
    paint_ = plain(colour, 0.42)
    things = []
    for side in (-1, 1):
        things.append(box((frame, deep, height), (x + side * (width - frame) / 2, y, z), 4, "window frame", paint_, 3))
    for high in (z, z + height - frame):
        things.append(box((width - 2 * frame + 2, deep - 3, frame), (x, y, high), 4, "window frame", paint_, 3))
    for place in range(1, panes[0]):
        wide = frame if panes[0] == 2 else bar
        things.append(box((wide, deep * 0.6, height - 8), (x - width / 2 + width * place / panes[0], y + 4, z + 4), 4, "mullion", paint_, 3))
    for place in range(1, panes[1]):
        things.append(box((width - 8, deep * 0.4, bar), (x, y + 4, z + height * place / panes[1] - bar / 2), 4, "muntin", paint_, 3))
    if sill:
        things.append(box((width + 120, deep + 130, 26), (x, y - 40, z - 26), 4, "sill", paint_, 3))
    glow = box((width - 20, 6, height - 20), (x, y + deep / 2 + 20, z + 10), 0, "daylight", outdoors(bright))
    glow.visible_shadow = False
    return [*things, glow]


def opening(y, width, height, at_x, low, colour=None, around=(6000, 3400), ground=-900, thick=160):
    """A back wall with a hole for a `window`: four pieces about it."""
    material = colour or plaster()
    w, h = around
    left, right = at_x - width / 2, at_x + width / 2
    pieces = [(-w / 2, left, ground, ground + h), (right, w / 2, ground, ground + h), (left, right, ground, low), (left, right, low + height, ground + h)]
    for a, b, c, d in pieces:
        if b > a and d > c:
            box((b - a, thick, d - c), ((a + b) / 2, y + thick / 2, c), 0, "wall", material)


def pendant(at, radius=110, colour="#103a2b", inside="#e9d9bd", power=60, cord=1200, warm="#ffcf94", metal=None, bulb=9.0, spot=True):
    """A lamp that hangs over a bar: an enamelled dome, a bulb, its light downwards. `at` is its lower rim's middle."""
    metal = metal or brass(0.25)
    high = radius * 0.95
    with assembly("pendant", at):
        outer = [(radius, 0), (radius * 0.98, high * 0.22), (radius * 0.78, high * 0.62), (radius * 0.34, high * 0.9), (radius * 0.2, high)]
        skin = fillet(outer, [0, 20, 40, 20, 0], 8)
        lathe([*skin], "dome", lacquer(colour, 0.3, 0.4), 72)
        lathe([(a - 1.4, z - 0.8) for a, z in skin], "dome inside", plain(inside, 0.5), 72)
        tube([(radius * math.cos(2 * math.pi * n / 48), radius * math.sin(2 * math.pi * n / 48), 0) for n in range(48)], 1.6, "rim", metal,
             closed=True, resolution=3)
        cylinder(radius * 0.22, 26, (0, 0, high - 2), 3, "neck", metal, segments=40)
        tube([(0, 0, high + 20), (0, 0, high + cord)], 3, "cord", plain("#1a1512", 0.7), resolution=3)
        lathe(fillet([(0, 4), (20, 6), (28, 30), (20, 56), (12, 70), (0, 72)], [0, 14, 18, 14, 4, 0], 6), "bulb", light(warm, bulb), 32)
    if spot:
        # The lamp's light itself, since a small bulb lights a room in specks.
        lamp = area((at[0], at[1], at[2] - 4), (at[0], at[1], at[2] - 1000), (radius * 1.5, radius * 1.5), power, warm, "pendant light", True)
        lamp.visible_glossy = False
