"""The variation by assurance matrix: which areas stand where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from carehomes.statistics.process.labels import ASSURANCES, VARIATIONS

#: The rows: what the latest point says, whichever side it lies on; the last for series without an icon (too few points).
VARIATION_ROWS: Final = ("improvement", "common_cause", "concern", "neither", "no_icon")
#: The columns: the target against the limits; the last for series without a target, a direction or limits.
ASSURANCE_COLUMNS: Final = (*ASSURANCES, "no_icon")


def variation_by_assurance(areas: Sequence[str], variation: Iterable[str | None], assurance: Iterable[str | None]) -> pd.DataFrame:
    """Return the matrix of variation (rows) by assurance (columns): each cell a tuple of its areas in order of their names.

    ``variation`` and ``assurance``: the icons of each area, as ``xmr_array`` gives them. Every area stands in exactly one cell; a cell
    without areas is an empty tuple. ``ValueError`` where the three differ in length or an icon is none of those known.
    Source: the variation and assurance matrix of NHS England Making Data Count.
    """
    cells: dict[tuple[str, str], list[str]] = {(row, column): [] for row in VARIATION_ROWS for column in ASSURANCE_COLUMNS}
    for area, varies, assures in zip(areas, variation, assurance, strict=True):
        if varies not in (*VARIATIONS, None) or assures not in (*ASSURANCES, None):
            raise ValueError(f"{area}: there is no icon {varies!r} or {assures!r}.")
        row = "no_icon" if varies is None else varies.removesuffix("_high").removesuffix("_low")
        cells[row, assures or "no_icon"].append(area)
    table = pd.DataFrame(
        {column: [tuple(sorted(cells[row, column])) for row in VARIATION_ROWS] for column in ASSURANCE_COLUMNS},
        index=pd.Index(VARIATION_ROWS, name="variation"),
    )
    return table.rename_axis(columns="assurance")
