"""Solids, in millimetres. Every function returns an object that stands in the scene.

One unit of Blender is 100 mm: small enough for its clipping distances, large enough for its tolerances.
Z points up, the front of a product looks along -Y, the ground is z = 0.
"""

from __future__ import annotations

import math
from contextlib import contextmanager

import bmesh
import bpy
from mathutils import Matrix, Vector

MM = 0.01
"""Units of Blender in a millimetre."""

SMOOTH = math.radians(32)
"""Edges flatter than this are shaded smooth."""


def _scaled(point):
    return Vector(point) * MM


def add(mesh, name, material=None, smooth=SMOOTH):
    """Puts a mesh into the scene."""
    thing = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(thing)
    if material is not None:
        paint(thing, material)
    if smooth is not None:
        soften(thing, smooth)
    return thing


def paint(thing, material):
    """Gives all of an object one material."""
    thing.data.materials.clear()
    thing.data.materials.append(material)
    return thing


def soften(thing, angle=SMOOTH):
    """Shades smooth, but for edges sharper than the angle."""
    mesh = thing.data
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    mesh.set_sharp_from_angle(angle=angle)
    return thing


def apply_modifiers(thing):
    """Makes what the modifiers show the mesh itself."""
    graph = bpy.context.evaluated_depsgraph_get()
    mesh = bpy.data.meshes.new_from_object(thing.evaluated_get(graph))
    old = thing.data
    thing.modifiers.clear()
    thing.data = mesh
    if isinstance(old, bpy.types.Mesh):
        bpy.data.meshes.remove(old)
    return thing


def fillet(points, radius, steps=6, closed=False):
    """Rounds the corners of a polyline of (a, b). `radius` is one for all, or a list with one for each point."""
    radii = radius if isinstance(radius, (list, tuple)) else [radius] * len(points)
    out = []
    last = len(points) - 1
    for place, point in enumerate(points):
        here = Vector(point)
        size = radii[place]
        if size <= 0 or (not closed and place in (0, last)):
            out.append(tuple(here))
            continue
        before = Vector(points[place - 1]) - here
        after = Vector(points[(place + 1) % len(points)]) - here
        if before.length < 1e-6 or after.length < 1e-6:
            out.append(tuple(here))
            continue
        angle = before.angle(after)
        if angle < 0.02 or angle > math.pi - 0.02:
            out.append(tuple(here))
            continue
        reach = min(size / math.tan(angle / 2), before.length * 0.49, after.length * 0.49)
        first, end = here + before.normalized() * reach, here + after.normalized() * reach
        for step in range(steps + 1):
            t = step / steps
            out.append(tuple(first.lerp(here, t).lerp(here.lerp(end, t), t)))
    return out


def lathe(profile, name="lathe", material=None, segments=128, around=360.0, smooth=SMOOTH, facets=None):
    """Turns a profile of (radius, height) around the Z axis. `facets` makes it a polygon of so many sides instead of round;
    a profile that begins or ends at radius 0 is closed there."""
    count = facets or segments
    full = around >= 359.9
    rings = count if full else count + 1
    mesh = bpy.data.meshes.new(name)
    vertices, faces, rows = [], [], []
    for radius, height in profile:
        if radius < 1e-6:
            rows.append([len(vertices)])
            vertices.append(_scaled((0, 0, height)))
            continue
        row = []
        for place in range(rings):
            turn = math.radians(around) * place / count + (math.pi / count if facets else 0)
            row.append(len(vertices))
            vertices.append(_scaled((radius * math.cos(turn), radius * math.sin(turn), height)))
        rows.append(row)
    for low, high in zip(rows, rows[1:]):
        for place in range(count):
            after = (place + 1) % rings
            quad = [low[place % len(low)], low[after % len(low)], high[after % len(high)], high[place % len(high)]]
            corners = list(dict.fromkeys(quad))
            if len(corners) > 2:
                faces.append(corners)
    mesh.from_pydata(vertices, [], faces)
    mesh.validate()
    _outward(mesh)
    return add(mesh, name, material, smooth)


