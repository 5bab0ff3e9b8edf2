"""The figures behind a pack as CSV and XLSX: the rows that the pack was frozen with."""

from __future__ import annotations

import pandas as pd

from carehomes.briefing.content import Pack
from carehomes.exports import SHORTHAND, csv_file, xlsx_file


def _frame(pack: Pack) -> pd.DataFrame:
    return pd.DataFrame([list(row) for row in pack.figures], columns=list(pack.columns), dtype=object)


def _notes(pack: Pack) -> list[str]:
    mark = [pack.mark] if pack.mark else []
    return [*mark, pack.title, pack.area, *pack.footer, f"pack {pack.id}", SHORTHAND]


def pack_csv(pack: Pack) -> bytes:
    """Return the figures of ``pack`` as CSV below its notes."""
    return csv_file(_notes(pack), _frame(pack))


def pack_xlsx(pack: Pack) -> bytes:
    """Return the figures of ``pack`` as a workbook: notes, and one table."""
    return xlsx_file(pack.title, _notes(pack), _frame(pack))
