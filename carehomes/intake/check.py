"""Runs the data-quality rules of ``queries/checks`` over staged facts, all at once for a file."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from string import Formatter
from threading import Lock
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from carehomes.areas import AreaList
from carehomes.intake.cells import place, shown
from carehomes.intake.context import Context
from carehomes.ledger.facts import FACTS_SCHEMA, SAID, compact, joined
from carehomes.ledger.model import Finding, Severity, StagedReturn
from carehomes.settings import Settings, queries_folder, read_settings
from carehomes.snapshots.database import Database, Work

_SEVERITIES: dict[str, Severity] = {"error": "error", "query": "query", "note": "note"}
_REGISTER = pa.schema([("week", pa.date32()), ("home_id", pa.string()), ("ccg_code", pa.string())])
#: What rules read of the catalogue, so that none of them names a question that a new ``.toml`` would have to join.
QUESTIONS = pa.schema([*((name, pa.string()) for name in ("id", "type", "role", "part_of", "stock")), ("steady", pa.bool_())])
_PCNS = pa.schema(
    [(name, pa.date32() if name in ("week", "closed") else pa.string()) for name in ("week", "code", "name", "ccg", "closed")]
)
#: What rules read of facts: all but the cell as it stood, the longest of them.
_READ = pa.schema([FACTS_SCHEMA.field(name) for name in SAID])
_HISTORY = pa.schema([*_READ, ("against", pa.date32())])
_ONE_AT_A_TIME = Lock()
#: Facts that are looked at together, so that a long history fits in memory.
_LOT = 1_500_000
#: Facts that one thread of the database reads in one go.
_PIECE = 250_000
#: More than a sheet's rows, and how many files' rows fit into a number beside one another.
_ROWS = 1 << 21
_FILES = 1_000
#: A staged return with the place of its file.
Placed = tuple[int, StagedReturn]
#: The return that a finding belongs to: kind, submitter, week.
Key = tuple[str, str, date | None]


@dataclass(frozen=True)
class Rule:
    """One rule: what it looks for in SQL, and how it is told.

    Without what it ``needs`` (previous, history, register, pcns, several) it is not run.
    """

    code: str
    severity: Severity
    kinds: tuple[str, ...]
    since: date | None
    until: date | None
    needs: tuple[str, ...]
    wording: str
    sql: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words in braces of its wording."""
        return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(self.wording) if name))

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
    """The process's own database for checks, in memory: opening one costs as much as all rules of a return.

    It keeps what many files are held against. Facts are lent to it: a rule reads them where they lie, each text once.
    """

    def __init__(self) -> None:
        self.database = Database()
        self._held: dict[str, pa.Table] = {}

    def put(self, name: str, rows: pa.Table) -> None:
        """Load a table, unless the very same lies there already."""
        held = self._held.get(name)
        if held is None or (held is not rows and not held.equals(rows)):
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
    """Return what the rules find in the staged returns of a file, by return."""
    return check_files([returns], context, rules)[0]


def check_files(
    files: Sequence[Sequence[StagedReturn]], context: Context, rules: Sequence[Rule] | None = None
) -> list[dict[Key, tuple[Finding, ...]]]:
    """Return what the rules find in the staged returns of several files, for each file by return; no file knows of another."""
    everything = load_rules(queries_folder() / "checks") if rules is None else rules
    found: list[dict[Key, list[Finding]]] = [{} for _ in files]
    with _ONE_AT_A_TIME, _bench().database.work() as work:
        for lot, facts in _with_facts(_lots(files)):
            kinds = {one.kind for _, one in lot}
            file_of = {(one.kind, one.submitter, one.week): file for file, one in lot}
            wanted = [rule for rule in everything if kinds & set(rule.kinds)]
            if not wanted:
                continue
            # In a lot of many files each has one return.
            several = len({one for one, _ in lot}) == 1 and sum(1 for one in files[lot[0][0]] if one.held.num_rows) > 1
            with _laid_out(work, lot, facts, context) as without:
                lacking = without if several else without | {"several"}
                for rule in wanted:
                    for line in () if lacking & set(rule.needs) else work.table(rule.sql).to_pylist():
                        if line["kind"] in rule.kinds and rule.holds_in(line["week"]):
                            key = (line["kind"], line["submitter"], line["week"])
                            found[file_of[key]].setdefault(key, []).append(_finding(rule, _in_its_file(line), context))
    return [{key: tuple(findings) for key, findings in one.items()} for one in found]


