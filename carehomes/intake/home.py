"""Home returns: a row a care home."""

from __future__ import annotations

import re
from collections.abc import Mapping

from carehomes.areas import Area
from carehomes.intake.codes import HOME_ID
from carehomes.intake.context import Context
from carehomes.intake.recognise import Table
from carehomes.intake.rows import (
    add_fact,
    cell_value,
    filled,
    is_header_again,
    is_total,
    owner_of,
    says_nil,
    stage_empty,
    tell,
    tell_columns,
    tell_left_out,
)
from carehomes.intake.staging import Pile, Staging, Whose
from carehomes.intake.values import clean
from carehomes.ledger.model import Hints


def stage(table: Table, context: Context, hints: Hints, staging: Staging) -> None:
    """Stage the rows of a home return, each in the return of its CCG and week."""
    tell_columns(table, staging, context.questions)
    if "home_id" not in table.columns.fields:
        return
    homes, unnamed, left_out = _sort_rows(table, context)
    for row in unnamed:
        message = "{Cell} has answers but no CQC location ID. Enter the ID of the home, or clear the row."
        staging.findings.add(
            "home_id_blank", "error", message, sheet=table.sheet.name, row=row, column=table.columns.of("home_id"), field="home_id"
        )
    if not homes:
        if not unnamed:
            stage_empty(table, context, hints, staging)
        return
    tell_left_out(table, left_out, staging)
    above = range(1, table.header_row)
    owner = owner_of(table, above, context, hints, staging)
    for row in homes:
        found = owner.of_row(row)
        if found:
            _stage_row(table, row, found[0], found[1], staging.pile(found[0]), context)
    if says_nil(table.sheet, [*above, *left_out]):
        message = f"The file says 'nil return', but it holds {len(homes)} homes; these were read. Check that it is the right file."
        staging.findings.add("nil_with_rows", "query", message, sheet=table.sheet.name)


def _sort_rows(table: Table, context: Context) -> tuple[list[int], list[int], list[int]]:
    """Return the rows of homes, those with answers but no home, and those left out."""
    homes: list[int] = []
    unnamed: list[int] = []
    left_out: list[int] = []
    id_column = table.columns.of("home_id")
    roles = {column: context.questions[target.field].role for column, target in table.columns.targets.items()}
    for row in range(table.header_row + 1, len(table.sheet.rows) + 1):
        said = filled(table.sheet, row)
        if not said:
            continue
        text = clean(table.sheet.cell(row, id_column))
        if is_header_again(table, row):
            left_out.append(row)
        elif id_column in said and not _is_note(text, len(said)):
            homes.append(row)
        elif id_column not in said and _answers(said, roles) >= 2 and not any(is_total(table.sheet.cell(row, one)) for one in said):
            unnamed.append(row)
        else:
            left_out.append(row)
    return homes, unnamed, left_out


def _answers(said: list[int], roles: Mapping[int, str]) -> int:
    return sum(1 for column in said if roles.get(column) == "answer")


def _is_note(text: str, said: int) -> bool:
    """Return whether what stands in the place of a home's ID is a note below the table, or the word for a sum."""
    if HOME_ID.fullmatch(text):
        return False
    return (
        is_total(text) or bool(re.match(r"nil[ -]+return\b", text, re.IGNORECASE)) or (said == 1 and " " in text and not text[0].isdigit())
    )


def _stage_row(table: Table, row: int, whose: Whose, area: Area, pile: Pile, context: Context) -> None:
    home_id = clean(table.sheet.cell(row, table.columns.of("home_id")))
    pile.rows += 1
    for column, target in table.columns.targets.items():
        value, remark = cell_value(table.sheet.cell(row, column), context.questions[target.field], area, whose.week)
        if remark:
            tell(pile, table, row, column, target.field, remark)
        if value:
            add_fact(pile, whose, table, row, column, target.field, value, home_id=home_id)
