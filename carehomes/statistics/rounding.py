"""The one rounding function: half away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def round_half_away(value: Fraction | int | Decimal, places: int = 1) -> float:
    """Return ``value`` rounded to ``places`` decimals, half away from zero.

    Takes exact numbers only (a float has lost its half already): round_half_away(Fraction(125, 1000), 2) is 0.13.
    """
    exact = Fraction(value)
    scale = 10**places
    scaled = abs(exact) * scale
    whole = int(scaled + Fraction(1, 2))
    number = Decimal(whole if exact >= 0 else -whole) / Decimal(scale)
    return float(number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
