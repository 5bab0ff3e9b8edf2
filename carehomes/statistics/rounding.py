"""The one rounding function: half away from zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def round_half_away(value: Fraction | int | Decimal, places: int = 1) -> float:
    """Return ``value`` rounded to ``places`` decimals, half away from zero.

    Takes exact numbers only (a float has lost its half already): round_half_away(Fraction(125, 1000), 2) is 0.13.
    """
    number, parts = value.as_integer_ratio()
    scale: int = 10**places
    # In whole numbers until the last division, which Python rounds correctly to the nearest float.
    whole = (2 * abs(number) * scale + parts) // (2 * parts)
    return (whole if number >= 0 else -whole) / scale
