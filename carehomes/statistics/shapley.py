"""Shapley values: what each of several causes adds to a change, in exact fractions; and parts shown as whole numbers that add up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial, floor


def shapley(worth: Sequence[Fraction | int]) -> tuple[Fraction, ...]:
    """Return the Shapley value of each of n causes from the worth of their 2^n coalitions.

    Cause ``i`` is in coalition number ``m`` where bit ``i`` of ``m`` is set; ``worth[0]`` is that of no cause. The values add up exactly to
    ``worth[-1] - worth[0]``. Source: L. S. Shapley, "A value for n-person games", Contributions to the Theory of Games II (1953).
    Raises ``ValueError`` where the number of coalitions is no power of two.
    """
    causes = len(worth).bit_length() - 1
    if causes < 0 or len(worth) != 1 << causes:
        raise ValueError(f"{len(worth)} coalitions: there must be 2, 4, 8, 16 ... of them.")
    # How many of the orders in which the causes may come put a cause right behind a coalition of this size.
    orders = [factorial(size) * factorial(causes - size - 1) for size in range(causes)]
    values: list[Fraction | int] = [0] * causes
    for coalition in range(len(worth) - 1):
        for cause in range(causes):
            if not coalition >> cause & 1:
                values[cause] += orders[coalition.bit_count()] * (worth[coalition | 1 << cause] - worth[coalition])
    return tuple(Fraction(one) / factorial(causes) for one in values)


def apportion(parts: Sequence[Fraction | int], whole: int) -> tuple[int, ...]:
    """Return ``parts`` as whole numbers that add up to ``whole``, by the largest remainder.

    ``whole`` is their sum as it is shown; a part of nothing stays nothing, unless every part is, and the first of equal remainders goes
    first. Parts of the opposite sign give the opposite numbers.
    """
    if not parts:
        return ()
    sign = next((-1 if one < 0 else 1 for one in (whole, *parts) if one), 1)
    turned = [sign * one for one in parts]
    shown = [floor(one) for one in turned]
    able = [place for place, one in enumerate(turned) if one] or [0]
    order = sorted(able, key=lambda place: (shown[place] - turned[place], place))
    missing = sign * whole - sum(shown)
    step = 1 if missing > 0 else -1
    for number in range(abs(missing)):
        # From the largest remainder on where too little was given, from the smallest where too much.
        shown[order[number % len(order)] if step > 0 else order[-1 - number % len(order)]] += step
    return tuple(sign * one for one in shown)
