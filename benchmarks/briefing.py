"""``python -m benchmarks.briefing [--store FOLDER] [--week 2020-06-14]``: what packs cost, beside python-pptx alone and WeasyPrint alone.

The pack of a region as PowerPoint and as PDF, and the packs of CCGs one after another, of the store given or of a seeded England. The
aims: 2 seconds, 5 seconds, and 90 seconds for 135 packs on two cores, in 600 MB. Nothing here is a test: it prints, people judge.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import tempfile
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from pptx import Presentation

from benchmarks.speed import load, seconds
from carehomes.access import EVERYWHERE
from carehomes.briefing import Pack, make_pack, missing, pdf_file, pptx_file
from carehomes.selection import Selection, choices, place_of
from carehomes.snapshots import open_snapshot
from carehomes.store import open_store

#: Packs of CCGs that are timed; the aim is told of so many.
TIMED, OF = 12, 135


def empty_slides(number: int) -> bytes:
    """Return a presentation of so many slides with nothing on them: what python-pptx costs alone."""
    show, sink = Presentation(), io.BytesIO()
    for _ in range(number):
        show.slides.add_slide(show.slide_layouts[5])
    show.save(sink)
    return sink.getvalue()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store that is there; without it a seeded England is made")
    parser.add_argument("--week", type=date.fromisoformat, help="the week (the newest one)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() if asked.store is None else nullcontext(str(asked.store)) as folder:
        store = open_store(Path(folder) if asked.store else Path(folder) / "store")
        if asked.store is None:
            load(store, Path(folder) / "files", 2)
        snapshot = open_snapshot(store)
        week = asked.week or snapshot.latest_week
        if week is None:
            sys.exit("The store has no week to brief about.")

        def pack(code: str) -> Pack:
            return make_pack(store, snapshot, Selection(week, place_of(snapshot.areas, code)), permitted=EVERYWHERE)

        region = choices(snapshot.areas, "region", week, "then")[0].code
        ccgs = [one.code for one in choices(snapshot.areas, "ccg", week, "then")][:TIMED]
        made = pack(region)
        few = replace(made, slides=made.slides[:1])
        base = seconds(lambda: empty_slides(len(made.slides)))
        rows = [("a region's pack as PowerPoint", seconds(lambda: pptx_file(pack(region))), f"{len(made.slides)} empty slides", base)]
        if not missing():
            alone = seconds(lambda: pdf_file(few))
            rows.append(("a region's pack as PDF", seconds(lambda: pdf_file(pack(region))), "its cover as PDF", alone))
        each = seconds(lambda: [pptx_file(pack(code)) for code in ccgs]) / len(ccgs)
        rows.append((f"a CCG's pack, the mean of {len(ccgs)} in one process", each, f"{len(made.slides)} empty slides", base))
        print("| what | seconds | beside it, in seconds | ratio |\n|---|---|---|---|")
        for what, took, beside, other in rows:
            print(f"| {what} | {took:.2f} | {beside}: {other:.2f} | {took / other:.1f} |")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"\n{OF} packs in one process: {OF * each:.0f} seconds (aim 90 on two cores); peak memory {memory:,} MB (aim 600).")


if __name__ == "__main__":
    main()
