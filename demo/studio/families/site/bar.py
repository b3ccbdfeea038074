"""At the bar: machine, counter and cup under the lamps, and in the morning before it opens."""

import random

from families.cups.torino import CAPPUCCINO, ESPRESSO, GREEN, TERRACOTTA, WHITE, cup, saucer, served
from families.grinders import banco
from families.professional import bar_due
from materials import brass, lacquer, liquid
from props import bottle, spoon, tumbler
from rooms import area, camera, dark_oak, glaze, pane_light, pendant, plaster, shelf, sky, slab, stone, sunlit, tiles, wall
from shapes import assembly, box, tube
from shots import setting


def dusk(bright=0.20, dim=0.07):
    """What is left of the day, from the left."""
    sky((-1, -0.6, 0.5), bright, dim, "#f1ebe2", "#c9a070")


def bottles(width, at, seed=1, tall=(260, 330)):
    """A row of bottles on a shelf, `at` the middle of its row."""
    dice = random.Random(seed)
    x = -width / 2
    place = 0
    while x < width / 2:
        radius = dice.uniform(33, 41)
        colour = dice.choice(("#1f3a2a", "#3a1c10", "#5a2412", "#14201a", "#6a4a1c", "#20140e"))
        with assembly(f"bottle {place}", (at[0] + x + radius, at[1] + dice.uniform(-14, 14), at[2])):
            bottle(dice.uniform(*tall), radius, colour, dice.choice(("#e9dcc2", "#d9c39a", "#a83f1b")), dice.choice(("#8c2f18", "#2b1d14", "#b08a45")))
        x += 2 * radius + dice.uniform(10, 40)
        place += 1


def stacks(at, towers, size=ESPRESSO, step=50.5, seed=2, gap=92):
    """Towers of cups beside each other along X; `towers` are lists of colours from below."""
    dice = random.Random(seed)
    for place, tower in enumerate(towers):
        for level, colour in enumerate(tower):
            with assembly(f"stacked {place} {level}", (at[0] + (place - (len(towers) - 1) / 2) * gap, at[1] + dice.uniform(-8, 8), at[2] + level * step), z=dice.uniform(-140, -40)):
                cup(size, colour, mark=False, fill=False)


@setting("products/bar-due", "use")
def bar_machine():
    """The machine at its place behind the bar, under the lamps."""
    tiles(3600, 1500, (0, 420, 0), (66, 200), 2.4, glaze("#2b4a3d", 0.2, 0.18), "#22302a", 4, 0.4)
    slab(3600, 900, (0, -20, 0), 50, stone("#d8cfc2", "#8c7f70"))
    shelf(2600, 200, (0, 420, 690), 36, dark_oak(), (-900, -300, 300, 900), brass(0.25))
    bottles(760, (-560, 320, 690), 3)
    stacks((180, 320, 690), ((WHITE, WHITE, WHITE), (TERRACOTTA, WHITE), (WHITE, WHITE, WHITE), (GREEN, WHITE, WHITE)), CAPPUCCINO, 57, gap=122)
    bottles(420, (760, 320, 690), 8)
    with assembly("machine", (30, 40, 0), z=-20):
        bar_due.machine()
    with assembly("served", (-300, -330, 0)):
        served(ESPRESSO, WHITE, 30)
    with assembly("served too", (-430, -270, 0)):
        served(ESPRESSO, TERRACOTTA, 10)
    with assembly("saucers", (500, -170, 0)):
        for level in range(6):
            with assembly(f"saucer {level}", (0, 0, level * 7.6)):
                saucer(ESPRESSO, WHITE)
    dusk()
    for x, y, z in ((-520, -260, 610), (120, -60, 900), (660, -200, 610)):
        pendant((x, y, z), 110, "#8f3a1c", power=420)
    area((-1300, -1500, 1000), (0, 0, 250), (1300, 1100), 3300, "#fff0de", "front of the bar")
    camera((40, -2330, 520), (30, 0, 335), 55, 6.0, (0, -180, 300), 0.25)


