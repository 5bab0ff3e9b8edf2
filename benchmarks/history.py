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
from pathlib import Path

import duckdb
import python_calamine

from benchmarks.costs import HEAD, Cost, peak, seconds
from benchmarks.england import make
from benchmarks.generate.workbook import return_workbook
from benchmarks.growing import REASONS, must_be_accepted
from carehomes.access import EVERYWHERE
from carehomes.intake.desk import receive, receive_many
from carehomes.measures import figures
from carehomes.snapshots import open_snapshot, publish
from carehomes.store import Store, open_store

#: Homes and weeks of the short form and of the whole.
SHORT, WHOLE = (1_550, 5), (15_500, 52)
PARTS = ("workbooks", "history")


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


def take_workbooks(folder: Path) -> Cost:
    """Take a week in as workbooks and return what it took beside calamine."""
    store = open_store()
    load_register(store, folder)
    files = workbooks(folder)

    def whole() -> None:
        must_be_accepted(receive_many(store, files, reasons=REASONS))
        snapshot = open_snapshot(store)
        figures(snapshot, snapshot.weeks[-1], permitted=EVERYWHERE, measures=["named_lead"])

    def bare() -> None:
        for _, content in files:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()

    base = min(seconds(bare) for _ in range(3))
    what = f"{len(files)} workbooks read, checked, accepted and visible"
    return Cost(what, seconds(whole), "calamine alone reads them", base, promised=8.0, times=True)


def take_history(folder: Path) -> Cost:
    """Take a history in and return what it took beside DuckDB."""
    store = open_store()
    load_register(store, folder)
    path = folder / "history" / "home-returns.csv"
    found: list[int] = []

    def whole() -> None:
        receipt = receive(store, path.read_bytes(), path.name, reasons=REASONS, publish_after=False)
        must_be_accepted([receipt])
        found.extend((len(receipt.decisions), sum(one.rows for one in receipt.decisions)))

    def bare() -> None:
        connection = duckdb.connect()
        connection.execute("create table history as from read_csv($path)", {"path": str(path)}).fetchall()
        connection.close()

    base = min(seconds(bare) for _ in range(2))
    taken = seconds(whole)
    what = f"a history of {found[1]:,} home-weeks in {found[0]:,} returns accepted"
    return Cost(what, taken, "DuckDB alone reads it", base, promised=6.0, times=True)


def part(name: str, folder: Path) -> None:
    """Run one part in this process and print its lines of the table."""
    print((take_workbooks if name == "workbooks" else take_history)(folder).line)
    told = "the workbooks" if name == "workbooks" else "the history"
    print(Cost(f"most memory while {told} came in", peak(), unit="MB", promised=2_500.0 if name == "history" else None).line)


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
    print(HEAD, flush=True)
    for name in [asked.part] if asked.part else PARTS:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made) / "england"
            make(folder, weeks=weeks if name == "history" else 1, homes=homes, history=name == "history", quiet=True)
            environment = {**os.environ, "CAREHOMES_STORE": str(Path(made) / "store")}
            command = [sys.executable, "-m", "benchmarks.history", "--part", name, "--folder", str(folder)]
            subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
