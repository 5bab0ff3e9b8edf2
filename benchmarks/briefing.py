"""``python -m benchmarks.briefing [--store FOLDER] [--weeks 9]``: what packs cost, beside python-pptx alone and WeasyPrint alone.

The pack of a region as PowerPoint and as PDF, and the packs of all CCGs by two processes, of the store given or of a seeded England of
a few weeks: a pack tells of one week and the weeks before it, so that more of them would only make the store dear. The aims: 2 seconds,
5 seconds, and 90 seconds for 135 packs on two cores, in 600 MB. Nothing here is a test: it prints, people judge. Beside the seconds
stands the processor time, which says the same on a machine that does other things too.
"""

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from pptx import Presentation

from benchmarks.speed import PROJECT
from carehomes.access import EVERYWHERE
from carehomes.briefing import Order, Pack, make_by_two, make_pack, missing, pdf_file, pptx_file, write_zip
from carehomes.demo import load_demo
from carehomes.selection import Selection, choices, place_of
from carehomes.snapshots import open_snapshot
from carehomes.store import open_store


def empty_slides(number: int) -> bytes:
    """Return a presentation of so many slides with nothing on them: what python-pptx costs alone."""
    show, sink = Presentation(), io.BytesIO()
    for _ in range(number):
        show.slides.add_slide(show.slide_layouts[5])
    show.save(sink)
    return sink.getvalue()


def processor() -> float:
    """Return the processor seconds of this process and of those that it started and that ended."""
    return sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def taken(action: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds and the processor seconds that an action takes."""
    start, used = time.perf_counter(), processor()
    action()
    return time.perf_counter() - start, processor() - used


class Memory:
    """The most memory that this process and those that it started held at once, in MB, each page shared by two counted half (Linux)."""

    def __init__(self) -> None:
        self.most, self._on = 0, True
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def _look(self) -> None:
        own = int(Path("/proc/self").resolve().name)
        while self._on:
            self.most = max(self.most, held_by(own))
            time.sleep(0.5)

    def end(self) -> int:
        """Return the most, and look no more."""
        self._on = False
        self._watch.join()
        return self.most


def held_by(process: int) -> int:
    """Return the memory in MB of a process and of those that it started, each page shared by two counted half (Linux; elsewhere 0)."""
    own = Path("/proc") / str(process)
    children = [one for task in own.glob("task/*/children") for one in task.read_text().split()]
    return sum(_held(Path("/proc") / one) for one in (own.name, *children)) // 1024


def _held(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def load(folder: Path, weeks: int) -> None:
    """Load a seeded England, its weeks in one file: how they came in is no matter of a pack."""
    command = [sys.executable, "-m", "benchmarks.england", str(folder / "files"), "--weeks", str(weeks), "--history"]
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    load_demo(open_store(folder / "store"), folder / "files")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store that is there; without it a seeded England is made")
    parser.add_argument("--weeks", type=int, default=9, help="how many weeks of England are made (9)")
    parser.add_argument("--week", type=date.fromisoformat, help="the week (the newest one)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() if asked.store is None else nullcontext(str(asked.store)) as folder:
        if asked.store is None:
            load(Path(folder), asked.weeks)
        store = open_store(asked.store or Path(folder) / "store")
        snapshot = open_snapshot(store)
        week = asked.week or snapshot.latest_week
        if week is None:
            sys.exit("The store has no week to brief about.")

        def pack(code: str) -> Pack:
            return make_pack(store, snapshot, Selection(week, place_of(snapshot.areas, code)), permitted=EVERYWHERE)

        region = choices(snapshot.areas, "region", week, "then")[0].code
        ccgs = [Selection(week, place_of(snapshot.areas, one.code)) for one in choices(snapshot.areas, "ccg", week, "then")]
        made = pack(region)
        few = replace(made, slides=made.slides[:1])
        base = taken(lambda: empty_slides(len(made.slides)))
        slides = f"{len(made.slides)} empty slides"
        rows = [("a region's pack as PowerPoint", taken(lambda: pptx_file(pack(region))), slides, base)]
        if not missing():
            alone = taken(lambda: pdf_file(few))
            rows.append(("a region's pack as PDF", taken(lambda: pdf_file(pack(region))), "its cover as PDF", alone))
        with tempfile.TemporaryDirectory() as into:
            memory = Memory()
            files = make_by_two(store, snapshot, Order(tuple(ccgs), EVERYWHERE))
            every = taken(lambda: write_zip(Path(into) / "packs.zip", files, lambda _: None))
            most = memory.end()
        rows.append((f"the packs of {len(ccgs)} CCGs as a ZIP, by two processes", every, slides, base))
        print("| what | seconds | processor seconds | beside it, in processor seconds | ratio |\n|---|---|---|---|---|")
        for what, (took, used), beside, (_, other) in rows:
            print(f"| {what} | {took:.2f} | {used:.2f} | {beside}: {other:.2f} | {used / other:.1f} |")
        print(f"\nMost memory of the two processes together: {most:,} MB (aim 600).")


if __name__ == "__main__":
    main()
