"""Weeks closed, opened again, and the late entries allowed by name, in the journal: by which role, why and when, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, Protocol

from carehomes.ledger.groups import Kept
from carehomes.ledger.journal import Transaction, moment_of, moment_text

Action = Literal["closed", "reopened", "allowed"]


@dataclass(frozen=True)
class ClosingEntry:
    """What was decided about a week: ``submitter`` is whose late entry is allowed, '' for the week itself; ``by`` is a role."""

    action: Action
    week: date
    submitter: str
    by: str
    reason: str
    decided_at: datetime


@dataclass(frozen=True)
class Closed:
    """A week that is closed, and the late entries that are allowed all the same, by submitter."""

    entry: ClosingEntry
    allowed: Mapping[str, ClosingEntry] = field(default_factory=dict)


class Rows(Protocol):
    """Whatever reads rows of the journal: the journal itself, or an open transaction."""

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Return what a statement finds."""


def append(transaction: Transaction, entry: ClosingEntry) -> None:
    """Append what was decided about a week."""
    row = {"action": entry.action, "week": entry.week.isoformat(), "submitter": entry.submitter, "decided_by": entry.by}
    transaction.insert("insert_closing_entry", {**row, "reason": entry.reason, "decided_at": moment_text(entry.decided_at)})


def entries(journal: Rows) -> list[ClosingEntry]:
    """Return what was ever decided about the closing of weeks, in order."""
    found = []
    for _, decided_at, action, week, submitter, by, reason in journal.rows("closing_entries"):
        decided: Action = "closed" if action == "closed" else "reopened" if action == "reopened" else "allowed"
        moment = moment_of(str(decided_at))
        found.append(ClosingEntry(decided, date.fromisoformat(str(week)), str(submitter), str(by), str(reason), moment))
    return found


def replay(decided: Sequence[ClosingEntry], as_at: datetime | None = None) -> dict[date, Closed]:
    """Return the weeks that are closed, now or at the moment ``as_at`` (aware, that moment included).

    Closing a week again ends the late entries that were allowed; opening it ends the closing.
    """
    found: dict[date, Closed] = {}
    # The order of the journal, not of the clock: what was written later answers what was written before.
    for one in decided:
        if as_at is not None and one.decided_at > as_at:
            continue
        if one.action == "closed":
            found[one.week] = Closed(one)
        elif one.action == "reopened":
            found.pop(one.week, None)
        elif one.week in found:
            closed = found[one.week]
            found[one.week] = replace(closed, allowed={**closed.allowed, one.submitter: one})
    return found


def closed_weeks(store: Kept, as_at: datetime | None = None) -> dict[date, Closed]:
    """Return the weeks of a store that are closed, as ``replay``; of the late entries those of areas that its holder may see."""
    found = replay(entries(store.journal), as_at)
    return {
        week: replace(one, allowed={code: each for code, each in one.allowed.items() if store.sees([code])}) for week, one in found.items()
    }


def bars(closed: Mapping[date, Closed], week: date | None, submitter: str) -> Closed | None:
    """Return the closing that keeps a return of ``submitter`` for ``week`` out, None where none does."""
    found = closed.get(week) if week else None
    return found if found and submitter not in found.allowed else None
