"""Views: the figures of other homes than an area's - a local authority's, an own group's, those for older people (rule 8).

A view is counted home by home, from home rows alone: its denominator is its registered homes, and a home without an answer of its own
stands apart where the plain figures of the measure take its part of the CCG from totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from .answers import YES, Said, asked, state_of
from .catalogue import QUERIES, Measure, load_catalogue
from .counting import AREA_ROWS, HOME_ROWS, LOOSE, PCN, SURPLUS, parts_of
from .figures import Figure, Sums, areas_above, ccg_parts, day_of, grounds_of, knowledge_of, measures_of, successor
from .ground import NEEDS_HOME_ROWS, Ground
from .home_rows import said_by, said_of_split
from .knowledge import Home
from .model import World
from .tally import Tally, columns, in_beds, is_of_homes

IN_TOTALS = "reported as totals"
RECODED = ("ccg", "stp", "region")


@dataclass(frozen=True)
class Members:
    """An own group: its code, the codes of its areas, and the homes that it names."""

    code: str
    areas: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """One home of one CCG, with the areas above it and its PCN of the week."""

    home: Home
    ground: Ground
    path: dict[str, str]
    pcn: str

    @property
    def part(self) -> tuple[str, str]:
        """The part of the CCG that holds it."""
        return (PCN, self.pcn) if self.pcn else (LOOSE, self.ground.ccg)

    def rows_within(self, code: str) -> list[tuple[str, str, str]]:
        """The rows of a local authority or a group that hold the home: by CCG, and by PCN or not aligned."""
        ccg = self.path["ccg"]
        return [("ccg", ccg, code), (PCN, self.pcn, code) if self.pcn else (LOOSE, ccg, code)]


def views(
    world: World,
    week: date | str,
    as_at: datetime | str | None = None,
    areas: str = "then",
    *,
    codes: Iterable[str] | None = None,
    older: bool = False,
    group: Members | None = None,
    beds: bool = False,
    queries: Path = QUERIES,
) -> list[Figure]:
    """The rows of local authorities (`codes`: those alone), or of one own group; `older`: of older people's homes alone, at every level.

    `beds`: the measures that count homes alone, each home told by its registered beds, at every level.
    """
    day, known, catalogue = day_of(week), knowledge_of(world, as_at), load_catalogue(queries)
    seen = [one for one in homes_seen(grounds_of(known, catalogue, day), world, day, areas) if one.home.older or not older]
    wanted = None if codes is None else set(codes)
    if group is not None:
        places = {one.home.id: rows_of_group(one, group) for one in seen if is_in(one, group, world, areas)}
    else:
        places = {one.home.id: [*(rows_of_areas(one) if older or beds else []), *rows_of_la(one, wanted)] for one in seen}
    rows: list[Figure] = []
    for measure in [one for one in measures_of(world, catalogue) if not beds or is_of_homes(one)]:
        for (level, code, within), tally in sorted(sums_of_view(seen, measure, places, beds).items()):
            tally.marks |= {known.register(day).mark} - {""}
            row = {"measure": measure.id, "week": day.isoformat(), "level": level, "code": code, "within": within}
            apart = {name: getattr(tally, name) for name in ("bedless", "bedless_answered", "bedless_yes")} if beds else {}
            apart |= {"homes_gave": tally.gave} if beds else {}
            rows.append(row | {"homes": "older people" if older else "all"} | columns(measure, tally, level) | apart)
    return rows


def homes_seen(grounds: list[Ground], world: World, day: date, areas: str) -> list[Seen]:
    """Every registered home of a CCG open that week."""
    seen = []
    for ground in grounds:
        path = areas_above(world, ground.ccg, day, areas)
        seen += [Seen(home, ground, path, pcn) for pcn, homes in ground.by_pcn.items() for home in homes]
    return seen


# Which rows a home is in -------------------------------------------------------------------------------------------------


def rows_of_areas(one: Seen) -> list[tuple[str, str, str]]:
    """The rows that a home has in plain figures: the areas above it, its PCN, or not aligned."""
    return [*((level, code, "") for level, code in one.path.items()), *([(PCN, one.pcn, "")] if one.pcn else [])] + [
        (PCN, one.pcn, one.path["ccg"]) if one.pcn else (LOOSE, one.path["ccg"], one.path["ccg"])
    ]


def rows_of_la(one: Seen, wanted: set[str] | None) -> list[tuple[str, str, str]]:
    """The rows of the home's local authority, if it has one that is wanted."""
    la = one.home.la
    return [("la", la, ""), *one.rows_within(la)] if la and (wanted is None or la in wanted) else []


