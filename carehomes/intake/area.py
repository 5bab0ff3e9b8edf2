"""Area returns: a row a PCN or the CCG itself, with counts."""

from __future__ import annotations

from carehomes.areas import Area
from carehomes.catalogue import Question
from carehomes.intake.codes import Remark, find_pcn
from carehomes.intake.context import Context
from carehomes.intake.mapping import Target
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
    value_remark,
)
from carehomes.intake.staging import Pile, Staging, Whose
from carehomes.intake.values import NOT_APPLICABLE, Value, clean, read_count, says_not_applicable, says_nothing
from carehomes.ledger.model import Hints


def stage(table: Table, context: Context, hints: Hints, staging: Staging) -> None:
    """Stage the rows of an area return, each in the return of its CCG and week."""
    tell_columns(table, staging, context.questions)
    rows, left_out = _sort_rows(table)
    if not rows:
        stage_empty(table, context, hints, staging)
        return
    tell_left_out(table, left_out, staging)
    above = range(1, table.header_row)
    owner = owner_of(table, above, context, hints, staging)
    for row in rows:
        found = owner.of_row(row)
        if found:
            _stage_row(table, row, found[0], found[1], staging.pile(found[0]), context)
    if says_nil(table.sheet, [*above, *left_out]):
        message = f"The file says 'nil return', but it holds {len(rows)} areas; these were read. Check that it is the right file."
        staging.findings.add("nil_with_rows", "query", message, sheet=table.sheet.name)


def _sort_rows(table: Table) -> tuple[list[int], list[int]]:
    rows: list[int] = []
    left_out: list[int] = []
    for row in range(table.header_row + 1, len(table.sheet.rows) + 1):
        said = filled(table.sheet, row)
        if said:
            (left_out if _is_left_out(table, row, said) else rows).append(row)
    return rows, left_out


def _is_left_out(table: Table, row: int, said: list[int]) -> bool:
    """Return whether a row is a note, a sum, the header again or holds nothing of an area."""
    targets = table.columns.targets
    known = [column for column in said if column in targets]
    if not known or is_header_again(table, row):
        return True
    pcn = table.columns.of("pcn_code")
    owned = any(targets[column].field in ("ccg_code", "week_ending") for column in known)
    if len(said) == 1:
        return not (said[0] == pcn and find_pcn(table.sheet.cell(row, pcn))[0]) and not table.sheet.cell(row, said[0]).strip().isdigit()
    if not owned and any(is_total(table.sheet.cell(row, column)) for column in said):
        return bool(pcn in said and is_total(table.sheet.cell(row, pcn))) or bool(table.columns.of("ccg_code"))
    return False


def _stage_row(table: Table, row: int, whose: Whose, area: Area, pile: Pile, context: Context) -> None:
    pcn_code = _pcn_of(table, row)
    pile.rows += 1
    marked = False
    for column, target in table.columns.targets.items():
        text = table.sheet.cell(row, column)
        value, remark = _value(text, target, context.questions[target.field], area, whose)
        if remark:
            tell(pile, table, row, column, target.field, remark)
        if value and not (target.field == "pcn_code" and value.answer == NOT_APPLICABLE):
            marked = marked or target.field in ("ccg_code", "week_ending", "pcn_code")
            add_fact(pile, whose, table, row, column, target.field, value, part=target.part, pcn_code=pcn_code)
    if not marked:
        column = table.columns.of("pcn_code") or 1
        add_fact(pile, whose, table, row, column, "ccg_code", Value(answer=area.code), pcn_code=pcn_code)


def _pcn_of(table: Table, row: int) -> str:
    """Return the PCN that a row is about; '' is the CCG itself."""
    column = table.columns.of("pcn_code")
    text = table.sheet.cell(row, column) if column else ""
    return "" if says_nothing(text) or says_not_applicable(text) else find_pcn(text)[0] or clean(text).upper()


def _value(text: str, target: Target, question: Question, area: Area, whose: Whose) -> tuple[Value | None, Remark | None]:
    if not target.part:
        return cell_value(text, question, area, whose.week)
    if says_nothing(text):
        return None, None
    if says_not_applicable(text):
        return Value(answer=NOT_APPLICABLE), None
    value = read_count(text)
    if value.problem:
        return None, value_remark(value, f"{question.wording} - {target.part}", text)
    return value, None
