"""Changes for the worse among many areas: only of a process, only where enough answered, false alarms controlled over every look."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from carehomes.catalogue import load_measures
from carehomes.charts import alerts
from carehomes.settings import queries_folder

MEASURE = load_measures(queries_folder() / "measures")["checked_in"]
WEEKS = [date(2020, 3, 1) + timedelta(weeks=step) for step in range(20)]
NAMES = {"X01": "One (X01)", "X02": "Two (X02)"}


def weekly(last: int, answered: int = 50, compared: bool = True) -> pd.DataFrame:
    """Return two areas of 50 homes: X02 ever the same, X01 with ``last`` yes in the last week."""
    rows = []
    for step, week in enumerate(WEEKS):
        usual = 40 + step % 3
        end = week == WEEKS[-1]
        rows.append((week, "X01", last if end else usual, answered if end else 50, compared if end else True))
        rows.append((week, "X02", usual, 50, True))
    return pd.DataFrame(rows, columns=["week", "code", "yes", "answered", "compared"])


def test_a_fall_is_an_alert_with_its_counts_and_its_chance() -> None:
    found = alerts.changing(weekly(22, 47), MEASURE, WEEKS[-1], NAMES)
    assert [(one.area, one.x, one.n) for one in found] == [("One (X01)", 22, 47), ("Two (X02)", 41, 50)]
    (alert,) = alerts.alerts([], "all", found)
    assert alert.reason == "special cause" and alert.evidence == "Process chart: chance alone would show as much in fewer than 1 of 1,000"
    told = "One (X01): Homes checked in with this week, 22 of the 47 homes that answered (47%), worse than its own mean of 80%"
    assert alert.sentence == f"{told}: outside the limits"


def test_a_rise_is_looked_at_and_no_alert() -> None:
    found = alerts.changing(weekly(50), MEASURE, WEEKS[-1], NAMES)
    assert (found[0].cause, found[0].cause_p == 1.0) == ("", False)
    assert alerts.alerts([], "all", found) == []


def test_what_cannot_be_said_is_not_looked_at() -> None:
    only = alerts.changing(weekly(22, 22, compared=False), MEASURE, WEEKS[-1], NAMES)
    assert [one.area for one in only] == ["Two (X02)"]
    assert alerts.changing(weekly(22), replace(MEASURE, behaviour="stock"), WEEKS[-1], NAMES) == []
    assert alerts.changing(weekly(22), MEASURE, WEEKS[5], NAMES) == []
    assert alerts.changing(weekly(22), MEASURE, WEEKS[-1] + timedelta(weeks=1), NAMES) == []
    # After a changed definition the weeks before say nothing.
    assert [one.area for one in alerts.changing(weekly(22), MEASURE, WEEKS[-1], NAMES, {"X01": {WEEKS[-2]: "anew"}})] == ["Two (X02)"]
    # A week before the newest is judged by what came up to it.
    assert alerts.alerts([], "all", alerts.changing(weekly(22), MEASURE, WEEKS[-2], NAMES)) == []
