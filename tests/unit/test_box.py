"""An analyst's own SQL: one SELECT over what was lent, and no way out of its process."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from carehomes.snapshots import BoxError, run_in_box

LENT: dict[str, Callable[[], pa.Table]] = {
    "homes": lambda: pa.table({"home_id": ["1-1", "1-2"], "beds": [7, None]}),
    "weeks": lambda: pa.table({"week": [1]}),
}


def rows(sql: str, most: int = 5, seconds: float = 20) -> list[dict[str, object]]:
    found: list[dict[str, object]] = run_in_box(sql, LENT, rows=most, seconds=seconds).frame.to_dict("records")
    return found


def refused(sql: str, seconds: float = 20) -> str:
    with pytest.raises(BoxError) as told:
        run_in_box(sql, LENT, rows=5, seconds=seconds)
    return str(told.value)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from homes",
        "SELECT * FROM Homes; -- and a comment",
        "/* first */ with own as (select * from homes) select * from own",
        "(select * from homes)",
        "from homes",
        "select h.* from homes as h, weeks, range(1) order by home_id",
        "select home_id, beds from (select *, ';' as mark, 'é' as letter from homes)",
    ],
)
def test_a_select_over_what_was_lent_runs(sql: str) -> None:
    found = rows(sql)
    assert [row["home_id"] for row in found] == ["1-1", "1-2"]
    assert found[0]["beds"] == 7


def test_only_what_is_named_is_lent() -> None:
    def never() -> pa.Table:
        raise AssertionError("it was not named")

    assert run_in_box("select count(*) as n from homes", {**LENT, "weeks": never}, rows=5, seconds=20).frame["n"].tolist() == [2]


def test_more_rows_than_the_limit_are_said_and_names_are_told_apart() -> None:
    found = run_in_box("select *, 1 as range from range(1000000000)", LENT, rows=3, seconds=20)
    assert found.more
    assert found.frame.shape == (3, 2)
    assert not run_in_box("select * from range(3)", LENT, rows=3, seconds=20).more


def test_whatever_is_no_plain_column_is_told_as_text() -> None:
    row = rows("select sum(7) as n, [1, 2] as list, {'a': 1} as pair, interval 1 day as span, 1.5::decimal(4, 1) as part, null as nothing")[
        0
    ]
    assert (row["n"], row["list"], row["pair"], row["part"]) == (7, "[1, 2]", "{'a': 1}", 1.5)


@pytest.mark.parametrize(
    "sql",
    [
        "attach 'x.duckdb'",
        "copy (select 1) to 'x.csv'",
        "export database 'x'",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "call pragma_version()",
        "set memory_limit = '10GB'",
        "create macro mine(x) as x + 1",
        "create table mine as select 1",
        "insert into homes values ('x', 1)",
        "drop table homes",
        "explain select 1",
        "select 1; drop table homes",
        "prepare mine as select 1",
        "with mine as (insert into homes values ('x', 1) returning *) select * from mine",
        "show tables",
        "describe homes",
        "select * from (show tables)",
    ],
)
def test_nothing_but_a_select_runs(sql: str) -> None:
    assert refused(sql).startswith("Only a SELECT can be run here")


@pytest.mark.parametrize(
    "table",
    [
        "'/etc/passwd'",
        "information_schema.tables",
        "duckdb_tables",
        "sqlite_master",
        "pg_catalog.pg_tables",
        "main.homes",
        "memory.main.homes",
        "home_answer",
        "found",
    ],
)
def test_there_is_no_other_table(table: str) -> None:
    assert refused(f"select 1 where exists (from {table})").startswith("There is no table")


@pytest.mark.parametrize(
    "function",
    [
        "read_csv('/etc/passwd')",
        "read_text('/etc/passwd')",
        "read_blob('/etc/passwd')",
        "sniff_csv('/etc/passwd')",
        "parquet_scan('x.parquet')",
        "glob('/*')",
        "duckdb_settings()",
        "duckdb_secrets()",
        "pragma_table_info('homes')",
        "query('select 1')",
        "query_table('homes')",
        "json_execute_serialized_sql(json_serialize_sql('select 1'))",
    ],
)
def test_no_function_reads_anything(function: str) -> None:
    name = function.split("(")[0]
    assert refused(f"select (select count(*) from {function})").startswith(f"The function {name} ")


def test_nothing_is_told_of_the_machine() -> None:
    for call in ("getenv('PATH')", "current_setting('temp_directory')", "version()"):
        assert "is not to be had here" in refused(f"select {call}")


def test_a_name_cannot_be_taken_to_hide_what_is_read() -> None:
    assert "is taken" in refused("with duckdb_views as (select * from duckdb_views) select * from duckdb_views")
    assert "is taken" in refused("with homes as (select 1 as beds) select * from homes")


@pytest.mark.parametrize(
    "sql",
    [
        "with recursive up as (select 1 as n union all select n + 1 from up) select count(*) from up",
        "select count(*) from range(1000000000) as a, range(1000000000) as b where a.range + b.range = 7",
        "select range(1000000000)",
        "select repeat('x', 100000000) from range(1000)",
        "select lpad('a', 2000000000, 'b')",
        "select string_agg(repeat('x', 1000), '') from range(10000000)",
    ],
)
def test_a_bomb_is_stopped_in_time(sql: str) -> None:
    """By the operating system: DuckDB alone let the third take 20 GB, and two minutes after its interrupt."""
    start = time.monotonic()
    assert refused(sql, seconds=4).startswith(("It took longer than 4 seconds", "It needs more memory than a question may have"))
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(
    ("sql", "told"), [("", "There is no statement"), ("-- nothing", "There is no statement"), ("select 1; select 2", "2 statements")]
)
def test_there_is_one_statement(sql: str, told: str) -> None:
    assert told in refused(sql)


def test_what_is_wrong_is_said() -> None:
    assert "cannot be read" in refused("select from where")
    assert "nothing" in refused("select nothing from homes")
    assert "cannot be read" in refused("select " + "(" * 3000 + "1" + ")" * 3000)
    assert "at most 20,000" in refused("select 1 -- " + "x" * 20_000)


def test_no_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    rows("select * from homes")
    assert list(tmp_path.iterdir()) == []
