"""Several processes at once: nothing is loaded twice, nothing is lost, and the snapshot has all of it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from carehomes.access import EVERYWHERE
from carehomes.measures import figures
from carehomes.snapshots import open_snapshot
from carehomes.store import open_store
from tests.conftest import PROJECT
from tests.unit.files import home_file

WEEK = "2020-05-17"


def start(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "carehomes", "accept", str(path)]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_processes_that_accept_at_once(tmp_path: Path) -> None:
    files = []
    for ccg in ("01T", "01V", "99A"):
        path = tmp_path / f"{ccg}.csv"
        path.write_bytes(home_file(WEEK, ccg, "home_id,clinical_lead", f"1-{ccg[:2]}1,yes", f"1-{ccg[:2]}2,no"))
        files.append(path)
    # The first file is sent by two at once: one return.
    running = [start(path) for path in (*files, files[0])]
    told = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [0, 0, 0, 0], told
    entries = open_store().journal.entries()
    assert sorted(one.action for one in entries) == ["accepted", "accepted", "accepted", "unchanged"]
    found = figures(open_snapshot(open_store()), date.fromisoformat(WEEK), permitted=EVERYWHERE, measures=["named_lead"])
    england = found[found["level"] == "england"].iloc[0]
    # The homes of 01T and 01V have the same invented IDs: without a register a home counts once.
    assert (england["yes"], england["no"]) == (2, 2)
