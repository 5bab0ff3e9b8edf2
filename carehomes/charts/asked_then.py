"""What was asked in a week, in words: the dated standard of a measure that was in force then."""

from __future__ import annotations

from datetime import date

from carehomes.catalogue import Measure, Standard, in_force, standards_of
from carehomes.charts import words as say


def told(one: Standard) -> str:
    """Return a standard in one sentence: from when, what, by when, who asked."""
    by = f", by {say.day(one.by)}" if one.by else ""
    return f"From {say.day(one.since)}{by}: {one.asked} ({one.source})."


def lines(measure: Measure) -> list[str]:
    """Return the standards of a measure, by day, in words; nothing where no source sets one."""
    return [told(one) for one in standards_of(measure)]


def in_week(measure: Measure, week: date | None) -> tuple[str, ...]:
    """Return what was asked in ``week`` in a sentence, and what came in its place since then; nothing for a measure without a standard."""
    every = standards_of(measure)
    if week is None or not every:
        return ()
    one = in_force(measure, week)
    if one is None:
        return (f"Asked in the {say.week(week)}: nothing yet. {told(every[0])}",)
    by = f", by {say.day(one.by)}" if one.by else ""
    return (f"Asked in the {say.week(week)}: {one.asked}. In force from {say.day(one.since)}{by} ({one.source}).",)
