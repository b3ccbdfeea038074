"""Solids that are swept, faceted or reshaped, in millimetres; made of the same stuff as those of `shapes`.

Handles, spouts, cast and fluted bodies: what is neither turned nor drawn out.
"""

from __future__ import annotations

import math

import bpy
from mathutils import Matrix, Vector

from materials import plain
from shapes import MM, SMOOTH, _outward, add, fillet, soften, tube, turn


def curve(points, count=64):
    """A smooth way through points (Catmull-Rom, centripetal), as so many points, evenly far from each other."""
    given = [Vector(point) for point in points]
    ends = [given[0] * 2 - given[1], *given, given[-1] * 2 - given[-2]]
    fine = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:]):
        one = (b - a).length ** 0.5 or 1e-4
        two = (c - b).length ** 0.5 or 1e-4
        three = (d - c).length ** 0.5 or 1e-4
        leave = ((b - a) / one - (c - a) / (one + two) + (c - b) / two) * two
        arrive = ((c - b) / two - (d - b) / (two + three) + (d - c) / three) * two
        for step in range(24):
            t = step / 24
            fine.append(b * (2 * t**3 - 3 * t**2 + 1) + leave * (t**3 - 2 * t**2 + t) + c * (3 * t**2 - 2 * t**3)
                        + arrive * (t**3 - t**2))
    fine.append(given[-1])
    lengths = [0.0]
    for a, b in zip(fine, fine[1:]):
        lengths.append(lengths[-1] + (b - a).length)
    out, at = [], 0
    for place in range(count):
        wanted = lengths[-1] * place / (count - 1)
        while at < len(fine) - 2 and lengths[at + 1] < wanted:
            at += 1
        span = lengths[at + 1] - lengths[at] or 1.0
        out.append(tuple(fine[at].lerp(fine[at + 1], min(1.0, (wanted - lengths[at]) / span))))
    return out


def rounded(points, radii, steps=4):
    """`shapes.fillet` for the profiles of `faceted`, whose points may or may not have a roundness."""
    return fillet([(*point, 0.0)[:3] for point in points], radii, steps)


def placed(thing, at=(0, 0, 0), x=0.0, y=0.0, z=0.0, about=0.0):
    """Puts a thing or a group: turned by degrees about its own origin, moved, then turned about the Z axis by `about`."""
    spin = Matrix.Rotation(math.radians(z), 4, "Z") @ Matrix.Rotation(math.radians(y), 4, "Y") @ Matrix.Rotation(
        math.radians(x), 4, "X")
    thing.matrix_basis = (Matrix.Rotation(math.radians(about), 4, "Z") @ Matrix.Translation(Vector(at) * MM) @ spin
                          @ Matrix.Diagonal((*thing.scale, 1)))
    return thing


def tilted(things, degrees, about, axis="Y"):
    """Turns things and groups together about an axis through a point, like a lid about its hinge."""
    bpy.context.view_layer.update()
    for thing in things:
        turn(thing, **{axis.lower(): degrees}, about=about)
    return things


def dense(points, step=4.0):
    """The same polyline with no piece longer than `step`, so that reshaping can bend it."""
    out = [tuple(points[0])]
    for a, b in zip(points, points[1:]):
        a, b = Vector(a), Vector(b)
        pieces = max(1, math.ceil((b - a).length / step))
        out += [tuple(a.lerp(b, place / pieces)) for place in range(1, pieces + 1)]
    return out


def _between(values, t):
    """A value of a list that is spread over 0..1, on a smooth line through its entries."""
    if not isinstance(values, (list, tuple)):
        return values
    place = t * (len(values) - 1)
    low = min(int(place), len(values) - 2)
    u = place - low
    before, here, after = values[max(low - 1, 0)], values[low], values[low + 1]
    beyond = values[min(low + 2, len(values) - 1)]
    leave, arrive = (after - before) / 2, (beyond - here) / 2
    return (here * (2 * u**3 - 3 * u**2 + 1) + leave * (u**3 - 2 * u**2 + u) + after * (3 * u**2 - 2 * u**3)
            + arrive * (u**3 - u**2))


