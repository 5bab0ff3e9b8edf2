"""The process charts of many areas at once, from their answers week by week."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import broken
from carehomes.statistics import ProcessChart, p_prime_array

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


def _place(weeks: Sequence[date], week: date) -> int:
    """Return the place in ``weeks`` from which limits begin anew for ``week``: its own, or that of the next one with a return; else 0."""
    return next((place for place, one in enumerate(weeks) if one >= week), 0)
