"""Statistics: pure functions of numbers."""

from carehomes.statistics.attention import Alert, Watched, needs_attention
from carehomes.statistics.chance import Change, change_of, exact_p, false_alarms, matched_change, mcnemar, score_p
from carehomes.statistics.funnel import funnel, funnel_curve
from carehomes.statistics.proportions import byar, percent, percent_range, wilson
from carehomes.statistics.ranks import deciles, rank_ranges
from carehomes.statistics.rounding import round_half_away

__all__ = [
    "Alert",
    "Change",
    "Watched",
    "byar",
    "change_of",
    "deciles",
    "exact_p",
    "false_alarms",
    "funnel",
    "funnel_curve",
    "matched_change",
    "mcnemar",
    "needs_attention",
    "percent",
    "percent_range",
    "rank_ranges",
    "round_half_away",
    "score_p",
    "wilson",
]
