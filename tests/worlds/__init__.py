"""Seeded random worlds in the demonstration layouts, small and nasty: the same seed makes the same files."""

from .make import Made, make_world
from .plan import Switches

__all__ = ["Made", "Switches", "make_world"]
