"""Labels beside points, none over another: where there is no room a point goes without, and is told elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

#: Pixels of a letter, of a line of text, and that a label keeps from a point.
LETTER, LINE, OFF = 7.0, 18.0, 12.0
Side = Literal["left", "right"]
Floats: TypeAlias = npt.NDArray[np.float64]
#: Where a label may stand, the best first: its side of the point, and by how many pixels it is moved along and up.
_TRIES: tuple[tuple[Side, float, float], ...] = tuple(
    (side, along, up)
    for along, ups in ((OFF, (0, 12, -12, 22, -22)), (26, (30, -30, 44, -44)), (44, (60, -60, 80, -80)), (70, (100, -100, 125, -125)))
    for up in ups
    for side in ("right", "left")
)


@dataclass(frozen=True)
class Placed:
    """A label that has room: of which point, on which side of it, moved by how many pixels to the right and up."""

    point: int
    side: Side
    along: float
    up: float


def place(
    points: Sequence[tuple[float, float]],
    texts: Sequence[tuple[int, str]],
    width: float,
    height: float,
    lines: Sequence[tuple[float, float]] = (),
) -> list[Placed]:
    """Return the labels that have room, in the order of ``texts``, the first of which chooses first.

    ``points`` are all points in pixels from the lower left corner of a drawing of ``width`` by ``height``; ``texts`` pairs of a point's
    place in that list and its label. A label lies inside the drawing and over no point, no other label and none of ``lines``, places along
    the lines of the drawing.
    """
    taken = _boxes([(x, y, 6.0, 6.0) for x, y in {*points}] + [(x, y, 6.0, 1.0) for x, y in lines])
    written = _boxes([])
    found = []
    for point, text in texts:
        x, y = points[point]
        half = (LETTER * len(text) + 4) / 2
        for side, along, up in _TRIES:
            way = 1 if side == "right" else -1
            box = _boxes([(x + way * (along + half), y + up, half, LINE / 2)])
            # A label that stands apart is led to by a line, which goes over no other label and under none that follows.
            led = _boxes([(x + way * along * step / 8, y + up * step / 8, 1.0, 1.0) for step in range(2, 9)] if along > OFF or up else [])
            left, low, right, top = box[0]
            inside = left >= 0 and right <= width and low >= 0 and top <= height
            if inside and not _meet(box, taken) and not _meet(led, written):
                taken = np.concatenate([taken, box, led])
                written = np.concatenate([written, box])
                found.append(Placed(point, side, way * along, up))
                break
    return found


def _boxes(middles: Sequence[tuple[float, float, float, float]]) -> Floats:
    """Return left, low, right and top of boxes given by their middles and half their width and height, a row a box."""
    table = np.array(middles, dtype=float).reshape(-1, 4)
    return np.concatenate([table[:, :2] - table[:, 2:], table[:, :2] + table[:, 2:]], axis=1)


def _meet(some: Floats, others: Floats) -> bool:
    """Return whether any box of ``some`` lies over one of ``others``."""
    return any(
        bool(((left < others[:, 2]) & (others[:, 0] < right) & (low < others[:, 3]) & (others[:, 1] < top)).any())
        for left, low, right, top in some
    )
