"""Scale Grammo: a thin scale with a timer, digits behind black glass."""

import bpy

from labels import Sheet
from materials import _once, linear, plain, printed, rubber
from shapes import assembly, box, cylinder, group, plate, prism, rounded_rectangle
from shots import View, shot

WIDE, DEEP, HIGH = 130.0, 150.0, 18.0

SEGMENTS = {"0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc", "5": "afgcd", "6": "afgedc", "7": "abc",
            "8": "abcdefg", "9": "abfgcd"}


def digits(sheet, words, x, y, high, colour):
    """Seven-segment digits from the left; `y` is their top."""
    wide, thick = high * 0.52, high * 0.115
    lean = 0.07
    half = high / 2

    def bar(points):
        sheet.polygon([(x + px + (high - py) * lean, y + py) for px, py in points], colour)
    for letter in words:
        t, g = thick, thick * 0.16
        if letter in ":.":
            for place in ((0.32, 0.68) if letter == ":" else (1.0,)):
                py = high * place
                bar([(0, py - t), (t, py - t), (t, py), (0, py)])
            x += thick * 2.4
            continue
        for part in SEGMENTS[letter]:
            if part in "agd":
                m = {"a": 0, "g": half - t / 2, "d": high - t}[part]
                bar([(g + t * 0.5, m + t / 2), (g + t, m), (wide - g - t, m), (wide - g - t * 0.5, m + t / 2),
                     (wide - g - t, m + t), (g + t, m + t)])
            else:
                m = {"f": 0, "e": wide, "b": 0, "c": 0}[part]
                left = 0 if part in "fe" else wide - t
                top = 0 if part in "fb" else half
                bar([(left + t / 2, top + g + t * 0.3), (left + t, top + g + t * 0.8), (left + t, top + half - g - t * 0.6),
                     (left + t / 2, top + half - g - t * 0.1), (left, top + half - g - t * 0.6), (left, top + g + t * 0.8)])
        x += wide + thick * 1.3
    return x


def display(weight="18.0", time="0:00"):
    """The lit digits."""
    sheet = Sheet(f"grammo-{weight}-{time.replace(':', '')}", 104, 20, dots=22)
    digits(sheet, time, 6, 4, 12, "#f4e2c4")
    digits(sheet, weight, 60 if len(weight) < 5 else 53, 4, 12, "#f4e2c4")
    sheet.text("g", 93.5, 16.1, 6.5, "#f4e2c4", "text", 500, "ls")
    return sheet.save()


def pane():
    def make(n):
        return n.set(colour=linear("#0c0b0a"), rough=0.24, coat=0.35, coat_rough=0.16)
    return _once("scale glass", make)


def lit(image, strength=2.2):
    """What shines through the glass, where the picture is not transparent."""
    def make(n):
        picture = n.tree.nodes.new("ShaderNodeTexImage")
        picture.image = bpy.data.images.load(str(image), check_existing=True)
        shine = n.tree.nodes.new("ShaderNodeEmission")
        shine.inputs["Strength"].default_value = strength
        clear = n.tree.nodes.new("ShaderNodeBsdfTransparent")
        mixed = n.tree.nodes.new("ShaderNodeMixShader")
        n.link(picture.outputs["Color"], shine.inputs["Color"])
        n.link(picture.outputs["Alpha"], mixed.inputs["Fac"])
        n.link(clear.outputs["BSDF"], mixed.inputs[1])
        n.link(shine.outputs["Emission"], mixed.inputs[2])
        n.link(mixed.outputs["Shader"], n.tree.nodes["Material Output"].inputs["Surface"])
        return n
    return _once(f"lit {image} {strength}", make)


def scale(weight="18.0", time="0:00"):
    """The scale, its keys towards -Y."""
    body = prism(rounded_rectangle(WIDE, DEEP, 14, 12), HIGH - 8, (0, 0, 3), 2.6, "body", plain("#1b1917", 0.42,
        name="scale body"), 5)
    seam = prism(rounded_rectangle(WIDE - 5, DEEP - 5, 12, 12), 1.6, (0, 0, HIGH - 5.4), 0.2, "seam", plain("#060606", 0.7))
    glass = prism(rounded_rectangle(WIDE - 1, DEEP - 1, 13.5, 12), 3.2, (0, 0, HIGH - 4), 0.9, "glass", pane(), 4)
    shown = plate(104, 20, (0, -DEEP / 2 + 19, HIGH - 0.62), "digits", lit(display(weight, time)))
    sheet = Sheet("grammo-print", WIDE, DEEP, dots=14)
    for x, words in ((18, "tara"), (WIDE - 18, "tempo")):
        sheet.disc(x, DEEP - 40, 6, None, "#8d8579", 0.35)
        sheet.text(words, x, DEEP - 31.2, 2.7, "#a39a8c", "text", 500)
    sheet.line([(15.6, DEEP - 40), (20.4, DEEP - 40)], "#a39a8c", 0.4)
    sheet.polygon([(WIDE - 19.6, DEEP - 42.2), (WIDE - 15.8, DEEP - 40), (WIDE - 19.6, DEEP - 37.8)], "#a39a8c")
    sheet.disc(WIDE / 2, 62, 38, None, "#5d574f", 0.3)
    sheet.text("Giano", WIDE / 2, 62, 13, "#8d8579", "display", 500)
    sheet.text("0,1 g  /  2 kg", WIDE / 2, 75, 3.0, "#756e64", "text", 500)
    ink = plate(WIDE, DEEP, (0, 0, HIGH - 0.66), "print", printed(sheet.save(), 0.35))
    feet = [cylinder(7, 4, (x, y, 0), 1, "foot", rubber()) for x in (-48, 48) for y in (-58, 58)]
    port = box((9, 2, 3.6), (0, DEEP / 2 - 1.4, 5), 0.9, "port", plain("#0a0a0a", 0.5))
    return group([body, seam, glass, shown, ink, port, *feet], "scale")


@shot("scale-grammo", "hero", View(azimuth=-26, elevation=27))
def hero():
    scale()


@shot("scale-grammo", "detail", View(azimuth=-30, elevation=22, target=(2, -14, 30), width=218))
def weighing():
    scale("36.2", "0:27")
    from families.cups.torino import ESPRESSO, cup
    with assembly("cup", (0, 14, HIGH - 0.7), z=24):
        cup(ESPRESSO)
