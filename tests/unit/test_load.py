"""The benchmark of many people at once: what it says of what it saw; the long run lets a few people in."""

from __future__ import annotations

import argparse
import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks import load
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.conftest import WORLDS


def test_what_people_saw_is_told_with_errors_waiting_and_memory(tmp_path: Path) -> None:
    told = load.Told(begun=0.0)
    told.changes = [(float(second), second / 100) for second in range(1, 101)]
    told.uploads, told.packs, told.first = [3.0], [8.0, 9.0], [1.0]
    told.outcomes["Accepted"] = 1
    told.waited["packs"], told.longest["packs"] = 3, 4
    told.errors["packs: it broke"] = 2
    told.memory = [(float(second), 300 + second) for second in range(11)]
    log = tmp_path / "log"
    log.write_text("\n".join(json.dumps({"levelname": level, "message": "a page failed"}) for level in ("INFO", "ERROR")), encoding="utf-8")
    asked = argparse.Namespace(viewers=60, uploads=10, packs=5, minutes=2, processes=2)
    said = "\n".join(load.lines(told, asked, log))
    assert "a filter changed: median 0.51 s, p95 0.95 s, longest 1.00 s; 100 changes, 1.0 a second" in said.replace("0.505", "0.51")
    assert "past the limit of packs: 3 told to wait their turn, at most 4 before theirs" in said
    assert "past the limit of uploads: 0 told to wait their turn, at most 0 before theirs" in said
    assert "memory: 301 MB after a tenth of the time, 305 in the middle, 310 at the end, 310 at most" in said
    assert "errors: 2 seen by people, 1 in the server's log" in said and "  2 times packs: it broke" in said


def test_a_store_is_copied_and_never_written_to(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "archive").mkdir(parents=True)
    for name in ("journal.sqlite", "archive/one"):
        (mine / name).write_bytes(b"mine")
    load.copied(mine, tmp_path / "copy")
    (tmp_path / "copy" / "journal.sqlite").write_bytes(b"changed")
    assert (mine / "journal.sqlite").read_bytes() == b"mine" and (tmp_path / "copy" / "archive" / "one").read_bytes() == b"mine"


@pytest.mark.skipif(WORLDS == 1, reason="the long run lets people in (CAREHOMES_WORLDS=2)")
def test_a_few_people_at_once_see_no_error(demo_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--store", str(demo_store.folder), "--minutes", "0.3", "--viewers", "2", "--uploads", "3", "--packs", "3"]
    # A thread of its own: beside browser tests this one has a running event loop.
    with ThreadPoolExecutor(1) as alone:
        alone.submit(load.main, asked).result()
    said = capsys.readouterr().out
    assert "errors: 0 seen by people, 0 in the server's log" in said and "accepted" in said


def test_returns_that_are_sent_are_none_like_another(demo_store: Store) -> None:
    sent = load.returns_of(open_snapshot(demo_store), random.Random(1))
    first, second = next(sent), next(sent)
    assert first[0] != second[0] and first[1] != second[1] and first[1].startswith(b"week_ending,ccg_code,home_id,")
