"""Every case of other people's process charts, each source under its own settings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from carehomes.statistics import NHS_ENGLAND, NHS_ENGLAND_SQL, NHS_R, XmrSettings, xmr
from carehomes.statistics.process import assurance_icon, beyond_limits, point_label, rules, shift, trend, two_of_three, variation_icon
from tests.conftest import SHARED, needs_shared

pytestmark = needs_shared
FOLDER = SHARED / "cases" / "spc"
#: The words of PowerBI-SPC and NHSRplotthedots for ours.
SIGNS = {1: "upper", -1: "lower", 0: "none"}
FLAGS = {"deterioration": "concern", "neutral_low": "neither", "neutral_high": "neither", "none": "common"}
ICONS = {"consistentPass": "pass", "consistentFail": "fail", "inconsistent": "hit_or_miss", "none": None}


def read(name: str) -> Any:
    path = Path(FOLDER / name)
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def cases(name: str, key: str) -> list[Any]:
    """The cases of a file, each under its own name; none where the files are not here."""
    found = read(name).get(key, [])
    return [pytest.param(case, id=f"{number}-{case.get('function', '')}-{case.get('name', '')}") for number, case in enumerate(found)]


def words(signs: Any) -> list[str]:
    return [SIGNS[int(sign)] for sign in signs]


# NHS England: the published colours of its conformance data, and what its SQL makes of them.


@pytest.mark.parametrize("case", cases("mdc_official_test_data.json", "vectors"))
@pytest.mark.parametrize(
    ("settings", "told"),
    [(NHS_ENGLAND, "judgement_as_published"), (NHS_ENGLAND_SQL, "judgement_sql_v26a_6pt")],
    ids=["tool", "sql"],
)
def test_conformance_chart(case: dict[str, Any], settings: XmrSettings, told: str) -> None:
    asked, expected = case["input"], case["expected"]
    again = asked["recalculate_at_index"]
    table = xmr(
        asked["values"],
        improvement=asked["improvement_direction"],
        rebase_at=() if again is None else again,
        fix_after=asked["baseline_points"],
        shift_points=asked["shift_points"],
        trend_points=asked["trend_points"],
        minimum_points=asked["minimum_points"],
        settings=settings,
    )
    labels = list(table["label"])
    if settings is NHS_ENGLAND:
        # The publishers coloured these by mistake: the case's note says why.
        for place in expected["suspect_indices"]:
            labels[place] = expected[told][place]
    assert labels == expected[told]
    assert list(table["mean"]) == pytest.approx(expected["mean"], rel=1e-9)
    for line in ("upl", "lpl"):
        if expected["limits_shown"]:
            assert list(table[line]) == pytest.approx(expected[line], rel=1e-9)
        else:
            assert table[line].isna().all()
            assert set(table["variation"]) == {None}


@pytest.mark.parametrize("case", cases("mdc_official_test_data.json", "assurance_cases"))
def test_conformance_assurance(case: dict[str, Any]) -> None:
    table = xmr(case["values"], improvement=case["improvement_direction"], target=case["target"])
    assert set(table["assurance"]) == {case["expected_assurance"]}


# PowerBI-SPC: single rules, flags and icons.


def power_bi(*functions: str) -> list[Any]:
    return [case for case in cases("powerbi_rule_cases.json", "cases") if case.values[0]["function"] in functions]


@pytest.mark.parametrize("case", power_bi("astronomical"))
def test_power_bi_point_beyond_its_limits(case: dict[str, Any]) -> None:
    args = case["args"]
    assert words(beyond_limits(args["values"], args["lpl_3sigma"], args["upl_3sigma"])) == case["expected"]


@pytest.mark.parametrize("case", power_bi("shift"))
def test_power_bi_shift(case: dict[str, Any]) -> None:
    args = case["args"]
    assert words(shift(args["values"], args["centre_line"], args["n_points"])) == case["expected"]


@pytest.mark.parametrize("case", power_bi("trend"))
def test_power_bi_trend(case: dict[str, Any]) -> None:
    values, points = case["args"]["values"], case["args"]["n_points"]
    rising, falling = rules.one_way(values, *trend(values, points), "later")
    assert words(rising.astype(int) - falling) == case["expected"]


@pytest.mark.parametrize("case", power_bi("twoInThree"))
def test_power_bi_two_of_three(case: dict[str, Any]) -> None:
    args = case["args"]
    near = beyond_limits(args["values"], args["lower_2sigma"], args["upper_2sigma"])
    assert words(two_of_three(near, near, same_side=False, whole=args["highlight_series"])) == case["expected"]


@pytest.mark.parametrize("case", power_bi("checkFlagDirection"))
def test_power_bi_flag(case: dict[str, Any]) -> None:
    args = case["args"]
    side = {word: sign for sign, word in SIGNS.items()}[args["outlier_status"]]
    shown, improvement = args["settings"]["process_flag_type"], args["settings"]["improvement_direction"]
    assert point_label(side, improvement, FLAGS.get(shown, shown)) == FLAGS.get(case["expected"], case["expected"])


def icons_of(args: dict[str, Any]) -> set[str]:
    """The icons of every flag, or of those of the last point: PowerBI-SPC draws them side by side, NHS England the last point's alone."""
    better = {"increase": 1, "decrease": -1, "neutral": 0}[args["settings"]["outliers"]["improvement_direction"]]
    sides = {"improvement": better, "deterioration": -better, "neutral_low": -1, "neutral_high": 1}
    only = slice(-1, None) if args["settings"]["nhs_icons"]["flag_last_point"] else slice(None)
    flags = [flag for rule in args["outliers"].values() for flag in rule[only] if flag != "none"]
    return {variation_icon(FLAGS.get(flag, flag), sides[flag]) for flag in flags} or {"common_cause"}


