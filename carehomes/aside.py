"""Dear work beside the pages: done by processes of its own, which give way to the pages wherever both want the processor.

Python runs one thread at a time, whatever each is worth: a pack that is put together, or a file that is examined, would take from the
pages as much as all of them get. A server (``asgi.py``) therefore has such processes, each kept from one piece of work to the next; a
laptop does the same work in place.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import count
from multiprocessing import get_context
from typing import Any, TypeVar

from carehomes.ledger.acting import Actor, acting, actor
from carehomes.ledger.trouble import StoreError
from carehomes.log import log_faults

T = TypeVar("T")
#: Seconds between two looks at what a process has said.
_LOOK = 0.1
#: What is heard where all was said.
_END = deque([None])
#: How much less than a page a process presses for the processor (``os.nice``).
_GIVES_WAY = 10
#: Pieces of work after which a process makes room for a fresh one: libraries keep some memory for good.
_WORN = 100
_ENDED = (
    "The process that worked on this ended before its time. What it had decided by then is kept, the rest is not: look at what is there "
    "now, then ask for it again."
)


class HandedOverError(Exception):
    """What was handed over is not there any more for another process; whoever has it open can still work on it."""


class Aside:
    """So many processes, started when they are first asked for."""

    def __init__(self, number: int) -> None:
        self.number = number
        context = get_context("spawn")
        #: What processes say while they work: of which piece of work (0: that one was started), and what.
        self._said: Any = context.SimpleQueue()
        self._heard: dict[int, deque[Any]] = {}
        self._pieces = count(1)
        self._started: list[int] = []
        self._pool = ProcessPoolExecutor(
            number, mp_context=context, initializer=_begin, initargs=(self._said, os.getpid()), max_tasks_per_child=_WORN
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            piece, told = self._said.get()
            if not piece:
                self._started.append(told)
            elif (heard := self._heard.get(piece)) is not None:
                heard.append(told)

    def do(self, function: Callable[..., T], given: tuple[Any, ...], named: dict[str, Any], told: Callable[[Any], object] | None) -> T:
        """Have it done and return what comes of it; ``told`` hears in this thread what is told on the way. Raises what it raises."""
        piece = next(self._pieces)
        heard = self._heard[piece] = deque[Any]()
        # Taken apart by the work itself, where what cannot be opened any more is told: in the pool's own hands it would end the process.
        handed = pickle.dumps((function, given, named))
        future: Future[T] = self._pool.submit(_work, piece if told else 0, actor(), handed)
        try:
            done = False
            while not done:
                done = bool(wait([future], timeout=_LOOK).done)
                _hear(heard, told)
            # What was said last comes by another way than what came of it, and may be later.
            until = time.monotonic() + _LOOK
            while told and not future.exception() and heard != _END and time.monotonic() < until:
                time.sleep(0.002)
                _hear(heard, told)
            return future.result()
        finally:
            # Whoever asked may be gone before it was begun.
            future.cancel()
            del self._heard[piece]

    def end(self) -> None:
        """End them at once: what is half done is never half decided."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for one in self._started:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGTERM)


def _hear(heard: deque[Any], told: Callable[[Any], object] | None) -> None:
    """Tell on what was said; that it was all of it stays."""
    while told and heard and heard != _END:
        told(heard.popleft())


_lock = threading.Lock()
_aside: Aside | None = None


@contextmanager
def beside(number: int) -> Iterator[None]:
    """Within the block dear work is done by ``number`` processes beside this one."""
    global _aside
    with _lock:
        _aside = Aside(number)
    try:
        yield
    finally:
        with _lock:
            _aside.end()
            _aside = None


def do_aside(function: Callable[..., T], *given: Any, told: Callable[[Any], object] | None = None, **named: Any) -> T:
    """Return what ``function`` of what is ``given`` and ``named`` comes to, worked out beside the pages where there are processes for that.

    ``function`` is one of a module, what it takes and returns can be handed to another process (a store, a snapshot, a selection, a
    receipt). With ``told`` it is given a ``told`` of its own, which may be called while it works. Raises what it raises, and
    ``StoreError`` where its process was killed.
    """
    here = _aside
    if here:
        try:
            return here.do(function, given, named, told)
        except HandedOverError:
            pass
        except BrokenProcessPool as error:
            _renew(here)
            raise StoreError(_ENDED) from error
    return function(*given, **named, told=told) if told else function(*given, **named)


def _renew(broken: Aside) -> None:
    """Put others in the place of processes of which one was killed, which ends them all."""
    global _aside
    with _lock:
        if _aside is broken:
            broken.end()
            _aside = Aside(broken.number)


#: In one of the processes: where it says what it has to say.
_said: Any = None


def _begin(said: Any, server: int) -> None:
    """Be one of the processes: give way to pages, end with the server however that ends."""
    global _said
    # It can be handed over only while a process starts.
    _said = said
    said.put((0, os.getpid()))
    os.nice(_GIVES_WAY)
    log_faults()

    def watch() -> None:
        while os.getppid() == server:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _work(piece: int, who: Actor, handed: bytes) -> Any:
    function, given, named = pickle.loads(handed)
    if piece:
        named = {**named, "told": lambda told: _said.put((piece, told))}
    with acting(who.who, who.source):
        found = function(*given, **named)
    if piece:
        _said.put((piece, None))
    return found
