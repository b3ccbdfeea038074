"""Surfaces, made of nodes alone. Each is made once for a scene: asking again returns the same."""

from __future__ import annotations

import bpy

from shapes import MM


def linear(colour):
    """`#rrggbb` as Blender's linear colour."""
    text = colour.lstrip("#")

    def one(part):
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return (one(text[0:2]), one(text[2:4]), one(text[4:6]), 1.0)


class _Nodes:
    """A material being made."""

    def __init__(self, name):
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self.tree = self.material.node_tree
        self.shader = self.tree.nodes["Principled BSDF"]

    def set(self, **values):
        names = {
            "colour": "Base Color", "metal": "Metallic", "rough": "Roughness", "ior": "IOR", "clear": "Transmission Weight",
            "coat": "Coat Weight", "coat_rough": "Coat Roughness", "anisotropy": "Anisotropic",
            "turned": "Anisotropic Rotation", "specular": "Specular IOR Level", "under": "Subsurface Weight",
            "under_scale": "Subsurface Scale", "sheen": "Sheen Weight", "glow": "Emission Strength",
            "glow_colour": "Emission Color", "alpha": "Alpha",
        }
        for key, value in values.items():
            self.shader.inputs[names[key]].default_value = value
        return self

    def node(self, kind, **values):
        made = self.tree.nodes.new(kind)
        for key, value in values.items():
            if hasattr(made, key):
                setattr(made, key, value)
            else:
                made.inputs[key.replace("_", " ").title()].default_value = value
        return made

    def link(self, a, b):
        self.tree.links.new(a, b)

    def place(self, stretch=(1, 1, 1), space="Object"):
        """Coordinates in units of ten centimetres, stretched."""
        spot = self.tree.nodes.new("ShaderNodeTexCoord")
        scale = self.tree.nodes.new("ShaderNodeMapping")
        scale.inputs["Scale"].default_value = stretch
        self.link(spot.outputs[space], scale.inputs["Vector"])
        return scale.outputs["Vector"]

    def bump(self, height, strength=0.1, distance=0.1):
        bump = self.tree.nodes.new("ShaderNodeBump")
        bump.inputs["Strength"].default_value = strength
        bump.inputs["Distance"].default_value = distance * MM
        self.link(height, bump.inputs["Height"])
        self.link(bump.outputs["Normal"], self.shader.inputs["Normal"])

    def noise(self, where, scale, detail=4.0, rough=0.55):
        made = self.tree.nodes.new("ShaderNodeTexNoise")
        made.inputs["Scale"].default_value = scale
        made.inputs["Detail"].default_value = detail
        made.inputs["Roughness"].default_value = rough
        self.link(where, made.inputs["Vector"])
        return made.outputs["Fac"]

    def ramp(self, value, stops):
        made = self.tree.nodes.new("ShaderNodeValToRGB")
        line = made.color_ramp
        line.elements[0].position, line.elements[0].color = stops[0][0], stops[0][1]
        line.elements[1].position, line.elements[1].color = stops[-1][0], stops[-1][1]
        for position, colour in stops[1:-1]:
            line.elements.new(position).color = colour
        self.link(value, made.inputs["Fac"])
        return made.outputs["Color"]

    def spread(self, value, low, high):
        made = self.tree.nodes.new("ShaderNodeMapRange")
        made.inputs["To Min"].default_value = low
        made.inputs["To Max"].default_value = high
        self.link(value, made.inputs["Value"])
        return made.outputs["Result"]


def _once(name, make):
    found = bpy.data.materials.get(name)
    return found if found is not None else make(_Nodes(name)).material


def made(name, make):
    """A surface of one product's own: `make(nodes)` sets it up, as those below do."""
    return _once(name, make)


def plain(colour, rough=0.5, metal=0.0, coat=0.0, name=None):
    """One colour."""
    def make(n):
        return n.set(colour=linear(colour), rough=rough, metal=metal, coat=coat, coat_rough=0.08)
    return _once(name or f"plain {colour} {rough} {metal} {coat}", make)


def steel(brushed=True, along="Z", tint="#c8c6c2", rough=0.3):
    """Stainless steel. Brushed: fine lines along an axis of the object."""
    def make(n):
        n.set(colour=linear(tint), metal=1.0, rough=rough if brushed else 0.09)
        if brushed:
            long, short = 0.6, 60.0
            stretch = {"X": (long, short, short), "Y": (short, long, short), "Z": (short, short, long)}[along]
            lines = n.noise(n.place(stretch), 6.0, 3.0)
            n.link(n.spread(lines, rough * 0.72, rough * 1.35), n.shader.inputs["Roughness"])
            n.bump(lines, 0.12, 0.05)
            n.set(anisotropy=0.35)
        return n
    return _once(f"steel {brushed} {along} {tint} {rough}", make)


