"""Moka Classica: eight facets of cast aluminium, bakelite handle and knob, also lacquered.

`base`, `funnel`, `filter_plate`, `gasket` and `upper` are the parts of the 6-cup pot; put at the heights of `ASSEMBLED` they
make the pot, and lifted from there they come apart.
"""

from forms import crisp, dense, faceted, painted, placed, reshaped, rounded, sweep, tilted
from materials import aluminium, bakelite, lacquer, plain
from shapes import box, cylinder, fillet, group, lathe, shift
from shots import View, shot

from . import parts

ASSEMBLED = {"base": 0.0, "funnel": 14.0, "gasket": 86.0, "filter plate": 87.0, "upper": 74.6}
"""Height of each part's origin in the pot."""

SIZES = {3: 0.8, 6: 1.0, 9: 1.13}
"""Cups, and how large the pot is beside that of six."""

TERRACOTTA, FOREST = "#b04f2b", "#244a3b"
"""Lacquers: deeper than the colours they are to look like under the studio's lamps."""

HINGE = (55.2, 0.0, 97.2)
BEAK = dict(reach=19.0, low=44.0, high=94.0, lift=2.5, spread=21.0, power=1.15)


def base(colour=None):
    """The boiler: foot band, eight facets, shoulder, threaded neck, valve."""
    metal = parts.shell()
    outer = [(0, 2.4), (42, 2.4, 0.6), (44, 0, 0.5), (49.5, 0, 0), (52, 2.2, 0), (52, 8.5, 0), (50.2, 10.2, 0), (50, 12, 0),
             (43.8, 63, 0), (42.2, 68.5, 0.25), (37.6, 71.2, 1)]
    radii = [0, 2, 1.5, 1.5, 1.2, 1.2, 1, 0.8, 5, 3, 1.2]
    neck = [(36.6, 73, 1), (36.6, 85, 1), (35.8, 86, 1), (33.6, 86, 1), (33.2, 84, 1), (33.2, 74, 1), (41, 60, 0.4), (46, 14, 0.2),
            (44, 6, 0.4), (0, 5)]
    profile = rounded(outer + neck, radii + [0.6, 0.8, 0.6, 0.6, 0.6, 2, 5, 8, 4, 0])
    body = faceted(profile, 8, 3.2, "base", metal)
    if colour:
        coat = lacquer(colour, 0.4, 0.12)
        painted(body, coat, lambda x, y, z, n: 10.6 < z < 70.4 and n.x * x + n.y * y > -0.01 * abs(z))
    ridge = parts.neck_thread(36.9, 74.5)
    plug = placed(parts.valve(), (0, -46.4, 42), x=-7)
    return group([body, ridge, plug], "base")


def funnel():
    return parts.funnel(31.6, 20, 52)


def filter_plate():
    return parts.filter_plate(33.0)


def gasket():
    return parts.gasket(35.0)


def lid(colour=None, trim=None):
    """The lid on the upper part, in the upper part's own place: eight slopes, its beak over the spout."""
    metal = parts.shell()
    profile = rounded([(0, 95.0), (47, 95.0), (47.5, 94.6), (52.6, 94.6), (53.2, 95.4), (53.0, 98.0), (51.4, 99.4), (18, 109.5),
                      (13.6, 110.6, 0.8), (12.5, 112, 1), (0, 112.2)], [0, 0.4, 0.4, 0.6, 0.8, 1.2, 1.4, 4, 1, 1, 0])
    cover = faceted(dense(profile, 5), 8, 2.6, "lid", metal, across=24)
    move = parts.beak(**{**BEAK, "low": 30, "reach": BEAK["reach"] + 0.6})
    crisp(reshaped(cover, move), 0.5)
    if colour:
        painted(cover, lacquer(colour, 0.4, 0.12), lambda x, y, z, n: z > 95.2 and n.z > -0.5)
    tab = box((8, 7.2, 3.6), (52.4, 0, 95.8), 1.0, "tab", metal)
    knuckle = parts.lid_knuckle(HINGE, 18, metal)
    top = parts.knob(trim)
    shift(top, (0, 0, 112.0))
    return [cover, tab, knuckle, top]