@pytest.mark.parametrize("case", power_bi("variationIconsToDraw"))
def test_power_bi_variation_icons(case: dict[str, Any]) -> None:
    found = icons_of(case["args"])
    names = case.get("expected", case.get("expected_contains"))
    assert found == {re.sub("([A-Z])", r"_\1", name).lower().replace("neutral", "neither") for name in names}


@pytest.mark.parametrize("case", power_bi("assuranceIconToDraw"))
def test_power_bi_assurance_icon(case: dict[str, Any]) -> None:
    args = case["args"]
    # Without control limits there is nothing to compare; else the last of each counts.
    target = args["target"][-1] if args["target"] and args["chart_has_control_limits"] else None
    lpl, upl = args["lpl_3sigma"][-1], args["upl_3sigma"][-1]
    assert assurance_icon(target, lpl, upl, args["improvement_direction"], "inside") == ICONS[case["expected"]]


def test_every_power_bi_case_is_one_of_these() -> None:
    tested = ("astronomical", "shift", "trend", "twoInThree", "checkFlagDirection", "variationIconsToDraw", "assuranceIconToDraw")
    assert len(power_bi(*tested)) == len(read("powerbi_rule_cases.json")["cases"]) == 132


# NHSRplotthedots: its unit tests.


@pytest.mark.parametrize("case", cases("ptd_unit_cases.json", "one_argument_cases"))
def test_plot_the_dots_function(case: dict[str, Any]) -> None:
    given, name = case["input"], case["function"].split(" ")[0]
    if name == "part_of_seven":
        found = rules.cover(np.array(given) != 0, 7).astype(int)
    elif name == "seven_point_one_side_mean":
        # A point completes a run where it is marked with nothing after it.
        found = [abs(shift(given[: last + 1], 0, 7)[-1]) for last in range(len(given))]
    else:
        found = [int(rising[-1]) - int(falling[-1]) for rising, falling in (trend(given[: last + 1], 7) for last in range(len(given)))]
    assert name in ("part_of_seven", "seven_point_one_side_mean", "seven_point_trend")
    assert list(found) == case["expected"]


@pytest.mark.parametrize("whole", [True, False], ids=["window", "points"])
def test_plot_the_dots_two_in_three(whole: bool) -> None:
    key = "two_in_three_window" if whole else "two_in_three_flagged_points"
    told = read("ptd_unit_cases.json")
    found = next(value for name, value in told.items() if name.startswith(key))
    assert found
    for case in found:
        side = np.array(case["sign"], dtype=np.int8)
        near = side * np.array(case["close"], dtype=np.int8)
        assert [abs(int(sign)) for sign in two_of_three(near, side, whole=whole)] == case["expected"], case


@pytest.mark.parametrize("case", cases("ptd_unit_cases.json", "assurance"))
def test_plot_the_dots_assurance(case: dict[str, Any]) -> None:
    expected = {"consistent_pass": "pass", "consistent_fail": "fail", "inconsistent": "hit_or_miss", None: None}[case["expected"]]
    found = assurance_icon(case["target"], case["lpl"], case["upl"], case["improvement_direction"], NHS_R.target_on_limit)
    assert found == expected


# Published limits, and the rules of Wheeler.

COLUMNS = {
    "mean": "mean",
    "mr_mean": "mr_mean",
    "upl": "upl",
    "lpl": "lpl",
    "mr_upper": "mr_upper",
    "upper_two_sigma": "near_upl",
    "lower_two_sigma": "near_lpl",
}


def published_settings(case: dict[str, Any]) -> tuple[XmrSettings, dict[str, Any]]:
    """The settings of the source of a case."""
    if case["name"] == "fdp_mr_outlier_exclusion":
        return NHS_ENGLAND_SQL, {"screen": True}
    if "screen_outliers" in case:
        return NHS_R, {"screen": case["screen_outliers"]}
    # Wheeler's followers show limits at any length and have 3.268 for moving ranges; statprocon rounds before it goes on.
    decimals = 3 if case["source"].startswith("statprocon") else None
    return NHS_ENGLAND, {"minimum_points": 1, "screen_factor": 3.268, "decimals": decimals}


@pytest.mark.parametrize("case", cases("published_limits.json", "limits"))
def test_published_limits(case: dict[str, Any]) -> None:
    settings, named = published_settings(case)
    table = xmr(case["values"], improvement="neither", settings=settings, **named).iloc[0]
    for key, wanted in case["expected"].items():
        near = {"abs": 0.5000001 * 10 ** -case["decimals"]} if "decimals" in case else {"rel": case["relative_tolerance"]}
        if key.endswith("_if_3_over_1.128"):
            found = xmr(case["values"], improvement="neither", limit_factor=3 / 1.128).iloc[0][key[:3]]
        else:
            found = table["mr_mean"] / 1.128 if key == "sigma" else table[COLUMNS[key]]
        assert found == pytest.approx(wanted, **near), key


@pytest.mark.parametrize("case", cases("published_limits.json", "rules_from_wheeler"))
def test_rules_from_wheeler(case: dict[str, Any]) -> None:
    if "outside_indices" in case:
        lpl = xmr(case["values"], improvement="neither")["lpl"] if case["lpl"] == "own" else case["lpl"]
        found, wanted = beyond_limits(case["values"], lpl, case["upl"]), case["outside_indices"]
    else:
        found = xmr(case["values"], improvement="neither", shift_points=8)["shift"] != ""
        wanted = case["run_flagged_indices"]
    assert list(np.flatnonzero(found)) == wanted
