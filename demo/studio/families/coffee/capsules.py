"""Capsules Office 100: aluminium capsules in a carton that serves them."""

import math

import bpy

from labels import CREAM, INK, Sheet
from materials import _once, linear, paper, printed
from shapes import MM, box, decal, fillet, group, lathe, plate, shift, turn
from shots import View, shot

COLOURS = {"notte": "#3a2a22", "sera": "#b4502c", "alba": "#c79a52", "deca": "#2c6a50"}
"""Anodised aluminium, a colour for each coffee."""

RIM, TALL = 18.5, 29.0
INNER, BOARD, HIGH = 190.0, 1.6, 118.0


def anodised(colour, rough=0.3):
    def make(n):
        n.set(colour=linear(colour), metal=1.0, rough=rough)
        skin = n.noise(n.place((1, 1, 1)), 60.0, 2.0)
        n.link(n.spread(skin, rough * 0.8, rough * 1.25), n.shader.inputs["Roughness"])
        return n
    return _once(f"anodised {colour} {rough}", make)


def _profile():
    rim = [(0, 0.25), (16.4, 0.25), (17.2, -0.05), (RIM - 0.2, 0.0), (RIM, 0.5), (RIM - 0.3, 1.1), (16.6, 1.0), (15.6, 1.6)]
    wall = [(15.3, 2.6), (12.5, 20.6), (11.8, 22.2), (8.2, 27.4), (7.2, 28.6), (5.6, TALL), (5.0, TALL - 0.2),
            (4.4, TALL - 1.3), (0, TALL - 1.3)]
    return fillet(rim + wall, [0, 0.3, 0.3, 0.3, 0.4, 0.3, 0.6, 0.6, 0.8, 1.2, 1.0, 1.0, 0.8, 0.5, 0.3, 0.3, 0], 4)


def _capsule_mesh(colour):
    """A capsule with its foil on the ground; its wall is fluted."""
    name = f"capsule {colour}"
    found = bpy.data.meshes.get(name)
    if found is not None:
        return found
    thing = lathe(_profile(), name, anodised(colour), 144)
    thing.data.name = name
    for vertex in thing.data.vertices:
        x, y, z = (part / MM for part in vertex.co)
        if 3.2 < z < 26.5:
            fade = min(1, (z - 3.2) / 2.5, (26.5 - z) / 3)
            less = 1 - 0.022 * fade * (0.5 + 0.5 * math.cos(36 * math.atan2(y, x)))
            vertex.co.x *= less
            vertex.co.y *= less
    mesh = thing.data
    bpy.data.objects.remove(thing)
    return mesh


def _foil():
    sheet = Sheet("capsule-foil", 34, 34, dots=22)
    for row in range(-3, 4):
        for column in range(-2, 3):
            x, y = 17 + column * 8.6 + (row % 2) * 4.3, 17 + row * 4.6
            if math.hypot(x - 17, y - 17) < 12.8:
                sheet.text("Giano", x, y, 2.6, "#7c7871", "display", 500)
    return printed(sheet.save(), 0.4)


def capsule(colour=COLOURS["notte"], foil=False):
    """One capsule, standing on its foil. `foil` is needed only where it is seen."""
    thing = bpy.data.objects.new("capsule", _capsule_mesh(colour))
    bpy.context.scene.collection.objects.link(thing)
    if not foil:
        return thing
    disc = lathe([(0, 0), (16.2, 0)], "foil", anodised("#d2cfc9", 0.34), 96)
    shift(disc, (0, 0, -0.14), bake=True)
    words = plate(33, 33, (0, 0, 0.26), "foil words", _foil())
    turn(words, x=180, bake=True)
    return group([thing, disc, words], "capsule")


def lying(colour, at, turned):
    """A capsule on its side, its foil towards the front: it rests on its rim and on the edge of its crown."""
    thing = capsule(colour, True)
    slope = math.degrees(math.atan2(RIM - 12.3, 20.6))
    turn(thing, x=-90 - slope)
    turn(thing, z=turned)
    return shift(thing, (at[0], at[1], RIM * math.cos(math.radians(slope))))


def _front_art():
    wide = INNER + 2 * BOARD
    sheet = Sheet("capsule-box", wide, HIGH, "#e7d5b4", dots=12)
    sheet.box(0, HIGH - 34, wide, 34, "#8a3114")
    sheet.text("Giano", 12, 17, 12, INK, "display", 600, "lm")
    sheet.text("CAPSULE IN ALLUMINIO", wide - 12, 17.5, 3.4, INK, "text", 600, "rm", 0.5)
    sheet.text("Ufficio", 12, 58, 40, INK, "display", 500, "lm")
    sheet.text("100", wide - 12, HIGH - 16.5, 22, CREAM, "display", 500, "rm")
    sheet.text("capsule per espresso", 12, HIGH - 20.5, 6, CREAM, "text", 500, "lm")
    sheet.text("Quattro miscele in alluminio riciclabile", 12, HIGH - 11.5, 3.6, CREAM, "text", 400, "lm")
    for place, colour in enumerate(COLOURS.values()):
        sheet.disc(wide - 18 - place * 15, 52, 5.4, colour)
    return sheet.save()


