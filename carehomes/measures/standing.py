"""What stood behind the figures of a week at one moment: every home with what it says, and what no home says of itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import AreaList, Group
from carehomes.catalogue import Measure
from carehomes.measures.asked import ccgs_asked
from carehomes.measures.views import homes_of_group, homes_of_las
from carehomes.snapshots import Homes, Snapshot, open_homes, plain, records
from carehomes.snapshots.catalogue_tables import kind_of

#: What is split into causes; ladders and splits are homes by word and have no one figure.
KINDS = ("homes", "composite", "people", "stock")
#: A part of a CCG: the CCG, and the PCN or '' (homes not aligned; answers not attributed to a PCN).
Part = tuple[str, str]


@dataclass(frozen=True)
class Moment:
    """A week as known: ``snapshot`` is that of the moment of knowledge and holds the week."""

    snapshot: Snapshot
    week: date


class Said(NamedTuple):
    """What is added to a figure: ``numerator`` and ``denominator``, and ``homes`` that answer.

    A home of a homes measure stands in the denominator by itself (``base``); *not applicable* takes it out again.
    """

    numerator: int
    denominator: int
    homes: int


@dataclass(frozen=True)
class HomeAt:
    """A home that counts: its part, and whether it had a row and its CCG had returned (what its silence is)."""

    part: Part
    has_row: bool
    returned: bool


@dataclass(frozen=True)
class Answer:
    """What one home says to a measure, in numbers and in a word."""

    said: Said
    word: str
    carried: bool


@dataclass(frozen=True)
class PartFigure:
    """The prepared figure of a part; ``kind`` is pcn, not aligned or not attributed, ``homes`` its denominator."""

    part: Part
    kind: str
    source: str
    said: Said
    homes: int
    carried: bool


@dataclass(frozen=True)
class Standing:
    """A week as known, of the homes asked for.

    ``view`` is True where homes alone count (rule 8), ``cut`` where they are one local authority or own group;
    ``register`` where there is one. ``asked`` has the CCGs that are asked, for measures of optional questions.
    """

    moment: Moment
    areas: str
    homes: Mapping[str, HomeAt]
    answers: Mapping[str, Mapping[str, Answer]]
    parts: Mapping[str, Sequence[PartFigure]]
    view: bool
    cut: bool
    register: bool
    asked: Mapping[str, frozenset[str]]
    _codes: dict[Part, frozenset[str]] = field(default_factory=dict)

    def base(self, measure: str) -> int:
        """Return what a home adds to the denominator by being counted."""
        return int(kind_of(self.moment.snapshot.measures[measure]) in ("homes", "composite"))

    def homes_of(self, measure: str) -> Mapping[str, HomeAt]:
        """Return the homes that the figures of ``measure`` count: all of them, or those of the CCGs that are asked."""
        if measure not in self.asked:
            return self.homes
        return {home: place for home, place in self.homes.items() if place.part[0] in self.asked[measure]}

    def codes(self, part: Part) -> frozenset[str]:
        """Return the areas in whose figures a part is told, as then or as now."""
        if part not in self._codes:
            self._codes[part] = told_in(self.moment.snapshot.areas, part, self.areas)
        return self._codes[part]

    def counted(self, measure: str, homes: Collection[str] | None = None) -> dict[str, Answer]:
        """Return the answers (of ``homes``) that count by themselves: not where totals do, nor carried ones that gave way to a total."""
        told = self.answers.get(measure, {})
        answers = told if homes is None else {home: answer for home, answer in told.items() if home in homes}
        if self.view:
            return dict(answers)
        by_part = {one.part: one for one in self.parts.get(measure, ()) if one.kind != "not attributed"}
        return {home: answer for home, answer in answers.items() if _counts(by_part.get(self.homes[home].part), answer)}


def _counts(part: PartFigure | None, answer: Answer) -> bool:
    return part is not None and part.source == "home rows" and (part.carried or not answer.carried)


def told_in(areas: AreaList, part: Part, basis: str) -> frozenset[str]:
    """Return the areas in whose figures a part is told, as then or as now (``basis``)."""
    return frozenset(_codes(areas, part, basis))


def _codes(areas: AreaList, part: Part, basis: str) -> Iterator[str]:
    ccg, pcn = part
    yield from (one.code for one in areas.path(ccg, basis))
    if pcn:
        area = areas.get(pcn) if basis == "now" else None
        yield areas.successor(area).code if area else pcn


def homes_at(
    moment: Moment, *, permitted: Permitted, areas: str = "then", la: str = "", older: bool = False, group: Group | None = None
) -> dict[str, HomeAt]:
    """Return the homes that count in a week, by their ids: of every area, or of one local authority or own group."""
    view = _view(moment, areas, la, older, group)
    with open_homes(moment.snapshot, view, moment.week, measures=[], permitted=permitted) as stood:
        return _homes(stood.query("homes_counted", week=moment.week))


def _view(moment: Moment, areas: str, la: str, older: bool, group: Group | None) -> Homes:
    if group:
        return homes_of_group(moment.snapshot.areas, group, areas, older=older)
    return homes_of_las([la], older=older) if la else Homes(older=older)


def standing(
    moment: Moment,
    measures: Sequence[str],
    *,
    permitted: Permitted,
    areas: str = "then",
    la: str = "",
    older: bool = False,
    group: Group | None = None,
    homes: Mapping[str, HomeAt] | None = None,
    ccgs: frozenset[str] | None = None,
) -> Standing:
    """Return what stood behind the figures of ``measures`` (of ``KINDS``): of every area, or of one local authority or own group.

    Where the snapshot has no such week nothing stood. ``homes`` are those of ``homes_at``, where they are known already; answers and parts
    are told of the CCGs ``ccgs`` alone (None: of all), which is much less to look through.
    """
    snapshot, week = moment.snapshot, moment.week
    if homes is None:
        homes = homes_at(moment, permitted=permitted, areas=areas, la=la, older=older, group=group)
    few = permitted.within(ccgs)
    with open_homes(snapshot, _view(moment, areas, la, older, group), week, measures=list(measures), permitted=few) as stood:
        answers = _answers(stood.query("home_answers", measures=list(measures)), snapshot.measures)
    plain = not (la or group or older)
    found = snapshot.query("measure_parts", week=week, measures=list(measures), **few.parameters) if plain else None
    parts: dict[str, list[PartFigure]] = {}
    for row in records(found) if found is not None else ():
        parts.setdefault(row["measure"], []).append(_part(row, kind_of(snapshot.measures[row["measure"]])))
    register = week in snapshot.weeks and snapshot.has_register(week)
    asked_ccgs = ccgs_asked(snapshot, week, measures, permitted=permitted)
    return Standing(moment, areas, homes, answers, parts, not plain, bool(la or group), register, asked_ccgs)


def _homes(frame: pd.DataFrame) -> dict[str, HomeAt]:
    """Return the homes; those that stand alike share what is told of them, of which there is far less."""
    alike: dict[tuple[Any, ...], HomeAt] = {}
    found = {}
    for home, *row in zip(*(plain(frame[name]) for name in ("home_id", "ccg", "pcn", "has_row", "returned")), strict=True):
        ccg, pcn, has_row, returned = key = tuple(row)
        if key not in alike:
            alike[key] = HomeAt((str(ccg), str(pcn)), bool(has_row), bool(returned))
        found[str(home)] = alike[key]
    return found


#: The columns that tell what a home answers.
_TOLD = ("homes", "yes", "not_applicable", "numerator", "whole", "carried")


def _answers(frame: pd.DataFrame, measures: Mapping[str, Measure]) -> dict[str, dict[str, Answer]]:
    """Return the answers by measure and home; equal ones are one, as homes are."""
    alike: dict[tuple[Any, ...], Answer] = {}
    found: dict[str, dict[str, Answer]] = {}
    for measure, home, *row in zip(*(plain(frame[name]) for name in ("measure", "home_id", *_TOLD)), strict=True):
        key = (measure, *row)
        if key not in alike:
            alike[key] = _answer(dict(zip(_TOLD, row, strict=True)), kind_of(measures[measure]))
        found.setdefault(measure, {})[str(home)] = alike[key]
    return found


def _answer(row: dict[str, Any], kind: str) -> Answer:
    said = _said(row, kind, int(row["homes"]))
    if kind == "people":
        word = f"{said.numerator:,} of {said.denominator:,}"
    elif kind == "stock":
        word = f"{said.numerator:,}"
    else:
        word = "yes" if said.numerator else "not applicable" if said.denominator else "no"
    return Answer(said, word, bool(row["carried"]))


def _part(row: dict[str, Any], kind: str) -> PartFigure:
    homes = row["denominator"] - row["not_answered"] if kind in ("homes", "composite") else row["homes_gave"]
    part = (str(row["ccg"]), str(row["pcn"]))
    return PartFigure(part, row["part"], row["source"], _said(row, kind, int(homes)), int(row["denominator"]), bool(row["carried"]))


def _said(row: dict[str, Any], kind: str, homes: int) -> Said:
    if kind == "people":
        return Said(int(row["numerator"]), int(row["whole"]), homes)
    if kind == "stock":
        return Said(int(row["numerator"]), 0, homes)
    return Said(int(row["yes"]), -int(row["not_applicable"]), homes)
