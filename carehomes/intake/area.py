"""Area returns: a row a PCN or the CCG itself, with counts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from carehomes.intake.codes import Remark, find_pcn
from carehomes.intake.context import Context
from carehomes.intake.gather import Gathering, Owned, owned_tables
from carehomes.intake.grid import Flags, Grid
from carehomes.intake.mapping import Target
from carehomes.intake.owner import Owner
from carehomes.intake.recognise import Table
from carehomes.intake.rows import (
    cell_value,
    is_total,
    owner_of,
    stage_empty,
    tell_columns,
    tell_left_out,
    tell_nil,
    value_remark,
)
from carehomes.intake.staging import Pile, Staging
from carehomes.intake.values import NOT_APPLICABLE, Value, clean, read_count, says_not_applicable, says_nothing
from carehomes.ledger.model import Hints


def stage(batch: Sequence[tuple[Table, Staging]], context: Context, hints: Hints) -> None:
    """Stage the rows of area returns that have the very same columns, each in the return of its CCG and week."""
    for table, staging in batch:
        tell_columns(table, staging, context.questions)
    grid = Grid(*(table for table, _ in batch))
    rows = _rows(grid)
    left_out = (grid.said > 0) & ~rows
    owners: dict[int, tuple[Owner, Staging]] = {}
    for place, (table, staging) in enumerate(batch):
        here = grid.rows_of(place)
        if rows[here].any():
            above, others = range(1, table.header_row), grid.numbers(left_out, place)
            tell_left_out(table, others, staging)
            tell_nil(table, [*above, *others], int(rows[here].sum()), staging)
            owners[place] = owner_of(table, above, context, hints, staging), staging
        else:
            stage_empty(table, context, hints, staging)
    _stage_rows(grid, *owned_tables(grid, rows, owners), context)


def _rows(grid: Grid) -> Flags:
    """Return the rows of areas: not those that are a note, a sum, the header again or hold nothing of an area."""
    columns = grid.mapped
    pcn = columns.of("pcn_code")
    rows = (grid.count(columns.targets) > 0) & ~grid.header_again
    alone = rows & (grid.said == 1)
    coded = grid.says(pcn) & grid.texts(pcn).where(lambda text: bool(find_pcn(text)[0]))
    rows &= ~alone | coded | grid.any_says(lambda text: text.strip().isdigit(), alone)
    owned = grid.count(one for one, target in columns.targets.items() if target.field in ("ccg_code", "week_ending")) > 0
    sums = grid.any_says(is_total, rows & ~alone & ~owned)
    if not columns.of("ccg_code"):
        sums &= grid.says(pcn) & grid.texts(pcn).where(is_total)
    return rows & ~sums


def _stage_rows(grid: Grid, owned: Owned, piles: Sequence[Pile], context: Context) -> None:
    columns = grid.mapped
    gathering = Gathering(grid, owned.owners, list(zip(owned.whose, piles, strict=True)))
    gathering.about(pcns=gathering.places(columns.of("pcn_code"), _pcn_of))
    codes = [area.code for area in owned.areas]
    marked = ~gathering.owned
    for column, target in columns.targets.items():
        if target.field == "ccg_code" and not target.part:
            gathering.say(column, target.field, grid.says(column), codes)
            marked |= grid.says(column)
        elif target.field == "week_ending" and not target.part:
            gathering.say(column, target.field, grid.says(column), [whose.week.isoformat() for whose in owned.whose if whose.week])
            marked |= grid.says(column)
        elif target.field == "pcn_code":
            marked |= gathering.read(column, target.field, partial(_value, target=target, context=context), without=NOT_APPLICABLE)
        else:
            asked = gathering.asked(column, context.questions[target.field])
            gathering.read(column, target.field, partial(_value, target=target, context=context), part=target.part, only=asked)
    gathering.say(columns.of("pcn_code") or 1, "ccg_code", ~marked, codes)
    gathering.finish()


def _pcn_of(text: str) -> str:
    """Return the PCN that a row is about by its cell; '' is the CCG itself."""
    return "" if says_nothing(text) or says_not_applicable(text) else find_pcn(text)[0] or clean(text).upper()


def _value(text: str, target: Target, context: Context) -> tuple[Value | None, Remark | None]:
    question = context.questions[target.field]
    if not target.part:
        return cell_value(text, question)
    if says_nothing(text):
        return None, None
    if says_not_applicable(text):
        return Value(answer=NOT_APPLICABLE), None
    value = read_count(text)
    if value.problem:
        return None, value_remark(value, f"{question.wording} - {target.part}", text)
    return value, None
