"""Counts in the words of a form: what they suggest, confirmed or refused by a person, and taken back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from carehomes.charts import la_told, words
from carehomes.ledger import told_counts as kept
from carehomes.ledger.told_counts import MOST_ROLE, MOST_TEXT, Decision, ToldCount
from carehomes.measures import Suggestion, la_suggestions
from ui.frame import Page
from ui.tables import Column, html_table
from ui.text import block, esc, say

_TOLD = "la_told_told"
_ROLE = "a role, no person's name"
_COLUMNS = (
    Column("Number", width=7),
    Column("Action", width=27),
    Column("The words", width=24),
    Column("Decision", width=24),
    Column("By, when", width=18),
)


def draw_told(page: Page, form: pd.DataFrame) -> None:
    """Draw what the words of one council's form suggest, and what was decided of it; nothing where they count nothing.

    As at a past moment, and on a picture of the page, nothing can be decided.
    """
    if sentence := st.session_state.pop(_TOLD, ""):
        say(sentence, "good")
    held = kept.told_counts(page.store, page.snapshot.as_at)
    every = {one.decision("confirmed", "").about for one in la_suggestions(form)}
    decided = [one for one in held if one.about in every]
    if gone := _gone(decided):
        say(gone, "stop")
    waiting = la_suggestions(form, held)
    if not decided and not waiting:
        return
    open_to = page.snapshot.as_at is None and not page.screenshot and not page.store.refusal("confirm counts")
    for one in decided:
        if _pressed(one):
            say(la_told.came_first(one), "stop")
    with st.container(key="card_la_told"):
        block(f'<h2 class="ch-title">Counts in the words: {esc(la_told.title(len(waiting), decided))}</h2>')
        block('<p class="ch-muted">A form counts homes in place; some write the rest in words, which counts once a person says so.</p>')
        for one in waiting:
            _draw_waiting(page, one, open_to=open_to)
        if decided:
            _draw_decided(page, form, decided, open_to=open_to)


def _pressed(one: ToldCount) -> bool:
    """Return whether a button about ``one`` was pressed that is no longer there, since somebody else decided it meanwhile."""
    return any(bool(st.session_state.get(f"la_told_{deed}_{one.la}_{one.item}")) for deed in ("confirm", "refuse"))


def _gone(decided: Sequence[ToldCount]) -> str:
    """Return why a withdrawal that was pressed did nothing: no decision was chosen, or somebody withdrew it meanwhile; '' else."""
    if not st.session_state.get("la_told_withdraw"):
        return ""
    number = st.session_state.get("la_told_number")
    if number is None:
        return "Choose the decision to withdraw, by its number."
    withdrawn = f"Decision {number} does not stand any more: somebody has withdrawn it already. Nothing was written now."
    return "" if number in {one.number for one in decided} else withdrawn


def _draw_waiting(page: Page, one: Suggestion, *, open_to: bool) -> None:
    quoted = f"{one.item} {one.label}: the words say “{one.told.quote}”."
    block(
        f'<p class="ch-quote"><b>{esc(quoted)}</b> {esc(la_told.suggested(one))} <span class="ch-muted">In full: {esc(one.text)}</span></p>'
    )
    if not open_to:
        return
    key = f"{one.la_code}_{one.item}"
    with st.form(f"form_la_told_{key}", border=False):
        first, second = st.columns([1, 1.6], gap="small")
        by = first.text_input("Your role", key=f"la_told_by_{key}", max_chars=MOST_ROLE, placeholder=_ROLE)
        reason = second.text_input(
            "Why, where it is refused", key=f"la_told_reason_{key}", max_chars=MOST_TEXT, placeholder="kept in the journal"
        )
        with st.container(horizontal=True, gap="small", key=f"la_told_deeds_{key}"):
            confirm = st.form_submit_button("Confirm the counts", key=f"la_told_confirm_{key}", type="primary")
            refuse = st.form_submit_button("Refuse them", key=f"la_told_refuse_{key}")
    if confirm or refuse:
        _decide(page, one, "confirmed" if confirm else "refused", by, reason)


def _decide(page: Page, one: Suggestion, what: Decision, by: str, reason: str) -> None:
    try:
        held = kept.decide(page.store, one.decision(what, by, reason if what == "refused" else ""))
    except ValueError as error:
        say(str(error), "stop")
        return
    st.session_state[_TOLD] = f"{words.capital(held.decision)}, number {held.number}: {one.item}, {la_told.counted(held)}."
    st.rerun()


def _draw_decided(page: Page, form: pd.DataFrame, decided: Sequence[ToldCount], *, open_to: bool) -> None:
    labels = {str(row["item"]): f"{row['item']} {row['label']}" for row in form.to_dict("records")}
    rows = [
        [
            str(one.number),
            labels.get(one.item, one.item),
            f"“{one.words}”",
            f"{one.decision}: {la_told.counted(one)}" + (f" ({one.reason})" if one.reason else ""),
            f"{one.by}, {words.moment(one.since)}",
        ]
        for one in decided
    ]
    block(html_table("What a person decided", _COLUMNS, rows, scroll=False))
    if not open_to:
        return
    with st.form("form_la_told_withdraw", border=False):
        number, role, why = st.columns(3, gap="small")
        numbers = [one.number for one in decided]
        chosen = number.selectbox("Decision", numbers, index=None, key="la_told_number", placeholder="a number")
        by = role.text_input("Your role", key="la_told_gone_by", max_chars=MOST_ROLE, placeholder=_ROLE)
        reason = why.text_input("Reason", key="la_told_gone_reason", max_chars=MOST_TEXT, placeholder="kept in the journal")
        if st.form_submit_button("Withdraw the decision", key="la_told_withdraw") and chosen is not None:
            _withdraw(page, chosen, by, reason)


def _withdraw(page: Page, number: int, by: str, reason: str) -> None:
    try:
        kept.withdraw(page.store, number, by=by, reason=reason)
    except ValueError as error:
        say(str(error), "stop")
        return
    st.session_state[_TOLD] = f"Decision {number} is withdrawn. The words are a suggestion again."
    st.rerun()
