"""Dear work waits its turn: first come first served, told how many are before, the place given back whatever happens."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import StopException

from carehomes.settings import files_at_once, packs_at_once
from ui.turns import Line, in_turn


class Clock:
    """Seconds that pass when they are told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_comes_first_begins_first_and_others_are_told_how_many_are_before() -> None:
    line = Line("Packs are made", lambda: 2)
    turns = [line.join() for _ in range(5)]
    assert [one.before() for one in turns] == [0, 0, 1, 2, 3]
    assert line.sentence(2) == "Packs are made 2 at a time, and others asked first: 2 before yours. It begins by itself."
    turns[1].leave()
    # The last one asks first, and still comes last.
    assert [one.before() for one in reversed(turns[2:])] == [2, 1, 0]
    turns[2].leave()
    turns[2].leave()
    assert [one.before() for one in turns[3:]] == [0, 1]


@pytest.mark.parametrize("ends", [RuntimeError("it failed"), StopException(), KeyboardInterrupt()])
def test_a_place_is_given_back_however_the_work_ends(ends: BaseException) -> None:
    line = Line("Files are taken", lambda: 1)
    other = line.join()
    other.leave()
    with pytest.raises(type(ends)), in_turn(line):
        other = line.join()
        assert other.before() == 1
        raise ends
    assert other.before() == 0


def test_a_run_that_is_ended_while_it_waits_leaves_the_line() -> None:
    line = Line("Files are taken", lambda: 1)
    first = line.join()
    assert first.before() == 0

    def ended(_: str) -> None:
        raise StopException

    with pytest.raises(StopException), in_turn(line, ended):
        pytest.fail("it is not its turn")
    first.leave()
    assert line.join().before() == 0


def test_who_went_away_holds_nobody_up_and_who_looks_again_has_its_place() -> None:
    clock = Clock()
    line = Line("Packs are made", lambda: 1, clock)
    worker, away, waiting = (line.join() for _ in range(3))
    assert [one.before() for one in (worker, away, waiting)] == [0, 1, 2]
    # A tab in the background looks once a minute: meanwhile it is passed over, and its place is kept.
    clock.now = 60
    assert waiting.before() == 1
    assert away.before() == 1 and waiting.before() == 2
    clock.now = 120
    worker.leave()
    assert waiting.before() == 0
    assert away.before() == 1
    waiting.leave()
    # Who does not come back for a quarter of an hour comes last; work that has begun is not taken for gone, however long it takes.
    clock.now = 2_000
    assert line.join().before() == 0
    clock.now = 9_000
    assert away.before() == 1


def test_work_that_outlives_its_page_holds_its_place_until_it_ends() -> None:
    line = Line("Packs are made", lambda: 1)
    ended = Event()
    process, other = line.join(), line.join()
    assert process.before() == 0
    process.hold_while(lambda: not ended.is_set())
    assert other.before() == 1
    ended.set()
    assert other.before() == 0


def test_never_more_than_may_are_at_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.turns._LOOK", 0.01)
    line = Line("Packs are made", lambda: 2)
    at_work: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        with in_turn(line, lambda _: None):
            at_work.append(number)
            most.append(len(at_work))
            Event().wait(0.02)
            at_work.remove(number)

    with ThreadPoolExecutor(6) as sessions:
        list(sessions.map(work, range(6)))
    assert len(most) == 6 and max(most) <= 2 and line.join().before() == 0


def test_how_many_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (packs_at_once(), files_at_once()) == (2, 2)
    monkeypatch.setenv("CAREHOMES_PACKS_AT_ONCE", "5")
    assert packs_at_once() == 5
    monkeypatch.setenv("CAREHOMES_FILES_AT_ONCE", "none")
    with pytest.raises(ValueError, match="CAREHOMES_FILES_AT_ONCE is 'none'; it must be a whole number above 0"):
        files_at_once()
