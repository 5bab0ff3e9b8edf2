"""The process chart of a measure from its weekly rows: which chart it gets, its limits, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any, Final

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import broken
from carehomes.charts import words as say
from carehomes.charts.readings import Kind, Reading, kind_of
from carehomes.charts.trend import point_value, series
from carehomes.statistics import XmrSettings, p_prime, xmr

#: The rule behind a label, in a few words.
CAUSES: Final[Mapping[str, str]] = {
    "beyond": "outside the limits",
    "shift": "part of a run of weeks on one side of the mean",
    "trend": "part of a run of weeks that all rise or all fall",
    "two of three": "one of two in three weeks near a limit",
}
#: The label of a point, in words.
LABELS: Final[Mapping[str, str]] = {
    "common": "common cause",
    "improvement": "special cause, improvement",
    "concern": "special cause, concern",
    "neither": "special cause",
}
_LINES = ("value", "target", "mean", "lpl", "upl", "near_lpl", "near_upl", "lpl_drawn", "upl_drawn")


@dataclass(frozen=True)
class Process:
    """A measure's process chart: every week from first to last, its readings, and the table of ``xmr`` with values as they are drawn.

    Shares are in percent; of homes they are of those that answered, and weeks in which too few did have no reading (rule 4).
    ``minimum`` is from how many weeks on there are limits.
    """

    measure: Measure
    weeks: list[date]
    points: Mapping[date, Reading]
    table: pd.DataFrame
    minimum: int

    @property
    def kind(self) -> Kind:
        """What the measure counts."""
        return kind_of(self.measure)

    def told(self, number: float) -> str:
        """Return a line or a value in words: whole percent, or units."""
        # Half away from zero, as every figure is rounded; a line lies at or above 0.
        return f"{floor(number + 0.5)}%" if self.kind != "units" else say.count(floor(number + 0.5))

    @property
    def last(self) -> tuple[Reading, Mapping[str, Any]]:
        """The latest week with a point, and its row of the table."""
        week = max(self.points)
        row: dict[str, Any] = {str(name): value for name, value in self.table.loc[week].items()}
        return self.points[week], row


def _counts(one: Reading | None, kind: Kind) -> tuple[int | None, int | None]:
    """Return what a share is made of: the part and its whole."""
    if one is None:
        return None, None
    return (one.yes, one.answered) if kind == "homes" else (one.numerator, one.whole)


def process(
    frame: pd.DataFrame, measure: Measure, rebase: Mapping[date, str] | None = None, settings: XmrSettings = broken.ANEW
) -> Process | None:
    """Return the process chart of ``measure`` from the rows of ``carehomes.measures.trend``; None where it gets none.

    A process gets one: p-prime for shares, whose wholes change, and XmR for units. What is cumulative or a stock, or is told in words,
    has no process limits, and a measure without a week in which enough answered has nothing to draw. ``rebase``: weeks at which limits
    begin anew, with the reason (None: the breaks of the measure); a week outside the series is left out.
    """
    kind = kind_of(measure)
    weeks, points = series(frame, measure)
    if kind == "homes":
        points = {week: one for week, one in points.items() if one.compared}
    if measure.behaviour != "process" or kind == "words" or not points:
        return None
    anew = broken.anew(measure) if rebase is None else rebase
    places = {weeks.index(week): reason for week, reason in anew.items() if week in weeks}
    asked: dict[str, Any] = {"improvement": measure.direction, "rebase_at": places, "settings": settings}
    shown = [points.get(week) for week in weeks]
    counts = [_counts(one, kind) for one in shown]
    if kind != "units" and all(part <= whole for part, whole in counts if part is not None and whole is not None):
        target = None if measure.target is None else measure.target / 100
        table = p_prime([part for part, _ in counts], [whole for _, whole in counts], target=target, **asked)
        table[list(_LINES)] *= 100
    else:
        # A part above its whole (accepted with a reason) is no share of it: limits come from the week by week change alone.
        table = xmr([None if one is None else point_value(one, kind) for one in shown], target=measure.target, **asked)
    table.index = pd.Index(weeks)
    return Process(measure, weeks, points, table, settings.minimum_points)


def sentences(one: Process, area: str) -> str:
    """Return the chart in sentences: its mean and limits, what the latest week says, and the target against the limits."""
    reading, row = one.last
    count = say.plural(len(one.points), "week")
    of = " of those that answered" if one.kind == "homes" else ""
    few = len(one.weeks) - len(one.points)
    left = f" ({say.plural(few, 'week')} without an answer, or with too few to compare, left out)" * bool(few)
    text = f"{one.measure.name}, {area}, {count}{left}: the mean is {one.told(row['mean'])}{of}"
    latest = _latest(one, reading)
    latest += f" ({one.told(row['value'])})" if one.kind != "units" else ""
    latest += f" in the {say.week(reading.week)}"
    anew = _rebased(one)
    if row["status"] == "too few points":
        return f"{text}. The latest is {latest}. Limits are drawn from {one.minimum} weeks on.{anew}"
    if row["status"] == "at a bound":
        return f"{text}. The latest is {latest}. Half of the weeks or more lie at 0% or 100%: there are no limits.{anew}"
    if pd.isna(row["lpl"]):
        return f"{text}. The latest is {latest}. No two weeks in a row have an answer: there are no limits.{anew}"
    trial = " (trial limits: they rest on few weeks)" if row["status"] == "trial" else ""
    limits = f"by chance alone a week lies between {one.told(row['lpl_drawn'])} and {one.told(row['upl_drawn'])}"
    text += f"; {limits}{trial}." if row["upl"] > row["lpl"] else ", and no week differs from it by chance."
    cause = f": it is {CAUSES[row['cause']]}" if row["cause"] else ": no sign of a change"
    text += f" The latest, {latest}, is {LABELS[row['label']]}{cause}."
    return text + _target(one, row) + anew


def _rebased(one: Process) -> str:
    """Return from which week mean and limits are those of the latest weeks alone, and why; '' where it is all of them."""
    found = one.table[one.table["rebased"] != ""]
    return f" Mean and limits begin anew in the {say.week(found.index[-1])}: {found['rebased'].iloc[-1].rstrip('.')}." if len(found) else ""


def _latest(one: Process, reading: Reading) -> str:
    """Return the counts that the latest point is drawn by."""
    if one.kind == "homes":
        return f"{say.count(reading.yes)} of the {say.plural(reading.answered, 'home')} that answered"
    return say.headline(reading, one.kind, one.measure.unit)


def _target(one: Process, row: Mapping[str, Any]) -> str:
    if row["assurance"] is None or pd.isna(row["target"]):
        return ""
    target = f" The target of {one.told(row['target'])}"
    if row["assurance"] == "hit_or_miss":
        return f"{target} lies within the limits: it is met in some weeks and missed in others by chance."
    return f"{target} lies outside the limits: it is {'met' if row['assurance'] == 'pass' else 'missed'} unless something changes."
