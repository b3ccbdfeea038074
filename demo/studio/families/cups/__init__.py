"""Cups and glasses."""

from . import doppio, latte, lunga, torino, viaggio  # noqa: F401
