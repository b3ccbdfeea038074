"""Grinders: one module for each; burrs and hoppers, which several have, apart."""

from . import passo, mano, banco, filtro  # noqa: F401
