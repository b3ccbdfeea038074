"""Espresso Uno: a machine with one group, 280 wide, 340 high, 380 deep.

The body is a bent sheet between two side plates, cut open towards the tray. Portafilter, tray, tank, tank lid and cup tray
are things of their own, so that a film can take them away.
"""

import math

from fittings import foot, gauge, grid, knob, portafilter, power_cable, rating_plate, screw, slots, steam_wand, toggle
from labels import Sheet
from materials import brass, light, pane, plastic, polished, powder, printed, satin, steel, walnut
from shapes import (box, cut, cylinder, decal, fillet, group, lathe, merged, prism, rounded_rectangle, shift, spot, tube,
                    turn)
from shots import View, shot, turntable

WIDE, FRONT, BACK, TOP = 280, -190, 188, 314
HEAD, UNDER, SPLASH, TRAY = -124, 232, -30, 72
"""Front of the head, its underside, the sheet behind the cup, upper side of the tray."""
GROUP = (0, -78)
GREEN_BLACK = "#22211f"


def _finish(colour):
    if colour == "steel":
        return (satin(along="X", rough=0.27, tint="#b3b1ad"), satin(along="Y", rough=0.3, tint="#a5a39f"),
                satin(along="X", rough=0.24, tint="#c4c1bc"))
    coat = powder({"black": GREEN_BLACK, "cream": "#e9decb"}.get(colour, colour), 0.42)
    return coat, coat, satin(along="X", rough=0.24)


def body(colour="steel"):
    """Sheets, face, feet, vents: what stays when all is taken away."""
    sheet, side, face = _finish(colour)
    outline = [(SPLASH, 16), (BACK - 2, 16), (BACK - 2, TOP - 2), (HEAD, TOP - 2), (HEAD, UNDER), (SPLASH, UNDER)]
    shell = prism(fillet(outline, [4, 8, 18, 18, 7, 12], 8, closed=True), WIDE - 6, bevel=0.4, name="shell", material=sheet, axis="X")
    cut(shell, box((266, 74, 300), (0, 141, 30), 3, "shaft"))
    cut(shell, prism(rounded_rectangle(254, 196, 10), 10, (0, -4, TOP - 6), 0, "recess"))
    cut(shell, slots(11, 84, 4, 9, 12, (-58, BACK, 180)))
    cut(shell, slots(11, 84, 4, 9, 12, (58, BACK, 180)))
    things = [shell]
    plan = [(FRONT, 16), (BACK, 16), (BACK, TOP), (HEAD - 2, TOP), (HEAD - 2, UNDER - 2), (SPLASH - 3, UNDER - 2),
            (SPLASH - 3, TRAY + 4), (FRONT, TRAY + 4)]
    cheek = fillet(plan, [12, 10, 20, 20, 9, 14, 14, 10], 8, closed=True)
    for x in (-1, 1):
        plate_ = prism(cheek, 3.4, (x * (WIDE / 2 - 1.7), 0, 0), 1.0, "side", side, axis="X")
        window = prism(fillet([(130, 96), (152, 96), (152, 262), (130, 262)], 10.9, 8, closed=True), 40, (x * WIDE / 2, 0, 0), 0, "window",
                       axis="X")
        cut(plate_, window, keep=True)
        cut(shell, window)
        frame = prism(fillet([(128, 94), (154, 94), (154, 264), (128, 264)], 12.9, 8, closed=True), 1.6,
                      (x * WIDE / 2, 0, 0), 0.5, "window frame", polished(), axis="X")
        cut(frame, prism(fillet([(131, 97), (151, 97), (151, 261), (131, 261)], 9.9, 8, closed=True), 40, (x * WIDE / 2, 0, 0), 0,
                         "hole", axis="X"))
        things += [plate_, frame]
        for y, z in ((FRONT + 16, 34), (BACK - 16, 34), (BACK - 16, TOP - 20), (HEAD + 18, TOP - 20), (HEAD + 18, UNDER + 16)):
            things.append(shift(turn(screw(3.2), z=90 * x), (x * (WIDE / 2 + 0.1), y, z)))
        for y in (FRONT + 34, BACK - 30):
            things.append(shift(foot(15, 16), (x * (WIDE / 2 - 30), y, 0)))
    floor = box((WIDE - 6, 158, 4), (0, FRONT + 80, 16), 1, "floor", satin(along="X"))
    things.append(floor)
    things += _face(face)
    things += _back(side)
    return group(things, "body")


