"""How much weeks still move after their deadline, from the record: what says which of the last weeks are provisional."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import due_moment
from carehomes.snapshots import Snapshot, records
from carehomes.statistics import percent

#: Weeks after the deadline that are looked at.
AGES = 8
#: Weeks whose record must have come to its end at an age before anything is said of that age.
LEAST_WEEKS = 4
#: Weeks after the deadline taken as provisional while the record is too short to say.
UNKNOWN_AGES = 2


@dataclass(frozen=True)
class Settling:
    """What the record says. ``moved`` is, by age (0: the first week after the deadline): homes moved, homes looked at, weeks looked at.

    ``ages`` is the first age from which no more than ``limit`` percent of homes move; ``provisional`` are the snapshot's weeks
    younger than that. ``known`` is False while too few weeks are over.
    """

    moved: tuple[tuple[int, int, int], ...]
    ages: int
    known: bool
    limit: int
    provisional: tuple[date, ...]

    @property
    def sentence(self) -> str:
        """Return what the record says, in words."""
        if not self.known:
            return (
                f"Too few weeks are over to say how much a week still moves after its deadline; until then "
                f"{UNKNOWN_AGES} weeks after it count as provisional [p]."
            )
        told = [
            f"{percent(moved, homes):.0f}% in week {age}"
            for age, (moved, homes, _) in enumerate(self.moved[: max(self.ages, 1) + 1], start=1)
            if homes
        ]
        weeks = min(number for _, _, number in self.moved[: max(self.ages, 1)])
        lasts = f"for {self.ages} week{'s' * (self.ages != 1)} after its deadline" if self.ages else "until its deadline"
        return (
            f"After their deadline, returns for this share of homes were new or revised: {', '.join(told)} (at least {weeks} past weeks). "
            f"A week is provisional [p] until no more than {self.limit}% still move: {lasts}."
        )


def settling(snapshot: Snapshot, *, permitted: Permitted) -> Settling:
    """Return how much the weeks of ``snapshot`` moved after their deadline, homes counted by the CCG whose return came, changed or went.

    A home counts once for each week after the deadline in which its CCG's return was accepted or withdrawn. The clock is the
    snapshot's: the last decision in it, or the moment that it is as at.
    """
    known_at = snapshot.as_at or snapshot.known_at
    settings = snapshot.settings
    if known_at is None:
        return Settling((), UNKNOWN_AGES, False, settings.settled_below, ())
    dues = {week: due_moment(week, days=settings.due_days, at=settings.due_time) for week in snapshot.weeks}
    rows = records(snapshot.query("settling", **permitted.parameters))
    homes: dict[date, dict[str, int]] = defaultdict(dict)
    moves: set[tuple[date, str, int]] = set()
    for row in rows:
        homes[row["week"]][row["ccg"]] = int(row["registered"])
        if not pd.isna(row["decided_at"]):
            age = _age(dues[row["week"]], row["decided_at"].replace(tzinfo=UTC))
            if 0 <= age < AGES:
                moves.add((row["week"], row["ccg"], age))
    moved = tuple(_of_age(age, dues, known_at, homes, moves) for age in range(AGES))
    ages, known = _settled(moved, settings.settled_below)
    young = tuple(week for week in snapshot.weeks if _age(dues[week], known_at) < ages)
    return Settling(moved, ages, known, settings.settled_below, young)


def _age(due: datetime, moment: datetime) -> int:
    """Return in which week after the deadline a moment lies: 0 in the first, negative on time."""
    return -1 if moment <= due else (moment - due) // timedelta(days=7)


def _of_age(
    age: int, dues: dict[date, datetime], known_at: datetime, homes: dict[date, dict[str, int]], moves: set[tuple[date, str, int]]
) -> tuple[int, int, int]:
    over = [week for week, due in dues.items() if known_at >= due + timedelta(days=7 * (age + 1))]
    moved = sum(homes[week][ccg] for week, ccg, when in moves if when == age and week in set(over))
    return moved, sum(sum(homes[week].values()) for week in over), len(over)


def _settled(moved: Sequence[tuple[int, int, int]], limit: int) -> tuple[int, bool]:
    """Return the first age from which no more than ``limit`` percent of homes move, and whether the record is long enough to say so."""
    known = [one for one in moved if one[2] >= LEAST_WEEKS and one[1]]
    if not known:
        return UNKNOWN_AGES, False
    loud = [age for age, (homes_moved, homes, _) in enumerate(known) if 100 * homes_moved > limit * homes]
    return (max(loud) + 1 if loud else 0), True
