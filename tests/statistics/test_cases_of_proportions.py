"""Published results, each a test: the intervals and funnels that Public Health England's own tests hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from carehomes.statistics import byar, funnel, funnel_curve, wilson
from tests.statistics.case_rows import case_file, cases

WILSON = "phe_hardcoded_wilson.json"
FUNNEL = "phe_hardcoded_funnel.json"
EXACT = 1e-9
LIMITS = {
    "Lower2s0025limit": "lower_95",
    "Upper2s0025limit": "upper_95",
    "Lower3s0001limit": "lower_998",
    "Upper3s0001limit": "upper_998",
    "Baseline": "baseline",
}


def level(text: str) -> float:
    return float(text.removesuffix("%")) / 100


def same(found: float | None, expected: float | None, times: float = 1) -> None:
    if expected is None:
        assert found is None
    else:
        assert found is not None and times * found == pytest.approx(expected, rel=EXACT)


@pytest.mark.parametrize("case", cases(WILSON, "ungrouped"))
def test_wilson_at_both_levels(case: dict[str, Any]) -> None:
    for one, name in ((0.95, "95_0"), (0.998, "99_8")):
        lower, upper = wilson(case["Numerator"], case["Denominator"], one)
        same(lower, case[f"lower{name}cl"], case["multiplier"])
        same(upper, case[f"upper{name}cl"], case["multiplier"])


@pytest.mark.parametrize("case", cases(WILSON, "grouped_sums"))
def test_wilson_of_pooled_counts(case: dict[str, Any]) -> None:
    lower, upper = wilson(case["Numerator"], case["Denominator"], level(case["confidence"]))
    same(lower, case["lowercl"], case["multiplier"])
    same(upper, case["uppercl"], case["multiplier"])


@pytest.mark.parametrize("case", cases(WILSON, "wilson_and_byars"))
def test_wilson_and_byar_ends(case: dict[str, Any]) -> None:
    at = level(case["confidence"])
    lower, upper = byar(case["x"], at) if case["method"] == "Byars" else wilson(case["x"], case["n"], at)
    same(lower, case["lowercl"])
    same(upper, case["uppercl"])


def test_arrays_say_what_single_counts_say() -> None:
    rows = case_file(WILSON)["ungrouped"]
    x, n = ([row[name] for row in rows] for name in ("Numerator", "Denominator"))
    for one in (0.95, 0.998):
        ends = np.stack(wilson(x, n, one), axis=1)
        single = [tuple(np.nan if end is None else end for end in wilson(a, b, one)) for a, b in zip(x, n, strict=True)]
        np.testing.assert_array_equal(ends, np.array(single, dtype=float))


@pytest.fixture(scope="module")
def areas() -> tuple[list[dict[str, Any]], list[float], list[float]]:
    rows = case_file(FUNNEL)["inputs"]
    return rows, [row["numerator"] for row in rows], [row["denominator"] for row in rows]


@pytest.mark.parametrize("case", cases(FUNNEL, "inputs"))
def test_each_area_stands_where_the_case_has_it(case: dict[str, Any], areas: tuple[list[dict[str, Any]], list[float], list[float]]) -> None:
    _, x, n = areas
    pooled = sum(x) / sum(n)
    alone = funnel([case["numerator"]], [case["denominator"]], baseline=pooled)
    assert alone["label"].tolist() == [case["significance"]]


def test_the_baseline_is_the_pooled_share(areas: tuple[list[dict[str, Any]], list[float], list[float]]) -> None:
    rows, x, n = areas
    assert funnel(x, n)["label"].tolist() == [row["significance"] for row in rows]


@pytest.mark.parametrize(("key", "below", "decimals"), [("limits", None, 6), ("limits_axis_variation_denominator_lt_31000", 31_000, 8)])
def test_the_drawn_limits_and_their_axis(
    key: str, below: int | None, decimals: int, areas: tuple[list[dict[str, Any]], list[float], list[float]]
) -> None:
    rows = [row for row in areas[0] if below is None or row["denominator"] < below]
    expected = case_file(FUNNEL)[key]
    found = funnel_curve([row["numerator"] for row in rows], [row["denominator"] for row in rows])
    assert found["n"].tolist() == [row["Population"] for row in expected]
    for theirs, ours in LIMITS.items():
        np.testing.assert_allclose(100 * found[ours], [row[theirs] for row in expected], rtol=0, atol=0.5 * 10**-decimals + 1e-12)


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(86, 131, 0.5718, 0.7323), (30, 106, 0.2060, 0.3752), (0, 12, 0, 0.2425), (12, 12, 0.7575, 1), (1, 3, 0.0615, 0.7923)],
)
def test_checks_computed_when_the_sources_were_read(x: int, n: int, low: float, high: float) -> None:
    lower, upper = wilson(x, n)
    assert (round(lower or 0, 4), round(upper or 0, 4)) == (low, high)
