"""What pages ask of a snapshot, remembered by (store, snapshot, question, permitted areas)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pandas as pd
import streamlit as st

from carehomes import measures as ask
from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.areas.boundaries import Boundaries
from carehomes.areas.search import Finder
from carehomes.charts.readings import known
from carehomes.intake.boundaries import boundaries_of
from carehomes.ledger.revised import Revised, revised_since
from carehomes.selection import VIEWS, Basis, Pcn, Selection, codes_of, own_and_parts, parts_level, place_of
from carehomes.snapshots import Snapshot
from carehomes.statistics import Change
from carehomes.store import Store
from ui.remembered import remembered

_MOST = 512
_NOTHING = ["measure", "week", "code", "within", "level"]


class Counted(NamedTuple):
    """What figures count, in the words of ``carehomes.measures``: for whom, areas then or now, which homes, and whether as their beds."""

    permitted: Permitted
    areas: Basis = "then"
    older: bool = False
    group: Group | None = None
    beds: bool = False


@remembered(_MOST)
def _figures(
    store: str,
    snapshot: str,
    _snapshot: Snapshot,
    week: date,
    codes: tuple[str, ...],
    measures: tuple[str, ...],
    counted: Counted,
    parts: bool,
) -> pd.DataFrame:
    return ask.figures(_snapshot, week, codes=list(codes), measures=list(measures), parts=parts, **counted._asdict())


@remembered(_MOST)
def _shown(
    store: str, snapshot: str, _snapshot: Snapshot, selection: Selection, measures: tuple[str, ...], permitted: Permitted
) -> pd.DataFrame:
    areas, place = _snapshot.areas, selection.place
    counted = Counted(permitted, selection.basis, selection.older, selection.group, selection.in_beds)
    # The parts of CCGs that are shown themselves would be fetched for nothing.
    whole = parts_level(areas, selection) == "pcn" or place.level in VIEWS
    frame = _figures(store, snapshot, _snapshot, selection.week, codes_of(areas, selection), measures, counted, whole)
    return own_and_parts(frame, areas, selection)


@remembered(_MOST)
def _matched(
    store: str,
    snapshot: str,
    _snapshot: Snapshot,
    code: str,
    measures: tuple[str, ...],
    basis: Basis,
    permitted: Permitted,
    week: date | None,
) -> dict[str, dict[date, Change]]:
    told = [_snapshot.measures[one] for one in measures]
    return ask.matched_of(_snapshot, code, told, permitted=permitted, areas=basis, week=week)


@remembered(_MOST)
def _trend(store: str, snapshot: str, _snapshot: Snapshot, code: str, measures: tuple[str, ...], counted: Counted) -> pd.DataFrame:
    return ask.trend(_snapshot, code, measures=list(measures), **counted._asdict())


@remembered(64)
def _trends(
    store: str,
    snapshot: str,
    _snapshot: Snapshot,
    parts: tuple[tuple[str, str, str], ...],
    first: date,
    last: date,
    measure: str,
    counted: Counted,
) -> pd.DataFrame:
    return ask.trends(_snapshot, parts, first, last, measures=[measure], **counted._asdict())


@st.cache_resource(max_entries=_MOST, show_spinner="Working out what was known at each deadline")
def _first(store: str, snapshot: str, _store: Store, _snapshot: Snapshot, code: str, measure: str, counted: Counted) -> ask.FirstPublished:
    return ask.first_published(_store, _snapshot, code, measure, **counted._asdict())


@remembered(_MOST)
def _returned(store: str, snapshot: str, _snapshot: Snapshot, week: date, code: str, basis: Basis, permitted: Permitted) -> ask.Returned:
    return ask.returned(_snapshot, week, code, permitted=permitted, areas=basis)


@remembered(_MOST)
def _returned_of(store: str, snapshot: str, _snapshot: Snapshot, week: date, ccgs: tuple[str, ...], permitted: Permitted) -> ask.Returned:
    return ask.returned_of(_snapshot, week, ccgs, permitted=permitted)


@remembered(8)
def _finder(store: str, snapshot: str, _snapshot: Snapshot, permitted: Permitted) -> Finder:
    return ask.finder(_snapshot, permitted=permitted)


@remembered(64)
def _pcns(store: str, snapshot: str, _snapshot: Snapshot, week: date, basis: Basis, permitted: Permitted) -> list[Pcn]:
    frame = ask.pcns(_snapshot, week, permitted=permitted, areas=basis)
    told = zip(frame["code"].tolist(), frame["name"].tolist(), frame["ccg"].tolist(), strict=True)
    found = [Pcn(code, name if known(name) else "", ccg) for code, name, ccg in told]
    return sorted(found, key=lambda pcn: (pcn.name, pcn.code))


@remembered(16)
def _la_status(store: str, snapshot: str, _snapshot: Snapshot, permitted: Permitted) -> pd.DataFrame:
    return ask.la_status(_snapshot, None, permitted=permitted)


@remembered(16)
def _la_versions(store: str, snapshot: str, _snapshot: Snapshot, permitted: Permitted) -> pd.DataFrame:
    return ask.la_versions(_snapshot, permitted=permitted)


@remembered(16)
def _la_words(store: str, snapshot: str, _snapshot: Snapshot, permitted: Permitted) -> pd.DataFrame:
    return ask.la_words(_snapshot, permitted=permitted)


@remembered(_MOST)
def _la_expected(
    store: str, snapshot: str, _snapshot: Snapshot, week: date | None, code: str, basis: Basis, permitted: Permitted
) -> list[str]:
    return ask.la_expected(_snapshot, week, code, permitted=permitted, areas=basis)


@remembered(16)
def _returns(store: str, snapshot: str, _snapshot: Snapshot, permitted: Permitted) -> pd.DataFrame:
    return ask.returns_received(_snapshot, permitted=permitted)


@remembered(64)
def _rule_findings(store: str, snapshot: str, _snapshot: Snapshot, week: date, permitted: Permitted) -> pd.DataFrame:
    return ask.rule_findings(_snapshot, week, permitted=permitted)


@remembered(16)
def _settling(store: str, snapshot: str, _snapshot: Snapshot, permitted: Permitted) -> ask.Settling:
    return ask.settling(_snapshot, permitted=permitted)


@remembered(64)
def _states(
    store: str, snapshot: str, _snapshot: Snapshot, first: date, last: date, ccgs: tuple[str, ...], now: datetime, permitted: Permitted
) -> pd.DataFrame:
    return ask.return_states(_snapshot, first, last, ccgs, permitted=permitted, now=now)


@remembered(64)
def _records(
    store: str, snapshot: str, _snapshot: Snapshot, first: date, last: date, ccgs: tuple[str, ...], now: datetime, permitted: Permitted
) -> pd.DataFrame:
    return ask.submitter_records(_snapshot, first, last, ccgs, permitted=permitted, now=now)


@remembered(64)
def _response(store: str, snapshot: str, _snapshot: Snapshot, week: date, ccgs: tuple[str, ...], permitted: Permitted) -> pd.DataFrame:
    return ask.question_response(_snapshot, week, ccgs, permitted=permitted)


@remembered(_MOST)
def _revised(store: str, snapshot: str, _store: Store, _snapshot: Snapshot, made: int, week: date, ccgs: tuple[str, ...]) -> Revised | None:
    entries = [one for one in _store.journal.entries() if one.seq <= _snapshot.entry]
    return revised_since(entries, made, week, ccgs, lambda code: _snapshot.areas.open_in(code, week))


@remembered(64)
def _ccgs_asked(store: str, snapshot: str, _snapshot: Snapshot, week: date, permitted: Permitted) -> dict[str, frozenset[str]]:
    return ask.ccgs_asked(_snapshot, week, list(_snapshot.measures), permitted=permitted)


class Asked:
    """A snapshot as one reader may ask it; every answer is remembered until the next snapshot."""

    def __init__(self, store: str, snapshot: Snapshot, permitted: Permitted) -> None:
        self._store = store
        self._snapshot = snapshot
        self._permitted = permitted

    def figures(self, selection: Selection, measures: tuple[str, ...]) -> pd.DataFrame:
        """Return the figures of the chosen area or group, in the first rows, and of the areas that it is compared by."""
        if selection.week is None or not measures:
            return pd.DataFrame(columns=_NOTHING)
        return _shown(self._store, self._snapshot.key, self._snapshot, selection, measures, self._permitted)

    def _counted(self, selection: Selection, *, beds: bool) -> Counted:
        return Counted(self._permitted, selection.basis, selection.older, selection.group, beds)

    def _figures(self, selection: Selection, codes: tuple[str, ...], measures: tuple[str, ...]) -> pd.DataFrame:
        counted = self._counted(selection, beds=False)
        return _figures(self._store, self._snapshot.key, self._snapshot, selection.week, codes, measures, counted, True)

    def trend(self, selection: Selection, measures: tuple[str, ...]) -> pd.DataFrame:
        """Return the chosen area or group week by week."""
        if selection.week is None or not measures:
            return pd.DataFrame(columns=_NOTHING)
        counted = self._counted(selection, beds=selection.in_beds)
        return _trend(self._store, self._snapshot.key, self._snapshot, selection.place.code, measures, counted)

    def trends(self, selection: Selection, parts: Sequence[tuple[str, str, str]], measure: str, weeks: int) -> pd.DataFrame:
        """Return the areas ``parts`` (level, code, within) in the last ``weeks`` up to the week shown."""
        if selection.week is None or not parts:
            return pd.DataFrame(columns=_NOTHING)
        asked = (tuple(parts), selection.week - timedelta(weeks=weeks - 1), selection.week, measure)
        return _trends(self._store, self._snapshot.key, self._snapshot, *asked, self._counted(selection, beds=selection.in_beds))

    def matched(self, selection: Selection, measure: str, week: date | None = None) -> dict[date, Change]:
        """Return by week (or of ``week`` alone) what changed since the week before among the homes that answered twice.

        Nothing for a view of homes, nor for beds, nor across a break.
        """
        if selection.week is None or selection.in_beds or selection.older or selection.place.level in VIEWS:
            return {}
        # Of one week every measure is asked at once: a page tells several.
        measures = (measure,) if week is None else tuple(self._snapshot.measures)
        asked = (selection.place.code, measures, selection.basis, self._permitted, week)
        found = _matched(self._store, self._snapshot.key, self._snapshot, *asked)[measure]
        parted = {one.week for one in self._snapshot.measures[measure].breaks}
        return {week: one for week, one in found.items() if week not in parted}

    def first_published(self, store: Store, selection: Selection, measure: str) -> ask.FirstPublished:
        """Return each week's figure of the chosen area or group as known at its deadline: dear, since past moments are worked out."""
        counted = self._counted(selection, beds=selection.in_beds)
        return _first(self._store, self._snapshot.key, store, self._snapshot, selection.place.code, measure, counted)

    def returned(self, selection: Selection) -> ask.Returned | None:
        """Return who has returned in the chosen area (for a PCN: in its CCG; for a view of homes: of the CCGs with homes in it).

        None while no week has a return.
        """
        if selection.week is None:
            return None
        place = selection.place
        if place.level in VIEWS:
            ccgs = self._ccgs_of_view(selection)
            return _returned_of(self._store, self._snapshot.key, self._snapshot, selection.week, ccgs, self._permitted)
        code = place.ccg if place.level == "pcn" else place.code
        return _returned(self._store, self._snapshot.key, self._snapshot, selection.week, code, selection.basis, self._permitted)

    def revised(self, store: Store, selection: Selection, made: int) -> Revised | None:
        """Return what was revised of the chosen area and week after the decision ``made``; None where nothing was, and of a past moment."""
        if not made or selection.week is None or selection.as_at:
            return None
        return _revised(self._store, self._snapshot.key, store, self._snapshot, made, selection.week, self._ccgs(selection))

    def _ccgs(self, selection: Selection) -> tuple[str, ...]:
        """Return the CCGs (as then) whose returns the chosen area is told by; for a PCN its CCG."""
        place = selection.place
        if place.level in VIEWS:
            return self._ccgs_of_view(selection)
        code = place.ccg if place.level == "pcn" else place.code
        return tuple(sorted(ask.ccgs_under(self._snapshot, code, selection.basis)))

    def ccgs(self, selection: Selection) -> frozenset[str] | None:
        """Return the CCGs (as then) that hold every home of the chosen area: of a PCN all that list it; None for a view of homes."""
        place = selection.place
        if place.level in VIEWS:
            return None
        if place.level == "pcn":
            listed = [one.ccg for one in self.pcns(selection.week, selection.basis) if one.code == place.code]
            return frozenset(under for code in {place.ccg, *listed} for under in ask.ccgs_under(self._snapshot, code, selection.basis))
        return frozenset(self._ccgs(selection))

    def return_states(self, selection: Selection, first: date, last: date, now: datetime) -> pd.DataFrame:
        """Return each CCG of the chosen area by week in its state; ``now`` says which deadlines have passed."""
        return _states(self._store, self._snapshot.key, self._snapshot, first, last, self._ccgs(selection), _minute(now), self._permitted)

    def submitter_records(self, selection: Selection, first: date, last: date, now: datetime) -> pd.DataFrame:
        """Return each CCG's record over the weeks from ``first`` to ``last``."""
        return _records(self._store, self._snapshot.key, self._snapshot, first, last, self._ccgs(selection), _minute(now), self._permitted)

    def question_response(self, selection: Selection, week: date) -> pd.DataFrame:
        """Return how far each question was answered in ``week``."""
        return _response(self._store, self._snapshot.key, self._snapshot, week, self._ccgs(selection), self._permitted)

    def ccgs_asked(self, selection: Selection) -> dict[str, frozenset[str]]:
        """Return for each measure of an optional question the CCGs that are asked in the week; none of the others is in it."""
        if selection.week is None:
            return {}
        return _ccgs_asked(self._store, self._snapshot.key, self._snapshot, selection.week, self._permitted)

    def unplaced_files(self) -> pd.DataFrame:
        """Return the files refused or held that name no submitter or no week."""
        return ask.unplaced_files(self._snapshot, permitted=self._permitted)

    def _ccgs_of_view(self, selection: Selection) -> tuple[str, ...]:
        """Return the CCGs that have homes in the chosen view; returns are those of the CCGs of then."""
        frame = self._figures(replace(selection, basis="then"), (selection.place.code,), self._one_measure())
        inside = (frame["within"] == selection.place.code) & (frame["level"] == "ccg") & (frame["registered"] > 0)
        return tuple(sorted(set(frame[inside]["code"])))

    def _one_measure(self) -> tuple[str, ...]:
        return tuple(one.id for one in self._snapshot.measures.values() if one.headline)[:1]

    def has_register(self, week: date) -> bool:
        """Return whether the homes of ``week`` are counted over a register."""
        return self._snapshot.has_register(week)

    def older_known(self, selection: Selection) -> bool:
        """Return whether any home of the week is known to be for older people."""
        whole = replace(selection, place=place_of(self._snapshot.areas, self._snapshot.areas.top.code), older=True, group=None)
        return bool((self._figures(whole, (whole.place.code,), self._one_measure())["registered"] > 0).any())

    def finder(self) -> Finder:
        """Return the search over areas and homes."""
        return _finder(self._store, self._snapshot.key, self._snapshot, self._permitted)

    def pcns(self, week: date | None, basis: Basis) -> list[Pcn]:
        """Return the PCNs of a week, by name; one across a border once for each of its CCGs."""
        if week is None:
            return []
        return _pcns(self._store, self._snapshot.key, self._snapshot, week, basis, self._permitted)

    def la_status(self) -> pd.DataFrame:
        """Return every LA status return that stands, a row an action."""
        return _la_status(self._store, self._snapshot.key, self._snapshot, self._permitted)

    def la_versions(self) -> pd.DataFrame:
        """Return every version of the LA status returns that was not withdrawn, a row an action."""
        return _la_versions(self._store, self._snapshot.key, self._snapshot, self._permitted)

    def la_words(self) -> pd.DataFrame:
        """Return every text of the LA status returns that stand."""
        return _la_words(self._store, self._snapshot.key, self._snapshot, self._permitted)

    def la_expected(self, selection: Selection) -> list[str]:
        """Return the codes of the local authorities whose forms are expected in the chosen area; of an own group none."""
        place = selection.place
        if place.level in VIEWS:
            return [place.code] if place.level == "la" else []
        code = place.ccg if place.level == "pcn" else place.code
        return _la_expected(self._store, self._snapshot.key, self._snapshot, selection.week, code, selection.basis, self._permitted)

    def returns_received(self) -> pd.DataFrame:
        """Return the returns received, those superseded and withdrawn too."""
        return _returns(self._store, self._snapshot.key, self._snapshot, self._permitted)

    def settling(self) -> ask.Settling:
        """Return how much weeks still move after their deadline, and which are provisional."""
        return _settling(self._store, self._snapshot.key, self._snapshot, self._permitted)

    def rule_findings(self, week: date) -> pd.DataFrame:
        """Return what the rules of counting found in a week."""
        return _rule_findings(self._store, self._snapshot.key, self._snapshot, week, self._permitted)


