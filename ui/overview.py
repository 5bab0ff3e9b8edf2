"""The Overview: five headline cards, the heat table, what needs attention; one screen of 1600 by 900."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import alerts
from carehomes.charts import change as moves
from carehomes.charts import trend as trend_chart
from carehomes.charts.process import process
from carehomes.charts.readings import Reading, kind_of, readings
from carehomes.ledger.notes import rebases
from carehomes.statistics import Alert
from ui.alerts_card import changes_of
from ui.attention import alert_lines, attention, attention_list
from ui.cards import card, draw_cards, moved, spark
from ui.data import Neighbours, split
from ui.frame import Page
from ui.heat import Room, heat_table, heat_title
from ui.icons import icon_image
from ui.navigation import address, measure_address
from ui.notes import notes_of
from ui.selection import VIEWS, parts_level, without_area
from ui.text import block, esc, say
from ui.views import nothing_counted

#: Shown beside the headlines in the heat table, where the catalogue has it.
_WITH = "all_in_place"
#: Asked for the list of what needs attention.
_ASKED = ("nothing_in_place", "outbreak_unchecked", "missed_two_weeks")
#: What a headline card says besides its own figure: the other measure, and how it is told.
_BESIDE = {
    "checked_in": ("missed_two_weeks", "{yes} missed two weeks running"),
    "residents_with_pcsp": ("new_residents_in_time", "new residents in time: {numerator} of {whole}"),
    "homes_with_oximeter": ("oximeters_outstanding", "{numerator} units outstanding"),
}
#: What fits a screen of 1600 by 900: areas in the heat table, and the pixels of the list beside it; in screenshot mode there is more room.
_ROOM, _ROOM_PICTURE = Room(6, 11), Room(7, 17)
_HIGH, _HIGH_PICTURE = 300, 400
#: In the address, asks for every area of the heat table, also where they are more than fit the screen.
_ROWS = "rows"
_NOTHING = "Nothing: every CCG has returned, and no home has nothing in place."


def _beside(measure: str, own: dict[str, Reading]) -> str:
    other, text = _BESIDE.get(measure, ("", ""))
    one = own.get(other)
    # Where no home answered there is nothing to tell: a 0 would be made of silence.
    if one is None or not (one.answered if one.numerator is None else one.homes_gave):
        return ""
    values = {
        name: f"{value:,}" if value is not None else "[x]"
        for name, value in (("yes", one.yes), ("numerator", one.numerator), ("whole", one.whole))
    }
    return text.format(**values)


def draw_overview(page: Page) -> None:
    """Draw cards, heat table and attention for the chosen area and week."""
    catalogue = page.snapshot.measures
    heads = [one for one in catalogue.values() if one.headline]
    columns = heads + [catalogue[_WITH]] * (_WITH in catalogue)
    beside = [other for other, _ in _BESIDE.values() if other in catalogue]
    wanted = tuple(dict.fromkeys([*(one.id for one in columns), *(one for one in _ASKED if one in catalogue), *beside]))
    own, below = split(page.asked.figures(page.selection, wanted), page.selection)
    nothing = nothing_counted(page, own)
    if nothing:
        say(nothing)
        return
    weeks = page.asked.trend(page.selection, tuple(one.id for one in heads))
    lines = readings(weeks)
    place = page.selection.label
    draw_cards(
        [
            card(
                own.get(one.id),
                one,
                title=one.short,
                link=measure_address(one, page.selection.params()),
                trend=spark(lines, one, page.selection.week, trend_chart.sentence(weeks, one, place)),
                extra=_beside(one.id, own),
                change=_change(page, one, weeks, lines),
            )
            for one in heads
        ]
    )
    left, right = st.columns([2.3, 1], gap="small")
    # A row within a view holds only some of the homes of the area that it is called by; the line that says so needs its place.
    some = page.selection.older or page.selection.place.level in VIEWS
    with left, st.container(key="card_heat"):
        _draw_heat(page, below or list(own.values()), columns, links=bool(below), some=some)
    with right, st.container(key="card_attention"):
        _draw_attention(page, own, below, columns, some=some)


def _change(page: Page, measure: Measure, weeks: pd.DataFrame, lines: Sequence[Reading]) -> str:
    """Return the change since the week before, and what the process chart says of it (rule 14)."""
    selection = page.selection
    if selection.week is None:
        return ""
    change = page.asked.matched(selection, measure.id)
    two = {one.week: one for one in lines if one.measure == measure.id}
    now, before = two.get(selection.week), two.get(selection.week - timedelta(weeks=1))
    told = moves.short(change) if change else moves.short_of_answered(now, before, kind_of(measure)) if now and before else None
    if told is None:
        return ""
    here, _ = notes_of(page, measure.id)
    chart = process(weeks[weeks["week"] <= selection.week], measure, rebases(here, measure.id))
    variation = str(chart.last[1]["variation"] or "") if chart and chart.last[0].week == selection.week else ""
    return moved(*told, icon_image(variation, 26) if variation else "")


def _draw_heat(page: Page, rows: Sequence[Reading], columns: Sequence[Measure], *, links: bool, some: bool) -> None:
    params = page.selection.params()
    missing = [area.name for area in page.returned.missing] if page.returned else []
    carried = without_area(page.selection)
    areas = {one.code: address(carried | _area(page, one)) for one in rows} if links else {}
    heads = {one.id: measure_address(one, params) for one in columns}
    every = st.query_params.get(_ROWS) == "all"
    room = None if every else (_ROOM_PICTURE if page.screenshot else _ROOM).less(some)
    title = f'<h2 class="ch-title">{esc(heat_title(rows, columns, missing))}</h2>'
    under = f'<p class="ch-muted">Only homes of: {esc(page.selection.label)}</p>' if some else ""
    block(f"{title}{under}{heat_table(rows, columns, areas, heads, room, address(params | {_ROWS: 'all'}))}")


def _draw_attention(page: Page, own: dict[str, Reading], below: Sequence[Reading], columns: Sequence[Measure], *, some: bool) -> None:
    lines = attention(own, below, columns, page.returned, page.asked.returns_received(), page.selection.week)
    raised, looks = ([], 0) if some else _alerts(page, below, columns)
    room = _HIGH_PICTURE if page.screenshot else _HIGH
    listed = attention_list(lines or [_NOTHING], alert_lines(raised), looks, address(page.selection.params(), "compare_areas"), room)
    block(f'<h2 class="ch-title">Needs attention</h2>{listed}')


def _alerts(page: Page, below: Sequence[Reading], measures: Sequence[Measure]) -> tuple[list[Alert], int]:
    """Return the alerts among the areas that are listed - worse than the others, or a change for the worse of their own - and the looks."""
    selection, level = page.selection, parts_level(page.snapshot.areas, page.selection)
    areas = [one for one in below if one.level == level]
    if not areas or selection.week is None:
        return [], 0
    names = {one.code: one.label for one in areas}
    ccg_of = {code: selection.place.ccg or code for code in names}
    ask = Neighbours(page.store, page.snapshot, selection, page.permitted)
    comparisons = alerts.looked_at(areas, measures)
    changes = changes_of(page, measures, ask, level, names, ccg_of)
    found = alerts.alerts(comparisons, f"all of {selection.place.name}", changes)
    return found, sum(len(one.areas) for one in comparisons) + len(changes)


def _area(page: Page, one: Reading) -> dict[str, str]:
    if one.level != "pcn":
        return {"area": one.code}
    # Within a view of homes the row stands under no CCG; the PCN's own page finds its own.
    return {"pcn": one.code} if page.selection.place.level in VIEWS else {"ccg": one.within, "pcn": one.code}
