"""The returns desk on a page: files are examined first, and loaded only when a person accepts them, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import streamlit as st

from carehomes.areas import AreaList
from carehomes.charts import words
from carehomes.intake.decide import REFERENCES, RETURNS
from carehomes.intake.folded import folded
from carehomes.intake.receipt_file import SEVERITIES
from carehomes.ledger.model import KIND_NAMES, Finding, Hints, Receipt
from ui.desk_items import Item, accept, examine, lay
from ui.desk_outcomes import area_name, ask_reasons, outcome_of, outcomes_table
from ui.frame import Page
from ui.mapping_screen import ask_mapping
from ui.people import allowed, same_reader
from ui.receipt import draw_receipt
from ui.session import move_on
from ui.tables import Column, html_table
from ui.text import block, esc, say
from ui.uploads import let_go, refused_here

#: Findings shown on the page; the receipt has all.
_SHOWN = 500
#: Files whose receipts are all drawn; of more one is chosen.
_OPEN = 5
_FIRST = date(2020, 5, 3)
_NEEDS = {
    "mapping": "Some columns have names that are not known here. Say below, once, what each means; it is remembered for the next week.",
    "which_week": "What the file says of its week does not agree, as told below. Say above which week is right, or correct the file.",
    "which_submitter": "What the file says of its CCG does not agree, as told below. Say above which is right, or correct the file.",
    "week": "The file does not say which week it is for. Say the week's Sunday above, under “Week ending Sunday”.",
    "submitter": "The file does not say whose return it is. Say the area's code above, under “CCG or LA code”.",
    "effective": "The file does not say from which day it holds. Say it above, under “Holds from”.",
}
_TONE = {"accepted": "good", "unchanged": "good", "held": "warn", "refused": "stop"}


@dataclass(frozen=True)
class Door:
    """Where files come in: the kinds that it takes, what it says of itself, and what it asks for that a file may not say."""

    key: str
    kinds: frozenset[str]
    title: str
    about: str
    hints: Callable[[], Hints]

    @property
    def action(self) -> str:
        """What one must be allowed to do to bring files here."""
        return "refer" if self.kinds <= REFERENCES else "submit"

    @property
    def items(self) -> list[Item]:
        """The files on this door's desk."""
        found: list[Item] = st.session_state.setdefault(f"{self.key}_items", [])
        return found

    @property
    def uploader(self) -> str:
        """The key of the uploader: another one after every upload, so that it is empty again."""
        return f"{self.key}_uploader_{st.session_state.setdefault(f'{self.key}_round', 0)}"


def _taken(door: Door) -> None:
    """Lay the uploaded files on the desk and empty the uploader, so that no rerun reads them twice."""
    for key in (door.uploader, f"{door.uploader}_folder"):
        for file in st.session_state.get(key) or []:
            lay(door.items, file.name, file.getvalue())
            let_go(file.file_id)
    st.session_state[f"{door.key}_round"] += 1


def _discard(door: Door, number: int) -> None:
    st.session_state[f"{door.key}_items"] = [item for item in door.items if item.number != number]


