"""The audit: who did what, when and from where. Decided entries write their events themselves; what is taken away is recorded here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from carehomes.ledger import chain
from carehomes.ledger.acting import Actor, actor
from carehomes.ledger.chain import Event
from carehomes.ledger.groups import Kept
from carehomes.ledger.journal import Transaction
from carehomes.ledger.model import KIND_NAMES

#: What is called when a file leaves: a card's table, a list, a pack, rows of the SQL box, a return as it was received.
FILE_TAKEN = "file taken"


def record(store: Kept, action: str, what: str, details: Mapping[str, object] | None = None, *, by: Actor | None = None) -> None:
    """Write down that ``by`` (whoever acts in this thread, if not said) did ``action``, such as ``file taken``, with ``what``.

    ``details`` are plain values that JSON has. What is decided through the journal needs no call: its entry writes its event.
    """
    with store.journal.write() as transaction:
        transaction.record(action, what, details, by=by)


def taken(
    store: Kept, what: str, make: Callable[[], bytes], details: Mapping[str, object] | None = None, action: str = FILE_TAKEN
) -> Callable[[], bytes]:
    """Return ``make``, the maker of a file, so that each call of it is written down with the SHA-256 of what was taken.

    By whoever acts now: a page's file is made later, in another thread. A file of which nothing can be written down is not given out.
    """
    by = actor()

    def made() -> bytes:
        content = make()
        told = {**(details or {}), "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        record(store, action, what, told, by=by)
        return content

    return made


@dataclass(frozen=True)
class Sought:
    """What is looked for in the audit: '' and None look for everything; texts in any case, moments aware and included."""

    who: str = ""
    action: str = ""
    first: datetime | None = None
    last: datetime | None = None
    text: str = ""

    def finds(self, event: Event) -> bool:
        """Return whether an event is one of those."""
        if (self.first and event.moment < self.first) or (self.last and event.moment > self.last):
            return False
        everything = " ".join((event.who, event.source, event.action, event.what, event.details))
        wanted = ((self.who, event.who), (self.action, event.action), (self.text, everything))
        return all(part.casefold() in whole.casefold() for part, whole in wanted)


def events(store: Kept, sought: Sought | None = None) -> list[Event]:
    """Return the events that are looked for (all, if not said), in order."""
    wanted = sought or Sought()
    with store.journal.reading() as transaction:
        return [one for one in _events(transaction) if wanted.finds(one)]


def details_of(event: Event) -> str:
    """Return the details of an event as words: ``reason: opened in May; bytes: 512``."""
    told = json.loads(event.details)
    return "; ".join(f"{name}: {value}" for name, value in told.items())


@dataclass(frozen=True)
class Verified:
    """What was found: how many ``events``, the hash of the newest (``head``), and the first thing that does not fit (``problem``, '')."""

    events: int
    head: str
    problem: str

    @property
    def sentence(self) -> str:
        """What there is to say."""
        if self.problem:
            return self.problem
        return f"The audit fits: {self.events:,} events, each follows the one before, and every entry says what its event says."


def verify(store: Kept, head: str = "") -> Verified:
    """Walk the chain and the entries that it covers. ``head`` is a hash that was kept elsewhere: the chain must still have it.

    Without such a hash, whoever rewrites everything, or takes the newest events and entries away together, is not found out.
    """
    with store.journal.reading() as transaction:
        found = _events(transaction)
        problem = chain.first_break(found) or _entries_problem(transaction, found) or _settings_problem(transaction, found)
        problem = problem or _guards_problem(transaction, len(found))
    newest = found[-1].hash if found else ""
    kept = head.strip().lower()
    if not problem and kept and kept not in {one.hash for one in found}:
        problem = "The chain does not have the hash that was kept: events were taken away after it, or everything was written anew."
    return Verified(len(found), newest, problem)


def verified_since(store: Kept, head: str) -> int:
    """Return how many events came after the one with the hash ``head``; 0 where there is none."""
    hashes, kept = [one.hash for one in events(store)], head.strip().lower()
    return len(hashes) - 1 - hashes.index(kept) if kept in hashes else 0


def _events(transaction: Transaction) -> list[Event]:
    names = Event.__annotations__
    return [Event(**dict(zip(names, row, strict=True))) for row in transaction.rows("audit_events")]  # type: ignore[arg-type]


def _entries_problem(transaction: Transaction, found: list[Event]) -> str:
    """Return the first entry that is not what its event says, is gone, or has no event."""
    covered = {(one.entry_table, one.entry_seq): one for one in found if one.entry_seq is not None}
    for (name,) in transaction.rows("decided_tables"):
        table = str(name)
        for row in transaction.decided(table):
            number = int(str(row["seq"]))
            event = covered.pop((table, number), None)
            if event is None:
                return f"{_named(table, row)} (number {number} of {table}) has no event: it was not written by this program."
            if event.entry_hash != chain.entry_hash(table, row):
                return (
                    f"{_named(table, row)} (number {number} of {table}) was changed after it was written (event {event.seq}, {event.at})."
                )
    if covered:
        gone = min(covered.values(), key=lambda one: one.seq)
        return f"An entry is gone: number {gone.entry_seq} of {gone.entry_table}, {gone.action} {gone.what} (event {gone.seq}, {gone.at})."
    return ""


def _settings_problem(transaction: Transaction, found: list[Event]) -> str:
    """Return the first setting that is not what the last event about it says."""
    last = {one.what: one for one in found if one.entry_table == chain.SETTING}
    for name, value in ((str(name), str(value)) for name, value in transaction.rows("settings")):
        if name in chain.COUNTED:
            continue
        event = last.pop(name, None)
        if event is None or event.entry_hash != chain.entry_hash(chain.SETTING, {"name": name, "value": value}):
            return f"The setting {name} is not what was set last." if event else f"The setting {name} was not set by this program."
    return f"The setting {next(iter(last))} is gone." if last else ""


def _guards_problem(transaction: Transaction, number: int) -> str:
    """Return what says that somebody got past the program, though everything that is there fits."""
    [(written,)] = transaction.rows("events_written")
    if int(str(written)) > number:
        return f"The audit ends at event {number}, though {written} were written: the newest were taken away."
    there = {str(name) for (name,) in transaction.rows("guards")}
    tables = [*(str(name) for (name,) in transaction.rows("decided_tables")), "audit"]
    gone = [guard for table in tables for guard in (f"{table}_never_changes", f"{table}_never_goes") if guard not in there]
    return f"The guard {gone[0]} of the journal is gone: somebody could change what was decided." if gone else ""


def _named(table: str, row: Mapping[str, object]) -> str:
    action, what, _ = chain.told(table, {**row, "kind": KIND_NAMES.get(str(row.get("kind", "")), row.get("kind", ""))})
    text = f"{action} {what}".strip()
    return text[:1].upper() + text[1:]
