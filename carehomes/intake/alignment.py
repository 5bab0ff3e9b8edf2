"""Alignments: which PCN a home is aligned to, from when to when."""

from __future__ import annotations

from functools import partial

import numpy as np

from carehomes.intake.codes import Remark, find_pcn, home_id_problem
from carehomes.intake.context import Context
from carehomes.intake.gather import Gathering
from carehomes.intake.grid import Grid
from carehomes.intake.recognise import Table
from carehomes.intake.rows import tell_columns, tell_left_out, value_remark
from carehomes.intake.staging import Staging, Whose
from carehomes.intake.values import Value, clean, read_date, says_not_applicable, says_nothing

_WHOSE = Whose("alignment", "", None)
_REQUIRED = {"home_id": "CQC location ID", "pcn_code": "PCN code"}


def stage(table: Table, context: Context, staging: Staging) -> None:
    """Stage the rows of an alignment file."""
    tell_columns(table, staging, context.questions)
    if not {"home_id", "pcn_code"} <= table.columns.fields:
        return
    pile = staging.pile(_WHOSE)
    grid = Grid(table)
    rows = (grid.said >= 2) & ~grid.header_again
    _stage_rows(Gathering(grid, np.where(rows, 0, -1).astype(np.int32), [(_WHOSE, pile)]))
    tell_left_out(table, grid.numbers((grid.said > 0) & ~rows), staging)
    if not pile.rows:
        message = "This alignment file holds no rows. Add a row for each home, with its CQC location ID and the PCN's code."
        staging.findings.add("no_rows", "error", message, sheet=table.sheet.name, row=table.header_row)


def _stage_rows(gathering: Gathering) -> None:
    columns = gathering.grid.mapped
    gathering.about(homes=gathering.places(columns.of("home_id"), clean))
    for name, wording in _REQUIRED.items():
        message = f"{{Cell}}, '{wording}', is blank. Every row of an alignment file names a home and a PCN."
        column = columns.of(name)
        gathering.tell_where(~gathering.grid.says(column), column, name, Remark(f"{name}_blank", "error", message))
    for column, target in columns.targets.items():
        gathering.read(column, target.field, partial(_value, name=target.field))
    gathering.finish()


def _value(text: str, name: str) -> tuple[Value | None, Remark | None]:
    if says_nothing(text):
        return None, None
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
