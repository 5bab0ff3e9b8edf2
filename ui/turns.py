"""Dear work, a few at a time: who comes when as many are at it waits in line, first come first served, and is told how many are before.

A line is of all sessions of this process. A place in it is given back whatever happens: by whoever leaves it, also by an error or because
the page is run anew; by work that outlives a page once it has ended; by who waits and does not ask any more, because she went away.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from carehomes.settings import files_at_once, packs_at_once
from ui.drawing import end_drawing
from ui.text import esc

#: Seconds between two looks of one who waits.
_LOOK = 0.4
#: Seconds after which one who waits and does not look is passed over (a tab in the background looks once a minute), and gone for good.
_AWAY, _GONE = 10.0, 900.0


class Turn:
    """One place in a line."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._at_work: Callable[[], bool] | None = None
        self.begun = False
        self.looked = line.clock()

    def before(self) -> int:
        """Return how many must end before this one begins; at 0 it has begun, and holds its place until it leaves."""
        with self._line.lock:
            self.looked = self._line.clock()
            before = 0 if self.begun else self._line.before(self)
            self.begun = before == 0
            return before

    def hold_while(self, at_work: Callable[[], bool]) -> None:
        """Hold the place, once begun, for as long as ``at_work`` says so, and no longer: whoever began it may have gone."""
        self._at_work = at_work

    def leave(self) -> None:
        """Give the place back; twice does no harm."""
        with self._line.lock:
            self._line.drop(self)

    def over(self, now: float) -> bool:
        """Return whether nobody holds the place any more."""
        if self.begun:
            return self._at_work is not None and not self._at_work()
        return now - self.looked > _GONE

    def counts(self, now: float) -> bool:
        """Return whether others wait for it: it has begun, or would begin if it could."""
        return self.begun or now - self.looked <= _AWAY


class Line:
    """Those who are at one sort of work, ``at_once`` at most, and those who wait for it; ``told`` is the work in words."""

    def __init__(self, told: str, at_once: Callable[[], int], clock: Callable[[], float] = time.monotonic) -> None:
        self.told, self.at_once, self.clock = told, at_once, clock
        self.lock = Lock()
        self._turns: list[Turn] = []

    def join(self) -> Turn:
        """Take the last place."""
        turn = Turn(self)
        with self.lock:
            self._turns.append(turn)
        return turn

    def sentence(self, before: int) -> str:
        """Return what somebody is told who waits for so many."""
        return f"{self.told} {self.at_once()} at a time, and others asked first: {before} before yours. It begins by itself."

    def before(self, turn: Turn) -> int:
        """Return how many must end before ``turn`` may begin; taken for gone, it comes last. Asked with the lock held."""
        now = self.clock()
        self._turns = [one for one in self._turns if one is turn or not one.over(now)]
        if turn not in self._turns:
            self._turns.append(turn)
        own = self._turns.index(turn)
        ahead = sum(1 for place, one in enumerate(self._turns) if one.begun or (place < own and one.counts(now)))
        return max(0, ahead - self.at_once() + 1)

    def drop(self, turn: Turn) -> None:
        """Take ``turn`` out of the line. Asked with the lock held."""
        self._turns = [one for one in self._turns if one is not turn]


@contextmanager
def in_turn(line: Line, tell: Callable[[str], object] | None = None) -> Iterator[None]:
    """Run the block when its turn has come; until then ``tell`` the page (None: a line of text), again and again, how many are before.

    Telling it is also how Streamlit ends a run that nobody wants any more: then the place is given back.
    """
    # Whoever waits here, or works long, keeps no page of another one waiting.
    end_drawing()
    turn = line.join()
    place: DeltaGenerator | None = None
    try:
        while before := turn.before():
            if tell is None:
                place = place or st.empty()
                place.html(waiting_html(line, before))
            else:
                tell(line.sentence(before))
            time.sleep(_LOOK)
        if place:
            place.empty()
        yield
    finally:
        turn.leave()


def waiting_html(line: Line, before: int) -> str:
    """Return what somebody is told who waits, as HTML."""
    return f'<p class="ch-muted" role="status">{esc(line.sentence(before))}</p>'


#: Packs, one by one or many in one go; batches of files that are examined or accepted.
PACKS = Line("Packs are made", packs_at_once)
FILES = Line("Batches of files are taken", files_at_once)
