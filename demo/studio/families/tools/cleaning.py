"""Cleaning: tablets in a jar, and descaler in a bottle."""

import math

import bpy

from forms import reshaped, thread
from labels import INK, Sheet
from materials import _once, linear, plastic, printed
from shapes import MM, fillet, group, lathe, plate, shift, turn, wrap
from shots import View, shot

JAR, JAR_HIGH = 38.0, 74.0
NECK = 33.0


def ribbed(profile, name, material, ribs, depth, low, high, segments=360):
    """A turned cap with upright ribs between two heights."""
    cap = lathe(profile, name, material, segments)

    def move(x, y, z):
        if not low < z < high:
            return x, y, z
        fade = min(1.0, (z - low) / 0.8, (high - z) / 0.8)
        wave = 0.5 + 0.5 * math.cos(ribs * math.atan2(y, x))
        radius = math.hypot(x, y)
        if radius < 1:
            return x, y, z
        part = 1 - depth * fade * wave ** 2 / radius
        return x * part, y * part, z
    return reshaped(cap, move)


def jar(open_=False):
    """A jar of sixty tablets. Open, its neck is seen and its lid is not there."""
    white = plastic("#e9e2d4", 0.34)
    outside = [(0, 1.6), (JAR - 6, 1.6), (JAR - 5, 0), (JAR - 1, 0), (JAR, 1.6), (JAR, JAR_HIGH - 9),
               (NECK + 0.6, JAR_HIGH - 2)]
    radii = [0, 0.4, 0.8, 1.2, 0.8, 6, 1.4]
    if open_:
        rest = [(NECK - 0.8, JAR_HIGH), (NECK - 0.8, JAR_HIGH + 12), (NECK - 3.0, JAR_HIGH + 12),
                (NECK - 3.2, JAR_HIGH - 4), (JAR - 2.6, JAR_HIGH - 12), (JAR - 2.6, 3), (0, 3)]
        radii = radii + [0.5, 0.9, 0.9, 2, 5, 2, 0]
    else:
        rest = [(NECK - 2, JAR_HIGH), (0, JAR_HIGH)]
        radii = radii + [0.4, 0]
    parts = [lathe(fillet(outside + rest, radii, 6), "jar", white, 144)]
    if open_:
        parts.append(thread(NECK - 0.6, 4.2, 1.9, JAR_HIGH + 2.2, 1.5, "thread", white))
    label_high = JAR_HIGH - 20
    parts.append(wrap(JAR + 0.15, label_high, 300, (0, 0, 7), printed(_label(label_high), 0.45), "label", 96))
    if not open_:
        parts.append(shift(lid(), (0, 0, JAR_HIGH - 1.6)))
    return group(parts, "jar")


def lid():
    """The screw lid, its rim at z = 0."""
    green = plastic("#16402f", 0.38)
    r = JAR - 0.6
    profile = fillet([(r - 1.6, 0), (r, 0), (r, 15.4), (r - 1.8, 17.4), (r - 6, 17.4), (r - 7.2, 16.6), (0, 16.6),
                      (0, 14.6), (r - 2.4, 14.6), (r - 2.4, 0.4)],
                     [0, 0.6, 0.6, 1.6, 0.6, 0.6, 0, 0, 1, 0.4], 5)
    dense = []
    for a, b in zip(profile, profile[1:]):
        steps = max(1, int(math.dist(a, b) / 1.2)) if a[0] > r - 2 and b[0] > r - 2 else 1
        dense += [(a[0] + (b[0] - a[0]) * n / steps, a[1] + (b[1] - a[1]) * n / steps) for n in range(steps)]
    dense.append(profile[-1])
    cap = ribbed(dense, "lid", green, 72, 0.7, 1.4, 14.8, 432)
    sheet = Sheet("jar-lid", 44, 44, dots=18)
    sheet.mark(22, 22, 16, "#c9d3c2")
    mark = plate(44, 44, (0, 0, 16.8), "lid mark", printed(sheet.save(), 0.5))
    return group([cap, mark], "lid")


