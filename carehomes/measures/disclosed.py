"""Disclosure control where figures leave this room: beyond the team no small count of people is told, nor what it would follow from.

Counts of people are those whose measure says so by its unit; homes and equipment are told as ever. Whole CCGs, and what is made of them,
are told. Of the parts of a CCG, each is told in every measure over the same people (``Measure.whole``) or in none: a second measure over
the same residents would tell how many there are. What cuts across CCGs (a council, an own group, homes for older people, homes by a
property) is never told in people: its difference to a CCG may be one home.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from carehomes.access import Permitted
from carehomes.catalogue import Measure
from carehomes.snapshots import Snapshot, plain
from carehomes.statistics.disclosure import Sum, suppressed

#: The mark of a row whose counts of people are not told.
SUPPRESSED = "suppressed [c]"
#: What such a measure counts.
_PEOPLE = ("residents", "staff")
#: Areas whose counts are told: whole CCGs.
_WHOLE = ("england", "region", "stp", "ccg")
#: What adds up to a CCG.
_PARTS = ("pcn", "not aligned", "not attributed")
#: An area as a row of figures names it: level, code, within.
Area = tuple[str, str, str]


class Told(NamedTuple):
    """A figure that would be told: of how many people in an area how many have it."""

    measure: str
    area: Area
    have: int
    of: int


class _Key(NamedTuple):
    """One count: ``what`` is have, of or lack."""

    measure: str
    area: Area
    what: str


def counts_people(measure: Measure) -> bool:
    """Return whether ``measure`` counts residents or staff: the catalogue's unit says so."""
    return measure.unit in _PEOPLE


def people_questions(snapshot: Snapshot) -> frozenset[str]:
    """Return the questions that a home answers with a count of people."""
    return frozenset(name for one in snapshot.measures.values() if counts_people(one) for name in (one.question, one.whole) if name)


def told_by_causes(snapshot: Snapshot, measure: Measure) -> bool:
    """Return whether it is told what a figure is made of, home by home: beyond the team not of a measure that counts people."""
    return snapshot.beyond is None or not counts_people(measure)


def told_at_moments(snapshot: Snapshot, measure: Measure, code: str, *, cut: bool) -> bool:
    """Return whether one week of an area is told as known at several moments: beyond the team people only of whole CCGs.

    What came in between may be one home's. ``cut`` is as in ``disclosed``.
    """
    area = snapshot.areas.get(code)
    whole = area is not None and area.level in _WHOLE and not cut
    return snapshot.beyond is None or whole or not counts_people(measure)


def hidden_questions(snapshot: Snapshot) -> frozenset[str]:
    """Return the questions whose answers of single homes are not told: none to the team."""
    return frozenset() if snapshot.beyond is None else people_questions(snapshot)


def disclosed(snapshot: Snapshot, sums: pd.DataFrame, *, areas: str, permitted: Permitted, cut: bool = False) -> pd.DataFrame:
    """Return sums (rows of ``queries/reports/figures.sql``) as the snapshot may tell them, with a column ``suppressed``, true or false.

    ``areas`` is ``then`` or ``now``; ``cut``: the rows are of some homes only (homes for older people, an own group). Where the snapshot is
    the team's, or nothing is small, ``sums`` is returned as it is.
    """
    if not snapshot.beyond or sums.empty:
        return sums
    gone = hidden(snapshot, sums, areas=areas, permitted=permitted, cut=cut)
    if not any(gone):
        return sums
    mask = pd.Series(gone, index=sums.index)
    return sums.assign(
        numerator=sums["numerator"].astype("Int64").mask(mask), whole=sums["whole"].astype("Int64").mask(mask), suppressed=mask
    )


def hidden(snapshot: Snapshot, sums: pd.DataFrame, *, areas: str, permitted: Permitted, cut: bool = False) -> list[bool]:
    """Return for each row of ``sums`` whether its counts of people are not told; as ``disclosed``."""
    names = ("measure", "week", "level", "code", "within", "numerator", "homes_gave")
    rows = list(zip(*(plain(sums[name]) for name in names), strict=True))
    people = {name for name, one in snapshot.measures.items() if counts_people(one)}
    asked = {
        place
        for place, (measure, _, level, _, within, have, gave) in enumerate(rows)
        # Where no home gave a count there is none to suppress.
        if snapshot.beyond and measure in people and (_some(gave) or _some(have)) and (cut or within or level not in _WHOLE)
    }
    apart = {place for place in asked if cut or rows[place][2] not in _PARTS or rows[place][4] in _views(snapshot)}
    parts = [rows[place][:5] for place in sorted(asked - apart)]
    found = _gone(snapshot, parts, areas, permitted) if parts else {}

    def is_gone(measure: str, week: date, level: str, code: str, within: str) -> bool:
        those = found[snapshot.measures[measure].whole, _day(week)]
        if within:
            return (level, code, within) in those
        # What is added up over several CCGs is told where each of its parts is.
        return any(one[0] == level and (not code or one[1] == code) for one in those)

    return [place in apart or (place in asked and is_gone(*rows[place][:5])) for place in range(len(rows))]


