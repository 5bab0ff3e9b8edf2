"""An analyst's own SQL: the tables that it may ask, each with its columns in words, cut to the areas that the reader may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from carehomes.access import Permitted
from carehomes.areas import due_moment
from carehomes.snapshots import Answer, BoxError, Snapshot, run_in_box
from carehomes.snapshots.catalogue_tables import kind_of

#: Limits of one question; each is told where it is met.
MOST_ROWS, MOST_SECONDS, MOST_WEEKS = 10_000, 10.0, 26


@dataclass(frozen=True)
class Lent:
    """A table that SQL may name: what a row of it is, and its columns with their meaning, in order."""

    name: str
    row: str
    columns: tuple[tuple[str, str], ...]


TABLES: tuple[Lent, ...] = (
    Lent(
        "figures",
        "a measure in an area and week, as then (the one shape of figures)",
        (
            ("measure", "id, see measures"),
            ("week", "its Sunday"),
            ("level", "england, region, stp, ccg, pcn; within a CCG also not aligned, not attributed"),
            ("code", "of the area, see areas"),
            ("within", "'' for the area itself; a CCG's code for the rows that add up to it"),
            ("registered", "homes on the register"),
            ("denominator", "homes counted"),
            ("yes", "homes"),
            ("no", "homes"),
            ("not_applicable", "homes; all = denominator - not_applicable"),
            ("not_answered", "homes; never a no"),
            ("blank", "of not_answered: their CCG returned"),
            ("no_return", "of not_answered: their CCG did not"),
            ("carried", "answers carried from an earlier week"),
            ("numerator", "people or units"),
            ("whole", "people"),
            ("homes_gave", "homes that gave the counts"),
        ),
    ),
    Lent(
        "homes",
        "a home that counts in a week",
        (
            ("week", "its Sunday"),
            ("home_id", "CQC location ID"),
            ("ccg", "as then"),
            ("pcn", "'' not aligned"),
            ("la", "local authority, '' not known"),
            ("beds", "by the register"),
            ("older_people", "yes, no, null: not said"),
            ("home_type", "as its row of the week says"),
            ("has_row", "1: a return has a row for it"),
            ("sender", "the CCG whose row counts"),
        ),
    ),
    Lent(
        "answers",
        "what a home answers to a question in a week; silence has no row",
        (
            ("week", "its Sunday"),
            ("home_id", "see homes"),
            ("ccg", "as then"),
            ("question", "id, such as clinical_lead"),
            ("answer", "the word: yes, no, not applicable, ..."),
            ("number", "of counts"),
        ),
    ),
    Lent(
        "returns",
        "a version of a return that was accepted",
        (
            ("return_id", "its number"),
            ("kind", "home, area, la, register, alignment, ..."),
            ("submitter", "code"),
            ("week", "its Sunday"),
            ("nil", "nothing to say"),
            ("received_at", "UTC"),
            ("known_from", "accepted, UTC"),
            ("known_to", "null: it stands"),
            ("ended_by", "superseded or withdrawn"),
            ("row_count", "rows"),
            ("findings", "found in it"),
        ),
    ),
    Lent(
        "register",
        "a home of the register in force in the last week",
        (
            ("home_id", "CQC location ID"),
            ("name", "of the home"),
            ("ccg", "as then"),
            ("la", "local authority"),
            ("pcn", "'' not aligned"),
            ("aligned_by", "file, return, claimed by two, none"),
            ("beds", "number"),
            ("older_people", "yes, no, null"),
            ("dormant", "yes or no"),
            ("start_date", "day"),
            ("end_date", "day"),
            ("postcode", "as written"),
        ),
    ),
    Lent(
        "measures",
        "a measure of the catalogue",
        (
            ("measure", "id"),
            ("name", "in full"),
            ("family", "page"),
            ("kind", "homes, composite, people, stock, ladder, split"),
            ("unit", "of its counts"),
            ("direction", "higher, lower, none"),
            ("behaviour", "process, stock, cumulative"),
            ("target", "percent"),
            ("definition", "in words"),
        ),
    ),
    Lent(
        "areas",
        "an area of the list",
        (
            ("code", "of ODS or ONS"),
            ("level", "england to pcn, la"),
            ("name", "in full"),
            ("ons_code", "second key"),
            ("parent", "code of the area above"),
            ("opened", "day"),
            ("closed", "day, null: open"),
            ("successor", "code"),
        ),
    ),
    Lent("weeks", "a reporting week", (("week", "its Sunday"), ("due", "when its returns were due, UTC"))),
)
#: Questions that run as they stand: what each asks, and its SQL.
EXAMPLES: tuple[tuple[str, str], ...] = (
    (
        "Homes with a named clinical lead by CCG, the newest week first",
        """select f.week, a.name, f.yes, f.denominator - f.not_applicable as homes, f.not_answered
