"""Grinder Banco: the bar's grinder, 200 wide, 600 high, 300 deep: a display, a fork that starts the dose, a hopper of 1.2 kg."""

import math

from families.grinders.hopper import filling
from fittings import foot, power_cable, rating_plate, screw, slots
from labels import Sheet
from materials import brass, glowing, lacquer, pane, plastic, polished, printed, rubber, satin, walnut
from shapes import (assembly, box, cut, cylinder, decal, fillet, group, lathe, plate, prism, rounded_rectangle, shift, turn)
from shots import View, shot

AXIS = 16
"""Axis of burrs and hopper, behind the middle."""
TOP, COLLAR, GLASS = 318, 326, 356
FACE, BACK = -52, 140
FORK = -96
COLOURS = {"black": ("#1f1e1d", "#e9e0d0"), "white": ("#ebe7df", "#2b1d14")}


def body(colour="black", cable=False):
    """Base, column, head with display, and what is behind."""
    tone, ink = COLOURS.get(colour, (colour, "#2b1d14"))
    coat = lacquer(tone, 0.3, 0.45)
    plan = fillet([(96, BACK), (-96, BACK), (-96, -150), (96, -150)], [26, 26, 44, 44], 14, closed=True)
    base = prism(plan, 22, (0, 0, 12), 5, "base", coat, 6)
    column = prism(fillet([(76, BACK - 4), (-76, BACK - 4), (-76, FACE), (76, FACE)], [30, 30, 40, 40], 16, closed=True), TOP - 30, (0, 0, 30), 9, "column", coat, 7)
    cut(column, slots(14, 88, 3.8, 9.5, 14, (0, BACK - 4, 130)))
    seam = prism(fillet([(90, BACK + 10), (-90, BACK + 10), (-90, FACE - 12), (90, FACE - 12)], 20, closed=True), 1.6, (0, 0, 226), 0, "seam")
    cut(seam, prism(fillet([(74.4, BACK - 5.6), (-74.4, BACK - 5.6), (-74.4, FACE + 1.6), (74.4, FACE + 1.6)], [29, 29, 39, 39], 16, closed=True), 10, (0, 0, 220), 0, "core"))
    cut(column, seam)
    things = [base, column]
    for x in (-70, 70):
        for y in (-118, BACK - 28):
            things.append(shift(foot(15, 12.4), (x, y, 0)))
    mat = prism(fillet([(74, -60), (-74, -60), (-74, -138), (74, -138)], [4, 4, 36, 36], 12, closed=True), 2, (0, 0, 33.4), 0.8, "tray", satin("X", "#b5b3af", 0.26))
    cut(mat, prism(fillet([(68, -66), (-68, -66), (-68, -132), (68, -132)], [3, 3, 31, 31], 12, closed=True), 4, (0, 0, 34.4), 0.0, "well"))
    things.append(mat)
    things += _head(ink) + _fork() + _wheel()
    things.append(shift(rating_plate("BANCO", "400 W", "0164-33"), (0, BACK - 3.6, 232)))
    for x in (-58, 58):
        for z in (50, 268):
            things.append(shift(turn(screw(3.2), z=180), (x * 0.72, BACK - 4, z)))
    if cable:
        things.append(power_cable((0, BACK - 4, 52), along=-1, length=70))
    return group(things, "body")


