"""Cells and their addresses, by row and by column, and the text that must agree when two texts are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

#: Longest value that a finding repeats.
SHOWN = 60
#: What ``key`` makes of the signs of ASCII, in which nearly every text is written.
_PLAIN = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("'"): "", ord("&"): " and "}


class Texts:
    """The cells of one column: its distinct texts, and for each row (from 0) which of them stands there.

    What a text says is asked once a distinct text: a column of 800,000 cells mostly holds a few.
    """

    def __init__(self, distinct: pa.Array | list[str], codes: NDArray[np.int32]) -> None:
        self._distinct = distinct
        self.codes = codes

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Return the column of ``texts``, a row each."""
        known: dict[str, int] = {}
        codes = np.fromiter((known.setdefault(text, len(known)) for text in texts), np.int32)
        return cls(list(known), codes)

    @classmethod
    def joined(cls, columns: Sequence[Texts]) -> Texts:
        """Return columns one below the other."""
        if len(columns) == 1:
            return columns[0]
        known: dict[str, int] = {}
        codes = [
            np.fromiter((known.setdefault(text, len(known)) for text in one.distinct), np.int32, len(one.distinct))[one.codes]
            for one in columns
        ]
        return cls(list(known), np.concatenate(codes))

    @cached_property
    def distinct(self) -> list[str]:
        """The distinct texts; a text may be among them that stands in no row."""
        texts: list[str] = self._distinct if isinstance(self._distinct, list) else self._distinct.to_pylist()
        return texts

    def below(self, row: int) -> Texts:
        """Return the column without the rows down to ``row`` (from 1)."""
        rest = Texts(self._distinct, self.codes[row:])
        rest.__dict__["distinct"] = self.distinct
        return rest

    def present(self, rows: NDArray[Any]) -> list[int]:
        """Return which of the distinct texts stand in ``rows``."""
        seen = np.zeros(len(self.distinct), bool)
        seen[self.codes[rows]] = True
        found: list[int] = np.flatnonzero(seen).tolist()
        return found

    def where(self, says: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Return for each row whether its text says so."""
        return np.array([says(text) for text in self.distinct], bool)[self.codes]


class Lines(Sequence[list[str]]):
    """The rows of a sheet that is held by column; ``widths`` says how many cells each row has."""

    def __init__(self, columns: list[Texts], widths: NDArray[np.int32]) -> None:
        self.columns = columns
        self._widths = widths

    def __len__(self) -> int:
        return len(self._widths)

    @overload
    def __getitem__(self, index: int) -> list[str]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[str]]: ...
    def __getitem__(self, index: int | slice) -> list[str] | list[list[str]]:
        if isinstance(index, slice):
            cells = [[column.distinct[code] for code in column.codes[index].tolist()] for column in self.columns]
            widths = self._widths[index].tolist()
            return [[column[place] for column in cells[:width]] for place, width in enumerate(widths)]
        width = int(self._widths[index])
        return [column.distinct[int(column.codes[index])] for column in self.columns[:width]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(other) == len(self) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def cell(self, row: int, column: int) -> str:
        """Return the text at ``row`` and ``column``, both from 0 and inside of the sheet."""
        held = self.columns[column]
        return held.distinct[int(held.codes[row])]


@dataclass(frozen=True)
class Sheet:
    """One sheet as text: ``rows[0]`` is row 1 and its first item column A. A CSV file is one sheet without a name."""

    name: str
    rows: Sequence[list[str]]
    hidden: bool = False

    def cell(self, row: int, column: int) -> str:
        """Return the text at ``row`` and ``column``, both from 1; '' outside of the sheet."""
        if not (1 <= row <= len(self.rows) and 1 <= column <= self.width):
            return ""
        if isinstance(self.rows, Lines):
            return self.rows.cell(row - 1, column - 1)
        line = self.rows[row - 1]
        return line[column - 1] if column <= len(line) else ""

    @cached_property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows.columns) if isinstance(self.rows, Lines) else max(map(len, self.rows), default=0)

    def texts(self, column: int) -> Texts:
        """Return a column (from 1) as its distinct texts; '' where a row does not reach it."""
        if column not in self._columns:
            self._columns[column] = self._texts(column - 1)
        return self._columns[column]

    def _texts(self, place: int) -> Texts:
        if isinstance(self.rows, Lines):
            return self.rows.columns[place]
        return Texts.of(line[place] if place < len(line) else "" for line in self.rows)

    @cached_property
    def _columns(self) -> dict[int, Texts]:
        return {}


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Return what must agree of a header, label or word: lower-case letters and digits, one space between."""
    if text.isascii():
        return " ".join(text.lower().translate(_PLAIN).split())
    plain = unicodedata.normalize("NFKC", text).lower().replace("'", "").replace("\u2019", "").replace("&", " and ")
    return " ".join(re.findall(r"[^\W_]+", plain))


def column_letters(column: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return an address such as ``D14``; without a column the row alone."""
    if row <= 0:
        return ""
    return f"{column_letters(column)}{row}" if column > 0 else str(row)


def position(cell: str) -> tuple[int, int]:
    """Return the row and column of an address (0 where it names none): the opposite of ``address``."""
    found = re.fullmatch(r"([A-Z]*)([0-9]+)", cell)
    if found is None:
        return 0, 0
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - 64
    return int(found.group(2)), column


def place(sheet: str, row: int, column: int) -> tuple[str, str]:
    """Return the address, and the place in words: ``sheet 'Return', cell D14``."""
    cell = address(row, column)
    words = f"cell {cell}" if column > 0 else f"row {row}" if row > 0 else ""
    if not sheet:
        return cell, words
    return cell, f"sheet '{shown(sheet)}', {words}" if words else f"sheet '{shown(sheet)}'"


def shown(text: str) -> str:
    """Return ``text`` on one line and not longer than a finding repeats."""
    start = text[: 4 * SHOWN]
    if not start.isprintable():
        start = "".join(" " if unicodedata.category(one) in {"Cc", "Cf"} else one for one in start)
    line = " ".join(start.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "\u2026"


def row_ranges(rows: list[int]) -> str:
    """Return rows in words: ``row 7``, ``rows 7, 9 and 12 to 20``."""
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    parts: list[str] = []
    for first, last in runs:
        parts += [str(row) for row in range(first, last + 1)] if last - first < 2 else [f"{first} to {last}"]
    if len(rows) == 1:
        return f"row {parts[0]}"
    return "rows " + (", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0])
