"""What the Care homes page shows of the chosen area, remembered by (store, snapshot, question, permitted areas)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from carehomes import measures as ask
from carehomes.access import Permitted
from carehomes.areas import AreaList
from carehomes.charts import words
from carehomes.measures.views import homes_of_group
from carehomes.selection import Basis, Place, Selection
from carehomes.snapshots import Snapshot
from ui.frame import Page


@dataclass(frozen=True)
class Shown:
    """The chosen area's homes of the week, and what the page says of them."""

    homes: pd.DataFrame
    lists: pd.DataFrame
    weeks: pd.DataFrame
    against: ask.RegisterAgainstReturns
    ccgs: frozenset[str]


@st.cache_resource(max_entries=16, show_spinner=False)
def _homes(store: str, snapshot: str, _snapshot: Snapshot, week: date, basis: Basis, permitted: Permitted) -> pd.DataFrame:
    """Return the homes of a week with what the list is searched and cut by; kept as it is, and never changed."""
    frame = ask.register_homes(_snapshot, week, permitted=permitted, areas=basis)
    areas = _snapshot.areas
    pcns = {row["code"]: row["name"] for row in ask.pcns(_snapshot, week, permitted=permitted).to_dict("records")}
    la_names = {code: area.name for code in set(frame["la"]) if (area := areas.get(code))}
    ccg_names = {code: area.name for code in {*frame["ccg_shown"], *frame["commissioning_then"]} if (area := areas.get(code))}
    # In the care directory a blank band is no; a register without any has no such column.
    older = frame["older_people"].eq("yes").fillna(False).astype(bool)
    more = {
        "pcn_name": frame["pcn"].map(lambda code: pcns.get(code, "")),
        "ccg_name": frame["ccg_shown"].map(lambda code: ccg_names.get(code, "")),
        "la_told": frame["la"].map(lambda code: la_names.get(code, "")).where(frame["la"] != "", frame["la_name"]),
        "older": older,
        "older_told": older.map({True: "yes", False: "no" if frame["older_people"].notna().any() else "not said"}),
        "not_aligned": frame["pcn"] == "",
        "two_ccgs": (frame["commissioning_then"] != "") & (frame["commissioning_then"] != frame["ccg"]),
        "no_row": frame["has_row"] == 0,
        "is_dormant": frame["dormant"].eq("yes").fillna(False).astype(bool),
    }
    frame = frame.assign(**more)
    texts = ["home_id", "name", "ccg_shown", "ccg_name", "la", "la_told", "pcn", "pcn_name", "postcode"]
    written = zip(*(frame[name].fillna("").astype(str) for name in texts), strict=True)
    return frame.assign(find=[" ".join(row).lower() for row in written])


@st.cache_data(max_entries=16, show_spinner=False)
def _lists(store: str, snapshot: str, _snapshot: Snapshot, week: date, basis: Basis, permitted: Permitted) -> pd.DataFrame:
    return ask.alignment_list(_snapshot, week, permitted=permitted, areas=basis)


@st.cache_data(max_entries=8, show_spinner=False)
def _weeks(store: str, snapshot: str, _snapshot: Snapshot, basis: Basis, permitted: Permitted) -> pd.DataFrame:
    return ask.alignment_weeks(_snapshot, permitted=permitted, areas=basis)


@st.cache_resource(max_entries=16, show_spinner=False)
def _against(store: str, snapshot: str, _snapshot: Snapshot, week: date, permitted: Permitted) -> ask.RegisterAgainstReturns:
    return ask.register_against_returns(_snapshot, week, permitted=permitted)


def homes_of(frame: pd.DataFrame, areas: AreaList, selection: Selection) -> pd.DataFrame:
    """Return the homes of the chosen area, a PCN's wherever they stand, or of the chosen own group; those for older people where asked."""
    place = selection.place
    if selection.group:
        view = homes_of_group(areas, selection.group, older=selection.older, basis=selection.basis)
        inside = frame["ccg"].isin(view.in_ccgs) | frame["pcn"].isin(view.in_pcns) | frame["la"].isin(view.in_las)
        kept = inside | frame["home_id"].isin(view.in_homes)
    else:
        kept = frame["ccg_shown" if place.level == "ccg" else place.level] == place.code
    return frame[kept & frame["older"]] if selection.older else frame[kept]


def ccgs_under(areas: AreaList, place: Place, basis: Basis) -> frozenset[str]:
    """Return the codes of the CCGs (as then) under the chosen area; none under one that cuts across CCGs."""
    return frozenset(ccg.code for ccg in areas.of_level("ccg") if any(one.code == place.code for one in areas.path(ccg.code, basis)))


def found_by(frame: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return the homes that hold every word of ``text`` in their ID, name, postcode, CCG, local authority or PCN."""
    for word in text.lower().split():
        frame = frame[frame["find"].str.contains(word, regex=False)]
    return frame


def homes_here(page: Page, week: date) -> pd.DataFrame:
    """Return the homes of the register in the chosen area in a week; kept as they are, and never changed."""
    key = (str(page.store.folder), page.snapshot.key, page.snapshot)
    return homes_of(_homes(*key, week, page.selection.basis, page.permitted), page.snapshot.areas, page.selection)


def lists_of(page: Page, week: date, homes: pd.DataFrame) -> pd.DataFrame:
    """Return the alignment lists of a week, of these homes alone."""
    key = (str(page.store.folder), page.snapshot.key, page.snapshot)
    lists = _lists(*key, week, page.selection.basis, page.permitted)
    return lists[lists["home_id"].isin(homes["home_id"])]


def read_shown(page: Page, week: date) -> Shown:
    """Return what the page shows of the chosen area in a week."""
    key = (str(page.store.folder), page.snapshot.key, page.snapshot)
    basis, permitted, place = page.selection.basis, page.permitted, page.selection.place
    homes = homes_here(page, week)
    lists = _lists(*key, week, basis, permitted)
    ccgs = ccgs_under(page.snapshot.areas, place, basis)
    if page.selection.older:
        lists = lists[lists["home_id"].isin(homes["home_id"])]
    if ccgs:
        lists = lists[lists["ccg_then"].isin(ccgs)]
    else:
        named = pd.Series([place.code in codes for codes in lists["pcns"]], index=lists.index, dtype=bool)
        lists = lists[named | lists["home_id"].isin(homes["home_id"])]
        ccgs = frozenset(homes["ccg"])
    weeks = _weeks(*key, basis, permitted)
    weeks = weeks[weeks["ccg"].isin(set(homes["ccg_shown"]))]
    return Shown(homes, lists, weeks, _against(*key, week, permitted), ccgs)


def names_of(areas: AreaList, codes: Sequence[str]) -> str:
    """Return areas by name and code."""
    return ", ".join(area.label if (area := areas.get(code)) else code for code in codes)


def code_and_name(code: str, name: str) -> str:
    """Return name and code, or what there is of them."""
    return f"{name} ({code})" if name and code else code or name or words.NOT_AVAILABLE
