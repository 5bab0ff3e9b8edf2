"""Killed at any moment (kill -9): every acceptance that was reported is there, no half one is, and the app opens.

Five kills in every run; ``CAREHOMES_KILLS=200 python -m pytest -n 0 tests/unit/test_killed.py`` for many.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from carehomes.ledger.archive import sha256_of
from carehomes.ledger.facts import read_facts
from carehomes.snapshots import open_snapshot
from carehomes.store import open_store
from carehomes.upkeep import verify, verify_backup
from tests.unit import kill_target

#: Told where something is lost, to be tried again with ``CAREHOMES_SEED``.
SEED = int(os.environ.get("CAREHOMES_SEED", str(random.randrange(1_000_000))))
KILLS = int(os.environ.get("CAREHOMES_KILLS", "5"))
#: Kills of one store; then a new one, so that a store's first moments are among them.
OF_ONE = 4
LONGEST = 1.6


@pytest.fixture(scope="module")
def starter() -> Iterator[multiprocessing.context.ForkServerContext]:
    """Starts processes that have everything imported: a kill should meet the work, not the start of Python."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.unit.kill_target"])
    return context


def until_begun(told: Path) -> None:
    end = time.monotonic() + 60
    while not told.exists() or not told.read_bytes():
        assert time.monotonic() < end, "the process did not begin"
        time.sleep(0.01)


def reported(told: Path) -> list[list[str]]:
    """Return what was reported: whole lines only."""
    return [line.split() for line in told.read_text(encoding="utf-8").split("\n")[:-1]]


def test_nothing_that_was_reported_is_lost_and_nothing_is_half(starter: multiprocessing.context.ForkServerContext, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    kept: set[tuple[int, str]] = set()
    for number in range(KILLS):
        folder = tmp_path / f"{number // OF_ONE}" / "store"
        if number % OF_ONE == 0:
            shutil.rmtree(tmp_path / f"{number // OF_ONE - 1}", ignore_errors=True)
            kept = set()
        told = tmp_path / f"told-{number}"
        process = starter.Process(target=kill_target.run, args=(str(folder), str(told), number))
        process.start()
        until_begun(told)
        time.sleep(chance.uniform(0, LONGEST))
        process.kill()
        process.join()
        kept |= {(int(line[1]), line[2]) for line in reported(told) if line[0] == "accepted"}
        looked_at(folder, kept, {line[1] for line in reported(told) if line[0] == "backup"}, f"seed {SEED}, kill {number}")


def looked_at(folder: Path, kept: set[tuple[int, str]], backups: set[str], about: str) -> None:
    """Open the store as the app does, and hold it to what was reported."""
    store = open_store(folder)
    with closing(open_snapshot(store)) as opened:
        entries = store.journal.entries()
        assert kept <= {(one.seq, one.sha256) for one in entries if one.action == "accepted"}, about
        standing = opened.query("versions", everywhere=True, permitted=[])
        assert len(standing) == len(entries), about
        for one in entries:
            assert sha256_of((store.archive / one.sha256[:2] / one.sha256).read_bytes()) == one.sha256, about
            # Two homes with two answers each, week, CCG and ID besides: the whole return.
            assert read_facts(store.facts, one.facts).num_rows > 0 and one.row_count == 2, about
    found = verify(store)
    assert found.sound, (about, found.troubles)
    for path in folder.parent.glob("backup-*"):
        # One that was not reported may be there too, whole; a half one is named so and is no backup.
        assert path.name.endswith(".part") or verify_backup(path).sound, about
    assert all(Path(one).exists() for one in backups), about
