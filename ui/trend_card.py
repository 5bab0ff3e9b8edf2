"""The card of a measure week by week: the trend, the homes that answered twice, weeks as first published, process charts, notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from carehomes.catalogue import Measure, events_of
from carehomes.charts import asked_then, broken, change, first, noted, words
from carehomes.charts import trend as trend_chart
from carehomes.charts.readings import readings
from carehomes.measures import sql_behind
from carehomes.snapshots import MOMENTS_KEPT
from carehomes.statistics import Change
from ui.asked import asked_by_week, asked_told
from ui.chart_card import Chart, Switch, about
from ui.frame import Page
from ui.kept import kept
from ui.links import page_params
from ui.navigation import address
from ui.notes import notes_of, notes_told
from ui.process_tab import process_tab
from ui.tables import weeks_table
from ui.text import esc

_FIRST = Switch(
    "As first published",
    "first",
    f"Each week as known at its deadline beside the week as known now. Up to {MOMENTS_KEPT} past moments are worked out, "
    "which takes a few seconds the first time.",
)


def trend_card(page: Page, measure: Measure, height: int) -> Chart:
    """Return the card of ``measure`` in the chosen area."""
    return _card(page, measure.id, height, _FIRST.on, tuple(page_params().items()))


@kept
def _card(page: Page, measure_id: str, height: int, as_first: bool, carried: tuple[tuple[str, str], ...]) -> Chart:
    # ``carried`` is what the page has of its own in the address: the links of the weeks keep it.
    measure = page.told(page.snapshot.measures[measure_id])
    frame = page.asked.trend(page.selection, (measure.id,))
    settling = page.asked.settling()
    moved = page.asked.matched(page.selection, measure.id)
    same = change.drawn(moved)
    here, within = notes_of(page, measure.id)
    place, whom = page.selection.label, words.capital(asked_told(page, measure))
    weeks, _ = trend_chart.series(frame, measure)
    events = events_of(measure, weeks)
    kept_on = page.selection.params() | dict(carried) | {"measure": measure.id}
    leads = {one.isoformat(): address(kept_on | {"week": one.isoformat()}) for one in weeks if one != page.selection.week}
    figure = trend_chart.chart(
        frame, measure, page.selection.week, height, here, events=events, provisional=settling.provisional, moved=same
    )
    alt = trend_chart.sentence(frame, measure, place, page.selection.week, moved=same, events=events)
    latest = moved.get(page.selection.week) if page.selection.week else None
    after = {change.HEADING: {week: change.both(one) for week, one in moved.items()}} if moved else {}
    before: dict[str, dict[date, str]] = {}
    marked = tuple(noted.event_told(number, one) for number, one in enumerate(events, start=1))
    told = (*notes_told(page, here, len(here)), *notes_told(page, within), *marked)
    standard = asked_then.in_week(measure, page.selection.week)
    notes: tuple[str, ...] = (*told, *broken.lines(measure, weeks), *standard, *asked_by_week(page, measure, frame))
    made = [settling.sentence, change.ABOUT if moved else change.NOT_TOLD]
    rows = frame.assign(**_matched_columns(frame, moved), **broken.marked(measure, [one.week for one in readings(frame)]))
    if as_first:
        found = page.asked.first_published(page.store, page.selection, measure.id)
        first.draw(figure, frame, measure, found)
        revised = first.sentence(frame, measure, found)
        alt, notes = f"{alt} {revised}", (revised, *notes)
        before = {first.HEADING: first.told(frame, measure, found)}
        made.append(first.ABOUT)
        rows = rows.assign(**first.columns(frame, measure, found))
    return Chart(
        key=f"trend_{measure.id}",
        title=trend_chart.finding(frame, measure, page.selection.week),
        figure=figure,
        alt=alt,
        table=weeks_table(
            readings(frame), measure, provisional=settling.provisional, events=events, before=before, after=after, leads=leads
        ),
        rows=rows,
        about=about([measure]) + "".join(f"<p>{esc(text)}</p>" for text in made),
        sql=sql_behind([measure], ["figures", "matched_answers"] if moved else ["figures"]),
        under=". ".join(text for text in (place, whom, change.sentence(latest) if latest else "") if text),
        others=process_tab(frame, measure, place, height, broken.anew(measure, here)),
        notes=notes,
        switch=_FIRST,
        leads=leads,
    )


def _matched_columns(frame: pd.DataFrame, moved: Mapping[date, Change]) -> dict[str, object]:
    """Return the columns of the file beside each week: the homes that answered in it and in the one before, and their yes in both."""
    if not moved:
        return {}
    found = [moved.get(one.week) if one.week else None for one in readings(frame)]
    counts = {
        "matched_homes": [one.homes if one else None for one in found],
        "matched_yes_before": [one.yes_before if one else None for one in found],
        "matched_yes": [one.yes_after if one else None for one in found],
    }
    return {name: pd.array(values, dtype="Int64") for name, values in counts.items()}
