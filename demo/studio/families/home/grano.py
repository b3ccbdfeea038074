"""Espresso Grano: a bean-to-cup machine, 240 wide, 360 high, 420 deep, with one dial."""

import math

from families.cups.torino import ESPRESSO, TERRACOTTA, cup
from families.grinders.hopper import box_filling
from fittings import grid, power_cable, rating_plate, slots
from labels import Sheet
from materials import glowing, lacquer, pane, plastic, polished, printed, rubber, satin, walnut
from shapes import (assembly, cut, cylinder, decal, fillet, group, lathe, prism, rounded_rectangle, shift, tube, turn)
from shots import View, shot

WIDE, DEEP, TOP = 240, 420, 306
FRONT, BACK = -DEEP / 2, DEEP / 2
FACE = -118
"""The front above the tray."""
COLOURS = {"black": ("#1d1c1b", "#e9e0d0"), "white": ("#ece8e0", "#2b1d14")}
DIAL = 232


def body(colour="black", cable=False):
    """Housing, face with the dial's seat, what is behind."""
    tone, ink = COLOURS.get(colour, (colour, "#2b1d14"))
    shell_ = lacquer(tone, 0.3, 0.5)
    dark = plastic("#171615", 0.32)
    plan = fillet([(WIDE / 2, BACK), (-WIDE / 2, BACK), (-WIDE / 2, FACE), (WIDE / 2, FACE)], [24, 24, 46, 46], 16, closed=True)
    shell = prism(plan, TOP - 10, (0, 0, 10), 7, "housing", shell_, 6)
    niche = prism(fillet([(62, FACE + 66), (-62, FACE + 66), (-62, FACE - 40), (62, FACE - 40)], [22, 22, 0, 0], 12, closed=True), 166, (0, 0, 30), 0, "niche")
    cut(shell, niche)
    lining = prism(fillet([(61.6, FACE + 65.6), (-61.6, FACE + 65.6), (-61.6, FACE + 1), (61.6, FACE + 1)], [22, 22, 0, 0], 12, closed=True), 166, (0, 0, 29.6), 0,
                   "lining", dark)
    cut(lining, prism(fillet([(60, FACE + 64), (-60, FACE + 64), (-60, FACE - 40), (60, FACE - 40)], [21, 21, 0, 0], 12, closed=True), 164, (0, 0, 27), 0,
                      "inside"))
    hopper_seat = prism(rounded_rectangle(178, 190, 30), 40, (0, 70, TOP - 34), 0, "seat")
    cut(shell, hopper_seat)
    cut(shell, slots(12, 92, 3.6, 9, 14, (46, BACK, 150)))
    seam = prism(fillet([(WIDE / 2 + 5, BACK + 5), (-WIDE / 2 - 5, BACK + 5), (-WIDE / 2 - 5, FACE - 5), (WIDE / 2 + 5, FACE - 5)], 20, closed=True), 1.4, (0, 0, 277), 0,
                 "seam")
    cut(seam, prism(fillet([(WIDE / 2 - 1.4, BACK - 1.4), (-WIDE / 2 + 1.4, BACK - 1.4), (-WIDE / 2 + 1.4, FACE + 1.4), (WIDE / 2 - 1.4, FACE + 1.4)],
                           [23, 23, 45, 45], 16, closed=True), 10, (0, 0, 270), 0, "core"))
    cut(shell, seam)
    things = [shell, lining]
    foot = prism(fillet([(WIDE / 2 - 8, BACK - 8), (-WIDE / 2 + 8, BACK - 8), (-WIDE / 2 + 8, FACE + 8), (WIDE / 2 - 8, FACE + 8)], [20, 20, 40, 40], 10, closed=True), 10.4,
                 bevel=0.6, name="plinth", material=dark)
    things.append(foot)
    for x in (-84, 84):
        for y in (FACE + 40, BACK - 40):
            things.append(cylinder(13, 2, (x, y, -0.0), 0.6, "pad", rubber()))
    sheet = Sheet(f"grano-face-{ink[1:]}", 90, 26, dots=14)
    sheet.text("Giano", 45, 12, 12, ink, weight=600)
    things.append(decal(90, 26, (0, FACE - 0.3, 287.5), printed(sheet.save(), 0.4), "name"))
    things.append(shift(rating_plate("GRANO", "1450 W", "0308-33"), (-52, BACK + 0.4, 150)))
    if cable:
        things.append(power_cable((-84, BACK, 44), along=1, length=150))
    things += _lid(shell_, dark)
    return group(things, "body")


def _lid(shell_, dark):
    """Cup shelf before the hopper."""
    shelf = prism(fillet([(92, -40), (-92, -40), (-92, FACE + 18), (92, FACE + 18)], [8, 8, 32, 32], 12, closed=True), 1.6, (0, 0, TOP - 1), 0.5, "cup shelf",
                  satin("X", "#b7b5b1", 0.28))
    return [shelf]


