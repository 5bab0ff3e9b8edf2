"""Statistics: pure functions of numbers."""

from carehomes.statistics.proportions import percent, percent_range, wilson
from carehomes.statistics.rounding import round_half_away

__all__ = ["percent", "percent_range", "round_half_away", "wilson"]
