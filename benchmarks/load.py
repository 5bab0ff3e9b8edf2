"""``python -m benchmarks.load [--store FOLDER] [--minutes 10] [--viewers 60] [--uploads 10] [--packs 5] [--processes 2]``: load.

Many people at once at the app as on a server (``asgi.py``, as many processes as a proxy would share people out among), on this machine's
own address, over a copy of a store (the demonstration, where none is given).
Viewers change a filter every few seconds and ask for new data as a browser does, uploaders send returns and accept them, others make
packs, all at once for so many minutes. It prints what a change of a filter took, reruns a second, errors, memory at the start, in the
middle and at the end, and how those who came past a limit waited their turn. Nothing here is a test: it prints, people judge.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import logging
import os
import random
import re
import shutil
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.briefing import held_by
from benchmarks.costs import HEAD, Cost
from benchmarks.pages import PAGES, SEED, Params, running, views
from benchmarks.sessions import Browser, FailedError
from carehomes.demo import load_demo
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.store import Store, open_store

#: Seconds between two changes of a filter by one viewer, between two uploads or packs of one person, and between two looks at memory.
_PAUSE, _BREATH, _LOOK = (4.0, 12.0), 1.0, 5.0
#: Seconds that what was begun has to end in once the time is over.
_GRACE = 120.0
#: As deploy/carehomes.service: with a watcher, a source that is saved meanwhile breaks the pages that run.
AS_A_SERVER = {"STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none"}
_BEFORE = re.compile(r"(\d+) before yours")
_OUTCOME = re.compile(r"(Accepted|Held|Refused|Unchanged)")


@dataclass
class Told:
    """What happened: seconds of changes (with when they ended), of uploads and of packs, outcomes, errors, memory."""

    begun: float = field(default_factory=time.perf_counter)
    changes: list[tuple[float, float]] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    uploads: list[float] = field(default_factory=list)
    packs: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    waited: Counter[str] = field(default_factory=Counter)
    longest: dict[str, int] = field(default_factory=dict)
    memory: list[tuple[float, int]] = field(default_factory=list)

    def hear(self, what: str, browser: Browser) -> None:
        """Note what a page said in the last run: that somebody waits, or that something went wrong."""
        before = [int(one) for text in browser.texts for one in _BEFORE.findall(text)]
        if before:
            self.waited[what] += 1
            self.longest[what] = max(self.longest.get(what, 0), *before)
        for text in browser.stops:
            self.errors[f"{what}: {text}"] += 1


def p95(taken: Sequence[float]) -> float:
    """Return what 95 in 100 of several measurements stay under."""
    return sorted(taken)[int(0.95 * (len(taken) - 1))]


async def view(browser: Browser, asked: Iterator[tuple[str, Params]], until: float, told: Told, chance: random.Random) -> None:
    """Look at pages: change a filter, wait for the page, read it for a while."""
    await asyncio.sleep(chance.uniform(0, _PAUSE[1]))
    for place, (name, params) in enumerate(asked):
        if time.perf_counter() >= until:
            return
        taken = await browser.run(name, params)
        told.hear("viewers", browser)
        if place:
            told.changes.append((time.perf_counter(), taken))
        else:
            told.first.append(taken)
        await browser.rest(chance.uniform(*_PAUSE))


async def upload(browser: Browser, returns: Iterator[tuple[str, bytes]], until: float, told: Told) -> None:
    """Send one return after another: it is examined, accepted where it can be, put away."""
    await browser.run("returns", {})
    for name, content in returns:
        if time.perf_counter() >= until:
            return
        start = time.perf_counter()
        await browser.upload(name, content)
        told.hear("uploads", browser)
        if "Accept" in browser.buttons:
            await browser.click("Accept")
            told.hear("uploads", browser)
        said = [found for text in browser.texts if name in text for found in _OUTCOME.findall(text)]
        told.outcomes[said[0] if said else "said nothing"] += 1
        told.uploads.append(time.perf_counter() - start)
        await browser.click("Put away" if "Put away" in browser.buttons else "Discard")
        await asyncio.sleep(_BREATH)


async def brief(browser: Browser, asked: Iterator[Params], until: float, told: Told) -> None:
    """Make one pack after another."""
    for params in asked:
        if time.perf_counter() >= until:
            return
        await browser.run("briefing", params)
        start = time.perf_counter()
        await browser.click("Make the pack")
        told.hear("packs", browser)
        told.packs.append(time.perf_counter() - start)
        await asyncio.sleep(_BREATH)


async def look(processes: Sequence[int], until: float, told: Told) -> None:
    """Look at the memory of the server's processes and of what they started."""
    while time.perf_counter() < until:
        told.memory.append((time.perf_counter(), sum(held_by(one) for one in processes)))
        await asyncio.sleep(_LOOK)


