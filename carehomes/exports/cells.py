"""The cells of a file: what a value of a frame says, the same in a CSV file and in a workbook."""

from __future__ import annotations

from datetime import date, datetime

from carehomes.charts.readings import known
from carehomes.plain_cells import no_formula

#: What a cell may hold; None is blank.
Cell = str | int | float | bool | None


def cell(value: object) -> Cell:
    """Return ``value`` as it stands in a file: numbers as numbers, days as ISO, words joined, nothing missing by a name, no formula."""
    if isinstance(value, dict):
        value = "; ".join(f"{word}: {homes}" for word, homes in value.items())
    elif isinstance(value, (list, tuple)):
        value = "; ".join(str(one) for one in value)
    if not known(value):
        return None
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value
    if isinstance(plain, (bool, int, float)):
        return plain
    if isinstance(plain, datetime) and (plain.hour, plain.minute, plain.second, plain.microsecond) == (0, 0, 0, 0) and not plain.tzinfo:
        return plain.date().isoformat()
    if isinstance(plain, date):
        return plain.isoformat() if not isinstance(plain, datetime) else str(plain)
    return str(no_formula(str(plain)))
