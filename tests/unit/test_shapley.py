"""Shapley values and parts shown as whole numbers."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import permutations

import pytest

from carehomes.statistics import apportion, shapley


def by_orders(worth: list[Fraction]) -> list[Fraction]:
    """The definition: the mean of what a cause adds when it comes, over all orders."""
    causes = len(worth).bit_length() - 1
    orders = list(permutations(range(causes)))
    found = [Fraction(0)] * causes
    for order in orders:
        coalition = 0
        for cause in order:
            found[cause] += (worth[coalition | 1 << cause] - worth[coalition]) / len(orders)
            coalition |= 1 << cause
    return found


@pytest.mark.parametrize("seed", range(20))
def test_the_values_are_those_of_the_definition(seed: int) -> None:
    rng = random.Random(seed)
    worth = [Fraction(rng.randint(-50, 50), rng.randint(1, 9)) for _ in range(2 ** rng.randint(1, 5))]
    assert list(shapley(worth)) == by_orders(worth)
    assert sum(shapley(worth)) == worth[-1] - worth[0]


def test_a_share_of_which_both_ends_move() -> None:
    # 1 of 2 to 2 of 4: the numerator comes first (1/2 to 1, then to 1/2) or last (1/2 to 1/4, then to 1/2).
    assert shapley([Fraction(1, 2), Fraction(1), Fraction(1, 4), Fraction(1, 2)]) == (Fraction(3, 8), Fraction(-3, 8))


@pytest.mark.parametrize("number", [0, 3, 15])
def test_the_coalitions_are_a_power_of_two(number: int) -> None:
    with pytest.raises(ValueError, match="coalitions"):
        shapley([Fraction(0)] * number)


@pytest.mark.parametrize(
    ("parts", "whole", "expected"),
    [
        ((Fraction(5, 4), Fraction(3, 4), 0, 0), 2, (1, 1, 0, 0)),
        ((Fraction(1, 3),) * 3, 1, (1, 0, 0)),
        ((Fraction(7, 2), Fraction(-1, 2), 0), 3, (4, -1, 0)),
        ((Fraction(1, 4), 0, 0), 1, (1, 0, 0)),  # what is shown at both ends may round apart from their difference
        ((Fraction(9, 4), 0), 1, (1, 0)),
        ((0, 0), 0, (0, 0)),
        ((), 0, ()),
    ],
)
def test_parts_are_shown_as_whole_numbers_that_add_up(parts: tuple[Fraction | int, ...], whole: int, expected: tuple[int, ...]) -> None:
    assert apportion(parts, whole) == expected


@pytest.mark.parametrize("seed", range(50))
def test_what_is_shown_adds_up_lies_near_and_turns_with_the_sign(seed: int) -> None:
    rng = random.Random(seed)
    parts = [Fraction(rng.randint(-40, 40), rng.randint(1, 7)) * rng.choice([0, 1, 1]) for _ in range(4)]
    whole = round(sum(parts))
    shown = apportion(parts, whole)
    assert sum(shown) == whole
    assert all(abs(one - part) < 1 and (part or not one) for one, part in zip(shown, parts, strict=True))
    assert apportion([-one for one in parts], -whole) == tuple(-one for one in shown)
