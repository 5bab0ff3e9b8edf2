"""Facts being gathered, apart by the return that they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from carehomes.intake.cells import position
from carehomes.intake.context import Collector
from carehomes.intake.values import Value
from carehomes.ledger.facts import FACTS_SCHEMA, joined
from carehomes.ledger.model import Finding, StagedReturn


@dataclass(frozen=True)
class Whose:
    """The return that a row belongs to: its kind, whom it is from, and its week."""

    kind: str
    submitter: str
    week: date | None


class Facts:
    """Facts as columns, ready to become a table."""

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = {name: [] for name in FACTS_SCHEMA.names}
        self._held: list[pa.Table] = []

    def add(
        self,
        whose: Whose,
        *,
        sheet: str,
        row: int,
        column: int,
        field: str,
        text: str,
        value: Value,
        part: str = "",
        home_id: str = "",
        pcn_code: str = "",
    ) -> None:
        """Add one fact."""
        columns = self._columns
        columns["kind"].append(whose.kind)
        columns["submitter"].append(whose.submitter)
        columns["week"].append(whose.week)
        columns["sheet"].append(sheet)
        columns["row"].append(row)
        columns["column"].append(column)
        columns["home_id"].append(home_id)
        columns["pcn_code"].append(pcn_code)
        columns["field"].append(field)
        columns["part"].append(part)
        columns["text"].append(text)
        columns["answer"].append(value.answer)
        columns["number"].append(value.number)

    def take(self, held: pa.Table) -> None:
        """Take the facts of many cells at once (``HELD_SCHEMA``), behind those that are there."""
        self._held.append(held)

    def table(self) -> pa.Table:
        """Return the facts as a table of ``FACTS_SCHEMA``, or of ``HELD_SCHEMA`` where they came in that."""
        single = [pa.table(self._columns, schema=FACTS_SCHEMA)] if self._columns["kind"] or not self._held else []
        return joined([*single, *self._held])


@dataclass
class Pile:
    """What one return of the file has so far."""

    facts: Facts = field(default_factory=Facts)
    rows: int = 0
    nil: bool = False
    findings: Collector = field(default_factory=Collector)


@dataclass
class Staging:
    """Everything found in one file: a pile a return, what concerns the file, and what a person must still say.

    ``placing`` holds what is wrong with whose a row is and of which week, ``placed`` the returns of each sheet.
    """

    piles: dict[Whose, Pile] = field(default_factory=dict)
    findings: Collector = field(default_factory=Collector)
    placing: Collector = field(default_factory=Collector)
    needs: set[str] = field(default_factory=set)
    placed: dict[str, set[Whose]] = field(default_factory=dict)

    def pile(self, whose: Whose) -> Pile:
        """Return the pile of a return, a new one the first time."""
        return self.piles.setdefault(whose, Pile())


def staged(whose: Whose, pile: Pile, more: tuple[Finding, ...]) -> StagedReturn:
    """Return a pile as a staged return, its findings in the order of severity."""
    own = pile.findings.findings()
    findings = in_order((*own, *_without_knock_on(more, own)))
    return StagedReturn(whose.kind, whose.submitter, whose.week, pile.facts.table(), pile.rows, pile.nil, findings)


def _without_knock_on(found: Sequence[Finding], own: Sequence[Finding]) -> Iterable[Finding]:
    """Leave out what rules ask of a cell in which an error stands: what it holds is judged once it is corrected."""
    wrong = {(one.sheet, one.cell) for one in (*own, *found) if one.severity == "error" and position(one.cell)[1]}
    return (one for one in found if one.severity != "query" or (one.sheet, one.cell) not in wrong) if wrong else found


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with the errors first, then the queries and the notes, each as they stand in the file."""
    order = {"error": 0, "query": 1, "note": 2}
    return tuple(sorted(findings, key=lambda one: (order[one.severity], one.sheet, position(one.cell))))
