"""Writes a template as an XLSX workbook: drop-downs, locked headings, the same bytes for the same template."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import xlsxwriter

from carehomes.templates.columns import Column
from carehomes.templates.notes import About, sections
from carehomes.templates.rows import Given, Row

#: Rows ready to be filled in, with their drop-downs, below those that are given.
SPARE = 1000
_HEADER = 4
_FROZEN = 2
_LIST_FITS = 255
#: What a given row is about stays; a PCN may change.
_LOCKED = ("home_id", "home_name")
_MAX_COUNT = 10_000_000
_BLUE = "#005EB8"
_FONT = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
_GRID = {"border": 1, "border_color": "#AEB7BD"}
_FORMATS = {"count": "0", "date": "dd/mm/yyyy", "yes_no": "@", "word": "@", "text": "@", "code": "@"}
_WIDTHS = {"count": 13, "date": 14, "yes_no": 15, "word": 22, "text": 26, "code": 16}
_NAME_WIDTH = 36
_ADVICE = {
    "count": "A whole number from 0 up; n/a where it does not apply; blank where it is not known.",
    "date": "A date such as 17/05/2020 (day, month, year); n/a where it does not apply; blank where it is not known.",
    "yes_no": "yes, no or n/a; blank where it was not answered.",
    "word": "Choose from the list; blank where it was not answered.",
}


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **wanted: Any) -> Any:
        """Return the format with these properties."""
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**_FONT, **wanted})
        return self._made[key]


def write_workbook(about: About, columns: Sequence[Column], rows: Sequence[Row], pcns: Sequence[str]) -> bytes:
    """Return the workbook of a template; ``pcns`` are the codes that the PCN column offers."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(
        sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    # The clock of the machine would make the same template differ from one minute to the next.
    book.set_properties({"title": about.title, "created": datetime.combine(about.week, time(), tzinfo=UTC)})
    formats = _Formats(book)
    _write_sheet(book.add_worksheet(f"{about.kind.capitalize()} return"), about, columns, rows, pcns, formats)
    _write_notes(book.add_worksheet("Notes"), about)
    book.close()
    return sink.getvalue()


def _write_sheet(sheet: Any, about: About, columns: Sequence[Column], rows: Sequence[Row], pcns: Sequence[str], formats: _Formats) -> None:
    _write_title(sheet, about, formats)
    last = _HEADER + len(rows) + SPARE
    for number, column in enumerate(columns):
        width = _NAME_WIDTH if column.question.id in ("home_name", "pcn_name") else _WIDTHS[column.entry]
        sheet.set_column(number, number, width, formats.of(locked=False, num_format=_FORMATS[column.entry]))
        sheet.write_string(_HEADER, number, column.heading, _heading(column, formats))
        rule = _rule(column, number, pcns)
        if rule:
            sheet.data_validation(_HEADER + 1, number, last, number, rule)
    sheet.set_row(_HEADER, 66)
    for offset, row in enumerate(rows, start=1):
        for number, column in enumerate(columns):
            _write_cell(sheet, _HEADER + offset, number, column, row.get(column.key), formats)
    sheet.freeze_panes(_HEADER + 1, _FROZEN)
    # No password: the lock keeps headings from slips, not from people.
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.repeat_rows(_HEADER)
    sheet.repeat_columns(0, _FROZEN - 1)
    sheet.set_footer("&L&8&A&R&8Page &P of &N")


def _write_title(sheet: Any, about: About, formats: _Formats) -> None:
    plain = formats.of(font_color="#4C6272")
    for row in range(_HEADER):
        sheet.set_row(row, 24 if row == 0 else 16, plain)
    sheet.write_string(0, 0, about.title, formats.of(bold=True, font_size=14, font_color="#212B32"))
    for row, line in enumerate(about.lines, start=1):
        sheet.write_string(row, 0, line, plain)


def _heading(column: Column, formats: _Formats) -> Any:
    fill = _BLUE if column.question.role == "answer" else "#4C6272"
    return formats.of(bold=True, font_color="#FFFFFF", bg_color=fill, text_wrap=True, border=1, border_color="#FFFFFF")


def _write_cell(sheet: Any, row: int, number: int, column: Column, given: Given | None, formats: _Formats) -> None:
    look: dict[str, Any] = {**_GRID, "num_format": _FORMATS[column.entry]}
    if given is not None and column.question.id in _LOCKED:
        look |= {"bg_color": "#E8EDEE"}
    else:
        look |= {"locked": False}
    if given is not None and given.last_week:
        look |= {"italic": True, "font_color": _BLUE}
    form = formats.of(**look)
    value = given.value if given is not None else None
    if value is None or value == "":
        sheet.write_blank(row, number, None, form)
    elif isinstance(value, date):
        sheet.write_datetime(row, number, datetime.combine(value, time()), form)
    elif isinstance(value, int):
        sheet.write_number(row, number, value, form)
    else:
        sheet.write_string(row, number, value, form)


def _rule(column: Column, number: int, pcns: Sequence[str]) -> dict[str, Any] | None:
    """Return what a cell of a column takes; None where it takes anything, or its list is too long for a drop-down."""
    advice = _ADVICE.get(column.entry, "")
    told = {"input_title": column.entry.replace("_", "/").capitalize(), "input_message": advice, "error_title": "Not counted so"}
    cell = xlsxwriter.utility.xl_rowcol_to_cell(_HEADER + 1, number)
    if column.question.id == "pcn_code" and _fits(pcns):
        # Only a hint: a home may be aligned across the border.
        other = "This PCN is not one of the list. Keep it where a home is aligned across the border."
        return {"validate": "list", "source": list(pcns), "error_type": "warning", "error_title": "Another PCN", "error_message": other}
    if column.words and _fits(column.words):
        return {**told, "validate": "list", "source": list(column.words), "error_message": advice}
    formula = {
        "count": f'=IF(ISNUMBER({cell}),AND({cell}>=0,{cell}<={_MAX_COUNT},{cell}=INT({cell})),{cell}="n/a")',
        "date": f'=IF(ISNUMBER({cell}),AND({cell}>=DATE(1990,1,1),{cell}<DATE(2100,1,1)),{cell}="n/a")',
    }.get(column.entry)
    return {**told, "validate": "custom", "value": formula, "error_message": advice} if formula else None


def _fits(words: Sequence[str]) -> bool:
    return bool(words) and len(",".join(words)) <= _LIST_FITS and not any("," in word for word in words)


def _write_notes(sheet: Any, about: About) -> None:
    """Write the notes as text boxes: a sheet without cells is nothing that the intake would have to pass over and tell."""
    sheet.hide_gridlines(2)
    box = {"object_position": 3, "fill": {"none": True}, "line": {"none": True}, "width": 900}
    top = 12
    for number, (text, size, bold) in enumerate(_boxes(about)):
        lines = sum(1 + len(line) * size // 1500 for line in text.split("\n"))
        height = round(lines * size * 1.75) + 12
        font = {"name": "Arial", "size": size, "bold": bold, "color": "#212B32"}
        place = {"x_offset": 16, "y_offset": top, "height": height, "font": font, "description": f"Notes, part {number + 1}"}
        sheet.insert_textbox(0, 0, text, {**box, **place})
        top += height + (0 if bold else 6)
    sheet.protect("", {"objects": False})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _boxes(about: About) -> list[tuple[str, int, bool]]:
    """Return the text boxes of the notes as (text, size, bold)."""
    found = [(about.title, 14, True)]
    for heading, text in sections(about):
        found += [(heading, 12, True), (text, 11, False)]
    return found
