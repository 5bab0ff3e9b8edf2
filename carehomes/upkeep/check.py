"""``verify``: journal, archive, facts and snapshot held to one another; nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from carehomes.ledger import audit, door
from carehomes.ledger.archive import place
from carehomes.ledger.facts import facts_place
from carehomes.ledger.journal import Entry, versions
from carehomes.ledger.model import KIND_NAMES
from carehomes.ledger.trouble import StoreError
from carehomes.ledger.whole import sha256_of_file
from carehomes.snapshots import published, returns_in
from carehomes.snapshots.contents import contents, contents_afresh
from carehomes.store import Store

#: Files that are named one by one; more are counted.
_NAMED = 20


@dataclass(frozen=True)
class Report:
    """What was done or looked at (``told``) and what is wrong (``troubles``), each in a plain sentence."""

    told: tuple[str, ...]
    troubles: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.troubles

    def and_then(self, other: Report) -> Report:
        """Return this report with another one after it."""
        return Report((*self.told, *other.told), (*self.troubles, *other.troubles))


def verify(store: Store, *, whole: bool = False, head: str = "") -> Report:
    """Hold a store to itself: the journal to its chain, archive and facts to their hashes, the snapshot to the journal.

    ``whole`` makes the snapshot again from the ledger and compares every table; ``head`` is a hash of the chain that was kept elsewhere.
    """
    journal = verify_journal(store, head)
    if not journal.sound:
        return journal
    entries = store.journal.entries()
    return journal.and_then(verify_files(store, entries)).and_then(_snapshot(store, entries, whole=whole))


def verify_journal(store: Store, head: str = "") -> Report:
    """Hold the journal to SQLite's own check and to its chain."""
    if store.restoring.exists() or not (store.folder / "journal.sqlite").exists():
        return Report((), ("There is no store here, or a restore into it was broken off.",))
    try:
        # Opened first: one that is empty is no journal, and must stay as it is.
        damage = door.damage(store.journal.path)
        found = None if damage else audit.verify(store, head)
    except StoreError as error:
        return Report((), (str(error),))
    if found is None:
        return Report((), (f"The journal is damaged: {damage}. Bring the last backup back: python -m carehomes restore BACKUP --replace.",))
    if found.problem:
        return Report((), (found.problem,))
    return Report((found.sentence, f"The newest hash, to be kept elsewhere: {found.head or 'none yet'}"))


def verify_files(store: Store, entries: Sequence[Entry]) -> Report:
    """Hold the files of archive and facts that the journal names to the hashes by which it names them."""
    received = {one.sha256: one for one in entries if one.sha256}
    written = {one.facts: one for one in entries if one.facts}
    lost = [_told("archive", place(store.archive, name), name, one, "Only a backup has it.") for name, one in received.items()]
    unread = [
        _told("facts", facts_place(store.facts, name), name, one, "It can be made again: python -m carehomes rebuild.")
        for name, one in written.items()
    ]
    told = f"Archive: {len(received):,} files, facts: {len(written):,}, each held to its SHA-256."
    return Report((told,), first_of([one for one in (*lost, *unread) if one], "more files are missing or damaged"))


def wrong(path: Path, name: str) -> str:
    """Return what is wrong with the file at ``path`` whose SHA-256 is ``name``: missing, damaged, or '' nothing."""
    try:
        return "" if sha256_of_file(path) == name else "damaged"
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        return f"not to be read ({error.strerror})"


def _told(room: str, path: Path, name: str, entry: Entry, remedy: str) -> str:
    state = wrong(path, name)
    about = " ".join(str(one) for one in (KIND_NAMES.get(entry.kind, "file"), entry.submitter, entry.week or "", entry.file_name) if one)
    return f"In {room} the file {name[:12]} ({about}) is {state}. {remedy}" if state else ""


def first_of(sentences: Sequence[str], more: str) -> tuple[str, ...]:
    """Return the first sentences; of the others how many there are, with what there are ``more`` of."""
    rest = len(sentences) - _NAMED
    return (*sentences[:_NAMED], f"And {rest:,} {more}.") if rest > 0 else tuple(sentences)


def _snapshot(store: Store, entries: Sequence[Entry], *, whole: bool) -> Report:
    number, meta, trouble = published(store)
    if trouble:
        return Report((), (f"{trouble} It is made again at the next opening, or now: python -m carehomes rebuild.",))
    if not meta:
        return Report(("There is no snapshot yet: it is made at the next opening.",))
    seq, last = int(meta["seq"]), entries[-1].seq if entries else 0
    path = store.snapshots / f"{number:06d}.duckdb"
    behind = f"; {last - seq:,} later decisions are taken in at the next opening" if seq < last else ""
    told = f"Snapshot {number:06d} has every decision up to number {seq}{behind}."
    if not _same_versions(path, [one for one in entries if one.seq <= seq]):
        return Report(
            (), (f"Snapshot {number:06d} does not have the returns that the journal has. Make it again: python -m carehomes rebuild.",)
        )
    if not whole:
        return Report((told,))
    was, now = contents(path), contents_afresh(store, seq)
    unlike = sorted(name for name in {**was, **now} if was.get(name) != now.get(name))
    if unlike:
        why = f"Snapshot {number:06d} says otherwise than the ledger in: {', '.join(unlike)}. Make it again: python -m carehomes rebuild."
        return Report((), (why,))
    return Report((told, f"Made again from the ledger, each of its {len(now)} tables says the same."))


def _same_versions(path: Path, entries: Sequence[Entry]) -> bool:
    return returns_in(path) == [(one.return_id, one.facts, one.ended_by) for one in versions(entries)]
