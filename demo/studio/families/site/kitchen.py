"""At home: the breakfast table by the window, and the counter."""

from families.coffee.bag_labels import NOTTE
from families.coffee.bags import bag, scoop, spilled
from families.cups.torino import CAPPUCCINO, ESPRESSO, GREEN, TERRACOTTA, WHITE, cup, served
from families.grinders import passo
from families.home import uno
from families.kettles import alba, cigno
from families.moka import classica
from families.tools import nudo
from families.tools.jug import LARGE, jug
from families.tools.tamper import tamper
from linen import napkin
from materials import stoneware
from nature import croissant, fruit, olive_vase
from props import board, jar, plate_, round_board
from rooms import (area, camera, dark_oak, glaze, oak, opening, pane_light, planks, plaster, shelf, sky, slab, stone, sun,
                   sunlit, tiles, wall, window)
from shapes import assembly
from shots import setting

MORNING = (-0.86, -0.34, 0.46)
"""Where the sun stands: to the left, a little behind the camera, low."""
LACQUER = "#8a4029"
"""The pot's terracotta, deeper than in the studio: the sun brightens it."""
PALE_OAK = ("#c4a27a", "#94704c")


def morning(target, size=(760, 900), way=MORNING, leaves=0, strength=4.2, bright=0.9, dim=0.24, panes=(2, 3), seed=1, window=2600,
            soft=1.1, bar=30, colour="#fff0da"):
    """A kitchen in late morning: sun on the target, the soft light of the window, a warm dim room on the other side."""
    sky((-1, -0.45, 0.6), bright, dim)
    sunlit(target, way, size, panes, bar, 1500, strength, colour, soft, leaves, seed)
    pane_light((-1900, -700, 900), (0, 0, 120), (1300, 1500), window)


@setting("products/moka-classica", "use")
def moka_breakfast():
    """The pot on its board, a cup poured, the shadow of the window on the wall."""
    wall(430, material=plaster("#e8d8c2"))
    planks(2400, 1000, (0, 0, 0), 6, material=oak(*PALE_OAK))
    with assembly("board", (-50, 60, 0), z=-6):
        board(320, 220, 20, oak("#7a4c2e", "#42281a"))
    with assembly("pot", (-50, 56, 20), z=22):
        classica.moka_classica()
    with assembly("cup", (140, -128, 0)):
        served(ESPRESSO, TERRACOTTA, 20)
    with assembly("napkin", (-214, -96, 0), z=22):
        napkin(200, 120, "#dfd5c3", 3, 3, stripe="#a5492b")
    with assembly("croissant plate", (240, 110, 0)):
        plate_(98, stoneware("#e4dac7"))
        with assembly("croissant", (0, 16, 8), z=-20):
            croissant()
    for place, (x, y, size) in enumerate(((-270, 225, 38), (-352, 190, 35))):
        with assembly(f"orange {place}", (x, y, 0), z=50 * place):
            fruit(radius=size, seed=place + 1)
    morning((20, 120, 160), leaves=26, seed=4)
    camera((60, -1080, 270), (26, 30, 94), 62, 4.0, (-50, 0, 120), 0.4)


@setting("site", "home-hero")
def home_hero():
    """The terracotta pot at the right of a calm table: the left of the picture is wall, light and shadow."""
    wall(520, material=plaster("#e9d8c0"))
    slab(2800, 1150, (0, -40, 0), 34, dark_oak())
    with assembly("board", (150, 40, 0)):
        round_board(128, 20, oak(*PALE_OAK))
    with assembly("pot", (150, 44, 20), z=22):
        classica.moka_classica(6, LACQUER)
    with assembly("cup", (312, -112, 0)):
        served(ESPRESSO, WHITE, 22)
    with assembly("napkin", (118, -176, 0), z=-14):
        napkin(190, 116, "#ddd2bf", 3, 6, stripe="#2f5545")
    with assembly("branch", (410, 170, 0), z=30):
        olive_vase(150, 2)
    with assembly("orange", (300, 150, 0)):
        fruit(seed=5)
    morning((-60, 240, 200), (1150, 1000), panes=(3, 3), leaves=40, seed=9)
    camera((36, -1350, 300), (36, 40, 128), 58, 4.5, (150, 0, 120), 0.4)


