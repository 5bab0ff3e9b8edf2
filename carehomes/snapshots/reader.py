"""Reading snapshots: one read-only connection a snapshot and process, one cursor a query."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
from filelock import FileLock

from carehomes.access import EVERYWHERE, Permitted
from carehomes.areas import Area, AreaList
from carehomes.aside import HandedOverError
from carehomes.catalogue import Measure, Question, inherited, load_measures, load_questions
from carehomes.ledger.journal import Entry, moment_of, moment_text, versions
from carehomes.ledger.releases import Gate
from carehomes.settings import Settings, queries_folder, read_only, read_settings, suppress_to
from carehomes.snapshots import sealed
from carehomes.snapshots.base import weeks_of
from carehomes.snapshots.database import Database, QueryError, Work, records
from carehomes.snapshots.publish import fill, publish, put_meta, snapshot_path
from carehomes.snapshots.queries import parameters_of, sql
from carehomes.store import Store

#: How many snapshots of past moments are kept beside the published ones.
MOMENTS_KEPT = 8
#: How often a reader begins anew before it gives up.
_TRIES = 5
T = TypeVar("T")


class NotKeptError(FileNotFoundError):
    """A snapshot that is not kept any more: so many were published since."""

    def __init__(self, number: int) -> None:
        """Say of which ``number``."""
        super().__init__(f"Snapshot {number:06d} is not kept any more; the last three are.")


def anew(ask: Callable[[], T]) -> T:
    """Return what ``ask`` returns, asked anew where others published three times between two of its steps, so that its file is gone.

    What is open already is read to its end whoever takes its file away: only opening and copying need the file.
    """
    for _ in range(_TRIES - 1):
        with suppress(NotKeptError):
            return ask()
    return ask()


@dataclass(frozen=True)
class Snapshot:
    """An immutable, numbered, read-only database file. ``number`` stamps every page, file and cache.

    ``measures`` are those of the catalogue, ``offered`` those of which it can have a figure. ``areas`` is the area list that it was made
    with; ``as_at`` the past moment of knowledge that was asked for (aware), None for now: moments between the same two decisions share
    a file. ``permitted`` are the areas of whoever reads it, ``gate`` says which weeks are published. ``beyond`` is None for the team; in
    the view beyond the team it is the largest count of people that is small (``carehomes.measures.disclosed``).
    """

    number: int
    path: Path
    areas: AreaList
    questions: dict[str, Question]
    measures: dict[str, Measure]
    settings: Settings
    _database: Database = field(repr=False)
    as_at: datetime | None = None
    permitted: Permitted = EVERYWHERE
    gate: Gate | None = None
    beyond: int | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Hand the snapshot to another process: its file, opened there, and who sees it how."""
        return _handed, (self.number, self.path.resolve(), self.as_at, self.gate, self.beyond, self.permitted)

    def unpublished(self, week: date | None) -> bool:
        """Return whether ``week`` is shown to somebody who may preview it, before it is published."""
        return self.gate is not None and not self.gate.open_to(week)

    def seen_by(self, permitted: Permitted) -> Snapshot:
        """Return this snapshot as a reader of these areas sees it: its answers, its list of areas and its key are cut to them."""
        if permitted.ccgs is None:
            return self
        return replace(self, areas=self.areas.seen(permitted.ccgs), permitted=permitted)

    def for_others(self) -> Snapshot:
        """Return this snapshot in the view beyond the team: whatever is asked of it tells no small count of people (``suppress_to``)."""
        return self if self.beyond is not None else replace(self, beyond=suppress_to())

    def held_by(self, store: Store) -> Snapshot:
        """Return this snapshot as whoever holds ``store`` sees it: her areas, and beyond the team where she always has that view."""
        seen = self.seen_by(store.permitted)
        return seen.for_others() if store.beyond_only else seen

    def narrowed(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters of a report, their areas cut to those of the reader whatever is asked for; everywhere, if nothing is."""
        ccgs = None if parameters.get("everywhere", True) else frozenset(parameters["permitted"])
        return {**parameters, **self.permitted.within(ccgs).parameters}

    def query(self, name: str, **parameters: Any) -> pd.DataFrame:
        """Run ``queries/reports/<name>.sql`` and return its rows; parameters that the query does not name are left out."""
        text = sql("reports", name)
        return self._database.frame(text, parameters_of(text, self.narrowed(parameters)))

    def table(self, name: str, **parameters: Any) -> pa.Table:
        """Run ``queries/reports/<name>.sql`` as ``query`` does and return its rows as they are, for many of them."""
        text = sql("reports", name)
        return self._database.table(text, parameters_of(text, self.narrowed(parameters)))

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Open one cursor for several statements; its temporary tables are seen by nobody else."""
        with self._database.work() as work:
            yield work

    @property
    def name(self) -> str:
        """The number as it is stamped: ``000131``."""
        return f"{self.number:06d}"

    @property
    def key(self) -> str:
        """What no other snapshot of the store has, also of a past moment or another reader's areas: the key of every cache."""
        moment = f" {moment_text(self.as_at)}" if self.as_at else ""
        areas = "" if self.permitted.ccgs is None else f" {','.join(sorted(self.permitted.ccgs)) or 'nothing'}"
        gate = f" until {self.gate.until}" if self.gate else ""
        beyond = "" if self.beyond is None else f" beyond {self.beyond}"
        return f"{self.path.stem}{moment}{areas}{gate}{beyond}"

    @property
    def entry(self) -> int:
        """The number of the last decision in it: two snapshots of one entry and one set of definitions say the same."""
        return int(self.meta["seq"])

    @cached_property
    def meta(self) -> dict[str, str]:
        """What the snapshot says of itself."""
        return {str(name): str(value) for name, value in self._database.rows("from meta")}

    @property
    def demonstration(self) -> bool:
        """True where its figures come from invented returns."""
        return self.meta["demonstration"] == "yes"

    @property
    def known_at(self) -> datetime | None:
        """The moment of the last decision in it (UTC), None in an empty store."""
        return moment_of(self.meta["known_at"]) if self.meta["known_at"] else None

    @cached_property
    def weeks(self) -> list[date]:
        """Every reporting week from the first to the last with a return, ascending, without gaps."""
        return [row[0] for row in self._database.rows(sql("reports", "weeks"))]

    @property
    def latest_week(self) -> date | None:
        """The newest week with a return."""
        return self.weeks[-1] if self.weeks else None

    @cached_property
    def offered(self) -> dict[str, Measure]:
        """The measures without those of optional questions that no CCG is asked in any week: what a page offers to choose from."""
        asked = {row[0] for row in self._database.rows(sql("reports", "asked_ever"))}
        return {name: one for name, one in self.measures.items() if name in asked or not one.optional(self.questions)}

    def has_register(self, week: date) -> bool:
        """Return whether the homes of ``week`` are counted over a register."""
        return week in self._register_labels

    def register_label(self, week: date) -> str:
        """Return what the homes of ``week`` are counted over, in words."""
        return self._register_labels.get(week, "no register: homes in the week's returns")

    @cached_property
    def pcn_names(self) -> dict[str, str]:
        """The name of every PCN that the area list or a return names, by code: the list's goes before what a return says."""
        # Every page with PCNs asks for them several times.
        found = self.query("pcn_names")
        return dict(zip(found["pcn"], found["name"], strict=True)) | {one.code: one.name for one in self.areas.of_level("pcn")}

    @cached_property
    def _register_labels(self) -> dict[date, str]:
        # Every page, card and file says it: asked once.
        return {row["week"]: _register_label(row) for row in records(self.query("registers_of_weeks"))}

    def copy_to(self, target: Path) -> None:
        """Copy the file of the snapshot. Raises ``NotKeptError`` where it is gone: ask ``anew``."""
        try:
            shutil.copyfile(self.path, target)
        except FileNotFoundError as error:
            raise NotKeptError(self.number) from error

    def close(self) -> None:
        """Close the connection."""
        self._database.close()


def _register_label(row: dict[str, Any]) -> str:
    day = row["effective"]
    before = ", the first there is" if row["first_used"] else ""
    return f"register of {day.day} {day:%B %Y}{before}, {int(row['homes']):,} homes"


def worded(measures: dict[str, Measure], settings: Settings) -> dict[str, Measure]:
    """Return the measures with the settings that their definitions name (``{plan_days}``, ``{beds_per_oximeter}``) filled in."""
    values = {"{plan_days}": settings.plan_days, "{beds_per_oximeter}": str(settings.beds_per_oximeter)}

    def fill(text: str) -> str:
        for name, value in values.items():
            text = text.replace(name, value)
        return text

    return {name: replace(one, definition=fill(one.definition)) for name, one in measures.items()}


def open_path(number: int, path: Path) -> Snapshot:
    """Open the snapshot file at ``path``. Raises ``NotKeptError`` where it is gone."""
    settings = read_settings()
    try:
        database = Database(path, read_only=True)
    except QueryError as error:
        if path.exists():
            raise
        raise NotKeptError(number) from error
    questions = load_questions(queries_folder() / "questions")
    return Snapshot(
        number=number,
        path=path,
        areas=AreaList([Area(*row) for row in database.rows(sql("reports", "areas"))]),
        questions=questions,
        measures=worded(inherited(load_measures(queries_folder() / "measures"), questions), settings),
        settings=settings,
        _database=database,
    )


def _handed(number: int, path: Path, as_at: datetime | None, gate: Gate | None, beyond: int | None, permitted: Permitted) -> Snapshot:
    try:
        opened = open_path(number, path)
    except NotKeptError as error:
        raise HandedOverError(str(error)) from error
    return replace(opened, as_at=as_at, gate=gate, beyond=beyond).seen_by(permitted)


def open_snapshot(store: Store, number: int | None = None) -> Snapshot:
    """Open the published snapshot of ``store`` (brought up to date first), or an older one that is still kept.

    It shows the areas of whoever holds the store.
    Raises ``NotKeptError`` where an older one is not kept any more.
    """
    gate = store.gate()
    if gate and gate.hides:
        return open_moment(store)
    return replace(_open_published(store, number), gate=gate).held_by(store)


def _open_published(store: Store, number: int | None = None) -> Snapshot:
    return anew(lambda: _open_number(store, publish(store))) if number is None else _open_number(store, number)


def _open_number(store: Store, number: int) -> Snapshot:
    path = snapshot_path(store, number)
    if not sealed.is_sealed(path):
        raise NotKeptError(number)
    return open_path(number, path)


def open_moment(store: Store, *, as_at: datetime | None = None, week: date | None = None) -> Snapshot:
    """Open the snapshot of what was known at ``as_at`` (aware; None: now), holding ``week`` even if nobody returned for it.

    Where the published snapshot is not already it, it is computed once from that one and kept beside it. Moments between the same two
    decisions know the same: they share a file. It shows the areas of whoever holds the store, and none
    of the returns that are hidden from her: a week of such is as one for which nobody returned.
    """
    return anew(lambda: _open_moment(store, as_at, week))


def _open_moment(store: Store, as_at: datetime | None, week: date | None) -> Snapshot:
    gate = store.gate()
    published = _open_published(store)
    # What was decided since is in no snapshot yet.
    entries = [one for one in store.journal.entries() if one.seq <= published.entry]
    known = [one for one in entries if (as_at is None or one.decided_at <= as_at) and not (gate and gate.holds(one))]
    extra = week if week and week not in (published.weeks if len(known) == len(entries) else weeks_of(versions(known))) else None
    if len(known) == len(entries) and not extra:
        return replace(published, as_at=as_at, gate=gate).held_by(store)
    # A number of a decision says what was known by it, but for a demonstration, whose clocks may go back: so how many it were, too.
    parts = [published.meta["digest"][:16], str(max((one.seq for one in known), default=0)), str(len(known))]
    if gate and gate.hides:
        parts.append(f"until{gate.until:%Y%m%d}" if gate.until else "nothing")
    if extra:
        parts.append(f"week{extra:%Y%m%d}")
    path = _moments(store) / f"{'-'.join(parts)}.duckdb"
    try:
        opened = _open_kept(published.number, path) or _open_made(store, published, known, extra, path)
    finally:
        published.close()
    return replace(opened, as_at=as_at, gate=gate).held_by(store)


def _moments(store: Store) -> Path:
    """Return where past moments are kept: beside the snapshots; of a copy for reading in a folder of this process, gone with it."""
    return (
        Path(_own_folder().name) / store.folder.as_posix().replace("/", "-").replace(":", "") if read_only() else store.snapshots / "as-at"
    )


@cache
def _own_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="carehomes-as-at-", ignore_cleanup_errors=True)


