"""A chart as a card with four tabs: the chart, the same as a table, the file, and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.template import CONFIG
from ui.cards import target_words
from ui.frame import Page
from ui.icons import icon_image
from ui.tables import csv_file
from ui.text import block, esc

_BEHAVIOUR = {
    "process": "a process: it goes up and down week by week",
    "stock": "a stock: what is there at the end of the week",
    "cumulative": "cumulative: it climbs towards its target",
}
_DIRECTION = {"higher": "higher is better", "lower": "lower is better", "none": "neither higher nor lower is better"}


@dataclass(frozen=True)
class Drawn:
    """Another figure of the same rows, on a tab of its own, with its sentence, and what is said under it beside ``icons``."""

    tab: str
    figure: go.Figure
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

    ``first`` names the tab of the figure; ``others`` are drawn on tabs beside it. ``notes`` are told beneath the figure and in the
    file. ``switch`` stands beneath the figure.
    """

    key: str
    title: str
    figure: go.Figure
    alt: str
    table: str
    rows: pd.DataFrame
    about: str
    under: str = ""
    first: str = "Chart"
    others: tuple[Drawn, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())
    switch: Switch | None = None


def about(measures: Sequence[Measure]) -> str:
    """Return the definitions of ``measures`` as HTML."""
    text = ""
    for measure in measures:
        terms = {
            "Definition": measure.definition,
            "Numerator": measure.numerator,
            "Denominator": measure.denominator,
            "Direction": _DIRECTION.get(measure.direction, measure.direction),
            "Behaviour": _BEHAVIOUR.get(measure.behaviour, measure.behaviour),
            "Target": target_words(measure).removeprefix("Target: ") or "none",
            "Owner": f"{measure.owner}; checked by {measure.checked_by}; reviewed {words.day(measure.reviewed)}",
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


def draw_chart(page: Page, chart: Chart) -> None:
    """Draw the card."""
    with st.container(key=f"card_{chart.key}"):
        under = f'<p class="ch-muted">{esc(chart.under)}</p>' if chart.under else ""
        block(f'<h2 class="ch-title">{esc(chart.title)}</h2>{under}')
        names = [chart.first, *(one.tab for one in chart.others), "Table", "Download", "About"]
        drawn, *others, table, download, meaning = st.tabs(names, key=f"tabs_{chart.key}")
        with drawn:
            st.plotly_chart(chart.figure, width="stretch", theme=None, config=CONFIG, key=f"chart_{chart.key}", alt=chart.alt)
            if chart.switch:
                _draw_switch(chart.switch)
            if chart.notes:
                block(f'<ul class="ch-notes" aria-label="Notes and events">{"".join(f"<li>{esc(one)}</li>" for one in chart.notes)}</ul>')
        for tab, other in zip(others, chart.others, strict=True):
            with tab:
                key = f"chart_{chart.key}_{other.tab.lower().replace(' ', '_')}"
                st.plotly_chart(other.figure, width="stretch", theme=None, config=CONFIG, key=key, alt=other.alt)
                if other.under:
                    drawn_icons = "".join(icon_image(name, 30) for name in other.icons)
                    block(f'<p class="ch-muted ch-icons">{drawn_icons}<span>{esc(other.under)}</span></p>')
        with table:
            block(chart.table)
        with download:
            notes = [*page.provenance.notes(chart.title), *(f"Note: {one}" for one in chart.notes)]
            rows = esc(words.plural(len(chart.rows), "row"))
            block(f'<p class="ch-muted">{rows}, with their counts, as CSV. The first lines, which begin with #, say:</p>')
            block('<p class="ch-muted">' + "<br>".join(esc(note) for note in notes) + "</p>")
            st.download_button(
                "Download CSV",
                data=lambda: csv_file(notes, chart.rows),
                file_name=page.provenance.file_name(chart.key),
                mime="text/csv",
                key=f"download_{chart.key}",
                on_click="ignore",
            )
        with meaning:
            block(chart.about)
