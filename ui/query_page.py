"""The Query page: a box for one SELECT, the tables and their columns beside it, examples that run, the rows as table and as files."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from carehomes.access import Permitted
from carehomes.charts import words
from carehomes.exports.cells import cell
from carehomes.measures.query import MOST_ROWS, MOST_SECONDS, MOST_WEEKS, ask_sql, examples, lent_tables, usual_weeks
from carehomes.snapshots import Answer, BoxError, Snapshot
from ui.downloads import draw_files
from ui.frame import Page
from ui.paged import draw_paged
from ui.tables import Column
from ui.text import block, esc, say

_BOX, _SHOWN = "query_sql", "query_shown"


@st.cache_data(max_entries=32, show_spinner="Asking")
def _asked(store: str, snapshot: str, _snapshot: Snapshot, sql: str, first: date, last: date, permitted: Permitted) -> Answer:
    return ask_sql(_snapshot, sql, first, last, permitted=permitted)


def _weeks(page: Page) -> tuple[date, date]:
    """Draw the first of the weeks that a question reaches over; the last is the page's."""
    usual, last = usual_weeks(page.snapshot, page.selection.week)
    days = [week for week in page.snapshot.weeks if last - timedelta(weeks=MOST_WEEKS) < week <= last]
    by_code = {week.isoformat(): words.day(week) for week in days}
    asked = st.query_params.get("from", "")
    if asked and asked not in by_code:
        told = f"at most {MOST_WEEKS} weeks up to {words.day(last)}"
        say(f"The address asks from “{words.shorten(asked)}”; a question reaches over {told}. {words.day(usual)} is taken.")
    st.session_state["query_from"] = asked if asked in by_code else usual.isoformat()

    def moved() -> None:
        st.query_params["from"] = st.session_state["query_from"]

    st.selectbox("From the week ending", list(by_code), format_func=lambda one: by_code.get(one, one), key="query_from", on_change=moved)
    return date.fromisoformat(st.session_state["query_from"]), last


def _start() -> None:
    """Fill the box once: with what the address says, else with the first example. What an address brings waits for the button."""
    if _BOX not in st.session_state:
        st.session_state[_BOX] = st.query_params.get("sql", "") or examples()[0].sql


def _run() -> None:
    st.session_state[_SHOWN] = st.query_params["sql"] = st.session_state[_BOX]


def _use(sql: str) -> None:
    st.session_state[_BOX] = sql
    _run()


def draw_query(page: Page) -> None:
    """Draw the page."""
    _start()
    if page.snapshot.beyond is not None:
        say("Beyond the team: the answers of homes that count people are left out, and small counts of people are empty in figures.")
    left, right = st.columns([1.75, 1], gap="small")
    with left, st.container(key="card_query"):
        block(
            '<h2 class="ch-title">Your own question, in SQL</h2><p class="ch-muted">'
            f"One SELECT over the tables on the right. It changes nothing, runs for at most {MOST_SECONDS:g} seconds and shows at most "
            f"{MOST_ROWS:,} rows, of all areas that you may see, whichever is chosen above. Silence is no answer: count it apart.</p>"
        )
        st.text_area("SQL", key=_BOX, height=220, label_visibility="collapsed")
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            st.button("Run", type="primary", key="query_run", on_click=_run)
            first, last = _weeks(page)
            with st.popover("Examples", key="query_examples"):
                for place, one in enumerate(examples()):
                    st.button(one.asks, key=f"query_example_{place}", on_click=_use, args=(one.sql,))
    with right, st.container(key="card_tables"):
        block(_tables())
    sql = str(st.session_state.get(_SHOWN, ""))
    if sql:
        _draw_answer(page, sql, first, last)


def _tables() -> str:
    """Return the tables with their columns as HTML, each folded but the first."""
    body = ""
    for place, table in enumerate(lent_tables()):
        listed = "".join(f"<dt>{esc(name)}</dt><dd>{esc(told)}</dd>" for name, told in table.columns)
        opened = " open" if place == 0 else ""
        body += f'<details class="ch-lent"{opened}><summary><b>{esc(table.name)}</b> {esc(table.row)}</summary><dl>{listed}</dl></details>'
    return f'<h2 class="ch-title">Tables and columns</h2><div class="ch-scroll" tabindex="0" role="region" aria-label="Tables">{body}</div>'


def _draw_answer(page: Page, sql: str, first: date, last: date) -> None:
    try:
        found = _asked(str(page.store.folder), page.snapshot.key, page.snapshot, sql, first, last, page.permitted)
    except BoxError as error:
        say(str(error), "stop")
        return
    limit = f"There are more rows: these are the first {MOST_ROWS:,}." if found.more else ""
    over = f"Weeks ending {words.day(first)} to {words.day(last)}."
    with st.container(key="card_answer"):
        rows = words.plural(len(found.frame), "row") + (" and more" if found.more else "")
        block(f'<h2 class="ch-title">{esc(rows)}</h2><p class="ch-muted">{esc(" ".join([over, limit]).strip())}</p>')
        if len(found.frame):
            draw_paged("query_from_row", "row", _columns(found.frame), found.frame, _cells)
            notes = [over, *([limit] if limit else []), f"SQL: {sql}"]
            draw_files(page, "query", "Your own question, in SQL", found.frame, notes)


def _columns(frame: pd.DataFrame) -> list[Column]:
    return [Column(str(name), pd.api.types.is_numeric_dtype(frame[name])) for name in frame.columns]


def _cells(row: dict[str, object]) -> list[str]:
    """Return a row as SQL has it: numbers ungrouped, nothing as [x]."""
    told = [cell(value) for value in row.values()]
    return [words.NOT_AVAILABLE if value is None else str(value) for value in told]