def sweep(path, width, depth, name="sweep", material=None, side=(0, 1, 0), square=2.0, end=0.8, around=32, samples=72,
          smooth=None):
    """A bar along a smooth way through points. `width` is measured along `side`, `depth` across it in the way's plane; either
    is a number or a list spread over the way. `square` 2 is an ellipse, 3 to 5 a rounded bar. `end` rounds the ends (0 cuts
    them off straight)."""
    way = [Vector(point) for point in curve(path, samples)]
    across = Vector(side).normalized()
    rings = []
    for place, point in enumerate(way):
        ahead = (way[min(place + 1, samples - 1)] - way[max(place - 1, 0)]).normalized()
        flat = (across - ahead * across.dot(ahead)).normalized()
        t = place / (samples - 1)
        rings.append((point, ahead, flat, ahead.cross(flat), _between(width, t) / 2, _between(depth, t) / 2))
    whole = []
    if end > 0:
        whole += reversed([_capped(rings[0], -1, end, step) for step in range(1, 6)])
    whole += rings
    if end > 0:
        whole += [_capped(rings[-1], 1, end, step) for step in range(1, 6)]
    vertices, faces = [], []
    for point, _, flat, up, wide, deep in whole:
        for step in range(around):
            angle = 2 * math.pi * step / around
            x, y = math.cos(angle), math.sin(angle)
            x = math.copysign(abs(x) ** (2 / square), x)
            y = math.copysign(abs(y) ** (2 / square), y)
            vertices.append((point + flat * (x * wide) + up * (y * deep)) * MM)
    for row in range(len(whole) - 1):
        for step in range(around):
            after = (step + 1) % around
            faces.append((row * around + step, row * around + after, (row + 1) * around + after, (row + 1) * around + step))
    faces.append(tuple(reversed(range(around))))
    faces.append(tuple(range((len(whole) - 1) * around, len(whole) * around)))
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    _outward(mesh)
    return add(mesh, name, material, smooth or math.radians(50))


def _capped(ring, way, end, step):
    point, ahead, flat, up, wide, deep = ring
    reach = min(wide, deep) * min(end, 0.98)
    angle = math.pi / 2 * step / 5
    less = reach * (1 - math.cos(angle))
    return (point + ahead * (way * reach * math.sin(angle)), ahead, flat, up, wide - less, deep - less)


def faceted(profile, facets=8, corner=3.0, name="faceted", material=None, smooth=SMOOTH, across=10, bend=6):
    """Like `shapes.lathe` of a polygon whose upright edges are rounded. The profile's points are (distance of the flats,
    height) or (distance, height, roundness): 0 is the polygon, 1 a circle. A flat looks along each axis (8 facets)."""
    half = math.pi / facets
    vertices, rows, faces = [], [], []
    for entry in profile:
        radius, height = entry[0], entry[1]
        roundness = entry[2] if len(entry) > 2 else 0.0
        if radius < 1e-6:
            rows.append([len(vertices)])
            vertices.append((0, 0, height * MM))
            continue
        round_off = min(corner, radius * 0.97)
        round_off += (radius * 0.985 - round_off) * min(max(roundness, 0), 1)
        reach = (radius - round_off) / math.cos(half)
        row = []
        for side in range(facets):
            middle = 2 * half * side
            arc = []
            for step in range(bend + 1):
                turn = middle + half - half + 2 * half * step / bend
                arc.append((reach * math.cos(middle + half) + round_off * math.cos(turn),
                            reach * math.sin(middle + half) + round_off * math.sin(turn)))
            after = middle + 2 * half
            first = (reach * math.cos(after + half) + round_off * math.cos(after),
                     reach * math.sin(after + half) + round_off * math.sin(after))
            last = arc[-1]
            flat = []
            for step in range(1, across):
                # Close to the corners the points stand close too, so that flats are shaded flat.
                t = 0.5 - 0.5 * math.cos(math.pi * step / across)
                flat.append((last[0] + (first[0] - last[0]) * t, last[1] + (first[1] - last[1]) * t))
            for x, y in arc + flat:
                row.append(len(vertices))
                vertices.append((x * MM, y * MM, height * MM))
        rows.append(row)
    for low, high in zip(rows, rows[1:]):
        count = max(len(low), len(high))
        for place in range(count):
            after = (place + 1) % count
            quad = [low[place % len(low)], low[after % len(low)], high[after % len(high)], high[place % len(high)]]
            corners = list(dict.fromkeys(quad))
            if len(corners) > 2:
                faces.append(corners)
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    mesh.validate()
    _outward(mesh)
    return add(mesh, name, material, smooth)


