"""What a code list is held against, and where its findings are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carehomes.areas import AreaList
from carehomes.areas.overlay import Said, chain
from carehomes.intake.cells import shown
from carehomes.intake.context import Collector
from carehomes.ledger.model import Severity


@dataclass(frozen=True)
class Ground:
    """What is checked: the rows of the file, the list in force, and that list with the file laid over it."""

    said: list[Said]
    columns: Mapping[tuple[str, int, str, str], int]
    areas: AreaList
    after: AreaList
    findings: Collector

    def tell(self, row: Said, name: str, code: str, severity: Severity, message: str, *, value: str = "", once: object = None) -> None:
        """Add a finding about a field of a row, at its cell, or at the code's where the row leaves the field blank."""
        column = self.columns.get((row.sheet, row.row, row.part, name)) or self.columns.get((row.sheet, row.row, row.part, "code"), 0)
        self.findings.add(code, severity, message, sheet=row.sheet, row=row.row, column=column, field=name, value=shown(value), once=once)

    def refuse(self, row: Said, name: str, code: str, message: str) -> None:
        """Add what stops the whole file."""
        self.tell(row, name, code, "error", message, value=row.fields.get(name, ""))


def leads(areas: AreaList, row: Said) -> bool:
    """Return whether the code of a row leads to its successor, by steps between perhaps."""
    return row.fields["successor"] in chain(areas.get, row.code)
