"""The four special-cause rules of Making Data Count, on arrays of (..., weeks).

Each answers with signs: 1 for a pattern on the high side, -1 on the low side, 0 for none; every point of a pattern is marked. A missing
week (NaN) ends every pattern. ``breaks`` (one bool a week) is true where a pattern may not run on from the week before: at a re-base.
Sources: NHS England, "SPC Charts XmR Testing" (Single Chart Tool v5.0); NHSRplotthedots, ``ptd_calculate_point_type.R``; PowerBI-SPC,
``Outlier Flagging``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from carehomes.statistics.process.series import Bools, Floats, Signs, floats, sides, touch


def _later(marks: Bools, steps: int) -> Bools:
    """Return ``marks`` moved ``steps`` weeks later (earlier if negative), nothing where none moved in."""
    moved = np.zeros_like(marks)
    if steps == 0:
        moved[...] = marks
    elif steps > 0:
        moved[..., steps:] = marks[..., :-steps]
    else:
        moved[..., :steps] = marks[..., -steps:]
    return moved


def _all_of_last(marks: Bools, length: int) -> Bools:
    """Return where this point and the ``length`` - 1 before are all marked."""
    found = marks.copy()
    for step in range(1, length):
        found &= _later(marks, step)
    return found


def cover(ends: Bools, points: int) -> Bools:
    """Return every point of the patterns of ``points`` points that end where ``ends`` is true."""
    found = ends.copy()
    for step in range(1, points):
        found |= _later(ends, -step)
    return found


def _unbroken(breaks: Bools | None, points: int, weeks: int) -> Bools:
    """Return where ``points`` points may end without a break among them (before the first of them is none)."""
    if breaks is None:
        return np.ones(weeks, dtype=np.bool_)
    return ~cover_before(np.asarray(breaks, dtype=np.bool_), points - 1)


def cover_before(marks: Bools, length: int) -> Bools:
    """Return where one of the last ``length`` points, this one included, is marked."""
    found = np.zeros_like(marks)
    for step in range(length):
        found |= _later(marks, step)
    return found


def _signs(high: Bools, low: Bools) -> Signs:
    return high.astype(np.int8) - low.astype(np.int8)


def beyond_limits(values: Any, lpl: Any, upl: Any) -> Signs:
    """Return the points outside their limits; a point exactly on a limit is inside.

    ``lpl`` and ``upl``: the lower and upper limit, one or one a point; where they are missing no point is outside.
    """
    read = floats(values)
    near = touch(read)
    above, below = sides(read, floats(upl), near) > 0, sides(read, floats(lpl), near) < 0
    return _signs(above, below)


def shift(values: Any, mean: Any, points: int, breaks: Bools | None = None) -> Signs:
    """Return the points in runs of at least ``points`` on one side of their mean; a point on the mean ends a run."""
    read = floats(values)
    return shift_of_sides(sides(read, floats(mean), touch(read)), points, breaks)


def shift_of_sides(side: Signs, points: int, breaks: Bools | None = None) -> Signs:
    """Return what ``shift`` does from the side of the mean of each point (1, -1, 0)."""
    free = _unbroken(breaks, points, side.shape[-1])
    high, low = (cover(_all_of_last(side == sign, points) & free, points) for sign in (1, -1))
    return _signs(high, low)


def trend(values: Any, points: int, breaks: Bools | None = None) -> tuple[Bools, Bools]:
    """Return the points of rising and of falling runs of at least ``points`` points, ends included: two arrays, since a turn is in both.

    Each step must go the same way; two equal values end the run.
    """
    read = floats(values)
    free = _unbroken(breaks, points, read.shape[-1])
    found = []
    before, after = read[..., :-1], read[..., 1:]
    for stepped in (after > before, after < before):
        steps = np.zeros(read.shape, dtype=np.bool_)
        steps[..., 1:] = stepped
        found.append(cover(_all_of_last(steps, points - 1) & free, points))
    return found[0], found[1]


def one_way(values: Any, rising: Bools, falling: Bools, turn: str, breaks: Bools | None = None) -> tuple[Bools, Bools]:
    """Return ``rising`` and ``falling`` without points that are in both, by the setting ``trend_turn``.

    ``later``: a turn belongs to the trend that begins there. ``next step``: as NHSRplotthedots has it, the step to the next point decides
    wherever that point is part of a trend, and else the step from the point before. ``both`` leaves them.
    """
    if turn == "both":
        return rising, falling
    read: Floats = floats(values)
    step = np.full(read.shape, np.nan)
    step[..., 1:] = np.diff(read)
    to_next = np.full(read.shape, np.nan)
    to_next[..., :-1] = step[..., 1:]
    if turn == "later":
        turns = rising & falling
        return rising & ~(turns & (to_next < 0)), falling & ~(turns & (to_next > 0))
    part = rising | falling
    goes_on = _later(part, -1)
    if breaks is not None:
        goes_on &= ~_later(np.asarray(breaks, dtype=np.bool_), -1)
    up = np.where(goes_on, to_next, step) > 0
    return part & up, part & ~up


def two_of_three(
    near: Signs, side: Signs, *, same_side: bool = True, whole: bool = False, present: Bools | None = None, breaks: Bools | None = None
) -> Signs:
    """Return the points near a limit of which at least two lie among three in a row, on the same side.

    ``near``: 1 for a point beyond the upper two-sigma line, -1 below the lower one. ``side``: the side of the mean of each point.
    ``same_side``: all three points must lie on that side of the mean; without it (PowerBI-SPC) the third must only not be near the other
    limit. ``whole``: the third point is marked too. ``present``: false for a missing week, needed without ``same_side``.
    """
    free = _unbroken(breaks, 3, near.shape[-1])
    found = []
    for sign in (1, -1):
        close = near == sign
        if same_side:
            ends = _all_of_last(side == sign, 3) & (_of_last_three(close) >= 2) & free
        else:
            ends = (_of_last_three(close) - _of_last_three(near == -sign) >= 2) & free
            if present is not None:
                ends &= ~cover_before(~present, 3)
        marked = cover(ends, 3)
        found.append(marked if whole else marked & close)
    return _signs(found[0], found[1])


def _of_last_three(marks: Bools) -> Signs:
    """Return how many of this point and the two before are marked."""
    return marks.astype(np.int8) + _later(marks, 1).astype(np.int8) + _later(marks, 2).astype(np.int8)
