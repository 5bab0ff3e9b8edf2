"""A pack as a workbook, a table a slide, and its rows of figures as CSV: what it was frozen with, no snapshot asked."""

from __future__ import annotations

import pandas as pd

from carehomes.briefing.content import Pack
from carehomes.briefing.sheets import figure_rows, sheets
from carehomes.exports import SIGNS, csv_file, workbook


def _notes(pack: Pack) -> list[str]:
    mark = [pack.mark] if pack.mark else []
    return [*mark, pack.area, *pack.footer, f"pack {pack.id}"]


def pack_csv(pack: Pack) -> bytes:
    """Return the figures of ``pack`` as CSV below its notes. The same pack gives the same bytes."""
    rows = pd.DataFrame([list(row) for row in figure_rows(pack)], columns=list(pack.columns), dtype=object)
    shorthand = "Shorthand: " + "; ".join(f"{sign} {meaning}" for sign, meaning in SIGNS)
    return csv_file([pack.title, *_notes(pack), shorthand], rows)


def pack_xlsx(pack: Pack) -> bytes:
    """Return ``pack`` as a workbook: notes, a sheet for what each slide draws or says, and the rows of figures.

    The same pack gives the same bytes.
    """
    found = sheets(pack)
    told = [
        *_notes(pack),
        *(f"{sign} {meaning}" for sign, meaning in SIGNS),
        "Each further sheet holds one table; its first row names the columns:",
        *(f"{one.name}: {about}" for one, about in found),
    ]
    return workbook(pack.title, told, [one for one, _ in found])
