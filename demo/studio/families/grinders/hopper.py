"""Beans behind the glass of a hopper."""

import math

import numpy as np
from mathutils import Vector

from families.coffee.beans import place_beans
from materials import _once, linear, plain
from shapes import MM, lathe, prism, rounded_rectangle

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


def coarse(colour="#3a2214"):
    """Ground coffee."""
    def make(n):
        grain = n.noise(n.place((1, 1, 1)), 130.0, 3.0, 0.7)
        dark = tuple(part * 0.45 for part in linear(colour)[:3]) + (1,)
        n.link(n.ramp(grain, [(0.35, dark), (0.65, linear(colour))]), n.shader.inputs["Base Color"])
        n.bump(grain, 0.9, 0.9)
        return n.set(rough=0.85)
    return _once(f"ground coffee {colour}", make)


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


def box_filling(width, depth, low, level, radius=20.0, colour="#3b2013", seed=5, heap=7.0):
    """Beans in a vessel with a rounded rectangle for its plan, its middle at the origin: along the walls and on top."""
    chance = np.random.default_rng(seed)
    outline = [Vector(point) for point in rounded_rectangle(width - 9, depth - 9, max(2.0, radius - 4.5), 6)]
    places = []
    height = low + 4
    while height < level - 1:
        off = chance.uniform(0, SIZE)
        for here, after in zip(outline, outline[1:] + outline[:1]):
            length = (after - here).length
            while off < length:
                at = here + (after - here) * (off / length)
                inward = 1 - abs(chance.normal(0, 0.008))
                places.append((at.x * inward, at.y * inward, height + chance.uniform(-2, 2)))
                off += SIZE * chance.uniform(0.85, 1.15)
            off -= length
        height += SIZE * 0.72
    half, deep = width / 2 - 5, depth / 2 - 5
    x = -half
    while x <= half:
        y = -deep
        while y <= deep:
            corner = math.hypot(max(0, abs(x) - half + radius), max(0, abs(y) - deep + radius))
            if corner <= radius - 1:
                rise = heap * (1 - max(abs(x) / half, abs(y) / deep) ** 2)
                places.append((x + chance.uniform(-2, 2), y + chance.uniform(-2, 2), level - 1.5 + rise + chance.uniform(-1.5, 2.2)))
            y += SIZE * 0.86
        x += SIZE * 0.8
    core = prism(rounded_rectangle(width - 13, depth - 13, max(2.0, radius - 6)), level - low - 5, (0, 0, low + 1), 1, "beans below", plain("#1a0e08", 0.7))
    return [core, *place_beans([_matrix(chance, at) for at in places], colour, unframed=True)]
