"""Of the house: the workshop, and the shelf of those who sell its things."""

from families.coffee.bag_labels import ALBA, DECA, NOTTE, SERA
from families.coffee.bags import bag, scoop
from families.coffee.beans import fallen, place_beans
from families.coffee.tin import tin
from families.cups.torino import CAPPUCCINO, ESPRESSO, GREEN, TERRACOTTA, WHITE, cup, served
from families.moka import classica
from families.tools.papers import carton
from forms import placed
from materials import brass, paper, stoneware
from props import again, books, heap, jar, napkin, olive_vase, sack
from rooms import (area, camera, dark_oak, glaze, oak, pane_light, planks, plaster, shelf, sky, slab, stone, sunlit, tiles, wall)
from shapes import assembly, box, cylinder
from shots import setting

from .bar import stacks


@setting("site", "home-story")
def workshop():
    """The pot's parts on the bench, a sack of beans behind, a brass measure."""
    wall(560, material=plaster("#a59c86"))
    planks(2600, 1100, (0, 40, 0), 5, material=oak("#8f6542", "#543520", 0.5))
    with assembly("sack", (-250, 290, 0), z=14):
        sack(320, 240, 250)
        heap(128, 44, (0, 0, 212), stretch=1.14)
    placed(classica.base(), (-40, 70, 0), z=10)
    placed(classica.upper(opened=0), (96, 60, 0), z=26)
    placed(classica.funnel(), (28, -66, 34.4), y=80, z=18)
    placed(classica.filter_plate(), (176, -74, 0))
    placed(classica.gasket(), (110, -110, 0))
    with assembly("napkin", (-190, -70, 0), z=26):
        napkin(200, 130, "#c8b998", 3, 9)
    with assembly("scoop", (-196, -64, 8), z=-34):
        bowl_, handle = scoop()
    place_beans(fallen(46, (-60, -110), 34, (), 12, 14), "#3a2013")
    with assembly("books", (300, 250, 0), z=-12):
        high = books(((230, 160, 24, "#3a2a1f"), (212, 150, 30, "#8c3a1e"), (190, 140, 20, "#d9c7a6")), (0, 6, -5))
        with assembly("cup", (0, 0, high), z=20):
            cup(ESPRESSO, WHITE, fill=False)
    sky((-1, -0.35, 0.6), 0.62, 0.16)
    sunlit((30, 60, 120), (-0.9, -0.22, 0.42), (620, 760), (2, 3), 30, 1500, 4.4, "#ffe9c8", 1.2, 0)
    pane_light((-1900, -500, 900), (0, 0, 100), (1300, 1500), 1700)
    camera((40, -1180, 400), (16, 40, 92), 60, 4.5, (30, 0, 80), 0.25)


@setting("site", "trade-resellers")
def shop_shelf():
    """Shelves as they stand in a shop that sells Giano."""
    wall(260, material=plaster("#e4d4bb"))
    boards = (0, 330)
    for z in boards:
        shelf(2600, 260, (0, 260, z), 32, oak("#8a5a38", "#4a2c1a"), (-520, 520), brass(0.25))
    shelf(2600, 260, (0, 260, 690), 32, oak("#8a5a38", "#4a2c1a"))
    row = 330
    for place, blend in enumerate((NOTTE, ALBA, SERA, DECA)):
        x = -430 + place * 108
        with assembly(f"bag {blend.key}", (x, 96, row), z=(-4, 3, -3, 5)[place]) as one:
            bag(blend)
        again(one, (x + 7, 196, row), 3)
    for x, z, colour in ((140, 20, None), (290, 26, classica.TERRACOTTA), (440, 18, classica.FOREST)):
        with assembly(f"pot {x}", (x - 10, 120, row), z=z):
            classica.moka_classica(6, colour)
    with assembly("tin", (-404, 110, 0), z=-8) as first:
        tin()
    for at, z in (((-300, 120, 0), 6), ((-352, 116, 114), -12), ((-196, 130, 0), -4)):
        again(first, at, z)
    with assembly("carton", (-60, 120, 0), z=-10) as box_:
        carton()
    stacks((190, 130, 0), ((WHITE, WHITE, WHITE), (TERRACOTTA, TERRACOTTA), (GREEN, GREEN, GREEN)), ESPRESSO, 50.5, 3, 96)
    with assembly("jar", (400, 130, 0)):
        jar(58, 170, 0.7)
    with assembly("branch", (520, 150, 0), z=140):
        olive_vase(140, 7, reach=0.6)
    sky((-1, -0.6, 0.6), 0.9, 0.3)
    sunlit((0, 200, 330), (-0.78, -0.56, 0.5), (900, 980), (2, 2), 34, 1700, 3.8, "#fff0da", 1.1, 22, 5)
    pane_light((-2000, -1300, 900), (0, 100, 300), (1500, 1600), 3200)
    camera((-130, -1720, 440), (24, 120, 312), 62, 6.0, (0, 110, 420), 0.3)
