"""Workbooks as people make them, and the same bytes each time. The only module here that needs openpyxl."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.etree.ElementTree import canonicalize

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

Cell = str | int | date | None

_MADE = datetime(2020, 5, 1, 9, 0, 0)
_ZIP_DATE = (2020, 5, 1, 9, 0, 0)


def return_workbook(title: Sequence[str], header: Sequence[str], rows: Sequence[Sequence[Cell]], notes: Sequence[str]) -> bytes:
    """Return a workbook of one sheet: a title block, an empty row, the table, and notes below it."""
    book = Workbook()
    sheet = _only_sheet(book, "Return")
    for number, line in enumerate(title, start=1):
        sheet.cell(number, 1, line).font = Font(bold=True, size=12)
    top = len(title) + 2 if title else 1
    for number, text in enumerate(header, start=1):
        cell = sheet.cell(top, number, text)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE6F0")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
    for number, line in enumerate(notes):
        sheet.cell(top + len(rows) + 2 + number, 1, line)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    return _bytes(book)


def form_workbook(title: str, cells: Mapping[str, Cell], merged: Sequence[str]) -> bytes:
    """Return a workbook of one sheet with the given cells, some of them merged: a form."""
    book = Workbook()
    sheet = _only_sheet(book, title)
    for address, value in cells.items():
        sheet[address] = value
    for area in merged:
        sheet.merge_cells(area)
    for column, width in zip("ABCDEF", (12, 60, 14, 60, 18, 50), strict=True):
        sheet.column_dimensions[column].width = width
    return _bytes(book)


def _only_sheet(book: Workbook, title: str) -> Worksheet:
    sheet = book.worksheets[0]
    sheet.title = title
    return sheet


def _bytes(book: Workbook) -> bytes:
    """Return ``book`` saved, free of what differs between runs and machines.

    Times are fixed, the XML is in canonical form (its writer differs where lxml is installed), and nothing is compressed
    (what zlib makes of the same text differs between its versions).
    """
    saved, again = io.BytesIO(), io.BytesIO()
    book.save(saved)
    properties = DocumentProperties(creator="Demonstration (invented)", created=_MADE, modified=_MADE)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            xml = tostring(properties.to_tree()) if name == "docProps/core.xml" else old.read(name)
            entry = zipfile.ZipInfo(name, date_time=_ZIP_DATE)
            entry.create_system = 3  # else it says on what system it was made
            entry.external_attr = 0o600 << 16
            new.writestr(entry, canonicalize(xml).encode("utf-8"))
    return again.getvalue()