def returns_of(snapshot: Snapshot, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Yield returns of the newest week, none like another: every home of a CCG says whether it has a lead and was checked in with."""
    week = snapshot.latest_week
    with snapshot.work() as work:
        rows = work.rows("select ccg, home_id from home_week where week = $week order by ccg, home_id", {"week": week})
    homes: dict[str, list[str]] = {}
    for ccg, home in rows:
        homes.setdefault(ccg, []).append(home)
    for number in itertools.count(1):
        ccg = chance.choice(list(homes))
        answers = (",".join(chance.choices(("yes", "no"), (9, 1), k=2)) for _ in homes[ccg])
        lines = [f"{week},{ccg},{home},{said}" for home, said in zip(homes[ccg], answers, strict=True)]
        yield f"return_{number}.csv", "\n".join(["week_ending,ccg_code,home_id,clinical_lead,checked_in", *lines, ""]).encode()


async def everybody(servers: Sequence[tuple[str, int]], snapshot: Snapshot, asked: argparse.Namespace) -> Told:
    """Let everybody in at once and return what happened. Who comes stays with one of the processes, as behind a proxy."""
    told, chance = Told(), random.Random(SEED)
    until = told.begun + 60 * asked.minutes
    fresh = views(snapshot)
    pages = iter(zip(itertools.cycle(PAGES), itertools.chain(fresh, itertools.cycle(list(views(snapshot)))), strict=False))
    areas = itertools.cycle([{"area": one.code} for one in snapshot.areas.of_level("ccg") if one.open_on(snapshot.weeks[-1])])
    returns = returns_of(snapshot, chance)

    async def one(what: str, number: int) -> None:
        address, _ = servers[number % len(servers)]
        try:
            async with Browser(address, quiet=what == "viewers") as browser:
                if what == "viewers":
                    await view(browser, pages, until, told, random.Random(SEED + number))
                elif what == "uploads":
                    await upload(browser, returns, until, told)
                else:
                    await brief(browser, areas, until, told)
        except FailedError as error:
            told.errors[f"{what}: {error}"] += 1
        except (OSError, asyncio.IncompleteReadError) as error:
            told.errors[f"{what}: the connection broke: {error!r}"] += 1

    everyone = [one(what, number) for what in ("viewers", "uploads", "packs") for number in range(getattr(asked, what))]
    try:
        await asyncio.wait_for(
            asyncio.gather(look([process for _, process in servers], until, told), *everyone), 60 * asked.minutes + _GRACE
        )
    except TimeoutError:
        told.errors[f"somebody had no answer {_GRACE:.0f} seconds after the end"] += 1
    return told


def lines(told: Told, asked: argparse.Namespace, log: Path) -> Iterator[str]:
    """Yield what happened, in sentences."""
    taken = [one for _, one in told.changes]
    who = f"{asked.viewers} viewers, {asked.uploads} uploaders and {asked.packs} makers of packs for {asked.minutes:g} minutes"
    who += f", {asked.processes} of the server's processes"
    yield f"{who}; load of the machine at the end {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    if taken:
        seconds = max(at for at, _ in told.changes) - told.begun
        told_taken = f"median {statistics.median(taken):.2f} s, p95 {p95(taken):.2f} s, longest {max(taken):.2f} s"
        yield f"a filter changed: {told_taken}; {len(taken)} changes, {len(taken) / seconds:.1f} a second"
        half = told.begun + 30 * asked.minutes
        for what, some in (
            ("first", [one for at, one in told.changes if at < half]),
            ("second", [one for at, one in told.changes if at >= half]),
        ):
            if some:
                yield f"  in the {what} half: median {statistics.median(some):.2f} s, p95 {p95(some):.2f} s"
    for what, seconds_of in (("a page opened", told.first), ("a return examined and accepted", told.uploads), ("a pack made", told.packs)):
        if seconds_of:
            yield f"{what}: median {statistics.median(seconds_of):.1f} s, p95 {p95(seconds_of):.1f} s, {len(seconds_of)} times"
    if told.outcomes:
        yield "returns: " + ", ".join(f"{number} {outcome.lower()}" for outcome, number in sorted(told.outcomes.items()))
    for what in ("uploads", "packs"):
        yield f"past the limit of {what}: {told.waited[what]} told to wait their turn, at most {told.longest.get(what, 0)} before theirs"
    if told.memory:
        memory = [one for _, one in told.memory]
        start, middle, end = (memory[int(part * (len(memory) - 1))] for part in (0.1, 0.5, 1))
        yield f"memory: {start:,} MB after a tenth of the time, {middle:,} in the middle, {end:,} at the end, {max(memory):,} at most"
    faults = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    wrong = [one for one in faults if one.get("levelname") in ("ERROR", "CRITICAL")]
    yield f"errors: {sum(told.errors.values())} seen by people, {len(wrong)} in the server's log"
    for error, number in told.errors.most_common(12):
        yield f"  {number} times {error}"
    for error, number in Counter(str(one.get("exc_info", one.get("message")))[-300:] for one in wrong).most_common(5):
        yield f"  {number} times in the log: {error}"


def costs(told: Told, asked: argparse.Namespace) -> Iterator[Cost]:
    """Yield what was promised: a change of a filter in 2 seconds for 95 in 100, 1 GB of memory, memory that stays level, no error."""
    who = f"{asked.viewers} viewers, {asked.uploads} uploads and {asked.packs} packs at once, {asked.minutes:g} minutes"
    memory = [one for _, one in told.memory] or [0]
    if told.changes:
        yield Cost(f"{who}: 95 in 100 changes of a filter take at most", p95([one for _, one in told.changes]), promised=2.0)
    yield Cost("most memory meanwhile, all processes", max(memory), "in the middle", memory[len(memory) // 2], "MB", promised=1_000.0)
    yield Cost("errors that somebody saw", sum(told.errors.values()), unit="errors", promised=0.0)


def seen_by_viewers(store: Store, number: int, minutes: float) -> tuple[float, float, float]:
    """Let so many viewers look at a store; return changes of a filter a second, what 95 in 100 of them stay under, and MB of memory."""
    asked = argparse.Namespace(viewers=number, uploads=0, packs=0, minutes=minutes)
    with running("asgi.py", {"CAREHOMES_STORE": str(store.folder), **AS_A_SERVER}) as server:
        told = asyncio.run(everybody([server], open_snapshot(store), asked))
    if told.errors or not told.changes:
        raise SystemExit(f"Viewers met errors: {dict(told.errors)}")
    # Where all open their first page at once is not what they see later.
    settled = [one for one in told.changes if one[0] - told.begun >= 20 * minutes]
    seconds = max(at for at, _ in settled) - told.begun - 20 * minutes
    return len(settled) / seconds, p95([taken for _, taken in settled]), max(one for _, one in told.memory)


def copied(folder: Path, place: Path) -> None:
    """Copy a store: what is never changed is linked where it can be, so that a large one takes no second place."""

    def copy(source: str, target: str) -> str:
        if "journal" not in Path(source).name:
            try:
                os.link(os.path.realpath(source), target)
                return target
            except OSError:
                pass
        return str(shutil.copy2(source, target))

    shutil.copytree(folder, place, copy_function=copy)


def main(arguments: Sequence[str] | None = None) -> None:
    """Let them all in and print what happened."""
    parser = argparse.ArgumentParser(description="Many people at once: viewers, uploads and packs.")
    parser.add_argument("--store", type=Path, help="a store to serve a copy of; without it the demonstration")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--viewers", type=int, default=60)
    parser.add_argument("--uploads", type=int, default=10)
    parser.add_argument("--packs", type=int, default=5)
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="of the server, which a proxy would share people out among")
    asked = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="carehomes-load-") as name:
        place, log = Path(name) / "store", Path(name) / "log"
        if asked.store:
            copied(asked.store.resolve(), place)
        store = open_store(place)
        if not asked.store:
            load_demo(store)
        snapshot = open_snapshot(store)
        settings = {"CAREHOMES_STORE": str(place), "CAREHOMES_LOG": str(log), **AS_A_SERVER}
        with ExitStack() as stack:
            servers = [stack.enter_context(running("asgi.py", settings)) for _ in range(asked.processes)]
            told = asyncio.run(everybody(servers, snapshot, asked))
        for line in lines(told, asked, log):
            print(line, flush=True)
        print(f"\n{HEAD}")
        for one in costs(told, asked):
            print(one.line, flush=True)


if __name__ == "__main__":
    main()
