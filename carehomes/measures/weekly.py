"""Answers week by week: many areas of one level at once, for what is told of all of them together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from carehomes.access import Permitted
from carehomes.snapshots import Snapshot

WEEKLY_COLUMNS = ("week", "code", "yes", "answered", "compared")


def weekly_answers(
    snapshot: Snapshot, level: str, codes: Sequence[str], measure: str, *, permitted: Permitted, areas: str = "then"
) -> pd.DataFrame:
    """Return the homes that said yes, and those that said yes or no, of a measure of homes, a row an area and week.

    The areas are those of ``level`` among ``codes``. Columns of ``WEEKLY_COLUMNS``, by week and code; ``compared`` is true where enough
    of the homes answered (rule 4). ``areas`` is ``then`` or ``now`` (rule 8). Empty without a week.
    """
    if not snapshot.weeks:
        return pd.DataFrame(columns=list(WEEKLY_COLUMNS))
    asked = {"first": snapshot.weeks[0], "last": snapshot.weeks[-1], "basis": areas, "measures": [measure]}
    found = snapshot.query("figures", **asked, codes=sorted(codes), every_code=False, parts=False, **permitted.parameters)
    found = found[found["level"] == level]
    counts = found[["yes", "no", "denominator", "not_applicable"]].fillna(0).astype("int64")
    answered = counts["yes"] + counts["no"]
    whole = counts["denominator"] - counts["not_applicable"]
    compared = (whole > 0) & (100 * answered >= snapshot.settings.compare_from * whole)
    table = found[["week", "code"]].assign(yes=counts["yes"], answered=answered, compared=compared)
    return table.sort_values(["week", "code"], kind="stable").reset_index(drop=True)
