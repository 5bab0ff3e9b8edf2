"""What people said of headers that no question has, in the journal: confirmed and forgotten, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carehomes.ledger.groups import Kept
from carehomes.ledger.journal import MappingEntry


@dataclass(frozen=True)
class Remembered:
    """What stands of one layout: ``columns`` are (header, name of a question or '' where it is left out).

    ``submitter`` is '' where it holds for every one of them; ``number`` is that of the journal's entry.
    """

    number: int
    kind: str
    submitter: str
    layout: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    since: datetime


def remember(store: Kept, kind: str, submitter: str, layout: tuple[str, ...], columns: dict[str, str]) -> Remembered:
    """Remember what ``columns`` (by header) mean in a layout, beside what was said of its other headers before.

    What is remembered already is not written twice.
    """
    _require(store, submitter)
    with store.journal.write() as transaction:
        held = _current(transaction.mapping_entries()).get((kind, submitter, layout))
        told = tuple(({**dict(held.columns), **columns} if held else columns).items())
        if held is None or held.columns != told:
            transaction.append_mapping(MappingEntry("confirmed", kind, submitter, layout, told, transaction.now()))
        return _current(transaction.mapping_entries())[kind, submitter, layout]


def forget(store: Kept, number: int) -> Remembered:
    """Forget a mapping; its layout is asked about again. Raises ``ValueError`` where none of that number is remembered."""
    with store.journal.write() as transaction:
        held = {one.number: one for one in _current(transaction.mapping_entries()).values() if store.sees([one.submitter])}
        if number not in held:
            known = ", ".join(str(one) for one in sorted(held)) or "none"
            raise ValueError(f"There is no mapping {number} to forget. The numbers are: {known}.")
        gone = held[number]
        _require(store, gone.submitter)
        transaction.append_mapping(MappingEntry("forgotten", gone.kind, gone.submitter, gone.layout, gone.columns, transaction.now()))
    return gone


def mappings(store: Kept, as_at: datetime | None = None) -> list[Remembered]:
    """Return what is remembered, now or as at the moment ``as_at`` (aware, included), the newest first.

    It is what holds for every submitter, and for those that whoever holds the store may see.
    """
    known = [one for one in store.journal.mapping_entries() if as_at is None or one.decided_at <= as_at]
    found = [one for one in _current(known).values() if store.sees([one.submitter])]
    return sorted(found, key=lambda one: -one.number)


def _require(store: Kept, submitter: str) -> None:
    """What holds for every submitter is for whoever looks after what all of them share."""
    if submitter:
        store.require("map", [submitter])
    else:
        store.require("map for all")


def _current(entries: list[MappingEntry]) -> dict[tuple[str, str, tuple[str, ...]], Remembered]:
    found: dict[tuple[str, str, tuple[str, ...]], Remembered] = {}
    for one in entries:
        place = (one.kind, one.submitter, one.layout)
        if one.action == "confirmed":
            found[place] = Remembered(one.seq, one.kind, one.submitter, one.layout, one.columns, one.decided_at)
        else:
            found.pop(place, None)
    return found
