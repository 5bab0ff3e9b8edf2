"""How often chance alone would show as much as the latest point of a process chart: what a special cause is worth among many looks."""

from __future__ import annotations

from math import erfc, factorial, sqrt

import numpy as np

from carehomes.statistics.process.labels import CAUSES, COMMON, MISSING
from carehomes.statistics.process.limits import FULL
from carehomes.statistics.process.reading import ProcessChart
from carehomes.statistics.process.series import Bools, Floats


def chance_of_latest(chart: ProcessChart) -> Floats:
    """Return, for each series (...), how often a process that does not change would show as much in its latest week, on either side.

    1 where the latest point is of common cause; NaN where it is missing or has no full limits (trial ones rest on few weeks): there
    nothing was looked at. Outside the limits: the tails of the normal distribution, limits taken for three standard deviations. A run of
    k points on one side of the mean: 2 of 2^k. k points that all rise or all fall: 2 of k!. Two of three beyond two standard deviations:
    2 (3 q^2 (1 - q) + q^3), q one such tail. Runs are counted within the last segment. They are approximations: the mean and the limits
    come from the same weeks.

    Source: the rules as in D. J. Wheeler and D. S. Chambers, "Understanding Statistical Process Control" (1992).
    """
    shape = chart.label.shape[:-1]
    found = np.full(shape, np.nan)
    for place in np.ndindex(shape):
        if chart.status[place][-1] == FULL and chart.label[place][-1] != MISSING:
            found[place] = 1.0 if chart.label[place][-1] == COMMON else _chance(chart, place)
    return found


def _chance(chart: ProcessChart, place: tuple[int, ...]) -> float:
    cause = CAUSES[int(chart.cause[place][-1])]
    if cause == "beyond":
        limits = chart.limits
        sigma = (limits.upl[place][-1] - limits.mean[place][-1]) / 3
        # A process that never moved has no width: whatever lies outside of it is certain.
        return erfc(abs(chart.values[place][-1] - limits.mean[place][-1]) / sigma / sqrt(2)) if sigma > 0 else 0.0
    if cause == "two of three":
        tail = erfc(2 / sqrt(2)) / 2
        return 2 * (3 * tail**2 * (1 - tail) + tail**3)
    high = chart.side[place][-1] > 0
    marks = (chart.marks.high() if high else chart.marks.low())[cause][place]
    run = _run(marks & (chart.segment == chart.segment[-1]))
    return float(2 / 2**run if cause == "shift" else 2 / factorial(run))


def _run(marked: Bools) -> int:
    """Return how many points at the end are marked in a row."""
    unmarked = np.flatnonzero(~marked)
    return len(marked) - 1 - int(unmarked[-1]) if len(unmarked) else len(marked)
