"""The search box of every page: areas open the page that is shown, homes the Care homes page; other filters stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from carehomes.areas.search import LEAST, Finder, Found
from carehomes.selection import AREA_KEYS, KEYS
from ui.navigation import address
from ui.people import same_reader
from ui.text import block, esc

#: Results shown; one more is asked for, so that it can be said that there are more.
_MOST = 8
_HOMES_PAGE = "care_homes"


def result_link(found: Found, params: Mapping[str, str], own: Mapping[str, str]) -> str:
    """Return where a result leads: ``params`` is the selection, ``own`` what the page has of its own in its address."""
    kept = {key: value for key, value in params.items() if key not in AREA_KEYS}
    under = {"ccg": found.ccg} if found.ccg else {}
    if found.kind == "home":
        return address(kept | under | {"home": found.code}, _HOMES_PAGE)
    if found.kind == "pcn":
        return address(kept | under | {"pcn": found.code} | own)
    if found.kind == "england":
        return address(kept | dict(own))
    return address(kept | {"la" if found.kind == "la" else "area": found.code} | own)


def results(found: list[Found], params: Mapping[str, str], own: Mapping[str, str]) -> str:
    """Return the results as HTML: a link each, with where it lies and why it was found."""
    if not found:
        return '<p class="ch-found">No area or home is found. Look at the spelling, or type a code or a postcode.</p>'
    lines = "".join(
        f'<li><a href="{esc(result_link(one, params, own))}" target="_self">{esc(one.label)}</a>'
        f"<small>{esc(one.where)} · {esc(one.why)}</small></li>"
        for one in found[:_MOST]
    )
    more = '<p class="ch-found">There are more: type more of the name.</p>' if len(found) > _MOST else ""
    return f'<ul class="ch-found">{lines}</ul>{more}'


@st.fragment
def draw_search(finder: Callable[[], Finder], params: Mapping[str, str]) -> None:
    """Draw the box and, while something stands in it, what is found."""
    same_reader()
    asked = st.text_input("Find an area or home", key="find", type="search", live=True, placeholder="Name or code")
    if not asked:
        return
    if len(asked.strip()) < LEAST:
        block('<p class="ch-found">Type at least two letters.</p>')
        return
    own = {key: st.query_params[key] for key in st.query_params if key not in KEYS}
    block(results(finder().find(asked, most=_MOST + 1), params, own))
