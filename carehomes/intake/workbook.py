"""Reads workbooks from standard input, one after the other, and writes their cells column by column. Runs as a process of its own.

A made-up or damaged workbook can make any reader ask for all memory or stop dead, which would end the app. Here it ends only
this process, which has limits of its own. Of the project it imports only what the reader passes over (``unseen.py``), so that it
starts in hundredths of a second.

A question is its length (8 bytes) and the workbook's bytes; an answer the lengths of its two parts (8 bytes each), the sheets in
JSON with the distinct texts of their columns, and for every cell, column by column, which of these it holds (4 bytes).
"""

from __future__ import annotations

import io
import json
import struct
import sys
import zipfile
from array import array
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

import python_calamine

from carehomes.intake import unseen_ods, unseen_xls, unseen_xlsb, unseen_xlsx
from carehomes.intake.unseen import Unseen

MEMORY = 1 << 30
SECONDS = 45
UNPACKED = 1 << 30
#: Rows held as values at a time.
_BLOCK = 5_000


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


def percent_of(text: str) -> str:
    """Return a number as it is shown as a percentage; what is no number as it stands."""
    try:
        return f"{float(text) * 100:.12g}%"
    except ValueError:
        return text


def codes_of(values: Sequence[Any], known: dict[str, int]) -> list[int]:
    """Return which of the texts ``known`` each value is; texts that are new go behind them. What stands often is made text once."""
    keys: Sequence[Any] = values
    # One number may be equal to another of another type whose text is not the same: 1 and TRUE.
    if len({bool, int, float} & set(map(type, values))) > 1:
        keys = [(type(value), value) for value in values]
    places: dict[Any, int] = {}
    for one, value in dict(zip(keys, values, strict=True)).items():
        places[one] = known.setdefault(value if type(value) is str else text_of(value), len(known))
    return list(map(places.__getitem__, keys))


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
            codes = self.codes[place]
            self._fill(codes)
            codes.fromlist(codes_of(values, self.texts[place]))
        self.height += len(rows)

    def skip(self, height: int) -> None:
        """Make the sheet at least ``height`` rows high."""
        self.height = max(self.height, height)

    def put(self, row: int, column: int, text: str) -> None:
        """Put a text into a cell (from 1)."""
        self.skip(row)
        self._reach(column)
        codes, known = self.codes[column - 1], self.texts[column - 1]
        self._fill(codes)
        codes[row - 1] = known.setdefault(text, len(known))

    def show_percents(self, cells: Iterable[tuple[int, int]]) -> None:
        """Put into cells (from 1) that hold a number what they show: 100% for 1."""
        texts = [list(known) for known in self.texts]
        for row, column in cells:
            if column <= len(self.codes) and row <= len(self.codes[column - 1]):
                text = texts[column - 1][self.codes[column - 1][row - 1]]
                self.put(row, column, percent_of(text))

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


def _columns(sheet: Any, unseen: Unseen) -> Columns:
    start = sheet.start or (0, 0)
    columns = Columns()
    columns.skip(start[0])
    rows = islice(sheet.iter_rows(), start[0], None)
    while block := list(islice(rows, _BLOCK)):
        columns.add(start[1], block)
    columns.show_percents(unseen.percents)
    for (row, column), text in unseen.texts.items():
        columns.put(row, column, text)
    return columns


def _unseen(content: bytes, package: zipfile.ZipFile | None) -> dict[str, Unseen]:
    if package is None:
        return unseen_xls.unseen(content)
    return unseen_xlsx.unseen(package) or unseen_xlsb.unseen(package) or unseen_ods.unseen(package)


def read(content: bytes) -> tuple[dict[str, Any], list[array[int]]]:
    """Return the sheets of a workbook and the codes of their cells, or the problem in one word."""
    package = zipfile.ZipFile(io.BytesIO(content)) if content[:2] == b"PK" else None
    if package is not None and sum(one.file_size for one in package.infolist()) > UNPACKED:
        return {"problem": "too_large"}, []
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        return {"problem": "encrypted"}, []
    unseen = _unseen(content, package)
    sheets = []
    codes: list[array[int]] = []
    for one in workbook.sheets_metadata:
        if one.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        hidden = one.visible != python_calamine.SheetVisibleEnum.Visible
        columns = Columns()
        if not hidden:
            columns = _columns(workbook.get_sheet_by_name(one.name), unseen.get(one.name, Unseen()))
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
