"""Barista tools, cleaning and spare parts."""

from families.tools import cleaning, jug, knock_box, nudo, papers, scale, seals, tamper  # noqa: F401
