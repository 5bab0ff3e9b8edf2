"""The Overview: five headline cards, the heat table, what needs attention; one screen of 1600 by 900."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import alerts
from carehomes.charts import trend as trend_chart
from carehomes.charts.readings import Reading, readings
from carehomes.measures import sql_behind
from ui.alerts_card import changes_of
from ui.attention import alert_lines, attention
from ui.cards import card, draw_cards, spark
from ui.chart_card import Chart, about, draw_chart
from ui.data import Neighbours, split
from ui.frame import Page
from ui.heat import heat_table, heat_title, heat_words
from ui.navigation import address, measure_address
from ui.selection import VIEWS, parts_level, without_area
from ui.text import block, say
from ui.views import nothing_counted

#: Shown beside the headlines in the heat table, where the catalogue has it.
_WITH = "all_in_place"
#: Asked for the list of what needs attention.
_ASKED = ("nothing_in_place", "missed_two_weeks")
#: What a headline card says besides its own figure: the other measure, and how it is told.
_BESIDE = {
    "checked_in": ("missed_two_weeks", "{yes} missed two weeks running"),
    "residents_with_pcsp": ("new_residents_in_time", "new residents in time: {numerator} of {whole}"),
    "homes_with_oximeter": ("oximeters_outstanding", "{numerator} units outstanding"),
}
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
    figures = page.asked.figures(page.selection, wanted)
    own, below = split(figures, page.selection)
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
            )
            for one in heads
        ]
    )
    heads_to = {one.id: measure_address(one, page.selection.params()) for one in columns}
    left, right = st.columns([2.3, 1], gap="small")
    missing = [area.name for area in page.returned.missing] if page.returned else []
    rows = below or list(own.values())
    # A row within a view holds only some of the homes of the area that it is called by; the line that says so needs its place.
    some = page.selection.older or page.selection.place.level in VIEWS
    with left:
        carried = without_area(page.selection)
        links = {one.code: address(carried | _area(page, one)) for one in below}
        title = heat_title(below, columns, missing)
        chart = Chart(
            key="heat",
            title=title,
            figure=heat_table(rows, columns, links, heads_to, 304 if some else 330),
            alt=f"{title}.",
            table=heat_words(rows, columns),
            rows=figures[figures["measure"].isin([one.id for one in columns])],
            about=about(columns),
            sql=sql_behind(columns, ["figures"]),
            under=f"Only homes of: {page.selection.label}" if some else "",
            first="Heat table",
        )
        draw_chart(page, chart, compact=True)
    with right, st.container(key="card_attention"):
        found = attention(own, below, columns, page.returned, page.asked.returns_received(), page.selection.week)
        told = "".join(f"<li>{line}</li>" for line in found) or f"<li>{_NOTHING}</li>"
        raised = "" if some else _alerts(page, below, columns)
        listed = f'<div class="ch-scroll" style="max-height:{312 if some else 362}px"><ul class="ch-list">{told}</ul>{raised}</div>'
        block(f'<h2 class="ch-title">Needs attention</h2>{listed}')


def _alerts(page: Page, below: Sequence[Reading], measures: Sequence[Measure]) -> str:
    """Return the alerts among the areas that are listed: worse than the others, or a change for the worse of their own."""
    selection, level = page.selection, parts_level(page.snapshot.areas, page.selection)
    areas = [one for one in below if one.level == level]
    if not areas or selection.week is None:
        return ""
    names = {one.code: one.label for one in areas}
    ccg_of = {code: selection.place.ccg or code for code in names}
    ask = Neighbours(page.store, page.snapshot, selection, page.permitted)
    comparisons = alerts.looked_at(areas, measures)
    changes = changes_of(page, measures, ask, level, names, ccg_of)
    found = alerts.alerts(comparisons, f"all of {selection.place.name}", changes)
    looks = sum(len(one.areas) for one in comparisons) + len(changes)
    return alert_lines(found, looks, address(selection.params(), "compare_areas"))


def _area(page: Page, one: Reading) -> dict[str, str]:
    if one.level != "pcn":
        return {"area": one.code}
    # Within a view of homes the row stands under no CCG; the PCN's own page finds its own.
    return {"pcn": one.code} if page.selection.place.level in VIEWS else {"ccg": one.within, "pcn": one.code}
