"""Many processes over one folder: writers take turns, readers follow, and some are killed on the way (kill -9).

Six publishes in every run; ``CAREHOMES_PUBLISHES=100 python -m pytest -n 0 tests/unit/test_processes.py`` for many.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from carehomes.ledger.archive import fetch
from carehomes.ledger.journal import Entry, standing
from carehomes.snapshots import publish
from carehomes.store import Store, open_store
from carehomes.upkeep import verify
from tests.access.wire import wire
from tests.browser.conftest import SERVER, serve
from tests.unit import process_targets
from tests.unit.process_targets import PAUSE, read_moment, read_newest, read_pointer, write

#: Told where something is wrong, to be tried again with ``CAREHOMES_SEED``.
SEED = int(os.environ.get("CAREHOMES_SEED", str(random.randrange(1_000_000))))
PUBLISHES = int(os.environ.get("CAREHOMES_PUBLISHES", "6"))
#: Somebody is killed once for so many publishes, writers and readers by turns.
KILLED_EVERY = 4
#: The promise: what was read so many seconds after a publish has it.
STALE_AFTER = 2.0
#: Snapshots that are kept.
KEPT = 3
Target = Callable[[str, str, int], None]


@pytest.fixture
def starter() -> Iterator[multiprocessing.context.ForkServerContext]:
    """Starts processes that have everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.unit.process_targets"])
    return context


