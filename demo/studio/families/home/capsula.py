"""Espresso Capsula: slim, 120 wide, 250 high, 320 deep, with a lever of metal over the slot for the capsule."""

from fittings import power_cable, rating_plate, round_grid
from labels import Sheet
from materials import lacquer, light, pane, plastic, polished, printed, rubber
from shapes import assembly, cut, cylinder, decal, fillet, group, lathe, plate, prism, rounded_rectangle, shift, tube
from shots import View, shot

WIDE, FRONT, BACK, TOP = 120, -160, 160, 226
HEAD, UNDER, SPLASH = -112, 138, -44
"""Front of the head, its underside, the wall behind the cup."""
CUP = -82
COLOURS = {"terracotta": ("#903c22", "#f4e6d2"), "cream": ("#e9dcc4", "#2b1d14"), "black": ("#201f1d", "#e9dfce")}


def body(colour="terracotta", cable=False):
    """Housing with the slot for a capsule, base, nozzle, keys, and what is behind."""
    tone, ink = COLOURS.get(colour, (colour, "#2b1d14"))
    skin = lacquer(tone, 0.26, 0.6)
    dark = plastic("#1a1918", 0.34)
    plan = [(SPLASH, 26), (96, 26), (96, TOP), (HEAD, TOP - 4), (HEAD - 4, UNDER), (SPLASH, UNDER)]
    shell = prism(fillet(plan, [4, 6, 16, 46, 14, 22], 14, closed=True), WIDE, (0, 0, 0), 9, "shell", skin, 7, "X")
    base = prism(fillet([(FRONT, 6), (BACK, 6), (BACK, 30), (SPLASH - 6, 30), (FRONT, 30)], [8, 10, 6, 2, 9], 8, closed=True), WIDE - 2, (0, 0, 0), 6, "base", dark, 5, "X")
    cut(base, cylinder(45.5, 30, (0, CUP - 26, 18), 0, "hollow"))
    slot = prism(rounded_rectangle(38, 46, 18.9, 10), 60, (0, -52, TOP - 34), 0, "slot")
    cut(shell, slot)
    lining = prism(rounded_rectangle(37.6, 45.6, 18.7, 10), 30, (0, -52, TOP - 34), 0, "lining", dark)
    cut(lining, prism(rounded_rectangle(33, 41, 16.4, 10), 40, (0, -52, TOP - 30), 0, "inside"))
    things = [shell, base, lining]
    metal = polished("#c9c7c4", 0.1)
    collar = prism(rounded_rectangle(45, 53, 22.4, 10), 3.4, (0, -52, TOP - 4.6), 1.2, "slot rim", metal, 4)
    cut(collar, prism(rounded_rectangle(36, 44, 17.9, 10), 20, (0, -52, TOP - 10), 0, "hole"))
    things.append(collar)
    for x in (-1, 1):
        seam = prism(fillet([(SPLASH + 8, 44), (84, 44), (84, TOP - 14), (HEAD + 20, TOP - 18), (HEAD + 12, UNDER + 14), (SPLASH + 8, UNDER + 14)], [6, 8, 14, 40, 12, 14], 12, closed=True),
                     1.6, (x * (WIDE / 2 + 0.1), 0, 0), 0.6, "cheek", skin, 3, "X")
        things.append(seam)
        things += [cylinder(9, 6, (x * 44, y, 0), 1.4, "foot", rubber()) for y in (FRONT + 30, BACK - 30)]
    nozzle = lathe(fillet([(4, UNDER + 10), (17, UNDER + 10), (17, UNDER - 2), (10, UNDER - 7), (8, UNDER - 17), (5.6, UNDER - 17), (4, UNDER - 4)], [0, 1, 2, 2, 1, 0.8, 0], 5),
                   "nozzle", metal, 96)
    things.append(shift(nozzle, (0, CUP, 0), bake=True))
    sheet = Sheet(f"capsula-{ink[1:]}", 70, 26, dots=16)
    sheet.text("Giano", 35, 12, 13, ink, weight=600)
    name = decal(70, 26, (0, 0, 0), printed(sheet.save(), 0.4), "name")
    things.append(shift(name, (0, HEAD - 3.6, UNDER + 34), bake=True))
    things += _keys(ink)
    if cable:
        things.append(power_cable((34, 97, 44), along=1, length=60))
    things.append(shift(rating_plate("CAPSULA", "1260 W", "0227-33", 60, 32), (0, 96.4, 178)))
    return group(things, "body")


