"""Headers that no question has: what they may mean, by their words and by their values. A person says; nothing is taken silently."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from carehomes.intake.cells import Sheet, address, key, position, shown
from carehomes.intake.codes import HOME_ID
from carehomes.intake.context import Collector, Context
from carehomes.intake.heads import heads_columns
from carehomes.intake.mapping import Columns, Target, name_of
from carehomes.intake.memory import Memory
from carehomes.intake.recognise import LOOKED_AT, Layout, Table, headed
from carehomes.intake.similar import alike
from carehomes.intake.values import clean, parse_date, read_count, read_value, read_yes_no, says_nothing
from carehomes.ledger.model import AskedColumn, AskedTable

#: From which likeness, of 100, a file waits until a person has said what the column means.
ASKED = 80
#: Values of a column that are looked at, and those that are shown; the columns of a header of which likenesses are sought.
_LOOKED_AT, _SAMPLES, _COLUMNS = 50, 5, 200
#: Header columns that a table with homes' IDs must have at least to be taken for a return.
_FEWEST = 3
_PCN = re.compile(r"U[0-9]{5}")


@dataclass(frozen=True)
class Suggestion:
    """What a column may mean, and how likely that is, of 100."""

    target: Target
    score: int


def _values(sheet: Sheet, header_row: int, column: int) -> list[str]:
    rows = range(header_row + 1, min(len(sheet.rows), header_row + _LOOKED_AT) + 1)
    return [clean(text) for row in rows if not says_nothing(text := sheet.cell(row, column))]


def suggest(table: Table, layout: Layout, context: Context) -> dict[int, Suggestion]:
    """Return what the unknown columns of a table may mean: each column and each meaning once, the likeliest first.

    An optional question is read where its own name stands: no file waits because a header is like one.
    """
    wanted = {name: target for name, target in layout.names.items() if not context.questions[target.field].optional}
    taken = {*table.columns.targets.values(), *(target for target, _ in table.columns.twice)}
    found: list[tuple[int, int, Target]] = []
    for column in sorted([*table.columns.unknown, *table.columns.asked])[:_COLUMNS]:
        values = _values(table.sheet, table.header_row, column)
        likely = _by_values(values, context)
        # What its own name means was just ruled out by the headings above it.
        ruled_out = layout.names.get(key(table.columns.texts[column][-1])) if column in table.columns.asked else None
        if likely and likely in layout.names.values():
            found.append((100, column, likely))
            continue
        for target, score in alike(key(table.columns.headers[column]), wanted):
            if target not in taken and target != ruled_out and _fits(target, values, context):
                found.append((score, column, target))
    suggested: dict[int, Suggestion] = {}
    for score, column, target in sorted(found, key=lambda one: (-one[0], one[1], str(one[2]))):
        if column not in suggested and target not in taken:
            suggested[column] = Suggestion(target, score)
            taken.add(target)
    return suggested


def _by_values(values: list[str], context: Context) -> Target | None:
    """Return what the values of a column give away: IDs of homes, codes of PCNs or of CCGs."""
    if _mostly(bool(HOME_ID.fullmatch(one)) for one in values):
        return Target("home_id")
    if _mostly(bool(_PCN.fullmatch(one)) for one in values):
        return Target("pcn_code")
    areas = [context.areas.get(one) for one in values]
    return Target("ccg_code") if _mostly(area is not None and area.level == "ccg" for area in areas) else None


def _mostly(fits: Iterable[bool]) -> bool:
    answers = list(fits)
    return bool(answers) and 5 * sum(answers) >= 4 * len(answers)


def _fits(target: Target, values: list[str], context: Context) -> bool:
    """Return whether at least half of a column's values can be read as what it may mean."""
    question = context.questions[target.field]
    if not values:
        return True
    if target.field in ("home_id", "pcn_code", "ccg_code"):
        return False  # its values would have said so
    if target.part:
        fit = [not read_count(text).problem for text in values]
    elif question.id == "week_ending":
        fit = [parse_date(text) is not None for text in values]
    elif question.type == "text":
        fit = [bool(read_yes_no(text).problem and read_count(text).problem) for text in values]
    else:
        fit = [(value := read_value(text, question)) is None or not value.problem for text in values]
    return 2 * sum(fit) >= len(fit)


