"""Machines for bars and offices."""

from . import bar_uno, bar_due, bar_leva, ufficio_grano  # noqa: F401
