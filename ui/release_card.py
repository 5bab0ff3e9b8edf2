"""The release gate of a week: what state it is in, and the forms that sign it off, publish it or take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from carehomes.charts import words
from carehomes.ledger.releases import MOST_REASON, MOST_ROLE, publish_week, releases, sign_off, take_back
from ui.frame import Page
from ui.people import allowed
from ui.text import block, esc, say

_TOLD = "release_told"
_NEXT = {
    "prepared": "It is prepared: viewers see the weeks published before. Look through it, then sign it off.",
    "signed off": "It is signed off: viewers see it once it is published. What is decided about its returns now needs another sign-off.",
    "published": "It is published: viewers see it, and what is corrected in it later.",
}


def draw_release(page: Page, week: date) -> None:
    """Draw the state of ``week`` at the release gate and what may be done; nothing where there is no gate."""
    if page.snapshot.gate is None:
        return
    held = releases(page.store.journal).get(week)
    state = "published" if page.snapshot.gate.open_to(week) else held.state if held else "prepared"
    with st.container(key="card_release"):
        block(f'<h2 class="ch-title">{esc(words.capital(state))}: {esc(words.week(week))}</h2><p class="ch-muted">{esc(_NEXT[state])}</p>')
        if held and held.state == state:
            block(f'<p class="ch-muted">{esc(words.capital(state))} {esc(words.moment(held.at))} by {esc(held.by)}.</p>')
        if sentence := st.session_state.pop(_TOLD, ""):
            say(sentence, "good")
        if not allowed(page.store, "publish"):
            return
        with st.form("form_release", border=False):
            by = st.text_input("Your role", key="release_by", max_chars=MOST_ROLE, placeholder="a role, no person's name")
            back = held is not None and state != "prepared"
            label = "Reason, where it is taken back"
            reason = st.text_input(label, key="release_reason", max_chars=MOST_REASON, placeholder="kept in the journal") if back else ""
            with st.container(horizontal=True):
                if state == "prepared" and st.form_submit_button("Sign the week off", key="release_sign", type="primary"):
                    _do(lambda: sign_off(page.store, week, by=by, reason=reason))
                if state == "signed off" and st.form_submit_button("Publish the week", key="release_publish", type="primary"):
                    _do(lambda: publish_week(page.store, week, by=by, reason=reason))
                if back and st.form_submit_button("Take it back", key="release_back"):
                    _do(lambda: take_back(page.store, week, by=by, reason=reason))


def _do(deed: Callable[[], str]) -> None:
    try:
        st.session_state[_TOLD] = deed()
    except ValueError as error:
        say(str(error), "stop")
        return
    st.rerun()
