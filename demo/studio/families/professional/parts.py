"""What professional machines are made of: groups, portafilters, wands, gauges, knobs, grids, feet, vents.

Each is built about its own origin and placed by the assembly it is made in."""

import math

from labels import CREAM, INK, Sheet
from materials import lacquer, light, plain, polished, printed, rubber, steel, walnut
from shapes import assembly, ball, box, copied, cylinder, decal, fillet, flowing, lathe, prism, rounded_rectangle, shift, tube, turn

PANEL_GREEN = "#103a2b"
CHROME = "#d9d7d3"


def brass(rough=0.22):
    """Pale, as turned fittings are."""
    return polished("#d9ba82", rough)


def forward(thing, at=(0, 0, 0)):
    """Turns what was built along Z to look to the front (-Y), and moves it."""
    turn(thing, x=90, bake=True)
    return shift(thing, at, bake=True)


def foot(at, height=55, radius=21):
    """An adjustable foot with a rubber sole."""
    with assembly("foot", at):
        lathe(fillet([(0, 0), (radius, 0), (radius + 1, 8), (0, 8)], [0, 2, 2, 0]), "sole", rubber(), 48)
        profile = fillet([(0, 8), (radius - 1, 8), (radius - 1, 20), (radius - 8, 26), (radius - 8, height), (0, height)], [0, 1.5, 3, 3, 1, 0])
        lathe(profile, "foot", steel(True, "Z", rough=0.24), 48)


def screw(at, radius=4.2, axis="Y", turned=0.0, material=None):
    """A socket head that looks to the front (axis Y), up (Z) or to the right (X)."""
    metal = material or polished(rough=0.16)
    rim = fillet([(radius * 0.52, 0.1), (radius * 0.52, 1.5), (radius, 1.5), (radius, 0)], [0, 0.2, 0.7, 0], 3)
    head = lathe(rim, "screw", metal, 24)
    socket = cylinder(radius * 0.54, 0.5, (0, 0, 0.1), 0, "socket", plain("#1a1918", 0.6), segments=6)
    for thing in (head, socket):
        if axis == "Y":
            turn(thing, x=90, bake=True)
        elif axis == "X":
            turn(thing, y=90, bake=True)
        elif axis == "-X":
            turn(thing, y=-90, bake=True)
        elif axis == "-Y":
            turn(thing, x=-90, bake=True)
        shift(thing, at, bake=True)


def handle(length=118, finish=None, ferrule=None):
    """A grip along -Y from the origin: ferrule, walnut, cap."""
    metal, grip = ferrule or polished(), finish or walnut("Y")
    forward(lathe(fillet([(0, -2), (9.5, -2), (10.5, 6), (12.6, 14), (12.6, 20), (0, 20)], [0, 0.6, 4, 2, 1.2, 0]), "ferrule", metal, 48))
    line = [(11.6, 19.4), (12.4, 22), (13.2, length * 0.30), (12.4, length * 0.48), (13.4, length * 0.68), (15.6, length * 0.88),
            (14.9, length - 2.6), (11, length), (0, length)]
    forward(lathe(flowing(line[:7], 6) + fillet(line[6:], [0, 2, 0], 5)[1:], "grip", grip, 48))
    forward(lathe(fillet([(0, length - 1), (8.2, length - 1), (8.2, length + 1.6), (0, length + 1.8)], [0, 0.2, 0.8, 0]), "cap", brass(0.22), 40))


