"""A stock or a cumulative measure on its way to its target: what was, the line to the target at its recent pace, and the range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import broken
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import Kind, Reading, kind_of
from carehomes.charts.trend import hover, series
from carehomes.statistics import Projection, projection
from carehomes.statistics.process.pace import LEAST_POINTS

#: The range of dates is drawn at most so many weeks beyond the last one; what lies later is said.
MOST_WEEKS = 26


@dataclass(frozen=True)
class Projected:
    """A measure's weeks with a point, their values as they are drawn (percent or units), and where they lead."""

    measure: Measure
    points: Mapping[date, Reading]
    values: Mapping[date, float]
    target: int
    found: Projection

    @property
    def kind(self) -> Kind:
        """What the measure counts."""
        return kind_of(self.measure)

    def told(self, number: float) -> str:
        """Return a value in words: whole percent, or units."""
        return f"{number:.0f}%" if self.kind != "units" else say.count(round(number))


def projected(frame: pd.DataFrame, measure: Measure) -> Projected | None:
    """Return where ``measure`` gets to from the rows of ``carehomes.measures.trend``; None where it has no target or is a process.

    Shares are projected as they are told, of all homes or people of their week, exact in fractions; weeks before the last break are
    left out.
    """
    kind = kind_of(measure)
    weeks, points = series(frame, measure)
    if points:
        weeks = broken.comparable(measure, weeks, max(points))
        points = {week: one for week, one in points.items() if week in weeks}
    if measure.behaviour == "process" or measure.target is None or kind == "words" or not points or measure.direction == "none":
        return None
    exact = {week: _exact(one, kind) for week, one in points.items()}
    found = projection([exact.get(week) for week in weeks], weeks, measure.target, improvement=measure.direction, by=measure.target_date)
    return Projected(measure, points, {week: float(value) for week, value in exact.items()}, measure.target, found)


def _exact(one: Reading, kind: Kind) -> Fraction:
    if kind == "units":
        return Fraction(one.numerator or 0)
    part, whole = (one.yes, one.all) if kind == "homes" else (one.numerator, one.whole)
    return Fraction(100 * (part or 0), whole or 1)


def _paths(one: Projected) -> list[tuple[date, float]]:
    """Return where the lines at the pace, the fastest and the slowest end: at the target, or at the edge of what is drawn."""
    found = one.found
    if found.last_week is None or found.last is None or found.pace is None or found.slow is None or found.fast is None:
        return []
    edge = found.last_week + timedelta(weeks=MOST_WEEKS)
    way = 1 if one.target > found.last else -1
    ends = []
    for arrives, pace in ((found.arrives, found.pace), (found.earliest, found.fast), (found.latest, found.slow)):
        week = min(arrives or edge, edge)
        reached = found.last + way * pace * ((week - found.last_week).days / 7)
        ends.append((week, float(one.target) if arrives == week else reached))
    return ends


def _draw_way(drawing: Drawing, one: Projected, ends: list[tuple[date, float]]) -> None:
    start = (one.found.last_week, one.found.last)
    (on, height), early, late = ends
    corner = (late[0], early[1]) if late[1] != early[1] and late[0] != early[0] else late
    outline = [start, early, corner, late, start]
    fill = {"color": look.BLUE, "width": 0}
    drawing.add_scatter(
        x=[week.isoformat() for week, _ in outline if week],
        y=[value for _, value in outline],
        mode="lines",
        fill="toself",
        fillpattern=look.DOTS,
        line=fill,
        name="Range of the pace (95%)",
        hoverinfo="skip",
    )
    line = {"color": look.BLUE, "width": 2, "dash": "dash"}
    if start[0]:
        drawing.add_scatter(
            x=[start[0].isoformat(), on.isoformat()],
            y=[start[1], height],
            mode="lines",
            line=line,
            name="At the recent pace",
            hoverinfo="skip",
        )