def rows_of_group(one: Seen, group: Members) -> list[tuple[str, str, str]]:
    """The rows of an own group."""
    return [("group", group.code, ""), *one.rows_within(group.code)]


def is_in(one: Seen, group: Members, world: World, areas: str) -> bool:
    """Whether a home is named by a group or in one of its areas; as now, a member that has closed stands for its successor."""
    members = set(group.areas)
    if areas == "now":
        members |= {successor(world, code, level) for code in group.areas for level in RECODED if world.area(code, level) is not None}
    return one.home.id in group.homes or not members.isdisjoint({*one.path.values(), one.home.la, one.pcn} - {""})


# What a home says --------------------------------------------------------------------------------------------------------


def sums_of_view(seen: list[Seen], measure: Measure, places: dict[str, list[tuple[str, str, str]]], beds: bool) -> Sums:
    """The tallies of all rows for one measure: its homes, one by one."""
    sums: Sums = defaultdict(Tally)
    by_ground: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        if places.get(one.home.id):
            by_ground[one.ground.ccg].append(one)
    for homes in by_ground.values():
        if measure.optional and not ccg_parts(homes[0].ground, measure).rows:
            continue
        tally_of = teller(homes[0].ground, measure)
        for one in homes:
            tally = in_beds(tally_of(one), measure, one.home.beds) if beds else tally_of(one)
            for key in places[one.home.id]:
                sums[key].add(tally)
    return sums


def teller(ground: Ground, measure: Measure) -> Callable[[Seen], Tally]:
    """What one home adds to a measure, for the homes of one CCG."""
    if measure.shape in ("split", "composite", "own"):
        return lambda one: _from_home_rows_only(one, measure)
    question = asked(measure, ground.catalogue)
    plain = parts_of(ground, question).rows
    beyond = (SURPLUS, ground.ccg) in plain

    def tally_of(one: Seen) -> Tally:
        part = plain.get(one.part)
        totals = beyond or (part is not None and part.sources == {AREA_ROWS})
        return _of_one(one, ground.home_said(question, one.home, carry=True), totals)

    return tally_of


def _from_home_rows_only(one: Seen, measure: Measure) -> Tally:
    """Rule 11: no totals answer here; that there are some is a mark."""
    ground = one.ground
    if measure.shape == "split":
        tally = Tally(registered=1)
        if state_of(ground.row(one.home) or {}, measure.base) == YES:
            tally = _of_one(one, said_of_split(ground, measure, one.home), False)
    else:
        tally = _of_one(one, said_by(ground, measure)(one.home), False)
    if one.pcn in ground.area_rows:
        tally.marks.add(NEEDS_HOME_ROWS)
    return tally


def _of_one(one: Seen, said: Said, totals: bool) -> Tally:
    """One home of the denominator: what it says, or its silence, apart (rule 2)."""
    tally = Tally(registered=1, denominator=1)
    tally.take(said, HOME_ROWS)
    if said.homes:
        return tally
    has_row = one.ground.row(one.home) is not None
    if not has_row and not one.ground.returned:
        tally.no_return = 1
        return tally
    tally.blank = 1
    tally.in_totals = int(totals)
    tally.not_in_return = int(not has_row and not totals)
    if totals:
        tally.marks.add(IN_TOTALS)
    return tally
