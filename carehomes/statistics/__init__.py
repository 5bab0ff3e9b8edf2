"""Statistics: pure functions of numbers."""

from carehomes.statistics.attention import Alert, Watched, needs_attention
from carehomes.statistics.chance import Change, change_of, exact_p, false_alarms, matched_change, mcnemar, score_p
from carehomes.statistics.funnel import funnel, funnel_curve
from carehomes.statistics.least_unlike import Unlike, least_unlike
from carehomes.statistics.process import (
    NHS_ENGLAND,
    NHS_ENGLAND_SQL,
    NHS_R,
    PRESETS,
    ProcessChart,
    Projection,
    XmrSettings,
    chance_of_latest,
    p_prime,
    p_prime_array,
    projection,
    variation_by_assurance,
    xmr,
    xmr_array,
)
from carehomes.statistics.proportions import byar, percent, percent_range, wilson
from carehomes.statistics.ranks import deciles, rank_ranges
from carehomes.statistics.rounding import round_half_away
from carehomes.statistics.shapley import apportion, shapley

__all__ = [
    "NHS_ENGLAND",
    "NHS_ENGLAND_SQL",
    "NHS_R",
    "PRESETS",
    "Alert",
    "Change",
    "ProcessChart",
    "Projection",
    "Unlike",
    "Watched",
    "XmrSettings",
    "apportion",
    "byar",
    "chance_of_latest",
    "change_of",
    "deciles",
    "exact_p",
    "false_alarms",
    "funnel",
    "funnel_curve",
    "least_unlike",
    "matched_change",
    "mcnemar",
    "needs_attention",
    "p_prime",
    "p_prime_array",
    "percent",
    "percent_range",
    "projection",
    "rank_ranges",
    "round_half_away",
    "score_p",
    "shapley",
    "variation_by_assurance",
    "wilson",
    "xmr",
    "xmr_array",
]
