"""Beans, ground coffee and capsules."""

from families.coffee import bags, capsules, gift_box, tin  # noqa: F401