def portafilter(spouts=2, droop=7.0, finish=None):
    """58 mm. The origin is the middle of the ring's upper face, below the group; the handle looks to the front."""
    chrome = polished(CHROME, 0.08)
    outer = fillet([(0, -46), (10, -46), (24, -39), (31, -30), (33, -24), (34.6, -22), (35.2, -4), (34, 0), (30, 0), (29.4, -20), (0, -22)],
                   [0, 4, 10, 5, 2, 1, 1.4, 1.2, 1, 2, 0], 5)
    lathe(outer, "portafilter", chrome, 80)
    for angle in (-90, 90):
        ear = box((14, 5.5, 6), (0, -37.4, -9), 1.4, "ear", chrome, 3)
        turn(ear, z=angle, bake=True)
    with assembly("portafilter handle", (0, -31, -15), x=droop):
        forward(lathe(fillet([(0, -4), (13, -4), (11, 6), (8.2, 14), (8.2, 30), (0, 30)], [0, 1, 6, 6, 0.5, 0], 6), "neck", chrome, 48))
        with assembly("grip", (0, -28, 0)):
            handle(finish=finish)
    cylinder(10.5, 8, (0, 0, -53), 1.2, "nut", chrome, segments=6)
    if spouts == 2:
        for side in (-1, 1):
            way = [(0, 0, -52), (side * 5, 0, -57), (side * 14, 0, -60), (side * 20, 0, -66), (side * 21, 0, -76)]
            tube([p[:3] for p in flowing(way, 5)], 5.4, "spout", chrome, resolution=8)
            lathe(fillet([(4.0, -78), (5.6, -78), (5.6, -74)], [0, 0.6, 0]), "spout rim", chrome, 32).location = (side * 0.21, 0, 0)
        ball(8.6, (0, 0, -55), (1, 0.85, 0.8), "spout body", chrome)
    else:
        lathe(fillet([(0, -52), (6.4, -52), (6.4, -66), (5, -74), (3.6, -74), (3.6, -60)], [0, 1, 4, 0.8, 0.8, 0]), "spout", chrome, 40)


def group_head(neck=52, height=128, flange=True):
    """A saturated group. The origin is the middle of its lower rim; its neck reaches back (+Y) to the panel."""
    chrome, dull = polished(CHROME, 0.08), steel(True, "Z", rough=0.26)
    profile = fillet(
        [(30, 1), (36, 0), (45, 0), (46.5, 2), (46.5, 19), (45, 21.5), (42.6, 22.5), (42.6, 25), (44, 26), (44, 31), (41, 33.5),
         (37.5, 40), (36.5, 58), (37.5, height - 44), (41, height - 36), (41, height - 14), (37, height - 7), (24, height - 2), (0, height)],
        [0, 1, 2, 1, 2, 1.2, 0.6, 0.6, 1, 1, 3, 10, 20, 8, 4, 7, 6, 12, 0], 6)
    lathe(profile, "group", chrome, 96)
    lathe([(0, 12), (31, 12), (31, 2)], "screen", plain("#565350", 0.35, 1.0), 64)
    lathe(fillet([(41.2, height - 30), (42.1, height - 30), (42.1, height - 19), (41.2, height - 19)], [0, 0.4, 0.4, 0], 3), "group band", dull, 96)
    cylinder(13, 7, (0, 0, height - 3.5), 1.6, "group nut", chrome, segments=6)
    lathe(fillet([(0, height + 3), (8.5, height + 3), (8, height + 7), (0, height + 8.5)], [0, 0.3, 2.5, 0]), "group cap", brass(0.2), 48)
    z = height - 50
    body = fillet([(0, 20), (26, 20), (26, 36 + neck - 20), (31, 36 + neck - 8)], [0, 1, 8, 0], 6)
    turn(shift(lathe(body, "neck", chrome, 64), (0, 0, 0), bake=True), x=-90, bake=True).location = (0, 0, z * 0.01)
    if flange:
        collar = lathe(fillet([(0, 36 + neck - 12), (43, 36 + neck - 12), (43, 36 + neck), (0, 36 + neck)], [0, 2, 0.5, 0]), "flange", dull, 72)
        turn(collar, x=-90, bake=True)
        shift(collar, (0, 0, z), bake=True)
        for place in range(4):
            angle = math.radians(45 + 90 * place)
            screw((36 * math.cos(angle), 36 + neck - 12.2, z + 36 * math.sin(angle)), 4)
    for side in (-1, 1):
        screw((side * 15, -39.8, 47), 3.2)


