"""Random numbers that stay the same between Python versions, platforms and runs."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """One stream of random numbers with a name of its own, so that a change in one place moves nothing in another.

    Only ``Random.random`` is used: Python promises to keep that sequence for a seed, and not those of the other methods.
    """

    __slots__ = ("random",)

    def __init__(self, *seed: object) -> None:
        self.random = Random("/".join(str(part) for part in seed)).random

    def happens(self, probability: float) -> bool:
        """Return True with this probability."""
        return self.random() < probability

    def between(self, low: float, high: float) -> float:
        """Return a number from ``low`` to ``high``."""
        return low + (high - low) * self.random()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + int(self.random() * (high - low + 1))

    def wait(self, mean: float) -> float:
        """Return a waiting time (exponential) with this mean."""
        return -mean * log(1.0 - self.random())

    def pick(self, things: Sequence[T]) -> T:
        """Return one of ``things``."""
        return things[int(self.random() * len(things))]

    def weighted(self, things: Sequence[tuple[T, float]]) -> T:
        """Return one of ``things``, pairs of a thing and its probability; the last takes what is left over."""
        left = self.random()
        for thing, probability in things:
            left -= probability
            if left < 0:
                return thing
        return things[-1][0]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """Return ``count`` different ones of ``things``, in their own order."""
        chosen: list[T] = []
        for place, thing in enumerate(things):
            needed = count - len(chosen)
            if self.random() * (len(things) - place) < needed:
                chosen.append(thing)
        return chosen

    def of_each(self, count: int, probability: float) -> int:
        """Return for how many of ``count`` something happens that happens to each with this probability."""
        return sum(self.random() < probability for _ in range(count))
