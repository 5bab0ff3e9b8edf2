"""``python -m benchmarks.growth [--weeks 232] [--keep FOLDER] [--viewers] [--readme]``: how cost grows, with a line through it.

One England grows in one store, four weeks at a time, each lot published as it would be. Where so many weeks are in, it is measured what
taking four more weeks in and publishing them takes, one return from accepting it to its figures, opening a past moment, a page with
filters never used before, the size of snapshot and ledger, and memory. With ``--viewers`` also what more and more viewers see of that
store (``benchmarks/load.py``). What is told as work is processor time, which a busy machine leaves nearly as it is. A straight line is
fitted through the points and told with what ten and a hundred times as much would need. ``--keep`` keeps the store, the points
(``growth.json``) and a drawing (``growth.svg``). Nothing here is a test: it prints, people judge.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks.costs import PROJECT, into_readme, line_through, number_text, peak, processor
from benchmarks.growing import Growing
from benchmarks.load import returns_of, seen_by_viewers
from benchmarks.pages import SEED, run_seconds, views
from carehomes.access import EVERYWHERE
from carehomes.areas import due_moment
from carehomes.intake.desk import receive
from carehomes.measures import figures
from carehomes.snapshots import Snapshot, open_moment, open_snapshot
from carehomes.store import Store, open_store

#: Weeks that come in together, and after how many weeks it is measured.
LOT, LOOKS = 4, (4, 16, 32, 52, 104, 156, 208, 232)
VIEWERS = (1, 10, 20, 40, 60, 80)
#: What the points are against, and what stands on the other axis, by its name in the points: words and unit.
SIZES = {
    "take": ("four weeks taken in: work", "s"),
    "publish": ("four weeks published: work", "s"),
    "visible": ("one return, accepted to visible", "s"),
    "visible_work": ("one return, accepted to visible: work", "s"),
    "moment": ("a past moment opened, first time", "s"),
    "page": ("a page with filters never used before: work", "ms"),
    "snapshot": ("snapshot", "MB"),
    "ledger": ("archive, facts and journal", "MB"),
    "memory": ("most memory of the process until then", "MB"),
}
SEEN = {
    "rate": ("changes of a filter a second", "a second"),
    "p95": ("95 in 100 changes take at most", "s"),
    "memory": ("memory of the server", "MB"),
}


@dataclass
class Points:
    """What was measured: ``at`` is what it grows with, the values by their names."""

    told: str
    at: list[float] = field(default_factory=list)
    found: dict[str, list[float]] = field(default_factory=dict)

    def add(self, at: float, **values: float) -> None:
        """Add what was measured at one size."""
        self.at.append(at)
        for name, value in values.items():
            self.found.setdefault(name, []).append(value)


def worked(action: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds and the processor seconds of an action."""
    start, used = time.perf_counter(), processor()
    action()
    return time.perf_counter() - start, processor() - used


def visible(store: Store, snapshot: Snapshot, times: int = 3) -> tuple[float, float]:
    """Accept a return of one CCG, again and again another; return the median seconds, and processor seconds, until its figures are read."""
    week, returns = snapshot.weeks[-1], returns_of(snapshot, random.Random(SEED + len(snapshot.weeks)))

    def once() -> None:
        name, content = next(returns)
        receipt = receive(store, content, name, reasons={"*": "a measurement"})
        if receipt.outcome != "accepted":
            raise SystemExit(f"The return was not accepted: {receipt.sentences[:2]}")
        figures(open_snapshot(store), week, permitted=EVERYWHERE, measures=["named_lead"])

    found = [worked(once) for _ in range(times)]
    return statistics.median(one for one, _ in found), statistics.median(one for _, one in found)


