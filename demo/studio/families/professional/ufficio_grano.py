"""Ufficio Grano: the office's bean-to-cup machine.

Its front is a door hinged at the left: behind it the brew unit, the grounds drawer and the pump can be seen and taken out.
Hoppers, tray and milk can are assemblies of their own too."""

import math

import numpy as np

from families.coffee.beans import place_beans
from families.cups.torino import CAPPUCCINO, TERRACOTTA, cup, saucer
from labels import CREAM, Sheet, blender_font
from materials import copper, glowing, light, pane, plain, plastic, polished, powder, printed, rubber, silicone, steel
from shapes import (add, assembly, ball, box, cylinder, decal, fillet, flowing, lathe, letters, prism, ring, rounded_rectangle, shift, spot,
                    tube, turn, wrap)
from shots import View, shot, turntable

from .parts import CHROME, brass, forward, rating_plate, screw, slots
from .forms import loft

ANTHRACITE = "#2c2e31"
WIDE, BACK, FRONT, TOP = 400, 250, -134, 556
DOOR = FRONT - 2


def body(colour):
    """The housing: open to the front, with cheeks, back and roof."""
    skin, dark = powder(colour, 0.5), plain("#17181a", 0.6)
    half = WIDE / 2
    outline = fillet([(half, FRONT), (half, BACK), (-half, BACK), (-half, FRONT), (-half + 14, FRONT), (-half + 14, BACK - 46), (half - 14, BACK - 46), (half - 14, FRONT)],
                     [3, 26, 26, 3, 3, 12, 12, 3], 8, closed=True)
    prism(outline, TOP - 14, (0, 0, 14), 2, "housing", skin)
    box((WIDE - 24, BACK - FRONT - 30, 60), (0, 44, 16), 2, "bottom", dark)
    box((WIDE - 24, BACK - FRONT - 30, 24), (0, 44, TOP - 30), 2, "roof inside", dark)
    prism(rounded_rectangle(WIDE, BACK - FRONT, 26, 10), 16, (0, (BACK + FRONT) / 2, TOP), 5, "roof", skin, 5)
    for x in (-150, 150):
        for y in (-100, 200):
            lathe(fillet([(0, 0), (20, 0), (21, 14), (0, 14)], [0, 2, 1, 0]), "foot", rubber(), 40).location = (x * 0.01, y * 0.01, 0)
    for side in (-1, 1):
        prism(fillet([(-104, 40), (212, 40), (212, TOP - 26), (-104, TOP - 26)], 16, 8, closed=True), 3, (side * (half + 0.6), 0, 0), 1.3, "cover", skin, 3, "X")
        for y in (-88, 196):
            for z in (56, TOP - 42):
                screw((side * (half + 2), y, z), 4.4, "X" if side > 0 else "-X", material=plain("#3b3d40", 0.35, 1.0))
        _side_vents(side * (half + 2.3))
        word = letters("Giano", 22, (0, 0, 0), blender_font("display", 600), brass(0.25), 0.8)
        turn(word, z=90 * side, bake=True)
        shift(word, (side * (half + 2.6), 54, TOP - 78), bake=True)
    _behind(skin)


def _side_vents(x):
    """A field of slanted slots low on the cheeks."""
    dark = plain("#0b0b0c", 0.9)
    side = 1 if x > 0 else -1
    for column in range(9):
        slot = prism(rounded_rectangle(4.4, 62, 2.1, 5), 0.5, bevel=0.2, name="vent", material=dark)
        turn(slot, x=90, bake=True)
        turn(slot, y=14 * side, bake=True)
        turn(slot, z=90 * side, bake=True)
        shift(slot, (x, 100 + column * 11, 110), bake=True)


