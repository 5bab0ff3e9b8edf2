"""``python -m benchmarks.speed [--weeks 4]``: what the product costs on England's size, as ratios taken in one run.

Seeded England returns are made and loaded; then one CCG's return is sent again and timed until its figures are there, and each page is
run with a cold and a warm cache. Every figure stands beside a plain thing timed in the same run: reading the same bytes with DuckDB alone,
and a Streamlit page with one chart. Nothing here is a test: it prints, people judge.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
from streamlit.testing.v1 import AppTest

from carehomes.access import EVERYWHERE
from carehomes.areas import due_moment
from carehomes.demo import load_demo
from carehomes.intake.desk import receive
from carehomes.measures import figures
from carehomes.snapshots import open_moment, open_snapshot
from carehomes.store import Store, open_store

PROJECT = Path(__file__).resolve().parent.parent
PAGES = ("dashboard.py", "pages/clinical_leads.py", "pages/weekly_checkins.py", "pages/pulse_oximeters.py", "pages/testing.py")
ONE_CHART = "import plotly.graph_objects as go\nimport streamlit as st\nst.plotly_chart(go.Figure(go.Scatter(x=[1, 2, 3], y=[2, 1, 3])))\n"


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def load(store: Store, folder: Path, weeks: int) -> float:
    """Make England's returns and load them; return the seconds that loading took."""
    subprocess.run(
        [sys.executable, "-m", "benchmarks.england", str(folder), "--weeks", str(weeks)], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL
    )
    return seconds(lambda: load_demo(store, folder))


def a_return(folder: Path) -> Path:
    """Return the last home return of the made-up England."""
    return sorted(path for path in folder.rglob("*.csv") if "home" in path.name.lower() or "home" in str(path.parent).lower())[-1]


def accept_to_visible(store: Store, path: Path) -> tuple[float, float]:
    """Send a changed return; return the seconds until its figures are read, and those of a bare read of the same bytes."""
    content = path.read_bytes().replace(b",Yes,", b",No,", 3).replace(b",yes,", b",no,", 3) + b"\n"
    week = open_snapshot(store).weeks[-1]

    def whole() -> None:
        receipt = receive(store, content, path.name, reasons={"*": "a measurement"})
        if receipt.outcome != "accepted":
            raise SystemExit(f"The return was not accepted: {receipt.sentences[:3]}")
        figures(open_snapshot(store), week, permitted=EVERYWHERE, measures=["named_lead"])

    def bare() -> None:
        connection = duckdb.connect()
        connection.execute("create table t as from read_csv($path, all_varchar = true)", {"path": str(path)}).fetchall()
        connection.execute("select count(*) from t").fetchall()
        connection.close()

    return seconds(whole), statistics.median(seconds(bare) for _ in range(5))


def as_at_times(store: Store) -> tuple[float, float, float]:
    """Return the seconds until a past week's figures as known at its deadline are there: first, again, and the same figures as now."""
    weeks = open_snapshot(store).weeks
    week = weeks[len(weeks) // 2]
    due = due_moment(week)

    def as_then() -> None:
        figures(open_moment(store, as_at=due, week=week), week, permitted=EVERYWHERE, measures=["named_lead"])

    def as_now() -> None:
        figures(open_snapshot(store), week, permitted=EVERYWHERE, measures=["named_lead"])

    first = seconds(as_then)
    return first, statistics.median(seconds(as_then) for _ in range(5)), statistics.median(seconds(as_now) for _ in range(5))


def page_times(week: date) -> list[tuple[str, float, float]]:
    """Return for each page its seconds with a cold and a warm cache."""
    found = []
    for name in PAGES:
        test = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        test.query_params["week"] = week.isoformat()
        if name != "dashboard.py":
            test.switch_page(name)
        cold = seconds(test.run)
        warm = statistics.median(seconds(test.run) for _ in range(5))
        found.append((name, cold, warm))
    return found


def main() -> None:
    """Run the benchmark and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="What the product costs on England's size, as ratios taken in one run.")
    parser.add_argument("--weeks", type=int, default=4)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CAREHOMES_STORE"] = str(Path(folder) / "store")
        store = open_store()
        loading = load(store, Path(folder) / "england", asked.weeks)
        files = len(store.journal.entries())
        visible, bare = accept_to_visible(store, a_return(Path(folder) / "england"))
        then_first, then_again, as_now = as_at_times(store)
        chart = AppTest.from_string(ONE_CHART)
        chart.run()
        one_chart = statistics.median(seconds(chart.run) for _ in range(5))
        size = sum(path.stat().st_size for path in sorted(store.snapshots.glob("*.duckdb"))[-1:]) / 1e6
        print(f"England, {asked.weeks} weeks, {files:,} files, snapshot {size:.0f} MB\n")
        print("| what | seconds | beside it, in seconds | ratio |\n|---|---|---|---|")
        one_file = ("DuckDB alone reads one file", bare)
        rows = [
            ("a file of a history read, checked and decided", loading / files, one_file),
            ("accept to visible, one return", visible, one_file),
            ("a past week as at its deadline, first time", then_first, ("accept to visible, one return", visible)),
            ("a past week as at its deadline, again", then_again, ("the same figures as now", as_now)),
        ]
        for name, cold, warm in page_times(open_snapshot(store).weeks[-1]):
            rows += [(f"{name}, first time", cold, ("one-chart page", one_chart)), (f"{name}, cached", warm, ("one-chart page", one_chart))]
        for what, taken, (beside, base) in rows:
            print(f"| {what} | {taken:.3f} | {beside}: {base:.3f} | {taken / base:.1f} |")


if __name__ == "__main__":
    main()
