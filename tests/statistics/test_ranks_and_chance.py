"""Ranks as ranges, deciles, exact tests and false alarms, each against a plain recount or a published value."""

from __future__ import annotations

import random
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carehomes.statistics import change_of, deciles, exact_p, false_alarms, matched_change, mcnemar, rank_ranges, score_p
from carehomes.statistics.chance import Side

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=40)
answers = st.lists(st.tuples(st.sampled_from([True, False, None]), st.sampled_from([True, False, None])), max_size=40)


def test_areas_far_apart_have_one_rank_and_areas_alike_have_all() -> None:
    apart = rank_ranges([5, 500, 950], [1000] * 3)
    assert apart["first"].tolist() == apart["last"].tolist() == [3, 2, 1]
    assert rank_ranges([5, 500, 950], [1000] * 3, direction="lower")["first"].tolist() == [1, 2, 3]
    alike = rank_ranges([6] * 10, [12] * 10)
    assert set(zip(alike["first"], alike["last"], alike["of"], strict=True)) == {(1, 10, 10)}


def test_a_range_widens_where_homes_are_few_and_holds_the_middle_of_the_ranks() -> None:
    x, n = [2, 20, 200, *range(10, 400, 20)], [4, 40, 400, *[400] * 20]
    table = rank_ranges(x, n)
    width = (table["last"] - table["first"]).tolist()
    assert width[0] > width[1] > width[2]
    narrow = rank_ranges(x, n, level=0.5)
    assert (narrow["first"] >= table["first"]).all() and (narrow["last"] <= table["last"]).all()


def test_the_ranks_of_two_areas_are_as_likely_as_their_posteriors_say() -> None:
    # P(beta(8.5, 4.5) > beta(4.5, 8.5)) is about 0.95 by numbers drawn elsewhere: at 80% the ranks are certain, at 95% they are not.
    assert rank_ranges([8, 4], [12, 12], level=0.8)["first"].tolist() == [1, 2]
    assert rank_ranges([8, 4], [12, 12], level=0.8)["last"].tolist() == [1, 2]
    assert rank_ranges([8, 4], [12, 12], level=0.95)["last"].tolist() == [2, 2]
    with pytest.raises(ValueError, match="between 0 and 1"):
        rank_ranges([1], [2], level=1)
    with pytest.raises(ValueError, match="higher, lower or none"):
        rank_ranges([1], [2], direction="up")


def test_deciles_are_those_of_the_areas_that_have_a_share() -> None:
    week = [float(one) for one in range(1, 12)]
    random.Random(1).shuffle(week)
    table = deciles([week, [None] * 11, [*week[:9], None, None], [*week[:10], None]])
    assert table[0].tolist() == pytest.approx([2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert np.isnan(table[1]).all() and np.isnan(table[2]).all()
    ten = sorted(week[:10])
    assert table[3][4] == pytest.approx((ten[4] + ten[5]) / 2)
    with pytest.raises(ValueError, match="a row a week"):
        deciles(week)


def by_hand(x: int, n: int, share: Fraction, side: str) -> Fraction:
    chances = [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    kept = {
        "both": [one <= chances[x] for one in chances],
        "below": [k <= x for k in range(n + 1)],
        "above": [k >= x for k in range(n + 1)],
    }
    return sum((one for one, keep in zip(chances, kept[side], strict=True) if keep), Fraction(0))


@pytest.mark.parametrize("side", ["both", "below", "above"])
@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(17, 20), Fraction(0), Fraction(1)])
@pytest.mark.parametrize("n", [1, 7, 12, 30])
def test_exact_p_values_are_the_sums_of_whole_fractions(n: int, share: Fraction, side: Side) -> None:
    found = exact_p(list(range(n + 1)), [n] * (n + 1), float(share), side)
    assert found.tolist() == pytest.approx([float(by_hand(x, n, share, side)) for x in range(n + 1)], rel=1e-9, abs=1e-300)


def test_exact_and_score_tests_say_nothing_of_nothing_and_refuse_what_cannot_be() -> None:
    for ask in (exact_p, score_p):
        assert np.isnan(ask([0, None], [0, 3], 0.5)).all()
        with pytest.raises(ValueError, match="share from 0 to 1"):
            ask([1], [2], 1.5)
    with pytest.raises(ValueError, match="whole counts"):
        exact_p([0.5], [2], 0.5)
    # On the limits of the funnel.
    n = 400
    for p, z in ((0.05, 1.959963984540054), (0.002, 3.090232306167813)):
        assert score_p([n * (0.5 - z * 0.5 / n**0.5)], [n], 0.5)[0] == pytest.approx(p, rel=1e-9)
    assert score_p([0, 1], [3, 3], 0.0).tolist() == [1.0, 0.0]


def test_false_alarms_as_published() -> None:
    # The fifteen p-values of Benjamini and Hochberg's own example (1995, section 3.3): four are kept at 0.05.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    adjusted = false_alarms(p)
    assert (adjusted <= 0.05).sum() == 4 and adjusted[3] == pytest.approx(0.0095 * 15 / 4)
    assert false_alarms([0.01, 0.04, 0.03, None, 0.005])[[0, 1, 2, 4]].tolist() == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert false_alarms([]).tolist() == []
    for wrong in (-0.1, 1.1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            false_alarms([wrong])


@given(p_values, st.floats(0.001, 0.5), st.randoms(use_true_random=False))
def test_what_is_kept_is_what_the_step_up_rule_keeps_in_any_order(p: list[float], rate: float, shuffle: random.Random) -> None:
    ordered = sorted(p)
    most = max((k for k, one in enumerate(ordered, 1) if one * len(p) / k <= rate), default=0)
    adjusted = false_alarms(p)
    assert (adjusted <= rate).sum() == most
    assert (adjusted >= np.array(p) - 1e-15).all() and (adjusted <= 1).all()
    order = list(range(len(p)))
    shuffle.shuffle(order)
    assert false_alarms([p[place] for place in order]).tolist() == adjusted[order].tolist()


@pytest.mark.parametrize(
    ("gained", "lost", "p"), [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (12, 3, 0.03515625), (4, 4, 1.0)]
)
def test_mcnemar_is_a_coin_tossed(gained: int, lost: int, p: float) -> None:
    assert mcnemar(gained, lost) == mcnemar(lost, gained) == p


@given(st.integers(0, 40), st.integers(0, 40))
def test_mcnemar_is_the_exact_binomial_at_a_half(gained: int, lost: int) -> None:
    expected = exact_p([gained], [gained + lost], 0.5)[0] if gained + lost else 1.0
    assert mcnemar(gained, lost) == pytest.approx(expected, rel=1e-9)


def test_mcnemar_of_many_homes_and_of_none() -> None:
    assert 0 < mcnemar(7000, 6000) < 1e-15
    with pytest.raises(ValueError, match="0 or more"):
        mcnemar(-1, 2)
    with pytest.raises(ValueError, match="cannot be of 3 homes"):
        change_of(2, 1, 1, 3)


@given(answers)
def test_only_homes_that_said_yes_or_no_twice_are_matched(pairs: list[tuple[bool | None, bool | None]]) -> None:
    change = matched_change([one for one, _ in pairs], [one for _, one in pairs])
    both = [(old, new) for old, new in pairs if None not in (old, new)]
    assert change.homes == len(both)
    assert (change.yes_before, change.yes_after) == (sum(old is True for old, _ in both), sum(new is True for _, new in both))
    assert change.yes_after - change.yes_before == change.gained - change.lost
    assert change.p == mcnemar(change.gained, change.lost) and change.more_than_noise == (change.p < 0.05)