def _outward(mesh):
    shape = bmesh.new()
    shape.from_mesh(mesh)
    bmesh.ops.recalc_face_normals(shape, faces=shape.faces)
    shape.to_mesh(mesh)
    shape.free()


def box(size, at=(0, 0, 0), bevel=2.0, name="box", material=None, segments=4):
    """A box with rounded edges: `size` along X, Y, Z; `at` is the middle of its base."""
    width, depth, height = size
    shape = bmesh.new()
    bmesh.ops.create_cube(shape, size=1.0)
    bmesh.ops.scale(shape, vec=_scaled(size), verts=shape.verts)
    if bevel > 0:
        most = min(size) * 0.49
        bmesh.ops.bevel(shape, geom=list(shape.edges), offset=min(bevel, most) * MM, segments=segments, profile=0.5,
                        affect="EDGES", clamp_overlap=True)
    bmesh.ops.translate(shape, vec=_scaled((at[0], at[1], at[2] + height / 2)), verts=shape.verts)
    mesh = bpy.data.meshes.new(name)
    shape.to_mesh(mesh)
    shape.free()
    return add(mesh, name, material)


def prism(outline, height, at=(0, 0, 0), bevel=1.0, name="prism", material=None, segments=3, axis="Z"):
    """An outline of (x, y), counter-clockwise, drawn out by `height` with rounded rims. `axis` X or Y lays it down: the
    outline is then read as (y, z) or (x, z) and drawn out along that axis, its middle at the origin."""
    shape = bmesh.new()
    low = [shape.verts.new(_scaled((x, y, 0))) for x, y in outline]
    face = shape.faces.new(low)
    grown = bmesh.ops.extrude_face_region(shape, geom=[face])
    top = [part for part in grown["geom"] if isinstance(part, bmesh.types.BMVert)]
    bmesh.ops.translate(shape, vec=_scaled((0, 0, height)), verts=top)
    bmesh.ops.recalc_face_normals(shape, faces=shape.faces)
    if bevel > 0:
        rims = [edge for edge in shape.edges if abs(edge.verts[0].co.z - edge.verts[1].co.z) < 1e-7]
        bmesh.ops.bevel(shape, geom=rims, offset=bevel * MM, segments=segments, profile=0.5, affect="EDGES",
                        clamp_overlap=True)
    if axis == "Y":
        bmesh.ops.translate(shape, vec=_scaled((0, 0, -height / 2)), verts=shape.verts)
        bmesh.ops.rotate(shape, cent=(0, 0, 0), matrix=Matrix.Rotation(math.radians(90), 3, "X"), verts=shape.verts)
    elif axis == "X":
        bmesh.ops.translate(shape, vec=_scaled((0, 0, -height / 2)), verts=shape.verts)
        turn = Matrix(((0, 0, 1), (1, 0, 0), (0, 1, 0)))
        bmesh.ops.transform(shape, matrix=turn.to_4x4(), verts=shape.verts)
    bmesh.ops.translate(shape, vec=_scaled(at), verts=shape.verts)
    mesh = bpy.data.meshes.new(name)
    shape.to_mesh(mesh)
    shape.free()
    return add(mesh, name, material)


def rounded_rectangle(width, depth, radius, steps=10):
    """An outline for `prism`, its middle at the origin."""
    half, deep = width / 2, depth / 2
    corners = [(half, deep), (-half, deep), (-half, -deep), (half, -deep)]
    return fillet(corners, radius, steps, closed=True)


def cylinder(radius, height, at=(0, 0, 0), bevel=1.0, name="cylinder", material=None, axis="Z", segments=96):
    """A cylinder with rounded rims, `at` the middle of its base (its middle, where it lies along X or Y)."""
    bevel = min(bevel, radius * 0.49, height * 0.49)
    profile = fillet([(0, 0), (radius, 0), (radius, height), (0, height)], [0, bevel, bevel, 0], 5)
    thing = lathe(profile, name, material, segments)
    if axis != "Z":
        shift(thing, (0, 0, -height / 2), bake=True)
        turn(thing, y=90 if axis == "X" else 0, x=90 if axis == "Y" else 0, bake=True)
    return shift(thing, at, bake=True)


