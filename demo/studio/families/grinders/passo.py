"""Grinder Passo: conical burrs under a numbered collar, a hopper of smoked glass, a fork.

All is built about the axis of the burrs; hopper, collar with the upper burr, lower burr and cup are things of their own, so
that a film can take the grinder apart.
"""

import math

from families.grinders.burrs import burr_ring, cone
from families.grinders.hopper import filling
from fittings import power_cable, screw, slots, toggle
from labels import Sheet
from materials import brass, cork, pane, plastic, polished, powder, printed, satin, walnut
from shapes import (band, box, cut, cylinder, fillet, group, lathe, prism, rounded_rectangle, shift, spot, turn)
from shots import View, shot, turntable

AXIS = 36
"""How far behind the product's middle the axis of the burrs stands."""
COLOURS = {"black": ("#232120", "#d9cfbe"), "cream": ("#e8dcc6", "#3a2b20")}
SEAT, RING, GLASS = 190, 196, 218
"""Top of the body, lower rim of the collar, lower rim of the hopper."""
CUP = -88
"""Axis of nose, fork and cup, before that of the burrs."""
STEPS = 40


def _placed(things, name):
    return shift(group(things, name), (0, AXIS, 0))


def body(colour="black", cable=True):
    """Base, column with the chamber, nose with the spout, fork, switch, and what is behind."""
    paint_, ink = COLOURS.get(colour, (colour, "#2b1d14"))
    coat = powder(paint_, 0.42)
    base_outline = fillet([(62, 60), (-62, 60), (-62, -134), (62, -134)], [46, 46, 34, 34], 14, closed=True)
    inner = fillet([(60, 58), (-60, 58), (-60, -132), (60, -132)], [44, 44, 32, 32], 14, closed=True)
    foot = prism(inner, 5, bevel=0.8, name="cork foot", material=cork())
    base = prism(base_outline, 15, (0, 0, 4.6), 4.5, "base", coat, 5)
    column = [(0, 18), (51, 18), (51, 24), (50, 27), (48, 176), (48, 177.2), (47.2, 177.6), (47.2, 178.6), (48, 179), (48, SEAT), (44, SEAT),
              (44, SEAT - 3), (36, SEAT - 3), (36, SEAT - 26), (0, SEAT - 26)]
    column = lathe(fillet(column, [0, 0, 2, 6, 0.4, 0.2, 0.2, 0.2, 0.4, 2.5, 0.8, 0.3, 1, 2, 0], 5), "column", coat)
    cut(column, slots(9, 40, 3.2, 7.5, 30, (0, 48, 92)))
    front = [(22 * math.cos(math.pi * (1 + step / 32)), CUP + 22 * math.sin(math.pi * (1 + step / 32))) for step in range(33)]
    nose = prism([(22, 0), (-22, 0), *front], 38, (0, 0, 136), 5, "nose", coat, 5)
    things = [foot, base, column, nose]
    metal = polished()
    spout = lathe(fillet([(9, 142), (17, 142), (17, 134), (13.5, 124), (11.5, 124), (9, 134)], [0, 1, 2, 0.8, 0.8, 2], closed=True) + [(9, 142)],
                  "spout", plastic("#1b1a19", 0.35))
    things.append(shift(spout, (0, CUP, 0), bake=True))
    chamber = lathe(fillet([(35.9, SEAT - 3), (35.9, SEAT - 24), (0, SEAT - 24)], [0, 2, 0]), "chamber", satin("X", "#a9a7a3"))
    rim = lathe(fillet([(36, SEAT - 3.2), (43.9, SEAT - 3.2), (43.9, SEAT - 2), (37, SEAT - 2), (36, SEAT - 3.2)], 0.3), "seat", metal)
    things += [chamber, rim]
    marker = turn(prism([(-2.6, 0), (2.6, 0), (0, 4.4)], 1.0, bevel=0.2, name="marker", material=brass(0.25), axis="Y"), z=0)
    things.append(shift(marker, (0, -48.1, 182.2), bake=True))
    things += _fork() + _words(ink)
    things.append(shift(turn(toggle(True), z=52), (50.2 * math.sin(math.radians(52)), -50.2 * math.cos(math.radians(52)), 66)))
    if cable:
        things.append(power_cable((0, 49.5, 40), reach=40, along=-1, length=64))
    return _placed(things, "body")