def reshaped(thing, move):
    """Moves each point of a mesh: `move(x, y, z)` takes and gives millimetres."""
    for vertex in thing.data.vertices:
        vertex.co = Vector(move(*(vertex.co / MM))) * MM
    thing.data.update()
    return thing


def wound(thing, wall, turned=0.0):
    """Bends something flat that looks along -Y (its back at y = 0) around the Z axis, onto a wall of the radius `wall(z)`."""
    def move(x, y, z):
        radius = wall(z)
        angle = math.radians(turned - 90) + x / radius
        out = radius - y
        return out * math.cos(angle), out * math.sin(angle), z
    return reshaped(thing, move)


def wall_of(profile):
    """The radius of a profile at a height, for `wound`: give the outer wall only."""
    def wall(z):
        for (low, a), (high, b) in zip(profile, profile[1:]):
            if min(a, b) <= z <= max(a, b) and a != b:
                return low + (high - low) * (z - a) / (b - a)
        return profile[-1][0]
    return wall


def painted(thing, material, where):
    """Another material on the faces of which `where(x, y, z, normal)` is true; their middle is in millimetres."""
    mesh = thing.data
    mesh.materials.append(material)
    slot = len(mesh.materials) - 1
    for face in mesh.polygons:
        if where(*(face.center / MM), face.normal):
            face.material_index = slot
    return thing


def crisp(thing, angle=SMOOTH):
    """Shades anew after reshaping: flats flat, edges by their angle."""
    soften(thing, angle)
    modifier = thing.modifiers.new("normals", "WEIGHTED_NORMAL")
    modifier.keep_sharp = True
    modifier.weight = 80
    return thing


def thread(radius, pitch, turns, at=0.0, thick=1.6, name="thread", material=None, steps=72):
    """The ridge of a screw around the Z axis, from the height `at` upwards; it runs out into its core at both ends."""
    count = int(steps * turns)
    points = []
    for place in range(count + 1):
        angle = 2 * math.pi * place / steps
        edge = min(place, count - place) / (steps * 0.12)
        out = radius - thick / 2 * max(0.0, 1 - edge)
        points.append((out * math.cos(angle), out * math.sin(angle), at + pitch * place / steps))
    return tube(points, thick / 2, name, material, resolution=2)


def flag(at, size, towards=(0, 0, 80), shade=0.02):
    """A dark board that is seen in reflections only: gives a metal front an edge where the paper would make it white. It
    stays where it is while the product turns."""
    mesh = bpy.data.meshes.new("studio:flag")
    wide, high = size[0] / 2 * MM, size[1] / 2 * MM
    mesh.from_pydata([(-wide, -high, 0), (wide, -high, 0), (wide, high, 0), (-wide, high, 0)], [], [(0, 1, 2, 3)])
    thing = bpy.data.objects.new("studio:flag", mesh)
    mesh.materials.append(plain("#000000" if shade <= 0.02 else "#4a4845", 1.0, name=f"studio:flag {shade}"))
    bpy.context.scene.collection.objects.link(thing)
    thing.location = Vector(at) * MM
    thing.rotation_euler = ((Vector(towards) - Vector(at)) * MM).to_track_quat("-Z", "Y").to_euler()
    thing.visible_camera = thing.visible_shadow = thing.visible_diffuse = False
    return thing
