"""Making an own group: a name, areas and homes found by the search, homes' IDs pasted. Kept in the journal, then shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import streamlit as st

from carehomes.areas import Group, group_of
from carehomes.areas.search import Finder
from carehomes.charts import words
from carehomes.ledger import groups as kept
from carehomes.selection import Selection
from carehomes.store import Store
from ui.people import same_reader, still
from ui.text import block, esc, literal, say

_MAKING, _SAVED, _TOLD = "group_making", "group_saved", "group_told"
#: Results of a search that can be added at once.
_FOUND = 6
_NAME, _FIND, _MEMBERS, _HOMES = "group_name", "group_find", "group_members", "group_homes"


def _begin(selection: Selection, group: Group | None) -> None:
    """Open the dialog: with the members of ``group`` to change it, else with the chosen area."""
    own = [selection.place.code] if selection.place.level not in ("england", "group") else []
    st.session_state[_NAME] = group.name if group else ""
    st.session_state[_MEMBERS] = [*group.areas, *group.homes] if group else own
    st.session_state[_FIND] = st.session_state[_HOMES] = ""
    st.session_state[_MAKING] = True


def _add(code: str) -> None:
    st.session_state[_MEMBERS] = list(dict.fromkeys([*st.session_state.get(_MEMBERS, []), code]))


def _end() -> None:
    st.session_state[_MAKING] = False


def offer_group(store: Store, selection: Selection, groups: Sequence[Group]) -> None:
    """Draw the buttons that make a group, change the one shown, or take it out of the list."""
    shown = selection.group
    with st.container(horizontal=True, gap="small"):
        st.button("Make a group", key="group_make", on_click=_begin, args=(selection, None))
        if shown:
            st.button("Change this group", key="group_change", on_click=_begin, args=(selection, shown))
    # Whose single homes are is not asked again here: a group with some is hidden by those who may see everything.
    if shown and shown in groups and (store.permitted.ccgs is None or not shown.homes):
        st.button("Take this group out of the list", key="group_hide", type="tertiary", on_click=_hide, args=(store, shown.id))
    if told := st.session_state.pop(_TOLD, ""):
        say(told, "stop")


def _hide(store: Store, group_id: str) -> None:
    try:
        kept.hide(still(store), group_id)
    except ValueError as error:
        st.session_state[_TOLD] = str(error)


def _told(group: Group) -> str:
    parts = [words.plural(len(codes), word) for codes, word in ((group.areas, "area"), (group.homes, "single home")) if codes]
    return words.listed(parts)


def _save(store: Store, finder: Finder, selected: Callable[[Group], None]) -> None:
    pasted = [code for code in re.split(r"[\s,;]+", st.session_state[_HOMES]) if code]
    try:
        areas, homes = finder.members([*st.session_state[_MEMBERS], *pasted])
        group = kept.save(still(store), group_of(st.session_state[_NAME], areas, homes))
    except ValueError as error:
        say(str(error), "stop")
        return
    _end()
    st.session_state[_SAVED] = group.id
    selected(group)
    st.rerun()


@st.dialog("Own group of areas and homes", width="medium", on_dismiss=_end)
def _dialog(store: Store, finder: Finder, selected: Callable[[Group], None]) -> None:
    same_reader()
    st.text_input("Name", key=_NAME, max_chars=60, placeholder="such as Coast homes")
    asked = st.text_input(
        "Find areas and homes to add",
        key=_FIND,
        type="search",
        live=True,
        placeholder="Name, code or postcode; slips of the keyboard do no harm",
    )
    members = list(st.session_state.get(_MEMBERS, []))
    found = [one for one in finder.find(asked, most=_FOUND) if one.kind != "england"]
    with st.container(horizontal=True, gap="xsmall", key="group_results"):
        for one in found:
            st.button(
                literal(f"+ {one.label}"),
                key=f"group_add_{one.code}",
                help=literal(one.where),
                on_click=_add,
                args=(one.code,),
                disabled=one.code in members,
            )
    st.session_state[_MEMBERS] = members
    st.multiselect(
        "In the group",
        members,
        format_func=finder.label,
        key=_MEMBERS,
        placeholder="Nothing yet",
    )
    if asked and not found:
        say("No area or home is found by that. Look at the spelling, or type a code.")
    st.text_area("Homes by their CQC location IDs, pasted", key=_HOMES, placeholder="1-123456789, one a line or with commas", height=90)
    if st.button("Save and show", key="group_save", type="primary"):
        _save(store, finder, selected)


def draw_maker(store: Store, finder: Callable[[], Finder], selected: Callable[[Group], None]) -> None:
    """Draw the dialog while it is open; ``selected`` puts the saved group into the address."""
    if st.session_state.get(_MAKING):
        _dialog(store, finder(), selected)


def say_saved(group: Group | None, link: str) -> None:
    """Say once that the group shown was just saved, and give its link."""
    saved = st.session_state.pop(_SAVED, "")
    if group and saved == group.id:
        block(
            f'<div class="ch-good" role="status">Saved: {esc(group.label)}, {esc(_told(group))}. Its link: '
            f'<a href="{esc(link)}" target="_self">{esc(link)}</a></div>'
        )
