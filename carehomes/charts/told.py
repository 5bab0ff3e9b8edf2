"""A figure in few words, as tables of figures and slides tell it."""

from __future__ import annotations

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.readings import Reading, kind_of


def _mark(one: Reading) -> str:
    return " [e]" if one.carried else ""


def told_short(one: Reading | None, measure: Measure, nothing: str = words.NOT_AVAILABLE) -> str:
    """Return a figure in few words, counts first: ``209 of 280 (75%)``; ``nothing`` where there is none."""
    if one is None:
        return nothing
    kind = kind_of(measure)
    if kind == "homes":
        standing = one.standing(kind)
        if standing in ("not available", "no return"):
            return words.NOT_AVAILABLE
        if standing == "not applicable":
            return words.NOT_APPLICABLE
        if standing == "answers only":
            return f"{words.count(one.yes)} yes"
        if not one.answered:
            return words.NOT_AVAILABLE
        return f"{words.count(one.yes)} of {words.count(one.all)} ({words.share(one.yes, one.all)}){_mark(one)}"
    if one.suppressed:
        return words.SUPPRESSED
    if not one.homes_gave:
        return words.NOT_AVAILABLE
    if kind == "people":
        return f"{words.count(one.numerator)} of {words.count(one.whole)} ({words.share(one.numerator, one.whole)})"
    return f"{words.count(one.numerator)} from {words.count(one.homes_gave)} of {words.count(one.homes)} homes{_mark(one)}"
