"""Weeks as first published: each week's figure as known at its deadline, beside the figure as known now."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import Group, due_moment
from carehomes.ledger.journal import Entry, Version, versions
from carehomes.measures.disclosed import told_at_moments
from carehomes.measures.figures import COLUMNS, trend
from carehomes.snapshots import MOMENTS_KEPT, Snapshot, open_moment, reach_of
from carehomes.store import Store

#: Decisions that no figure of a week depends on.
_BESIDE = ("la", "boundaries")
_DECIDED = ("accepted", "withdrawn")


@dataclass(frozen=True)
class FirstPublished:
    """What was known at the deadlines.

    ``rows`` are the figures of each week of ``weeks`` as known at its deadline, in the columns of ``COLUMNS``; a week for which the area
    had no figure by then has no row. ``left_out`` are older weeks whose own moments were not worked out.
    """

    rows: pd.DataFrame
    weeks: tuple[date, ...]
    left_out: tuple[date, ...]


def first_published(
    store: Store,
    snapshot: Snapshot,
    code: str,
    measure: str,
    *,
    permitted: Permitted,
    areas: str = "then",
    older: bool = False,
    group: Group | None = None,
    beds: bool = False,
    most: int = MOMENTS_KEPT,
) -> FirstPublished:
    """Return the figures of an area, each week's as known at its deadline, up to the moment of ``snapshot``.

    A week after whose deadline nothing was decided that could touch it there is as now. Of the others, for which a snapshot of the
    moment is worked out (and kept), only the ``most`` newest are looked at.
    """
    asked: dict[str, Any] = {"measures": [measure], "permitted": permitted, "areas": areas, "older": older, "group": group}
    asked["beds"] = beds
    now = trend(snapshot, code, **asked)
    dues = _deadlines(snapshot)
    moved = _moved(store, snapshot, dues, code if group is None else "")
    if not told_at_moments(snapshot, snapshot.measures[measure], code, cut=older or group is not None):
        most = 0
    shown = moved[-most:] if most else []
    left_out = tuple(moved[: len(moved) - len(shown)])
    frames = [now[now["week"].isin([week for week in dues if week not in moved])]]
    frames += [_then(store, code, week, dues[week], asked, beyond=snapshot.beyond is not None) for week in shown]
    weeks = tuple(week for week in dues if week not in left_out)
    filled = [frame for frame in frames if not frame.empty]
    return FirstPublished(pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(COLUMNS)), weeks, left_out)


def _deadlines(snapshot: Snapshot) -> dict[date, datetime]:
    """Return the weeks whose deadline had passed by the last decision in ``snapshot``, or by its moment, each with it."""
    known, settings = snapshot.as_at or snapshot.known_at, snapshot.settings
    dues = {week: due_moment(week, days=settings.due_days, at=settings.due_time) for week in snapshot.weeks}
    return {week: due for week, due in dues.items() if known and due <= known}


def _moved(store: Store, snapshot: Snapshot, dues: dict[date, datetime], code: str) -> list[date]:
    """Return the weeks that a decision after their deadline can have changed in the area ``code`` ('': somewhere)."""
    entries = [one for one in store.journal.entries() if one.seq <= snapshot.entry]
    known = [one for one in entries if snapshot.as_at is None or one.decided_at <= snapshot.as_at]
    late = [one for one in known if one.action in _DECIDED and one.kind not in _BESIDE and any(_after(one, *each) for each in dues.items())]
    every = versions(known)
    here = _late_there(snapshot, list(dues), every, late, code)
    registers = [one for one in every if one.kind == "register"]
    return [week for week, due in dues.items() if any(_touches(one, week, due, registers) for one in here)]


def _after(one: Entry, week: date, due: datetime) -> bool:
    """Return whether a decision came after the deadline of a week that it can reach: carried values and alignment reach later weeks."""
    return one.decided_at > due and (one.kind not in ("home", "area") or (one.week is not None and one.week <= week))


def _touches(one: Entry, week: date, due: datetime, registers: Sequence[Version]) -> bool:
    """Return whether a decision can have changed a week after its deadline: a register of a later day only where none of before stood."""
    if not _after(one, week, due):
        return False
    if one.kind != "register" or one.week is None or one.week <= week:
        return True
    return not any(
        each.week and each.week <= week and each.known_from <= due and (each.known_to is None or each.known_to > due) for each in registers
    )


def _late_there(snapshot: Snapshot, weeks: list[date], every: Sequence[Version], late: Sequence[Entry], code: str) -> list[Entry]:
    """Return those of the decisions ``late`` that can reach the area ``code``: where it is no area of CCGs, all of them."""
    area = snapshot.areas.get(code)
    if area is None or area.level not in ("ccg", "stp", "region"):
        return list(late)
    paths = {
        one.code: [*snapshot.areas.path(one.code, "then"), *snapshot.areas.path(one.code, "now")] for one in snapshot.areas.of_level("ccg")
    }
    inside = {ccg for ccg, path in paths.items() if area in path}
    about = {one.seq: one.return_seq if one.action == "withdrawn" else one.seq for one in late if one.kind in ("home", "area")}
    numbers = set(about.values())
    with snapshot.work() as work:
        reached = reach_of(work, snapshot.areas, weeks, every, [one for one in every if one.return_id in numbers])
    return [one for one in late if one.seq not in about or inside & reached.get(about[one.seq] or 0, set())]


def _then(store: Store, code: str, week: date, due: datetime, asked: dict[str, Any], *, beyond: bool) -> pd.DataFrame:
    with closing(open_moment(store, as_at=due, week=week)) as opened:
        found = trend(opened.for_others() if beyond else opened, code, **asked)
    return found[found["week"] == week]