def _minute(now: datetime) -> datetime:
    # So that an answer is remembered for a minute: deadlines are told by the minute.
    return now.replace(second=0, microsecond=0)


@remembered(_MOST)
def _comparators(
    store: str,
    snapshot: str,
    _snapshot: Snapshot,
    week: date,
    code: str,
    within: str,
    measure: str,
    basis: Basis,
    older: bool,
    group: Group | None,
    permitted: Permitted,
) -> pd.DataFrame:
    return ask.comparators(
        _snapshot, week, code, permitted=permitted, areas=basis, measures=[measure], within=within, older=older, group=group
    )


@remembered(64)
def _weekly(
    store: str, snapshot: str, _snapshot: Snapshot, level: str, codes: tuple[str, ...], measure: str, basis: Basis, permitted: Permitted
) -> pd.DataFrame:
    return ask.weekly_answers(_snapshot, level, codes, measure, permitted=permitted, areas=basis)


@remembered(64)
def _similar(store: str, snapshot: str, _snapshot: Snapshot, week: date, code: str, basis: Basis, permitted: Permitted) -> pd.DataFrame:
    return ask.similar(_snapshot, week, code, permitted=permitted, areas=basis)


@remembered(64)
def _profile(store: str, snapshot: str, _snapshot: Snapshot, week: date, level: str, basis: Basis, permitted: Permitted) -> pd.DataFrame:
    return ask.profile(_snapshot, week, level, permitted=permitted, areas=basis)


