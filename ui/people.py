"""Who is at the page: whoever signed in, or whoever runs this process; what is drawn to somebody who may see nothing."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from carehomes.access import NotAllowedError, Person, person_here, signed_in
from carehomes.ledger.acting import act_as
from carehomes.ledger.trouble import COPY
from carehomes.settings import OPEN_WORDS, open_without_sign_in, read_only, sign_in
from carehomes.store import Store
from ui.sender import fresh
from ui.text import block, esc, say

#: For whom the page was drawn.
_DRAWN_FOR = "drawn_for"
#: What a proxy says of a request that it passes on.
_PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")
_wanted = st.components.v2.component("wanted", js=Path(__file__).with_name("wanted.js").read_text(encoding="utf-8"), isolate_styles=False)


def reader() -> Person:
    """Return who is at the page. Ends the page, with a plain sentence, where that is nobody who may see anything."""
    try:
        if told := _left_open():
            _stop(told)
        if sign_in() and not _is_signed_in():
            _draw_sign_in()
        person = _known()
    except ValueError as error:
        _stop(str(error))
    st.session_state[_DRAWN_FOR] = person
    if sign_in():
        # The link by which somebody came to sign in: the provider sends everybody back to the front page.
        _wanted(key="wanted", data={"keep": False})
    if not person.grants:
        _stop(
            f"You are known here as {person.id}, and no areas are given to you, so there is nothing that you may see. "
            "Ask whoever looks after this installation to give you a role and areas."
        )
    return person


def _known() -> Person:
    return signed_in(st.user.to_dict()) if sign_in() else person_here()


def still(store: Store) -> Store:
    """Return ``store`` as whoever is at the page holds it by now: what a button calls runs before its page has asked who is there.

    Raises ``ValueError`` in a plain sentence: her sign-in is over, or who may do what cannot be read.
    """
    if sign_in() and not _is_signed_in():
        raise NotAllowedError("Your sign-in is over, so nothing was done. Sign in again.")
    return store.held_by(_known())


def same_reader() -> None:
    """Begin a part of a page that runs by itself: where the reader may see something else by now, the whole page runs instead."""
    try:
        person = None if sign_in() and not _is_signed_in() else _known()
    except ValueError:
        person = None
    if person is None or person != st.session_state.get(_DRAWN_FOR):
        st.rerun(scope="app")
    act_as(person.id)


def _left_open() -> str:
    """Return '' where nobody needs to sign in here, or everybody has to; else why nothing is shown."""
    if sign_in() or open_without_sign_in():
        return ""
    address = st.context.ip_address
    passed_on = any(name in st.context.headers for name in _PASSED_ON)
    # A page that runs without a server, as in a measurement, has no text there.
    from_outside = passed_on or (isinstance(address, str) and not _is_own(address))
    return open_problem(st.get_option("server.address"), allowed=False, from_outside=from_outside)


def open_problem(address: str | None, *, allowed: bool, from_outside: bool = False) -> str:
    """Return '' where an app that listens at ``address`` (None: everywhere) may be open without sign-in, else why not and what to do.

    ``from_outside``: somebody was let in from another machine, by a proxy or by a server that knows nothing of Streamlit's own settings.
    """
    own = bool(address and _is_own(address))
    if allowed or (own and not from_outside):
        return ""
    where = f"at {address}" if address else "at every address of this machine"
    how = "is passed on to other machines" if own else f"listens {where}"
    return (
        f"This app {how}, so that others on the network reach it, and nobody has to sign in. Nothing is shown. Set "
        "CAREHOMES_SIGN_IN=yes and a provider in .streamlit/secrets.toml, or let it listen at 127.0.0.1 only. If everybody on the network "
        f"may see and change everything, say so in these words: CAREHOMES_OPEN_WITHOUT_SIGN_IN=“{OPEN_WORDS}”."
    )


def _is_own(address: str) -> bool:
    try:
        return address == "localhost" or ipaddress.ip_address(address.removeprefix("::ffff:")).is_loopback
    except ValueError:
        return False


def _is_signed_in() -> bool:
    claims = st.user.to_dict()
    if "is_logged_in" not in claims:
        # Streamlit tells nothing of users where it knows no provider.
        raise ValueError("Pages want a sign-in, and no provider is set: write [auth] into .streamlit/secrets.toml, as README.md says.")
    return bool(claims["is_logged_in"]) and fresh(claims, datetime.now(UTC))


def _draw_sign_in() -> None:
    _wanted(key="wanted", data={"keep": True})
    _head("Sign in")
    say("Sign in to see the areas that are yours. You are then brought back to the page that you asked for.")
    st.button("Sign in", key="sign_in", type="primary", on_click=st.login)
    st.stop()


def _head(title: str) -> None:
    block(
        f'<div class="ch-head" id="content" tabindex="-1"><div><h1>{esc(title)}</h1><p>Care home support: weekly progress</p></div></div>'
    )


def draw_account() -> None:
    """Draw what a copy for reading is, who is signed in and the way out; nothing where nobody signs in."""
    if read_only():
        block(f'<p class="ch-muted"><small>{esc(COPY)}</small></p>')
    if sign_in():
        subject = str(st.user.get("sub") or "")
        who = str(st.user.get("name") or st.user.get("email") or subject)
        block(f'<p class="ch-muted">Signed in as {esc(who)}<br><small>{esc(subject)}</small></p>')
        st.button("Sign out", key="sign_out", type="tertiary", on_click=st.logout)


def _stop(told: str) -> None:
    _head("Nothing can be shown")
    say(told, "stop")
    st.stop()


def allowed(store: Store, action: str) -> bool:
    """Return whether the reader may do ``action`` somewhere; where not, say why in the place of what would be drawn."""
    told = store.refusal(action)
    if told:
        say(told)
    return not told