def _fork():
    """Two prongs for a portafilter of 58 mm, on a bracket with two screws."""
    metal = satin("Y", "#b5b3af", 0.26)
    plan = [(40, -50), (40, CUP - 34), (30.5, CUP - 34), (30.5, CUP + 8), (22, CUP + 26), (-22, CUP + 26), (-30.5, CUP + 8), (-30.5, CUP - 34),
            (-40, CUP - 34), (-40, -50)]
    plan = fillet(plan, [10, 4.6, 4.6, 16, 16, 16, 16, 4.6, 4.6, 10], 8, closed=True)
    plan.reverse()
    prongs = prism(plan, 5, (0, 0, 104), 1.0, "fork", metal)
    plate_ = prism(rounded_rectangle(34, 44, 5), 6, (0, -50, 88), 1.2, "bracket", metal, axis="Y")
    foot = box((34, 12, 7), (0, -52, 103), 1.4, "bracket foot", metal)
    return [prongs, plate_, foot, *[shift(screw(3.2), (x, -53, 80)) for x in (-9, 9)]]


def _words(ink):
    sheet = Sheet(f"passo-nose-{ink[1:]}", 44, 22, dots=18)
    sheet.text("Giano", 22, 10, 8.6, ink, weight=600)
    name = shift(band([(22, 144), (22, 166)], 114.6, printed(sheet.save(), 0.4), 0.25, name="name"), (0, CUP, 0), bake=True)
    behind = Sheet(f"passo-rating-{ink[1:]}", 60, 34, dots=12)
    behind.box(0.5, 0.5, 59, 33, None, ink, 0.3, 2)
    behind.text("Giano", 5, 7, 6.5, ink, anchor="lm").text("Torino, Italia", 55, 7, 2.8, ink, "text", anchor="rm")
    behind.lines(["Mod. PASSO", "230 V ~ 50 Hz   150 W", "N. 0412-33"], 5, 15, 2.9, ink, anchor="lm", step=1.6)
    behind.text("CE", 55, 24, 6, ink, "text", 500, "rm")
    rating = band([(48.6, 134), (48.2, 166)], 60 / 48.4 * 57.3, printed(behind.save(), 0.5), 0.25, 90.0, "rating")
    return [name, rating]


def lower_burr():
    return shift(cone(20, 20), (0, AXIS, SEAT - 20))


def collar(number=8):
    """The collar with its forty numbers, `number` to the front, and the upper burr in it."""
    metal = polished("#b9b7b2", 0.2)
    teeth = 96
    outline = []
    for place in range(teeth * 4):
        angle = 2 * math.pi * place / (teeth * 4)
        r = 53.2 + (0.0, 0.9, 1.1, 0.9)[place % 4]
        outline.append((r * math.cos(angle), r * math.sin(angle)))
    grip = prism(outline, 10, (0, 0, SEAT + 1), 0.8, "knurl", metal, 2)
    top = [(30, SEAT + 1), (52, SEAT + 1), (52, SEAT + 2), (53.4, SEAT + 11), (53.2, SEAT + 12.5), (46.4, GLASS), (44, GLASS + 1), (40, GLASS + 1),
           (40, GLASS - 4), (30, GLASS - 8)]
    cone_ = lathe(fillet(top, [0.5, 0.3, 0.3, 0.8, 0.8, 1.2, 1, 0.8, 1, 0.5], closed=True) + [(30.3, SEAT + 1)], "collar", metal)
    cut(grip, cylinder(50, 40, (0, 0, SEAT - 10), 0, "hole"))
    circle = 2 * math.pi * 50.0
    sheet = Sheet("passo-collar", circle, 14, dots=12)
    for step in range(STEPS):
        x = circle * (step + 0.5) / STEPS
        sheet.line([(x, 13.8), (x, 10.6 if step % 2 else 9.2)], "#1f150e", 0.55)
        if step % 2 == 1 or step == 0:
            sheet.text(str(step + 1), x, 5.2, 5.4, "#a83f1b" if step + 1 == 8 else "#1f150e", "text", 600)
    spread = (number - 0.5) / STEPS * 360
    scale = band([(53.0, SEAT + 13.2), (46.9, GLASS - 0.6)], 360, printed(sheet.save(), 0.4), 0.25, 90 - spread, "scale", 160)
    burr = shift(burr_ring(27, 20, 17), (0, 0, SEAT - 14), bake=False)
    return _placed([grip, cone_, scale, burr], "collar")


