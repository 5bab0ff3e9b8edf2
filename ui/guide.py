"""The first-visit guide of the Overview: four steps, once a session, never in a picture and never where a link was opened."""

from __future__ import annotations

import streamlit as st

from carehomes.selection import KEYS
from ui import screenshot
from ui.session import follows_newest
from ui.text import block

_OPEN = "guide_open"
STEPS = (
    ("Choose your area", "above, or by name or code."),
    ("Read counts and range", "what silence leaves open."),
    ("Open where it comes from", "counts lead to cells."),
    ("Take it with you", "Screenshot, or the address."),
)


def guide_open() -> bool:
    """Return whether the guide is shown: the session began on the newest week of everything, and nobody has put it away."""
    if screenshot.wanted():
        return False
    if _OPEN not in st.session_state:
        chosen = any(key in st.query_params for key in KEYS if key != "week")
        st.session_state[_OPEN] = follows_newest() and not chosen
    return bool(st.session_state[_OPEN])


def _put_away() -> None:
    st.session_state[_OPEN] = False


def draw_guide() -> None:
    """Draw the four steps, with the button that puts them away for this session."""
    with st.container(key="card_guide"):
        with st.container(key="head_guide", horizontal=True, vertical_alignment="top", gap="small"):
            block('<h2 class="ch-title">Four steps</h2>')
            st.button("Got it", key="guide_done", on_click=_put_away, type="tertiary")
        block(f'<ol class="ch-guide">{"".join(f"<li><b>{name}:</b> {told}</li>" for name, told in STEPS)}</ol>')
