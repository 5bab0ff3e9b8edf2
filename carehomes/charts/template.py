"""The look of every chart: one template, colours by meaning, never a library's defaults."""

from __future__ import annotations

import math
from collections.abc import Container, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from carehomes.charts.drawing import Drawing
from carehomes.charts.words import NOT_AVAILABLE, SUPPRESSED, short_day

FONT = "Arial, sans-serif"
INK = "#212B32"
GREY = "#4C6272"
LINE = "#D8DDE0"
WHITE = "#FFFFFF"
#: Yes, and the one series of a chart.
BLUE = "#005EB8"
DARK_BLUE = "#003087"
#: Worse, always with a dark outline, a shape and a word; blue is better, purple neither.
ORANGE = "#ED8B00"
PURPLE = "#330072"
#: No: light with a dark outline, since it must not shout and must still be seen.
PALE = "#E8EDEE"
#: The steps of a ladder, from the foot to the top; each passes 3:1 against white by itself or by its outline.
STEPS = ("#E8EDEE", "#C9D8E8", "#A5C5E5", "#7FAEDB", "#4A8BCB", "#005EB8", "#003087")
#: Fill and ink of a cell or a tile by the share that it tells, from the highest; every pair passes 4.5:1.
SHADES: tuple[tuple[float, str, str], ...] = (
    (95.0, "#003E7E", "#FFFFFF"),
    (85.0, "#005EB8", "#FFFFFF"),
    (75.0, "#1F6FBF", "#FFFFFF"),
    (60.0, "#8DBDE8", "#212B32"),
    (40.0, "#BAD7F1", "#212B32"),
    (0.0, "#E6F0F9", "#212B32"),
)
#: The series of a split, at most five before they repeat with a pattern.
SERIES = ("#005EB8", "#AE2573", "#4C6272", "#00703C", "#330072")
#: Not answered is hatched wherever it is drawn.
HATCH = {"shape": "/", "fgcolor": BLUE, "bgcolor": WHITE, "size": 6, "solidity": 0.25}
DOTS = {"shape": ".", "fgcolor": GREY, "bgcolor": WHITE, "size": 6, "solidity": 0.25}

TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "colorway": list(SERIES),
        "margin": {"l": 48, "r": 16, "t": 16, "b": 44},
        "xaxis": {"showgrid": False, "linecolor": GREY, "ticks": "outside", "tickcolor": GREY, "fixedrange": True, "automargin": True},
        "yaxis": {"gridcolor": LINE, "zeroline": False, "fixedrange": True, "automargin": True, "ticklabelstandoff": 6},
        "hoverlabel": {"bgcolor": WHITE, "bordercolor": GREY, "font": {"family": FONT, "size": 13, "color": INK}, "align": "left"},
        "legend": {
            "orientation": "h",
            "xref": "container",
            "yref": "container",
            "x": 0,
            "xanchor": "left",
            "y": 1,
            "yanchor": "top",
            "traceorder": "normal",
            "font": {"size": 13},
        },
        "separators": ".,",
        "dragmode": False,
    }
}

#: What st.plotly_chart is told: no logo, nothing that sends the data away, and no picture that would leave without its
#: provenance and its mark (a file comes from the card's Download tab).
CONFIG = {
    "displaylogo": False,
    "showSendToCloud": False,
    "modeBarButtonsToRemove": [
        "sendChartToCloud",
        "toImage",
        "zoom2d",
        "pan2d",
        "select2d",
        "lasso2d",
        "zoomIn2d",
        "zoomOut2d",
        "autoScale2d",
    ],
}


def figure(height: int = 300) -> Drawing:
    """Return an empty drawing in the product's look: every figure names the template, so that an export looks like the page."""
    return Drawing({"template": TEMPLATE, "height": height})


def note(chart: Drawing, text: str) -> Drawing:
    """Write ``text`` into the middle of a chart that has nothing to draw."""
    chart.update_xaxes(visible=False)
    chart.update_yaxes(visible=False)
    chart.add_annotation(text=text, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font={"size": 14, "color": GREY})
    return chart


