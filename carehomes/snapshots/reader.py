"""Reading snapshots: one read-only connection a snapshot and process, one cursor a query."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock

from carehomes.areas import Area, AreaList
from carehomes.catalogue import Measure, Question, load_measures, load_questions
from carehomes.ledger.journal import moment_of, moment_text, versions
from carehomes.settings import Settings, queries_folder, read_settings
from carehomes.snapshots.base import put_la_said, weeks_of
from carehomes.snapshots.catalogue_tables import area_tables
from carehomes.snapshots.database import Database, Work
from carehomes.snapshots.prepare import ALWAYS, forget, prepare, put_scope
from carehomes.snapshots.publish import every_pair, publish, put_meta, snapshot_path
from carehomes.snapshots.queries import parameters_of, report, sql
from carehomes.store import Store


@dataclass(frozen=True)
class Snapshot:
    """An immutable, numbered, read-only database file. ``number`` stamps every page, file and cache.

    ``areas`` is the area list that it was made with.
    """

    number: int
    path: Path
    areas: AreaList
    questions: dict[str, Question]
    measures: dict[str, Measure]
    settings: Settings
    _database: Database = field(repr=False)

    def query(self, name: str, **parameters: Any) -> pd.DataFrame:
        """Run ``queries/reports/<name>.sql`` and return its rows; parameters that the query does not name are left out."""
        text = report(name)
        return self._database.frame(text, parameters_of(text, parameters))

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Open one cursor for several statements; its temporary tables are seen by nobody else."""
        with self._database.work() as work:
            yield work

    @property
    def name(self) -> str:
        """The number as it is stamped: ``000131``."""
        return f"{self.number:06d}"

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

    @property
    def as_at(self) -> datetime | None:
        """The moment of knowledge where it is a past one (UTC), else None."""
        return moment_of(self.meta["as_at"]) if self.meta["as_at"] else None

    @cached_property
    def weeks(self) -> list[date]:
        """Every reporting week from the first to the last with a return, ascending, without gaps."""
        return [row[0] for row in self._database.rows(sql("reports", "weeks"))]

    @property
    def latest_week(self) -> date | None:
        """The newest week with a return."""
        return self.weeks[-1] if self.weeks else None

    def has_register(self, week: date) -> bool:
        """Return whether the homes of ``week`` are counted over a register."""
        return not self.query("register_of_week", week=week).empty

    def register_label(self, week: date) -> str:
        """Return what the homes of ``week`` are counted over, in words."""
        found = self.query("register_of_week", week=week)
        if found.empty:
            return "no register: homes in the week's returns"
        row = found.iloc[0]
        day = row["effective"]
        before = ", the first there is" if row["first_used"] else ""
        return f"register of {day.day} {day:%B %Y}{before}, {int(row['homes']):,} homes"

    def close(self) -> None:
        """Close the connection."""
        self._database.close()


def worded(measures: dict[str, Measure], settings: Settings) -> dict[str, Measure]:
    """Return the measures with the settings that their definitions name (``{plan_days}``, ``{beds_per_oximeter}``) filled in."""
    values = {"{plan_days}": settings.plan_days, "{beds_per_oximeter}": str(settings.beds_per_oximeter)}

    def fill(text: str) -> str:
        for name, value in values.items():
            text = text.replace(name, value)
        return text

    return {name: replace(one, definition=fill(one.definition)) for name, one in measures.items()}


def open_path(number: int, path: Path) -> Snapshot:
    """Open the snapshot file at ``path``."""
    settings = read_settings()
    database = Database(path, read_only=True)
    return Snapshot(
        number=number,
        path=path,
        areas=AreaList([Area(*row) for row in database.rows(sql("reports", "areas"))]),
        questions=load_questions(queries_folder() / "questions"),
        measures=worded(load_measures(queries_folder() / "measures"), settings),
        settings=settings,
        _database=database,
    )


def open_snapshot(store: Store, number: int | None = None) -> Snapshot:
    """Open the published snapshot of ``store`` (brought up to date first), or an older one that is still kept.

    Raises ``FileNotFoundError`` where an older one is not kept any more.
    """
    if number is None:
        number = publish(store)
    path = snapshot_path(store, number)
    if not path.exists():
        raise FileNotFoundError(f"Snapshot {number:06d} is not kept any more; the last three are.")
    return open_path(number, path)


def open_moment(store: Store, *, as_at: datetime | None = None, week: date | None = None) -> Snapshot:
    """Open the snapshot of what was known at ``as_at`` (aware; None: now), holding ``week`` even if nobody returned for it.

    Where the published snapshot is not already it, it is computed once from that one and kept beside it.
    """
    published = open_snapshot(store)
    if as_at is None and (week is None or week in published.weeks):
        return published
    extra = week if week and week not in published.weeks else None
    parts = [published.name]
    if as_at:
        parts.append(moment_text(as_at).replace(":", "").replace("-", "").replace(".", ""))
    if extra:
        parts.append(f"week{extra:%Y%m%d}")
    path = store.snapshots / "as-at" / f"{'-'.join(parts)}.duckdb"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_name("as-at.lock")):
                if not path.exists():
                    _compute(store, published, as_at, extra, path)
    finally:
        published.close()
    return open_path(published.number, path)


def _compute(store: Store, published: Snapshot, as_at: datetime | None, extra: date | None, path: Path) -> None:
    building = path.with_name(f"building-{os.getpid()}.duckdb")
    shutil.copyfile(published.path, building)
    areas, database = store.areas(as_at) if as_at else published.areas, Database(building)
    try:
        with database.work() as work:
            # What stood then may have been withdrawn since, so a past moment looks at every week that ever had a return.
            ever = weeks_of(versions(store.journal.entries()), ever=True) if as_at else published.weeks
            weeks = sorted({*ever, *([extra] if extra else [])})
            for name, table in area_tables(areas, weeks).items():
                work.replace(name, table)
            put_la_said(work, areas)
            if as_at:
                # The list that was known then may have had other CCGs.
                forget(work)
            asked = weeks if as_at else [extra] if extra else []
            put_scope(work, areas, every_pair(work, areas, asked))
            prepare(work, load_measures(queries_folder() / "measures"), read_settings(), as_at or ALWAYS)
            if as_at:
                put_meta(work, {**published.meta, "as_at": moment_text(as_at)})
            work.run("checkpoint")
    finally:
        database.close()
    building.replace(path)
