"""The returns desk on a page: files are examined first, and loaded only when a person accepts them, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd
import streamlit as st

from carehomes.areas import AreaList
from carehomes.charts import words
from carehomes.intake.desk import RETURNS, receive
from carehomes.ledger.model import Finding, Hints, Receipt
from ui.frame import Page
from ui.session import move_on
from ui.tables import Column, csv_file, html_table
from ui.text import block, esc

_ITEMS = "desk_items"
_ROUND = "desk_round"
#: Findings shown on the page; the file has all.
_SHOWN = 500
_FIRST = date(2020, 5, 3)
_SEVERITY = {"error": "Stops it", "query": "Please check", "note": "For information"}
_KINDS = {"home": "home return", "area": "area return", "la": "LA status return", "register": "register", "alignment": "alignment file"}
_NEEDS = {
    "week": "The file does not say which week it is for. Say the week's Sunday above, under “Week ending Sunday”.",
    "submitter": "The file does not say whose return it is. Say the area's code above, under “CCG or LA code”.",
}
_TONE = {"accepted": "good", "unchanged": "good", "held": "warn", "refused": "stop"}


@dataclass
class Item:
    """One file on the desk. ``hints`` are those that it was examined with; ``decided`` once it was accepted or refused for good."""

    number: int
    name: str
    content: bytes
    hints: Hints | None = None
    receipt: Receipt | None = None
    decided: bool = False


def _items() -> list[Item]:
    found: list[Item] = st.session_state.setdefault(_ITEMS, [])
    return found


def _taken() -> None:
    """Lay the uploaded files on the desk and empty the uploader, so that no rerun reads them twice."""
    here = st.session_state.setdefault(_ROUND, 0)
    for file in st.session_state.get(f"uploader_{here}") or []:
        number = 1 + max((item.number for item in _items()), default=0)
        _items().append(Item(number, file.name, file.getvalue()))
    st.session_state[_ROUND] = here + 1


def _discard(number: int) -> None:
    st.session_state[_ITEMS] = [item for item in _items() if item.number != number]


def sundays(today: date) -> list[date]:
    """Return the weeks that a return can be for, the newest first: from the first Sunday of May 2020 to that of this week."""
    last = today + timedelta(days=6 - today.weekday())
    return [last - timedelta(weeks=step) for step in range((last - _FIRST).days // 7 + 1)]


def _hints() -> Hints:
    """Ask for what a file may not say. Weeks are chosen, not typed: any other day than a Sunday would be a mistake."""
    columns = st.columns([1, 1, 1.2], gap="small")
    with columns[0]:
        options = {"": "as the file says"} | {week.isoformat(): words.day(week) for week in sundays(datetime.now(words.LONDON).date())}
        chosen = st.selectbox("Week ending Sunday", list(options), format_func=lambda week: options.get(week, week), key="hint_week")
    with columns[1]:
        code = st.text_input("CCG or LA code", key="hint_submitter", max_chars=12, placeholder="for example 01T")
    with columns[2]:
        received = st.datetime_input("Received at (now, if left empty)", value=None, format="DD/MM/YYYY", key="hint_received")
    received_at = received.replace(tzinfo=words.LONDON) if isinstance(received, datetime) else None
    return Hints(submitter=(code or "").strip().upper(), week=date.fromisoformat(chosen) if chosen else None, received_at=received_at)


def _findings_table(findings: tuple[Finding, ...]) -> str:
    order = {"error": 0, "query": 1, "note": 2}
    ordered = sorted(findings, key=lambda one: order.get(one.severity, 3))[:_SHOWN]
    rows = [
        [_SEVERITY.get(one.severity, one.severity), one.sheet, one.cell, one.field, words.shorten(one.value, 60), one.message]
        for one in ordered
    ]
    columns = [
        Column("Finding"),
        Column("Sheet"),
        Column("Cell"),
        Column("Field"),
        Column("Value"),
        Column("What is wrong, and what to do"),
    ]
    more = f" (the first {_SHOWN}; the file has all)" if len(findings) > _SHOWN else ""
    return html_table(f"{words.plural(len(findings), 'finding')}{more}", columns, rows)


def _name(areas: AreaList, code: str) -> str:
    area = areas.get(code) if code else None
    return area.label if area else code or words.NOT_AVAILABLE


def receipt_html(item: Item, areas: AreaList) -> str:
    """Return the receipt of a file as HTML: what it is, what was or would be decided, every finding."""
    receipt = item.receipt
    if receipt is None:
        return ""
    lines = [_NEEDS.get(need, f"Say the {need}.") for need in receipt.needs] if receipt.outcome == "held" else []
    lines = lines or [one.sentence for one in receipt.decisions]
    if receipt.outcome == "refused":
        lines += [one.message for one in receipt.findings if one.severity == "error"][:3]
    told = "".join(f"<li>{esc(line)}</li>" for line in lines)
    rows = [
        [
            _KINDS.get(one.kind, one.kind or words.NOT_AVAILABLE),
            _name(areas, one.submitter),
            words.day(one.week) if one.week else words.NOT_AVAILABLE,
            words.count(one.rows),
        ]
        for one in receipt.decisions
        if one.kind
    ]
    columns = [Column("What"), Column("Submitter"), Column("Week ending Sunday"), Column("Rows", True)]
    what = html_table("What is in it", columns, rows, scroll=len(rows) > 8) if rows and receipt.outcome != "held" else ""
    found = _findings_table(receipt.findings) if receipt.findings else '<p class="ch-muted">Nothing was found wrong.</p>'
    size = f"{words.plural(len(item.content), 'byte')}, SHA-256 {receipt.sha256[:12]}"
    return (
        f'<h2 class="ch-title">{esc(item.name)}</h2><p class="ch-muted">{esc(size)}</p>'
        f'<div class="ch-{_TONE[receipt.outcome]}" style="margin:8px 0">'
        f'<ul style="margin:0;padding-left:18px">{told}</ul></div>{what}{found}'
    )


def _accept(page: Page, item: Item) -> None:
    if item.decided or item.hints is None:
        return
    with st.spinner("Accepting"):
        item.receipt = receive(page.store, item.content, item.name, hints=item.hints, decide=True, kinds=RETURNS)
        item.decided = item.receipt.outcome != "held"
    move_on()
    st.rerun()


def _draw_item(page: Page, item: Item, hints: Hints) -> None:
    if not item.decided and (item.receipt is None or item.hints != hints):
        with st.spinner("Examining"):
            item.receipt = receive(page.store, item.content, item.name, hints=hints, decide=False, kinds=RETURNS)
            if item.receipt.outcome == "refused":
                # Nothing is left to decide: the refusal goes into the journal, as it does from a shell.
                item.receipt = receive(page.store, item.content, item.name, hints=hints, decide=True, kinds=RETURNS)
            item.hints = hints
    receipt = item.receipt
    with st.container(key=f"card_item_{item.number}"):
        block(receipt_html(item, page.snapshot.areas))
        with st.container(horizontal=True):
            ready = receipt is not None and not item.decided and any(one.outcome == "accepted" for one in receipt.decisions)
            if ready and st.button("Accept", key=f"accept_{item.number}", type="primary"):
                _accept(page, item)
            st.button("Put away" if item.decided else "Discard", key=f"discard_{item.number}", on_click=_discard, args=(item.number,))
            if receipt is not None and receipt.findings:
                frame = pd.DataFrame([vars(one) for one in receipt.findings])
                notes = [f"Findings of {item.name}", f"SHA-256 {receipt.sha256}"]
                st.download_button(
                    "Download findings",
                    data=lambda: csv_file(notes, frame),
                    file_name="findings.csv",
                    mime="text/csv",
                    key=f"findings_{item.number}",
                    on_click="ignore",
                )


def draw_desk(page: Page) -> None:
    """Draw the uploader, what a file may not say by itself, and the receipt of every file on the desk."""
    with st.container(key="card_desk"):
        block(
            '<h2 class="ch-title">Upload returns</h2><p class="ch-muted">CSV or Excel, several at once: home returns, area returns, '
            "LA status returns. Each is examined first; nothing is loaded until you accept it.</p>"
        )
        here = st.session_state.setdefault(_ROUND, 0)
        st.file_uploader("Files", accept_multiple_files=True, key=f"uploader_{here}", on_change=_taken, label_visibility="collapsed")
        block('<p class="ch-muted"><b>Only where a file does not say it itself:</b></p>')
        hints = _hints()
    for item in list(_items()):
        _draw_item(page, item, hints)
