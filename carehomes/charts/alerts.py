"""What needs attention among areas, over every measure of homes at once: rows to look at, and the alerts as a table tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import words as say
from carehomes.charts.compared import Comparison, compare
from carehomes.charts.process import CAUSES
from carehomes.charts.process_areas import Rebases, area_charts
from carehomes.charts.readings import Reading, kind_of
from carehomes.statistics import Alert, Watched, chance_of_latest, needs_attention


def looked_at(rows: Iterable[Reading], measures: Sequence[Measure]) -> list[Comparison]:
    """Return the comparison of each measure of homes that has a better direction and at least two areas to compare."""
    kept = list(rows)
    found = [compare(kept, one) for one in measures if kind_of(one) == "homes" and one.direction in ("higher", "lower")]
    return [one for one in found if len(one.areas) > 1]


def watched(comparisons: Sequence[Comparison], others: str) -> list[Watched]:
    """Return a row for each area and measure compared, held against all together (``others`` names them) and against a standard.

    A target of all is no standard to test against: every area with one home that says no misses it, for certain.
    """
    return [
        Watched(
            area=area.one.label,
            measure=found.measure.name,
            x=area.one.yes or 0,
            n=area.one.answered,
            direction=found.measure.direction,
            standard=found.measure.target / 100 if found.measure.target is not None and 0 < found.measure.target < 100 else None,
            baseline=found.baseline,
            others=others,
        )
        for found in comparisons
        for area in found.areas
    ]


def changing(weekly: pd.DataFrame, measure: Measure, week: date, names: Mapping[str, str], rebase: Rebases | None = None) -> list[Watched]:
    """Return a row for each area whose process chart was looked at in ``week``: what its latest point says, by which chance.

    ``weekly`` are rows of ``weekly_answers``; ``names`` tells areas by code. Only a measure that is a process has such a chart (rule 14),
    only where enough homes answered in that week (rule 4), and with full limits, no trial ones.
    """
    upto = weekly[weekly["week"] <= week]
    now = {row["code"]: row for row in upto[(upto["week"] == week) & upto["compared"].astype(bool)].to_dict("records")}
    if measure.behaviour != "process" or kind_of(measure) != "homes" or not now:
        return []
    found = []
    for charts in area_charts(upto, measure, rebase):
        chart = charts.chart
        for place, (code, chance) in enumerate(zip(charts.codes, chance_of_latest(chart), strict=True)):
            if code not in now or chance != chance:
                continue
            x, n = int(now[code]["yes"]), int(now[code]["answered"])
            row = chart.table((place,)).iloc[-1]
            told = f"{measure.name}, {say.count(x)} of the {say.count(n)} homes that answered ({say.share(x, n)})"
            concern = row["label"] == "concern"
            cause = f"{told}, worse than its own mean of {100 * row['mean']:.0f}%: {CAUSES[row['cause']]}" if concern else ""
            direction = measure.direction
            found.append(Watched(names.get(code, code), measure.name, x, n, direction, cause=cause, cause_p=float(chance)))
    return found


def alerts(comparisons: Sequence[Comparison], others: str, changes: Sequence[Watched] = ()) -> list[Alert]:
    """Return what needs attention among the areas compared and those that changed, false alarms controlled over every look together."""
    return needs_attention([*watched(comparisons, others), *changes])


def title(found: Sequence[Alert], looks: int) -> str:
    """Return how many alerts there are, of how many looks."""
    told = f"{say.plural(len(found), 'alert')}" if found else "No alert"
    return f"{told} in {say.plural(looks, 'look')} at areas and measures"
