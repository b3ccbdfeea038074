"""Machines for bars and offices."""

from . import bar_due  # noqa: F401
