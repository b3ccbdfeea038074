"""Knock box Batti: a walnut barrel, a steel liner, a bar wrapped in rubber."""

import math

from families.coffee.tin import ground_coffee
from forms import reshaped
from labels import Sheet
from materials import brass, printed, rubber, steel, walnut
from shapes import fillet, group, lathe, ring, shift, turn, wrap
from shots import View, shot

RADIUS, HIGH = 74.0, 122.0


def knock_box():
    """The box, its bar across."""
    foot = lathe(fillet([(40, 0), (RADIUS - 5, 0), (RADIUS - 3, 7), (40, 7)], [0, 1.5, 1, 0]), "foot", rubber(), 128)
    outside = [(RADIUS - 16, 7), (RADIUS - 4, 7), (RADIUS, 40), (RADIUS, 86), (RADIUS - 3, HIGH - 7), (RADIUS - 9, HIGH - 5)]
    barrel = lathe(fillet(outside, [0, 3, 40, 40, 3, 0], 8), "barrel", walnut("Z"), 160)
    shell = [(RADIUS - 3.4, HIGH - 7.2), (RADIUS - 2.2, HIGH - 6), (RADIUS - 2.2, HIGH), (RADIUS - 7.5, HIGH),
             (RADIUS - 8.5, HIGH - 9), (RADIUS - 12, 30), (RADIUS - 20, 16), (0, 15)]
    liner = lathe(fillet(shell, [0, 0.6, 2.2, 2.2, 3, 14, 10, 0], 6), "liner", steel(along="Z", rough=0.42, tint="#dcdad6"),
                  160)
    bar = lathe(fillet([(0, -RADIUS + 9), (11.5, -RADIUS + 9), (11.5, RADIUS - 9), (0, RADIUS - 9)], [0, 1, 1, 0], 4),
                "bar", rubber("#191716"), 64)
    turn(bar, y=90, bake=True)
    shift(bar, (0, 0, HIGH - 15), bake=True)
    grooves = [shift(turn(ring(11.6, 1.3, name="ridge", material=rubber("#191716")), y=90, bake=True), (x, 0, HIGH - 15),
                     bake=True) for x in range(-48, 49, 8)]
    ends = []
    for side in (-1, 1):
        cap = lathe(fillet([(0, 0), (7.4, 0), (7.4, 2.2), (5.6, 3.6), (0, 3.8)], [0, 0.3, 0.8, 1.2, 0], 4), "end",
                    brass(0.18), 64)
        turn(cap, y=90 * side, bake=True)
        ends.append(shift(cap, (side * (RADIUS - 2.0), 0, HIGH - 15), bake=True))
    sheet = Sheet("batti-mark", 46, 18, dots=24)
    sheet.text("Giano", 23, 9, 14, "#1c0f08", "display", 500)
    mark = wrap(RADIUS + 0.2, 18, math.degrees(46 / RADIUS), (0, 0, 52), printed(sheet.save(), 0.6), "mark")
    return group([foot, barrel, liner, bar, mark, *grooves, *ends], "knock box")


def puck(radius=28.0, thick=11.0, seed=1.0):
    """A spent cake of coffee, on the ground."""
    profile = fillet([(0, 0), (radius - 1, 0), (radius, thick), (0, thick + 0.4)], [0, 1.5, 1.2, 0], 6)
    fine = []
    for a, b in zip(profile, profile[1:]):
        steps = max(1, int(math.dist(a, b) / 1.6))
        fine += [(a[0] + (b[0] - a[0]) * n / steps, a[1] + (b[1] - a[1]) * n / steps) for n in range(steps)]
    fine.append(profile[-1])
    cake = lathe(fine, "puck", ground_coffee("#2c180b"), 120, smooth=math.radians(70))

    def rough(x, y, z):
        part = 0.35 * math.sin(x * 1.3 + seed) * math.cos(y * 1.1 - seed)
        part += 0.25 * math.sin(x * 2.9 + z * 2.1 + seed) * math.sin(y * 2.3)
        bite = 2.2 * max(0, math.sin(math.atan2(y, x) * 2 + seed) - 0.72)
        far = math.hypot(x, y) / radius
        return x * (1 - 0.03 * bite * far), y * (1 - 0.03 * bite * far), z + part * (0.4 if z < 1 else 1)
    return reshaped(cake, rough)


@shot("knock-box", "hero", View(azimuth=-34, elevation=22))
def hero():
    knock_box()


@shot("knock-box", "detail", View(azimuth=-14, elevation=46, target=(0, 0, 88), width=190, exposure=0.15))
def used():
    knock_box()
    for place, (x, y, z, a, b, turned) in enumerate(((-20, 22, 18, 14, -6, 20), (22, 10, 24, -10, 16, 80),
                                                     (2, -30, 20, 20, 6, 150), (-14, 2, 36, -8, 4, 230))):
        cake = puck(seed=place * 1.7)
        turn(cake, x=a, y=b, z=turned)
        shift(cake, (x, y, z))
