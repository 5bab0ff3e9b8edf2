"""Laws that hold in any world: parts add up to the whole, publishing bit by bit equals publishing at once, order does not matter."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carehomes.access import EVERYWHERE
from carehomes.demo import load_demo
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints
from carehomes.measures import figures
from carehomes.measures.figures import COUNTS
from carehomes.snapshots import Snapshot, open_snapshot, publish, records
from carehomes.store import open_store
from tests.unit.files import home_file, register_file
from tests.worlds import make_world

PARENTS = {"region": "england", "stp": "region", "ccg": "stp"}
ADDED = [name for name in COUNTS if name != "all"]


def rows_of(snapshot: Snapshot, week: date, areas: str = "then") -> dict[tuple[str, str, str, str], dict[str, Any]]:
    found = records(figures(snapshot, week, permitted=EVERYWHERE, areas=areas))
    return {(row["measure"], row["level"], row["code"], row["within"]): row for row in found}


def counts(row: dict[str, Any]) -> dict[str, int]:
    return {name: 0 if row[name] is None or row[name] != row[name] or str(row[name]) == "<NA>" else int(row[name]) for name in ADDED}


def added(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(counts(row)[name] for row in rows) for name in ADDED}


@pytest.mark.parametrize("seed", [3, 8])
def test_parts_add_up_to_the_whole_then_and_now(seed: int, tmp_path: Path) -> None:
    made = make_world(tmp_path / "world", seed)
    store = open_store(tmp_path / "store")
    load_demo(store, made.folder)
    snapshot = open_snapshot(store)
    for week in snapshot.weeks:
        whole: list[dict[str, int]] = []
        for areas in ("then", "now"):
            rows = rows_of(snapshot, week, areas)
            for (measure, level, code, within), row in rows.items():
                states = [row[name] for name in ("yes", "no", "not_applicable", "not_answered")]
                if row["yes"] is not None and row["yes"] == row["yes"] and str(row["yes"]) != "<NA>":
                    assert sum(int(one) for one in states) == row["denominator"], (measure, code)
                assert row["blank"] + row["no_return"] == row["not_answered"]
                if level == "ccg":
                    parts = [one for (name, _, _, inside), one in rows.items() if name == measure and inside == code]
                    assert added(parts) == counts(row), (measure, code, week)
                if level in ("england", "region", "stp"):
                    below = next(name for name, parent in PARENTS.items() if parent == level)
                    under = [
                        one
                        for (name, at, below_code, inside), one in rows.items()
                        if name == measure
                        and at == below
                        and not inside
                        and (area := snapshot.areas.get(below_code))
                        and area.parent == code
                    ]
                    assert added(under) == counts(row), (measure, code, week)
                if row["share"] is not None and row["share"] == row["share"] and level != "not attributed":
                    assert 0 <= row["share"] <= 100, (measure, code, within)
            top = snapshot.areas.top.code
            whole.append(added([row for (_, level, code, _), row in rows.items() if code == top and level == "england"]))
        assert whole[0] == whole[1]


@pytest.mark.parametrize("seed", [2, 5])
def test_publishing_after_every_return_equals_publishing_once(seed: int, tmp_path: Path) -> None:
    made = make_world(tmp_path / "world", seed)
    bit_by_bit, at_once = open_store(tmp_path / "bits"), open_store(tmp_path / "once")

    def after_each(share: float, text: str) -> None:
        publish(bit_by_bit)

    load_demo(bit_by_bit, made.folder, after_each)
    load_demo(at_once, made.folder)
    one, other = open_snapshot(bit_by_bit), open_snapshot(at_once)
    assert one.weeks == other.weeks
    for week in one.weeks:
        assert rows_of(one, week) == rows_of(other, week) or _told(rows_of(one, week), rows_of(other, week)) == []


def test_a_resubmission_that_drops_another_ccgs_home_reaches_that_ccg(tmp_path: Path) -> None:
    week = date(2020, 5, 17)
    store = open_store(tmp_path / "store")
    receive(store, register_file(("1-101", "01T", 30), ("1-102", "01V", 60)), "register.csv", hints=Hints(effective=date(2020, 5, 1)))
    receive(store, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes", "1-102,yes"), "both.csv")
    receive(store, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes"), "one.csv")
    bit_by_bit = rows_of(open_snapshot(store), week)
    shutil.rmtree(store.snapshots)
    assert _told(bit_by_bit, rows_of(open_snapshot(store), week)) == []
    assert bit_by_bit["named_lead", "ccg", "01V", ""]["yes"] == 0


def _told(mine: dict[Any, dict[str, Any]], theirs: dict[Any, dict[str, Any]]) -> list[str]:
    # Missing values are not equal to themselves, so rows are held against each other as text.
    return [f"{key}: {mine.get(key)} and {theirs.get(key)}" for key in {*mine, *theirs} if str(mine.get(key)) != str(theirs.get(key))]


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.randoms(use_true_random=False))
def test_the_order_of_loading_does_not_matter_when_the_clocks_are_the_same(order: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("order")
    made = make_world(folder / "world", 4, size="tiny")
    lines = (made.folder / "manifest.csv").read_text(encoding="utf-8").splitlines()
    # Withdrawals name what stood: they stay last. The rest comes in any order, with its own clocks.
    withdrawn = [line for line in lines[1:] if line.endswith("withdraw")]
    others = [line for line in lines[1:] if not line.endswith("withdraw")]
    decided = [line.split(",")[5] for line in others]
    if len(set(decided)) < len(decided) or withdrawn:
        others, withdrawn = [line for number, line in enumerate(others) if line.split(",")[5] not in decided[:number]], []
    shuffled = list(others)
    order.shuffle(shuffled)
    stores = []
    for number, listed in enumerate((others, shuffled)):
        world = folder / f"world{number}"
        shutil.copytree(made.folder, world)
        (world / "manifest.csv").write_text("\n".join([lines[0], *listed, *withdrawn, ""]), encoding="utf-8")
        store = open_store(folder / f"store{number}")
        load_demo(store, world)
        stores.append(open_snapshot(store))
    assert stores[0].weeks == stores[1].weeks
    for week in stores[0].weeks:
        assert _told(rows_of(stores[0], week), rows_of(stores[1], week)) == []
