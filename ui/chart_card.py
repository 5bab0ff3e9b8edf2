"""A chart as a card with four tabs: the chart, the same as a table, the file, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

from carehomes.catalogue import Measure
from carehomes.charts import asked_then, broken, words
from carehomes.charts.drawing import Drawing
from carehomes.charts.template import CONFIG
from ui.cards import target_words
from ui.downloads import draw_files
from ui.drill import draw_clicks
from ui.frame import Page
from ui.icons import icon_image
from ui.pictures import Picture, draw_pictures
from ui.terms import words_of
from ui.text import block, esc

_BEHAVIOUR = {
    "process": "a process: it goes up and down week by week",
    "stock": "a stock: what is there at the end of the week",
    "cumulative": "cumulative: it climbs towards its target",
}
#: How each shape of measure is worked out (queries/shapes).
_CALCULATION = {
    "share_of_homes": "homes that say yes, over all homes of the denominator; range: with those not answered added to yes",
    "share_of_people": "people counted by the numerator over people counted by the denominator, in the homes that gave both",
    "stock": "the sum of the counts that homes gave; a count is carried for some weeks where none is given",
    "ladder": "homes by the word that they answered, from the foot of the ladder to its top",
    "split": "homes that say yes to the question above, by the word that they answered",
    "composite": "a home is yes when every part is yes, no when one part is no, and not answered otherwise",
    "own": "by the SQL of its own that stands in the card's About tab",
}
_DIRECTION = {"higher": "higher is better", "lower": "lower is better", "none": "neither higher nor lower is better"}


@dataclass(frozen=True)
class Drawn:
    """Another figure of the same rows, on a tab of its own, with its sentence, and what is said under it beside ``icons``."""

    tab: str
    figure: Drawing
    alt: str
    under: str = ""
    icons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Switch:
    """Something that a card shows on demand: its label, the key of the address that asks for it (``key=1``), and what it costs."""

    label: str
    key: str
    help: str

    @property
    def on(self) -> bool:
        """Return whether the address asks for it."""
        return st.query_params.get(self.key, "") == "1"


@dataclass(frozen=True)
class Chart:
    """What a card shows: the figure with its sentence, the table as HTML, the rows of the file, and the meaning as HTML.

    ``title`` is the finding in a sentence, and ``alt``, the alternative text, begins with it. ``figure`` is HTML where the drawing is a
    table (a heat table, a matrix). ``sql`` is what ``sql_behind`` returns. ``first`` names the tab of the figure; ``others`` are drawn on
    tabs beside it. ``notes`` are told beneath the figure and in the file. ``switch`` stands beneath the figure. ``leads`` gives by the
    label of an area, or by a week (ISO), where a click on it leads; the table has the same links.
    """

    key: str
    title: str
    figure: Drawing | str
    alt: str
    table: str
    rows: pd.DataFrame
    about: str
    sql: Sequence[tuple[str, str]]
    under: str = ""
    first: str = "Chart"
    others: tuple[Drawn, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())
    switch: Switch | None = None
    leads: Mapping[str, str] = field(default_factory=dict)


def about(measures: Sequence[Measure]) -> str:
    """Return the definitions of ``measures`` as HTML."""
    text = ""
    for measure in measures:
        terms = {
            "Definition": measure.definition,
            "Numerator": measure.numerator,
            "Denominator": measure.denominator,
            "Calculation": _CALCULATION[measure.shape],
            "Direction": _DIRECTION.get(measure.direction, measure.direction),
            "Behaviour": _BEHAVIOUR.get(measure.behaviour, measure.behaviour),
            "Target": target_words(measure).removeprefix("Target: ") or "none",
            "Asked": " ".join(asked_then.lines(measure)),
            "Breaks": " ".join(broken.told(one) for one in measure.breaks),
            "Owner": f"{measure.owner}; checked by {measure.checked_by}; reviewed {words.day(measure.reviewed)}; next review by "
            f"{words.day(measure.next_review)}",
        }
        listed = "".join(f"<dt>{esc(term)}</dt><dd>{esc(told)}</dd>" for term, told in terms.items() if told)
        text += f'<h3 style="font-size:15px;margin:8px 0 0 0;padding:0">{esc(measure.name)}</h3><dl class="ch-dl">{listed}</dl>'
    return text


def _draw_switch(switch: Switch) -> None:
    name = f"switch_{switch.key}"
    st.session_state[name] = switch.on

    def moved() -> None:
        if st.session_state[name]:
            st.query_params[switch.key] = "1"
        else:
            st.query_params.pop(switch.key, None)

    st.toggle(switch.label, key=name, help=switch.help, on_change=moved)


def draw_chart(page: Page, chart: Chart, *, compact: bool = False) -> None:
    """Draw the card. A ``compact`` one keeps its drawing in sight and has the other tabs behind a button: for a page of one screen."""
    with st.container(key=f"card_{chart.key}"):
        under = f'<p class="ch-muted">{esc(chart.under)}</p>' if chart.under else ""
        head = f'<h2 class="ch-title">{esc(chart.title)}</h2>{under}'
        names = ["Table", "Download", "About"]
        if compact:
            with st.container(horizontal=True, gap="small", key=f"head_{chart.key}"):
                block(head)
                with st.popover("Table and files", type="tertiary", width="content"):
                    _draw_beside(page, chart, _tabs(chart, names))
            _draw_main(chart)
            return
        block(head)
        drawn, *tabs = _tabs(chart, [chart.first, *(one.tab for one in chart.others), *names])
        with drawn:
            _draw_main(chart)
        for tab, other in zip(tabs[:-3], chart.others, strict=True):
            with tab:
                _draw_figure(_key(chart, other), other.figure, other.alt)
                if other.under:
                    drawn_icons = "".join(icon_image(name, 30) for name in other.icons)
                    block(f'<p class="ch-muted ch-icons">{drawn_icons}<span>{esc(other.under)}</span></p>')
        _draw_beside(page, chart, tabs[-3:])
        if chart.leads:
            draw_clicks(chart.key, [f"chart_{chart.key}", *(_key(chart, one) for one in chart.others)], chart.leads)


def _tabs(chart: Chart, names: list[str]) -> Sequence[TabContainer]:
    """Return the tabs of the card: a change of tab runs the page again, so that the files are offered only where they are looked at."""
    return st.tabs(names, key=f"tabs_{chart.key}", on_change="rerun")


def _draw_main(chart: Chart) -> None:
    _draw_figure(f"chart_{chart.key}", chart.figure, chart.alt)
    if chart.switch:
        _draw_switch(chart.switch)
    if chart.notes:
        block(f'<ul class="ch-notes" aria-label="Notes and events">{"".join(f"<li>{esc(one)}</li>" for one in chart.notes)}</ul>')


def _draw_beside(page: Page, chart: Chart, tabs: Sequence[TabContainer]) -> None:
    table, download, meaning = tabs
    with table:
        block(chart.table)
    # What offers files costs a page more than all the other tabs together.
    if download.open:
        with download:
            _draw_download(page, chart)
    with meaning:
        block(chart.about + words_of(chart.title, chart.under) + _sql_html(chart.sql))


def _key(chart: Chart, other: Drawn) -> str:
    return f"chart_{chart.key}_{other.tab.lower().replace(' ', '_')}"


def _draw_figure(key: str, figure: Drawing | str, alt: str) -> None:
    if isinstance(figure, str):
        with st.container(key=key):
            block(f'<div class="ch-drawing">{figure}</div>')
    else:
        st.plotly_chart(figure.figure, width="stretch", theme=None, config=CONFIG, key=key, alt=alt)


def _draw_download(page: Page, chart: Chart) -> None:
    notes = tuple(f"Note: {one}" for one in chart.notes)
    name, selection = page.provenance.picture_name, page.selection
    pictures = [Picture(chart.first, f"chart_{chart.key}", name(chart.key), chart.alt, notes)]
    for one in chart.others:
        what = one.tab.lower().replace(" ", "_")
        pictures.append(Picture(one.tab, _key(chart, one), name(f"{chart.key}_{what}"), one.alt, (one.under or one.alt,)))
    block('<p class="ch-muted">A picture of 1600 by 900, with its title and the footer of this page:</p>')
    beneath = chart.under.removeprefix(selection.label).lstrip(". ")
    told = " · ".join(text for text in (selection.label, words.capital(words.week(page.provenance.shown_week)), beneath) if text)
    draw_pictures(page, chart.key, chart.title, told, pictures)
    rows = esc(words.plural(len(chart.rows), "row"))
    block(f'<p class="ch-muted">{rows}, with their counts; the first lines of the CSV, and the sheet Notes of the XLSX, say:</p>')
    draw_files(page, chart.key, chart.title, chart.rows, notes)
    block('<p class="ch-muted">' + "<br>".join(esc(note) for note in (*page.provenance.notes(chart.title), *notes)) + "</p>")


def _sql_html(behind: Sequence[tuple[str, str]]) -> str:
    listed = "".join(f"<h4>queries/{esc(path)}</h4><pre tabindex=0>{esc(text)}</pre>" for path, text in behind)
    return f'<details class="ch-sql"><summary>The SQL behind it</summary>{listed}</details>' if listed else ""