from figures as f
inner join areas as a on f.code = a.code
where f.measure = 'named_lead' and f.level = 'ccg' and f.within = ''
order by f.week desc, a.name""",
    ),
    (
        "Homes checked in with, by size",
        """select
    case when h.beds >= 50 then '50 beds or more' when h.beds >= 25 then '25 to 49' else 'fewer than 25' end as size,
    count(*) as homes,
    sum(case when a.answer = 'yes' then 1 else 0 end) as yes,
    sum(case when a.answer is null then 1 else 0 end) as not_answered
from homes as h
left join answers as a on h.week = a.week and h.home_id = a.home_id and a.question = 'checked_in'
where h.week = (select max(week) from weeks)
group by 1
order by 1""",
    ),
    (
        "Returns received after they were due",
        """select r.submitter, r.week, r.received_at, w.due
from returns as r
inner join weeks as w on r.week = w.week
where r.received_at > w.due
order by r.week desc, r.submitter""",
    ),
)


def ask_sql(snapshot: Snapshot, sql: str, first: date, last: date, *, permitted: Permitted) -> Answer:
    """Run one SELECT over ``TABLES`` of the weeks from ``first`` to ``last``, of the areas ``permitted``; at most ``MOST_ROWS`` rows.

    Raises ``BoxError`` with a plain sentence where it cannot be run.
    """
    if last - first >= timedelta(weeks=MOST_WEEKS):
        raise BoxError(f"A question reaches over at most {MOST_WEEKS} weeks. Choose fewer.")
    return run_in_box(sql, _lent(snapshot, first, last, permitted), rows=MOST_ROWS, seconds=MOST_SECONDS)


def usual_weeks(snapshot: Snapshot, last: date | None = None) -> tuple[date, date]:
    """Return the weeks that a question reaches over where nobody says: a quarter, up to ``last`` (the newest). Needs a week."""
    end = last or snapshot.weeks[-1]
    return max(snapshot.weeks[0], end - timedelta(weeks=12)), end


def _lent(snapshot: Snapshot, first: date, last: date, permitted: Permitted) -> dict[str, Callable[[], pa.Table]]:
    asked = {"first": first, "last": last, **permitted.parameters}
    everything = {"codes": [], "every_code": True, "basis": "then", "measures": list(snapshot.measures)}
    made: dict[str, Callable[[], pa.Table]] = {
        "figures": lambda: snapshot.table("figures", **asked, **everything),
        "homes": lambda: snapshot.table("lent_homes", **asked),
        "answers": lambda: snapshot.table("lent_answers", **asked),
        "returns": lambda: snapshot.table("versions", **permitted.parameters),
        "register": lambda: snapshot.table("register_homes", week=last, basis="then", **permitted.parameters),
        "measures": lambda: _measures(snapshot),
        "areas": lambda: snapshot.table("areas"),
        "weeks": lambda: _weeks(snapshot, first, last),
    }
    columns = {one.name: [name for name, _ in one.columns] for one in TABLES}

    def lend(name: str) -> Callable[[], pa.Table]:
        return lambda: _small(made[name]().select(columns[name]))

    return {name: lend(name) for name in columns}


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
        for one in snapshot.measures.values()
    ]
    return pa.Table.from_pylist(rows)


def _weeks(snapshot: Snapshot, first: date, last: date) -> pa.Table:
    weeks = [one for one in snapshot.weeks if first <= one <= last]
    due = [due_moment(one, days=snapshot.settings.due_days, at=snapshot.settings.due_time).replace(tzinfo=None) for one in weeks]
    return pa.table({"week": pa.array(weeks, pa.date32()), "due": pa.array(due, pa.timestamp("us"))})