def satin(along="X", tint="#b4b2ae", rough=0.3, anisotropy=0.55):
    """Steel brushed so finely that its lines are a sheen, for large faces: `steel` glitters there, as its lines are narrower
    than a pixel. `along` is the way of the brush in the object."""
    def make(n):
        long, short = 0.25, 22.0
        stretch = {"X": (long, short, short), "Y": (short, long, short), "Z": (short, short, long)}[along]
        lines = n.noise(n.place(stretch), 3.0, 4.0, 0.7)
        n.set(metal=1.0, anisotropy=anisotropy)
        n.link(n.spread(lines, rough * 0.82, rough * 1.2), n.shader.inputs["Roughness"])
        base = linear(tint)
        dim = tuple(part * 0.86 for part in base[:3]) + (1.0,)
        n.link(n.ramp(lines, [(0.3, dim), (0.7, base)]), n.shader.inputs["Base Color"])
        n.bump(lines, 0.022, 0.05)
        # Rougher across the lines: the tangent lies across them, in the face.
        way = n.tree.nodes.new("ShaderNodeVectorTransform")
        way.vector_type, way.convert_from, way.convert_to = "VECTOR", "OBJECT", "WORLD"
        way.inputs[0].default_value = {"X": (1, 0, 0), "Y": (0, 1, 0), "Z": (0, 0, 1)}[along]
        n.link(way.outputs[0], n.shader.inputs["Tangent"])
        return n.set(turned=0.25)
    return _once(f"satin {along} {tint} {rough} {anisotropy}", make)


def spun(tint="#b4b2ae", rough=0.24, anisotropy=0.5):
    """Steel brushed while it turns about the Z axis: the lines run around it."""
    def make(n):
        lines = n.noise(n.place((0.2, 0.2, 26)), 3.0, 4.0, 0.7)
        n.set(metal=1.0, anisotropy=anisotropy)
        n.link(n.spread(lines, rough * 0.8, rough * 1.25), n.shader.inputs["Roughness"])
        base = linear(tint)
        n.link(n.ramp(lines, [(0.3, tuple(part * 0.88 for part in base[:3]) + (1.0,)), (0.7, base)]), n.shader.inputs["Base Color"])
        n.bump(lines, 0.03, 0.05)
        way = n.node("ShaderNodeTangent", direction_type="RADIAL", axis="Z")
        n.link(way.outputs[0], n.shader.inputs["Tangent"])
        return n
    return _once(f"spun {tint} {rough} {anisotropy}", make)


def polished(tint="#d6d4d0", rough=0.07):
    """Polished steel or chrome, with the faint unevenness that real ones have."""
    def make(n):
        n.set(colour=linear(tint), metal=1.0, rough=rough)
        smudge = n.noise(n.place((1, 1, 1)), 3.0, 2.0)
        n.link(n.spread(smudge, rough * 0.75, rough * 1.4), n.shader.inputs["Roughness"])
        return n
    return _once(f"polished {tint} {rough}", make)


def brass(rough=0.2):
    return polished("#d6b67c", rough)


def copper(rough=0.2):
    return polished("#c9835d", rough)


def aluminium(cast=True, rough=0.34, tint="#c3c4c5"):
    """Cast aluminium, grained; or polished."""
    def make(n):
        n.set(colour=linear(tint), metal=1.0, rough=rough if cast else 0.16)
        if cast:
            grain = n.noise(n.place((1, 1, 1)), 90.0, 4.0, 0.65)
            n.link(n.spread(grain, rough * 0.8, rough * 1.3), n.shader.inputs["Roughness"])
            n.bump(grain, 0.14, 0.12)
        return n
    return _once(f"aluminium {cast} {rough} {tint}", make)


def cast(tint="#a9aaac", rough=0.2, grain=0.06):
    """Cast metal, polished by hand: it still mirrors, over a faint grain."""
    def make(n):
        n.set(colour=linear(tint), metal=1.0, rough=rough)
        skin = n.noise(n.place((1, 1, 1)), 70.0, 3.0, 0.6)
        n.link(n.spread(skin, rough * 0.8, rough * 1.3), n.shader.inputs["Roughness"])
        n.bump(skin, grain, 0.1)
        return n
    return _once(f"cast {tint} {rough} {grain}", make)


