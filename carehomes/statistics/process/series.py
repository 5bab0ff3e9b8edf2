"""What a caller gives, read into arrays: series with gaps, directions, where to re-base and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Signs = npt.NDArray[np.int8]

#: Values closer to a line than this part of the greatest value lie on it: a mean of equal shares is not exact in binary numbers.
TOUCH: Final = 1e-12

_DIRECTIONS: Final[Mapping[object, int]] = {
    **dict.fromkeys(("up", "increase", "high", "higher", 1), 1),
    **dict.fromkeys(("down", "decrease", "low", "lower", -1), -1),
    **dict.fromkeys(("neither", "neutral", "none", 0, None), 0),
}


def floats(values: Any) -> Floats:
    """Return ``values`` as an array of floats with NaN for what is missing (None, NaN, pandas' NA, masked).

    Takes lists, tuples, arrays and pandas objects. ``ValueError`` for what is no number, and for infinity.
    """
    if isinstance(values, np.ma.MaskedArray):
        values = np.where(np.ma.getmaskarray(values), np.nan, np.ma.getdata(values))
    elif hasattr(values, "to_numpy"):
        values = values.to_numpy(dtype=np.float64, na_value=np.nan)
    try:
        # A float dtype turns None into NaN by itself.
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"A series must be numbers, with None or NaN for a missing week: {problem}.") from problem
    if np.isinf(found).any():
        raise ValueError("A series must be finite numbers: it holds an infinity.")
    return found


def direction(improvement: object) -> int:
    """Return 1 where higher is better, -1 where lower is, 0 where neither is; ``ValueError`` for another word."""
    found = _DIRECTIONS.get(improvement.strip().lower() if isinstance(improvement, str) else improvement)
    if found is None:
        raise ValueError(f"improvement is 'up', 'down' or 'neither', not {improvement!r}.")
    return found


def directions(improvement: object, shape: tuple[int, ...]) -> Signs:
    """Return the direction of each series as an array of ``shape``; one word holds for all."""
    if isinstance(improvement, str) or not isinstance(improvement, Iterable):
        return np.full(shape, direction(improvement), dtype=np.int8)
    words = np.asarray(improvement, dtype=object)
    known = np.array([direction(word) for word in words.ravel()], dtype=np.int8).reshape(words.shape)
    return np.broadcast_to(known, shape)


def rebases(rebase_at: object, length: int) -> dict[int, str]:
    """Return the positions (from 0) at which a new segment begins, each with its reason ('' where none was given), in order.

    Takes one position, a sequence of them, or a mapping from position to reason. Position 0 begins the series anyway and is left out.
    ``ValueError`` for a position outside the series.
    """
    given: dict[int, str]
    if isinstance(rebase_at, Mapping):
        given = {int(place): str(reason) for place, reason in rebase_at.items()}
    elif rebase_at is None:
        given = {}
    elif isinstance(rebase_at, Iterable):
        given = {int(place): "" for place in rebase_at}
    else:
        given = {int(rebase_at): ""}  # type: ignore[call-overload]
    for place in given:
        if not 0 <= place < length:
            raise ValueError(f"Re-base at {place}: the series has {length} points, counted from 0.")
    return {place: given[place] for place in sorted(given) if place}


def targets(target: Any, shape: tuple[int, ...]) -> Floats | None:
    """Return the target of every point as an array of ``shape`` (..., weeks), or None without one.

    Takes one number, one a series (the shape without its weeks), or one a point.
    """
    if target is None:
        return None
    found = floats(target)
    if found.ndim and found.ndim < len(shape):
        found = found[..., None]
    try:
        return np.broadcast_to(found, shape)
    except ValueError:
        told = f"A target of the shape {found.shape} fits no series of {shape[-1]} points: give one number, one a series, or one a point."
        raise ValueError(told) from None


def touch(values: Floats) -> Floats:
    """Return how close to a line a value of each series counts as on it: (..., weeks) to (..., 1)."""
    greatest = np.max(np.abs(values), axis=-1, keepdims=True, initial=0.0, where=~np.isnan(values))
    return np.asarray(TOUCH * greatest, dtype=np.float64)


def sides(values: Floats, line: Floats | float, near: Floats | float) -> Signs:
    """Return 1 above ``line``, -1 below, 0 on it (within ``near``) and where either is missing."""
    apart = values - line
    return (apart > near).astype(np.int8) - (apart < -near).astype(np.int8)
