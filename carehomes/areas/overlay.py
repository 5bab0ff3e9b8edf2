"""Code lists laid over an area list: what a list says of a code decides, what it does not say stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from carehomes.areas.lists import Area, AreaList

#: Beside the levels of areas, what a row of a code list may say: that one code led to another; which PCN a practice is in.
LINEAGE = "lineage"
PRACTICE = "practice"
#: Before a level: the row adds an area that the list lacks, and says nothing of one that is there.
NEW = "new "
_DATES = ("opened", "closed")
_FIELDS = ("name", "ons_code", "parent", "successor", *_DATES)


@dataclass(frozen=True)
class Said:
    """What one row of a code list says of one code. ``fields`` leaves blanks out; ``sheet`` and ``row`` are its place.

    ``part`` is the level of the area, ``new `` and the level, ``lineage`` (the code closed on ``closed`` and ``successor`` took
    it over) or ``practice`` (with ``ccg``, ``pcn``, ``from`` and ``to``).
    """

    part: str
    code: str
    fields: Mapping[str, str]
    sheet: str = ""
    row: int = 0

    @property
    def level(self) -> str:
        """The level of the area that is meant; '' in a row of another sort."""
        return "" if self.part in (LINEAGE, PRACTICE) else self.part.removeprefix(NEW)

    def day(self, name: str) -> date | None:
        """Return a date, None where the row says none."""
        return date.fromisoformat(self.fields[name]) if name in self.fields else None


def gather(cells: Iterable[tuple[str, int, str, str, str | None]]) -> list[Said]:
    """Return what the facts of a code list say, told as (sheet, row, part, field, answer), in the order of its rows."""
    rows: dict[tuple[str, int, str], dict[str, str]] = {}
    for sheet, row, part, name, answer in cells:
        fields = rows.setdefault((sheet, row, part), {})
        if answer is not None:
            fields[name] = answer
    return [Said(part, fields["code"], fields, sheet, row) for (sheet, row, part), fields in rows.items() if "code" in fields]


def overlay(areas: AreaList, lists: Iterable[Iterable[Said]]) -> AreaList:
    """Return ``areas`` with code lists laid over it, the later over the earlier. A code that no list names stays as it was."""
    found = {area.code: area for area in areas.areas}
    for one in lists:
        said = list(one)
        for row in said:
            if row.level and (row.part == row.level or row.code not in found):
                found[row.code] = _decided(found.get(row.code) or Area(row.code, row.level, row.code, "", "", None, None, ""), row)
        _lead(found, [row for row in said if row.part == LINEAGE])
    return AreaList(list(found.values()))


def _decided(area: Area, row: Said) -> Area:
    changes: dict[str, Any] = {name: row.day(name) if name in _DATES else row.fields[name] for name in _FIELDS if name in row.fields}
    return replace(area, **changes)


def _lead(found: dict[str, Area], rows: list[Said]) -> None:
    """Let each code lead to the one that took it over, unless it does already: by steps between, perhaps."""
    # Areas that stood until the day are led first: an older code then comes to the new one through its own successor.
    for standing in (True, False):
        for row in rows:
            closed, area = row.day("closed"), found.get(row.code)
            if area is None or closed is None or area.open_on(closed) != standing:
                continue
            if row.fields["successor"] not in chain(found.get, row.code):
                heir = _heir(found, area, closed)
                found[heir.code] = replace(heir, closed=closed, successor=row.fields["successor"])


def chain(get: Callable[[str], Area | None], code: str) -> list[str]:
    """Return the code and its successors' to the last that is known to ``get``; a cycle is gone round once."""
    steps = [code]
    while (area := get(steps[-1])) and area.successor and area.successor not in steps:
        steps.append(area.successor)
    return steps


def _heir(found: Mapping[str, Area], area: Area, day: date) -> Area:
    """Return who stood for ``area`` on ``day``."""
    seen = {area.code}
    while area.closed is not None and area.closed < day and area.successor in found and area.successor not in seen:
        area = found[area.successor]
        seen.add(area.code)
    return area


def day_before(day: date) -> str:
    """Return the day before, in ISO: the last day of what another took over on ``day``."""
    return (day - timedelta(days=1)).isoformat()