def lacquer(colour, rough=0.28, coat=0.6):
    """Painted metal, smooth."""
    return plain(colour, rough, 0.0, coat, f"lacquer {colour} {rough} {coat}")


def powder(colour, rough=0.55):
    """Powder coating: a fine grain."""
    def make(n):
        n.set(colour=linear(colour), rough=rough)
        n.bump(n.noise(n.place((1, 1, 1)), 140.0, 2.0), 0.12, 0.12)
        return n
    return _once(f"powder {colour} {rough}", make)


def plastic(colour, rough=0.4):
    """Moulded plastic, satin."""
    return plain(colour, rough, 0.0, 0.0, f"plastic {colour} {rough}")


def bakelite(colour="#1c1512"):
    return plain(colour, 0.22, 0.0, 0.3, f"bakelite {colour}")


def rubber(colour="#1d1b1a"):
    return plain(colour, 0.75, 0.0, 0.0, f"rubber {colour}")


def silicone(colour="#e9e4da"):
    def make(n):
        return n.set(colour=linear(colour), rough=0.5, under=0.25, under_scale=2 * MM)
    return _once(f"silicone {colour}", make)


def porcelain(colour="#f4f1ea"):
    """Glazed: white below, glass above."""
    def make(n):
        return n.set(colour=linear(colour), rough=0.3, coat=1.0, coat_rough=0.03)
    return _once(f"porcelain {colour}", make)


def stoneware(colour="#e5d9c5", speckle="#6b4a35"):
    """Matt glaze with iron speckles."""
    def make(n):
        n.set(rough=0.5, coat=0.25, coat_rough=0.3)
        dots = n.noise(n.place((1, 1, 1)), 55.0, 2.0, 0.5)
        base, dark = linear(colour), linear(speckle)
        n.link(n.ramp(dots, [(0.0, base), (0.66, base), (0.72, dark), (1.0, dark)]), n.shader.inputs["Base Color"])
        n.bump(n.noise(n.place((1, 1, 1)), 18.0, 3.0), 0.05, 0.3)
        return n
    return _once(f"stoneware {colour} {speckle}", make)


def clay(colour="#b07a52"):
    """Unglazed foot of a mug."""
    def make(n):
        n.set(colour=linear(colour), rough=0.9)
        n.bump(n.noise(n.place((1, 1, 1)), 120.0, 3.0), 0.25, 0.2)
        return n
    return _once(f"clay {colour}", make)


def enamel(colour):
    return plain(colour, 0.16, 0.0, 0.7, f"enamel {colour}")


def walnut(along="Z", light="#7a4a2b", dark="#3a2114", rough=0.36):
    """Oiled walnut, grain along an axis of the object."""
    def make(n):
        long, short = 0.5, 5.0
        stretch = {"X": (long, short, short), "Y": (short, long, short), "Z": (short, short, long)}[along]
        where = n.place(stretch)
        grain = n.noise(where, 2.2, 8.0, 0.62)
        fine = n.noise(n.place(tuple(part * 6 for part in stretch)), 6.0, 3.0)
        mixed = n.tree.nodes.new("ShaderNodeMath")
        mixed.operation = "MULTIPLY_ADD"
        mixed.inputs[1].default_value = 0.18
        n.link(fine, mixed.inputs[0])
        n.link(grain, mixed.inputs[2])
        middle = tuple((a + b) / 2 for a, b in zip(linear(light), linear(dark)))
        n.link(n.ramp(mixed.outputs[0], [(0.38, linear(dark)), (0.55, middle), (0.74, linear(light))]),
               n.shader.inputs["Base Color"])
        n.bump(fine, 0.06, 0.1)
        return n.set(rough=rough, coat=0.12, coat_rough=0.3)
    return _once(f"walnut {along} {light} {dark} {rough}", make)


def wood(colour="#b98a5a", dark="#8a5e38", along="X", rough=0.5):
    """A lighter wood, for tables and shelves."""
    return walnut(along, colour, dark, rough)


def cork():
    def make(n):
        dots = n.noise(n.place((1, 1, 1)), 40.0, 3.0)
        n.link(n.ramp(dots, [(0.3, linear("#7d5530")), (0.55, linear("#c79a63")), (1.0, linear("#d8b07a"))]),
               n.shader.inputs["Base Color"])
        n.bump(dots, 0.3, 0.3)
        return n.set(rough=0.85)
    return _once("cork", make)


