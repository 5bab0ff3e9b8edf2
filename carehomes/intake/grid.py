"""The rows below a header, column by column: which of their cells say something, and what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from carehomes.intake.cells import Texts
from carehomes.intake.mapping import Columns
from carehomes.intake.recognise import Table
from carehomes.intake.values import says_nothing

Flags = NDArray[np.bool_]


class Grid:
    """The rows below the header of a table, or of several with the very same columns, one table below the other.

    Rows are counted from 0 here: ``table_of`` says in which table each stands, ``sheet_rows`` the number that it has in its sheet.
    """

    def __init__(self, *tables: Table) -> None:
        self.tables = tables
        self.mapped: Columns = tables[0].columns
        heights = [max(0, len(table.sheet.rows) - table.header_row) for table in tables]
        self.height = sum(heights)
        self.table_of = np.repeat(np.arange(len(tables)), heights)
        below = [np.arange(height, dtype=np.int32) + table.header_row + 1 for table, height in zip(tables, heights, strict=True)]
        self.sheet_rows = np.concatenate(below)
        self._starts = [0, *accumulate(heights)]
        self._texts: dict[int, Texts] = {}
        self._says: dict[int, Flags] = {}

    def texts(self, column: int) -> Texts:
        """Return a column (from 1; 0 is one without a text)."""
        if column not in self._texts:
            self._texts[column] = Texts.joined([self._of_table(place, column) for place in range(len(self.tables))])
        return self._texts[column]

    def _of_table(self, place: int, column: int) -> Texts:
        table, rows = self.tables[place], self.rows_of(place)
        if 0 < column <= table.sheet.width:
            return table.sheet.texts(column).below(table.header_row)
        return Texts([""], np.zeros(rows.stop - rows.start, np.int32))

    def rows_of(self, place: int) -> slice:
        """Return where the rows of the table at ``place`` stand."""
        return slice(self._starts[place], self._starts[place + 1])

    def says(self, column: int) -> Flags:
        """Return for each row whether its cell in a column says something."""
        if column not in self._says:
            self._says[column] = self.texts(column).where(lambda text: not says_nothing(text))
        return self._says[column]

    def numbers(self, flags: Flags, place: int = 0) -> list[int]:
        """Return the numbers in their sheet of the rows of one table that are flagged."""
        rows = self.rows_of(place)
        found: list[int] = self.sheet_rows[rows][flags[rows]].tolist()
        return found

    def count(self, columns: Iterable[int]) -> NDArray[np.int16]:
        """Return for each row in how many of the columns it says something."""
        counted = np.zeros(self.height, np.int16)
        for column in columns:
            counted += self.says(column)
        return counted

    @cached_property
    def columns(self) -> range:
        """The columns of the sheets."""
        return range(1, max(table.sheet.width for table in self.tables) + 1)

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
            same &= self.texts(column).where(partial(self.mapped.heads, column)) | ~self.says(column)
        return same

    def any_says(self, says: Callable[[str], bool], rows: Flags) -> Flags:
        """Return for each of ``rows`` whether one of its cells that say something says so."""
        found = np.zeros(self.height, bool)
        if rows.any():
            for column in self.columns:
                found |= self.texts(column).where(lambda text: not says_nothing(text) and says(text))
        return found & rows
