"""How areas spread week by week: the deciles of their shares, and the chosen area among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import broken, noted
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.compared import LEAST
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import day
from carehomes.statistics import deciles

_TENTHS = tuple(range(10, 100, 10))


@dataclass(frozen=True)
class Week:
    """One week: how many areas are compared, the nine deciles of their shares in percent, and yes and answered of the chosen area."""

    week: date
    areas: int
    tenths: tuple[float, ...] | None
    own: tuple[int, int] | None


def spread(frame: pd.DataFrame, chosen: str = "") -> list[Week]:
    """Return the weeks of ``frame`` (of ``measures.weekly_answers``), every one from first to last; ``chosen`` is the code of an area.

    Only areas that may be compared count (rule 4), with at least ``LEAST`` homes that answered; the chosen one is told in those weeks
    alone.
    """
    kept = frame[frame["compared"].astype(bool) & (frame["answered"] >= LEAST)]
    weeks = look.every_week([week for week in (day(value) for value in frame["week"].unique()) if week])
    if not weeks:
        return []
    by_week = {day(week): rows for week, rows in kept.groupby("week")}
    shares = [list(100 * by_week[week]["yes"] / by_week[week]["answered"]) if week in by_week else [] for week in weeks]
    most = max(1, *(len(one) for one in shares))
    table = deciles(np.array([[*one, *[np.nan] * (most - len(one))] for one in shares], dtype=float))
    own = {day(row["week"]): (int(row["yes"]), int(row["answered"])) for row in kept[kept["code"] == chosen].to_dict("records")}
    return [
        Week(week, len(one), None if np.isnan(tenths).any() else tuple(float(value) for value in tenths), own.get(week))
        for week, one, tenths in zip(weeks, shares, table, strict=True)
    ]


def title(weeks: Sequence[Week], what: str, week: date | None = None) -> str:
    """Return what ``week`` says, or the last one that has deciles, in a sentence without its full stop."""
    told = [one for one in weeks if one.tenths]
    shown = next((one for one in told if one.week == week), told[-1] if told else None)
    if shown is None or shown.tenths is None:
        return f"too few {what} to tell how they spread: deciles need ten"
    low, high = (f"{value:.0f}%" for value in (shown.tenths[0], shown.tenths[8]))
    return f"eight of ten {what} lie {f'between {low} and {high}' if low != high else f'at {low}'} in the {say.week(shown.week)}"


def chart(weeks: Sequence[Week], measure: Measure, name: str = "", week: date | None = None) -> Drawing:
    """Return the deciles as lines, the middle one stronger, and the line of the chosen area ``name``; a thin line marks ``week``.

    No line goes on across a break of ``measure``.
    """
    drawing = look.figure(330)
    if not any(one.tenths for one in weeks):
        return look.note(drawing, "Fewer than ten areas may be compared in every week: there are no deciles")
    sundays = [one.week for one in weeks]
    ends: dict[float, list[str]] = {}
    for place, tenth in enumerate(_TENTHS):
        values = [one.tenths[place] if one.tenths else None for one in weeks]
        middle = tenth == 50
        across, up = broken.cut(measure, sundays, values)
        drawing.add_scatter(
            x=across,
            y=up,
            mode="lines",
            name="5th decile: the middle" if middle else "Deciles",
            legendgroup=str(middle),
            showlegend=tenth in (10, 50),
            line={"color": look.GREY, "width": 2.5 if middle else 1, "dash": "dash" if middle else "dot"},
            connectgaps=False,
            hoverinfo="skip",
        )
        known = [value for value in values if value is not None]
        if tenth in (10, 50, 90):
            ends.setdefault(round(known[-1], 1), []).append(say.ordinal(tenth // 10))
    own = [one for one in weeks if one.own]
    if own:
        across, up = broken.cut(measure, sundays, [100 * one.own[0] / one.own[1] if one.own else None for one in weeks])
        drawing.add_scatter(
            x=across,
            y=up,
            mode="lines+markers",
            name=say.safe(name),
            line={"color": look.BLUE, "width": 3},
            marker={"size": 8, "color": look.BLUE},
            connectgaps=False,
            cliponaxis=False,
            text=broken.beside(measure, sundays, [_hover(one, name) if one.own else "" for one in weeks]),
            hovertemplate="%{text}<extra></extra>",
        )
    look.week_axis(drawing, sundays)
    noted.mark(drawing, (), sundays, breaks=broken.draw(drawing, measure, sundays))
    if week in sundays and week != sundays[-1]:
        look.mark_week(drawing, week, sundays, above=True)
    drawn = [value for one in weeks for value in (*(one.tenths or ()), *((100 * one.own[0] / one.own[1],) if one.own else ()))]
    low, high = 10 * int(min(drawn) // 10), 10 * -int(-max(drawn) // 10)
    room = (high - low + 10) / 20
    steps = list(range(low, high + 1, 10))
    drawing.update_yaxes(
        range=[low - room, high + room],
        tickvals=steps,
        ticktext=[f"{step}%" for step in steps],
        title={"text": "Share of those that answered", "font": {"size": 13}, "standoff": 14},
    )
    # Deciles that end at one share are one label.
    for names, beside in zip(ends.values(), look.apart(list(ends), (high - low + 2 * room) / 14), strict=True):
        text = f"{names[0]} to {names[-1]} decile" if len(names) > 1 else f"{names[0]} decile"
        drawing.add_annotation(x=1, xref="x domain", xanchor="left", xshift=8, y=beside, text=text, showarrow=False, font={"size": 13})
    drawing.update_layout(margin={"l": 80, "r": 140, "t": 52, "b": 48})
    return drawing


def _hover(one: Week, name: str) -> str:
    return f"<b>{say.safe(name)}</b><br>{say.week(one.week)}<br>{own_words(one)}"


def own_words(one: Week) -> str:
    """Return ``7 of 9 that answered (78%)`` of the chosen area, or ``[x]``."""
    if one.own is None:
        return say.NOT_AVAILABLE
    return f"{say.count(one.own[0])} of {say.count(one.own[1])} that answered ({say.share(*one.own)})"


def sentence(weeks: Sequence[Week], measure: Measure, what: str, name: str = "", week: date | None = None) -> str:
    """Return the chart in words."""
    told = f"{measure.name}: {title(weeks, what, week)}."
    own = [one for one in weeks if one.own]
    shown = next((one for one in own if one.week == week), own[-1] if own else None)
    return f"{told} {name}: {own_words(shown)} in the {say.week(shown.week)}." if shown and name else told


def cells(one: Week) -> list[str]:
    """Return the cells of a week: its areas, the nine deciles in percent, and the chosen area."""
    tenths = [f"{value:.0f}" for value in one.tenths] if one.tenths else [say.NOT_AVAILABLE] * 9
    return [say.count(one.areas), *tenths, own_words(one)]