def moment(store: Store, snapshot: Snapshot) -> float:
    """Return the seconds until a week in the middle is there as known at its deadline."""
    week = snapshot.weeks[len(snapshot.weeks) // 2]
    start = time.perf_counter()
    figures(open_moment(store, as_at=due_moment(week), week=week), week, permitted=EVERYWHERE, measures=["named_lead"])
    return time.perf_counter() - start


def page(snapshot: Snapshot, times: int = 5) -> float:
    """Return the processor milliseconds of Clinical leads with filters never used before, the median."""
    test = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=120).switch_page("pages/clinical_leads.py")
    run_seconds(test)
    found = []
    for _, params in zip(range(times), views(snapshot), strict=False):
        for name, value in params.items():
            test.query_params[name] = value
        found.append(run_seconds(test)[1])
    return 1000 * statistics.median(found)


def size(folder: Path, *names: str) -> float:
    """Return the megabytes of files and folders in a store."""
    paths = [one for name in names for one in folder.glob(name)]
    return sum(one.stat().st_size for path in paths for one in ([path] if path.is_file() else path.rglob("*")) if one.is_file()) / 1e6


def by_size(store: Store, weeks: int, homes: int) -> Points:
    """Let England grow and return what was measured by home-weeks."""
    growing, points, rows = Growing(store, weeks, homes), Points("home-weeks"), 0.0
    growing.publish()
    while growing.given < weeks:
        before = growing.given
        used = processor()
        rows += growing.grow(LOT)
        take = processor() - used
        _, publish = worked(growing.publish)
        if not any(before < one <= growing.given for one in (*LOOKS, weeks)):
            continue
        snapshot = open_snapshot(store)
        seconds, work = visible(store, snapshot)
        snapshot = open_snapshot(store)
        points.add(
            rows,
            weeks=growing.given,
            answers=_answers(snapshot),
            take=take,
            publish=publish,
            visible=seconds,
            visible_work=work,
            moment=moment(store, snapshot),
            page=page(snapshot),
            snapshot=size(store.folder, f"snapshots/{snapshot.path.name}"),
            ledger=size(store.folder, "archive", "facts", "journal.sqlite"),
            memory=peak(),
        )
        print(
            f"{growing.given} weeks: " + ", ".join(f"{name} {values[-1]:,.2f}" for name, values in points.found.items()),
            file=sys.stderr,
            flush=True,
        )
    return points


def _answers(snapshot: Snapshot) -> float:
    with snapshot.work() as work:
        return float(work.rows("select count(*) from home_answer")[0][0])


def by_viewers(store: Store, minutes: float) -> Points:
    """Return what more and more viewers of a store see."""
    points = Points("viewers")
    for number in VIEWERS:
        rate, p95, memory = seen_by_viewers(store, number, minutes)
        points.add(number, rate=rate, p95=p95, memory=memory)
        print(f"{number} viewers: {rate:.1f} a second, p95 {p95:.2f} s, {memory:,.0f} MB", file=sys.stderr, flush=True)
    return points


