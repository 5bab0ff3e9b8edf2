"""Each submitter's own record: how often it returned, on time, clean at the first go, and what is typically found."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.measures.return_states import return_states
from carehomes.snapshots import Snapshot, records
from carehomes.statistics import percent

#: How many of the codes found most often are told.
TYPICAL = 3
_COUNTS = ("expected", "returned", "on_time", "late", "nil", "missing", "first_files", "clean")
COLUMNS = ("code", "name", *_COUNTS, "on_time_share", "clean_share", "findings")


def submitter_records(
    snapshot: Snapshot, first: date, last: date, ccgs: Collection[str], *, permitted: Permitted, now: datetime | None = None
) -> pd.DataFrame:
    """Return one row a CCG of ``ccgs`` (codes as then) that was expected in a week from ``first`` to ``last``, by name.

    Columns: ``COLUMNS``. ``expected`` to ``missing`` are weeks: expected are those whose deadline has passed or whose return is in,
    missing those of which nothing stands. ``first_files`` are the weeks of which anything came in, ``clean`` those whose first return
    was accepted at once, without an error or a query. Shares are in percent, of ``expected`` and of ``first_files``, missing of none.
    ``findings`` are at most three (code of a finding, severity, returns in which it was found), the most frequent first.
    """
    asked: dict[str, Any] = {"first": first, "last": last, **permitted.parameters}
    moment = snapshot.as_at or now or datetime.now(UTC)
    states = return_states(snapshot, first, last, ccgs, permitted=permitted, now=moment)
    firsts = {(row["ccg"], row["week"]): int(row["clean"]) for row in records(snapshot.query("first_files", **asked))}
    typical: dict[str, list[tuple[str, str, int]]] = {}
    for row in records(snapshot.query("findings_by_submitter", **asked)):
        typical.setdefault(row["ccg"], []).append((str(row["code"]), str(row["severity"]), int(row["files"])))
    weeks: dict[str, list[dict[str, Any]]] = {}
    for row in records(states):
        # A week that was withdrawn or refused before its deadline is not missing yet either.
        if row["expected"] and (row["returned"] or row["due"] < moment):
            weeks.setdefault(row["code"], []).append(row)
    rows = [_record(rows, firsts, typical.get(ccg, [])) for ccg, rows in weeks.items()]
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    return found.sort_values(["name", "code"], ignore_index=True)


def _record(rows: list[dict[str, Any]], firsts: dict[tuple[Any, Any], int], typical: list[tuple[str, str, int]]) -> dict[str, Any]:
    came = [firsts[key] for row in rows if (key := (row["code"], row["week"])) in firsts]
    returned = sum(1 for row in rows if row["returned"])
    on_time = sum(1 for row in rows if row["on_time"])
    return {
        "code": rows[0]["code"],
        "name": rows[0]["name"],
        "expected": len(rows),
        "returned": returned,
        "on_time": on_time,
        "late": returned - on_time,
        "nil": sum(1 for row in rows if row["nil"]),
        "missing": len(rows) - returned,
        "first_files": len(came),
        "clean": sum(came),
        "on_time_share": percent(on_time, len(rows)),
        "clean_share": percent(sum(came), len(came)),
        "findings": sorted(typical, key=lambda one: (-one[2], one[0]))[:TYPICAL],
    }


def unplaced_files(snapshot: Snapshot, *, permitted: Permitted) -> pd.DataFrame:
    """Return the files and returns that were refused or held and name no submitter or no week, the newest first.

    Columns: return_id, action, kind, submitter, week, received_at, known_from (UTC), file_name.
    """
    return snapshot.query("unplaced_files", **permitted.parameters)