def glass(tint="#ffffff", rough=0.0, ior=1.46):
    """Clear or tinted. Model both sides of a wall: light is bent at each."""
    def make(n):
        return n.set(colour=linear(tint), rough=rough, clear=1.0, ior=ior)
    return _once(f"glass {tint} {rough} {ior}", make)


def pane(tint="#f2f4f3", gloss=0.03, edge=0.55):
    """Glass or clear plastic with a thin wall: mirrors more towards its edges, does not bend what is behind, and lets the
    lamps through, so that what is inside is lit (`glass` keeps its inside dark, as the studio has no caustics). Both sides
    of a wall tint: a wall of two skins is the tint twice."""
    def make(n):
        through = n.tree.nodes.new("ShaderNodeBsdfTransparent")
        through.inputs["Color"].default_value = linear(tint)
        mirror = n.tree.nodes.new("ShaderNodeBsdfGlossy")
        mirror.inputs["Roughness"].default_value = gloss
        facing = n.tree.nodes.new("ShaderNodeLayerWeight")
        facing.inputs["Blend"].default_value = 0.5
        steep = n.tree.nodes.new("ShaderNodeMath")
        steep.operation = "POWER"
        steep.inputs[1].default_value = 3.0
        n.link(facing.outputs["Facing"], steep.inputs[0])
        share = n.spread(steep.outputs[0], 0.025, edge)
        mixed = n.tree.nodes.new("ShaderNodeMixShader")
        n.link(share, mixed.inputs["Fac"])
        n.link(through.outputs["BSDF"], mixed.inputs[1])
        n.link(mirror.outputs["BSDF"], mixed.inputs[2])
        n.link(mixed.outputs["Shader"], n.tree.nodes["Material Output"].inputs["Surface"])
        n.tree.nodes.remove(n.shader)
        return n
    return _once(f"pane {tint} {gloss} {edge}", make)


def smoked_glass():
    return glass("#5c534b")


def liquid(colour="#1a0c05", clear=0.0):
    """Coffee and the like: dark, with a mirror on top. `clear` lets light through (tea-thin filter coffee)."""
    def make(n):
        return n.set(colour=linear(colour), rough=0.04, clear=clear, ior=1.33)
    return _once(f"liquid {colour} {clear}", make)


def brew(deep="#170803", edge="#7a3209"):
    """Filter coffee in a glass: almost black, amber where one looks through little of it."""
    def make(n):
        facing = n.tree.nodes.new("ShaderNodeLayerWeight")
        facing.inputs["Blend"].default_value = 0.35
        n.link(n.ramp(facing.outputs["Facing"], [(0.25, linear(deep)), (0.95, linear(edge))]), n.shader.inputs["Base Color"])
        return n.set(rough=0.06, ior=1.33)
    return _once(f"brew {deep} {edge}", make)


def crema(light="#c98f4e", dark="#8a5220"):
    """The foam of an espresso, mottled."""
    def make(n):
        spots = n.noise(n.place((1, 1, 1)), 14.0, 6.0, 0.6)
        n.link(n.ramp(spots, [(0.35, linear(dark)), (0.6, linear(light)), (0.85, linear("#dcae72"))]),
               n.shader.inputs["Base Color"])
        n.bump(n.noise(n.place((1, 1, 1)), 70.0, 2.0), 0.1, 0.1)
        return n.set(rough=0.35, coat=0.3, under=0.2, under_scale=1 * MM)
    return _once(f"crema {light} {dark}", make)


def milk(colour="#f3e9db"):
    def make(n):
        return n.set(colour=linear(colour), rough=0.3, under=0.5, under_scale=3 * MM)
    return _once(f"milk {colour}", make)


def bean(colour="#3a1f12"):
    """A roasted bean: matt with an oily shine."""
    return plain(colour, 0.42, 0.0, 0.2, f"bean {colour}")


def paper(colour="#efe4d2", rough=0.75):
    """Paper or board, with a little tooth."""
    def make(n):
        n.set(colour=linear(colour), rough=rough)
        n.bump(n.noise(n.place((1, 1, 1)), 160.0, 3.0), 0.06, 0.1)
        return n
    return _once(f"paper {colour} {rough}", make)


