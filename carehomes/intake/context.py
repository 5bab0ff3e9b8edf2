"""What the intake must know to judge a file, and the collector of what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa

from carehomes.areas import AreaList
from carehomes.catalogue import Question
from carehomes.intake.cells import place
from carehomes.ledger.mappings import Remembered
from carehomes.ledger.model import Finding, Severity

#: The first round: the letter of 1 May 2020 asked for returns from the next week on.
FIRST_WEEK = date(2020, 5, 3)
#: How many weeks of an area's own history a return is held against.
HISTORY_WEEKS = 4


def no_register(week: date) -> Mapping[str, str] | None:
    """Answer as a store without a register does."""
    return None


def no_previous(kind: str, submitter: str, week: date) -> pa.Table | None:
    """Answer as a store without earlier returns does."""
    return None


def no_history(kind: str, submitter: str, week: date) -> pa.Table | None:
    """Answer as a store without earlier weeks does."""
    return None


def no_returns() -> Sequence[tuple[str, date]]:
    """Answer as a store without returns does."""
    return ()


@dataclass(frozen=True)
class Context:
    """What is known beside the file.

    ``register(week)`` gives the CCG's code by home ID of the homes on the register of that week, None without a register.
    ``previous(kind, submitter, week)`` gives the facts of the last good return of the week before ``week``, or None; ``history``
    those of the four weeks before it, each with its own week. ``returned()`` gives submitter and week of every home and area
    return that stands.
    ``mappings`` are what people said of headers that no question has, the newest first.
    """

    areas: AreaList
    questions: Mapping[str, Question]
    register: Callable[[date], Mapping[str, str] | None] = no_register
    previous: Callable[[str, str, date], pa.Table | None] = no_previous
    history: Callable[[str, str, date], pa.Table | None] = no_history
    returned: Callable[[], Sequence[tuple[str, date]]] = no_returns
    mappings: tuple[Remembered, ...] = ()


class Collector:
    """Gathers findings in the order found; one said with the same ``once`` is counted instead of repeated."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._at: dict[object, int] = {}
        self._more: dict[int, int] = {}
        self.calls = 0

    def add(
        self,
        code: str,
        severity: Severity,
        message: str,
        *,
        sheet: str = "",
        row: int = 0,
        column: int = 0,
        field: str = "",
        value: str = "",
        once: object = None,
        counted: bool = True,
    ) -> None:
        """Add a finding; ``{cell}`` or ``{Cell}`` in ``message`` becomes the place of the cell in words.

        Without ``counted``, saying it again with the same ``once`` counts no further row.
        """
        self.calls += 1
        if once is not None and (code, once) in self._at:
            self._more[self._at[code, once]] += counted
            return
        cell, where = place(sheet, row, column)
        text = message.replace("{cell}", where).replace("{Cell}", where[:1].upper() + where[1:])
        if once is not None:
            self._at[code, once] = len(self._found)
            self._more[len(self._found)] = 0
        self._found.append(Finding(code, severity, text, sheet=sheet, cell=cell, field=field, value=value))

    def take(self, finding: Finding) -> None:
        """Add a finding that is made already."""
        self._found.append(finding)

    def findings(self) -> tuple[Finding, ...]:
        """Return the findings, each saying in how many more rows it stands."""
        return tuple(_counted(one, self._more.get(index, 0)) for index, one in enumerate(self._found))


def _counted(finding: Finding, more: int) -> Finding:
    if not more:
        return finding
    rows = "row" if more == 1 else "rows"
    return replace(finding, message=f"{finding.message} The same stands in {more} more {rows}.")
