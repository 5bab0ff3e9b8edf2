"""The witness of views is held to cases worked out by hand, and to laws on made-up worlds."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import WORLDS
from tests.worlds import make_world

from .case_files import View
from .cases_views import CASES
from .compare import COUNTS, differences, key_of
from .figures import figures
from .model import World
from .reading import load_world
from .test_oracle_laws import check_states
from .views import Members, views

Rows = list[dict[str, Any]]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: View, tmp_path: Path) -> None:
    """The figures of a case are those worked out by hand."""
    world = load_world(case.write(tmp_path))
    group = Members("G", case.group_areas, case.group_homes) if case.group_areas or case.group_homes else None
    actual = views(world, case.week, None, case.areas, older=case.older, group=group, beds=case.beds)
    assert differences(case.expected, actual, compare_source=True, only_expected=True) == []
    assert not {key_of(row) for row in case.absent} & {key_of(row) for row in actual}


def sums(rows: Rows) -> dict[str, int]:
    """The counts of rows added up."""
    return {name: sum(row[name] or 0 for row in rows) for name in COUNTS}


def of_measure(rows: Rows, level: str) -> dict[str, Rows]:
    """The rows of a level that are within nothing, by measure."""
    result: dict[str, Rows] = defaultdict(list)
    for row in rows:
        if row["level"] == level and not row["within"]:
            result[row["measure"]].append(row)
    return result


def check_view(rows: Rows, level: str) -> None:
    """States add up; the CCG rows of a view add up to it, and so do its PCNs and homes not aligned."""
    for row in rows:
        check_states(row)
        assert row["in_totals"] + (row["not_in_return"] or 0) <= (row["blank"] or 0) or row["blank"] is None
        assert ("reported as totals" in row["marks"]) == (row["in_totals"] > 0)
    for whole in [row for row in rows if row["level"] == level]:
        inside = [row for row in rows if row["within"] == whole["code"] and row["measure"] == whole["measure"]]
        by_ccg = [row for row in inside if row["level"] == "ccg"]
        assert sums([whole]) == sums(by_ccg) == sums([row for row in inside if row["level"] != "ccg"]), whole
        assert set(whole["marks"]) == {mark for row in by_ccg for mark in row["marks"]}


@pytest.mark.parametrize("seed", range(2 * WORLDS))
def test_laws(seed: int, tmp_path: Path) -> None:
    """Views are sums of homes: of their CCGs, of groups that share them out, as then and as now."""
    made = make_world(tmp_path, seed)
    world, week = load_world(tmp_path), made.weeks[-1]
    everyone = Members("G", ("E92000001",))
    whole = views(world, week, group=everyone)
    check_view(whole, "group")
    check_view(views(world, week), "la")
    older = views(world, week, older=True)
    check_view([row for row in older if row["level"] in ("la",) or row["within"] in made.las], "la")
    one, other = Members("G", (), tuple(made.homes[::2])), Members("G", (), tuple(made.homes[1::2]))
    strangers = Members("G", (), tuple(set(register_ids(world, week)) - set(made.homes)))
    halves = [of_measure(views(world, week, group=group), "group") for group in (one, other, strangers)]
    for measure, rows in of_measure(whole, "group").items():
        assert sums(rows) == sums([row for half in halves for row in half.get(measure, [])]), measure
    then, now = (of_measure(views(world, week, None, areas), "la") for areas in ("then", "now"))
    assert {m: sums(rows) for m, rows in then.items()} == {m: sums(rows) for m, rows in now.items()}
    limited = of_measure(views(world, week, group=everyone, older=True), "group")
    for measure, rows in of_measure(older, "england").items():
        assert sums(rows) == sums(limited[measure]), measure


def register_ids(world: World, week: date) -> list[str]:
    """Every home that any file names."""
    return [row.get("home_id") or row.get("location id", "") for event in world.events for row in event.rows]


@pytest.mark.parametrize("seed", range(20, 20 + 2 * WORLDS))
def test_without_totals_a_group_of_everything_is_england(seed: int, tmp_path: Path) -> None:
    """Where nobody sends an area row, counting home by home says what plain figures say."""
    made = make_world(tmp_path, seed, area_returns=False)
    world = load_world(tmp_path)
    for week in made.weeks[-2:]:
        plain = of_measure(figures(world, week), "england")
        for measure, rows in of_measure(views(world, week, group=Members("G", ("E92000001",))), "group").items():
            assert sums(rows) == sums(plain[measure]), (measure, week)


def test_every_world_has_something_to_view(tmp_path: Path) -> None:
    """The worlds are nasty enough: local authorities over CCGs, totals in views, mergers, older people's homes."""
    found: dict[str, int] = defaultdict(int)
    for seed in range(12):
        made = make_world(tmp_path / str(seed), seed)
        world = load_world(made.folder)
        rows = [row for row in views(world, made.weeks[-1]) if row["measure"] == "named_lead"]
        inside = {row["within"] for row in rows if row["level"] == "ccg"}
        found["over CCGs"] += any(sum(r["within"] == la and r["level"] == "ccg" for r in rows) > 1 for la in inside)
        found["in totals"] += any(row["in_totals"] for row in rows)
        found["merger"] += bool(made.switches.merger)
        found["older"] += any(row["denominator"] for row in views(world, made.weeks[-1], older=True))
    assert all(found[what] >= 2 for what in ("over CCGs", "in totals", "merger", "older")), dict(found)
