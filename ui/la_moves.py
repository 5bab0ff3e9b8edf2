"""What a form says otherwise than the version before it, as a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from carehomes.charts import words
from carehomes.charts.readings import day, known, number
from carehomes.measures import la_moves, sql_behind
from ui.chart_card import Chart, draw_chart
from ui.frame import Page
from ui.tables import Column, html_table

_WHAT = {"homes": "homes in place", "support": "more support wanted", "total": "care homes in all"}
_ABOUT = (
    '<dl class="ch-dl"><dt>Definition</dt><dd>The form that counts, beside the version before it: the one that it replaced for the same '
    "week, or the newest one of an earlier week. Listed is every action whose count or whose wish for support is another, and the total. "
    "Withdrawn forms are left out.</dd></dl>"
)
_COLUMNS = (
    Column("Local authority", width=20),
    Column("Accepted", width=14),
    Column("The one before", width=14),
    Column("Action", width=28),
    Column("What", width=10),
    Column("Before", True, width=7),
    Column("Now", True, width=7),
)


def _said(row: Mapping[str, Any], which: str) -> str:
    value = str(row[which])
    if not value:
        return f"{words.NOT_AVAILABLE} not answered"
    return words.count(int(value)) if value.isdigit() else value


def _moment(row: Mapping[str, Any], which: str) -> str:
    """Return when a version was accepted, and for which week where the two are of different weeks."""
    at, week = row["received" if which == "now" else "received_before"], row["week" if which == "now" else "week_before"]
    shown = day(week)
    apart = f", {words.week(shown)}" if shown and day(row["week"]) != day(row["week_before"]) else ""
    return f"{words.moment(pd.Timestamp(at).to_pydatetime())}{apart}" if known(at) else words.NOT_AVAILABLE


def _cells(row: Mapping[str, Any]) -> list[str]:
    step = number(row["change"])
    more = f" ({'+' if step > 0 else ''}{words.count(step)})" if step else ""
    return [
        f"{row['la_name']} ({row['la_code']})",
        _moment(row, "now"),
        _moment(row, "before"),
        f"{row['item']} {row['label']}".strip() or "the form as a whole",
        _WHAT[str(row["what"])],
        _said(row, "before"),
        _said(row, "now") + more,
    ]


def _title(moves: pd.DataFrame) -> str:
    rows = moves.to_dict("records")
    names = list(dict.fromkeys(str(row["la_name"]) for row in rows))
    actions = words.plural(len({(row["la_code"], row["item"]) for row in rows if row["item"]}), "action")
    forms = (
        f"{words.listed(names)} sent {'its' if len(names) == 1 else 'their'} form again"
        if len(names) < 4
        else f"{len(names)} forms came again"
    )
    up, down = (sum((number(row["change"]) or 0) * sign > 0 for row in rows) for sign in (1, -1))
    return f"{forms}: {actions} moved, {words.count(up)} up and {words.count(down)} down"


def draw_moves(page: Page, shown: pd.DataFrame) -> None:
    """Draw what the forms of ``shown`` say otherwise than the versions before them; nothing where none says anything else."""
    moves = la_moves(page.asked.la_versions(), shown)
    if moves.empty:
        return
    rows = moves.to_dict("records")
    table = html_table("Each thing that moved, before and now", _COLUMNS, [_cells(row) for row in rows], scroll=len(rows) > 14)
    told = "; ".join(f"{cells[0]}, {cells[3]}, {cells[4]}: {cells[5]} before, {cells[6]} now" for cells in map(_cells, rows))
    draw_chart(
        page,
        Chart(
            key="la_moves",
            title=_title(moves),
            figure=table,
            alt=f"{_title(moves)}. {told}.",
            table=table,
            rows=moves,
            about=_ABOUT,
            sql=sql_behind([], ["la_status"]),
            under="A version is compared with the one before it; both stay in the journal",
            first="Change",
        ),
    )
