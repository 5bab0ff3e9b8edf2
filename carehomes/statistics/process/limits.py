"""Means, moving ranges and process limits of every segment of many series at once, on arrays of (..., weeks)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from carehomes.statistics.process.series import TOUCH, Bools, Floats, Signs
from carehomes.statistics.process.settings import P_PRIME_FACTOR, XmrSettings
from carehomes.statistics.rounding import round_half_away

Number = TypeVar("Number", bound=np.generic)

#: What the limits of a point are, by number.
STATUSES: Final = ("full", "trial", "too few points", "at a bound", "no range")
FULL, TRIAL, TOO_FEW, AT_BOUND, NO_RANGE = range(len(STATUSES))


@dataclass(frozen=True)
class Segments:
    """Where the segments of a series begin: positions in order, the first 0."""

    starts: tuple[int, ...]
    weeks: int

    @property
    def of_week(self) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        """The number of the segment of each week, from 0."""
        return np.searchsorted(np.array(self.starts), np.arange(self.weeks), side="right") - 1

    @property
    def slices(self) -> list[slice]:
        """The weeks of each segment."""
        return [slice(first, last) for first, last in zip(self.starts, (*self.starts[1:], self.weeks), strict=True)]

    @property
    def breaks(self) -> Bools:
        """True for the first week of every segment but the first."""
        found = np.zeros(self.weeks, dtype=np.bool_)
        found[list(self.starts[1:])] = True
        return found

    def spread(self, of_segment: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Return the values of segments (..., segments) at every week (..., weeks)."""
        if len(self.starts) == 1:
            return np.broadcast_to(of_segment, (*of_segment.shape[:-1], self.weeks))
        return of_segment[..., self.of_week]

    def each(self, of_weeks: Callable[[slice], Floats]) -> Floats:
        """Return a value of each segment (..., segments) from a function of its weeks."""
        return np.stack([of_weeks(weeks) for weeks in self.slices], axis=-1)


@dataclass(frozen=True)
class Limits:
    """The lines of a chart at every point (..., weeks), unclipped; NaN where there is none. ``status`` counts through ``STATUSES``."""

    mean: Floats
    moving_range: Floats
    mr_mean: Floats
    mr_upper: Floats
    lpl: Floats
    upl: Floats
    near_lpl: Floats
    near_upl: Floats
    status: Signs


def mean_of(values: Floats, taken: Bools) -> Floats:
    """Return the mean of the ``taken`` values of the last axis, NaN where there is none.

    Two passes: the second takes back what rounding did to the first, so that equal values have exactly their own mean.
    """
    count = taken.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        first = np.where(taken, values, 0.0).sum(axis=-1) / count
        return np.asarray(first + np.where(taken, values - first[..., None], 0.0).sum(axis=-1) / count)


def baseline(present: Bools, segments: Segments, fix_after: int | None, settings: XmrSettings) -> Bools:
    """Return the points that set the limits: all, or the first ``fix_after`` of the segments that have a fixed baseline."""
    if fix_after is None:
        return present
    taken = present.copy()
    fixed = segments.slices if settings.rebase_with_baseline == "each" else segments.slices[:1]
    for weeks in fixed:
        taken[..., weeks] &= present[..., weeks].cumsum(axis=-1) <= fix_after
    return taken


def moving_ranges(values: Floats, segments: Segments) -> Floats:
    """Return the distance of every point from the one before, NaN at the start of a segment and on both sides of a gap."""
    found = np.empty(values.shape)
    np.subtract(values[..., 1:], values[..., :-1], out=found[..., 1:])
    np.abs(found[..., 1:], out=found[..., 1:])
    found[..., :1] = np.nan
    found[..., segments.breaks] = np.nan
    return found


def _screened(mean: Floats, found: Floats, values: Floats, base: Bools, segments: Segments, settings: XmrSettings) -> tuple[Floats, Floats]:
    """Return mean and mean moving range of segments without the ranges that stand out."""
    bound = settings.screen_factor * segments.spread(mean_range(found, base, segments))
    with np.errstate(invalid="ignore"):
        kept = found <= bound * (1 + TOUCH) if settings.screen_keeps_equal else found < bound
    ranges = segments.each(lambda weeks: mean_of(found[..., weeks], kept[..., weeks] & _ranged(found, base)[..., weeks]))
    if settings.screen_mean:
        stays = base & (kept | np.isnan(found))
        mean = segments.each(lambda weeks: mean_of(values[..., weeks], stays[..., weeks]))
    return mean, ranges


