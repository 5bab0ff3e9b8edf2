"""What people said of headers before, as it holds for one file: its layout, and the submitter that its content names."""

from __future__ import annotations

from collections.abc import Sequence

from carehomes.intake.cells import Sheet
from carehomes.intake.codes import find_ccg
from carehomes.intake.context import Context
from carehomes.intake.mapping import Columns
from carehomes.intake.sources import of_cover, of_file_name, of_foot
from carehomes.intake.titles import Said, Titles, read_titles
from carehomes.ledger.mappings import Remembered
from carehomes.ledger.model import Hints

#: Rows of a table in which the submitter is looked for.
_LOOKED_AT = 200


class Memory:
    """Answers for the tables of one file."""

    def __init__(self, context: Context, hints: Hints, file_name: str, sheets: Sequence[Sheet]) -> None:
        self._context = context
        self._hints = hints
        self._file_name = file_name
        self._sheets = sheets

    @property
    def remembers(self) -> bool:
        """True where somebody ever said what headers mean."""
        return bool(self._context.mappings)

    def of(self, kind: str, columns: Columns) -> list[Remembered]:
        """Return what was said of this layout, that of one submitter before that of every one."""
        if not self._context.mappings:
            return []
        found = [one for one in self._context.mappings if one.kind == kind and one.layout == columns.layout]
        return sorted(found, key=lambda one: (not one.submitter, -one.number))

    def is_of(self, one: Remembered, sheet: Sheet, header_row: int, columns: Columns) -> bool:
        """Return whether what was said holds for a table: for every submitter, or for the one that the table is from."""
        return not one.submitter or one.submitter in self.submitters(sheet, header_row, columns)

    def submitters(self, sheet: Sheet, header_row: int, columns: Columns) -> list[str]:
        """Return the codes of the CCGs that a table is from: by its cells, else by its titles, else by the hint or the file's name."""
        column = columns.of("ccg_code")
        last = min(len(sheet.rows), header_row + _LOOKED_AT)
        texts = dict.fromkeys(sheet.cell(row, column) for row in range(header_row + 1, last + 1)) if column else {}
        found = {area.code for text in texts if (area := find_ccg(text, self._context.areas)[0])}
        return sorted(found) or self._by_titles(sheet, header_row)

    def _by_titles(self, sheet: Sheet, header_row: int) -> list[str]:
        context = self._context
        titles = read_titles(sheet, range(1, header_row), context.areas, context.questions).or_else(of_foot(sheet, header_row, context))
        titles = titles.or_else(of_cover([one for one in self._sheets if one is not sheet], context)).or_else(self._said())
        return sorted({said.ccg.code for said in titles.ccgs if said.ccg})

    def _said(self) -> Titles:
        given = self._context.areas.get(self._hints.submitter) if self._hints.submitter else None
        return Titles(ccgs=(Said(given.code, 0, 0, ccg=given),)) if given else of_file_name(self._file_name, self._context.areas)
