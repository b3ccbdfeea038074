"""Moka pots."""

from . import classica, crema, dodici, elettrica, induzione  # noqa: F401
