"""A full disk and a read-only one: a plain sentence, nothing half, and everything goes on once there is room."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from carehomes.store import open_store
from carehomes.upkeep import verify
from tests.conftest import PROJECT
from tests.unit.files import home_file

#: A disk of its own, seen by this process alone.
MOUNTS = "mount -t tmpfs -o size=64m tmpfs {0}"
SMALL = 1 << 17


def run_in_a_disk_of_its_own(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    script = f"{MOUNTS.format(folder)} && {command}"
    return subprocess.run(["unshare", "-rm", "sh", "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=120)


def can_mount(folder: Path) -> bool:
    try:
        return run_in_a_disk_of_its_own(folder, "true").returncode == 0
    except FileNotFoundError:
        return False


def test_a_full_or_read_only_disk_is_told_and_leaves_nothing_half(tmp_path: Path) -> None:
    if not can_mount(tmp_path):
        pytest.skip("no small disk can be mounted here (unshare and tmpfs)")
    ran = run_in_a_disk_of_its_own(tmp_path, f"{sys.executable} -W error -m tests.unit.full_disk {tmp_path}")
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    for name in ("full", "full backup", "full note", "full open", "no snapshot"):
        assert "The disk is full. Nothing was half written" in found[name], (name, found[name])
    assert "what was decided is kept" in found["no snapshot"] and "what was decided" not in found["full"]
    assert (found["kept when full"], found["parts when full"]) == (["first.csv"], [])
    # Accepted is accepted: the figures follow once there is room.
    assert (found["kept without"], found["parts without"]) == (["first.csv", "third.csv"], [])
    assert (found["weeks"], found["seq"], found["sound"]) == (1, "2", [])
    for name in ("read-only open", "read-only accept", "read-only new"):
        assert "read-only for this program. Nothing was changed" in found[name], (name, found[name])
    assert found["after"] == [["first.csv", "third.csv"], []]


def test_a_limit_of_the_size_of_files_is_told_as_a_full_disk(tmp_path: Path) -> None:
    path = tmp_path / "01T.csv"
    path.write_bytes(home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes"))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL * 2, SMALL * 2))

    command = [sys.executable, "-m", "carehomes", "accept", str(path)]
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120, preexec_fn=limit)
    assert ran.returncode == 1 and "Traceback" not in ran.stderr, ran.stderr
    assert "cannot be brought up to date; what was decided is kept. The disk is full" in ran.stderr
    store = open_store()
    assert [one.action for one in store.journal.entries()] == ["accepted"] and verify(store).sound
