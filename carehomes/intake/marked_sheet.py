"""One worksheet with marks: cells take the format of a mark, cells and rows that are not there are added, all else stays."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from carehomes.intake.cells import address, position
from carehomes.intake.package import RELATION
from carehomes.intake.xml_patch import Edit, Element, UnpatchableError, append, apply, close, head_end, new_parser, run, with_attributes

#: What stands before ``legacyDrawing`` in a worksheet (ECMA-376 part 1, CT_Worksheet).
_BEFORE_COMMENTS = frozenset(
    {
        "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
        "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr",
        "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
        "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    }
)  # fmt: skip
_MOST_MERGED = 20_000


@dataclass
class _Row:
    element: Element
    cells: dict[int, Element] = field(default_factory=dict)


@dataclass
class Worksheet:
    """Where things stand in the XML of a worksheet. ``rows`` are those asked for; ``gaps`` say where a missing one would begin."""

    xml: bytes
    root: Element
    data: Element
    rows: dict[int, _Row] = field(default_factory=dict)
    gaps: dict[int, int] = field(default_factory=dict)
    columns: list[tuple[int, int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    drawing: str = ""

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell that shows what ``row`` and ``column`` hold: the first of a merged range; of a row, its first filled cell."""
        if not column:
            filled = [number for number, cell in self.rows[row].cells.items() if cell.foot > cell.head] if row in self.rows else []
            column = min(filled, default=1)
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column


def scan(xml: bytes, wanted: Iterable[int]) -> Worksheet:
    """Return where the rows ``wanted`` (from 1) stand in a worksheet. Raises ``UnpatchableError``."""
    return _Scanner(xml, sorted(set(wanted))).found()


class _Scanner:
    def __init__(self, xml: bytes, wanted: list[int]) -> None:
        self._xml = xml
        self._wanted = wanted
        self._parser = new_parser()
        self._parser.StartElementHandler = self._begun
        self._parser.EndElementHandler = self._ended
        self._level = 0
        self._sheet: Worksheet | None = None
        self._root: Element | None = None
        self._top = ""
        self._row_number = self._column = 0
        self._row: _Row | None = None
        self._cell: Element | None = None

    def found(self) -> Worksheet:
        run(self._parser, self._xml)
        if self._sheet is None:
            raise UnpatchableError("one of its sheets holds no cells")
        for number in self._wanted:
            if number not in self._sheet.rows:
                self._sheet.gaps.setdefault(number, self._sheet.data.foot)
        return self._sheet

    def _element(self, tag: str, attributes: dict[str, str]) -> Element:
        at = self._parser.CurrentByteIndex
        return Element(tag, attributes, at, head_end(self._xml, at))

    def _begun(self, tag: str, attributes: dict[str, str]) -> None:
        self._level += 1
        level = self._level
        if level == 4 and self._row is None:
            return
        name = tag.rpartition(":")[2]
        if level == 1:
            self._root = self._element(tag, attributes)
            if name != "worksheet":
                raise UnpatchableError("one of its sheets is no worksheet")
        elif level == 2:
            self._begin_part(name, tag, attributes)
        elif level == 3:
            self._begin_within(name, tag, attributes)
        elif level == 4 and name == "c" and self._row is not None:
            at = position(attributes.get("r", ""))[1]
            self._column = at or self._column + 1
            self._cell = self._row.cells.setdefault(self._column, self._element(tag, attributes))

    def _begin_part(self, name: str, tag: str, attributes: dict[str, str]) -> None:
        self._top = name
        one = self._element(tag, attributes)
        if self._root is not None:
            self._root.children.append(one)
        if name == "sheetData" and self._root is not None:
            if self._sheet is not None:
                raise UnpatchableError("one of its sheets is not as a workbook has them")
            self._sheet = Worksheet(self._xml, self._root, one)
            cols = self._root.child("cols")
            self._sheet.columns = [_column_of(each.attributes) for each in cols.children] if cols else []
        elif name == "legacyDrawing" and self._sheet is not None:
            self._sheet.drawing = next((value for key, value in attributes.items() if key.endswith(":id")), "")

    def _begin_within(self, name: str, tag: str, attributes: dict[str, str]) -> None:
        if self._top == "cols" and self._root is not None:
            self._root.children[-1].children.append(self._element(tag, attributes))
        elif self._top == "mergeCells" and name == "mergeCell" and self._sheet is not None and len(self._sheet.merged) < _MOST_MERGED:
            first, _, last = attributes.get("ref", "").replace("$", "").partition(":")
            (top, left), (bottom, right) = position(first), position(last or first)
            self._sheet.merged.append((top, left, bottom, right))
        elif self._top == "sheetData" and name == "row" and self._sheet is not None:
            self._begin_row(tag, attributes)

    def _begin_row(self, tag: str, attributes: dict[str, str]) -> None:
        assert self._sheet is not None
        said = attributes.get("r", "")
        before, self._row_number = self._row_number, int(said) if re.fullmatch("[0-9]{1,7}", said) else self._row_number + 1
        at = self._parser.CurrentByteIndex
        for number in self._wanted[bisect_left(self._wanted, before + 1) : bisect_left(self._wanted, self._row_number)]:
            if number not in self._sheet.rows:
                self._sheet.gaps.setdefault(number, at)
        place = bisect_left(self._wanted, self._row_number)
        if place < len(self._wanted) and self._wanted[place] == self._row_number and self._row_number not in self._sheet.rows:
            self._row = self._sheet.rows[self._row_number] = _Row(self._element(tag, attributes))
            self._column = 0

    def _ended(self, tag: str) -> None:
        level, at = self._level, self._parser.CurrentByteIndex
        self._level -= 1
        if level == 4 and self._cell is not None:
            close(self._xml, self._cell, at)
            self._cell = None
        elif level == 3 and self._row is not None and tag == self._row.element.tag:
            close(self._xml, self._row.element, at)
            self._row = None
        elif level == 2 and self._root is not None:
            close(self._xml, self._root.children[-1], at)
        elif level == 1 and self._root is not None:
            close(self._xml, self._root, at)