def tube(points, radius, name="tube", material=None, bend=0.0, resolution=12, closed=False, taper=None, cap=True):
    """A pipe along points. `bend` is the radius of its corners; `taper` gives a factor of the radius for each point (then
    give as many points as the way needs: corners are not rounded)."""
    path = [tuple(point) for point in points]
    if bend > 0 and taper is None:
        path = _bent(path, bend, closed)
    curve = bpy.data.curves.new(name, "CURVE")
    curve.dimensions = "3D"
    curve.bevel_depth = radius * MM
    curve.bevel_resolution = resolution
    curve.use_fill_caps = cap
    line = curve.splines.new("POLY" if taper is None else "NURBS")
    line.points.add(len(path) - 1)
    for place, point in enumerate(path):
        line.points[place].co = (*_scaled(point), 1.0)
        if taper is not None:
            line.points[place].radius = taper[place]
    if taper is not None:
        line.order_u = 4
        line.use_endpoint_u = True
        line.resolution_u = 10
    line.use_cyclic_u = closed
    thing = bpy.data.objects.new(name, curve)
    bpy.context.scene.collection.objects.link(thing)
    graph = bpy.context.evaluated_depsgraph_get()
    mesh = bpy.data.meshes.new_from_object(thing.evaluated_get(graph))
    bpy.data.objects.remove(thing)
    bpy.data.curves.remove(curve)
    return add(mesh, name, material, math.radians(50))


def _bent(path, bend, closed, steps=10):
    out = []
    last = len(path) - 1
    for place, point in enumerate(path):
        here = Vector(point)
        if not closed and place in (0, last):
            out.append(tuple(here))
            continue
        before, after = Vector(path[place - 1]) - here, Vector(path[(place + 1) % len(path)]) - here
        angle = before.angle(after)
        if angle > math.pi - 0.02:
            out.append(tuple(here))
            continue
        reach = min(bend / math.tan(angle / 2), before.length * 0.49, after.length * 0.49)
        first, end = here + before.normalized() * reach, here + after.normalized() * reach
        for step in range(steps + 1):
            t = step / steps
            out.append(tuple(first.lerp(here, t).lerp(here.lerp(end, t), t)))
    return out


def ring(radius, thickness, at=(0, 0, 0), name="ring", material=None, axis="Z"):
    """A torus: `radius` to the middle of its body of `thickness` (a diameter)."""
    bpy.ops.mesh.primitive_torus_add(major_radius=radius * MM, minor_radius=thickness / 2 * MM, major_segments=128,
                                     minor_segments=24)
    thing = bpy.context.object
    thing.name = name
    if material is not None:
        paint(thing, material)
    soften(thing)
    turn(thing, y=90 if axis == "X" else 0, x=90 if axis == "Y" else 0, bake=True)
    return shift(thing, at, bake=True)


def ball(radius, at=(0, 0, 0), stretch=(1, 1, 1), name="ball", material=None):
    """A sphere, or an ellipsoid."""
    bpy.ops.mesh.primitive_uv_sphere_add(segments=64, ring_count=32, radius=radius * MM)
    thing = bpy.context.object
    thing.name = name
    thing.data.transform(Matrix.Diagonal((*stretch, 1)))
    if material is not None:
        paint(thing, material)
    soften(thing)
    return shift(thing, at, bake=True)


def plate(width, depth, at=(0, 0, 0), name="plate", material=None):
    """A flat rectangle, with a texture's whole area on it; see `decal` for one that stands."""
    mesh = bpy.data.meshes.new(name)
    half, deep = width / 2, depth / 2
    corners = [(-half, -deep, 0), (half, -deep, 0), (half, deep, 0), (-half, deep, 0)]
    mesh.from_pydata([_scaled(corner) for corner in corners], [], [(0, 1, 2, 3)])
    layer = mesh.uv_layers.new()
    for loop, place in zip(layer.data, [(0, 0), (1, 0), (1, 1), (0, 1)]):
        loop.uv = place
    return shift(add(mesh, name, material), at, bake=True)


