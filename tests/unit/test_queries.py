"""Every query keeps its header's word; what other engines run stays in the portable subset."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from carehomes.snapshots.dialect import transpiled
from carehomes.snapshots.queries import parameters_of, relation_name
from tests.conftest import PROJECT

ROOMS = ("shapes", "measures", "reports", "snapshot", "snapshot/base", "views", "examples")
QUERIES = [path for room in ROOMS for path in sorted((PROJECT / "queries" / room).glob("*.sql"))]


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def header(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        started = re.match(r"-- (\w+): (.*)", line)
        if started:
            name = started.group(1)
            found[name] = started.group(2)
        else:
            found[name] += " " + line.lstrip("- ")
    return found


def outer_columns(text: str) -> list[str]:
    tree = sqlglot.parse_one(text, read="duckdb")
    return [one.alias_or_name for one in tree.selects]


@pytest.mark.parametrize("path", QUERIES, ids=name_of)
def test_the_header_says_what_the_query_does(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    said = header(text)
    assert {"relation", "grain", "parameters", "columns"} <= set(said)
    assert relation_name(text) == said["relation"].split(",")[0]
    used = set(re.findall(r"\$([a-z_]+)", re.sub(r"--[^\n]*", "", text)))
    told = set(re.findall(r"\$([a-z_]+)", said["parameters"]))
    assert used == told
    assert set(parameters_of(text, dict.fromkeys(told))) == used
    columns = [column for column in outer_columns(text) if column != "*"]
    words = set(re.findall(r"\w+", said["columns"]))
    assert [column for column in columns if column not in words] == []


@pytest.mark.parametrize("path", QUERIES, ids=name_of)
def test_what_several_engines_answer_stays_in_the_portable_subset(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = sqlglot.parse_one(text, read="duckdb")
    assert not list(tree.find_all(exp.Qualify)), "use row_number() and a where instead of qualify"
    assert not list(tree.find_all(exp.Filter)), "use case when instead of filter"
    assert "group by all" not in text.lower()
    assert not re.search(r"\b(arg_max|arg_min|asof|pivot|unnest|struct_pack)\b", text.lower())
    assert all(subquery.alias for subquery in tree.find_all(exp.Subquery) if isinstance(subquery.parent, exp.From | exp.Join))
    for engine in ("spark", "postgres"):
        assert transpiled(text, engine)


def test_every_measure_of_its_own_has_its_query() -> None:
    own = {path.stem for path in (PROJECT / "queries" / "measures").glob("*.toml") if 'shape = "own"' in path.read_text(encoding="utf-8")}
    assert own == {path.stem for path in (PROJECT / "queries" / "measures").glob("*.sql")}
