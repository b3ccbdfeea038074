"""Espresso machines for the home: one module for each."""

from . import capsula, grano, leva, uno  # noqa: F401
