"""The area list in force: what it holds, the code lists that were loaded, and what stands out in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from carehomes import measures as ask
from carehomes.access import Permitted
from carehomes.areas import AreaList
from carehomes.charts import words
from carehomes.ledger.model import KIND_NAMES
from carehomes.snapshots import Snapshot
from carehomes.store import AREAS
from ui.downloads import draw_files
from ui.frame import Page
from ui.paged import draw_paged
from ui.tables import Column, html_table
from ui.text import block, esc

_EVERY = "Everything that stands out"
_LEVELS = (("region", "region"), ("stp", "STP"), ("ccg", "CCG"), ("pcn", "PCN"), ("la", "local authority"))
_MANY = {"local authority": "local authorities"}


@st.cache_data(max_entries=16, show_spinner=False)
def _problems(store: str, snapshot: str, _snapshot: Snapshot, day: date, permitted: Permitted) -> pd.DataFrame:
    return ask.list_problems(_snapshot, day, permitted=permitted)


def draw_area_lists(page: Page) -> None:
    """Draw the card: the list's areas on the week's last day, the lists laid over the shipped one, and what stands out."""
    with st.container(key="card_area_lists"):
        block('<h2 class="ch-title">Area lists</h2>')
        day = page.selection.week or date.today()
        block(f'<p class="ch-muted">{esc(_held(page.snapshot.areas, day))}</p>{_loaded_table(page.asked.returns_received())}')
        found = _problems(str(page.store.folder), page.snapshot.key, page.snapshot, day, page.permitted)
        if found.empty:
            block(
                '<p class="ch-muted">Nothing stands out: no PCN closed, named twice or under a closed CCG, no practice of another CCG.</p>'
            )
            return
        counts = found["problem"].value_counts(sort=False).to_dict()
        choices = {_EVERY: f"{_EVERY} ({words.count(len(found))})"} | {one: f"{one} ({words.count(n)})" for one, n in counts.items()}
        kept = st.selectbox("Show", list(choices), format_func=lambda one: choices.get(one, one), key="area_problem", width=420)
        rows = found if kept == _EVERY else found[found["problem"] == kept]
        columns = [Column("What"), Column("Code"), Column("Name"), Column("CCG to settle it"), Column("In words")]
        draw_paged("area_problem_rows", "line", columns, rows, _cells)
        draw_files(page, "area_list_problems", "What stands out in the area list", rows)


def _cells(row: dict[str, Any]) -> list[str]:
    ccg = f"{row['ccg_name']} ({row['ccg']})" if row["ccg"] else words.NOT_AVAILABLE
    return [words.capital(row["problem"]), row["code"], row["name"], ccg, row["detail"]]


def _held(areas: AreaList, day: date) -> str:
    told = []
    for level, name in _LEVELS:
        listed = areas.of_level(level)
        is_open = sum(1 for one in listed if one.open_on(day))
        closed = f" and {words.count(len(listed) - is_open)} not" if len(listed) > is_open else ""
        told.append(f"{words.count(is_open)} {name if is_open == 1 else _MANY.get(name, name + 's')} open{closed}")
    return f"On {words.day(day)}: {', '.join(told)}. Closed areas stay, with their successors, so that history can be told."


def _loaded_table(received: pd.DataFrame) -> str:
    lists = received[received["kind"].isin([AREAS, "boundaries"])] if len(received) else received
    if lists.empty:
        return (
            '<p class="ch-muted">No code list was loaded: the shipped list is in force. Upload a newer one above, such as the ODS workbook '
            "of PCNs; it is laid over the shipped list.</p>"
        )
    rows = [
        [
            words.moment(row["decided_at"]),
            words.capital(KIND_NAMES[row["kind"]]),
            row["state"],
            words.count(int(row["rows"])),
            words.count(int(row["findings"])),
            str(row["return_id"]),
            words.shorten(row["file_name"], 60),
        ]
        for row in lists.to_dict("records")
    ]
    numbers = [Column("Rows", True), Column("Findings", True), Column("Number", True)]
    columns = [Column("Accepted"), Column("What"), Column("State"), *numbers, Column("File")]
    return html_table("Laid over the shipped list in the order of their decisions", columns, rows)
