"""From marks of rules to the label of a point, and from points and limits to the two icons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carehomes.statistics.process.series import Bools, Floats, Signs, direction, floats, sides, touch
from carehomes.statistics.process.settings import RULES, XmrSettings

#: The label of a point, by number.
LABELS: Final = ("common", "improvement", "concern", "neither", "missing")
COMMON, IMPROVEMENT, CONCERN, NEITHER, MISSING = range(len(LABELS))
#: The rule that decides a label, by number: 0 for none.
CAUSES: Final = ("", *RULES)
#: The variation icons: what the latest point says, and on which side.
VARIATIONS: Final = (
    "common_cause",
    "improvement_high",
    "improvement_low",
    "concern_high",
    "concern_low",
    "neither_high",
    "neither_low",
)
#: The assurance icons: the target against the latest limits.
ASSURANCES: Final = ("pass", "hit_or_miss", "fail")

Names = npt.NDArray[np.object_]


def named(numbers: npt.NDArray[np.integer[Any]], words: Sequence[str | None]) -> Names:
    """Return the words that ``numbers`` stand for."""
    return np.asarray(np.array(words, dtype=object)[numbers])


@dataclass(frozen=True)
class Marks:
    """What each rule marks, on arrays of (..., weeks): signs, and two arrays for trends, since a turning point is in both."""

    beyond: Signs
    shift: Signs
    rising: Bools
    falling: Bools
    two_of_three: Signs

    def high(self) -> dict[str, Bools]:
        """The points that each rule marks on the high side."""
        return {"beyond": self.beyond > 0, "shift": self.shift > 0, "trend": self.rising, "two of three": self.two_of_three > 0}

    def low(self) -> dict[str, Bools]:
        """The points that each rule marks on the low side."""
        return {"beyond": self.beyond < 0, "shift": self.shift < 0, "trend": self.falling, "two of three": self.two_of_three < 0}


def _any(marks: Iterable[Bools]) -> Bools:
    return np.asarray(np.logical_or.reduce(list(marks)), dtype=np.bool_)


def side_and_cause(marks: Marks, improvement: Signs, settings: XmrSettings) -> tuple[Signs, Signs]:
    """Return the side that counts at each point (1 high, -1 low, 0 common cause) and the rule behind it (a number of ``CAUSES``).

    ``improvement``: 1, -1 or 0 of each series, (..., 1).
    """
    high, low = marks.high(), marks.low()
    any_high, any_low = _any(high.values()), _any(low.values())
    side = any_high.astype(np.int8) - any_low.astype(np.int8)
    both = any_high & any_low
    if both.any():
        side = np.where(both, _settled_conflict(high, low, np.broadcast_to(improvement, side.shape), settings), side).astype(np.int8)
    cause = np.zeros(side.shape, dtype=np.int8)
    for rule in reversed(settings.rule_order):
        cause[((side > 0) & high[rule]) | ((side < 0) & low[rule])] = CAUSES.index(rule)
    return side, cause


def _favoured(improvement: Signs, what: str) -> Signs:
    """Return the side of ``improvement`` or of ``concern``; the high side where neither is better."""
    return np.where(improvement == 0, 1, improvement if what == "improvement" else -improvement).astype(np.int8)


def _settled_conflict(high: dict[str, Bools], low: dict[str, Bools], improvement: Signs, settings: XmrSettings) -> Signs:
    if settings.conflict != "order":
        return _favoured(improvement, settings.conflict)
    tie = _favoured(improvement, settings.tie)
    decided = np.zeros(improvement.shape, dtype=np.int8)
    for rule in settings.rule_order:
        open_still = (decided == 0) & (high[rule] | low[rule])
        here = np.where(high[rule] & low[rule], tie, np.where(high[rule], 1, -1))
        decided = np.where(open_still, here, decided).astype(np.int8)
    return decided


def point_label(side: int, improvement: object, shown: str = "both") -> str:
    """Return the label of one point: ``common``, or what a mark on ``side`` (1, -1) means.

    ``shown``: ``improvement`` or ``concern`` keeps only such marks (PowerBI-SPC's flag type), ``both`` all.
    """
    way = direction(improvement)
    if side == 0:
        return LABELS[COMMON]
    found = LABELS[NEITHER] if way == 0 else LABELS[IMPROVEMENT] if side * way > 0 else LABELS[CONCERN]
    return found if shown in ("both", found) else LABELS[COMMON]


def labels(side: Signs, improvement: Signs, present: Bools) -> Signs:
    """Return the label of each point, a number of ``LABELS``: what ``point_label`` says of its side and the direction of improvement."""
    known = np.array([[LABELS.index(point_label(mark, way)) for way in (-1, 0, 1)] for mark in (-1, 0, 1)], dtype=np.int8)
    return np.where(present, known[side + 1, improvement + 1], MISSING).astype(np.int8)


def variation_icon(label: str, side: int) -> str:
    """Return the variation icon of a point: its label and its side in one name; ``common_cause`` without a special cause."""
    return "common_cause" if label in ("common", "missing") else label + {1: "_high", 0: "", -1: "_low"}[side]


def latest(present: Bools) -> npt.NDArray[np.intp]:
    """Return the position of the latest point of each series, the last week where there is none."""
    weeks = present.shape[-1]
    return np.asarray(weeks - 1 - np.argmax(present[..., ::-1], axis=-1))


def at(values: Any, places: npt.NDArray[np.intp]) -> Any:
    """Return the value of each series at its own position: (..., weeks) to (...)."""
    return np.take_along_axis(values, places[..., None], axis=-1)[..., 0]


def variations(label: Signs, side: Signs, shown: Bools) -> Names:
    """Return the variation icon of each series from the label and side of its latest point, None where no icon is shown."""
    known = np.array([[variation_icon(word, mark) for mark in (-1, 0, 1)] for word in LABELS] + [[None] * 3], dtype=object)
    return np.asarray(known[np.where(shown, label, len(LABELS)), side + 1])


def assurance_icon(target: float | None, lpl: float, upl: float, improvement: object, on_limit: str = "outside") -> str | None:
    """Return the assurance icon of one target between one lower and one upper limit: ``pass``, ``hit_or_miss`` or ``fail``.

    None without a target or a direction. ``on_limit`` is the setting ``target_on_limit``.
    """
    aim, low, high = (floats([value]) for value in (target, lpl, upl))
    way = np.array([direction(improvement)], dtype=np.int8)
    near = touch(np.concatenate([low, high]))
    icon: str | None = assurances(aim, low, high, way, near, on_limit, np.array([True]))[0]
    return icon


def assurances(target: Floats, lpl: Floats, upl: Floats, improvement: Signs, near: Floats, on_limit: str, shown: Bools) -> Names:
    """Return the assurance icon of each series: ``pass``, ``hit_or_miss``, ``fail``; None where none is ``shown`` or nothing is to compare.

    A target beyond the limits on the side that is worse is always passed, on the better side always failed. ``on_limit``: ``outside`` or
    ``inside``, what a target within ``near`` of a limit counts as; between two equal limits it passes.
    """
    below, above = sides(target, lpl, near), sides(target, upl, near)
    low, high = (below <= 0, above >= 0) if on_limit == "outside" else (below < 0, above > 0)
    easy, hard = np.where(improvement > 0, low, high), np.where(improvement > 0, high, low)
    found = np.select([easy, hard], [0, 2], 1)
    known = shown & (improvement != 0) & ~np.isnan(target) & ~np.isnan(lpl) & ~np.isnan(upl)
    return named(np.where(known, found, len(ASSURANCES)), (*ASSURANCES, None))
