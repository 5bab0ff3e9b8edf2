"""What every engine is asked: the tables of a snapshot, and the reports with values that find something in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from carehomes.catalogue import load_measures
from carehomes.settings import queries_folder, read_settings
from carehomes.snapshots.database import Database, Work
from carehomes.snapshots.door import Door
from carehomes.snapshots.prepare import counting_values, put_said, steps
from carehomes.snapshots.queries import parameters_of, relation_name, sql

Rows = list[tuple[Any, ...]]

#: Reports that every run asks: sums by level, changes from week to week, windows, texts, dates.
SOME = ("figures", "settling", "home_history", "lead_moves", "return_life", "register_profile")
#: Reports over the homes of a view, and what they read in the place of the snapshot's own.
OF_VIEWS = ("figures", "homes_counted", "area_answers", "home_answers", "words", "measure_parts")
#: Reports over figures told by beds.
OF_BEDS = ("figures", "bedless", "measure_parts")
#: What a snapshot says of itself, and which weeks were computed last.
_OF_ITSELF = ("meta", "scope")


def plain(value: Any) -> Any:
    """A value as every engine tells it."""
    if isinstance(value, Decimal):
        # A sum of whole numbers, held wider than they are.
        assert value == int(value)
        return int(value)
    if isinstance(value, str) and len(value) > 18 and value[4:5] == "-" and value[10:11] == "T":
        return datetime.fromisoformat(value).isoformat()
    return value.isoformat() if isinstance(value, date | datetime) else value


def rows_of(table: pa.Table) -> Rows:
    """The rows of an Arrow table."""
    return [tuple(plain(value) for value in row.values()) for row in table.to_pylist()]


def in_order(rows: Iterable[tuple[Any, ...]]) -> Rows:
    """Rows in an order of their own, nulls first."""
    return sorted((tuple(map(plain, row)) for row in rows), key=lambda row: [(value is not None, str(value)) for value in row])


def tables_of(path: Path) -> dict[str, list[tuple[str, str]]]:
    """The tables of a snapshot file with names and types of their columns, in order."""
    database = Database(path, read_only=True)
    try:
        found: dict[str, list[tuple[str, str]]] = {}
        for table, column, kind in database.rows(
            "select table_name, column_name, data_type from duckdb_columns() where not internal order by table_name, column_index"
        ):
            if table not in _OF_ITSELF:
                found.setdefault(table, []).append((column, kind))
        return found
    finally:
        database.close()


def values_of(work: Work) -> dict[str, Any]:
    """Values for the parameters of reports that find something in a snapshot."""
    weeks = [row[0] for row in work.rows("select week from week order by week")]
    ccgs = [row[0] for row in work.rows("select distinct ccg from home_week order by ccg")]
    registers = [row[0] for row in work.rows("select return_id from return_version where kind = 'register' order by known_from, return_id")]
    homes = [row[0] for row in work.rows("select home_id from home_week group by home_id order by count(*) desc, home_id limit 5")]
    return {
        "first": weeks[0],
        "last": weeks[-1],
        "week": weeks[len(weeks) // 2],
        "everywhere": False,
        "permitted": ccgs[: max(1, len(ccgs) * 2 // 3)],
        "basis": "now",
        "measures": [row[0] for row in work.rows("select measure from measure_item order by measure")],
        "every_code": True,
        "codes": ccgs[:2],
        "code": ccgs[0],
        "parts": True,
        "property": "la",
        "questions": [row[0] for row in work.rows("select question from answer_question order by question")],
        "returns": [row[0] for row in work.rows("select return_id from return_version order by return_id")],
        "before": registers[0] if registers else 0,
        "after": registers[-1] if registers else 0,
        "one": "named_lead",
        "other": "checked_in",
        "by_ccg": True,
        "every_home": True,
        "homes": homes,
        "home": homes[0],
        "older": True,
        "las": [row[0] for row in work.rows("select distinct la from home_week where la <> '' order by la limit 2")],
        "in_ccgs": ccgs[:1],
        "in_pcns": [],
        "in_las": [],
        "in_homes": homes[:2],
        "group_code": "",
        "cut_level": "la",
        "by_home": False,
        **counting_values(read_settings()),
    }


def reports() -> list[str]:
    """The reports that a snapshot alone answers, by name."""
    every = sorted(path.stem for path in (queries_folder() / "reports").glob("*.sql"))
    return [name for name in every if name not in {*OF_VIEWS, *OF_BEDS} - {"figures", "words", "measure_parts"}]


def asked(name: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The text of a report with those of ``values`` that it names."""
    text = sql("reports", name)
    return text, parameters_of(text, values)


def is_ordered(text: str) -> bool:
    """Whether a report says in which order its rows come."""
    return "\norder by" in text


def put_view(door: Door, values: dict[str, Any], *, beds: bool) -> list[str]:
    """Make the relations of a view of homes as the product does; their names."""
    made = []
    for name in steps("views"):
        text = sql("views", name)
        relation = relation_name(text)
        if relation == "measure_part":
            put_said(door, load_measures(queries_folder() / "measures").values(), values)
            made.append("said")
            text = sql("snapshot", "155_measure_beds") if beds else text
        door.relation(relation, text, parameters_of(text, values), temporary=True)
        made.append(relation)
    for name in ("083_ccg_place", "084_part_place"):
        text = sql("snapshot", name)
        door.relation(relation_name(text), text, temporary=True)
        made.append(relation_name(text))
    return made