def handle(material=None):
    """The handle on the upper part: flat, angular, free below, held by two lugs and a rivet."""
    material = material or bakelite()
    way = [(57, 0, 86), (66, 0, 91.5), (78, 0, 95.5), (90, 0, 95), (97.5, 0, 87), (98, 0, 74), (95.5, 0, 52), (92.5, 0, 30),
           (90, 0, 12), (88.5, 0, 4)]
    grip = sweep(way, [15, 17, 19, 18.5, 17.5, 16.5], [13, 14, 17, 15.5, 13.5, 11], "handle", material, square=3.6, end=0.55,
                 samples=96, around=40)
    metal = parts.shell()
    lugs = [box((11, 3.2, 15), (54.5, side * 9.4, 78), 1.4, "lug", metal) for side in (-1, 1)]
    bridge = box((7, 21.6, 13), (50.6, 0, 79), 1.6, "bridge", metal)
    rivet = cylinder(2.6, 24.4, (57, 0, 85.4), 1.0, "rivet", aluminium(False), "Y", 40)
    return group([grip, *lugs, bridge, rivet], "handle")


def upper(colour=None, opened=0.0, trim=None):
    """The upper part with its tower, handle and lid; `opened` lifts the lid by degrees, `trim` is the material of
    handle and knob."""
    metal = parts.shell()
    outer = [(38.4, 0.4, 1), (39, 0, 1), (42.6, 0, 0.5), (43.4, 1.2, 0.1), (43.4, 10.5, 0), (42.2, 12.4, 0), (39.6, 16.5, 0),
             (39.6, 19, 0), (51.6, 92, 0), (51.8, 94.2, 0)]
    inner = [(49.6, 94.2, 0), (49.2, 92, 0), (37.4, 22, 0.1), (34, 18.5, 0.5), (0, 18)]
    under = [(38.4, 0.4, 1), (38.2, 9, 1), (36.8, 11, 1), (20, 12.5, 1), (0, 12.5)]
    profile = rounded(outer + inner, [0, 0.4, 0.8, 1, 1.4, 1.2, 2.4, 2.4, 0.8, 0.9, 0.9, 0.8, 5, 4, 0])
    body = faceted(dense(profile, 5), 8, 2.8, "upper", metal, across=24)
    crisp(reshaped(body, parts.beak(**BEAK)), 0.6)
    ceiling = lathe(fillet([p[:2] for p in under], [0, 1, 1, 2, 0], 4), "ceiling", metal, 96)
    if colour:
        painted(body, lacquer(colour, 0.4, 0.12), lambda x, y, z, n: z > 16 and z < 93.2 and n.x * x + n.y * y > 0)
    tower = parts.column(52)
    shift(tower, (0, 0, 18))
    name = parts.mark(9.0, (0, -46.85, 62), 9.3, plain("#e6d8c0", 0.5) if colour else None)
    things = [body, ceiling, tower, name, handle(trim), *parts.hinge(HINGE, 18, metal)]
    cover = lid(colour, trim)
    if opened:
        tilted(cover, opened, HINGE)
    return group(things + cover, "upper")


def moka_classica(cups=6, colour=None, opened=0.0):
    """The pot, put together."""
    things = [base(colour), shift(upper(colour, opened), (0, 0, ASSEMBLED["upper"]))]
    if opened:
        things += [shift(funnel(), (0, 0, ASSEMBLED["funnel"]))]
    pot = group(things, "moka classica")
    size = SIZES[cups]
    pot.scale = (size, size, size)
    return pot


def moka_classica_parts(colour=None, opened=0.0):
    """Every part by its name, where it belongs in the pot, to be lifted off."""
    made = {"base": base(colour), "funnel": funnel(), "gasket": gasket(), "filter plate": filter_plate(),
            "upper": upper(colour, opened)}
    for name, part in made.items():
        shift(part, (0, 0, ASSEMBLED[name]))
    return made


@shot("moka-classica", "hero", View(azimuth=24, elevation=13))
@shot("moka-classica", "hero-terracotta", View(azimuth=24, elevation=13), colour=TERRACOTTA)
@shot("moka-classica", "hero-forest", View(azimuth=24, elevation=13), colour=FOREST)
def hero(colour=None):
    moka_classica(6, colour)


@shot("moka-classica", "detail", View(azimuth=0, elevation=24, fill=0.84))
def detail():
    placed(base(), (-66, 34, 0), z=10)
    placed(upper(opened=104), (64, 34, 0), z=30)
    placed(funnel(), (-50, -56, 5.2), y=67.4, z=12)
    placed(filter_plate(), (76, -70, 0))
    placed(gasket(), (8, -92, 0))
