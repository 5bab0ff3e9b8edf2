"""Who is at the page: whoever signed in, or whoever runs this process; what is drawn to somebody who may see nothing."""

from __future__ import annotations

import streamlit as st

from carehomes.access import Person, person_here, signed_in
from carehomes.settings import sign_in
from carehomes.store import Store
from ui.text import say


def reader() -> Person:
    """Return who is at the page. Ends the page, with a plain sentence, where that is nobody who may see anything."""
    try:
        person = signed_in(st.user.to_dict()) if sign_in() else person_here()
    except ValueError as error:
        say(str(error), "stop")
        st.stop()
    if not person.grants:
        say(
            f"You are known here as {person.id}, and no areas are given to you, so there is nothing that you may see. "
            "Ask whoever looks after this installation to give you a role and areas.",
            "stop",
        )
        st.stop()
    return person


def allowed(store: Store, action: str) -> bool:
    """Return whether the reader may do ``action`` somewhere; where not, say why in the place of what would be drawn."""
    told = store.refusal(action)
    if told:
        say(told)
    return not told
