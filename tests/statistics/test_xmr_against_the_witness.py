"""Every line, label and icon of the product against the plain witness, over made-up series under each source's settings."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import settings as how
from hypothesis import strategies as st

from carehomes.charts.broken import ANEW
from carehomes.statistics import NHS_ENGLAND, NHS_ENGLAND_SQL, NHS_R, XmrSettings, xmr
from tests.statistics import plain_xmr

SOURCES: dict[str, XmrSettings] = {"tool": NHS_ENGLAND, "sql": NHS_ENGLAND_SQL, "nhs_r": NHS_R}
BETTER = {"up": 1, "down": -1, "neither": 0}

#: Steps make ties, flat stretches and trends likely; tenths are not exact in binary numbers.
points = st.one_of(st.integers(0, 4), st.integers(0, 40), st.integers(480, 520))
walks = st.lists(st.integers(-3, 3), min_size=2, max_size=45).map(lambda steps: [sum(steps[: place + 1]) for place in range(len(steps))])
series = st.one_of(st.lists(points, min_size=1, max_size=45), walks, st.integers(1, 30).flatmap(lambda n: st.just([7] * n)))


@st.composite
def charts(draw: st.DrawFn) -> dict[str, object]:
    """A series with gaps and everything that may be asked of its chart."""
    values: list[int | None] = list(draw(series))
    for place in draw(st.lists(st.integers(0, len(values) - 1), max_size=3)):
        values[place] = None
    starts = sorted(draw(st.sets(st.integers(1, max(1, len(values) - 1)), max_size=2))) if len(values) > 2 else []
    return {
        "values": values,
        "step": draw(st.sampled_from([Fraction(1), Fraction(1, 10), Fraction(7, 1000)])),
        "improvement": draw(st.sampled_from(list(BETTER))),
        "starts": starts,
        "fixed": draw(st.sampled_from([None, None, 2, 12, 15])),
        "screen": draw(st.booleans()),
        "points": draw(st.sampled_from([(6, 6), (7, 7), (8, 6), (5, 7), (2, 3), (1, 2)])),
        "target": draw(st.sampled_from([None, 0, 3, 7, 20])),
    }


@pytest.mark.parametrize("source", list(SOURCES))
@given(made=charts())
@how(max_examples=120, deadline=None)
@example(
    # Two trends side by side: NHSRplotthedots tells the last point of the first by the step to the second.
    made={
        "values": [1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6],
        "step": Fraction(1),
        "improvement": "up",
        "starts": [],
        "fixed": None,
        "screen": False,
        "points": (7, 7),
        "target": None,
    }
)
def test_chart_is_the_witness_s(source: str, made: dict[str, object]) -> None:
    step, better = made["step"], BETTER[made["improvement"]]
    exact = [None if value is None else value * step for value in made["values"]]
    target = None if made["target"] is None else made["target"] * step
    told = plain_xmr.chart(
        exact, better, source, starts=[0, *made["starts"]], fixed=made["fixed"], points=made["points"], screen=made["screen"], target=target
    )
    table = xmr(
        [None if value is None else float(value) for value in exact],
        improvement=made["improvement"],
        target=None if target is None else float(target),
        rebase_at=made["starts"],
        fix_after=made["fixed"],
        shift_points=made["points"][0],
        trend_points=made["points"][1],
        screen=made["screen"],
        settings=SOURCES[source],
    )
    for column in ("mean", "lpl", "upl"):
        for found, line in zip(table[column], told["lines"], strict=True):
            wanted = math.nan if line[column] is None else float(line[column])
            assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9, nan_ok=True), column
    assert list(table["label"]) == told["labels"]
    assert set(table["variation"]) == {told["variation"]}
    assert set(table["assurance"]) == {told["assurance"]}


@given(first=st.lists(points, min_size=13, max_size=30), second=st.lists(points, min_size=13, max_size=30))
@how(max_examples=150, deadline=None)
# Six above their means in a row, three before the break and three after it, and six that rise across it: neither is a pattern.
@example(first=[5] * 10 + [9, 9, 9], second=[9, 9, 9] + [5] * 10)
@example(first=[5, 4] * 5 + [1, 2, 3], second=[4, 5, 6] + [5, 4] * 5)
def test_across_a_break_the_two_series_are_the_witness_s_each_by_itself(first: list[int], second: list[int]) -> None:
    table = xmr([float(value) for value in [*first, *second]], improvement="up", rebase_at={len(first): "it changed"}, settings=ANEW)
    alone = [
        plain_xmr.chart([Fraction(value) for value in each], 1, "tool", starts=[0], fixed=None, points=(6, 6), screen=False, target=None)
        for each in (first, second)
    ]
    assert list(table["label"]) == alone[0]["labels"] + alone[1]["labels"]
    assert set(table["variation"]) == {alone[1]["variation"]}
    for column in ("mean", "lpl", "upl"):
        lines = [line[column] for told in alone for line in told["lines"]]
        assert list(table[column]) == pytest.approx([float(line) for line in lines], rel=1e-9, abs=1e-9)
