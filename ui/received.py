"""What was found while counting this week, and every return received."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from carehomes.charts import words
from carehomes.charts.readings import day, known
from carehomes.ledger.model import KIND_NAMES
from ui.downloads import draw_files
from ui.frame import Page
from ui.tables import Column, html_table
from ui.text import block


def _on_time(value: object) -> str:
    return "" if not known(value) else "on time" if bool(value) else "late"


def _moment(value: object) -> str:
    return words.moment(pd.Timestamp(value).to_pydatetime()) if known(value) else words.NOT_AVAILABLE  # type: ignore[arg-type]


def received_table(received: pd.DataFrame) -> str:
    """Return every return received, the newest decision first."""
    rows = []
    for row in received.to_dict("records"):
        week = day(row["week"])
        name = f"{row['name']} ({row['submitter']})" if row["name"] else str(row["submitter"] or "")
        rows.append(
            [
                words.capital(KIND_NAMES[row["kind"]]) + (", nil" if row["nil"] else ""),
                name,
                words.day(week) if week else "",
                _moment(row["received_at"]),
                _on_time(row["on_time"]),
                str(row["state"]),
                words.count(int(row["rows"])) if known(row["rows"]) else "",
                str(row["return_id"]),
                words.shorten(str(row["file_name"] or ""), 60),
                words.shorten("; ".join(text for text in (row["reasons"], row["decided"]) if text), 200),
            ]
        )
    labels = ["What", "Submitter", "Week ending", "Received", "On time", "State"]
    widths = [8, 14, 11, 15, 7, 9]
    columns = [Column(label, width=width) for label, width in zip(labels, widths, strict=True)]
    columns += [Column("Rows", True), Column("Number", True), Column("File", width=11), Column("Reasons")]
    return html_table(f"{words.plural(len(rows), 'return')}, the newest decision first", columns, rows)


def findings_table(page: Page, found: pd.DataFrame) -> str:
    """Return what the rules of counting found this week in the chosen area, a row a finding."""
    areas = {area.code: area for area in page.returned.areas} if page.returned else {}
    rows = [[areas[row["ccg"]].label, str(row["message"])] for row in found.to_dict("records") if row["ccg"] in areas]
    if not rows:
        return '<p class="ch-muted">Nothing: registers, alignment, rows and totals agree.</p>'
    caption = f"{words.plural(len(rows), 'finding')}; each is counted as it says"
    return html_table(caption, [Column("CCG"), Column("What was found, and how it is counted")], rows)


def draw_received(page: Page) -> None:
    """Draw what counting found, and the returns with their file."""
    received = page.asked.returns_received()
    if page.selection.week is not None:
        with st.container(key="card_found"):
            block(f'<h2 class="ch-title">Found while counting</h2>{findings_table(page, page.asked.rule_findings(page.selection.week))}')
    with st.container(key="card_received"):
        if received.empty:
            block('<h2 class="ch-title">Returns received</h2><p class="ch-muted">None yet.</p>')
            return
        block(f'<h2 class="ch-title">Returns received</h2>{received_table(received)}')
        draw_files(page, "returns_received", "Returns received", received)
