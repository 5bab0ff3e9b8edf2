"""The closing of a week, and late entries allowed by name: what stands, and the forms that decide it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from carehomes.charts import words
from carehomes.intake.closing import MOST_REASON, MOST_ROLE, allow_late, close_week, reopen_week
from carehomes.ledger.closings import Closed
from ui.frame import Page
from ui.people import allowed
from ui.text import block, esc, say

_TOLD = "closing_told"


def draw_closing(page: Page, week: date, closed: dict[date, Closed]) -> None:
    """Draw whether ``week`` is closed, by whom and why, and the forms to close it, open it, or allow a late entry."""
    with st.container(key="card_closing"):
        found = closed.get(week)
        block(f'<h2 class="ch-title">{"Closed" if found else "Close"}: {esc(words.week(week))}</h2>{_standing(page, found)}')
        if sentence := st.session_state.pop(_TOLD, ""):
            say(sentence, "good")
        if not allowed(page.store, "allow late" if found else "close"):
            return
        with st.form("form_closing", border=False):
            by = st.text_input("Your role", key="closing_by", max_chars=MOST_ROLE, placeholder="a role, no person's name")
            reason = st.text_input("Reason", key="closing_reason", max_chars=MOST_REASON, placeholder="kept in the journal")
            if found:
                _draw_open_again(page, week, by, reason)
            elif st.form_submit_button("Close the week", key="closing_close"):
                _do(lambda: close_week(page.store, week, by=by, reason=reason))


def _standing(page: Page, found: Closed | None) -> str:
    if found is None:
        return (
            '<p class="ch-muted">It is open: what comes late is taken and marked late. Once it is closed a return is refused, and none of '
            "its week is withdrawn or undone, unless a late entry is allowed by name.</p>"
        )
    entry = found.entry
    told = f"<p>Closed {esc(words.moment(entry.decided_at))} by {esc(entry.by)}: {esc(entry.reason)}</p>"
    for code, late in sorted(found.allowed.items()):
        area = page.snapshot.areas.get(code)
        label = area.label if area else code
        told += f"<p>May come late: {esc(label)}, by {esc(late.by)} {esc(words.moment(late.decided_at))}: {esc(late.reason)}</p>"
    return f'<div class="ch-dl">{told}</div>'


def _draw_open_again(page: Page, week: date, by: str, reason: str) -> None:
    open_then = {one.code: one.label for one in page.snapshot.areas.open_ccgs(week)}
    code = st.selectbox(
        "Late entry of", list(open_then), index=None, format_func=lambda one: open_then[one], key="closing_code", placeholder="a CCG"
    )
    with st.container(horizontal=True):
        if st.form_submit_button("Allow a late entry", key="closing_allow", type="primary"):
            _do(lambda: allow_late(page.store, week, code or "", by=by, reason=reason) if code else _nobody())
        if not page.store.refusal("close") and st.form_submit_button("Open the week again", key="closing_reopen"):
            _do(lambda: reopen_week(page.store, week, by=by, reason=reason))


def _nobody() -> str:
    raise ValueError("Say first whose late entry is allowed.")


def _do(deed: Callable[[], str]) -> None:
    try:
        st.session_state[_TOLD] = deed()
    except ValueError as error:
        say(str(error), "stop")
        return
    st.rerun()
