"""Figures of areas from a snapshot."""

from carehomes.measures.area_lists import list_problems, practices
from carehomes.measures.figures import figures, trend
from carehomes.measures.local_authorities import la_status
from carehomes.measures.returns import Returned, pcns, returned, returns_received, rule_findings

__all__ = [
    "Returned",
    "figures",
    "la_status",
    "list_problems",
    "pcns",
    "practices",
    "returned",
    "returns_received",
    "rule_findings",
    "trend",
]
