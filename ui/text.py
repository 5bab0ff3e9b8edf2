"""Text into HTML: everything from data passes ``esc``, so that no return can bring markup onto a page."""

from __future__ import annotations

import html
import re
from typing import Literal

import streamlit as st

#: Where an address (of a page, of a person) or an icon such as :smile: would be found in a text.
_FOUND_LATER = re.compile(r"(?<=:)(?=\S)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
#: What means something in Markdown: each may have a backslash before it.
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def esc(text: object) -> str:
    """Return ``text`` as HTML that shows exactly these characters."""
    return html.escape("" if text is None else str(text), quote=True)


def literal(text: object) -> str:
    """Return ``text`` so that a label of Streamlit, which reads Markdown, shows exactly these characters.

    A backslash alone does not hold back addresses and icons: those are looked for in the text that is left, and are broken up unseen.
    """
    return _MARKS.sub(r"\\\1", _FOUND_LATER.sub("\u2060", " ".join(str(text).split())))


def block(body: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """Put HTML into the page; what comes from data in ``body`` was escaped by who built it."""
    st.html(body, width=width)


def say(text: str, tone: str = "warn") -> None:
    """Show one plain sentence in a box; ``tone`` is warn, stop or good."""
    st.html(f'<div class="ch-{tone}" role="{"alert" if tone == "stop" else "status"}">{esc(text)}</div>')
