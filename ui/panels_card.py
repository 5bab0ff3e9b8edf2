"""The card of small multiples: every area of the chosen one week by week, the least favourable first."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from carehomes.catalogue import Measure, events_of
from carehomes.charts import panels, words
from carehomes.charts.panels import Panel
from carehomes.charts.readings import Reading, kind_of
from ui.chart_card import about
from ui.frame import Page
from ui.navigation import measure_address
from ui.tables import Column, csv_file, html_table
from ui.text import block, esc

#: What the address says where every area is to be drawn.
_KEY, _ALL = "panels", "all"
_READ = (
    "Each panel is one area on the same axis from 0 to 100%; its line is the share of those that answered. It has a gap in a week "
    "without an answer and where too few answered to compare: there an open spot tells the share of those that did. The dashed line is "
    "the target, dotted lines are the dated events of the trend above. Areas are in the order of the week shown: the least favourable "
    "share first, then those where too few answered, then those without an answer [x]."
)


def draw_panels(page: Page, measure: Measure, frame: pd.DataFrame) -> None:
    """Draw the areas of ``frame`` (figures of the week shown) as panels; nothing for a measure of units, which has no common axis."""
    week, kind = page.selection.week, kind_of(measure)
    order = panels.ordered(frame, measure)
    if week is None or kind not in ("homes", "people") or not order:
        return
    everything = st.query_params.get(_KEY) == _ALL
    shown = order if everything else order[: panels.MOST]
    parts = tuple((one.level, one.code, one.within) for one in shown)
    weekly = page.asked.trends(page.selection, parts, measure.id, panels.WEEKS)
    found = panels.panels(shown, weekly)
    weeks = panels.weeks_of(found, week)
    key = f"panels_{measure.id}"
    with st.container(key=f"card_{key}"):
        under = _under(page, measure, order, shown, weeks)
        block(f'<h2 class="ch-title">{esc(panels.finding(order, measure))}</h2><p class="ch-muted">{under}</p>')
        drawn, table, download, meaning = st.tabs(["Chart", "Table", "Download", "About"], key=f"tabs_{key}")
        with drawn:
            block(_panels(page, measure, found, weeks))
        with table:
            block(_table(measure, found, weeks))
        with download:
            _draw_download(page, key, weekly)
        with meaning:
            block(about([measure]) + f'<p class="ch-dl">{esc(_READ)}</p>')


def _under(page: Page, measure: Measure, order: Sequence[Reading], shown: Sequence[Reading], weeks: Sequence[date]) -> str:
    """Return what is drawn, as HTML: how many of how many areas, and the way to the others."""
    span = f"{page.selection.label}. {words.capital(words.plural(len(weeks), 'week'))} up to the {words.week(weeks[-1])}"
    params = page.selection.params()
    if len(shown) < len(order):
        left = f"the {words.count(len(shown))} least favourable of {words.plural(len(order), 'area')}"
        link = measure_address(measure, {**params, _KEY: _ALL})
        return f'{esc(f"{span}; {left}.")} <a href="{esc(link)}" target="_self">Draw all {words.count(len(order))}</a>'
    told = f"{span}; {words.plural(len(order), 'area')}, the least favourable first."
    if len(order) > panels.MOST:
        return f'{esc(told)} <a href="{esc(measure_address(measure, params))}" target="_self">Draw the first {panels.MOST} only</a>'
    return esc(told)


def _link(page: Page, measure: Measure, one: Reading) -> str:
    """Return where an area leads: this page for it; '' for the rows that complete a CCG."""
    kept = {key: value for key, value in page.selection.params().items() if key in ("week", "areas", "homes", "as_at")}
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
            told = f"{words.share(*counts)} ({words.count(counts[0])} of {words.count(counts[1])}){few}" if counts else words.NOT_AVAILABLE
            cells.append(told)
        rows.append([panel.one.label, *cells])
    whole = "homes that answered" if kind == "homes" else measure.unit
    caption = f"{measure.name}: share of {whole} by area and week ending Sunday, the newest first; [x] no answer"
    return html_table(caption, [Column("Area"), *(Column(words.short_day(week), True) for week in newest)], rows)


def _draw_download(page: Page, key: str, weekly: pd.DataFrame) -> None:
    notes = page.provenance.notes("Area by area, week by week")
    rows = esc(words.plural(len(weekly), "row"))
    block(f'<p class="ch-muted">{rows}, with their counts, as CSV. The first lines, which begin with #, say:</p>')
    block('<p class="ch-muted">' + "<br>".join(esc(note) for note in notes) + "</p>")
    st.download_button(
        "Download CSV",
        data=lambda: csv_file(notes, weekly),
        file_name=page.provenance.file_name(key),
        mime="text/csv",
        key=f"download_{key}",
        on_click="ignore",
    )
