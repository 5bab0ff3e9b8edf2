"""What interrupts a query that takes too long: one thread for all queries of the process, started with the first.

A timer a query would start a thread each time, and whoever starts one waits until it has run: on a busy server that alone costs a page more
than some of its queries.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count


class Watch:
    """Calls what it is asked to once the time is over, unless what was watched has ended by then."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._places = count()
        #: (when, place, what is called): those that have ended stay until their time.
        self._due: list[tuple[float, int]] = []
        self._actions: dict[int, Callable[[], object]] = {}
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, seconds: float, action: Callable[[], object]) -> Iterator[None]:
        """Call ``action``, in another thread, where the block takes longer than ``seconds``."""
        due = time.monotonic() + seconds
        with self._changed:
            place = next(self._places)
            self._actions[place] = action
            heappush(self._due, (due, place))
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="watch of queries", daemon=True)
                self._thread.start()
            elif self._due[0][1] == place:
                # Only what is due before all others changes until when the thread sleeps.
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._actions.pop(place, None)

    def _look(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                while self._due and (self._due[0][0] <= now or self._due[0][1] not in self._actions):
                    _, place = heappop(self._due)
                    if action := self._actions.pop(place, None):
                        # Under the lock: the block it belongs to cannot have ended, nor another query begun on its cursor.
                        action()
                self._changed.wait(self._due[0][0] - now if self._due else None)


QUERIES = Watch()
