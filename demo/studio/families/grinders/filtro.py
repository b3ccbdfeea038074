"""Grinder Filtro: a cylinder on an arm over a catch cup, for filter coffee. No hopper: a mouth with a lid of bellows."""

import math

from PIL import Image

from fittings import power_cable, rating_plate, screw, slots, toggle
from labels import Sheet
from materials import brass, cork, polished, powder, printed, rubber, satin, walnut
from shapes import (band, cut, cylinder, fillet, group, lathe, prism, shift, turn)
from shots import View, shot

GREY = "#55534f"
AXIS = 206
"""Height of the cylinder, which lies along Y."""
RADIUS, FRONT, BACK = 46, -76, 84
CUP = -46
STEPS = 24


def stand(colour=GREY, cable=False):
    """Base and arm."""
    coat = powder(colour, 0.42)
    plan = fillet([(60, 92), (-60, 92), (-60, -102), (60, -102)], [40, 40, 58, 58], 16, closed=True)
    low = fillet([(58, 90), (-58, 90), (-58, -100), (58, -100)], [38, 38, 56, 56], 16, closed=True)
    things = [prism(low, 4, bevel=0.6, name="foot", material=cork()), prism(plan, 12, (0, 0, 3.6), 3.6, "base", coat, 5)]
    arm = prism(fillet([(34, 84), (-34, 84), (-34, 46), (34, 46)], [14, 14, 10, 10], 10, closed=True), AXIS - 14, (0, 0, 12), 1, "arm", coat)
    things.append(arm)
    seat = lathe(fillet([(0, 15), (38, 15), (38, 17), (36.4, 18), (35, 17.2), (0, 17.2)], [0, 0.4, 0.8, 0.8, 0.4, 0], 4), "magnet seat", satin("X", "#b9b7b2", 0.24))
    things.append(shift(seat, (0, CUP, 0), bake=True))
    things.append(shift(rating_plate("FILTRO", "250 W", "0533-33", 56, 30), (0, 84.5, 84)))
    if cable:
        things.append(power_cable((0, 84, 40), along=-1, length=60))
    return group(things, "stand")


def head(colour=GREY):
    """The lying cylinder: motor behind, burrs before, mouth above, chute below."""
    coat = powder(colour, 0.42)
    line = [(0, -FRONT - 20), (RADIUS - 2, -FRONT - 20), (RADIUS, -FRONT - 22), (RADIUS, -34), (RADIUS - 0.9, -34.5), (RADIUS - 0.9, -36), (RADIUS, -36.5), (RADIUS, -BACK + 6),
            (RADIUS - 6, -BACK), (0, -BACK)]
    drum = turn(lathe(fillet(line, [0, 1.2, 1.2, 0.3, 0.2, 0.2, 0.3, 5, 5, 0], 6), "drum", coat), x=90, bake=True)
    shift(drum, (0, 0, AXIS), bake=True)
    cut(drum, slots(4, 46, 3.2, 8, 14, (0, BACK, AXIS + 10)))
    chute = lathe(fillet([(13, AXIS - 30), (22, AXIS - 30), (20, AXIS - 58), (17, AXIS - 64), (13, AXIS - 64)], [0, 1, 3, 1.4, 0.6], 5, closed=True) + [(13, AXIS - 31)], "chute",
                  polished("#bab8b4", 0.16))
    shift(chute, (0, CUP, 0), bake=True)
    collar = lathe(fillet([(18, AXIS + 36), (31, AXIS + 36), (29, AXIS + 50), (18, AXIS + 50)], [0, 2, 1, 1], 5, closed=True) + [(18, AXIS + 37)], "mouth", coat)
    shift(collar, (0, CUP + 6, 0), bake=True)
    things = [drum, chute, collar, *_words()]
    things.append(shift(turn(toggle(True), z=90), (RADIUS + 0.2, 42, AXIS)))
    escutcheon = cylinder(13, 2.4, (RADIUS - 0.4, 42, AXIS), 0.8, "escutcheon", satin("Z", "#b9b7b2"), "X")
    things.append(escutcheon)
    return group(things, "head")


def _words():
    sheet = Sheet("filtro-drum", 60, 26, dots=14)
    sheet.text("Giano", 30, 12, 14, "#efe6d6", weight=600)
    # The strip runs along the drum, the words with it.
    sheet.image = sheet.image.transpose(Image.Transpose.ROTATE_90)
    strip = band([(RADIUS, -30), (RADIUS, 30)], 26 / RADIUS * 57.3, printed(sheet.save(), 0.4), 0.25, 14.0, "name")
    turn(strip, x=-90, bake=True)
    return [shift(strip, (0, -6, AXIS), bake=True)]


