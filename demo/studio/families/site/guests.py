"""For guests and colleagues: the hotel's breakfast, the office's kitchen."""

from families.cups import lunga
from families.cups.torino import CAPPUCCINO, TERRACOTTA, WHITE, saucer, served
from families.kettles import litri, pressa
from families.professional import ufficio_grano
from linen import cloth_over, napkin
from materials import porcelain, stoneware
from nature import cantuccini, croissant, fruit, olive_vase
from props import board, bowl, plate_, spoon
from rooms import area, camera, oak, opening, pane_light, plaster, shelf, sky, slab, stone, sun, sunlit, wall, window
from shapes import assembly, box
from shots import setting

from .bar import stacks


@setting("products/pressa-vetro", "use")
def hotel_breakfast():
    """A laid table by the hotel's window."""
    opening(900, 1000, 1200, 260, 60, plaster("#e9dcc8"))
    window(1000, 1200, (260, 950, 60), (2, 3), bright=2.2)
    with assembly("cloth", (0, -330, 0)):
        cloth_over(2400, 1000, 200, "#ece4d6", 5, 1.6)
    box((2380, 990, 30), (0, 172, -31), 4, "table", oak())
    with assembly("press", (-60, 10, 0), z=30):
        pressa.pressa_vetro(1000, 0.0, 0.6)
    with assembly("cup", (120, -110, 0)):
        served(CAPPUCCINO, WHITE, 26)
    with assembly("croissant plate", (268, 110, 0)):
        plate_(100, porcelain("#efe9dd"))
        with assembly("croissant", (0, 20, 8), z=14):
            croissant(seed=3)
    with assembly("napkin", (-262, -80, 0), z=12):
        napkin(190, 120, "#c9b592", 3, 5)
    with assembly("spoon", (-250, -78, 8), z=16):
        spoon()
    with assembly("vase", (-280, 260, 0), z=200):
        olive_vase(140, 6, reach=0.85)
    with assembly("far cup", (330, 380, 0)):
        served(CAPPUCCINO, WHITE, 100)
    sky((0.2, 0.5, 0.7), 0.72, 0.3)
    sun((0.42, 0.8, 0.5), 3.6, "#fff0da", 1.3)
    area((-1200, -1200, 900), (0, 0, 100), (1500, 1300), 900, "#fff4e6", "room")
    camera((-70, -1120, 290), (16, 0, 92), 60, 4.0, (-60, -30, 110), 0.35)


@setting("site", "trade-hotels")
def buffet():
    """The breakfast buffet: the batch brewer, cups in towers, pastry."""
    opening(760, 900, 1300, -720, 40, plaster("#eee2cf"))
    window(900, 1300, (-720, 810, 40), (2, 3), bright=2.0)
    with assembly("cloth", (0, -400, 0)):
        cloth_over(3000, 1000, 240, "#ece4d6", 8, 1.4)
    box((2980, 990, 30), (0, 102, -31), 4, "table", oak())
    with assembly("brewer", (190, 90, 0), z=-24):
        litri.filtro_litri()
    stacks((-190, 150, 0), ((WHITE,) * 4, (WHITE,) * 5, (WHITE,) * 3), CAPPUCCINO, 57, 4, 118)
    stacks((-130, 20, 0), ((WHITE,) * 3, (WHITE,) * 4), CAPPUCCINO, 57, 7, 118)
    with assembly("saucers", (-322, 10, 0)):
        for level in range(9):
            with assembly(f"saucer {level}", (0, 0, level * 7.8)):
                saucer(CAPPUCCINO, WHITE)
    with assembly("cup", (10, -190, 0)):
        served(CAPPUCCINO, WHITE, 30)
    with assembly("board", (470, -90, 0), z=-14):
        board(340, 220, 20, oak("#7a4c2e", "#42281a"))
        for place, (x, y, angle) in enumerate(((-80, 24, 10), (50, 40, -24), (-30, -56, 30))):
            with assembly(f"croissant {place}", (x, y, 20), z=angle):
                croissant(150, 31, seed=place + 1)
    with assembly("bowl", (500, 270, 0)):
        bowl(130, 70, stoneware("#cdbb9c"))
        for place, (x, y, z) in enumerate(((-46, -20, 22), (36, -40, 22), (30, 44, 22), (-40, 54, 22), (0, 4, 70))):
            with assembly(f"orange {place}", (x, y, z), z=70 * place):
                fruit(seed=place)
    sky((-0.7, 0.2, 0.7), 0.8, 0.3)
    sun((-0.7, 0.6, 0.46), 4.0, "#fff0da", 1.2)
    area((600, -1700, 1100), (0, 0, 150), (1900, 1500), 3600, "#fff4e8", "room")
    camera((-60, -1850, 430), (66, 0, 214), 58, 5.0, (150, -120, 220), 0.35)


