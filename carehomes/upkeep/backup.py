"""``backup``: the whole ledger as it is at one moment, while the app runs, with a manifest that it is held to."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from carehomes.ledger import audit, door
from carehomes.ledger.archive import place
from carehomes.ledger.facts import facts_place
from carehomes.ledger.journal import Journal, moment_text
from carehomes.ledger.trouble import StoreError, plainly
from carehomes.ledger.whole import copy_file, settle, sha256_of_file, write_whole
from carehomes.store import Store
from carehomes.upkeep.check import Report, verify_journal, wrong

MANIFEST = "manifest.json"
JOURNAL = "journal.sqlite"
#: What a backup holds, and a restore puts back. Snapshots are no part of it: they are computed.
ROOMS = (JOURNAL, "areas.csv", "archive", "facts", "packs")


def backup(store: Store, out: Path, *, link: bool = False) -> Report:
    """Write the ledger of ``store`` into the new folder ``out`` and hold it to its manifest.

    First the journal, as it is at one moment; then every file that it names, which was on the disk before it. With ``link`` files are
    linked, not copied, where the disk can: quick, and no help should this disk break. Raises ``StoreError`` where ``out`` is there
    already or cannot be written; of a file that is missing or damaged in the store the report tells.
    """
    if out.exists():
        raise StoreError(f"{out.name} is there already, and a backup never overwrites anything. Name a folder that is not there yet.")
    part = out.with_name(f"{out.name}.{secrets.token_hex(4)}.part")
    with plainly():
        part.mkdir(parents=True)
        try:
            door.copy(store.journal.path, part / JOURNAL)
            with opened(part) as journal:
                event, head = journal.head()
                names = _named(store, journal)
            lost = [told for source, inside in names if (told := _take(source, part / inside, link=link))]
            write_whole(part / MANIFEST, json.dumps(_manifest(part, event, head), indent=1).encode())
            part.rename(out)
            settle(out.parent)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    found = verify_backup(out)
    if found.sound:
        audit.record(store, "backup made", out.name, {"event": event, "head": head})
    return Report((f"Written: {out.name}.", *found.told), (*lost, *found.troubles))


def verify_backup(folder: Path, *, head: str = "") -> Report:
    """Hold a backup to its manifest, and its journal to the chain. Nothing of it is changed."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        listed = {inside: (int(one["bytes"]), str(one["sha256"])) for inside, one in manifest["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Report((), (f"{folder.name} is no backup, or its {MANIFEST} is damaged: it cannot be held to it.",))
    if strange := [inside for inside in listed if not _is_ours(inside)]:
        return Report((), (f"The {MANIFEST} of {folder.name} names what no backup holds: {strange[0]}.",))
    troubles = [f"In the backup {inside} is {state}." for inside, (_, name) in listed.items() if (state := wrong(folder / inside, name))]
    if JOURNAL not in listed:
        troubles.append("The backup has no journal.")
    if troubles:
        return Report((), tuple(troubles))
    size = sum(one for one, _ in listed.values())
    told = (
        f"Backup of {manifest.get('made_at', 'an unknown moment')} (UTC): {len(listed):,} files, {size:,} bytes, each as in its {MANIFEST}."
    )
    try:
        with opened(folder) as journal:
            return Report((told,)).and_then(verify_journal(Store(journal.path.parent), head))
    except StoreError as error:
        return Report((told,), (str(error),))


@contextmanager
def opened(folder: Path) -> Iterator[Journal]:
    """Open the journal of a backup as a copy of its own: one that is opened is changed, a backup is not."""
    with tempfile.TemporaryDirectory(prefix="carehomes-backup-", ignore_cleanup_errors=True) as place_of_it:
        shutil.copyfile(folder / JOURNAL, Path(place_of_it) / JOURNAL)
        yield Journal(Path(place_of_it) / JOURNAL)


def _named(store: Store, journal: Journal) -> list[tuple[Path, str]]:
    """Return every file that belongs to a journal, and its place inside of a backup."""
    entries = journal.entries()
    found = {place(store.archive, one.sha256): f"archive/{one.sha256[:2]}/{one.sha256}" for one in entries if one.sha256}
    found |= {facts_place(store.facts, one.facts): f"facts/{one.facts}.parquet" for one in entries if one.facts}
    # A pack is named by the id of its content and never written again: those that lie there now are whole.
    found |= {path: f"packs/{path.name}" for path in sorted((store.folder / "packs").glob("*.json"))}
    if store.own_areas.exists():
        found[store.own_areas] = store.own_areas.name
    return list(found.items())


def _take(source: Path, target: Path, *, link: bool) -> str:
    """Copy or link a file of the store; return what is wrong with it there, '' nothing. A damaged one is taken as it is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if not (link and _linked(source, target)):
            copy_file(source, target)
    except FileNotFoundError:
        return f"The file {source.name[:12]} is missing in the store, so the backup lacks it. See: python -m carehomes verify."
    name = source.name.removesuffix(".parquet")
    if len(name) == 64 and sha256_of_file(target) != name:
        return f"The file {source.name[:12]} is damaged in the store, and as damaged in the backup. See: python -m carehomes verify."
    return ""


def _linked(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        # Another disk, or one that has no links.
        return False
    return True


def _manifest(part: Path, event: int, head: str) -> dict[str, Any]:
    files = sorted(path for path in part.rglob("*") if path.is_file())
    return {
        "made_at": moment_text(datetime.now(UTC)),
        "layout": len(door.migrations()),
        "event": event,
        "head": head,
        "files": {path.relative_to(part).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256_of_file(path)} for path in files},
    }


def _is_ours(inside: str) -> bool:
    parts = PurePosixPath(inside).parts
    return bool(parts) and parts[0] in ROOMS and ".." not in parts and "\\" not in inside
