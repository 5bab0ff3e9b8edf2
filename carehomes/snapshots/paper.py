"""A snapshot on paper: what would be published if some returns were accepted. The ledger and its snapshots stay as they are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from carehomes.areas import AreaList
from carehomes.ledger.facts import write_facts
from carehomes.ledger.journal import Entry, Journal, Version
from carehomes.ledger.model import StagedReturn
from carehomes.settings import read_settings
from carehomes.snapshots.database import Database
from carehomes.snapshots.publish import fill, write_meta
from carehomes.snapshots.reader import Snapshot, open_path
from carehomes.store import Store


@dataclass(frozen=True)
class _Paper(Store):
    """The store with a folder of facts of its own: the area list and the journal are those of the real one."""

    real: Store

    @property
    def facts(self) -> Path:
        return self.folder

    @cached_property
    def journal(self) -> Journal:
        return self.real.journal

    @property
    def demonstration(self) -> bool:
        return self.real.demonstration

    def areas_of(self, found: Sequence[Version], as_at: datetime | None = None) -> AreaList:
        return self.real.areas_of(found, as_at)


@contextmanager
def on_paper(store: Store, published: Snapshot, returns: Sequence[StagedReturn], sha256: str) -> Iterator[Snapshot]:
    """Open the snapshot that there would be with ``returns`` (home, area or LA returns) accepted; it is gone afterwards.

    It is made from a copy of ``published``, the snapshot of ``store``, by what publishing itself runs. Raises ``NotKeptError`` where that
    is not kept any more: ask ``anew``.
    """
    with tempfile.TemporaryDirectory(prefix="carehomes-paper-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        path = folder / "paper.duckdb"
        published.copy_to(path)
        _accept(_Paper(folder, store), path, returns, sha256, int(published.meta["seq"]))
        snapshot = open_path(published.number, path)
        try:
            yield snapshot
        finally:
            snapshot.close()


def _accept(paper: _Paper, path: Path, returns: Sequence[StagedReturn], sha256: str, seq: int) -> None:
    tables = [one.facts for one in returns if one.facts.num_rows]
    facts = write_facts(paper.facts, pa.concat_tables(tables)) if tables else ""
    # Only what the copied snapshot knows: somebody may have accepted another return meanwhile.
    before = [one for one in paper.journal.entries() if one.seq <= seq]
    entries = list(before)
    moment = max([datetime.now(UTC), *(one.decided_at for one in entries)])
    bare = Entry("accepted", "", "", None, moment, moment, sha256=sha256)
    for number, one in enumerate(returns, start=1):
        own = replace(bare, seq=seq + number, kind=one.kind, submitter=one.submitter, week=one.week, nil=one.nil)
        entries.append(replace(own, facts="" if one.nil else facts, row_count=one.rows, findings=one.findings))
    database = Database(path)
    try:
        with database.work() as work:
            fill(work, paper, before, entries, read_settings())
            write_meta(work, paper, entries, digest="", number=0)
    finally:
        database.close()