def kraft():
    def make(n):
        fibres = n.noise(n.place((1, 1, 3)), 90.0, 4.0)
        n.link(n.ramp(fibres, [(0.3, linear("#a3805a")), (0.7, linear("#bd9e78"))]), n.shader.inputs["Base Color"])
        n.bump(fibres, 0.08, 0.1)
        return n.set(rough=0.8)
    return _once("kraft", make)


def linen(colour="#d9cdb8"):
    """Cloth, woven."""
    def make(n):
        n.set(colour=linear(colour), rough=0.9, sheen=0.3)
        warp = n.tree.nodes.new("ShaderNodeTexWave")
        warp.inputs["Scale"].default_value = 60.0
        n.link(n.place((1, 1, 1)), warp.inputs["Vector"])
        n.bump(warp.outputs["Fac"], 0.2, 0.3)
        return n
    return _once(f"linen {colour}", make)


def marble():
    def make(n):
        veins = n.noise(n.place((1, 1.6, 1)), 1.1, 9.0, 0.62)
        n.link(n.ramp(veins, [(0.42, linear("#f0ece5")), (0.5, linear("#cfc8be")), (0.53, linear("#e9e4dc")),
                              (1.0, linear("#f3efe9"))]), n.shader.inputs["Base Color"])
        return n.set(rough=0.14, coat=0.4)
    return _once("marble", make)


def printed(image, rough=0.6, coat=0.0, name=None):
    """A picture printed on a decal, a wrap or anything with texture coordinates; its transparency shows what is below."""
    def make(n):
        loaded = bpy.data.images.load(str(image), check_existing=True)
        picture = n.tree.nodes.new("ShaderNodeTexImage")
        picture.image = loaded
        picture.extension = "EXTEND"
        n.link(picture.outputs["Color"], n.shader.inputs["Base Color"])
        n.link(picture.outputs["Alpha"], n.shader.inputs["Alpha"])
        return n.set(rough=rough, coat=coat)
    return _once(name or f"printed {image} {rough} {coat}", make)


def glowing(image, strength=2.0):
    """A display that shines with a picture."""
    def make(n):
        loaded = bpy.data.images.load(str(image), check_existing=True)
        picture = n.tree.nodes.new("ShaderNodeTexImage")
        picture.image = loaded
        picture.extension = "EXTEND"
        n.link(picture.outputs["Color"], n.shader.inputs["Emission Color"])
        n.set(colour=(0.01, 0.01, 0.01, 1), rough=0.12, glow=strength, coat=0.8)
        return n
    return _once(f"glowing {image} {strength}", make)


def light(colour="#ffb060", strength=6.0):
    """A lamp, a light-emitting digit."""
    def make(n):
        return n.set(colour=linear(colour), glow=strength, glow_colour=linear(colour))
    return _once(f"light {colour} {strength}", make)


def espresso(radius, heart="#4a210a", light="#a3601f", rim="#cf9648"):
    """Crema in a cup, seen from above: a dark mottled heart, tiger stripes, a pale ring at the wall of a `radius`."""
    def make(n):
        where = n.place((1, 1, 1))
        flat = n.tree.nodes.new("ShaderNodeVectorMath")
        flat.operation = "MULTIPLY"
        flat.inputs[1].default_value = (1, 1, 0)
        n.link(where, flat.inputs[0])
        far = n.tree.nodes.new("ShaderNodeVectorMath")
        far.operation = "LENGTH"
        n.link(flat.outputs["Vector"], far.inputs[0])
        cloud = n.noise(n.place((1.0, 1.8, 1)), 11.0, 7.0, 0.62)
        mixed = n.tree.nodes.new("ShaderNodeMath")
        mixed.operation = "MULTIPLY_ADD"
        mixed.inputs[1].default_value = 1 / (radius * MM) * 0.55
        n.link(far.outputs["Value"], mixed.inputs[0])
        n.link(cloud, mixed.inputs[2])
        n.link(n.ramp(mixed.outputs[0], [(0.50, linear(heart)), (0.72, linear("#74390f")), (0.86, linear(light)),
                                         (0.96, linear(rim)), (1.0, linear("#8a5018"))]), n.shader.inputs["Base Color"])
        n.bump(n.noise(where, 85.0, 2.0), 0.10, 0.1)
        return n.set(rough=0.32, coat=0.35, coat_rough=0.15, under=0.15, under_scale=0.8 * MM)
    return _once(f"espresso {radius} {heart} {light} {rim}", make)
