"""What a snapshot says, as one checksum a table: two snapshots that say the same have the same, whatever their files look like."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from carehomes.settings import read_settings
from carehomes.snapshots.database import Database, Work
from carehomes.snapshots.publish import fill
from carehomes.snapshots.queries import sql
from carehomes.store import Store

#: What a snapshot says of itself - its number, what was computed last - is no part of what it says of the returns.
_OF_ITSELF = ("meta", "scope")
_COLUMNS = "select column_name from duckdb_columns() where table_name = $name order by column_name"


def contents(path: Path) -> dict[str, str]:
    """Return, by table, the SHA-256 of all rows in order of the snapshot file at ``path``."""
    database = Database(path, read_only=True)
    try:
        with database.work() as work:
            return _contents(work)
    finally:
        database.close()


def contents_afresh(store: Store, seq: int) -> dict[str, str]:
    """Return the same of a snapshot that is made of nothing but the ledger, from the decisions up to the number ``seq``."""
    entries = [one for one in store.journal.entries() if one.seq <= seq]
    with tempfile.TemporaryDirectory(prefix="carehomes-afresh-", ignore_cleanup_errors=True) as place:
        database = Database(Path(place) / "afresh.duckdb")
        try:
            with database.work() as work:
                fill(work, store, [], entries, read_settings())
                return _contents(work)
        finally:
            database.close()


def returns_in(path: Path) -> list[tuple[int, str, str]]:
    """Return number, facts file and how it ended of every version of a return in the snapshot file at ``path``, in order."""
    database = Database(path, read_only=True)
    try:
        return [(int(one), str(facts), str(ended)) for one, facts, ended in database.rows(sql("snapshot/base", "returns_in"))]
    finally:
        database.close()


def _contents(work: Work) -> dict[str, str]:
    names = [str(name) for (name,) in work.rows("select table_name from duckdb_tables() where not temporary order by table_name")]
    return {name: _checksum(work, name) for name in names if name not in _OF_ITSELF}


def _checksum(work: Work, name: str) -> str:
    found = hashlib.sha256()
    # A row as text has its values and the names of its columns; columns by name, since an addition may have put them elsewhere.
    columns = ", ".join(f'"{one}"' for (one,) in work.rows(_COLUMNS, {"name": name}))
    for chunk in work.table(f'select r::varchar as line from (select {columns} from "{name}") r order by line')["line"].chunks:
        for line in chunk.to_pylist():
            found.update(f"{line}\n".encode())
    return found.hexdigest()
