"""p-prime charts: shares of counts that change from week to week."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from carehomes.statistics.process.limits import p_prime_limits
from carehomes.statistics.process.reading import ProcessChart, plan, read
from carehomes.statistics.process.series import directions, floats
from carehomes.statistics.process.settings import NHS_ENGLAND, XmrSettings, settled

#: A share lies between these; nearer to them than any count could tell it lies on them.
ALL: tuple[float, float] = (0.0, 1.0)


def p_prime_array(
    x: Any,
    n: Any,
    *,
    improvement: Any,
    target: Any = None,
    rebase_at: Any = (),
    fix_after: int | None = None,
    settings: XmrSettings = NHS_ENGLAND,
    **named: Any,
) -> ProcessChart:
    """Return the p-prime charts of many series: ``x`` of ``n``, both (..., weeks); as ``p_prime`` and ``xmr_array``."""
    chosen = settled(settings, {"bounds": settings.bounds or ALL, **named})
    counts, wholes = np.broadcast_arrays(floats(x), floats(n))
    if counts.ndim == 0:
        raise ValueError("p_prime takes a series of counts, not one number.")
    if ((counts < 0) | (counts > wholes)).any():
        raise ValueError("A count must lie between 0 and its whole.")
    # Nothing of nothing is no share: that week is missing.
    missing = np.isnan(counts) | ~(wholes > 0)
    counts, wholes = np.where(missing, np.nan, counts), np.where(missing, np.nan, wholes)
    planned = plan(counts.shape[-1], rebase_at, fix_after, chosen)
    limits = p_prime_limits(counts, wholes, planned[0], fix_after, chosen)
    return read(counts / wholes, limits, directions(improvement, counts.shape[:-1]), target, planned, fix_after, chosen)


def p_prime(
    x: Any,
    n: Any,
    *,
    improvement: str | int,
    target: Any = None,
    rebase_at: Any = (),
    fix_after: int | None = None,
    settings: XmrSettings = NHS_ENGLAND,
    **named: Any,
) -> pd.DataFrame:
    """Return the p-prime chart of a share as a table, a row a week: ``x`` of ``n`` (two series of counts), values as proportions.

    The columns are those of ``xmr``; the limits differ from week to week with ``n``, ``moving_range`` and ``mr_mean`` are of z-scores, and
    ``lpl_drawn`` and ``upl_drawn`` are clipped to 0 and 1. A week with ``n`` 0 is missing. ``target`` is a proportion. The other choices
    are those of ``xmr``. ``ValueError`` where a count does not lie between 0 and its whole.

    Source: D. B. Laney, "Improved control charts for attributes", Quality Engineering 14 (2002).
    """
    counts, wholes = floats(x), floats(n)
    if max(counts.ndim, wholes.ndim) != 1:
        raise ValueError("p_prime takes one series of counts; p_prime_array takes many.")
    chart = p_prime_array(
        counts, wholes, improvement=improvement, target=target, rebase_at=rebase_at, fix_after=fix_after, settings=settings, **named
    )
    return chart.table(index=getattr(x, "index", None) if hasattr(x, "to_numpy") else None)
