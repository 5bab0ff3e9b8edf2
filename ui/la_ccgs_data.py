"""What the page Council and CCG shows of the chosen area, remembered by (store, snapshot, forms, week, permitted areas)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st

from carehomes import measures as ask
from carehomes.access import Permitted
from carehomes.charts.la_forms import Forms
from carehomes.charts.readings import day
from carehomes.measures import Beside, Shared
from carehomes.selection import Basis
from carehomes.snapshots import Snapshot
from ui.frame import Page
from ui.la_data import confirmed, read_forms


@dataclass(frozen=True)
class Shown:
    """The forms of the area, each beside the returns of its CCGs, and who shares homes with whom, the pairs to talk first on top."""

    forms: Forms
    found: list[Beside]
    talks: list[tuple[Beside, Shared]]

    @property
    def without_homes(self) -> list[str]:
        """The councils whose form is there and of which the register lists no home, or there is none."""
        return [code for code in self.forms.sent if code not in {one.la for one in self.found}]


@st.cache_resource(max_entries=32, show_spinner="Asking the homes of every council")
def _beside(
    store: str,
    snapshot: str,
    _snapshot: Snapshot,
    forms: tuple[tuple[str, int, tuple[int, ...]], ...],
    _frame: pd.DataFrame,
    week: date | None,
    basis: Basis,
    permitted: Permitted,
) -> list[Beside]:
    return ask.la_beside_ccgs(_snapshot, _frame, week, permitted=permitted, areas=basis)


@st.cache_data(max_entries=64, show_spinner=False)
def _told(
    store: str, snapshot: str, _snapshot: Snapshot, week: date, la: str, measures: tuple[str, ...], basis: Basis, permitted: Permitted
) -> dict[str, dict[str, str]]:
    return ask.la_homes_told(_snapshot, week, la, measures, permitted=permitted, areas=basis)


@st.cache_data(max_entries=16, show_spinner=False)
def _homes(store: str, snapshot: str, _snapshot: Snapshot, week: date, basis: Basis, permitted: Permitted) -> pd.DataFrame:
    return ask.register_homes(_snapshot, week, permitted=permitted, areas=basis)


def _key(page: Page) -> tuple[str, str, Snapshot]:
    return str(page.store.folder), page.snapshot.key, page.snapshot


def read_shown(page: Page, week: date | None) -> Shown:
    """Return what the page shows: each form beside the returns of ``week``, or of the week nearest its own."""
    selection = page.selection
    forms = read_forms(page.asked, selection)
    forms = replace(forms, frame=confirmed(page.store, page.snapshot, forms.frame))
    # A form is known by its return, and by the decisions about its words.
    parts = forms.frame.groupby("la_code") if forms.sent else ()
    named = tuple((str(code), int(own["return_id"].iloc[0]), tuple(sorted(own["confirmed"].dropna().astype(int)))) for code, own in parts)
    found = _beside(*_key(page), named, forms.frame, week, selection.basis, page.permitted) if named else []
    return Shown(forms, found, _talks(page, found))


def _talks(page: Page, found: list[Beside]) -> list[tuple[Beside, Shared]]:
    """Return council and CCG for every pair of the chosen area: councils that differ most first, then those that share most homes."""
    place, areas, basis = page.selection.place, page.snapshot.areas, page.selection.basis
    pairs = [(beside, one) for beside in found for one in beside.shared]
    if place.level in ("stp", "ccg", "pcn"):
        inside = place.ccg if place.level == "pcn" else place.code
        pairs = [pair for pair in pairs if any(one.code == inside for one in areas.path(pair[1].ccg, basis))]
    return sorted(pairs, key=lambda pair: (-max((one.least for one in pair[0].statements), default=0), -pair[1].homes))


def homes_of_pair(page: Page, beside: Beside, shared: Shared) -> tuple[pd.DataFrame, dict[str, dict[str, str]]]:
    """Return the homes of a council in a CCG (rows of ``register_homes``), and by measure what each of them says."""
    selection, measures = page.selection, tuple(one.measure.id for one in beside.statements)
    homes = _homes(*_key(page), beside.week, selection.basis, page.permitted)
    told = _told(*_key(page), beside.week, beside.la, measures, selection.basis, page.permitted)
    return homes[(homes["la"] == beside.la) & (homes["ccg_shown"] == shared.ccg)], told


def border_homes(page: Page, found: list[Beside]) -> pd.DataFrame:
    """Return the homes of the councils whose CCG lies across a border."""
    return ask.la_border_homes(page.snapshot, found, permitted=page.permitted, areas=page.selection.basis)


def revised(page: Page, forms: Forms) -> dict[tuple[str, str], str]:
    """Return by council and action what the version before said of homes in place, where a form came again and says another number."""
    moves = ask.la_moves(page.asked.la_versions(), forms.frame)
    counts = moves[moves["what"] == "homes"] if len(moves) else moves
    return {(str(row["la_code"]), str(row["item"])): str(row["before"]) for row in counts.to_dict("records")}


def weeks_of_forms(forms: Forms) -> list[date]:
    """Return the weeks of the forms shown, ascending."""
    return sorted({week for week in map(day, forms.frame["week"]) if week})
