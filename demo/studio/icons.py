"""Draws the shop's icons for browsers and home screens into `public/`: python demo/studio/icons.py"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from PIL import Image, ImageDraw  # noqa: E402

from labels import profile  # noqa: E402

PUBLIC = HERE.parents[1] / "public"
PAPER, TERRACOTTA, GREEN = "#faf5ec", "#b0431f", "#0d3b2e"
FINE = 4
"""Drawn so many times larger, and made smaller afterwards."""


def icon(side, share, rounded):
    """The mark on paper; it takes `share` of the height."""
    big = side * FINE
    image = Image.new("RGBA", (big, big), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, big - 1, big - 1), big * 14 // 64 if rounded else 0, PAPER)
    scale, middle = big * share / 50, big / 2
    for way, colour in ((-1, TERRACOTTA), (1, GREEN)):
        pen.polygon([(middle + way * x * scale, middle + y * scale) for x, y in profile()], colour)
        eye, radius = (middle + way * 10.5 * scale, middle - 5.5 * scale), 1.9 * scale
        pen.ellipse((eye[0] - radius, eye[1] - radius, eye[0] + radius, eye[1] + radius), PAPER)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def main():
    icon(192, 0.78, True).save(PUBLIC / "icon-192.png", optimize=True)
    icon(512, 0.78, True).save(PUBLIC / "icon-512.png", optimize=True)
    # Launchers cut these to their own shape: the mark stays within the middle four fifths.
    icon(512, 0.56, False).save(PUBLIC / "icon-maskable-512.png", optimize=True)
    icon(180, 0.68, False).convert("RGB").save(PUBLIC / "apple-touch-icon.png", optimize=True)
    icon(48, 0.82, True).save(PUBLIC / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


if __name__ == "__main__":
    main()
