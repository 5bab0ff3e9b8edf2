"""What a store says on a disk that is full or read-only: run in a small disk of its own, prints JSON (tests/unit/test_disk.py)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from carehomes.intake.desk import receive
from carehomes.ledger import audit
from carehomes.ledger.trouble import StoreError
from carehomes.snapshots import open_snapshot
from carehomes.store import open_store
from carehomes.upkeep import backup, verify
from tests.unit.files import home_file

FIELDS = "home_id,clinical_lead"


def said(doing: object) -> str:
    """Return the sentence that ``doing`` (a call) was refused with, '' where it went through."""
    try:
        doing()  # type: ignore[operator]
    except StoreError as error:
        return str(error)
    return ""


def fill(folder: Path, leave: int) -> None:
    """Fill the disk but for some bytes."""
    with (folder / "filler").open("wb") as sink:
        free = os.statvfs(folder)
        sink.write(b"\0" * max(0, free.f_bavail * free.f_frsize - leave))


def parts(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.suffix == ".part" or path.name.startswith("building-")]


def main(disk: str) -> None:
    folder = Path(disk)
    store = open_store(folder / "store")
    first = home_file("2020-05-17", "01T", FIELDS, "1-101,yes")
    receive(store, first, "first.csv")
    found: dict[str, object] = {}

    def kept() -> list[str]:
        return [one.file_name for one in store.journal.entries()]

    # Not a byte: the file cannot even be kept.
    fill(folder, 0)
    found["full"] = said(lambda: receive(store, home_file("2020-05-17", "01V", FIELDS, *(f"1-{n},yes" for n in range(900))), "second.csv"))
    found["full backup"] = said(lambda: backup(store, folder / "monday"))
    found["full note"] = said(lambda: [audit.record(store, "file taken", "x" * 50_000) for _ in range(20)])
    found["full open"], found["parts when full"] = said(lambda: open_store(folder / "store")), parts(folder)
    # Room for the return, none for the snapshot.
    (folder / "filler").unlink()
    found["kept when full"] = kept()
    fill(folder, 1 << 20)
    found["no snapshot"] = said(lambda: receive(store, home_file("2020-05-17", "01V", FIELDS, "1-102,yes"), "third.csv"))
    (folder / "filler").unlink()
    found["kept without"], found["parts without"] = kept(), parts(folder)
    snapshot = open_snapshot(store)
    found["weeks"], found["seq"] = len(snapshot.weeks), snapshot.meta["seq"]
    snapshot.close()
    found["sound"] = list(verify(store, whole=True).troubles)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    found["read-only open"] = said(lambda: open_store(folder / "store"))
    found["read-only accept"] = said(lambda: receive(store, first.replace(b"yes", b"no"), "fourth.csv"))
    found["read-only new"] = said(lambda: open_store(folder / "other"))
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    found["after"] = [kept(), list(verify(store).troubles)]
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
