"""The one door to SQLite: connections, the layout of a journal and its migrations, copies, and what SQLite says in plain words."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from carehomes.ledger import trouble
from carehomes.ledger.trouble import StoreError, plainly
from carehomes.settings import PROJECT, read_only

WAIT_SECONDS = 60
#: Bytes that a journal needs beside it to be opened, amply.
_ROOM = 1 << 18
_STATEMENTS = PROJECT / "queries" / "journal"
_DAMAGED = (
    "The journal of the store (journal.sqlite) is damaged: {0}. Nothing was changed. Stop the app and bring the last backup back "
    "(python -m carehomes restore BACKUP --replace keeps what is there beside); what was received since then lies in the store's archive."
)
GONE = (
    "The journal of the store (journal.sqlite) is gone, though the store was used. Nothing was changed. Stop the app and bring the last "
    "backup back: python -m carehomes restore BACKUP --replace keeps what is there beside."
)
_COPIED_IN_USE = (
    "The journal of this copy (journal.sqlite) is that of a store in use, which cannot be read in a copy: what was written last may lie "
    "beside it. Bring the journal of a backup here (python -m carehomes backup)."
)
_BUSY = "Somebody else has been writing into the store for more than a minute. Nothing was changed; do it again."
#: What SQLite's codes say, by their first byte.
_SPOILED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
#: The last is told where many open the journal at once and one of them never gets its turn.
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
_UNWRITTEN = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


@cache
def statement(name: str) -> str:
    """Return a statement of ``queries/journal``: the program's own, not the catalogue's, so that ``CAREHOMES_QUERIES`` does not move it."""
    return (_STATEMENTS / f"{name}.sql").read_text(encoding="utf-8")


@cache
def migrations() -> tuple[str, ...]:
    """Return the names of the migrations in order; how many there are is the newest layout."""
    return tuple(sorted(f"migrations/{path.stem}" for path in (_STATEMENTS / "migrations").glob("*.sql")))


@contextmanager
def connect(path: Path, *, make: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the journal at ``path`` for as long as the block lasts; only with ``make`` an empty one where there is none.

    Raises ``StoreError`` for what SQLite says of file and disk.
    """
    copied = read_only()
    if (copied or not make) and not path.exists():
        raise StoreError(GONE)
    if copied and _keeps_a_log(path):
        raise StoreError(_COPIED_IN_USE)
    place = f"{path.absolute().as_uri()}?mode={'ro' if copied else 'rwc' if make else 'rw'}"
    with told_plainly(path), closing(sqlite3.connect(place, timeout=WAIT_SECONDS, isolation_level=None, uri=True)) as connection:
        if not copied:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
        yield connection


def _keeps_a_log(path: Path) -> bool:
    """Return whether what is written to the journal at ``path`` goes into a log beside it first: its header says so."""
    with plainly(), path.open("rb") as source:
        return source.read(20)[18:] == b"\x02\x02"


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Tell what SQLite says of the file at ``path`` and of its disk in plain words; its other errors are the program's own."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        # A journal cannot even be opened without room for what lies beside it while it is open: SQLite tells that as any other trouble.
        if code == sqlite3.SQLITE_FULL or (code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _has_no_room(path)):
            raise trouble.full() from error
        if code in _UNWRITTEN:
            raise trouble.read_only() from error
        if code in _SPOILED:
            raise StoreError(_DAMAGED.format(error)) from error
        if code in _IN_USE:
            raise StoreError(_BUSY) from error
        if "no such table" in str(error):
            raise StoreError(_DAMAGED.format(error)) from error
        if code == sqlite3.SQLITE_IOERR:
            raise trouble.disk(str(error)) from error
        raise


def _has_no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _ROOM
    except OSError:
        return False


def layout_of(connection: sqlite3.Connection) -> int:
    """Return the layout of a journal: the number of its last migration, 0 of one that is new or older than the numbers."""
    return int(connection.execute("pragma user_version").fetchone()[0])


def held_to_layout(layout: int) -> None:
    """Raise ``StoreError`` where a journal of this layout is newer than the program."""
    if layout > len(migrations()):
        raise StoreError(
            f"This store was last used by a newer version of this program (its journal has layout {layout}, this version knows layouts up "
            f"to {len(migrations())}). Nothing was changed. Use the newer version, or a backup from before."
        )


def migrate(connection: sqlite3.Connection, layout: int) -> None:
    """Bring a journal from ``layout`` to the newest one, inside an open transaction of ``connection``."""
    for name in migrations()[layout:]:
        for one in _statements(statement(name)):
            connection.execute(one)
    connection.execute(f"pragma user_version = {len(migrations())}")


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script (``executescript`` would commit before the first)."""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""


def put_aside(path: Path, layout: int) -> Path:
    """Copy the journal at ``path``, of an earlier ``layout``, beside itself before it is changed; return where. None is overwritten."""
    for number in range(1, 1000):
        more = f"-{number}" if number > 1 else ""
        target = path.with_name(f"{path.stem}-before-layout-{len(migrations())}-from-{layout}{more}{path.suffix}")
        if not target.exists():
            break
    copy(path, target)
    return target


def copy(path: Path, target: Path) -> None:
    """Copy the journal at ``path`` to ``target`` as it is at one moment, while others write: one file, whole or not at all."""
    part = target.with_name(f"{target.name}.part")
    try:
        with plainly(), told_plainly(path):
            part.unlink(missing_ok=True)
            with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as source, closing(sqlite3.connect(part)) as sink:
                source.backup(sink)
                # A file by itself, without the log that a journal in use has beside it.
                sink.execute("pragma journal_mode = delete")
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def damage(path: Path) -> str:
    """Return what SQLite finds wrong inside the journal at ``path``, in its own words; '' where it is whole."""
    with connect(path) as connection:
        found = [str(row[0]) for row in connection.execute("pragma integrity_check(3)")]
    return "" if found == ["ok"] else "; ".join(found)
