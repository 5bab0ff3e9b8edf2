"""Registers: the CQC care directory, a row a location."""

from __future__ import annotations

from datetime import date

from carehomes.areas import AreaList
from carehomes.intake.cells import Sheet, shown
from carehomes.intake.codes import Remark, find_ccg, home_id_problem
from carehomes.intake.context import Context
from carehomes.intake.recognise import Table
from carehomes.intake.rows import add_fact, filled, is_header_again, tell, tell_columns, value_remark
from carehomes.intake.staging import Pile, Staging, Whose
from carehomes.intake.values import Value, clean, find_dates, find_month, read_count, read_date, says_not_applicable, says_nothing
from carehomes.ledger.model import Hints, Severity

_WORDING = {
    "location_id": "Location ID",
    "start_date": "Location HSCA start date",
    "end_date": "Location HSCA end date",
    "beds": "Care homes beds",
}


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
    pile = staging.pile(Whose("register", "", week))
    others = 0
    for row in range(table.header_row + 1, len(table.sheet.rows) + 1):
        said = filled(table.sheet, row)
        if len(said) < 2 or is_header_again(table, row):
            continue
        if not _is_care_home(table, row):
            others += 1
            continue
        _stage_row(table, row, Whose("register", "", week), pile, context.areas)
    if others:
        locations = "location is" if others == 1 else "locations are"
        message = f"{others:,} {locations} no care home and left out."
        staging.findings.add("not_care_homes", "note", message, sheet=table.sheet.name, row=table.header_row)
    if not pile.rows:
        message = "This register holds no care home. Check that the column 'Care home?' says Y for care homes, and upload it again."
        staging.findings.add("no_rows", "error", message, sheet=table.sheet.name, row=table.header_row)


def _is_care_home(table: Table, row: int) -> bool:
    column = table.columns.of("care_home")
    return not column or clean(table.sheet.cell(row, column)).lower() in ("y", "yes", "true")


def _stage_row(table: Table, row: int, whose: Whose, pile: Pile, areas: AreaList) -> None:
    home_id = clean(table.sheet.cell(row, table.columns.of("location_id")))
    pile.rows += 1
    ccgs: dict[str, Value] = {}
    if says_nothing(home_id):
        message = "{Cell}, 'Location ID', is blank. Enter the ID of the home: 1- and digits."
        tell(pile, table, row, table.columns.of("location_id"), "location_id", Remark("location_id_malformed", "error", message))
    for column, target in table.columns.targets.items():
        text = table.sheet.cell(row, column)
        if says_nothing(text) or target.field == "care_home":
            continue
        value, remark = _value(text, target.field, areas)
        if remark:
            tell(pile, table, row, column, target.field, remark)
        if value:
            add_fact(pile, whose, table, row, column, target.field, value, home_id=home_id)
            ccgs |= {target.field: value} if target.field in ("ccg", "commissioning_ccg") else {}
    if "ccg" not in ccgs:
        _stand_in(pile, table, row, whose, home_id, ccgs.get("commissioning_ccg"))


def _stand_in(pile: Pile, table: Table, row: int, whose: Whose, home_id: str, commissioner: Value | None) -> None:
    """Count a home without the CCG in which it stands in the one that commissions it, and tell so; tell one that has neither."""
    column = table.columns.of("commissioning_ccg")
    severity: Severity = "note" if commissioner else "query"
    if commissioner:
        add_fact(pile, whose, table, row, column, "ccg", commissioner, home_id=home_id)
        code = "ccg_of_commissioner"
        message = "{Cell}: the CCG in which the home stands is not known, so it is counted in the CCG that commissions. Check the register."
    else:
        code, column = "ccg_blank", table.columns.of("ccg") or column
        message = "{Cell}: the home has no CCG that is known, so it is counted nowhere. Enter the code of the CCG in which it stands."
    pile.findings.add(code, severity, message, sheet=table.sheet.name, row=row, column=column, field="ccg", once=code)


def _value(text: str, name: str, areas: AreaList) -> tuple[Value | None, Remark | None]:
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
