"""An analyst's own SQL: the tables that it may ask, each with its columns in words, cut to the areas that the reader may see."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from carehomes.access import Permitted
from carehomes.areas import due_moment
from carehomes.measures.disclosed import hidden, hidden_questions
from carehomes.settings import queries_folder
from carehomes.snapshots import Answer, BoxError, Snapshot, run_in_box
from carehomes.snapshots.catalogue_tables import kind_of
from carehomes.snapshots.queries import body, relation_told, sql

#: Limits of one question; each is told where it is met.
MOST_ROWS, MOST_SECONDS, MOST_WEEKS = 10_000, 10.0, 26


@dataclass(frozen=True)
class Lent:
    """A table that SQL may name: what a row of it is, and its columns with their meaning, in order."""

    name: str
    row: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Example:
    """A question that runs as it stands: what it asks, and its SQL."""

    asks: str
    sql: str


@cache
def lent_tables() -> tuple[Lent, ...]:
    """Return the tables of ``queries/lent.toml`` in their order."""
    told = tomllib.loads((queries_folder() / "lent.toml").read_text(encoding="utf-8"))
    return tuple(Lent(one["name"], one["row"], tuple((name, means) for name, means in one["columns"])) for one in told["table"])


@cache
def examples() -> tuple[Example, ...]:
    """Return the questions of ``queries/examples`` in the order of their numbers, each with what its header says that it asks."""
    texts = [sql("examples", path.stem) for path in sorted((queries_folder() / "examples").glob("*.sql"))]
    return tuple(Example(asked[0].upper() + asked[1:], body(text)) for text in texts for asked in [relation_told(text)])


def ask_sql(snapshot: Snapshot, statement: str, first: date, last: date, *, permitted: Permitted) -> Answer:
    """Run one SELECT over the lent tables, of the weeks from ``first`` to ``last``, of the areas ``permitted``; at most ``MOST_ROWS`` rows.

    Raises ``BoxError`` with a plain sentence where it cannot be run.
    """
    if last - first >= timedelta(weeks=MOST_WEEKS):
        raise BoxError(f"A question reaches over at most {MOST_WEEKS} weeks. Choose fewer.")
    return run_in_box(statement, _lent(snapshot, first, last, permitted), rows=MOST_ROWS, seconds=MOST_SECONDS)


def usual_weeks(snapshot: Snapshot, last: date | None = None) -> tuple[date, date]:
    """Return the weeks that a question reaches over where nobody says: a quarter, up to ``last`` (the newest). Needs a week."""
    end = last or snapshot.weeks[-1]
    return max(snapshot.weeks[0], end - timedelta(weeks=12)), end


def _lent(snapshot: Snapshot, first: date, last: date, permitted: Permitted) -> dict[str, Callable[[], pa.Table]]:
    asked = {"first": first, "last": last, **permitted.parameters}
    everything = {"codes": [], "every_code": True, "parts": True, "basis": "then", "measures": list(snapshot.offered)}
    made: dict[str, Callable[[], pa.Table]] = {
        "figures": lambda: _disclosed(snapshot, snapshot.table("figures", **asked, **everything), permitted),
        "homes": lambda: snapshot.table("lent_homes", **asked),
        "answers": lambda: _without_people(snapshot, snapshot.table("lent_answers", **asked)),
        "returns": lambda: snapshot.table("versions", **permitted.parameters),
        "register": lambda: snapshot.table("register_homes", week=last, basis="then", **permitted.parameters),
        "measures": lambda: _measures(snapshot),
        "areas": lambda: _areas(snapshot),
        "weeks": lambda: _weeks(snapshot, first, last),
    }
    columns = {one.name: [name for name, _ in one.columns] for one in lent_tables()}

    def lend(name: str) -> Callable[[], pa.Table]:
        return lambda: _small(made[name]().select(columns[name]))

    return {name: lend(name) for name in columns}


def _disclosed(snapshot: Snapshot, found: pa.Table, permitted: Permitted) -> pa.Table:
    """Return figures as the snapshot may tell them: beyond the team without small counts of people."""
    if not snapshot.beyond:
        return found
    gone = pa.array(hidden(snapshot, found.to_pandas(), areas="then", permitted=permitted))
    for name in ("numerator", "whole"):
        kept = pc.if_else(gone, pa.scalar(None, found.schema.field(name).type), found[name])
        found = found.set_column(found.schema.get_field_index(name), name, kept)
    return found


def _without_people(snapshot: Snapshot, answers: pa.Table) -> pa.Table:
    """Return answers of homes without those that count people, where those are not told."""
    left_out = hidden_questions(snapshot)
    return answers.filter(pc.invert(pc.is_in(answers["question"], pa.array(sorted(left_out))))) if left_out else answers


def _small(found: pa.Table) -> pa.Table:
    """Return the rows with each text once: a week of England says the same few words very often."""
    columns = [one.combine_chunks().dictionary_encode() if pa.types.is_string(one.type) else one for one in found.columns]
    return pa.table(columns, names=found.column_names)


def _measures(snapshot: Snapshot) -> pa.Table:
    rows = [
        {
            "measure": one.id,
            "name": one.name,
            "family": one.family,
            "kind": kind_of(one),
            "unit": one.unit,
            "direction": one.direction,
            "behaviour": one.behaviour,
            "target": one.target,
            "definition": one.definition,
        }
        for one in snapshot.offered.values()
    ]
    return pa.Table.from_pylist(rows)


def _areas(snapshot: Snapshot) -> pa.Table:
    found = snapshot.table("areas")
    return found.filter(pc.is_in(found["code"], pa.array([one.code for one in snapshot.areas.areas], pa.string())))


def _weeks(snapshot: Snapshot, first: date, last: date) -> pa.Table:
    weeks = [one for one in snapshot.weeks if first <= one <= last]
    due = [due_moment(one, days=snapshot.settings.due_days, at=snapshot.settings.due_time).replace(tzinfo=None) for one in weeks]
    return pa.table({"week": pa.array(weeks, pa.date32()), "due": pa.array(due, pa.timestamp("us"))})
