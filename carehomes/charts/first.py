"""Weeks as first published beside the weeks as known now: hollow marks where the two differ, a sentence, words for tables and files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import Kind, Reading, kind_of, readings
from carehomes.charts.trend import point_value
from carehomes.measures.first_published import FirstPublished

#: The heading of what ``told`` tells, in a table, and the name of the marks.
HEADING = "As first published"
ABOUT = (
    "As first published is the week's figure as known at its deadline, worked out from the same decisions by the same rules; the line is "
    "the figure as known at the moment of the page. A hollow diamond stands where the two differ. A week of which nothing was known by its "
    "deadline has [x] and no diamond."
)
#: What a second row of the legend needs above the drawing.
_ROOM = 24


def by_week(found: FirstPublished) -> dict[date, Reading | None]:
    """Return the figure of each week that was looked at as first published; None where there was none."""
    known = {one.week: one for one in readings(found.rows)}
    return {week: known.get(week) for week in found.weeks}


def revised(frame: pd.DataFrame, measure: Measure, found: FirstPublished) -> list[date]:
    """Return the weeks whose counts are others now than when they were first published; ``frame`` is the trend as known now."""
    kind = kind_of(measure)
    now = {one.week: one for one in readings(frame) if one.measure == measure.id}
    return [week for week, then in by_week(found).items() if _counts(then, kind) != _counts(now.get(week), kind)]


def _counts(one: Reading | None, kind: Kind) -> tuple[int | None, ...] | None:
    if one is None or point_value(one, kind) is None:
        return None
    return (one.yes, one.no, one.all) if kind == "homes" else (one.numerator, one.whole, one.homes_gave)


def sentence(frame: pd.DataFrame, measure: Measure, found: FirstPublished) -> str:
    """Return how many weeks have been revised since their deadline, and the largest step of the figure."""
    if not found.weeks:
        return "No week is past its deadline yet, so there is none as first published."
    weeks, kind = revised(frame, measure, found), kind_of(measure)
    if not weeks:
        text = f"None of {say.plural(len(found.weeks), 'week')} has been revised since its deadline."
    else:
        of = say.plural(len(found.weeks), "week")
        text = f"{say.count(len(weeks))} of {of} {'has' if len(weeks) == 1 else 'have'} been revised since {_their(weeks)} deadline"
        text += _largest(frame, measure, found, weeks) + "."
        without = sum(_counts(by_week(found)[week], kind) is None for week in weeks)
        text += f" {say.count(without)} of them had no figure by then." if without else ""
    if found.left_out:
        many = len(found.left_out) > 1
        text += f" {say.plural(len(found.left_out), 'older week')} {'were' if many else 'was'} not looked at."
    return text


def _their(weeks: Sequence[date]) -> str:
    return "its" if len(weeks) == 1 else "their"


def _largest(frame: pd.DataFrame, measure: Measure, found: FirstPublished, weeks: list[date]) -> str:
    kind = kind_of(measure)
    now, then = {one.week: one for one in readings(frame) if one.measure == measure.id}, by_week(found)
    steps = {}
    for week in weeks:
        old, new = ((point_value(one, kind) if one else None) for one in (then[week], now.get(week)))
        if old is not None and new is not None:
            steps[week] = round(new - old, 1)
    if not steps:
        return ""
    most = max(steps, key=lambda week: (abs(steps[week]), week))
    sign = "+" if steps[most] > 0 else "−" if steps[most] < 0 else ""
    size = f"{abs(steps[most]):,.0f} {measure.unit}" if kind == "units" else f"{abs(steps[most]):.1f} points"
    return f"; the largest by {sign}{size} ({say.week(most)})"


def told(frame: pd.DataFrame, measure: Measure, found: FirstPublished) -> dict[date, str]:
    """Return, by week, its figure as first published in words; ``as now`` where it has not been revised."""
    kind, moved = kind_of(measure), set(revised(frame, measure, found))
    texts = {}
    for week, one in by_week(found).items():
        if week not in moved:
            texts[week] = "as now"
        elif one is None or _counts(one, kind) is None:
            texts[week] = say.SUPPRESSED if one and one.suppressed else say.NOT_AVAILABLE
        else:
            part, whole = _parts(one, kind)
            texts[week] = say.headline(one, kind, measure.unit) + (f" ({say.share(part, whole)})" if kind != "units" else "")
    return texts | dict.fromkeys(found.left_out, "not looked at")


def _parts(one: Reading, kind: Kind) -> tuple[int | None, int | None]:
    return (one.yes, one.all) if kind == "homes" else (one.numerator, one.whole if kind == "people" else None)


def columns(frame: pd.DataFrame, measure: Measure, found: FirstPublished) -> dict[str, object]:
    """Return the columns of the file beside the rows of ``frame``: the counts as first published, and whether the week was revised."""
    kind, then, moved = kind_of(measure), by_week(found), set(revised(frame, measure, found))
    weeks = [one.week for one in readings(frame)]
    parts = [_parts(one, kind) if week and (one := then.get(week)) else (None, None) for week in weeks]
    return {
        "first_published": pd.array([part for part, _ in parts], dtype="Int64"),
        "first_published_of": pd.array([whole for _, whole in parts], dtype="Int64"),
        "revised_since": pd.array([(week in moved) if week in then else None for week in weeks], dtype="boolean"),
    }


def draw(drawing: Drawing, frame: pd.DataFrame, measure: Measure, found: FirstPublished) -> None:
    """Draw a hollow diamond for each week that has been revised, where it stood at its deadline."""
    kind, then, texts = kind_of(measure), by_week(found), told(frame, measure, found)
    places = {
        week: value for week in revised(frame, measure, found) if (one := then[week]) and (value := point_value(one, kind)) is not None
    }
    if not places:
        return
    top = max(places.values())
    if kind == "units" and top > drawing.layout.yaxis.range[1]:
        drawing.update_yaxes(range=[0, 1.15 * top])
    # The drawing keeps its height: the labels at its end were set apart by it.
    drawing.update_layout(showlegend=True, margin={"t": drawing.layout.margin.t + _ROOM}, height=drawing.layout.height + _ROOM)
    drawing.add_scatter(
        x=[week.isoformat() for week in places],
        y=list(places.values()),
        mode="markers",
        marker={"symbol": "diamond", "size": 10, "color": look.WHITE, "line": {"width": 2, "color": look.DARK_BLUE}},
        cliponaxis=False,
        name=HEADING,
        text=[f"As first published, {say.week(week)}:<br>{say.safe(texts[week])}" for week in places],
        hovertemplate="%{text}<extra></extra>",
    )