def gauge(radius, name, unit, top, zone, value, bezel=None):
    """A dial that looks to the front, the origin in its middle on the panel. `zone` is the green range, `value` where the
    needle points, both on a scale from 0 to `top`."""
    size = radius * 1.7
    sheet = Sheet(f"gauge-{name}-{top}", size, size, dots=28)
    middle = size / 2
    sheet.disc(middle, middle, middle, "#efe8da")
    turn_of = lambda part: math.radians(135 + 270 * part / top)  # noqa: E731
    sheet.arc(middle, middle, middle * 0.90, 135 + 270 * zone[0] / top, 135 + 270 * zone[1] / top, "#3d7a5c", middle * 0.075)
    for step in range(41):
        angle = turn_of(top * step / 40)
        inner = 0.74 if step % 10 == 0 else 0.80 if step % 5 == 0 else 0.84
        sheet.line([(middle + middle * r * math.cos(angle), middle + middle * r * math.sin(angle)) for r in (inner, 0.90)], INK, middle * (0.035 if step % 10 == 0 else 0.02))
    for step in range(5):
        angle = turn_of(top * step / 4)
        figure = top * step / 4
        sheet.text(f"{figure:g}", middle + middle * 0.56 * math.cos(angle), middle + middle * 0.56 * math.sin(angle), middle * 0.25, INK, "text", 600)
    sheet.text(unit, middle, middle * 1.42, middle * 0.19, INK, "text", 500)
    sheet.text("Giano", middle, middle * 1.70, middle * 0.20, INK, weight=600)
    metal = bezel or polished(CHROME, 0.1)
    rim = fillet([(radius * 0.80, 1.6), (radius * 0.84, 5.2), (radius, 5.2), (radius, 0)], [0, 1.4, 1.8, 0], 5)
    forward(lathe(rim, "bezel", metal, 72))
    decal(size, size, (0, -1.5, 0), printed(sheet.save(), 0.45, 0.15), f"dial {name}")
    angle = turn_of(value)
    needle = prism([(-1.0, -radius * 0.16), (1.0, -radius * 0.16), (0.28, radius * 0.66), (-0.28, radius * 0.66)], 0.5, bevel=0, name="needle", material=lacquer("#a83f1b"))
    forward(needle, (0, -1.9, 0))
    # The needle is drawn upwards; the dial counts clockwise from three o'clock.
    turn(needle, y=90 + math.degrees(angle), bake=True)
    shift(needle, (0, -0.4, 0), bake=True)
    forward(cylinder(radius * 0.12, 1.2, (0, 0, 1.7), 0.4, "hub", metal, segments=32))


KEYS = ("one", "two", "long", "long two", "stop")


def _icon(sheet, x, y, kind, colour, s=1.0):
    """A cup, two cups, a tall one, two tall ones, or a drop for free flow."""
    def cup(x, tall):
        high = 4.2 * s if tall else 2.8 * s
        sheet.box(x - 1.7 * s, y - high / 2, 3.4 * s, high, colour, radius=0.9 * s)
        sheet.arc(x + 1.9 * s, y - 0.2 * s, 1.0 * s, -90, 90, colour, 0.45 * s)
    if kind == "stop":
        sheet.disc(x, y + 0.6 * s, 1.7 * s, colour)
        sheet.polygon([(x - 1.5 * s, y), (x + 1.5 * s, y), (x, y - 3.2 * s)], colour)
    elif "two" in kind:
        cup(x - 2.3 * s, "long" in kind)
        cup(x + 2.3 * s, "long" in kind)
    else:
        cup(x, "long" in kind)


def keypad(name="keypad", lit=1, pitch=23.0):
    """Five keys with a lamp each, on a dark strip that looks to the front; the origin is its middle on the panel."""
    wide = pitch * 5 + 4
    forward(prism(rounded_rectangle(wide + 5, 33, 9), 2.4, bevel=0.8, name=f"{name} frame", material=steel(True, "X", rough=0.22)))
    forward(prism(rounded_rectangle(wide, 28, 7), 3.2, bevel=0.8, name=f"{name} strip", material=plain("#12110f", 0.22, 0.0, 0.5)))
    for place, kind in enumerate(KEYS):
        x = (place - 2) * pitch
        profile = fillet([(0, 0), (9.2, 0), (9.2, 2.6), (8.2, 3.3), (0, 3.0)], [0, 0, 0.9, 1.2, 0], 4)
        forward(lathe(profile, "key", plain("#e9dfcd", 0.35, 0.0, 0.2), 48), (x, -3.1, -2.6))
        sheet = Sheet(f"key-{kind.replace(' ', '-')}", 14, 14, dots=20)
        _icon(sheet, 7, 7, kind, "#241c17", 1.05)
        decal(14, 14, (x, -6.45, -2.6), printed(sheet.save(), 0.5), f"icon {kind}")
        lamp = cylinder(1.1, 0.8, (0, 0, 0), 0.3, "lamp", light("#ffe2b8", 5.0) if place == lit else plain("#4c463f", 0.3), segments=20)
        forward(lamp, (x, -3.0, 10.2))