def _label(high):
    wide = math.radians(300) * JAR
    sheet = Sheet("tablets-label", wide, high, "#efe3cb", dots=16)
    middle = wide / 2
    sheet.box(0, 0, wide, 4.2, "#16402f")
    sheet.text("Giano", middle, 11.4, 6.2, INK, "display", 600)
    sheet.text("Pulito", middle, 25.5, 17, "#16402f", "display", 500)
    sheet.text("Pastiglie per gruppi e filtri", middle, 36.6, 3.3, INK, "text", 500)
    sheet.line([(middle - 30, 41.4), (middle + 30, 41.4)], INK, 0.25)
    sheet.text("60 pastiglie", middle - 30, 46.6, 3.2, INK, "display", 600, "lm")
    sheet.text("2 g", middle + 30, 46.6, 3.2, INK, "display", 600, "rm")
    for x, rows in ((middle + 62, ["Una pastiglia nel filtro", "cieco, cinque cicli da", "dieci secondi, sciacqua",
                                   "e prepara un caffè", "da buttare."]),
                    (middle - 62, ["Conservare all’asciutto,", "lontano dai bambini.", "Indossare i guanti.",
                                   "Prodotto a Torino."])):
        sheet.lines(rows, x, 15, 3.0, INK, "text", 400)
    return sheet.save()


def tablet_mesh():
    """A tablet of 15 mm with a score across."""
    found = bpy.data.meshes.get("tablet")
    if found is not None:
        return found

    def make(n):
        n.set(colour=linear("#e4ddcd"), rough=0.82)
        n.bump(n.noise(n.place((1, 1, 1)), 120.0, 3.0), 0.25, 0.2)
        return n
    chalk = _once("tablet", make)
    profile = fillet([(0, -2.9), (6.4, -2.6), (7.5, -1.7), (7.5, 1.7), (6.4, 2.6), (0, 2.9)], [0, 0.5, 0.3, 0.3, 0.5, 0], 4)
    fine = []
    for a, b in zip(profile, profile[1:]):
        steps = max(1, int(math.dist(a, b) / 0.45))
        fine += [(a[0] + (b[0] - a[0]) * n / steps, a[1] + (b[1] - a[1]) * n / steps) for n in range(steps)]
    fine.append(profile[-1])
    thing = lathe(fine, "tablet", chalk, 96)
    reshaped(thing, lambda x, y, z: (x, y, z - math.copysign(0.55, z) * math.exp(-((x / 0.55) ** 2)) if abs(z) > 2.2 else z))
    mesh = thing.data
    mesh.name = "tablet"
    bpy.data.objects.remove(thing)
    return mesh


def tablet(at, x=0.0, y=0.0, z=0.0):
    thing = bpy.data.objects.new("tablet", tablet_mesh())
    bpy.context.scene.collection.objects.link(thing)
    turn(thing, x=x, y=y, z=z)
    return shift(thing, at)


@shot("cleaning-tablets", "hero", View(azimuth=-14, elevation=17))
def tablets():
    jar()
    tablet((52, -34, 2.9), z=25)
    tablet((66, -22, 2.9), z=80)
    tablet((57.2, -24, 8.2), y=-16, x=8, z=140)


@shot("cleaning-tablets", "detail", View(azimuth=-18, elevation=38, target=(16, -16, 44), width=182))
def tablets_open():
    jar(open_=True)
    for number in range(36):
        layer, place = divmod(number, 12)
        angle = place * 2 * math.pi / 12 * 1.03 + layer
        reach = (9, 23)[place % 2] if place else 0
        tablet((reach * math.cos(angle), reach * math.sin(angle), 58 + layer * 6.1 + 1.4 * math.sin(number * 2.1)),
               x=14 * math.sin(number * 1.7), y=14 * math.cos(number * 2.9), z=number * 47)
    cap = lid()
    turn(cap, x=-66, z=24)
    shift(cap, (72, -22, JAR * math.sin(math.radians(66)) + 0.4))
    for x, y, z, a in ((-36, -56, 0, 20), (-18, -64, 0, 70), (4, -58, 0, 120)):
        tablet((x, y, 2.9 + z), z=a)


BOTTLE, BOTTLE_HIGH = 42.0, 196.0


def amber():
    def make(n):
        return n.set(colour=linear("#4a200a"), rough=0.16, coat=1.0, coat_rough=0.04, under=0.35, under_scale=4 * MM)
    return _once("amber", make)


