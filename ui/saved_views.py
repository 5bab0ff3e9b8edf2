"""Saved views: the address of a page under a name, for the whole team. Saved, opened and hidden in one dialog."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from carehomes.charts import words
from carehomes.ledger import saved_views as kept
from carehomes.ledger.saved_views import Saved, SavedView, view_of
from carehomes.selection import VIEW
from carehomes.store import Store
from ui.navigation import address, file_of
from ui.people import same_reader, still
from ui.session import follow_newest
from ui.text import block, esc, literal, say

_OPEN, _DONE = "views_open", "views_done"
_NAME, _ROLE, _WEEK = "view_name", "view_role", "view_week"
_WEEKS = {"newest": "The newest week, whenever it is opened", "pinned": "The week shown now"}


def open_asked(store: Store, page: str, week: date | None) -> str:
    """Show the saved view that the address names (``?view=``), on its own page; return a sentence where there is none of that id.

    ``page`` is the page that is opened, ``week`` the newest one, which goes into the address with the view: one step back leaves it.
    """
    asked = st.query_params.get(VIEW, "").strip()
    if not asked:
        return ""
    view = kept.find(store, asked)
    file = file_of(view.page) if view else ""
    if not view or not file:
        return f"The address asks for the saved view “{words.shorten(asked)}”, which is not known here. Saved views lists those there are."
    params = dict(view.params)
    if view.newest and week:
        follow_newest(True)
        params["week"] = week.isoformat()
    if view.page != page:
        st.switch_page(file, query_params=params)
    others = st.query_params.get("for", "")
    st.query_params.from_dict(params)
    if "as_at" in params or params.get("for", "") != others:
        # Which data are opened was decided before the view was read.
        st.rerun()
    return ""


def _begin() -> None:
    st.session_state[_OPEN] = True


def _end() -> None:
    st.session_state[_OPEN] = False
    st.session_state.pop(_DONE, None)


def offer_views() -> None:
    """Draw the button that opens the dialog."""
    st.button("Saved views", key="views", type="tertiary", on_click=_begin)


def _save(store: Store, page: str, choices: Mapping[str, Mapping[str, str]]) -> None:
    said = st.session_state
    try:
        view = kept.save(still(store), view_of(said[_NAME], page, choices[said[_WEEK]]), by=said[_ROLE])
        said[_DONE] = ("good", f"Saved: {view.name}.", view.id)
    except ValueError as error:
        said[_DONE] = ("stop", str(error), "")


def _hide(store: Store, view: SavedView) -> None:
    try:
        kept.hide(still(store), view.id, by=st.session_state.get(_ROLE, ""))
        st.session_state[_DONE] = ("good", f"Out of the list: {view.name}. Links to it still open it.", "")
    except ValueError as error:
        st.session_state[_DONE] = ("stop", str(error), "")


def _draw_list(store: Store, found: list[Saved], root: str) -> None:
    for saved in found:
        view = saved.view
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            told = f"{'newest week' if view.newest else 'pinned week'} · saved by {saved.by}"
            link = f'<a href="{esc(f"{root}{address(dict(view.params), view.page)}")}" target="_self">{esc(view.name)}</a>'
            block(f'<p class="ch-link">{link}<br><small>{esc(told)}</small></p>')
            label = literal(f"Take “{view.name}” out of the list")
            st.button("Hide", key=f"view_hide_{view.id}", type="tertiary", help=label, on_click=_hide, args=(store, view))
    if not found:
        block('<p class="ch-link">There is no saved view yet.</p>')


@st.dialog("Saved views", width="medium", on_dismiss=_end)
def _dialog(store: Store, title: str, page: str, choices: Mapping[str, Mapping[str, str]]) -> None:
    same_reader()
    root = (st.context.url or "").removesuffix(page)
    _draw_list(store, kept.views(store), root)
    block(f'<h3 class="ch-title">Save this view of {esc(title)} for the team</h3>')
    st.text_input("Name", key=_NAME, max_chars=kept.LONGEST_NAME, placeholder="such as Monday briefing")
    st.text_input("By which role (no person's name)", key=_ROLE, max_chars=kept.LONGEST_ROLE, placeholder="such as regional analyst")
    st.segmented_control("It opens", list(choices), format_func=lambda one: _WEEKS[one], key=_WEEK, default="newest", required=True)
    st.button("Save", key="view_save", type="primary", on_click=_save, args=(store, page, choices))
    tone, text, view_id = st.session_state.get(_DONE, ("", "", ""))
    if text:
        say(text, tone)
    if view_id:
        st.code(f"{root}{address({VIEW: view_id}, page)}", language=None, wrap_lines=True)


def draw_views(store: Store, title: str, page: str, *, pinned: Mapping[str, str], newest: Mapping[str, str]) -> None:
    """Draw the dialog while it is open; ``pinned`` and ``newest`` are the codes of this page that a view may keep."""
    if st.session_state.get(_OPEN):
        _dialog(store, title, page, {"newest": newest, "pinned": pinned})
