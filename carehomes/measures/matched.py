"""Matched returners: what changed among the homes that answered in a week and in the one before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from carehomes.access import Permitted
from carehomes.catalogue import Measure
from carehomes.snapshots import Snapshot, records
from carehomes.statistics import Change, change_of

_COUNTS = ("yes_both", "gained", "lost", "homes")


def matched(
    snapshot: Snapshot, code: str, measure: Measure, *, permitted: Permitted, areas: str = "then", week: date | None = None
) -> dict[date, Change]:
    """Return by week (or of ``week`` alone), the oldest first, the change since the week before among the homes of an area that answered
    in both.

    By home rows alone, in an area of any level but local authorities and groups; weeks without such a home are left out, and nothing is
    returned where the measure is no plain question of yes or no. ``areas`` is ``then`` or ``now`` (rule 8): homes belong where they
    belong in the later week.
    """
    return matched_of(snapshot, code, [measure], permitted=permitted, areas=areas, week=week)[measure.id]


def matched_of(
    snapshot: Snapshot, code: str, measures: Sequence[Measure], *, permitted: Permitted, areas: str = "then", week: date | None = None
) -> dict[str, dict[date, Change]]:
    """Return for each of ``measures``, by its id, what ``matched`` returns: asked at once."""
    plain = [one for one in measures if one.shape == "share_of_homes" and not one.words and one.at_least is None and snapshot.weeks]
    since = {one.id: max(snapshot.weeks[0], one.since + timedelta(weeks=1)) for one in plain}
    found: dict[str, dict[date, Change]] = {one.id: {} for one in measures}
    if not plain:
        return found
    first, last = week or min(since.values()), week or snapshot.weeks[-1]
    asked = {"first": first, "last": last, "questions": [one.question for one in plain], "code": code, "basis": areas}
    rows = records(snapshot.query("matched_answers", **asked, **permitted.parameters))
    for one in plain:
        own = [row for row in rows if row["question"] == one.question and row["week"] >= since[one.id]]
        found[one.id] = {row["week"]: change_of(**{name: int(row[name]) for name in _COUNTS}) for row in own}
    return found
