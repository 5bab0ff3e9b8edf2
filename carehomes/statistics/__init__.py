"""Statistics: pure functions of numbers."""

from carehomes.statistics.proportions import percent, percent_range, wilson
from carehomes.statistics.rounding import round_half_away
from carehomes.statistics.shapley import apportion, shapley

__all__ = ["apportion", "percent", "percent_range", "round_half_away", "shapley", "wilson"]