def _face(metal):
    """Gauge, name, lamp and switches on their plate."""
    y, z = HEAD - 0.2, 272
    panel = prism(rounded_rectangle(266, 66, 7), 3.2, (0, y, z), 0.8, "face", metal, axis="Y")
    front = y - 1.6
    dial = shift(gauge(25, "uno"), (-92, front, z))
    things = [panel, dial]
    for x in (-127.5, 127.5):
        for off in (-27, 27):
            things.append(shift(screw(2.3), (x, front, z + off)))
    sheet = Sheet("uno-face", 190, 60, dots=10)
    sheet.text("Giano", 44, 26, 17, "#1f150e", weight=600)
    sheet.text("ESPRESSO UNO", 44, 39.5, 3.7, "#1f150e", "text", 500, spacing=1.0)
    for place, word in enumerate(("CORRENTE", "CAFFÈ", "VAPORE")):
        sheet.text(word, 105 + place * 29, 50, 3.1, "#1f150e", "text", 600, spacing=0.35)
    things.append(decal(190, 60, (36, front - 0.25, z), printed(sheet.save(), 0.45), "words"))
    for place, up in enumerate((True, False, False)):
        things.append(shift(toggle(up), (46 + place * 29, front, z + 1)))
    lamp = turn(lathe(fillet([(0, 0), (3.2, 0), (2.8, 1.6), (0, 2.4)], [0, 0.2, 1, 0]), "lamp", light("#ff9a3c", 3.0), 32), x=90, bake=True)
    rim = turn(lathe(fillet([(3.2, 0), (4.6, 0), (4.4, 1.6), (3.2, 1.6)], 0.4), "lamp rim", polished(), 48), x=90, bake=True)
    for thing in (lamp, rim):
        things.append(shift(thing, (46, front, z + 22.5), bake=True))
    return things


def _back(metal):
    """Rear plate with vents, rating plate and cable."""
    panel = prism(rounded_rectangle(262, 284, 10), 1.6, (0, BACK, 164), 0.5, "back", metal, axis="Y")
    cut(panel, slots(11, 84, 4, 9, 12, (-58, BACK, 180)))
    cut(panel, slots(11, 84, 4, 9, 12, (58, BACK, 180)))
    things = [panel]
    for x in (-122, 122):
        for z in (30, 164, 298):
            things.append(shift(turn(screw(3.0), z=180), (x, BACK + 0.8, z)))
    things.append(shift(rating_plate("UNO", "1350 W", "0619-33"), (62, BACK + 1.4, 84)))
    things.append(power_cable((-96, BACK + 0.8, 58), along=1, length=160))
    return things


def brew_group():
    """The bell under the head that the portafilter is turned into."""
    x, y = GROUP
    metal = polished()
    bell = lathe(fillet([(0, UNDER + 1), (52, UNDER + 1), (52, UNDER - 5), (46, UNDER - 7), (42, UNDER - 17), (45, UNDER - 19), (45, UNDER - 36),
                         (41.5, UNDER - 38), (37, UNDER - 38), (36, UNDER - 30), (0, UNDER - 30)],
                        [0, 0.5, 1.6, 4, 5, 1.2, 1.8, 1, 0.6, 1, 0], 5), "bell", metal)
    things = [shift(bell, (x, y, 0), bake=True)]
    for place in range(6):
        way = math.radians(30 + 60 * place)
        bolt = cylinder(2.6, 2.2, (x + 48.2 * math.cos(way), y + 48.2 * math.sin(way), UNDER - 7.4), 0.6, "bolt", steel(), segments=32)
        things.append(bolt)
    return group(things, "brew group")


def tray():
    """The drawer that catches what drips, and its grid."""
    metal = satin(along="X", rough=0.24)
    y = (FRONT + SPLASH) / 2 + 0.5
    depth = SPLASH - FRONT - 4
    drawer = box((WIDE - 10, depth, 46), (0, y, 21), 3, "drawer", plastic("#1c1b1a", 0.45))
    cut(drawer, box((WIDE - 18, depth - 8, 46), (0, y, 26), 2, "hollow"))
    front = prism(fillet([(-134, 19), (134, 19), (134, TRAY), (30, TRAY), (24, TRAY - 8), (-24, TRAY - 8), (-30, TRAY), (-134, TRAY)],
                         [5, 5, 5, 5, 5, 5, 5, 5], 6, closed=True), 4, (0, FRONT + 1, 0), 1.0, "tray front", metal, axis="Y")
    bars = shift(grid(WIDE - 12, depth - 3, radius=6, bar=4.4, gap=5.4), (0, y + 1, TRAY - 1))
    return group([drawer, front, bars], "tray")


