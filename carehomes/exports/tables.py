"""A table with its notes as a file: CSV with the notes above it, or a workbook with one sheet for each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from carehomes.charts.words import SUPPRESSED
from carehomes.exports.cells import Cell, cell
from carehomes.exports.notes import BLANK, SHORTHAND, SIGNS
from carehomes.measures import SUPPRESSED as SUPPRESSED_MARK
from carehomes.plain_cells import no_formula_within

#: The sheets of a workbook.
NOTES, DATA = "Notes", "Data"
#: What a cell of a workbook may hold, in characters; longer text is cut, and says so.
_LONGEST = 32_767
_CUT = " [cut: the CSV file has all of it]"
_WIDEST, _NARROWEST = 48, 9
_NOTE_WIDTH = 110
#: The columns of a figure that tell, or are worked out from, its counts of people.
_OF_PEOPLE = ("numerator", "whole", "share", "share_of_all", "first_published", "first_published_of")
#: A workbook's own date of making: the same in every one, so that the same rows give the same bytes.
_CREATED = datetime(2020, 1, 1, tzinfo=UTC)


def _rows(frame: pd.DataFrame) -> Iterator[list[Cell]]:
    names = [str(name) for name in frame.columns]
    marks = names.index("marks") if "marks" in names else None
    for row in frame.itertuples(index=False):
        cells = [cell(value) for value in row]
        yield cells if marks is None else with_suppressed(names, cells, row[marks])


def with_suppressed(names: Sequence[str], cells: Sequence[Cell], marks: object) -> list[Cell]:
    """Return the cells of a figure, those that its ``marks`` say are suppressed as [c]: ``names`` are their columns."""
    hidden = SUPPRESSED_MARK in (marks if isinstance(marks, (list, tuple)) else str(marks).split("; "))
    return [SUPPRESSED if hidden and value is None and name in _OF_PEOPLE else value for name, value in zip(names, cells, strict=True)]


def _line(note: str) -> str:
    return note.replace("\r", " ").replace("\n", " ")


def csv_file(notes: Sequence[str], frame: pd.DataFrame) -> bytes:
    """Return ``frame`` as CSV (UTF-8 with its mark) below its notes (lines that begin with #), no cell of text a formula."""
    text = io.StringIO()
    for note in notes:
        text.write("# " + no_formula_within(_line(note)) + "\n")
    writer = csv.writer(text, lineterminator="\n")
    # An analyst's own SQL names its columns.
    writer.writerow([cell(str(name)) for name in frame.columns])
    writer.writerows(_rows(frame))
    return text.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook: its ``name`` (at most 31 letters) and its rows, each as long as ``columns``, whose names are unlike."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def xlsx_file(title: str, notes: Sequence[str], frame: pd.DataFrame) -> bytes:
    """Return ``frame`` as a workbook of two sheets: the notes with the shorthand, and the rows of ``csv_file`` as one table."""
    told = [
        *(note for note in notes if note not in (title, SHORTHAND)),
        f"The sheet {DATA} holds one table; its first row names the columns.",
        *(f"{sign} {meaning}" for sign, meaning in SIGNS),
        BLANK,
    ]
    return workbook(title, told, [Sheet(DATA, [str(name) for name in frame.columns], list(_rows(frame)))])


def workbook(title: str, notes: Sequence[str], sheets: Sequence[Sheet]) -> bytes:
    """Return ``sheets`` as a workbook, one table a sheet, after a sheet of ``notes``.

    Numbers are numbers and whole tables are marked as such, with a header row that stays in sight, so that a screen reader can tell
    them. The same rows give the same bytes.
    """
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "subject": "Care home support: weekly progress", "created": _CREATED})
    book.formats[0].set_font_name("Arial")
    _write_notes(book, title, notes)
    for one in sheets:
        _write_table(book, one)
    book.close()
    return held.getvalue()


def _write_notes(book: xlsxwriter.Workbook, title: str, notes: Sequence[str]) -> None:
    sheet = book.add_worksheet(NOTES)
    wrapped = book.add_format({"font_name": "Arial", "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, _NOTE_WIDTH, wrapped)
    sheet.write_string(0, 0, _fit(title), book.add_format({"font_name": "Arial", "bold": True, "font_size": 14, "text_wrap": True}))
    for place, note in enumerate(notes, start=1):
        sheet.write_string(place, 0, _fit(_line(note)), wrapped)


def _write_table(book: xlsxwriter.Workbook, one: Sheet) -> None:
    sheet = book.add_worksheet(one.name)
    names = list(one.columns)
    widths = [len(name) + 4 for name in names]
    head = book.add_format({"font_name": "Arial", "bold": True, "bottom": 1})
    wrapped = book.add_format({"font_name": "Arial", "text_wrap": True, "valign": "top"})
    count = 0
    for count, row in enumerate(one.rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, count, column, value)
            widths[column] = max(widths[column], len(str(value)) + 2 if value is not None else 0)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, widths[column])), wrapped if widths[column] > _WIDEST else None)
    if count and names:
        columns = [{"header": name, "header_format": head} for name in names]
        sheet.add_table(0, 0, count, len(names) - 1, {"name": _of_table(one.name), "columns": columns, "style": "Table Style Light 1"})
    sheet.freeze_panes(1, 0)


def _of_table(name: str) -> str:
    """Return the name of a sheet's table: letters and numbers, which Excel takes for no cell."""
    return name if name == DATA else "Table_" + "".join(letter if letter.isalnum() else "_" for letter in name)


def _write(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, _fit(value))


def _fit(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT
