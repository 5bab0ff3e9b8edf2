"""The rows below a header, column by column: which of their cells say something, and what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from carehomes.intake.cells import Texts
from carehomes.intake.recognise import Table
from carehomes.intake.values import says_nothing

Flags = NDArray[np.bool_]


class Grid:
    """The rows below the header of a table. Rows are counted from 0 here, ``first`` is the sheet's number of row 0."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.first = table.header_row + 1
        self.height = max(0, len(table.sheet.rows) - table.header_row)
        self._texts: dict[int, Texts] = {}
        self._says: dict[int, Flags] = {}

    def texts(self, column: int) -> Texts:
        """Return a column (from 1; 0 is one without a text)."""
        if column not in self._texts:
            held = self.table.sheet.texts(column).below(self.table.header_row) if column else Texts([""], np.zeros(self.height, np.int32))
            self._texts[column] = held
        return self._texts[column]

    def says(self, column: int) -> Flags:
        """Return for each row whether its cell in a column says something."""
        if column not in self._says:
            self._says[column] = self.texts(column).where(lambda text: not says_nothing(text))
        return self._says[column]

    def numbers(self, flags: Flags) -> list[int]:
        """Return the sheet's numbers of the rows that are flagged."""
        found: list[int] = (np.flatnonzero(flags) + self.first).tolist()
        return found

    def count(self, columns: Iterable[int]) -> NDArray[np.int16]:
        """Return for each row in how many of the columns it says something."""
        counted = np.zeros(self.height, np.int16)
        for column in columns:
            counted += self.says(column)
        return counted

    @cached_property
    def columns(self) -> range:
        """The columns of the sheet."""
        return range(1, self.table.sheet.width + 1)

    @cached_property
    def said(self) -> NDArray[np.int16]:
        """For each row how many of its cells say something."""
        return self.count(self.columns)

    @cached_property
    def header_again(self) -> Flags:
        """For each row whether it repeats the header, as printed pages do."""
        same = self.said >= 2
        for column in self.columns:
            if not same.any():
                break
            same &= self.texts(column).where(partial(self.table.columns.heads, column)) | ~self.says(column)
        return same

    def any_says(self, says: Callable[[str], bool], rows: Flags) -> Flags:
        """Return for each of ``rows`` whether one of its cells that say something says so."""
        found = np.zeros(self.height, bool)
        if rows.any():
            for column in self.columns:
                found |= self.texts(column).where(lambda text: not says_nothing(text) and says(text))
        return found & rows
