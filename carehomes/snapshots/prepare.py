"""Prepared tables of a snapshot: what pages read, computed from the base tables for one moment of knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from datetime import date

import pyarrow as pa

from carehomes.areas import AreaList
from carehomes.catalogue import Measure
from carehomes.settings import Settings, queries_folder
from carehomes.snapshots.door import Door
from carehomes.snapshots.queries import parameters_of, relation_name, sql

#: Small relations without a week or a CCG: made anew each time.
_WHOLE = ("week_register", "standing_return", "part", "ccg_place", "part_place")
#: Relations that only lead to others and are not kept.
_PASSING = ("scope_home", "scope_part", "grain", "chosen", "ccg_total", "part_word", "part_item")
_SHAPES = ("share_of_homes", "share_of_people", "stock", "composite", "split")


def forget_pairs(work: Door, gone: Set[tuple[date, str]]) -> None:
    """Take from the prepared tables the (week, CCG) pairs that are ``gone``: the only return of their week was withdrawn, say."""
    if not gone:
        return
    listed = sorted(gone)
    table = {"week": pa.array([week for week, _ in listed], pa.date32()), "ccg": pa.array([ccg for _, ccg in listed], pa.string())}
    work.replace("gone_pair", pa.table(table), temporary=True)
    for name in steps("snapshot"):
        relation = relation_name(sql("snapshot", name))
        if relation not in (*_WHOLE, *_PASSING):
            work.forget(relation, ("week", "ccg"), "gone_pair")
    work.drop("gone_pair")


def put_scope(work: Door, areas: AreaList, scope: Sequence[tuple[date, str]]) -> None:
    """Set the (week, CCG) pairs to compute."""
    open_then = {week: {one.code for one in areas.open_ccgs(week)} for week in {week for week, _ in scope}}
    table = pa.table(
        {
            "week": pa.array([week for week, _ in scope], pa.date32()),
            "n": pa.array([week.toordinal() // 7 for week, _ in scope], pa.int64()),
            "ccg": pa.array([ccg for _, ccg in scope], pa.string()),
            "open": pa.array([int(ccg in open_then[week]) for week, ccg in scope], pa.int64()),
        }
    )
    # Not temporary: the shapes find it beside a view of homes too.
    work.replace("scope", table)


def put_said(work: Door, measures: Iterable[Measure], values: dict[str, object]) -> None:
    """Make the temporary table ``said``: what the shapes of ``measures``, and their SQL of their own, find in ``scope_home``."""
    told = list(measures)
    # The first makes the table; a shape that no measure has would find nothing, and finding that takes its time.
    shapes = {_SHAPES[0], *(one.shape for one in told), *("stock" for one in told if one.at_least is not None)}
    texts = [sql("shapes", name) for name in _SHAPES if name in shapes]
    texts += [sql("measures", one.id) for one in told if one.shape == "own"]
    for place, text in enumerate(_added_up(text) for text in texts):
        if place == 0:
            work.relation("said", text, parameters_of(text, values), temporary=True)
        else:
            work.append("said", text, parameters_of(text, values))


def _added_up(text: str) -> str:
    """Return a shape that tells one word a home with what adds homes up; any other as it is."""
    return f"with home_said as (\n{text})\n{sql('shapes', 'home_said')}" if relation_name(text) == "home_said" else text


def counting_values(settings: Settings) -> dict[str, object]:
    """Return the settings that shapes and measures take as parameters."""
    return {"carry_weeks": settings.carry_weeks, "beds_per_oximeter": settings.beds_per_oximeter}


def prepare(work: Door, measures: dict[str, Measure], settings: Settings) -> None:
    """Compute the prepared tables for the pairs in ``scope``.

    The files of ``queries/snapshot`` run in the order of their numbers; before the first that needs it, ``said`` is put
    together from the shapes.
    """
    # What a view of homes gives in its own words: here every measure, and no cut.
    values = counting_values(settings) | {"measures": list(measures), "cut_level": ""}
    for name in steps("snapshot"):
        text = sql("snapshot", name)
        relation = relation_name(text)
        if relation == "asked":
            put_said(work, measures.values(), values)
        parameters = parameters_of(text, values)
        if relation in _WHOLE:
            work.relation(relation, text, parameters)
        elif relation in _PASSING:
            work.relation(relation, text, parameters, temporary=True)
        else:
            work.recompute(relation, text, parameters)
    for name in ("said", *_PASSING):
        work.drop(name)


def steps(room: str) -> list[str]:
    """Return the names of the queries of a room that run one after another, in the order of their numbers."""
    return sorted(path.stem for path in (queries_folder() / room).glob("*.sql"))