@remembered(4)
def _boundaries(folder: str, snapshot: str, _store: Store) -> Boundaries | None:
    return boundaries_of(_store)


class Neighbours:
    """What the page of maps and comparators asks, remembered as ``Asked`` does."""

    def __init__(self, store: Store, snapshot: Snapshot, selection: Selection, permitted: Permitted) -> None:
        self._store, self._snapshot, self._selection = store, snapshot, selection
        self._key = (str(store.folder), snapshot.key, snapshot)
        self._permitted = permitted

    def comparators(self, measure: str) -> pd.DataFrame:
        """Return the chosen area and what it is held beside."""
        place, week = self._selection.place, self._selection.week
        if week is None:
            return pd.DataFrame()
        within = place.ccg if place.level == "pcn" else ""
        asked = self._selection
        return _comparators(*self._key, week, place.code, within, measure, asked.basis, asked.older, asked.group, self._permitted)

    def similar(self) -> pd.DataFrame:
        """Return the areas most like the chosen one."""
        week = self._selection.week
        return _similar(*self._key, week, self._selection.place.code, self._selection.basis, self._permitted) if week else pd.DataFrame()

    def profile(self, level: str) -> pd.DataFrame:
        """Return number and size of the registered homes of every area of a level."""
        week = self._selection.week
        return _profile(*self._key, week, level, self._selection.basis, self._permitted) if week else pd.DataFrame()

    def ccgs(self, codes: tuple[str, ...], *measures: str) -> pd.DataFrame:
        """Return the figures of the CCGs ``codes`` themselves."""
        return self._whole("ccg", codes, measures)

    def pcns(self, codes: tuple[str, ...], *measures: str) -> pd.DataFrame:
        """Return the figures of the PCNs ``codes`` themselves, over every CCG that they have homes in."""
        return self._whole("pcn", codes, measures)

    def weekly(self, level: str, codes: tuple[str, ...], measure: str) -> pd.DataFrame:
        """Return the answers of all homes of the areas ``codes`` of a level, week by week."""
        return _weekly(*self._key, level, codes, measure, self._selection.basis, self._permitted)

    def _whole(self, level: str, codes: tuple[str, ...], measures: tuple[str, ...]) -> pd.DataFrame:
        if self._selection.week is None:
            return pd.DataFrame()
        counted = Counted(self._permitted, self._selection.basis, self._selection.older)
        frame = _figures(*self._key, self._selection.week, codes, measures, counted, False)
        return frame[(frame["level"] == level) & (frame["within"] == "")].sort_values("name", kind="stable")

    def boundaries(self) -> Boundaries | None:
        """Return the boundary file that stands."""
        return _boundaries(self._key[0], self._key[1], self._store)
