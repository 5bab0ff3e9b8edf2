"""Matched returners: what changed among the homes that answered in a week and in the one before."""

from __future__ import annotations

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
    if measure.shape != "share_of_homes" or measure.words or measure.at_least is not None or not snapshot.weeks:
        return {}
    first = max(snapshot.weeks[0], measure.since + timedelta(weeks=1))
    if week and week < first:
        return {}
    asked = {"first": week or first, "last": week or snapshot.weeks[-1], "questions": [measure.question], "code": code, "basis": areas}
    rows = records(snapshot.query("matched_answers", **asked, **permitted.parameters))
    return {row["week"]: change_of(**{name: int(row[name]) for name in _COUNTS}) for row in rows}
