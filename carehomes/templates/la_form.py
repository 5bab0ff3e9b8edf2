"""The national form of a local authority as a blank workbook, which comes back through the intake without a finding."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

import xlsxwriter

from carehomes.areas import AreaList, week_problem
from carehomes.measures.local_authorities import la_items
from carehomes.templates.make import Template

_BLUE, _GREY = "#005EB8", "#E8EDEE"
_TITLE = "COVID19 Care Home Support: Implementation Status"
_NOTE = (
    "Enter the number of registered care homes in your area where the action or support is in place. Leave a number blank where it is not "
    "known: a blank is never taken for 0. Save it as a workbook (.xlsx, .ods) and upload it on the Returns page."
)
_HEADINGS = (
    "Key COVID19 support actions for care homes",
    "Number of care homes (see the note above)",
    "Would additional support be helpful to progress implementation further? (Yes/No)",
    "If Yes, please offer a brief description of the type of support that would be helpful",
    "Please indicate any issues that you would like to highlight (optional)",
)
_WIDTHS = (9, 62, 16, 24, 48, 48)
_MOST = 100_000


def make_la_form(areas: AreaList, code: str, week: date) -> Template:
    """Return the blank form of a local authority for a week: XLSX, the same bytes for the same inputs.

    Raises ``ValueError`` in plain words for a code that is no local authority's, or a day that is no Sunday.
    """
    area = areas.get(code)
    if area is None or area.level != "la":
        raise ValueError(f"{code} is no local authority of the area list. Give its code, such as E08000014.")
    if problem := week_problem(week):
        raise ValueError(problem)
    name = f"care-home-support_la-blank_la-{area.code}_week-{week.isoformat()}.xlsx"
    return Template(name, _write(area.name, week), 0)


def _write(authority: str, week: date) -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The clock of the machine would make the same form differ from one minute to the next.
    book.set_properties({"title": _TITLE, "created": datetime.combine(week, time(), tzinfo=UTC)})
    sheet = book.add_worksheet("Implementation status")
    looks = _looks(book)
    for number, width in enumerate(_WIDTHS):
        sheet.set_column(number, number, width)
    _write_head(sheet, looks, authority, week)
    _write_actions(sheet, looks)
    # No password: the lock keeps headings from slips, not from people.
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    book.close()
    return sink.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": "Arial", "font_size": 10, "valign": "vcenter", "text_wrap": True}
    grid = {"border": 1, "border_color": "#AEB7BD"}
    return {
        "title": book.add_format({**font, "text_wrap": False, "bold": True, "font_size": 14}),
        "label": book.add_format({**font, "text_wrap": False}),
        "note": book.add_format({**font, "font_color": "#4C6272"}),
        "heading": book.add_format(
            {**font, "bold": True, "font_color": "#FFFFFF", "bg_color": _BLUE, "border": 1, "border_color": "#FFFFFF"}
        ),
        "focus": book.add_format({**font, "text_wrap": False, "bold": True, "bg_color": _GREY}),
        "action": book.add_format({**font, **grid}),
        "open": book.add_format({**font, **grid, "locked": False}),
        "count": book.add_format({**font, **grid, "locked": False, "num_format": "0"}),
    }


def _write_head(sheet: Any, looks: dict[str, Any], authority: str, week: date) -> None:
    sheet.write_string(0, 0, _TITLE, looks["title"])
    sheet.write_string(1, 0, f"Week ending: {week.day} {week:%B %Y}", looks["label"])
    labels = (("Local Authority:", authority), ("Contact name:", ""), ("E-mail:", ""))
    for row, (label, value) in enumerate(labels, start=2):
        sheet.write_string(row, 1, label, looks["label"])
        sheet.write(row, 2, value, looks["open" if not value else "action"])
    sheet.write_string(5, 1, "Total number of CQC registered care homes in your area:", looks["label"])
    sheet.write_blank(5, 2, None, looks["count"])
    _whole_number(sheet, 5, 2)
    sheet.merge_range(6, 0, 6, len(_WIDTHS) - 1, _NOTE, looks["note"])
    sheet.set_row(6, 30)


def _write_actions(sheet: Any, looks: dict[str, Any]) -> None:
    row = 8
    sheet.write_blank(row, 0, None, looks["heading"])
    for column, heading in enumerate(_HEADINGS, start=1):
        sheet.write_string(row, column, heading, looks["heading"])
    sheet.set_row(row, 66)
    sheet.freeze_panes(row + 1, 2)
    for focus, actions in groupby(la_items().values(), key=lambda one: one.focus):
        row += 1
        sheet.write_string(row, 0, focus, looks["focus"])
        for action in actions:
            row += 1
            sheet.write_string(row, 0, f"{action.item})", looks["action"])
            sheet.write_string(row, 1, action.label, looks["action"])
            for column, look in ((2, "count"), (3, "open"), (4, "open"), (5, "open")):
                sheet.write_blank(row, column, None, looks[look])
            _whole_number(sheet, row, 2)
            _yes_no(sheet, row, 3)
            sheet.set_row(row, 30)
        row += 1
        sheet.write_string(row, 1, "Section complete (Yes/No)", looks["label"])
        sheet.write_blank(row, 2, None, looks["open"])
        _yes_no(sheet, row, 2)


def _whole_number(sheet: Any, row: int, column: int) -> None:
    told = {"error_title": "Not counted so", "error_message": "A whole number from 0 up; blank where it is not known."}
    sheet.data_validation(row, column, row, column, {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": _MOST, **told})


def _yes_no(sheet: Any, row: int, column: int) -> None:
    sheet.data_validation(row, column, row, column, {"validate": "list", "source": ["Yes", "No"]})
