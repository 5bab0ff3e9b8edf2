"""Cells and their addresses, and the text that must agree when two texts are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Longest value that a finding repeats.
SHOWN = 60


@dataclass(frozen=True)
class Sheet:
    """One sheet as text: ``rows[0]`` is row 1 and its first item column A. A CSV file is one sheet without a name."""

    name: str
    rows: list[list[str]]
    hidden: bool = False

    def cell(self, row: int, column: int) -> str:
        """Return the text at ``row`` and ``column``, both from 1; '' outside of the sheet."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return ""


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Return what must agree of a header, label or word: lower-case letters and digits, one space between."""
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
    line = " ".join("".join(" " if unicodedata.category(one) in {"Cc", "Cf"} else one for one in text[: 4 * SHOWN]).split())
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
