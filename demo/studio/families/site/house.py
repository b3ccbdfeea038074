"""Of the house: the workshop, and the shelf of those who sell its things."""

from families.coffee.bag_labels import ALBA, DECA, NOTTE, SERA
from families.coffee.bags import bag, scoop
from families.coffee.beans import fallen, place_beans
from families.coffee.tin import tin
from families.cups.torino import CAPPUCCINO, ESPRESSO, GREEN, TERRACOTTA, WHITE, cup
from families.moka import classica
from families.tools.papers import carton
from forms import placed
from linen import napkin
from materials import brass
from nature import heap, olive_vase
from props import again, jar, sack
from rooms import area, camera, oak, pane_light, planks, plaster, shelf, sky, sunlit, wall
from shapes import assembly
from shots import setting

from .bar import stacks


@setting("site", "home-story")
def workshop():
    """A pot's parts on the bench, the next pots waiting behind, a sack of beans, a brass measure."""
    wall(640, material=plaster("#c9bda6"))
    planks(2800, 1200, (0, 60, 0), 5, material=oak("#a5835f", "#6f5138", 0.5))
    with assembly("sack", (-300, 330, 0), z=14):
        sack(320, 240, 240)
        heap(128, 44, (0, 0, 202), stretch=1.14)
    first = placed(classica.base(), (60, 320, 0), z=16)
    for place in range(1, 4):
        again(first, (60 + 116 * place, 320 + 8 * place, 0), 12 + 9 * place)
    upper = placed(classica.upper(), (150, 470, 0), z=30)
    for place in range(1, 3):
        again(upper, (150 + 160 * place, 480, 0), 24 + 5 * place)
    placed(classica.base(), (-58, 60, 0), z=12)
    placed(classica.upper(), (100, 50, 0), z=26)
    placed(classica.funnel(), (6, -104, 5.2), y=67.4, z=-16)
    placed(classica.filter_plate(), (196, -52, 0))
    placed(classica.gasket(), (134, -86, 0))
    with assembly("napkin", (-196, -40, 0), z=30):
        napkin(190, 130, "#cfc3a9", 3, 9)
    with assembly("scoop", (-200, -36, 8), z=-34):
        bowl_, handle = scoop()
    place_beans(fallen(46, (-124, -122), 34, (), 12, 14), "#3a2013")
    sky((-1, -0.45, 0.6), 1.0, 0.34)
    sunlit((40, 200, 130), (-0.74, -0.56, 0.4), (960, 820), (2, 3), 30, 1500, 4.2, "#fff0da", 1.2)
    pane_light((-1900, -700, 900), (0, 0, 100), (1300, 1500), 3400)
    area((900, -1500, 700), (0, 0, 80), (1500, 1000), 800, "#fff2e2", "room")
    camera((30, -900, 330), (6, 40, 88), 58, 4.0, (40, 0, 70), 0.4)


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
        x = -436 + place * 108
        with assembly(f"bag {blend.key}", (x, 96, row), z=(-4, 3, -3, 5)[place]) as one:
            bag(blend)
        again(one, (x + 7, 196, row), 3)
    for x, z, colour in ((96, 20, None), (250, 26, classica.TERRACOTTA), (404, 18, classica.FOREST)):
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
    with assembly("cup", (520, 110, row), z=20):
        cup(CAPPUCCINO, WHITE, fill=False, facing=-110)
    sky((-0.8, -0.8, 0.5), 1.0, 0.36)
    sunlit((0, 200, 360), (-0.66, -0.78, 0.36), (1080, 1000), (3, 2), 34, 1700, 3.6, "#fff2e0", 1.1, 22, 5)
    pane_light((-1800, -1600, 800), (0, 100, 300), (1500, 1600), 4200)
    camera((-130, -1720, 440), (24, 120, 312), 62, 6.0, (0, 110, 420), 0.4)
