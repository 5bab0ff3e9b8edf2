"""The process charts of many areas at once, from their answers week by week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import broken, words
from carehomes.statistics import ProcessChart, p_prime_array

#: Rows and columns of the matrix in words, with the icons that stand for them.
CHANGES = {
    "improvement": ("Improving", ("improvement_high", "improvement_low")),
    "common_cause": ("No sign of a change", ("common_cause",)),
    "concern": ("Getting worse", ("concern_high", "concern_low")),
    "neither": ("Changing, neither better nor worse", ("neither_high", "neither_low")),
    "no_icon": ("Too few weeks, or no limits", ()),
}
TARGETS = {
    "pass": ("Meets the target week after week", ("pass",)),
    "hit_or_miss": ("Hits and misses the target by chance", ("hit_or_miss",)),
    "fail": ("Misses the target week after week", ("fail",)),
    "no_icon": ("No target, or no limits", ()),
}
#: By code, the weeks at which the limits of an area begin anew, with the reason.
Rebases = Mapping[str, Mapping[date, str]]


@dataclass(frozen=True)
class AreaCharts:
    """The p-prime charts of ``codes``, over ``weeks``: arrays of (areas, weeks)."""

    codes: tuple[str, ...]
    weeks: tuple[date, ...]
    chart: ProcessChart


def area_charts(weekly: pd.DataFrame, measure: Measure, rebase: Rebases | None = None) -> Iterator[AreaCharts]:
    """Yield the charts of the areas of ``weekly`` (rows of ``weekly_answers``), those whose limits begin anew in the same weeks together.

    They are of the homes that answered; a week in which too few did is missing (rule 4). Every area is in one of them; without a word
    in ``rebase`` its limits begin anew at the breaks of ``measure``.
    """
    codes, weeks = sorted(set(weekly["code"])), sorted(set(weekly["week"]))
    told = weekly[weekly["compared"].astype(bool)]
    wide = (told.pivot(index="code", columns="week", values=name).reindex(index=codes, columns=weeks) for name in ("yes", "answered"))
    x, n = (table.to_numpy(dtype=float, na_value=np.nan) for table in wide)
    target = None if measure.target is None else measure.target / 100
    own_weeks, breaks = rebase or {}, broken.anew(measure)
    anew = [tuple(sorted({place for week in own_weeks.get(code, breaks) if (place := _place(weeks, week))})) for code in codes]
    for places in sorted(set(anew)):
        rows = [place for place, own in enumerate(anew) if own == places]
        chart = p_prime_array(x[rows], n[rows], improvement=measure.direction, target=target, rebase_at=places, settings=broken.ANEW)
        yield AreaCharts(tuple(codes[row] for row in rows), tuple(weeks), chart)


def icons_of(weekly: pd.DataFrame, measure: Measure, rebase: Rebases | None = None) -> pd.DataFrame:
    """Return a row an area: code, variation and assurance icon (None where there is none), from the rows of ``weekly_answers``."""
    rows = [
        {"code": code, "variation": variation, "assurance": assurance}
        for found in area_charts(weekly, measure, rebase)
        for code, variation, assurance in zip(found.codes, found.chart.variation, found.chart.assurance, strict=True)
    ]
    # As objects: a text column would make a NaN of no icon.
    found_icons = pd.DataFrame(rows, columns=["code", "variation", "assurance"], dtype=object)
    return found_icons.sort_values("code", kind="stable", ignore_index=True)


def words_of(icon: str | None, told: Mapping[str, tuple[str, tuple[str, ...]]]) -> str:
    """Return the words of the row or column in which ``icon`` stands."""
    return next((text for name, (text, icons) in told.items() if icon and (icon == name or icon in icons)), told["no_icon"][0])


def title(table: pd.DataFrame, measure: Measure, what: str) -> str:
    """Return what the matrix says in a sentence."""
    areas_of = {row: sum(len(table[column][row]) for column in table.columns) for row in CHANGES}
    of, better, worse = sum(areas_of.values()), areas_of["improvement"], areas_of["concern"]
    fails = sum(len(cell) for cell in table["fail"])
    target = f"; {words.count(fails)} will miss the target unless something changes" if measure.target is not None else ""
    return f"{measure.name}: of {words.count(of)} {what} {words.count(better)} improving, {words.count(worse)} getting worse{target}"


def _place(weeks: Sequence[date], week: date) -> int:
    """Return the place in ``weeks`` from which limits begin anew for ``week``: its own, or that of the next one with a return; else 0."""
    return next((place for place, one in enumerate(weeks) if one >= week), 0)
