"""Breaks: days from which a question, or the answers that it offers, is another one. Weeks before and after are not compared.

A question's .toml says them, and a measure inherits those of the questions that it rests on::

    [[breaks]]
    day = 2020-08-10
    changed = "options"        # or "wording"
    what = "one sentence without a full stop: what is asked or offered from that day"
    source = "who says so"
    became = { "no" = ["no", "not applicable"] }     # where answers changed: what an old one is since then; one not named stays

An answer that is no more stays among the question's words, so that weeks before can still be read; templates of later weeks leave it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

#: What can change, and how it is told of a question.
CHANGED: Final = {"wording": "the question changed", "options": "its answer options changed"}


@dataclass(frozen=True)
class Break:
    """A day from which a question is another one: ``changed`` is a word of ``CHANGED``, ``question`` the wording it is known by.

    ``became`` gives for an old answer those that it is since then, none where there is no such answer any more.
    """

    day: date
    question: str
    changed: str
    what: str
    source: str
    became: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def week(self) -> date:
        """The first reporting week, by its Sunday, that is not told as before: the one that holds the day."""
        return self.day + timedelta(days=6 - self.day.weekday())

    @property
    def short(self) -> str:
        """What changed in a few words."""
        return CHANGED[self.changed]

    @property
    def retired(self) -> frozenset[str]:
        """The answers that are none any more: they became others, or nothing."""
        return frozenset(old for old, new in self.became if old not in new)


def breaks_of(tables: Any, question: str, answers: Sequence[str], file: str) -> tuple[Break, ...]:
    """Return the breaks that a question's .toml says, by day; ``answers`` are the words that it takes now.

    Raises ``ValueError`` with a plain sentence that names ``file``.
    """
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise ValueError(f"{file}: breaks are written as [[breaks]], one table a break.")
    found = sorted((_break(one, question, answers, file) for one in tables), key=lambda one: one.day)
    twice = [one.week for one, after in pairwise(found) if one.week == after.week]
    if twice:
        raise ValueError(f"{file}: two breaks fall into the week ending {twice[0]}. Say them as one.")
    return tuple(found)


def _break(table: dict[str, Any], question: str, answers: Sequence[str], file: str) -> Break:
    unknown = sorted(table.keys() - {"day", "changed", "what", "source", "became"})
    if unknown:
        raise ValueError(f"{file}: a break says day, changed, what, source and became, not {unknown[0]!r}.")
    day = table.get("day")
    if not isinstance(day, date) or isinstance(day, datetime):
        raise ValueError(f"{file}: a break needs its day, such as day = 2020-08-10.")
    if table.get("changed") not in CHANGED:
        raise ValueError(f"{file}, break of {day}: changed is one of {', '.join(CHANGED)}.")
    for name in ("what", "source"):
        if not str(table.get(name, "")).strip():
            raise ValueError(f"{file}, break of {day}: it needs {name}, in words.")
    became = _became(table.get("became", {}), answers, f"{file}, break of {day}")
    if became and table["changed"] != "options":
        raise ValueError(f"{file}, break of {day}: what old answers became is said where changed is 'options'.")
    what, source = (" ".join(str(table[name]).split()).rstrip(".") for name in ("what", "source"))
    return Break(day, question, table["changed"], what, source, became)


def _became(table: Any, answers: Sequence[str], where: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    told_in_lists = isinstance(table, dict) and all(isinstance(words, list) for words in table.values())
    if not told_in_lists or not all(isinstance(word, str) for words in table.values() for word in words):
        raise ValueError(f'{where}: became names an old answer and what it is now, such as became = {{ "no" = ["no", "not applicable"] }}.')
    unknown = sorted({*table, *(new for words in table.values() for new in words)} - set(answers))
    if unknown:
        told = f"Its answers are: {', '.join(answers)}." if answers else "It has no fixed answers."
        raise ValueError(f"{where}: {unknown[0]!r} is no answer of the question. {told}")
    return tuple((old, tuple(words)) for old, words in table.items())


def between(breaks: Iterable[Break], before: date, after: date) -> list[Break]:
    """Return the breaks that part two weeks, by day: those after the earlier one, up to and with the later one."""
    first, last = sorted((before, after))
    return sorted((one for one in breaks if first < one.week <= last), key=lambda one: (one.day, one.question))