def _behind(skin):
    """Back: a screwed sheet with louvres, the mains inlet, the water connection."""
    sheet = prism(rounded_rectangle(330, 470, 14), 3, bevel=1.2, name="back sheet", material=plain("#3a3c40", 0.45, 0.6))
    turn(sheet, x=-90, bake=True)
    shift(sheet, (0, BACK, 300), bake=True)
    slots(6, 8, (38, 5), (48, 13), (0, BACK + 3.1, 430))
    for x in (-152, 152):
        for z in (80, 300, 520):
            screw((x, BACK + 3, z), 4.6, "-Y")
    rating_plate((-92, BACK + 3.6, 300), "Ufficio Grano")
    box((62, 8, 44), (96, BACK + 4, 110), 4, "inlet", plain("#111112", 0.4))
    cylinder(11, 26, (96, BACK + 16, 132), 3, "plug", rubber("#161616"), "Y", 32)
    tube([(96, BACK + 20, 132), (96, BACK + 42, 130), (98, BACK + 46, 60), (104, BACK + 46, 12), (130, BACK + 48, 6), (230, BACK + 60, 5)], 5, "cord", rubber("#161616"), bend=18)["unframed"] = True
    cylinder(13, 14, (-96, BACK + 8, 132), 2, "water union", brass(0.28), "Y", 6)
    tube([(-96, BACK + 10, 132), (-96, BACK + 34, 130), (-96, BACK + 40, 60), (-100, BACK + 40, 12), (-120, BACK + 42, 8), (-210, BACK + 52, 7)], 6.5, "water hose", steel(True, "Z", rough=0.3), bend=18)["unframed"] = True


def screen():
    """What the display shows: eight drinks."""
    w, h = 300, 176
    sheet = Sheet("ufficio-display", w, h, "#0d0c0b", dots=7)
    sheet.text("Buongiorno", 16, 20, 15, CREAM, weight=500, anchor="lm")
    sheet.text("9:41", w - 16, 20, 9, "#cdbfa9", "text", 500, "rm")
    sheet.disc(w - 48, 20, 3.2, "#6fa287")
    drinks = ("Espresso", "Doppio", "Lungo", "Americano", "Cappuccino", "Latte", "Macchiato", "Acqua")
    for place, drink in enumerate(drinks):
        column, row = place % 4, place // 4
        x, y = 14 + column * 69, 40 + row * 65
        chosen = place == 4
        sheet.box(x, y, 65, 61, "#a8482a" if chosen else "#2a241f", radius=7)
        _pictogram(sheet, x + 32.5, y + 25, place, "#f6ead6")
        sheet.text(drink, x + 32.5, y + 50, 8.2, "#f6ead6" if chosen else "#dccdb6", "text", 500)
    return sheet.save()


def _pictogram(sheet, x, y, kind, colour):
    """A small cup of the drink: taller or wider, with milk or without."""
    foam = "#c99a63"
    if kind == 7:
        sheet.polygon([(x - 7.4, y + 2), (x + 7.4, y + 2), (x, y - 13)], colour)
        sheet.disc(x, y + 4, 8.2, colour)
        return
    wide, high = ((18, 13), (20, 15), (18, 19), (20, 22), (28, 17), (18, 27), (18, 18))[kind]
    sheet.box(x - wide / 2, y - high / 2 + 2, wide, high, colour, radius=wide * 0.2)
    sheet.box(x - wide / 2, y - high / 2 + 2, wide, high * 0.5, colour)
    sheet.arc(x + wide / 2 + 1.2, y + 1, 4.4, -90, 90, colour, 2.0)
    fill = {0: 0.35, 1: 0.5, 2: 0.6, 3: 0.7, 4: 0.28, 5: 0.2, 6: 0.3}[kind]
    sheet.box(x - wide / 2 + 2, y - high / 2 + 4, wide - 4, high * fill, "#5a2c16" if kind < 4 else foam, radius=1)