@setting("products/porcelain-cup", "use")
def cup_at_the_bar():
    """An espresso, just put down on the counter; behind it the bar, out of focus."""
    tiles(4200, 1500, (0, 1260, -60), (66, 200), 2.4, glaze("#2b4a3d", 0.2, 0.18), "#22302a", 4, 0.4)
    slab(2000, 760, (0, 80, 0), 40, stone("#e6dfd3", "#9c8f7f", 0.2))
    slab(3600, 700, (0, 950, -60), 50, dark_oak())
    with assembly("machine", (330, 900, -60), z=-24):
        bar_due.machine()
    shelf(1500, 200, (-700, 1260, 240), 36, dark_oak())
    bottles(1000, (-560, 1160, 240), 5)
    with assembly("cup", (-30, 0, 0)):
        served(ESPRESSO, WHITE, 28)
        with assembly("spoon", (-8, -48, 16), z=-20, x=-4):
            spoon(104)
    with assembly("water", (96, 110, 0)):
        tumbler(31, 92, True)
    dusk(0.3, 0.1)
    for x, y, z in ((-420, 700, 300), (-110, 820, 300), (420, 560, 330)):
        pendant((x, y, z), 90, "#8f3a1c", power=420, bulb=14)
    pane_light((-700, -420, 560), (-20, 0, 40), (600, 700), 620)
    camera((44, -520, 156), (8, 0, 104), 50, 2.8, (-30, -26, 50), 0.3)


@setting("site", "trade-bars")
def groups_at_work():
    """Along the machine's groups, cups below the spouts, the lamps behind."""
    tiles(7000, 1000, (1700, 1500, -60), (66, 200), 2.4, glaze("#2b4a3d", 0.2, 0.18), "#22302a", 4, 0.4)
    slab(4200, 1000, (0, 0, 0), 50, stone("#d8cfc2", "#8c7f70"))
    with assembly("machine", (0, 0, 0)):
        bar_due.machine(3)
        for x, colour, angle in ((-232, WHITE, -60), (0, TERRACOTTA, -120), (232, WHITE, -80)):
            with assembly(f"cup {x}", (x, bar_due.GROUP_Y, bar_due.TRAY), z=angle):
                cup(ESPRESSO, colour, facing=-60 - angle)
        for x, turned in ((-232, -6), (0, 4)):
            with assembly(f"streams {x}", (x, bar_due.GROUP_Y, bar_due.TRAY), z=turned):
                for side in (-21, 21):
                    tube([(side, 0, 47), (side, 0, 62), (side, 0, 78), (side, 0, 93)], 1.1, "stream", liquid("#4a210a"), taper=[0.7, 0.75, 0.9, 1.5], resolution=5)
    shelf(6000, 220, (1500, 1500, 420), 36, dark_oak())
    bottles(1500, (2300, 1390, 420), 5)
    dusk(0.7, 0.2)
    for x, y, z in ((-260, 420, 800), (260, 560, 800), (1180, 620, 470), (1900, 1000, 480)):
        pendant((x, y, z), 110, "#8f3a1c", power=460, bulb=14)
    area((-1300, -1500, 1000), (0, -150, 250), (1500, 1100), 5200, "#fff0de", "front of the bar")
    camera((-760, -880, 400), (-10, -120, 262), 50, 3.2, (-232, -190, 260), 0.4)


@setting("site", "business-hero")
def bar_in_daylight():
    """A bar before it opens: machine, grinder, cups in a row, sun on the wall."""
    wall(480, 6000, material=plaster("#dcc6a6"), low=150)
    tiles(5000, 190, (0, 474, 0), (130, 65), 2.6, glaze("#2a5443", 0.22, 0.14), "#c9bda8", 7, 0.5, stagger=True)
    slab(5000, 1000, (0, 0, 0), 54, dark_oak())
    box((5000, 20, 900), (0, -470, -954), 2, "bar front", lacquer("#1f4436", 0.45, 0.1))
    with assembly("machine", (90, 60, 0), z=-14):
        bar_due.machine()
    with assembly("grinder", (-470, 60, 0), z=-16):
        banco.grinder_banco("black")
    stacks((690, 110, 0), ((WHITE,) * 4, (WHITE, WHITE, TERRACOTTA, WHITE), (WHITE,) * 3), CAPPUCCINO, 57, 5, 122)
    stacks((640, -30, 0), ((WHITE, GREEN, WHITE), (WHITE, WHITE)), ESPRESSO, 50.5, 6, 92)
    with assembly("saucers", (-700, 40, 0)):
        for level in range(8):
            with assembly(f"saucer {level}", (0, 0, level * 7.6)):
                saucer(CAPPUCCINO, WHITE)
    with assembly("cup", (-330, -250, 0)):
        served(ESPRESSO, WHITE, 30)
    sky((-1, -0.45, 0.6), 0.9, 0.26)
    sunlit((40, 300, 400), (-0.80, -0.5, 0.46), (1700, 1150), (4, 2), 40, 2200, 4.0, "#fff0da", 1.1, 46, 11)
    pane_light((-2600, -1000, 1100), (0, 0, 250), (1700, 1700), 4600)
    camera((-60, -2800, 560), (30, 0, 330), 60, 6.0, (60, -200, 320), 0.35)
