"""An England that grows in one store, some weeks at a time, as its weeks would come in: what the benchmarks of size look at."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from benchmarks.england import HistoryFiles, reference, returns_of
from benchmarks.generate.england_world import EnglandWorld
from benchmarks.generate.world import FIRST_WEEK, weeks_from
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints, Receipt
from carehomes.snapshots import publish
from carehomes.store import Store, open_store

#: The invented PCNs are on no list, which is a query: somebody must say why it is right.
REASONS = {"*": "a measurement"}


class Growing:
    """A store with the registers and the alignment of ``weeks`` weeks of England, and with the returns of none of them yet."""

    def __init__(self, store: Store, weeks: int, homes: int, seed: int = 1) -> None:
        self.store = store
        self.weeks: list[date] = weeks_from(FIRST_WEEK, weeks)
        self._world = EnglandWorld(seed, homes, self.weeks[-1])
        #: How many weeks are in.
        self.given = 0
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            reference(self._world, folder)
            for path in [*sorted(folder.glob("register/*.csv")), *sorted(folder.glob("alignment/*.csv"))]:
                self._take(path, _moment(self.weeks[0], -14))

    def files(self, number: int, folder: Path) -> list[Path]:
        """Write the returns of the next ``number`` weeks into ``folder``: one file of homes, one of totals where there are any."""
        asked = self.weeks[self.given : self.given + number]
        self.given += len(asked)
        writer = HistoryFiles(folder, asked[-1])
        for week in asked:
            for one in returns_of(self._world, week):
                writer.take(one)
        return [folder / one.file for one in writer.finish() if one.file]

    def grow(self, number: int) -> float:
        """Take the returns of the next ``number`` weeks in, without publishing; return how many home rows they had."""
        with tempfile.TemporaryDirectory() as name:
            paths = self.files(number, Path(name))
            taken = [self._take(path, _moment(self.weeks[self.given - 1], 3)) for path in paths]
        return sum(one.rows for receipt in taken for one in receipt.decisions if one.kind == "home")

    def publish(self) -> int:
        """Publish what was taken in."""
        return publish(self.store)

    def _take(self, path: Path, moment: datetime) -> Receipt:
        receipt = receive(
            self.store,
            path.read_bytes(),
            path.name,
            hints=Hints(received_at=moment),
            reasons=REASONS,
            publish_after=False,
            decided_at=moment,
        )
        must_be_accepted([receipt])
        return receipt


def england(folder: Path, weeks: int, homes: int = 15_500) -> Store:
    """Return a new store at ``folder`` with so many weeks of England, published."""
    store = open_store(folder)
    growing = Growing(store, weeks, homes)
    while growing.given < weeks:
        growing.grow(4)
    growing.publish()
    return store


def must_be_accepted(receipts: Sequence[Receipt]) -> None:
    """End the benchmark where more than a stray return was not accepted: its time would say nothing."""
    outcomes = [one.outcome for receipt in receipts for one in receipt.decisions] or [one.outcome for one in receipts]
    if outcomes.count("accepted") < 0.98 * len(outcomes):
        told = [one.sentence for receipt in receipts for one in receipt.decisions if one.outcome != "accepted"]
        raise SystemExit(f"{outcomes.count('accepted')} of {len(outcomes)} returns were accepted. {told[:2]}")


def _moment(week: date, days: int) -> datetime:
    return datetime.combine(week + timedelta(days=days), time(12), UTC)
