"""What SQL may be asked of: the documented tables, cut to weeks and areas; examples that run; the same from a shell."""

from __future__ import annotations

import json
from datetime import date

import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.cli.main import main
from carehomes.measures import figures
from carehomes.measures.query import Example, ask_sql, examples, lent_tables, usual_weeks
from carehomes.snapshots import BoxError, Snapshot, open_snapshot
from carehomes.store import Store

FIRST, LAST = date(2020, 6, 7), date(2020, 6, 14)


@pytest.fixture
def snapshot(demo_store: Store) -> Snapshot:
    return open_snapshot(demo_store)


def asked(snapshot: Snapshot, sql: str, permitted: Permitted = EVERYWHERE) -> list[dict[str, object]]:
    found: list[dict[str, object]] = ask_sql(snapshot, sql, FIRST, LAST, permitted=permitted).frame.to_dict("records")
    return found


@pytest.mark.parametrize("table", lent_tables(), ids=lambda one: one.name)
def test_every_table_has_the_columns_that_are_told(snapshot: Snapshot, table: object) -> None:
    found = ask_sql(snapshot, f"select * from {table.name} limit 3", FIRST, LAST, permitted=EVERYWHERE).frame  # type: ignore[attr-defined]
    assert list(found.columns) == [name for name, _ in table.columns]  # type: ignore[attr-defined]
    assert len(found)


@pytest.mark.parametrize("example", examples(), ids=lambda one: one.asks)
def test_every_example_runs(snapshot: Snapshot, example: Example) -> None:
    assert asked(snapshot, example.sql)


def test_the_figures_are_those_of_the_pages(snapshot: Snapshot) -> None:
    sql = "select code, yes, denominator, not_answered from figures where measure = 'named_lead' and level = 'ccg' and week = '2020-06-14'"
    known = figures(snapshot, LAST, permitted=EVERYWHERE, measures=["named_lead"])
    known = known[(known["level"] == "ccg") & (known["within"] == "")].set_index("code")
    rows = asked(snapshot, sql)
    assert {row["code"]: row["yes"] for row in rows} == known["yes"].to_dict()
    assert {row["code"]: row["denominator"] for row in rows} == known["denominator"].to_dict()


def test_a_reader_asks_only_of_the_areas_that_she_may_see(snapshot: Snapshot) -> None:
    one = Permitted(frozenset({"X01"}))
    for table, column in (("homes", "ccg"), ("answers", "ccg"), ("register", "ccg"), ("returns", "submitter")):
        rows = asked(snapshot, f"select distinct {column} as code from {table} order by 1", one)
        assert [row["code"] for row in rows] == ["X01"], table
        assert len(asked(snapshot, f"select distinct {column} as code from {table}")) > 1, table
    parts = asked(snapshot, "select distinct code from figures where level = 'ccg' or within <> '' and level <> 'pcn' order by 1", one)
    assert [row["code"] for row in parts] == ["X01"]


def test_the_name_of_a_lead_is_not_there(snapshot: Snapshot) -> None:
    questions = {row["question"] for row in asked(snapshot, "select distinct question from answers")}
    assert "clinical_lead" in questions
    assert "lead_name" not in questions


def test_weeks_are_those_asked_for_and_not_too_many(snapshot: Snapshot) -> None:
    for table in ("weeks", "homes", "answers", "figures"):
        found = asked(snapshot, f"select min(week) as first, max(week) as last from {table}")[0]
        assert (found["first"], found["last"]) == (FIRST, LAST), table
    with pytest.raises(BoxError, match="at most 26 weeks"):
        ask_sql(snapshot, "select 1", date(2020, 1, 5), date(2020, 7, 5), permitted=EVERYWHERE)
    assert usual_weeks(snapshot) == (FIRST, date(2020, 8, 30))


def test_the_same_from_a_shell(demo_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(demo_store.folder))
    sql = "select code, yes from figures where measure = 'named_lead' and level = 'ccg' and within = '' order by code limit 2"
    weeks = ["--from", "2020-06-07", "--to", "2020-06-07"]
    assert main(["query", sql, *weeks, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["columns"], [row[0] for row in told["rows"]], told["more"]) == (["code", "yes"], ["X01", "X02"], False)
    assert main(["query", sql, *weeks, "--csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("# demonstration data")
    assert lines[2:] == ["code,yes", *(f"{code},{yes}" for code, yes in told["rows"])]
    assert main(["query", sql, *weeks]) == 0
    assert "X01" in capsys.readouterr().out
    assert main(["query", "drop table figures"]) == 1
    assert "Only a SELECT" in capsys.readouterr().err
    assert main(["query"]) == 0
    out = capsys.readouterr().out
    assert all(f"{one.name}: {one.row}" in out for one in lent_tables())
    assert "home_id: CQC location ID" in out
