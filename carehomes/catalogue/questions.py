"""Questions that a return can carry, one .toml each in ``queries/questions``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from carehomes.catalogue.breaks import Break, breaks_of

QuestionType = Literal["yes_no", "count", "word", "text", "date", "code"]
Role = Literal["identifier", "attribute", "answer", "comment"]

#: The topics of the care model: families that share one page, and the sets in which templates bring optional questions.
TOPICS: dict[str, str] = {
    "teams": "Teams and reviews",
    "resident_plans": "Residents' plans",
    "equipment": "Equipment",
    "infection": "Infection and outbreaks",
    "remote_support": "Remote support",
}
#: What a yes/no question can be told, in the order in which it is shown. Silence is the fourth state.
STATES: tuple[str, ...] = ("yes", "no", "not applicable")
#: Where a question that says no place stands on a form: before the comment.
_LAST = 405


@dataclass(frozen=True)
class Question:
    """One question of a return.

    ``role`` says what it is for: an *identifier* says who and when, an *attribute* describes the home,
    an *answer* is what the return is about (it counts towards coverage, rule 12), a *comment* is free text.
    ``words`` are the allowed words in their order (a ladder's rungs); ``side_words`` stand beside the ladder.
    ``part_of`` names the count that this count cannot pass. ``stock`` is ``"stock"`` or ``"cumulative"`` for
    counts that are carried forward (rule 10), else ``""``. ``personal`` answers never leave archive and facts in clear.
    ``place`` orders the questions on a form; a ``steady`` answer is likely to hold from week to week, so a pre-filled
    template brings last week's. An ``optional`` question is read wherever a return carries it, and asked only of the CCGs
    for which an answer counts (tests/oracle/README.md, reading 56); templates bring it with its ``set`` (``TOPICS``).
    ``breaks`` are the days, ascending, from which it or its answers are others.
    """

    id: str
    wording: str
    type: QuestionType
    role: Role
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    side_words: tuple[str, ...]
    synonyms: tuple[str, ...]
    part_of: str
    stock: str
    personal: bool
    since: date
    until: date | None
    place: int
    steady: bool
    optional: bool
    set: str
    breaks: tuple[Break, ...] = ()

    def asked_in(self, week: date) -> bool:
        """Return whether the question is asked in the week that ends on ``week``."""
        return self.since <= week and (self.until is None or week <= self.until)

    @property
    def all_words(self) -> tuple[str, ...]:
        """The rungs and the side states together, in order."""
        return self.words + self.side_words

    def broken_in(self, week: date) -> bool:
        """Return whether the question or its answers are others from the week that ends on ``week``."""
        return any(one.week == week for one in self.breaks)

    def retired(self, week: date) -> frozenset[str]:
        """Return the answers that there are no more in the week that ends on ``week``."""
        return frozenset(word for one in self.breaks if one.week <= week for word in one.retired)

    def words_in(self, week: date) -> tuple[str, ...]:
        """Return ``all_words`` without those that are retired in the week that ends on ``week``."""
        gone = self.retired(week)
        return tuple(word for word in self.all_words if word not in gone)

    @property
    def states(self) -> tuple[str, ...]:
        """The words that a home's answer to it can take, ``not applicable`` last; empty where it has no fixed words."""
        if self.type == "yes_no":
            return STATES
        if self.type == "word":
            return (*self.all_words, "not applicable")
        return ()


def _question(table: dict[str, Any], path: Path) -> Question:
    if table.get("id") != path.stem:
        raise ValueError(f"{path.name}: its id must be its file's name, {path.stem!r}.")
    if table.get("optional", False) != (table.get("set", "") in TOPICS):
        raise ValueError(f"{path.name}: an optional question, and no other, has a set: {', '.join(TOPICS)}.")
    question = Question(
        id=table["id"],
        wording=table["wording"],
        type=table["type"],
        role=table["role"],
        kinds=tuple(table["kinds"]),
        words=tuple(table.get("words", ())),
        side_words=tuple(table.get("side_words", ())),
        synonyms=tuple(table.get("synonyms", ())),
        part_of=table.get("part_of", ""),
        stock=table.get("stock", ""),
        personal=bool(table.get("personal", False)),
        since=table["from"],
        until=table.get("to"),
        place=int(table.get("place", _LAST)),
        steady=bool(table.get("steady", False)),
        optional=bool(table.get("optional", False)),
        set=table.get("set", ""),
    )
    return replace(question, breaks=breaks_of(table.get("breaks", []), question.wording, question.states, path.name))


def load_questions(folder: Path) -> dict[str, Question]:
    """Return every question of ``folder`` (a ``queries/questions``), by id, in the order of their ids.

    Raises ``ValueError`` with a plain sentence where a file is not a question.
    """
    questions: dict[str, Question] = {}
    for path in sorted(folder.glob("*.toml")):
        told = path.stat()
        questions[path.stem] = _read(path, told.st_mtime_ns, told.st_size)
    return questions


@lru_cache(maxsize=1024)
def _read(path: Path, changed: int, size: int) -> Question:
    """Return the question in a file, read once while the file stays as it is: every acceptance asks for all of them twice."""
    try:
        return _question(tomllib.loads(path.read_text(encoding="utf-8")), path)
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path.name} is not a question: {error}.") from error
