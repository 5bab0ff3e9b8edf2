"""What must hold of process charts whatever the numbers are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from carehomes.statistics import NHS_ENGLAND, NHS_R, p_prime, xmr, xmr_array
from carehomes.statistics.process import shift, trend, two_of_three

numbers = st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=14, max_size=60)
LINES = ["mean", "lpl", "upl", "near_lpl", "near_upl"]
MARKS = ["beyond", "shift", "trend", "two_of_three", "label", "cause"]
presets = st.sampled_from([NHS_ENGLAND, NHS_R])


@given(values=numbers, preset=presets, plus=st.integers(-500, 500), times=st.sampled_from([0.5, 1.0, 3.0, 0.1]))
@how(max_examples=60, deadline=None)
def test_limits_follow_shift_and_scale(values: list[int | None], preset: object, plus: int, times: float) -> None:
    moved = [None if value is None else value * times + plus for value in values]
    before, after = (xmr(series, improvement="up", settings=preset) for series in (values, moved))
    for line in LINES:
        assert list(after[line]) == pytest.approx(list(before[line] * times + plus), rel=1e-9, abs=1e-9, nan_ok=True)
    assert after[MARKS].equals(before[MARKS])


@given(values=numbers, preset=presets)
@how(max_examples=60, deadline=None)
def test_upside_down_low_is_high(values: list[int | None], preset: object) -> None:
    mirrored = [None if value is None else -value for value in values]
    before, after = xmr(values, improvement="up", settings=preset), xmr(mirrored, improvement="down", settings=preset)
    assert list(after["label"]) == list(before["label"])
    assert list(after["lpl"]) == pytest.approx(list(-before["upl"]), nan_ok=True)
    assert list(after["side"]) == list(-before["side"])


@given(values=numbers)
@how(max_examples=60, deadline=None)
def test_backwards_the_limits_stay_and_trends_turn(values: list[int | None]) -> None:
    before, after = (xmr(series, improvement="up") for series in (values, values[::-1]))
    for line in LINES:
        assert list(after[line]) == pytest.approx(list(before[line]), nan_ok=True)
    for rule in ("beyond", "shift", "two_of_three"):
        assert list(after[rule][::-1]) == list(before[rule])
    turned = before["trend"].replace({"rising": "falling", "falling": "rising"})
    assert list(after["trend"][::-1]) == list(turned)


@given(
    rows=st.lists(st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=20, max_size=20), min_size=1, max_size=6),
    words=st.lists(st.sampled_from(["up", "down", "neither"]), min_size=6, max_size=6),
    again=st.sampled_from([(), (9,), (5, 12)]),
    fixed=st.sampled_from([None, 12]),
    preset=presets,
    order=st.randoms(use_true_random=False),
)
@how(max_examples=60, deadline=None)
def test_many_are_as_one_by_one_in_any_order(
    rows: list[list[int | None]], words: list[str], again: tuple[int, ...], fixed: int | None, preset: object, order: object
) -> None:
    words = words[: len(rows)]
    aims = [10.0 + place for place in range(len(rows))]
    asked = {"rebase_at": again, "fix_after": fixed, "settings": preset}
    places = list(range(len(rows)))
    order.shuffle(places)
    many = xmr_array(
        [rows[place] for place in places],
        improvement=[words[place] for place in places],
        target=[aims[place] for place in places],
        **asked,
    )
    for number, place in enumerate(places):
        single = xmr(rows[place], improvement=words[place], target=aims[place], **asked)
        pd.testing.assert_frame_equal(many.table((number,)), single, check_exact=True)


@given(
    first=st.lists(st.integers(0, 9), max_size=12),
    second=st.lists(st.integers(0, 9), max_size=12),
    points=st.integers(2, 5),
)
@how(max_examples=100, deadline=None)
def test_a_gap_splits_every_pattern(first: list[int], second: list[int], points: int) -> None:
    whole, line = [*first, None, *second], 5

    def near(values: list[int | None]) -> np.ndarray:
        return np.array([0 if value is None else (value > 7) - (value < 2) for value in values], dtype=np.int8)

    def side(values: list[int | None]) -> np.ndarray:
        return np.array([0 if value is None else (value > line) - (value < line) for value in values], dtype=np.int8)

    assert list(shift(whole, line, points)) == [*shift(first, line, points), 0, *shift(second, line, points)]
    for together, apart in zip(trend(whole, points), zip(trend(first, points), trend(second, points), strict=True), strict=True):
        assert list(together) == [*apart[0], False, *apart[1]]
    parts = [two_of_three(near(values), side(values)) for values in (whole, first, second)]
    assert list(parts[0]) == [*parts[1], 0, *parts[2]]


@given(counts=st.lists(st.integers(0, 12), min_size=14, max_size=40))
@how(max_examples=60, deadline=None)
def test_with_one_whole_p_prime_is_xmr(counts: list[int]) -> None:
    shares = [count / 12 for count in counts]
    told = p_prime(counts, [12] * len(counts), improvement="up")
    plain = xmr(shares, improvement="up", limit_factor=3 / 1.128, bounds=(0, 1))
    for line in ["mean", "lpl", "upl", "near_lpl", "near_upl", "lpl_drawn", "upl_drawn"]:
        assert list(told[line]) == pytest.approx(list(plain[line]), nan_ok=True)
    assert told[[*MARKS, "status"]].equals(plain[[*MARKS, "status"]])
