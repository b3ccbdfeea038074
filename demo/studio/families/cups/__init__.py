"""Cups and glasses."""

from . import torino  # noqa: F401
