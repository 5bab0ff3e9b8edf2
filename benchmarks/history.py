"""``python -m benchmarks.history [--whole]``: what taking returns in costs, as ratios taken in one run.

(a) A week of England as one workbook a CCG, one batch: read, checked, accepted and visible, beside calamine alone reading the same
bytes. (b) A history in one CSV: read, checked and accepted, beside DuckDB alone reading it into a table of the same columns. The
short form takes a tenth of the homes and of the weeks; ``--whole`` takes England, and 52 weeks of it (806,000 home-weeks, less
those of CCGs that sent totals or nothing). Each part runs in a process of its own, whose peak memory is told. Nothing here is a
test: it prints, people judge.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import python_calamine

from benchmarks.england import make
from benchmarks.generate.workbook import return_workbook
from carehomes.access import EVERYWHERE
from carehomes.intake.desk import receive, receive_many
from carehomes.measures import figures
from carehomes.snapshots import open_snapshot, publish
from carehomes.store import Store, open_store

#: Homes and weeks of the short form and of the whole.
SHORT, WHOLE = (1_550, 5), (15_500, 52)
PARTS = ("workbooks", "history")
#: The invented PCNs are on no list, which is a query: somebody must say why it is right.
REASONS = {"*": "a measurement"}


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def workbooks(folder: Path) -> list[tuple[str, bytes]]:
    """Return the home returns of a folder as workbooks, a sheet with title and notes each."""
    made = []
    for path in sorted(folder.glob("returns/*/*-home-return.csv")):
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        typed = [[int(cell) if cell.isdigit() else cell for cell in row] for row in rows]
        made.append((f"{path.stem}.xlsx", return_workbook(["Care home support: weekly return"], header, typed, ["Figures as at Friday"])))
    return made


def load_register(store: Store, folder: Path) -> None:
    """Take the registers and the alignment in, so that every rule has what it needs."""
    for path in [*sorted(folder.glob("register/*.csv")), *sorted(folder.glob("alignment/*.csv"))]:
        receive(store, path.read_bytes(), path.name, publish_after=False)
    publish(store)


def must_be_accepted(outcomes: set[str]) -> None:
    """End the benchmark where something was not accepted: its time would say nothing."""
    if outcomes != {"accepted"}:
        raise SystemExit(f"Not everything was accepted: {outcomes}")


def take_workbooks(folder: Path) -> tuple[str, float, str, float]:
    """Take a week in as workbooks; return what was timed, its seconds, what stands beside it, and that one's seconds."""
    store = open_store()
    load_register(store, folder)
    files = workbooks(folder)

    def whole() -> None:
        must_be_accepted({one.outcome for one in receive_many(store, files, reasons=REASONS)})
        snapshot = open_snapshot(store)
        figures(snapshot, snapshot.weeks[-1], permitted=EVERYWHERE, measures=["named_lead"])

    def bare() -> None:
        for _, content in files:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()

    base = min(seconds(bare) for _ in range(3))
    return f"{len(files)} workbooks read, checked, accepted and visible", seconds(whole), "calamine alone reads them", base


def take_history(folder: Path) -> tuple[str, float, str, float]:
    """Take a history in; return what ``take_workbooks`` does."""
    store = open_store()
    load_register(store, folder)
    path = folder / "history" / "home-returns.csv"
    found: list[int] = []

    def whole() -> None:
        receipt = receive(store, path.read_bytes(), path.name, reasons=REASONS, publish_after=False)
        must_be_accepted({one.outcome for one in receipt.decisions})
        found.extend((len(receipt.decisions), sum(one.rows for one in receipt.decisions)))

    def bare() -> None:
        connection = duckdb.connect()
        connection.execute("create table history as from read_csv($path)", {"path": str(path)}).fetchall()
        connection.close()

    base = min(seconds(bare) for _ in range(2))
    taken = seconds(whole)
    return f"a history of {found[1]:,} home-weeks in {found[0]:,} returns accepted", taken, "DuckDB alone reads it", base


def part(name: str, folder: Path) -> None:
    """Run one part in this process and print its line of the table."""
    what, taken, beside, base = (take_workbooks if name == "workbooks" else take_history)(folder)
    print(f"| {what} | {taken:.2f} | {beside}: {base:.2f} | {taken / base:.1f} | {_peak()} |")


def _peak() -> str:
    """Return the peak memory of this process, where the machine tells it."""
    try:
        import resource
    except ImportError:  # Windows
        return "not told here"
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / (1024 if sys.platform == 'darwin' else 1):,.0f} MB"


def main() -> None:
    """Run the benchmark and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="What taking returns in costs, as ratios taken in one run.")
    parser.add_argument("--whole", action="store_true", help="England and 52 weeks instead of a tenth of both")
    parser.add_argument("--part", choices=PARTS, help="one part only")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.folder:
        part(asked.part, asked.folder)
        return
    homes, weeks = WHOLE if asked.whole else SHORT
    print("| what | seconds | beside it, in seconds | ratio | peak memory |\n|---|---|---|---|---|", flush=True)
    for name in [asked.part] if asked.part else PARTS:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / "england"
            make(folder, weeks=weeks if name == "history" else 1, homes=homes, history=name == "history", quiet=True)
            environment = {**os.environ, "CAREHOMES_STORE": str(Path(made) / "store")}
            command = [sys.executable, "-m", "benchmarks.history", "--part", name, "--folder", str(folder)]
            subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
