"""The mapping screen: a person says once what headers mean that no question has; and the list of what was said, to change or forget."""

from __future__ import annotations

from typing import Protocol

import streamlit as st

from carehomes.catalogue import load_questions
from carehomes.charts import words
from carehomes.intake.confirm import change, confirm
from carehomes.intake.mapping import choices
from carehomes.ledger.mappings import Remembered, forget, mappings
from carehomes.ledger.model import KIND_NAMES, AskedColumn, AskedTable, Hints, Receipt
from carehomes.settings import queries_folder
from ui.frame import Page
from ui.people import still
from ui.tables import Column, html_table
from ui.text import block, esc, literal, say

_LEFT_OUT = "Leave it out"
_TOLD = "mapping_told"
_WIDTHS = [1.3, 1.2, 1.6, 0.8]
#: Headers beside one another where a mapping is changed.
_BESIDE = 3


class OnDesk(Protocol):
    """A file on the desk; without ``hints`` it is examined again."""

    number: int
    hints: Hints | None
    receipt: Receipt | None
    decided: bool


def ask_mapping(page: Page, item: OnDesk) -> None:
    """Ask what the columns of a file mean whose headers no question has; folded away where the file can do without."""
    if item.decided or item.receipt is None:
        return
    for place, asked in enumerate(item.receipt.asked):
        if asked.must:
            _ask(page, item, asked, place)
            continue
        many = len(asked.columns)
        label = "1 column is not read: say what it means" if many == 1 else f"{many} columns are not read: say what they mean"
        with st.expander(label, key=f"mapping_fold_{item.number}_{place}"):
            _ask(page, item, asked, place)


def _ask(page: Page, item: OnDesk, asked: AskedTable, place: int) -> None:
    questions = load_questions(queries_folder() / "questions")
    known = {name: f"{wording} ({name})" for name, wording in choices(asked.kind, questions).items() if name not in asked.taken}
    sheet = f" of sheet '{asked.sheet}'" if asked.sheet else ""
    with st.form(f"mapping_{item.number}_{place}"):
        block(
            f'<h3 class="ch-title">What do these columns{esc(sheet)} mean?</h3><p class="ch-muted">No question has these headers. What is '
            "chosen is only a suggestion until you confirm it; it is then remembered for files with the same headers.</p>"
        )
        for column, text in zip(st.columns(_WIDTHS), ("Header", "Some of its values", "Question", "Suggested"), strict=True):
            with column:
                block(f"<b>{text}</b>")
        chosen = {one.header: _choose(one, known, f"map_{item.number}_{place}_{one.cell}") for one in asked.columns}
        area = page.snapshot.areas.get(asked.submitter) if asked.submitter else None
        if area:
            everyone = st.checkbox(literal(f"For every submitter, not only {area.label}"), key=f"map_all_{item.number}_{place}")
        else:
            everyone = True
            block('<p class="ch-muted">The file does not say whose it is, or holds several: this will hold for every submitter.</p>')
        if st.form_submit_button("Confirm", type="primary"):
            unsaid = [header for header, name in chosen.items() if name is None]
            if unsaid:
                say(f"Say what “{words.shorten(unsaid[0], 80)}” means, or leave it out.", "stop")
                return
            try:
                answers = {header: name or "" for header, name in chosen.items()}
                confirm(page.store, asked, answers, questions, everyone=everyone)
            except ValueError as error:
                say(str(error), "stop")
                return
            item.hints = None
            st.rerun()


