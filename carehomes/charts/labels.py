"""Labels beside points, none over another: where there is no room a point goes without, and is told elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

#: Pixels of a letter, of a line of text, and that a label keeps from a point.
LETTER, LINE, OFF = 7.0, 18.0, 12.0
Side = Literal["left", "right"]
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


@dataclass(frozen=True)
class _Box:
    left: float
    low: float
    right: float
    top: float

    def meets(self, other: _Box) -> bool:
        return self.left < other.right and other.left < self.right and self.low < other.top and other.low < self.top


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
    taken = [_Box(x - 6, y - 6, x + 6, y + 6) for x, y in points] + [_Box(x - 6, y - 1, x + 6, y + 1) for x, y in lines]
    found = []
    for point, text in texts:
        x, y = points[point]
        long = LETTER * len(text) + 4
        for side, along, up in _TRIES:
            left = x + along if side == "right" else x - along - long
            box = _Box(left, y + up - LINE / 2, left + long, y + up + LINE / 2)
            inside = box.left >= 0 and box.right <= width and box.low >= 0 and box.top <= height
            if inside and not any(box.meets(other) for other in taken):
                taken.append(box)
                found.append(Placed(point, side, along if side == "right" else -along, up))
                break
    return found
