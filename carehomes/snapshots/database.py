"""The one door to DuckDB: no other module imports it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd
import pyarrow as pa

from carehomes.ledger import trouble
from carehomes.settings import query_megabytes, query_seconds
from carehomes.snapshots.watch import QUERIES

QueryError = duckdb.Error


@contextmanager
def told_plainly() -> Iterator[None]:
    """Tell what DuckDB says of the disk in plain words. Raises ``StoreError``; its other errors are the program's own."""
    try:
        yield
    except duckdb.Error as error:
        # A transaction that the disk did not take is told as an error of the transaction.
        text = str(error)
        if any(one in text for one in ("No space left", "File too large", "Disk quota")):
            raise trouble.full() from error
        if not isinstance(error, duckdb.IOException):
            raise
        raise (trouble.read_only() if "Read-only" in text or "Permission denied" in text else trouble.disk("a database file")) from error


#: A query can neither read nor write a file, nor fetch an extension, nor change any of this. Given when connecting, because
#: a second connection of this process to the same file shares the first one's configuration.
_CONFIGURATION: dict[str, Any] = {
    "TimeZone": "UTC",
    "autoinstall_known_extensions": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def _configuration(limits: Limits | None) -> dict[str, Any]:
    if limits is None:
        return _CONFIGURATION
    return _CONFIGURATION | {"memory_limit": f"{limits.megabytes}MB", "max_temp_directory_size": f"{2 * limits.megabytes}MB"}


class Limits(NamedTuple):
    """What one query may take: seconds by the clock, and megabytes of memory of the whole connection."""

    seconds: int
    megabytes: int


class TooMuchAsked(Exception):  # noqa: N818 - a sentence for the reader, no fault
    """A query took longer, or more memory, than it may; the message is for the reader."""


@contextmanager
def _held(cursor: duckdb.DuckDBPyConnection, limits: Limits | None) -> Iterator[None]:
    """Stop what the block runs on ``cursor`` once it has had its time; say so in a sentence, as where its memory ran out."""
    if limits is None:
        yield
        return
    try:
        with QUERIES.over(limits.seconds, cursor.interrupt):
            yield
    except duckdb.InterruptException as error:
        raise TooMuchAsked(
            f"This took longer than the {limits.seconds} seconds that a question may take. Choose a smaller area, fewer weeks, or try "
            "again when fewer people look; CAREHOMES_QUERY_SECONDS sets the limit."
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise TooMuchAsked(
            f"This needs more than the {limits.megabytes} MB that questions may have. Choose a smaller area or fewer weeks; "
            "CAREHOMES_QUERY_MEGABYTES sets the limit."
        ) from error


class Work:
    """One cursor for a run of statements (publishing: the ``Door`` to DuckDB); each within ``limits``, where there are any."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, limits: Limits | None = None) -> None:
        self._cursor = cursor
        self._limits = limits

    def run(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement for its effect."""
        with _held(self._cursor, self._limits):
            self._cursor.execute(sql, dict(parameters or {})).fetchall()

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as tuples."""
        with _held(self._cursor, self._limits):
            return self._cursor.execute(sql, dict(parameters or {})).fetchall()

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a query and return an Arrow table."""
        with _held(self._cursor, self._limits):
            return self._cursor.sql(sql, params=dict(parameters or {})).to_arrow_table()

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Run a query and return a data frame, as ``Database.frame`` does."""
        return as_frame(self.table(sql, parameters))

    def has(self, name: str) -> bool:
        """Return whether there is a table ``name``."""
        return bool(self.rows("select 1 from duckdb_tables() where table_name = $name", {"name": name}))

    def replace(self, name: str, data: pa.Table | pa.RecordBatchReader, *, temporary: bool = False) -> None:
        """Make ``data`` the table ``name``; of a reader no more is held at a time than a few batches."""
        self._cursor.register("incoming", data)
        kind = "temp table" if temporary else "table"
        self.run(f'create or replace {kind} "{name}" as from incoming')
        self._cursor.unregister("incoming")

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Write what the block does in one transaction: each one is waited for until it is on the disk."""
        self.run("begin")
        try:
            yield
        except BaseException:
            self.run("rollback")
            raise
        self.run("commit")

    @contextmanager
    def lent(self, name: str, data: pa.Table) -> Iterator[None]:
        """Lend ``data`` as the relation ``name`` without a copy, for as long as the block lasts."""
        self._cursor.register(name, data)
        try:
            yield
        finally:
            self._cursor.unregister(name)

    def add(self, name: str, select: str) -> None:
        """Add the rows of ``select`` to the table ``name``, columns by name; the table is made where there is none."""
        if self.has(name):
            self.append(name, select)
        else:
            self.relation(name, select)

    def append(self, name: str, select: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Add the rows of ``select`` to the table ``name``, columns by name; what ``select`` lacks of them is null."""
        self.run(f'insert into "{name}" by name {select}', parameters)

    def drop(self, name: str) -> None:
        """Take the table ``name`` away."""
        self.run(f'drop table "{name}"')

    def forget(self, name: str, columns: Sequence[str], gone: str) -> None:
        """Take from the table ``name`` the rows whose ``columns`` stand together in a row of the table ``gone`` (none empty).

        The least and the greatest of the first column are told apart: blocks of the file that hold none of them are not read.
        """
        first = columns[0]
        [(least, greatest)] = self.rows(f'select min("{first}"), max("{first}") from "{gone}"')
        if least is None:
            return
        same = " and ".join(f'"{gone}"."{one}" = "{name}"."{one}"' for one in columns)
        self.run(
            f'delete from "{name}" where "{first}" between $least and $greatest and exists (select 1 from "{gone}" where {same})',
            {"least": least, "greatest": greatest},
        )

    def relation(self, name: str, select: str, parameters: Mapping[str, Any] | None = None, *, temporary: bool = False) -> None:
        """Make the rows of ``select`` the table ``name``."""
        kind = "temp table" if temporary else "table"
        self.run(f'create or replace {kind} "{name}" as {select}', parameters)

    def recompute(self, name: str, select: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Put the rows of ``select`` in the place of the rows of ``name`` whose week and CCG are in the table ``scope``."""
        if not self.has(name):
            self.relation(name, select, parameters)
            return
        self.forget(name, ("week", "ccg"), "scope")
        self.append(name, select, parameters)


class Database:
    """One DuckDB connection of this process; every query runs on a cursor of its own, so threads never share one."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        """Open ``path`` (None: in memory), with no outside access and its configuration locked.

        What is only read is read within the limits of the settings, all of them: two connections to a file must be of one configuration.
        """
        self._limits = Limits(query_seconds(), query_megabytes()) if read_only else None
        self._connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=_configuration(self._limits))

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a query and return an Arrow table. Named parameters (``$name``) only."""
        with self.work() as work:
            return work.table(sql, parameters)

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Run a query and return a data frame; whole numbers stay whole (``Int64`` where some are missing)."""
        return as_frame(self.table(sql, parameters))

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as tuples."""
        with self.work() as work:
            return work.rows(sql, parameters)

    def run(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement for its effect."""
        with self.work() as work:
            work.run(sql, parameters)

    def load(self, name: str, data: pa.Table) -> None:
        """Make ``data`` a table of this database under ``name``, replacing one of that name."""
        with self._connection.cursor() as cursor:
            cursor.register("incoming", data)
            cursor.execute(f'create or replace table "{name}" as from incoming').fetchall()
            cursor.unregister("incoming")

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Open one cursor for many statements: temporary tables live in it and go with it."""
        with self._connection.cursor() as cursor:
            yield Work(cursor, self._limits)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


_NULLABLE = {
    pa.int8(): pd.Int64Dtype(),
    pa.int16(): pd.Int64Dtype(),
    pa.int32(): pd.Int64Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
}


def as_frame(found: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a data frame, whole numbers whole."""
    frame: pd.DataFrame = found.to_pandas(types_mapper=_whole_numbers, date_as_object=True)
    return frame


def _whole_numbers(kind: pa.DataType) -> Any:
    return _NULLABLE.get(kind)


def plain(column: pd.Series) -> list[Any]:
    """Return a column as plain values, None where a whole number or a yes or no is missing."""
    values: Any = column.array
    if isinstance(column.dtype, pd.Int64Dtype | pd.BooleanDtype):
        values = values.to_numpy(dtype=object, na_value=None)
    elif column.dtype.kind in "biuf":
        # Python's own numbers, not numpy's: a file of JSON knows no others.
        values = column.to_numpy()
    found: list[Any] = values.tolist()
    return found


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of ``frame`` as dictionaries by column name."""
    names = [str(name) for name in frame]
    return [dict(zip(names, row, strict=True)) for row in zip(*(plain(frame[name]) for name in frame), strict=True)]
