"""Ranks as ranges, and deciles over time: where an area stands, no more exactly than its counts can say."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
import numpy.typing as npt
import pandas as pd

from carehomes.statistics.numbers import Floats, counts, floats

RANK_COLUMNS = ("first", "last", "of")
#: The seed of every simulation: the same counts give the same ranges, on every page and in every file.
SEED = 20200515
#: How many draws in all, over the areas, and the least and the most of each area.
_BUDGET, _LEAST, _MOST = 500_000, 400, 2_000
#: Fewer areas than this have no deciles.
LEAST_FOR_DECILES = 10


def rank_ranges(x: object, n: object, *, direction: str = "higher", level: float = 0.95) -> pd.DataFrame:
    """Return between which ranks areas with ``x`` of ``n`` stand, a row an area in the order given, columns of ``RANK_COLUMNS``.

    ``first`` and ``last`` are whole ranks from 1, the best, between which the area's rank lies with probability ``level``, ``of`` is the
    number of areas ranked; all are missing where n is 0 or something is missing. The best is the highest share, or the lowest where
    ``direction`` is ``lower``. Each area's true share is drawn from what its counts leave open (the posterior of Jeffreys' prior: beta of
    x + 1/2 and n - x + 1/2), all areas are ranked draw by draw, and the middle ``level`` of an area's ranks is its range. The seed is
    fixed and areas are drawn in an order of their counts; areas with equal counts share one range: the order in which areas are given
    changes nothing.

    Source: H. Goldstein and D. J. Spiegelhalter, "League tables and their limitations", JRSS A 159 (1996). Raises ``ValueError`` as
    ``funnel`` does, and where the level does not lie between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"The level {level} must lie between 0 and 1, such as 0.95.")
    if direction not in ("higher", "lower", "none"):
        raise ValueError(f"The direction {direction!r} must be higher, lower or none.")
    parts, wholes = (np.atleast_1d(one) for one in counts(x, n))
    ranked = np.flatnonzero(wholes > 0)
    found = np.full((len(wholes), 2), np.nan)
    if len(ranked):
        found[ranked] = _ranges(parts[ranked], wholes[ranked], direction == "lower", level)
    of = np.where(np.isnan(found[:, 0]), np.nan, len(ranked))
    table = pd.DataFrame({"first": found[:, 0], "last": found[:, 1], "of": of}, columns=list(RANK_COLUMNS))
    return table.astype("Int64")


def _ranges(parts: Floats, wholes: Floats, lowest_first: bool, level: float) -> Floats:
    """Return first and last rank a row of areas that all have a share."""
    order = np.lexsort((parts, wholes))
    x, n = parts[order], wholes[order]
    areas = len(x)
    draws = min(_MOST, max(_LEAST, _BUDGET // areas))
    drawn = np.random.default_rng(SEED).beta(x + 0.5, n - x + 0.5, size=(draws, areas))
    places = np.argsort(drawn if lowest_first else -drawn, axis=1)
    ranks: npt.NDArray[np.int32] = np.empty(places.shape, dtype=np.int32)
    np.put_along_axis(ranks, places, np.arange(1, areas + 1, dtype=np.int32)[None, :], axis=1)
    starts = np.flatnonzero(np.r_[True, (np.diff(x) != 0) | (np.diff(n) != 0)])
    ranges = np.empty((areas, 2))
    for start, stop in zip(starts, np.r_[starts[1:], areas], strict=True):
        # Areas with equal counts cannot be told apart: what was drawn for one was drawn for all.
        pool = ranks[:, start:stop].ravel()
        low, high = floor((1 - level) / 2 * len(pool)), ceil((1 + level) / 2 * len(pool)) - 1
        cut = np.partition(pool, (low, high))
        ranges[start:stop] = cut[low], cut[high]
    found = np.empty_like(ranges)
    found[order] = ranges
    return found


def deciles(shares: object) -> Floats:
    """Return the nine deciles (10% to 90%) of each row of ``shares``: of weeks by areas, weeks by 9, in the unit of the shares.

    Missing shares (None, NaN) are left out; a row with fewer than ``LEAST_FOR_DECILES`` shares has none (NaN). Between two shares a decile
    is interpolated, as spreadsheets and OpenPrescribing do (type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996).
    Raises ``ValueError`` where ``shares`` is not a table of rows.
    """
    table = floats(shares)
    if table.ndim != 2:
        raise ValueError("Deciles are taken of a table: a row a week, a column an area.")
    found = np.full((len(table), 9), np.nan)
    enough = (~np.isnan(table)).sum(axis=1) >= LEAST_FOR_DECILES
    if enough.any():
        found[enough] = np.nanquantile(table[enough], np.arange(1, 10) / 10, axis=1).T
    return found
