"""The product is held to the hand-made cases of each of the fourteen rules: real files in, figures out."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from carehomes.access import EVERYWHERE
from carehomes.demo import load_demo
from carehomes.measures import figures, returned
from carehomes.snapshots import Snapshot, open_moment, records
from carehomes.store import Store
from tests.oracle.case_files import Case
from tests.oracle.cases import CASES
from tests.oracle.compare import differences, key_of
from tests.oracle.reading import parse_moment


def rows_of(snapshot: Snapshot, week: date, areas: str) -> list[dict[str, Any]]:
    return records(figures(snapshot, week, permitted=EVERYWHERE, areas=areas))


def snapshot_of(store: Store, as_at: datetime | str | None, week: date | None = None) -> Snapshot:
    return open_moment(store, as_at=parse_moment(as_at) if as_at else None, week=week)


@pytest.mark.parametrize("case", CASES, ids=[f"rule {c.rule}: {c.name}" for c in CASES])
def test_case(case: Case, tmp_path: Path, store: Store) -> None:
    assert load_demo(store, case.write(tmp_path)) == []
    week = date.fromisoformat(case.week)
    snapshot = snapshot_of(store, case.as_at, week)
    actual = rows_of(snapshot, week, case.areas)
    assert differences(case.expected, actual, compare_source=True, only_expected=True) == []
    filled = {key_of(row) for row in actual if row["denominator"] or row["not_answered"]}
    assert not {key_of(row) for row in case.absent} & filled
    for code, wanted in case.returned.items():
        found = returned(snapshot, week, code or snapshot.areas.top.code, permitted=EVERYWHERE, areas=case.areas)
        names = {"N": "expected"}
        assert {name: getattr(found, names.get(name, name)) for name in wanted} == wanted, code
