"""What needs attention among areas, over every measure of homes at once: rows to look at, and the alerts as a table tells them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carehomes.catalogue import Measure
from carehomes.charts import words as say
from carehomes.charts.compared import Comparison, compare
from carehomes.charts.readings import Reading, kind_of
from carehomes.statistics import Alert, Watched, needs_attention


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


def alerts(comparisons: Sequence[Comparison], others: str) -> list[Alert]:
    """Return what needs attention among the areas compared, false alarms controlled over all areas and measures together."""
    return needs_attention(watched(comparisons, others))


def title(found: Sequence[Alert], looks: int) -> str:
    """Return how many alerts there are, of how many looks."""
    told = f"{say.plural(len(found), 'alert')}" if found else "No alert"
    return f"{told} in {say.plural(looks, 'look')} at areas and measures"
