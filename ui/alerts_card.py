"""The card of honest alerts: which areas stand out for the worse on any measure, each with its counts and its evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import alerts
from carehomes.charts.readings import kind_of, readings
from carehomes.selection import VIEWS
from carehomes.statistics import Alert, Watched
from ui.data import Neighbours
from ui.frame import Page
from ui.notes import rebases_of
from ui.tables import Column, html_table
from ui.text import block, esc

_HOW = (
    "Each area and measure is held against all areas together by an exact binomial test, and by its process chart against its own weeks "
    "before; of the alerts raised, at most 5 in 100 are false "
    "in the long run (Benjamini and Hochberg over every look). Only where enough homes answered to compare."
)


def _chance(one: Alert) -> str:
    return "under 1 of 1,000" if one.p < 0.001 else f"{1000 * one.p:.0f} of 1,000"


def changes_of(
    page: Page, measures: Sequence[Measure], ask: Neighbours, level: str, names: Mapping[str, str], ccg_of: Mapping[str, str]
) -> list[Watched]:
    """Return what the process charts of the areas of a level say of the week shown.

    ``names`` tells the areas by code, ``ccg_of`` the CCG of each PCN (of any other area its own code). A view of homes has no such charts.
    """
    selection = page.selection
    if selection.week is None or selection.older or selection.place.level in VIEWS:
        return []
    return [
        found
        for one in measures
        if one.behaviour == "process" and kind_of(one) == "homes"
        for found in alerts.changing(
            ask.weekly(level, tuple(sorted(names)), one.id), one, selection.week, names, rebases_of(page, one, ccg_of)
        )
    ]


def draw_alerts(frame: pd.DataFrame, measures: Sequence[Measure], others: str, changes: Sequence[Watched]) -> None:
    """Draw the alerts among the areas of ``frame`` (figures of every measure) and their ``changes``; ``others`` names all together."""
    comparisons = alerts.looked_at(readings(frame), measures)
    found = alerts.alerts(comparisons, others, changes)
    looks = sum(len(one.areas) for one in comparisons) + len(changes)
    columns = [Column("What needs attention"), Column("Chance alone", True), Column("After every look", True)]
    rows = [[one.sentence, _chance(one), f"{one.adjusted:.3f}"] for one in found]
    with st.container(key="card_alerts"):
        block(f'<h2 class="ch-title">Needs attention: {esc(alerts.title(found, looks))}</h2><p class="ch-muted">{esc(_HOW)}</p>')
        if rows:
            caption = "The most certain first; how often chance alone would show as much, and the p-value adjusted for every look"
            block(html_table(caption, columns, rows, scroll=len(rows) > 12))
