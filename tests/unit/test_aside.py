"""Dear work beside the pages: done by another process in the name of whoever asked, told on the way, outlived by nobody."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from carehomes.access import Person
from carehomes.access.people import Grant
from carehomes.aside import beside, do_aside
from carehomes.ledger.acting import PAGE, acting, actor
from carehomes.ledger.trouble import StoreError
from carehomes.measures import figures
from carehomes.snapshots import Snapshot, open_path, open_snapshot
from carehomes.store import Store

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def processes() -> Iterator[None]:
    """Have one process beside this one."""
    with beside(1):
        yield


def who_works() -> tuple[int, int, str]:
    """Return the process, how much it gives way, and who acts."""
    return os.getpid(), os.nice(0), actor().who


def count_to(last: int, *, told: Callable[[int], object]) -> int:
    """Tell every number on the way."""
    for number in range(1, last + 1):
        told(number)
    return last


def refuse() -> None:
    """Say no, as a store does."""
    raise StoreError("It cannot be written.")


def die() -> None:
    """End as one that took too much memory does."""
    os.kill(os.getpid(), signal.SIGKILL)


def weeks_of(snapshot: Snapshot) -> tuple[int, str, int]:
    """Return where and what is seen of a snapshot."""
    return os.getpid(), snapshot.key, len(snapshot.areas.of_level("ccg"))


def test_without_processes_it_is_done_in_place() -> None:
    assert do_aside(who_works)[0] == os.getpid()
    heard: list[int] = []
    assert do_aside(count_to, 3, told=heard.append) == 3
    assert heard == [1, 2, 3]


@pytest.mark.usefixtures("processes")
def test_another_process_does_it_in_the_name_of_who_asked_and_gives_way_to_pages() -> None:
    with acting("p-approver", PAGE):
        process, nice, who = do_aside(who_works)
    assert process != os.getpid() and nice == 10 + os.nice(0) and who == "p-approver"
    assert do_aside(who_works)[0] == process, "it is kept from one piece of work to the next"


@pytest.mark.usefixtures("processes")
def test_what_it_says_on_the_way_is_heard_in_order_in_the_thread_that_asked() -> None:
    heard: list[tuple[int, int]] = []
    assert do_aside(count_to, 50, told=lambda number: heard.append((number, threading.get_ident()))) == 50
    assert heard == [(number, threading.get_ident()) for number in range(1, 51)]


@pytest.mark.usefixtures("processes")
def test_what_it_raises_is_raised_here_and_a_killed_one_is_told_and_replaced() -> None:
    with pytest.raises(StoreError, match="It cannot be written"):
        do_aside(refuse)
    before = do_aside(who_works)[0]
    with pytest.raises(StoreError, match="ended before its time"):
        do_aside(die)
    assert do_aside(who_works)[0] not in (before, os.getpid())


@pytest.mark.usefixtures("processes")
def test_a_snapshot_goes_as_its_reader_sees_it(demo_store: Store) -> None:
    code = open_snapshot(demo_store).areas.of_level("ccg")[0].code
    seen = open_snapshot(demo_store.held_by(Person("p-viewer", (Grant("viewer", frozenset({code})),))))
    process, key, areas = do_aside(weeks_of, seen)
    assert process != os.getpid() and (key, areas) == (seen.key, 1)
    again: Snapshot = pickle.loads(pickle.dumps(seen))
    asked = {"codes": [code], "week": seen.weeks[-1], "measures": tuple(seen.measures)[:3], "permitted": seen.permitted}
    assert figures(again, **asked).equals(figures(seen, **asked))


@pytest.mark.usefixtures("processes")
def test_a_snapshot_whose_file_is_not_kept_any_more_is_worked_on_in_place(demo_store: Store, tmp_path: Path) -> None:
    copy = shutil.copyfile(open_snapshot(demo_store).path, tmp_path / "000001.duckdb")
    old = open_path(1, copy)
    assert do_aside(weeks_of, old)[0] != os.getpid()
    copy.unlink()
    assert do_aside(weeks_of, old)[0] == os.getpid()


def test_nothing_is_left_when_the_server_is_killed() -> None:
    program = (
        "import os, time\nfrom carehomes.aside import beside, do_aside\nfrom tests.unit.test_aside import who_works\n"
        "if __name__ == '__main__':\n    with beside(1):\n        print(do_aside(who_works)[0], flush=True)\n        time.sleep(60)\n"
    )
    server = subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    helper = int(server.stdout.readline())
    server.kill()
    server.communicate()
    until = time.monotonic() + 10
    while _runs(helper) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _runs(helper)


def _runs(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
