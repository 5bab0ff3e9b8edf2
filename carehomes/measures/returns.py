"""Who has returned: expected, received, on time, late, nil, missing (rule 12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import Area, due_moment
from carehomes.snapshots import Snapshot, records
from carehomes.statistics import percent


@dataclass(frozen=True)
class Returned:
    """Returned n of N for an area and a week, and the registered homes that it covers.

    ``registered`` is 0 without a register, and for CCGs that only have some of their homes in what is shown (``returned_of``); then
    ``share_covered`` is None. ``areas`` are the CCGs expected, ``due`` is the deadline (UTC).
    """

    n: int
    expected: int
    covered: int
    registered: int
    on_time: int
    late: int
    nil: int
    revised: int
    missing: tuple[Area, ...]
    areas: tuple[Area, ...] = ()
    due: datetime | None = None

    @property
    def share_covered(self) -> float | None:
        """Registered homes with at least one answer, in percent."""
        return percent(self.covered, self.registered)


def ccgs_under(snapshot: Snapshot, code: str, areas: str) -> set[str]:
    """Return the codes of the CCGs (as then) that lie under the area ``code``, by areas as ``then`` or ``now``."""
    under = set()
    for ccg in snapshot.areas.of_level("ccg"):
        if any(one.code == code for one in snapshot.areas.path(ccg.code, areas)):
            under.add(ccg.code)
    return under


def returned(snapshot: Snapshot, week: date, code: str, *, permitted: Permitted, areas: str = "then") -> Returned:
    """Return who has returned for ``week`` among the CCGs of the area ``code``."""
    return _returned(snapshot, week, ccgs_under(snapshot, code, areas), permitted)


def returned_of(snapshot: Snapshot, week: date, ccgs: Sequence[str], *, permitted: Permitted) -> Returned:
    """Return who has returned for ``week`` among ``ccgs``: those with homes in a local authority or an own group.

    The homes that their returns cover are not told: they are those of the whole CCGs.
    """
    return replace(_returned(snapshot, week, set(ccgs), permitted), covered=0, registered=0)


def _returned(snapshot: Snapshot, week: date, ccgs: set[str], permitted: Permitted) -> Returned:
    found = snapshot.query("returned", first=week, last=week, **permitted.parameters)
    rows: list[dict[str, Any]] = [row for row in records(found) if row["ccg"] in ccgs and row["open"]]
    settings = snapshot.settings
    due = due_moment(week, days=settings.due_days, at=settings.due_time)
    back = [row for row in rows if row["returned"]]
    on_time = [row for row in back if not pd.isna(row["received_at"]) and row["received_at"].replace(tzinfo=UTC) <= due]
    expected = {row["ccg"]: area for row in rows if (area := snapshot.areas.get(row["ccg"]))}
    return Returned(
        n=len(back),
        expected=len(rows),
        covered=sum(int(row["covered"]) for row in rows),
        registered=sum(int(row["registered"]) for row in rows),
        on_time=len(on_time),
        late=len(back) - len(on_time),
        nil=sum(1 for row in back if row["nil"]),
        revised=sum(1 for row in back if row["revised"]),
        missing=tuple(expected[row["ccg"]] for row in rows if not row["returned"] and row["ccg"] in expected),
        areas=tuple(expected.values()),
        due=due,
    )


def returns_received(snapshot: Snapshot, *, permitted: Permitted) -> pd.DataFrame:
    """Return every accepted version, newest decision first.

    Columns: kind, submitter, name, week, received_at and decided_at (UTC), on_time (None where there is no deadline),
    standing, state (standing, superseded, withdrawn), nil, file_name, rows, findings, reasons (why its queries were accepted, by
    code), decided (why it was decided so, where somebody said it), return_id.
    """
    reasons: dict[int, list[str]] = {}
    told = snapshot.query("return_reasons", **permitted.parameters)
    for row in records(told):
        number = int(row["findings"])
        counted = f"{row['code']} ({number:,}): " if number > 1 else f"{row['code']}: "
        reasons.setdefault(int(row["return_id"]), []).append(counted + str(row["reason"]))
    found = snapshot.query("versions", **permitted.parameters)
    settings = snapshot.settings
    rows = []
    for row in records(found):
        area = snapshot.areas.get(row["submitter"]) if row["submitter"] else None
        week = row["week"] if isinstance(row["week"], date) else None
        received_at = row["received_at"].to_pydatetime().replace(tzinfo=UTC)
        has_deadline = row["kind"] in ("home", "area") and week is not None
        due = due_moment(week, days=settings.due_days, at=settings.due_time) if week and has_deadline else None
        rows.append(
            {
                "kind": row["kind"],
                "submitter": row["submitter"],
                "name": area.name if area else "",
                "week": week,
                "received_at": received_at,
                "decided_at": row["known_from"].to_pydatetime().replace(tzinfo=UTC),
                "on_time": received_at <= due if due else None,
                "standing": not row["ended_by"],
                "state": row["ended_by"] or "standing",
                "nil": bool(row["nil"]),
                "file_name": row["file_name"],
                "rows": int(row["row_count"]),
                "findings": int(row["findings"]),
                "reasons": "; ".join(reasons.get(int(row["return_id"]), [])),
                "decided": row["reason"],
                "return_id": int(row["return_id"]),
            }
        )
    columns = ["kind", "submitter", "name", "week", "received_at", "decided_at", "on_time", "standing", "state", "nil", "file_name", "rows"]
    return pd.DataFrame(rows, columns=[*columns, "findings", "reasons", "decided", "return_id"])


def pcns(snapshot: Snapshot, week: date, *, permitted: Permitted, areas: str = "then") -> pd.DataFrame:
    """Return the PCNs of ``week``: code, name, ccg. A PCN across a border has a row for each of its CCGs."""
    found = snapshot.query("pcns_of_week", week=week, basis=areas, **permitted.parameters)
    names = snapshot.pcn_names
    rows = [
        {"code": row["pcn"], "name": names.get(row["pcn"], row["pcn"]), "ccg": row["ccg"]}
        for row in records(found)
        if row["known"] or not pd.isna(row["area_homes"])
    ]
    return pd.DataFrame(rows, columns=["code", "name", "ccg"])


def rule_findings(snapshot: Snapshot, week: date, *, permitted: Permitted) -> pd.DataFrame:
    """Return what the rules of counting found in ``week``: ccg, code, pcn, home_id, message. Each is counted as its rule says."""
    return snapshot.query("rule_findings", week=week, **permitted.parameters)
