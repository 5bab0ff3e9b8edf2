"""A measure week by week: the share of all homes with the range that silence leaves open, of people, or the units of a stock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from carehomes.catalogue import Event, Measure
from carehomes.charts import broken, change, noted
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import Kind, Reading, kind_of, readings
from carehomes.ledger.notes import Note
from carehomes.statistics import Change

#: The line of the homes that answered twice, in the legend.
SAME_HOMES = "Same homes"
#: Pixels that a label of two lines takes, and those above and below the drawing.
_LABEL, _ABOVE, _BELOW = 36, 62, 48
#: Pixels from the foot to above the mark of a week without a point.
_OVER_GAPS = 18
#: Heights at which a word may stand in the drawing, as parts of it, from the foot up; what a word takes; weeks that it is as long as.
_HEIGHTS, _WORD, _LONG = (0.02, 0.14, 0.28, 0.42, 0.56, 0.7, 0.82), 0.11, 0.28


def _drawn(one: Reading, kind: Kind) -> bool:
    """Return whether the week has a point: a week without any answer is a gap, never a zero."""
    if kind == "homes":
        return one.yes is not None and bool(one.all) and one.answered > 0
    return one.numerator is not None and bool(one.homes_gave) and (kind == "units" or bool(one.whole))


def point_value(one: Reading, kind: Kind) -> float | None:
    """Return what a line draws for ``one``: a share in percent or units; None for a week without any answer."""
    if not _drawn(one, kind):
        return None
    if kind == "homes":
        return say.share_value(one.yes, one.all)
    if kind == "people":
        return say.share_value(one.numerator, one.whole)
    return float(one.numerator) if one.numerator is not None else None


def series(frame: pd.DataFrame, measure: Measure) -> tuple[list[date], dict[date, Reading]]:
    """Return every week from first to last and the readings that have a point to draw."""
    kind = kind_of(measure)
    rows = [one for one in readings(frame) if one.week is not None and one.measure == measure.id]
    weeks = look.every_week([one.week for one in rows if one.week])
    return weeks, {one.week: one for one in rows if one.week and _drawn(one, kind)}


def suppressed_in(frame: pd.DataFrame, measure: Measure) -> frozenset[date]:
    """Return the weeks whose figure is not told beyond the team."""
    return frozenset(one.week for one in readings(frame) if one.week and one.measure == measure.id and one.suppressed)


def hover(one: Reading, measure: Measure, moved: Change | None = None) -> str:
    """Return the words of a point: counts first, then the share, the range and who was silent, and the homes that answered twice."""
    kind = kind_of(measure)
    unit = say.safe(measure.unit)
    lines = [f"<b>{say.headline(one, kind, unit)}</b>", say.week(one.week)]
    if kind == "homes":
        lines[0] += f": {say.share(one.yes, one.all)}"
        lines += [say.span(one.yes, (one.yes or 0) + one.silent, one.all), say.silence(one)]
        lines.append(f"of those that answered: {say.share(one.yes, one.answered)}")
        lines += [f"of those that answered in both weeks: {change.both(moved)}"] if moved else []
        lines += [say.bedless(one)] if one.bedless else []
    else:
        lines[0] += f": {say.share(one.numerator, one.whole)}" if kind == "people" else ""
        lines.append(say.gave(one, kind))
    if one.carried:
        lines.append(f"{say.things(one.carried, one)} carried from an earlier week {say.CARRIED}")
    return "<br>".join(lines)


def _band(weeks: list[date], points: dict[date, Reading], measure: Measure) -> tuple[list[str | None], list[float | None]]:
    """Return the outline of what was not answered, one closed piece for each run of weeks without a gap or a break."""
    parted = {one.week for one in measure.breaks}
    across: list[str | None] = []
    up: list[float | None] = []
    run: list[Reading] = []
    for week in [*weeks, None]:
        one = points.get(week) if week else None
        if one is not None and not (run and week in parted):
            run.append(one)
            continue
        if len(run) > 1:
            days = [each.week.isoformat() for each in run if each.week]
            lows = [say.share_value(each.yes, each.all) for each in run]
            highs = [say.share_value((each.yes or 0) + each.silent, each.all) for each in run]
            across += [*days, *reversed(days), days[0], None]
            up += [*highs, *reversed(lows), highs[0], None]
        run = [one] if one is not None else []
    return across, up


def _shade_provisional(chart: Drawing, weeks: list[date], provisional: Collection[date], foot: float, lift: int) -> None:
    """Shade the weeks that may still move, those at the end only: half a week to either side belongs to each.

    The word stands ``lift`` pixels over the height ``foot``: over the marks of weeks that have no point.
    """
    young = [week for week in weeks if week in provisional]
    if not young:
        return
    half = timedelta(days=3, hours=12)
    start, end = (datetime.combine(day, time.min) for day in (young[0], young[-1]))
    chart.add_vrect(x0=(start - half).isoformat(), x1=(end + half).isoformat(), fillcolor=look.PALE, line={"width": 0}, layer="below")
    font = {"size": 13, "color": look.GREY}
    # Plotly hides a note whose place lies outside the axis: it hangs at the last week itself.
    place = {"x": young[-1].isoformat(), "xanchor": "right", "y": foot, "yref": "paper", "yanchor": "bottom"}
    place["yshift"] = lift
    chart.add_annotation(text="provisional [p]" if len(young) > 1 else "[p]", showarrow=False, font=font, **place)


def _taken(one: Reading, kind: Kind) -> tuple[float, float]:
    """Return the lowest and the highest that is drawn of a week: its points, and of homes what silence leaves open."""
    value = point_value(one, kind) or 0.0
    if kind != "homes":
        return value, value
    high = say.share_value((one.yes or 0) + one.silent, one.all) or value
    return value, max(high, say.share_value(one.yes, one.answered) or value)


def _free(weeks: Sequence[date], points: Mapping[date, Reading], kind: Kind, top: float, least: float = 0.0) -> float:
    """Return the lowest height from ``least`` on at which a word over ``weeks`` lies on no line; the foot where there is none."""
    spans = [_taken(points[week], kind) for week in weeks if week in points]
    low, high = min((one for one, _ in spans), default=top), max((one for _, one in spans), default=top)
    free = [one for one in _HEIGHTS if one >= least and (one + _WORD < low / top or one > high / top + 0.02)]
    return free[0] if free else max(least, _HEIGHTS[0])


def _line(weeks: list[date], values: list[float | None], measure: Measure, **options: Any) -> dict[str, Any]:
    across, up = broken.cut(measure, weeks, values)
    return {"x": across, "y": up, "connectgaps": False, **options}


def _target(chart: Drawing, measure: Measure) -> None:
    if measure.target is None:
        return
    text = "Target: all" if measure.target == 100 else f"Target: {measure.target}%"
    if measure.target_date:
        text += f", by {say.day(measure.target_date)}"
    chart.add_hline(y=measure.target, line={"color": look.INK, "width": 1.5, "dash": "dash"})
    chart.add_annotation(
        x=0,
        xref="paper",
        y=measure.target,
        yanchor="bottom",
        xanchor="left",
        text=text,
        showarrow=False,
        # The line of an event passes behind its words.
        bgcolor=look.WHITE,
        borderpad=0,
        font={"size": 13, "color": look.INK},
    )


def _told_share(one: Reading, kind: Kind) -> str:
    """Return the figure of a point as the label at the end of its line tells it."""
    if kind == "units":
        return say.count(one.numerator)
    return say.share(one.yes, one.all) if kind == "homes" else say.share(one.numerator, one.whole)


def _draw_silence(drawing: Drawing, weeks: list[date], points: dict[date, Reading], measure: Measure) -> None:
    across, up = _band(weeks, points, measure)
    line = {"width": 0.5, "color": look.BLUE}
    drawing.add_scatter(
        x=across, y=up, mode="lines", fill="toself", fillpattern=look.HATCH, line=line, name="Not answered", hoverinfo="skip"
    )
    among = [say.share_value(points[week].yes, points[week].answered) if week in points else None for week in weeks]
    grey = {"color": look.GREY, "width": 2, "dash": "dot"}
    drawing.add_scatter(**_line(weeks, among, measure, mode="lines", line=grey, name="Share of those that answered", hoverinfo="skip"))


def _draw_same(drawing: Drawing, weeks: Sequence[date], moved: Mapping[date, Change]) -> tuple[float, str, str] | None:
    """Draw what the homes that answered in two weeks running said in each, a piece a pair of weeks, and return the last one's label.

    Each piece has its own homes, so that the pieces do not meet: what lies between two is who came and went.
    """
    across: list[str | None] = []
    up: list[float | None] = []
    for week, one in sorted(moved.items()):
        if week in weeks and week - timedelta(weeks=1) in weeks:
            across += [(week - timedelta(weeks=1)).isoformat(), week.isoformat(), None]
            up += [say.share_value(one.yes_before, one.homes), say.share_value(one.yes_after, one.homes), None]
    if not across:
        return None
    line = {"color": look.PURPLE, "width": 1.5, "dash": "dash"}
    end = moved.get(weeks[-1])
    # In the legend only where no label at its end says what it is.
    drawing.add_scatter(x=across, y=up, mode="lines", line=line, name=SAME_HOMES, hoverinfo="skip", connectgaps=False, showlegend=not end)
    if not end:
        return None
    return say.share_value(end.yes_after, end.homes) or 0.0, f"{say.share(end.yes_after, end.homes)} of<br>same homes", look.PURPLE


def _draw_points(drawing: Drawing, weeks: list[date], points: dict[date, Reading], measure: Measure, moved: Mapping[date, Change]) -> None:
    kind = kind_of(measure)
    name = {"homes": f"Share of all {measure.unit}", "people": f"Share of {measure.unit}", "units": measure.unit.capitalize()}[kind]
    hollow = ["circle-open" if week in points and points[week].carried else "circle" for week in weeks]
    told = [hover(points[week], measure, moved.get(week)) if week in points else "" for week in weeks]
    marker = {
        "size": 8,
        "color": look.BLUE,
        "symbol": broken.beside(measure, weeks, hollow, "circle"),
        "line": {"width": 2, "color": look.BLUE},
    }
    drawing.add_scatter(
        **_line(
            weeks,
            [point_value(points[week], kind) if week in points else None for week in weeks],
            measure,
            mode="lines+markers",
            line={"color": look.BLUE, "width": 3},
            marker=marker,
            cliponaxis=False,
            name=say.safe(name),
            text=broken.beside(measure, weeks, told),
            # A click on a point opens its week.
            customdata=broken.beside(measure, weeks, [week.isoformat() for week in weeks]),
            hovertemplate="%{text}<extra></extra>",
        )
    )


def chart(
    frame: pd.DataFrame,
    measure: Measure,
    week: date | None = None,
    height: int = 320,
    notes: Sequence[Note] = (),
    *,
    events: Sequence[Event] = (),
    provisional: Collection[date] = (),
    moved: Mapping[date, Change] | None = None,
) -> Drawing:
    """Return the weekly trend of ``measure`` from the rows of ``carehomes.measures.trend``.

    A thin line marks ``week``; ``notes`` stand on their weeks by their letters, ``events`` on their days by numbers; the weeks
    ``provisional`` are shaded. ``moved`` are the homes that answered in a week and in the one before, by week
    (``carehomes.measures.matched``).
    """
    same = moved or {}
    kind = kind_of(measure)
    weeks, points = series(frame, measure)
    drawing = look.figure(height)
    if not points:
        nothing = f"{say.SUPPRESSED} Counts of people are not told here" if suppressed_in(frame, measure) else ""
        return look.note(drawing, nothing or "No week has an answer to draw")
    last = max(points)
    end = points[last]
    labels: list[tuple[float, str, str]] = []
    if kind == "homes":
        _draw_silence(drawing, weeks, points, measure)
        among = say.share_value(end.yes, end.answered) or 0.0
        labels.append((among, f"{say.share(end.yes, end.answered)} of<br>answered", look.GREY))
        label = _draw_same(drawing, weeks, same)
        labels += [label] if label else []
    _draw_points(drawing, weeks, points, measure, same)
    told = f"<b>{_told_share(end, kind)}</b>" + (f" of<br>all {measure.unit}" if kind == "homes" else "")
    labels.append((point_value(end, kind) or 0.0, told, look.BLUE))
    top = 104.0
    if kind == "units":
        top = 1.15 * max(1.0, *(point_value(one, kind) or 0.0 for one in points.values()))
        drawing.update_yaxes(range=[0, top], tickformat=",d", rangemode="tozero")
    else:
        steps = [0, 20, 40, 60, 80, 100]
        drawing.update_yaxes(range=[0, top], tickvals=steps, ticktext=[f"{step}%" for step in steps])
        _target(drawing, measure)
    look.week_axis(drawing, weeks)
    marked = week is not None and week in weeks and week != weeks[-1]
    lift = _OVER_GAPS if any(one not in points for one in (weeks if marked else weeks[-4:])) else 0
    long = max(4, round(_LONG * len(weeks)))
    foot = -1.0
    if week is not None and marked:
        place = weeks.index(week)
        foot = _free(weeks[place : place + long] if place < len(weeks) / 2 else weeks[max(0, place - long) : place + 1], points, kind, top)
        look.mark_week(drawing, week, weeks, foot=foot, lift=lift)
    # The week shown is told in the same drawing: above it, then.
    _shade_provisional(drawing, weeks, provisional, _free(weeks[-long:], points, kind, top, least=foot + _WORD if marked else 0.0), lift)
    look.mark_gaps(drawing, weeks, points, suppressed_in(frame, measure))
    noted.mark(drawing, notes, weeks, events, broken.draw(drawing, measure, weeks))
    # Never lower than half a label above the axis, whose dates stand there.
    gap = top * _LABEL / (height - _ABOVE - _BELOW)
    look.end_labels(drawing, last, labels, gap=gap, least=top * 0.06, most=top)
    # A fourth entry takes the legend a second line.
    lines = 20 if any(one["name"] == SAME_HOMES and one["showlegend"] for one in drawing.traces) else 0
    drawing.update_layout(
        showlegend=kind == "homes", margin={"l": 48, "r": 84, "t": _ABOVE + lines if kind == "homes" else 28, "b": _BELOW}
    )
    return drawing


def finding(frame: pd.DataFrame, measure: Measure, week: date | None = None) -> str:
    """Return the first week with an answer and the last one up to ``week``, without a full stop.

    Of homes both shares are told: that of all falls where a return is missing, that of those that answered does not. Where ``week``
    itself has no answer that is said, so that nobody takes another week's figure for it. Weeks before a break are left out, and that is
    said.
    """
    weeks, points = series(frame, measure)
    hidden = suppressed_in(frame, measure)
    if not points:
        return f"{measure.name}: {f'{say.SUPPRESSED} suppressed' if hidden else 'no week has an answer'}"
    answered = [one for one in weeks if one in points]
    up_to = [one for one in answered if week is None or one <= week] or answered
    shown = broken.comparable(measure, up_to, up_to[-1])
    nothing = f"{say.SUPPRESSED} suppressed" if week in hidden else "no answer"
    silent = "" if week is None or week in points else f"; {nothing} in the {say.week(week)}"
    if parted := broken.left_out(measure, up_to, up_to[-1]):
        silent += f"; {parted}"
    kind, first, last = kind_of(measure), points[shown[0]], points[shown[-1]]
    if last is first:
        return f"{measure.name}: {_counted(first, kind, measure.unit)} in the {say.week(shown[0])}{_among(kind, [first])}{silent}"
    began = f"{_counted(first, kind, measure.unit)} in the week ending {say.day(shown[0])}"
    ended = f"{_counted(last, kind)} in that ending {say.day(shown[-1])}"
    return f"{measure.name}: from {began} to {ended}{_among(kind, [first, last])}{silent}"


def _counted(one: Reading, kind: Kind, unit: str = "") -> str:
    """Return the counts of a week and their share of all."""
    tail = f" ({_told_share(one, kind)})" if kind != "units" else ""
    return f"{say.headline(one, kind, unit).strip()}{tail}"


def _among(kind: Kind, told: Sequence[Reading]) -> str:
    """Return the shares of those that answered, for homes."""
    if kind != "homes":
        return ""
    return f"; of those that answered, {', then '.join(say.share(one.yes, one.answered) for one in told)}"


def sentence(
    frame: pd.DataFrame,
    measure: Measure,
    area: str,
    week: date | None = None,
    *,
    moved: Mapping[date, Change] | None = None,
    events: Sequence[Event] = (),
) -> str:
    """Return the chart in words: the finding up to ``week``, the area, the last week where it lies later, the weeks without an answer.

    ``moved`` and ``events`` are as in ``chart``.
    """
    weeks, points = series(frame, measure)
    gaps = len(weeks) - len(points) if points else 0
    lacking = "a figure that is told" if suppressed_in(frame, measure) else "an answer"
    text = f"{finding(frame, measure, week)}. {area}, week by week" + (f"; {say.plural(gaps, 'week')} without {lacking}." if gaps else ".")
    if points and week and min(points) <= week < max(points):
        text += f" Drawn up to the {say.week(max(points))}: {_counted(points[max(points)], kind_of(measure), measure.unit)}."
    if moved:
        newest = max(moved)
        text += f" Of the homes that answered in the {say.week(newest)} and in the week before, {change.both(moved[newest])}."
    return text + (f" Marked: {'; '.join(f'{say.day(one.day)}, {one.name}' for one in events)}." if events else "")