@dataclass
class Crowd:
    """The processes over one store: each is a target with its file, and is started anew where it was killed."""

    folder: Path
    starter: multiprocessing.context.ForkServerContext
    running: list[tuple[Target, multiprocessing.process.BaseProcess]] = field(default_factory=list)
    files: list[tuple[Target, Path]] = field(default_factory=list)

    def start(self, target: Target) -> None:
        """Start a process."""
        path = self.folder.parent / f"told-{len(self.files)}"
        process = self.starter.Process(target=target, args=(str(self.folder), str(path), SEED + len(self.files)))
        process.start()
        self.running.append((target, process))
        self.files.append((target, path))

    def kill(self, *targets: Target) -> None:
        """Kill the first process that runs one of ``targets``, wherever it is, and start another in its place."""
        found = next(one for one in self.running if one[0] in targets)
        self.running.remove(found)
        found[1].kill()
        found[1].join()
        self.start(found[0])

    def told(self, *targets: Target) -> list[dict[str, Any]]:
        """Return what processes of ``targets`` (none: all) wrote down: whole lines."""
        files = [path for target, path in self.files if (not targets or target in targets) and path.exists()]
        return [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").split("\n")[:-1]]

    def accepted(self) -> list[dict[str, Any]]:
        """Return the acceptances that were reported: each was published when it was."""
        return [one for one in self.told(write) if "accepted" in one]

    def end(self) -> None:
        """Let all of them end, and see that they do."""
        process_targets.stop(self.folder)
        for _, process in self.running:
            process.join(timeout=60)
            assert process.exitcode == 0, f"seed {SEED}"


def test_readers_follow_while_writers_take_turns_and_some_are_killed(
    starter: multiprocessing.context.ForkServerContext, tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    publish(open_store(folder))
    crowd = Crowd(folder, starter)
    with ExitStack() as open_:
        # The fourth reader is the app itself, asked over the wire.
        address = open_.enter_context(contextmanager(serve)(folder, SERVER))
        for target in (write, write, read_newest, read_pointer, read_moment):
            crowd.start(target)
        pages = _watched(crowd, address)
        crowd.end()
    store = open_store(folder)
    _held_to_the_ledger(store, crowd, pages)
    _nothing_lost(store, crowd)


def _watched(crowd: Crowd, address: str) -> list[dict[str, Any]]:
    """Look at the app's pages, and kill somebody now and then, until enough was published; return what the pages told."""
    pages: list[dict[str, Any]] = []
    victims = [(write,), (read_newest, read_moment), (read_pointer,)]
    kills = 0
    # Somebody who never asks for what is new sees what she saw at first, though only the last three are kept.
    with wire(address) as patient:
        first = _page(patient.run("clinical_leads").text)
        end = time.monotonic() + 90 + 6 * PUBLISHES
        while len(crowd.accepted()) < PUBLISHES or not _all_seen(crowd):
            assert time.monotonic() < end, (SEED, len(crowd.accepted()), crowd.told()[-5:])
            assert not [one["failed"] for one in crowd.told() if "failed" in one], SEED
            began = time.monotonic()
            with wire(address) as line:
                pages.append({"began": began, **_page(line.run("clinical_leads").text)})
            assert _page(patient.run("clinical_leads").text) == first
            if PUBLISHES > KILLED_EVERY * (kills + 1) <= len(crowd.accepted()):
                crowd.kill(*victims[kills % len(victims)])
                kills += 1
            time.sleep(PAUSE)
    return pages


def _all_seen(crowd: Crowd) -> bool:
    """Return whether every process that runs, one that was started anew too, has told something."""
    running = crowd.files[-1:] if len(crowd.files) > len(crowd.running) else crowd.files
    return all(path.exists() and path.read_bytes().count(b"\n") > 1 for _, path in running)


def _page(text: str) -> dict[str, Any]:
    """Return what a page shows: the number of its snapshot, homes with a lead of homes."""
    assert "could not be shown" not in text and "cannot be" not in text, text[-2000:]
    number = re.findall(r"snapshot (\d{6})", text)
    counted = re.search(r"(\d+) of (\d+) homes", text)
    return {"number": int(number[-1]), "counted": [int(one) for one in counted.groups()] if counted else None}


def _states(store: Store) -> dict[int, dict[str, list[int]]]:
    """Return, by the number of each decision, what the files that stood then say: homes with a lead of homes, by area."""
    entries, found = store.journal.entries(), {}
    said = {one.sha256: _counted(store, one) for one in entries}
    for place in range(len(entries) + 1):
        counts = {one.submitter: said[one.sha256] for one in standing(entries[:place]).values()}
        found[entries[place - 1].seq if place else 0] = counts | {"E92000001": [sum(each) for each in zip(*counts.values(), strict=True)]}
    return found


def _counted(store: Store, entry: Entry) -> list[int]:
    """Count the homes of a file as it was received, line by line."""
    homes = fetch(store.archive, entry.sha256).decode().splitlines()[1:]
    return [sum(",yes," in one for one in homes), len(homes)]


def _held_to_the_ledger(store: Store, crowd: Crowd, pages: list[dict[str, Any]]) -> None:
    """Hold what every reader saw to one published state, and to what had been published two seconds before she looked."""
    states, published = _states(store), crowd.accepted()
    reads = [one for one in crowd.told(read_newest, read_pointer, read_moment) if "told" in one]
    entry_of = {one["number"]: one["entry"] for one in reads if not one.get("past")}
    for one in reads:
        assert one["told"] == {code: counts for code, counts in states[one["entry"]].items() if counts}, (SEED, one)
    shown = [one for one in pages if one["number"] in entry_of]
    for one in shown:
        whole = states[entry_of[one["number"]]]["E92000001"] or None
        assert one["counted"] == whole, (SEED, one)
    late = [_staleness(one["began"], one["entry"], published) for one in reads if not one.get("past")]
    late += [_staleness(one["began"], entry_of[one["number"]], published) for one in shown]
    assert len(shown) > 1 and max(late) <= STALE_AFTER, (SEED, max(late))


def _staleness(began: float, entry: int, published: list[dict[str, Any]]) -> float:
    """Return for how many seconds something had been published that a read, begun then, did not have."""
    return max((began - one["ended"] for one in published if one["accepted"] > entry), default=0.0)


def _nothing_lost(store: Store, crowd: Crowd) -> None:
    """Hold journal, archive, facts and snapshot to one another and to what was reported."""
    kept = {(one.seq, one.sha256) for one in store.journal.entries() if one.action == "accepted"}
    assert {(one["accepted"], one["sha256"]) for one in crowd.accepted()} <= kept, SEED
    publish(store)
    found = verify(store, whole=True)
    assert found.sound, (SEED, found.troubles)
    assert len(list(store.snapshots.glob("*.duckdb"))) == len(list(store.snapshots.glob("*.sha256"))) == KEPT, SEED