def _choose(one: AskedColumn, known: dict[str, str], key: str) -> str | None:
    """Draw one column; return the question chosen, '' where it is left out, None while neither is said."""
    header, values, question, suggested = st.columns(_WIDTHS, vertical_alignment="center")
    with header:
        block(f'<b>{esc(words.shorten(one.header, 80))}</b> <span class="ch-muted">{esc(one.cell)}</span>')
    with values:
        block(esc(" · ".join(words.shorten(text, 30) for text in one.samples)) or '<span class="ch-muted">no values</span>')
    likely = one.suggestion in known
    with suggested:
        block(f'<span class="ch-muted">{f"{one.score} of 100 alike" if likely else "nothing like it"}</span>')
    with question:
        options = ["", *known]
        chosen: str | None = st.selectbox(
            literal(f"Question for {one.header}"),
            options,
            options.index(one.suggestion) if likely else None if one.must else 0,
            format_func=lambda name: known.get(name, _LEFT_OUT),
            placeholder="Choose a question, or leave it out",
            key=key,
            label_visibility="collapsed",
        )
    return chosen


def _told(one: Remembered) -> str:
    pairs = (f"{header} → {name or 'left out'}" for header, name in one.columns)
    return "; ".join(pairs)


def draw_mappings(page: Page) -> None:
    """Draw what is remembered of headers, with a button to forget each; nothing while nothing is."""
    found = mappings(page.store)
    if not found:
        return
    with st.container(key="card_mappings"):
        rows = []
        for one in found:
            area = page.snapshot.areas.get(one.submitter) if one.submitter else None
            whom = area.label if area else one.submitter or "every submitter"
            rows.append([str(one.number), words.capital(KIND_NAMES[one.kind]), whom, _told(one), words.moment(one.since)])
        labels = ("Number", "What", "Submitter", "Header → question", "Confirmed")
        caption = "What headers without a question were said to mean; forgotten, they are asked about again"
        table = html_table(caption, [Column(label) for label in labels], rows)
        block(f'<h2 class="ch-title">Remembered mappings</h2>{table}')
        if told := st.session_state.pop(_TOLD, ""):
            say(told, "stop")
        with st.container(horizontal=True):
            for one in found:
                if page.store.refusal(*(("map", [one.submitter]) if one.submitter else ("map for all",))):
                    continue
                st.button(f"Forget {one.number}", key=f"forget_{one.number}", on_click=_forget, args=(page, one.number))
        _draw_change(page, {one.number: one for one in found})


def _draw_change(page: Page, found: dict[int, Remembered]) -> None:
    """Draw a mapping's headers, each with a list of questions to choose from, once its number is chosen."""
    with st.columns([1, 2])[0]:
        number = st.selectbox("Change a mapping", list(found), None, placeholder="its number", key="change_mapping")
    if number not in found:
        return
    one = found[number]
    questions = load_questions(queries_folder() / "questions")
    known = {name: f"{wording} ({name})" for name, wording in choices(one.kind, questions).items()}
    options = ["", *known]
    with st.form(f"change_mapping_{number}"):
        answers = {}
        beside = st.columns(_BESIDE, gap="small")
        for place, (header, name) in enumerate(one.columns):
            with beside[place % _BESIDE]:
                answers[header] = st.selectbox(
                    literal(header),
                    options,
                    options.index(name) if name in known else 0,
                    format_func=lambda text: known.get(text, _LEFT_OUT),
                    key=f"change_{number}_{place}",
                )
        block(
            '<p class="ch-muted">It holds for files that come in from now on. What was accepted stays as it was read: upload that file '
            "again to have it read anew.</p>"
        )
        if st.form_submit_button("Change", type="primary"):
            try:
                change(page.store, number, answers, questions)
            except ValueError as error:
                say(str(error), "stop")
                return
            _examine_again()
            st.rerun()


def _forget(page: Page, number: int) -> None:
    """Forget a mapping; two clicks forget it once, and files on the desk are examined again."""
    try:
        store = still(page.store)
        if any(one.number == number for one in mappings(store)):
            forget(store, number)
    except ValueError as error:
        st.session_state[_TOLD] = str(error)
    _examine_again()


def _examine_again() -> None:
    """Have the files on the desk examined again: their headers may mean something else."""
    for item in st.session_state.get("desk_items", []):
        item.hints = None