def cup_tray(colour="steel"):
    """The perforated plate on top, with its rail."""
    sheet = satin(along="X", rough=0.25) if colour == "steel" else _finish(colour)[0]
    y = -4
    top = prism(rounded_rectangle(252, 194, 9), 2.4, (0, y, TOP - 5), 0.6, "cup tray", sheet)
    holes = []
    for row in range(6):
        for column in range(9):
            holes.append(prism(rounded_rectangle(15, 4.2, 2.05, 4), 12, (-104 + column * 26, y - 70 + row * 28, TOP - 10), 0, "hole"))
    cut(top, merged(holes, "holes"))
    dark = box((240, 180, 0.6), (0, y, TOP - 5.9), 0.1, "below", plastic("#171614", 0.6))
    rail = [(x * 124, y + s * 94, TOP + 22) for x, s in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    bar = tube(rail, 3.0, "rail", polished(), bend=20, closed=True)
    things = [top, dark, bar]
    for x in (-124, 124):
        for off in (-62, 62):
            post = lathe(fillet([(0, -4), (5, -4), (5, -2.4), (2.5, 0), (2.5, 25), (0, 25)], [0, 0.4, 0.6, 1, 1, 0]), "post", polished(), 48)
            things.append(shift(post, (x, y + off, TOP - 1), bake=True))
    for x in (-62, 62):
        for s in (-94, 94):
            post = lathe(fillet([(0, -4), (5, -4), (5, -2.4), (2.5, 0), (2.5, 25), (0, 25)], [0, 0.4, 0.6, 1, 1, 0]), "post", polished(), 48)
            things.append(shift(post, (x, y + s, TOP - 1), bake=True))
    return group(things, "cup tray")


def tank():
    """2.2 litres in a shaft at the back; its level is seen through the windows in the sides, before a lit strip."""
    outer = box((260, 70, 276), (0, 141, 32), 8, "tank", pane("#eef3f3"))
    cut(outer, box((256, 66, 290), (0, 141, 34), 7, "hollow"))
    water = box((255.4, 65.4, 150), (0, 141, 34.3), 7, "water", pane("#dfe4e2", 0.01))
    strips = [box((2, 60, 252), (x * 124, 141, 36), 0.8, "strip", light("#e8f0ef", 0.55)) for x in (-1, 1)]
    return group([outer, water, *strips], "tank")


def lid(colour="steel"):
    """Covers the tank; lifted by a walnut button."""
    sheet = satin(along="X", rough=0.27) if colour == "steel" else _finish(colour)[0]
    cover = prism(rounded_rectangle(252, 80, 9), 4, (0, 143, TOP - 1.6), 1.2, "lid", sheet)
    button = lathe(fillet([(0, 0), (8, 0), (7, 4), (12, 9), (11, 14), (0, 15)], [0, 1, 3, 3, 3, 0]), "button", walnut("Z"), 64)
    shift(button, (0, 143, TOP + 2), bake=True)
    return group([cover, button], "lid")


def portafilter_in_place(puck=None):
    return shift(portafilter(58, cap=brass(0.22), puck=puck), (GROUP[0], GROUP[1], UNDER - 36))


def wand():
    return shift(steam_wand(142, 20), (110, -88, UNDER - 2))


def steam_knob():
    return shift(knob(20, 25), (WIDE / 2 + 0.1, -72, 274))


def espresso_uno(colour="steel", marked=False):
    """The whole machine; `colour` steel, black, cream or any other. Returns its parts by name."""
    parts = {
        "body": body(colour), "group": brew_group(), "portafilter": portafilter_in_place(), "tray": tray(),
        "cup tray": cup_tray(colour), "tank": tank(), "lid": lid(colour), "wand": wand(), "knob": steam_knob(),
    }
    if marked:
        spot("gauge", (-92, HEAD - 12, 272))
        spot("group", (0, GROUP[1] - 45, UNDER - 27))
        spot("portafilter", (0, GROUP[1] - 128, 193))
        spot("wand", (127, -95, 130))
        spot("switches", (75, HEAD - 22, 275))
        spot("tank", (WIDE / 2 + 1, 141, 180))
    return parts


HERO = View(azimuth=-32, elevation=13)


@shot("espresso-uno", "hero", HERO)
def hero():
    espresso_uno()


@shot("espresso-uno", "hero-black", HERO)
def hero_black():
    espresso_uno("black")


@shot("espresso-uno", "detail", View(azimuth=-22, elevation=7, target=(-14, -120, 222), width=262))
def detail():
    espresso_uno()


@turntable("espresso-uno", HERO)
def whole_turn():
    espresso_uno(marked=True)