def _lots(files: Sequence[Sequence[StagedReturn]]) -> Iterator[list[Placed]]:
    """Yield the returns with their files' places, in lots of about ``_LOT`` facts.

    Of a file with several returns those of one week stand in one lot: no rule looks from one week to another. Files with one return
    share a lot, where no two are from the same area and week: the rules tell files apart by that, and by row.
    """
    shared: list[Placed] = []
    for file, returns in enumerate(files):
        full = [(file, one) for one in returns if one.held.num_rows]
        if len(full) > 1:
            yield from _by_week(full)
            continue
        known = {(one.submitter, one.week) for _, one in shared}
        if shared and (_size(shared) >= _LOT or len(shared) >= _FILES or any((one.submitter, one.week) in known for _, one in full)):
            yield shared
            shared = []
        shared += full
    if shared:
        yield shared


def _with_facts(lots: Iterable[list[Placed]]) -> Iterator[tuple[list[Placed], pa.Table]]:
    """Yield lots with their facts as rules read them; those of the next are put together while this one is looked at."""
    with ThreadPoolExecutor(1) as maker:
        waiting: deque[tuple[list[Placed], Future[pa.Table]]] = deque()
        for lot in lots:
            waiting.append((lot, maker.submit(_facts_of, lot)))
            if len(waiting) > 1:
                now, facts = waiting.popleft()
                yield now, facts.result()
        for now, facts in waiting:
            yield now, facts.result()


def _facts_of(lot: Sequence[Placed]) -> pa.Table:
    """Return the facts of a lot without the cells' own text, in pieces, which several threads of the database read at once."""
    order = {file: number for number, file in enumerate(dict.fromkeys(file for file, _ in lot))}
    facts = compact(joined([_apart(one.held.select(_READ.names), order[file]) for file, one in lot]))
    return pa.Table.from_batches(facts.to_batches(max_chunksize=_PIECE), facts.schema)


def _by_week(full: list[Placed]) -> Iterator[list[Placed]]:
    lot: list[Placed] = []
    for _, week in groupby(sorted(full, key=lambda one: one[1].week or date.min), key=lambda one: one[1].week):
        lot += week
        if _size(lot) >= _LOT:
            yield lot
            lot = []
    if lot:
        yield lot


def _size(lot: list[Placed]) -> int:
    return sum(one.held.num_rows for _, one in lot)


def _apart(facts: pa.Table, file: int) -> pa.Table:
    """Return facts whose rows say the file too, so that the rows of two files are never taken for one."""
    if not file:
        return facts
    at = facts.schema.get_field_index("row")
    return facts.set_column(at, facts.schema.field(at), pc.add(facts["row"], pa.scalar(file * _ROWS, pa.int32())))


def _in_its_file(line: dict[str, Any]) -> dict[str, Any]:
    """Return what a rule found with the rows' numbers as they are in its file."""
    return {name: value % _ROWS if value and (name == "row" or name.endswith("_row")) else value for name, value in line.items()}


@contextmanager
def _laid_out(work: Work, lot: Sequence[Placed], facts: pa.Table, context: Context) -> Iterator[set[str]]:
    """Lay out what the rules read, for as long as the block lasts; it is told which tables have no rows."""
    returns = [one for _, one in lot]
    previous, history = _earlier(returns, context)
    kept = {
        "register": _register({one.week for one in returns if one.kind == "home" and one.week}, context),
        "pcns": _pcns(context.areas, frozenset(one.week for one in returns if one.kind in ("home", "area") and one.week)),
        "areas": _areas(context.areas),
        "settings": _settings(read_settings()),
        "questions": _questions(context),
    }
    for name, rows in kept.items():
        _bench().put(name, rows)
    with work.lent("facts", facts), work.lent("previous", previous), work.lent("history", history):
        yield {name for name, rows in {**kept, "previous": previous, "history": history}.items() if not rows.num_rows}


