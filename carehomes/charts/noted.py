"""Notes and events on a weekly chart: a letter on its weeks, told beneath and in every file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from string import ascii_uppercase

import plotly.graph_objects as go

from carehomes.areas import AreaList
from carehomes.charts import template as look
from carehomes.charts import words
from carehomes.ledger.notes import Note

#: The band of a note that lasts, behind everything else.
_BAND = "rgba(255, 184, 28, 0.16)"


def letter(place: int) -> str:
    """Return A to Z, then A2 to Z2 and so on."""
    turn, index = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[index] + (str(turn + 1) if turn else "")


def mark(chart: go.Figure, notes: Sequence[Note], weeks: Sequence[date]) -> None:
    """Mark each note on the weeks that are drawn: a line on its only week, a band over several, its letter above.

    One of weeks that are not drawn keeps its letter in the list beneath and has no mark.
    """
    letters: dict[date, list[str]] = {}
    for place, one in enumerate(notes):
        shown = [week for week in weeks if one.in_week(week)]
        if not shown:
            continue
        if one.first == one.last:
            chart.add_vline(x=shown[0].isoformat(), line={"color": look.GREY, "width": 1.5, "dash": "dash"}, layer="below")
        else:
            # From the Monday of the first week to the Sunday of the last, so that neighbours do not touch.
            start = shown[0] - timedelta(days=3)
            end = shown[-1] + timedelta(days=3)
            chart.add_vrect(x0=start.isoformat(), x1=end.isoformat(), fillcolor=_BAND, line_width=0, layer="below")
        letters.setdefault(shown[0], []).append(letter(place))
    for week, found in letters.items():
        chart.add_annotation(
            x=week.isoformat(),
            y=1,
            yref="paper",
            yanchor="bottom",
            # Above the words of the target, below the legend.
            yshift=11,
            text=f"<b>{','.join(found)}</b>",
            showarrow=False,
            font={"size": 13, "color": look.INK},
        )


def told(note: Note, areas: AreaList, names: dict[str, str]) -> str:
    """Return a note in one line: what sort, weeks, where and of what, and its words; ``names`` are those of measures."""
    area = areas.get(note.area) if note.area else None
    where = [area.label if area else note.area] if note.area else []
    about = [names.get(note.measure, note.measure)] if note.measure else []
    head = ", ".join([words.capital(note.kind), note.weeks, *where, *about])
    return f"{head}: {note.text}"
