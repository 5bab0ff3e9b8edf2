"""``restore``: a backup becomes the store. What was there is put beside, never deleted."""

from __future__ import annotations

import json
import secrets
import shutil
from datetime import UTC, datetime
from pathlib import Path

from carehomes.ledger import audit
from carehomes.ledger.trouble import StoreError, plainly
from carehomes.ledger.whole import copy_file, settle, sha256_of_file, write_whole
from carehomes.snapshots import current_number, keep_counting
from carehomes.store import Store, open_store
from carehomes.upkeep.backup import JOURNAL, MANIFEST, ROOMS, verify_backup
from carehomes.upkeep.check import Report

#: What belongs to a store, in the order in which it is put away: without its journal it is none.
_OF_A_STORE = (JOURNAL, f"{JOURNAL}-wal", f"{JOURNAL}-shm", *ROOMS[1:], "snapshots")


def restore(source: Path, folder: Path, *, replace: bool = False) -> Report:
    """Make the backup ``source`` the store at ``folder``; with ``replace`` in the place of one that is there.

    Everything is copied and held to the manifest first. Then what was there goes into a folder beside, inside of the store. Killed
    between the two, the store says that a restore was broken off, until it is done again. No app may run on the store meanwhile.
    """
    found = verify_backup(source)
    if not found.sound:
        return found.and_then(Report((), ("Nothing was changed: only a backup that is whole is restored.",)))
    store = Store(folder.resolve())
    there = store.restoring.exists() or any((store.folder / one).exists() for one in _OF_A_STORE)
    if there and not replace:
        raise StoreError("There is a store already. With --replace it is put beside and the backup takes its place; nothing is deleted.")
    published = current_number(store)
    with plainly():
        store.folder.mkdir(parents=True, exist_ok=True)
        coming = store.folder / f"restoring-{secrets.token_hex(4)}"
        try:
            _copy(source, coming)
        except BaseException:
            shutil.rmtree(coming, ignore_errors=True)
            raise
        aside = _change_places(store, coming) if there else ""
        if not there:
            _move_in(store, coming)
    opened = open_store(store.folder)
    # A number of a snapshot that somebody has seen must not come again for another one.
    keep_counting(opened, published)
    audit.record(opened, "backup restored", source.name, {"put beside": aside})
    beside = (f"What was there lies in {aside} inside of the store's folder.",) if aside else ()
    return found.and_then(Report((f"Restored: {source.name}. The snapshot is made at the next opening.", *beside)))


def _copy(source: Path, coming: Path) -> None:
    """Copy what a backup's manifest names, and hold the copies to it."""
    coming.mkdir()
    for inside, one in json.loads((source / MANIFEST).read_text(encoding="utf-8"))["files"].items():
        target = coming / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_file(source / inside, target)
        if sha256_of_file(target) != one["sha256"]:
            raise StoreError(f"{inside} was not copied as it is in the backup. Nothing was changed; look at the disk.")


def _change_places(store: Store, coming: Path) -> str:
    """Put away what is there, then move in what is coming; return the name of the folder that has what was there."""
    aside = store.folder / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
    aside.mkdir()
    write_whole(store.restoring, aside.name.encode())
    _move(store.folder, aside, _OF_A_STORE)
    _move_in(store, coming)
    store.restoring.unlink()
    settle(store.folder)
    return aside.name


def _move_in(store: Store, coming: Path) -> None:
    # The journal last: until then there is no store.
    _move(coming, store.folder, (*ROOMS[1:], JOURNAL))
    coming.rmdir()
    settle(store.folder)


def _move(source: Path, target: Path, names: tuple[str, ...]) -> None:
    for name in names:
        if (source / name).exists():
            (source / name).rename(target / name)
