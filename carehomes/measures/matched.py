"""Matched returners: what changed among the homes that answered in a week and in the one before."""

from __future__ import annotations

from datetime import date, timedelta

from carehomes.access import Permitted
from carehomes.catalogue import Measure
from carehomes.snapshots import Snapshot, records
from carehomes.statistics import Change, change_of


def matched(snapshot: Snapshot, week: date, code: str, measure: Measure, *, permitted: Permitted, areas: str = "then") -> Change | None:
    """Return the change since the week before among the homes of an area (any level but local authorities and groups), by home rows alone.

    None where the measure is no plain question of yes or no, where it or the snapshot does not reach back a week, or where no home
    answered in both. ``areas`` is ``then`` or ``now`` (rule 8): homes belong where they belong in ``week``.
    """
    before = week - timedelta(weeks=1)
    plain = measure.shape == "share_of_homes" and not measure.words and measure.at_least is None
    if not plain or before not in snapshot.weeks or before < measure.since:
        return None
    asked = {"week": week, "before": before, "question": measure.question, "code": code, "basis": areas}
    row = records(snapshot.query("matched_answers", **asked, **permitted.parameters))[0]
    counts = {name: int(row[name]) for name in ("yes_both", "gained", "lost", "homes")}
    return change_of(**counts) if counts["homes"] else None
