"""Figures of areas from a snapshot."""

from carehomes.measures.comparators import comparators, profile, similar
from carehomes.measures.figures import figures, trend
from carehomes.measures.local_authorities import la_status
from carehomes.measures.returns import Returned, pcns, returned, returns_received, rule_findings

__all__ = [
    "Returned",
    "comparators",
    "figures",
    "la_status",
    "pcns",
    "profile",
    "returned",
    "returns_received",
    "rule_findings",
    "similar",
    "trend",
]
