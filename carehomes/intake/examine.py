"""One file examined from its bytes to its staged returns: what it is, what it says, and everything found in it."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date

from carehomes.intake import alignment, area, code_list, home, la, register
from carehomes.intake.agree import hold_against, place_table, tell_version
from carehomes.intake.asking import asked_of, stranger, tell_asked
from carehomes.intake.batch import Batch
from carehomes.intake.boundaries import examine_boundaries, looks_like_boundaries
from carehomes.intake.cells import Sheet, shown
from carehomes.intake.check import Key, check_files
from carehomes.intake.code_list_check import hold
from carehomes.intake.context import Collector, Context
from carehomes.intake.memory import Memory
from carehomes.intake.read import read
from carehomes.intake.recognise import Layout, Table, layouts, recognise
from carehomes.intake.staging import Pile, Staging, Whose, in_order, staged
from carehomes.intake.strange import tell_strange
from carehomes.intake.unreadable import UnreadableError
from carehomes.ledger.model import AskedTable, Examined, Finding, Hints, StagedReturn

_NO_HINTS = Hints()
_NEEDS = ("submitter", "week", "which_submitter", "which_week", "effective")
#: Rows of files that are staged together: enough of them that each file costs little, few enough that reading goes on beside it.
_TOGETHER = 4_000
#: Bytes of files that are read ahead of being looked at.
_AHEAD = 4 << 20


@dataclass(frozen=True)
class _Opened:
    """A file whose tables and forms are known and not yet staged."""

    bare: Examined
    sheets: list[Sheet]
    tables: list[Table]
    forms: list[Sheet]
    staging: Staging = field(default_factory=Staging)

    @property
    def covers(self) -> list[Sheet]:
        """The sheets that hold neither a table nor a form."""
        used = {sheet.name for sheet in (*self.forms, *(table.sheet for table in self.tables))}
        return [sheet for sheet in self.sheets if not sheet.hidden and sheet.name not in used]


@dataclass(frozen=True)
class _Begun:
    """A file whose returns are staged and not yet checked; ``of_file`` are the findings that concern no single return."""

    bare: Examined
    piles: dict[Whose, Pile]
    staged: dict[Whose, StagedReturn]
    of_file: tuple[Finding, ...]


def examine(content: bytes, file_name: str, *, context: Context, hints: Hints = _NO_HINTS) -> Examined:
    """Return what the intake makes of a file. A bad file is told in findings, never raised.

    An error among the file's own findings means that nothing of the file can be accepted; ``returns`` is then empty.
    """
    return examine_many([(file_name, content)], context=context, hints=hints)[0]


def examine_many(
    files: Iterable[tuple[str, bytes]],
    *,
    context: Context,
    hints: Hints = _NO_HINTS,
    told: Callable[[str], object] | None = None,
    on_staged: Callable[[int, Sequence[StagedReturn]], object] | None = None,
) -> list[Examined]:
    """Return what the intake makes of each of several files, (name, bytes), read and checked as one batch.

    An earlier week of the same batch, unless something stops it, is what a later one is held against, as if it had been accepted
    before. ``told`` hears each file's name once it is read, ``on_staged`` a file's place and its returns, as they
    stand in what is returned, before they are checked.
    """
    begun = _begin_all(files, context, hints, told, on_staged or (lambda place, returns: None))
    done: dict[int, Examined] = {}
    batch = Batch(context)
    for wave in _waves(begun):
        found = iter(check_files([list(one.staged.values()) for _, one in wave], batch.context()))
        done |= {place: _conclude(one, next(found), context) for place, one in wave}
        batch.add(each for place, _ in wave for each in done[place].returns)
    return [done[place] if isinstance(one, _Begun) else one for place, one in enumerate(begun)]


def _waves(begun: Iterable[Examined | _Begun]) -> list[list[tuple[int, _Begun]]]:
    """Return the files with their places, those whose first week is the same together, the earliest first."""
    by_week: dict[date, list[tuple[int, _Begun]]] = {}
    for place, one in enumerate(begun):
        if isinstance(one, _Begun):
            first = min((whose.week for whose in one.staged if whose.week), default=date.min)
            by_week.setdefault(first, []).append((place, one))
    return [by_week[week] for week in sorted(by_week)]


def _begin_all(
    files: Iterable[tuple[str, bytes]],
    context: Context,
    hints: Hints,
    told: Callable[[str], object] | None,
    on_staged: Callable[[int, Sequence[StagedReturn]], object],
) -> list[Examined | _Begun]:
    known = layouts(context.questions)
    begun: dict[int, Examined | _Begun] = {}
    opened: dict[int, _Opened] = {}

    def stage() -> None:
        _stage_together(list(opened.values()), context, hints)
        for place, one in opened.items():
            begun[place] = found = _staged(one.bare, one.staging)
            on_staged(place, _in_order(found.staged.values()))
        opened.clear()

    for place, (name, content, sheets) in enumerate(_read_ahead(files)):
        one = _open(content, name, sheets, context, hints, known)
        if isinstance(one, _Opened):
            opened[place] = one
        else:
            begun[place] = one
        if told:
            told(name)
        if sum(len(table.sheet.rows) for each in opened.values() for table in each.tables) >= _TOGETHER:
            stage()
    stage()
    return [begun[place] for place in sorted(begun)]


def _read_ahead(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes, Future[list[Sheet]]]]:
    """Yield each file with what is read of it; while some are looked at, the process that reads workbooks has the next."""
    waiting: deque[tuple[str, bytes, Future[list[Sheet]]]] = deque()
    with ThreadPoolExecutor(1) as reader:
        for name, content in files:
            waiting.append((name, content, reader.submit(_sheets, content, name)))
            while len(waiting) > 1 and sum(len(one) for _, one, _ in waiting) > _AHEAD:
                yield waiting.popleft()
        while waiting:
            yield waiting.popleft()


def _sheets(content: bytes, file_name: str) -> list[Sheet]:
    return [] if looks_like_boundaries(content, file_name) else read(content)


def _open(
    content: bytes, file_name: str, read_sheets: Future[list[Sheet]], context: Context, hints: Hints, known: list[Layout]
) -> Examined | _Opened:
    bare = Examined(file_name, hashlib.sha256(content).hexdigest(), len(content), "")
    if looks_like_boundaries(content, file_name):
        return examine_boundaries(bare, content, context.areas)
    try:
        sheets = read_sheets.result()
    except UnreadableError as problem:
        return replace(bare, findings=(Finding(problem.code, "error", problem.sentence),))
    return _recognise(bare, sheets, context, hints, known)


def _recognise(bare: Examined, sheets: list[Sheet], context: Context, hints: Hints, known: list[Layout]) -> Examined | _Opened:
    visible = [sheet for sheet in sheets if not sheet.hidden]
    memory = Memory(context, hints, bare.file_name, visible)
    tables = {sheet.name: recognise(sheet, known, memory) for sheet in visible}
    forms = [sheet for sheet in visible if tables[sheet.name] is None and la.is_form(sheet)]
    kinds = [table.kind for table in tables.values() if table] + ["la"] * bool(forms)
    asked = _asked(visible, tables, forms, known, context, memory)
    if any(one.must for one in asked):
        return _held_for_mapping(bare, asked)
    if not kinds:
        return replace(bare, findings=(tell_strange(sheets, known, context.questions),))
    found = [table for table in tables.values() if table]
    return _Opened(replace(bare, kind=kinds[0], asked=asked), sheets, found, forms)


def _stage_together(opened: Sequence[_Opened], context: Context, hints: Hints) -> None:
    """Stage files: the home or area returns that stand alone in theirs and have the very same columns at once."""
    alike: dict[int, list[tuple[_Opened, Table]]] = {}
    for one in opened:
        placed = [place_table(table, one.covers, one.bare.file_name, context, hints) for table in one.tables]
        for table in placed:
            if len(placed) == 1 and table.kind in ("home", "area"):
                alike.setdefault(id(table.columns), []).append((one, table))
            else:
                _stage([(one, table)], context, hints)
    for batch in alike.values():
        _stage(batch, context, hints)
    for one in opened:
        for sheet in one.forms:
            la.stage(sheet, context, hints, one.staging)
        used = {sheet.name for sheet in one.forms} | {table.sheet.name for table in one.tables}
        _tell_sheets(one.sheets, used, one.staging.findings)


def _stage(batch: Sequence[tuple[_Opened, Table]], context: Context, hints: Hints) -> None:
    """Stage tables that have the very same columns; more than one only of home or area returns."""
    tables = [(table, one.staging) for one, table in batch]
    (first, table), *_ = batch
    if table.kind == "home":
        home.stage(tables, context, hints)
    elif table.kind == "area":
        area.stage(tables, context, hints)
    elif table.kind == "register":
        register.stage(table, first.bare.file_name, context, hints, first.staging)
    elif table.kind == "areas":
        code_list.stage(table, first.bare.file_name, context, hints, first.staging)
    else:
        alignment.stage(table, context, first.staging)
    for one, table in batch:
        tell_version(table, one.covers, context, one.staging)
        hold_against(table, one.covers, one.bare.file_name, context, hints, one.staging)
        _tell_mapping(table, one.staging.findings)


def _asked(
    visible: list[Sheet], tables: dict[str, Table | None], forms: list[Sheet], known: list[Layout], context: Context, memory: Memory
) -> tuple[AskedTable, ...]:
    """Return the columns of home and area returns whose headers no question has, also of tables that wait for a person."""
    by_kind = {layout.kind: layout for layout in known}
    found: list[AskedTable | None] = []
    for sheet in visible:
        table = tables[sheet.name]
        if table is not None and table.kind in ("home", "area"):
            found.append(asked_of(table, by_kind[table.kind], context, memory))
        elif table is None and sheet not in forms:
            strange = stranger(sheet, known, context, memory)
            found.append(strange[1] if strange else None)
    return tuple(one for one in found if one)


def _held_for_mapping(bare: Examined, asked: tuple[AskedTable, ...]) -> Examined:
    """Return a file that waits for a person to say what its columns mean; until then nothing else of it is judged."""
    findings = Collector()
    for one in asked:
        tell_asked(one, findings)
    return replace(bare, kind=asked[0].kind, findings=findings.findings(), needs=("mapping",), asked=asked)


def _tell_mapping(table: Table, findings: Collector) -> None:
    """Tell what was read as a person once confirmed, and what was left out so."""
    if table.confirmed is None:
        return
    since = table.confirmed.since
    told = [f"\"{shown(header)}\" as '{name}'" if name else f'"{shown(header)}" left out' for header, name in table.confirmed.columns]
    message = f"Read as was confirmed on {since.day} {since:%B %Y} (mapping {table.confirmed.number}): {', '.join(told)}."
    findings.add("mapping_used", "note", message, sheet=table.sheet.name, row=table.header_row)


def _staged(bare: Examined, staging: Staging) -> _Begun:
    """Return what was staged. What concerns the whole file is told beside the return, where it holds only one."""
    needs = tuple(name for name in _NEEDS if name in staging.needs)
    of_file = staging.findings.findings() + staging.placing.findings()
    if len(staging.piles) == 1 and not needs:
        pile = next(iter(staging.piles.values()))
        for one in of_file:
            if one.severity == "error" or one in staging.placing.findings():
                pile.findings.take(one)
        of_file = tuple(one for one in staging.findings.findings() if one.severity != "error")
    returns = {whose: staged(whose, pile, ()) for whose, pile in staging.piles.items()}
    return _Begun(replace(bare, needs=needs), staging.piles, returns, of_file)


def _conclude(begun: _Begun, found: dict[Key, tuple[Finding, ...]], context: Context) -> Examined:
    """Return a file with what the checks found. Errors that concern no single return stop the whole file."""
    if code_list.WHOSE in begun.staged:
        found["areas", "", None] = hold(begun.staged[code_list.WHOSE].facts, context.areas, context.returned())
    made = [staged(whose, pile, found.get((whose.kind, whose.submitter, whose.week), ())) for whose, pile in begun.piles.items()]
    returns = _in_order(made)
    of_file = begun.of_file
    if begun.bare.needs or any(one.severity == "error" for one in of_file):
        of_file += tuple(one for each in returns for one in each.findings)
        returns = ()
    return replace(begun.bare, returns=returns, findings=in_order(of_file))


def _in_order(returns: Iterable[StagedReturn]) -> tuple[StagedReturn, ...]:
    return tuple(sorted(returns, key=lambda one: (one.kind, one.week or date.min, one.submitter)))


def _tell_sheets(sheets: list[Sheet], used: set[str], findings: Collector) -> None:
    for sheet in sheets:
        if sheet.hidden:
            findings.add("sheet_hidden", "note", f"The sheet '{shown(sheet.name)}' is hidden and was not read.", sheet=sheet.name)
        elif sheet.name not in used and sheet.rows:
            findings.add("sheet_unread", "note", f"The sheet '{shown(sheet.name)}' holds no return and was not read.", sheet=sheet.name)
