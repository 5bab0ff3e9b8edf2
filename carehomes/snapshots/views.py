"""Views of homes: the same shapes and reports over other homes than those of an area (rule 8).

On a cursor of its own, temporary relations (``queries/views``) stand in the place of the prepared ones of the same name: the
homes of the view, no area rows, and the figures made of them. Other cursors never see them, and they go with the cursor.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from carehomes.access import Permitted
from carehomes.snapshots.database import Work
from carehomes.snapshots.prepare import counting_values, put_said, steps
from carehomes.snapshots.queries import parameters_of, relation_name, sql
from carehomes.snapshots.reader import Snapshot

#: What the shapes read, before any figure is made of it.
_GROUND = ("010_scope_home", "020_area_row_week", "030_item")
#: The figures of homes told by their beds, in the columns of ``measure_part``.
_IN_BEDS = "155_measure_beds"
#: The same added up by CCG.
_OF_CCG = "042_measure_ccg"
#: Where the parts of a view are told: as in the snapshot.
_PLACES = ("083_ccg_place", "084_part_place")


@dataclass(frozen=True)
class Homes:
    """Which homes a view is of: those of the local authorities ``las``, of an own group, or those for older people in any area.

    By property ``of_home`` (``size``, ``la``, ``home_type`` or a question) the homes of the areas named are counted apart, by its words.
    """

    older: bool = False
    by: Literal["", "la", "group", "property"] = ""
    las: tuple[str, ...] = ()
    group: str = ""
    of_home: str = ""
    in_ccgs: tuple[str, ...] = ()
    in_pcns: tuple[str, ...] = ()
    in_las: tuple[str, ...] = ()
    in_homes: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of ``queries/views``."""
        lists = {name: list(getattr(self, name)) for name in ("las", "in_ccgs", "in_pcns", "in_las", "in_homes")}
        return {"older": self.older, "cut_level": self.by, "group_code": self.group, "property": self.of_home, **lists}


class View:
    """A snapshot asked about the homes of a view."""

    def __init__(self, work: Work, snapshot: Snapshot) -> None:
        self._work, self._snapshot = work, snapshot

    def query(self, name: str, **parameters: Any) -> pd.DataFrame:
        """Run ``queries/reports/<name>.sql`` over the view and return its rows."""
        text = sql("reports", name)
        return self._work.frame(text, parameters_of(text, self._snapshot.narrowed(parameters)))


@contextmanager
def open_view(
    snapshot: Snapshot, homes: Homes, first: date, last: date, *, measures: list[str], permitted: Permitted, beds: bool = False
) -> Iterator[View]:
    """Open a view of ``homes`` for the weeks from ``first`` to ``last`` and these measures; reports see only them.

    With ``beds`` they see each home told by its registered beds, and measures that count homes alone.
    """
    values = _values(snapshot, homes, first, last, measures, permitted)
    with snapshot.work() as work:
        for name in steps("views"):
            text = sql("views", name)
            relation = relation_name(text)
            if relation == "measure_part":
                put_said(work, [snapshot.measures[one] for one in measures], values)
                # What the snapshot prepares of every area is what a view makes of its homes.
                text = sql("snapshot", _IN_BEDS) if beds else text
            work.relation(relation, text, parameters_of(text, values), temporary=True)
        for name in _PLACES:
            text = sql("snapshot", name)
            work.relation(relation_name(text), text, temporary=True)
        yield View(work, snapshot)


@contextmanager
def open_beds(snapshot: Snapshot) -> Iterator[View]:
    """Open the areas themselves with each home told by its registered beds: what is prepared of beds stands in the place of homes."""
    with snapshot.work() as work:
        work.run("create temp view measure_part as from measure_beds")
        work.run(f"create temp view measure_ccg as {sql('views', _OF_CCG)}")
        yield View(work, snapshot)


@contextmanager
def open_homes(snapshot: Snapshot, homes: Homes, week: date, *, measures: list[str], permitted: Permitted) -> Iterator[View]:
    """Open the homes of a view one by one: ``said`` holds what each home itself says, by the shapes that count areas.

    The prepared figures of the areas stay as they are, so that a report can hold the two together.
    """
    values = _values(snapshot, homes, week, week, measures, permitted) | {"by_home": True}
    with snapshot.work() as work:
        for name in _GROUND:
            text = sql("views", name)
            work.relation(relation_name(text), text, parameters_of(text, values), temporary=True)
        put_said(work, [snapshot.measures[one] for one in measures], values)
        yield View(work, snapshot)


def _values(snapshot: Snapshot, homes: Homes, first: date, last: date, measures: list[str], permitted: Permitted) -> dict[str, object]:
    return {
        "first": first,
        "last": last,
        "measures": measures,
        "by_home": False,
        **snapshot.narrowed(permitted.parameters),
        **homes.parameters,
        **counting_values(snapshot.settings),
    }