def knob(radius=25, depth=34, finish=None):
    """A tap of walnut with a metal collar; it looks to the front, the origin on the panel."""
    metal = polished(CHROME, 0.1)
    forward(lathe(fillet([(0, 0), (radius * 0.86, 0), (radius * 0.86, 5), (radius * 0.56, 8), (radius * 0.5, 12), (0, 12)], [0, 1, 2, 3, 2, 0], 5), "knob collar", metal, 56))
    body = fillet([(radius * 0.52, 11), (radius * 0.86, 13), (radius, 19), (radius * 0.96, depth - 3), (radius * 0.8, depth), (radius * 0.56, depth - 0.8)], [0, 3, 5, 5, 2, 0], 6)
    forward(lathe(body, "knob", finish or walnut("X"), 72))
    forward(lathe(fillet([(radius * 0.58, depth - 1.6), (radius * 0.58, depth + 0.6), (radius * 0.52, depth + 1), (0, depth + 1)], [0, 0.6, 0.4, 0]), "knob plate", brass(0.24), 48))
    sheet = Sheet("knob-mark", 10, 10, dots=24)
    sheet.mark(5, 5, 8, INK)
    scale = radius / 25
    decal(13 * scale, 13 * scale, (0, -depth - 1.25, 0), printed(sheet.save(), 0.5), "knob mark")


def wand(side=1, length=190, reach=34):
    """A steam wand: from a ball joint at the origin down, outwards and to the front. `side` 1 is the right one."""
    chrome = polished(CHROME, 0.08)
    ball(11.5, (0, 0, 0), name="joint", material=chrome)
    lathe(fillet([(0, 2), (13.6, 2), (13.6, 20), (0, 20)], [0, 1.2, 1.2, 0]), "joint nut", chrome, 48)
    way = flowing([(0, 0, -6), (side * 1, -3, -24), (side * 5, -reach * 0.5, -length * 0.42), (side * 9, -reach, -length * 0.72),
                   (side * 10, -reach * 1.02, -length * 0.86), (side * 10, -reach * 0.96, -length)], 8)
    tube(way, 4.6, "wand", chrome, resolution=10)
    third = len(way) // 2
    tube(way[third - 7:third + 5], 6.6, "sleeve", rubber("#26221f"), resolution=10)
    end = way[-1]
    tip = lathe(fillet([(0, -11), (3.6, -11), (6.2, -5), (6.2, 3), (4.6, 5), (0, 5)], [0, 2, 2, 1, 1, 0]), "tip", chrome, 40)
    shift(tip, end, bake=True)


def grid(width, depth, rods, material=None, radius=1.9, frame=3.2):
    """A drip grid lying about the origin, its rods from front to back; `z` 0 is its underside."""
    metal = material or steel(False)
    path = [(x, y, frame) for x, y in rounded_rectangle(width - 2 * frame, depth - 2 * frame, 12, 5)]
    tube(path, frame, "grid frame", metal, closed=True, resolution=5)
    first = None
    for place in range(rods):
        x = -width / 2 + width * (place + 1) / (rods + 1)
        if first is None:
            first = tube([(0, -depth / 2 + 3, frame + 0.6), (0, depth / 2 - 3, frame + 0.6)], radius, "rod", metal, resolution=2)
            first.location = (x * 0.01, 0, 0)
        else:
            rod = copied(first)
            rod.location = (x * 0.01, 0, 0)
    for y in (-depth / 6, depth / 6):
        tube([(-width / 2 + 4, y, frame - 1.2), (width / 2 - 4, y, frame - 1.2)], 2.2, "cross rod", metal, resolution=4)


