"""Publishing by Apache Spark: the same relations as DuckDB computes, from the same queries, by the workers of a cluster.

The only room that knows pyspark, an optional extra (``requirements-spark.txt``). Workers read the facts of the store where they lie and
write each relation as Parquet into a working folder, which they and this machine must all see; from there the snapshot file is filled.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from typing import TYPE_CHECKING

from carehomes.ledger.journal import Entry
from carehomes.ledger.trouble import StoreError
from carehomes.settings import Settings
from carehomes.snapshots.database import Database
from carehomes.snapshots.publish import Engine, fill
from carehomes.snapshots.spark.door import SparkWork
from carehomes.snapshots.spark.session import WITHOUT_WORKERS, must_answer, must_be_here, opened
from carehomes.store import Store

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["SparkWork", "by_session", "by_spark", "opened"]


def by_spark(master: str, *, work: Path | None = None, conf: Mapping[str, str] | None = None, patience: float = WITHOUT_WORKERS) -> Engine:
    """Return the engine that has the Spark cluster at ``master`` (``spark://host:port``; ``local[2]`` is this machine) compute a snapshot.

    ``work`` is the folder for what is passed from relation to relation (``spark`` in the store): this machine and every worker must see it
    under the same name, as well as the store's facts. ``conf`` are Spark's own settings (``spark.executor.memory``). A cluster that is
    ``patience`` seconds without a worker is given up. The engine raises ``StoreError`` in a plain sentence where it cannot finish.
    """

    def fill_by_spark(path: Path, store: Store, entries: Sequence[Entry], settings: Settings) -> None:
        must_be_here()
        must_answer(master)
        above = _working_folder(store, work)
        with opened(master, above, conf or {}, patience) as session:
            by_session(session, work=above)(path, store, entries, settings)

    return fill_by_spark


def by_session(session: SparkSession, *, work: Path | None = None) -> Engine:
    """Return the engine that has an open session, as a notebook does, compute a snapshot; ``work`` as in ``by_spark``."""

    def fill_by_session(path: Path, store: Store, entries: Sequence[Entry], settings: Settings) -> None:
        folder = Path(mkdtemp(prefix="publish-", dir=_working_folder(store, work)))
        try:
            door = SparkWork(session, folder)
            # All weeks together: what does not fit into memory spills, and each step of a cluster costs its time however little it does.
            fill(door, store, [], entries, settings, facts=door.facts, lot=sys.maxsize)
            _write(path, door)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    return fill_by_session


def _write(path: Path, door: SparkWork) -> None:
    """Fill the empty snapshot file at ``path`` from what the workers wrote."""
    database = Database(path)
    try:
        with database.work() as work, work.at_once():
            for name, rows in door.kept():
                work.replace(name, rows)
    finally:
        database.close()


def _working_folder(store: Store, work: Path | None) -> Path:
    """Return the working folder, made where it is not there, by its whole name: workers start elsewhere."""
    folder = (work or store.folder / "spark").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise StoreError(f"The working folder {folder} cannot be written ({error.strerror}). Name another with --work.") from error
    return folder
