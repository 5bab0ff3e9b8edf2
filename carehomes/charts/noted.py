"""Notes (a letter) and dated events (a number) on a weekly chart, told beneath and in every file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from string import ascii_uppercase

from carehomes.areas import AreaList
from carehomes.catalogue import Event
from carehomes.charts import template as look
from carehomes.charts import words
from carehomes.charts.drawing import Drawing
from carehomes.ledger.notes import Note

#: The band of a note that lasts, behind everything else.
_BAND = "rgba(255, 184, 28, 0.16)"
#: The width of a drawing in pixels on a phone, and of a bold letter: labels that stand apart there stand apart everywhere.
_NARROW, _LETTER = 260.0, 9.0


def letter(place: int) -> str:
    """Return A to Z, then A2 to Z2 and so on."""
    turn, index = divmod(place, len(ascii_uppercase))
    return ascii_uppercase[index] + (str(turn + 1) if turn else "")


def mark(chart: Drawing, notes: Sequence[Note], weeks: Sequence[date], events: Sequence[Event] = (), breaks: Sequence[date] = ()) -> None:
    """Mark notes and events on the weeks that are drawn, the letter or number of each above; where two have no room they share one label.

    Among them stands [b] on the days of ``breaks`` (``broken.draw``).

    A note has a line on its only week, a band over several; one of weeks that are not drawn keeps its letter in the list beneath and has no
    mark. An event has a thin dotted line on its day.
    """
    labels: list[tuple[date, str]] = []
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
            chart.add_vrect(x0=start.isoformat(), x1=end.isoformat(), fillcolor=_BAND, line={"width": 0}, layer="below")
        labels.append((shown[0], letter(place)))
    for place, event in enumerate(events, start=1):
        chart.add_vline(x=event.day.isoformat(), line={"color": look.GREY, "width": 1, "dash": "dot"}, layer="below")
        labels.append((event.day, str(place)))
    labels += [(day, words.BROKEN) for day in breaks]
    for day, found in _joined(labels, weeks):
        chart.add_annotation(
            x=day.isoformat(),
            y=1,
            yref="paper",
            yanchor="bottom",
            # Above the words of the target, below the legend.
            yshift=11,
            text=f"<b>{found}</b>",
            showarrow=False,
            font={"size": 13, "color": look.INK},
        )


def _joined(labels: Sequence[tuple[date, str]], weeks: Sequence[date]) -> list[tuple[date, str]]:
    """Return the labels by day, each with those that would stand over it: ``A,1`` on the day of the first of them."""
    pixels = _NARROW / max(7, (weeks[-1] - weeks[0]).days + 4) if weeks else 1.0
    joined: list[tuple[date, str]] = []
    for day, text in sorted(labels, key=lambda one: one[0]):
        # Labels are centred on their days: half of either and a gap lie between.
        if joined and (day - joined[-1][0]).days * pixels < _LETTER * (len(joined[-1][1]) + len(text)) / 2 + 4:
            joined[-1] = (joined[-1][0], f"{joined[-1][1]},{text}")
        else:
            joined.append((day, text))
    return joined


def event_told(place: int, one: Event) -> str:
    """Return the event that stands as number ``place`` on its chart in one line, with its source."""
    return f"{place}. {words.day(one.day)}: {one.name}. Source: {one.source}."


def told(note: Note, areas: AreaList, names: dict[str, str]) -> str:
    """Return a note in one line: what sort, weeks, where and of what, and its words; ``names`` are those of measures."""
    area = areas.get(note.area) if note.area else None
    where = [area.label if area else note.area] if note.area else []
    about = [names.get(note.measure, note.measure)] if note.measure else []
    head = ", ".join([words.capital(note.kind), note.weeks, *where, *about])
    return f"{head}: {note.text}"
