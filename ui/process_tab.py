"""The tab of a trend card that says whether a change is more than chance; for what only adds up, its way to the target."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import projected, xmr
from carehomes.charts.process import process, sentences
from ui.chart_card import Drawn


def process_tab(frame: pd.DataFrame, measure: Measure, area: str, height: int, rebase: Mapping[date, str]) -> tuple[Drawn, ...]:
    """Return the tab for the rows of ``carehomes.measures.trend``; nothing for a measure that gets neither chart (rule 14), nor for beds.

    ``rebase``: weeks at which limits begin anew, with the reason.
    """
    if measure.unit == "beds":
        return ()
    one = process(frame, measure, rebase)
    if one is not None:
        _, row = one.last
        icons = tuple(name for name in (row["variation"], row["assurance"]) if name)
        return (Drawn("Process chart", xmr.chart(one, height=height), sentences(one, area), sentences(one, area), icons),)
    way = projected.projected(frame, measure)
    if way is None:
        return ()
    told = projected.sentence(way, area)
    return (Drawn("Way to the target", projected.chart(way, height), told, told),)
