"""What the four machines' videos need beside stills: each turning, its parts from near, and how it comes apart."""

from __future__ import annotations

import math

import bpy

from families.grinders import passo
from families.home import uno
from families.professional import bar_due, ufficio_grano
from shapes import MM
from shots import Move, View, film


def apart(things, ways):
    """What poses parts on their ways: `ways` gives for each part how far it goes in millimetres, and between which moments
    (0 to 1) it is under way."""
    home = {name: tuple(thing.location) for name, thing in things.items()}

    def pose(t):
        for name, (way, begin, end) in ways.items():
            share = min(max((t - begin) / (end - begin), 0.0), 1.0)
            share = share * share * (3 - 2 * share)
            things[name].location = [place + part * MM * share for place, part in zip(home[name], way)]
    return pose


def named(*names):
    return {name: bpy.data.objects[name] for name in names}


def turning(build, azimuth, elevation, fill=0.8, degrees=66, frames=24):
    """From its left side to its right, in steps so small that what lies between can be reckoned."""
    def begin():
        build()

        def pose(t):
            root = bpy.data.objects.get("product")
            if root is not None:
                root.rotation_euler = (0, 0, math.radians(azimuth + degrees * (t - 0.5)))
        return pose
    return Move(View(azimuth=azimuth, elevation=elevation, fill=fill), begin, frames)


def uno_apart():
    parts = uno.espresso_uno()
    return apart(parts, {
        "portafilter": ((0, -150, -10), 0.0, 0.4),
        "tray": ((0, -170, 0), 0.15, 0.6),
        "lid": ((0, 40, 210), 0.35, 0.8),
        "cup tray": ((0, 0, 120), 0.35, 0.8),
        "tank": ((0, 20, 150), 0.5, 1.0),
    })


def passo_apart():
    parts = passo.grinder_passo()
    return apart(parts, {
        "cup": ((0, -90, 0), 0.0, 0.4),
        "hopper": ((0, 0, 190), 0.15, 0.75),
        "collar": ((0, 0, 80), 0.4, 0.9),
        "lower burr": ((0, 0, 26), 0.65, 1.0),
    })


def bar_open():
    bar_due.machine(cups=False)
    things = named("bar-due front panel", "bar-due cup rail", "bar-due drip grid", "bar-due portafilter 0", "bar-due portafilter 1")
    return apart(things, {
        "bar-due portafilter 0": ((0, -190, -20), 0.0, 0.35),
        "bar-due portafilter 1": ((0, -190, -20), 0.08, 0.43),
        "bar-due drip grid": ((0, -230, 0), 0.2, 0.6),
        "bar-due cup rail": ((0, 0, 150), 0.35, 0.8),
        "bar-due front panel": ((0, -330, 60), 0.45, 1.0),
    })


def door_open():
    ufficio_grano.machine(drink=False)
    door, unit = bpy.data.objects["ufficio-grano door"], bpy.data.objects["ufficio-grano brew unit"]
    out = apart({"unit": unit}, {"unit": ((0, -260, 0), 0.64, 1.0)})

    def pose(t):
        share = min(t / 0.7, 1.0)
        door.rotation_euler = (0, 0, -1.95 * share * share * (3 - 2 * share))
        out(t)
    return pose


film("espresso-uno", {
    "gauge": View(azimuth=-24, elevation=8, target=(-70, -130, 272), width=260),
    "group": View(azimuth=-20, elevation=6, target=(-10, -120, 210), width=300),
    "wand": View(azimuth=-40, elevation=10, target=(110, -100, 170), width=330),
    "switches": View(azimuth=-14, elevation=10, target=(60, -140, 272), width=240),
}, {
    "apart": Move(View(azimuth=-34, elevation=16, fill=0.82), uno_apart),
    "turn": turning(uno.espresso_uno, -10, 12),
})(lambda: uno.espresso_uno(marked=True))

film("grinder-passo", {
    "collar": View(azimuth=-22, elevation=24, target=(0, 0, 200), width=240),
    "fork": View(azimuth=-30, elevation=10, target=(10, -50, 120), width=260),
    "switch": View(azimuth=-48, elevation=8, target=(30, -20, 80), width=220),
}, {
    "apart": Move(View(azimuth=-34, elevation=16, fill=0.86), passo_apart),
    "turn": turning(passo.grinder_passo, -10, 12, 0.84),
})(lambda: passo.grinder_passo(marked=True))

film("bar-due", {
    "groups": View(azimuth=-24, elevation=10, target=(-123, -170, 340), width=480),
    "keys": View(azimuth=-12, elevation=12, target=(110, -120, 450), width=420),
    "gauge": View(azimuth=-16, elevation=10, target=(-10, -120, 450), width=380),
    "warmer": View(azimuth=-30, elevation=24, target=(-60, 0, 540), width=700),
}, {
    "open": Move(View(azimuth=-26, elevation=17, fill=0.86), bar_open),
    "turn": turning(bar_due.machine, 0, 13),
})(bar_due.machine)

film("ufficio-grano", {
    "display": View(azimuth=-16, elevation=8, target=(0, -170, 440), width=380),
    "hoppers": View(azimuth=-28, elevation=20, target=(0, -40, 640), width=560),
    "spouts": View(azimuth=-24, elevation=8, target=(0, -200, 240), width=360),
    "milk": View(azimuth=-34, elevation=14, target=(180, -200, 120), width=480),
}, {
    # In steps of about three degrees: what is reckoned between wider ones comes out double.
    "door": Move(View(azimuth=-22, elevation=14, fill=0.86), door_open, frames=72),
    "turn": turning(ufficio_grano.machine, -8, 12, 0.84),
})(ufficio_grano.machine)
