"""What a row says: the answer of a home's row and of an area row, for each sort of question (rules 2, 9 and 10).

Everything is a `Said`: for how many homes it answers, how many of those were carried, and its counts by state. The states are those that
two grains are compared by: yes, no, not applicable; the words of a ladder; people with and without; units.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from .catalogue import Catalogue, Measure, snake
from .knowledge import NA_WORDS
from .model import Row

YES, NO, NA = "yes", "no", "not applicable"
WITH, WITHOUT, UNITS = "with", "without", "units"
YES_WORDS = {"yes", "y", "true", *"\u2713\u2714\u2705\u2611"}
NO_WORDS = {"no", "n", "false", *"\u2717\u2718\u274c"}


@dataclass
class Said:
    """Counts by state, and the homes they answer for."""

    homes: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    carried: int = 0

    def add(self, other: Said) -> None:
        """Pool another's answers."""
        self.homes += other.homes
        self.carried += other.carried
        self.counts.update(other.counts)

    def surplus_over(self, parts: Said) -> Said | None:
        """Rule 5: what a total says beyond its parts; None unless it answers for more homes and is below them in no state."""
        states = set(self.counts) | set(parts.counts)
        if self.homes <= parts.homes or any(self.counts[s] < parts.counts[s] for s in states):
            return None
        more = Counter({s: self.counts[s] - parts.counts[s] for s in states})
        homes = self.homes - parts.homes
        return Said(homes, more, homes if self.carried else 0)


def count_of(row: Row, field_name: str) -> int | None:
    """A count; None where it is blank (n/a in a count is like blank: rule 9)."""
    text = row.get(field_name, "").replace(",", "")
    return None if not text or text.lower() in NA_WORDS else int(float(text))


def state_of(row: Row, question: str) -> str:
    """Rule 2: yes, no, not applicable, or '' for not answered."""
    text = row.get(question, "").lower()
    if text in YES_WORDS:
        return YES
    if text in NO_WORDS:
        return NO
    return NA if text in NA_WORDS else ""


def word_of(row: Row, question: str, words: tuple[str, ...]) -> str:
    """The word of the vocabulary, not applicable, or '' for not answered."""
    text = row.get(question, "").lower()
    if text in NA_WORDS:
        return NA
    return next((w for w in words if w.lower() == text), "")


class Asked(Protocol):
    """A sort of question: what a home's row says to it, and what an area row says."""

    @property
    def carries(self) -> bool:
        """Whether the last answer known may be carried (rule 10)."""
        ...

    def of_home(self, row: Row) -> Said:
        """The answer of one home; nothing said where it is not answered."""
        ...

    def of_area(self, row: Row) -> Said:
        """The answers of an area row."""
        ...


@dataclass(frozen=True)
class YesNo:
    """A yes/no question."""

    question: str
    carries: bool = False

    def of_home(self, row: Row) -> Said:
        """One home in one of the states."""
        state = state_of(row, self.question)
        return Said(1, Counter({state: 1})) if state else Said()

    def of_area(self, row: Row) -> Said:
        """The sums of the states; not applicable is an answer."""
        columns = {YES: "yes", NO: "no", NA: "not_applicable"}
        counts = Counter({state: count_of(row, f"{self.question}_{c}") or 0 for state, c in columns.items()})
        return Said(counts.total(), counts)


@dataclass(frozen=True)
class Ladder:
    """A question answered by a word; area rows have a column a word."""

    question: str
    words: tuple[str, ...]
    carries: bool = False

    def of_home(self, row: Row) -> Said:
        """One home on its rung, beside the ladder, or not applicable."""
        word = word_of(row, self.question, self.words)
        return Said(1, Counter({word: 1})) if word else Said()

    def of_area(self, row: Row) -> Said:
        """Homes by word."""
        counts = Counter({w: count_of(row, f"{self.question}_{snake(w)}") or 0 for w in (*self.words, NA)})
        return Said(counts.total(), counts)


@dataclass(frozen=True)
class Pair:
    """Rule 9: two counts of people, one part of the other; only rows that give both."""

    part: str
    whole: str
    carries: bool = False

    def of_home(self, row: Row) -> Said:
        """The people of a home that gave both."""
        return _people(count_of(row, self.part), count_of(row, self.whole), 1)

    def of_area(self, row: Row) -> Said:
        """The two sums, over the homes that gave both; a row with unequal `_homes` is left out."""
        homes, whole_homes = count_of(row, f"{self.part}_homes"), count_of(row, f"{self.whole}_homes")
        if homes is None or homes != whole_homes:
            return Said()
        return _people(count_of(row, self.part), count_of(row, self.whole), homes)


def _people(part: int | None, whole: int | None, homes: int) -> Said:
    if part is None or whole is None or homes == 0:
        return Said()
    return Said(homes, Counter({WITH: part, WITHOUT: whole - part}))


@dataclass(frozen=True)
class Stock:
    """Rule 10: units."""

    question: str
    carries: bool = True

    def of_home(self, row: Row) -> Said:
        """The units of a home."""
        units = count_of(row, self.question)
        return Said() if units is None else Said(1, Counter({UNITS: units}))

    def of_area(self, row: Row) -> Said:
        """The sum, and the homes that gave it."""
        units, homes = count_of(row, self.question), count_of(row, f"{self.question}_homes")
        return Said(homes, Counter({UNITS: units})) if units is not None and homes else Said()


@dataclass(frozen=True)
class AtLeast:
    """Rule 10: homes that hold at least so many; from totals, the homes with one or more."""

    question: str
    at_least: int
    carries: bool = True

    def of_home(self, row: Row) -> Said:
        """Yes or no by the home's own count."""
        units = count_of(row, self.question)
        if units is None:
            return Said()
        return Said(1, Counter({YES if units >= self.at_least else NO: 1}))

    def of_area(self, row: Row) -> Said:
        """Yes: `_any`; no: the other homes that gave a count."""
        some, homes = count_of(row, f"{self.question}_any"), count_of(row, f"{self.question}_homes")
        if some is None or not homes:
            return Said()
        return Said(homes, Counter({YES: some, NO: homes - some}))


def asked(measure: Measure, catalogue: Catalogue) -> Asked:
    """The sort of question of a measure that can be counted from home rows and from totals."""
    question = catalogue.questions[measure.question]
    if measure.shape == "share_of_people":
        return Pair(measure.question, measure.whole)
    if measure.shape == "stock":
        return Stock(measure.question, question.stock)
    if measure.at_least:
        return AtLeast(measure.question, measure.at_least, question.stock)
    if question.type == "word":
        return Ladder(measure.question, question.words)
    return YesNo(measure.question)


def own_count(row: Row, catalogue: Catalogue) -> int:
    """Rule 2: the homes that an area row counts: its `homes`, or, where that is blank, the largest sum of its states."""
    stated = count_of(row, "homes")
    if stated is not None:
        return stated
    sums = [0]
    for question in catalogue.questions.values():
        if question.type == "yes_no":
            states = ("yes", "no", "not_answered", "not_applicable")
            sums.append(sum(count_of(row, f"{question.id}_{s}") or 0 for s in states))
        elif question.type == "word":
            words = [snake(w) for w in question.words] + ["not_answered", "not_applicable"]
            sums.append(sum(count_of(row, f"{question.id}_{w}") or 0 for w in words))
        elif question.type == "count":
            sums.append(count_of(row, f"{question.id}_homes") or 0)
    return max(sums)