def _head(ink):
    """The display in its dark glass, three keys, the name."""
    y = FACE
    panel = prism(rounded_rectangle(92, 70, 9), 3, (0, y - 0.6, 266), 1.2, "display", plastic("#0e0d0c", 0.12), 4, "Y")
    sheet = Sheet("banco-display", 78, 46, "#050404", dots=20)
    sheet.text("DOPPIO", 8, 9, 4.6, "#c58c4c", "text", 600, "lm", 0.5).text("184", 70, 9, 4.6, "#9a8368", "text", 500, "rm")
    sheet.text("9.4", 35, 25.5, 21, "#ffe8c4", "text", 500, "mm").text("s", 61, 29.5, 9, "#d9a468", "text", 500, "mm")
    for place, word in enumerate(("1", "2", "∞")):
        x = 16 + 23 * place
        chosen = place == 1
        sheet.box(x - 9.5, 38, 19, 6.4, "#ffb060" if chosen else None, "#6b5136", 0.3, 3.2)
        sheet.text(word if word != "∞" else "man", x, 41.2, 3.8, "#120b06" if chosen else "#c9a57a", "text", 600)
    things = [panel, decal(78, 46, (0, y - 2.5, 271), glowing(sheet.save(), 1.4), "screen")]
    for place in range(3):
        key = turn(lathe(fillet([(0, 0), (5, 0), (5, 2), (3.8, 3), (0, 2.6)], [0, 0.3, 0.8, 1, 0], 4), "key", polished("#bcbab6", 0.16), 64), x=90, bake=True)
        things.append(shift(key, (-23 + 23 * place, y - 2.1, 239.4), bake=True))
    sheet = Sheet(f"banco-name-{ink[1:]}", 60, 22, dots=14)
    sheet.text("Giano", 30, 10, 14, ink, weight=600)
    things.append(decal(60, 22, (0, y - 0.3, 80), printed(sheet.save(), 0.4), "name"))
    metal = polished("#bcbab6", 0.14)
    neck = prism(fillet([(25, 0), (-25, 0), (-25, FORK - FACE - 24), (25, FORK - FACE - 24)], [0, 0, 23, 23], 12, closed=True), 34, (0, FACE + 4, 186), 6, "spout housing", plastic("#171615", 0.3), 6)
    things.append(neck)
    funnel = lathe(fillet([(14, 188), (21, 188), (20, 180), (14.5, 160), (11, 160), (13, 178)], [0.5, 1, 4, 1, 0.6, 4], 5, closed=True) + [(14, 187)], "spout", metal)
    things.append(shift(funnel, (0, FORK, 0), bake=True))
    return things


def _fork():
    """Two prongs, and the button behind that the portafilter pushes."""
    metal = polished("#bcbab6", 0.14)
    y = FACE
    plate_ = prism(rounded_rectangle(58, 46, 8), 7, (0, y - 2, 132), 1.6, "fork plate", satin("X", "#b5b3af", 0.26), 4, "Y")
    things = [plate_]
    for x in (-1, 1):
        prong = prism(fillet([(x * 38, y - 4), (x * 38, FORK - 36), (x * 31, FORK - 36), (x * 31, y - 24), (x * 14, y - 14), (x * 14, y - 4)][::x], 5.2, 8, closed=True), 6, (0, 0, 118), 1.6, "prong", metal, 4)
        things.append(prong)
    hook = box((10, 22, 6), (0, y - 13, 142), 2, "stop", metal)
    button = turn(lathe(fillet([(0, 0), (8, 0), (8, 6), (6, 9), (0, 9.4)], [0, 0.3, 1.4, 2, 0], 5), "start button", rubber("#7a2c14"), 64), x=90, bake=True)
    things += [hook, shift(button, (0, y - 5, 131), bake=True)]
    for x in (-23, 23):
        for z in (116, 148):
            things.append(shift(screw(2.8), (x, y - 5.4, z)))
    return things


def _wheel():
    """The adjusting wheel at the right, with tenths of a turn, and its lock."""
    metal = polished("#c2c0bb", 0.18)
    r, z, y, x = 31, 286, 44, 74
    outline = [((r + (0.0, 0.9, 1.0, 0.9)[n % 4]) * math.cos(math.pi * n / 144), (r + (0.0, 0.9, 1.0, 0.9)[n % 4]) * math.sin(math.pi * n / 144)) for n in range(288)]
    with assembly("wheel", (x, y, z), y=90) as wheel:
        cylinder(15, 12, (0, 0, 0), 1, "boss", polished("#bcbab6", 0.14))
        prism(outline, 13, (0, 0, 9), 2, "rim", metal, 4)
        lathe(fillet([(0, 22.4), (26, 22.4), (28.6, 21), (28.6, 20), (0, 20)], [0, 1, 0.6, 0.3, 0], 4), "face", satin("X", "#c2c0bb", 0.26))
        circle = 56
        sheet = Sheet("banco-wheel", circle, circle, dots=16)
        for tick in range(50):
            way = math.tau * tick / 50
            inner = 23.6 if tick % 5 else 22.0
            sheet.line([(28 + inner * math.sin(way), 28 - inner * math.cos(way)), (28 + 25.4 * math.sin(way), 28 - 25.4 * math.cos(way))], "#1f150e", 0.4)
        for number in range(10):
            way = math.tau * number / 10
            sheet.text(str(number), 28 + 18.4 * math.sin(way), 28 - 18.4 * math.cos(way), 5.4, "#1f150e", "text", 600)
        print_ = plate(circle, circle, (0, 0, 22.65), "wheel print", printed(sheet.save(), 0.4))
        turn(print_, z=90, bake=True)
        lathe(fillet([(0, 22), (10, 22), (9, 29), (6, 32), (0, 32)], [0, 0.6, 2, 3, 0], 6), "lock", brass(0.22), 64)
    return [wheel]


