"""What every function of counts begins with: arrays of floats, nothing missing by accident, and the quantiles of the normal curve."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
#: What a caller may give for a row of numbers; None and NaN are missing.
Many: TypeAlias = Sequence[float | None] | npt.NDArray[np.float64] | npt.NDArray[np.int64]


def floats(values: object) -> Floats:
    """Return ``values`` (any sequence, array or column of numbers, or one number) as floats, NaN where one is missing (None, NaN, NA)."""
    to_numpy = getattr(values, "to_numpy", None)
    if to_numpy is not None:
        return np.asarray(to_numpy(dtype=float, na_value=np.nan), dtype=np.float64)
    return np.asarray(values, dtype=np.float64)


def counts(x: object, n: object) -> tuple[Floats, Floats]:
    """Return counts ``x`` and wholes ``n`` as floats of one shape; both are NaN where either is missing.

    Raises ``ValueError`` where a count is negative or infinite, or above its whole, naming the first such pair.
    """
    parts, wholes = np.broadcast_arrays(floats(x), floats(n))
    missing = np.isnan(parts) | np.isnan(wholes)
    wrong = ~missing & ~((parts >= 0) & (parts <= wholes) & np.isfinite(wholes))
    if wrong.any():
        part, whole = parts[wrong].flat[0], wholes[wrong].flat[0]
        raise ValueError(f"{part:g} of {whole:g}: the count must lie between 0 and the whole.")
    return np.where(missing, np.nan, parts), np.where(missing, np.nan, wholes)


def two_sided_z(level: float) -> float:
    """Return the z between whose two signs a normal variable lies with probability ``level``: 1.959964 for 0.95, 3.090232 for 0.998.

    The level 1 is infinity. Raises ``ValueError`` where ``level`` is not above 0 and at most 1.
    """
    if not 0 < level <= 1:
        raise ValueError(f"The level {level} must be a share above 0 and at most 1, such as 0.95.")
    return inf if level == 1 else NormalDist().inv_cdf((1 + level) / 2)
