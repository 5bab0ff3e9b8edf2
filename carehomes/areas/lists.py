"""The area list: regions, STPs, CCGs, PCNs and local authorities with opening, closing and successors."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

#: From the whole to the part. A PCN ("pcn") is listed under a CCG and may cross its border; a local authority ("la") cuts across them.
LEVELS: tuple[str, ...] = ("england", "region", "stp", "ccg")
#: The level of an area's parent, by the area's own level.
PARENT_LEVELS = {"england": "", "region": "england", "stp": "region", "ccg": "stp", "pcn": "ccg", "la": "region"}
COLUMNS = ("code", "level", "name", "ons_code", "parent", "opened", "closed", "successor", "source")


_BESIDE_THE_NAME = frozenset({"nhs", "ccg", "pcn", "and", "the", "clinical", "commissioning", "group", "council"})


@dataclass(frozen=True)
class Area:
    """One area: ``parent`` is the code one level up ('' at the top), ``closed`` its last day, ``successor`` a code or ''."""

    code: str
    level: str
    name: str
    ons_code: str
    parent: str
    opened: date | None
    closed: date | None
    successor: str

    def open_on(self, day: date) -> bool:
        """Return whether the area was open on ``day``; the closing day is included."""
        return (self.opened is None or self.opened <= day) and (self.closed is None or day <= self.closed)

    @property
    def label(self) -> str:
        """Name and code, as everywhere on screen: ``NHS South Sefton CCG (01T)``."""
        return f"{self.name} ({self.code})"


def name_key(name: str) -> str:
    """Return ``name`` reduced to what must agree: lower case, letters and digits, without NHS, CCG, PCN and joining words."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"\bprimary care network\b", "pcn", name.lower().replace("&", " and ")))
    return " ".join(word for word in words if word not in _BESIDE_THE_NAME)


