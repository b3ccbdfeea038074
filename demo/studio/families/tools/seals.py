"""Spare parts: gaskets and filters of mokas on a card, seals and screen of a group in a sleeve."""

import math

from labels import CREAM, INK, Sheet
from materials import kraft, paper, plain, plastic, polished, printed, rubber
from shapes import box, decal, fillet, group, lathe, plate, prism, rounded_rectangle, shift, tube, turn
from shots import View, shot


def gasket(outer=27.0, inner=21.0, thick=4.6, material=None):
    """A flat ring with soft edges, lying."""
    profile = [(inner, 0), (outer, 0), (outer, thick), (inner, thick), (inner, 0)]
    return lathe(fillet(profile, [0, 1.1, 1.1, 1.1, 0], 5), "gasket", material or plastic("#e2dac8", 0.46), 128)


def _perforation(name, radius, step, hole, rings=False):
    sheet = Sheet(name, 2 * radius, 2 * radius, dots=24)
    rows = int(radius / (step * 0.866)) + 1
    if rings:
        for ring in range(0, int(radius / step)):
            count = max(1, round(2 * math.pi * ring))
            for place in range(count):
                angle = 2 * math.pi * place / count
                sheet.disc(radius + ring * step * math.cos(angle), radius + ring * step * math.sin(angle), hole, "#151311")
    else:
        for row in range(-rows, rows + 1):
            for column in range(-rows - 2, rows + 3):
                x, y = (column + (row % 2) * 0.5) * step, row * step * 0.866
                if math.hypot(x, y) < radius - hole:
                    sheet.disc(radius + x, radius + y, hole, "#151311")
    return printed(sheet.save(), 0.6)


def filter_plate(radius=26.0):
    """The round filter of a moka: a shallow dish of aluminium with holes, lying."""
    metal = polished("#d6d6d4", 0.3)
    dish = lathe(fillet([(0, 0), (radius - 6, 0), (radius - 4, 2.4), (radius - 0.8, 2.4), (radius, 1.8), (radius, 3),
                         (radius - 0.8, 3.4), (radius - 4.4, 3.4), (radius - 6.4, 1), (0, 1)],
                        [0, 1.4, 1.2, 0.4, 0.3, 0.5, 0.5, 1.2, 1.4, 0], 5), "filter plate", metal, 128)
    holes = plate(2 * (radius - 8), 2 * (radius - 8), (0, 0, 1.15), "holes", _perforation("moka-filter", radius - 8, 2.3,
        0.52, True))
    return group([dish, holes], "filter plate")


CARD, CARD_HIGH = 124.0, 170.0


def _card_art(size):
    sheet = Sheet(f"gaskets-{size}", CARD, CARD_HIGH, "#ecdcbe", dots=14)
    sheet.disc(CARD / 2, 9.5, 3.4, "#5a5148")
    sheet.text("Giano", 10, 22, 9, INK, "display", 600, "lm")
    sheet.text("RICAMBI", CARD - 10, 22.4, 3.0, INK, "text", 600, "rm", 0.5)
    sheet.box(8, 31, CARD - 16, 96, "#96351a", radius=2)
    sheet.text("Guarnizioni", 10, 139, 13.5, INK, "display", 500, "lm")
    sheet.text("e filtro per moka", 10, 150.5, 5.6, INK, "display", 500, "lm")
    sheet.text("3 guarnizioni in silicone, 1 filtro in alluminio", 10, 160.5, 3.0, INK, "text", 500, "lm")
    sheet.disc(CARD - 20, 148, 11, "#12402f")
    sheet.text(str(size), CARD - 20, 145.4, 11, CREAM, "display", 500)
    sheet.text("tazze", CARD - 20, 153.2, 3.0, CREAM, "text", 500)
    return sheet.save()


def card(size=3):
    """The card with its parts, standing upright and looking along -Y; it is a little less than flat."""
    board = kraft()
    sheet = prism(rounded_rectangle(CARD, CARD_HIGH, 5, 8), 1.6, (0, CARD_HIGH / 2, -1.6), 0.4, "card", board)
    ink = plate(CARD - 0.8, CARD_HIGH - 0.8, (0, CARD_HIGH / 2, 0.2), "print", printed(_card_art(size), 0.7))
    parts = [sheet, ink]
    ring_scale = {3: 0.88, 6: 1.0, 9: 1.12}[size]
    outer = 25.5 * ring_scale
    places = [(-27, 114), (27, 114), (-27, 68)]
    tie = paper("#ecdcbe", 0.8)
    for x, y in places:
        ring_ = gasket(outer, outer - 6.4, 4.4)
        parts.append(shift(ring_, (x, y, 0.4)))
    dish = filter_plate(outer)
    parts.append(shift(dish, (27, 68, 0.4)))
    cord = plain("#e4d6ba", 0.8, name="cord")
    for x, y in (*places, (27, 68)):
        for side in (-1, 1):
            angle = math.radians(45 if side > 0 else 225)
            reach_in, reach_out = outer - 9.6, outer + 3.0
            c, s = math.cos(angle), math.sin(angle)
            tip = 5.6 if (x, y) in places else 4.6
            parts.append(tube([(x + reach_in * c, y + reach_in * s, 0.2 if (x, y) in places else 1.6),
                               (x + (outer - 6.4) * c, y + (outer - 6.4) * s, tip), (x + outer * c, y + outer * s, tip),
                               (x + reach_out * c, y + reach_out * s, 0.2)], 0.75, "thread", cord, bend=1.6))
    whole = group(parts, "card")
    turn(whole, x=90)
    return whole


@shot("moka-gaskets", "hero", View(azimuth=-20, elevation=14))
def gaskets(size=3):
    thing = card(size)
    turn(thing, x=-13)
    _easel(13)