def _label_ends(drawing: Drawing, one: Projected) -> None:
    """Write the latest value at its point and the projected date at the target."""
    week = max(one.points)
    value = one.values[week]
    font = {"size": 13, "color": look.BLUE}
    below = {"showarrow": False, "yanchor": "top", "yshift": -8, "font": font}
    drawing.add_annotation(x=week.isoformat(), y=value, text=f"<b>{one.told(value)}</b>", xanchor="center", **below)
    if one.found.arrives and _paths(one)[0][0] == one.found.arrives:
        text = f"<b>{say.short_day(one.found.arrives)}</b>"
        above = {"showarrow": False, "yanchor": "bottom", "yshift": 4, "font": font}
        drawing.add_annotation(x=one.found.arrives.isoformat(), y=one.target, text=text, xanchor="center", **above)


def chart(one: Projected, height: int = 320) -> Drawing:
    """Return the weeks so far, the line to the target and its range as a figure. Its sentence is ``sentence``."""
    drawing = look.figure(height)
    weeks = look.every_week([*one.points, *(week for week, _ in _paths(one))])
    drawing.add_hline(y=one.target, line={"color": look.INK, "width": 1.5, "dash": "longdash"})
    text = "Target: all" if one.target == 100 and one.kind != "units" else f"Target: {one.told(one.target)}"
    font = {"size": 13, "color": look.INK}
    drawing.add_annotation(x=0, xref="paper", y=one.target, yanchor="bottom", xanchor="left", text=text, showarrow=False, font=font)
    if one.found.state == "on the way":
        _draw_way(drawing, one, _paths(one))
    so_far = [week for week in weeks if week <= max(one.points)]
    drawing.add_scatter(
        x=[week.isoformat() for week in so_far],
        y=[one.values.get(week) for week in so_far],
        mode="lines+markers",
        line={"color": look.BLUE, "width": 3},
        marker={"size": 8, "color": look.BLUE},
        connectgaps=False,
        cliponaxis=False,
        name=say.capital(one.measure.unit) if one.kind == "units" else f"Share of all {one.measure.unit}",
        text=[hover(one.points[week], one.measure) if week in one.points else "" for week in so_far],
        hovertemplate="%{text}<extra></extra>",
    )
    top = 112.0 if one.kind != "units" else 1.15 * max(one.target, *one.values.values(), 1)
    drawing.update_yaxes(range=[0, top], **({"tickformat": ",d"} if one.kind == "units" else {"ticksuffix": "%", "dtick": 20}))
    shown = weeks if one.found.state == "on the way" else so_far
    look.week_axis(drawing, shown)
    look.mark_gaps(drawing, so_far, one.points)
    _label_ends(drawing, one)
    drawing.update_layout(margin={"l": 48, "r": 48, "t": 52, "b": 48}, showlegend=True)
    return drawing


def sentence(one: Projected, area: str) -> str:
    """Return the chart in sentences: where it stands, its pace, and the week at which it gets to its target, with the range."""
    last = one.points[max(one.points)]
    now = say.headline(last, one.kind, one.measure.unit) + (f" ({one.told(one.values[max(one.points)])})" if one.kind != "units" else "")
    text = f"{one.measure.name}, {area}: {now} in the {say.week(last.week)}."
    if first := broken.since(one.measure, max(one.points)):
        text += f" Weeks before that ending {say.day(first)} are left out {say.BROKEN}: the question or its answers changed."
    found = one.found
    aim = f"the target of {one.told(one.target)}"
    if found.state == "met":
        return f"{text} {say.capital(aim)} is met."
    if found.state == "too few points" or found.pace is None:
        return f"{text} Fewer than {LEAST_POINTS} weeks have an answer: no date is projected."
    unit = "percentage points" if one.kind != "units" else one.measure.unit
    way = "towards the target" if found.pace >= 0 else "away from the target"
    text += f" Over the last {found.points} weeks with an answer it moved {abs(found.pace):.1f} {unit} a week {way}."
    if found.arrives is None:
        return f"{text} At this pace {aim} is not in sight."
    latest = f"at the latest in the {say.week(found.latest)}" if found.latest else "or, at the slowest pace that fits, not at all"
    text += f" At this pace {aim} is reached in the {say.week(found.arrives)}"
    return f"{text}; at the earliest in the {say.week(found.earliest)}, {latest}."