def _some(count: float | None) -> bool:
    return count is not None and not pd.isna(count) and count != 0


def _day(week: object) -> date:
    return pd.Timestamp(week).date()  # type: ignore[arg-type]


def _views(snapshot: Snapshot) -> frozenset[str]:
    """Return the codes of local authorities: the rows within one are parts of it, not of a CCG."""
    return frozenset(one.code for one in snapshot.areas.of_level("la"))


def _gone(
    snapshot: Snapshot, parts: Sequence[tuple[str, date, str, str, str]], areas: str, permitted: Permitted
) -> dict[tuple[str, date], set[Area]]:
    """Return the areas below CCG level that are not told, by the question that counts all of the people, and week."""
    wholes = {snapshot.measures[measure].whole for measure, *_ in parts}
    measures = [name for name, one in snapshot.measures.items() if counts_people(one) and one.whole in wholes]
    weeks = sorted({_day(week) for _, week, *_ in parts})
    about = {"first": weeks[0], "last": weeks[-1], "basis": areas, "measures": measures, "codes": [], "every_code": True, "parts": True}
    sums = snapshot.query("figures", **about, **permitted.parameters)
    ccgs = _ccgs_asked(sums, parts)
    held: dict[tuple[str, date, str], list[Told]] = {}
    names = ("measure", "week", "level", "code", "within", "numerator", "whole")
    for measure, week, level, code, within, have, of in zip(*(plain(sums[name]) for name in names), strict=True):
        ccg = code if level == "ccg" else within
        if ccg in ccgs and level in ("ccg", *_PARTS) and (have or of):
            key = (snapshot.measures[measure].whole, _day(week), ccg)
            held.setdefault(key, []).append(Told(measure, (level, code, within), int(have or 0), int(of or 0)))
    found: dict[tuple[str, date], set[Area]] = {(whole, week): set() for whole in wholes for week in weeks}
    for (whole, week, _), told in held.items():
        found[whole, week] |= gone_of(told, snapshot.beyond or 0)
    return found


def _ccgs_asked(sums: pd.DataFrame, parts: Sequence[tuple[str, date, str, str, str]]) -> set[str]:
    """Return the CCGs that the ``parts`` asked for lie in; of what is added up over several CCGs each of them."""
    found = {within for *_, within in parts}
    alone = {(level, code) for _, _, level, code, within in parts if not within}
    for level, code, within in set(zip(sums["level"], sums["code"], sums["within"], strict=True)):
        if within and ((level, code) in alone or (level, "") in alone):
            found.add(within)
    return found - {""}


def gone_of(told: Sequence[Told], most: int) -> set[Area]:
    """Return the parts of one CCG that are not told in one week: ``told`` are its counts and those of its parts, over the same people.

    Where they do not add up nothing is known of what would follow, so no part is told.
    """
    values: dict[_Key, int] = {}
    sums: list[Sum[_Key]] = []
    for measure in dict.fromkeys(one.measure for one in told):
        rows = [one for one in told if one.measure == measure]
        # What is all of its CCG is the CCG's own count, which is told.
        if len(rows) > 2:
            _add(measure, rows, values, sums)
    ccg = {key for key in values if key.area[0] == "ccg"}
    ties: dict[Area, list[_Key]] = {}
    for key in values.keys() - ccg:
        ties.setdefault(key.area, []).append(key)
    try:
        return {key.area for key in suppressed(values, sums, keep=ccg, most=most, tied=ties.values()) - ccg}
    except ValueError:
        return {one.area for one in told if one.area[0] != "ccg"}


def _add(measure: str, rows: Sequence[Told], values: dict[_Key, int], sums: list[Sum[_Key]]) -> None:
    """Add what is known of a CCG and its parts: everybody has it or lacks it, and the parts add up to the CCG."""
    for one in rows:
        have, of, lack = keys = [_Key(measure, one.area, what) for what in ("have", "of", "lack")]
        values |= dict(zip(keys, (one.have, one.of, one.of - one.have), strict=True))
        sums.append(Sum(of, (have, lack)))
    whole = [one.area for one in rows if one.area[0] == "ccg"]
    parts = [one.area for one in rows if one.area[0] != "ccg"]
    for what in ("have", "of", "lack"):
        sums += [Sum(_Key(measure, ccg, what), tuple(_Key(measure, part, what) for part in parts)) for ccg in whole]
