"""Every measure for every area of a week, in the documented shape (rules 3, 8 and 14)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .answers import asked
from .catalogue import QUERIES, Catalogue, Measure, load_catalogue
from .counting import Parts, parts_of
from .ground import Ground
from .home_rows import home_row_parts, split_parts
from .knowledge import Knowledge
from .model import World
from .reading import parse_date, parse_moment
from .tally import Tally, columns

Figure = dict[str, Any]
Sums = dict[tuple[str, str, str], Tally]


def figures(
    world: World, week: date | str, as_at: datetime | str | None = None, areas: str = "then", queries: Path = QUERIES
) -> list[Figure]:
    """One row a (measure, area) of a week, as at a moment; areas as they were then, or recoded to their successors of now."""
    day = day_of(week)
    known, catalogue = knowledge_of(world, as_at), load_catalogue(queries)
    grounds = grounds_of(known, catalogue, day)
    paths = {ground.ccg: areas_above(world, ground.ccg, day, areas) for ground in grounds}
    shells = shells_of(world, day, areas)
    mark = known.register(day).mark
    rows: list[Figure] = []
    for measure in measures_of(world, catalogue):
        sums = sums_of(grounds, measure, paths, shells)
        for (level, code, within), tally in sorted(sums.items()):
            tally.marks |= {mark} - {""}
            row = {"measure": measure.id, "week": day.isoformat(), "level": level, "code": code, "within": within}
            rows.append(row | columns(measure, tally, level))
    return rows


def day_of(week: date | str) -> date:
    """The last day of a week."""
    day = week if isinstance(week, date) else parse_date(week)
    assert day is not None
    return day


def knowledge_of(world: World, as_at: datetime | str | None) -> Knowledge:
    """What was known at a moment; None is all that was ever decided."""
    return Knowledge(world, None if as_at is None else parse_moment(as_at))


def grounds_of(known: Knowledge, catalogue: Catalogue, day: date) -> list[Ground]:
    """The ground of every CCG open on a day."""
    return [Ground(known, catalogue, a.code, day) for a in known.world.open_areas("ccg", day)]


def shells_of(world: World, day: date, areas: str) -> list[tuple[str, str]]:
    """The areas that have a row even where nobody sent anything."""
    return [
        (level, area.code if areas == "then" else successor(world, area.code, level))
        for level in ("england", "region", "stp")
        for area in world.open_areas(level, day)
    ]


def sums_of(grounds: list[Ground], measure: Measure, paths: dict[str, dict[str, str]], shells: list[tuple[str, str]]) -> Sums:
    """The tallies of all areas for one measure: what was decided for each CCG, added up."""
    sums: Sums = defaultdict(Tally)
    for level, code in () if measure.optional else shells:
        sums[level, code, ""].add(Tally())
    for ground in grounds:
        parts, path = ccg_parts(ground, measure), paths[ground.ccg]
        if not parts.rows:
            continue
        whole = parts.whole()
        for (level, code), tally in parts.rows.items():
            sums[level, code if level == "pcn" else path["ccg"], path["ccg"]].add(tally)
            if level == "pcn":
                sums[level, code, ""].add(tally)
        for level, code in path.items():
            sums[level, code, ""].add(whole)
    return sums


def measures_of(world: World, catalogue: Catalogue) -> list[Measure]:
    """The measures that can have a figure: nobody is asked an optional question that no file answers (reading 56)."""
    return [one for one in catalogue.measures.values() if not one.optional or world.answers(one.question)]


def ccg_parts(ground: Ground, measure: Measure) -> Parts:
    """The parts of a CCG; none where it is not asked: no answer to an optional question counts there this week (reading 56)."""
    parts = _by_shape(ground, measure)
    return parts if not measure.optional or parts.whole().answered else Parts()


def _by_shape(ground: Ground, measure: Measure) -> Parts:
    """The parts of a CCG, by the shape of the measure."""
    if measure.shape == "split":
        return split_parts(ground, measure)
    if measure.shape in ("composite", "own"):
        return home_row_parts(ground, measure)
    return parts_of(ground, asked(measure, ground.catalogue))


def areas_above(world: World, ccg: str, day: date, areas: str) -> dict[str, str]:
    """Rule 8: a CCG and the areas above it, as they were on the day or recoded to their successors."""
    if areas == "now":
        ccg = successor(world, ccg, "ccg")
    path, code = {"ccg": ccg}, ccg
    for level, above in (("ccg", "stp"), ("stp", "region"), ("region", "england")):
        area = world.area(code, level, day if areas == "then" else None)
        code = area.parent if area else ""
        if areas == "now":
            code = successor(world, code, above)
        if above == "england" and not code:
            code = next((a.code for a in world.areas if a.level == "england"), "E92000001")
        path[above] = code
    return {level: code for level, code in path.items() if code}


def successor(world: World, code: str, level: str) -> str:
    """The last in the line of successors."""
    seen = {code}
    while (area := world.area(code, level)) is not None and area.successor and area.successor not in seen:
        code = area.successor
        seen.add(code)
    return code
