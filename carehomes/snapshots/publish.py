"""Publishing: the snapshot is brought up to date beside the old one, then the pointer is swapped by rename."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
from filelock import FileLock

from carehomes.areas import AreaList
from carehomes.catalogue import load_measures, load_questions
from carehomes.ledger.journal import Entry, Version, moment_text, versions
from carehomes.settings import Settings, queries_folder, read_settings
from carehomes.snapshots.base import finding_table, load_base, put_la_said, version_table, weeks_of
from carehomes.snapshots.catalogue_tables import area_tables, catalogue_tables, definitions_digest
from carehomes.snapshots.database import Database, QueryError, Work
from carehomes.snapshots.prepare import forget, prepare, put_scope
from carehomes.snapshots.queries import sql
from carehomes.store import AREAS, Store

POINTER = "CURRENT"
KEPT = 3
_NAME_KEY = "name_key"
_LAST_NUMBER = "last_snapshot"


def current_number(store: Store) -> int:
    """Return the number of the published snapshot, 0 where there is none. Cheap: reads the pointer."""
    try:
        return int((store.snapshots / POINTER).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def snapshot_path(store: Store, number: int) -> Path:
    """Return where the snapshot with this number lies."""
    return store.snapshots / f"{number:06d}.duckdb"


def publish(store: Store) -> int:
    """Bring the snapshot up to date with the ledger and return its number. Does nothing where it is."""
    store.snapshots.mkdir(parents=True, exist_ok=True)
    settings = read_settings()
    digest = definitions_digest(store.area_list_paths, settings)
    number = current_number(store)
    if number and _up_to_date(store, number, digest):
        return number
    with FileLock(store.snapshots / "publish.lock"):
        number = current_number(store)
        meta = _meta(store, number) if number else {}
        entries = store.journal.entries()
        if meta.get("digest") == digest and int(meta.get("seq", "-1")) == (entries[-1].seq if entries else 0):
            return number
        return _build(store, number, meta if meta.get("digest") == digest else {}, entries, digest, settings)


def _up_to_date(store: Store, number: int, digest: str) -> bool:
    meta = _meta(store, number)
    return meta.get("digest") == digest and int(meta.get("seq", "-1")) == store.journal.last_seq()


def _meta(store: Store, number: int) -> dict[str, str]:
    path = snapshot_path(store, number)
    if not path.exists():
        return {}
    try:
        database = Database(path, read_only=True)
    except QueryError:
        return {}
    try:
        return {str(name): str(value) for name, value in database.rows("from meta")}
    except QueryError:
        return {}
    finally:
        database.close()


def _build(store: Store, before: int, meta: dict[str, str], entries: Sequence[Entry], digest: str, settings: Settings) -> int:
    number = _next_number(store, before)
    building = store.snapshots / f"building-{os.getpid()}.duckdb"
    for leftover in store.snapshots.glob("building-*"):
        leftover.unlink(missing_ok=True)
    seq = int(meta.get("seq", "0"))
    if meta:
        shutil.copyfile(snapshot_path(store, before), building)
    database = Database(building)
    try:
        with database.work() as work:
            fill(work, store, entries, seq=seq, settings=settings)
            write_meta(work, store, entries, digest=digest, number=number)
            work.run("checkpoint")
    finally:
        database.close()
    building.replace(snapshot_path(store, number))
    _point(store, number)
    _prune(store, number)
    return number


def fill(work: Work, store: Store, entries: Sequence[Entry], *, seq: int, settings: Settings) -> None:
    """Bring the tables of a snapshot file from journal entry ``seq`` (0: an empty file) up to the last of ``entries``."""
    questions = load_questions(queries_folder() / "questions")
    measures = load_measures(queries_folder() / "measures")
    found = versions(entries)
    areas = store.areas_of(found)
    weeks = weeks_of(found)
    scope_before = _weeks_in(work) if seq else []
    for name, table in {**catalogue_tables(questions, measures, settings), **area_tables(areas, weeks)}.items():
        work.replace(name, table)
    work.replace("return_version", version_table(found))
    work.replace("finding", finding_table(found))
    new = [one for one in found if one.return_id > seq]
    load_base(work, store, new, questions, _name_key(store))
    put_la_said(work, areas)
    if any(one.kind == AREAS for one in _changed(found, entries, seq)):
        # Another area list has other CCGs: what was prepared for those that it does not have would stay.
        forget(work)
    touched = scope_of(work, areas, found, weeks, entries, seq=seq, weeks_before=scope_before)
    put_scope(work, areas, touched)
    prepare(work, measures, settings)


def write_meta(work: Work, store: Store, entries: Sequence[Entry], *, digest: str, number: int) -> None:
    """Write what a snapshot says of itself."""
    known = [one.decided_at for one in entries]
    values = {
        "number": str(number),
        "seq": str(entries[-1].seq if entries else 0),
        "digest": digest,
        "demonstration": "yes" if store.demonstration else "no",
        "known_at": moment_text(max(known)) if known else "",
        "as_at": "",
    }
    put_meta(work, values)


def put_meta(work: Work, values: dict[str, str]) -> None:
    """Make ``values`` what a snapshot says of itself."""
    work.replace("meta", pa.table({"name": list(values), "value": list(values.values())}))


def _next_number(store: Store, before: int) -> int:
    """Return a number that no snapshot ever had, even if the folder was thrown away: caches and stamps go by it."""
    with store.journal.write() as transaction:
        number = max(before, int(store.journal.read_setting(_LAST_NUMBER) or "0")) + 1
        transaction.write_setting(_LAST_NUMBER, str(number))
    return number


def _weeks_in(work: Work) -> list[date]:
    return [row[0] for row in work.rows(sql("reports", "weeks"))] if work.has("week") else []


def scope_of(
    work: Work,
    areas: AreaList,
    found: Sequence[Version],
    weeks: list[date],
    entries: Sequence[Entry],
    *,
    seq: int,
    weeks_before: list[date],
) -> list[tuple[date, str]]:
    """Return the (week, CCG) pairs that entries after ``seq`` can have changed.

    A return reaches its own CCG and every CCG that any register gives to a home in it, from its week on (what it says
    of alignment, and what is carried, reaches later weeks). A register, an alignment, a code list or a store without a register:
    everything.
    """
    everything = every_pair(work, areas, weeks)
    changed = _changed(found, entries, seq)
    whole = any(one.kind in ("register", "alignment", AREAS) for one in changed)
    if not seq or whole or not any(one.kind == "register" and one.known_to is None for one in found):
        return everything
    of_key: dict[object, list[Version]] = {}
    for one in found:
        of_key.setdefault(one.key, []).append(one)
    told = [one for one in changed if one.week is not None and one.kind != "la"]
    # What an earlier version of the same return said of other CCGs' homes is gone with it.
    reached = _reached(work, {version.return_id for one in told for version in of_key[one.key]})
    first: dict[str, date] = {}
    for one in told:
        for code in {one.submitter}.union(*(reached.get(version.return_id, ()) for version in of_key[one.key])):
            first[code] = min(first.get(code, one.week or date.max), one.week or date.max)
    # What a CCG told before it merged is carried under its successor.
    for code, since in list(first.items()):
        for successor in {areas.open_in(code, week) for week in weeks}:
            first[successor] = min(first.get(successor, since), since)
    fresh = set(weeks) - set(weeks_before)
    return [(week, code) for week, code in everything if week in fresh or (code in first and week >= first[code])]


def _reached(work: Work, returns: set[int]) -> dict[int, set[str]]:
    """Return the CCGs that each of the returns reaches."""
    work.replace("wanted_return", pa.table({"return_id": pa.array(sorted(returns), pa.int64())}))
    found: dict[int, set[str]] = {}
    for number, code in work.rows(sql("snapshot/base", "ccgs_of_return")):
        if code:
            found.setdefault(int(number), set()).add(str(code))
    work.run("drop table wanted_return")
    return found


def _changed(found: Sequence[Version], entries: Sequence[Entry], seq: int) -> list[Version]:
    """Return the versions that were accepted, withdrawn or put back by an undo after entry ``seq``."""
    by_id = {one.return_id: one for one in found}
    new = [one for one in entries if one.seq > seq]
    return [by_id[number] for one in new for number in (one.return_seq, one.seq) if number in by_id]


def every_pair(work: Work, areas: AreaList, weeks: Sequence[date]) -> list[tuple[date, str]]:
    """Return every (week, CCG) that can hold something: the CCGs open then, and those that a register names without their being open.

    A register that names a CCG before it opened, or after it closed without a successor, does not lose its homes by that.
    """
    registered = [str(row[0]) for row in work.rows(sql("snapshot/base", "ccgs_of_registers"))]
    found: list[tuple[date, str]] = []
    for week in weeks:
        held = {one.code for one in areas.open_ccgs(week)} | {areas.open_in(code, week) for code in registered if areas.get(code)}
        found.extend((week, one.code) for one in areas.of_level("ccg") if one.code in held)
    return found


def _name_key(store: Store) -> bytes:
    text = store.journal.read_setting(_NAME_KEY)
    if not text:
        with store.journal.write() as transaction:
            transaction.write_setting(_NAME_KEY, secrets.token_hex(32))
        text = store.journal.read_setting(_NAME_KEY)
    return bytes.fromhex(text)


def _point(store: Store, number: int) -> None:
    part = store.snapshots / f"{POINTER}.{os.getpid()}"
    part.write_text(str(number), encoding="ascii")
    part.replace(store.snapshots / POINTER)


def _prune(store: Store, number: int) -> None:
    keep = {f"{one:06d}" for one in range(number - KEPT + 1, number + 1)}
    for path in [*store.snapshots.glob("*.duckdb"), *store.snapshots.glob("as-at/*.duckdb")]:
        if path.stem.split("-")[0] not in keep:
            # A system that will not remove a file in use leaves it for the next time.
            with contextlib.suppress(OSError):
                path.unlink()
