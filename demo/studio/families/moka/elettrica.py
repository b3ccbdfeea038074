"""Moka Elettrica: the eight-sided pot on an electric base with a timer, handle and knob of the base's cream plastic."""

import math

import labels
from forms import curve, placed, wall_of, wound
from materials import light, plain, plastic, polished, printed, rubber, steel
from shapes import cylinder, fillet, group, lathe, shift, tube, wrap
from shots import View, shot

from . import classica

CREAM = "#dccdb0"
RAISED = 31.0
"""How far the pot stands above the table."""


def station(colour=CREAM):
    """The electric base: a round housing with a parting line, a heating plate, a timer and its lamp."""
    shell = plastic(colour, 0.36)
    wall = [(66, 6), (64.2, 33)]
    low = lathe(fillet([(0, 1.6), (58, 1.6), (64.6, 2), (66.2, 4), (65.3, 11.4), (64.9, 11.7), (0, 11.7)],
                       [0, 1, 2, 2.4, 0.3, 0.3, 0], 6), "tray", shell, 160)
    high = lathe(fillet([(0, 12.2), (64.8, 12.2), (65.2, 12.5), (64.0, 31), (60.6, 36.4), (57.5, 37.2), (56.6, 36), (56.2, 31),
                         (0, 31)],
                        [0, 0.3, 0.3, 9, 5, 0.8, 0.6, 0.8, 0], 8), "housing", shell, 160)
    gap = lathe([(64.2, 11), (64.2, 13)], "gap", plain("#7d6a48", 0.8), 96)
    heat = lathe(fillet([(0, 31.4), (53, 31.4), (54.6, 31.8), (55, 30)], 0.5, 3), "plate", steel(True, "X"), 96)
    feet = lathe([(50, 0), (56, 0), (56.6, 0.6), (56.6, 2)], "feet", rubber(), 96)
    return [low, high, gap, heat, feet, *_timer(wall_of(wall))]


def _timer(wall):
    sheet = labels.Sheet("elettrica-scale", 52, 24, dots=16)
    for place, words in enumerate(("0", "10", "20", "30")):
        angle = math.radians(-125 + 250 * place / 3)
        sheet.text(words, 26 + 14.4 * math.sin(angle), 12.2 - 10.0 * math.cos(angle), 3.3, "#2b1d14", "text", 500)
    scale = wrap(64.95, 24, 46, (0, 0, 11.6), printed(sheet.save(), 0.5), "scale", radius_top=64.35)
    face = cylinder(9.4, 2.4, (0, -65.4, 24), 0.6, "bezel", polished("#c8c5c0", 0.12), "Y", 64)
    body = lathe(fillet([(0, 0), (8.4, 0), (8, 8), (7.2, 9.2), (0, 9.2)], [0, 0.4, 1.2, 1, 0], 5), "dial", plastic(CREAM, 0.34), 64)
    hand = lathe([(0, 9.3), (1.3, 9.3), (1.3, 9.5), (0, 9.5)], "hand", plain("#a83f1b", 0.5), 24)
    dial = placed(group([body, shift(hand, (-3.4, 4.0, 0), bake=True)], "dial"), (0, -66, 24), x=90)
    lamp = wound(cylinder(1.5, 1.2, (24, 0, 24), 0.4, "lamp", light("#ff6a1c", 1.2), "Y", 32), wall)
    return [scale, face, dial, lamp]


def cable(colour="#3a2c22"):
    """Goes off behind, over the edge of the picture."""
    way = [(20, 62, 9), (26, 84, 6), (44, 108, 3.2), (84, 120, 3.2), (126, 108, 3.2), (170, 112, 3.2), (230, 140, 3.2),
           (330, 190, 3.2)]
    line = tube(curve(way, 120), 3.0, "cable", rubber(colour), resolution=6)
    sleeve = tube([(19, 58, 9.4), (24, 78, 7.4)], 4.2, "sleeve", rubber("#2a211b"), resolution=6)
    for thing in (line, sleeve):
        thing["unframed"] = True
    return [line, sleeve]


def moka_elettrica(opened=0.0, wired=True):
    """The pot on its base."""
    trim = plastic(CREAM, 0.34)
    pot = [shift(classica.base(), (0, 0, RAISED)),
           shift(classica.upper(None, opened, trim), (0, 0, RAISED + classica.ASSEMBLED["upper"]))]
    return group([*station(), *pot, *(cable() if wired else [])], "moka elettrica")


@shot("moka-elettrica", "hero", View(azimuth=20, elevation=12))
def hero():
    moka_elettrica()


@shot("moka-elettrica", "detail", View(azimuth=10, elevation=22, target=(6, -20, 44), width=160))
def detail():
    moka_elettrica()
