"""The card of small multiples: every area of the chosen one week by week, the least favourable first."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date

import streamlit as st

from carehomes.catalogue import Measure, events_of
from carehomes.charts import broken, panels, words
from carehomes.charts.panels import Panel
from carehomes.charts.readings import Reading, kind_of
from carehomes.measures import sql_behind
from ui.chart_card import Chart, about, draw_chart
from ui.frame import Page
from ui.headlines import parts_of
from ui.kept import kept
from ui.navigation import measure_address
from ui.tables import Column, html_table
from ui.text import esc

#: What the address says where every area is to be drawn.
_KEY, _ALL = "panels", "all"
_READ = (
    "Each panel is one area on the same axis from 0 to 100%; its line is the share of those that answered. It has a gap in a week "
    "without an answer and where too few answered to compare: there an open spot tells the share of those that did. The dashed line is "
    "the target, dotted lines are the dated events of the trend above; a line with [b] is a break, across which nothing is joined. "
    "Areas are in the order of the week shown: the least favourable "
    "share first, then those where too few answered, then those without an answer [x]."
)


def draw_panels(page: Page, measure: Measure, wanted: tuple[str, ...]) -> None:
    """Draw the areas of the week shown as panels, from the figures of the measures ``wanted`` by the page.

    Nothing for a measure of units, which has no common axis.
    """
    chart = _card(page, measure.id, wanted, st.query_params.get(_KEY) == _ALL)
    if chart:
        draw_chart(page, chart)


@kept
def _card(page: Page, measure_id: str, wanted: tuple[str, ...], everything: bool) -> Chart | None:
    measure, week = page.told(page.snapshot.measures[measure_id]), page.selection.week
    order = panels.ordered(parts_of(page, wanted), measure)
    if week is None or kind_of(measure) not in ("homes", "people") or not order:
        return None
    shown = order if everything else order[: panels.MOST]
    parts = tuple((one.level, one.code, one.within) for one in shown)
    weekly = page.asked.trends(page.selection, parts, measure.id, panels.WEEKS)
    found = panels.panels(shown, weekly)
    weeks = panels.weeks_of(found, week)
    title = panels.finding(order, measure)
    return Chart(
        key=f"panels_{measure.id}",
        title=title,
        figure=_panels(page, measure, found, weeks) + _way(page, measure, order, shown),
        alt=f"{title}.",
        table=_table(measure, found, weeks),
        rows=weekly,
        about=about([measure]) + f'<p class="ch-dl">{esc(_READ)}</p>',
        sql=sql_behind([measure], ["figures"]),
        under=_under(page, order, shown, weeks),
        notes=broken.short_lines(measure, weeks),
    )


def _under(page: Page, order: Sequence[Reading], shown: Sequence[Reading], weeks: Sequence[date]) -> str:
    """Return what is drawn: how many weeks, of how many areas."""
    span = f"{page.selection.label}. {words.capital(words.plural(len(weeks), 'week'))} up to the {words.week(weeks[-1])}"
    if len(shown) < len(order):
        return f"{span}; the {words.count(len(shown))} least favourable of {words.plural(len(order), 'area')}."
    return f"{span}; {words.plural(len(order), 'area')}, the least favourable first."


def _way(page: Page, measure: Measure, order: Sequence[Reading], shown: Sequence[Reading]) -> str:
    """Return the way to the areas that are not drawn, or back to the first of them, as HTML; '' where there are no more."""
    params = page.selection.params()
    if len(shown) < len(order):
        link, told = measure_address(measure, {**params, _KEY: _ALL}), f"Draw all {words.count(len(order))}"
    elif len(order) > panels.MOST:
        link, told = measure_address(measure, params), f"Draw the first {panels.MOST} only"
    else:
        return ""
    return f'<p class="ch-muted"><a href="{esc(link)}" target="_self">{esc(told)}</a></p>'


def _link(page: Page, measure: Measure, one: Reading) -> str:
    """Return where an area leads: this page for it; '' for the rows that complete a CCG."""
    kept = {key: value for key, value in page.selection.params().items() if key in ("week", "areas", "homes", "in", "as_at")}
    if one.level == "pcn":
        ccg = page.selection.place.ccg or one.within
        return measure_address(measure, kept | {"ccg": ccg, "pcn": one.code})
    return measure_address(measure, kept | {"area": one.code}) if one.level in ("region", "stp", "ccg") else ""


def _panels(page: Page, measure: Measure, found: Sequence[Panel], weeks: Sequence[date]) -> str:
    events = events_of(measure, weeks)
    body = ""
    for panel in found:
        figure, silence = panels.told(panel.one, measure)
        link = _link(page, measure, panel.one)
        name = esc(panel.one.label)
        head = f'<a href="{esc(link)}" target="_self">{name}</a>' if link else name
        code = base64.b64encode(panels.drawing(panel, measure, weeks, events).encode()).decode()
        alt = esc(panels.sentence(panel, measure))
        body += (
            f"<li><h3>{head}</h3><p><b>{esc(figure)}</b></p><p>{esc(silence)}</p>"
            f'<img src="data:image/svg+xml;base64,{code}" alt="{alt}"></li>'
        )
    return f'<ul class="ch-panels" aria-label="{esc(measure.name)}, area by area">{body}</ul>'


def _table(measure: Measure, found: Sequence[Panel], weeks: Sequence[date]) -> str:
    """Return the areas by week, the newest first: the share of those that answered with its counts."""
    kind = kind_of(measure)
    newest = list(reversed(weeks))
    rows = []
    for panel in found:
        cells = []
        for week in newest:
            one = panel.weeks.get(week)
            counts = panels.share_of(one, kind) if one else None
            few = " too few" if one and counts and one.standing(kind) == "too few answered" else ""
            nothing = words.SUPPRESSED if one and one.suppressed else words.NOT_AVAILABLE
            told = f"{words.share(*counts)} ({words.count(counts[0])} of {words.count(counts[1])}){few}" if counts else nothing
            cells.append(told)
        rows.append([panel.one.label, *cells])
    answered = "beds in homes that answered" if measure.unit == "beds" else "homes that answered"
    whole = answered if kind == "homes" else measure.unit
    caption = f"{measure.name}: share of {whole} by area and week ending Sunday, the newest first; [x] no answer"
    heads = [Column(words.short_day(week) + broken.sign(measure, week), True) for week in newest]
    return html_table(caption, [Column("Area"), *heads], rows)
