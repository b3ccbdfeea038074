"""What moka pots have in common: valve, funnel, filter plate, gasket, spout, hinge, knob and engraving.

Every part stands on z = 0 at the origin. The spout of a pot looks along -X, its handle along +X, its face along -Y.
"""

import math

import labels
from forms import faceted, rounded, thread, wound
from materials import aluminium, bakelite, brass, cast, plain, printed, rubber, silicone, steel
from shapes import box, cylinder, fillet, group, lathe, letters, plate, shift, turn


def beak(reach, low, high, spread=27.0, lift=0.0, power=1.5, inner=0.35, radius=50.0):
    """A way to draw a spout out of a wall towards -X: begins at the height `low`, is whole at `high`."""
    def move(x, y, z):
        if z <= low:
            return x, y, z
        t = min(1.0, (z - low) / (high - low))
        away = math.degrees(math.atan2(y, -x))
        away = math.sqrt(away * away + 4.0) - 2.0
        share = max(0.0, 1 - away / spread)
        core = min(1.0, max(0.0, (math.hypot(x, y) / radius - inner) / (1 - inner)))
        amount = t ** power * share * core
        return x - reach * amount, y * (1 - 0.25 * amount), z + lift * amount
    return move


def shell(rough=0.2):
    """The pots' aluminium: cast, then polished by hand, so that its flats still mirror."""
    return cast(rough=rough)


def valve(metal=None):
    """The safety valve: a hexagon nut, a dome and its pin. It points along -Y from the origin's wall."""
    metal = metal or brass(0.24)
    nut = lathe(fillet([(0, 0), (6.6, 0), (6.6, 4.2), (0, 4.2)], [0, 0.8, 0.8, 0], 3), "nut", metal, facets=6)
    dome = lathe(fillet([(0, 4), (4.6, 4), (4.6, 8), (3.2, 9.6), (0, 9.6)], [0, 0.3, 1.4, 0.9, 0], 4), "dome", metal, 48)
    pin = lathe(fillet([(0, 9), (1.5, 9), (1.5, 11.4), (0, 11.6)], [0, 0.2, 0.6, 0], 4), "pin", steel(False), 32)
    washer = lathe(fillet([(0, -0.8), (7.8, -0.8), (7.8, 0.5), (0, 0.5)], [0, 0.4, 0.4, 0], 3), "washer", rubber("#3a2019"), 48)
    for thing in (nut, dome, pin, washer):
        turn(thing, x=90, bake=True)
    return group([nut, dome, pin, washer], "valve")


def funnel(basket=33.0, deep=21.0, stem=52.0, metal=None):
    """The coffee funnel, its rim on top and its stem down to z = 0; returns its group. The rim is at `stem + deep`."""
    metal = metal or aluminium(False, tint="#c9cacb")
    top = stem + deep
    profile = fillet([
        (0, top - deep + 1.2), (basket - 2.5, top - deep + 1.2), (basket - 1.6, top - 1), (basket + 3, top - 0.9),
        (basket + 3, top), (basket - 2.4, top), (basket - 3.3, top - deep + 2.6), (0, top - deep + 2.6),
    ], [0, 4, 0.8, 0.4, 0.4, 1, 3.4, 0], 5)
    cup = lathe(profile, "basket", metal, 96)
    cone = lathe(fillet([(basket - 7, stem + 1.4), (9, stem - 5), (6.2, stem - 11), (5.6, 1), (5.2, 0), (4.5, 0), (4.6, 2),
                         (5, stem - 12)], [0, 3, 5, 1, 0.4, 0.4, 1, 0], 5), "stem", metal, 64)
    seam = lathe(fillet([(basket - 1.9, top - 7), (basket - 0.8, top - 6.2), (basket - 1.6, top - 5.4)], 0.5, 4), "seam", metal, 96)
    sieve = shift(holes(basket - 5, "sieve"), (0, 0, stem + 2.75))
    return group([cup, cone, seam, sieve], "funnel")


def holes(radius, name, rings=7, hole=0.85):
    """Punched holes, printed: a round sheet that lies flat."""
    sheet = labels.Sheet(f"moka-{name}-{round(radius)}", 2 * radius, 2 * radius, dots=14)
    for ring in range(rings):
        away = radius * 0.9 * ring / (rings - 1)
        count = max(1, 6 * ring)
        for place in range(count):
            angle = 2 * math.pi * (place + 0.5 * (ring % 2)) / count
            x, y = radius + away * math.cos(angle), radius + away * math.sin(angle)
            sheet.disc(x, y - 0.12, hole + 0.18, "#f0f0ef")
            sheet.disc(x, y, hole, "#1b1917")
    return plate(2 * radius, 2 * radius, name=name, material=printed(sheet.save(), 0.5))


