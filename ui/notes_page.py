"""Notes and events: what stands, a form to add one, and withdrawing."""

from __future__ import annotations

import streamlit as st

from carehomes.charts import words
from carehomes.ledger import notes as kept
from carehomes.ledger.notes import KINDS, MOST_ROLE, MOST_TEXT, Note
from ui.frame import Page
from ui.people import allowed
from ui.tables import Column, html_table
from ui.text import block, say

_TOLD = "notes_told"
_EVERYWHERE, _EVERY = "Everywhere", "Every measure"
_ROLE = "a role, no person's name"


def draw_notes(page: Page) -> None:
    """Draw the notes that stand, and the forms that add and withdraw one."""
    if sentence := st.session_state.pop(_TOLD, ""):
        say(sentence, "good")
    found = kept.notes(page.store, page.snapshot.as_at)
    with st.container(key="card_notes"):
        block(f'<h2 class="ch-title">What there is to know</h2>{_table(page, found)}')
    left, right = st.columns([1.6, 1], gap="small")
    with left, st.container(key="card_note_add"):
        _draw_add(page)
    with right, st.container(key="card_note_withdraw"):
        _draw_withdraw(page, found)


def _table(page: Page, found: list[Note]) -> str:
    if not found:
        return '<p class="ch-muted">Nothing yet. A note stands on the charts that it concerns, beneath them, and in their files.</p>'
    areas, measures = page.snapshot.areas, page.snapshot.measures
    rows = []
    for one in found:
        area = areas.get(one.area) if one.area else None
        measure = measures[one.measure].name if one.measure in measures else one.measure
        where = area.label if area else one.area or _EVERYWHERE
        when = words.moment(one.since)
        rows.append(
            [words.capital(one.weeks), words.capital(one.kind), one.text, where, measure or _EVERY, f"{one.by}, {when}", str(one.number)]
        )
    columns = [Column("Weeks", width=16), Column("What", width=10), Column("Note", width=28), Column("Area"), Column("Measure")]
    columns += [Column("Noted by, when", width=15), Column("Number", True)]
    caption = f"{words.plural(len(rows), 'note')}, by their weeks; each concerns its area and those within it"
    return html_table(caption, columns, rows)


def _draw_add(page: Page) -> None:
    block(
        '<h2 class="ch-title">Add a note</h2><p class="ch-muted">It is kept in the journal with its moment, and is never changed. '
        "Name no person and no resident.</p>"
    )
    if not allowed(page.store, "note"):
        return
    weeks = page.snapshot.weeks[::-1]
    areas = page.snapshot.areas
    codes = ["", *(one.code for level in ("region", "stp", "ccg", "la") for one in sorted(areas.of_level(level), key=lambda one: one.name))]
    labels = {code: area.label for code in codes if (area := areas.get(code))}
    measures = {one.id: one.name for one in page.snapshot.offered.values()}
    with st.form("form_note", border=False):
        first_row, second_row = st.columns(3, gap="small"), st.columns(3, gap="small")
        kind = first_row[0].selectbox("What", KINDS, format_func=words.capital, key="note_kind")
        first = first_row[1].selectbox("From the week ending Sunday", weeks, format_func=words.day, key="note_first")
        last = first_row[2].selectbox(
            "To the week ending Sunday", weeks, index=None, format_func=words.day, key="note_last", placeholder="that week alone"
        )
        area = second_row[0].selectbox("Area", codes, format_func=lambda one: labels.get(one, _EVERYWHERE), key="note_area")
        measure = second_row[1].selectbox("Measure", ["", *measures], format_func=lambda one: measures.get(one, _EVERY), key="note_measure")
        by = second_row[2].text_input("Your role", key="note_by", max_chars=MOST_ROLE, placeholder=_ROLE)
        text = st.text_input("Note", key="note_text", max_chars=MOST_TEXT, placeholder="what a reader of the figures must know")
        if st.form_submit_button("Add the note", key="note_add", type="primary"):
            _add(page, Note(kind, text, first, last or first, by, area, measure))


def _add(page: Page, draft: Note) -> None:
    try:
        added = kept.add(page.store, kept.drafted(draft, page.snapshot.areas, page.snapshot.measures))
    except ValueError as error:
        say(str(error), "stop")
        return
    st.session_state[_TOLD] = f"Noted, number {added.number}. The charts that it concerns tell it from now on."
    st.rerun()


def _draw_withdraw(page: Page, found: list[Note]) -> None:
    block('<h2 class="ch-title">Withdraw a note</h2><p class="ch-muted">Pages as at a moment before still tell it.</p>')
    if not found:
        block('<p class="ch-muted">There is none to withdraw.</p>')
        return
    if not allowed(page.store, "note"):
        return
    told = {one.number: f"{one.number}: {one.kind}, {words.shorten(one.text)}" for one in found}
    with st.form("form_note_withdraw", border=False):
        number = st.selectbox(
            "Note", list(told), index=None, format_func=lambda one: told.get(one, ""), key="note_number", placeholder="a note"
        )
        by = st.text_input("Your role", key="note_gone_by", max_chars=MOST_ROLE, placeholder=_ROLE)
        reason = st.text_input("Reason", key="note_gone_reason", max_chars=MOST_TEXT, placeholder="kept in the journal")
        if st.form_submit_button("Withdraw the note", key="note_withdraw") and number is not None:
            _withdraw(page, number, by, reason)


def _withdraw(page: Page, number: int, by: str, reason: str) -> None:
    try:
        kept.withdraw(page.store, number, by=by, reason=reason)
    except ValueError as error:
        say(str(error), "stop")
        return
    st.session_state[_TOLD] = f"Note {number} is withdrawn. No chart or file tells it any more."
    st.rerun()