def dial(ink="#e9e0d0", value="60"):
    """A knurled ring of steel about a small round display."""
    metal = satin("X", "#c2c0bb", 0.24)
    seat = turn(lathe(fillet([(0, 0), (37, 0), (37, 1.6), (35.5, 2.6), (0, 2.6)], [0, 0.4, 1, 0.8, 0]), "seat", polished("#bdbbb7", 0.12)), x=90, bake=True)
    outline = []
    for place in range(96 * 4):
        angle = 2 * math.pi * place / (96 * 4)
        r = 32.2 + (0.0, 0.7, 0.8, 0.7)[place % 4]
        outline.append((r * math.cos(angle), r * math.sin(angle)))
    knurl = prism(outline, 12, (0, 0, 2.4), 1.2, "dial", polished("#c4c2be", 0.16), 3)
    crown = lathe(fillet([(25, 13), (31.6, 13), (31.6, 14.4), (29.4, 17), (26.4, 17), (25, 14)], [0, 0.3, 1, 1.2, 0.6, 0], 5), "crown", polished("#c4c2be", 0.1))
    for thing in (knurl, crown):
        turn(thing, x=90, bake=True)
    sheet = Sheet(f"grano-dial-{value}", 50, 50, "#070605", dots=20)
    sheet.arc(25, 25, 20.6, 135, 405, "#4a3a2c", 1.1)
    sheet.arc(25, 25, 20.6, 135, 135 + 270 * (int(value) - 25) / 195, "#ffb060", 1.1)
    sheet.text(value, 25, 23.4, 16, "#ffe9c8", "text", 500).text("ml", 25, 34, 5, "#d9a468", "text", 500)
    screen = lathe([(0, 0), (25.6, 0)], "screen", glowing(sheet.save(), 1.5))
    mesh = screen.data
    layer = mesh.uv_layers.new()
    for loop, place in zip(mesh.loops, layer.data):
        point = mesh.vertices[loop.vertex_index].co
        place.uv = (0.5 + point.x / 0.50, 0.5 + point.y / 0.50)
    turn(screen, x=90, bake=True)
    shift(screen, (0, -14.4, 0), bake=True)
    return group([seat, knurl, crown, screen], "dial")


def spouts(height=150.0):
    """A carriage with two spouts that slides up and down in the niche."""
    dark = plastic("#1b1a19", 0.3)
    metal = polished()
    block = prism(fillet([(30, 26), (-30, 26), (-30, -26), (30, -26)], [6, 6, 18, 18], 10, closed=True), 52, (0, FACE + 20, height), 4, "carriage", dark, 5)
    cover = prism(fillet([(31, 12), (-31, 12), (-31, -27.5), (31, -27.5)], [4, 4, 19, 19], 10, closed=True), 16, (0, FACE + 20, height + 24), 1.2, "cover", walnut("X"))
    things = [block, cover]
    for x in (-13, 13):
        pipe = lathe(fillet([(4, 6), (8, 6), (7.2, -10), (5.6, -18), (4.4, -18), (4, -10)], [0, 1, 3, 0.7, 0.6, 0], 5), "spout", metal, 64)
        things.append(shift(pipe, (x, FACE + 12, height), bake=True))
    return group(things, "spouts")


def water_tap():
    """Hot water, right of the spouts."""
    pipe = tube([(44, FACE + 54, 172), (44, FACE + 26, 172), (44, FACE + 22, 148)], 4, "tap", polished(), bend=10)
    return group([pipe], "water tap")


def tray():
    dark = plastic("#1b1a19", 0.36)
    plan = fillet([(74, FACE + 58), (-74, FACE + 58), (-74, FRONT), (74, FRONT)], [6, 6, 30, 30], 14, closed=True)
    pan = prism(plan, 26, (0, 0, 2), 3, "tray", dark, 5)
    rim = prism(fillet([(74.8, FACE + 2), (-74.8, FACE + 2), (-74.8, FRONT - 0.8), (74.8, FRONT - 0.8)], [2, 2, 30.6, 30.6], 14, closed=True), 3, (0, 0, 19), 0.8, "rim", satin("X", "#bdbbb6", 0.24))
    bars = shift(grid(112, FACE - FRONT + 44, radius=18, bar=4, gap=5), (0, (FACE + FRONT) / 2 + 18, 30.4))
    return group([pan, rim, bars], "tray")


def hopper(beans=True):
    """Beans behind smoked plastic, under a lid."""
    y = 70
    smoke = pane("#d6cabd", 0.02, 0.5)
    wall = prism(rounded_rectangle(176, 188, 29), 76, (0, y, TOP - 30), 2, "hopper", smoke, 4)
    cut(wall, prism(rounded_rectangle(170, 182, 26), 80, (0, y, TOP - 26), 0, "hollow"))
    things = [wall]
    if beans:
        things += [shift(thing, (0, y, 0)) for thing in box_filling(168, 180, TOP - 24, TOP + 22, 25)]
    lid = prism(rounded_rectangle(180, 192, 31), 7, (0, y, TOP + 46), 2.6, "lid", plastic("#1b1a19", 0.25), 5)
    rim = prism(rounded_rectangle(181, 193, 31.5), 2, (0, y, TOP + 45), 0.6, "lid rim", polished("#c4c2be", 0.12))
    grip = prism(rounded_rectangle(56, 12, 5.9), 5, (0, y, TOP + 52), 2, "grip", walnut("X"))
    return group([*things, lid, rim, grip], "hopper")


def espresso_grano(colour="black", beans=True, cable=False):
    """The whole machine; returns its parts by name."""
    return {"body": body(colour, cable), "dial": shift(dial(), (0, FACE, DIAL)), "spouts": spouts(118), "tap": water_tap(), "tray": tray(),
            "hopper": hopper(beans)}


HERO = View(azimuth=-33, elevation=14)


@shot("espresso-grano", "hero", HERO)
def hero():
    espresso_grano()


@shot("espresso-grano", "hero-white", HERO)
def hero_white():
    espresso_grano("white")


@shot("espresso-grano", "detail", View(azimuth=-24, elevation=9, target=(0, -130, 164), width=262))
def detail():
    espresso_grano()
    with assembly("cup", (0, FACE - 6, 31), z=-30):
        cup(ESPRESSO, TERRACOTTA)
