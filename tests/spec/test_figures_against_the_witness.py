"""Made-up worlds: every figure of the product equals the one that plain Python recomputes from the same files.

``CAREHOMES_WORLDS`` worlds are tried (1 by default; the long run is ``CAREHOMES_WORLDS=200 python -m pytest tests/spec``).
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from carehomes.access import EVERYWHERE
from carehomes.demo import load_demo
from carehomes.measures import returned
from carehomes.snapshots import Snapshot
from carehomes.store import Store
from tests.conftest import WORLDS
from tests.oracle.compare import differences
from tests.oracle.figures import figures as witnessed
from tests.oracle.model import World
from tests.oracle.reading import load_world
from tests.oracle.returned import returned as returned_witnessed
from tests.spec.test_rules_of_counting import rows_of, snapshot_of
from tests.worlds import make_world


def held(snapshot: Snapshot, world: World, week: date, as_at: datetime | None, areas: str, ccgs: list[str]) -> list[str]:
    """Return what the product and the witness say differently."""
    expected: list[dict[str, Any]] = [dict(row) for row in witnessed(world, week, as_at, areas)]
    told = differences(expected, [row for row in rows_of(snapshot, week, areas) if not is_of_la(snapshot, row)])
    if areas == "then":
        for code in [*(one for one in ccgs if (area := snapshot.areas.get(one)) and area.open_on(week)), snapshot.areas.top.code]:
            mine = returned(snapshot, week, code, permitted=EVERYWHERE)
            theirs = returned_witnessed(world, week, as_at, "" if code == snapshot.areas.top.code else code)
            found = {"n": mine.n, "N": mine.expected, "covered": mine.covered, "on_time": mine.on_time}
            told += [f"{code}: {name} expected {theirs[name]}, got {value}" for name, value in found.items() if theirs[name] != value]
    return told


def is_of_la(snapshot: Snapshot, row: dict[str, Any]) -> bool:
    """Return whether a row is a local authority's own or within one: those are views, held in their own test."""
    area = snapshot.areas.get(row["within"] or row["code"])
    return area is not None and area.level == "la"


@pytest.mark.parametrize("seed", range(WORLDS))
def test_world(seed: int, tmp_path: Path, store: Store) -> None:
    made = make_world(tmp_path / "world", seed)
    assert load_demo(store, made.folder) == []
    world = load_world(made.folder)
    now = snapshot_of(store, None)
    for week in now.weeks:
        for areas in ("then", "now"):
            assert held(now, world, week, None, areas, made.ccgs) == [], (week, areas)
    for moment in made.moments[:3]:
        then = snapshot_of(store, moment)
        for week in then.weeks[-3:]:
            assert held(then, world, week, moment, "then", made.ccgs) == [], (week, moment)