def _open_kept(number: int, path: Path) -> Snapshot | None:
    if not sealed.is_sealed(path):
        # Damaged, or broken off: it is computed again.
        sealed.remove(path)
        return None
    # Used now: the longest unused one goes first, so that from here on this one is not the next to go.
    try:
        os.utime(path)
        return open_path(number, path)
    except FileNotFoundError:
        return None


def _open_made(store: Store, published: Snapshot, known: Sequence[Entry], extra: date | None, path: Path) -> Snapshot:
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name("as-at.lock")):
        # Somebody else may have made it while this one waited.
        if kept := _open_kept(published.number, path):
            return kept
        # Of whoever was killed while it computed one.
        for leftover in path.parent.glob("building-*"):
            leftover.unlink(missing_ok=True)
        _compute(store, published, known, extra, path)
        _prune_moments(path)
        return open_path(published.number, path)


def _compute(store: Store, published: Snapshot, known: Sequence[Entry], extra: date | None, path: Path) -> None:
    building = path.with_name(f"building-{os.getpid()}.duckdb")
    published.copy_to(building)
    before = [one for one in store.journal.entries() if one.seq <= int(published.meta["seq"])]
    database = Database(building)
    try:
        with database.work() as work:
            fill(work, store, before, known, read_settings(), extra=extra)
            decided = max((one.decided_at for one in known), default=None)
            said = {"known_at": moment_text(decided) if decided else ""}
            put_meta(work, {**published.meta, **said, "seq": str(max((one.seq for one in known), default=0))})
            work.run("checkpoint")
    finally:
        database.close()
    sealed.put_in_place(building, path)


def _prune_moments(newest: Path) -> None:
    found = sorted((path for path in newest.parent.glob("*.duckdb") if path != newest), key=lambda path: path.stat().st_mtime)
    for path in found[: max(0, len(found) - MOMENTS_KEPT + 1)]:
        sealed.remove(path)
