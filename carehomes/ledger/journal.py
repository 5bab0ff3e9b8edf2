"""The journal: append-only entries, each with its event of the audit; the commit of an acceptance is one transaction here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import overload

from carehomes.areas import Group
from carehomes.ledger import chain, door, trouble
from carehomes.ledger.acting import Actor, acting, actor
from carehomes.ledger.door import statement as _sql
from carehomes.ledger.model import Finding
from carehomes.ledger.trouble import StoreError, plainly
from carehomes.settings import read_only

#: What one version replaces another of: kind, submitter, week, nil, and the SHA-256 where each file is of its own.
VersionKey = tuple[str, str, date | None, bool, str]
_OLDER_COPY = (
    "This copy for reading is of a store of an earlier version of this program. Nothing was changed. Upgrade the program where the store "
    "is written, then copy it again."
)
_FORMAT = "%Y-%m-%dT%H:%M:%S.%f"


class KeptFindings(Sequence[Finding]):
    """Findings as the journal keeps them, read when somebody looks: a history is replayed without most of them."""

    def __init__(self, text: str) -> None:
        """Keep the journal's JSON."""
        self._text = text

    @cached_property
    def _all(self) -> tuple[Finding, ...]:
        return tuple(Finding(**one) for one in json.loads(self._text))

    @overload
    def __getitem__(self, place: int) -> Finding: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, place: int | slice) -> Finding | tuple[Finding, ...]:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all)


@dataclass(frozen=True)
class Entry:
    """One entry of the journal. ``seq`` is its number (0 before it is written); moments are UTC and aware.

    ``return_seq`` is, of a withdrawal, the version that it withdraws; of an acceptance, the earlier version that an undo restores.
    """

    action: str
    kind: str
    submitter: str
    week: date | None
    received_at: datetime
    decided_at: datetime
    seq: int = 0
    nil: bool = False
    return_seq: int | None = None
    sha256: str = ""
    file_name: str = ""
    facts: str = ""
    row_count: int = 0
    findings: Sequence[Finding] = ()
    reason: str = ""

    @cached_property
    def version(self) -> Version:
        """What an acceptance made, as it stood at first."""
        return Version(
            return_id=self.seq,
            kind=self.kind,
            submitter=self.submitter,
            week=self.week,
            nil=self.nil,
            received_at=self.received_at,
            known_from=self.decided_at,
            known_to=None,
            ended_by="",
            sha256=self.sha256,
            file_name=self.file_name,
            facts=self.facts,
            row_count=self.row_count,
            findings=self.findings,
            reason=self.reason,
        )


@dataclass(frozen=True)
class GroupEntry:
    """What was decided about an own group: ``action`` is saved or hidden."""

    action: str
    group: Group
    decided_at: datetime


@dataclass(frozen=True)
class MappingEntry:
    """What was decided about the headers of a layout: ``action`` is confirmed or forgotten; ``columns`` are (header, question)."""

    action: str
    kind: str
    submitter: str
    layout: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    decided_at: datetime
    seq: int = 0


def moment_text(moment: datetime) -> str:
    """Return an aware moment as fixed-width UTC text, so that the order of texts is the order of moments."""
    return moment.astimezone(UTC).strftime(_FORMAT)