def asked_of(table: Table, layout: Layout, context: Context, memory: Memory) -> AskedTable | None:
    """Return the columns of a table of which a person may, or must, say what they mean; None where every header is known."""
    columns = table.columns
    unknown = sorted([*columns.unknown, *columns.asked])
    if not unknown:
        return None
    suggested = suggest(table, layout, context)
    submitters = memory.submitters(table.sheet, table.header_row, columns)
    return AskedTable(
        table.kind,
        table.sheet.name,
        submitters[0] if len(submitters) == 1 else "",
        columns.layout,
        tuple(sorted(name_of(target) for target in (*columns.targets.values(), *(target for target, _ in columns.twice)))),
        tuple(_asked(table, column, suggested.get(column), context) for column in unknown),
    )


def _asked(table: Table, column: int, suggested: Suggestion | None, context: Context) -> AskedColumn:
    samples = tuple(dict.fromkeys(shown(text) for text in _values(table.sheet, table.header_row, column)))[:_SAMPLES]
    likely = suggested is not None and suggested.score >= ASKED and context.questions[suggested.target.field].role != "comment"
    return AskedColumn(
        table.columns.headers[column],
        address(table.header_row, column),
        samples,
        name_of(suggested.target) if suggested else "",
        suggested.score if suggested else 0,
        likely or column in table.columns.asked,
    )


def stranger(sheet: Sheet, known: list[Layout], context: Context, memory: Memory) -> tuple[Table, AskedTable] | None:
    """Return the table of a sheet whose headers do not suffice but suggest a return: it waits for a person instead of being refused."""
    best: tuple[int, Table, AskedTable] | None = None
    layouts = [one for one in known if one.kind in _kinds_inside(sheet, context)]
    for number, row in enumerate(sheet.rows[:LOOKED_AT] if layouts else (), start=1):
        for layout in layouts if heads_columns(row) else ():
            table = headed(sheet, number, layout, memory)
            suggested = suggest(table, layout, context)
            full = {**table.columns.targets, **{column: one.target for column, one in suggested.items()}}
            asked = asked_of(table, layout, context, memory) if _could_be(layout, table, full) else None
            if asked and (best is None or len(full) > best[0]):
                best = (len(full), table, _waiting(asked))
    return best[1:] if best else None


def _kinds_inside(sheet: Sheet, context: Context) -> set[str]:
    """Return the kinds of return that a sheet can be: one of homes has their IDs, one of areas has codes of PCNs or CCGs."""
    texts = {clean(text) for row in sheet.rows[: LOOKED_AT + _LOOKED_AT] for text in row}
    if any(HOME_ID.fullmatch(text) for text in texts):
        return {"home"}
    ccgs = {one.code for one in context.areas.of_level("ccg")}
    return {"area"} if any(_PCN.fullmatch(text) or text.upper() in ccgs for text in texts) else set()


def _could_be(layout: Layout, table: Table, full: dict[int, Target]) -> bool:
    fields = {target.field for target in full.values()}
    if layout.kind == "home":
        return "home_id" in fields and len(table.columns.headers) >= _FEWEST
    return layout.fits(Columns(full, table.columns.headers)) and bool(fields & {"pcn_code", "ccg_code"})


def _waiting(asked: AskedTable) -> AskedTable:
    """Return what is asked with every column that has a suggestion a must: without them there is no return."""
    return replace(asked, columns=tuple(replace(one, must=one.must or bool(one.suggestion)) for one in asked.columns))


def tell_asked(asked: AskedTable, findings: Collector) -> None:
    """Tell which columns a person must say something about, and how."""
    for one in (one for one in asked.columns if one.must):
        likely = f"It may be '{one.suggestion}' ({one.score} of 100). " if one.suggestion else ""
        message = (
            f'no question has the name "{shown(one.header)}". {likely}Say which question it is, or that it is left out, on the Returns '
            f'page or with --map "{shown(one.header)}={one.suggestion or "QUESTION"}" (nothing after the = leaves it out).'
        )
        row, column = position(one.cell)
        findings.add("column_asked", "note", f"{{Cell}}: {message}", sheet=asked.sheet, row=row, column=column)
    others = [one for one in asked.columns if not one.must]
    if others:
        names = ", ".join(f'"{shown(one.header)}"' for one in others)
        message = f"{{Cell}}: no question has these names either, and they are left out unless it is said what they mean: {names}."
        row, column = position(others[0].cell)
        findings.add("column_unknown", "note", message, sheet=asked.sheet, row=row, column=column)
