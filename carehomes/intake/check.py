"""Runs the data-quality rules of ``queries/checks`` over staged facts, all at once for a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any

import pyarrow as pa

from carehomes.areas import AreaList
from carehomes.intake.cells import place, shown
from carehomes.intake.context import Context
from carehomes.ledger.facts import FACTS_SCHEMA, compact, joined
from carehomes.ledger.model import Finding, Severity, StagedReturn
from carehomes.settings import queries_folder
from carehomes.snapshots.database import Database

_SEVERITIES: dict[str, Severity] = {"error": "error", "query": "query", "note": "note"}
_REGISTER = pa.schema([("week", pa.date32()), ("home_id", pa.string()), ("ccg_code", pa.string())])
_QUESTIONS = pa.schema([("id", pa.string()), ("type", pa.string()), ("part_of", pa.string()), ("stock", pa.string())])
_PCNS = pa.schema(
    [(name, pa.date32() if name in ("week", "closed") else pa.string()) for name in ("week", "code", "name", "ccg", "closed")]
)
_ONE_AT_A_TIME = Lock()
#: Facts that are looked at together, so that a long history fits in memory.
_LOT = 1_500_000
#: The return that a finding belongs to: kind, submitter, week.
Key = tuple[str, str, date | None]


@dataclass(frozen=True)
class Rule:
    """One rule: what it looks for in SQL, and how it is told.

    Without what it ``needs`` (previous, register, pcns, several) it is not run.
    """

    code: str
    severity: Severity
    kinds: tuple[str, ...]
    since: date | None
    until: date | None
    needs: tuple[str, ...]
    wording: str
    sql: str

    def holds_in(self, week: date | None) -> bool:
        """Return whether the rule is in force in a week."""
        return week is None or ((self.since is None or self.since <= week) and (self.until is None or week <= self.until))


def read_rule(path: Path) -> Rule:
    """Read one rule. Raises ``ValueError`` in plain words where its header is wrong."""
    text = path.read_text(encoding="utf-8")
    head = _head(text)
    missing = [name for name in ("code", "severity", "kinds", "from", "grain", "wording", "columns") if not head.get(name)]
    if missing:
        raise ValueError(f"{path.name}: its header has no line '-- {missing[0]}: ...'.")
    if head["code"] != path.stem or head["severity"] not in _SEVERITIES:
        raise ValueError(f"{path.name}: its code must be the file's name, and its severity error, query or note.")
    return Rule(
        code=head["code"],
        severity=_SEVERITIES[head["severity"]],
        kinds=tuple(head["kinds"].replace(",", " ").split()),
        since=date.fromisoformat(head["from"]),
        until=date.fromisoformat(head["to"]) if head.get("to", "").strip() else None,
        needs=tuple(head.get("needs", "").replace(",", " ").split()),
        wording=head["wording"].strip(),
        sql=text,
    )


def _head(text: str) -> dict[str, str]:
    """Return the lines ``-- name: words`` at the top of a rule; a line indented after ``--`` goes on with the one before."""
    head: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        if started := re.match(r"-- (\w+):\s*(.*)$", line):
            name = started.group(1)
            head[name] = started.group(2).strip()
        elif name and (going_on := re.match(r"--\s{2,}(\S.*)$", line)):
            head[name] += " " + going_on.group(1).strip()
        elif not line.startswith("--"):
            break
    return head


class _Bench:
    """The process's own database for checks, in memory: opening one costs as much as all rules of a return."""

    def __init__(self) -> None:
        self.database = Database()
        self._held: dict[str, pa.Table] = {}

    def put(self, name: str, rows: pa.Table) -> None:
        """Load a table, unless the very same lies there already."""
        if name not in self._held or not self._held[name].equals(rows):
            self.database.load(name, rows)
            self._held[name] = rows


@cache
def _bench() -> _Bench:
    return _Bench()


@cache
def load_rules(folder: Path) -> tuple[Rule, ...]:
    """Return the rules of a folder in the order of their names."""
    return tuple(read_rule(path) for path in sorted(folder.glob("*.sql")))


