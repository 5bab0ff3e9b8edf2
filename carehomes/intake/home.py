"""Home returns: a row a care home."""

from __future__ import annotations

import re

from carehomes.intake.codes import HOME_ID
from carehomes.intake.context import Context
from carehomes.intake.gather import Gathering, Owned, owned_rows
from carehomes.intake.grid import Flags, Grid
from carehomes.intake.recognise import Table
from carehomes.intake.rows import is_total, owner_of, reader_of, says_nil, stage_empty, tell_columns, tell_left_out
from carehomes.intake.staging import Staging
from carehomes.intake.values import clean
from carehomes.ledger.model import Hints


def stage(table: Table, context: Context, hints: Hints, staging: Staging) -> None:
    """Stage the rows of a home return, each in the return of its CCG and week."""
    tell_columns(table, staging, context.questions)
    if "home_id" not in table.columns.fields:
        return
    grid = Grid(table)
    homes, unnamed, left_out = _sort_rows(grid, context)
    for row in grid.numbers(unnamed):
        message = "{Cell} has answers but no CQC location ID. Enter the ID of the home, or clear the row."
        staging.findings.add(
            "home_id_blank", "error", message, sheet=table.sheet.name, row=row, column=table.columns.of("home_id"), field="home_id"
        )
    if not homes.any():
        if not unnamed.any():
            stage_empty(table, context, hints, staging)
        return
    others = grid.numbers(left_out)
    tell_left_out(table, others, staging)
    above = range(1, table.header_row)
    owned = owned_rows(grid, homes, owner_of(table, above, context, hints, staging), staging)
    _stage_rows(grid, owned, context, staging)
    if says_nil(table.sheet, [*above, *others]):
        message = f"The file says 'nil return', but it holds {int(homes.sum())} homes; these were read. Check that it is the right file."
        staging.findings.add("nil_with_rows", "query", message, sheet=table.sheet.name)


def _sort_rows(grid: Grid, context: Context) -> tuple[Flags, Flags, Flags]:
    """Return the rows of homes, those with answers but no home, and those left out."""
    columns = grid.table.columns
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


def _stage_rows(grid: Grid, owned: Owned, context: Context, staging: Staging) -> None:
    columns = grid.table.columns
    gathering = Gathering(grid, owned.owners, [(whose, staging.pile(whose)) for whose in owned.whose])
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
