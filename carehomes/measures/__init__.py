"""Figures of areas from a snapshot."""

from carehomes.measures.figures import figures, trend
from carehomes.measures.local_authorities import la_status
from carehomes.measures.names import finder
from carehomes.measures.returns import Returned, pcns, returned, returned_of, returns_received, rule_findings

__all__ = ["Returned", "figures", "finder", "la_status", "pcns", "returned", "returned_of", "returns_received", "rule_findings", "trend"]
