"""``python -m benchmarks.publishing [--store FOLDER] [--weeks 4]``: from a return to its figures, from a start to a page.

One return of a CCG accepted until its figures are read, beside DuckDB alone reading as many bytes; a past moment, first and again, beside
the same figures as now; the app from its start to its first page, beside a page with one chart; the size of the snapshot. Without
``--store`` a seeded England is made; a store that is given is copied first. Nothing here is a test: it prints, people judge.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from benchmarks.costs import Cost, middle, seconds, tell
from benchmarks.growing import REASONS, england
from benchmarks.load import AS_A_SERVER, copied, returns_of
from benchmarks.pages import SEED, running
from benchmarks.sessions import Browser
from carehomes.access import EVERYWHERE
from carehomes.areas import due_moment
from carehomes.intake.desk import receive
from carehomes.measures import figures
from carehomes.snapshots import open_moment, open_snapshot
from carehomes.store import Store, open_store


def visible(store: Store, times: int) -> Cost:
    """Return what one return costs from accepting it to its figures, the median of several."""
    snapshot = open_snapshot(store)
    returns = returns_of(snapshot, random.Random(SEED))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "return.csv"
        path.write_bytes(next(returns)[1])

        def whole() -> None:
            file_name, content = next(returns)
            receipt = receive(store, content, file_name, reasons=REASONS)
            if receipt.outcome != "accepted":
                raise SystemExit(f"The return was not accepted: {receipt.sentences[:3]}")
            figures(open_snapshot(store), snapshot.weeks[-1], permitted=EVERYWHERE, measures=["named_lead"])

        def bare() -> None:
            connection = duckdb.connect()
            connection.execute("create table t as from read_csv($path, all_varchar = true)", {"path": str(path)}).fetchall()
            connection.close()

        # 2 seconds with 104 weeks of England, 5 with 520.
        promised = 2.0 if len(snapshot.weeks) <= 104 else 5.0
        base = middle(bare, 5)
        return Cost("one return, accepted to visible", middle(whole, times), "DuckDB alone reads its bytes", base, promised=promised)


def moments(store: Store) -> Iterator[Cost]:
    """Yield what a past moment costs, of weeks early, in the middle and late: the first time, and again."""
    weeks = open_snapshot(store).weeks
    asked = [weeks[int(part * (len(weeks) - 1))] for part in (0.1, 0.5, 0.9)]

    def then(place: int) -> None:
        week = asked[place]
        figures(open_moment(store, as_at=due_moment(week), week=week), week, permitted=EVERYWHERE, measures=["named_lead"])

    def now() -> None:
        figures(open_snapshot(store), weeks[-1], permitted=EVERYWHERE, measures=["named_lead"])

    first = statistics.median(seconds(lambda place=place: then(place)) for place in range(len(asked)))
    base = middle(now, 5)
    yield Cost("a past moment, first time", first, "the same figures as now", base, promised=4.0)
    yield Cost("a past moment, again", middle(lambda: then(1), 5), "the same figures as now", base)


def started(script: str, settings: dict[str, str]) -> float:
    """Return the seconds from starting an app until a session has its first page."""

    async def first_page(address: str) -> None:
        async with Browser(address, quiet=True) as browser:
            await browser.run("", {})

    start = time.perf_counter()
    with running(script, settings) as (address, _):
        asyncio.run(first_page(address))
        return time.perf_counter() - start


def starts(store: Store, times: int = 3) -> Cost:
    """Return what a start of the app costs until its first page, by turns with that of a page with one chart."""
    settings = {"CAREHOMES_STORE": str(store.folder), **AS_A_SERVER}
    pairs = [(started("dashboard.py", settings), started("benchmarks/one_chart.py", settings)) for _ in range(times)]
    ours, plain = (statistics.median(one) for one in zip(*pairs, strict=True))
    return Cost("the app started, to its first page", ours, "the one-chart page", plain, promised=3.0)


def costs(store: Store, times: int) -> Iterator[Cost]:
    """Yield every line."""
    yield visible(store, times)
    yield from moments(store)
    yield starts(store)
    snapshot = open_snapshot(store)
    with snapshot.work() as work:
        answers = work.rows("select count(*) from home_answer")[0][0]
    promised = 200.0 if len(snapshot.weeks) >= 104 else None
    size = snapshot.path.stat().st_size / 1e6
    yield Cost(f"the snapshot of {len(snapshot.weeks)} weeks, {answers / 1e6:.1f} million answers", size, unit="MB", promised=promised)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="What publishing costs on England's size, as ratios taken in one run.")
    parser.add_argument("--store", type=Path, help="a store to measure a copy of; without it a seeded England is made")
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="carehomes-publishing-") as name:
        place = Path(name) / "store"
        if asked.store:
            copied(asked.store.resolve(), place)
        os.environ["CAREHOMES_STORE"] = str(place)
        store = open_store() if asked.store else england(place, asked.weeks)
        tell(costs(store, asked.times))


if __name__ == "__main__":
    main()
