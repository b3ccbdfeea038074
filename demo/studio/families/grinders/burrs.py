"""Burrs: cones, their rings and flat ones, with cut teeth."""

import math

import bmesh
import bpy

from materials import polished
from shapes import MM, _outward, add, box, cut, cylinder, fillet, group, lathe, merged, turn

BURR = ("#8f8d8a", 0.26)


def hardened():
    """Hardened steel, greyer and less bright than the sheet."""
    return polished(*BURR)


def toothed(profile, teeth, name="toothed", material=None, sides=14):
    """A surface turned about Z whose profile of (radius, height, depth, twist) is cut into saw teeth: `depth` outwards in
    millimetres, `twist` how many teeth the cut has wandered at that height."""
    count = teeth * sides
    vertices, faces = [], []
    for radius, height, depth, twist in profile:
        for place in range(count):
            angle = 2 * math.pi * place / count
            share = (place / sides + twist) % 1.0
            saw = share / 0.8 if share < 0.8 else (1 - share) / 0.2
            r = max(0.2, radius + depth * (saw - 0.5))
            vertices.append((r * math.cos(angle) * MM, r * math.sin(angle) * MM, height * MM))
    for row in range(len(profile) - 1):
        for place in range(count):
            after = (place + 1) % count
            faces.append((row * count + place, row * count + after, (row + 1) * count + after, (row + 1) * count + place))
    faces.append(tuple(range(count - 1, -1, -1)))
    faces.append(tuple(range((len(profile) - 1) * count, len(profile) * count)))
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    _outward(mesh)
    return add(mesh, name, material or hardened(), math.radians(24))


def cone(radius=20.0, height=24.0, axle=4.0):
    """The inner burr of a conical pair, standing on z = 0, its axle above."""
    r = radius
    rows = []
    for step in range(13):
        t = step / 12
        rows.append((r * (1 - 0.62 * t ** 0.9), height * t, 1.0 + 2.2 * t, 1.7 * t))
    coarse = toothed([(q, z, d * (1.5 if z > height * 0.3 else 0.7), w) for q, z, d, w in rows], 7, "cone")
    fine = toothed([(r * 1.02, -2.2, 0.9, -0.2), (r * 1.02, 0.6, 0.9, 0), (r * 0.93, 4.2, 0.9, 0.5), (r * 0.88, 5.4, 0.2, 0.6)], 36, "cone edge",
                   sides=8)
    nut = lathe(fillet([(0, height - 1), (axle * 1.7, height - 1), (axle * 1.7, height + 3), (0, height + 3)], [0, 0.4, 0.8, 0]), "nut",
                polished(), facets=6)
    axle_ = cylinder(axle * 0.8, 8, (0, 0, height + 2), 0.8, "axle", polished(), segments=48)
    return group([coarse, fine, nut, axle_], "lower burr")


def burr_ring(radius=26.0, inner=20.0, height=18.0):
    """The outer burr: a ring with teeth within, its wide, fine side down at z = 0."""
    body = lathe(fillet([(inner + 2.6, 0), (radius, 0), (radius, height), (inner * 0.86 + 2, height)], [0.3, 0.6, 0.8, 0.3], closed=True)
                 + [(inner + 2.6, 0)], "burr ring", hardened())
    teeth = toothed([(inner + 2.8, 0.1, 0.5, 0), (inner + 0.6, 0.2, 1.0, 0), (inner - 0.6, 5, 1.6, -0.6), (inner * 0.86, height - 0.4, 4.0, -1.6),
                     (inner * 0.86 + 2.2, height - 0.1, 0.3, -1.7)], 24, "ring teeth", sides=10)
    mesh = teeth.data
    shape = bmesh.new()
    shape.from_mesh(mesh)
    caps = [face for face in shape.faces if len(face.verts) > 8]
    bmesh.ops.delete(shape, geom=caps, context="FACES_ONLY")
    shape.to_mesh(mesh)
    shape.free()
    return group([body, teeth], "upper burr")


def flat(radius=30.0, inner=17.0, height=7.0, teeth=36):
    """A flat burr, its cutting face up at z = height: radial teeth, screws."""
    body = lathe(fillet([(inner, 0), (radius, 0), (radius, height - 1.4), (radius - 1.4, height), (radius * 0.84, height - 0.4), (inner, height - 3)],
                        [0.3, 0.5, 0.4, 0.4, 0.3, 0.3], closed=True) + [(inner, 0)], "flat burr", hardened())
    cutters = []
    for place in range(teeth):
        groove = box((radius - inner + 4, 1.5, 3), ((radius + inner) / 2 + 1, 0, height - 1.1), 0.2, "groove", None, 1)
        turn(groove, z=14, bake=True, about=((radius + inner) / 2, 0, 0))
        cutters.append(turn(groove, z=360 * place / teeth, bake=True))
    cut(body, merged(cutters, "grooves"))
    return group([body], "flat burr")
