"""The columns of a template: the questions of its kind in the order of the form, headed as the intake reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from carehomes.catalogue import Question

#: What the title says for every row, so that no column has to repeat it.
_IN_THE_TITLE = ("week_ending", "ccg_code", "ccg_name")
_STATES = ("yes", "no", "not answered", "not applicable")


@dataclass(frozen=True)
class Column:
    """One column: its heading, the question and which part of it (as in the facts), and how a cell of it is filled in.

    ``entry`` is yes_no, count, word, text, date or code; ``words`` are those that a drop-down offers.
    """

    heading: str
    question: Question
    part: str
    entry: str
    words: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """The question's id and the part: what a cell of a row is known by."""
        return self.question.id, self.part


def columns_of(kind: str, week: date, questions: Mapping[str, Question], sets: Collection[str] = ()) -> list[Column]:
    """Return the columns of a template of ``kind`` (home or area) for ``week``, with the optional questions of ``sets``."""
    asked = [
        one
        for one in questions.values()
        if kind in one.kinds and one.id not in _IN_THE_TITLE and one.asked_in(week) and (not one.optional or one.set in sets)
    ]
    asked.sort(key=lambda one: (one.place, one.id))
    of_kind = _of_area if kind == "area" else _of_home
    return [column for question in asked for column in of_kind(question, week)]


def _of_home(question: Question, week: date) -> Iterator[Column]:
    words = ("yes", "no") if question.type == "yes_no" else question.words_in(week)
    yield Column(question.wording, question, "", question.type, (*words, "n/a") if words else ())


def _of_area(question: Question, week: date) -> Iterator[Column]:
    """Yield the counts of homes that a yes/no or word question becomes, and beside a sum how many homes gave it."""
    if question.type in ("yes_no", "word"):
        for part in _STATES if question.type == "yes_no" else question.words_in(week):
            yield Column(f"{question.wording} - {part}", question, part, "count")
    elif question.type == "count" and question.role == "answer":
        yield Column(question.wording, question, "sum", "count")
        yield Column(f"{question.wording} - homes that gave it", question, "homes", "count")
        if question.stock == "stock":
            yield Column(f"{question.wording} - homes with one or more", question, "any", "count")
    else:
        yield Column(question.wording, question, "", question.type)
