"""The process in which an analyst's own SQL runs: it is lent tables, and has nothing else - no file, no setting, no other data.

Run as a program by ``box.py``. A line of JSON comes in with the limits and one goes out when it is ready; one comes in with the statement,
and one goes out with the tables that it names, or why it is refused; one comes in with the files that hold them, one goes out, and
behind it the rows.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

try:
    import resource
except ImportError:  # Windows has no such limits: there the time-out and DuckDB's own limit of memory hold alone.
    resource = None  # type: ignore[assignment]

#: What a statement may be made of. Everything else (show, describe, a statement within one that writes) is refused.
_TABLE_FUNCTIONS = {"range", "generate_series", "unnest"}
_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_REFUSED_TABLES = {"SHOW_REF", "COLUMN_DATA", "DELIM_GET", "BOUND_TABLE_REF", "CTE"}
#: Functions that tell of the machine or of the database itself, or that keep something.
_REFUSED_FUNCTIONS = {
    "current_setting", "getenv", "getvariable", "nextval", "currval", "write_log", "current_database", "current_schema", "current_schemas",
    "version", "pg_typeof_oid", "txid_current", "current_query", "json_execute_serialized_sql", "query", "query_table",
}  # fmt: skip
_MEGABYTE = 1 << 20


class RefusedError(ValueError):
    """A statement that is not run, with the plain sentence that says why."""


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a parsed statement."""
    todo = [tree]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            yield one
            todo.extend(one.values())
        elif isinstance(one, list):
            todo.extend(one)


def _parsed(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    """Return the one SELECT of ``sql`` as DuckDB parses it."""
    told = connection.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchall()[0][0]
    parsed = json.loads(told)
    if parsed["error"]:
        if parsed["error_type"] == "parser":
            raise RefusedError(f"The statement cannot be read: {parsed['error_message']}")
        raise RefusedError("Only a SELECT can be run here. Nothing can be changed, attached, copied or set.")
    if len(parsed["statements"]) != 1:
        count = len(parsed["statements"])
        raise RefusedError(f"There are {count} statements; write one." if count else "There is no statement; write a SELECT.")
    return parsed["statements"][0]


def tables_named(connection: duckdb.DuckDBPyConnection, sql: str, lent: list[str]) -> list[str]:
    """Return which of the tables ``lent`` the statement names. Raises ``RefusedError`` for whatever is not a plain SELECT over them."""
    found = list(_nodes(_parsed(connection, sql)))
    kinds = {str(one.get("type")) for one in found}
    if kinds & _REFUSED_TABLES or {kind for kind in kinds if kind.endswith("_NODE")} - _NODES:
        raise RefusedError("Only a SELECT can be run here; the tables and their columns are listed beside the box.")
    system = {str(row[0]).lower() for row in connection.execute("select view_name from duckdb_views()").fetchall()}
    own = {str(key["key"]).lower() for one in found if isinstance(one.get("map"), list) for key in one["map"] if isinstance(key, dict)}
    if own & (system | set(lent)):
        raise RefusedError(f"The name “{min(own & (system | set(lent)))}” is taken; call what you make with WITH something else.")
    named = set()
    for one in found:
        if one.get("type") == "BASE_TABLE":
            name = str(one["table_name"]).lower()
            if one.get("schema_name") or one.get("catalog_name") or name not in own | set(lent):
                raise RefusedError(f"There is no table “{_full(one)}” here. There are {', '.join(lent)}.")
            named.add(name)
        if one.get("type") == "TABLE_FUNCTION":
            name = str(one["function"].get("function_name", "")).lower()
            if name not in _TABLE_FUNCTIONS:
                raise RefusedError(
                    f"The function {name} cannot be read from here. Of table functions there are {', '.join(sorted(_TABLE_FUNCTIONS))}."
                )
        if str(one.get("function_name", "")).lower() in _REFUSED_FUNCTIONS:
            raise RefusedError(f"The function {one['function_name']} is not to be had here: it tells of the database, not of care homes.")
    return sorted(named & set(lent))


def _full(one: dict[str, Any]) -> str:
    return ".".join(str(one[part]) for part in ("catalog_name", "schema_name", "table_name") if one.get(part))


def _plain(found: pa.Table) -> pa.Table:
    """Return the rows with plain columns: numbers, texts, days and moments, each name once; whatever else there is, as text."""
    names: list[str] = []
    columns = []
    for field, column in zip(found.schema, found.columns, strict=True):
        name, number = field.name, 1
        while name in names:
            number += 1
            name = f"{field.name}_{number}"
        names.append(name)
        columns.append(_plain_column(column))
    return pa.table(columns, names=names)


def _plain_column(column: Any) -> Any:
    kind = column.type
    if pa.types.is_decimal(kind):
        try:
            return column.cast(pa.int64()) if kind.scale == 0 else column.cast(pa.float64())
        except pa.ArrowInvalid:
            return column.cast(pa.float64())
    if pa.types.is_dictionary(kind):
        return column.cast(pa.string())
    simple = (pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_date, pa.types.is_string, pa.types.is_timestamp)
    if any(is_it(kind) for is_it in simple):
        return column
    return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())