def every_week(weeks: Sequence[date]) -> list[date]:
    """Return all weeks from the first to the last: a week without figures keeps its place as a gap."""
    if not weeks:
        return []
    first, last = min(weeks), max(weeks)
    return [first + timedelta(weeks=step) for step in range((last - first).days // 7 + 1)]


def week_axis(chart: Drawing, weeks: Sequence[date], most: int = 8, *, bars: bool = False) -> None:
    """Label the x axis with the Sundays of ``weeks``, the last one always, at most ``most`` of them, text horizontal.

    ``bars`` stand half a week to either side of their Sundays.
    """
    if not weeks:
        return
    step = -(-len(weeks) // most)
    shown = [week for place, week in enumerate(reversed(weeks)) if place % step == 0][::-1]
    years = sorted({week.year for week in weeks})
    # Labels stand behind the last week: of few weeks a whole day would put them over the lines.
    behind = timedelta(days=4) if bars else timedelta(hours=min(24, 6 * len(weeks) - 4))
    chart.update_xaxes(
        type="date",
        tickvals=[week.isoformat() for week in shown],
        ticktext=[short_day(week) for week in shown],
        tickangle=0,
        range=[(weeks[0] - timedelta(days=4 if bars else 3)).isoformat(), (datetime.combine(weeks[-1], time()) + behind).isoformat()],
        title={"text": "Week ending Sunday, " + (str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"), "font": {"size": 13}},
    )


def mark_week(chart: Drawing, week: date, weeks: Sequence[date], *, above: bool = False, foot: float = 0.04, lift: int = 0) -> None:
    """Draw a thin line through ``week``, one of ``weeks``, the week shown: named at the height ``foot``, ``lift`` pixels higher, or
    ``above``.
    """
    early = weeks.index(week) < len(weeks) / 2
    chart.add_vline(x=week.isoformat(), line={"color": GREY, "width": 1, "dash": "dot"})
    font = {"size": 13, "color": GREY}
    side = "center" if above else "left" if early else "right"
    place = {"x": week.isoformat(), "xanchor": side, "y": 1 if above else foot, "yshift": lift, "yref": "paper", "yanchor": "bottom"}
    chart.add_annotation(text=" week shown ", showarrow=False, font=font, **place)


def apart(places: Sequence[float], gap: float, most: float = math.inf) -> list[float]:
    """Return ``places`` moved up, so that labels stand at least ``gap`` from each other, in the same order, and none above ``most``.

    Those that would stand above it push the ones below them down.
    """
    order = sorted(range(len(places)), key=lambda number: places[number])
    moved = list(places)
    for before, after in pairwise(order):
        if moved[after] - moved[before] < gap:
            moved[after] = moved[before] + gap
    for number in reversed(order):
        moved[number] = min(moved[number], most)
        most = moved[number] - gap
    return moved


def end_labels(
    chart: Drawing, week: date, labels: Sequence[tuple[float, str, str]], gap: float, least: float, most: float = math.inf
) -> None:
    """Write ``labels`` (height, text, colour) to the right of the last week, ``gap`` apart, none lower than ``least`` or above ``most``."""
    wanted = [max(value, least) for value, _, _ in labels]
    for place, (_, text, colour) in zip(apart(wanted, gap, most), labels, strict=True):
        chart.add_annotation(
            x=week.isoformat(),
            y=place,
            text=text,
            showarrow=False,
            xanchor="left",
            xshift=7,
            align="left",
            font={"size": 13, "color": colour},
        )


#: Pixels of a chart that stands beside another one, between its margins; of a letter; and how far marks stay apart.
_PLOT, _LETTER, _APART = 450, 6.8, 6
#: The places of the first and the last of some weeks.
_Span = tuple[int, int]


def mark_gaps(chart: Drawing, weeks: Sequence[date], shown: Container[date], suppressed: Container[date] = ()) -> None:
    """Write ``[x]`` at the foot of every week that has no point; where such marks would overlap, one for many weeks, with their count.

    Where every such week is one of ``suppressed`` it is ``[c]``; where some are, both.
    """
    missing = [place for place, week in enumerate(weeks) if week not in shown]
    for span in _marked_together(missing, len(weeks)):
        text, middle = _gap_told(span, missing, len(weeks))
        hidden = {weeks[place] in suppressed for place in missing if span[0] <= place <= span[1]}
        text = text.replace(NOT_AVAILABLE, NOT_AVAILABLE * (False in hidden) + SUPPRESSED * (True in hidden))
        day = weeks[0] + timedelta(days=round(7 * middle))
        font = {"size": 13, "color": GREY}
        chart.add_annotation(x=day.isoformat(), y=0, yref="paper", yanchor="bottom", text=text, showarrow=False, font=font)


def _gap_told(span: _Span, missing: Sequence[int], weeks: int) -> tuple[str, float]:
    """Return what is written of the weeks of ``span`` - how many of them have no point - and the place of its middle, of so many weeks."""
    first, last = span
    count, of = sum(first <= place <= last for place in missing), last - first + 1
    if of == 1:
        return NOT_AVAILABLE, float(first)
    text = f"{NOT_AVAILABLE} {count} weeks" if count == of else f"{NOT_AVAILABLE} {count} of {of} weeks"
    # What is told of many weeks is wide: it stays between the ends of the axis.
    half, end = _LETTER * len(text) / 2 * weeks / _PLOT, weeks - 1
    return text, min(max((first + last) / 2, half), max(end - half, end / 2))


def _marked_together(missing: Sequence[int], weeks: int) -> list[_Span]:
    """Return the places ``missing``, of so many weeks, as spans of one mark each: every week by itself where its mark has room, else
    every run of weeks, and runs whose marks would overlap as one.
    """

    def beside(one: _Span, other: _Span) -> bool:
        (left, start), (right, end) = _gap_told(one, missing, weeks), _gap_told(other, missing, weeks)
        return (end - start) * _PLOT / weeks >= _LETTER * (len(left) + len(right)) / 2 + _APART

    alone = [(place, place) for place in missing]
    if all(beside(one, other) for one, other in pairwise(alone)):
        return alone
    spans: list[_Span] = []
    for place in missing:
        spans.append((place, place))
        while len(spans) > 1 and (spans[-1][0] == spans[-2][1] + 1 or not beside(spans[-2], spans[-1])):
            spans[-2:] = [(spans[-2][0], spans[-1][1])]
    return spans
