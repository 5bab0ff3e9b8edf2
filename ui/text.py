"""Text into HTML: everything from data passes ``esc``, so that no return can bring markup onto a page."""

from __future__ import annotations

import html
from typing import Literal

import streamlit as st


def esc(text: object) -> str:
    """Return ``text`` as HTML that shows exactly these characters."""
    return html.escape("" if text is None else str(text), quote=True)


def block(body: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """Put HTML into the page; what comes from data in ``body`` was escaped by who built it."""
    st.html(body, width=width)


def say(text: str, tone: str = "warn") -> None:
    """Show one plain sentence in a box; ``tone`` is warn, stop or good."""
    st.html(f'<div class="ch-{tone}" role="{"alert" if tone == "stop" else "status"}">{esc(text)}</div>')