def bottle(capped=True):
    """A litre of descaler in an amber bottle."""
    r = BOTTLE
    outline = [(0, 4), (r - 12, 4), (r - 9, 0), (r - 3, 0), (r, 4), (r, 146), (r - 4, 166), (18, 186), (15.4, 192),
               (15.4, 196), (17.6, 197), (17.6, 199.5), (15, 200.5), (15, 214), (13, 214), (13, 196), (0, 196)]
    radii = [0, 2, 3, 3, 4, 10, 18, 8, 2, 1, 0.6, 0.6, 0.6, 0.8, 0.8, 1, 0]
    parts = [lathe(fillet(outline, radii, 8), "bottle", amber(), 160)]
    parts.append(wrap(r + 0.18, 104, 262, (0, 0, 24), printed(_bottle_label(104), 0.5), "label", 110))
    if capped:
        parts.append(shift(cap(), (0, 0, 199.8)))
    else:
        parts.append(thread(15.0, 3.6, 2.2, 203, 1.3, "thread", amber()))
    return group(parts, "bottle")


def cap():
    """The bottle's cap, a measure inside: its rim at z = 0."""
    white = plastic("#e6ddca", 0.36)
    r = 19.5
    profile = fillet([(r - 2, 0), (r, 0), (r, 3.4), (r - 0.5, 3.9), (r - 0.5, 4.6), (r, 5.1), (r - 0.4, 25), (r - 2.4, 27),
                      (r - 5, 27), (r - 6, 26.2), (0, 26.2), (0, 24), (r - 3, 24), (r - 2.4, 0.3)],
                     [0, 0.5, 0.3, 0.2, 0.2, 0.4, 1.6, 1.2, 0.5, 0.5, 0, 0, 1, 0.3], 4)
    dense = []
    for a, b in zip(profile, profile[1:]):
        steps = max(1, int(math.dist(a, b) / 1.2)) if a[0] > r - 1 and b[0] > r - 1 else 1
        dense += [(a[0] + (b[0] - a[0]) * n / steps, a[1] + (b[1] - a[1]) * n / steps) for n in range(steps)]
    dense.append(profile[-1])
    return ribbed(dense, "cap", white, 54, 0.6, 5.6, 24.6, 324)


def _bottle_label(high):
    wide = math.radians(262) * BOTTLE
    sheet = Sheet("descaler-label", wide, high, "#efe3cb", dots=14)
    m = wide / 2
    sheet.text("Giano", m - 28, 10, 7, INK, "display", 600, "lm")
    sheet.text("N° 2", m + 28, 10.4, 3.6, INK, "text", 500, "rm")
    for place, radius in enumerate((19, 14.5, 10, 5.5)):
        colour = ("#a9c4bd", "#7fa8a0", "#4f8179", "#24574f")[place]
        y = 40 - place * -2.0
        sheet.disc(m, y, radius, colour)
        sheet.polygon([(m - radius * 0.86, y - radius * 0.51), (m + radius * 0.86, y - radius * 0.51),
                       (m, y - radius * 1.72 + place * 0.2)], colour)
    sheet.text("Chiaro", m, 74.6, 16, INK, "display", 500)
    sheet.text("Decalcificante per macchine da caffè", m, 84.6, 2.9, INK, "text", 500)
    sheet.line([(m - 28, 90), (m + 28, 90)], INK, 0.3)
    sheet.text("1 l", m - 28, 96.6, 5, INK, "display", 600, "lm")
    sheet.text("Acido lattico, senza profumo", m + 28, 96.8, 2.3, INK, "text", 500, "rm")
    for x, rows in ((m + 64, ["Versa un tappo in mezzo", "litro d’acqua, lascia", "passare metà, aspetta",
                              "dieci minuti, finisci", "e sciacqua due volte."]),
                    (m - 64, ["Irrita gli occhi.", "Tenere lontano", "dai bambini.", "Fatto a Torino."])):
        sheet.lines(rows, x, 34, 3.2, INK, "text", 400)
    return sheet.save()


@shot("descaler", "hero", View(azimuth=-14, elevation=11))
def descaler():
    bottle()


@shot("descaler", "detail", View(azimuth=-16, elevation=22, target=(10, -4, 164), width=172))
def descaler_open():
    bottle(capped=False)
