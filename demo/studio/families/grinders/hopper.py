"""Beans behind the glass of a hopper."""

import math

import numpy as np

from families.coffee.beans import place_beans
from materials import plain
from shapes import MM, group, lathe

SIZE = 8.2
"""Millimetres between neighbouring beans."""


def _matrix(chance, at):
    a, b, c = chance.uniform(0, 2 * math.pi, 3)
    ca, sa, cb, sb, cc, sc = math.cos(a), math.sin(a), math.cos(b), math.sin(b), math.cos(c), math.sin(c)
    turn = (np.array([[cc, -sc, 0], [sc, cc, 0], [0, 0, 1]]) @ np.array([[cb, 0, sb], [0, 1, 0], [-sb, 0, cb]])
            @ np.array([[1, 0, 0], [0, ca, -sa], [0, sa, ca]]))
    whole = np.eye(4)
    whole[:3, :3] = turn
    whole[:3, 3] = np.array(at) * MM
    return whole


def filling(profile, level, colour="#3b2013", seed=3, heap=6.0):
    """Beans in a round vessel whose inside is `profile`, (radius, height) from below to above, filled to `level`. Only those
    that are seen are there: along the wall and on top; the rest is a dark core."""
    chance = np.random.default_rng(seed)
    rows = [point for point in profile if point[1] < level]
    above = next((point for point in profile if point[1] >= level), profile[-1])
    last = rows[-1]
    share = (level - last[1]) / max(1e-6, above[1] - last[1])
    rows.append((last[0] + (above[0] - last[0]) * share, level))

    def radius(height):
        for (r, z), (q, y) in zip(rows, rows[1:]):
            if z <= height <= y:
                return r + (q - r) * (height - z) / max(1e-6, y - z)
        return rows[-1][0]

    places = []
    height = rows[0][1] + 4
    while height < level - 1:
        ring = radius(height) - 4.6
        count = max(3, int(2 * math.pi * ring / SIZE))
        off = chance.uniform(0, 1)
        for place in range(count):
            angle = 2 * math.pi * (place + off + chance.uniform(-0.2, 0.2)) / count
            r = ring - abs(chance.normal(0, 0.7))
            places.append((r * math.cos(angle), r * math.sin(angle), height + chance.uniform(-2, 2)))
        height += SIZE * 0.72
    top = radius(level) - 4.4
    ring = top
    while ring > -1:
        count = max(1, int(2 * math.pi * max(ring, 0.5) / (SIZE * 0.95)))
        for place in range(count):
            angle = 2 * math.pi * (place + chance.uniform(-0.3, 0.3)) / count
            r = max(0.0, ring + chance.uniform(-1.6, 1.2))
            rise = heap * (1 - (r / top) ** 2) + chance.uniform(-1.5, 2.2)
            places.append((r * math.cos(angle), r * math.sin(angle), level - 1.5 + rise))
        ring -= SIZE * 0.72
    core = [(0, rows[0][1] + 1)] + [(max(0.5, r - 6.5), z + (1 if n == 0 else 0)) for n, (r, z) in enumerate(rows[:-1])]
    core += [(max(0.5, rows[-1][0] - 6.5), level - 4), (0, level - 4 + heap)]
    inside = lathe(core, "beans below", plain("#1a0e08", 0.7))
    return [inside, *place_beans([_matrix(chance, at) for at in places], colour, unframed=True)]
