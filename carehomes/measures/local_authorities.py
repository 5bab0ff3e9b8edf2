"""The national form: 13 support actions a local authority."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache

import pandas as pd

from carehomes.access import Permitted
from carehomes.settings import PROJECT
from carehomes.snapshots import Snapshot, records

COLUMNS = (
    "la_code", "la_name", "week", "item", "focus", "label", "homes", "total_homes", "support", "support_text", "issues", "return_id",
)  # fmt: skip


@cache
def la_items() -> dict[str, tuple[str, str]]:
    """Return the 13 items of the form: focus and wording by item number."""
    with (PROJECT / "data" / "reference" / "la_items.csv").open(encoding="utf-8", newline="") as file:
        return {row["item"]: (row["focus"], row["label"]) for row in csv.DictReader(file)}


def la_status(snapshot: Snapshot, week: date | None = None, *, permitted: Permitted) -> pd.DataFrame:
    """Return what the standing LA returns say (of ``week``, or of every week), one row an action. Columns of ``COLUMNS``.

    ``homes`` counts homes where the action is in place; ``support`` says whether support would help (yes, no or None): it
    is not an answer to the action. ``total_homes`` is missing where the form leaves it blank, and is never made up.
    """
    found = snapshot.query("la_status", **permitted.parameters)
    items = la_items()
    rows = []
    for row in records(found):
        if (week is not None and row["week"] != week) or row["item"] not in items:
            continue
        area = snapshot.areas.get(row["la_code"])
        focus, label = items[row["item"]]
        rows.append({**row, "la_name": area.name if area else row["la_code"], "focus": focus, "label": label})
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"homes": "Int64", "total_homes": "Int64"})
    for name in ("support", "support_text", "issues"):
        frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
    return frame
