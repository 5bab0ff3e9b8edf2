"""Alignments: which PCN a home is aligned to, from when to when."""

from __future__ import annotations

from carehomes.intake.codes import Remark, find_pcn, home_id_problem
from carehomes.intake.context import Context
from carehomes.intake.recognise import Table
from carehomes.intake.rows import add_fact, filled, is_header_again, tell, tell_columns, tell_left_out, value_remark
from carehomes.intake.staging import Pile, Staging, Whose
from carehomes.intake.values import Value, clean, read_date, says_not_applicable, says_nothing

_WHOSE = Whose("alignment", "", None)
_REQUIRED = {"home_id": "CQC location ID", "pcn_code": "PCN code"}


def stage(table: Table, context: Context, staging: Staging) -> None:
    """Stage the rows of an alignment file."""
    tell_columns(table, staging, context.questions)
    if not {"home_id", "pcn_code"} <= table.columns.fields:
        return
    pile = staging.pile(_WHOSE)
    left_out: list[int] = []
    for row in range(table.header_row + 1, len(table.sheet.rows) + 1):
        said = filled(table.sheet, row)
        if not said:
            continue
        if len(said) == 1 or is_header_again(table, row):
            left_out.append(row)
            continue
        _stage_row(table, row, pile)
    tell_left_out(table, left_out, staging)
    if not pile.rows:
        message = "This alignment file holds no rows. Add a row for each home, with its CQC location ID and the PCN's code."
        staging.findings.add("no_rows", "error", message, sheet=table.sheet.name, row=table.header_row)


def _stage_row(table: Table, row: int, pile: Pile) -> None:
    home_id = clean(table.sheet.cell(row, table.columns.of("home_id")))
    pile.rows += 1
    for name, wording in _REQUIRED.items():
        if says_nothing(table.sheet.cell(row, table.columns.of(name))):
            message = f"{{Cell}}, '{wording}', is blank. Every row of an alignment file names a home and a PCN."
            tell(pile, table, row, table.columns.of(name), name, Remark(f"{name}_blank", "error", message))
    for column, target in table.columns.targets.items():
        text = table.sheet.cell(row, column)
        if says_nothing(text):
            continue
        value, remark = _value(text, target.field)
        if remark:
            tell(pile, table, row, column, target.field, remark)
        if value:
            add_fact(pile, _WHOSE, table, row, column, target.field, value, home_id=home_id)


def _value(text: str, name: str) -> tuple[Value | None, Remark | None]:
    if name == "home_id":
        problem = home_id_problem(text)
        return (None, Remark("home_id_malformed", "error", problem)) if problem else (Value(answer=clean(text)), None)
    if name == "pcn_code":
        code, remark = find_pcn(text)
        return (Value(answer=code) if code else None), remark
    if says_not_applicable(text):
        return None, None
    value = read_date(text)
    return (None, value_remark(value, name, text)) if value.problem else (value, None)
