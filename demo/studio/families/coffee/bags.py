"""The four coffees in their bags."""

import bpy

from families.coffee.bag_labels import ALBA, DECA, NOTTE, SERA, bag_sheet
from families.coffee.beans import fallen, place_beans
from families.coffee.paper_bag import KILO, QUARTER, paper_bag
from materials import brass
from shapes import MM, box, fillet, lathe, shift, turn
from shots import View, shot

ROASTS = {"notte": "#2b160d", "alba": "#6d4021", "sera": "#472512", "deca": "#3a2014"}
"""How dark the beans of each are."""


def bag(blend=NOTTE, cut=QUARTER, weight="250 g"):
    """A bag of a coffee, closed."""
    return paper_bag(cut, blend.paper, bag_sheet(blend, cut, weight), blend.tie, f"bag {blend.key}")


def spilled(blend, count=150, middle=(58, -50), spread=20, seed=3, cut=QUARTER):
    """Beans on the ground before and beside a bag."""
    wall = ((0, 0, 60), (cut.width + 3, cut.depth + 3, 120))
    return place_beans(fallen(count, middle, spread, (wall,), seed), ROASTS[blend.key])


@shot("beans-notte", "hero", View(azimuth=-28, elevation=11, fill=0.66), blend=NOTTE)
@shot("beans-alba", "hero", View(azimuth=28, elevation=11, fill=0.66), blend=ALBA)
@shot("beans-sera", "hero", View(azimuth=-24, elevation=11, fill=0.66), blend=SERA)
@shot("beans-deca", "hero", View(azimuth=24, elevation=11, fill=0.66), blend=DECA)
def hero(blend):
    bag(blend)


@shot("beans-notte", "hero-1kg", View(azimuth=-28, elevation=11, fill=0.86), blend=NOTTE)
@shot("beans-alba", "hero-1kg", View(azimuth=28, elevation=11, fill=0.86), blend=ALBA)
def kilo(blend):
    bag(blend, KILO, "1 kg")


@shot("beans-notte", "detail", View(azimuth=-24, elevation=18, target=(18, -30, 52), width=205))
def notte_spilled():
    bag(NOTTE)
    spilled(NOTTE, 170)


@shot("beans-alba", "detail", View(azimuth=-20, elevation=26, target=(34, -60, 36), width=180))
def alba_scoop():
    bag(ALBA)
    bowl, handle = scoop()
    for part in (bowl, handle):
        turn(part, z=-38)
        shift(part, (64, -74, 0))
    wall = ((0, 0, 60), (QUARTER.width + 3, QUARTER.depth + 3, 120))
    rough = lathe([(0, 1.1), (9.5, 1.1), (20, 7), (24, 16), (25.2, 24.2), (26.4, 24), (25, 14), (19, 4), (9, 0), (0, 0)],
                  "studio:bowl", None, 20)
    shift(rough, (64, -74, 0))
    bpy.context.view_layer.update()
    place_beans(fallen(64, (64, -74), 14, (wall,), 8, 30, 1.5, (rough,)), ROASTS["alba"])
    bpy.data.objects.remove(rough)


@shot("beans-sera", "detail", View(azimuth=-34, elevation=24, target=(6, 0, 146), width=150))
def sera_closure():
    bag(SERA)


@shot("beans-deca", "detail", View(azimuth=20, elevation=24, target=(-26, -36, 44), width=180))
def deca_spilled():
    bag(DECA)
    spilled(DECA, 90, (-56, -58), 18, 6)


def scoop():
    """A brass measure: a bowl on the ground and its handle, which points along +X."""
    metal = brass(0.24)
    outside = [(0, 0), (10, 0), (21, 6), (25, 16), (25.6, 24)]
    inside = [(24.6, 24.3), (24, 16), (20, 7), (9.5, 1.1), (0, 1.1)]
    bowl = lathe(fillet(outside + inside, [0, 4, 8, 6, 0.4, 0.4, 6, 8, 4, 0], 6), "scoop bowl", metal, 72)
    handle = box((92, 9, 1.6), (70, 0, 22), 0.75, "scoop handle", metal)
    for vertex in handle.data.vertices:
        along = max(0.0, vertex.co.x / MM - 24)
        vertex.co.z += (0.0022 * along * along - 0.02 * along) * MM
        vertex.co.y *= 0.8 + along / 150
    return bowl, handle