def _side_art():
    wide = INNER + 2 * BOARD
    sheet = Sheet("capsule-box-side", wide, HIGH, "#e7d5b4", dots=10)
    sheet.box(0, HIGH - 34, wide, 34, "#8a3114")
    sheet.mark(wide / 2, 42, 34, "#8a3114")
    sheet.text("Torrefatto e sigillato a Torino", wide / 2, HIGH - 17, 6, CREAM, "display", 500)
    return sheet.save()


def _lid_art():
    wide = INNER + 2 * BOARD
    sheet = Sheet("capsule-box-lid", wide, wide, "#e7d5b4", dots=10)
    sheet.text("Giano", wide / 2, wide / 2 - 6, 46, "#8a3114", "display", 500)
    sheet.text("BUONA PAUSA", wide / 2, wide / 2 + 30, 5.4, INK, "text", 600, spacing=1.2)
    return sheet.save()


def carton(lid_angle=104.0):
    """The carton, its lid open backwards, a layer of capsules to be seen."""
    half = INNER / 2 + BOARD
    board = paper("#e7d5b4", 0.6)
    inside = paper("#d8c6a4", 0.8)
    parts = []
    for side in (-1, 1):
        parts.append(box((BOARD, 2 * half, HIGH), (side * (half - BOARD / 2), 0, 0), 0.5, "side", board, 3))
        parts.append(box((2 * half, BOARD, HIGH), (0, side * (half - BOARD / 2), 0), 0.5, "wall", board, 3))
    parts.append(box((INNER, INNER, 1), (0, 0, HIGH - TALL - 12), 0.1, "layer", inside))
    parts.append(decal(2 * half - 1, HIGH - 1, (0, -half - 0.15, HIGH / 2), printed(_front_art(), 0.5), "front print"))
    right = decal(2 * half - 1, HIGH - 1, (0, -half - 0.15, HIGH / 2), printed(_side_art(), 0.5), "side print")
    parts.append(turn(right, z=90, bake=True))
    left = decal(2 * half - 1, HIGH - 1, (0, -half - 0.15, HIGH / 2), printed(_side_art(), 0.5), "side print")
    parts.append(turn(left, z=-90, bake=True))
    flap = [box((2 * half, 2 * half, BOARD), (0, 0, 0), 0.5, "lid", board, 3),
            box((2 * half - 5, BOARD, 26), (0, -half + 1, -25), 0.5, "tuck", board, 3)]
    words = plate(2 * half - 1, 2 * half - 1, (0, 0, 0.15), "lid print", printed(_lid_art(), 0.55))
    turn(words, x=180, bake=True)
    flap.append(words)
    for side in (-1, 1):
        flap.append(box((BOARD, 2 * half - 14, 22), (side * (half - 3), 0, -21), 0.5, "dust flap", board, 3))
    lid = group(flap, "lid")
    turn(lid, x=-lid_angle, about=(0, half, 0))
    shift(lid, (0, 0, HIGH))
    return group(parts + [lid], "carton")


def filled(skip=()):
    """The top layer: five by five, a row of each coffee and one more."""
    order = ("notte", "sera", "alba", "deca", "notte")
    step = INNER / 5
    for row in range(5):
        for column in range(5):
            if (row, column) in skip:
                continue
            thing = capsule(COLOURS[order[column]])
            turn(thing, z=13 * row + 29 * column)
            shift(thing, ((column - 2) * step, (row - 2) * step, HIGH - TALL - 10.8))


@shot("capsules-100", "hero", View(azimuth=-26, elevation=24, fill=0.84))
def hero():
    carton()
    filled(skip={(0, 4), (0, 2), (1, 4)})
    for name, x, y in (("sera", 58, -166), ("notte", 94, -150)):
        shift(capsule(COLOURS[name]), (x, y, 0))
    lying(COLOURS["alba"], (14, -172), 30)
    lying(COLOURS["deca"], (134, -134), -42)


@shot("capsules-100", "detail", View(azimuth=-10, elevation=20, target=(2, 0, 14), width=122))
def close():
    for name, x, y in (("sera", -42, 14), ("alba", 2, 30), ("deca", 44, 16)):
        shift(capsule(COLOURS[name]), (x, y, 0))
    lying(COLOURS["notte"], (-16, -24), -24)
    lying(COLOURS["sera"], (32, -26), 32)
