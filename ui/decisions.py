"""What is decided without a file: a return withdrawn, a last step undone, a nil return recorded. Each is confirmed, and done once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from carehomes.charts import words
from carehomes.intake.decide import RETURNS, describe
from carehomes.intake.undo import nil_problem, nil_return, undo, undoable, withdraw
from carehomes.ledger.journal import Version, standing
from carehomes.ledger.model import Decision
from carehomes.store import Store
from ui.desk import sundays
from ui.frame import Page
from ui.people import allowed, still
from ui.session import move_on
from ui.text import block, say

_PENDING, _TOLD = "decision_pending", "decision_told"


@dataclass(frozen=True)
class Pending:
    """A deed that waits for its confirmation: what it would do in words, and how it is done."""

    question: str
    label: str
    do: Callable[[Store], Decision]


def _confirm(store: Store) -> None:
    # Taken out before it is done: a second click, or another run, finds nothing left to do.
    pending: Pending | None = st.session_state.pop(_PENDING, None)
    if pending is None:
        return
    try:
        done = pending.do(still(store))
    except ValueError as error:
        st.session_state[_TOLD] = ("stop", str(error))
    else:
        st.session_state[_TOLD] = ("stop" if done.outcome == "refused" else "good", done.sentence)
    # What could not be published may be in the journal all the same.
    move_on()


def _cancel() -> None:
    st.session_state.pop(_PENDING, None)


def _ask(pending: Pending | None) -> None:
    """Lay a deed before the person who asked for it."""
    st.session_state.pop(_TOLD, None)
    if pending is None:
        say("Give a reason first: it is kept in the journal.", "stop")
        return
    st.session_state[_PENDING] = pending
    st.rerun()


def draw_decisions(page: Page) -> None:
    """Draw the three deeds, the question of the one that waits, and what the last one did."""
    with st.container(key="card_decisions"):
        block(
            '<h2 class="ch-title">Withdraw, undo, nil return</h2><p class="ch-muted">Nothing is ever deleted: each of these is an entry of '
            "the journal with its reason, and can be taken back.</p>"
        )
        tone, told = st.session_state.get(_TOLD, ("", ""))
        if told:
            say(told, tone)
        if not allowed(page.store, "submit"):
            return
        pending: Pending | None = st.session_state.get(_PENDING)
        if pending is not None:
            say(pending.question, "warn")
            with st.container(horizontal=True):
                st.button(pending.label, key="decision_confirm", type="primary", on_click=_confirm, args=(page.store,))
                st.button("Cancel", key="decision_cancel", on_click=_cancel)
            return
        columns = st.columns(3, gap="small")
        for column, draw in zip(columns, (_draw_withdraw, _draw_undo, _draw_nil), strict=True):
            with column:
                draw(page)


def _label(version: Version, page: Page) -> str:
    area = page.snapshot.areas.get(version.submitter)
    what = describe(version.kind, area.label if area else version.submitter, None, nil=version.nil)
    week = f", {words.day(version.week)}" if version.week else ""
    return f"{version.return_id}: {what}{week}"


def _reason(key: str) -> str:
    return " ".join((st.text_input("Reason", key=key, max_chars=300, placeholder="kept in the journal") or "").split())


def _draw_withdraw(page: Page) -> None:
    found = {
        one.return_id: one
        for one in standing(page.store.journal.entries()).values()
        if one.kind in RETURNS and not page.store.refusal("submit", [one.submitter])
    }
    if not found:
        block('<p class="ch-muted">No return stands, so there is none to withdraw.</p>')
        return
    options = sorted(found, reverse=True)
    with st.form("form_withdraw", border=False):
        number = st.selectbox(
            "Withdraw", options, index=None, format_func=lambda one: _label(found[one], page), key="withdraw_number", placeholder="a return"
        )
        reason = _reason("withdraw_reason")
        if st.form_submit_button("Withdraw", key="withdraw_ask") and number is not None:
            _ask(_withdrawal(number, _label(found[number], page), reason))


def _withdrawal(number: int, label: str, reason: str) -> Pending | None:
    if not reason:
        return None
    question = f"Withdraw return {label}? Nothing of it will stand, and its figures go. Reason: {reason}"
    return Pending(question, "Yes, withdraw it", lambda store: withdraw(store, return_id=number, reason=reason))


def _draw_undo(page: Page) -> None:
    found = {last.return_id: (last, before) for last, before in undoable(page.store, RETURNS)}
    if not found:
        block('<p class="ch-muted">No return was withdrawn or sent again, so there is nothing to undo.</p>')
        return
    with st.form("form_undo", border=False):
        number = st.selectbox(
            "Undo the last step of",
            list(found),
            index=None,
            format_func=lambda one: _label(found[one][0], page) + (", withdrawn" if found[one][0].ended_by else ", sent again"),
            key="undo_number",
            placeholder="a return",
        )
        reason = _reason("undo_reason")
        if st.form_submit_button("Undo", key="undo_ask") and number is not None:
            _ask(_undoing(*found[number], _label(found[number][1], page), reason))


def _undoing(last: Version, before: Version, label: str, reason: str) -> Pending | None:
    if not reason:
        return None
    away = "" if last.ended_by else f" Return {last.return_id} is put away."
    question = f"Let return {label} ({words.plural(before.row_count, 'row')}) stand again?{away} Reason: {reason}"
    return Pending(question, "Yes, undo it", lambda store: undo(store, return_id=last.return_id, reason=reason))


def _draw_nil(page: Page) -> None:
    weeks = sundays(datetime.now(words.LONDON).date())
    ccgs = {one.code: one.label for one in page.snapshot.areas.of_level("ccg") if one.closed is None or one.closed >= weeks[-1]}
    ccgs = {code: label for code, label in ccgs.items() if not page.store.refusal("submit", [code])}
    shown = page.selection.week
    with st.form("form_nil", border=False):
        code = st.selectbox("Nil return of", list(ccgs), index=None, format_func=lambda one: ccgs[one], key="nil_code", placeholder="a CCG")
        week = st.selectbox("For the week ending Sunday", weeks, index=weeks.index(shown) if shown in weeks else 0, format_func=words.day)
        reason = _reason("nil_reason")
        if st.form_submit_button("Record a nil return", key="nil_ask") and code is not None:
            _ask_nil(page.store, code, ccgs[code], week, reason)


def _ask_nil(store: Store, code: str, label: str, week: date, reason: str) -> None:
    problem = nil_problem(store, code, week)
    if problem:
        say(problem, "stop")
        return
    question = f"Record that {label} has nothing to say for the week ending {words.day(week)}? It counts as returned. Reason: {reason}"
    deed = Pending(question, "Yes, record it", lambda held: nil_return(held, code, week, reason=reason))
    _ask(deed if reason else None)
