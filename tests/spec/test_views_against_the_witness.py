"""Views: figures of local authorities, own groups, homes for older people, and in beds, equal those that plain Python counts home by home.

Hand-made cases first, then ``CAREHOMES_WORLDS`` made-up worlds: every local authority, every area for older people's homes, two groups
drawn from the seed, as then and as now, now and as at past moments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from carehomes.access import EVERYWHERE
from carehomes.areas import Group, group_of
from carehomes.demo import load_demo
from carehomes.measures import figures, trend
from carehomes.snapshots import Snapshot, records
from carehomes.store import Store
from tests.conftest import SIZE, WORLDS
from tests.oracle import Members, differences, load_world, views
from tests.oracle.case_files import View
from tests.oracle.cases_views import CASES
from tests.oracle.compare import key_of
from tests.oracle.model import World
from tests.spec.test_figures_against_the_witness import is_of_la
from tests.spec.test_rules_of_counting import snapshot_of
from tests.worlds import draw_groups, make_world

Rows = list[dict[str, Any]]


def seen(snapshot: Snapshot, week: date, areas: str, *, older: bool = False, group: Group | None = None, **more: Any) -> Rows:
    """Return the product's rows of a view; of a call without a group, a limit to older people or beds, those of local authorities."""
    rows = records(figures(snapshot, week, permitted=EVERYWHERE, areas=areas, older=older, group=group, **more))
    rows = [row for row in rows if row["counted"] == "beds"] if more.get("beds") else rows
    return rows if older or group or more.get("beds") else [row for row in rows if is_of_la(snapshot, row)]


def members(group: Group | None) -> Members | None:
    """Return the group as the witness takes it."""
    return Members(group.id, group.areas, group.homes) if group else None


def coded(rows: Iterable[Mapping[str, Any]], code: str) -> Rows:
    """Return rows of a hand-made case, whose group is called G, under the group's own code."""
    return [dict(row) | {name: code for name in ("code", "within") if row[name] == "G"} for row in rows]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: View, tmp_path: Path, store: Store) -> None:
    assert load_demo(store, case.write(tmp_path)) == []
    week = date.fromisoformat(case.week)
    group = group_of("A group", case.group_areas, case.group_homes) if case.group_areas or case.group_homes else None
    code = group.id if group else ""
    actual = seen(snapshot_of(store, None, week), week, case.areas, older=case.older, group=group, beds=case.beds)
    assert differences(coded(case.expected, code), actual, compare_source=True, only_expected=True) == []
    filled = {key_of(row) for row in actual if row["denominator"] or row["not_answered"]}
    assert not {key_of(row) for row in coded(case.absent, code)} & filled


def held(snapshot: Snapshot, world: World, week: date, as_at: datetime | None, areas: str, groups: list[Group]) -> list[str]:
    """Return what the product and the witness say differently of any view of a week."""
    asked: list[dict[str, Any]] = [{}, {"older": True}, *({"group": group} for group in groups), {"older": True, "group": groups[0]}]
    asked += [{"beds": True}, {"beds": True, "older": True}, {"beds": True, "group": groups[0]}]
    told = []
    for one in asked:
        expected = views(
            world, week, as_at, areas, older=one.get("older", False), group=members(one.get("group")), beds=one.get("beds", False)
        )
        told += [f"{one}: {text}" for text in differences(expected, seen(snapshot, week, areas, **one))]
    return told


@pytest.mark.parametrize("seed", range(WORLDS))
def test_world(seed: int, tmp_path: Path, store: Store) -> None:
    made = make_world(tmp_path / "world", seed, SIZE)
    assert load_demo(store, made.folder) == []
    world = load_world(made.folder)
    groups = [group_of(f"Group {number}", areas, homes) for number, (areas, homes) in enumerate(draw_groups(made))]
    now = snapshot_of(store, None)
    for week in now.weeks:
        for areas in ("then", "now"):
            assert held(now, world, week, None, areas, groups) == [], (week, areas)
    for moment in made.moments[:2]:
        then = snapshot_of(store, moment)
        for week in then.weeks[-2:]:
            assert held(then, world, week, moment, "then", groups) == [], (week, moment)


@pytest.mark.parametrize("seed", range(WORLDS))
def test_one_local_authority_by_its_code_and_over_the_weeks(seed: int, tmp_path: Path, store: Store) -> None:
    made = make_world(tmp_path / "world", seed, SIZE)
    load_demo(store, made.folder)
    world, now = load_world(made.folder), snapshot_of(store, None)
    code = made.las[0]
    areas, homes = draw_groups(made, 1)[0]
    group = group_of("A group", areas, homes)
    for week in now.weeks[-2:]:
        expected = [row for row in views(world, week, codes=[code]) if row["level"] == "la"]
        actual = [row for row in seen(now, week, "then", codes=[code]) if row["level"] == "la"]
        assert differences(expected, actual) == [], week
    asked: list[tuple[str, dict[str, Any]]] = [(code, {}), (code, {"older": True}), (group.id, {"group": group})]
    for wanted, how in asked:
        rows = records(trend(now, wanted, measures=["named_lead", "oximeters_held"], permitted=EVERYWHERE, **how))
        for week in now.weeks:
            witnessed = views(world, week, older=how.get("older", False), group=members(how.get("group")))
            expected = [
                row
                for row in witnessed
                if row["code"] == wanted and not row["within"] and row["measure"] in ("named_lead", "oximeters_held")
            ]
            actual = [row for row in rows if row["week"] == week and row["code"] == wanted and not row["within"]]
            assert differences(expected, actual) == [], (wanted, how, week)