def table(points: Points, names: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Yield a table of the points, with the fitted line and what ten and a hundred times the largest would be by it."""
    most = points.at[-1]
    heads = [f"{one:,.0f}" for one in points.at]
    each = "for each million" if points.told == "home-weeks" else "for each one"
    yield f"| {points.told} | {' | '.join(heads)} | fitted line, {each} | ten times | a hundred times |"
    yield "|---" * (len(heads) + 4) + "|"
    if "weeks" in points.found:
        yield f"| weeks | {' | '.join(f'{one:.0f}' for one in points.found['weeks'])} | | | |"
        yield f"| answers of homes, millions | {' | '.join(f'{one / 1e6:.1f}' for one in points.found['answers'])} | | | |"
    step = 1e6 if points.told == "home-weeks" else 1
    for name, (told, unit) in names.items():
        values = points.found[name]
        start, slope = line_through(points.at, values)
        fitted = f"{number_text(max(start, 0))} + {number_text(slope * step)}" if slope > 0 else "level"
        more = [f"{number_text(max(start + slope * most * times, 0))} {unit}" if slope > 0 else "" for times in (10, 100)]
        yield f"| {told}, {unit} | {' | '.join(number_text(one) for one in values)} | {fitted} | {' | '.join(more)} |"


def drawing(points: Points, names: dict[str, tuple[str, str]]) -> str:
    """Return the points and their lines as an SVG picture, a small chart for each."""
    wide, high, across = 400, 230, 3
    charts = []
    for place, (name, (told, unit)) in enumerate(names.items()):
        left, top = place % across * wide, place // across * high
        charts.append(f'<g transform="translate({left},{top})">{_chart(points, name, f"{told} ({unit})", wide, high)}</g>')
    rows = -(-len(names) // across)
    size_told = f'width="{across * wide}" height="{rows * high}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size_told} font-family="Arial, sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#FFFFFF"/>{"".join(charts)}</svg>\n'
    )


def _chart(points: Points, name: str, title: str, wide: int, high: int) -> str:
    values, most = points.found[name], points.at[-1]
    top = max(*values, 1e-9) * 1.1
    start, slope = line_through(points.at, values)

    def spot(at: float, value: float) -> tuple[float, float]:
        return 56 + (wide - 84) * at / most, high - 42 - (high - 84) * value / top

    (x0, y0), (x1, y1) = spot(0, max(start, 0)), spot(most, max(start + slope * most, 0))
    right = wide - 28
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#005EB8"/>' for x, y in map(spot, points.at, values))
    base = spot(0, 0)[1]
    return (
        f'<text x="56" y="24" font-weight="bold" fill="#212B32">{escape(title)}</text>'
        f'<line x1="56" y1="{base}" x2="{right}" y2="{base}" stroke="#AEB7BD"/>'
        f'<line x1="56" y1="42" x2="56" y2="{base}" stroke="#AEB7BD"/>'
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="#768692" stroke-dasharray="5 4"/>{dots}'
        f'<text x="50" y="{base + 4}" text-anchor="end" fill="#4C6272">0</text>'
        f'<text x="50" y="{spot(0, max(values))[1] + 4:.1f}" text-anchor="end" fill="#4C6272">{number_text(max(values))}</text>'
        f'<text x="{right}" y="{base + 18}" text-anchor="end" fill="#4C6272">{most:,.0f} {escape(points.told)}</text>'
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Let it grow; print the tables."""
    parser = argparse.ArgumentParser(description="How cost grows with homes times weeks, and with viewers.")
    parser.add_argument("--weeks", type=int, default=LOOKS[-1])
    parser.add_argument("--homes", type=int, default=15_500)
    parser.add_argument("--keep", type=Path, help="where the store, the points and the drawings stay")
    parser.add_argument("--viewers", action="store_true", help="also by viewers, a minute each")
    parser.add_argument("--readme", action="store_true", help="put the tables into the README and the drawings beside its pictures")
    asked = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() if asked.keep is None else nullcontext(str(asked.keep)) as name:
        folder = Path(name)
        os.environ["CAREHOMES_STORE"] = str(folder.resolve() / "store")
        store = open_store()
        if not store.empty:
            raise SystemExit(f"{store.folder} is not empty: England grows in a store of its own. Name another folder.")
        found = [("growth", by_size(store, asked.weeks, asked.homes), SIZES)]
        if asked.viewers:
            found.append(("viewers", by_viewers(store, 1), SEEN))
        told = "\n\n".join("\n".join(table(points, names)) for _, points, names in found)
        print(told)
        for title, points, names in found:
            if asked.keep:
                (folder / f"{title}.json").write_text(
                    json.dumps({"told": points.told, "at": points.at, "found": points.found}), encoding="utf-8"
                )
            for place in [*([folder] if asked.keep else []), *([PROJECT / "docs" / "pictures"] if asked.readme else [])]:
                (place / f"{title}.svg").write_text(drawing(points, names), encoding="utf-8")
        if asked.readme:
            into_readme("growth", told)


if __name__ == "__main__":
    main()