def door(colour, opened=0.0):
    """The front with display and spouts, hinged at its left edge; `opened` in degrees."""
    hinge = (-WIDE / 2 + 6, DOOR + 2, 0)
    skin = powder(colour, 0.5)
    with assembly("ufficio-grano door", hinge, z=-opened):
        with assembly("door front", tuple(-part for part in hinge)):
            outline = fillet([(DOOR, 84), (DOOR, TOP), (DOOR - 52, TOP), (DOOR - 70, TOP - 20), (DOOR - 78, 352), (DOOR - 62, 336), (DOOR - 22, 330), (DOOR - 16, 316), (DOOR - 16, 84)],
                             [3, 3, 22, 24, 18, 10, 10, 16, 5], 8, closed=True)
            prism(outline, WIDE - 4, (0, 0, 0), 9, "door", skin, 6, "X")
            tilt = math.degrees(math.atan2(8, TOP - 20 - 352))
            with assembly("display", (0, DOOR - 74.6, 446), x=-tilt):
                forward(prism(rounded_rectangle(334, 176, 12), 3.0, bevel=1.0, name="display frame", material=plain("#0a0a0a", 0.12, 0.0, 0.8)), (0, 1.2, 0))
                decal(286, 286 * 176 / 300, (0, -2.1, 0), glowing(screen(), 1.0), "display")
            tube([(-WIDE / 2 + 10, DOOR - 66.5, 341), (WIDE / 2 - 10, DOOR - 66.5, 341)], 1.6, "brass line", brass(0.25))
            box((210, 6, 2), (0, DOOR - 44, 331.5), 0.8, "niche lamp", light("#ffdcae", 7.0))
            _rail_and_spouts()
            hot = [(118, DOOR - 12, 310), (118, DOOR - 46, 308), (118, DOOR - 50, 286), (118, DOOR - 50, 262)]
            tube(hot, 5.5, "water spout", polished(CHROME, 0.09), bend=18)
            forward(lathe(fillet([(0, 0), (12, 0), (12, 4), (0, 5)], [0, 0.5, 1.5, 0]), "rosette", polished(CHROME, 0.12), 48), (118, DOOR - 15.5, 309))
            forward(lathe(fillet([(0, 0), (9, 0), (9, 3), (0, 3.4)], [0, 0.5, 1, 0]), "lock", polished(CHROME, 0.12), 40), (168, DOOR - 15.5, 120))
            forward(box((1.6, 6, 0.6), (0, -3, 0), 0.1, "key slot", plain("#111111", 0.8)), (168, DOOR - 19.2, 120))
            box((WIDE - 60, 2, 380), (0, DOOR + 0.6, 120), 0.8, "door lining", plain("#45484c", 0.5))


def _rail_and_spouts():
    """The head with coffee and milk outlets, which slides on a rail."""
    face = DOOR - 16
    forward(prism(rounded_rectangle(64, 158, 8), 3, bevel=1, name="slide", material=steel(True, "Z", rough=0.27)), (0, face + 1, 240))
    for z in (176, 304):
        screw((0, face - 2, z), 3.6)
    dark, chrome = plain("#18191b", 0.34, 0.0, 0.25), polished(CHROME, 0.09)
    with assembly("ufficio-grano spouts", (0, face - 2, 232)):
        outline = fillet([(-50, 0), (-50, -40), (-34, -66), (34, -66), (50, -40), (50, 0)], [3, 18, 18, 18, 18, 3], 8, closed=True)
        prism(list(reversed(outline)), 62, (0, 0, 0), 5, "spout head", dark, 5)
        plate_line = fillet([(-50.8, -2), (-50.8, -40.4), (-34.4, -66.8), (34.4, -66.8), (50.8, -40.4), (50.8, -2)], [0, 18, 18, 18, 18, 0], 8)
        tube([(x, y, 46) for x, y in plate_line], 1.5, "spout line", brass(0.25), resolution=6)
        sheet = Sheet("ufficio-spout", 26, 12, dots=24)
        sheet.text("Giano", 13, 6, 9, "#e7d9c0", weight=600, spacing=0.2)
        decal(26, 12, (0, -66.9, 28), printed(sheet.save(), 0.4), "spout print")
        for x, y in ((-15, -44), (15, -44)):
            lathe(fillet([(4.4, -19), (6, -19), (7.4, -4), (9.5, 2), (0, 2)], [0, 0.8, 3, 1, 0]), "outlet", chrome, 40).location = (x * 0.01, y * 0.01, 0)
        lathe(fillet([(3.6, -14), (5, -14), (6, 2), (0, 2)], [0, 0.8, 1, 0]), "milk outlet", chrome, 40).location = (0, -0.28, 0)
        turn(shift(lathe(fillet([(0, -4), (5, -4), (6.4, 4), (4.6, 12), (0, 12)], [0, 0.5, 1, 1, 0]), "milk port", chrome, 32), (0, 0, 0), bake=True), y=90, bake=True).location = (0.5, -0.22, 0.2)