def rail(width, depth, height, posts, material=None, knobs=None, radius=4.0):
    """A rail around cups, its posts at given (x, y); `z` 0 is the plate it stands on."""
    metal = material or polished(CHROME, 0.09)
    path = [(x, y, height) for x, y in rounded_rectangle(width, depth, 26, 8)]
    tube(path, radius, "rail", metal, closed=True, resolution=8)
    for x, y in posts:
        lathe(fillet([(0, 0), (7.5, 0), (7.5, 3), (3.6, 6), (3.4, height), (0, height)], [0, 0.5, 1, 3, 0, 0]), "post", metal, 32).location = (x * 0.01, y * 0.01, 0)
        ball(6.6, (x, y, height), (1, 1, 1), "rail ball", knobs or metal)


def slots(columns, rows, size, pitch, at, material=None, axis="Y"):
    """Louvres: dark rounded slots with a pressed lip, on a sheet that looks to +Y (`axis` Y) or up (Z). `at` is their middle."""
    wide, high = size
    dark, lip = plain("#0d0c0b", 0.8), material
    first = None
    for column in range(columns):
        for row in range(rows):
            x, z = (column - (columns - 1) / 2) * pitch[0], (row - (rows - 1) / 2) * pitch[1]
            if first is None:
                first = [prism(rounded_rectangle(wide, high, min(size) / 2 - 0.1, 5), 0.6, bevel=0.2, name="slot", material=dark)]
                if lip is not None:
                    path = [(a, b, 0.4) for a, b in rounded_rectangle(wide + 1.2, high + 1.2, min(size) / 2, 5)]
                    first.append(tube(path, 0.7, "slot lip", lip, closed=True, resolution=2))
                for thing in first:
                    if axis == "Y":
                        turn(thing, x=-90, bake=True)
                things = first
            else:
                things = [copied(thing) for thing in first]
            where = (at[0] + x, at[1], at[2] + z) if axis == "Y" else (at[0] + x, at[1] + z, at[2])
            for thing in things:
                thing.location = tuple(part * 0.01 for part in where)


def name_plate(words, width, height, at=(0, 0, 0), ground="#1b1512", ink=CREAM, family="display"):
    """A small printed plate that looks to the front."""
    forward(prism(rounded_rectangle(width, height, min(3, height * 0.3)), 1.4, bevel=0.5, name="plate", material=plain(ground, 0.35, 0.0, 0.3)), at)
    sheet = Sheet(f"plate-{words}-{round(width)}".replace(" ", "-").lower(), width - 2, height - 2, dots=16)
    sheet.text(words, width / 2 - 1, height / 2 - 1, height * 0.52, ink, family, 550, spacing=0.3)
    decal(width - 2, height - 2, (at[0], at[1] - 1.65, at[2]), printed(sheet.save(), 0.45), "plate print")


def rating_plate(at, model):
    """The plate with voltage and number that every machine carries behind."""
    sheet = Sheet(f"rating-{model}".replace(" ", "-").lower(), 84, 50, "#c9c6bf", dots=10)
    sheet.text("Giano", 8, 9, 8, INK, weight=600, anchor="lm")
    sheet.text("Torino, Italia", 76, 9, 4, INK, "text", 500, "rm")
    sheet.line([(6, 15), (78, 15)], INK, 0.4)
    sheet.lines([f"Mod.  {model}", "Matr.  GN-24 0193", "230-400 V~  50 Hz", "2 bar / 9 bar   IPX1"], 8, 21, 4.4, INK, anchor="lm", step=1.55)
    sheet.box(58, 24, 16, 16, None, INK, 0.5)
    sheet.text("CE", 66, 32, 9, INK, "text", 600)
    thing = decal(84, 50, (0, 0, 0), printed(sheet.save(), 0.35), "rating plate")
    turn(thing, z=180, bake=True)
    shift(thing, at, bake=True)
