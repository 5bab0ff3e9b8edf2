"""Measures: a question with a numerator, a denominator, a direction, a target and a definition, one .toml each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from carehomes.catalogue.breaks import Break
from carehomes.catalogue.questions import TOPICS, Question

Shape = Literal["share_of_homes", "share_of_people", "stock", "ladder", "split", "composite", "own"]

#: The families in the order of the pages, with the page's title.
FAMILIES: dict[str, str] = {
    "clinical_lead": "Clinical leads",
    "weekly_checkin": "Weekly check-ins",
    "care_plans": "Care plans",
    "medicines": "Medicines",
    "pulse_oximeters": "Pulse oximeters",
    "testing": "Testing",
    "all_elements": "All elements",
    **TOPICS,
}


@dataclass(frozen=True)
class Measure:
    """One measure.

    ``shape`` names how it is computed (``queries/shapes``); ``own`` has SQL of its own beside its .toml.
    ``question`` is the question it asks, ``whole`` the count it is a part of (people), ``base`` the yes/no question whose
    *yes* homes a split divides, ``questions`` and ``settles`` the parts of a composite and the answer that settles it.
    ``at_least`` turns a count into yes (the count reaches it) and no. ``words`` maps a question's words to the
    states yes, no and not applicable: a word that is not named is a *no*.
    ``behaviour`` is process, stock or cumulative (rule 14); ``direction`` is higher, lower or none (what is better).
    ``breaks`` are those of the questions that it rests on (``inherited``).
    """

    id: str
    name: str
    short: str
    family: str
    order: int
    headline: bool
    shape: Shape
    question: str
    whole: str
    base: str
    questions: tuple[str, ...]
    settles: str
    at_least: int | None
    words: dict[str, tuple[str, ...]]
    unit: str
    direction: str
    behaviour: str
    target: int | None
    target_date: date | None
    definition: str
    numerator: str
    denominator: str
    owner: str
    checked_by: str
    reviewed: date
    since: date
    until: date | None
    breaks: tuple[Break, ...] = ()

    @property
    def next_review(self) -> date:
        """The day by which the definition is looked at again: every measure is reviewed once a year."""
        return self.reviewed + timedelta(days=365)

    def optional(self, questions: Mapping[str, Question]) -> bool:
        """Return whether the measure rests on an optional question: then it is a figure of the CCGs that are asked it."""
        return any(one.optional for one in self.rests_on(questions))

    def rests_on(self, questions: Mapping[str, Question]) -> list[Question]:
        """Return the questions that it is worked out from."""
        named = dict.fromkeys((self.question, self.whole, self.base, *self.questions))
        return [questions[one] for one in named if one in questions]


def _measure(table: dict[str, Any], path: Path) -> Measure:
    if table.get("id") != path.stem:
        raise ValueError(f"{path.name}: its id must be its file's name, {path.stem!r}.")
    return Measure(
        id=table["id"],
        name=table["name"],
        short=table["short"],
        family=table["family"],
        order=int(table.get("order", 99)),
        headline=bool(table.get("headline", False)),
        shape=table["shape"],
        question=table.get("question", ""),
        whole=table.get("whole", ""),
        base=table.get("base", ""),
        questions=tuple(table.get("questions", ())),
        settles=table.get("settles", ""),
        at_least=table.get("at_least"),
        words={state: tuple(words) for state, words in table.get("words", {}).items()},
        unit=table.get("unit", "homes"),
        direction=table.get("direction", "none"),
        behaviour=table["behaviour"],
        target=table.get("target"),
        target_date=table.get("target_date"),
        definition=table["definition"],
        numerator=table["numerator"],
        denominator=table["denominator"],
        owner=table.get("owner", ""),
        checked_by=table.get("checked_by", ""),
        reviewed=table["reviewed"],
        since=table["from"],
        until=table.get("to"),
    )


def load_measures(folder: Path) -> dict[str, Measure]:
    """Return every measure of ``folder`` (a ``queries/measures``), by id, in the order of family, order and id.

    Raises ``ValueError`` with a plain sentence where a file is not a measure.
    """
    measures: list[Measure] = []
    for path in sorted(folder.glob("*.toml")):
        told = path.stat()
        measures.append(_read(path, told.st_mtime_ns, told.st_size))
    families = list(FAMILIES)
    place = {family: number for number, family in enumerate(families)}
    measures.sort(key=lambda one: (place.get(one.family, len(families)), one.order, one.id))
    return {one.id: one for one in measures}


@lru_cache(maxsize=1024)
def _read(path: Path, changed: int, size: int) -> Measure:
    """Return the measure in a file, read once while the file stays as it is."""
    try:
        return _measure(tomllib.loads(path.read_text(encoding="utf-8")), path)
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path.name} is not a measure: {error}.") from error


def inherited(measures: Mapping[str, Measure], questions: Mapping[str, Question]) -> dict[str, Measure]:
    """Return ``measures``, each with the breaks of the questions that it rests on, by day."""
    found = {}
    for name, one in measures.items():
        breaks = {each for question in one.rests_on(questions) for each in question.breaks}
        found[name] = replace(one, breaks=tuple(sorted(breaks, key=lambda each: (each.day, each.question, each.what))))
    return found