def hopper(beans=True):
    """1.2 kg of beans behind a slide, under a lid."""
    dark = plastic("#171615", 0.3)
    seat = lathe(fillet([(40, TOP - 4), (70, TOP - 4), (70, TOP + 2), (62, TOP + 4), (60, COLLAR + 6), (56, GLASS), (40, GLASS)], [0.3, 1, 1.4, 1.4, 3, 1.4, 0.4], 6, closed=True) + [(40, TOP - 3)],
                 "throat", dark)
    hoop = lathe(fillet([(57.6, GLASS - 5), (60.2, GLASS - 4.4), (60.2, GLASS + 1.6), (56, GLASS + 2.2)], [0.2, 1, 1, 0.2], 4, closed=True) + [(57.6, GLASS - 4.9)], "hoop", brass(0.2))
    slide = prism(fillet([(-8, -16), (8, -16), (8, 16), (-8, 16)], 5, closed=True), 4, (70, 0, GLASS - 17), 1.4, "slide", polished("#bcbab6", 0.14))
    arm = box((20, 22, 3), (58, 0, GLASS - 16.6), 1, "slide arm", polished("#bcbab6", 0.14))
    clear = pane("#e4dcd2", 0.02, 0.55)
    inside = [(44, GLASS + 1), (48, GLASS + 6), (84, GLASS + 92), (91, GLASS + 112), (92, GLASS + 214)]
    outer = [(r + 2.6, z) for r, z in inside]
    wall = inside + [(91.6, GLASS + 217), (95, GLASS + 217)] + outer[::-1]
    glass_ = lathe(fillet(wall, [0.3, 4, 24, 24, 1, 0.8, 0.8, 1, 24, 24, 4, 0.3], 8, closed=True) + [(44, GLASS + 1.2)], "hopper", clear)
    things = [seat, hoop, slide, arm, glass_]
    if beans:
        things += filling(inside, GLASS + 168, heap=9)
    lid = lathe(fillet([(0, GLASS + 216), (97, GLASS + 216), (97.6, GLASS + 218), (97.6, GLASS + 224), (92, GLASS + 229), (0, GLASS + 232)], [0, 0.6, 0.8, 3, 6, 0], 7), "lid", dark)
    grip = lathe(fillet([(0, GLASS + 230), (9, GLASS + 230), (8, GLASS + 234), (15, GLASS + 240), (14, GLASS + 244), (0, GLASS + 245)], [0, 1, 3, 3, 3, 0], 6), "grip", walnut("Z"), 96)
    return shift(group([*things, lid, grip], "hopper"), (0, AXIS + 24, 0))


def grinder_banco(colour="black", beans=True, cable=False):
    """The whole grinder; returns its parts by name."""
    return {"body": body(colour, cable), "hopper": hopper(beans)}


HERO = View(azimuth=-32, elevation=11)


@shot("grinder-banco", "hero", HERO)
def hero():
    grinder_banco()


@shot("grinder-banco", "hero-white", HERO)
def hero_white():
    grinder_banco("white")


@shot("grinder-banco", "detail", View(azimuth=-26, elevation=8, target=(4, -70, 212), width=270))
def detail():
    grinder_banco()