def check(returns: Sequence[StagedReturn], context: Context, rules: Sequence[Rule] | None = None) -> dict[Key, tuple[Finding, ...]]:
    """Return what the rules find in staged returns, by return."""
    full = [one for one in returns if one.held.num_rows]
    kinds = {one.kind for one in full}
    wanted = [rule for rule in (load_rules(queries_folder() / "checks") if rules is None else rules) if kinds & set(rule.kinds)]
    found: dict[Key, list[Finding]] = {}
    with _ONE_AT_A_TIME:
        bench = _bench()
        for lot in _lots(full) if wanted else ():
            without = _fill(bench, lot, context) | ({"several"} if len(full) < 2 else set())
            for rule in wanted:
                if without & set(rule.needs):
                    continue
                for line in bench.database.table(rule.sql).to_pylist():
                    if line["kind"] in rule.kinds and rule.holds_in(line["week"]):
                        found.setdefault((line["kind"], line["submitter"], line["week"]), []).append(_finding(rule, line, context))
        bench.put("facts", FACTS_SCHEMA.empty_table())
        bench.put("previous", FACTS_SCHEMA.empty_table())
    return {key: tuple(findings) for key, findings in found.items()}


def _lots(returns: Sequence[StagedReturn]) -> Iterator[list[StagedReturn]]:
    """Yield returns in lots of about ``_LOT`` facts, those of one week in one lot: no rule looks from one week to another's file."""
    lot: list[StagedReturn] = []
    for _, week in groupby(sorted(returns, key=lambda one: one.week or date.min), key=lambda one: one.week):
        lot += week
        if sum(one.held.num_rows for one in lot) >= _LOT:
            yield lot
            lot = []
    if lot:
        yield lot


def _fill(bench: _Bench, returns: Sequence[StagedReturn], context: Context) -> set[str]:
    """Load what the rules read, and return which tables have no rows."""
    beside = {
        "previous": _previous(returns, context),
        "register": _register({one.week for one in returns if one.kind == "home" and one.week}, context),
        "pcns": _pcns(context.areas, frozenset(one.week for one in returns if one.kind in ("home", "area") and one.week)),
    }
    bench.put("facts", compact(joined([one.held for one in returns])))
    for name, rows in beside.items():
        bench.put(name, rows)
    questions = [{"id": one.id, "type": one.type, "part_of": one.part_of, "stock": one.stock} for one in context.questions.values()]
    bench.put("questions", pa.Table.from_pylist(questions, schema=_QUESTIONS))
    return {name for name, rows in beside.items() if not rows.num_rows}


def _previous(returns: Sequence[StagedReturn], context: Context) -> pa.Table:
    """Return the facts of the week before, told as of the week that they are held against."""
    tables = [FACTS_SCHEMA.empty_table()]
    position = FACTS_SCHEMA.get_field_index("week")
    for one in returns:
        before = context.previous(one.kind, one.submitter, one.week) if one.kind in ("home", "area") and one.week else None
        if before is not None and before.num_rows:
            week = pa.array([one.week] * before.num_rows, pa.date32())
            tables.append(before.select(FACTS_SCHEMA.names).set_column(position, FACTS_SCHEMA.field("week"), week).cast(FACTS_SCHEMA))
    return pa.concat_tables(tables)


def _register(weeks: set[date], context: Context) -> pa.Table:
    tables = [_REGISTER.empty_table()]
    for week in sorted(weeks):
        homes = context.register(week)
        if homes is not None:
            columns = {"week": [week] * len(homes), "home_id": list(homes), "ccg_code": list(homes.values())}
            tables.append(pa.table(columns, schema=_REGISTER))
    return pa.concat_tables(tables)


@lru_cache(maxsize=64)
def _pcns(areas: AreaList, weeks: frozenset[date]) -> pa.Table:
    """Return the PCNs of the list for each week, with the CCG that theirs stood for then."""
    rows = [
        {
            "week": week,
            "code": one.code,
            "name": one.name,
            "ccg": areas.open_in(one.parent, week),
            "closed": one.closed,
        }
        for week in sorted(weeks)
        for one in areas.of_level("pcn")
    ]
    return pa.Table.from_pylist(rows, schema=_PCNS)


def _finding(rule: Rule, line: Mapping[str, Any], context: Context) -> Finding:
    cell, where = place(line["sheet"], line["row"] or 0, line["column"] or 0)
    words = {name: _word(value, name, context) for name, value in line.items()}
    words |= {"cell": where, "Cell": where[:1].upper() + where[1:], "question": _wording(line["field"], context)}
    words |= {name[:-6] + "_question": _wording(str(value), context) for name, value in line.items() if name.endswith("_field")}
    message = rule.wording.format_map(words)
    return Finding(rule.code, rule.severity, message, sheet=line["sheet"], cell=cell, field=line["field"], value=words["value"])


def _word(value: Any, name: str, context: Context) -> str:
    if value is None:
        return ""
    if name.endswith("ccg") and (area := context.areas.get(str(value))):
        return area.label
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return f"{value:,}" if isinstance(value, int) and name not in ("row", "column", "other_row") else shown(str(value))


def _wording(field: str, context: Context) -> str:
    return context.questions[field].wording if field in context.questions else field
