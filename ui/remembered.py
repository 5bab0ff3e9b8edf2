"""Answers remembered by what was asked, for every session of the process: computed once, then the same object for all who ask.

Streamlit's own caches hash what is asked cell by cell and copy data frames on the way out, which costs a page more than drawing it. Here
what is asked is a key as it stands (codes, dates, ids, a selection; never a frame) and what is found is shared: nobody changes it.
"""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class _Answer:
    """What is found to one question, and the lock of who looks for it: others wait instead of looking too."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.found: object = None
        self.known = False


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator that keeps the answers to the last ``most`` questions of a function.

    A question is all that is given by place, but for parameters whose names begin with ``_``: what answers it is no part of it.
    A question that fails is not remembered. Everything is given by place: what is named, or left to its default, would be no part of the
    key.
    """

    def decorator(ask: Callable[P, T]) -> Callable[P, T]:
        names = list(inspect.signature(ask).parameters)
        asked_by = [place for place, name in enumerate(names) if not name.startswith("_")]
        answers: OrderedDict[Hashable, _Answer] = OrderedDict()
        guard = Lock()

        @wraps(ask)
        def answer(*asked: P.args, **more: P.kwargs) -> T:
            if more or len(asked) != len(names):
                raise TypeError(f"{ask.__name__} is asked by place, all of it: {', '.join(names)}.")
            key = tuple(asked[place] for place in asked_by)
            with guard:
                held = answers.get(key)
                if held is None:
                    held = answers[key] = _Answer()
                    if len(answers) > most:
                        answers.popitem(last=False)
                else:
                    answers.move_to_end(key)
            if not held.known:
                with held.lock:
                    if not held.known:
                        held.found = ask(*asked)
                        held.known = True
            return held.found  # type: ignore[return-value]

        return answer

    return decorator