@setting("products/espresso-uno", "use")
def uno_kitchen():
    """The machine on a marble counter, cups warming on it."""
    tiles(2600, 520, (0, 330, 0), (98, 98), material=glaze("#dfd6c4"), seed=3)
    wall(334, low=500, material=plaster("#d9c7ab"))
    slab(2800, 720, (0, -30, 0), 40, stone())
    shelf(1900, 190, (0, 330, 470), 30, oak("#8a5a38", "#4a2c1a"))
    for place, (x, level, colour) in enumerate(((-300, 0.7, "#3a2013"), (-170, 0.5, "#5a341c"), (290, 0.8, "#3a2013"))):
        with assembly(f"jar {place}", (x, 238, 470)):
            jar(48, 130, level, colour, seed=place)
    with assembly("machine", (20, 40, 0), z=-26):
        uno.espresso_uno()
        with assembly("cup under spouts", (0, uno.GROUP[1], uno.TRAY), z=-70):
            cup(ESPRESSO, TERRACOTTA, facing=-40)
        for place, (x, y, colour, z, angle) in enumerate(((-70, -30, WHITE, 0, -100), (-70, -30, WHITE, 50.5, -70), (14, -46, TERRACOTTA, 0, -120), (66, 36, WHITE, 0, -60),
                                                          (66, 36, GREEN, 50.5, -100), (-20, 46, WHITE, 0, -80))):
            with assembly(f"warm cup {place}", (x, y, uno.TOP - 2.4 + z), z=angle):
                cup(ESPRESSO, colour, mark=False, fill=False)
    with assembly("jug", (252, -176, 0), z=-30):
        jug(LARGE)
    with assembly("bag", (382, 60, 0), z=-14):
        bag(NOTTE)
    with assembly("napkin", (-240, -190, 0), z=14):
        napkin(190, 120, "#d7cbb6", 3, 2, stripe="#2f5545")
    with assembly("tamper", (-236, -190, 8)):
        tamper()
    morning((60, 120, 230), (900, 760), (-0.84, -0.46, 0.44), leaves=30, seed=3, panes=(2, 2))
    camera((-70, -1420, 330), (36, 0, 196), 58, 5.0, (20, -120, 180), 0.4)


@setting("products/beans-notte", "use")
def notte_evening():
    """The dark blend in the last light, beside its grinder."""
    wall(400, material=plaster("#c9b69c"))
    slab(2600, 1000, (0, -20, 0), 40, dark_oak())
    with assembly("bag", (-64, 0, 0), z=-20):
        bag(NOTTE)
        spilled(NOTTE, 150, (64, -78), 22, 5)
    with assembly("grinder", (120, 130, 0), z=-30):
        passo.grinder_passo("black")
    with assembly("scoop", (-176, -112, 0), z=-160):
        scoop()
    with assembly("cup", (-226, 90, 0)):
        served(ESPRESSO, TERRACOTTA, 150)
    morning((20, 160, 170), (560, 600), (-0.74, -0.6, 0.3), strength=4.6, bright=0.5, dim=0.15, panes=(2, 2), window=1500, soft=1.3, seed=2,
            colour="#ffe6c6")
    camera((-10, -1050, 220), (6, 0, 138), 66, 4.0, (-64, -30, 100), 0.45)


@setting("products/kettle-cigno", "use")
def cigno_morning():
    """Kettle and dripper on the breakfast table, the window behind them."""
    plaster_ = plaster("#e6d7c2")
    opening(640, 760, 900, -330, 120, plaster_)
    window(760, 900, (-330, 690, 120), (2, 2), bright=2.3)
    planks(2600, 1000, (0, 40, 0), 6, material=oak(*PALE_OAK))
    with assembly("board", (-180, -10, 0)):
        round_board(112, 18, oak("#7a4c2e", "#42281a"))
    with assembly("dripper", (-180, -10, 18), z=-30):
        alba.dripper_alba(52, True)
    with assembly("kettle", (150, 50, 0), z=14):
        cigno.kettle_cigno("steel")
    with assembly("cup", (-22, -170, 0)):
        served(CAPPUCCINO, GREEN, 20)
    with assembly("napkin", (-268, -206, 0), z=18):
        napkin(190, 116, "#ded4c2", 3, 8, stripe="#a5492b")
    with assembly("vase", (330, 300, 0), z=100):
        olive_vase(150, 4)
    sky((-0.6, 0.3, 0.6), 0.75, 0.26)
    sun((-0.62, 0.66, 0.5), 4.2, "#fff0da", 1.2)
    area((900, -1300, 900), (0, 0, 100), (1500, 1300), 900, "#fff2e2", "room")
    camera((60, -1150, 270), (14, 0, 116), 60, 4.5, (120, -40, 110), 0.55)


@setting("products/grinder-passo", "use")
def passo_counter():
    """The cream grinder before green tiles, beans ready."""
    tiles(2600, 900, (0, 330, 0), (130, 65), 2.6, glaze("#2a5443", 0.22, 0.14), "#c9bda8", 7, 0.5, stagger=True)
    slab(2800, 760, (0, -40, 0), 40, oak("#a87c50", "#6d4a2c"))
    with assembly("grinder", (-30, 20, 0), z=-30):
        passo.grinder_passo("cream")
    with assembly("jar", (196, 130, 0)):
        jar(58, 170, 0.7, seed=3)
    with assembly("low jar", (322, 90, 0)):
        jar(52, 120, 0.5, "#5a341c", seed=5)
    with assembly("portafilter", (150, -110, 0)):
        nudo.rest(nudo.portafilter(), 60)
    with assembly("napkin", (-250, -60, 0), z=70):
        napkin(190, 120, "#ded4c2", 3, 4, stripe="#a5492b")
    with assembly("cup", (-262, 120, 0)):
        served(ESPRESSO, TERRACOTTA, 20)
    morning((0, 130, 190), (560, 760), (-0.84, -0.46, 0.44), leaves=16, seed=6, panes=(2, 3))
    camera((-60, -1260, 300), (8, 0, 148), 60, 4.5, (-40, -40, 160), 0.4)
