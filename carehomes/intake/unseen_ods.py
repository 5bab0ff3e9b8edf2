"""ODS: errors and percentages, by the cells of its content."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from carehomes.intake.unseen import At, Unseen

#: What a cell shows that holds an error, as LibreOffice and Excel write it.
_WRONG = re.compile(r"#(N/A|[A-Z][A-Z_/0-9]+[!?]|GETTING_DATA)|Err:[0-9]{3}")
#: More such cells than an honest sheet has.
_MOST = 2_000_000
_TABLE, _OFFICE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 ", "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})


def unseen(package: zipfile.ZipFile) -> dict[str, Unseen]:
    """Return by sheet's name what the reader passes over in it."""
    if "content.xml" not in package.namelist():
        return {}
    xml = package.read("content.xml")
    if not re.search(rb'"percentage"|>(#[A-Z]|Err:)', xml):
        return {}
    content = _Content()
    content.parse(xml)
    return content.sheets


class _Content:
    """The cells of an ODS file, one after the other."""

    def __init__(self) -> None:
        self.sheets: dict[str, Unseen] = {}
        self._sheet = Unseen()
        self._row, self._column, self._rows, self._columns = 1, 1, 1, 1
        self._said: dict[str, str] | None = None
        self._shown: list[str] = []
        self._remarks = 0
        self._kept = 0

    def parse(self, xml: bytes) -> None:
        """Read the whole content."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.buffer_text = True
        parser.Parse(xml, True)

    def _start(self, name: str, said: dict[str, str]) -> Any:
        if name == f"{_TABLE}table":
            self._sheet = self.sheets.setdefault(said.get(f"{_TABLE}name", ""), Unseen())
            self._row = 1
        elif name == f"{_TABLE}table-row":
            self._rows, self._column = int(said.get(f"{_TABLE}number-rows-repeated", "1")), 1
        elif name in _CELLS:
            self._said, self._shown = said, []
            self._columns = int(said.get(f"{_TABLE}number-columns-repeated", "1"))
        elif name == f"{_OFFICE}annotation":
            self._remarks += 1

    def _text(self, text: str) -> None:
        if self._said is not None and not self._remarks:
            self._shown.append(text)

    def _end(self, name: str) -> Any:
        if name == f"{_OFFICE}annotation":
            self._remarks -= 1
        elif name in _CELLS and self._said is not None:
            self._cell(self._said)
            self._said = None
            self._column += self._columns
        elif name == f"{_TABLE}table-row":
            self._row += self._rows

    def _cell(self, said: dict[str, str]) -> None:
        shown = "".join(self._shown).strip()
        if f"{_TABLE}formula" in said and _WRONG.fullmatch(shown):
            self._sheet.texts |= dict.fromkeys(self._places(), shown)
        elif said.get(f"{_OFFICE}value-type") == "percentage":
            self._sheet.percents |= set(self._places())

    def _places(self) -> Iterator[At]:
        """Yield the cells that the one at hand stands for: alike cells are written once. Raises ``MemoryError`` for too many."""
        self._kept += self._rows * self._columns
        if self._kept > _MOST:
            raise MemoryError
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + self._columns):
                yield row, column
