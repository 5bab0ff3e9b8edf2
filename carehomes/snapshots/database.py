"""The one door to DuckDB: no other module imports it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

QueryError = duckdb.Error


def _lock(connection: duckdb.DuckDBPyConnection) -> None:
    # A query can then neither read nor write a file, nor fetch an extension, nor change any of this.
    connection.execute("set TimeZone = 'UTC'").fetchall()
    connection.execute("set autoinstall_known_extensions = false").fetchall()
    connection.execute("set enable_external_access = false").fetchall()
    connection.execute("set lock_configuration = true").fetchall()


class Database:
    """One DuckDB connection of this process; every query runs on a cursor of its own, so threads never share one."""

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        """Open ``path`` (None: in memory), with no outside access and its configuration locked."""
        self._connection = duckdb.connect(str(path) if path else ":memory:", read_only=read_only)
        _lock(self._connection)

    def table(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pa.Table:
        """Run a query and return an Arrow table. Named parameters (``$name``) only."""
        with self._connection.cursor() as cursor:
            return cursor.sql(sql, params=dict(parameters or {})).to_arrow_table()

    def frame(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pd.DataFrame:
        """Run a query and return a data frame; whole numbers stay whole (``Int64`` where some are missing)."""
        return self.table(sql, parameters).to_pandas(types_mapper=_whole_numbers, date_as_object=True)

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Run a query and return its rows as tuples."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql, dict(parameters or {})).fetchall()

    def run(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run a statement for its effect."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, dict(parameters or {})).fetchall()

    def load(self, name: str, data: pa.Table) -> None:
        """Make ``data`` a table of this database under ``name``, replacing one of that name."""
        with self._connection.cursor() as cursor:
            cursor.register("incoming", data)
            cursor.execute(f'create or replace table "{name}" as from incoming').fetchall()
            cursor.unregister("incoming")

    def append(self, name: str, data: pa.Table) -> None:
        """Add the rows of ``data`` to the table ``name``, columns found by name."""
        with self._connection.cursor() as cursor:
            cursor.register("incoming", data)
            cursor.execute(f'insert into "{name}" by name from incoming').fetchall()
            cursor.unregister("incoming")

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


def _whole_numbers(kind: pa.DataType) -> Any:
    return _NULLABLE.get(kind)