def _limit(asked: dict[str, Any]) -> None:
    if resource is None:
        return
    size = asked["megabytes"] * _MEGABYTE
    seconds = int(asked["seconds"]) + 2
    for what, most in (
        (resource.RLIMIT_AS, size),
        (resource.RLIMIT_CPU, 2 * seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _answer(connection: duckdb.DuckDBPyConnection, asked: dict[str, Any], files: dict[str, str]) -> pa.Table:
    for name, path in files.items():
        connection.register(name, pa.ipc.open_file(pa.memory_map(path)).read_all())
    # As a view it may end as a statement does, with a semicolon and a comment.
    connection.execute(f"create temp view found as {asked['sql']}").fetchall()
    return _plain(connection.sql("from found").limit(asked["rows"] + 1).to_arrow_table())


def _said(error: Exception) -> str:
    if isinstance(error, RefusedError):
        return str(error)
    if isinstance(error, (MemoryError, duckdb.OutOfMemoryException)):
        return "It needs more memory than a question may have. Ask for fewer weeks, homes or columns."
    # DuckDB tells in its second paragraph where in the statement it is.
    return f"It cannot be run: {str(error).split(': ', 1)[-1]}"


def main() -> None:
    """Answer one statement."""
    into, out = sys.stdin.buffer, sys.stdout.buffer
    asked: dict[str, Any] = json.loads(into.readline())
    connection = duckdb.connect(
        ":memory:",
        config={
            "TimeZone": "UTC",
            "autoinstall_known_extensions": "false",
            "enable_external_access": "false",
            "python_enable_replacements": "false",
            "memory_limit": f"{asked['megabytes'] // 4}MB",
            "temp_directory": "",
            "threads": "2",
            "lock_configuration": "true",
        },
    )

    def tell(line: dict[str, Any]) -> None:
        out.write(json.dumps(line).encode() + b"\n")
        out.flush()

    _limit(asked)
    tell({"ready": True})
    try:
        asked |= json.loads(into.readline())
        tell({"tables": tables_named(connection, asked["sql"], asked["lent"])})
        files = json.loads(into.readline())
        found = _answer(connection, asked, files)
    except (duckdb.Error, ValueError, MemoryError, pa.ArrowException) as error:
        tell({"refused": _said(error)})
        return
    if found.nbytes > asked["megabytes"] * _MEGABYTE // 16:
        tell({"refused": "The answer is too large to be shown. Ask for fewer rows or columns."})
        return
    tell({"rows": found.num_rows})
    with pa.ipc.new_stream(out, found.schema) as stream:
        stream.write_table(found)
    out.flush()


if __name__ == "__main__":
    main()
