"""Pressa Vetro: a French press of borosilicate glass in a steel frame, with walnut handle and knob."""

import math

import labels
from forms import crisp, curve, dense, flag, placed, reshaped, sweep, wound
from materials import brew, crema, pane, plain, polished, rubber, walnut
from shapes import cylinder, fillet, group, lathe, letters, ring
from shots import View, shot

SIZES = {1000: (50.0, 172.0), 350: (36.0, 128.0)}
"""Contents in millilitres; radius and height of the glass."""


def _lip(radius, high):
    def move(x, y, z):
        t = min(1.0, max(0.0, (z - high + 26) / 26))
        away = abs(math.degrees(math.atan2(y, -x)))
        share = max(0.0, 1 - away / 34)
        share = share * share * (3 - 2 * share)
        return x - 13 * t**1.6 * share, y, z + 2.5 * t**2 * share
    return move


def beaker(radius, high, filled):
    """The glass with coffee and its crust of grounds."""
    clear = pane()
    skin = lathe(dense(fillet([(0, 9), (radius - 2, 9), (radius, 14), (radius, 9 + high - 8), (radius + 2.4, 9 + high)],
                              [0, 5, 4, 6, 0], 6), 5), "glass", clear, 160)
    lining = lathe(dense(fillet([(0, 12), (radius - 3, 12), (radius - 2.4, 17), (radius - 2.4, 9 + high - 8),
                                 (radius + 0.4, 9 + high + 0.6),
                                 (radius + 2.4, 9 + high)], [0, 4, 4, 6, 0.6, 0], 6), 5), "lining", clear, 160)
    for part in (skin, lining):
        crisp(reshaped(part, _lip(radius, 9 + high)), 0.8)
    inner = radius - 2.7
    drink = lathe(fillet([(0, 12.4), (inner - 1, 12.4), (inner, 17), (inner, filled), (0, filled)], [0, 4, 4, 0, 0], 5), "coffee",
                  brew("#150702", "#5a240a"), 128)
    crust = lathe(fillet([(inner + 0.05, filled - 7), (inner + 0.05, filled + 3), (inner - 3, filled + 3.6), (0, filled + 3)],
                         [0, 0.6, 2, 0], 4), "crust",
                  crema("#a8703c", "#5d3113"), 128)
    return [skin, lining, drink, crust]


def frame(radius, high, metal):
    """Two bands, four straps that end in feet, and the handle's brackets."""
    out = radius + 0.5
    low = lathe(fillet([(out, 14), (out + 1.8, 14), (out + 1.8, 30), (out, 30)], 0.7, 4), "band", metal, 160)
    top = lathe(fillet([(out, high - 34), (out + 1.8, high - 34), (out + 1.8, high - 20), (out, high - 20)], 0.7, 4), "band",
                metal, 160)
    floor = lathe(fillet([(radius - 14, 7.2), (out + 0.6, 7.2), (out + 1.8, 9), (out + 1.8, 15), (out, 15), (out, 8.8),
                          (radius - 14, 8.8)],
                         [0, 1.2, 1, 0.4, 0.4, 0.4, 0], 4), "floor", metal, 128)
    things = [low, top, floor]
    for place in range(4):
        angle = 45 + 90 * place
        way = [(out + 3.0, 0, high - 22), (out + 3.0, 0, high * 0.5), (out + 3.0, 0, 24), (out + 3.4, 0, 12), (out + 7, 0, 4),
               (out + 12, 0, 2.0)]
        strap = sweep(way, 11, 2.2, "strap", metal, square=4.5, end=0.5, samples=60, around=24)
        pads = cylinder(5.4, 1.4, (out + 9, 0, 0), 0.5, "pad", rubber(), segments=40)
        screws = [cylinder(2.7, 1.6, (out + 4.4, 0, z), 0.7, "screw", polished("#c5c2bd", 0.12), "X", 32) for z in (22, high - 27)]
        for thing in (strap, pads, *screws):
            things.append(placed(thing, about=angle))
    return things


