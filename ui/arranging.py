"""How a pack is arranged: which slides, in which order, under which title; saved for the team by name, opened, overwritten, deleted."""

from __future__ import annotations

import streamlit as st

from carehomes.briefing import KINDS
from carehomes.ledger import arrangements as kept
from carehomes.ledger.arrangements import ALL_SLIDES, Arrangement, arrangement_of
from carehomes.store import Store
from ui.people import still
from ui.text import literal, say

_ORDER, _TITLE, _SUBTITLE, _CHOSEN = "slides_order", "pack_title", "pack_subtitle", "arrangement_chosen"
_NAME, _ROLE, _TOLD, _TAKEN = "arrangement_name", "arrangement_role", "arrangement_told", "arrangement_taken"
#: What stands in the list for nothing saved.
_NONE = ""
_NAMES = {kind: told for kind, (told, _) in KINDS.items()}


def draw_arranging(store: Store) -> Arrangement:
    """Draw the choice of an arrangement, its titles, its slides and its saving; return it, without kinds where no slide is chosen."""
    saved = {one.name: one.arrangement for one in kept.arrangements(store)}
    said = st.session_state
    if said.get(_CHOSEN, _NONE) not in (_NONE, *saved):
        # Somebody else deleted it meanwhile.
        said[_CHOSEN] = _NONE
    _put_in_order()
    st.selectbox(
        "Arrangement",
        [_NONE, *saved],
        format_func=lambda one: one or "None saved: as chosen below",
        key=_CHOSEN,
        on_change=_open,
        args=(saved,),
        help="Slides, their order and titles, as saved for the team under a name.",
    )
    default = "Care home support: weekly progress"
    st.text_input("Title", key=_TITLE, placeholder=default, max_chars=kept.LONGEST_TITLE)
    who = "such as who made it (no person's name)"
    st.text_input("Line on the cover", key=_SUBTITLE, placeholder=who, max_chars=kept.LONGEST_SUBTITLE)
    with st.expander("Choose and order the slides"), st.container(gap=None):
        _draw_slides()
    shown = _shown()
    with st.expander("Save this arrangement"):
        _draw_saving(store, shown)
    return shown


def _shown() -> Arrangement:
    said = st.session_state
    kinds = [kind for kind in said[_ORDER] if said.get(_box(kind), True)]
    return arrangement_of(kinds, said[_TITLE], said[_SUBTITLE])


def _box(kind: str) -> str:
    return f"slide_{kind}"


def _put_in_order() -> None:
    """Begin with every slide as it comes."""
    if _ORDER not in st.session_state:
        _show(ALL_SLIDES)


def _show(held: Arrangement) -> None:
    said = st.session_state
    chosen = [kind for kind in held.kinds if kind in KINDS] or list(KINDS)
    said[_ORDER] = [*chosen, *(kind for kind in KINDS if kind not in chosen)]
    for kind in KINDS:
        said[_box(kind)] = kind in chosen
    said[_TITLE], said[_SUBTITLE] = held.title, held.subtitle


def _open(saved: dict[str, Arrangement]) -> None:
    _show(saved.get(st.session_state[_CHOSEN], ALL_SLIDES))
    st.session_state[_NAME] = st.session_state[_CHOSEN]
    _tell("", "")


def _move(kind: str, by: int) -> None:
    order = st.session_state[_ORDER]
    place = order.index(kind)
    order[place], order[place + by] = order[place + by], order[place]


def _draw_slides() -> None:
    order = st.session_state[_ORDER]
    for place, kind in enumerate(order):
        name = _NAMES[kind]
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small", key=f"row_{kind}"):
            st.checkbox(name, key=_box(kind))
            with st.container(horizontal=True, gap="small", width="content", key=f"moves_{kind}"):
                for told, by, end in (("Up", -1, 0), ("Down", 1, len(order) - 1)):
                    st.button(
                        told,
                        key=f"{told.lower()}_{kind}",
                        type="tertiary",
                        disabled=place == end,
                        on_click=_move,
                        args=(kind, by),
                        help=f"Move “{name}” {told.lower()}",
                    )


def _tell(text: str, tone: str, taken: str = "") -> None:
    st.session_state[_TOLD], st.session_state[_TAKEN] = (text, tone), taken


def _save(store: Store, *, overwrite: bool = False) -> None:
    """Save what is shown now: a title that was just typed comes with the click."""
    said = st.session_state
    try:
        saved = kept.save(still(store), said[_NAME], _shown(), by=said[_ROLE], overwrite=overwrite)
    except kept.TakenError as error:
        _tell(str(error), "warn", taken=error.name)
    except ValueError as error:
        _tell(str(error), "stop")
    else:
        said[_CHOSEN] = saved.name
        _tell(f"Saved: {saved.name}.", "good")


def _delete(store: Store, name: str) -> None:
    try:
        kept.delete(still(store), name, by=st.session_state[_ROLE])
    except ValueError as error:
        _tell(str(error), "stop")
    else:
        st.session_state[_CHOSEN] = _NONE
        _tell(f"Deleted: {name}. Packs made by it stay as they are.", "good")


def _draw_saving(store: Store, shown: Arrangement) -> None:
    said = st.session_state
    st.text_input("Name", key=_NAME, max_chars=kept.LONGEST_NAME, placeholder="such as Monday board")
    st.text_input("By which role (no person's name)", key=_ROLE, max_chars=kept.LONGEST_ROLE, placeholder="such as regional analyst")
    st.button("Save", key="arrangement_save", disabled=not shown.kinds, on_click=_save, args=(store,))
    text, tone = said.get(_TOLD, ("", ""))
    if text:
        say(text, tone)
    if taken := said.get(_TAKEN):
        st.button(literal(f"Overwrite “{taken}”"), key="arrangement_overwrite", on_click=_save, args=(store,), kwargs={"overwrite": True})
    if chosen := said[_CHOSEN]:
        st.button(literal(f"Delete “{chosen}”"), key="arrangement_delete", type="tertiary", on_click=_delete, args=(store, chosen))
