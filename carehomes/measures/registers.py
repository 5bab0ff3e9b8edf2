"""The register: its versions, what changed between two, its homes in a week, and what returns say against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import AreaList
from carehomes.measures.places import same_places, where
from carehomes.snapshots import Snapshot, records

VERSION_COLUMNS = (
    "return_id", "effective", "received_at", "decided_at", "state", "file_name", "homes", "beds", "older", "dormant", "without_ccg",
    "findings",
)  # fmt: skip
HOME_COLUMNS = (
    "home_id", "name", "ccg", "england", "region", "stp", "ccg_shown", "commissioning_ccg", "commissioning_then", "la", "la_name", "pcn",
    "aligned_by", "beds", "older_people", "dormant", "start_date", "end_date", "postcode", "address", "uprn", "has_row", "sender",
    "area_row",
)  # fmt: skip
CHANGE_COLUMNS = ("kind", "home_id", "before_id", "after_id", "name", "ccg", "la", "was", "is", "why")
#: What can change between two versions, in the order in which it is told.
KINDS = (
    "opened", "closed", "re-registered", "beds changed", "CCG changed", "LA changed", "older-people band changed", "dormant changed",
)  # fmt: skip
_NOT_SAID = "not said"


def day_words(value: date) -> str:
    """Return ``1 May 2020``."""
    return f"{value.day} {value:%B %Y}"


def text_of(value: Any) -> str:
    """Return a value of a query as text, '' where it says nothing."""
    return "" if pd.isna(value) else str(value)


def whole_of(value: Any) -> int | None:
    """Return a value of a query as a whole number, None where it says nothing."""
    return None if pd.isna(value) else int(value)


def _label(areas: AreaList, code: Any) -> str:
    text = text_of(code)
    area = areas.get(text) if text else None
    return area.label if area else text or _NOT_SAID


def register_versions(snapshot: Snapshot, *, permitted: Permitted) -> pd.DataFrame:
    """Return every register ever accepted, by the day from which it holds.

    Columns of ``VERSION_COLUMNS``: ``homes`` are those listed and not ended by that day, ``beds`` theirs, ``older`` those for
    older people, ``without_ccg`` those that no area counts because their CCG is not known; ``state`` is standing, superseded or
    withdrawn; times are UTC.
    """
    found = snapshot.query("register_versions", **permitted.parameters)
    rows = [
        {
            **row,
            "received_at": row["received_at"].to_pydatetime().replace(tzinfo=UTC),
            "decided_at": row["known_from"].to_pydatetime().replace(tzinfo=UTC),
            "state": row["ended_by"] or "standing",
        }
        for row in records(found)
    ]
    return pd.DataFrame(rows, columns=list(VERSION_COLUMNS))


@dataclass(frozen=True)
class Balance:
    """How a number of a register became that of the next: before + opened - closed + moved in - moved out + changed = after.

    ``moved_in`` and ``moved_out`` are of homes that the other version has outside what the reader may see; ``changed`` is of homes
    that both list (0 for homes, the changes of beds for beds).
    """

    before: int
    opened: int
    closed: int
    moved_in: int
    moved_out: int
    changed: int
    after: int

    @property
    def net(self) -> int:
        """After less before."""
        return self.after - self.before


@dataclass(frozen=True)
class RegisterChanges:
    """What changed between two registers: a row a change (``CHANGE_COLUMNS``), and how homes and beds add up."""

    rows: pd.DataFrame
    homes: Balance
    beds: Balance

    @property
    def counts(self) -> dict[str, int]:
        """Changes by kind, every kind with its number."""
        told = Counter(self.rows["kind"])
        return {kind: told[kind] for kind in KINDS}


def register_changes(snapshot: Snapshot, before: int, after: int, *, permitted: Permitted) -> RegisterChanges:
    """Return what changed from the register ``before`` to ``after`` (``return_id`` of ``register_versions``).

    A home is followed by its ID, and where one ID went and another came at the same place, as re-registered (``places.py``); that pair
    is neither opened nor closed. ``was`` and ``is`` are in words, ``why`` says how it is known. Raises ``ValueError`` where there is no
    such version.
    """
    versions = {row["return_id"]: row for row in records(register_versions(snapshot, permitted=permitted))}
    for asked in (before, after):
        if asked not in versions:
            raise ValueError(f"There is no register version {asked}.")
    found = records(snapshot.query("register_differences", before=before, after=after, **permitted.parameters))
    gone = {row["home_id"]: row for row in found if row["in_before"] and not row["in_after"] and not row["elsewhere"]}
    came = {row["home_id"]: row for row in found if row["in_after"] and not row["in_before"] and not row["elsewhere"]}
    pairs = same_places(
        [where(one, row["uprn_before"], row["postcode_before"], row["address_before"]) for one, row in gone.items()],
        [where(one, row["uprn_after"], row["postcode_after"], row["address_after"]) for one, row in came.items()],
    )
    teller = _Teller(snapshot.areas, versions[after]["effective"])
    for pair in pairs:
        teller.again(gone.pop(pair.gone), came.pop(pair.came), pair.sure)
    for row in came.values():
        teller.opened(row)
    for row in gone.values():
        teller.closed(row)
    for row in found:
        if row["elsewhere"] or (row["in_before"] and row["in_after"]):
            teller.same(row)
    homes, beds = _balances(versions[before], versions[after], found, set(gone), set(came), teller.beds_changed)
    return RegisterChanges(teller.frame(), homes, beds)


class _Teller:
    """Tells each change as a row."""

    def __init__(self, areas: AreaList, effective: date) -> None:
        self._areas, self._effective = areas, effective
        self._rows: list[dict[str, str]] = []
        self.beds_changed = 0

    def frame(self) -> pd.DataFrame:
        place = {kind: number for number, kind in enumerate(KINDS)}
        ordered = sorted(self._rows, key=lambda row: (place[row["kind"]], row["ccg"], row["home_id"]))
        return pd.DataFrame(ordered, columns=list(CHANGE_COLUMNS))

    def opened(self, row: Mapping[str, Any]) -> None:
        since = f", registered from {day_words(row['start_after'])}" if not pd.isna(row["start_after"]) else ""
        why = f"first listed on the register of {day_words(self._effective)}{since}"
        self._tell("opened", row, "", row["home_id"], "not listed", _beds(row["beds_after"]), why)

    def closed(self, row: Mapping[str, Any]) -> None:
        why = f"absent from the register of {day_words(self._effective)}"
        if not pd.isna(row["end_after"]):
            why = f"its last day was {day_words(row['end_after'])}"
        self._tell("closed", row, row["home_id"], "", _beds(row["beds_before"]), "not listed", why)

    def again(self, old: Mapping[str, Any], new: Mapping[str, Any], sure: str) -> None:
        one = {name: (new if name.endswith("_after") else old)[name] for name in old} | {"home_id": new["home_id"]}
        ids = (old["home_id"], new["home_id"])
        self._tell(
            "re-registered",
            one,
            *ids,
            f"{old['home_id']}, {text_of(old['name_before'])}",
            ", ".join((ids[1], text_of(new["name_after"]))),
            sure,
        )
        self._properties(one, *ids)

    def same(self, row: Mapping[str, Any]) -> None:
        self._properties(row, row["home_id"], row["home_id"])

    def _properties(self, row: Mapping[str, Any], before_id: str, after_id: str) -> None:
        both = (before_id, after_id)
        if row["elsewhere"] or text_of(row["now_before"]) != text_of(row["now_after"]):
            was, now = (_label(self._areas, row[name]) for name in ("ccg_before", "ccg_after"))
            self._tell("CCG changed", row, *both, was, now, "the code of the CCG where it stands is another one")
        if row["elsewhere"]:
            return
        if whole_of(row["beds_before"]) != whole_of(row["beds_after"]):
            change = (whole_of(row["beds_after"]) or 0) - (whole_of(row["beds_before"]) or 0)
            self.beds_changed += change
            self._tell(
                "beds changed", row, *both, _beds(row["beds_before"]), _beds(row["beds_after"]), f"{change:+,} beds".replace("-", "−")
            )
        for kind, name in (("LA changed", "la"), ("older-people band changed", "older"), ("dormant changed", "dormant")):
            was, now = row[f"{name}_before"], row[f"{name}_after"]
            # What one of the two does not say at all has not changed.
            if not pd.isna(was) and not pd.isna(now) and was != now:
                self._tell(kind, row, *both, _label(self._areas, was), _label(self._areas, now), _WHY[kind])

    def _tell(self, kind: str, row: Mapping[str, Any], before_id: str, after_id: str, was: str, now: str, why: str) -> None:
        newest = "before" if kind == "closed" else "after"
        self._rows.append(
            {
                "kind": kind,
                "home_id": after_id or before_id,
                "before_id": before_id,
                "after_id": after_id,
                "name": text_of(row[f"name_{newest}"]),
                "ccg": text_of(row[f"ccg_{newest}"]),
                "la": text_of(row[f"la_{newest}"]),
                "was": was,
                "is": now,
                "why": why,
            }
        )


_WHY = {
    "LA changed": "the local authority that the register names is another one",
    "older-people band changed": "the register's service-user band says so",
    "dormant changed": "the register says so",
}


def _beds(value: Any) -> str:
    return "beds not said" if pd.isna(value) else f"{int(value):,} beds"


def _balances(
    before: Mapping[str, Any], after: Mapping[str, Any], found: list[dict[str, Any]], gone: set[str], came: set[str], beds_changed: int
) -> tuple[Balance, Balance]:
    """Return how homes and beds became what they are."""
    out = [row for row in found if row["elsewhere"] and row["in_before"]]
    into = [row for row in found if row["elsewhere"] and row["in_after"]]
    beds = {row["home_id"]: row for row in found}

    def sum_of(rows: list[dict[str, Any]], name: str) -> int:
        return sum(whole_of(row[name]) or 0 for row in rows)

    return (
        Balance(before["homes"], len(came), len(gone), len(into), len(out), 0, after["homes"]),
        Balance(
            before["beds"],
            sum_of([beds[one] for one in came], "beds_after"),
            sum_of([beds[one] for one in gone], "beds_before"),
            sum_of(into, "beds_after"),
            sum_of(out, "beds_before"),
            beds_changed,
            after["beds"],
        ),
    )


def register_homes(snapshot: Snapshot, week: date, *, permitted: Permitted, areas: str = "then") -> pd.DataFrame:
    """Return the homes of the register in force in ``week``, by CCG and name. Columns of ``HOME_COLUMNS``; empty without a register.

    ``england``, ``region``, ``stp`` and ``ccg_shown`` are the areas of the home as then or as now (rule 8); ``ccg`` and
    ``commissioning_then`` are as then. ``la`` is '' where the register names none that is known.
    """
    found = snapshot.query("register_homes", week=week, basis=areas, **permitted.parameters)
    return found[list(HOME_COLUMNS)]


def two_ccgs(snapshot: Snapshot, week: date, *, permitted: Permitted) -> pd.DataFrame:
    """Return the homes that another CCG commissions than the one where they stand. The first counts; both are kept.

    Columns: home_id, name, ccg, commissioning_ccg (both as then), beds, la.
    """
    homes = register_homes(snapshot, week, permitted=permitted)
    other = (homes["commissioning_then"] != "") & (homes["commissioning_then"] != homes["ccg"])
    found = homes[other].drop(columns="commissioning_ccg").rename(columns={"commissioning_then": "commissioning_ccg"})
    return found[["home_id", "name", "ccg", "commissioning_ccg", "beds", "la"]].reset_index(drop=True)


def reference_findings(snapshot: Snapshot, *, permitted: Permitted) -> pd.DataFrame:
    """Return what was found in the registers and alignment files that stand: kind, file_name, severity, sheet, cell, message, reason."""
    found = snapshot.query("register_findings", **permitted.parameters)
    return found[["kind", "file_name", "severity", "sheet", "cell", "message", "reason"]]