def handle(radius, high, metal, wood):
    at = radius + 2
    reach = at + 44
    things = []
    for z in (high - 27, 34):
        things.append(sweep([(at - 0.6, 0, z), (at + 12, 0, z), (at + 26, 0, z)], [13, 11, 10], [9, 8, 8], "arm", metal, square=3,
                            end=0.3, samples=30, around=28))
    way = [(at + 17, 0, high - 24), (at + 33, 0, high - 22), (reach, 0, high - 36), (reach + 2, 0, high * 0.56),
           (reach - 1, 0, 56), (at + 34, 0, 36), (at + 17, 0, 31)]
    things.append(sweep(way, [15, 18, 19, 19, 18, 17, 14], [14, 15, 15.5, 15, 14.6, 14.6, 13], "handle", wood, square=2.8, end=0.8,
                        samples=120, around=40))
    return things


def plunger(radius, high, metal, wood, pressed=0.0):
    """Lid, rod, knob and the strainer below; `pressed` moves the rod down."""
    z = 9 + high
    dome = curve([(radius + 4.4, 0, z + 2.6), (radius + 3.4, 0, z + 5.4), (radius * 0.84, 0, z + 11.6), (radius * 0.52, 0, z + 17),
                  (radius * 0.25, 0, z + 19.4),
                  (8, 0, z + 20)], 48)
    lid = lathe([(radius - 4.6, z - 8), (radius - 4.2, z - 8), (radius - 4.2, z + 1), (radius + 3.6, z + 1),
                 (radius + 4.4, z + 1.8),
                 *[(x, y) for x, _, y in dome], (6.6, z + 20.4), (6, z + 23), (0, z + 23)], "lid", metal, 160)
    up = z + 78 - pressed
    rod = cylinder(2.4, up - (z - 46 - pressed), (0, 0, z - 46 - pressed), 0.5, "rod", polished("#cfccc7", 0.1), segments=40)
    cup = lathe(fillet([(0, up - 3), (6.6, up - 3), (6.2, up + 2), (0, up + 2)], [0, 0.7, 0.7, 0], 4), "ferrule", metal, 64)
    ball = curve([(6.4, 0, up), (11, 0, up + 3.4), (15.4, 0, up + 9.4), (16.4, 0, up + 15), (13.4, 0, up + 21), (7, 0, up + 24.2),
                  (0, 0, up + 25)], 40)
    knob = lathe([(0, up), *[(x, z) for x, _, z in ball]], "knob", wood, 96, smooth=1.0)
    s = z - 46 - pressed
    disc = lathe(fillet([(0, s + 2), (radius - 8, s + 2), (radius - 6, s + 1), (radius - 6, s), (0, s)], [0, 2, 0.4, 0.4, 0], 4),
                 "disc", metal, 128)
    coil = ring(radius - 4.6, 3.0, (0, 0, s - 1.4), "spring", polished("#bdbab5", 0.18))
    mesh = lathe(fillet([(0, s - 3.4), (radius - 5, s - 3.4), (radius - 3.2, s + 1)], 0.8, 3), "sieve", polished("#a8a5a0", 0.3),
                 128)
    return [lid, group([rod, cup, knob, disc, coil, mesh], "plunger")]


def pressa_vetro(millilitres=1000, pressed=0.0, fill=0.56):
    radius, high = SIZES[millilitres]
    metal = polished("#aaa8a4", 0.14)
    wood = walnut("Z")
    words = wound(letters("Giano", radius * 0.1, (0, 0, high - 27), labels.blender_font("display", 560), plain("#2a2522", 0.5),
                          0.1), lambda z: radius + 2.4)
    return group([*beaker(radius, high, 12 + high * fill), *frame(radius, high, metal), *handle(radius, high, metal, wood),
                  *plunger(radius, high, metal, wood, pressed), words], "pressa vetro")


@shot("pressa-vetro", "hero", View(azimuth=24, elevation=12), samples=18)
def hero():
    pressa_vetro()
    flag((-420, -640, 160), (140, 900), (0, 0, 120))


@shot("pressa-vetro", "detail", View(azimuth=34, elevation=20, target=(6, 0, 176), width=200), samples=18)
def detail():
    pressa_vetro()
