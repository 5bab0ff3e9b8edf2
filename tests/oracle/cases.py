"""All hand-made cases: name, rule, files as text, week, as at, and what must come out. They specify the product as well."""

from __future__ import annotations

from .case_files import Case
from .cases_grain import CASES as GRAIN
from .cases_optional import CASES as OPTIONAL
from .cases_sums import CASES as SUMS

CASES: list[Case] = [*GRAIN, *SUMS, *OPTIONAL]

__all__ = ["CASES", "Case"]
