"""Areas held against one another (rule 4): which may be compared, better or worse in words, ranks as ranges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import words as say
from carehomes.charts.maps import LEAST_TO_SHADE
from carehomes.charts.readings import Reading, kind_of
from carehomes.statistics import funnel, funnel_curve, rank_ranges, wilson

#: Of fewer homes that answered nothing is judged or ranked: one home would decide.
LEAST = LEAST_TO_SHADE
#: Rows that complete a CCG, or that pool several areas, are no areas of their own.
_NO_AREA = ("not aligned", "not attributed", "rest", "similar")


@dataclass(frozen=True)
class Counts:
    """The counts of the areas compared, one beside the other."""

    x: tuple[int, ...]
    n: tuple[int, ...]
    direction: str

    @cached_property
    def ranks(self) -> list[tuple[int, int]]:
        """First and last rank of each: simulated when they are asked for, since that is the dearest part of a page."""
        return _ranks(self.x, self.n, self.direction)


@dataclass(frozen=True)
class Compared:
    """One area beside the others: its judgement and limits, and between which ranks it stands. Shares are proportions.

    It has the place ``place`` among the ``counts``.
    """

    one: Reading
    share: float
    lower: float
    upper: float
    limits: tuple[float, float, float, float]
    z: float
    label: str
    judgement: str
    place: int
    counts: Counts

    @property
    def first(self) -> int:
        """The best rank between which it stands."""
        return self.counts.ranks[self.place][0]

    @property
    def last(self) -> int:
        """The worst rank between which it stands."""
        return self.counts.ranks[self.place][1]

    @property
    def outside(self) -> bool:
        """Whether it lies outside the 95% limits."""
        return self.judgement != "similar"

    @property
    def far(self) -> bool:
        """Whether it lies outside the 99.8% limits."""
        return "0.001" in self.label


@dataclass(frozen=True)
class Comparison:
    """Areas of one measure beside one another: those compared, least favourable first, and the others, each with why it is not."""

    measure: Measure
    areas: tuple[Compared, ...]
    others: tuple[tuple[Reading, str], ...]
    yes: int
    answered: int

    @property
    def baseline(self) -> float:
        """The pooled share of the areas compared."""
        return self.yes / self.answered

    @cached_property
    def by_area(self) -> dict[tuple[str, str, str], Compared]:
        """How each area compared stands, by level, code and what it lies within."""
        return {(area.one.level, area.one.code, area.one.within): area for area in self.areas}

    def told(self, one: Reading) -> tuple[str, str]:
        """Return judgement and rank of an area in words, or ``[x]`` twice where it is not compared or stands alone."""
        area = self.by_area.get((one.level, one.code, one.within))
        if area is None or len(self.areas) < 2:
            return say.NOT_AVAILABLE, say.NOT_AVAILABLE
        return judged(area), ranked(area, len(self.areas))

    @cached_property
    def curve(self) -> pd.DataFrame:
        """The limits to draw, columns as of ``statistics.funnel_curve``, from where it begins to a little beyond the largest area."""
        yes, answered = [area.one.yes for area in self.areas], [area.one.answered for area in self.areas]
        first = float(funnel_curve(yes, answered)["n"].iloc[0])
        return funnel_curve(yes, answered, at=np.linspace(first, max(answered) * 1.06 + 0.5, 240))


def compare(rows: Iterable[Reading], measure: Measure) -> Comparison:
    """Return the areas of ``rows`` held against their pooled share; only shares of homes are compared (others: nothing is).

    Compared are areas of which enough homes answered (rule 4) and at least ``LEAST``. The residents of one home are not independent of one
    another: shares of people have no such limits.
    """
    kept: list[Reading] = []
    others: list[tuple[Reading, str]] = []
    for one in rows if kind_of(measure) == "homes" else ():
        standing = one.standing("homes")
        if one.measure != measure.id or one.level in _NO_AREA:
            continue
        if standing != "compared":
            others.append((one, standing))
        elif one.answered < LEAST:
            others.append((one, f"fewer than {LEAST} homes answered"))
        else:
            kept.append(one)
    found = _compared(kept, measure.direction) if kept else []
    return Comparison(
        measure,
        tuple(sorted(found, key=lambda area: (_order(area, measure.direction), area.one.label))),
        tuple(sorted(others, key=lambda other: (other[1], other[0].label))),
        sum(one.yes or 0 for one in kept),
        sum(one.answered for one in kept),
    )


def _order(area: Compared, direction: str) -> tuple[float, float]:
    sign = -1 if direction == "lower" else 1
    return sign * area.z, sign * area.share


def _compared(kept: Sequence[Reading], direction: str) -> list[Compared]:
    x, n = tuple(one.yes or 0 for one in kept), tuple(one.answered for one in kept)
    table = funnel(x, n, direction=direction)
    lower, upper = wilson(x, n)
    counts = Counts(x, n, direction)
    rows = zip(kept, table.to_dict("records"), lower, upper, range(len(kept)), strict=True)
    return [
        Compared(
            one,
            row["share"],
            float(low),
            float(high),
            (row["lower_998"], row["lower_95"], row["upper_95"], row["upper_998"]),
            row["z"],
            row["label"],
            row["judgement"],
            place,
            counts,
        )
        for one, row, low, high, place in rows
    ]


@lru_cache(maxsize=64)
def _ranks(x: tuple[int, ...], n: tuple[int, ...], direction: str) -> list[tuple[int, int]]:
    """Return first and last rank a row; remembered."""
    table = rank_ranges(x, n, direction=direction)
    return [(int(first), int(last)) for first, last in zip(table["first"], table["last"], strict=True)]


def judged(area: Compared) -> str:
    """Return ``worse (outside 99.8%)``, ``better (outside 95%)`` or ``similar``."""
    return f"{area.judgement} (outside {'99.8%' if area.far else '95%'})" if area.outside else "similar"


def ranked(area: Compared, of: int) -> str:
    """Return ``3rd to 31st of 135``, or one rank where both ends are the same."""
    first = say.ordinal(area.first)
    return f"{first} of {say.count(of)}" if area.first == area.last else f"{first} to {say.ordinal(area.last)} of {say.count(of)}"


def counted(found: Sequence[Compared]) -> str:
    """Return how many areas stand outside which way: ``2 worse, 1 better``."""
    order = ("worse", "lower", "higher", "better")
    numbers = {word: sum(area.judgement == word for area in found) for word in order}
    return ", ".join(f"{say.count(number)} {word}" for word, number in numbers.items() if number)