def tray():
    """The drip tray with its slotted cover and float; it pulls out to the front."""
    skin = plain("#1f2124", 0.42)
    with assembly("ufficio-grano tray", (0, 0, 0)):
        half, front = 190, -256
        outline = fillet([(half, front), (half, DOOR - 17), (-half, DOOR - 17), (-half, front)], [30, 4, 4, 30], 10, closed=True)
        prism(outline, 58, (0, 0, 16), 5, "tray", skin, 5)
        inner = fillet([(half - 10, front + 9), (half - 10, DOOR - 22), (-half + 10, DOOR - 22), (-half + 10, front + 9)], [22, 4, 4, 22], 10, closed=True)
        prism(inner, 3.2, (0, 0, 72.4), 1.2, "cover", steel(True, "X", rough=0.27), 3)
        slots(21, 1, (5, 62), (16, 20), (0, (front + DOOR - 13) / 2, 75.2), axis="Z")
        cylinder(7, 3, (150, front + 26, 74.4), 1.2, "float", plain("#b4482a", 0.4), segments=40)
        forward(letters("Ufficio Grano", 8.5, (0, 0, 0), blender_font("display", 600), brass(0.26), 0.4, axis="top"), (0, front - 0.3, 46))


def _hopper_beans(middle, z, width, depth, top, seed):
    """Beans as they show: along the walls and on top."""
    dice = np.random.default_rng(seed)
    matrices = []
    floor = z + 8
    for _ in range(980):
        height = dice.uniform(floor + 4, top)
        grow = 1 + 0.13 * (height - z) / 118
        if dice.random() < 0.27:
            height = top + dice.normal(0, 1.6)
            x, y = dice.uniform(-0.46, 0.46) * width * grow, dice.uniform(-0.46, 0.46) * depth * grow
        else:
            edge = dice.integers(4)
            share = dice.uniform(-0.46, 0.46)
            inward = 0.463 - dice.uniform(0, 0.012)
            x, y = ((share * width, -inward * depth), (inward * width, share * depth), (share * width, inward * depth), (-inward * width, share * depth))[edge]
            x, y = x * grow, y * grow
        spin = dice.normal(size=(3, 3))
        q, _r = np.linalg.qr(spin)
        if np.linalg.det(q) < 0:
            q[:, 0] *= -1
        matrix = np.eye(4)
        matrix[:3, :3] = q * 1.12
        matrix[:3, 3] = np.array([middle[0] + x, middle[1] + y, height]) * 0.01
        matrices.append(matrix)
    place_beans(matrices, "#55301c", unframed=True)