def sundays(today: date) -> list[date]:
    """Return the weeks that a return can be for, the newest first: from the first Sunday of May 2020 to that of this week."""
    last = today + timedelta(days=6 - today.weekday())
    return [last - timedelta(weeks=step) for step in range((last - _FIRST).days // 7 + 1)]


def _received_hint() -> datetime | None:
    received = st.datetime_input("Received at (now, if left empty)", value=None, format="DD/MM/YYYY", key="hint_received")
    return received.replace(tzinfo=words.LONDON) if isinstance(received, datetime) else None


def _return_hints() -> Hints:
    """Ask for what a return may not say. Weeks are chosen, not typed: any other day than a Sunday would be a mistake."""
    columns = st.columns([1, 1, 1.2], gap="small")
    with columns[0]:
        options = {"": "as the file says"} | {week.isoformat(): words.day(week) for week in sundays(datetime.now(words.LONDON).date())}
        chosen = st.selectbox("Week ending Sunday", list(options), format_func=lambda week: options.get(week, week), key="hint_week")
    with columns[1]:
        code = st.text_input("CCG or LA code", key="hint_submitter", max_chars=12, placeholder="for example 01T")
    with columns[2]:
        received_at = _received_hint()
    return Hints(submitter=(code or "").strip().upper(), week=date.fromisoformat(chosen) if chosen else None, received_at=received_at)


def _reference_hints() -> Hints:
    """Ask for what a register may not say."""
    columns = st.columns([1, 1.2, 1], gap="small")
    with columns[0]:
        effective = st.date_input("Holds from (registers, successions of codes)", value=None, format="DD/MM/YYYY", key="hint_effective")
    with columns[1]:
        received_at = _received_hint()
    return Hints(effective=effective if isinstance(effective, date) else None, received_at=received_at)


RETURNS_DOOR = Door(
    "desk",
    RETURNS,
    "Upload returns",
    "CSV, Excel or ODS, several at once or as a ZIP file: home returns, area returns, LA status returns. Each is examined first; nothing "
    "is loaded until you accept it.",
    _return_hints,
)
REFERENCE_DOOR = Door(
    "reference",
    REFERENCES,
    "Upload registers, alignment files, code lists and boundaries",
    "The care directory as the CQC publishes it; a row a home with its PCN; the ODS workbook of PCNs or another list of areas "
    "(CSV, Excel or ODS); or boundaries of CCGs (GeoJSON). Each is examined first; nothing is loaded until you accept it. One that "
    "contradicts itself - an ID twice, a cycle, dates that do not meet - is refused whole, each row named.",
    _reference_hints,
)


def _findings_table(findings: tuple[Finding, ...]) -> str:
    order = {"error": 0, "query": 1, "note": 2}
    told = folded(sorted(findings, key=lambda one: order.get(one.severity, 3)))
    ordered = told[:_SHOWN]
    explained = any(one.reason for one in ordered)
    rows = [
        [
            f"{SEVERITIES[one.severity]}: {one.code}",
            one.sheet,
            one.cell,
            one.field,
            words.shorten(one.value, 60),
            one.message,
            *([one.reason] if explained else []),
        ]
        for one in ordered
    ]
    columns = [
        Column("Finding"),
        Column("Sheet"),
        Column("Cell"),
        Column("Field"),
        Column("Value"),
        Column("What is wrong, and what to do"),
        *([Column("Reason given")] if explained else []),
    ]
    more = f" (the first {_SHOWN}; the receipt has all)" if len(told) > _SHOWN else ""
    return html_table(f"{words.plural(len(findings), 'finding')}{more}", columns, rows)


def receipt_html(item: Item, areas: AreaList) -> str:
    """Return the receipt of a file as HTML: what it is, what was or would be decided, every finding."""
    receipt = item.receipt
    if receipt is None:
        return ""
    lines = [_NEEDS.get(need, f"Say the {need}.") for need in receipt.needs] if receipt.needs and receipt.outcome == "held" else []
    lines = lines or [one.sentence for one in receipt.decisions]
    if receipt.outcome == "refused":
        lines += [one.message for one in folded(one for one in receipt.findings if one.severity == "error")][:3]
    told = "".join(f"<li>{esc(line)}</li>" for line in lines)
    rows = [
        [
            KIND_NAMES.get(one.kind, one.kind or words.NOT_AVAILABLE),
            area_name(areas, one.submitter),
            words.day(one.week) if one.week else words.NOT_AVAILABLE,
            words.count(one.rows),
        ]
        for one in receipt.decisions
        if one.kind
    ]
    day = "Holds from" if all(one.kind in REFERENCES for one in receipt.decisions) else "Week ending Sunday"
    columns = [Column("What"), Column("Submitter"), Column(day), Column("Rows", True)]
    what = html_table("What is in it", columns, rows, scroll=len(rows) > 8) if rows and not receipt.needs else ""
    found = _findings_table(receipt.findings) if receipt.findings else '<p class="ch-muted">Nothing was found wrong.</p>'
    size = f"{words.plural(len(item.content), 'byte')}, SHA-256 {receipt.sha256[:12]}"
    return (
        f'<h2 class="ch-title">{esc(item.name)}</h2><p class="ch-muted">{esc(size)}</p>'
        f'<div class="ch-{_TONE[receipt.outcome]}" style="margin:8px 0">'
        f'<ul style="margin:0;padding-left:18px">{told}</ul></div>{what}{found}'
    )


def _accept(page: Page, door: Door, items: Sequence[Item], reasons: Mapping[str, str]) -> None:
    accept(page.store, items, reasons, door.kinds)
    move_on()
    st.rerun()


def _take_as_successor(item: Item) -> None:
    item.as_successor = True


def _draw_accept(page: Page, door: Door, item: Item, receipt: Receipt, reasons: Mapping[str, str]) -> None:
    """Draw the button that accepts, once every query has its reason, or the one that offers a closed CCG's successor."""
    open_codes = [code for code in receipt.unexplained if code not in reasons]
    ready = any(one.outcome == "accepted" for one in receipt.decisions) or bool(receipt.unexplained)
    if ready and not item.decided:
        lacking = f"Give a reason for {words.listed(open_codes)} first" if open_codes else None
        if st.button("Accept", key=f"accept_{item.number}", type="primary", disabled=bool(open_codes), help=lacking):
            _accept(page, door, [item], reasons)
    if not item.decided and not item.as_successor and any(one.code == "ccg_closed" for one in receipt.findings):
        st.button("Take it as the successor's", key=f"successor_{item.number}", on_click=_take_as_successor, args=(item,))


def _draw_item(page: Page, door: Door, item: Item) -> None:
    receipt = item.receipt
    with st.container(key=f"card_item_{item.number}"):
        block(receipt_html(item, page.snapshot.areas))
        ask_mapping(page, item)
        draw_receipt(page, item)
        reasons = ask_reasons(item.number, receipt) if receipt is not None and receipt.unexplained and not item.decided else {}
        with st.container(horizontal=True):
            if receipt is not None:
                _draw_accept(page, door, item, receipt, reasons)
            label = "Put away" if item.decided else "Discard"
            st.button(label, key=f"discard_{item.number}", on_click=_discard, args=(door, item.number))


@st.fragment(run_every=5)
def _say_refused() -> None:
    """Say why a file was not taken: it never came to the page, and its uploader shows only that something failed."""
    same_reader()
    if told := refused_here():
        say(told, "stop")


def draw_desk(page: Page, door: Door = RETURNS_DOOR) -> None:
    """Draw the uploader, what a file may not say by itself, and the receipt of every file on the desk of ``door``."""
    with st.container(key="card_desk"):
        block(f'<h2 class="ch-title">{door.title}</h2><p class="ch-muted">{door.about}</p>')
        if not allowed(page.store, door.action):
            return
        files, folder = st.columns([2, 1], gap="small")
        with files:
            st.file_uploader("Files", accept_multiple_files=True, key=door.uploader, on_change=_taken, args=(door,))
        with folder:
            key = f"{door.uploader}_folder"
            st.file_uploader("Or a whole folder", accept_multiple_files="directory", key=key, on_change=_taken, args=(door,))
        _say_refused()
        block('<p class="ch-muted"><b>Only where a file does not say it itself:</b></p>')
        hints = door.hints()
    # The bar of what is being examined stands where the outcomes come.
    outcomes = st.container(key="card_outcomes") if len(door.items) > 1 else st.container()
    with outcomes:
        examine(page.store, door.items, hints, door.kinds)
        if len(door.items) > 1:
            _draw_outcomes(page, door)
    for item in _shown(door):
        _draw_item(page, door, item)


def _draw_outcomes(page: Page, door: Door) -> None:
    """Draw the table of several files, and the button that accepts all of which nothing more must be said."""
    examined = [(item.receipt, item.decided) for item in door.items if item.receipt is not None]
    block(f'<h2 class="ch-title">The files on the desk</h2>{outcomes_table(examined, page.snapshot.areas)}')
    ready = [item for item in door.items if item.ready]
    with st.container(horizontal=True):
        if len(ready) > 1 and st.button(
            f"Accept the {words.count(len(ready))} that are ready", key=f"{door.key}_accept_ready", type="primary"
        ):
            _accept(page, door, ready, {})
        st.button("Clear the desk", key=f"{door.key}_clear", on_click=_clear, args=(door,))


def _clear(door: Door) -> None:
    st.session_state[f"{door.key}_items"] = []


def _shown(door: Door) -> list[Item]:
    """Return the files whose receipts are drawn: all of a few; of many the one that is chosen, first what waits for somebody."""
    items = list(door.items)
    if len(items) <= _OPEN:
        return items
    by_number = {item.number: item for item in sorted(items, key=lambda item: (item.ready or item.decided, item.number))}
    label = f"Receipt of one of the {words.count(len(items))} files"
    chosen = st.selectbox(label, list(by_number), format_func=lambda number: _title(by_number.get(number)), key=f"{door.key}_shown")
    return [by_number[chosen]] if chosen in by_number else []


def _title(item: Item | None) -> str:
    if item is None or item.receipt is None:
        return ""
    return f"{item.number}. {words.shorten(item.name, 80)}: {outcome_of(item.receipt, item.decided)}"
