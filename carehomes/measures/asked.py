"""Which CCGs are asked an optional question: those for which an answer to it counts in the week, by themselves or carried."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carehomes.access import Permitted
from carehomes.snapshots import Snapshot, records


def ccgs_asked(snapshot: Snapshot, week: date, measures: Sequence[str], *, permitted: Permitted) -> dict[str, frozenset[str]]:
    """Return the CCGs (codes as then) that are asked in ``week``, by measure, for those of ``measures`` that rest on an optional question.

    Every other measure is asked of everybody and is not in it.
    """
    optional = [one for one in measures if one in snapshot.measures and snapshot.measures[one].optional(snapshot.questions)]
    found: dict[str, set[str]] = {one: set() for one in optional}
    if optional:
        for row in records(snapshot.query("asked", first=week, last=week, measures=optional, **permitted.parameters)):
            found[row["measure"]].add(str(row["ccg"]))
    return {one: frozenset(ccgs) for one, ccgs in found.items()}
