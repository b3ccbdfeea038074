"""Linen in a room: napkins, and the cloth of a table; in millimetres, as in `props`."""

from __future__ import annotations

import math

import numpy as np

from materials import _once, linear
from props import grid_mesh
from shapes import MM, apply_modifiers, soften


def weave(colour="#d9cdb8", stripe=None):
    """Linen: threads along and across, uneven; `stripe` colours two bands along its edges (where it has texture
    coordinates)."""
    def make(n):
        warp = n.noise(n.place((40, 1.2, 1.2)), 3.4, 3.0)
        weft = n.noise(n.place((1.2, 40, 1.2)), 3.4, 3.0)
        mixed = n.tree.nodes.new("ShaderNodeMath")
        mixed.operation = "ADD"
        n.link(warp, mixed.inputs[0])
        n.link(weft, mixed.inputs[1])
        base = linear(colour)
        pale, dark = tuple(min(1, part * 1.1) for part in base[:3]) + (1,), tuple(part * 0.84 for part in base[:3]) + (1,)
        cloth = n.ramp(mixed.outputs[0], [(0.75, dark), (1.0, base), (1.25, pale)])
        if stripe:
            spot = n.tree.nodes.new("ShaderNodeTexCoord")
            parts = n.tree.nodes.new("ShaderNodeSeparateXYZ")
            n.link(spot.outputs["UV"], parts.inputs["Vector"])
            band = n.tree.nodes.new("ShaderNodeValToRGB")
            band.color_ramp.interpolation = "CONSTANT"
            band.color_ramp.elements[0].color = (0, 0, 0, 1)
            band.color_ramp.elements[1].position = 0.08
            for place, value in ((0.08, 1), (0.105, 0), (0.12, 1), (0.13, 0), (0.87, 1), (0.88, 0), (0.895, 1), (0.92, 0)):
                element = band.color_ramp.elements[1] if place == 0.08 else band.color_ramp.elements.new(place)
                element.color = (value, value, value, 1)
            n.link(parts.outputs["Y"], band.inputs["Fac"])
            mix = n.tree.nodes.new("ShaderNodeMix")
            mix.data_type = "RGBA"
            mix.inputs["B"].default_value = linear(stripe)
            n.link(band.outputs["Color"], mix.inputs["Factor"])
            n.link(cloth, mix.inputs["A"])
            cloth = mix.outputs["Result"]
        n.link(cloth, n.shader.inputs["Base Color"])
        n.bump(mixed.outputs[0], 0.25, 0.3)
        return n.set(rough=0.95, sheen=0.25, specular=0.15)
    return _once(f"weave {colour} {stripe}", make)


def _waves(x, y, seed, many=7, longest=160.0, shortest=45.0):
    chance = np.random.default_rng(seed)
    out = np.zeros_like(x)
    for _ in range(many):
        length, angle = chance.uniform(shortest, longest), chance.uniform(0, math.pi)
        out += (length / longest) * np.sin(2 * math.pi * (x * math.cos(angle) + y * math.sin(angle)) / length + chance.uniform(0, 6.3))
    return out / many


def napkin(width=210, depth=130, colour="#d9cdb8", layers=3, seed=1, rumple=5.0, stripe=None):
    """A linen napkin, folded into layers one above another, lying loosely."""
    thick, radius = 1.5, 1.1
    path = []
    for layer in range(layers):
        z = 0.9 + layer * 2 * radius
        ends = (-depth / 2, depth / 2 - layer * 3.0)
        row = np.linspace(*ends, 34) if layer % 2 == 0 else np.linspace(*reversed(ends), 34)
        path += [(y, z) for y in row]
        if layer < layers - 1:
            side = 1 if layer % 2 == 0 else -1
            edge = row[-1]
            path += [(edge + side * radius * math.sin(a), z + radius * (1 - math.cos(a))) for a in np.linspace(0.4, math.pi - 0.4, 5)]
    path = np.array(path)
    xs = np.linspace(-width / 2, width / 2, 70)
    points = np.zeros((len(path), len(xs), 3))
    points[..., 0] = xs[None, :] + 2.0 * _waves(np.zeros_like(path[:, :1]) + xs[None, :], path[:, :1] + 0 * xs, seed + 5)
    points[..., 1] = path[:, :1] + 3.0 * _waves(np.zeros_like(path[:, :1]) + xs[None, :], path[:, :1] + 0 * xs, seed + 9)
    lift = _waves(points[..., 0], points[..., 1], seed) * rumple
    lift = np.maximum(lift + rumple * 0.25, 0)
    share = (path[:, 1:] - 0.9) / max(path[:, 1].max() - 0.9, 1)
    points[..., 2] = path[:, 1:] + lift * (0.55 + 0.45 * share)
    cloth = grid_mesh(points, "napkin", weave(colour, stripe))
    wall = cloth.modifiers.new("cloth", "SOLIDIFY")
    wall.thickness, wall.offset = 1.1 * MM, 0
    apply_modifiers(cloth)
    return soften(cloth, math.radians(70))


def cloth_over(width, depth, drop=120, colour="#e6dccb", seed=2, rumple=2.0, radius=8.0, stripe=None):
    """A table cloth that covers a top (its upper side at z = 0, its front edge at y = 0) and falls over the front."""
    ys = [(y, 0.0) for y in np.linspace(depth, radius, 90)]
    ys += [(radius - radius * math.sin(a), -radius * (1 - math.cos(a))) for a in np.linspace(0.15, math.pi / 2, 7)]
    ys += [(0.0, -radius - z) for z in np.linspace(4, drop, 40)]
    path = np.array(ys)
    xs = np.linspace(-width / 2, width / 2, 220)
    grid_x = np.zeros((len(path), 1)) + xs[None, :]
    along = np.linspace(0, depth + drop, len(path))[:, None] + 0 * xs
    wave = _waves(grid_x, along, seed, 9, 420, 90)
    points = np.zeros((len(path), len(xs), 3))
    points[..., 0] = grid_x
    points[..., 1] = path[:, :1] + 0 * xs
    hang = np.clip((-path[:, 1:] - radius) / drop, 0, 1)
    points[..., 1] -= hang * (10 + 16 * np.sin(grid_x / 62 + 2 * np.sin(grid_x / 170)) + 6 * np.sin(grid_x / 27))
    flat = np.clip(path[:, :1] / 40, 0, 1)
    points[..., 2] = path[:, 1:] + 0.6 + np.maximum(wave * rumple, -0.4) * flat
    return grid_mesh(points, "table cloth", weave(colour, stripe))
