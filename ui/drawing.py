"""Pages are drawn a few at a time: more at once would take the processor from one another, and every one of them would come later.

Python runs one thread at a time, and DuckDB's own threads want the same processors. Sixty pages that are drawn together pass both around
all the time, and each takes far more of the processor than alone (`benchmarks/load.py`). So whoever opens a page waits until a place is
free, first come first served, and gives it back when the page is closed, when the run ends in whatever way, or when it begins dear work,
which has a line of its own and tells people that they wait (`ui/turns.py`). A page takes tenths of a second: nobody is told of that wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock, local

from carehomes.settings import pages_at_once


class Places:
    """As many places as ``at_once`` says; who finds none free gets the next one in the order of coming."""

    def __init__(self, at_once: Callable[[], int]) -> None:
        self._at_once = at_once
        self._guard = Lock()
        self._taken = 0
        self._waiting: deque[Lock] = deque()

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return self._taken

    @property
    def waiting(self) -> int:
        """How many wait for one."""
        return len(self._waiting)

    def take(self) -> Place:
        """Return a place, once one is free."""
        with self._guard:
            called: Lock | None = None
            if self._taken < self._at_once():
                self._taken += 1
            else:
                called = Lock()
                called.acquire()
                self._waiting.append(called)
        if called:
            called.acquire()
        return Place(self)

    def give_back(self) -> None:
        """Hand a place to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken -= 1


class Place:
    """One place; it is given back when nobody holds it any more."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def __del__(self) -> None:
        self._places.give_back()


class _Run(local):
    """What a thread holds: its place goes with it. Streamlit gives a run a thread of its own, or that of the last one."""

    place: Place | None = None


_PAGES = Places(pages_at_once)
_RUN = _Run()


def begin_drawing() -> None:
    """Wait until this run may draw its page; a run that already may goes on."""
    if _RUN.place is None:
        _RUN.place = _PAGES.take()


def end_drawing() -> None:
    """Let others draw: the page is drawn, or waits for something else. Twice does no harm."""
    _RUN.place = None
