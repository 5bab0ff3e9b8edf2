"""Of whom an optional question is asked: beside its figures, in the footer and in every file (tests/oracle/README.md, reading 56)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.readings import readings
from carehomes.selection import split
from ui.frame import Page


def _ccgs(page: Page, measure: Measure) -> frozenset[str] | None:
    """Return the CCGs of the chosen area that are asked in the week; None where the measure is asked of everybody."""
    asked = page.asked.ccgs_asked(page.selection).get(measure.id)
    here = page.returned.areas if page.returned else ()
    return None if asked is None else asked & {one.code for one in here}


def asked_here(page: Page, measures: Iterable[Measure]) -> list[Measure]:
    """Return those of ``measures`` that have a figure here: asked of everybody, or of some CCG of the chosen area in the week."""
    return [one for one in measures if (ccgs := _ccgs(page, one)) is None or ccgs]


def asked_told(page: Page, measure: Measure) -> str:
    """Return ``asked by 3 of 6 CCGs, 150 of 281 homes``; '' where it is asked of everybody, or of the one CCG that there is."""
    ccgs = _ccgs(page, measure)
    if ccgs is None or page.returned is None or not ccgs or page.returned.expected == 1:
        return ""
    # Homes, also where the page counts their beds.
    chosen = page.in_homes.selection
    own, _ = split(page.asked.figures(chosen, (measure.id,)), chosen)
    homes = own[measure.id].registered if measure.id in own else None
    here = page.provenance.here
    counted = f", {words.count(homes)} of {words.plural(here, 'home')}" if here and homes is not None else ""
    return f"asked by {words.count(len(ccgs))} of {words.plural(page.returned.expected, 'CCG')}{counted}"


def asked_by_week(page: Page, measure: Measure, frame: pd.DataFrame) -> tuple[str, ...]:
    """Return in a sentence that other CCGs are asked in other weeks of ``frame`` (rows of a trend); nothing where they are the same."""
    rows = readings(frame)
    asked = {one.registered or 0 for one in rows}
    if measure.id not in page.asked.ccgs_asked(page.selection) or len(asked) < 2:
        return ()
    told = f"Not the same homes are asked in every week: {words.count(min(asked))} to {words.count(max(asked))}"
    return (f"{told} {'beds' if rows[0].counted == 'beds' else 'of them'}. A step may be theirs.",)


def of_measure(page: Page, measure: Measure) -> Page:
    """Return the page as its footer and its files tell it of ``measure``: of whom that is asked."""
    told = asked_told(page, measure)
    asked = f"“{measure.name}” {told}" if told else ""
    return replace(page, provenance=replace(page.provenance, asked=asked))