def _rounded(numbers: Floats, places: int) -> Floats:
    """Return ``numbers`` by the one rounding function, NaN as it is."""
    rounded = [number if np.isnan(number) else round_half_away(Fraction(number), places) for number in numbers.ravel()]
    return np.array(rounded, dtype=np.float64).reshape(numbers.shape)


def _ranged(found: Floats, base: Bools) -> Bools:
    """Return the points whose moving range counts: it and the point before are of the baseline."""
    both = base.copy()
    both[..., 1:] &= base[..., :-1]
    return np.asarray(both & ~np.isnan(found))


def mean_range(found: Floats, base: Bools, segments: Segments) -> Floats:
    """Return the mean moving range of each segment (..., segments)."""
    counted = _ranged(found, base)
    return segments.each(lambda weeks: mean_of(found[..., weeks], counted[..., weeks]))


def _status(values: Floats, base: Bools, lpl: Floats, segments: Segments, settings: XmrSettings) -> Signs:
    """Return the status of each segment (..., segments)."""
    present = ~np.isnan(values)
    points = segments.each(lambda weeks: np.asarray(present[..., weeks].sum(axis=-1), dtype=np.float64))
    status = np.where(points < settings.trial_below, TRIAL, FULL)
    status[np.isnan(lpl)] = NO_RANGE
    if settings.bounds is not None:
        low, high = settings.bounds
        near = TOUCH * max(abs(low), abs(high))
        at = base & ((np.abs(values - low) <= near) | (np.abs(values - high) <= near))
        share = segments.each(lambda weeks: mean_of(at[..., weeks].astype(np.float64), base[..., weeks]))
        status[share >= settings.at_bounds] = AT_BOUND
    status[present.sum(axis=-1) < settings.minimum_points] = TOO_FEW
    return status.astype(np.int8)


def xmr_limits(values: Floats, segments: Segments, fix_after: int | None, settings: XmrSettings) -> Limits:
    """Return the lines of an individuals chart: mean, and 2.66 (a setting) mean moving ranges on either side."""
    base = baseline(~np.isnan(values), segments, fix_after, settings)
    found = moving_ranges(values, segments)
    mean = segments.each(lambda weeks: mean_of(values[..., weeks], base[..., weeks]))
    ranges = mean_range(found, base, segments)
    upper = settings.screen_factor * ranges
    if settings.screen:
        mean, ranges = _screened(mean, found, values, base, segments, settings)
    if settings.decimals is not None:
        mean, ranges = _rounded(mean, settings.decimals), _rounded(ranges, settings.decimals)
    away = settings.limit_factor * ranges
    status = _status(values, base, mean - away, segments, settings)
    lines = (mean - away, mean + away, mean - away * 2 / 3, mean + away * 2 / 3)
    lpl, upl, near_lpl, near_upl = (segments.spread(line) for line in lines)
    return Limits(
        segments.spread(mean), found, segments.spread(ranges), segments.spread(upper), lpl, upl, near_lpl, near_upl, segments.spread(status)
    )


def p_prime_limits(x: Floats, n: Floats, segments: Segments, fix_after: int | None, settings: XmrSettings) -> Limits:
    """Return the lines of a p-prime chart: the pooled share, and limits that follow each week's ``n`` and the moving range of its z-scores.

    Source: D. B. Laney, "Improved control charts for attributes", Quality Engineering 14 (2002); PowerBI-SPC, ``pprime.ts``.
    """
    share = x / n
    base = baseline(~np.isnan(share), segments, fix_after, settings)
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = segments.each(
            lambda weeks: np.where(base, x, 0.0)[..., weeks].sum(axis=-1) / np.where(base, n, 0.0)[..., weeks].sum(axis=-1)
        )
        mean = segments.spread(pooled)
        error = np.sqrt(mean * (1 - mean) / n)
        # Where every home says the same the error is 0 and so is the distance: no spread rather than none known.
        scores = np.where(error > 0, (share - mean) / error, np.where(np.isnan(share), np.nan, 0.0))
    found = moving_ranges(scores, segments)
    ranges = mean_range(found, base, segments)
    upper = settings.screen_factor * ranges
    if settings.screen:
        _, ranges = _screened(pooled, found, scores, base, segments, settings)
    away = P_PRIME_FACTOR * segments.spread(ranges) * error
    status = _status(share, base, pooled - ranges, segments, settings)
    return Limits(
        mean,
        found,
        segments.spread(ranges),
        segments.spread(upper),
        mean - away,
        mean + away,
        mean - away * 2 / 3,
        mean + away * 2 / 3,
        segments.spread(status),
    )