def hopper(beans=True, lid=True):
    """250 g behind smoked glass, with a walnut lid."""
    smoke = pane("#d6cabd", 0.02, 0.5)
    wall = [(36, GLASS + 3), (43, GLASS + 4), (50, GLASS + 30), (60, GLASS + 84), (61.4, GLASS + 87), (60, GLASS + 88), (57.6, GLASS + 84),
            (47.4, GLASS + 30), (40.6, GLASS + 6), (36, GLASS + 5)]
    glass_ = lathe(fillet(wall, [0.5, 3, 30, 3, 1, 0.8, 3, 30, 3, 0.5], 8, closed=True), "hopper", smoke)
    ring_ = lathe(fillet([(36, GLASS + 0.5), (45.4, GLASS + 0.5), (45.4, GLASS + 8), (44.4, GLASS + 8.6), (43.6, GLASS + 8), (42.6, GLASS + 2.6),
                          (36, GLASS + 2.4)], [0.2, 1, 0.6, 0.4, 0.4, 0.4, 0.2], closed=True) + [(36.2, GLASS + 0.5)], "bayonet",
                  plastic("#1b1a19", 0.35))
    things = [glass_, ring_]
    if beans:
        things += filling([(36, GLASS + 5), (41, GLASS + 7), (47.4, GLASS + 30), (57.6, GLASS + 84)], GLASS + 58)
    if lid:
        wood = lathe(fillet([(0, GLASS + 85), (56, GLASS + 85), (56.5, GLASS + 88), (62.5, GLASS + 88.4), (62.5, GLASS + 95), (54, GLASS + 97.5),
                             (0, GLASS + 97.5)], [0, 1, 0.5, 1, 2.4, 3, 0], 6), "lid", walnut("X"))
        button = lathe(fillet([(0, GLASS + 97), (6, GLASS + 97), (5, GLASS + 99), (7.6, GLASS + 102), (7, GLASS + 104), (0, GLASS + 104.4)],
                              [0, 0.5, 1.4, 1.4, 1.2, 0]), "button", brass(0.22), 64)
        things += [wood, button]
    return _placed(things, "hopper")


def cup(standing=False):
    """The catch cup: hangs on the fork by its rim, or stands about its own axis on z = 0 (`standing`)."""
    low = 50
    skin = [(0, low + 1.5), (22, low + 1.5), (23, low), (25.5, low), (27, low + 2), (29, low + 58), (35.5, low + 60.2), (36, low + 61), (35.5, low + 61.8),
            (28.5, low + 60.4), (26, low + 4), (0, low + 3)]
    steel_ = lathe(fillet(skin, [0, 0.6, 0.6, 1, 1.4, 3, 0.6, 0.5, 0.5, 2, 4, 0], 5), "cup", satin("Z", "#aeaca8", 0.24))
    if standing:
        return group([shift(steel_, (0, 0, -low), bake=True)], "cup")
    return _placed([shift(steel_, (0, CUP, -1.2), bake=True)], "cup")


def grinder_passo(colour="black", number=8, marked=False, beans=True, cable=False):
    """The whole grinder; returns its parts by name."""
    parts = {"body": body(colour, cable), "lower burr": lower_burr(), "collar": collar(number), "hopper": hopper(beans), "cup": cup()}
    if marked:
        spot("hopper", (0, AXIS - 57, GLASS + 62))
        spot("collar", (0, AXIS - 51, SEAT + 19))
        spot("burrs", (30, AXIS - 38, SEAT - 4))
        spot("fork", (36, AXIS + CUP - 16, 110))
        spot("base", (30, AXIS - 110, 20.5))
        spot("switch", (56 * math.sin(math.radians(52)), AXIS - 56 * math.cos(math.radians(52)), 70))
    return parts


HERO = View(azimuth=-34, elevation=12)


@shot("grinder-passo", "hero", HERO)
def hero():
    grinder_passo()


@shot("grinder-passo", "hero-cream", HERO)
def hero_cream():
    grinder_passo("cream")


@shot("grinder-passo", "detail", View(azimuth=-20, elevation=42, target=(2, 30, 204), width=146, blur=1.4, exposure=0.15))
def detail():
    """The hopper is off: numbers, ring and cone are seen."""
    body(cable=False)
    lower_burr()
    collar()


@turntable("grinder-passo", HERO)
def whole_turn():
    grinder_passo(marked=True, cable=True)
