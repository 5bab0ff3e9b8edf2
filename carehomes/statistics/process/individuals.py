"""XmR charts by the rules of NHS England's Making Data Count: one series, and many at once."""

from __future__ import annotations

from typing import Any

import pandas as pd

from carehomes.statistics.process.limits import xmr_limits
from carehomes.statistics.process.reading import ProcessChart, plan, read
from carehomes.statistics.process.series import directions, floats
from carehomes.statistics.process.settings import NHS_ENGLAND, XmrSettings, settled


def xmr_array(
    values: Any,
    *,
    improvement: Any,
    target: Any = None,
    rebase_at: Any = (),
    fix_after: int | None = None,
    shift_points: int | None = None,
    trend_points: int | None = None,
    screen: bool | None = None,
    settings: XmrSettings = NHS_ENGLAND,
    **named: Any,
) -> ProcessChart:
    """Return the XmR charts of many series: ``values`` is (..., weeks), NaN for a missing week.

    As ``xmr``, with one ``improvement`` and one ``target`` for all or one a series (arrays of the shape without weeks; a target also one a
    point). ``rebase_at`` and ``fix_after`` hold for all of them: series with other dates are another call.
    """
    chosen = settled(settings, {**named, "shift_points": shift_points, "trend_points": trend_points, "screen": screen})
    read_values = floats(values)
    if read_values.ndim == 0:
        raise ValueError("xmr takes a series of values, not one number.")
    planned = plan(read_values.shape[-1], rebase_at, fix_after, chosen)
    limits = xmr_limits(read_values, planned[0], fix_after, chosen)
    return read(read_values, limits, directions(improvement, read_values.shape[:-1]), target, planned, fix_after, chosen)


def xmr(
    values: Any,
    *,
    improvement: str | int | None,
    target: Any = None,
    rebase_at: Any = (),
    fix_after: int | None = None,
    shift_points: int | None = None,
    trend_points: int | None = None,
    screen: bool | None = None,
    settings: XmrSettings = NHS_ENGLAND,
    **named: Any,
) -> pd.DataFrame:
    """Return the XmR chart of one series as a table, a row a point, in the unit of ``values``.

    ``values``: a list, tuple, array or Series in order of weeks; None or NaN is a missing week, across which neither moving ranges nor
    rules run. ``improvement``: ``'up'``, ``'down'`` or ``'neither'`` (also ``increase``, ``higher``, ``decrease``, ``neutral``, None).
    ``target``: a number, or one a point: the latest counts. ``rebase_at``: positions (from 0) where mean and limits begin anew, or a
    mapping from position to the reason. ``fix_after``: mean and limits rest on the first so many points (missing weeks do not count).
    ``shift_points``, ``trend_points``, ``screen`` and every other choice of ``XmrSettings`` by name stand for those of ``settings``:
    ``NHS_ENGLAND`` (6, 6, no screening) unless ``NHS_R`` or another is given.

    Columns: ``value``, ``target``, ``segment`` (from 1), ``rebased`` (the reason at the first point after a re-base), ``status`` of the
    limits (``full``; ``trial``; ``too few points`` and ``at a bound``: no limits, rules or icons; ``no range``: no two points in a row),
    ``mean``, ``moving_range``, ``mr_mean`` (screened where asked), ``mr_upper`` (3.267 times the unscreened one), ``lpl`` and ``upl`` (the
    process limits, by which points are judged), ``near_lpl`` and ``near_upl`` (two thirds of the way), ``lpl_drawn`` and ``upl_drawn``
    (within ``bounds``), the rules ``beyond``, ``shift``, ``two_of_three`` (``high``, ``low``, '') and ``trend`` (``rising``, ``falling``,
    ``turning``, ''), ``side`` (1, -1, 0) and ``cause`` (the rule) that count, ``label`` (``common``, ``improvement``, ``concern``,
    ``neither``, ``missing``), and on every row the icons of the series: ``variation`` (its latest point: ``common_cause``,
    ``improvement_high`` ... ``neither_low``) and ``assurance`` (``pass``, ``hit_or_miss``, ``fail``), None where none is shown.

    ``ValueError`` for what is no number, an unknown direction, a re-base outside the series; ``TypeError`` for an unknown setting.
    Sources: NHS England Making Data Count, "SPC Charts XmR Testing" (Single Chart Tool v5.0) and "SPC Charts SQL Query v2.6a";
    NHSRplotthedots 0.2.0; D. J. Wheeler, "Making Sense of Data" (2.66 and 3.267).
    """
    series = floats(values)
    if series.ndim != 1:
        raise ValueError(f"xmr takes one series; these values have {series.ndim} axes. xmr_array takes many.")
    chart = xmr_array(
        series,
        improvement=improvement,
        target=target,
        rebase_at=rebase_at,
        fix_after=fix_after,
        shift_points=shift_points,
        trend_points=trend_points,
        screen=screen,
        settings=settings,
        **named,
    )
    return chart.table(index=getattr(values, "index", None) if hasattr(values, "to_numpy") else None)
