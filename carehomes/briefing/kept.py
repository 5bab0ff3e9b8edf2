"""Packs that were made, kept as they are: one file a pack in the store, named by the id of its content, never written again."""

from __future__ import annotations

import os
import re
import tempfile
from datetime import date
from pathlib import Path

from carehomes.access import Permitted
from carehomes.briefing.content import Pack, read_pack, written
from carehomes.briefing.pack import make_pack
from carehomes.ledger.arrangements import Arrangement
from carehomes.selection import Selection
from carehomes.settings import suppress_to
from carehomes.snapshots import Snapshot
from carehomes.store import Store

_ID = re.compile(r"p-[0-9a-f]{10}")


def keep(store: Store, pack: Pack) -> Pack:
    """Keep ``pack`` in the store; one that is there already stays as it is. Returns it."""
    store.require("save")
    path = _path(store, pack.id)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as sink:
            sink.write(written(pack))
            sink.flush()
            os.fsync(sink.fileno())
        # Whole or not at all, also when two make the same pack at once: their bytes are the same.
        os.replace(half, path)
    return pack


def make_kept(store: Store, snapshot: Snapshot, selection: Selection, *, permitted: Permitted, arranged: Arrangement) -> Pack:
    """Return the pack that ``make_pack`` makes, kept. Raises as it does."""
    return keep(store, make_pack(store, snapshot, selection, permitted=permitted, arranged=arranged))


def find(store: Store, pack_id: str, *, beyond: int = 0) -> Pack | None:
    """Return the pack of this id, or None where none was kept or whoever holds the store may not open it.

    ``beyond``: only one in which counts of people up to this are suppressed.

    Raises ``ValueError`` where its file says something else than its id.
    """
    wanted = pack_id.strip().lower()
    if not _ID.fullmatch(wanted) or not _path(store, wanted).exists():
        return None
    pack = read_pack(_path(store, wanted).read_bytes())
    if pack.id != wanted:
        raise ValueError(f"The pack {wanted} was changed after it was made: its content gives {pack.id}. Restore the file from a backup.")
    return pack if _may_open(store, pack, beyond) else None


def _may_open(store: Store, pack: Pack, beyond: int = 0) -> bool:
    """Return whether whoever holds the store may see the week of a pack and all that it was made of: more than its area is compared."""
    least = max(beyond, suppress_to() if store.beyond_only else 0)
    if store.hides(date.fromisoformat(pack.week)) or pack.beyond < least:
        return False
    return store.permitted.ccgs is None or (bool(pack.ccgs) and store.permitted.may_open(pack.ccgs))


def packs(store: Store, most: int | None = None, *, beyond: int = 0) -> list[Pack]:
    """Return the packs that were kept (at most so many: each is read whole), the one made last first; a damaged one is left out.

    ``beyond`` is as in ``find``.
    """
    found: list[Pack] = []
    for path in sorted(_files(store), key=lambda one: (-one.stat().st_mtime_ns, one.name)):
        if len(found) == most:
            break
        try:
            pack = read_pack(path.read_bytes())
        except ValueError:
            continue
        if pack.id == path.stem and _may_open(store, pack, beyond):
            found.append(pack)
    return found


def count_packs(store: Store, *, beyond: int = 0) -> int:
    """Return how many packs were kept: all of them to whoever may see everything, else those that she may open, as ``packs``."""
    gate = store.gate()
    some = store.permitted.ccgs is not None or store.beyond_only or (gate and gate.hides)
    return len(packs(store, beyond=beyond)) if some or beyond else len(_files(store))


def _files(store: Store) -> list[Path]:
    return [path for path in (store.folder / "packs").glob("p-*.json") if _ID.fullmatch(path.stem)]


def _path(store: Store, pack_id: str) -> Path:
    return store.folder / "packs" / f"{pack_id}.json"