def moment_of(text: str) -> datetime:
    """Return the aware moment of a journal's text."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _row(entry: Entry, decided_at: str) -> dict[str, object]:
    return {
        "decided_at": decided_at,
        "action": entry.action,
        "kind": entry.kind,
        "submitter": entry.submitter,
        "week": entry.week.isoformat() if entry.week else None,
        "nil": int(entry.nil),
        "return_seq": entry.return_seq,
        "received_at": moment_text(entry.received_at),
        "sha256": entry.sha256,
        "file_name": entry.file_name,
        "facts": entry.facts,
        "row_count": entry.row_count,
        "findings": json.dumps([vars(one) for one in entry.findings], ensure_ascii=False),
        "reason": entry.reason,
    }


def _entry(row: tuple[object, ...]) -> Entry:
    (
        seq,
        decided_at,
        action,
        kind,
        submitter,
        week,
        nil,
        return_seq,
        received_at,
        sha256,
        file_name,
        facts,
        row_count,
        findings,
        reason,
    ) = row
    return Entry(
        seq=int(str(seq)),
        decided_at=moment_of(str(decided_at)),
        action=str(action),
        kind=str(kind),
        submitter=str(submitter),
        week=date.fromisoformat(str(week)) if week else None,
        nil=bool(nil),
        return_seq=int(str(return_seq)) if return_seq is not None else None,
        received_at=moment_of(str(received_at)),
        sha256=str(sha256),
        file_name=str(file_name),
        facts=str(facts),
        row_count=int(str(row_count)),
        findings=KeptFindings(str(findings)) if findings != "[]" else (),
        reason=str(reason),
    )


def _group_row(entry: GroupEntry) -> dict[str, object]:
    return {
        "decided_at": moment_text(entry.decided_at),
        "action": entry.action,
        "group_id": entry.group.id,
        "name": entry.group.name,
        "areas": json.dumps(entry.group.areas),
        "homes": json.dumps(entry.group.homes),
    }


def _group_entry(row: tuple[object, ...]) -> GroupEntry:
    _, decided_at, action, _, name, areas, homes = row
    group = Group(str(name), tuple(json.loads(str(areas))), tuple(json.loads(str(homes))))
    return GroupEntry(str(action), group, moment_of(str(decided_at)))


def _mapping_row(entry: MappingEntry) -> dict[str, object]:
    return {
        "decided_at": moment_text(entry.decided_at),
        "action": entry.action,
        "kind": entry.kind,
        "submitter": entry.submitter,
        "layout": json.dumps(entry.layout, ensure_ascii=False),
        "columns": json.dumps(entry.columns, ensure_ascii=False),
    }


def _mapping_entry(row: tuple[object, ...]) -> MappingEntry:
    seq, decided_at, action, kind, submitter, layout, columns = row
    pairs = tuple((header, name) for header, name in json.loads(str(columns)))
    keys = tuple(json.loads(str(layout)))
    return MappingEntry(str(action), str(kind), str(submitter), keys, pairs, moment_of(str(decided_at)), int(str(seq)))


class Transaction:
    """An open write transaction: nobody else writes meanwhile; all of it is there after the commit, or none."""

    def __init__(self, connection: sqlite3.Connection, seen: Sequence[Entry] = ()) -> None:
        """Write through ``connection``; ``seen`` are the committed entries that need not be read again."""
        self._connection = connection
        self._seen = seen
        # The latest decision and the latest event, read once: nobody else writes meanwhile.
        self._clock: str | None = None
        self._last: tuple[int, str, str] | None = None

    def entries(self) -> list[Entry]:
        """Return every entry, in order."""
        after = self._seen[-1].seq if self._seen else 0
        return [*self._seen, *(_entry(row) for row in self._connection.execute(_sql("entries"), {"after": after}))]

    def append(self, entry: Entry, *, keep_clock: bool = False) -> int:
        """Append ``entry`` and return its sequence number.

        The journal's clock never goes back: an earlier ``decided_at`` becomes the latest one. ``keep_clock`` (a
        demonstration's manifest only) takes it as it is.
        """
        decided_at = moment_text(entry.decided_at)
        if self._clock is None:
            self._clock = str(self._connection.execute(_sql("last_decision")).fetchone()[0])
        if not keep_clock:
            decided_at = max(decided_at, self._clock)
        self._clock = max(decided_at, self._clock)
        return self.insert("insert_entry", _row(entry, decided_at))

    def group_entries(self) -> list[GroupEntry]:
        """Return what was ever decided about own groups, in order."""
        return [_group_entry(row) for row in self._connection.execute(_sql("group_entries"))]

    def append_group(self, entry: GroupEntry) -> None:
        """Append what was decided about an own group."""
        self.insert("insert_group_entry", _group_row(entry))

    def mapping_entries(self) -> list[MappingEntry]:
        """Return what was ever decided about headers, in order."""
        return [_mapping_entry(row) for row in self._connection.execute(_sql("mapping_entries"))]

    def append_mapping(self, entry: MappingEntry) -> None:
        """Append what was decided about headers."""
        self.insert("insert_mapping_entry", _mapping_row(entry))

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Return what a statement of ``queries/journal`` without parameters finds: entries whose own room reads them."""
        return self._connection.execute(_sql(statement)).fetchall()

    def insert(self, statement: str, row: dict[str, object]) -> int:
        """Append ``row`` by ``insert_<table>`` of ``queries/journal`` with its event, and return its sequence number."""
        number = int(self._connection.execute(_sql(statement), row).lastrowid or 0)
        self._cover(statement.removeprefix("insert_"), number)
        return number

    def write_setting(self, name: str, value: str) -> None:
        """Set a setting, with its event where somebody decided it."""
        self._connection.execute(_sql("write_setting"), {"name": name, "value": value})
        if name not in chain.COUNTED:
            self._cover_setting(name, value)

    def now(self) -> datetime:
        """Return the moment it is by the journal's clock, which never goes back: that of the last event until the machine has caught up."""
        last = self._last_event()[1]
        return max(datetime.now(UTC), moment_of(last)) if last else datetime.now(UTC)

    def _last_event(self) -> tuple[int, str, str]:
        """Return number, moment and hash of the newest event."""
        if self._last is None:
            found = self._connection.execute(_sql("last_event")).fetchone()
            self._last = (int(found[0]), str(found[1]), str(found[2])) if found else (0, "", "")
        return self._last

    def record(
        self,
        action: str,
        what: str,
        details: Mapping[str, object] | None = None,
        *,
        by: Actor | None = None,
        entry: tuple[str, int | None, str] = ("", None, ""),
    ) -> None:
        """Append an event of the audit: ``by`` did ``action`` (whoever acts, if not said). ``entry`` is table, number and hash of an entry.

        Its clock never goes back either.
        """
        at = moment_text(self.now())
        seq, _, previous = self._last_event()
        who = by or actor()
        event: dict[str, object] = {
            "seq": seq + 1,
            "at": at,
            "who": who.who or str((details or {}).get("decided_by", "")),
            "source": who.source,
            "action": action,
            "what": what,
            "details": json.dumps(details or {}, ensure_ascii=False),
            "entry_table": entry[0],
            "entry_seq": entry[1],
            "entry_hash": entry[2],
            "previous": previous,
        }
        event["hash"] = chain.event_hash(event)
        self._connection.execute(_sql("insert_event"), event)
        self._last = (seq + 1, at, str(event["hash"]))

    def decided(self, table: str, number: int | None = None) -> Iterator[dict[str, object]]:
        """Yield the entries of a table as they stand, by column, in order; or the one of a ``number``."""
        # The table's name is one of ours or of sqlite_master, never of a reader.
        where = "" if number is None else " where seq = :number"
        cursor = self._connection.execute(f"select * from {table}{where} order by seq", {"number": number})
        names = [one[0] for one in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def _cover(self, table: str, number: int) -> None:
        """Write the event of an entry that was just appended."""
        [row] = self.decided(table, number)
        self.record(*chain.told(table, row), entry=(table, number, chain.entry_hash(table, row)))

    def _cover_setting(self, name: str, value: str) -> None:
        content = chain.entry_hash(chain.SETTING, {"name": name, "value": value})
        self.record(*chain.told_setting(name, value), entry=(chain.SETTING, None, content))

    def cover_all(self) -> None:
        """Write an event for everything that a journal without an audit holds: from here on a change of it is found."""
        for (table,) in self.rows("decided_tables"):
            for row in self.decided(str(table)):
                action, what, details = chain.told(str(table), row)
                entry = (str(table), int(str(row["seq"])), chain.entry_hash(str(table), row))
                self.record(f"{action}, taken over", what, details, entry=entry)
        for name, value in self.rows("settings"):
            if name not in chain.COUNTED:
                self._cover_setting(str(name), str(value))


class Journal:
    """The journal of one store. Every call opens its own connection, so threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        """Open the journal at ``path``; it is made where there is none, and brought to the newest layout where it is older.

        Raises ``StoreError`` in a plain sentence for one that is damaged, gone, newer than the program, or cannot be written.
        """
        self.path = path
        # Entries never change, so those that were read once are kept (a new tuple each time: threads may read the old one).
        self._seen: tuple[Entry, ...] = ()
        with plainly():
            path.parent.mkdir(parents=True, exist_ok=True)
        _not_gone(path)
        with door.connect(path, make=True) as connection:
            layout = door.layout_of(connection)
            door.held_to_layout(layout)
            if layout < len(door.migrations()):
                if read_only():
                    raise StoreError(_OLDER_COPY)
                _renew(connection, path)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open a write transaction; it commits at the end and is undone on any error."""
        if read_only():
            raise trouble.copy_for_reading()
        with door.connect(self.path) as connection:
            connection.execute("begin immediate")
            try:
                # A newer program may have taken the store over while this one ran.
                door.held_to_layout(door.layout_of(connection))
                yield Transaction(connection, self._seen)
            except BaseException:
                # Where the disk is full SQLite has undone it already.
                if connection.in_transaction:
                    connection.execute("rollback")
                raise
            connection.execute("commit")

    def entries(self) -> list[Entry]:
        """Return every entry, in order."""
        with door.connect(self.path) as connection:
            found = Transaction(connection, self._seen).entries()
        self._seen = tuple(found)
        return found

    def event_hash(self, seq: int) -> str:
        """Return the hash of the event of a number, '' where there is none."""
        with door.connect(self.path) as connection:
            row = connection.execute(_sql("event_hash"), {"seq": seq}).fetchone()
            return str(row[0]) if row else ""

    def head(self) -> tuple[int, str]:
        """Return number and hash of the newest event of the audit, 0 and '' before the first."""
        with door.connect(self.path) as connection:
            row = connection.execute(_sql("last_event")).fetchone()
            return (int(row[0]), str(row[2])) if row else (0, "")

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read everything as of one moment, while others write."""
        with door.connect(self.path) as connection:
            connection.execute("begin")
            try:
                yield Transaction(connection, self._seen)
            finally:
                connection.execute("rollback")

    def group_entries(self) -> list[GroupEntry]:
        """Return what was ever decided about own groups, in order."""
        with door.connect(self.path) as connection:
            return Transaction(connection, self._seen).group_entries()

    def mapping_entries(self) -> list[MappingEntry]:
        """Return what was ever decided about headers, in order."""
        with door.connect(self.path) as connection:
            return Transaction(connection, self._seen).mapping_entries()

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Return what a statement of ``queries/journal`` without parameters finds."""
        with door.connect(self.path) as connection:
            return Transaction(connection, self._seen).rows(statement)

    def last_seq(self) -> int:
        """Return the newest sequence number, 0 in an empty journal."""
        with door.connect(self.path) as connection:
            return int(connection.execute(_sql("last_seq")).fetchone()[0])

    def any_accepted(self) -> bool:
        """Return whether any return was ever accepted."""
        with door.connect(self.path) as connection:
            return bool(connection.execute(_sql("any_accepted")).fetchone()[0])

    def read_setting(self, name: str) -> str:
        """Return a setting's value, '' where it is not set."""
        with door.connect(self.path) as connection:
            row = connection.execute(_sql("read_setting"), {"name": name}).fetchone()
            return str(row[0]) if row else ""


#: What a store has beside a journal that was ever used.
_BESIDE = ("facts", "snapshots", "packs")


def _not_gone(path: Path) -> None:
    """Raise ``StoreError`` where a store is there and its journal is not: an empty one must not take its place."""
    if (not path.exists() or path.stat().st_size == 0) and any((path.parent / one).is_dir() for one in _BESIDE):
        raise StoreError(door.GONE)


def _renew(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a journal to the newest layout in one transaction; one that holds anything is copied beside itself before."""
    connection.execute("begin immediate")
    try:
        # Whoever came first has done it meanwhile.
        layout = door.layout_of(connection)
        if layout < len(door.migrations()):
            used = bool(connection.execute("select 1 from sqlite_master").fetchone())
            if used:
                door.put_aside(path, layout)
            door.migrate(connection, layout)
            transaction = Transaction(connection)
            if used and not transaction.rows("last_event"):
                with acting("", "upgrade"):
                    transaction.cover_all()
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
    connection.execute("commit")


@dataclass(frozen=True)
class Version:
    """One accepted version of a return: known from ``known_from``, included, until ``known_to``, excluded (rule 13).

    ``ended_by`` is '' while it stands, else superseded or withdrawn (also by an undo). ``return_id`` is its entry's sequence
    number; ``reason`` says why it was decided so, where somebody said it.
    """

    return_id: int
    kind: str
    submitter: str
    week: date | None
    nil: bool
    received_at: datetime
    known_from: datetime
    known_to: datetime | None
    ended_by: str
    sha256: str
    file_name: str
    facts: str
    row_count: int
    findings: Sequence[Finding]
    reason: str = ""

    @cached_property
    def key(self) -> VersionKey:
        """What one version replaces another of. Every alignment file and code list is of its own; a nil return supersedes nothing else."""
        return version_key(self.kind, self.submitter, self.week, self.nil, self.sha256)


def version_key(kind: str, submitter: str, week: date | None, nil: bool, sha256: str) -> VersionKey:
    """Return the key under which versions replace one another (rule 13)."""
    return (kind, submitter, week, nil, sha256 if kind in ("alignment", "areas") else "")


def versions(entries: Sequence[Entry]) -> list[Version]:
    """Replay the journal: every accepted version with the time for which it stood, in the order of acceptance."""
    order: list[int] = []
    found: dict[int, Version] = {}
    standing: dict[VersionKey, int] = {}

    def end(return_id: int, by: Entry, how: str) -> None:
        ended = found[return_id]
        # Why it was put away says more than why it was taken; what only takes its place has a reason of its own.
        reason = by.reason if how == "withdrawn" else ended.reason
        found[return_id] = replace(ended, known_to=by.decided_at, ended_by=how, reason=reason)

    # What was known when follows decided_at, ties by sequence: a demonstration's clocks may not be in order.
    for entry in sorted(entries, key=lambda one: (one.decided_at, one.seq)):
        if entry.action == "accepted":
            version = entry.version
            before = standing.get(version.key)
            if before is not None:
                # What an undo puts away was sent in error: it is withdrawn, not superseded (rule 12 counts no withdrawn one).
                end(before, entry, "withdrawn" if entry.return_seq else "superseded")
            found[entry.seq] = version
            order.append(entry.seq)
            standing[version.key] = entry.seq
        elif entry.action == "withdrawn" and entry.return_seq in found:
            gone = found[entry.return_seq]
            if standing.get(gone.key) == gone.return_id:
                end(gone.return_id, entry, "withdrawn")
                del standing[gone.key]
    return [found[number] for number in sorted(order)]


def standing(entries: Sequence[Entry]) -> dict[VersionKey, Version]:
    """Return the versions that stand now, by their key."""
    return {one.key: one for one in versions(entries) if one.known_to is None}


def courses(entries: Sequence[Entry]) -> dict[VersionKey, list[int | None]]:
    """Return, by key, the numbers of the versions that stood one after another, None where nothing did; the last one is now.

    A step that was undone is gone from its course, so that one undo after another goes back step by step (rule 13).
    """
    found = {one.return_id: one for one in versions(entries)}
    courses: dict[VersionKey, list[int | None]] = {}
    for entry in sorted(entries, key=lambda one: (one.decided_at, one.seq)):
        if entry.action == "accepted":
            course = courses.setdefault(found[entry.seq].key, [])
            if entry.return_seq:
                del course[-2:]
            course.append(entry.seq)
        elif entry.action == "withdrawn" and entry.return_seq in found:
            # By a demonstration's clocks a withdrawal may come before what it withdraws: then it ended nothing.
            course = courses.get(found[entry.return_seq].key, [])
            if course and course[-1] == entry.return_seq:
                course.append(None)
    return courses
