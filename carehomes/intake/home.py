"""Home returns: a row a care home."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from carehomes.intake.codes import HOME_ID
from carehomes.intake.context import Context
from carehomes.intake.gather import Gathering, Owned, owned_tables
from carehomes.intake.grid import Flags, Grid
from carehomes.intake.owner import Owner
from carehomes.intake.recognise import Table
from carehomes.intake.rows import is_total, owner_of, reader_of, stage_empty, tell_columns, tell_left_out, tell_nil
from carehomes.intake.staging import Pile, Staging
from carehomes.intake.values import clean
from carehomes.ledger.model import Hints


def stage(batch: Sequence[tuple[Table, Staging]], context: Context, hints: Hints) -> None:
    """Stage the rows of home returns that have the very same columns, each in the return of its CCG and week."""
    for table, staging in batch:
        tell_columns(table, staging, context.questions)
    grid = Grid(*(table for table, _ in batch))
    if "home_id" not in grid.mapped.fields:
        return
    homes, unnamed, left_out = _sort_rows(grid, context)
    owners: dict[int, tuple[Owner, Staging]] = {}
    for place, (table, staging) in enumerate(batch):
        here = grid.rows_of(place)
        _tell_unnamed(table, grid.numbers(unnamed, place), staging)
        if homes[here].any():
            above, others = range(1, table.header_row), grid.numbers(left_out, place)
            tell_left_out(table, others, staging)
            tell_nil(table, [*above, *others], int(homes[here].sum()), staging)
            owners[place] = owner_of(table, above, context, hints, staging), staging
        elif not unnamed[here].any():
            stage_empty(table, context, hints, staging)
    _stage_rows(grid, *owned_tables(grid, homes, owners), context)


def _tell_unnamed(table: Table, rows: Iterable[int], staging: Staging) -> None:
    message = "{Cell} has answers but no CQC location ID. Enter the ID of the home, or clear the row."
    column = table.columns.of("home_id")
    for row in rows:
        staging.findings.add("home_id_blank", "error", message, sheet=table.sheet.name, row=row, column=column, field="home_id")


def _sort_rows(grid: Grid, context: Context) -> tuple[Flags, Flags, Flags]:
    """Return the rows of homes, those with answers but no home, and those left out."""
    columns = grid.mapped
    column = columns.of("home_id")
    ids = grid.texts(column)
    named = grid.says(column)
    note = ids.where(lambda text: _is_note(clean(text))) | (ids.where(lambda text: _is_remark(clean(text))) & (grid.said == 1))
    homes = named & ~note & ~grid.header_again
    answers = grid.count(one for one, target in columns.targets.items() if context.questions[target.field].role == "answer")
    unnamed = ~named & (answers >= 2) & ~grid.header_again
    unnamed &= ~grid.any_says(is_total, unnamed)
    return homes, unnamed, (grid.said > 0) & ~homes & ~unnamed


def _is_note(text: str) -> bool:
    """Return whether what stands in the place of a home's ID is the word for a sum or for a nil return."""
    return not HOME_ID.fullmatch(text) and (is_total(text) or bool(re.match(r"nil[ -]+return\b", text, re.IGNORECASE)))


def _is_remark(text: str) -> bool:
    """Return whether what stands in the place of a home's ID, with nothing beside it, is a note below the table."""
    return not HOME_ID.fullmatch(text) and " " in text and not text[0].isdigit()


def _stage_rows(grid: Grid, owned: Owned, piles: Sequence[Pile], context: Context) -> None:
    columns = grid.mapped
    gathering = Gathering(grid, owned.owners, list(zip(owned.whose, piles, strict=True)))
    gathering.about(homes=gathering.places(columns.of("home_id"), clean))
    for column, target in columns.targets.items():
        question = context.questions[target.field]
        if target.field == "ccg_code":
            gathering.say(column, target.field, grid.says(column), [area.code for area in owned.areas])
        elif target.field == "week_ending":
            gathering.say(column, target.field, grid.says(column), [whose.week.isoformat() for whose in owned.whose if whose.week])
        else:
            gathering.read(column, target.field, reader_of(question), only=gathering.asked(column, question))
    gathering.finish()
