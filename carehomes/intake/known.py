"""What a store knows that a file is held against: areas, questions, registers, the returns before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from carehomes.areas import AreaList
from carehomes.catalogue import load_questions
from carehomes.intake.context import HISTORY_WEEKS, Context
from carehomes.ledger.facts import FACTS_SCHEMA, read_facts
from carehomes.ledger.journal import Version, standing
from carehomes.ledger.mappings import mappings
from carehomes.settings import queries_folder
from carehomes.store import Store


def context_of(store: Store, *, like: Context | None = None) -> Context:
    """Return what the intake holds a file against: areas, questions, the register of a week, the return of the week before.

    ``like`` is an earlier context of the same store, whose questions serve again.
    """

    areas = store.areas()
    questions = like.questions if like else load_questions(queries_folder() / "questions")

    @cache
    def known() -> list[Version]:
        return [one for one in standing(store.journal.entries()).values() if not one.nil]

    @cache
    def of_week() -> Mapping[tuple[str, str, date | None], Version]:
        return {(one.kind, one.submitter, one.week): one for one in reversed(known())}

    def previous(kind: str, submitter: str, week: date) -> pa.Table | None:
        before = of_week().get((kind, submitter, week - timedelta(weeks=1)))
        return _of_return(store.facts, before) if before and before.facts else None

    def history(kind: str, submitter: str, week: date) -> pa.Table | None:
        weeks = [week - timedelta(weeks=back) for back in range(HISTORY_WEEKS, 0, -1)]
        earlier = [one for one in (of_week().get((kind, submitter, one)) for one in weeks) if one and one.facts]
        tables = [_of_return(store.facts, one) for one in earlier]
        return pa.concat_tables(tables) if tables else None

    def register(week: date) -> Mapping[str, str] | None:
        registers = sorted((one for one in known() if one.kind == "register"), key=lambda one: (str(one.week), one.return_id))
        if not registers:
            return None
        in_force = [one for one in registers if one.week and one.week <= week]
        return _register_homes(store.facts, (in_force[-1] if in_force else registers[0]).facts, week, areas)

    def returned() -> list[tuple[str, date]]:
        return [(one.submitter, one.week) for one in known() if one.kind in ("home", "area") and one.week]

    return Context(
        areas=areas,
        questions=questions,
        register=register,
        previous=previous,
        history=history,
        returned=returned,
        mappings=tuple(mappings(store)),
    )


def _of_return(folder: Path, version: Version) -> pa.Table:
    """Return the facts of one return: its file may hold those of many."""
    return _of_week(folder, version.facts, version.kind, version.week).get(version.submitter, FACTS_SCHEMA.empty_table())


@lru_cache(maxsize=64)
def _of_week(folder: Path, name: str, kind: str, week: date | None) -> Mapping[str, pa.Table]:
    """Return the facts of a week in a facts file by submitter: of a history that is one reading for all of them, not one for each."""
    facts = read_facts(folder, name, (pc.field("kind") == kind) & (pc.field("week") == week))
    if pc.count_distinct(facts["submitter"]).as_py() < 2:
        return {str(code): facts for code in facts["submitter"].slice(0, 1).to_pylist()}
    facts = facts.take(pc.sort_indices(facts, [("submitter", "ascending"), ("row", "ascending")]))
    counts = facts["submitter"].value_counts()
    found, start = {}, 0
    for one in counts.to_pylist():
        found[str(one["values"])] = facts.slice(start, one["counts"])
        start += one["counts"]
    return found


@lru_cache(maxsize=4)
def _register_dates(folder: Path, name: str) -> dict[str, tuple[str, str, str]]:
    """Return CCG, start and end of every home of a register (a facts file never changes, so it is read once)."""
    wanted = pc.field("field").isin(["location_id", "ccg", "start_date", "end_date"])
    facts = read_facts(folder, name, wanted, ["home_id", "field", "answer"])

    def told(field: str) -> dict[str, str]:
        of_field = facts.filter(pc.equal(facts["field"], field))
        return dict(zip(of_field["home_id"].to_pylist(), of_field["answer"].to_pylist(), strict=True))

    ccgs, starts, ends = told("ccg"), told("start_date"), told("end_date")
    homes = facts["home_id"].unique().to_pylist()
    return {home: (ccgs.get(home, ""), starts.get(home, ""), ends.get(home, "9999")) for home in homes}


@lru_cache(maxsize=16)
def _register_homes(folder: Path, name: str, week: date, areas: AreaList) -> Mapping[str, str]:
    """Return the CCG open then ('' where the register names none that is known) of every home on a register in a week."""
    day = week.isoformat()
    homes = {home: ccg for home, (ccg, start, end) in _register_dates(folder, name).items() if start <= day <= end}
    open_then = {code: areas.open_in(code, week) for code in set(homes.values())}
    return {home: open_then[ccg] for home, ccg in homes.items()}