def filter_plate(radius=33.0):
    """The filter plate that lies in the upper part: pressed, holed, its rim rolled."""
    metal = aluminium(False, tint="#cfd0d1")
    profile = fillet([(0, 2.4), (radius - 6, 2.4), (radius - 4, 0.4), (radius, 0.2), (radius + 0.5, 1), (radius, 1.8),
                      (radius - 3.2, 1.9), (radius - 5, 3.8), (0, 3.8)], [0, 1.5, 1.5, 0.5, 0.5, 0.5, 1.5, 1.5, 0], 5)
    disc = lathe(profile, "filter plate", metal, 96)
    return group([disc, shift(holes(radius - 7, "filter"), (0, 0, 4.0))], "filter plate")


def gasket(radius=33.0, colour="#d8cdbb"):
    """The ring that seals base and upper part."""
    profile = fillet([(radius - 7.5, 0), (radius, 0), (radius, 3.4), (radius - 7.5, 3.4), (radius - 7.5, 0)],
                     [0, 0.8, 0.8, 0.8, 0], 4)
    return lathe(profile, "gasket", silicone(colour), 96)


def column(high, metal=None, foot=10.0):
    """The tower in the upper part from which coffee rises, with two slits under its cap."""
    metal = metal or shell()
    body = lathe(fillet([(foot + 4, 0), (foot, 4), (6.4, high - 7), (6.2, high - 5)], 2, 4), "column", metal, 48)
    cap = lathe(fillet([(0, high - 3.4), (7.6, high - 3.4), (7.8, high - 1), (4.5, high + 1.2), (0, high + 1.4)],
                       [0, 0.6, 1.2, 2, 0], 4), "cap", metal, 48)
    core = cylinder(4.6, 3.4, (0, 0, high - 5.6), 0.2, "slit", plain("#120d0a", 0.6), segments=32)
    bars = [box((2.2, 12.6, 3.0), (0, 0, high - 5.4), 0.4, "bar", metal)]
    return group([body, cap, core, *bars], "column")


def knob(material=None, size=1.0, facets=8, foot=None):
    """The lid's knob: waisted, faceted, on a small metal washer."""
    material = material or bakelite()
    s = size
    body = faceted(rounded([(0, 1.4 * s), (6.6 * s, 1.4 * s), (6.0 * s, 6 * s), (11.8 * s, 19 * s), (11.6 * s, 22 * s),
                            (8 * s, 24.6 * s), (0, 25.4 * s)], [0, 0.8, 5, 2, 2.4, 3, 0], 6), facets, 2.4 * s, "knob", material,
                   across=4)
    washer = lathe(fillet([(0, 0), (8 * s, 0), (8 * s, 1.5 * s), (0, 1.5 * s)], [0, 0.5, 0.5, 0], 3), "washer",
                   foot or aluminium(False), 48)
    return group([body, washer], "knob")


def hinge(at, width=18.0, metal=None, radius=3.1):
    """Two knuckles and a steel pin, along Y. The lid's own knuckle is `lid_knuckle`."""
    metal = metal or shell()
    part = width * 0.27
    things = [cylinder(radius, part, (at[0], side * (width - part) / 2, at[2]), 0.6, "knuckle", metal, "Y", 40) for side in (-1, 1)]
    things.append(cylinder(1.3, width + 2.4, at, 0.5, "pin", steel(False), "Y", 24))
    return things


def lid_knuckle(at, width=18.0, metal=None, radius=3.1):
    return cylinder(radius, width * 0.42, at, 0.6, "lid knuckle", metal or shell(), "Y", 40)


def mark(size, at, lean=0.0, material=None, text="Giano", z=0.0, depth=0.22):
    """The name on a wall that looks along -Y and leans outwards by so many degrees; `z` turns it about the pot's axis."""
    words = letters(text, size, (0, 0, 0), labels.blender_font("display", 560), material or plain("#2a2522", 0.5), depth)
    turn(words, x=lean, bake=True)
    shift(words, at, bake=True)
    return turn(words, z=z, bake=True)


def mark_round(size, z, wall, material=None, text="Giano", turned=0.0, depth=0.2):
    """The name on a round wall of the radius `wall(z)`, at a height."""
    words = letters(text, size, (0, 0, z), labels.blender_font("display", 560), material or plain("#2a2522", 0.5), depth)
    return wound(words, wall, turned)


def neck_thread(radius, at, turns=2.6, pitch=3.2, metal=None):
    return thread(radius, pitch, turns, at, 2.0, "thread", metal or aluminium(False))
