"""Statistics: pure functions of numbers."""

from carehomes.statistics.process import (
    NHS_ENGLAND,
    NHS_ENGLAND_SQL,
    NHS_R,
    PRESETS,
    ProcessChart,
    Projection,
    XmrSettings,
    p_prime,
    p_prime_array,
    projection,
    variation_by_assurance,
    xmr,
    xmr_array,
)
from carehomes.statistics.proportions import percent, percent_range, wilson
from carehomes.statistics.rounding import round_half_away

__all__ = [
    "NHS_ENGLAND",
    "NHS_ENGLAND_SQL",
    "NHS_R",
    "PRESETS",
    "ProcessChart",
    "Projection",
    "XmrSettings",
    "p_prime",
    "p_prime_array",
    "percent",
    "percent_range",
    "projection",
    "round_half_away",
    "variation_by_assurance",
    "wilson",
    "xmr",
    "xmr_array",
]
