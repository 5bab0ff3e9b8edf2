"""“New data: show”: asks every five seconds whether a newer snapshot was published, and never changes the view by itself."""

from __future__ import annotations

import streamlit as st

from ui.people import same_reader
from ui.session import move_on, newer


@st.fragment(run_every=5)
def offer_new_data() -> None:
    """Offer the newer snapshot where there is one; a pinned week stays what it is. Who may see less by now sees less without a click."""
    same_reader()
    if newer() and st.button("New data: show", key="show_new_data", type="primary"):
        move_on()
        st.rerun(scope="app")
