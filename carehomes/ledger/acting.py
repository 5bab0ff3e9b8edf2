"""Who acts, and from where: said once where a command or a page begins, written with every event of the audit."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

PAGE, SHELL, INBOX = "page", "command line", "inbox"


@dataclass(frozen=True)
class Actor:
    """``who`` is a person's id, or an account of the machine, '' where nobody is known; ``source`` is from where."""

    who: str
    source: str


_NOBODY = Actor("", PAGE)
_ACTING: ContextVar[Actor] = ContextVar("acting", default=_NOBODY)


def actor() -> Actor:
    """Return who acts in this thread of work."""
    return _ACTING.get()


def act_as(who: str, source: str = PAGE) -> None:
    """From here on, in this thread, ``who`` acts: called by a page once it knows who signed in."""
    _ACTING.set(Actor(who, source))


@contextmanager
def acting(who: str, source: str) -> Iterator[None]:
    """Within the block ``who`` acts, from ``source``."""
    before = _ACTING.set(Actor(who, source))
    try:
        yield
    finally:
        _ACTING.reset(before)


def account() -> str:
    """Return the account of the machine under which this program runs, '' where it cannot be told."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