def _keys(ink):
    """Two keys behind the slot: a small cup and a larger one, each with its lamp."""
    things = []
    for x, big in ((-19, False), (19, True)):
        key = lathe(fillet([(0, 0), (13, 0), (13, 3.4), (11.6, 4.6), (0, 4)], [0, 0.4, 1, 1.4, 0], 5), "key", polished("#c9c7c4", 0.14), 96)
        things.append(shift(key, (x, 34, TOP - 1), bake=True))
        sheet = Sheet(f"capsula-key-{big}", 18, 18, dots=24)
        w, h = (6.4, 7) if big else (5.4, 4.6)
        top = 9.5 - h / 2
        dark = "#1f150e"
        sheet.line([(9 - w / 2, top), (9 + w / 2, top)], dark, 0.55)
        sheet.line([(9 - w / 2, top), (9 - w / 2 + 0.8, top + h), (9 + w / 2 - 0.8, top + h), (9 + w / 2, top)], dark, 0.55)
        sheet.arc(9 + w / 2, top + h * 0.42, 1.3, -90, 90, dark, 0.5)
        things.append(plate(18, 18, (x, 34, TOP + 3.75), "key print", printed(sheet.save(), 0.4)))
        things.append(cylinder(1.5, 1.0, (x, 53, TOP - 0.6), 0.3, "lamp", light("#fff1d8", 2.4), segments=24))
    return things


def lever(raised=0.0):
    """The bow over the head; `raised` in degrees, 0 is closed."""
    metal = polished("#cfcdca", 0.07)
    with assembly("lever", (0, 70, 186), x=-raised) as whole:
        half = WIDE / 2 + 6.4
        for x in (-1, 1):
            cylinder(17, 6, (x * (half - 2.4), 0, 0), 2, "hub", metal, "X", 96)
            cylinder(7, 2, (x * (half + 1.2), 0, 0), 0.7, "pin", plastic("#1a1918", 0.34), "X", 64)
            prism(fillet([(12, -12), (12, 12), (-20, 22), (-150, 57), (-196, 52), (-197, 42), (-150, 45), (-20, 6)], [11, 11, 30, 60, 5, 5, 60, 24], 10, closed=True),
                        5.4, (x * (half - 2.7), 0, 0), 1.6, "arm", metal, 4, "X")
        tube([(-half + 2.7, -191, 47.5), (half - 2.7, -191, 47.5)], 5.8, "bar", metal)
        cylinder(9.5, WIDE - 24, (0, -191, 47.5), 3, "grip", polished("#cfcdca", 0.12), "X", 96)
    return whole


def tray():
    """A round cup that catches what drips, with its grid."""
    dark = plastic("#1a1918", 0.34)
    cup_ = lathe(fillet([(0, 19), (44.6, 19), (45, 31), (47.5, 31.4), (47.5, 32.6), (43.6, 32.8), (43, 21), (0, 21)], [0, 1, 0.4, 0.4, 0.5, 0.6, 1, 0], 4), "drip cup", polished("#c9c7c4", 0.1))
    return group([shift(cup_, (0, CUP - 26, 0), bake=True), shift(cylinder(42, 0.5, (0, 0, 21.2), 0.1, "floor", dark), (0, CUP - 26, 0), bake=True),
                  shift(round_grid(43.2, 2.6), (0, CUP - 26, 33))], "tray")


def tank():
    """0.8 litres, lifted off from the back."""
    smoke = pane("#e6e0d8", 0.02, 0.5)
    plan = rounded_rectangle(108, 60, 24, 12)
    wall = prism(plan, 178, (0, 128, 31), 3, "tank", smoke, 4)
    cut(wall, prism(rounded_rectangle(103, 55, 21.6, 12), 190, (0, 128, 34), 0, "hollow"))
    water = prism(rounded_rectangle(102.6, 54.6, 21.4, 12), 120, (0, 128, 34.2), 0.6, "water", pane("#d5dedd", 0.01, 0.4))
    lid = prism(rounded_rectangle(110, 62, 25, 12), 7, (0, 128, 208), 2.4, "lid", plastic("#1a1918", 0.3), 5)
    return group([wall, water, lid], "tank")


def espresso_capsula(colour="terracotta", raised=0.0, cable=False):
    """The whole machine; returns its parts by name."""
    return {"body": body(colour, cable), "lever": lever(raised), "tray": tray(), "tank": tank()}


HERO = View(azimuth=-38, elevation=14)


@shot("espresso-capsula", "hero", HERO)
def hero():
    espresso_capsula()


@shot("espresso-capsula", "hero-cream", HERO)
def hero_cream():
    espresso_capsula("cream")


@shot("espresso-capsula", "hero-black", HERO)
def hero_black():
    espresso_capsula("black")


@shot("espresso-capsula", "detail", View(azimuth=-36, elevation=28, target=(0, -26, 246), width=300))
def detail():
    espresso_capsula(raised=48)