def hoppers():
    """Two bins of clear plastic, each with a lid and its own beans."""
    deck, smoke = plain("#1d1e20", 0.45), pane("#f4f2ee")
    z = TOP + 28
    prism(rounded_rectangle(WIDE - 28, 318, 22, 10), 14, (0, 62, TOP + 15), 4, "hopper deck", deck, 4)
    for place, x in enumerate((-92, 92)):
        with assembly(f"ufficio-grano hopper {place}", (x, 62, 0)):
            low, high = (160, 262), (172, 284)
            shell = [(rounded_rectangle(*low, 20, 8), z), (rounded_rectangle(*high, 22, 8), z + 104),
                     (rounded_rectangle(high[0] - 5, high[1] - 5, 20, 8), z + 104), (rounded_rectangle(low[0] - 5, low[1] - 5, 18, 8), z + 3)]
            loft(shell, "hopper", smoke, caps=(True, True))
            rim = [(a, b, z + 104) for a, b in rounded_rectangle(high[0] - 2, high[1] - 2, 22, 8)]
            tube(rim, 2.2, "hopper rim", pane("#e4e1dc"), closed=True, resolution=5)
            top = z + (80, 92)[place]
            core = [(rounded_rectangle(low[0] - 22, low[1] - 22, 14, 6), z + 4), (rounded_rectangle(high[0] - 28, high[1] - 28, 14, 6), top - 3)]
            loft(core, "bean core", plain("#2e180d", 0.7), caps=(True, True))
            _hopper_beans((0, 0), z, 160, 262, top, 5 + place)
            prism(rounded_rectangle(high[0] + 6, high[1] + 6, 24, 10), 12, (0, 0, z + 105), 4, "lid", plain("#17181a", 0.36), 4)
            prism(rounded_rectangle(74, 20, 9.5, 8), 7, (0, -84, z + 116), 2.6, "lid grip", plain("#202224", 0.36), 4)
            sheet = Sheet(f"hopper-{place}", 60, 14, dots=16)
            sheet.text(("Notte", "Alba")[place], 30, 7, 10, CREAM, weight=550, spacing=0.2)
            decal(60, 14, (0, -143.2, z + 112), printed(sheet.save(), 0.4), "hopper print")


def milk_can():
    """A cool steel can beside the machine, and the tube that draws milk from it."""
    with assembly("ufficio-grano milk", (272, -150, 0)):
        metal = steel(True, "Z", rough=0.25)
        profile = fillet([(0, 0), (50, 0), (54, 5), (54, 148), (48, 158), (0, 158)], [0, 3, 4, 14, 4, 0], 6)
        lathe(profile, "milk can", metal, 96)
        lathe(fillet([(0, 158), (48.6, 158), (48.6, 168), (44, 174), (0, 174)], [0, 0.6, 4, 4, 0], 5), "can lid", plain("#1a1b1d", 0.35), 80)
        cylinder(9, 8, (0, 0, 173), 2, "tube socket", polished(CHROME, 0.12), segments=32)
        sheet = Sheet("ufficio-milk", 52, 26, dots=16)
        sheet.text("Latte", 26, 12, 15, "#2b1d14", weight=550)
        wrap(54.25, 26, 52 / 54 * 57.3, (0, 0, 78), printed(sheet.save(), 0.4), "milk print")
        for z in (16, 138):
            lathe([(54, z), (54.4, z + 0.8), (54.4, z + 2.2), (54, z + 3)], "bead", polished(CHROME, 0.12), 96)
    way = flowing([(60, DOOR - 40, 252), (80, DOOR - 42, 254), (128, DOOR - 50, 232), (196, -176, 190), (240, -160, 206), (266, -151, 216), (272, -150, 196), (272, -150, 178)], 10)
    tube(way, 4.2, "milk tube", silicone("#efe9df"), resolution=8)


