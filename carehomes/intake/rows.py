"""What home and area returns share: leaving out notes and totals, nil returns, cells to facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache, partial

from carehomes.catalogue import Question
from carehomes.intake.cells import Sheet, column_letters, key, row_ranges, shown
from carehomes.intake.codes import Remark, find_pcn, home_id_problem
from carehomes.intake.context import Context
from carehomes.intake.grid import Grid
from carehomes.intake.mapping import Columns
from carehomes.intake.owner import Owner
from carehomes.intake.recognise import Table
from carehomes.intake.staging import Pile, Staging, Whose
from carehomes.intake.titles import read_titles
from carehomes.intake.values import Value, clean, read_value, says_not_applicable, says_nothing
from carehomes.ledger.model import Hints

_TOTALS = re.compile(r"((grand|sub|ccg|pcn|overall|sheet|page) ?)?totals?( (for|of|across|all)\b.*)?|sum|average|overall")
#: Texts of which a question's reader keeps what they say.
_KEPT = 4_096
#: Headers that stand twice from which on they are taken for a table beside another.
_WHOLE = 3
_NIL = re.compile(r"\bnil[ -]+return\b", re.IGNORECASE)


def is_total(text: str) -> bool:
    """Return whether a cell's text names a row of sums."""
    return bool(_TOTALS.fullmatch(key(text)))


def filled(sheet: Sheet, row: int) -> list[int]:
    """Return the columns of a row whose cells say something."""
    return [column for column, text in enumerate(sheet.rows[row - 1], start=1) if not says_nothing(text)]


def is_header_again(table: Table, row: int) -> bool:
    """Return whether a row repeats the header, as printed pages do."""
    said = filled(table.sheet, row)
    return len(said) >= 2 and all(table.columns.heads(column, table.sheet.cell(row, column)) for column in said)


def _tell_twice(table: Table, staging: Staging, questions: Mapping[str, Question]) -> None:
    """Refuse two columns for one thing; of headers that stand again as a whole that is told once."""
    head, twice = table.columns.headers, table.columns.twice
    if len(twice) >= _WHOLE and max(columns[0] for _, columns in twice) < (start := min(columns[1] for _, columns in twice)):
        first, last = (column_letters(edge(columns[0] for _, columns in twice)) for edge in (min, max))
        message = (
            f"{{Cell}}: from here on stand the headers of columns {first} to {last} again, as where two tables stand side by side. "
            "Put one below the other, or on a sheet of its own, and upload the file again."
        )
        staging.findings.add("column_twice", "error", message, sheet=table.sheet.name, row=table.header_row, column=start)
        return
    for target, columns in twice:
        names = " and ".join(f'"{shown(head[column])}"' for column in columns[:2])
        wording = questions[target.field].wording if target.field in questions else target.field
        message = f"{{Cell}}: two columns, {names}, are both read as '{wording}'. Rename or remove one of them."
        staging.findings.add(
            "column_twice", "error", message, sheet=table.sheet.name, row=table.header_row, column=columns[1], field=target.field
        )


def tell_columns(table: Table, staging: Staging, questions: Mapping[str, Question]) -> None:
    """Tell which columns were not read, and refuse two columns for one thing."""
    head = table.columns.headers
    _tell_twice(table, staging, questions)
    unknown = table.columns.unknown
    if unknown:
        names = ", ".join(f'"{shown(head[column])}"' for column in unknown)
        message = f"{{Cell}}: not read, because no question has that name: {names}."
        staging.findings.add("column_unknown", "note", message, sheet=table.sheet.name, row=table.header_row, column=unknown[0])
    _tell_nameless(table, staging)


def _tell_nameless(table: Table, staging: Staging) -> None:
    grid = Grid(table)
    for column in grid.columns:
        if column in table.columns.headers or not grid.says(column).any():
            continue
        row = grid.numbers(grid.says(column))[0]
        message = "{Cell}: its column has no header and was not read."
        staging.findings.add("column_nameless", "note", message, sheet=table.sheet.name, row=row, column=column)


def owner_of(table: Table, outside: Iterable[int], context: Context, hints: Hints, staging: Staging) -> Owner:
    """Return who answers for the rows of a table, the rows in ``outside`` being its title block."""
    titles = read_titles(table.sheet, outside, context.areas, context.questions)
    return Owner(table, titles.or_else(table.elsewhere), context, hints, staging)


def tell_left_out(table: Table, rows: list[int], staging: Staging) -> None:
    """Tell which rows below the header were left out."""
    if rows:
        verb = "holds" if len(rows) == 1 else "hold"
        what = "no home" if table.kind == "home" else "no area"
        was = "was" if len(rows) == 1 else "were"
        where = row_ranges(rows)
        message = f"{where[:1].upper() + where[1:]} {verb} {what} and {was} left out, as a note or a sum."
        staging.findings.add("row_left_out", "note", message, sheet=table.sheet.name, row=rows[0])


