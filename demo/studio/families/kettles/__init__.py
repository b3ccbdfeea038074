"""Kettles, brewers and carafes."""

from . import alba, bollo, cigno, litri, pressa  # noqa: F401
