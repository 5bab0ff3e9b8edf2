"""A measure that counts homes, as it is told in beds covered: the homes' registered beds in the place of 1 a home."""

from __future__ import annotations

from dataclasses import replace

from carehomes.catalogue import Measure
from carehomes.charts.readings import kind_of

#: What is unlike the same figure in homes.
MEANING = (
    "In beds covered: each home counts with its beds by the register in force, from home rows alone. A home without a number of beds "
    "stands apart, as a home and never as 0 beds. Where an area answered only in totals its homes cannot be told in beds: they are not "
    "answered. "
    "Beds of one home answer together, so no 95% interval, no process chart and no judgement is made of them: those are told in homes."
)


def covered(measure: Measure) -> Measure:
    """Return ``measure`` in the words of a figure in beds; one that does not count homes is told as ever."""
    if kind_of(measure) != "homes":
        return measure
    return replace(
        measure,
        name=f"{measure.name}, in beds",
        unit="beds",
        definition=f"{measure.definition} {MEANING}",
        numerator=f"Registered beds of: {measure.numerator}",
        denominator=f"Registered beds of: {measure.denominator}",
    )
