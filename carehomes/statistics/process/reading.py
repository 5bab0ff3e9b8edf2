"""A process chart read: its lines, what the rules mark, the label of every point and the icons of every series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from carehomes.statistics.process import labels as names
from carehomes.statistics.process import rules
from carehomes.statistics.process.labels import Marks, Names
from carehomes.statistics.process.limits import AT_BOUND, STATUSES, TOO_FEW, TRIAL, Limits, Segments
from carehomes.statistics.process.series import Bools, Floats, Signs, rebases, sides, targets, touch
from carehomes.statistics.process.settings import XmrSettings


@dataclass(frozen=True)
class ProcessChart:
    """The process charts of many series, on arrays of (..., weeks); icons on arrays of (...).

    ``values``, ``limits`` (its lines NaN where none is shown), ``marks`` of the rules; ``side`` (1 high, -1 low, 0), ``cause`` (a number of
    ``CAUSES``) and ``label`` (a number of ``LABELS``) of every point; ``status`` (a number of ``STATUSES``). ``variation`` and
    ``assurance`` are names of icons or None. ``segment`` (weeks) counts from 1, ``rebased`` holds the reasons by position.
    """

    values: Floats
    target: Floats | None
    limits: Limits
    marks: Marks
    side: Signs
    cause: Signs
    label: Signs
    status: Signs
    variation: Names
    assurance: Names
    segment: np.ndarray[tuple[int], np.dtype[np.intp]]
    rebased: Mapping[int, str]
    bounds: tuple[float, float] | None

    def drawn(self, line: Floats) -> Floats:
        """Return a line within the bounds of the measure, as it is drawn; points are judged without."""
        return line if self.bounds is None else np.clip(line, *self.bounds)

    def table(self, series: tuple[int, ...] = (), index: Any = None) -> pd.DataFrame:
        """Return one series as a table, a row a point: the columns of ``xmr``. ``series`` is its place in the leading axes."""
        weeks = self.values.shape[-1]

        def words(numbers: Signs, known: tuple[str, ...]) -> Names:
            return names.named(numbers[series], known)

        def marked(signs: Signs) -> Names:
            return names.named(signs[series], ("", "high", "low"))

        lines = self.limits
        turns = _trend_words(self.marks.rising[series], self.marks.falling[series])
        reasons = [self.rebased[place] or "re-based" if place in self.rebased else "" for place in range(weeks)]
        return pd.DataFrame(
            {
                "value": self.values[series],
                "target": np.full(weeks, np.nan) if self.target is None else self.target[series],
                "segment": self.segment + 1,
                "rebased": np.array(reasons, dtype=object),
                "status": words(self.status, STATUSES),
                "mean": lines.mean[series],
                "moving_range": lines.moving_range[series],
                "mr_mean": lines.mr_mean[series],
                "mr_upper": lines.mr_upper[series],
                "lpl": lines.lpl[series],
                "upl": lines.upl[series],
                "near_lpl": lines.near_lpl[series],
                "near_upl": lines.near_upl[series],
                "lpl_drawn": self.drawn(lines.lpl[series]),
                "upl_drawn": self.drawn(lines.upl[series]),
                "beyond": marked(self.marks.beyond),
                "shift": marked(self.marks.shift),
                "trend": turns,
                "two_of_three": marked(self.marks.two_of_three),
                "side": self.side[series],
                "cause": words(self.cause, names.CAUSES),
                "label": words(self.label, names.LABELS),
                "variation": np.full(weeks, self.variation[series], dtype=object),
                "assurance": np.full(weeks, self.assurance[series], dtype=object),
            },
            index=index,
        )


def _trend_words(rising: Bools, falling: Bools) -> Names:
    """Return ``rising``, ``falling``, ``turning`` (the end of one and the start of the other) or '' for each point."""
    return names.named(rising.astype(np.int8) + 2 * falling.astype(np.int8), ("", "rising", "falling", "turning"))


def plan(weeks: int, rebase_at: object, fix_after: int | None, settings: XmrSettings) -> tuple[Segments, dict[int, str]]:
    """Return the segments of a chart and the reasons for its re-bases; ``ValueError`` for a baseline of fewer than 2 points."""
    if fix_after is not None and fix_after < 2:
        raise ValueError(f"fix_after is {fix_after}: a fixed baseline needs at least 2 points, for one moving range.")
    reasons = rebases(rebase_at, weeks)
    if fix_after is not None and settings.rebase_with_baseline == "ignored":
        reasons = {}
    return Segments((0, *reasons), weeks), reasons


def read(
    values: Floats,
    limits: Limits,
    improvement: Signs,
    target: Any,
    planned: tuple[Segments, dict[int, str]],
    fix_after: int | None,
    settings: XmrSettings,
) -> ProcessChart:
    """Return the charts of ``values`` (..., weeks) with ``limits`` as the rules and icons of ``settings`` read them.

    ``improvement``: 1, -1 or 0 of each series (...).
    """
    segments, reasons = planned
    aims = targets(target, values.shape)
    if not segments.weeks:
        return _empty(values, limits, aims, settings)
    status = limits.status
    judged = np.where((status == TOO_FEW) | (status == AT_BOUND), np.nan, values)
    way = improvement[..., None]
    marks = _marks(judged, limits, segments, fix_after, settings)
    side, cause = names.side_and_cause(marks, way, settings)
    present = ~np.isnan(values)
    label = names.labels(side, way, present)
    last = names.latest(present)
    shown = ~np.isnan(names.at(judged, last))
    assurance = np.full(values.shape[:-1], None, dtype=object)
    if aims is not None:
        aim, lpl, upl = (names.at(line, last) for line in (aims, limits.lpl, limits.upl))
        assurance = names.assurances(aim, lpl, upl, improvement, touch(values)[..., 0], settings.target_on_limit, shown)
    variation = names.variations(names.at(label, last), names.at(side, last), shown)
    shown_limits, status = _shown(limits, settings)
    return ProcessChart(
        values, aims, shown_limits, marks, side, cause, label, status, variation, assurance, segments.of_week, reasons, settings.bounds
    )


def _marks(values: Floats, limits: Limits, segments: Segments, fix_after: int | None, settings: XmrSettings) -> Marks:
    near = touch(values)
    side = sides(values, limits.mean, near)
    above, below = sides(values, limits.upl, near) > 0, sides(values, limits.lpl, near) < 0
    beyond = above.astype(np.int8) - below.astype(np.int8)
    close = (sides(values, limits.near_upl, near) > 0).astype(np.int8) - (sides(values, limits.near_lpl, near) < 0).astype(np.int8)
    if not settings.two_of_three_beyond:
        close[beyond != 0] = 0
    breaks = _breaks(values, segments, fix_after, settings)

    def across(rule: str) -> Bools | None:
        return None if rule in settings.rules_across_rebase else breaks

    rising, falling = rules.trend(values, settings.trend_points, across("trend"))
    rising, falling = rules.one_way(values, rising, falling, settings.trend_turn, across("trend"))
    shifted = rules.shift_of_sides(side, settings.shift_points, across("shift"))
    two = rules.two_of_three(
        close,
        side,
        same_side=settings.two_of_three_same_side,
        present=~np.isnan(values),
        breaks=across("two of three"),
    )
    return Marks(beyond, shifted, rising, falling, two)


def _breaks(values: Floats, segments: Segments, fix_after: int | None, settings: XmrSettings) -> Bools | None:
    """Return where a pattern may have to end: at re-bases, and (NHS England's SQL) at the first point after the baseline."""
    if fix_after is None or settings.rebase_with_baseline != "first":
        return segments.breaks if len(segments.starts) > 1 else None
    present = ~np.isnan(values)
    first = segments.slices[0]
    breaks = np.broadcast_to(segments.breaks, values.shape).copy()
    breaks[..., first] |= present[..., first] & (present[..., first].cumsum(axis=-1) == fix_after + 1)
    return breaks


def _shown(limits: Limits, settings: XmrSettings) -> tuple[Limits, Signs]:
    """Return the lines that are shown and the status of every point; trial limits before the least points only where asked for."""
    status = limits.status
    if settings.trial_limits:
        status = np.where((status == TOO_FEW) & ~np.isnan(limits.lpl), TRIAL, status).astype(np.int8)
    hidden = (status == TOO_FEW) | (status == AT_BOUND)
    if not hidden.any():
        return limits, status
    lines = {name: np.where(hidden, np.nan, getattr(limits, name)) for name in ("lpl", "upl", "near_lpl", "near_upl")}
    return replace(limits, **lines), status


def _empty(values: Floats, limits: Limits, aims: Floats | None, settings: XmrSettings) -> ProcessChart:
    signs, none = np.zeros(values.shape, dtype=np.int8), np.full(values.shape[:-1], None, dtype=object)
    bools = signs.astype(np.bool_)
    marks = Marks(signs, signs, bools, bools, signs)
    weeks = np.zeros(0, dtype=np.intp)
    return ProcessChart(values, aims, limits, marks, signs, signs, signs, signs, none, none, weeks, {}, settings.bounds)
