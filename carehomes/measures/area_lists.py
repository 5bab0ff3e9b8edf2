"""The area list in force as pages show it: the practices of PCNs, and what is to be looked at."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import problems
from carehomes.snapshots import Snapshot, records

PRACTICE_COLUMNS = ("practice", "name", "ccg", "ccg_name", "pcn", "pcn_name", "pcn_ccg", "from_day", "to_day", "file_name")
PROBLEM_COLUMNS = ("problem", "code", "name", "ccg", "ccg_name", "detail")


def practices(snapshot: Snapshot, *, permitted: Permitted) -> pd.DataFrame:
    """Return in which PCN each practice is, by practice and first day, as the newest standing list that names it says.

    Columns of ``PRACTICE_COLUMNS``: the days are dates or None, the last one included.
    """
    found = snapshot.query("practices", **permitted.parameters)
    rows = []
    for row in records(found):
        plain = {name: None if pd.isna(value) else value for name, value in row.items()}
        rows.append({**plain, "ccg_name": _name(snapshot, plain["ccg"]), "pcn_name": _name(snapshot, plain["pcn"])})
    return pd.DataFrame(rows, columns=list(PRACTICE_COLUMNS), dtype=object)


def list_problems(snapshot: Snapshot, day: date, *, permitted: Permitted) -> pd.DataFrame:
    """Return what stands out in the snapshot's area list on ``day``, by problem and code. Columns of ``PROBLEM_COLUMNS``.

    Nothing of it is left out of the list: closed PCNs, PCNs with the same name, PCNs under a CCG that had closed, practices of
    another CCG than their PCN's, practices in two PCNs at once.
    """
    lines = [
        problems.Practice(
            code=row["practice"],
            name=row["name"] or "",
            ccg=row["ccg"] or "",
            pcn=row["pcn"] or "",
            pcn_ccg=row["pcn_ccg"] or "",
            from_day=row["from_day"],
            to_day=row["to_day"],
        )
        for row in records(practices(snapshot, permitted=permitted))
    ]
    found = [one for one in problems.list_problems(snapshot.areas, lines, day) if permitted.ccgs is None or one.ccg in permitted.ccgs]
    rows = [{**asdict(one), "ccg_name": _name(snapshot, one.ccg)} for one in found]
    return pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS))


def _name(snapshot: Snapshot, code: str | None) -> str:
    area = snapshot.areas.get(code) if code else None
    return area.name if area else code or ""