def _easel(lean):
    """The strut behind that lets the card stand."""
    angle = math.radians(lean)
    top = (0, 120 * math.sin(angle) + 2, 120 * math.cos(angle))
    strut = box((60, 1.4, 124), (0, 0, 0), 0.4, "strut", kraft())
    turn(strut, x=14)
    return shift(strut, (0, top[1] + 30, 0))


@shot("moka-gaskets", "detail", View(azimuth=-16, elevation=32, target=(4, -12, 4), width=172))
def gaskets_loose():
    rings = [gasket(), gasket(), gasket()]
    shift(rings[0], (-32, 8, 0))
    turn(rings[1], y=6.6)
    shift(rings[1], (8, 8, 3.1))
    shift(rings[2], (-8, -46, 0))
    dish = filter_plate()
    turn(dish, z=30)
    shift(dish, (46, -38, 0))


def group_seal(outer=36.5, inner=28.5, thick=8.5):
    """The seal of a 58 mm group: black rubber, two grooves."""
    profile = [(inner, 0), (outer, 0), (outer, 2.6), (outer - 0.6, 3.1), (outer - 0.6, 3.7), (outer, 4.2), (outer, thick),
               (outer - 2.4, thick), (outer - 3, thick - 0.8), (outer - 5, thick - 0.8),
               (outer - 5.6, thick), (inner, thick), (inner, 0)]
    return lathe(fillet(profile, [0, 0.7, 0.2, 0.2, 0.2, 0.2, 0.8, 0.3, 0.3, 0.3, 0.3, 0.8, 0], 4), "group seal",
                 rubber("#191716"), 144)


def shower_screen(radius=28.0):
    """The screen that spreads the water over the coffee, lying with its face up."""
    metal = polished("#d0cec9", 0.12)
    dish = lathe(fillet([(0, 5.2), (radius - 2.4, 5.0), (radius, 3.2), (radius, 0.3), (radius - 0.8, 0.3),
                         (radius - 0.9, 3.0), (radius - 2.8, 4.2), (0, 4.4)],
                        [0, 2.2, 1.2, 0.2, 0.2, 1.2, 1.8, 0], 5), "screen", metal, 144)
    mesh = plate(2 * (radius - 5), 2 * (radius - 5), (0, 0, 5.36), "mesh", _perforation("shower-screen", radius - 5, 1.75,
        0.45))
    screw = lathe(fillet([(0, 7.4), (4.6, 7.2), (5.4, 6.2), (5.4, 5.0)], [0, 0.8, 0.4, 0], 4), "screw",
                  polished("#bdbab5", 0.2), 48)
    slot = box((8.6, 1.3, 1.0), (0, 0, 6.62), 0.2, "slot", plain("#1d1a18", 0.6))
    return group([dish, mesh, screw, slot], "shower screen")


SLEEVE, SLEEVE_DEEP = 96.0, 26.0


def sleeve():
    """The card sleeve, standing: open to the sides, a tray in it."""
    board = kraft()
    parts = []
    for y in (-SLEEVE_DEEP / 2 + 0.6, SLEEVE_DEEP / 2 - 0.6):
        parts.append(box((SLEEVE, 1.2, SLEEVE), (0, y, 0), 0.4, "panel", board))
    for z in (0, SLEEVE - 1.2):
        parts.append(box((SLEEVE, SLEEVE_DEEP, 1.2), (0, 0, z), 0.4, "panel", board))
    parts.append(box((SLEEVE - 1.6, SLEEVE_DEEP - 3, SLEEVE - 3), (0, 0, 1.5), 1, "tray", paper("#d8c39a", 0.8)))
    sheet = Sheet("group-seals", SLEEVE, SLEEVE, "#12402f", dots=16)
    sheet.text("Giano", 8, 11.5, 8.4, CREAM, "display", 600, "lm")
    sheet.text("58", SLEEVE - 8, 11.8, 8.4, CREAM, "display", 500, "rm")
    for radius, thick in ((23, 5.4), (13.5, 0.5)):
        sheet.disc(SLEEVE / 2, 45, radius, None, CREAM, thick)
    for ring in range(1, 6):
        for place in range(6 * ring):
            angle = 2 * math.pi * place / (6 * ring)
            sheet.disc(SLEEVE / 2 + 2.2 * ring * math.cos(angle), 45 + 2.2 * ring * math.sin(angle), 0.55, CREAM)
    sheet.text("Gruppo", 8, 79.6, 10.5, CREAM, "display", 500, "lm")
    sheet.text("2 guarnizioni, 1 doccetta", 8, 88.6, 3.2, CREAM, "text", 500, "lm")
    parts.append(decal(SLEEVE - 0.6, SLEEVE - 0.6, (0, -SLEEVE_DEEP / 2 - 0.2, SLEEVE / 2), printed(sheet.save(), 0.6),
                       "print"))
    return group(parts, "sleeve")


@shot("group-seals", "hero", View(azimuth=-20, elevation=19))
def seals():
    sleeve()
    shift(group_seal(), (74, -34, 0))
    top = group_seal()
    shift(top, (77, -31, 8.7))
    screen = shower_screen()
    turn(screen, z=35)
    shift(screen, (10, -62, 0))


@shot("group-seals", "detail", View(azimuth=-14, elevation=30, target=(0, -10, 8), width=172))
def seals_close():
    shift(group_seal(), (-42, 14, 0))
    second = group_seal()
    turn(second, y=9.3)
    shift(second, (10, 14, 5.9))
    screen = shower_screen()
    turn(screen, z=20)
    shift(screen, (36, -56, 0))
