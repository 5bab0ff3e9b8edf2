"""Help on the terms of headings: what a term means under the pointer, and a link to it that the keyboard reaches."""

from __future__ import annotations

import streamlit as st

from carehomes.catalogue import Term, term_of, terms
from ui.navigation import address
from ui.screenshot import own_params
from ui.text import esc

#: In the address of the Definitions page, the term that was asked for.
TERM = "term"


def heading(label: str) -> str:
    """Return ``label`` as HTML, a link to its meaning where the glossary has one; the whole selection goes along."""
    found = term_of(label)
    if found is None:
        return esc(label)
    link = address({**own_params(), TERM: found.id}, "definitions")
    return f'<a class="ch-term" href="{esc(link)}" target="_self" title="{esc(found.told)}">{esc(label)}</a>'


def words_of(*texts: str) -> str:
    """Return, as HTML, the terms that stand in ``texts`` (a card's title and what is under it), each with its meaning; '' for none."""
    said = " ".join(texts)
    listed = "".join(f"<dt>{esc(one.name)}</dt><dd>{esc(one.told)}</dd>" for one in terms() if one.said_in(said))
    return f'<h3 class="ch-words">Words of this card</h3><dl class="ch-dl">{listed}</dl>' if listed else ""


def asked_term() -> Term | None:
    """Return the term that the address asks for, None where it asks for none or for one that is not there."""
    wanted = st.query_params.get(TERM, "")
    return next((one for one in terms() if one.id == wanted), None)
