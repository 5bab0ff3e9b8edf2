"""``python -m benchmarks.pages [--store FOLDER] [--weeks 4] [--only server,browser,viewers]``: what the pages of a leader cost.

Overview and every family's page, with filters never used before and with the same again: (server) run by ``AppTest``; (browser) in
Chromium, from the key that chooses a region to a page that does not change any more, and the first chart of a browser without a cache;
(viewers) many sessions at once over websockets, each changing its filters as soon as its page is done. Beside them, in one run, a page
with one chart (``one_chart.py``) and a plain dashboard of the same charts over the same answers (``plain_dashboard.py``). Without
``--store`` a seeded England is made. Nothing here is a test: it prints, people judge.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import logging
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest
from websockets.asyncio.client import connect

from benchmarks.costs import PROJECT, Cost, tell
from benchmarks.growing import england
from carehomes.areas import AreaList
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.store import open_store

#: The Overview ('') and the page of every family.
PAGES = ("", "clinical_leads", "weekly_checkins", "care_plans", "pulse_oximeters", "testing")
SEED = 20200517
Params = dict[str, str]
#: What happens on the page after the key, in milliseconds: the time of its last change.
_WATCH = """() => {
    window.seen = {key: 0, last: 0};
    addEventListener('keydown', (event) => { if (event.key === 'Enter') window.seen.key = performance.now(); }, true);
    new MutationObserver(() => { window.seen.last = performance.now(); })
        .observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
}"""
_STILL = """(quiet) => {
    const state = document.querySelector('[data-testid=stApp]').dataset.testScriptState;
    return state === 'notRunning' && window.seen.last > window.seen.key && performance.now() - window.seen.last > quiet;
}"""
_QUIET = 500


def views(snapshot: Snapshot) -> Iterator[Params]:
    """Yield filters, none twice: an area below the whole and a week, in an order that is always the same."""
    areas: AreaList = snapshot.areas
    weeks = snapshot.weeks[-26:]
    codes = [one.code for level in ("region", "stp", "ccg") for one in areas.of_level(level) if one.open_on(weeks[-1])]
    found = [{"area": code, "week": week.isoformat()} for code, week in itertools.product(codes, weeks)]
    random.Random(SEED).shuffle(found)
    yield from found


def run_seconds(test: AppTest) -> tuple[float, float]:
    """Return how long one run of a page takes, and its processor time, which a busy machine leaves as it is; a page that fails is said."""
    start, processor = time.perf_counter(), time.process_time()
    test.run()
    taken = time.perf_counter() - start, time.process_time() - processor
    if test.exception:
        raise SystemExit(f"The page failed: {test.exception[0].value}")
    return taken


def server_cost(what: str, taken: Sequence[tuple[float, float]], base: float, promised: float) -> Cost:
    """Return the middle of several runs, in milliseconds, its processor time told."""
    told = f"{what} ({1000 * statistics.median([processor for _, processor in taken]):.0f} ms of processor time)"
    return Cost(told, 1000 * statistics.median([one for one, _ in taken]), "one-chart page", 1000 * base, "ms", promised)


def server_costs(fresh: Iterator[Params], times: int) -> Iterator[Cost]:
    """Yield the median seconds of a run of each page, with filters never used before and with the same again."""
    chart = AppTest.from_file(str(PROJECT / "benchmarks" / "one_chart.py"))
    chart.run()
    base = statistics.median([run_seconds(chart)[0] for _ in range(max(times, 5))])
    for name in PAGES:
        test = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=120)
        if name:
            test.switch_page(f"pages/{name}.py")
        run_seconds(test)
        cold, warm = [], []
        for params in itertools.islice(fresh, times):
            for key, value in params.items():
                test.query_params[key] = value
            cold.append(run_seconds(test))
            warm.append(run_seconds(test))
        title = name or "overview"
        yield server_cost(f"{title}, filters never used before", cold, base, 120.0)
        yield server_cost(f"{title}, again", warm, base, 40.0)


@contextmanager
def served(script: str, environment: Params) -> Iterator[str]:
    """Run a Streamlit script and yield its address."""
    with running(script, environment) as (address, _):
        yield address


@contextmanager
def running(script: str, environment: Params) -> Iterator[tuple[str, int]]:
    """Run a Streamlit script and yield its address and the number of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--client.showSidebarNavigation", "false"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=PROJECT, env={**os.environ, **environment}, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/_stcore/health")
            yield address, process.pid
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(address: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit(f"Nothing answers at {address}.")


def put_answers(snapshot: Snapshot, path: Path) -> None:
    """Write what homes answered to the headline questions as one Parquet file, a row a home and week, for the plain dashboard."""
    asked = {one.id: one.question or one.questions[0] for one in snapshot.measures.values() if one.headline}
    said = ", ".join(
        f"max(case when a.question = '{question}' then case when a.number > 0 then 'yes' else a.answer end end) as {name}"
        for name, question in asked.items()
    )
    names = ", ".join(f"max(case when p.level = '{level}' then r.name end) as {level}" for level in ("region", "stp", "ccg"))
    select = f"""
        with place as (
            select p.ccg as code, {names} from area_of_ccg as p inner join area as r on p.code = r.code
            where p.basis = 'then' group by p.ccg
        )
        select h.week, coalesce(p.region, '') as region, coalesce(p.stp, '') as stp, p.ccg, h.home_id, {said}
        from home_week as h inner join place as p on h.ccg = p.code
        left join home_answer as a on h.row_id = a.row_id
        group by h.week, p.region, p.stp, p.ccg, h.home_id"""
    with snapshot.work() as work:
        frame = work.frame(select)
    frame.assign(week=pd.to_datetime(frame["week"])).to_parquet(path)


class Chromium:
    """A headless Chromium that measures pages."""

    def __init__(self, browser: object) -> None:
        self._browser = browser

    def first_chart(self, address: str, drawn: str = ".js-plotly-plot .main-svg") -> float:
        """Return the seconds until a browser without a cache shows the first chart of a page."""
        context = self._browser.new_context(viewport={"width": 1600, "height": 900})  # type: ignore[attr-defined]
        page = context.new_page()
        start = time.perf_counter()
        page.goto(address, wait_until="commit")
        page.wait_for_selector(drawn, timeout=180_000)
        taken = time.perf_counter() - start
        context.close()
        return taken

    def clicks(self, address: str, times: int) -> list[float]:
        """Return the seconds from choosing each of the next regions to a page that does not change any more."""
        context = self._browser.new_context(viewport={"width": 1600, "height": 900})  # type: ignore[attr-defined]
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector(".js-plotly-plot .main-svg, .ch-foot", timeout=180_000)
        page.evaluate(_WATCH)
        found = []
        for _ in range(times):
            page.wait_for_timeout(1_000)
            page.get_by_role("combobox", name="Region").first.click()
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            page.wait_for_function(_STILL, arg=_QUIET, timeout=180_000)
            found.append(page.evaluate("(window.seen.last - window.seen.key) / 1000"))
        context.close()
        return found


def browser_costs(snapshot: Snapshot, folder: Path, times: int) -> Iterator[Cost]:
    """Yield what a click and a first visit cost in Chromium, beside the one-chart page and the plain dashboard."""
    from playwright.sync_api import sync_playwright

    put_answers(snapshot, folder / "answers.parquet")
    answers = {"PLAIN_ANSWERS": str(folder / "answers.parquet")}
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        served("dashboard.py", {}) as ours,
        served("benchmarks/one_chart.py", {}) as one_chart,
        served("benchmarks/plain_dashboard.py", answers) as plain,
        sync_playwright() as playwright,
    ):
        chromium = Chromium(playwright.chromium.launch(executable_path=path, args=["--no-sandbox"]))
        base, slow = statistics.median(chromium.clicks(one_chart, times)), statistics.median(chromium.clicks(plain, times))
        for place, name in enumerate(PAGES):
            # Each page has a week of its own, so that no page finds what another asked.
            week = snapshot.weeks[-1 - place % len(snapshot.weeks)].isoformat()
            taken = statistics.median(chromium.clicks(f"{ours}/{name}?week={week}", times))
            what = f"{name or 'overview'}, click to quiet page"
            yield Cost(what, taken, "one-chart page", base, promised=3.0, times=True)
            yield Cost(what, taken, "plain dashboard", slow, promised=0.25, times=True)
        pairs = [(chromium.first_chart(f"{ours}/clinical_leads"), chromium.first_chart(one_chart)) for _ in range(3)]
        ours_first, base_first = (statistics.median(one) for one in zip(*pairs, strict=True))
        yield Cost("first chart in a cold browser", ours_first, "one-chart page", base_first, promised=1.25, times=True)


