"""Weeks as first published: each week's figure as known at its deadline, beside the figure as known now."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import Group, due_moment
from carehomes.ledger.journal import Entry
from carehomes.measures.figures import COLUMNS, trend
from carehomes.snapshots import MOMENTS_KEPT, Snapshot, open_moment
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

    A week after whose deadline nothing was decided that could touch it is as now. Of the others, for which a snapshot of the moment is
    worked out (and kept), only the ``most`` newest are looked at.
    """
    asked: dict[str, Any] = {"measures": [measure], "permitted": permitted, "areas": areas, "older": older, "group": group}
    asked["beds"] = beds
    now = trend(snapshot, code, **asked)
    dues = _deadlines(snapshot)
    entries = [one for one in store.journal.entries() if snapshot.as_at is None or one.decided_at <= snapshot.as_at]
    moved = [week for week, due in dues.items() if any(_touches(one, week, due) for one in entries)]
    shown = moved[-most:] if most else []
    left_out = tuple(moved[: len(moved) - len(shown)])
    frames = [now[now["week"].isin([week for week in dues if week not in moved])]]
    frames += [_then(store, code, week, dues[week], asked) for week in shown]
    weeks = tuple(week for week in dues if week not in left_out)
    filled = [frame for frame in frames if not frame.empty]
    return FirstPublished(pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=list(COLUMNS)), weeks, left_out)


def _deadlines(snapshot: Snapshot) -> dict[date, datetime]:
    """Return the weeks whose deadline had passed by the last decision in ``snapshot``, or by its moment, each with it."""
    known, settings = snapshot.as_at or snapshot.known_at, snapshot.settings
    dues = {week: due_moment(week, days=settings.due_days, at=settings.due_time) for week in snapshot.weeks}
    return {week: due for week, due in dues.items() if known and due <= known}


def _touches(one: Entry, week: date, due: datetime) -> bool:
    """Return whether a decision came after the deadline and could change the week: carried values and alignment reach later weeks."""
    reaches = one.kind not in ("home", "area") or (one.week is not None and one.week <= week)
    return one.action in _DECIDED and one.decided_at > due and one.kind not in _BESIDE and reaches


def _then(store: Store, code: str, week: date, due: datetime, asked: dict[str, Any]) -> pd.DataFrame:
    with closing(open_moment(store, as_at=due, week=week)) as snapshot:
        found = trend(snapshot, code, **asked)
    return found[found["week"] == week]
