"""What pages ask of a snapshot, remembered by (store, snapshot, question, permitted areas); a frame is never a key."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from carehomes import measures as ask
from carehomes.access import Permitted
from carehomes.charts.readings import Reading, known, readings
from carehomes.snapshots import Snapshot
from ui.selection import Basis, Pcn, Selection, parts, parts_level

_MOST = 512
_COMPLETING = ("pcn", "not aligned", "not attributed")


@st.cache_data(max_entries=_MOST, show_spinner=False)
def _figures(
    store: str,
    number: int,
    _snapshot: Snapshot,
    week: date,
    codes: tuple[str, ...],
    measures: tuple[str, ...],
    basis: Basis,
    permitted: Permitted,
) -> pd.DataFrame:
    return ask.figures(_snapshot, week, permitted=permitted, areas=basis, codes=list(codes), measures=list(measures))


@st.cache_data(max_entries=_MOST, show_spinner=False)
def _trend(
    store: str, number: int, _snapshot: Snapshot, code: str, measures: tuple[str, ...], basis: Basis, permitted: Permitted
) -> pd.DataFrame:
    return ask.trend(_snapshot, code, measures=list(measures), permitted=permitted, areas=basis)


@st.cache_resource(max_entries=_MOST, show_spinner=False)
def _returned(store: str, number: int, _snapshot: Snapshot, week: date, code: str, basis: Basis, permitted: Permitted) -> ask.Returned:
    return ask.returned(_snapshot, week, code, permitted=permitted, areas=basis)


@st.cache_data(max_entries=64, show_spinner=False)
def _pcns(store: str, number: int, _snapshot: Snapshot, week: date, basis: Basis, permitted: Permitted) -> pd.DataFrame:
    return ask.pcns(_snapshot, week, permitted=permitted, areas=basis)


@st.cache_data(max_entries=16, show_spinner=False)
def _la_status(store: str, number: int, _snapshot: Snapshot, permitted: Permitted) -> pd.DataFrame:
    return ask.la_status(_snapshot, None, permitted=permitted)


@st.cache_data(max_entries=16, show_spinner=False)
def _returns(store: str, number: int, _snapshot: Snapshot, permitted: Permitted) -> pd.DataFrame:
    return ask.returns_received(_snapshot, permitted=permitted)


@st.cache_data(max_entries=64, show_spinner=False)
def _rule_findings(store: str, number: int, _snapshot: Snapshot, week: date, permitted: Permitted) -> pd.DataFrame:
    return ask.rule_findings(_snapshot, week, permitted=permitted)


class Asked:
    """A snapshot as one reader may ask it; every answer is remembered until the next snapshot."""

    def __init__(self, store: str, snapshot: Snapshot, permitted: Permitted) -> None:
        self._store = store
        self._snapshot = snapshot
        self._permitted = permitted

    def figures(self, selection: Selection, measures: tuple[str, ...]) -> pd.DataFrame:
        """Return the figures of the chosen area, in the first rows, and of the areas that it is compared by."""
        if selection.week is None or not measures:
            return pd.DataFrame(columns=["measure", "code", "within", "level"])
        place = selection.place
        codes = tuple(dict.fromkeys([place.code, *parts(self._snapshot.areas, selection)]))
        frame = _figures(
            self._store, self._snapshot.number, self._snapshot, selection.week, codes, measures, selection.basis, self._permitted
        )
        own = (frame["code"] == place.code) & (frame["within"] == "") & (frame["level"] == place.level)
        if parts_level(self._snapshot.areas, selection) == "pcn":
            below = (frame["within"] == place.ccg) & frame["level"].isin(_COMPLETING)
        else:
            below = (frame["within"] == "") & frame["code"].isin([code for code in codes if code != place.code])
        # By name; what completes a CCG (not aligned, not attributed) comes after its PCNs.
        listed = frame[below].sort_values(["level", "name"], ascending=[False, True], kind="stable")
        return pd.concat([frame[own], listed], ignore_index=True)

    def trend(self, selection: Selection, measures: tuple[str, ...]) -> pd.DataFrame:
        """Return the chosen area week by week."""
        if selection.week is None or not measures:
            return pd.DataFrame(columns=["measure", "week"])
        return _trend(self._store, self._snapshot.number, self._snapshot, selection.place.code, measures, selection.basis, self._permitted)

    def returned(self, selection: Selection) -> ask.Returned | None:
        """Return who has returned in the chosen area (for a PCN: in its CCG); None while no week has a return."""
        if selection.week is None:
            return None
        code = selection.place.ccg if selection.place.level == "pcn" else selection.place.code
        return _returned(self._store, self._snapshot.number, self._snapshot, selection.week, code, selection.basis, self._permitted)

    def pcns(self, week: date | None, basis: Basis) -> list[Pcn]:
        """Return the PCNs of a week, by name; one across a border once for each of its CCGs."""
        if week is None:
            return []
        frame = _pcns(self._store, self._snapshot.number, self._snapshot, week, basis, self._permitted)
        found = [Pcn(str(row["code"]), str(row["name"]) if known(row["name"]) else "", str(row["ccg"])) for row in frame.to_dict("records")]
        return sorted(found, key=lambda pcn: (pcn.name, pcn.code))

    def la_status(self) -> pd.DataFrame:
        """Return every LA status return that stands, a row an action."""
        return _la_status(self._store, self._snapshot.number, self._snapshot, self._permitted)

    def returns_received(self) -> pd.DataFrame:
        """Return the returns received, those superseded and withdrawn too."""
        return _returns(self._store, self._snapshot.number, self._snapshot, self._permitted)

    def rule_findings(self, week: date) -> pd.DataFrame:
        """Return what the rules of counting found in a week."""
        return _rule_findings(self._store, self._snapshot.number, self._snapshot, week, self._permitted)


def split(frame: pd.DataFrame, selection: Selection) -> tuple[dict[str, Reading], list[Reading]]:
    """Return the readings of the chosen area by measure, and those of the areas that it is compared by."""
    place = selection.place
    own: dict[str, Reading] = {}
    below: list[Reading] = []
    for one in readings(frame):
        if one.code == place.code and not one.within and one.level == place.level:
            own[one.measure] = one
        else:
            below.append(one)
    return own, below