def _earlier(returns: Sequence[StagedReturn], context: Context) -> tuple[pa.Table, pa.Table]:
    """Return the facts of the week before, told as of the week that they are held against, and those of the weeks before, each with it."""
    previous: list[pa.Table] = []
    history: list[pa.Table] = []
    place = _READ.get_field_index("week")
    # Return by return, so that what both hold of it is read once.
    for one in returns:
        if one.kind not in ("home", "area") or not one.week:
            continue
        before = context.previous(one.kind, one.submitter, one.week)
        if before is not None and before.num_rows:
            previous.append(before.select(_READ.names).set_column(place, _READ.field("week"), _all(one.week, before)))
        earlier = context.history(one.kind, one.submitter, one.week)
        if earlier is not None and earlier.num_rows:
            history.append(earlier.select(_READ.names).append_column("against", _all(one.week, earlier)))
    return _as_one(previous, _READ), _as_one(history, _HISTORY)


def _as_one(tables: Sequence[pa.Table], schema: pa.Schema) -> pa.Table:
    """Return facts of several returns as one table: those of this batch each text once, those of the store as they were read."""
    alike = len({one.schema for one in tables}) == 1
    return compact(pa.concat_tables(tables if alike else [schema.empty_table(), *(one.cast(schema) for one in tables)]))


def _all(week: date, rows: pa.Table) -> pa.Array:
    """Return the week for each of some rows."""
    return pa.repeat(pa.scalar(week, pa.date32()), rows.num_rows)


def _settings(settings: Settings) -> pa.Table:
    return pa.table({"jump_times": pa.array([settings.jump_times], pa.int64())})


def _register(weeks: set[date], context: Context) -> pa.Table:
    homes = {week: context.register(week) for week in sorted(weeks)}
    tables = [_register_table(week, _Same(known)) for week, known in homes.items() if known is not None]
    return tables[0] if len(tables) == 1 else pa.concat_tables([_REGISTER.empty_table(), *tables])


class _Same:
    """A register that is known again by being the same object."""

    def __init__(self, homes: Mapping[str, str]) -> None:
        self.homes = homes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.homes is self.homes

    def __hash__(self) -> int:
        return id(self.homes)


@lru_cache(maxsize=8)
def _register_table(week: date, register: _Same) -> pa.Table:
    homes = register.homes
    columns = {"week": [week] * len(homes), "home_id": list(homes), "ccg_code": list(homes.values())}
    return pa.table(columns, schema=_REGISTER)


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


def _questions(context: Context) -> pa.Table:
    return pa.table([[getattr(one, name) for one in context.questions.values()] for name in QUESTIONS.names], schema=QUESTIONS)


@lru_cache(maxsize=8)
def _areas(areas: AreaList) -> pa.Table:
    """Return the codes of the list that are of no PCN."""
    return pa.table({"code": pa.array(sorted(one.code for one in areas.areas if one.level != "pcn"), pa.string())})


def _finding(rule: Rule, line: Mapping[str, Any], context: Context) -> Finding:
    cell, where = place(line["sheet"], line["row"] or 0, line["column"] or 0)
    words = {name: _words(name, line, where, context) for name in rule.words}
    value = _word(line["value"], "value", context)
    return Finding(
        rule.code, rule.severity, rule.wording.format_map(words), sheet=line["sheet"], cell=cell, field=line["field"], value=value
    )


def _words(name: str, line: Mapping[str, Any], where: str, context: Context) -> str:
    """Return what a word in braces of a rule's wording becomes."""
    if name in ("cell", "Cell"):
        return where if name == "cell" else where[:1].upper() + where[1:]
    if name == "question":
        return _wording(line["field"], context)
    if name.endswith("_question"):
        return _wording(str(line[name.removesuffix("question") + "field"]), context)
    return _word(line[name], name, context)


def _word(value: Any, name: str, context: Context) -> str:
    if value is None:
        return ""
    if name.endswith(("ccg", "area")) and (area := context.areas.get(str(value))):
        return area.label
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    return f"{value:,}" if isinstance(value, int) and name not in ("row", "column", "other_row") else shown(str(value))


def _wording(field: str, context: Context) -> str:
    return context.questions[field].wording if field in context.questions else field
