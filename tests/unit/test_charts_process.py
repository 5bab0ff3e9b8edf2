"""The process chart of a measure: which one it gets, what is drawn, and its sentences."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pandas as pd
import pytest

from carehomes.charts import icons, xmr
from carehomes.charts.process import Process, process, sentences
from carehomes.statistics.process import ASSURANCES, VARIATIONS
from tests.unit.charts_rows import FIRST, frame, measure, row

CHECKED = measure("checked_in")
#: 13 usual weeks, then a run on the high side.
YES = [70, 66, 73, 68, 71, 65, 72, 69, 67, 74, 66, 70, 68, 80, 79, 82, 81, 80, 83]


def rows(yes: list[int], homes: int = 100, skip: tuple[int, ...] = (), name: str = "checked_in") -> pd.DataFrame:
    return frame(*[row(name, step=step, yes=one, no=homes - one, not_answered=0) for step, one in enumerate(yes) if step not in skip])


def drawn(yes: list[int], **options: object) -> Process:
    found = process(rows(yes, **options), CHECKED)
    assert found is not None
    return found


def texts(chart: object) -> list[str]:
    return [note.text for note in chart.layout.annotations]


def test_what_moves_towards_its_target_and_what_is_words_get_none() -> None:
    for name in ("named_lead", "homes_with_oximeter", "checkin_by"):
        assert process(rows(YES, name=name), measure(name)) is None
    assert process(frame(), CHECKED) is None


def test_lines_and_marks_are_those_of_the_table() -> None:
    one = drawn(YES)
    chart = xmr.chart(one)
    assert one.table["value"].tolist() == pytest.approx([float(value) for value in YES])
    marks = {trace.name: trace for trace in chart.data if trace.mode == "markers"}
    better = marks["Special cause: improvement"]
    assert list(better.y) == pytest.approx([80.0, 79.0, 82.0, 81.0, 80.0, 83.0])
    assert better.marker.symbol != marks["Common cause"].marker.symbol
    assert better.text[-1].startswith("<b>83 of 100 homes</b>: 83%")
    assert better.text[-1].endswith("Special cause, improvement: one of two in three weeks near a limit")
    mean = next(trace for trace in chart.data if trace.mode == "lines")
    assert list(mean.y) == pytest.approx([sum(YES) / len(YES)] * len(YES))
    assert "Target: all" in texts(chart)
    assert f"Mean {sum(YES) / len(YES):.0f}%" in texts(chart)


def test_limits_are_drawn_within_0_and_100_percent() -> None:
    one = drawn([11, 12, 9, 12, 10, 12, 8, 11, 10, 12, 9, 11, 10, 11], homes=12)
    assert one.table["upl"].iloc[-1] > 100
    assert "Limit 100%" in texts(xmr.chart(one))
    assert xmr.chart(one).layout.yaxis.range[1] <= 105


def test_a_missing_week_is_a_gap() -> None:
    chart = xmr.chart(drawn(YES, skip=(4,)))
    line = next(trace for trace in chart.data if (trace.mode == "lines" and trace.y[4] is None) or pd.isna(trace.y[4]))
    assert line.connectgaps is False
    assert [note.x for note in chart.layout.annotations if note.text == "[x]"] == [(FIRST + timedelta(weeks=4)).isoformat()]


def test_a_re_base_is_drawn_with_its_reason_and_trial_limits_are_called_so() -> None:
    week = FIRST + timedelta(weeks=13)
    one = process(rows(YES), CHECKED, {week: "The <question> changed", FIRST - timedelta(weeks=9): "before the series"})
    assert one is not None
    chart = xmr.chart(one)
    assert "Limits anew from 16 Aug: The &lt;question&gt; changed" in texts(chart)
    assert any(text.startswith("Trial limit ") for text in texts(chart))
    assert {trace.line.dash for trace in chart.data if trace.mode == "lines"} >= {"dash", "dot"}
    told = sentences(one, "X01")
    assert "(trial limits: they rest on few weeks)" in told
    assert told.endswith(" Mean and limits begin anew in the week ending Sunday 16 August 2020: The <question> changed.")


def test_few_weeks_have_a_mean_and_a_word() -> None:
    one = drawn(YES[:8])
    chart = xmr.chart(one)
    assert "Fewer than 13 weeks: no limits yet" in texts(chart)
    assert not any("Limit " in text for text in texts(chart))
    assert sentences(one, "X01").endswith("Limits are drawn from 13 weeks on.")


def test_a_measure_at_its_bound_and_a_flat_one_say_so() -> None:
    full = drawn([100] * 14)
    assert "Half of the weeks or more lie at 0% or 100%: no limits" in texts(xmr.chart(full))
    assert "there are no limits" in sentences(full, "X01")
    flat = drawn([90] * 14)
    assert not any("Limit " in text for text in texts(xmr.chart(flat)))
    assert "no week differs from it by chance" in sentences(flat, "X01")


def test_the_sentences_say_mean_limits_latest_and_target() -> None:
    told = sentences(drawn(YES), "NHS X01 CCG (X01)")
    assert told == (
        "Homes checked in with this week, NHS X01 CCG (X01), 19 weeks: the mean is 73% of those that answered; "
        "by chance alone a week lies between 61% and 85%. "
        "The latest, 83 of the 100 homes that answered (83%) in the week ending Sunday 20 September 2020, is special cause, improvement: "
        "it is one of two in three weeks near a limit. "
        "The target of 100% lies outside the limits: it is missed unless something changes."
    )


def test_one_week_alone_and_a_part_above_its_whole() -> None:
    assert "No two weeks in a row" not in sentences(drawn([50]), "X01")
    people = {"homes_gave": 9, "denominator": 12, "registered": 12}
    many = [row("staff_tested", step=step, numerator=80 + step % 3, whole=100, **people) for step in range(13)]
    many.append(row("staff_tested", step=13, numerator=120, whole=100, **people))
    one = process(frame(*many), measure("staff_tested"))
    assert one is not None
    assert one.table["label"].iloc[-1] == "improvement"
    assert xmr.chart(one).data


def test_the_week_shown_is_marked() -> None:
    assert " week shown " in texts(xmr.chart(drawn(YES), FIRST + timedelta(weeks=3)))
    assert " week shown " not in texts(xmr.chart(drawn(YES), FIRST + timedelta(weeks=len(YES) - 1)))


@pytest.mark.parametrize("name", [*VARIATIONS, *ASSURANCES])
def test_every_icon_is_a_picture_with_words_told_by_shape_and_letter(name: str) -> None:
    drawing = ElementTree.fromstring(icons.icon_svg(name))
    assert drawing.get("role") == "img"
    assert drawing.get("aria-label") == icons.ICON_WORDS[name]


def test_no_two_icons_differ_by_colour_alone() -> None:
    assert set(icons.ICON_WORDS) == {*VARIATIONS, *ASSURANCES}
    shapes = {name: (shape, letter) for name, (shape, _, letter, _) in icons._DRAWN.items()}
    assert len(set(shapes.values())) == len(shapes)
