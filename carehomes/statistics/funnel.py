"""Funnel plots: areas by their denominator, against limits that narrow as it grows."""

from __future__ import annotations

from math import fsum, sqrt

import numpy as np
import pandas as pd

from carehomes.statistics.numbers import Floats, counts, floats, two_sided_z

#: The two levels that are shown: 1 in 20 areas lies outside the first by chance alone, 1 in 500 outside the second.
LEVELS = (0.95, 0.998)
FUNNEL_COLUMNS = ("x", "n", "share", "baseline", "lower_95", "upper_95", "lower_998", "upper_998", "z", "label", "judgement")
CURVE_COLUMNS = ("n", "baseline", "lower_95", "upper_95", "lower_998", "upper_998")
#: What is said of an area without a share.
NO_VALUE = "No value"
#: Outside a limit, by the tail beyond it, in Public Health England's words.
_LABELS = ("Low (0.001)", "Low (0.025)", "High (0.001)", "High (0.025)")
_SIMILAR = "Not significant"


def funnel(x: object, n: object, baseline: float | None = None, *, direction: str = "none") -> pd.DataFrame:
    """Return how areas with ``x`` of ``n`` stand against ``baseline``, a row an area in the order given, columns of ``FUNNEL_COLUMNS``.

    ``x`` and ``n`` are one-dimensional and of one length; the baseline is a share from 0 to 1, without one the pooled share (sum of x over
    sum of n). ``share`` and limits are proportions. The limits, ``baseline +/- z sqrt(baseline (1 - baseline) / n)`` at 95% and 99.8%, are
    as they are computed, so they may pass 0 and 1: areas are judged by them, ``funnel_curve`` has them as they are drawn. ``z`` is the
    distance from the baseline in standard errors. ``label`` is one of ``High (0.001)``, ``High (0.025)``, ``Not significant``, ``Low
    (0.025)``, ``Low (0.001)`` (the tail beyond the limit; on a limit is inside), or ``No value`` where n is 0 or something is missing:
    such an area counts nowhere. ``judgement`` says the same by ``direction`` (what is better: ``higher``, ``lower`` or ``none``):
    ``better``, ``similar``, ``worse``; without a direction ``higher`` and ``lower``; '' without a value.

    Source: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005); limits, labels
    and tails as in PHEindicatormethods, whose closed form is the same. Raises ``ValueError`` where a count is negative or above its whole,
    the baseline is not a share or cannot be made, or the direction is none.
    """
    if direction not in ("higher", "lower", "none"):
        raise ValueError(f"The direction {direction!r} must be higher, lower or none.")
    parts, wholes = (np.atleast_1d(one) for one in counts(x, n))
    sizes = [np.asarray(one, dtype=object).size for one in (x, n)]
    if sizes[0] != sizes[1]:
        raise ValueError(f"{sizes[0]} counts of {sizes[1]} wholes: each area has one of both.")
    wholes = np.where(wholes > 0, wholes, np.nan)
    share = parts / wholes
    centre = _centre(parts, wholes, baseline)
    limits = _limits(wholes, centre)
    spread = np.sqrt(centre * (1 - centre) / wholes)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(share == centre, 0.0, (share - centre) / spread)
    label = np.select(
        [share < limits["lower_998"], share < limits["lower_95"], share > limits["upper_998"], share > limits["upper_95"], np.isnan(share)],
        [*_LABELS, NO_VALUE],
        _SIMILAR,
    )
    told = _words(direction)
    table = {"x": parts, "n": wholes, "share": share, "baseline": np.full(len(share), centre), **limits, "z": z}
    table |= {"label": label.astype(object), "judgement": np.array([told[str(one)] for one in label], dtype=object)}
    return pd.DataFrame(table, columns=list(FUNNEL_COLUMNS))


def funnel_curve(x: object, n: object, baseline: float | None = None, at: object = None) -> pd.DataFrame:
    """Return the limits to draw for areas with ``x`` of ``n``, a row a denominator, columns of ``CURVE_COLUMNS``.

    ``at`` names the denominators (any numbers above 0); without it there are 100 of them, closer where they are small.

    They reach from 1 (from a little below the smallest area, where the largest is at most twice that) to a little above the largest area,
    each a whole number above the one before. Limits are proportions, clipped to 0 and 1. Baseline and errors as in ``funnel``.

    Source: ``calculate_funnel_limits`` of PHEindicatormethods, axis and spacing included.
    """
    parts, wholes = (np.atleast_1d(one) for one in counts(x, n))
    wholes = np.where(wholes > 0, wholes, np.nan)
    centre = _centre(parts, wholes, baseline)
    if np.isnan(wholes).all():
        raise ValueError("No area has a whole above 0: there is no funnel to draw.")
    axis = _axis(float(np.nanmin(wholes)), float(np.nanmax(wholes))) if at is None else np.atleast_1d(floats(at))
    if not (axis > 0).all():
        raise ValueError("A denominator to draw limits at must be above 0.")
    limits = {name: np.clip(values, 0.0, 1.0) for name, values in _limits(axis, centre).items()}
    return pd.DataFrame({"n": axis, "baseline": np.full(len(axis), centre), **limits}, columns=list(CURVE_COLUMNS))


def _centre(parts: Floats, wholes: Floats, baseline: float | None) -> float:
    if baseline is not None:
        if not 0 <= baseline <= 1:
            raise ValueError(f"The baseline {baseline} must be a share from 0 to 1.")
        return float(baseline)
    kept = ~np.isnan(wholes)
    if not kept.any():
        raise ValueError("No area has a whole above 0: state a baseline.")
    # fsum does not depend on the order of the areas.
    return min(1.0, fsum(parts[kept]) / fsum(wholes[kept]))


def _limits(wholes: Floats, centre: float) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    for level, name in zip(LEVELS, ("95", "998"), strict=True):
        reach = two_sided_z(level) * sqrt(centre * (1 - centre)) / np.sqrt(wholes)
        found |= {f"lower_{name}": centre - reach, f"upper_{name}": centre + reach}
    return found


def _words(direction: str) -> dict[str, str]:
    low, high = {"higher": ("worse", "better"), "lower": ("better", "worse")}.get(direction, ("lower", "higher"))
    return dict(zip((*_LABELS, _SIMILAR, NO_VALUE), (low, low, high, high, "similar", ""), strict=True))


def _axis(smallest: float, largest: float) -> Floats:
    """Return the 100 denominators of Public Health England's funnel."""
    first, last = 0.0, _neat(largest * 1.05, 2, np.ceil)
    if largest <= 2 * smallest:
        first = _neat(smallest * 0.95, 1, np.floor)
    axis = [max(1.0, first)]
    for step in range(2, 101):
        # Half to even, as R rounds.
        axis.append(max(float(np.rint((last / axis[-1]) ** (1 / (101 - step)) * axis[-1])), axis[-1] + 1))
    return floats(axis)


def _neat(value: float, digits: int, to_whole: np.ufunc) -> float:
    """Return ``value`` with its first ``digits`` digits, rounded up or down by ``to_whole``."""
    if value == 0:
        return 0.0
    unit = 10.0 ** (len(f"{to_whole(value):.0f}") - digits)
    return float(to_whole(value / unit) * unit)
