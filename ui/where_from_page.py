"""Where a figure comes from: the homes and totals behind it, their cells, and the returns that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.readings import readings
from carehomes.ledger.audit import taken
from carehomes.ledger.model import KIND_NAMES
from carehomes.measures import Moment, told_by_causes
from carehomes.measures.standing import KINDS
from carehomes.origins import Cell, Origin, Origins, Sent, original, origins
from carehomes.snapshots import Snapshot
from carehomes.snapshots.catalogue_tables import kind_of
from carehomes.store import Store
from ui.asked import asked_told
from ui.behind import Behind
from ui.cards import card, draw_cards
from ui.downloads import draw_files, not_given
from ui.family import measures_of
from ui.flag_card import draw_flag
from ui.follow_ups import homes_named
from ui.frame import Page
from ui.links import page_params
from ui.navigation import FAMILY_PAGES, address
from ui.paged import draw_paged
from ui.tables import Column, html_table
from ui.text import block, esc, say

#: In the address, the number of the return that is open.
_RETURN = "return"
_HOMES = (
    Column("Home"),
    Column("CCG"),
    Column("PCN"),
    Column("Says"),
    Column("Question"),
    Column("In the cell"),
    Column("Cell"),
    Column("File"),
    Column("Return", True),
)


@st.cache_resource(max_entries=32, show_spinner="Looking it up in the files")
def _origins(
    folder: str,
    path: str,
    week: date,
    _store: Store,
    _snapshot: Snapshot,
    measure: str,
    code: str,
    la: str,
    basis: str,
    older: bool,
    group: Group | None,
    permitted: Permitted,
) -> Origins:
    known = _snapshot.measures[measure]
    return origins(_store, Moment(_snapshot, week), known, code, permitted=permitted, areas=basis, la=la, older=older, group=group)


def draw_where_from(page: Page) -> None:
    """Draw the figure, the homes and totals behind it with their cells, and the returns."""
    chosen, week = page.selection, page.selection.week
    measures = [one for one in measures_of(page, tuple(FAMILY_PAGES)) if kind_of(one) in KINDS]
    if week is None or not measures:
        say("No measure is in force in this week.")
        return
    measure = _choose(measures)
    if not told_by_causes(page.snapshot, measure):
        say(page.not_beyond)
        return
    place = chosen.place
    la = place.code if place.level == "la" else ""
    keys = (str(page.store.folder), page.snapshot.key, week, page.store, page.snapshot)
    found = _origins(*keys, measure.id, place.code, la, chosen.basis, chosen.older, chosen.group, page.permitted)
    frame = page.asked.figures(chosen, (measure.id,))
    own = [one for one in readings(frame) if one.code == place.code and not one.within and one.level == place.level]
    left, right = st.columns([1, 2.4], gap="small")
    with left:
        draw_cards([card(own[0] if own else None, measure, extra=words.capital(asked_told(page, measure)))], most=1)
        flag = st.container(key="card_flag")
    with right, st.container(key="card_returns"):
        returned = _draw_returns(page, found.returns)
    with flag:
        draw_flag(page, measure, found, returned)
    with st.container(key="card_cells"):
        _draw_cells(page, measure, found)


def _choose(measures: Sequence[Measure]) -> Measure:
    names = {one.id: one.name for one in measures}
    asked = st.query_params.get("measure", "")
    if asked and asked not in names:
        say(f"The address asks for the measure “{words.shorten(asked)}”, which has no one figure to follow. {measures[0].name} is shown.")
    st.session_state["from_measure"] = asked if asked in names else measures[0].id

    def moved() -> None:
        st.query_params["measure"] = st.session_state["from_measure"]

    st.selectbox("Measure", list(names), format_func=lambda one: names.get(one, one), key="from_measure", on_change=moved, width=480)
    return next(one for one in measures if one.id == st.session_state["from_measure"])


def _draw_returns(page: Page, returns: Sequence[Sent]) -> Sent | None:
    """Draw the returns, and one of them with its findings; return that one."""
    block(f'<h2 class="ch-title">{esc(words.plural(len(returns), "return"))} behind it</h2>')
    if not returns:
        block('<p class="ch-muted">No return says anything to this figure.</p>')
        return None
    columns = [Column("Return"), Column("Sent by"), Column("Week"), Column("Received"), Column("Accepted"), Column("Findings", True)]
    rows = [
        [
            str(one.return_id),
            f"{one.submitter}, {KIND_NAMES[one.kind]}",
            words.short_day(one.week) if one.week else "",
            words.moment(one.received_at),
            words.moment(one.accepted_at),
            words.count(len(one.findings) if page.snapshot.beyond is None else None),
        ]
        for one in returns
    ]
    block(
        html_table(
            "Sent by the organisation; accepted at the returns desk (who did is not recorded while there is no sign-in)",
            columns,
            rows,
            links={str(one.return_id): _to_return(page, one.return_id) for one in returns},
        )
    )
    chosen = _one_of(returns)
    _draw_return(page, chosen)
    return chosen


def _to_return(page: Page, number: int) -> str:
    """Return the link to this page with the return ``number`` open."""
    return address(page.selection.params() | page_params() | {_RETURN: str(number)})


def _one_of(returns: Sequence[Sent]) -> Sent:
    """Return the return to open: the one that the address names, else the first."""
    names = {str(one.return_id): f"{one.return_id}: {one.file_name} ({one.submitter})" for one in returns}
    asked = st.query_params.get(_RETURN, "").strip()
    if asked and asked not in names:
        say(f"The address asks for the return {words.shorten(asked)}, which is not behind this figure. The first of its returns is shown.")
    st.session_state["one_return"] = asked if asked in names else next(iter(names))

    def moved() -> None:
        st.query_params[_RETURN] = st.session_state["one_return"]

    st.selectbox("One return", list(names), format_func=lambda one: names.get(one, one), key="one_return", on_change=moved)
    return next(one for one in returns if str(one.return_id) == st.session_state["one_return"])


def _draw_return(page: Page, one: Sent) -> None:
    """Draw what was found in a return, and offer its file to those who may have it."""
    if one.reason:
        block(f'<p class="ch-muted">Said of its decision: {esc(one.reason)}</p>')
    if one.findings:
        columns = [Column("Finding"), Column("Where"), Column("What"), Column("Why it stands")]
        rows = [
            [f"{row['severity']}: {row['code']}", _place(row["sheet"], row["cell"]), row["message"], row["reason"]] for row in one.findings
        ]
        block(html_table(f"Return {one.return_id}: {words.plural(len(rows), 'finding')}", columns, rows))
    elif page.snapshot.beyond is None:
        block(f'<p class="ch-muted">Nothing was found in return {one.return_id}.</p>')
    if page.snapshot.beyond is not None:
        block(f'<p class="ch-muted">What was found in it, and its file as it was received: {esc(page.not_beyond)}</p>')
        return
    content = original(page.store, one, page.permitted)
    if content is None:
        block('<p class="ch-muted">Its file holds returns of areas that you may not see, so it cannot be downloaded.</p>')
        return
    st.download_button(
        f"Download the file as it was received ({len(content):,} bytes)",
        data=taken(page.store, f"return {one.return_id} as it was received", lambda: content, {"file": one.file_name}),
        file_name=one.file_name or f"return-{one.return_id}",
        mime="application/octet-stream",
        key="download_original",
        disabled=bool(not_given()),
        help=not_given(),
        on_click="ignore",
    )
    block(f'<p class="ch-muted">SHA-256 {esc(one.sha256)}</p>')


def _place(sheet: str | None, cell: str | None) -> str:
    return " ".join(text for text in (f"{sheet}!" if sheet and cell else sheet or "", cell or "") if text).replace("! ", "!")


def _draw_cells(page: Page, measure: Measure, found: Origins) -> None:
    frame = _frame(page, found)
    silent = sum(1 for one in found.homes if not one.cells)
    told = f"{words.plural(len(found.homes), 'home')} counted here, {words.count(silent)} of them without an answer of their own"
    totals = f"; {words.plural(len(found.totals), 'total')} beside them" if found.totals else ""
    block(f'<h2 class="ch-title">{esc(measure.name)}: every cell behind it</h2><p class="ch-muted">{esc(told + totals)}</p>')
    if frame.empty:
        block('<p class="ch-muted">No home is counted here.</p>')
        return

    def leads(row: dict[str, Any]) -> dict[int, Behind]:
        if pd.isna(row["return_id"]):
            return {}
        number = int(row["return_id"])
        return {len(_HOMES) - 1: Behind(_to_return(page, number), f"What was found in return {number}, and its file as it was received")}

    draw_paged("cells_from", "row", _HOMES, frame, _cells, leads=leads)
    draw_files(page, f"where_from_{measure.id}", f"{measure.name}: every cell behind it", frame)


def _frame(page: Page, found: Origins) -> pd.DataFrame:
    names = homes_named(page)
    files = {one.return_id: one for one in found.returns}
    rows = [
        row
        for one in (*found.totals, *found.homes)
        for row in ([_row(page, one, cell, names, files.get(cell.return_id)) for cell in one.cells] or [_row(page, one, None, names, None)])
    ]
    return pd.DataFrame(rows)


def _row(page: Page, one: Origin, cell: Cell | None, names: dict[str, str], sent: Sent | None) -> dict[str, Any]:
    question = page.snapshot.questions.get(cell.field.partition(",")[0]) if cell else None
    return {
        "home_id": one.home,
        "name": names.get(one.home, "") if one.home else "",
        "ccg": one.ccg,
        "pcn": one.pcn,
        "says": one.says,
        "question": question.wording + cell.field.removeprefix(question.id) if question and cell else "",
        "text": cell.text if cell else "",
        "sheet": cell.sheet if cell else "",
        "cell": cell.at if cell else "",
        "week": cell.week if cell else None,
        "file": sent.file_name if sent else "",
        "sha256": sent.sha256 if sent else "",
        "return_id": cell.return_id if cell else None,
    }


def _cells(row: dict[str, Any]) -> list[str]:
    home = f"{row['name']} ({row['home_id']})" if row["name"] else row["home_id"] or "A total, no home by itself"
    number = "" if pd.isna(row["return_id"]) else str(int(row["return_id"]))
    where = _place(row["sheet"], row["cell"])
    return [home, row["ccg"], row["pcn"] or "not aligned", row["says"], row["question"], row["text"], where, row["file"], number]
