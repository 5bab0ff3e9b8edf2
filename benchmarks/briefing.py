"""``python -m benchmarks.briefing [--store FOLDER] [--weeks 9]``: what packs cost, beside python-pptx alone and WeasyPrint alone.

The pack of a region as PowerPoint and as PDF, and the packs of all CCGs by two processes, of the store given or of a seeded England of
a few weeks: a pack tells of one week and the weeks before it, so that more of them would only make the store dear. Nothing here is a
test: it prints, people judge.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import threading
import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from pptx import Presentation

from benchmarks.costs import HEAD, Cost, seconds
from benchmarks.growing import england
from carehomes.access import EVERYWHERE
from carehomes.briefing import Order, Pack, make_by_two, make_pack, missing, pdf_file, pptx_file, write_zip
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


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store that is there; without it a seeded England is made")
    parser.add_argument("--weeks", type=int, default=9, help="how many weeks of England are made (9)")
    parser.add_argument("--week", type=date.fromisoformat, help="the week (the newest one)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() if asked.store is None else nullcontext(str(asked.store)) as folder:
        store = open_store(asked.store) if asked.store else england(Path(folder) / "store", asked.weeks)
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
        base = seconds(lambda: empty_slides(len(made.slides)))
        beside = f"python-pptx alone, {len(made.slides)} empty slides"
        print(HEAD, flush=True)
        print(Cost("a region's pack as PowerPoint", seconds(lambda: pptx_file(pack(region))), beside, base, promised=2.0).line, flush=True)
        if not missing():
            alone = seconds(lambda: pdf_file(few))
            whole = seconds(lambda: pdf_file(pack(region)))
            print(Cost("a region's pack as PDF", whole, "its cover as PDF", alone, promised=5.0).line, flush=True)
        with tempfile.TemporaryDirectory() as into:
            memory = Memory()
            files = make_by_two(store, snapshot, Order(tuple(ccgs), EVERYWHERE))
            every = seconds(lambda: write_zip(Path(into) / "packs.zip", files, lambda _: None))
            most = memory.end()
        print(Cost(f"the packs of {len(ccgs)} CCGs as a ZIP, by two processes", every, beside, base, promised=90.0).line)
        print(Cost("most memory of the two processes together", most, unit="MB", promised=600.0).line)


if __name__ == "__main__":
    main()
