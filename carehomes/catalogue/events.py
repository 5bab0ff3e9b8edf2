"""Dated events: days on which something was asked of homes or began, drawn on the trends of the measures that they concern."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from carehomes.catalogue.measures import FAMILIES, Measure
from carehomes.settings import PROJECT

FILE = PROJECT / "data" / "reference" / "events.csv"


@dataclass(frozen=True)
class Event:
    """A day and what it brought, in words; ``families`` are those of the measures that it concerns, ``source`` says who set it."""

    day: date
    families: frozenset[str]
    name: str
    source: str

    @property
    def week(self) -> date:
        """The reporting week, by its Sunday, that holds the day."""
        return self.day + timedelta(days=6 - self.day.weekday())


@cache
def load_events(path: Path = FILE) -> tuple[Event, ...]:
    """Return the events of ``path``, by day. Raises ``ValueError`` where a row names a family that there is not, or says nothing."""
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            event = Event(date.fromisoformat(row["day"]), frozenset(row["families"].split()), row["name"].strip(), row["source"].strip())
            unknown = ", ".join(sorted(event.families - FAMILIES.keys()))
            if unknown or not (event.families and event.name and event.source):
                raise ValueError(f"{path.name}, row {number}: " + (f"no such family: {unknown}." if unknown else "a cell is empty."))
            found.append(event)
    return tuple(sorted(found, key=lambda one: one.day))


def events_of(measure: Measure, weeks: Sequence[date]) -> list[Event]:
    """Return the events that concern ``measure`` and fall into a week from the first to the last of ``weeks``, by day."""
    if not weeks:
        return []
    return [one for one in load_events() if measure.family in one.families and min(weeks) <= one.week <= max(weeks)]
