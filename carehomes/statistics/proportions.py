"""Shares of counts: integers until the last division."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from statistics import NormalDist

from carehomes.statistics.rounding import round_half_away


def percent(x: int, n: int, places: int = 1) -> float | None:
    """Return x of n in percent, rounded half away from zero; None where n is not above 0."""
    if n <= 0:
        return None
    return round_half_away(Fraction(100 * x, n), places)


def percent_range(yes: int, not_answered: int, n: int, places: int = 1) -> tuple[float | None, float | None]:
    """Return the range of rule 3 in percent: yes/n to (yes + not answered)/n; (None, None) where n is not above 0."""
    return percent(yes, n, places), percent(yes + not_answered, n, places)


def wilson(x: int, n: int, level: float = 0.95) -> tuple[float, float] | None:
    """Return the Wilson score interval of x of n as proportions (0 to 1); None for n = 0.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    Raises ``ValueError`` where x is not between 0 and n.
    """
    if n == 0:
        return None
    if not 0 <= x <= n:
        raise ValueError(f"{x} of {n}: the count must lie between 0 and the whole.")
    z = NormalDist().inv_cdf((1 + level) / 2)
    spread = z * sqrt(z * z + 4 * x * (1 - x / n))
    width = 2 * (n + z * z)
    return max(0.0, (2 * x + z * z - spread) / width), min(1.0, (2 * x + z * z + spread) / width)
