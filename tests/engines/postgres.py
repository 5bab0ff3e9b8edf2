"""PostgreSQL as a third witness: a server of its own that goes again, and the door by which publishing runs on it.

Everything goes through ``psql``, which comes with the server: no driver is needed. Rows come back as JSON, a line each.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pc

from carehomes.snapshots.dialect import transpiled

_KINDS = {
    pa.string(): "text",
    pa.int16(): "smallint",
    pa.int32(): "integer",
    pa.int64(): "bigint",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp",
}
#: Nothing here outlives the test: nothing is waited for until it is on the disk.
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "shared_buffers=64MB", "listen_addresses=")


def binaries() -> Path | None:
    """Where the server's programs are: Debian keeps them out of the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return next((path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)


@dataclass
class Postgres:
    """A running server, and the ``Door`` to it."""

    folder: Path
    _tables: set[str] = field(default_factory=set)

    def told(self, sql: str, given: bytes = b"") -> str:
        """Run statements and return what ``psql`` prints."""
        command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", "witness", "-d", "postgres"]
        done = subprocess.run([*command, "-c", sql], input=given, capture_output=True, check=False)
        assert done.returncode == 0, f"{done.stderr.decode()}\n{sql}"
        return done.stdout.decode()

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows; dates and moments as ISO text."""
        text = self.told(f"select row_to_json(found) from ({spoken(sql, parameters)}) as found")
        return [tuple(json.loads(line).values()) for line in text.splitlines()]

    def has(self, name: str) -> bool:
        """Whether there is a table."""
        return name in self._tables

    def replace(self, name: str, data: pa.Table, *, temporary: bool = False) -> None:
        """Make ``data`` the table ``name``."""
        plain = pa.table([pa.chunked_array(one.chunks, one.type).cast(_plain(one.type)) for one in data.columns], names=data.column_names)
        sink = pa.BufferOutputStream()
        # What is null is blank, and what is '' stands in quotes.
        pc.write_csv(plain, sink, pc.WriteOptions(include_header=False, quoting_style="all_valid"))
        columns = ", ".join(f'"{one.name}" {_KINDS[one.type]}' for one in plain.schema)
        self.told(f'drop table if exists "{name}"; create table "{name}" ({columns})')
        self.told(f'copy "{name}" from stdin (format csv)', sink.getvalue().to_pybytes())
        self._made(name)

    def relation(self, name: str, select: str, parameters: Mapping[str, Any] | None = None, *, temporary: bool = False) -> None:
        """Make the rows of ``select`` the table ``name``."""
        made = f'create table incoming as {spoken(select, parameters)}; drop table if exists "{name}"'
        self.told(f'{made}; alter table incoming rename to "{name}"')
        self._made(name)

    def append(self, name: str, select: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Add the rows of ``select`` to the table ``name``, columns by name."""
        self.relation("arrived", select, parameters)
        columns = self.told("select column_name from information_schema.columns where table_name = 'arrived'").split()
        listed = ", ".join(f'"{one}"' for one in columns)
        self.told(f'insert into "{name}" ({listed}) select {listed} from arrived; drop table arrived')

    def add(self, name: str, select: str) -> None:
        """Do the same, and make the table where there is none."""
        (self.append if self.has(name) else self.relation)(name, select)

    def recompute(self, name: str, select: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Put the rows of ``select`` in the place of those of the weeks and CCGs in ``scope``."""
        if self.has(name):
            self.forget(name, ("week", "ccg"), "scope")
        (self.append if self.has(name) else self.relation)(name, select, parameters)

    def forget(self, name: str, columns: Sequence[str], gone: str) -> None:
        """Take away the rows whose ``columns`` stand together in a row of ``gone``."""
        same = " and ".join(f't."{one}" = g."{one}"' for one in columns)
        self.told(f'delete from "{name}" as t using "{gone}" as g where {same}')

    def drop(self, name: str) -> None:
        """Take the table ``name`` away."""
        self.told(f'drop table "{name}"')
        self._tables.discard(name)

    @contextmanager
    def lent(self, name: str, data: pa.Table) -> Iterator[None]:
        """Lend ``data`` as the relation ``name``."""
        self.replace(name, data)
        yield
        self.drop(name)

    def at_once(self) -> nullcontext[None]:
        """Nothing outlives the test."""
        return nullcontext()

    def empty(self) -> None:
        """Take every table away: for another world."""
        self.told("drop schema public cascade; create schema public")
        self._tables.clear()

    def _made(self, name: str) -> None:
        self.told(f'analyze "{name}"')
        self._tables.add(name)


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def spoken(sql: str, parameters: Mapping[str, Any] | None) -> str:
    """A query of ``queries/`` in PostgreSQL's words, with its values in their places."""
    values = parameters or {}
    return re.sub(r"%\((\w+)\)s", lambda found: _literal(values[found.group(1)]), transpiled(sql, "postgres"))


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, list):
        kind = "bigint" if value and isinstance(value[0], int) else "text"
        return f"cast(array[{', '.join(_literal(one) for one in value)}] as {kind}[])"
    return "'" + str(value).replace("'", "''") + "'"


@contextmanager
def serving() -> Iterator[Postgres]:
    """Run a server in a folder of its own: by a Unix socket alone, as a user without rights where this is root, whom it refuses."""
    programs = binaries()
    assert programs
    folder = Path(tempfile.mkdtemp(prefix="carehomes-pg-"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
        user = {"user": "nobody", "cwd": folder}
    data = folder / "data"
    how = ["--encoding=UTF8", "--locale=C", "--auth=trust", "--username=witness", "--no-sync"]
    try:
        subprocess.run([programs / "initdb", "-D", data, *how], check=True, capture_output=True, **user)
        settings = [part for one in (*_CARELESS, f"unix_socket_directories={folder}") for part in ("-c", one)]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen([programs / "postgres", "-D", data, *settings], stdout=log, stderr=log, **user)
        try:
            _wait(folder, server)
            yield Postgres(folder)
        finally:
            server.terminate()
            server.wait(30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while subprocess.run(["pg_isready", "-q", "-h", folder], check=False).returncode:
        assert time.monotonic() < until and server.poll() is None, (folder / "log").read_text(encoding="utf-8")
        time.sleep(0.1)
