"""The Overview: five headline cards, the heat table, what needs attention; one screen of 1600 by 900."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import alerts
from carehomes.charts.readings import Reading
from carehomes.measures import sql_behind
from carehomes.statistics import Alert
from ui.alerts_card import changes_of
from ui.attention import alert_lines, attention, attention_list
from ui.behind import Behind, Key, behind
from ui.chart_card import Chart, about, draw_chart
from ui.data import Neighbours, split
from ui.frame import Page
from ui.guide import draw_guide, guide_open
from ui.headlines import asked_beside, draw_headlines, headlines
from ui.heat import Room, heat_table, heat_title, heat_words
from ui.navigation import address, measure_address
from ui.notes import notes_line
from ui.selection import VIEWS, parts_level, without_area
from ui.text import block, say
from ui.views import nothing_counted

#: Shown beside the headlines in the heat table, where the catalogue has it.
_WITH = "all_in_place"
#: Asked for the list of what needs attention.
_ASKED = ("nothing_in_place", "outbreak_unchecked", "missed_two_weeks")
#: What fits a screen of 1600 by 900: areas in the heat table, and the pixels of the list beside it; in screenshot mode there is more room.
_ROOM, _ROOM_PICTURE = Room(6, 11), Room(7, 17)
_HIGH, _HIGH_PICTURE = 300, 400
#: Pixels that the first-visit guide takes of the list beneath it.
_GUIDE = 150
#: In the address, asks for every area of the heat table, also where they are more than fit the screen.
_ROWS = "rows"
_NOTHING = "Nothing: every CCG has returned, and no home has nothing in place."


def draw_overview(page: Page) -> None:
    """Draw cards, heat table and attention for the chosen area and week."""
    catalogue = page.snapshot.measures
    heads = headlines(page)
    columns = heads + [catalogue[_WITH]] * (_WITH in catalogue)
    wanted = tuple(dict.fromkeys([*(one.id for one in columns), *(one for one in _ASKED if one in catalogue), *asked_beside(page)]))
    figures = page.asked.figures(page.selection, wanted)
    own, below = split(figures, page.selection)
    nothing = nothing_counted(page, own)
    if nothing:
        say(nothing)
        return
    leads = behind(page, [*own.values(), *below], columns)
    draw_headlines(page, own, leads)
    noted = notes_line(page, heads)
    if noted:
        block(noted)
    left, right = st.columns([2.3, 1], gap="small")
    # A row within a view holds only some of the homes of the area that it is called by; the line that says so needs its place.
    some = page.selection.older or page.selection.place.level in VIEWS
    with left:
        shown = figures[figures["measure"].isin([one.id for one in columns])]
        draw_chart(page, _heat(page, own, below, columns, leads, shown, less=some + bool(noted)), compact=True)
    guide = guide_open()
    if guide:
        with right:
            draw_guide()
    with right, st.container(key="card_attention"):
        _draw_attention(page, own, below, columns, some=some, less=28 * (some + bool(noted)) + _GUIDE * guide)


def _heat(
    page: Page,
    own: dict[str, Reading],
    below: Sequence[Reading],
    columns: Sequence[Measure],
    leads: Mapping[Key, Behind],
    frame: pd.DataFrame,
    *,
    less: int,
) -> Chart:
    rows = below or list(own.values())
    params = page.selection.params()
    missing = [area.name for area in page.returned.missing] if page.returned else []
    areas = {one.code: address(without_area(page.selection) | _area(page, one)) for one in below}
    heads = {one.id: measure_address(one, params) for one in columns}
    every = st.query_params.get(_ROWS) == "all"
    room = None if every else (_ROOM_PICTURE if page.screenshot else _ROOM).less(less)
    some = page.selection.older or page.selection.place.level in VIEWS
    title = heat_title(rows, columns, missing)
    return Chart(
        key="heat",
        title=title,
        figure=heat_table(rows, columns, areas, heads, leads, room, address(params | {_ROWS: "all"})),
        alt=f"{title}.",
        table=heat_words(rows, columns),
        rows=frame,
        about=about(columns),
        sql=sql_behind(columns, ["figures"]),
        under=f"Only homes of: {page.selection.label}" if some else "",
        first="Heat table",
    )


def _draw_attention(
    page: Page, own: dict[str, Reading], below: Sequence[Reading], columns: Sequence[Measure], *, some: bool, less: int
) -> None:
    lines = attention(own, below, columns, page.returned, page.asked.returns_received(), page.selection.week)
    raised, looks = ([], 0) if some else _alerts(page, below, columns)
    room = (_HIGH_PICTURE if page.screenshot else _HIGH) - less
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
