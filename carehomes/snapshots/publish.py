"""Publishing: the snapshot is brought up to date beside the old one, then the pointer is swapped by rename."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

import pyarrow as pa
from filelock import FileLock, Timeout

from carehomes.areas import AreaList
from carehomes.catalogue import load_measures, load_questions
from carehomes.ledger import audit
from carehomes.ledger.acting import Actor
from carehomes.ledger.journal import Entry, Version, moment_text, versions
from carehomes.ledger.trouble import StoreError, plainly
from carehomes.ledger.whole import sha256_once, write_whole
from carehomes.settings import Settings, queries_folder, read_only, read_settings
from carehomes.snapshots import sealed
from carehomes.snapshots.base import (
    finding_table,
    forget_returns,
    lent_in_lots,
    load_base,
    not_accepted_table,
    put_findings,
    put_la_said,
    version_table,
    weeks_of,
)
from carehomes.snapshots.catalogue_tables import area_tables, catalogue_tables, definitions_digest
from carehomes.snapshots.database import Database, QueryError, told_plainly
from carehomes.snapshots.door import Door, Facts
from carehomes.snapshots.prepare import forget_pairs, prepare, put_scope
from carehomes.snapshots.queries import sql
from carehomes.store import AREAS, Store

POINTER = "CURRENT"
KEPT = 3
_NAME_KEY = "name_key"
_LAST_NUMBER = "last_snapshot"
_LOG = logging.getLogger("carehomes")

#: Another engine than DuckDB: fills the empty snapshot file at a path from the ledger's entries, as ``fill`` would.
Engine = Callable[[Path, Store, Sequence[Entry], Settings], None]


def current_number(store: Store) -> int:
    """Return the number of the published snapshot, 0 where there is none. Cheap: reads the pointer."""
    try:
        return int((store.snapshots / POINTER).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def snapshot_path(store: Store, number: int) -> Path:
    """Return where the snapshot with this number lies."""
    return store.snapshots / f"{number:06d}.duckdb"


def publish(
    store: Store, *, at_hand: Mapping[str, pa.Table] | None = None, afresh: bool = False, engine: Engine | None = None, wait: bool = True
) -> int:
    """Bring the snapshot up to date with the ledger and return its number. Does nothing where it is.

    ``at_hand`` are facts that were just written, by the name of their file: those need not be read again. A snapshot, or the pointer to
    it, that is damaged or gone is made again, which is told in the log and in the audit; with ``afresh`` it is made again anyway.
    ``engine`` computes it instead of DuckDB, all of it. Without ``wait`` whoever only reads does not wait for somebody else who is bringing
    it up to date: the one that stands meanwhile is returned, if these definitions made it. Raises ``StoreError`` in a plain sentence
    where that cannot be done.
    """
    settings = read_settings()
    digest = definitions_digest(store.area_list_paths, settings)
    if read_only():
        return _copied(store, digest)
    try:
        with plainly(), told_plainly():
            store.snapshots.mkdir(parents=True, exist_ok=True)
            number, meta, trouble = published(store)
            if not (afresh or trouble) and _says(meta, digest, store.journal.last_seq()):
                return number
            stands = not (wait or trouble) and meta.get("digest") == digest
            with _turn(store, wait=not stands) as ours:
                if not ours:
                    return number
                # Somebody else may have published while this one waited; a snapshot itself never changes.
                if trouble or current_number(store) != number:
                    number, meta, trouble = published(store)
                entries = store.journal.entries()
                if not afresh and _says(meta, digest, entries[-1].seq if entries else 0):
                    if trouble:
                        _point(store, number)
                else:
                    known = meta if meta.get("digest") == digest and not (afresh or engine) else {}
                    number = _build(store, number, known, entries, digest, settings, at_hand or {}, engine)
    except StoreError as error:
        raise StoreError(f"The figures cannot be brought up to date; what was decided is kept. {error}") from error
    if trouble:
        _tell(store, f"{trouble} Snapshot {number:06d} stands in its place: the ledger has everything that it was made from.")
    return number


@contextmanager
def _turn(store: Store, *, wait: bool) -> Iterator[bool]:
    """Hold the right to publish for the block; say whether it is held, which it is not where somebody else has it and nobody waits."""
    lock = FileLock(store.snapshots / "publish.lock")
    try:
        lock.acquire(timeout=-1 if wait else 0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _copied(store: Store, digest: str) -> int:
    """Return the number of the newest snapshot that a copy for reading has whole, with a journal that has its decisions.

    Whoever copies may be at it: the pointer, or a snapshot, may be there before what belongs to it.
    """
    named = current_number(store)
    numbers = sorted((int(path.stem) for path in store.snapshots.glob("*.duckdb") if path.stem.isdecimal()), reverse=True)
    found = ((one, meta) for one in numbers if one <= named and (meta := _meta(store, one)) and _is_of(store, meta))
    number, meta = next(found, (0, {}))
    if not meta:
        raise StoreError(
            "This copy for reading has no snapshot that can be read. Copy snapshots/ again from where the store is written, CURRENT last."
        )
    if meta.get("digest") != digest:
        raise StoreError(
            "The snapshots of this copy for reading were made by another version of this program or with other settings. Run the same "
            "version here, with the settings of figures that are in force where the store is written."
        )
    return number


def _says(meta: Mapping[str, str], digest: str, seq: int) -> bool:
    """Return whether a snapshot is made by these definitions from all decisions up to ``seq``."""
    return meta.get("digest") == digest and int(meta.get("seq", "-1")) == seq


def published(store: Store) -> tuple[int, dict[str, str], str]:
    """Return number and words of the published snapshot, or of the newest one that can be read, and what is wrong ('' nothing)."""
    number = current_number(store)
    if number and (meta := _meta(store, number)):
        if _is_of(store, meta):
            return number, meta, ""
        return number, {}, f"Snapshot {number:06d} was made from a journal that said otherwise."
    others = sorted((int(path.stem) for path in store.snapshots.glob("*.duckdb") if path.stem.isdecimal()), reverse=True)
    if not number and not others:
        return 0, {}, ""
    wrong = (
        f"Snapshot {number:06d} {sealed.trouble(snapshot_path(store, number))}."
        if number
        else f"The pointer to the published snapshot ({POINTER}) was damaged or gone."
    )
    found = ((one, meta) for one in others if one != number and (meta := _meta(store, one)) and _is_of(store, meta))
    return (*next(found, (max([number, *others]), {})), wrong)


def _is_of(store: Store, meta: Mapping[str, str]) -> bool:
    """Return whether the journal still has the event that was the newest when a snapshot was made."""
    event = int(meta.get("event", "0"))
    return event == 0 or store.journal.event_hash(event) == meta.get("head")


def _tell(store: Store, told: str) -> None:
    _LOG.warning(told)
    audit.record(store, "snapshot made again", told, by=Actor("", "program"))


def _meta(store: Store, number: int) -> dict[str, str]:
    path = snapshot_path(store, number)
    try:
        return dict(_meta_of(path, sha256_once(path))) if sealed.is_sealed(path) else {}
    except FileNotFoundError:
        # Somebody else published meanwhile, and this one went.
        return {}


@lru_cache(maxsize=64)
def _meta_of(path: Path, _: str) -> dict[str, str]:
    """Return what the snapshot at ``path`` says of itself: read once, while its content is what its SHA-256 says."""
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


def _build(
    store: Store,
    before: int,
    meta: dict[str, str],
    entries: Sequence[Entry],
    digest: str,
    settings: Settings,
    at_hand: Mapping[str, pa.Table],
    engine: Engine | None,
) -> int:
    number = _next_number(store, before)
    building = store.snapshots / f"building-{os.getpid()}.duckdb"
    # Of whoever was killed while it published.
    for leftover in (*store.snapshots.glob("building-*"), *store.snapshots.glob("*.part")):
        leftover.unlink(missing_ok=True)
    seq = int(meta.get("seq", "0"))
    try:
        if meta:
            shutil.copyfile(snapshot_path(store, before), building)
        if engine:
            engine(building, store, entries, settings)
        database = Database(building)
        try:
            with database.work() as work:
                if not engine:
                    known = [one for one in entries if one.seq <= seq]
                    fill(work, store, known, entries, settings, facts=lent_in_lots(work, at_hand))
                write_meta(work, store, entries, digest=digest, number=number)
                work.run("checkpoint")
        finally:
            database.close()
        sealed.put_in_place(building, snapshot_path(store, number))
    finally:
        building.unlink(missing_ok=True)
    _point(store, number)
    _prune(store)
    return number


#: (week, CCG) pairs that are prepared together: eight weeks of England.
_LOT = 1_100


def fill(
    work: Door,
    store: Store,
    before: Sequence[Entry],
    entries: Sequence[Entry],
    settings: Settings,
    *,
    extra: date | None = None,
    facts: Facts | None = None,
    lot: int = _LOT,
) -> None:
    """Bring the tables of a snapshot from what the journal entries ``before`` say (none: an empty one) to what ``entries`` say.

    Forwards to publish, backwards to a past moment: what those entries do not have is gone from every table. ``extra`` is a week that
    the snapshot has though nobody returned for it. ``facts`` is how the facts of returns come to the engine, ``lot`` how many (week, CCG)
    pairs it prepares together: those of this machine, where nothing else is said.
    """
    questions = load_questions(queries_folder() / "questions")
    measures = load_measures(queries_folder() / "measures")
    was, found = versions(before), versions(entries)
    areas = store.areas_of(found)
    weeks = weeks_of(found, extra)
    known, told = {one.return_id for one in was}, {one.seq for one in before}
    new = [one for one in found if one.return_id not in known]
    whole = {"return_version": version_table(found), "not_accepted": not_accepted_table(entries)}
    with work.at_once():
        for name, table in {**catalogue_tables(questions, measures, settings), **area_tables(areas, weeks), **whole}.items():
            work.replace(name, table)
        put_findings(work, finding_table(new, [one for one in entries if one.seq not in told]))
    load_base(work, facts or lent_in_lots(work, {}), store, new, questions, _name_key(store))
    everything = every_pair(work, areas, weeks)
    touched = scope_of(work, areas, was, found, everything) if before else everything
    forget_returns(work, told - {one.seq for one in entries})
    put_la_said(work, areas)
    forget_pairs(work, _prepared(work) - set(everything))
    work.relation("item", sql("snapshot/base", "item_answered"))
    for together in _lots(touched, lot):
        with work.at_once():
            put_scope(work, areas, together)
            prepare(work, measures, settings)


def _prepared(work: Door) -> set[tuple[date, str]]:
    """Return the (week, CCG) pairs that the prepared tables have."""
    return set(work.rows(sql("snapshot/base", "pairs_prepared"))) if work.has("ccg_week") else set()


def _lots(pairs: Sequence[tuple[date, str]], most: int) -> Iterator[list[tuple[date, str]]]:
    """Yield (week, CCG) pairs in lots of whole weeks, the earliest first: no week reads a later one, and all at once would fill the memory.

    One lot at least: what is made whole each time is made anew, and every table is there.
    """
    by_week: dict[date, list[tuple[date, str]]] = {}
    for pair in sorted(pairs):
        by_week.setdefault(pair[0], []).append(pair)
    lot: list[tuple[date, str]] = []
    for week in by_week.values():
        if lot and len(lot) + len(week) > most:
            yield lot
            lot = []
        lot = lot + week
    yield lot


def write_meta(work: Door, store: Store, entries: Sequence[Entry], *, digest: str, number: int) -> None:
    """Write what a snapshot says of itself."""
    known = [one.decided_at for one in entries]
    event, head = store.journal.head()
    values = {
        "number": str(number),
        "seq": str(entries[-1].seq if entries else 0),
        "digest": digest,
        "demonstration": "yes" if store.demonstration else "no",
        "known_at": moment_text(max(known)) if known else "",
        "event": str(event),
        "head": head,
    }
    put_meta(work, values)


def put_meta(work: Door, values: dict[str, str]) -> None:
    """Make ``values`` what a snapshot says of itself."""
    work.replace("meta", pa.table({"name": list(values), "value": list(values.values())}))


def _next_number(store: Store, before: int) -> int:
    """Return a number that no snapshot ever had, even if the folder was thrown away: caches and stamps go by it."""
    with store.journal.write() as transaction:
        number = max(before, int(store.journal.read_setting(_LAST_NUMBER) or "0")) + 1
        transaction.write_setting(_LAST_NUMBER, str(number))
    return number


def keep_counting(store: Store, number: int) -> None:
    """Let the next snapshot have a higher number than ``number``: of a store that another one takes the place of."""
    with store.journal.write() as transaction:
        if number > int(store.journal.read_setting(_LAST_NUMBER) or "0"):
            transaction.write_setting(_LAST_NUMBER, str(number))


def scope_of(
    work: Door, areas: AreaList, before: Sequence[Version], found: Sequence[Version], everything: Sequence[tuple[date, str]]
) -> list[tuple[date, str]]:
    """Return the (week, CCG) pairs of ``everything`` that can differ between what the versions ``before`` say and what ``found`` say.

    A return reaches its own CCG and every CCG that any register gives to a home in it, from its week on (what it says
    of alignment, and what is carried, reaches later weeks). A register reaches every CCG from its date on. An alignment, a code list,
    the first register or a store without one: everything.
    """
    changed = _changed(before, found)
    registers = [_registers(before), _registers(found)]
    first_days = {min(one) for one in registers if one}
    moved = [one.week for one in changed if one.kind == "register" and one.week]
    if any(one.kind in ("alignment", AREAS) for one in changed) or not all(registers) or first_days & set(moved) or len(first_days) > 1:
        return list(everything)
    prepared = _prepared(work)
    weeks = sorted({week for week, _ in everything})
    whole_from = min(moved) if moved else None
    first: dict[str, date] = {}
    # What is about a week after all of them reaches none of them.
    returns = [(one, one.week) for one in changed if one.kind in ("home", "area") and one.week and weeks and one.week <= weeks[-1]]
    reached = reach_of(work, areas, weeks, (*before, *found), [one for one, _ in returns])
    for one, week in returns:
        for code in reached[one.return_id]:
            first[code] = min(first.get(code, week), week)
    return [
        (week, code)
        for week, code in everything
        if (week, code) not in prepared or (code in first and week >= first[code]) or (whole_from is not None and week >= whole_from)
    ]


def reach_of(
    work: Door, areas: AreaList, weeks: Sequence[date], every: Sequence[Version], changed: Sequence[Version]
) -> dict[int, set[str]]:
    """Return, by its number, the CCGs that a change of each of the returns ``changed`` can reach in ``weeks``.

    Its own, and every one to which any version of it (of ``every``) gave a row of a home there. What a CCG told before it merged is
    carried under its successor.
    """
    of_key: dict[object, set[int]] = {}
    for one in every:
        of_key.setdefault(one.key, set()).add(one.return_id)
    # What an earlier version of the same return said of other CCGs' homes is gone with it.
    ccgs = _reached(work, set().union(*(of_key[one.key] for one in changed)))
    stood_for = cache(lambda code: {code, *(areas.open_in(code, week) for week in weeks)})
    found: dict[int, set[str]] = {}
    for one in changed:
        own = {one.submitter}.union(*(ccgs.get(number, set()) for number in of_key[one.key]))
        found[one.return_id] = set().union(*(stood_for(code) for code in own))
    return found


def _reached(work: Door, returns: set[int]) -> dict[int, set[str]]:
    """Return the CCGs that each of the returns reaches."""
    work.replace("wanted_return", pa.table({"return_id": pa.array(sorted(returns), pa.int64())}), temporary=True)
    found: dict[int, set[str]] = {}
    for number, code in work.rows(sql("snapshot/base", "ccgs_of_return")):
        if code:
            found.setdefault(int(number), set()).add(str(code))
    work.drop("wanted_return")
    return found


def _registers(found: Sequence[Version]) -> set[date]:
    """Return the days from which the registers that stand count."""
    return {one.week for one in found if one.kind == "register" and one.known_to is None and one.week}


def _changed(before: Sequence[Version], found: Sequence[Version]) -> list[Version]:
    """Return the versions that only one of the two has, or that stand in only one of them."""
    was, now = ({one.return_id: one for one in each} for each in (before, found))
    either = {**now, **was}
    return [one for number, one in either.items() if number not in was or number not in now or was[number].known_to != now[number].known_to]


def every_pair(work: Door, areas: AreaList, weeks: Sequence[date]) -> list[tuple[date, str]]:
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
    write_whole(store.snapshots / POINTER, str(number).encode())


def _prune(store: Store) -> None:
    # By what is there: the number of whoever was killed while it published is left out for good.
    for path in sorted(store.snapshots.glob("*.duckdb"), key=lambda one: int(one.stem) if one.stem.isdecimal() else 0)[:-KEPT]:
        sealed.remove(path)
