"""An empty store greets with what to do: upload a return, or load the demonstration region."""

from __future__ import annotations

import streamlit as st

from carehomes.demo import FOLDER, load_demo
from carehomes.store import Store
from ui.people import allowed
from ui.session import move_on
from ui.text import block, say


def _load(store: Store) -> None:
    bar = st.progress(0.0, text="Loading the demonstration region")

    def progress(share: float, text: str) -> None:
        bar.progress(min(1.0, max(0.0, share)), text=text)

    try:
        load_demo(store, FOLDER, progress=progress)
    except (ValueError, OSError) as error:
        say(f"The demonstration region was not loaded. {error}", "stop")
        return
    move_on()
    st.rerun()


def draw_greeting(store: Store, *, link: bool = True) -> None:
    """Say what to do first; ``link`` leads to the Returns page from every other one."""
    with st.container(key="card_greeting"):
        block(
            '<h2 class="ch-title">Nothing has been received yet</h2>'
            '<p style="font-size:15px;margin:6px 0 0 0">Upload a return (CSV or Excel): a home return, an area return or an LA status '
            "return. Every page fills itself from what is accepted.</p>"
            '<p style="font-size:15px;margin:6px 0 0 0">Or load the demonstration region: invented homes, codes and names, sixteen weeks, '
            "marked as demonstration on every page and in every file. This store then stays a demonstration for good.</p>"
        )
        if not allowed(store, "demonstrate"):
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            if link:
                st.page_link("pages/returns.py", label="Upload a return")
            loads = st.button("Load the demonstration region", key="load_demonstration", type="primary")
        if loads:
            _load(store)
