"""Every CCG by every week in one state: on time, late, nil, refused, held, withdrawn, missing; and what that adds up to (rule 12)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import due_moment
from carehomes.snapshots import Snapshot, records
from carehomes.statistics import percent

#: The states of a CCG in a week that count as returned, then those that do not; ``not expected`` is neither.
RETURNED = ("on time", "accepted with queries", "superseded", "late", "nil")
NOT_RETURNED = ("refused", "held", "withdrawn", "missing", "not yet due")
NOT_EXPECTED = "not expected"
STATES = (*RETURNED, *NOT_RETURNED, NOT_EXPECTED)
COLUMNS = (
    "week",
    "code",
    "name",
    "state",
    "expected",
    "returned",
    "on_time",
    "nil",
    "queried",
    "superseded",
    "withdrawn",
    "refused",
    "held",
    "registered",
    "covered",
    "received_at",
    "due",
)
_COUNTS = ("standing", "nils", "queried", "superseded", "withdrawn", "refused", "held")


@dataclass(frozen=True)
class Tally:
    """How many CCGs are so in a week, and the registered homes of them."""

    what: str
    returns: int
    homes: int


def state_of(life: Mapping[str, Any]) -> str:
    """Return the one state of a CCG in a week; what else is true of it stands in the other columns.

    ``life`` has ``expected``, ``returned``, ``on_time`` and ``past`` (the deadline has passed), the counts of what happened, and
    the last moments ``withdrawn_at``, ``refused_at``, ``held_at`` (None where there is none).
    """
    if not life["expected"]:
        return NOT_EXPECTED
    if life["returned"]:
        if not life["standing"]:
            return "nil"
        if not life["on_time"]:
            return "late"
        return "accepted with queries" if life["queried"] else "superseded" if life["superseded"] else "on time"
    # Nothing stands: what happened last says why.
    last = [(life[f"{what}_at"], what) for what in ("withdrawn", "refused", "held") if life[f"{what}_at"] is not None]
    if last:
        return max(last)[1]
    return "missing" if life["past"] else "not yet due"


def return_states(
    snapshot: Snapshot, first: date, last: date, ccgs: Collection[str], *, permitted: Permitted, now: datetime | None = None
) -> pd.DataFrame:
    """Return one row a CCG and week from ``first`` to ``last``, of ``ccgs`` (codes as then; see ``ccgs_under``).

    ``now`` (aware) says which deadlines have passed: the snapshot's moment of knowledge where it is a past one, else the clock.
    Columns: ``COLUMNS``. ``state`` is one of ``STATES``; ``queried`` to ``held`` count what stands with queries and what was
    superseded, withdrawn, refused and held; ``registered`` and ``covered`` are homes; ``received_at`` and ``due`` are UTC.
    """
    asked: dict[str, Any] = {"first": first, "last": last, **permitted.parameters}
    lives = {(row["ccg"], row["week"]): row for row in records(snapshot.query("return_life", **asked))}
    moment = snapshot.as_at or now or datetime.now(UTC)
    settings = snapshot.settings
    rows = []
    for row in records(snapshot.query("returned", **asked)):
        life = lives.get((row["ccg"], row["week"]), {})
        if row["ccg"] not in ccgs or not (row["open"] or row["returned"]):
            continue
        due = due_moment(row["week"], days=settings.due_days, at=settings.due_time)
        rows.append(_row(snapshot, row, life, due, moment))
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(["week", "code"], ignore_index=True)


def _row(snapshot: Snapshot, row: dict[str, Any], life: dict[str, Any], due: datetime, moment: datetime) -> dict[str, Any]:
    area = snapshot.areas.get(row["ccg"])
    received_at = None if pd.isna(row["received_at"]) else row["received_at"].to_pydatetime().replace(tzinfo=UTC)
    returned = bool(row["returned"])
    told = {
        "week": row["week"],
        "code": row["ccg"],
        "name": area.name if area else "",
        "expected": bool(row["open"]),
        "returned": returned,
        "on_time": returned and received_at is not None and received_at <= due,
        "nil": returned and not int(life.get("standing", 0)),
        "registered": int(row["registered"]),
        "covered": int(row["covered"]),
        "received_at": received_at if returned else None,
        "due": due,
    }
    counts = {name: int(life.get(name, 0)) for name in _COUNTS}
    moments = {f"{name}_at": _moment(life.get(f"{name}_at")) for name in ("withdrawn", "refused", "held")}
    state = state_of({**told, **counts, **moments, "past": moment > due})
    return {**counts, **told, "state": state}


def _moment(value: Any) -> Any:
    return None if value is None or pd.isna(value) else value


def tallies(states: pd.DataFrame) -> list[Tally]:
    """Return what the rows of one week of ``return_states`` add up to, by returns (CCGs) and by their registered homes.

    ``expected`` is ``returned`` and ``not returned``; ``returned`` is ``on time`` and ``late``; ``nil``, ``accepted with queries``
    and ``superseded`` are among the returned and may meet in one CCG; the last five states add up to ``not returned``.
    """
    rows = [row for row in records(states) if row["expected"]]
    back = [row for row in rows if row["returned"]]
    parts: dict[str, list[dict[str, Any]]] = {
        "expected": rows,
        "returned": back,
        "on time": [row for row in back if row["on_time"]],
        "late": [row for row in back if not row["on_time"]],
        "nil": [row for row in back if row["nil"]],
        "accepted with queries": [row for row in back if row["queried"]],
        "superseded": [row for row in back if row["superseded"]],
        "not returned": [row for row in rows if not row["returned"]],
        **{state: [row for row in rows if row["state"] == state] for state in NOT_RETURNED},
    }
    return [Tally(what, len(found), sum(int(row["registered"]) for row in found)) for what, found in parts.items()]


def question_response(snapshot: Snapshot, week: date, ccgs: Collection[str], *, permitted: Permitted) -> pd.DataFrame:
    """Return how far each question was answered in ``week`` by ``ccgs`` (codes as then).

    Columns: question, wording, ccgs (that answered it for a home at least), returned (CCGs that returned answers or nil), homes (registered
    homes for which it was answered, *not applicable* and counts included; from a total at most those known there), registered, share
    (percent). Every question that is asked in that week has a row, in the order of the form; an optional one where any of them answered
    it, and then ``returned`` and ``registered`` are of those that did.
    """
    asked: dict[str, Any] = {"first": week, "last": week, **permitted.parameters}
    states = [row for row in records(snapshot.query("returned", **asked)) if row["ccg"] in ccgs and row["open"]]
    expected = {row["ccg"] for row in states}
    found: dict[str, dict[str, int]] = {}
    for row in records(snapshot.query("question_response", **asked)):
        if row["ccg"] in expected:
            found.setdefault(row["question"], {})[row["ccg"]] = int(row["homes"])
    questions = [one for one in snapshot.questions.values() if one.role == "answer" and one.asked_in(week)]
    rows = []
    for one in sorted(questions, key=lambda each: (each.place, each.id)):
        of_ccg = found.get(one.id, {})
        asked_of = [row for row in states if of_ccg.get(row["ccg"])] if one.optional else states
        if one.optional and not asked_of:
            continue
        registered = sum(int(row["registered"]) for row in asked_of)
        back = sum(1 for row in asked_of if row["returned"])
        homes = sum(of_ccg.values())
        answering = sum(1 for number in of_ccg.values() if number)
        rows.append((one.id, one.wording, answering, back, homes, registered, percent(homes, registered)))
    return pd.DataFrame(rows, columns=["question", "wording", "ccgs", "returned", "homes", "registered", "share"])
