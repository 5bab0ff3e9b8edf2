"""Seeded random worlds in the demonstration layouts, small and nasty: the same seed makes the same files."""

from .groups import draw_groups
from .make import Made, make_world
from .plan import Switches

__all__ = ["Made", "Switches", "draw_groups", "make_world"]