def step_ring(number=14):
    """The front: a ring with twenty-four steps about a plate of brass and steel."""
    metal = polished("#bdbbb6", 0.17)
    teeth = 120
    outline = [((RADIUS + 0.6 + (0.0, 0.8, 0.9, 0.8)[n % 4]) * math.cos(2 * math.pi * n / teeth / 4),
                (RADIUS + 0.6 + (0.0, 0.8, 0.9, 0.8)[n % 4]) * math.sin(2 * math.pi * n / teeth / 4))
               for n in range(teeth * 4)]
    knurl = turn(prism(outline, 12, (0, 0, -FRONT - 19), 0.9, "knurl", metal, 2), x=90, bake=True)
    low, high = -FRONT - 7, -FRONT
    cone_ = turn(lathe(fillet([(0, low), (RADIUS, low), (RADIUS - 0.4, low + 1), (36, high + 1), (34.6, high + 1), (33.6, high - 3), (0, high - 3)], [0, 0.3, 0.8, 1, 0.6, 0.5, 0], 5), "step ring", metal),
                 x=90, bake=True)
    circle = 2 * math.pi * 41
    sheet = Sheet("filtro-steps", circle, 12, dots=14)
    for step in range(STEPS):
        x = circle * (step + 0.5) / STEPS
        sheet.line([(x, 11.8), (x, 8.6)], "#1f150e", 0.55)
        sheet.text(str(step + 1), x, 4.6, 5.0, "#a83f1b" if step + 1 == number else "#1f150e", "text", 600)
    spread = (number - 0.5) / STEPS * 360
    scale = band([(RADIUS - 0.3, low + 1.2), (36.5, high + 0.8)], 360, printed(sheet.save(), 0.4), 0.25, 90 + 180 - spread, "scale", 144)
    turn(scale, x=90, bake=True)
    plate_ = turn(cylinder(33.4, 2.4, (0, 0, high - 4.4), 0.6, "front plate", satin("X", "#8f8d89", 0.3)), x=90, bake=True)
    centre = turn(lathe(fillet([(0, 0), (9, 0), (9, 4), (7.4, 5.4), (0, 5)], [0, 0.5, 1.2, 1.2, 0], 5), "centre", brass(0.22), 64), x=90, bake=True)
    shift(centre, (0, FRONT + 2.2, 0), bake=True)
    things = [knurl, cone_, scale, plate_, centre]
    for place in range(3):
        way = math.radians(90 + 120 * place)
        things.append(shift(screw(3.4), (22 * math.cos(way), FRONT + 2.1, 22 * math.sin(way))))
    for thing in things:
        shift(thing, (0, 0, AXIS))
    marker = turn(prism([(-2.6, 0), (2.6, 0), (0, 4.6)], 1.0, bevel=0.2, name="marker", material=brass(0.22), axis="Y"))
    shift(marker, (0, FRONT + 1.6, AXIS + 27.6), bake=True)
    return group([*things, marker], "step ring")


def bellows():
    """The lid: a bellows of rubber under a walnut button."""
    line = [(0, 0), (26, 0), (28, 2), (28, 5)]
    for fold in range(4):
        z = 5 + fold * 7
        line += [(22.5, z + 1.4), (22.5, z + 2.2), (27.4, z + 5), (27.4, z + 6)]
    line += [(22, 35), (0, 35)]
    skin = lathe(fillet(line, [0, 1, 1, 1] + [0.7, 0.7, 1.1, 1.1] * 4 + [1, 0], 3), "bellows", rubber("#23201e"))
    top = lathe(fillet([(0, 34), (23, 34), (24.4, 36), (24, 40), (15, 43), (0, 43.4)], [0, 0.6, 1.2, 2.4, 4, 0], 6), "button", walnut("X"))
    return shift(group([skin, top], "bellows"), (0, CUP + 6, AXIS + 50))


def cup():
    """The catch cup on its magnet, with a walnut ring."""
    low = 17.4
    line = [(0, low + 1), (30, low + 1), (31, low), (34, low), (36, low + 3), (36, low + 74), (37.4, low + 76), (36.8, low + 77), (34.6, low + 76), (34.2, low + 5), (0, low + 3)]
    skin = lathe(fillet(line, [0, 0.5, 0.5, 1, 2, 2, 0.6, 0.5, 1.5, 4, 0], 5), "cup", satin("Z", "#b3b1ad", 0.24))
    band_ = lathe(fillet([(35.8, low + 20), (38, low + 20.5), (38.4, low + 24), (38.4, low + 44), (38, low + 47.5), (35.8, low + 48)], [0, 0.8, 2, 2, 0.8, 0], 5), "cup band", walnut("Z"))
    for thing in (skin, band_):
        shift(thing, (0, CUP, 0), bake=True)
    return group([skin, band_], "cup")


def grinder_filtro(colour=GREY, number=14, cable=False):
    """The whole grinder; returns its parts by name."""
    return {"stand": stand(colour, cable), "head": head(colour), "step ring": step_ring(number), "bellows": bellows(), "cup": cup()}


@shot("grinder-filtro", "hero", View(azimuth=-36, elevation=12))
def hero():
    grinder_filtro()


@shot("grinder-filtro", "detail", View(azimuth=-30, elevation=9, target=(6, -60, 158), width=236))
def detail():
    grinder_filtro()