def brew_unit():
    """Behind the door: piston group, drive, grounds drawer, pump and pipes."""
    dark, grey, chrome = plain("#3a3d41", 0.45), plastic("#b4b6b7", 0.42), polished(CHROME, 0.1)
    liner = plain("#8d9093", 0.45, 0.3)
    box((WIDE - 40, 8, 440), (0, 120, 90), 2, "bulkhead", liner)
    for x in (-1, 1):
        box((2, 250, 440), (x * (WIDE / 2 - 15.5), -8, 90), 0.8, "liner", liner)
    with assembly("ufficio-grano brew unit", (-34, -20, 214)):
        box((150, 126, 16), (0, 0, 0), 4, "unit base", grey)
        box((150, 20, 196), (0, 54, 12), 4, "unit back", grey)
        for x in (-62, 62):
            cylinder(6, 170, (x, -6, 14), 1, "guide", chrome, segments=32)
        lathe(fillet([(30, 40), (40, 40), (40, 96), (44, 100), (44, 112), (34, 112), (31, 104)], [0, 2, 1, 2, 2, 1, 0]), "chamber", plastic("#8d4028", 0.35), 72).location = (0, -0.06, 0)
        lathe(fillet([(0, 124), (29, 124), (29, 148), (12, 152), (12, 188), (0, 188)], [0, 2, 2, 2, 1, 0]), "piston", chrome, 64).location = (0, -0.06, 0)
        ring(29.4, 3, (0, -6, 132), "piston seal", rubber("#7a2a18"))
        box((150, 60, 22), (0, -8, 184), 5, "yoke", grey)
        cylinder(34, 12, (44, -62, 62), 2, "gear", plastic("#d9cdb4", 0.45), "Y", 64)
        for n in range(18):
            tooth = box((5, 11, 7), (0, 0, 32), 1, "tooth", plastic("#d9cdb4", 0.45), 2)
            turn(tooth, y=n * 20, bake=True)
            shift(tooth, (44, -62, 62), bake=True)
        cylinder(9, 8, (44, -70, 62), 1.5, "hub", brass(0.25), "Y", 6)
        box((58, 10, 26), (-34, -64, 14), 6, "release", plastic("#b4482a", 0.4))
        sheet = Sheet("ufficio-push", 40, 14, dots=16)
        sheet.text("PUSH", 20, 7, 9, CREAM, "text", 600, spacing=0.6)
        decal(40, 14, (-34, -69.4, 27), printed(sheet.save(), 0.4), "push")
    with assembly("ufficio-grano grounds drawer", (-20, -40, 88)):
        box((214, 150, 104), (0, 0, 0), 10, "drawer", plain("#1d1f21", 0.4))
        box((86, 12, 20), (0, -78, 58), 6, "drawer grip", plain("#34373a", 0.4))
    cylinder(26, 90, (134, 20, 190), 4, "pump", chrome, segments=56)
    cylinder(20, 26, (134, 20, 280), 3, "pump head", brass(0.28), segments=6)
    tube([(134, 20, 306), (134, 20, 380), (60, 0, 430), (-34, -26, 430), (-34, -26, 402)], 4.4, "pipe", copper(0.22), bend=24)
    tube([(134, -6, 214), (110, -60, 214), (90, -70, 330), (60, -60, 470), (0, 20, 500)], 4.4, "hose", silicone("#ded6c8"), bend=30)
    for x in (-92, 92):
        lathe(fillet([(0, 440), (34, 440), (40, 452), (40, 520), (0, 520)], [0, 3, 8, 2, 0]), "grinder", dark, 64).location = (x * 0.01, 0.2, 0)
        lathe(fillet([(40.4, 470), (41.4, 470), (41.4, 480), (40.4, 480)], [0, 0.4, 0.4, 0], 3), "grinder ring", chrome, 64).location = (x * 0.01, 0.2, 0)
    lathe(fillet([(0, 346), (12, 346), (44, 430), (44, 438), (0, 438)], [0, 3, 6, 2, 0]), "chute", plastic("#3a3d40", 0.35), 64).location = (-0.34, -0.1, 0)


def served():
    """A cappuccino below the spouts."""
    with assembly("cup", (0, -205, 75.6)):
        saucer(CAPPUCCINO, TERRACOTTA)
        with assembly("cup on saucer", (0, 0, 7.5), z=16):
            cup(CAPPUCCINO, TERRACOTTA)


def machine(colour=ANTHRACITE, opened=0.0, drink=True):
    """The whole machine, standing on z = 0. `opened` swings the door by so many degrees; movable parts are assemblies named
    `ufficio-grano …`."""
    body(colour)
    brew_unit()
    door(colour, opened)
    tray()
    hoppers()
    if not opened:
        milk_can()
    if drink and not opened:
        served()
    spot("hoppers", (-92, 62 - 146, TOP + 140))
    spot("display", (0, DOOR - 78, 446))
    spot("spouts", (0, DOOR - 84, 250))
    spot("milk", (272, -205, 60))
    spot("door", (-150, DOOR - 16, 200))
    spot("tray", (-130, -205, 76))


HERO = View(azimuth=-26, elevation=14)
shot("ufficio-grano", "hero", HERO)(machine)
shot("ufficio-grano", "detail", View(azimuth=-20, elevation=12, target=(14, DOOR - 70, 318), width=400))(machine)
turntable("ufficio-grano", HERO)(machine)
