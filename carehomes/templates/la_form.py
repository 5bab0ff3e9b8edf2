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

_BLUE, _GREY, _OPEN = "#005EB8", "#E8EDEE", "#FFFBEB"
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
#: A4 on its side holds these widths, so that print stays readable.
_WIDTHS = (7, 46, 14, 18, 36, 36)
#: Heights in points: a line to fill in, an action (four lines of words), the note, the headings.
_LINE, _ACTION, _NOTED, _HEADED = 19, 54, 32, 74
#: The row of the headings, from 0: it stands on top of every printed page. The actions from this focus on are the second page.
_HEADER, _SECOND_PAGE = 8, "3"
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
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(_HEADER)
    sheet.set_footer(f"&L&8{authority.replace('&', '&&')}, week ending {week.day} {week:%B %Y}&R&8Page &P of &N")
    sheet.fit_to_pages(1, 0)
    book.close()
    return sink.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": "Arial", "font_size": 10, "valign": "vcenter", "text_wrap": True}
    grid = {"border": 1, "border_color": "#AEB7BD"}
    return {
        "title": book.add_format({**font, "text_wrap": False, "bold": True, "font_size": 14}),
        "label": book.add_format({**font, "text_wrap": False, "indent": 1}),
        "week": book.add_format({**font, "text_wrap": False}),
        "note": book.add_format({**font, "font_color": "#4C6272", "valign": "top"}),
        "heading": book.add_format(
            {**font, "bold": True, "font_color": "#FFFFFF", "bg_color": _BLUE, "border": 1, "border_color": "#FFFFFF", "indent": 1}
        ),
        "focus": book.add_format({**font, "text_wrap": False, "bold": True, "bg_color": _GREY}),
        "action": book.add_format({**font, **grid, "indent": 1}),
        "open": book.add_format({**font, **grid, "indent": 1, "bg_color": _OPEN, "locked": False}),
        "words": book.add_format({**font, **grid, "indent": 1, "valign": "top", "bg_color": _OPEN, "locked": False}),
        "count": book.add_format({**font, **grid, "indent": 1, "align": "right", "bg_color": _OPEN, "locked": False, "num_format": "0"}),
    }


def _write_head(sheet: Any, looks: dict[str, Any], authority: str, week: date) -> None:
    sheet.write_string(0, 0, _TITLE, looks["title"])
    sheet.write_string(1, 0, f"Week ending: {week.day} {week:%B %Y}", looks["week"])
    labels = (("Local Authority:", authority), ("Contact name:", ""), ("E-mail:", ""))
    sheet.set_row(0, 24)
    for row in range(1, 6):
        sheet.set_row(row, _LINE)
    for row, (label, value) in enumerate(labels, start=2):
        sheet.write_string(row, 1, label, looks["label"])
        # Names and addresses are longer than a count.
        sheet.merge_range(row, 2, row, 4, value, looks["open" if not value else "action"])
    sheet.write_string(5, 1, "Total number of CQC registered care homes in your area:", looks["label"])
    sheet.write_blank(5, 2, None, looks["count"])
    _whole_number(sheet, 5, 2)
    sheet.merge_range(6, 0, 6, len(_WIDTHS) - 1, _NOTE, looks["note"])
    sheet.set_row(6, _NOTED)


def _write_actions(sheet: Any, looks: dict[str, Any]) -> None:
    row = _HEADER
    sheet.write_blank(row, 0, None, looks["heading"])
    for column, heading in enumerate(_HEADINGS, start=1):
        sheet.write_string(row, column, heading, looks["heading"])
    sheet.set_row(row, _HEADED)
    sheet.freeze_panes(row + 1, 2)
    for focus, actions in groupby(la_items().values(), key=lambda one: one.focus):
        row += 1
        if focus.startswith(f"Focus {_SECOND_PAGE}"):
            sheet.set_h_pagebreaks([row])
        sheet.write_string(row, 0, focus, looks["focus"])
        for column in range(1, len(_WIDTHS)):
            sheet.write_blank(row, column, None, looks["focus"])
        sheet.set_row(row, _LINE)
        for action in actions:
            row += 1
            sheet.write_string(row, 0, f"{action.item})", looks["action"])
            sheet.write_string(row, 1, action.label, looks["action"])
            for column, look in ((2, "count"), (3, "open"), (4, "words"), (5, "words")):
                sheet.write_blank(row, column, None, looks[look])
            _whole_number(sheet, row, 2)
            _yes_no(sheet, row, 3)
            sheet.set_row(row, _ACTION)
        row += 1
        sheet.write_string(row, 1, "Section complete (Yes/No)", looks["label"])
        sheet.write_blank(row, 2, None, looks["open"])
        _yes_no(sheet, row, 2)
        sheet.set_row(row, _LINE)


def _whole_number(sheet: Any, row: int, column: int) -> None:
    told = {"error_title": "Not counted so", "error_message": "A whole number from 0 up; blank where it is not known."}
    sheet.data_validation(row, column, row, column, {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": _MOST, **told})


def _yes_no(sheet: Any, row: int, column: int) -> None:
    sheet.data_validation(row, column, row, column, {"validate": "list", "source": ["Yes", "No"]})
