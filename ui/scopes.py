"""Which areas are held against one another: CCGs or PCNs, of the whole or of a region; the address keeps the choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.selection import choices
from ui.data import Neighbours
from ui.frame import Page
from ui.text import say

#: The key of the choice in the address.
KEY = "funnel"


@dataclass(frozen=True)
class Scope:
    """Which areas a funnel holds: a level, of the whole or of a region."""

    level: str
    within: str
    label: str

    @property
    def key(self) -> str:
        return f"{self.level}-{self.within}" if self.within else self.level

    @property
    def what(self) -> str:
        return "CCGs" if self.level == "ccg" else "PCNs"


def _scopes(page: Page) -> dict[str, Scope]:
    """Return the choices: CCGs and PCNs of the whole, and of the region of the chosen place where there are several."""
    top = page.snapshot.areas.top
    place = page.selection.place
    region = place.code if place.level == "region" else place.region
    several = len(choices(page.snapshot.areas, "region", page.selection.week, page.selection.basis)) > 1
    within = [("", top.name)]
    known = page.snapshot.areas.get(region) if region and several else None
    if known:
        within.append((region, known.name))
    found = [Scope(level, code, f"{'CCGs' if level == 'ccg' else 'PCNs'} of {name}") for code, name in within for level in ("ccg", "pcn")]
    return {one.key: one for one in found}


def choose_scope(page: Page) -> Scope:
    """Return the areas to hold beside one another: those that the address names, else PCNs for a PCN and CCGs for all others."""
    found = _scopes(page)
    asked = st.query_params.get(KEY, "")
    usual = "pcn" if page.selection.place.level == "pcn" else "ccg"
    if asked and asked not in found:
        say(f"The address asks for the funnel “{words.shorten(asked)}”, which is not known here. {found[usual].label} are shown.")
    st.session_state[KEY] = asked if asked in found else usual

    def moved() -> None:
        st.query_params[KEY] = st.session_state[KEY]

    st.segmented_control(
        "Held against one another",
        list(found),
        format_func=lambda one: found[one].label if one in found else one,
        key=KEY,
        on_change=moved,
        required=True,
    )
    return found[st.session_state[KEY]]


def figures_of(page: Page, measures: Sequence[Measure], ask: Neighbours, scope: Scope) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the figures of ``measures`` of the areas of ``scope``, and for each area the code of its CCG."""
    names = [one.id for one in measures]
    selection, known = page.selection, page.snapshot.areas
    ccgs = [one.code for one in choices(known, "ccg", selection.week, selection.basis, scope.within)]
    if scope.level == "ccg":
        return ask.ccgs(tuple(ccgs), *names), {code: code for code in ccgs}
    above = {one.code: one.ccg for one in page.asked.pcns(selection.week, selection.basis) if one.ccg in set(ccgs)}
    return ask.pcns(tuple(sorted(above)), *names), above


def chosen_in(page: Page, ccg_of: dict[str, str]) -> set[str]:
    """Return the codes of the areas that lie in the chosen place, none for the whole."""
    place, known = page.selection.place, page.snapshot.areas
    if place.level == "england":
        return set()
    if place.level == "pcn":
        return {place.code} if place.code in ccg_of else {place.ccg}
    found = {code for code, ccg in ccg_of.items() if any(one.code == place.code for one in known.path(ccg, page.selection.basis))}
    # Where every area lies in it there is nothing to stand out from.
    return found if len(found) < len(ccg_of) else set()
