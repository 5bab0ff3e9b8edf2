"""Answers are remembered by what was asked: once computed, shared, the oldest given up, a failure asked again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import sleep

import pytest

from ui.remembered import remembered


def test_a_question_is_answered_once_and_what_answers_it_is_no_part_of_it() -> None:
    asked: list[tuple[int, str]] = []

    @remembered(8)
    def answer(number: int, _snapshot: object, word: str) -> list[int]:
        asked.append((number, word))
        return [number]

    first = answer(1, object(), "a")
    assert answer(1, object(), "a") is first
    assert answer(1, object(), "b") is not first and answer(2, object(), "a") == [2]
    assert asked == [(1, "a"), (1, "b"), (2, "a")]


def test_the_answer_that_was_used_longest_ago_is_given_up() -> None:
    asked: list[int] = []

    @remembered(2)
    def answer(number: int) -> int:
        asked.append(number)
        return number

    for number in (1, 2, 1, 3, 1, 2):
        assert answer(number) == number
    assert asked == [1, 2, 3, 2]


def test_a_question_that_fails_is_asked_again() -> None:
    tries: list[int] = []

    @remembered(2)
    def answer(number: int) -> int:
        tries.append(number)
        if len(tries) == 1:
            raise ValueError("not now")
        return number

    with pytest.raises(ValueError, match="not now"):
        answer(1)
    assert answer(1) == 1 and tries == [1, 1]


def test_who_asks_what_is_looked_for_waits_for_it() -> None:
    asked: list[int] = []
    together = Barrier(4)

    @remembered(2)
    def answer(number: int) -> object:
        asked.append(number)
        sleep(0.05)
        return object()

    def ask(number: int) -> object:
        together.wait()
        return answer(number)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, [7] * 4))
    assert asked == [7] and all(one is found[0] for one in found)
