"""Code lists: areas in our own layout, and the lists of the ODS and the ONS as users get them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from carehomes.areas import AreaList
from carehomes.areas.lists import PARENT_LEVELS
from carehomes.areas.names import readable_name
from carehomes.areas.overlay import LINEAGE, NEW, PRACTICE, day_before
from carehomes.intake.cells import shown
from carehomes.intake.codes import Remark, find_ccg, find_pcn
from carehomes.intake.context import Context
from carehomes.intake.mapping import code_list_sort
from carehomes.intake.recognise import Table
from carehomes.intake.register import effective_date
from carehomes.intake.rows import add_fact, filled, is_header_again, tell, tell_columns, tell_left_out, value_remark
from carehomes.intake.staging import Pile, Staging, Whose
from carehomes.intake.values import Value, clean, read_date, says_nothing
from carehomes.ledger.model import Hints

WHOSE = Whose("areas", "", None)
_CODE = re.compile(r"[A-Z0-9]{2,9}")
_PRACTICE = re.compile(r"[A-Z][0-9]{5}")


@dataclass(frozen=True)
class _List:
    """One sheet of a code list, and where what it says goes.

    ``told`` is what it said so far, by code, of areas that its rows repeat: a list of CCGs names an STP with each of its CCGs.
    """

    table: Table
    pile: Pile
    areas: AreaList
    told: dict[str, dict[str, str]]

    def text(self, row: int, name: str) -> str:
        return clean(self.table.sheet.cell(row, self.table.columns.of(name)))

    def tell(self, row: int, name: str, remark: Remark) -> None:
        tell(self.pile, self.table, row, self.table.columns.of(name), name, remark)

    def add(self, row: int, part: str, column: str, name: str, answer: str | None) -> None:
        """Add the fact ``name``, which the cell in ``column`` gives, to what the row says."""
        if answer:
            add_fact(self.pile, WHOSE, self.table, row, self.table.columns.of(column), name, Value(answer=answer), part=part)

    def add_area(self, row: int, part: str, columns: dict[str, str], more: dict[str, str], *, repeats: bool = True) -> None:
        """Add what the row says of one area: ``columns`` gives the column of each field, ``more`` what was read already.

        Where rows may repeat the area, only the first is a fact, and the others must say the same.
        """
        code = self.code(row, columns["code"])
        if not code:
            return
        said = {"name": readable_name(self.text(row, columns["name"])), "ons_code": self.ons(row, columns.get("ons_code", "")), **more}
        said = {name: text for name, text in said.items() if text}
        if repeats and code in self.told:
            self._same(row, columns["code"], code, said)
            return
        self.told.setdefault(code, said)
        self.add(row, part, columns["code"], "code", code)
        for name, text in said.items():
            self.add(row, part, columns.get(name, columns["code"]), name, text)

    def _same(self, row: int, column: str, code: str, said: dict[str, str]) -> None:
        first = self.told[code]
        other = [name for name, text in said.items() if first.get(name, text) != text]
        if other:
            message = (
                f'{{Cell}}: of {code} this row says "{shown(said[other[0]])}", an earlier row "{shown(first[other[0]])}". Correct '
                "one of them."
            )
            self.tell(row, column, Remark("area_told_apart", "error", message))

    def ons(self, row: int, column: str) -> str:
        return self.text(row, column).upper() if column and not says_nothing(self.text(row, column)) else ""

    def code(self, row: int, name: str) -> str:
        """Return the code in a cell, in capitals; '' where it is blank or none, which is told."""
        text = self.text(row, name)
        if says_nothing(text):
            self.tell(row, name, Remark("code_blank", "error", "{Cell} is blank. Every row of a code list needs this code."))
            return ""
        code = text.upper()
        if _CODE.fullmatch(code):
            return code
        message = f'{{Cell}} says "{shown(text)}", which is no code: capitals and digits, 2 to 9 of them, such as 01T. Correct it.'
        self.tell(row, name, Remark("code_malformed", "error", message))
        return ""

    def checked(self, row: int, name: str, find: Callable[[str], tuple[str, Remark | None]]) -> str:
        """Return the code that ``find`` makes of a cell; what it has to say of it is told."""
        text = self.text(row, name)
        if says_nothing(text):
            return self.code(row, name)
        code, remark = find(text)
        if remark:
            self.tell(row, name, remark)
        return code

    def ccg(self, row: int, name: str) -> str:
        """Return the CCG that a cell names: of the list in force, a slip mended and told, else the code as it stands."""
        area, remark = find_ccg(self.text(row, name), self.areas)
        if area is None:
            return self.code(row, name)
        if remark:
            self.tell(row, name, remark)
        return area.code

    def day(self, row: int, name: str) -> str:
        """Return the date in a cell in ISO, 20200401 too; '' where it is blank or none, which is told."""
        text = self.text(row, name)
        if says_nothing(text):
            return ""
        value = read_date(re.sub(r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3", text))
        if value.problem:
            self.tell(row, name, value_remark(value, name, text))
        return value.answer or ""


def stage(table: Table, file_name: str, context: Context, hints: Hints, staging: Staging) -> None:
    """Stage the rows of a code list."""
    tell_columns(table, staging, context.questions)
    sort = code_list_sort(table.columns.fields)
    if not sort:
        return
    effective = effective_date(table, file_name, hints) if sort == "lineage" else None
    if sort == "lineage" and effective is None:
        staging.needs.add("effective")
        return
    one = _List(table, staging.pile(WHOSE), context.areas, {})
    before, left_out = one.pile.rows, []
    for row in range(table.header_row + 1, len(table.sheet.rows) + 1):
        said = filled(table.sheet, row)
        if len(said) == 1 or (said and is_header_again(table, row)):
            left_out.append(row)
        elif said:
            one.pile.rows += 1
            _ROWS[sort](one, row, effective)
    tell_left_out(table, left_out, staging)
    if one.pile.rows == before:
        message = "{Cell} is the header of a code list, but no row stands below it. Check that the right file was saved."
        staging.findings.add("no_rows", "error", message, sheet=table.sheet.name, row=table.header_row)


def _area(one: _List, row: int, effective: date | None) -> None:
    """Stage a row of our own layout."""
    code, level = one.code(row, "code"), one.text(row, "level").lower()
    if level not in PARENT_LEVELS:
        levels = ", ".join(PARENT_LEVELS)
        message = f'{{Cell}} says "{shown(level)}", which is no level of areas. Enter one of: {levels}.'
        one.tell(row, "level", Remark("level_unknown", "error", message))
        return
    if not code:
        return
    listed = one.areas.get(code)
    code = listed.code if listed else code
    one.add(row, level, "code", "code", code)
    one.add(row, level, "level", "level", level)
    one.add(row, level, "name", "name", "" if says_nothing(one.text(row, "name")) else readable_name(one.text(row, "name")))
    one.add(row, level, "ons_code", "ons_code", one.ons(row, "ons_code"))
    for name in ("parent", "successor"):
        if not says_nothing(one.text(row, name)):
            meant = one.areas.get(one.text(row, name))
            one.add(row, level, name, name, meant.code if meant else one.code(row, name))
    for name in ("opened", "closed"):
        one.add(row, level, name, name, one.day(row, name))


def _pcn(one: _List, row: int, effective: date | None) -> None:
    """Stage a PCN of the ODS."""
    code = one.checked(row, "pcn", find_pcn)
    if code:
        one.add(row, "pcn", "pcn", "code", code)
        one.add(row, "pcn", "pcn_name", "name", readable_name(one.text(row, "pcn_name")))
        one.add(row, "pcn", "ccg", "parent", one.ccg(row, "ccg"))
        for name in ("opened", "closed"):
            one.add(row, "pcn", name, name, one.day(row, name))


def _find_practice(text: str) -> tuple[str, Remark | None]:
    code = text.upper()
    if _PRACTICE.fullmatch(code):
        return code, None
    message = f'{{Cell}} says "{shown(text)}", which is no code of a practice. Enter the code: a letter and five digits, such as A81001.'
    return "", Remark("practice_malformed", "error", message)


def _practice(one: _List, row: int, effective: date | None) -> None:
    """Stage a practice of a PCN."""
    code = one.checked(row, "practice", _find_practice)
    if code:
        one.add(row, PRACTICE, "practice", "code", code)
        one.add(row, PRACTICE, "practice_name", "name", readable_name(one.text(row, "practice_name")))
        one.add(row, PRACTICE, "pcn", "pcn", one.checked(row, "pcn", find_pcn))
        for column, name in (("practice_ccg", "ccg"), ("pcn_ccg", "pcn_ccg")):
            if not says_nothing(one.text(row, column)):
                one.add(row, PRACTICE, column, name, one.ccg(row, column))
        for name in ("from", "to"):
            one.add(row, PRACTICE, name, name, one.day(row, name))


_CCG = {"code": "ccg", "name": "ccg_name", "ons_code": "ccg_ons", "parent": "stp"}
_STP = {"code": "stp", "name": "stp_name", "ons_code": "stp_ons", "parent": "region"}
_REGION = {"code": "region", "name": "region_name", "ons_code": "region_ons"}


def _above(one: _List, row: int, levels: str, *, repeats: bool = True) -> None:
    """Stage the STP and the region that a row names; ``levels`` is ``new `` where they are only added."""
    region = one.code(row, "region") if one.table.columns.of("region") else ""
    if region:
        listed = one.areas.get(region)
        one.add_area(row, levels + "region", _REGION, {"parent": listed.parent if listed else one.areas.top.code})
    if one.table.columns.of("stp_name"):
        one.add_area(row, levels + "stp", _STP, {"parent": region}, repeats=repeats)


def _ccg(one: _List, row: int, effective: date | None) -> None:
    """Stage a CCG with its STP and region."""
    _above(one, row, "")
    one.add_area(row, "ccg", _CCG, {"parent": one.code(row, "stp")}, repeats=False)


def _stp(one: _List, row: int, effective: date | None) -> None:
    """Stage an STP with its region."""
    _above(one, row, "", repeats=False)


def _lineage(one: _List, row: int, effective: date | None) -> None:
    """Stage which code took over another; the code that took over is added where the list lacks it."""
    old, code = one.code(row, "original"), one.code(row, "ccg")
    if not old or not code or effective is None:
        return
    if one.areas.get(old) is None:
        message = f"{{Cell}}: {old} is on no list here, so what became of it changes nothing. The row was kept out."
        one.tell(row, "original", Remark("original_unknown", "query", message))
        return
    _above(one, row, NEW)
    stp = one.code(row, "stp") if one.table.columns.of("stp") else ""
    one.add_area(row, NEW + "ccg", _CCG, {"parent": stp, "opened": effective.isoformat()})
    one.add(row, LINEAGE, "original", "code", old)
    one.add(row, LINEAGE, "ccg", "successor", code)
    one.add(row, LINEAGE, "original", "closed", day_before(effective))


_ROWS: dict[str, Callable[[_List, int, date | None], None]] = {
    "areas": _area,
    "practices": _practice,
    "pcns": _pcn,
    "lineage": _lineage,
    "ccgs": _ccg,
    "stps": _stp,
}
