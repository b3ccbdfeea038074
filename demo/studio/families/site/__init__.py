"""Pictures in real settings: a kitchen in the morning, a bar, a hotel, an office, the roastery."""

from . import bar, guests, house, kitchen  # noqa: F401
