"""Laws of intervals and funnels, over any counts."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carehomes.statistics import byar, funnel, funnel_curve, rank_ranges, score_p, wilson

counted = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.floats(0.5, 0.9999)
areas = st.lists(counted, min_size=1, max_size=30)


def ends(x: int, n: int, level: float = 0.95) -> tuple[float, float]:
    lower, upper = wilson(x, n, level)
    assert lower is not None and upper is not None
    return lower, upper


@given(counted, levels)
def test_an_interval_lies_inside_0_to_1_and_holds_the_share(pair: tuple[int, int], level: float) -> None:
    x, n = pair
    lower, upper = ends(x, n, level)
    assert 0 <= lower <= x / n <= upper <= 1
    assert (lower == 0) == (x == 0) and (upper == 1) == (x == n)


@given(counted, levels)
def test_an_interval_of_no_is_that_of_yes_from_the_other_end(pair: tuple[int, int], level: float) -> None:
    x, n = pair
    lower, upper = ends(x, n, level)
    mirrored = ends(n - x, n, level)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((lower, upper), abs=1e-12)


@given(counted, levels)
def test_the_ends_are_where_the_share_is_z_standard_errors_away(pair: tuple[int, int], level: float) -> None:
    x, n = pair
    for end, fixed in zip(ends(x, n, level), (0, 1), strict=True):
        if end != fixed:
            found = score_p([x], [n], end)[0]
            assert found == pytest.approx(1 - level, rel=1e-4, abs=1e-9)


@given(counted, st.integers(2, 50))
def test_more_of_the_same_narrows_the_interval(pair: tuple[int, int], times: int) -> None:
    x, n = pair
    narrow, wide = ends(times * x, times * n), ends(x, n)
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


@given(counted)
def test_a_higher_level_is_wider(pair: tuple[int, int]) -> None:
    inner, outer = ends(*pair, 0.95), ends(*pair, 0.998)
    assert outer[0] <= inner[0] <= inner[1] <= outer[1]
    assert ends(*pair, 1) == (0, 1)


def test_nothing_is_no_interval() -> None:
    assert wilson(0, 0) == wilson(None, 12) == wilson(3, None) == (None, None)
    lower, upper = wilson(pd.Series([0, 1, None], dtype="Int64"), pd.Series([0, 12, 12], dtype="Int64"))
    assert np.isnan(lower).tolist() == np.isnan(upper).tolist() == [True, False, True]


@pytest.mark.parametrize(("x", "n"), [(13, 12), (-1, 12), (0, -1), (1, 0), (1, float("inf"))])
def test_counts_that_cannot_be_are_refused(x: float, n: float) -> None:
    for ask in (lambda: wilson(x, n), lambda: wilson([1, x], [2, n]), lambda: funnel([1, x], [2, n]), lambda: rank_ranges([x], [n])):
        with pytest.raises(ValueError, match="the count must lie between 0 and the whole"):
            ask()


@pytest.mark.parametrize("level", [0, -0.5, 95, 1.01, float("nan")])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        wilson(1, 2, level)
    with pytest.raises(ValueError, match="above 0 and at most 1"):
        byar(1, level)


def test_byar_of_small_counts_has_no_lower_end() -> None:
    assert byar(0)[0] is None and byar(None) == (None, None)
    lower, upper = byar([0, 1, 65])
    assert np.isnan(lower).tolist() == [True, False, False] and not np.isnan(upper).any()
    with pytest.raises(ValueError, match="0 or more"):
        byar(-1)
    with pytest.raises(ValueError, match="no level 1"):
        byar(3, 1)


@settings(deadline=None, max_examples=40)
@given(areas, st.randoms(use_true_random=False), st.sampled_from(["higher", "lower", "none"]))
def test_the_order_of_areas_changes_nothing(pairs: list[tuple[int, int]], shuffle: random.Random, direction: str) -> None:
    order = list(range(len(pairs)))
    shuffle.shuffle(order)
    for ask in (funnel, rank_ranges):
        table = ask([x for x, _ in pairs], [n for _, n in pairs], direction=direction)
        moved = ask([pairs[place][0] for place in order], [pairs[place][1] for place in order], direction=direction)
        pd.testing.assert_frame_equal(table.iloc[order].reset_index(drop=True), moved, check_exact=True)


@given(areas)
def test_an_area_outside_a_limit_is_one_whose_interval_misses_the_baseline(pairs: list[tuple[int, int]]) -> None:
    table = funnel([x for x, _ in pairs], [n for _, n in pairs])
    for level, low, high in ((0.95, "lower_95", "upper_95"), (0.998, "lower_998", "upper_998")):
        lower, upper = wilson(table["x"], table["n"], level)
        distance = np.minimum(abs(table["baseline"] - lower), abs(table["baseline"] - upper))
        outside = (table["share"] < table[low]) | (table["share"] > table[high])
        missed = (table["baseline"] < lower) | (table["baseline"] > upper)
        # On the very limit rounding decides.
        assert (outside == missed)[distance > 1e-9].all()


@given(areas, st.floats(0.01, 0.99))
def test_limits_lie_around_the_baseline_and_narrow_as_areas_grow(pairs: list[tuple[int, int]], baseline: float) -> None:
    table = funnel([x for x, _ in pairs], [n for _, n in pairs], baseline).sort_values("n")
    for low, high in (("lower_95", "upper_95"), ("lower_998", "upper_998")):
        assert table[low].is_monotonic_increasing and table[high].is_monotonic_decreasing
        assert (table[low] < baseline).all() and (table[high] > baseline).all()
    assert (table["lower_998"] < table["lower_95"]).all() and (table["upper_998"] > table["upper_95"]).all()
    curve = funnel_curve(table["x"], table["n"], baseline)
    assert len(curve) == 100 and curve["n"].is_monotonic_increasing and curve["n"].is_unique
    assert curve["n"].iloc[0] <= table["n"].min() and curve["n"].iloc[-1] >= table["n"].max()
    assert curve.drop(columns="n").min().min() >= 0 and curve.drop(columns="n").max().max() <= 1


@given(areas)
def test_better_and_worse_turn_with_the_direction(pairs: list[tuple[int, int]]) -> None:
    x, n = [x for x, _ in pairs], [n for _, n in pairs]
    turned = {"better": "worse", "worse": "better", "similar": "similar"}
    higher, lower, none = (funnel(x, n, direction=one)["judgement"].tolist() for one in ("higher", "lower", "none"))
    assert [turned[one] for one in higher] == lower
    assert [{"better": "higher", "worse": "lower", "similar": "similar"}[one] for one in higher] == none


def test_an_area_without_homes_stands_nowhere_and_counts_nowhere() -> None:
    table = funnel([9, 0, None], [12, 0, 12], direction="higher")
    assert table["label"].tolist() == ["Not significant", "No value", "No value"]
    assert table["judgement"].tolist() == ["similar", "", ""] and table["baseline"].tolist() == [0.75] * 3
    assert rank_ranges([9, 0, None], [12, 0, 12])["first"].isna().tolist() == [False, True, True]
    for ask in (lambda: funnel([0], [0]), lambda: funnel_curve([0], [0], 0.5)):
        with pytest.raises(ValueError, match="No area has a whole above 0"):
            ask()
    assert rank_ranges([0], [0])["of"].isna().all()


def test_a_baseline_at_an_end_leaves_no_room_for_chance() -> None:
    assert funnel([12, 11], [12, 12], 1.0, direction="higher")["label"].tolist() == ["Not significant", "Low (0.001)"]
    assert funnel([0, 0], [12, 3])["label"].tolist() == ["Not significant"] * 2
    for baseline in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="share from 0 to 1"):
            funnel([1], [2], baseline)
    with pytest.raises(ValueError, match="higher, lower or none"):
        funnel([1], [2], direction="up")
