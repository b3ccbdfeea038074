"""Moka Dodici: twelve cups of brushed aluminium for kitchens, carried with two hands and poured forwards."""

from forms import crisp, dense, faceted, flag, placed, reshaped, rounded, sweep
from materials import aluminium, bakelite, steel
from shapes import box, cylinder, group, shift, turn
from shots import View, shot

from . import parts

BEAK = dict(reach=24.0, low=186.0, high=240.0, lift=3.0, spread=21.0, power=1.15, radius=64.0)


def _brushed():
    return steel(True, "Z", "#a6a7aa", 0.26)


def _boiler(metal):
    outer = [(0, 3), (54, 3, 0.5), (56, 0, 0.4), (64, 0, 0), (67, 3, 0), (67, 12, 0), (64.8, 14.4, 0), (64.4, 17, 0), (57.4, 88, 0),
             (54.6, 95, 0.3), (48.6, 98.6, 1), (48, 101, 1), (48, 112, 1)]
    profile = rounded(outer, [0, 2, 2, 2.4, 2, 2, 1.4, 1.4, 6, 4, 2, 1, 0], 5)
    return faceted(profile, 8, 5, "boiler", metal)


def _upper(metal):
    outer = [(49, 101.6, 1), (54.4, 101.2, 0.4), (56, 103, 0), (56, 116, 0), (54.4, 118.6, 0), (51.4, 123, 0), (51.6, 127, 0),
             (64.6, 237, 0),
             (65, 240.4, 0)]
    inner = [(62.2, 240.4, 0), (61.6, 236, 0), (49, 130, 0.1), (45, 125, 0.5), (0, 124)]
    profile = rounded(outer + inner, [0, 1.4, 1.6, 1.6, 1.6, 3, 3, 1.2, 1.2, 1.2, 1, 5, 5, 0], 5)
    body = faceted(dense(profile, 6), 8, 4.4, "upper", metal, across=24)
    return crisp(reshaped(body, parts.beak(**BEAK)), 0.6)


def _lid(metal):
    profile = rounded([(0, 241.6), (58, 241.6), (59, 241), (66, 241), (67, 242.2), (66.8, 246), (64.6, 248), (24, 261),
                       (17, 262.6, 0.9),
                       (15.6, 264.4, 1), (0, 264.8)], [0, 0.5, 0.5, 0.9, 1, 1.6, 2, 5, 1.4, 1.4, 0], 5)
    cover = faceted(dense(profile, 6), 8, 4.2, "lid", metal, across=24)
    crisp(reshaped(cover, parts.beak(**{**BEAK, "low": 176.0, "reach": BEAK["reach"] + 0.6})), 0.6)
    hinge = (69.4, 0, 244.4)
    tab = box((9, 9, 4.4), (65.4, 0, 242.4), 1.2, "tab", metal)
    return [cover, tab, parts.lid_knuckle(hinge, 24, metal, 3.6), *parts.hinge(hinge, 24, metal, 3.6)]


def _handle(way):
    """One of the two handles: a bow held above and below by a bracket, towards +X or -X."""
    black = bakelite()
    metal = aluminium(False)
    path = [(66, 0, 222), (80, 0, 228), (97, 0, 226), (107, 0, 213), (108, 0, 188), (104, 0, 160), (96, 0, 142), (80, 0, 135),
            (63, 0, 139)]
    grip = sweep(path, [16, 20, 22.5, 23, 22, 19, 15], [14, 16, 17.5, 17.5, 16.5, 15, 12], "handle", black, square=3.2, end=0.5,
                 samples=110)
    things = [grip]
    for x, z, deep in ((62.6, 213, 16), (54.2, 133, 13)):
        things += [box((13, 3.6, deep), (x + 4, side * 12, z), 1.5, "lug", metal) for side in (-1, 1)]
        things.append(box((8, 27.6, deep - 2), (x - 1, 0, z + 1), 1.8, "bridge", metal))
    things += [cylinder(3, 31, (x, 0, z), 1.1, "rivet", metal, "Y", 40) for x, z in ((69.6, 222.6), (64.4, 138.4))]
    for thing in things:
        turn(thing, z=0 if way > 0 else 180, bake=True)
    return things


def moka_dodici():
    """The pot; it pours towards -Y."""
    metal = _brushed()
    pouring = [_boiler(metal), _upper(metal), *_lid(metal)]
    for thing in pouring:
        turn(thing, z=90, bake=True)
    knob = shift(parts.knob(size=1.3), (0, 0, 264.4))
    plug = placed(parts.valve(), (0, -59.6, 66), x=-6, about=45)
    plug.scale = (1.2, 1.2, 1.2)
    placed(plug, (0, -60.6, 64), x=-6, about=45)
    name = parts.mark(10, (0, -61.1, 52), -5.7)
    return group([*pouring, knob, plug, name, *_handle(1), *_handle(-1)], "moka dodici")


@shot("moka-dodici", "hero", View(azimuth=-30, elevation=14))
def hero():
    moka_dodici()
    flag((-380, -520, 150), (120, 900))


@shot("moka-dodici", "detail", View(azimuth=-46, elevation=24, target=(46, -10, 206), width=170))
def detail():
    moka_dodici()