def _column_of(said: Mapping[str, str]) -> tuple[int, int, int]:
    try:
        return int(said.get("min", "0")), int(said.get("max", "0")), int(said.get("style", "0"))
    except ValueError:
        return 0, 0, 0


def _style(said: Mapping[str, str]) -> int:
    text = said.get("s", "0")
    return int(text) if text.isdecimal() else 0


def mark_cells(sheet: Worksheet, marks: Mapping[tuple[int, int], str], marked: Callable[[int, str], int]) -> list[Edit]:
    """Return the edits that give each cell of ``marks`` the format of its severity: ``marked(style, severity)`` is its number."""
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), severity in marks.items():
        by_row.setdefault(row, {})[column] = severity
    edits = [edit for number in sorted(by_row) if number in sheet.rows for edit in _in_row(sheet, number, by_row[number], marked)]
    of = sheet.data.prefix
    fresh = {
        number: f'<{of}row r="{number}">'.encode()
        + b"".join(_cell(sheet, of, number, column, 0, by_row[number][column], marked) for column in sorted(by_row[number]))
        + f"</{of}row>".encode()
        for number in sorted(by_row)
        if number not in sheet.rows
    }
    if fresh and sheet.data.head == sheet.data.end:
        return [append(sheet.xml, sheet.data, b"".join(fresh.values()))]
    return edits + [Edit(sheet.gaps[number], sheet.gaps[number], text) for number, text in fresh.items()]


def _in_row(sheet: Worksheet, number: int, wanted: Mapping[int, str], marked: Callable[[int, str], int]) -> list[Edit]:
    row = sheet.rows[number]
    edits: list[Edit] = []
    absent: dict[int, bytes] = {}
    own = _style(row.element.attributes) if row.element.attributes.get("customFormat") in ("1", "true") else 0
    for column in sorted(wanted):
        cell = row.cells.get(column)
        if cell is None:
            absent[column] = _cell(sheet, row.element.prefix, number, column, own, wanted[column], marked)
            continue
        style = marked(_style(cell.attributes), wanted[column])
        edits.append(Edit(cell.start, cell.head, with_attributes(sheet.xml[cell.start : cell.head], {"s": str(style)})))
    if not absent:
        return edits
    # What a row says of the columns that it spans would be wrong now, and may be left out.
    head = re.sub(rb"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""", b"", sheet.xml[row.element.start : row.element.head], count=1)
    if head.endswith(b"/>"):
        head = head.removesuffix(b"/>").rstrip() + b">"
        return [Edit(row.element.start, row.element.end, head + b"".join(absent.values()) + f"</{row.element.tag}>".encode())]
    edits.append(Edit(row.element.start, row.element.head, head))
    there = sorted(row.cells)
    for column, text in absent.items():
        after = bisect_left(there, column)
        at = row.cells[there[after]].start if after < len(there) else row.element.foot
        edits.append(Edit(at, at, text))
    return edits


def _cell(sheet: Worksheet, prefix: str, row: int, column: int, style: int, severity: str, marked: Callable[[int, str], int]) -> bytes:
    of_column = next((number for first, last, number in sheet.columns if first <= column <= last), 0)
    return f'<{prefix}c r="{address(row, column)}" s="{marked(style or of_column, severity)}"/>'.encode()


def lead_to_comments(sheet: Worksheet, relation: str) -> Edit:
    """Return the edit by which a worksheet leads to the boxes of its comments, at the place that the standard gives it."""
    before = [one for one in sheet.root.children if one.name in _BEFORE_COMMENTS]
    at = before[-1].end if before else sheet.data.end
    return Edit(at, at, f'<{sheet.root.prefix}legacyDrawing xmlns:r="{RELATION}" r:id="{relation}"/>'.encode())


def patched(sheet: Worksheet, edits: Iterable[Edit]) -> bytes:
    """Return the XML of a worksheet with ``edits`` made."""
    return apply(sheet.xml, edits)
