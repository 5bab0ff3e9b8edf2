"""What is given, what is asked, and where a chart says less: one case each."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from carehomes.statistics import NHS_ENGLAND, NHS_ENGLAND_SQL, NHS_R, p_prime, xmr, xmr_array

WEEKS = [16, 24, 22, 19, 19, 18, 24, 25, 18, 17, 16, 25, 15, 23, 19]


def test_a_missing_week_is_the_same_however_it_is_told() -> None:
    wanted = xmr([*WEEKS, None, 20], improvement="up")
    for given in (
        (*WEEKS, math.nan, 20),
        np.array([*WEEKS, np.nan, 20]),
        pd.Series([*WEEKS, pd.NA, 20], dtype="Int64"),
        pd.Series([*WEEKS, None, 20]),
        np.ma.array([*WEEKS, 999, 20], mask=[False] * 15 + [True, False]),
    ):
        pd.testing.assert_frame_equal(xmr(given, improvement="up"), wanted)


def test_the_index_of_a_series_stays() -> None:
    weeks = pd.date_range("2020-05-17", periods=15, freq="W")
    assert list(xmr(pd.Series(WEEKS, index=weeks), improvement="up").index) == list(weeks)


@pytest.mark.parametrize(
    ("word", "same"),
    [("increase", "up"), ("higher", "UP"), ("decrease", "down"), ("neutral", "neither"), ("none", None), (None, "neither"), (-1, "down")],
)
def test_directions_have_the_words_of_every_source(word: object, same: object) -> None:
    pd.testing.assert_frame_equal(xmr(WEEKS, improvement=word), xmr(WEEKS, improvement=same))


@pytest.mark.parametrize(
    ("values", "asked", "said"),
    [
        (["many", 2], {}, "A series must be numbers"),
        ([1, math.inf], {}, "infinity"),
        ([[1, 2], [3, 4]], {}, "xmr takes one series"),
        (WEEKS, {"rebase_at": 15}, "Re-base at 15: the series has 15 points"),
        (WEEKS, {"fix_after": 1}, "at least 2 points"),
        (WEEKS, {"improvement": "sideways"}, "'sideways'"),
        (WEEKS, {"trend_points": 1}, "a trend at least 2"),
        (WEEKS, {"bounds": (100, 0)}, "lower and then the upper"),
        (WEEKS, {"rule_order": ("trend",)}, "rule_order"),
        (WEEKS, {"rules_across_rebase": ("trends",)}, "rules_across_rebase"),
    ],
)
def test_what_makes_no_chart_is_said(values: list[object], asked: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        xmr(values, **{"improvement": "up", **asked})


def test_a_setting_that_there_is_not_is_named() -> None:
    with pytest.raises(TypeError, match="no setting trend_pionts"):
        xmr(WEEKS, improvement="up", trend_pionts=7)


def test_nothing_one_point_and_nothing_but_gaps() -> None:
    assert xmr([], improvement="up").empty
    assert xmr_array(np.zeros((3, 0)), improvement="up").variation.tolist() == [None] * 3
    alone = xmr([5], improvement="up", settings=NHS_R, target=3).iloc[0]
    assert (alone["mean"], alone["status"], alone["variation"], alone["assurance"]) == (5, "no range", "common_cause", None)
    silent = xmr([None] * 20, improvement="up")
    assert set(silent["label"]) == {"missing"}
    assert silent["mean"].isna().all()
    assert set(silent["variation"]) == {None}


@pytest.mark.parametrize("value", [0.1, 0.7, 87.3, 1 / 3])
@pytest.mark.parametrize("weeks", [13, 21, 49, 104])
def test_a_flat_series_is_common_cause(value: float, weeks: int) -> None:
    told = xmr([value] * weeks, improvement="up")
    assert set(told["label"]) == {"common"}
    assert set(told["upl"]) == set(told["lpl"]) == {value}
    # NHSRplotthedots leaves out every range that is not below the bound, and at 0 none is: no limits.
    assert xmr([value] * weeks, improvement="up", settings=NHS_R)["upl"].isna().all()


def test_before_thirteen_points_the_mean_alone_or_trial_limits() -> None:
    short = WEEKS[:12]
    told = xmr(short, improvement="up", target=1)
    assert told["mean"].notna().all()
    assert told["upl"].isna().all()
    assert set(told["status"]) == {"too few points"}
    assert (set(told["variation"]), set(told["assurance"])) == ({None}, {None})
    spike = [*short[:11], 90]
    trial = xmr(spike, improvement="up", target=1, trial_limits=True)
    assert set(trial["status"]) == {"trial"}
    assert trial["value"].iloc[-1] > trial["upl"].iloc[-1]
    assert (set(trial["label"]), set(trial["variation"]), set(trial["assurance"])) == ({"common"}, {None}, {None})
    # NHSRplotthedots judges them and warns.
    assert set(xmr(spike, improvement="up", settings=NHS_R)["status"]) == {"trial"}
    assert xmr(spike, improvement="up", settings=NHS_R)["label"].iloc[-1] == "improvement"


def test_points_are_counted_without_gaps() -> None:
    assert xmr([*WEEKS[:12], None, None], improvement="up")["upl"].isna().all()
    assert xmr([*WEEKS[:12], None, 20], improvement="up")["upl"].notna().all()
    assert xmr([*WEEKS[:12], None, 20], improvement="up", minimum_points=15)["upl"].isna().all()


def test_a_moving_range_does_not_reach_across_a_gap() -> None:
    told = xmr([*WEEKS[:8], None, *WEEKS[8:]], improvement="up")
    steps = [abs(after - before) for place, (before, after) in enumerate(itertools.pairwise(WEEKS)) if place != 7]
    assert told["mr_mean"].iloc[0] == pytest.approx(sum(steps) / len(steps))
    assert told["moving_range"].isna().tolist() == [True] + [False] * 7 + [True, True] + [False] * 6


def test_a_short_segment_after_a_re_base_has_trial_limits() -> None:
    told = xmr([*WEEKS, 35, 32, 35], improvement="up", rebase_at={15: "Testing opened to all homes"})
    assert told["status"].tolist() == ["full"] * 15 + ["trial"] * 3
    assert told["segment"].tolist() == [1] * 15 + [2] * 3
    assert told["rebased"].tolist() == [""] * 15 + ["Testing opened to all homes", "", ""]
    assert told["mean"].iloc[-1] == 34
    assert xmr(WEEKS, improvement="up", rebase_at=3)["rebased"].iloc[3] == "re-based"


def test_a_baseline_and_a_re_base_by_source() -> None:
    values = [*WEEKS, 35, 32, 35, 31, 27, 33, 28, 38, 35, 30, 28, 29, 27, 24, 23]
    means = {
        source: xmr(values, improvement="up", rebase_at=20, fix_after=15, settings=settings)["mean"].iloc[-1]
        for source, settings in {"tool": NHS_ENGLAND, "sql": NHS_ENGLAND_SQL}.items()
    }
    assert means == {"tool": 20.0, "sql": pytest.approx(sum(values[20:]) / 10)}
    own = xmr(values, improvement="up", rebase_at=15, fix_after=12, settings=NHS_R)["mean"]
    assert (own.iloc[0], own.iloc[-1]) == (pytest.approx(sum(values[:12]) / 12), pytest.approx(sum(values[15:27]) / 12))


def test_no_limits_where_half_the_points_lie_at_a_bound() -> None:
    half = [100, 100, 100, 100, 100, 100, 0, 95, 90, 92, 97, 91, 93, 94]
    told = xmr(half, improvement="up", target=95, bounds=(0, 100))
    assert set(told["status"]) == {"at a bound"}
    assert told["upl"].isna().all()
    assert told["mean"].notna().all()
    assert (set(told["label"]), set(told["variation"]), set(told["assurance"])) == ({"common"}, {None}, {None})
    below = xmr([*half, 96], improvement="up", bounds=(0, 100))
    assert set(below["status"]) == {"full"}
    assert below["upl"].iloc[0] > 100
    assert (below["upl_drawn"].iloc[0], below["lpl_drawn"].iloc[0]) == (100, below["lpl"].iloc[0])
    assert xmr(half, improvement="up")["upl"].notna().all()
    assert xmr(half, improvement="up", bounds=(0, 100), at_bounds=0.6)["upl"].notna().all()


def test_a_target_exactly_on_a_limit_by_source() -> None:
    values = [10, 11] * 7
    lpl = 10.5 - 2.66
    for settings, icon in ((NHS_ENGLAND, "pass"), (NHS_ENGLAND_SQL, "pass"), (NHS_R, "hit_or_miss")):
        assert set(xmr(values, improvement="up", target=lpl, settings=settings)["assurance"]) == {icon}
    assert set(xmr(values, improvement="down", target=lpl)["assurance"]) == {"fail"}
    assert set(xmr(values, improvement="up", target=lpl + 1e-6)["assurance"]) == {"hit_or_miss"}


def test_the_latest_target_and_the_latest_point_count() -> None:
    told = xmr([*WEEKS, 60, None], improvement="up", target=[99] * 15 + [1, 99])
    assert set(told["variation"]) == {"improvement_high"}
    assert set(told["assurance"]) == {"pass"}


def test_many_series_of_any_shape_each_with_its_direction_and_target() -> None:
    values = np.array([[WEEKS, [*WEEKS[:14], 90]], [WEEKS, [*WEEKS[:14], -50]]], dtype=float)
    chart = xmr_array(values, improvement=np.array(["up", "down"]), target=np.array([[1.0, 200.0], [99.0, np.nan]]))
    assert chart.variation.tolist() == [["common_cause", "concern_high"], ["common_cause", "improvement_low"]]
    assert chart.assurance.tolist() == [["pass", "pass"], ["fail", None]]
    with pytest.raises(ValueError, match="not one number"):
        xmr_array(3, improvement="up")


def test_conflicts_by_choice() -> None:
    values = [43, 41, 37, 36, 31, 23, 15, 13, 15, 18, 23, 27, 31, 36, 27, 19, 17, 27, 15, 22]
    first = {name: xmr(values, improvement="up", conflict=name)["label"].iloc[0] for name in ("improvement", "concern", "order")}
    assert first == {"improvement": "improvement", "concern": "concern", "order": "improvement"}
    told = xmr(values, improvement="up", conflict="order", rule_order=("trend", "shift", "two of three", "beyond"))
    assert (told["label"].iloc[0], told["cause"].iloc[0], told["trend"].iloc[7]) == ("concern", "trend", "turning")
    ties = {tie: xmr(values, improvement="up", settings=NHS_ENGLAND_SQL, tie=tie)["label"].iloc[7] for tie in ("improvement", "concern")}
    assert ties == {"improvement": "improvement", "concern": "concern"}
    assert [xmr(values, improvement=None, conflict=name)["side"].iloc[0] for name in ("improvement", "concern")] == [1, 1]


def test_p_prime_follows_each_week_s_whole_and_is_drawn_within_0_and_1() -> None:
    x = [44, 51, 40, 61, 58, 39, 47, 55, 50, 61, 49, 52, 47, 55]
    n = [60, 65, 50, 80, 62, 45, 50, 70, 55, 66, 60, 64, 52, 58]
    told = p_prime(x, n, improvement="up")
    centre = sum(x) / sum(n)
    errors = [math.sqrt(centre * (1 - centre) / whole) for whole in n]
    scores = [(count / whole - centre) / error for count, whole, error in zip(x, n, errors, strict=True)]
    sigma = np.mean(np.abs(np.diff(scores))) / 1.128
    assert list(told["upl"]) == pytest.approx([centre + 3 * error * sigma for error in errors], rel=1e-12)
    assert list(told["near_lpl"]) == pytest.approx([centre - 2 * error * sigma for error in errors], rel=1e-12)
    assert told["upl"].nunique() > 1
    small = p_prime([9, 11, 8, 12, 9, 10, 7, 11, 12, 8, 10, 11, 9, 10], [12] * 14, improvement="up")
    assert small["upl"].iloc[0] > 1
    assert small["upl_drawn"].iloc[0] == 1


def test_p_prime_of_nothing_is_missing_and_of_too_much_is_refused() -> None:
    told = p_prime([5, 0, 6], [10, 0, 10], improvement="up")
    assert told["label"].tolist() == ["common", "missing", "common"]
    everybody = p_prime([12] * 14, [12] * 14, improvement="up", target=0.9)
    assert set(everybody["status"]) == {"at a bound"}
    assert everybody["mean"].iloc[0] == 1
    with pytest.raises(ValueError, match="between 0 and its whole"):
        p_prime([11], [10], improvement="up")
    screened = p_prime([6] * 7 + [60] + [7] * 7, [80] * 15, improvement="up", screen=True)
    assert screened["upl"].iloc[0] < p_prime([6] * 7 + [60] + [7] * 7, [80] * 15, improvement="up")["upl"].iloc[0]