def decal(width, height, at, material, name="decal"):
    """A printed rectangle that stands and looks along -Y; `at` is its middle."""
    thing = plate(width, height, name=name, material=material)
    turn(thing, x=90, bake=True)
    return shift(thing, at, bake=True)


def wrap(radius, height, degrees, at, material, name="wrap", steps=48, radius_top=None):
    """A printed strip around the Z axis whose middle looks along -Y; `at` is the middle of its lower rim's circle."""
    mesh = bpy.data.meshes.new(name)
    vertices, faces = [], []
    top = radius if radius_top is None else radius_top
    for place in range(steps + 1):
        angle = math.radians(-90 - degrees / 2 + degrees * place / steps)
        for size, z in ((radius, 0), (top, height)):
            vertices.append(_scaled((size * math.cos(angle), size * math.sin(angle), z)))
    for place in range(steps):
        faces.append((2 * place, 2 * place + 2, 2 * place + 3, 2 * place + 1))
    mesh.from_pydata(vertices, [], faces)
    layer = mesh.uv_layers.new()
    for face in mesh.polygons:
        for corner in face.loop_indices:
            vertex = mesh.loops[corner].vertex_index
            layer.data[corner].uv = (vertex // 2 / steps, vertex % 2)
    return shift(add(mesh, name, material), at, bake=True)


def belt(outline, height, at, material, name="belt"):
    """A printed strip around an outline of (x, y), counter-clockwise and mirrored about x = 0 (`rounded_rectangle`): the
    picture's middle is on the side that looks along -Y. `at` is the middle of the lower rim."""
    points = []
    for here, there in zip(outline, [*outline[1:], outline[0]]):
        points.append(here)
        if here[0] * there[0] < 0:
            part = here[0] / (here[0] - there[0])
            points.append((0.0, here[1] + (there[1] - here[1]) * part))
    first = max((place for place, point in enumerate(points) if abs(point[0]) < 1e-6), key=lambda place: points[place][1])
    points = points[first:] + points[:first + 1]
    lengths = [0.0]
    for here, there in zip(points, points[1:]):
        lengths.append(lengths[-1] + math.dist(here, there))
    mesh = bpy.data.meshes.new(name)
    vertices = [_scaled((x, y, z)) for x, y in points for z in (0, height)]
    faces = [(2 * n, 2 * n + 2, 2 * n + 3, 2 * n + 1) for n in range(len(points) - 1)]
    mesh.from_pydata(vertices, [], faces)
    layer = mesh.uv_layers.new()
    for face in mesh.polygons:
        for corner in face.loop_indices:
            vertex = mesh.loops[corner].vertex_index
            layer.data[corner].uv = (lengths[vertex // 2] / lengths[-1], vertex % 2)
    return shift(add(mesh, name, material), at, bake=True)


def letters(text, size, at, font, material=None, depth=0.3, axis="front", align="CENTER", name="letters"):
    """Raised letters: `size` is the height of capitals roughly; `axis` front (look along -Y) or top."""
    curve = bpy.data.curves.new(name, "FONT")
    curve.body = text
    curve.font = font
    curve.size = size * 1.4 * MM
    curve.extrude = depth * MM
    curve.align_x = align
    curve.align_y = "CENTER"
    thing = bpy.data.objects.new(name, curve)
    bpy.context.scene.collection.objects.link(thing)
    graph = bpy.context.evaluated_depsgraph_get()
    mesh = bpy.data.meshes.new_from_object(thing.evaluated_get(graph))
    bpy.data.objects.remove(thing)
    thing = add(mesh, name, material)
    if axis == "front":
        turn(thing, x=90, bake=True)
    return shift(thing, at, bake=True)


def shift(thing, by, bake=False):
    """Moves by millimetres; `bake` moves the mesh and leaves the object's own place alone."""
    if bake:
        thing.data.transform(Matrix.Translation(_scaled(by)))
    else:
        thing.location = Vector(thing.location) + _scaled(by)
    return thing


def turn(thing, x=0.0, y=0.0, z=0.0, bake=False, about=(0, 0, 0)):
    """Turns by degrees about a point in millimetres, first around X, then Y, then Z."""
    spin = Matrix.Rotation(math.radians(z), 4, "Z") @ Matrix.Rotation(math.radians(y), 4, "Y") @ Matrix.Rotation(
        math.radians(x), 4, "X")
    centre = Matrix.Translation(_scaled(about))
    whole = centre @ spin @ centre.inverted()
    if bake:
        thing.data.transform(whole)
    else:
        thing.matrix_world = whole @ thing.matrix_world
    return thing


def merged(things, name="merged"):
    """Makes several objects one, for instance a row of slots to be cut at once. They keep their places and materials."""
    bpy.context.view_layer.update()
    shape = bmesh.new()
    materials = []
    for thing in things:
        first = len(shape.faces)
        shape.from_mesh(thing.data)
        shape.faces.ensure_lookup_table()
        new = shape.faces[first:]
        bmesh.ops.transform(shape, matrix=thing.matrix_world, verts=list({corner for face in new for corner in face.verts}))
        own = list(thing.data.materials)
        for face in new:
            material = own[min(face.material_index, len(own) - 1)] if own else None
            if material not in materials:
                materials.append(material)
            face.material_index = materials.index(material)
    mesh = bpy.data.meshes.new(name)
    shape.to_mesh(mesh)
    shape.free()
    for thing in things:
        bpy.data.objects.remove(thing)
    whole = add(mesh, name, None, None)
    for material in materials:
        if material is not None:
            mesh.materials.append(material)
    return soften(whole)


def cut(thing, cutter, keep=False):
    """Takes the cutter's volume away."""
    return _combine(thing, cutter, "DIFFERENCE", keep)


def join_volume(thing, other):
    """Makes two solids one."""
    return _combine(thing, other, "UNION", False)


def meet(thing, other):
    """What two solids have in common."""
    return _combine(thing, other, "INTERSECT", False)


def _combine(thing, other, how, keep):
    modifier = thing.modifiers.new(how.lower(), "BOOLEAN")
    modifier.operation = how
    modifier.object = other
    modifier.solver = "EXACT"
    apply_modifiers(thing)
    if not keep:
        bpy.data.objects.remove(other)
    return soften(thing)


def bevelled(thing, width=0.6, segments=3, angle=30):
    """Rounds sharp edges, for instance after a cut."""
    modifier = thing.modifiers.new("bevel", "BEVEL")
    modifier.width = width * MM
    modifier.segments = segments
    modifier.limit_method = "ANGLE"
    modifier.angle_limit = math.radians(angle)
    apply_modifiers(thing)
    return soften(thing)


def subdivided(thing, levels=2):
    """A smooth surface through a coarse mesh."""
    modifier = thing.modifiers.new("subdivision", "SUBSURF")
    modifier.levels = modifier.render_levels = levels
    apply_modifiers(thing)
    return soften(thing, math.radians(80))


def thickened(thing, by, outward=True):
    """Makes a skin a wall of so many millimetres."""
    modifier = thing.modifiers.new("wall", "SOLIDIFY")
    modifier.thickness = by * MM
    modifier.offset = 1.0 if outward else -1.0
    apply_modifiers(thing)
    return soften(thing)


def copied(thing, at=(0, 0, 0), z=0.0, linked=True):
    """Another of the same, moved and turned about the Z axis."""
    other = thing.copy()
    if not linked:
        other.data = thing.data.copy()
    bpy.context.scene.collection.objects.link(other)
    turn(other, z=z)
    return shift(other, at)


def around(thing, count, start=0.0, span=360.0):
    """Copies about the Z axis; the first is the thing itself. Returns all."""
    things = [thing]
    for place in range(1, count):
        things.append(copied(thing, z=start + span * place / count))
    return things


def group(things, name="group"):
    """Hangs objects under one empty, so that they move and turn together."""
    root = bpy.data.objects.new(name, None)
    bpy.context.scene.collection.objects.link(root)
    bpy.context.view_layer.update()
    for thing in things:
        if thing.parent is None:
            thing.parent = root
            thing.matrix_parent_inverse = root.matrix_world.inverted()
    return root


def spot(name, at):
    """Marks a place to be pointed at: its position in each frame of a turntable is stored beside the pictures."""
    mark = bpy.data.objects.new(f"spot:{name}", None)
    bpy.context.scene.collection.objects.link(mark)
    mark.location = _scaled(at)
    mark["spot"] = name
    return mark


@contextmanager
def assembly(name, at=(0, 0, 0), x=0.0, y=0.0, z=0.0):
    """Hangs everything that is made inside `with` under one empty, which is then turned (degrees about X, then Y, then Z) and
    stands at a place: a part that can be built about the origin, and that a video can take out."""
    before = {thing.name for thing in bpy.context.scene.objects}
    root = bpy.data.objects.new(name, None)
    bpy.context.scene.collection.objects.link(root)
    yield root
    for thing in list(bpy.context.scene.objects):
        if thing.name not in before and thing is not root and thing.parent is None:
            thing.parent = root
    root.rotation_euler = (math.radians(x), math.radians(y), math.radians(z))
    root.location = _scaled(at)
    bpy.context.view_layer.update()


def band(profile, degrees, material, off=0.2, facing=-90.0, name="band", steps=40):
    """A printed strip that follows a profile of (radius, height), from below to above, `off` millimetres before it. Its middle
    looks to `facing` (degrees about Z; -90 is the front)."""
    lengths = [0.0]
    for (r, z), (q, y) in zip(profile, profile[1:]):
        lengths.append(lengths[-1] + math.hypot(q - r, y - z))
    vertices, faces, places = [], [], []
    rows = len(profile)
    for place in range(steps + 1):
        angle = math.radians(facing - degrees / 2 + degrees * place / steps)
        for row, (radius, z) in enumerate(profile):
            vertices.append(_scaled(((radius + off) * math.cos(angle), (radius + off) * math.sin(angle), z)))
            places.append((place / steps, lengths[row] / lengths[-1]))
    for place in range(steps):
        for row in range(rows - 1):
            first = place * rows + row
            faces.append((first, first + rows, first + rows + 1, first + 1))
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    layer = mesh.uv_layers.new()
    for face in mesh.polygons:
        for corner in face.loop_indices:
            layer.data[corner].uv = places[mesh.loops[corner].vertex_index]
    return add(mesh, name, material)


def flowing(points, steps=8):
    """More points, on a smooth curve through the given ones (of any number of values each)."""
    ends = [tuple(2 * a - b for a, b in zip(points[0], points[1])), *points,
            tuple(2 * a - b for a, b in zip(points[-1], points[-2]))]
    out = []
    for p, q, r, s in zip(ends, ends[1:], ends[2:], ends[3:]):
        for step in range(steps):
            t = step / steps
            out.append(tuple(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3)
                             for a, b, c, d in zip(p, q, r, s)))
    out.append(tuple(points[-1]))
    return out


def sweep(path, name="sweep", material=None, segments=24, square=2.0, steps=8):
    """A bar along a curve in the XZ plane: `path` of (x, z, half thickness in the plane, half width across it). `square` 2 is
    an ellipse, more is boxier."""
    points = flowing(path, steps)
    vertices, faces = [], []
    for place, (x, z, thick, wide) in enumerate(points):
        before, after = points[max(place - 1, 0)], points[min(place + 1, len(points) - 1)]
        along = Vector((after[0] - before[0], 0, after[1] - before[1])).normalized()
        inward = Vector((-along.z, 0, along.x))
        for corner in range(segments):
            angle = 2 * math.pi * corner / segments
            a, b = math.cos(angle), math.sin(angle)
            a, b = math.copysign(abs(a) ** (2 / square), a), math.copysign(abs(b) ** (2 / square), b)
            vertices.append(_scaled(Vector((x, 0, z)) + inward * (a * thick) + Vector((0, b * wide, 0))))
    for row in range(len(points) - 1):
        for corner in range(segments):
            after = (corner + 1) % segments
            faces.append((row * segments + corner, row * segments + after, (row + 1) * segments + after, (row + 1) * segments + corner))
    faces.append(tuple(range(segments)))
    faces.append(tuple(range((len(points) - 1) * segments, len(points) * segments)))
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    _outward(mesh)
    return add(mesh, name, material, math.radians(50))
