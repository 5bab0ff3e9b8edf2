"""When a stock or a running count gets to its target at the pace of late: it has no process limits, since it is meant to move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, floor, sqrt
from statistics import NormalDist
from typing import Literal

from carehomes.statistics.process.series import direction

Number = int | float | Fraction
#: Fewer points tell no pace.
LEAST_POINTS = 4


@dataclass(frozen=True, kw_only=True)
class Projection:
    """Where a count stands, its pace in units a week with a range, and when it gets to its target.

    ``state``: ``met``; ``on the way``; ``not at this pace`` (it stands still, moves away, or takes longer than the horizon); ``too few
    points``. ``arrives``, ``earliest`` and ``latest`` are Sundays of reporting weeks; ``latest`` is None where the slower pace never gets
    there. ``pace``, ``slow`` and ``fast`` count towards the target: negative where it moves away. ``needed`` is the pace that would meet
    the target by the day asked for. ``points``: how many weeks the pace rests on.
    """

    state: Literal["met", "on the way", "not at this pace", "too few points"]
    last_week: date | None = None
    last: float | None = None
    remaining: float | None = None
    pace: float | None = None
    slow: float | None = None
    fast: float | None = None
    arrives: date | None = None
    earliest: date | None = None
    latest: date | None = None
    needed: float | None = None
    points: int = 0


def _paces(points: Sequence[tuple[date, Fraction]], level: float) -> tuple[Fraction, Fraction, Fraction]:
    """Return the median of the slopes between all pairs of points, in units a week, and the slopes at the ends of its interval."""
    slopes = sorted((after[1] - before[1]) * 7 / (after[0] - before[0]).days for before, after in combinations(points, 2))
    count, many = len(slopes), len(points)
    middle = (slopes[(count - 1) // 2] + slopes[count // 2]) / 2
    ties = sum(same * (same - 1) * (2 * same + 5) for same in Counter(value for _, value in points).values())
    away = NormalDist().inv_cdf((1 + level) / 2) * sqrt((many * (many - 1) * (2 * many + 5) - ties) / 18)
    # Rounded outwards: the interval covers at least what it promises.
    low = max(1, floor((count - away) / 2))
    high = min(count, ceil((count + away) / 2) + 1)
    return slopes[low - 1], middle, slopes[high - 1]


def projection(
    values: Sequence[Number | None],
    weeks: Sequence[date],
    target: Number,
    *,
    improvement: str | int = "up",
    by: date | None = None,
    recent: int = 8,
    level: float = 0.95,
    horizon: int = 156,
) -> Projection:
    """Return when a series gets to ``target`` at the pace of its last ``recent`` points, and the range of that.

    ``values``: one a week, None for a missing one; ``weeks``: their Sundays in order; ``improvement``: which way the target lies (``'up'``,
    ``'down'``). The pace is the median slope of all pairs of points, exact in fractions, so that one odd week does not set it; its
    ``level`` interval gives earliest and latest. The line starts at the last point. ``by``: a day for which the needed pace is told.
    ``horizon``: weeks beyond which no date is told. ``ValueError`` where values and weeks differ in number, weeks are not in order, or
    neither way is better.

    Source: P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968) 1379-1389.
    """
    way = direction(improvement)
    if not way:
        raise ValueError("A projection needs a direction: 'up' or 'down'.")
    if len(values) != len(weeks) or any(before >= after for before, after in pairwise(weeks)):
        raise ValueError("A projection needs one value a week, in order of weeks.")
    # Counted towards the target, so that a higher number is nearer whichever way is better.
    points = [(week, way * Fraction(value)) for week, value in zip(weeks, values, strict=True) if value is not None and value == value]
    if not points:
        return Projection(state="too few points")
    last_week, last = points[-1]
    remaining = way * Fraction(target) - last
    stands = Projection(state="met", last_week=last_week, last=float(way * last), remaining=0.0, points=len(points))
    if remaining <= 0:
        return stands
    needed = float(remaining * 7 / (by - last_week).days) if by is not None and by > last_week else None
    stands = replace(stands, state="too few points", remaining=float(remaining), needed=needed)
    if len(points) < LEAST_POINTS:
        return stands
    used = points[-recent:]
    slow, pace, fast = _paces(used, level)

    def week_at(speed: Fraction) -> date | None:
        if speed <= 0 or remaining / speed > horizon:
            return None
        return last_week + timedelta(weeks=ceil(remaining / speed))

    found = week_at(pace)
    return replace(
        stands,
        state="on the way" if found else "not at this pace",
        pace=float(pace),
        slow=float(slow),
        fast=float(fast),
        arrives=found,
        earliest=week_at(fast),
        latest=week_at(slow),
        points=len(used),
    )
