"""Dated events: the list, the trends that they concern, their lines and labels."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from carehomes.catalogue import Event, events_of, load_events
from carehomes.charts import noted, trend
from carehomes.charts.readings import readings
from carehomes.ledger.notes import Note
from tests.unit.charts_rows import FIRST, frame, measure, row
from ui.tables import weeks_table

YEAR = [FIRST + timedelta(weeks=step) for step in range(52)]


def _event(day: date, name: str = "asked for") -> Event:
    return Event(day, frozenset({"clinical_lead"}), name, "a letter")


def test_the_three_days_of_2020_are_drawn_where_they_apply() -> None:
    def days(name: str) -> list[date]:
        return [one.day for one in events_of(measure(name), YEAR)]

    assert days("named_lead") == [date(2020, 5, 15), date(2020, 7, 31)]
    assert days("all_in_place") == [date(2020, 5, 15), date(2020, 7, 31), date(2020, 10, 1)]
    assert days("checked_in") == days("residents_with_pcsp") == [date(2020, 5, 15), date(2020, 10, 1)]
    assert days("regular_testing") == [date(2020, 7, 6)]
    assert days("homes_with_oximeter") == []
    assert all(one.source and one.name for one in load_events())


def test_an_event_belongs_to_the_week_that_holds_its_day_and_stays_out_of_weeks_that_are_not_shown() -> None:
    assert [one.week for one in events_of(measure("named_lead"), YEAR)] == [date(2020, 5, 17), date(2020, 8, 2)]
    assert events_of(measure("named_lead"), YEAR[1:11]) == []
    assert [one.day for one in events_of(measure("named_lead"), YEAR[11:12])] == [date(2020, 7, 31)]
    assert events_of(measure("named_lead"), []) == []


def test_a_list_that_names_no_family_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("day,families,name,source\n2020-05-15,clinical_lead leads,x,y\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"row 2: no such family: leads\."):
        load_events(file)
    file.write_text("day,families,name,source\n2020-05-15,testing,x,\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"row 2: a cell is empty\."):
        load_events(file)


def test_a_trend_has_a_dotted_line_and_a_number_an_event() -> None:
    lead = measure("named_lead")
    rows = frame(*(row("named_lead", week=week, yes=5, no=3, not_answered=2) for week in YEAR[:16]))
    events = events_of(lead, YEAR[:16])
    drawn = trend.chart(rows, lead, events=events)
    lines = [one for one in drawn.layout.shapes if one.type == "line" and one.line.dash == "dot"]
    assert [one.x0 for one in lines] == ["2020-05-15", "2020-07-31"]
    labels = {one.x: one.text for one in drawn.layout.annotations if one.text.startswith("<b>") and len(one.text) < 12}
    assert labels == {"2020-05-15": "<b>1</b>", "2020-07-31": "<b>2</b>"}
    told = trend.sentence(rows, lead, "X01", events=events)
    assert "Marked: 15 May 2020, a named lead" in told
    assert "31 July 2020, every home is to be aligned" in told
    assert "Marked" not in trend.sentence(rows, lead, "X01")


def test_labels_that_would_stand_over_one_another_are_one() -> None:
    lead = measure("named_lead")
    rows = frame(*(row("named_lead", week=week, yes=5, no=3, not_answered=2) for week in YEAR))
    letters = [Note("outbreak", "closed", YEAR[1], YEAR[1], "analyst", "", "")]
    events = [_event(FIRST - timedelta(days=2)), _event(YEAR[20]), _event(YEAR[21]), _event(YEAR[40])]
    drawn = trend.chart(rows, lead, notes=letters, events=events)
    labels = {one.x: one.text for one in drawn.layout.annotations if one.text.startswith("<b>") and len(one.text) < 12}
    assert labels == {"2020-05-15": "<b>1,A</b>", YEAR[20].isoformat(): "<b>2,3</b>", YEAR[40].isoformat(): "<b>4</b>"}


def test_the_table_tells_the_event_in_its_week() -> None:
    lead = measure("named_lead")
    rows = readings(frame(row("named_lead", yes=5, no=3, not_answered=2), row("named_lead", step=1, yes=5, no=3, not_answered=2)))
    lines = weeks_table(rows, lead, events=[_event(date(2020, 5, 19), "lead <asked> for")]).split("<tr>")
    assert "24 May 2020" in lines[2]
    assert "19 May 2020: lead &lt;asked&gt; for" in lines[2]
    assert "asked" not in lines[3]
    assert noted.event_told(2, _event(date(2020, 5, 15))) == "2. 15 May 2020: asked for. Source: a letter."
