"""Weeks as first published, in marks and words."""

from __future__ import annotations

from datetime import date

import pandas as pd

from carehomes.charts import first, trend
from carehomes.measures import FirstPublished
from tests.unit.charts_rows import frame, measure, row

LEAD, HELD = measure("named_lead"), measure("oximeters_held")
WEEKS = (date(2020, 5, 17), date(2020, 5, 24), date(2020, 5, 31))
NOW = frame(*(row(step=step, yes=yes, no=2, not_answered=10) for step, yes in enumerate((8, 28, 38))))


def then(*rows: dict[str, object], weeks: tuple[date, ...] = WEEKS, left_out: tuple[date, ...] = ()) -> FirstPublished:
    return FirstPublished(frame(*rows), weeks, left_out)


def test_a_week_is_revised_where_its_counts_differ() -> None:
    found = then(row(step=0, yes=8, no=2, not_answered=10), row(step=1, yes=20, no=2, not_answered=18))
    assert first.revised(NOW, LEAD, found) == [WEEKS[1], WEEKS[2]]
    assert first.told(NOW, LEAD, found) == {WEEKS[0]: "as now", WEEKS[1]: "20 of 40 homes (50%)", WEEKS[2]: "[x]"}
    assert first.sentence(NOW, LEAD, found) == (
        "2 of 3 weeks have been revised since their deadline; the largest by +20.0 points (week ending Sunday 24 May 2020). "
        "1 of them had no figure by then."
    )


def test_nothing_revised_and_no_week_to_look_at_are_said() -> None:
    same = then(*(row(step=step, yes=yes, no=2, not_answered=10) for step, yes in enumerate((8, 28, 38))))
    assert first.sentence(NOW, LEAD, same) == "None of 3 weeks has been revised since its deadline."
    assert first.sentence(NOW, LEAD, then(weeks=())) == "No week is past its deadline yet, so there is none as first published."
    later = then(row(step=2, yes=38, no=2, not_answered=10), weeks=WEEKS[2:], left_out=WEEKS[:2])
    assert first.sentence(NOW, LEAD, later) == "None of 1 week has been revised since its deadline. 2 older weeks were not looked at."
    assert first.told(NOW, LEAD, later)[WEEKS[0]] == "not looked at"


def test_a_fall_has_a_minus_sign_and_a_stock_its_units() -> None:
    rows = [row("oximeters_held", step=step, numerator=1200, homes_gave=9, denominator=9) for step in (0, 1)]
    old = row("oximeters_held", step=1, numerator=1320, homes_gave=9, denominator=9)
    found = then(rows[0], old, weeks=WEEKS[:2])
    assert "has been revised since its deadline; the largest by −120 units (week" in first.sentence(frame(*rows), HELD, found)
    drawing = trend.chart(frame(*rows), HELD)
    top = drawing.layout.yaxis.range[1]
    first.draw(drawing, frame(*rows), HELD, found)
    assert list(drawing.data[-1].y) == [1320.0]
    assert drawing.layout.yaxis.range[1] >= max(top, 1320)


def test_diamonds_stand_only_where_the_two_differ_and_the_drawing_keeps_its_height() -> None:
    found = then(row(step=0, yes=8, no=2, not_answered=10), row(step=1, yes=20, no=2, not_answered=18))
    drawing = trend.chart(NOW, LEAD)
    before = drawing.layout.height - drawing.layout.margin.t
    first.draw(drawing, NOW, LEAD, found)
    marks = drawing.data[-1]
    assert (marks.name, list(marks.x), list(marks.y)) == ("As first published", ["2020-05-24"], [50.0])
    assert drawing.layout.height - drawing.layout.margin.t == before


def test_the_file_says_what_was_first_published() -> None:
    found = then(row(step=1, yes=20, no=2, not_answered=18), weeks=WEEKS[1:], left_out=WEEKS[:1])
    columns = {name: list(values) for name, values in first.columns(NOW, LEAD, found).items()}  # type: ignore[call-overload]
    assert columns["first_published"][1:2] == [20]
    assert columns["first_published_of"][1:2] == [40]
    assert list(columns["revised_since"])[1:] == [True, True]
    assert pd.isna(columns["revised_since"][0])
