"""Made-up worlds: who has returned, and how far each question was answered, equal what plain Python recomputes from the same files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from carehomes.access import EVERYWHERE
from carehomes.demo import load_demo
from carehomes.measures import ccgs_under, question_response, return_states, tallies
from carehomes.snapshots import Snapshot, records
from carehomes.store import Store
from tests.conftest import WORLDS
from tests.oracle.catalogue import load_catalogue
from tests.oracle.ground import Ground
from tests.oracle.knowledge import Knowledge
from tests.oracle.model import World
from tests.oracle.reading import load_world
from tests.oracle.returned import due
from tests.oracle.submitters import Life, answered, lives
from tests.spec.test_rules_of_counting import snapshot_of
from tests.worlds import make_world

TOLD = ("returned", "on_time", "nil", "superseded", "withdrawn", "registered", "covered")


def states_of(snapshot: Snapshot, week: date) -> Any:
    everyone = ccgs_under(snapshot, snapshot.areas.top.code, "then")
    return return_states(snapshot, week, week, everyone, permitted=EVERYWHERE)


def held(snapshot: Snapshot, world: World, week: date, as_at: datetime | None) -> list[str]:
    """What product and witness say differently of a week."""
    catalogue = load_catalogue()
    expected = lives(world, week, as_at, catalogue)
    states = states_of(snapshot, week)
    rows = {row["code"]: row for row in records(states) if row["expected"]}
    assert set(rows) == set(expected)
    pairs = [(ccg, name, one[name], rows[ccg][name]) for ccg, one in expected.items() for name in TOLD]
    told = [f"{ccg} {name}: {mine}, {theirs}" for ccg, name, mine, theirs in pairs if mine != theirs]
    past = as_at is None or as_at > due(week)
    found = {one.what: (one.returns, one.homes) for one in tallies(states)}
    told += _tallied(expected, found, "missing" if past else "not yet due")
    known = Knowledge(world, as_at)
    grounds = [Ground(known, catalogue, ccg, week) for ccg in expected]
    response = question_response(snapshot, week, sorted(rows), permitted=EVERYWHERE)
    for row in records(response):
        by_ccg = [answered(ground, catalogue.questions[row["question"]]) for ground in grounds]
        if (row["homes"], row["ccgs"]) != (sum(by_ccg), sum(1 for homes in by_ccg if homes)):
            told.append(f"{row['question']}: {by_ccg}, {row['homes']} homes of {row['ccgs']} CCGs")
    asked = {one.id for one in catalogue.questions.values() if one.role == "answer"}
    asked -= {one for one in asked if catalogue.questions[one].optional and not any(answered(g, catalogue.questions[one]) for g in grounds)}
    told += [f"{one}: listed or not" for one in sorted(asked ^ set(response["question"]))]
    return told


def _tallied(expected: dict[str, Life], found: dict[str, tuple[int, int]], silent: str) -> list[str]:
    back = [one for one in expected.values() if one["returned"]]
    wanted = {
        "expected": list(expected.values()),
        "returned": back,
        "on time": [one for one in back if one["on_time"]],
        "late": [one for one in back if not one["on_time"]],
        "nil": [one for one in back if one["nil"]],
        "superseded": [one for one in back if one["superseded"]],
        "not returned": [one for one in expected.values() if not one["returned"]],
        "withdrawn": [one for one in expected.values() if not one["returned"] and one["withdrawn"]],
        silent: [one for one in expected.values() if not one["returned"] and not one["withdrawn"]],
    }
    sums = {what: (len(ones), sum(one["registered"] for one in ones)) for what, ones in wanted.items()}
    return [f"{what}: {both}, {found[what]}" for what, both in sums.items() if both != found[what]]


@pytest.mark.parametrize("seed", range(WORLDS))
def test_world(seed: int, tmp_path: Path, store: Store) -> None:
    made = make_world(tmp_path / "world", seed)
    assert load_demo(store, made.folder) == []
    world = load_world(made.folder)
    now = snapshot_of(store, None)
    for week in now.weeks:
        assert held(now, world, week, None) == [], week
    for moment in made.moments[:2]:
        then = snapshot_of(store, moment)
        for week in [one for one in then.weeks if one <= moment.date()][-2:]:
            assert held(then, world, week, moment) == [], (week, moment)
