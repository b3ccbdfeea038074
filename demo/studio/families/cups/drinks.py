"""What stands in glasses: drinks in layers, crema, foam."""

import math
import random

from materials import _once, espresso, linear, milk, polished
from shapes import MM, ball, fillet, flowing, lathe, tube


def layered(stops, height, cloudy=0.05):
    """A drink seen through its glass: colours at shares of a height in millimetres, a little cloudy where they meet."""
    def make(n):
        where = n.place((1, 1, 1))
        parts = n.tree.nodes.new("ShaderNodeSeparateXYZ")
        n.link(where, parts.inputs["Vector"])
        cloud = n.noise(n.place((1, 1, 2.2)), 5.0, 5.0, 0.6)
        share = n.tree.nodes.new("ShaderNodeMath")
        share.operation = "MULTIPLY_ADD"
        share.inputs[1].default_value = 1 / (height * MM)
        n.link(parts.outputs["Z"], share.inputs[0])
        n.link(n.spread(cloud, -cloudy, cloudy), share.inputs[2])
        n.link(n.ramp(share.outputs[0], [(at, linear(colour)) for at, colour in stops]), n.shader.inputs["Base Color"])
        return n.set(rough=0.25, coat=0.3, under=0.15, under_scale=2 * MM)
    return _once(f"layered {stops} {height} {cloudy}", make)


def crystal(gloss=0.02, edge=0.42):
    """Clear glass on pale paper: like `materials.pane`, but darker where one looks along its wall, so that it has an outline.
    What it mirrors is warmed, as the paper it is seen on is warm."""
    def make(n):
        facing = n.tree.nodes.new("ShaderNodeLayerWeight")
        facing.inputs["Blend"].default_value = 0.5
        through = n.tree.nodes.new("ShaderNodeBsdfTransparent")
        n.link(n.ramp(facing.outputs["Facing"], [(0.0, linear("#fcfcfb")), (0.66, linear("#f7f7f4")), (0.87, linear("#c6c8c3")), (1.0, linear("#60635f"))]),
               through.inputs["Color"])
        mirror = n.tree.nodes.new("ShaderNodeBsdfGlossy")
        mirror.inputs["Roughness"].default_value = gloss
        mirror.inputs["Color"].default_value = linear("#fdf9f2")
        fresnel = n.tree.nodes.new("ShaderNodeLayerWeight")
        fresnel.inputs["Blend"].default_value = 0.16
        mixed = n.tree.nodes.new("ShaderNodeMixShader")
        n.link(n.spread(fresnel.outputs["Facing"], 0.035, edge), mixed.inputs["Fac"])
        n.link(through.outputs["BSDF"], mixed.inputs[1])
        n.link(mirror.outputs["BSDF"], mixed.inputs[2])
        n.link(mixed.outputs["Shader"], n.tree.nodes["Material Output"].inputs["Surface"])
        n.tree.nodes.remove(n.shader)
        return n
    return _once(f"crystal {gloss} {edge}", make)


def until(line, level):
    """The part of an inner line (radius, height; from below) up to a level, and the radius there."""
    out = []
    for (a, y), (b, x) in zip(line, line[1:]):
        out.append((a, y))
        if y <= level <= x and x > y:
            reach = a + (b - a) * (level - y) / (x - y)
            return out + [(reach, level)], reach
    return out + [line[-1]], line[-1][0]


def fill(line, level, material, gap=0.35, name="drink"):
    """Liquid in a vessel whose inner line goes from the middle of its floor up; open above, where the foam lies."""
    body, reach = until(line, level)
    lathe([(max(0, a - gap), z + gap * 0.6) for a, z in body], name, material, 96)
    return reach - gap


def crema_on(reach, level, bubbles=14, seed=3, **tints):
    """A disc of crema with a few bubbles at the glass."""
    top = espresso(reach, **tints)
    lathe([(0, level), (reach * 0.6, level), (reach - 2, level), (reach - 0.6, level + 0.4), (reach, level + 1.0)], "crema", top, 96)
    dice = random.Random(seed)
    for _ in range(bubbles):
        angle, far = dice.uniform(0, 2 * math.pi), reach - dice.uniform(1.2, 3.2)
        ball(dice.uniform(0.4, 0.9), (far * math.cos(angle), far * math.sin(angle), level + 0.1), (1, 1, 0.7), "bubble", top)


def foam_on(reach, level, thick=14, dome=3.0):
    """Milk foam, rounded above."""
    line = [(reach, level), (reach, level + thick - 2)] + flowing([(reach - 0.3, level + thick - 1.6), (reach - 3, level + thick), (reach * 0.55, level + thick + dome * 0.8), (0, level + thick + dome)], 6)
    lathe(line, "foam", milk("#efe3cf"), 96)


def spoon(length=170):
    """A slender bar spoon along Z, its bowl below, origin at the bowl's end."""
    metal = polished("#d9d7d3", 0.1)
    tube([(0, 0, 30), (0, 0, 70), (0, 0, length - 10), (0, 0, length)], 1.7, "spoon", metal, taper=[0.9, 1, 1, 1.5])
    bowl = lathe(fillet([(0, 0), (6, 6), (8.5, 18), (3, 31), (0, 34)], [0, 6, 8, 4, 0], 6), "spoon bowl", metal, 40)
    bowl.scale = (1, 0.32, 1)
