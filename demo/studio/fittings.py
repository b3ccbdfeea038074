"""What machines have in common: gauges, switches, feet, grids, vents, plates, cables, wands, portafilters.

Each is built at the origin, looking towards -Y where it has a front, and returned as one thing that can be placed with
`shapes.shift` and `shapes.turn` (turn first).
"""

from __future__ import annotations

import math

from labels import Sheet
from materials import brass, plain, polished, printed, rubber, steel, walnut
from shapes import (ball, box, cut, cylinder, decal, fillet, group, lathe, merged, prism, ring, rounded_rectangle, shift, tube,
                    turn)


def gauge(radius=28.0, name="bar", top=16, unit="bar", now=9.0, green=(8, 10), bezel=None, face="#f6f1e6"):
    """A pressure gauge: printed dial, needle, bezel that stands 9 mm off its panel at y = 0."""
    bezel = bezel or brass(0.16)
    rim = fillet([(radius - 5, 0), (radius + 2, 0), (radius + 2, 6), (radius, 9.5), (radius - 3, 9.5), (radius - 4, 4), (radius - 5, 4)],
                 [0, 0.6, 2.2, 1.4, 1, 0.5, 0])
    ring_ = turn(lathe(rim, "bezel", bezel), x=90, bake=True)
    size = 2 * radius
    sheet = Sheet(f"gauge-{name}-{top}-{unit}-{face[1:]}", size, size, dots=24)
    middle = radius
    sheet.disc(middle, middle, radius - 0.4, face)

    def angle(value):
        return 135 + 270 * value / top

    sheet.arc(middle, middle, radius * 0.80, angle(green[0]), angle(green[1]), "#2f6b4a", radius * 0.075)
    step = 2 if top > 6 else 1
    fine = top * 2 if top > 6 else top * 5
    for tick in range(fine + 1):
        value = tick * top / fine
        way = math.radians(angle(value))
        long = tick % (fine // (top // step)) == 0
        inner = radius * (0.68 if long else 0.735)
        sheet.line([(middle + inner * math.cos(way), middle + inner * math.sin(way)),
                    (middle + radius * 0.8 * math.cos(way), middle + radius * 0.8 * math.sin(way))], "#2b1d14",
                   radius * (0.028 if long else 0.014))
    for value in range(0, top + 1, step):
        way = math.radians(angle(value))
        sheet.text(str(value), middle + radius * 0.53 * math.cos(way), middle + radius * 0.53 * math.sin(way), radius * 0.2,
                   family="text", weight=500)
    sheet.text(unit, middle, middle + radius * 0.34, radius * 0.17, family="text", weight=400)
    sheet.text("Giano", middle, middle + radius * 0.60, radius * 0.2, "#a83f1b")
    dial = decal(size * 0.94, size * 0.94, (0, -3.2, 0), printed(sheet.save(), 0.3, 0.6), "dial")
    way = math.radians(angle(now))
    needle = prism([(-radius * 0.2, -0.9), (radius * 0.66, -0.25), (radius * 0.66, 0.25), (-radius * 0.2, 0.9)], 0.5, bevel=0,
                   name="needle", material=plain("#a83f1b", 0.4))
    turn(needle, z=-math.degrees(way), bake=True)
    turn(needle, x=90, bake=True)
    shift(needle, (0, -4.2, 0), bake=True)
    hub = turn(cylinder(radius * 0.085, 2.2, bevel=0.5, name="hub", material=brass(0.2)), x=90, bake=True)
    shift(hub, (0, -3.6, 0), bake=True)
    return group([ring_, dial, needle, hub], "gauge")


def toggle(up=True, metal=None):
    """A bat-handle switch with its nut, on a panel at y = 0."""
    metal = metal or polished()
    washer = cylinder(9.6, 0.9, bevel=0.3, name="washer", material=metal)
    nut = lathe(fillet([(0, 0.9), (8.6, 0.9), (8.6, 3.6), (7.6, 4.2), (0, 4.2)], [0, 0.3, 0.8, 0.2, 0], 3), "nut", metal, facets=6)
    neck = cylinder(5.6, 3.4, (0, 0, 4), 0.8, "neck", metal)
    bat = lathe(fillet([(0, 0), (2.6, 0), (2.3, 7), (4.0, 20), (3.9, 23.5), (0, 24.5)], [0, 0, 3, 3, 2.4, 0], 6), "bat", metal, 48)
    turn(bat, x=-20 if up else 20, bake=True)
    shift(bat, (0, 0, 5), bake=True)
    things = [washer, nut, neck, bat]
    for thing in things:
        turn(thing, x=90, bake=True)
    return group(things, "toggle")


def screw(radius=3.4, metal=None):
    """A pan-head screw with a hexagonal socket, on a panel at y = 0."""
    metal = metal or polished("#b9b7b3", 0.2)
    head = lathe(fillet([(0, 0), (radius, 0), (radius, radius * 0.35), (radius * 0.6, radius * 0.66), (0, radius * 0.66)],
                        [0, 0.1, 0.9, 0.8, 0], 4), "head", metal, 32)
    socket = lathe([(0, radius * 0.67), (radius * 0.44, radius * 0.67)], "socket", plain("#141210", 0.6), facets=6)
    for thing in (head, socket):
        turn(thing, x=90, bake=True)
    return group([head, socket], "screw")


def foot(radius=15.0, height=14.0, metal=None):
    """An adjustable foot: rubber below, a turned collar above."""
    pad = cylinder(radius, height * 0.5, bevel=1.6, name="pad", material=rubber())
    collar = cylinder(radius * 0.86, height * 0.5, (0, 0, height * 0.5), 1.2, "collar", metal or steel())
    return group([pad, collar], "foot")


def slots(count, width, height, pitch, deep, at, down=True):
    """A cutter for vents in a panel that looks along Y: rounded slots one below another (or, not `down`, one beside another);
    `at` is the middle of all."""
    things = []
    for place in range(count):
        off = (place - (count - 1) / 2) * pitch
        x, z = (0, off) if down else (off, 0)
        one = prism(rounded_rectangle(width, height, min(width, height) * 0.49, 5), deep, bevel=0, name="slot", axis="Y")
        things.append(shift(one, (at[0] + x, at[1], at[2] + z), bake=True))
    return merged(things, "slots")


def grid(width, depth, thick=3.6, bar=4.2, gap=5.0, rim=7.0, radius=8.0, metal=None, across=False):
    """A drip grid: a frame with bars, its upper side at z = 0."""
    metal = metal or steel(along="Y", rough=0.24)
    outer = rounded_rectangle(width, depth, radius)
    frame = prism(outer, thick, (0, 0, -thick), 0.8, "frame", metal)
    hole = prism(rounded_rectangle(width - 2 * rim, depth - 2 * rim, max(1.5, radius - rim)), thick * 3, (0, 0, -2 * thick), 0,
                 "hole")
    cut(frame, hole)
    inner = (depth if across else width) - 2 * rim
    count = max(1, round((inner - gap) / (bar + gap)))
    pitch = inner / count
    bars = []
    for place in range(count):
        off = -inner / 2 + pitch * (place + 0.5)
        size = (width - 2 * rim + 2, bar, thick * 0.86) if across else (bar, depth - 2 * rim + 2, thick * 0.86)
        bars.append(box(size, (0, off, -thick) if across else (off, 0, -thick), 0.7, "bar", metal, 2))
    return group([frame, merged(bars, "bars")], "grid")


def round_grid(radius, thick=3.0, metal=None, bar=3.6, gap=4.4):
    """A round drip grid, its upper side at z = 0."""
    metal = metal or steel(along="X", rough=0.24)
    frame = ring(radius - thick / 2, thick, (0, 0, -thick / 2), "frame", metal)
    bars = []
    count = int((2 * radius - 2 * thick) / (bar + gap)) // 2
    for place in range(-count, count + 1):
        y = place * (bar + gap)
        half = math.sqrt(max(0.0, (radius - thick * 0.6) ** 2 - y * y))
        if half > 4:
            bars.append(box((2 * half, bar, thick * 0.8), (0, y, -thick * 0.92), 0.6, "bar", metal, 2))
    return group([frame, merged(bars, "bars")], "round grid")


def rating_plate(model, power, number, width=74.0, height=40.0):
    """The plate with model, voltage and number that every machine has behind, looking along +Y from y = 0.
    Its print is 74 by 40 and is scaled."""
    metal = prism(rounded_rectangle(width, height, 3), 0.8, bevel=0.2, name="rating plate", material=steel(along="X"), axis="Y")
    sheet = Sheet(f"rating-{model.lower().replace(' ', '-')}", 74, 40, dots=14)
    sheet.text("Giano", 6, 9, 7.5, "#2b1d14", anchor="lm").text("Torino, Italia", 68, 9, 3.2, "#2b1d14", "text", anchor="rm")
    sheet.line([(6, 14.5), (68, 14.5)], "#2b1d14", 0.3)
    sheet.lines([f"Mod. {model}", f"230 V ~ 50 Hz   {power}", f"N. {number}"], 6, 20, 3.3, "#2b1d14", anchor="lm", step=1.6)
    sheet.text("CE", 68, 29, 7, "#2b1d14", "text", 500, "rm")
    words = decal(width - 1, height - 1, (0, -0.7, 0), printed(sheet.save(), 0.5), "rating words")
    for thing in (metal, words):
        turn(thing, z=180, bake=True)
    return group([metal, words], "rating plate")


def power_cable(at, reach=46.0, along=-1, length=150.0, colour="#1b1918"):
    """A cable from a gland in a back that looks along +Y at `at`: down to the ground, then along the back to its plug.
    `along` is the way it lies, -1 to the left as seen from the front. It does not count for the picture's frame."""
    x, y, z = at
    jacket = rubber(colour)
    gland = turn(lathe(fillet([(0, 0), (9, 0), (9, 5), (6, 7), (5.4, 20), (0, 20)], [0, 1, 1, 1, 1.5, 0]), "gland", jacket, 48), x=-90,
                 bake=True)
    shift(gland, at, bake=True)
    end = x + along * length
    way = [(x, y + 4, z), (x, y + 22, z), (x + along * 4, y + reach, z * 0.72), (x + along * 10, y + reach + 4, 14),
           (x + along * 26, y + reach + 2, 4), (x + along * 60, y + reach - 6, 3.6), (x + along * 100, y + reach - 2, 3.6),
           (end, y + reach + 2, 9)]
    cable = tube(way, 3.4, "cable", jacket, taper=[1] * len(way))
    body = lathe(fillet([(0, 0), (5, 0), (8, 12), (17, 22), (17.5, 40), (0, 40)], [0, 2, 6, 5, 2, 0]), "plug", jacket, 48)
    pins = [cylinder(2.3, 19, (0, off, 40), 1.1, "pin", polished(), segments=24) for off in (-9.5, 9.5)]
    plug = [body, *pins]
    for thing in plug:
        turn(thing, y=90 * along, bake=True)
        shift(thing, (end - along * 4, y + reach + 2, 17.5), bake=True)
    whole = [gland, cable, *plug]
    for thing in whole:
        thing["unframed"] = True
    return group(whole, "power cable")


def knob(radius=19.0, depth=24.0, wood=None, metal=None, stem=10.0):
    """A turned knob on its stem with a small disc in its end, on a side that looks along +X at x = 0."""
    wood = wood or walnut("X")
    metal = metal or brass(0.2)
    neck = cylinder(radius * 0.42, stem + 2, (0, 0, -1), 0.8, "stem", metal)
    collar = cylinder(radius * 0.62, 3, (0, 0, stem - 2), 0.8, "collar", metal)
    body = lathe(fillet([(0, 0), (radius * 0.72, 0), (radius, depth * 0.35), (radius * 0.94, depth), (radius * 0.52, depth),
                         (radius * 0.5, depth - 1.2), (0, depth - 1.2)], [0, 2, 5, 3.2, 0.6, 0.3, 0]), "knob", wood)
    shift(body, (0, 0, stem), bake=True)
    disc = cylinder(radius * 0.46, 1.2, (0, 0, stem + depth - 1.6), 0.4, "disc", metal)
    things = [neck, collar, body, disc]
    for thing in things:
        turn(thing, y=90, bake=True)
    return group(things, "knob")


def steam_wand(length=128.0, out=22.0, metal=None, forward=8.0):
    """A wand that hangs from a ball joint at the origin: a bend outwards (+X), a grip, a tip with its hole."""
    metal = metal or polished()
    nut = lathe(fillet([(0, 4), (12, 4), (12, -4), (9, -8), (0, -8)], [0, 1, 1.4, 1.4, 0]), "nut", metal, facets=None)
    joint = ball(9, (0, 0, -9), name="joint", material=metal)
    low = -length
    way = [(0, 0, -10), (0, 0, -26), (out * 0.55, -forward * 0.4, -44), (out * 0.75, -forward * 0.7, low + 34), (out, -forward, low)]
    pipe = tube(way, 4.4, "wand", metal, bend=26)
    top, end = way[2], way[3]

    def along(t):
        return tuple(a + (b - a) * t for a, b in zip(top, end))

    grip = tube([along(0.36), along(0.42), along(0.80), along(0.86)], 6.6, "grip", rubber(), taper=[0.86, 1, 1, 0.86])
    tip = lathe(fillet([(0, 0), (3.4, 0), (5.2, 5), (5.2, 12), (4.4, 13), (0, 13)], [0, 1.4, 2, 1, 0.5, 0]), "tip", metal, 48)
    slope = math.degrees(math.atan2(out * 0.25, 34))
    turn(tip, y=-slope, bake=True)
    shift(tip, (out, -forward, low - 3), bake=True)
    return group([nut, joint, pipe, grip, tip], "steam wand")


def handle(length=112.0, radius=13.5, wood=None, metal=None, start=32.0):
    """A portafilter's handle towards -Y, its neck beginning `start` before the middle of the bowl, at z = 0."""
    wood = wood or walnut("Y")
    metal = metal or polished()
    neck = lathe(fillet([(0, start - 4), (9, start - 4), (6.4, start + 8), (6.6, start + 24), (10, start + 28), (10.6, start + 34), (0, start + 34)],
                        [0, 2, 8, 3, 1.5, 1, 0]), "neck", metal, 64)
    at = start + 33.5
    r = radius
    grip = [(0, at), (r * 0.80, at), (r * 0.84, at + 4), (r * 0.74, at + 14), (r * 0.96, at + length * 0.42),
            (r * 1.04, at + length * 0.66), (r * 0.98, at + length * 0.9), (r * 0.72, at + length), (0, at + length)]
    body = lathe(fillet(grip, [0, 1.2, 2, 10, 26, 26, 10, 5, 0], 8), "grip", wood, 96)
    cap = lathe(fillet([(0, at + length - 1), (r * 0.42, at + length - 1), (r * 0.42, at + length + 0.9), (0, at + length + 1.6)],
                       [0, 0, 1, 0], 4), "cap", metal, 48)
    things = [neck, body, cap]
    for thing in things:
        turn(thing, x=90, bake=True)
    return things


def portafilter(size=58.0, spouts=2, wood=None, metal=None, droop=5.0, cap=None, puck=None):
    """A portafilter, its rim at z = 0, its handle towards -Y. `puck` fills the basket with that material."""
    metal = metal or polished()
    r = size / 2
    outside = [(r + 1.2, -0.6), (r + 5.4, -0.6), (r + 5.4, -9), (r + 3.2, -11), (r + 2.6, -22), (r - 3, -31), (r * 0.34, -36), (r * 0.30, -44),
               (0, -44)]
    inside = [(0, -27), (r - 6, -26), (r - 0.8, -21), (r - 0.4, -1.2)]
    bowl = lathe(fillet(inside + outside, [0, 3, 4, 0.5, 0.6, 1.4, 1.2, 1.4, 6, 5, 4, 0.8, 0], 5), "bowl", metal)
    basket = lathe(fillet([(0, -25.6), (r - 7, -25), (r - 1.6, -20), (r - 1.4, -0.2), (r + 3.4, 0.2), (r + 3.4, 0.9), (r - 0.9, 0.9)],
                          [0, 3, 4, 1, 0.5, 0.3, 0], 4), "basket", polished("#cfcdc9", 0.14))
    things = [bowl, basket]
    for side in (90, -90):
        ear = box((9, 16, 6.4), (r + 6.6, 0, -8.2), 1.4, "ear", metal)
        things.append(turn(ear, z=side + 90, bake=True))
    if puck is not None:
        things.append(lathe(fillet([(0, -6), (r - 1.6, -6.4), (r - 1.5, -9), (0, -9)], [0, 0.8, 0, 0]), "puck", puck))
    if spouts == 2:
        saddle = tube([(-16, 0, -56), (-10.5, 0, -47.5), (0, 0, -44.5), (10.5, 0, -47.5), (16, 0, -56)], 5.2, "saddle", metal,
                      taper=[0.98, 1, 1.2, 1, 0.98])
        things.append(saddle)
        for side in (-1, 1):
            lip = lathe(fillet([(3.6, 2), (5.2, 2), (5.2, -6), (4.7, -6.4), (3.9, -6)], [0, 0.5, 0.4, 0.3, 0], 3), "lip", metal, 48)
            things.append(shift(lip, (side * 16.2, 0, -57), bake=True))
    elif spouts == 1:
        things.append(shift(lathe(fillet([(3.6, 4), (6, 4), (5.2, -14), (4, -14)], [0, 0.5, 0.5, 0]), "lip", metal, 48), (0, 0, -46),
                            bake=True))
    grip = handle(wood=wood, metal=cap or metal, start=r + 2)
    for thing in grip:
        turn(thing, x=droop, bake=True)
        shift(thing, (0, 0, -15), bake=True)
    return group(things + grip, "portafilter")
