"""What deciding a batch puts on the disk, made while its files are still being read and checked: it is mostly spent outside of Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from types import TracebackType
from typing import Self

import pyarrow as pa

from carehomes.ledger import archive
from carehomes.ledger.facts import facts_bytes, joined, keep_facts
from carehomes.ledger.model import StagedReturn
from carehomes.store import Store

#: Files that are made at once.
_WRITERS = 2
#: What tells the returns of one file apart.
_Keys = list[tuple[str, str, date | None]]


class Ahead:
    """The files of one batch in the archive, and its facts: made once they are staged, written once it is known which are taken."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writers = ThreadPoolExecutor(_WRITERS)
        self._kept: list[Future[str]] = []
        self._drafts: dict[int, tuple[_Keys, Future[bytes]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._writers.shutdown(wait=True, cancel_futures=True)

    def keep(self, contents: Iterable[bytes]) -> None:
        """Begin to keep files in the archive: whatever is decided of them, they were received."""
        self._kept += [self._writers.submit(archive.keep, self._store.archive, one) for one in contents]

    def draft(self, place: int, returns: Sequence[StagedReturn]) -> None:
        """Begin to make the facts file of the file at ``place`` of the batch, should all of its ``returns`` be accepted."""
        if full := [one for one in returns if one.held.num_rows]:
            self._drafts[place] = _keys(full), self._writers.submit(facts_bytes, joined([one.held for one in full]))

    def finish(self, place: int, taken: Sequence[StagedReturn]) -> tuple[str, pa.Table]:
        """Write the facts of those returns of a file that are ``taken``; return the facts file's name, and what stands in it."""
        facts = joined([one.held for one in taken])
        keys, draft = self._drafts.get(place, ([], None))
        return keep_facts(self._store.facts, draft.result() if draft and keys == _keys(taken) else facts_bytes(facts)), facts

    def wait(self) -> None:
        """Wait until the files are in the archive."""
        for one in self._kept:
            one.result()


def _keys(returns: Sequence[StagedReturn]) -> _Keys:
    return [(one.kind, one.submitter, one.week) for one in returns]
