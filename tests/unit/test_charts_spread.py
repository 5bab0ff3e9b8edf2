"""Deciles week by week and alerts over measures: only areas that may be compared, each figure recounted from the trend of its area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.charts import alerts, spread
from carehomes.charts.readings import readings
from carehomes.measures import pcns, trend, weekly_answers
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.store import Store
from tests.unit.charts_rows import frame, measure, row

LEAD = measure("named_lead")
FIRST = date(2020, 5, 17)


@pytest.fixture(scope="module")
def snapshot(demo_store: Store) -> Iterator[Snapshot]:
    opened = open_snapshot(demo_store)
    yield opened
    opened.close()


def test_answers_of_many_areas_are_those_of_each(snapshot: Snapshot) -> None:
    codes = sorted(set(pcns(snapshot, date(2020, 8, 23), permitted=EVERYWHERE)["code"]))
    found = weekly_answers(snapshot, "pcn", codes, "checked_in", permitted=EVERYWHERE)
    assert set(found["code"]) == set(codes)
    for code in codes[::6]:
        own = trend(snapshot, code, measures=["checked_in"], permitted=EVERYWHERE)
        mine = found[found["code"] == code]
        assert mine["yes"].tolist() == own["yes"].tolist() and mine["answered"].tolist() == (own["yes"] + own["no"]).tolist()
        assert mine["compared"].tolist() == own["compared"].tolist()
    ccgs = weekly_answers(snapshot, "ccg", ["X01", "X02"], "named_lead", permitted=Permitted(frozenset({"X02"})))
    assert set(ccgs["code"]) == {"X02"}


def answers(weeks: int, areas: int) -> pd.DataFrame:
    rows = [[FIRST + timedelta(weeks=week), f"A{area:02}", area, 20, True] for week in range(weeks) for area in range(areas)]
    return pd.DataFrame(rows, columns=["week", "code", "yes", "answered", "compared"])


def test_deciles_are_of_the_areas_compared_and_a_week_without_ten_is_a_gap() -> None:
    table = answers(3, 21)
    table.loc[(table["week"] == FIRST + timedelta(weeks=1)) & (table["yes"] > 8), "compared"] = False
    table.loc[(table["code"] == "A20"), "answered"] = 4
    table.loc[(table["code"] == "A20"), "yes"] = 0
    weeks = spread.spread(table, "A10")
    assert [one.areas for one in weeks] == [20, 9, 20] and weeks[1].tenths is None
    assert weeks[0].tenths and weeks[0].tenths[4] == pytest.approx(47.5)
    assert [one.own for one in weeks] == [(10, 20), None, (10, 20)]
    figure = spread.chart(weeks, LEAD, "Tenth PCN", FIRST)
    own = next(one for one in figure.data if one.name == "Tenth PCN")
    assert list(own.y) == [50, None, 50] and "10 of 20 that answered (50%)" in own.text[0]
    assert [note.text for note in figure.layout.annotations][-3:] == ["1st decile", "5th decile", "9th decile"]
    alike = table.assign(yes=table["answered"])
    assert [note.text for note in spread.chart(spread.spread(alike), LEAD).layout.annotations] == ["1st to 9th decile"]
    assert spread.title(spread.spread(alike), "PCNs", FIRST) == "eight of ten PCNs lie at 100% in the week ending Sunday 17 May 2020"
    assert spread.title(weeks, "PCNs", FIRST) == "eight of ten PCNs lie between 10% and 86% in the week ending Sunday 17 May 2020"
    assert "31 May 2020" in spread.title(weeks, "PCNs", FIRST + timedelta(weeks=1))
    assert spread.sentence(weeks, LEAD, "PCNs", "Tenth PCN", FIRST).endswith(
        "10 of 20 that answered (50%) in the week ending Sunday 17 May 2020."
    )
    assert spread.cells(weeks[1]) == ["9", *["[x]"] * 10]


def test_fewer_than_ten_areas_have_no_deciles_and_no_answers_no_weeks() -> None:
    weeks = spread.spread(answers(2, 9))
    assert "deciles need ten" in spread.title(weeks, "CCGs") and not spread.chart(weeks, LEAD).data
    assert spread.spread(answers(0, 0)) == []


def test_alerts_look_at_every_measure_with_a_direction_and_count_every_look() -> None:
    rows = [row(code=f"X{number:02}", yes=45, no=5, not_answered=0) for number in range(9)]
    rows += [row(code="X99", yes=25, no=25, not_answered=0), row(code="X98", yes=1, no=49, not_answered=200)]
    rows += [row("missed_two_weeks", code=f"X{number:02}", yes=1, no=49, not_answered=0) for number in range(9)]
    rows += [row("missed_two_weeks", code="X50", yes=20, no=30, not_answered=0)]
    measures = [LEAD, measure("missed_two_weeks"), measure("residents_tested")]
    comparisons = alerts.looked_at(readings(frame(*rows)), measures)
    assert [one.measure.id for one in comparisons] == ["named_lead", "missed_two_weeks"]
    found = alerts.alerts(comparisons, "the CCGs")
    assert {one.area for one in found} == {"NHS X99 CCG (X99)", "NHS X50 CCG (X50)"}
    assert "25 of 50 homes (50%), worse than the CCGs (86%)" in next(one.sentence for one in found if "X99" in one.area)
    assert alerts.title(found, 20) == "2 alerts in 20 looks at areas and measures"
    assert alerts.title([], 1) == "No alert in 1 look at areas and measures"
    # A target of all is missed by every area with one no: it is no standard to test against.
    assert all(one.standard is None for one in alerts.watched(comparisons, "the CCGs"))
