"""Pages are drawn a few at a time, first come first served, and a place is given back however a run ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from ui.drawing import Place, Places, begin_drawing, end_drawing


def started(action: Callable[[], object]) -> threading.Thread:
    """Do it in a thread of its own."""
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    return thread


def waits(places: Places, number: int) -> None:
    """Wait until so many wait."""
    until = time.monotonic() + 5
    while places.waiting != number:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_who_came_first_draws_first() -> None:
    places = Places(lambda: 1)
    held: Place | None = places.take()
    order: list[int] = []

    def draw(number: int) -> None:
        place = places.take()
        order.append(number)
        del place

    threads = []
    for number in range(5):
        threads.append(started(lambda number=number: draw(number)))
        waits(places, number + 1)
    assert order == []
    del held
    for one in threads:
        one.join(5)
    assert order == [0, 1, 2, 3, 4] and places.waiting == 0


def test_no_more_draw_at_once_than_there_are_places() -> None:
    places, guard = Places(lambda: 3), threading.Lock()
    now, most = 0, 0

    def draw() -> None:
        nonlocal now, most
        place = places.take()
        with guard:
            now += 1
            most = max(most, now)
        time.sleep(0.002)
        with guard:
            now -= 1
        del place

    for one in [started(draw) for _ in range(40)]:
        one.join(10)
    assert (now, most) == (0, 3)


@pytest.mark.parametrize("ends", ["closed", "left", "raised"])
def test_a_run_gives_its_place_back_however_it_ends(ends: str, monkeypatch: pytest.MonkeyPatch) -> None:
    places = Places(lambda: 1)
    monkeypatch.setattr("ui.drawing._PAGES", places)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def run() -> None:
        begin_drawing()
        begin_drawing()
        if ends == "closed":
            end_drawing()
            end_drawing()
        elif ends == "raised":
            raise SystemExit

    for _ in range(3):
        thread = started(run)
        thread.join(5)
        assert not thread.is_alive()
    assert places.taken == 0
