"""The benchmark of the pages runs, small, over the demonstration."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks import pages
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.conftest import WORLDS, long_run


def test_filters_never_used_before_are_never_the_same_twice(demo_store: Store) -> None:
    found = [tuple(one.items()) for one in pages.views(open_snapshot(demo_store))]
    assert len(found) > 20
    assert len(set(found)) == len(found)
    assert found == [tuple(one.items()) for one in pages.views(open_snapshot(demo_store))]


@long_run
def test_every_page_and_many_viewers_are_measured(demo_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    parts = "server,viewers" if WORLDS > 1 else "viewers"
    asked = ["--store", str(demo_store.folder), "--times", "1", "--viewers", "2", "--seconds", "1", "--only", parts]
    # A thread of its own: beside browser tests this one has a running event loop.
    with ThreadPoolExecutor(1) as alone:
        alone.submit(pages.main, asked).result()
    told = capsys.readouterr().out
    for name in ("overview", *pages.PAGES[1:]) if WORLDS > 1 else ():
        assert f"| {name}, filters never used before (" in told and f"| {name}, again (" in told
    assert told.count("| 2 viewers at once, ") == 4 and told.count("reruns without an error") == 2
