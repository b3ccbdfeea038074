"""Forms that professional machines need beyond the studio's own solids."""

import bpy

from shapes import SMOOTH, _outward, add, _scaled


def loft(sections, name="loft", material=None, caps=(True, True), smooth=SMOOTH):
    """A skin over outlines of (x, y) at heights, each with as many points: (outline, z). `caps` close the first and the last."""
    vertices, faces = [], []
    count = len(sections[0][0])
    for outline, z in sections:
        vertices += [_scaled((x, y, z)) for x, y in outline]
    for row in range(len(sections) - 1):
        for place in range(count):
            after = (place + 1) % count
            faces.append((row * count + place, row * count + after, (row + 1) * count + after, (row + 1) * count + place))
    if caps[0]:
        faces.append(tuple(range(count)))
    if caps[1]:
        faces.append(tuple(range((len(sections) - 1) * count, len(sections) * count)))
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(vertices, [], faces)
    _outward(mesh)
    return add(mesh, name, material, smooth)
