"""The release gate in the journal: weeks signed off, published to viewers and taken back, by which role, when; never changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from carehomes.areas import week_label
from carehomes.ledger.groups import Kept
from carehomes.ledger.journal import Entry, moment_of, moment_text

State = Literal["prepared", "signed off", "published"]
#: Kinds that are held back until their week is published.
GATED = frozenset({"home", "area", "la"})
MOST_ROLE, MOST_REASON = 60, 300


@dataclass(frozen=True)
class Gate:
    """Up to which week (its Sunday, included) returns are published; None: none is. ``hides`` is False to whoever may preview the rest."""

    until: date | None
    hides: bool

    def open_to(self, week: date | None) -> bool:
        """Return whether ``week`` is published."""
        return week is None or (self.until is not None and week <= self.until)

    def holds(self, entry: Entry) -> bool:
        """Return whether a decision is kept from this reader: one about a return of a week that is not published."""
        return self.hides and entry.kind in GATED and not self.open_to(entry.week)


@dataclass(frozen=True)
class Release:
    """One week at the gate: its state, the decision up to which it was signed off, and by which role that or its publishing was done."""

    week: date
    state: State
    made: int
    by: str
    at: datetime


class _Rows(Protocol):
    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Return what a statement finds."""


def releases(journal: _Rows) -> dict[date, Release]:
    """Return every week about which something was decided, as it stands now; one that was taken back is prepared again."""
    found: dict[date, Release] = {}
    for _, decided_at, action, week, made, by, _ in journal.rows("release_entries"):
        state: State = "signed off" if action == "signed off" else "published" if action == "published" else "prepared"
        day = date.fromisoformat(str(week))
        found[day] = Release(day, state, int(str(made)), str(by), moment_of(str(decided_at)))
    return found


def published_until(journal: _Rows) -> date | None:
    """Return the newest published week: with it every week before it is published too."""
    return max((one.week for one in releases(journal).values() if one.state == "published"), default=None)


def sign_off(store: Kept, week: date, *, by: str, reason: str = "", decided_at: datetime | None = None) -> str:
    """Sign ``week`` off as it is known now, and say so in a sentence.

    Raises ``ValueError`` where it is published already or has no return, ``NotAllowedError`` for whom the role does not let.
    """
    store.require("publish")
    with store.journal.write() as transaction:
        entries = transaction.entries()
        if not any(one.action == "accepted" and one.kind in GATED and one.week == week for one in entries):
            raise ValueError(f"No return was accepted for the {week_label(week)}, so there is nothing to sign off.")
        if _state(transaction, week) == "published":
            raise ValueError(f"The {week_label(week)} is published already.")
        _append(transaction, "signed off", week, entries[-1].seq, by, reason, decided_at)
    return f"Signed off: {week_label(week)}. Viewers see it once it is published."


def publish_week(store: Kept, week: date, *, by: str, reason: str = "", decided_at: datetime | None = None) -> str:
    """Publish ``week``, which was signed off, with every week before it, and say so in a sentence.

    Raises ``ValueError`` where it is not signed off, or something was decided about its returns since, ``NotAllowedError`` as ``sign_off``.
    """
    store.require("publish")
    with store.journal.write() as transaction:
        held = releases(transaction).get(week)
        if held is None or held.state != "signed off":
            raise ValueError(f"The {week_label(week)} is {held.state if held else 'prepared'}; it is published once it is signed off.")
        if later := _since(transaction.entries(), week, held.made):
            told = f"{later} decision{'s' if later > 1 else ''} about its returns came after the {week_label(week)} was signed off"
            raise ValueError(f"{told}. Look at it again, and sign it off as it is now.")
        _append(transaction, "published", week, held.made, by, reason, decided_at)
    return f"Published: {week_label(week)}. Viewers see it from now on, and what is corrected in it later."


def take_back(store: Kept, week: date, *, by: str, reason: str, decided_at: datetime | None = None) -> str:
    """Take a sign-off or a publishing back: viewers see the week before again. Raises ``ValueError`` as ``publish_week``."""
    store.require("publish")
    if not reason.strip():
        raise ValueError("Say why it is taken back: it is kept in the journal.")
    with store.journal.write() as transaction:
        if _state(transaction, week) == "prepared":
            raise ValueError(f"The {week_label(week)} is neither signed off nor published.")
        _append(transaction, "taken back", week, 0, by, reason, decided_at)
    return f"Taken back: {week_label(week)}. Viewers do not see it until it is signed off and published again."


def _state(journal: _Rows, week: date) -> State:
    held = releases(journal).get(week)
    return held.state if held else "prepared"


def _since(entries: Iterable[Entry], week: date, made: int) -> int:
    decided: Collection[str] = ("accepted", "withdrawn")
    return sum(1 for one in entries if one.seq > made and one.kind in GATED and one.week == week and one.action in decided)


class _Writes(Protocol):
    def now(self) -> datetime:
        """Return the moment of a decision."""

    def insert(self, statement: str, row: dict[str, object]) -> int:
        """Append a row."""


def _append(transaction: _Writes, action: str, week: date, made: int, by: str, reason: str, decided_at: datetime | None) -> None:
    role, why = (" ".join(text.split()) for text in (by, reason))
    if not role or len(role) > MOST_ROLE or len(why) > MOST_REASON:
        raise ValueError(f"Say by which role, in at most {MOST_ROLE} letters, no person's name; a reason has at most {MOST_REASON}.")
    row = {"decided_at": moment_text(decided_at or transaction.now()), "action": action, "week": week.isoformat(), "made": made}
    transaction.insert("insert_release_entry", {**row, "decided_by": role, "reason": why})
