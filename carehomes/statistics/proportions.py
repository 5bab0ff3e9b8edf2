"""Shares of counts: integers until the last division; how much of a share chance alone could move."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isinf
from typing import overload

import numpy as np

from carehomes.statistics.numbers import Floats, Many, counts, floats, two_sided_z
from carehomes.statistics.rounding import round_half_away

#: The ends of an interval of one count; (None, None) where there is none.
Ends = tuple[float, float] | tuple[None, None]


@lru_cache(maxsize=16_384)
def percent(x: int, n: int, places: int = 1) -> float | None:
    """Return x of n in percent, rounded half away from zero; None where n is not above 0."""
    if n <= 0:
        return None
    return round_half_away(Fraction(100 * x, n), places)


def percent_range(yes: int, not_answered: int, n: int, places: int = 1) -> tuple[float | None, float | None]:
    """Return the range of rule 3 in percent: yes/n to (yes + not answered)/n; (None, None) where n is not above 0."""
    return percent(yes, n, places), percent(yes + not_answered, n, places)


@overload
def wilson(x: float | None, n: float | None, level: float = 0.95) -> Ends: ...
@overload
def wilson(x: Many, n: Many, level: float = 0.95) -> tuple[Floats, Floats]: ...
def wilson(x: object, n: object, level: float = 0.95) -> Ends | tuple[Floats, Floats]:
    """Return the Wilson score interval of ``x`` of ``n``, lower and upper end, as proportions from 0 to 1.

    Of two numbers it is two floats, ``(None, None)`` where ``n`` is 0 or either is missing; of arrays (any shapes that broadcast, columns
    of a frame included) two arrays of floats, NaN there. ``level`` is any share above 0: 0.95, 0.998; the level 1 is 0 to 1. The ends are
    exactly 0 and 1 where x is 0 and n, and the interval always holds the share. Counts are pooled before they come here (rule 14).

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927); the closed form as in
    Public Health England's PHEindicatormethods. Raises ``ValueError`` where a count is negative or above its whole, or the level is none.
    """
    z = two_sided_z(level)
    parts, wholes = counts(x, n)
    wholes = np.where(wholes > 0, wholes, np.nan)
    parts = np.where(np.isnan(wholes), np.nan, parts)
    share = parts / wholes
    if isinf(z):
        lower, upper = np.where(np.isnan(share), np.nan, 0.0), np.where(np.isnan(share), np.nan, 1.0)
    else:
        # The upper end is a sum of what is not negative; the lower one follows from the product of both, where nothing is lost by
        # subtraction.
        reach = 2 * parts + z * z + z * np.sqrt(z * z + 4 * parts * (1 - share))
        lower = np.where(parts == 0, 0.0, np.minimum(2 * parts * share / reach, share))
        upper = np.where(parts == wholes, 1.0, np.maximum(np.minimum(reach / (2 * (wholes + z * z)), 1.0), share))
        lower, upper = np.where(np.isnan(share), np.nan, lower), np.where(np.isnan(share), np.nan, upper)
    return _ends(lower, upper)


@overload
def byar(x: float | None, level: float = 0.95) -> tuple[float | None, float | None]: ...
@overload
def byar(x: Many, level: float = 0.95) -> tuple[Floats, Floats]: ...
def byar(x: object, level: float = 0.95) -> tuple[float | None, float | None] | tuple[Floats, Floats]:
    """Return Byar's interval of a count ``x`` of events without a whole, lower and upper end, in events; shapes as in ``wilson``.

    An end that the approximation cannot give is missing: both where the count is, the lower one where it would be negative, as it is for
    the smallest counts (and for 0).

    Source: Breslow and Day, "Statistical methods in cancer research", volume II (1987), as in PHEindicatormethods. Raises ``ValueError``
    where a count is negative or infinite, or the level is none.
    """
    z = two_sided_z(level)
    if isinf(z):
        raise ValueError("Byar's interval has no level 1: it would be every count there is.")
    events = floats(x)
    if (events < 0).any() or np.isinf(events).any():
        raise ValueError("A count of events must be 0 or more.")
    above = events + 1
    least = np.where(events > 0, events, np.nan)
    lower = least * (1 - 1 / (9 * least) - z / (3 * np.sqrt(least))) ** 3
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    lower = np.where(lower >= 0, lower, np.nan)
    if events.ndim:
        return lower, upper
    return None if np.isnan(lower) else float(lower), None if np.isnan(upper) else float(upper)


def _ends(lower: Floats, upper: Floats) -> Ends | tuple[Floats, Floats]:
    if lower.ndim:
        return lower, upper
    return (None, None) if np.isnan(lower) else (float(lower), float(upper))