def says_nil(sheet: Sheet, rows: Iterable[int]) -> bool:
    """Return whether a cell of ``rows`` says that this is a nil return."""
    return any(_NIL.search(text) for row in rows for text in sheet.rows[row - 1])


def tell_nil(table: Table, rows: Iterable[int], count: int, staging: Staging) -> None:
    """Tell that a table with ``count`` homes or areas says, in one of the other ``rows``, that it is a nil return."""
    if says_nil(table.sheet, rows):
        things = "homes" if table.kind == "home" else "areas"
        message = f"The file says 'nil return', but it holds {count} {things}; these were read. Check that it is the right file."
        staging.findings.add("nil_with_rows", "query", message, sheet=table.sheet.name)


def stage_empty(table: Table, context: Context, hints: Hints, staging: Staging) -> None:
    """Stage a table without rows: a nil return where it says so in words, else an error."""
    everywhere = range(1, len(table.sheet.rows) + 1)
    if not says_nil(table.sheet, everywhere):
        thing = "care home" if table.kind == "home" else "area"
        message = (
            f"{{Cell}} is the header, but there is no {thing} below it. "
            "Add the rows; where there is nothing to report, write 'nil return' in a cell."
        )
        staging.findings.add("no_rows", "error", message, sheet=table.sheet.name, row=table.header_row)
        return
    below = [row for row in everywhere if row > table.header_row]
    outside = [row for row in everywhere if row != table.header_row]
    said = next((row for row in below if _says_owner(table, row)), 0)
    bare = table if said else replace(table, columns=_without_owner(table))
    found = owner_of(bare, outside, context, hints, staging).of_row(said or table.header_row)
    if found:
        staging.pile(found[0]).nil = True


def _says_owner(table: Table, row: int) -> bool:
    """Return whether a row without a home or area says whose it is."""
    texts = [table.sheet.cell(row, table.columns.of(name)) for name in ("ccg_code", "week_ending")]
    return any(not says_nothing(text) and not _NIL.search(text) for text in texts)


def _without_owner(table: Table) -> Columns:
    kept = {
        column: target for column, target in table.columns.targets.items() if target.field not in ("ccg_code", "ccg_name", "week_ending")
    }
    return Columns(kept, table.columns.headers)


def cell_value(text: str, question: Question) -> tuple[Value | None, Remark | None]:
    """Return what a cell of a row says (None: nothing that counts), and what to say about it."""
    if says_nothing(text):
        return None, None
    if question.id == "home_id":
        problem = home_id_problem(text)
        return (None, Remark("home_id_malformed", "error", problem)) if problem else (Value(answer=clean(text)), None)
    if question.id == "pcn_code" and not says_not_applicable(text):
        code, remark = find_pcn(text)
        return (Value(answer=code) if code else None), remark
    value = read_value(text, question)
    if value is not None and value.problem:
        return None, value_remark(value, question.wording, text)
    return value, None


@lru_cache(maxsize=256)
def reader_of(question: Question) -> Callable[[str], tuple[Value | None, Remark | None]]:
    """Return ``cell_value`` for one question: what a text says is asked once for the many files in which it stands."""
    return lru_cache(maxsize=_KEPT)(partial(cell_value, question=question))


def not_asked(question: Question) -> Remark:
    """Return what to say of an answer to a question that its week does not ask."""
    since, until = question.since, question.until
    when = f"from the week ending {since.day} {since:%B %Y}" + (f" to the week ending {until.day} {until:%B %Y}" if until else "")
    message = f"{{Cell}}: '{question.wording}' is asked {when}, not in this week. What is said to it was left out; nothing has to be done."
    return Remark("not_asked", "note", message)


def value_remark(value: Value, wording: str, text: str) -> Remark:
    """Return what to say about a cell that cannot be counted."""
    return Remark(value.problem, "error", f"{{Cell}}, '{wording}', says \"{shown(text)}\". {value.advice}")


def tell(pile: Pile, table: Table, row: int, column: int, name: str, remark: Remark, *, once: str | None = None) -> None:
    """Add a remark about a cell to the findings of its return; one with ``once``, or about a PCN's code, is told once."""
    text = table.sheet.cell(row, column)
    once = clean(text) if name == "pcn_code" else once
    pile.findings.add(
        remark.code,
        remark.severity,
        remark.message,
        sheet=table.sheet.name,
        row=row,
        column=column,
        field=name,
        value=shown(text),
        once=once,
    )


def add_fact(
    pile: Pile,
    whose: Whose,
    table: Table,
    row: int,
    column: int,
    name: str,
    value: Value,
    *,
    part: str = "",
    home_id: str = "",
    pcn_code: str = "",
) -> None:
    """Add the fact of one cell."""
    text = table.sheet.cell(row, column)
    pile.facts.add(
        whose,
        sheet=table.sheet.name,
        row=row,
        column=column,
        field=name,
        text=text,
        value=value,
        part=part,
        home_id=home_id,
        pcn_code=pcn_code,
    )
