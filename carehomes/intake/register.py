"""Registers: the CQC care directory, a row a location."""

from __future__ import annotations

from datetime import date
from functools import partial

import numpy as np

from carehomes.areas import AreaList
from carehomes.intake.cells import Sheet, shown
from carehomes.intake.codes import Remark, find_ccg, home_id_problem
from carehomes.intake.context import Context
from carehomes.intake.gather import Gathering
from carehomes.intake.grid import Flags, Grid
from carehomes.intake.recognise import Table
from carehomes.intake.rows import tell_columns, value_remark
from carehomes.intake.staging import Staging, Whose
from carehomes.intake.values import Value, clean, find_dates, find_month, read_count, read_date, says_not_applicable, says_nothing
from carehomes.ledger.model import Hints

_WORDING = {
    "location_id": "Location ID",
    "start_date": "Location HSCA start date",
    "end_date": "Location HSCA end date",
    "beds": "Care homes beds",
}

#: What is said of a home without the CCG in which it stands: in none it would be lost.
_STANDS_IN = Remark(
    "ccg_of_commissioner",
    "note",
    "{Cell}: the CCG in which the home stands is not known, so it is counted in the CCG that commissions. Check the register.",
)
_NO_CCG = Remark(
    "ccg_blank",
    "query",
    "{Cell}: the home has no CCG that is known, so it is counted nowhere. Enter the code of the CCG in which it stands.",
)


def effective_date(table: Table, file_name: str, hints: Hints) -> date | None:
    """Return the day from which a register counts: as said, else from the file's name or its title; None where they say nothing."""
    if hints.effective is not None:
        return hints.effective
    for text in (file_name, *_titles(table.sheet, table.header_row)):
        days = find_dates(text)
        if len(days) == 1:
            return days[0]
        if not days and (month := find_month(text)):
            return month
    return None


def _titles(sheet: Sheet, header_row: int) -> list[str]:
    above = [text for row in sheet.rows[: header_row - 1] for text in row if text.strip()]
    return [*above, sheet.name]


def stage(table: Table, file_name: str, context: Context, hints: Hints, staging: Staging) -> None:
    """Stage the care homes of a register."""
    tell_columns(table, staging, context.questions)
    if any(target.field == "location_id" for target, _ in table.columns.twice):
        return
    week = effective_date(table, file_name, hints)
    if week is None:
        staging.needs.add("effective")
    whose = Whose("register", "", week)
    pile = staging.pile(whose)
    grid = Grid(table)
    rows = (grid.said >= 2) & ~grid.header_again
    homes = rows & _care_homes(grid)
    others = int((rows & ~homes).sum())
    _stage_rows(Gathering(grid, np.where(homes, 0, -1).astype(np.int32), [(whose, pile)]), context.areas)
    if others:
        locations = "location is" if others == 1 else "locations are"
        message = f"{others:,} {locations} no care home and left out."
        staging.findings.add("not_care_homes", "note", message, sheet=table.sheet.name, row=table.header_row)
    if not pile.rows:
        message = "This register holds no care home. Check that the column 'Care home?' says Y for care homes, and upload it again."
        staging.findings.add("no_rows", "error", message, sheet=table.sheet.name, row=table.header_row)


def _care_homes(grid: Grid) -> Flags:
    """Return the rows of care homes: every row, where the register does not say."""
    column = grid.mapped.of("care_home")
    return grid.texts(column).where(lambda text: not column or clean(text).lower() in ("y", "yes", "true"))


def _stage_rows(gathering: Gathering, areas: AreaList) -> None:
    columns = gathering.grid.mapped
    place = columns.of("location_id")
    blank = Remark("location_id_malformed", "error", "{Cell}, 'Location ID', is blank. Enter the ID of the home: 1- and digits.")
    gathering.about(homes=gathering.places(place, clean))
    gathering.tell_where(~gathering.grid.says(place), place, "location_id", blank)
    read = {
        target.field: gathering.read(column, target.field, partial(_value, name=target.field, areas=areas))
        for column, target in columns.targets.items()
        if target.field != "care_home"
    }
    nobody = np.zeros(gathering.grid.height, bool)
    _stand_in(gathering, areas, ~read.get("ccg", nobody), read.get("commissioning_ccg", nobody))
    gathering.finish()


def _stand_in(gathering: Gathering, areas: AreaList, lost: Flags, commissioned: Flags) -> None:
    """Count homes without the CCG in which they stand in the one that commissions them, and tell so; tell those that have neither."""
    columns = gathering.grid.mapped
    column = columns.of("commissioning_ccg")
    gathering.tell_where(lost & commissioned, column, "ccg", _STANDS_IN, once=_STANDS_IN.code)
    gathering.tell_where(lost & ~commissioned, columns.of("ccg") or column, "ccg", _NO_CCG, once=_NO_CCG.code)
    gathering.read(column, "ccg", lambda text: (_value(text, "commissioning_ccg", areas)[0], None), only=lost & commissioned)


def _value(text: str, name: str, areas: AreaList) -> tuple[Value | None, Remark | None]:
    if says_nothing(text):
        return None, None
    if name == "location_id":
        problem = home_id_problem(text)
        return (None, Remark("location_id_malformed", "error", problem)) if problem else (Value(answer=clean(text)), None)
    if says_not_applicable(text):
        return None, None
    if name in ("ccg", "commissioning_ccg"):
        return _ccg(text, areas)
    if name == "beds":
        value = read_count(text)
    elif name in ("start_date", "end_date"):
        value = read_date(text)
    elif name in ("older_people", "dormant"):
        value = Value(answer="yes" if clean(text).lower() in ("y", "yes", "true") else "no")
    else:
        value = Value(answer=clean(text))
    return (None, value_remark(value, _WORDING[name], text)) if value.problem else (value, None)


def _ccg(text: str, areas: AreaList) -> tuple[Value | None, Remark | None]:
    area, remark = find_ccg(text, areas)
    if area is not None:
        return Value(answer=area.code), remark
    message = f'{{Cell}} says "{shown(text)}", which is no code of a CCG. Check the code.'
    return None, Remark("ccg_unknown", "query", message)