def office(light_target, strength=3.6, bright=1.0):
    sky((-1, -0.3, 0.7), bright, 0.34, "#f3f5f4", "#c9b79f")
    sunlit(light_target, (-0.84, -0.4, 0.52), (900, 1300), (2, 2), 34, 1700, strength, "#fff0dc", 1.1, 14, 3)
    pane_light((-2100, -700, 1000), (0, 0, 200), (1500, 1700), 3600)


@setting("products/ufficio-grano", "use")
def office_kitchen():
    """The machine in a bright office kitchen."""
    wall(430, material=plaster("#d9d0c0"))
    slab(3200, 900, (0, -20, 0), 40, oak("#c4a27a", "#94704c"))
    shelf(900, 190, (-560, 430, 560), 30, oak("#c4a27a", "#94704c"))
    with assembly("branch", (-640, 330, 560), z=60):
        olive_vase(130, 8, reach=0.8)
    stacks((-370, 330, 560), ((WHITE, WHITE), (TERRACOTTA, WHITE)), CAPPUCCINO, 57, 3, 124)
    with assembly("machine", (60, 40, 0), z=-22):
        ufficio_grano.machine()
    for place, (x, y, colour, angle) in enumerate(((-350, 50, lunga.GREEN, -150), (-470, 10, lunga.CREAMY, -120), (-384, -90, lunga.TERRACOTTA, -50))):
        with assembly(f"mug {place}", (x, y, 0), z=angle):
            lunga.mug(colour, full=False, facing=-90 - angle)
    with assembly("plate", (470, -60, 0)):
        plate_(110, stoneware("#e4dac7"))
        with assembly("croissant", (-6, 30, 8), z=24):
            croissant(seed=2)
    office((0, 160, 330))
    camera((-260, -2180, 580), (10, 0, 322), 58, 5.0, (20, -230, 330), 0.4)


@setting("site", "trade-offices")
def coffee_break():
    """Cups ready on a tray, the machine behind them."""
    opening(1520, 1300, 1500, -560, 60, plaster("#dcd4c6"))
    window(1300, 1500, (-560, 1580, 60), (3, 2), bright=1.9, colour="#d8d2c6")
    slab(2800, 620, (0, 60, 0), 40, oak("#c4a27a", "#94704c"))
    slab(4200, 760, (0, 1170, 0), 40, stone("#dcd5c9", "#a89f92"))
    with assembly("machine", (330, 1160, 0), z=-16):
        ufficio_grano.machine(drink=False)
    with assembly("tray", (-40, 20, 0), z=-6):
        board(470, 250, 18, oak("#7a4c2e", "#42281a"), hole=False, radius=18)
        for place, (x, y, colour, full, angle) in enumerate(((-150, -30, lunga.TERRACOTTA, True, 20), (10, -52, lunga.CREAMY, True, 30),
                                                             (-70, 66, lunga.GREEN, True, 60), (104, 62, lunga.CREAMY, False, -110),
                                                             (158, -40, lunga.GREEN, True, 10))):
            with assembly(f"mug {place}", (x, y, 18), z=angle):
                lunga.mug(colour, full=full, facing=-90 - angle)
    with assembly("branch", (-470, 1080, 0), z=80):
        olive_vase(160, 8)
    with assembly("cookies", (300, 20, 0)):
        plate_(90, stoneware("#e4dac7"))
        with assembly("biscuits", (0, 0, 8)):
            cantuccini(5)
    sky((-0.6, 0.4, 0.7), 0.85, 0.34, "#f3f5f4", "#c9b79f")
    sun((-0.6, 0.72, 0.5), 3.8, "#fff0dc", 1.2)
    area((900, -1400, 1200), (0, 100, 100), (1700, 1400), 1500, "#fff4e6", "room")
    camera((20, -1120, 320), (20, 40, 196), 46, 3.2, (-10, -20, 60), 0.35)
