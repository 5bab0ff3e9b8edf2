"""``python -m benchmarks.engines [--whole] [--homes 1550] [--weeks 2,6,12] [--master URL]``: publishing by DuckDB beside Spark.

The same store of seeded returns is published afresh by each engine, at a growing number of weeks, by the command as people run it. Without
``--master`` a standalone cluster of two workers is started on loopback: it has the same cores as DuckDB. From the points a line is fitted
to each engine, seconds to begin with and seconds a home-week, which say from where on Spark pays. ``--whole`` takes England. Nothing here
is a test: it prints, people judge.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.cluster import running
from benchmarks.costs import HEAD, Cost, line_through
from benchmarks.england import make
from carehomes.demo import load_demo
from carehomes.snapshots import open_snapshot
from carehomes.store import open_store

#: Homes and weeks of the short form and of the whole.
SHORT, WHOLE = (1_550, "2,6,12"), (15_500, "4,26,104")
#: What each worker may have; the rest as Spark has it.
MEMORY = "3g"


class Point(NamedTuple):
    """What one size took: home-weeks with a row, seconds by DuckDB and by Spark."""

    home_weeks: int
    duckdb: float
    spark: float


def published(store: Path, *words: str) -> float:
    """Publish a store by the command; return the seconds that it tells."""
    command = [sys.executable, "-m", "carehomes", "publish", "--afresh", "--json", *words]
    done = subprocess.run(command, env={**os.environ, "CAREHOMES_STORE": str(store)}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return float(json.loads(done.stdout)["seconds"])


def measured(folder: Path, homes: int, weeks: int, master: str) -> Point:
    """Make a store of so many weeks and publish it by each engine."""
    make(folder / "england", weeks=weeks, homes=homes, history=False, quiet=True)
    store = open_store(folder / "store")
    load_demo(store, folder / "england")
    with open_snapshot(store).work() as work:
        rows = int(work.rows("select count(*) from effective_row")[0][0])
    return Point(
        rows,
        published(store.folder),
        published(store.folder, "--engine", "spark", "--master", master, "--conf", f"spark.executor.memory={MEMORY}"),
    )


def verdict(points: Sequence[Point]) -> str:
    """Return from which size on Spark pays, in words, as far as a line through three points says anything."""
    at = [one.home_weeks for one in points]
    begins, slopes = zip(*(line_through(at, [getattr(one, name) for one in points]) for name in ("duckdb", "spark")), strict=True)
    told = "\n".join(
        f"{name}: {begin:.1f} seconds to begin with, {slope * 1e6:.1f} more for a million home-weeks."
        for name, begin, slope in zip(("DuckDB", "Spark"), begins, slopes, strict=True)
    )
    if slopes[1] < slopes[0]:
        return f"{told}\nBy these lines Spark pays from {(begins[1] - begins[0]) / (slopes[0] - slopes[1]):,.0f} home-weeks on."
    times = slopes[1] / slopes[0]
    return (
        f"{told}\nSpark never pays on these cores: a home-week costs it {times:.1f} times what it costs DuckDB. A cluster needs more than "
        f"{times:.1f} times as many cores before its time grows more slowly, if it shared out the work without a loss."
    )


@contextmanager
def cluster(master: str, folder: Path) -> Iterator[str]:
    """Give the address of the cluster that was named, or of one that runs here as long as the block lasts."""
    if master:
        yield master
        return
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    with running(folder, memory=MEMORY, java="") as started:
        yield started.master


def main() -> None:
    """Run the benchmark and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Publishing by DuckDB and by Spark, as ratios taken in one run.")
    parser.add_argument("--whole", action="store_true", help="England at 4, 26 and 104 weeks")
    parser.add_argument("--homes", type=int, help=f"homes ({SHORT[0]})")
    parser.add_argument("--weeks", help=f"numbers of weeks ({SHORT[1]})")
    parser.add_argument("--master", default="", help="a cluster that runs already; it must see the temporary folder of this machine")
    asked = parser.parse_args()
    homes, weeks = WHOLE if asked.whole else SHORT
    points = []
    with tempfile.TemporaryDirectory() as made, cluster(asked.master, Path(made)) as master:
        print(HEAD, flush=True)
        for number in (int(one) for one in (asked.weeks or weeks).split(",")):
            point = measured(Path(made) / f"{number}", asked.homes or homes, number, master)
            what = f"{number} weeks of {asked.homes or homes:,} homes ({point.home_weeks:,} home-weeks) published by Spark"
            print(Cost(what, point.spark, "by DuckDB", point.duckdb).line, flush=True)
            points.append(point)
    if len(points) > 1:
        print(f"\n{verdict(points)}")


if __name__ == "__main__":
    main()
