"""Follow-ups in words: what is asked about, and the message to send; no names of people, what is asked, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from carehomes.areas import AreaList
from carehomes.catalogue import Measure, Question
from carehomes.charts import words
from carehomes.ledger.follow_ups import STATES, Flagged, FollowUp, answers_on
from carehomes.ledger.model import KIND_NAMES


@dataclass(frozen=True)
class Names:
    """The names of what codes and ids stand for; ``homes`` by CQC location ID, none where they are not told.

    ``day`` is that on which somebody answers: today, or that of the moment shown.
    """

    areas: AreaList
    questions: Mapping[str, Question]
    measures: Mapping[str, Measure]
    homes: Mapping[str, str] = field(default_factory=dict)
    day: date = field(default_factory=lambda: datetime.now(UTC).date())

    def area(self, code: str) -> str:
        """Name and code of an area."""
        found = self.areas.get(code)
        return found.label if found else code

    def answers(self, about: Flagged) -> str:
        """Name and code of who answers: who sent the value, or what that one has been merged into since."""
        return self.area(answers_on(about, self.areas, self.day))

    def sent_as(self, about: Flagged) -> str:
        """Name and code of who sent the value where another answers for it since, else ''."""
        return "" if answers_on(about, self.areas, self.day) == about.submitter else self.area(about.submitter)


def subject(about: Flagged, names: Names) -> str:
    """Return what is asked about: ``Residents with a PCSP, Elm House (1-101)``."""
    if about.measure:
        known = names.measures.get(about.measure)
        return f"{known.name if known else about.measure}, {names.area(about.area)}"
    if not about.field:
        return f"The whole {KIND_NAMES[about.kind]}"
    known_question = names.questions.get(about.field)
    wording = (known_question.wording if known_question else about.field) + (f", {about.part}" if about.part else "")
    if about.home:
        name = names.homes.get(about.home, "")
        return f"{wording}, {f'{name} ({about.home})' if name else about.home}"
    return f"{wording}, {names.area(about.pcn) if about.pcn else 'the total'}"


def place(about: Flagged) -> str:
    """Return where it stands: the return with its sheet and cell; '' for a figure."""
    if not about.return_id:
        return ""
    parts = [
        f"return {about.return_id}",
        f"sheet {about.sheet}" if about.sheet and about.cell else "",
        f"cell {about.cell}" * bool(about.cell),
    ]
    return ", ".join(part for part in parts if part)


def message(one: FollowUp, names: Names, since: str = "") -> str:
    """Return the message to send to who sent the value, as plain text; ``since`` is what became of it meanwhile."""
    about = one.flagged
    week = words.week(about.week)
    where = place(about)
    whose = "the" if names.sent_as(about) else "your"
    sent = f"{whose} {KIND_NAMES[about.kind]} for the {week} ({where})" if where else f"what you returned for the {week}"
    says = f" says: {about.value or 'nothing (blank)'}" if about.field or about.measure else ""
    lines = [
        f"To: {names.answers(about)}",
        f"Subject: Care home support: follow-up {one.number}, {week}",
        "",
        f"This is about {sent}.",
        f"{subject(about, names)}{says}.",
        *([f"It was sent by {sender}, for which you answer since."] if (sender := names.sent_as(about)) else []),
        *([f"By our records: {since}."] if since else []),
        "",
        one.asked.text,
        "",
        "Please do one of two things:",
        "- it is right as it stands: tell us so, and why; that is kept beside it;",
        "- it is not: send the return for that week again, whole, with the right value; it replaces the one before.",
        "",
        f"Please give the number {one.number} with your answer. Name no resident and no person in it.",
    ]
    return "\n".join(lines)


def title(found: Sequence[FollowUp]) -> str:
    """Return how many stand in each state: ``2 open, 1 answered, 4 closed``."""
    counts = [(state, sum(one.state == state for one in found)) for state in STATES]
    told = [f"{words.count(number)} {state}" for state, number in counts if number]
    return ", ".join(told) if told else "none"
