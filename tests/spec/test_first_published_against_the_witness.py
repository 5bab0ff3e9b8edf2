"""Weeks as first published: each equals what plain Python counts from the files that were decided by its deadline."""

from __future__ import annotations

from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE
from carehomes.areas import due_moment
from carehomes.demo import load_demo
from carehomes.measures import first_published
from carehomes.snapshots import records
from carehomes.store import Store
from tests.conftest import SIZE, WORLDS
from tests.oracle import figures, load_world
from tests.spec.test_rules_of_counting import snapshot_of
from tests.worlds import make_world

_COUNTS = ("denominator", "yes", "no", "not_applicable", "not_answered", "carried")


@pytest.mark.parametrize("seed", range(WORLDS))
def test_world(seed: int, tmp_path: Path, store: Store) -> None:
    made = make_world(tmp_path / "world", seed, SIZE)
    assert load_demo(store, made.folder) == []
    world, snapshot = load_world(made.folder), snapshot_of(store, None)
    code, level = snapshot.areas.top.code, snapshot.areas.top.level
    for measure in ("named_lead", "homes_with_oximeter"):
        found = first_published(store, snapshot, code, measure, permitted=EVERYWHERE, most=3)
        assert found.weeks
        assert not set(found.weeks) & set(found.left_out)
        told = {row["week"]: {name: row[name] for name in _COUNTS} for row in records(found.rows)}
        expected = {
            week: {name: row[name] for name in _COUNTS}
            for week in found.weeks
            for row in figures(world, week, due_moment(week))
            if (row["measure"], row["level"], row["code"], row["within"]) == (measure, level, code, "")
        }
        assert told == {week: row for week, row in expected.items() if week in told}
        assert all(week in told or not row["denominator"] for week, row in expected.items())
