"""Milk jug: drawn from one sheet of steel, a sharp spout, a handle of strip."""

import math

import bpy
import numpy as np

from forms import curve, sweep
from labels import Sheet
from materials import _once, linear, polished, printed
from shapes import MM, add, apply_modifiers, fillet, lathe, soften, wrap
from shots import View, shot

SMALL, LARGE = "350", "600"
SIZES = {SMALL: (37.0, 28.5, 31.5, 92.0), LARGE: (46.0, 35.0, 38.0, 112.0)}
"""Radius of the belly, of the foot, of the neck; height."""


def _radius(size, t):
    """The body's radius at a part of its height."""
    belly, foot, neck, _ = SIZES[size]
    line = np.array(curve([(foot * 0.97, 0, 0.0), (belly * 0.985, 0, 0.13), (belly, 0, 0.27), (belly * 0.93, 0, 0.5),
                           (neck * 1.03, 0, 0.74), (neck, 0, 0.86), (neck * 1.035, 0, 1.0)], 60))
    return np.interp(t, line[:, 2], line[:, 0])


def _spout(angle, t):
    """How far the wall is drawn out at an angle from the spout's line, and how much its rim rises."""
    up = np.clip((t - 0.52) / 0.48, 0, 1) ** 1.7
    lobe = np.exp(-((angle / 0.30) ** 2))
    pinch = np.exp(-(((np.abs(angle) - 0.62) / 0.26) ** 2))
    near_rim = np.clip((t - 0.6) / 0.4, 0, 1) ** 2
    rise = near_rim * (0.075 * np.exp(-((angle / 0.42) ** 2)) - 0.02 * np.cos(angle))
    return up * (0.34 * lobe - 0.055 * pinch), rise


def body(size=SMALL, metal=None, rows=72, count=192):
    """The jug without its handle: its spout towards -X."""
    high = SIZES[size][3]
    metal = metal or polished("#cfcdc9", 0.2)
    ts = np.linspace(0, 1, rows)
    angles = 2 * math.pi * np.arange(count) / count
    t, a = np.meshgrid(ts, angles, indexing="ij")
    from_spout = np.arctan2(np.sin(a - math.pi), np.cos(a - math.pi))
    out, rise = _spout(from_spout, t)
    r = _radius(size, t) * (1 + out)
    z = 2.2 + (high - 2.2) * (t + rise)
    points = np.stack([r * np.cos(a), r * np.sin(a), z], -1)
    foot = SIZES[size][1] * 0.97
    under = [(foot - 1.5, 0.4), (foot - 4, 0.0), (foot - 6, 0.8), (foot - 8, 1.4)]
    rings = [np.stack([q * np.cos(angles), q * np.sin(angles), np.full(count, h)], -1) for q, h in reversed(under)]
    points = np.concatenate([np.array(rings), points])
    total = points.shape[0]
    flat = points.reshape(-1, 3).tolist() + [[0, 0, 1.4]]
    faces = [(i * count + j, i * count + (j + 1) % count, (i + 1) * count + (j + 1) % count, (i + 1) * count + j)
             for i in range(total - 1) for j in range(count)]
    faces += [(total * count, (j + 1) % count, j) for j in range(count)]
    mesh = bpy.data.meshes.new("jug")
    mesh.from_pydata((np.array(flat) * MM).tolist(), [], faces)
    thing = add(mesh, "jug", metal, None)
    wall = thing.modifiers.new("wall", "SOLIDIFY")
    wall.thickness = 0.9 * MM
    wall.offset = -1.0
    wall.use_rim = True
    edge = thing.modifiers.new("edge", "BEVEL")
    edge.width = 0.3 * MM
    edge.segments = 2
    edge.limit_method = "ANGLE"
    edge.angle_limit = math.radians(60)
    apply_modifiers(thing)
    return soften(thing, math.radians(50))


def handle(size=SMALL, metal=None):
    """A strip of steel, welded to the belly and to the neck, opposite to the spout."""
    belly, _, neck, high = SIZES[size]
    out = belly + 0.62 * belly
    top, low = high * 0.83, high * 0.30
    at_top = float(_radius(size, 0.83)) - 0.75
    at_low = float(_radius(size, 0.28)) - 0.6
    path = [(at_top, 0, top), (at_top + 9, 0, top + 3.0), (out - 9, 0, top + 0.5), (out, 0, top - 12),
            (out - 2, 0, (top + low) / 2), (out - 10, 0, low + 8), (at_low + 6, 0, low - 1), (at_low - 0.2, 0, low - 8)]
    scale = belly / 37
    return sweep(path, [13 * scale, 10.5 * scale, 10 * scale, 11 * scale, 12 * scale, 11 * scale, 12 * scale], 3.0 * scale,
                 "handle", metal or polished("#cfcdc9", 0.2), square=3.2, end=0.1)


def mark(size):
    """The maker's name, etched into the belly."""
    sheet = Sheet("jug-mark", 26, 9, dots=40)
    sheet.text("Giano", 13, 4.5, 7.2, "#5b5752", "display", 500)
    high = SIZES[size][3]
    low, top = 0.37, 0.37 + 9 / high
    return wrap(float(_radius(size, low)) + 0.25, 9, math.degrees(26 / float(_radius(size, low))), (0, 0, high * low + 1.4),
                printed(sheet.save(), 0.6), "mark", radius_top=float(_radius(size, top)) + 0.25)


def marbled():
    """Steamed milk into which coffee was poured: white drawn through brown."""
    def make(n):
        where = n.place((1, 1, 1))
        cloud = n.noise(where, 5.0, 2.0)
        n.link(n.ramp(cloud, [(0.0, linear("#efe5d6")), (1.0, linear("#f6efe4"))]), n.shader.inputs["Base Color"])
        n.bump(n.noise(where, 140.0, 2.0), 0.05, 0.06)
        return n.set(rough=0.22, coat=0.5, coat_rough=0.1, under=0.2, under_scale=1.5 * MM)
    return _once("steamed milk", make)


def milk(size, part=0.66):
    """Steamed milk in the jug up to a part of its height."""
    radius = float(_radius(size, part)) * 1.0 - 0.6
    high = 2.2 + (SIZES[size][3] - 2.2) * part
    return lathe(fillet([(0, high), (radius - 1.4, high), (radius, high + 0.9)], [0, 1, 0], 4), "milk", marbled(), 128)


def jug(size=SMALL, filled=0.0):
    """A jug: spout to the left as seen from the front, handle to the right. `filled` is how high milk stands in it."""
    parts = [body(size), handle(size), mark(size)]
    if filled:
        parts.append(milk(size, filled))
    return parts


@shot("jug-latte", "hero", View(azimuth=-22, elevation=14), size=SMALL)
@shot("jug-latte", "hero-600", View(azimuth=-22, elevation=14), size=LARGE)
def hero(size):
    jug(size)


@shot("jug-latte", "detail", View(azimuth=34, elevation=38, target=(-4, 0, 62), width=150, exposure=-0.3))
def with_milk():
    jug(SMALL, 0.72)
