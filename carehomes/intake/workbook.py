"""Reads workbooks from standard input, one after the other, and writes their cells column by column. Runs as a process of its own.

A made-up or damaged workbook can make any reader ask for all memory or stop dead, which would end the app. Here it ends only
this process, which has limits of its own. The module imports nothing of the project, so that it starts in hundredths of a second.

A question is its length (8 bytes) and the workbook's bytes; an answer the lengths of its two parts (8 bytes each), the sheets in
JSON with the distinct texts of their columns, and for every cell, column by column, which of these it holds (4 bytes).
"""

from __future__ import annotations

import io
import json
import re
import struct
import sys
import zipfile
from array import array
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from html import unescape
from itertools import islice
from typing import Any

import python_calamine

MEMORY = 1 << 30
SECONDS = 45
UNPACKED = 1 << 30
#: Rows held as values at a time.
_BLOCK = 5_000

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb'\b([\w:]+)="([^"]*)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_RESULT = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</(?:\w+:)?v>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")


def text_of(value: Any) -> str:
    """Return a cell's value as text: whole numbers without ``.0``, dates in ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)


def _attributes(text: bytes) -> dict[str, str]:
    return {name.decode(): unescape(value.decode("utf-8", "replace")) for name, value in _ATTRIBUTE.findall(text)}


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    relations = [_attributes(one) for one in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels"))]
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
    parts: dict[str, str] = {}
    for one in _SHEET.findall(package.read("xl/workbook.xml")):
        said = _attributes(one)
        target = targets.get(next((value for name, value in said.items() if name.endswith(":id")), ""), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            parts[said.get("name", "")] = part
    return parts


def _position(cell: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column


def silent_cells(package: zipfile.ZipFile, part: str) -> dict[tuple[int, int], str]:
    """Return the cells that the reader passes over in silence: errors (``#N/A``), and formulas saved without a result."""
    xml = package.read(part)
    if b't="e"' not in xml and b"<f" not in xml and b":f>" not in xml:
        return {}
    silent: dict[tuple[int, int], str] = {}
    for found in _CELL.finditer(xml):
        head, body = found.group(1), found.group(2) or b""
        said = _attributes(head)
        at = _position(said.get("r", ""))
        result = _RESULT.search(body)
        if at is None:
            continue
        if said.get("t") == "e":
            silent[at] = unescape(result.group(1).decode("utf-8", "replace")) if result else "#ERROR"
        elif said.get("t", "n") == "n" and (formula := _FORMULA.search(body)) and not (result and result.group(1).strip()):
            silent[at] = "=" + unescape((formula.group(1) or b"").decode("utf-8", "replace"))
    return silent


class Columns:
    """The cells of a sheet, column by column: its distinct texts (the first is the blank), and which of them each row holds."""

    def __init__(self) -> None:
        self.texts: list[dict[str, int]] = []
        self.codes: list[array[int]] = []
        self.height = 0

    def add(self, start: int, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows of equal width whose first values stand in the column ``start`` (from 0)."""
        self._reach(start + len(rows[0]))
        for place, values in enumerate(zip(*rows, strict=True), start):
            known, codes = self.texts[place], self.codes[place]
            self._fill(codes)
            texts = [value if type(value) is str else text_of(value) for value in values]
            codes.extend([known.setdefault(text, len(known)) for text in texts])
        self.height += len(rows)

    def skip(self, height: int) -> None:
        """Make the sheet at least ``height`` rows high."""
        self.height = max(self.height, height)

    def put(self, row: int, column: int, text: str) -> None:
        """Put a text into a cell (from 1) that is blank."""
        self.skip(row)
        self._reach(column)
        codes, known = self.codes[column - 1], self.texts[column - 1]
        self._fill(codes)
        codes[row - 1] = codes[row - 1] or known.setdefault(text, len(known))

    def finish(self) -> dict[str, Any]:
        """Return the distinct texts of each column; the codes then reach the last row."""
        for codes in self.codes:
            self._fill(codes)
        return {"height": self.height, "columns": [list(known) for known in self.texts]}

    def _reach(self, width: int) -> None:
        while len(self.texts) < width:
            self.texts.append({"": 0})
            self.codes.append(array("i"))

    def _fill(self, codes: array[int]) -> None:
        if len(codes) < self.height:
            codes.frombytes(bytes(4 * (self.height - len(codes))))


def _columns(sheet: Any, silent: dict[tuple[int, int], str]) -> Columns:
    start = sheet.start or (0, 0)
    columns = Columns()
    columns.skip(start[0])
    rows = islice(sheet.iter_rows(), start[0], None)
    while block := list(islice(rows, _BLOCK)):
        columns.add(start[1], block)
    for (row, column), text in silent.items():
        columns.put(row, column, text)
    return columns


def read(content: bytes) -> tuple[dict[str, Any], list[array[int]]]:
    """Return the sheets of a workbook and the codes of their cells, or the problem in one word."""
    package = zipfile.ZipFile(io.BytesIO(content)) if content[:2] == b"PK" else None
    if package is not None and sum(one.file_size for one in package.infolist()) > UNPACKED:
        return {"problem": "too_large"}, []
    parts = _sheet_parts(package) if package is not None else {}
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        return {"problem": "encrypted"}, []
    sheets = []
    codes: list[array[int]] = []
    for one in workbook.sheets_metadata:
        if one.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        hidden = one.visible != python_calamine.SheetVisibleEnum.Visible
        columns = Columns()
        if not hidden:
            silent = silent_cells(package, parts[one.name]) if package is not None and one.name in parts else {}
            columns = _columns(workbook.get_sheet_by_name(one.name), silent)
        sheets.append({"name": one.name, "hidden": hidden, **columns.finish()})
        codes += columns.codes
    return {"sheets": sheets}, codes


def limit() -> None:
    """Limit this process's memory, and its time for the next workbook, where the machine can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS
    for kind, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def answer(content: bytes) -> tuple[dict[str, Any], list[array[int]]]:
    """Return what ``read`` does, also of a workbook that cannot be read."""
    try:
        return read(content)
    except MemoryError:
        return {"problem": "too_large"}, []
    except Exception:  # whatever a made-up file breaks in a reader, it is this file that cannot be read
        return {"problem": "unreadable"}, []


def main() -> int:
    """Answer one question after the other until there is none."""
    while len(head := sys.stdin.buffer.read(8)) == 8:
        limit()
        said, codes = answer(sys.stdin.buffer.read(struct.unpack("<q", head)[0]))
        text = json.dumps(said).encode()
        sys.stdout.buffer.write(struct.pack("<qq", len(text), sum(4 * len(one) for one in codes)) + text)
        for one in codes:
            sys.stdout.buffer.write(one)
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
