"""Laws of order: publishing bit by bit equals publishing at once, and the order of loading does not matter."""

from __future__ import annotations

import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given

from carehomes.demo import load_demo
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints
from carehomes.settings import read_settings
from carehomes.snapshots import base, open_moment, open_snapshot, publish
from carehomes.snapshots.database import Database, Work
from carehomes.snapshots.prepare import steps
from carehomes.snapshots.publish import fill
from carehomes.snapshots.queries import relation_name, sql
from carehomes.store import open_store
from tests.conftest import long_run
from tests.laws.ground import SEEDS, Loaded, Worlds, dear_law, law, rows_of, told
from tests.unit.files import home_file, register_file


@long_run
@dear_law
@given(seed=SEEDS)
def test_publishing_after_every_return_equals_publishing_once(seed: int, worlds: Worlds) -> None:
    at_once = worlds.of(seed)
    store = open_store(worlds.folder / f"bits{len(list(worlds.folder.glob('bits*')))}")

    def after_each(share: float, text: str) -> None:
        publish(store)

    load_demo(store, at_once.made.folder, after_each)
    bit_by_bit = Loaded(at_once.made, store)
    assert bit_by_bit.snapshot.weeks == at_once.snapshot.weeks
    for week in at_once.snapshot.weeks:
        assert told(bit_by_bit.rows(week), at_once.rows(week)) == [], week
    with bit_by_bit.snapshot.work() as one, at_once.snapshot.work() as other:
        # Each store has a key of its own for the names of people.
        keyed = {"home_answer": []}
        assert tables(one) | keyed == tables(other) | keyed


@dear_law
@given(seed=SEEDS)
def test_a_past_moment_worked_out_backwards_equals_one_from_nothing(seed: int, worlds: Worlds) -> None:
    """Every table, base and prepared: nothing that was decided later is left, and nothing else is lost."""
    loaded = worlds.of(seed)
    moment = loaded.made.moments[seed % len(loaded.made.moments)]
    then = open_moment(loaded.store, as_at=moment)
    known = [one for one in loaded.store.journal.entries() if one.decided_at <= moment]
    database = Database()
    with database.work() as work:
        fill(work, loaded.store, [], known, read_settings())
        afresh = tables(work)
    database.close()
    with then.work() as work:
        backwards = tables(work)
    assert {name: backwards[name] for name in afresh} == afresh


def tables(work: Work) -> dict[str, list[tuple[object, ...]]]:
    """Return every table of a snapshot that says something of the returns, all rows in order."""
    names = [relation_name(sql("snapshot", name)) for name in steps("snapshot")]
    names += [*base.BASE_TABLES, "return_version", "not_accepted", "finding", "week"]
    return {name: work.rows(f'from "{name}" order by all') for name in names if work.has(name)}


@long_run
@dear_law
@given(seed=SEEDS)
def test_weeks_prepared_one_by_one_are_those_prepared_together(seed: int, worlds: Worlds) -> None:
    """No week reads a later one: England's are prepared some at a time, so that they fit in memory."""
    loaded = worlds.of(seed)
    entries = loaded.store.journal.entries()

    def made(lot: int) -> dict[str, list[tuple[object, ...]]]:
        database = Database()
        with database.work() as work:
            fill(work, loaded.store, [], entries, read_settings(), lot=lot)
            found = tables(work)
        database.close()
        return found

    assert made(1) == made(1_000_000)


@dear_law
@given(seed=SEEDS)
def test_facts_loaded_a_few_at_a_time_are_those_loaded_together(seed: int, worlds: Worlds) -> None:
    """A return is never cut in two, so that a home is one row of it, which has a number of its own."""
    loaded = worlds.of(seed)
    entries = loaded.store.journal.entries()

    def made(cells: int) -> dict[str, list[tuple[object, ...]]]:
        database = Database()
        with pytest.MonkeyPatch.context() as patch, database.work() as work:
            patch.setattr(base, "LOT_CELLS", cells)
            fill(work, loaded.store, [], entries, read_settings())
            found = tables(work)
            assert work.rows("select count(*) - count(distinct row_id) from home_row") == [(0,)]
        database.close()
        return found

    assert made(7) == made(1_000_000)


def test_a_resubmission_that_drops_another_ccgs_home_reaches_that_ccg(tmp_path: Path) -> None:
    week = date(2020, 5, 17)
    store = open_store(tmp_path / "store")
    receive(store, register_file(("1-101", "01T", 30), ("1-102", "01V", 60)), "register.csv", hints=Hints(effective=date(2020, 5, 1)))
    receive(store, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes", "1-102,yes"), "both.csv")
    receive(store, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes"), "one.csv")
    bit_by_bit = rows_of(open_snapshot(store), week)
    shutil.rmtree(store.snapshots)
    assert told(bit_by_bit, rows_of(open_snapshot(store), week)) == []
    assert bit_by_bit["named_lead", "ccg", "01V", ""]["yes"] == 0


@law
@given(seed=SEEDS)
def test_the_order_of_loading_does_not_matter(seed: int, worlds: Worlds) -> None:
    """Registers, alignments and returns in any order, with the same clocks: the same figures, and the same have returned."""
    # A withdrawal names what stood, and the same bytes are a new return or not by what stood: those are about order.
    one = worlds.of(seed, withdrawals=False, ties=False)

    def once(lines: list[str]) -> list[str]:
        files: dict[str, str] = {}
        for line in lines:
            files.setdefault(line.split(",")[0] or line, line)
        return list(files.values())

    def shuffled(lines: list[str]) -> list[str]:
        return random.Random(seed).sample(once(lines), len(once(lines)))

    other = worlds.with_lines(one, shuffled)
    assert one.snapshot.weeks == other.snapshot.weeks
    for week in one.snapshot.weeks:
        for areas in ("then", "now"):
            assert told(one.rows(week, areas), other.rows(week, areas)) == [], (week, areas)
        assert one.returned(week) == other.returned(week), week
