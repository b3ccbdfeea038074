"""Cups and glasses."""

from materials import crema, porcelain
from shapes import fillet, lathe, tube
from shots import View, shot


def espresso_cup(colour="#f4f1ea", coffee=True):
    """A bar cup of 70 ml: thick wall, small foot, ear; on its saucer."""
    china = porcelain(colour)
    saucer = fillet([(0, 3), (24, 3), (27, 0), (31, 0), (33, 4), (60, 14), (61, 16), (59, 17.5), (32, 9), (30, 7.5), (0, 7.5)],
                    [0, 1, 1, 1, 3, 1.2, 1.2, 1.2, 3, 2, 0])
    lathe(saucer, "saucer", china)
    foot = 7.5
    outside = [(0, foot + 1.5), (15, foot + 1.5), (16, foot), (19, foot), (20, foot + 4), (29, foot + 22), (31.5, foot + 50), (31, foot + 52)]
    inside = [(28.5, foot + 51), (27, foot + 24), (17, foot + 10), (0, foot + 9)]
    profile = fillet(outside + inside, [0, 1, 1, 1, 6, 16, 1, 1.2, 1.2, 16, 8, 0])
    lathe(profile, "cup", china)
    ear = [(29.5, 0, foot + 43), (40, 0, foot + 45), (47, 0, foot + 39), (46, 0, foot + 28), (38, 0, foot + 20), (28, 0, foot + 18)]
    tube(ear, 3.4, "ear", china, taper=[1.15, 1, 1, 1, 1, 1.25])
    if coffee:
        lathe([(0, foot + 40), (26.4, foot + 40), (27.6, foot + 41)], "coffee", crema())


@shot("porcelain-cup", "hero", View(azimuth=-35, elevation=22))
def hero():
    espresso_cup()

