"""The Overview: five headline cards, the heat table, what needs attention; one screen of 1600 by 900."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import alerts
from carehomes.charts.attention import Line, attention
from carehomes.charts.readings import Reading
from carehomes.measures import sql_behind
from carehomes.selection import VIEWS, parts_level, without_area
from carehomes.statistics import Alert
from ui.alerts_card import changes_of
from ui.attention import alert_lines, attention_list, told_lines
from ui.behind import behind
from ui.chart_card import Chart, about, draw_chart
from ui.data import Neighbours
from ui.frame import Page
from ui.guide import draw_guide, guide_open
from ui.headlines import asked_beside, draw_headlines, headlines, readings_of
from ui.heat import Room, heat_table, heat_title, heat_words
from ui.kept import kept
from ui.navigation import address, measure_address
from ui.notes import notes_line
from ui.text import block, say
from ui.views import nothing_counted

#: Shown beside the headlines in the heat table, where the catalogue has it.
_WITH = "all_in_place"
#: Asked for the list of what needs attention.
_ASKED = ("nothing_in_place", "outbreak_unchecked", "missed_two_weeks")
#: What fits a screen of 1600 by 900: areas in the heat table, and the pixels of the list beside it; in screenshot mode there is more room.
_ROOM, _ROOM_PICTURE = Room(6, 11), Room(7, 17)
_HIGH, _HIGH_PICTURE = 300, 400
#: Letters of a title that fit one line beside its button.
_ONE_LINE = 94
#: From as many homes on cards take a line more.
_COUNTRY = 10_000
#: Pixels that the first-visit guide takes of the list beneath it.
_GUIDE = 150
#: In the address, asks for every area of the heat table, also where they are more than fit the screen.
_ROWS = "rows"
_NOTHING = Line("Nothing", ": every CCG has returned, and no home has nothing in place.")


def draw_overview(page: Page) -> None:
    """Draw cards, heat table and attention for the chosen area and week."""
    asked = [one for one in _ASKED if one in page.snapshot.measures]
    wanted = tuple(dict.fromkeys([*(one.id for one in _columns(page)), *asked, *asked_beside(page)]))
    nothing = nothing_counted(page, readings_of(page, wanted)[0])
    if nothing:
        say(nothing)
        return
    draw_headlines(page, wanted)
    noted = notes_line(page, headlines(page))
    if noted:
        block(noted)
    left, right = st.columns([2.3, 1], gap="small")
    # A row within a view holds only some of the homes of the area that it is called by; the line that says so needs its place.
    # Cards in beds have a line or two more; beyond the team the chips and the footer have.
    less = _some(page) + bool(noted) + 2 * page.selection.in_beds + bool(page.returned and page.returned.registered >= _COUNTRY)
    less += 2 * (page.snapshot.beyond is not None)
    with left:
        every = st.query_params.get(_ROWS) == "all"
        room = None if every else (_ROOM_PICTURE if page.screenshot else _ROOM).less(less)
        draw_chart(page, _heat(page, wanted, room), compact=True)
    guide = guide_open()
    if guide:
        with right:
            draw_guide()
    with right, st.container(key="card_attention"):
        high = (_HIGH_PICTURE if page.screenshot else _HIGH) - 28 * less - _GUIDE * guide
        title = "Needs attention" + ", in homes" * page.selection.in_beds
        block(f'<h2 class="ch-title">{title}</h2>{_attention(page.in_homes, wanted, high)}')


def _columns(page: Page) -> list[Measure]:
    catalogue = page.snapshot.measures
    return [page.told(one) for one in headlines(page) + [catalogue[_WITH]] * (_WITH in catalogue)]


def _some(page: Page) -> bool:
    """Return whether the areas listed have only some of their homes here."""
    return page.selection.older or page.selection.place.level in VIEWS


@kept
def _heat(page: Page, wanted: tuple[str, ...], room: Room | None) -> Chart:
    columns, params = _columns(page), page.selection.params()
    own, below = readings_of(page, wanted)
    figures = page.asked.figures(page.selection, wanted)
    rows = below or list(own.values())
    missing = [area.name for area in page.returned.missing] if page.returned else []
    areas = {one.code: address(without_area(page.selection) | _area(page, one)) for one in below}
    heads = {one.id: measure_address(one, params) for one in columns}
    leads = behind(page, [*own.values(), *below], columns)
    title = heat_title(rows, columns, missing)
    # A title of two lines takes the place of a row.
    fits = room.less(len(title) > _ONE_LINE) if room else None
    return Chart(
        key="heat",
        title=title,
        figure=heat_table(rows, columns, areas, heads, leads, fits, address(params | {_ROWS: "all"})),
        alt=f"{title}.",
        table=heat_words(rows, columns),
        rows=figures[figures["measure"].isin([one.id for one in columns])],
        about=about(columns),
        sql=sql_behind(columns, ["figures"]),
        under=f"Only homes of: {page.selection.label}" if _some(page) else "",
        first="Heat table",
    )


@kept
def _attention(page: Page, wanted: tuple[str, ...], high: int) -> str:
    columns = _columns(page)
    own, below = readings_of(page, wanted)
    lines = attention(own, below, columns, page.returned, page.asked.returns_received(), page.selection.week)
    raised, looks = ([], 0) if _some(page) else _alerts(page, below, columns)
    return attention_list(
        told_lines(lines or [_NOTHING]), alert_lines(raised), looks, address(page.selection.params(), "compare_areas"), high
    )


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
