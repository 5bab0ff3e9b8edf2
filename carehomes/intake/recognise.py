"""Which kind of return a sheet holds, and where its header row stands: by names, never by position."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from carehomes.catalogue import Question
from carehomes.intake.cells import Sheet, key
from carehomes.intake.heads import groups_above
from carehomes.intake.mapping import (
    Columns,
    Confirmed,
    Names,
    alignment_names,
    area_names,
    code_list_names,
    code_list_sort,
    header_key,
    home_names,
    map_header,
    register_names,
)
from carehomes.intake.memory import Memory
from carehomes.intake.titles import Titles
from carehomes.ledger.mappings import Remembered

#: Rows from the top in which a header row is looked for.
LOOKED_AT = 40
#: Names that a header row of any kind holds at least.
_FEWEST = 2
#: Header rows whose reading is kept: the workbooks of a week mostly share one.
_KEPT = 64


@dataclass(frozen=True)
class Table:
    """A sheet with a header row of a known kind.

    ``header_row`` is the last row of its header. ``elsewhere`` is what the rows below the table,
    a cover sheet or the file's name say of week and CCG, where the title block does not; ``confirmed`` is what a person once said
    of these headers.
    """

    kind: str
    sheet: Sheet
    header_row: int
    columns: Columns
    elsewhere: Titles = field(default_factory=Titles)
    confirmed: Remembered | None = None


@dataclass(frozen=True)
class Layout:
    """How the tables of one kind are known: their header names, and what a header row must hold.

    ``firm`` are the fields whose names mean the same under any group heading.
    """

    kind: str
    names: Names
    fits: Callable[[Columns], bool]
    firm: frozenset[str] = field(default=frozenset())

    def read(self, row: Sequence[str], above: Sequence[Sequence[str]] = ()) -> Columns:
        """Return the columns of a header row under rows of group headings; the same headers are read once."""
        return self._reading(tuple(row), tuple(tuple(one) for one in above))

    @cached_property
    def _reading(self) -> Callable[[tuple[str, ...], tuple[tuple[str, ...], ...]], Columns]:
        @lru_cache(maxsize=_KEPT)
        def reading(row: tuple[str, ...], above: tuple[tuple[str, ...], ...]) -> Columns:
            return map_header(list(row), self.names, above=[list(one) for one in above], firm=self.firm)

        return reading


def layouts(questions: Mapping[str, Question]) -> list[Layout]:
    """Return the layouts, the most particular first."""
    answers = {one.id for one in questions.values() if one.role in ("answer", "attribute")}

    def home(columns: Columns) -> bool:
        known = _all_fields(columns)
        if known & answers:
            return "home_id" in known
        dated = {"from", "to"} <= {key(text) for text in columns.headers.values()}  # then it is an alignment with more columns
        return "home_id" in known and bool(known & {"ccg_code", "week_ending"}) and not dated

    def area(columns: Columns) -> bool:
        known = _all_fields(columns)
        parts = sum(1 for target in columns.targets.values() if target.part not in ("", "sum"))
        return parts >= 2 or (len(known & {"homes", "pcn_code", "ccg_code", "week_ending"}) >= 3 and "homes" in known)

    def register(columns: Columns) -> bool:
        known = _all_fields(columns)
        return (
            "location_id" in known and len(known & {"start_date", "dormant", "care_home", "ccg", "commissioning_ccg", "provider_id"}) >= 2
        )

    def alignment(columns: Columns) -> bool:
        known = _all_fields(columns)
        return {"home_id", "pcn_code"} <= known and bool(known & {"from", "to"})

    firm = frozenset(one.id for one in questions.values() if one.role != "answer" and one.type != "count")
    return [
        Layout("register", register_names(), register),
        Layout("alignment", alignment_names(questions), alignment),
        Layout("home", home_names(questions), home, firm),
        Layout("area", area_names(questions), area, firm),
        Layout("areas", code_list_names(), lambda columns: bool(code_list_sort(_all_fields(columns)))),
    ]


def _all_fields(columns: Columns) -> set[str]:
    return columns.fields | {target.field for target, _ in columns.twice}


def recognise(sheet: Sheet, known: list[Layout], memory: Memory | None = None) -> Table | None:
    """Return the table of a sheet: the header row with the most known columns, or None."""
    best: Table | None = None
    remembers = memory is not None and memory.remembers
    top = sheet.rows[:LOOKED_AT]
    every = frozenset[str]().union(*(layout.names for layout in known))
    for number, row in enumerate(top, start=1):
        keys = {key(text) for text in row}
        asked = remembers or len(groups_above(top, number)) > 1
        # Most rows are no header: too few of their texts are names, alone, under a heading of a group or by what a person said.
        if not asked and len(every & keys) < _FEWEST:
            continue
        for layout in known:
            if not asked and len(layout.names.keys() & keys) < _FEWEST:
                continue
            table = headed(sheet, number, layout, memory)
            if not layout.fits(table.columns) or (layout.kind == "area" and _names_homes(row, known)):
                continue
            if layout.kind == "areas" and _is_another(row, known):
                continue
            if best is None or _known(table.columns) > _known(best.columns):
                best = table
    return best


def headed(sheet: Sheet, number: int, layout: Layout, memory: Memory | None = None) -> Table:
    """Return the reading of a row as the header of a layout: under the rows of group headings above it where they change its meaning."""
    row = sheet.rows[number - 1]
    above: list[list[str]] = []
    columns = layout.read(row)
    for way in groups_above(sheet.rows, number)[1:] if layout.kind in ("home", "area") else ():
        under = layout.read(row, way)
        if under.targets != columns.targets or under.asked != columns.asked:
            above, columns = way, under
    for one in memory.of(layout.kind, columns) if memory else ():
        confirmed = _resolved(one, layout.names)
        as_said = map_header(row, layout.names, above=above, firm=layout.firm, confirmed=confirmed)
        if memory and memory.is_of(one, sheet, number, as_said):
            return Table(layout.kind, sheet, number, as_said, confirmed=one)
    return Table(layout.kind, sheet, number, columns)


def _resolved(one: Remembered, names: Names) -> Confirmed:
    """Return what a person said of headers as targets; a question that is no more says nothing."""
    return {header_key(header): names.get(key(name)) for header, name in one.columns if not name or key(name) in names}


def _known(columns: Columns) -> int:
    return len(columns.targets) + len(columns.twice) + len(columns.asked)


def _names_homes(row: list[str], known: list[Layout]) -> bool:
    home = next(layout for layout in known if layout.kind == "home")
    return "home_id" in _all_fields(home.read(row))


def _is_another(row: list[str], known: list[Layout]) -> bool:
    """Return whether a row heads a return, register or alignment: codes of a CCG, an STP and a region may stand in any of them."""
    return any(layout.fits(layout.read(row)) for layout in known if layout.kind != "areas")
