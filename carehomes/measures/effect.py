"""What a return does to what is published: the headline figures of its CCG and week, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from carehomes.access import Permitted
from carehomes.measures.figures import figures
from carehomes.measures.returns import Returned, returned
from carehomes.snapshots import Snapshot, records


@dataclass(frozen=True)
class Standing:
    """What is published of a CCG and week: the figures of its headline measures, by measure, and who has returned."""

    figures: dict[str, dict[str, Any]]
    returned: Returned | None


@dataclass(frozen=True)
class Effect:
    """A CCG and week before and after a return; ``was`` and ``now`` hold the same measures."""

    code: str
    week: date
    was: Standing
    now: Standing


def published_of(snapshot: Snapshot, code: str, week: date, *, permitted: Permitted) -> Standing:
    """Return what ``snapshot`` publishes of the CCG ``code`` in ``week``: rows of ``figures``; nothing where it has no such week."""
    if week not in snapshot.weeks:
        return Standing({}, None)
    heads = [one.id for one in snapshot.measures.values() if one.headline]
    found = figures(snapshot, week, permitted=permitted, codes=[code], measures=heads)
    own = found[(found["code"] == code) & (found["within"] == "")]
    return Standing({row["measure"]: row for row in records(own)}, returned(snapshot, week, code, permitted=permitted))


def effect(before: Snapshot, after: Snapshot, code: str, week: date, *, permitted: Permitted) -> Effect:
    """Return what changes for the CCG ``code`` in ``week`` from one snapshot to the other."""
    was, now = (published_of(one, code, week, permitted=permitted) for one in (before, after))
    return Effect(code, week, was, now)
