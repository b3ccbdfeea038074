"""Travel cup Viaggio: a double steel wall, a grip of silicone, a lid that slides open."""

from labels import CREAM, INK, Sheet
from materials import liquid, plain, polished, powder, printed, silicone, spun
from shapes import assembly, band, fillet, flowing, lathe, prism, ring, rounded_rectangle
from shots import View, shot

from .drinks import fill

GREEN, CREAMY = "#21483a", "#e6dac4"
HEIGHT, RIM, FOOT = 142, 43.5, 32.5


def wall(z):
    """The outer radius at a height."""
    share = max(0.0, min(1.0, (z - 6) / (HEIGHT - 6)))
    return FOOT + 1.5 + (RIM - FOOT - 1.5) * share ** 0.92


def inner_line():
    return flowing([(0, 9), (FOOT * 0.7, 9.6), (FOOT - 3.4, 16), (wall(60) - 4.6, 60), (wall(110) - 4.4, 110), (RIM - 3.2, HEIGHT - 1)], 8)


def body(colour, full=False):
    """The cup without lid."""
    coat, metal = powder(colour, 0.48), spun()
    base = fillet([(0, 2), (FOOT - 6, 2), (FOOT - 4, 0), (FOOT - 0.6, 0), (FOOT + 0.6, 7.4), (FOOT - 0.6, 8.4)], [0, 1, 1, 2, 0.6, 0], 5)
    lathe(base, "base", metal, 112)
    line = [(FOOT - 0.4, 8.0), (wall(9) - 0.3, 8.4)] + [(wall(z), z) for z in range(10, HEIGHT - 7, 6)] + [(wall(HEIGHT - 7), HEIGHT - 7), (wall(HEIGHT - 6) - 0.5, HEIGHT - 6.3), (RIM - 1.6, HEIGHT - 6)]
    lathe(fillet(line, [0, 0.8] + [0] * (len(line) - 4) + [0.8, 0], 4), "shell", coat, 128)
    rim = fillet([(RIM - 1.0, HEIGHT - 6.6), (RIM - 0.6, HEIGHT - 1), (RIM - 1.8, HEIGHT + 0.4), (RIM - 3.2, HEIGHT - 1)], [0, 1, 0.8, 0], 4)
    lathe(rim + list(reversed(inner_line())), "liner", polished("#bdbab4", 0.3), 112)
    grip = silicone("#1a3429" if colour == GREEN else "#c9b694")
    low, high = 50, 92
    sleeve = fillet([(wall(low) - 0.2, low), (wall(low) + 1.9, low), (wall(high) + 1.9, high), (wall(high) - 0.2, high)], [0, 1.2, 1.2, 0], 6)
    lathe(sleeve, "grip", grip, 128)
    for z in range(low + 5, high - 2, 4):
        if low + 13 < z < high - 13:
            continue
        lathe([(wall(z) + 1.85, z - 0.9), (wall(z) + 2.5, z - 0.3), (wall(z) + 2.5, z + 0.3), (wall(z) + 1.85, z + 0.9)], "rib", grip, 112)
    ink = CREAM if colour == GREEN else INK
    sheet = Sheet(f"viaggio-{'light' if ink == CREAM else 'dark'}", 40, 13, dots=24)
    sheet.text("Giano", 20, 6.5, 10.5, ink, weight=600, spacing=0.4)
    band([(wall(z) + 1.95, z) for z in (64.5, 68, 71, 74, 77.5)], 40 / wall(71) * 57.3, printed(sheet.save(), 0.5), 0.2, name="print")
    if full:
        reach = fill(inner_line(), 129, liquid("#1c0c05"), name="coffee")
        lathe([(0, 129), (reach - 1, 129), (reach + 0.2, 129.8)], "coffee top", liquid("#1c0c05"), 96)


def lid(colour, slid=0.0):
    """The lid about its own origin, its seal downwards; `slid` opens the mouth by so many millimetres."""
    shade = plain("#15211b" if colour == GREEN else "#4a3526", 0.36, 0.0, 0.1)
    seal = silicone("#d8d2c6")
    r = RIM
    lathe(fillet([(0, -8), (r - 6, -8), (r - 5, -6.8), (r - 5, 0), (0, 0)], [0, 1, 0.6, 0, 0], 4), "lid plug", shade, 96)
    ring(r - 5.2, 3.2, (0, 0, -4), "lid seal", seal)
    profile = fillet([(r - 5, -0.2), (r + 0.5, -0.2), (r + 1.4, 1.4), (r + 0.6, 8), (r - 2.4, 10.4), (r - 5, 9.4), (r - 7.5, 6.2), (0, 5.6)],
                     [0, 0.8, 1.2, 2.4, 1.4, 2, 3, 0], 6)
    lathe(profile, "lid", shade, 128)
    # The mouth, its slide, and the groove this runs in.
    prism(rounded_rectangle(20, 54, 9.8, 10), 0.7, (0, -8, 5.5), 0.3, "groove", plain("#0c0f0d", 0.6))
    prism(rounded_rectangle(14, 9, 4.4, 10), 0.5, (0, -29, 6.1), 0.1, "mouth", plain("#050505", 0.9))
    with assembly("viaggio slide", (0, slid, 0)):
        prism(rounded_rectangle(18, 27, 8.8, 10), 4.4, (0, -20.5, 6.2), 1.6, "slide", spun(), 4)
        for y in (-24, -21, -18):
            prism(rounded_rectangle(9, 1.4, 0.6, 4), 0.8, (0, y, 10.3), 0.3, "slide rib", plain("#77736c", 0.4, 1.0))


def closed(colour=GREEN):
    body(colour)
    with assembly("viaggio lid", (0, 0, HEIGHT + 0.6)):
        lid(colour)


HERO = View(azimuth=-16, elevation=17)
shot("tazza-viaggio", "hero", HERO)(closed)
shot("tazza-viaggio", "hero-cream", HERO, colour=CREAMY)(closed)


@shot("tazza-viaggio", "detail", View(azimuth=-10, elevation=24))
def detail():
    """Open and full, the lid leaning at its foot; the other colour behind."""
    with assembly("open", (-34, -10, 0), z=10):
        body(GREEN, True)
    with assembly("viaggio lid", (42, -62, RIM - 1.2), x=68, z=-20):
        lid(GREEN, 9)
    with assembly("cream", (70, 60, 0)):
        closed(CREAMY)