class AreaList:
    """The areas of one list, looked up by ODS or ONS code or by name."""

    def __init__(self, areas: list[Area]) -> None:
        self.areas = areas
        self._by_code = {area.code.upper(): area for area in areas}
        self._by_ons: dict[str, Area] = {}
        for area in areas:
            if area.ons_code:
                known = self._by_ons.get(area.ons_code.upper())
                if known is None or known.closed is not None:
                    self._by_ons[area.ons_code.upper()] = area

    @classmethod
    def read(cls, *paths: Path) -> AreaList:
        """Read an area list (CSV files, columns of ``COLUMNS``, ISO dates). Raises ``ValueError`` naming the row that is wrong.

        A list that was read is kept until one of its files changes.
        """
        return _read(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths))

    def get(self, code: str) -> Area | None:
        """Return the area with this ODS or ONS code (any case), or None."""
        key = code.strip().upper()
        return self._by_code.get(key) or self._by_ons.get(key)

    def of_level(self, level: str) -> list[Area]:
        """Return the areas of a level in the order of the list."""
        return list(self._of_level.get(level, ()))

    @cached_property
    def _of_level(self) -> dict[str, list[Area]]:
        found: dict[str, list[Area]] = {}
        for area in self.areas:
            found.setdefault(area.level, []).append(area)
        return found

    @cached_property
    def _named(self) -> dict[tuple[str, str], list[Area]]:
        found: dict[tuple[str, str], list[Area]] = {}
        for area in self.areas:
            found.setdefault((area.level, name_key(area.name)), []).append(area)
        return found

    def below(self, code: str) -> list[Area]:
        """Return the areas whose parent is ``code``, in the order of the list."""
        return list(self._below.get(code, ()))

    @cached_property
    def _below(self) -> dict[str, list[Area]]:
        found: dict[str, list[Area]] = {}
        for area in self.areas:
            found.setdefault(area.parent, []).append(area)
        return found

    @cached_property
    def _before(self) -> dict[str, list[Area]]:
        found: dict[str, list[Area]] = {}
        for area in self.areas:
            if area.successor:
                found.setdefault(area.successor, []).append(area)
        return found

    def open_ccgs(self, day: date) -> list[Area]:
        """Return the CCGs open on ``day``: N of rule 12."""
        return [area for area in self.of_level("ccg") if area.open_on(day)]

    @cached_property
    def top(self) -> Area:
        """The whole: England (or the demonstration's own country)."""
        return self.of_level("england")[0]

    def named(self, level: str, name: str) -> list[Area]:
        """Return the areas of ``level`` whose name agrees with ``name`` (NHS, CCG, PCN, case and joining words aside)."""
        return list(self._named.get((level, name_key(name)), ()))

    def seen(self, ccgs: frozenset[str]) -> AreaList:
        """Return the list as somebody sees it who may see these CCGs alone: they, their PCNs, what lies above them, its local authorities.

        An area of which she sees a part only says so in its name: its figures are those of that part. So do local authorities, which cut
        across CCGs.
        """
        kept = {above.code for code in ccgs for basis in ("then", "now") for above in self.path(code, basis)} | {self.top.code}
        kept -= {one.code for one in self.of_level("ccg") if one.code not in ccgs}
        part = {above.code for one in self.of_level("ccg") if one.code not in ccgs for above in self.path(one.code)[1:]}
        found = [one for one in self.areas if one.code in kept or (one.level in ("pcn", "la") and one.parent in kept)]
        return AreaList([replace(one, name=f"{one.name} (your areas)") if one.code in part or one.level == "la" else one for one in found])

    def successor(self, area: Area) -> Area:
        """Follow the successors of ``area`` to the end; an area without one is its own."""
        seen = {area.code}
        while area.successor and area.successor not in seen:
            after = self.get(area.successor)
            if after is None:
                break
            seen.add(after.code)
            area = after
        return area

    def open_in(self, code: str, day: date) -> str:
        """Return the code of the area that ``code`` stood for on ``day``: itself, or the successor that was open then.

        An area that was not open yet is its one predecessor of that day; of several nobody can say which, so it stays itself.
        """
        area = self.get(code)
        if area is not None and area.opened is not None and area.opened > day:
            before = [one for one in self._before.get(area.code, ()) if one.open_on(day)]
            return before[0].code if len(before) == 1 else area.code
        seen: set[str] = set()
        while area is not None and area.closed is not None and area.closed < day and area.successor and area.code not in seen:
            seen.add(area.code)
            after = self.get(area.successor)
            if after is None:
                break
            area = after
        return area.code if area else code

    def path(self, code: str, basis: str = "then") -> list[Area]:
        """Return the area and those above it, from the area to the top; as ``now`` each is its successor (rule 8)."""
        steps: list[Area] = []
        area = self.get(code)
        while area is not None:
            area = self.successor(area) if basis == "now" else area
            if area in steps:
                break
            steps.append(area)
            area = self.get(area.parent) if area.parent else None
        return steps


@lru_cache(maxsize=16)
def _read(files: tuple[tuple[Path, int, int], ...]) -> AreaList:
    areas: list[Area] = []
    seen: set[str] = set()
    for path, _, _ in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS[:8] if name not in (reader.fieldnames or [])]
            if missing:
                raise ValueError(f"{path.name}: the column {missing[0]!r} is missing; an area list has {', '.join(COLUMNS)}.")
            for number, row in enumerate(reader, start=2):
                try:
                    areas.append(_area(row))
                except ValueError as error:
                    raise ValueError(f"{path.name}, row {number}: {error}. Dates are written 2020-05-17.") from error
                if row["code"].upper() in seen:
                    raise ValueError(f"{path.name}, row {number}: the code {row['code']} stands twice.")
                seen.add(row["code"].upper())
    return AreaList(areas)


def _area(row: dict[str, str]) -> Area:
    return Area(
        code=row["code"],
        level=row["level"],
        name=row["name"],
        ons_code=row["ons_code"],
        parent=row["parent"],
        opened=date.fromisoformat(row["opened"]) if row["opened"] else None,
        closed=date.fromisoformat(row["closed"]) if row["closed"] else None,
        successor=row["successor"],
    )
