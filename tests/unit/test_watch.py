"""A query that takes too long is interrupted by one thread for all of them; one that has ended is not."""

from __future__ import annotations

import threading
import time

from carehomes.snapshots.watch import Watch


def test_what_takes_too_long_is_told_once_and_what_has_ended_is_not() -> None:
    watch, told = Watch(), list[str]()
    with watch.over(0.02, lambda: told.append("long")):
        time.sleep(0.1)
    with watch.over(0.02, lambda: told.append("short")):
        pass
    time.sleep(0.05)
    assert told == ["long"]


def test_what_is_due_first_is_told_first_whatever_was_asked_before() -> None:
    watch, told = Watch(), list[str]()
    with watch.over(30, lambda: told.append("later")), watch.over(0.02, lambda: told.append("first")):
        time.sleep(0.1)
        assert told == ["first"]
    assert told == ["first"]


def test_hundreds_of_queries_have_one_thread() -> None:
    watch, before = Watch(), threading.active_count()
    for _ in range(300):
        with watch.over(60, lambda: None):
            pass
    assert threading.active_count() <= before + 1
