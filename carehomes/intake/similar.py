"""How alike a header and the names of the questions are: a suggestion for a person, never an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz, process

T = TypeVar("T")
#: From which likeness, of 100, something is suggested at all.
SUGGESTED = 60


@lru_cache(maxsize=4096)
def _scores(text: str, choices: tuple[str, ...]) -> tuple[int, ...]:
    """Return how alike ``text`` is to each of ``choices``: half by all words, half by those that both have."""
    every = process.cdist([text], choices, scorer=fuzz.token_sort_ratio)[0]
    shared = process.cdist([text], choices, scorer=fuzz.token_set_ratio)[0]
    return tuple(int(one) for one in (every + shared) // 2)


def alike(text: str, names: Mapping[str, T], floor: int = SUGGESTED) -> list[tuple[T, int]]:
    """Return what is meant by the names most like ``text`` (a key), each once with its best score, the likest first."""
    found: dict[T, int] = {}
    for meant, score in zip(names.values(), _scores(text, tuple(names)), strict=True):
        if score >= floor and score > found.get(meant, 0):
            found[meant] = score
    return sorted(found.items(), key=lambda one: (-one[1], str(one[0])))


def likeness(text: str, labels: Sequence[str]) -> int:
    """Return how alike ``text`` is to the likest of ``labels``, of 100."""
    return max(_scores(text, tuple(labels)), default=0)
