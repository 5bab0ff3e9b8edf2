"""What a world holds: areas, and everything that was ever sent, in the order in which it was decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

Row = dict[str, str]


@dataclass(frozen=True)
class Area:
    """One row of the area list."""

    code: str
    level: str
    name: str
    ons_code: str
    parent: str
    opened: date | None
    closed: date | None
    successor: str

    def is_open(self, day: date) -> bool:
        """Whether the area exists on the day; first and last day included."""
        return (self.opened is None or self.opened <= day) and (self.closed is None or day <= self.closed)


@dataclass(frozen=True)
class Event:
    """One line of the manifest, with what its file holds."""

    order: int
    file: str
    kind: str
    submitter: str
    week: date | None
    received_at: datetime
    decided_at: datetime
    action: str
    digest: str
    rows: tuple[Row, ...] = ()

    @property
    def key(self) -> tuple[str, str, date | None]:
        """Rule 13: what versions are versions of."""
        return (self.kind, self.submitter, self.week)


@dataclass
class World:
    """The area list and all events."""

    areas: list[Area]
    events: list[Event]

    @cached_property
    def by_code(self) -> dict[tuple[str, str], list[Area]]:
        """The areas by code and level, in the order of the list: they are asked for a hundred thousand times a week."""
        found = defaultdict(list)
        for area in self.areas:
            found[area.code, area.level].append(area)
        return dict(found)

    @cached_property
    def columns(self) -> frozenset[str]:
        """Every column of any file in which something is written."""
        return frozenset(name for event in self.events for row in event.rows for name, text in row.items() if text)

    def answers(self, question: str) -> bool:
        """Whether any file ever answers a question: a home's row, or an area row by its parts."""
        return any(name == question or name.startswith(f"{question}_") for name in self.columns)

    def area(self, code: str, level: str, day: date | None = None) -> Area | None:
        """The area of that code and level, the one open on the day if there are several."""
        found = self.by_code.get((code, level), [])
        for a in found:
            if day is not None and a.is_open(day):
                return a
        return found[0] if found else None

    def ccg_of_code(self, code: str) -> str:
        """The ODS code of a CCG, from its ODS or its ONS code; '' where it is not known."""
        code = code.strip().upper()
        for a in self.areas:
            if a.level == "ccg" and code and code in (a.code, a.ons_code):
                return a.code
        return ""

    def ccg_open_on(self, code: str, day: date) -> str:
        """A CCG, or, where it closed before the day, the successor that was open then."""
        seen = {code}
        while (area := self.area(code, "ccg")) is not None and area.closed is not None and area.closed < day:
            if not area.successor or area.successor in seen:
                break
            code = area.successor
            seen.add(code)
        return code

    def la_of(self, code: str, name: str) -> str:
        """The local authority of a row of the register: by its code where the area list has it, else by its name; '' for none."""
        code, name = code.strip().upper(), plain_name(name)
        authorities = [a for a in self.areas if a.level == "la"]
        for a in authorities:
            if code and code in (a.code, a.ons_code):
                return a.code
        return next((a.code for a in authorities if name and plain_name(a.name) == name), "")

    def open_areas(self, level: str, day: date) -> list[Area]:
        """The areas of a level on a day, by code."""
        return sorted((a for a in self.areas if a.level == level and a.is_open(day)), key=lambda a: a.code)


def plain_name(name: str) -> str:
    """A name without regard to case and spaces."""
    return " ".join(name.split()).casefold()
