"""A process chart as a figure: mean, limits, marks by shape and colour, target, re-bases and gaps."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import ceil, floor

import pandas as pd

from carehomes.charts import broken, icons
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.process import CAUSES, LABELS, Process
from carehomes.charts.trend import hover

#: Label of a point: its name in the legend, shape, colour and size. Every mark has a dark outline.
_MARKS = {
    "common": ("Common cause", "circle", icons.COMMON, 8),
    "improvement": ("Special cause: improvement", "diamond", icons.IMPROVEMENT, 12),
    "concern": ("Special cause: concern", "square", icons.CONCERN, 10),
    "neither": ("Special cause", "hexagon", icons.NEITHER, 12),
}


def _days(weeks: list[date]) -> list[str]:
    return [week.isoformat() for week in weeks]


def _segments(one: Process) -> list[pd.DataFrame]:
    return [part for _, part in one.table.groupby("segment")]


def _line(drawing: Drawing, part: pd.DataFrame, column: str, **line: object) -> None:
    drawing.add_scatter(
        x=_days(list(part.index)), y=list(part[column]), mode="lines", line=line, hoverinfo="skip", showlegend=False, connectgaps=False
    )


def _draw_lines(drawing: Drawing, one: Process) -> None:
    for part in _segments(one):
        _line(drawing, part, "mean", color=look.INK, width=1.5)
        dash = "dot" if part["status"].iloc[-1] == "trial" else "dash"
        for column in ("lpl_drawn", "upl_drawn"):
            _line(drawing, part, column, color=look.GREY, width=1.5, dash=dash)
    for before, after in pairwise(_segments(one)):
        week, reason = after.index[0], after["rebased"].iloc[0]
        halfway = before.index[-1] + (week - before.index[-1]) / 2
        drawing.add_vline(x=halfway.isoformat(), line={"color": look.INK, "width": 1.5, "dash": "dot"})
        drawing.add_annotation(
            x=halfway.isoformat(),
            y=1,
            yref="paper",
            yanchor="bottom",
            text=say.safe(say.shorten(f"Limits anew from {say.short_day(week)}: {reason}", 60)),
            showarrow=False,
            font={"size": 13, "color": look.INK},
        )


def _words_of(one: Process, week: date, label: str, cause: str) -> str:
    told = say.capital(LABELS[label]) + (f": {CAUSES[cause]}" if cause else "")
    return f"{hover(one.points[week], one.measure)}<br>{told}"


def _draw_points(drawing: Drawing, one: Process) -> None:
    table = one.table
    line = {"color": look.GREY, "width": 1.5}
    days, values = broken.cut(one.measure, one.weeks, [None if pd.isna(value) else float(value) for value in table["value"]])
    drawing.add_scatter(x=days, y=values, mode="lines", line=line, connectgaps=False, hoverinfo="skip", showlegend=False)
    for label, (name, symbol, colour, size) in _MARKS.items():
        rows = table[table["label"] == label]
        if rows.empty:
            continue
        drawing.add_scatter(
            x=_days(list(rows.index)),
            y=list(rows["value"]),
            mode="markers",
            name=name,
            marker={"symbol": symbol, "color": colour, "size": size, "line": {"color": look.INK, "width": 1}},
            cliponaxis=False,
            text=[_words_of(one, week, label, cause) for week, cause in zip(rows.index, rows["cause"], strict=True)],
            hovertemplate="%{text}<extra></extra>",
        )


def _axis(drawing: Drawing, one: Process) -> tuple[float, float]:
    """Set the range of the y axis so that every line and point is in it; a share never goes beyond 0 and 100%."""
    shown = one.table[["value", "mean", "lpl_drawn", "upl_drawn", "target"]].to_numpy().ravel()
    shown = shown[~pd.isna(shown)]
    low, high = float(shown.min()), float(shown.max())
    if one.kind == "units":
        room = 0.1 * max(1.0, high - low)
        low, high = min(0.0, low - room), high + room
        drawing.update_yaxes(range=[low, high], tickformat=",d")
        return low, high
    step = 10 if high - low > 25 else 5
    low, high = max(0, step * floor((low - 1) / step)), min(100, step * ceil((high + 1) / step))
    ticks = list(range(low, high + 1, step))
    top = high + 0.04 * (high - low)
    drawing.update_yaxes(range=[low, top], tickvals=ticks, ticktext=[f"{tick}%" for tick in ticks])
    return float(low), top


def _labels(one: Process) -> list[tuple[float, str, str]]:
    """Return what stands at the ends of the lines: height, words, colour."""
    _, row = one.last
    found = [(row["mean"], f"Mean {one.told(row['mean'])}", look.INK), (row["value"], f"<b>{one.told(row['value'])}</b> latest", look.BLUE)]
    if row["upl"] > row["lpl"]:
        kind = "Trial limit" if row["status"] == "trial" else "Limit"
        found += [(row[column], f"{kind} {one.told(row[column])}", look.GREY) for column in ("lpl_drawn", "upl_drawn")]
    return found


def _note(one: Process) -> str:
    return {
        "too few points": f"Fewer than {one.minimum} weeks: no limits yet",
        "at a bound": "Half of the weeks or more lie at 0% or 100%: no limits",
        "no range": "No two weeks in a row have an answer: no limits",
    }.get(one.last[1]["status"], "")


def chart(one: Process, week: date | None = None, height: int = 320) -> Drawing:
    """Return the process chart; a thin line marks ``week``. Its sentences are ``carehomes.charts.process.sentences``."""
    drawing = look.figure(height)
    _draw_lines(drawing, one)
    _draw_points(drawing, one)
    low, high = _axis(drawing, one)
    target = one.table["target"].iloc[-1]
    if not pd.isna(target):
        drawing.add_hline(y=target, line={"color": look.BLUE, "width": 2, "dash": "longdash"})
        text = "Target: all" if target == 100 and one.kind != "units" else f"Target: {one.told(target)}"
        place = {"x": 0, "xref": "paper", "xanchor": "left", "y": target, "yanchor": "top" if target > (low + high) / 2 else "bottom"}
        drawing.add_annotation(text=text, showarrow=False, font={"size": 13, "color": look.BLUE}, **place)
    look.week_axis(drawing, one.weeks)
    if week is not None and week in one.weeks and week != one.weeks[-1]:
        look.mark_week(drawing, week, one.weeks)
    look.mark_gaps(drawing, one.weeks, one.points)
    # A label of 13 pixels needs about 18 of the height between the margins.
    gap = (high - low) * 18 / (height - 100)
    # Behind the last week of the axis, to which the mean is drawn, also where its point is missing.
    look.end_labels(drawing, one.weeks[-1], _labels(one), gap, low + gap / 2)
    if _note(one):
        drawing.add_annotation(
            x=1,
            xref="paper",
            xanchor="right",
            y=1,
            yref="paper",
            yanchor="bottom",
            text=_note(one),
            showarrow=False,
            font={"size": 13, "color": look.GREY},
        )
    drawing.update_layout(margin={"l": 48, "r": 120, "t": 52, "b": 48}, showlegend=True)
    return drawing
