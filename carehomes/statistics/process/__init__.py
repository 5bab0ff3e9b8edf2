"""Process charts by the rules of NHS England's Making Data Count: pure functions of numbers."""

from carehomes.statistics.process.by_chance import chance_of_latest
from carehomes.statistics.process.individuals import xmr, xmr_array
from carehomes.statistics.process.labels import ASSURANCES, CAUSES, LABELS, VARIATIONS, assurance_icon, point_label, variation_icon
from carehomes.statistics.process.limits import STATUSES
from carehomes.statistics.process.matrix import variation_by_assurance
from carehomes.statistics.process.pace import Projection, projection
from carehomes.statistics.process.reading import ProcessChart
from carehomes.statistics.process.rules import beyond_limits, shift, trend, two_of_three
from carehomes.statistics.process.settings import NHS_ENGLAND, NHS_ENGLAND_SQL, NHS_R, PRESETS, RULES, XmrSettings
from carehomes.statistics.process.shares import p_prime, p_prime_array

__all__ = [
    "ASSURANCES",
    "CAUSES",
    "LABELS",
    "NHS_ENGLAND",
    "NHS_ENGLAND_SQL",
    "NHS_R",
    "PRESETS",
    "RULES",
    "STATUSES",
    "VARIATIONS",
    "ProcessChart",
    "Projection",
    "XmrSettings",
    "assurance_icon",
    "beyond_limits",
    "chance_of_latest",
    "p_prime",
    "p_prime_array",
    "point_label",
    "projection",
    "shift",
    "trend",
    "two_of_three",
    "variation_by_assurance",
    "variation_icon",
    "xmr",
    "xmr_array",
]