async def _viewer(address: str, asked: Iterator[tuple[str, Params]], until: float, taken: list[float]) -> None:
    """Change filters one after another over one websocket, each as soon as the page before is done."""
    async with connect(address.replace("http", "ws") + "/_stcore/stream", max_size=None, ping_interval=None) as session:
        for name, params in asked:
            if time.perf_counter() >= until:
                return
            message = BackMsg()
            message.rerun_script.query_string = urlencode(params)
            message.rerun_script.page_name = name
            start = time.perf_counter()
            await session.send(message.SerializeToString())
            while True:
                told = ForwardMsg()
                told.ParseFromString(await session.recv(decode=False))
                if told.WhichOneof("type") == "script_finished":
                    break
            if told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                raise SystemExit(f"A run of {name or 'overview'} ended with {told.script_finished}.")
            taken.append(time.perf_counter() - start)


async def _viewers(address: str, count: int, seconds: float, asked: Iterator[tuple[str, Params]]) -> list[float]:
    taken: list[float] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_viewer(address, asked, until, taken) for _ in range(count)))
    return taken


def viewers_costs(fresh: Iterator[Params], count: int, seconds: float) -> Iterator[Cost]:
    """Yield reruns a second, and the time that 95 in 100 of them stay under, of viewers who change filters without a pause."""
    few = [(name, params) for params in itertools.islice(fresh, 4) for name in PAGES]
    ways = {
        "filters never used before": zip(itertools.cycle(PAGES), fresh, strict=False),
        f"{len(few)} views that were looked at before": itertools.cycle(few),
    }
    with served("dashboard.py", {}) as address:
        asyncio.run(_viewers(address, 1, 600, iter(few)))
        for what, asked in ways.items():
            start = time.perf_counter()
            taken = sorted(asyncio.run(_viewers(address, count, seconds, iter(asked))))
            rate, late = len(taken) / (time.perf_counter() - start), taken[int(0.95 * (len(taken) - 1))]
            who = f"{count} viewers at once, {what}"
            yield Cost(f"{who}: reruns without an error", rate, unit="a second", promised=20.0, least=True)
            yield Cost(f"{who}: 95 in 100 take at most", late, promised=1.5)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="What the pages of a leader cost, as ratios taken in one run.")
    parser.add_argument("--store", type=Path, help="a store to read; without it a seeded England is made")
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--viewers", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--only", default="server,browser,viewers")
    asked = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["CAREHOMES_STORE"] = str((asked.store or folder / "store").resolve())
        store = open_store() if asked.store else england(folder / "store", asked.weeks)
        snapshot = open_snapshot(store)
        fresh = views(snapshot)
        parts = {
            "server": lambda: server_costs(fresh, asked.times),
            "browser": lambda: browser_costs(snapshot, folder, min(asked.times, 6)),
            "viewers": lambda: viewers_costs(fresh, asked.viewers, asked.seconds),
        }
        tell(one for name in asked.only.split(",") for one in parts[name]())


if __name__ == "__main__":
    main()
