"""What a template says of itself: its title, the lines below it and the sheet of notes, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carehomes.areas import Area, due_moment, week_label
from carehomes.areas.weeks import LONDON
from carehomes.intake.agree import LAYOUT
from carehomes.ledger.model import KIND_NAMES
from carehomes.settings import Settings


@dataclass(frozen=True)
class About:
    """What a template is for and what it was made from: ``rows`` homes or PCNs, with ``carried`` answers of the week before or without."""

    kind: str
    ccg: Area
    week: date
    blank: bool
    rows: int
    carried: bool
    register: str
    snapshot: str
    demonstration: bool
    settings: Settings

    @property
    def title(self) -> str:
        """The line that says whose return it is and of which week: the intake reads it, so that no column has to."""
        return f"{KIND_NAMES[self.kind].capitalize()} - {self.ccg.label} - {week_label(self.week)} - template version {LAYOUT}"

    @property
    def due(self) -> str:
        """The moment by which the return is on time, in words."""
        moment = due_moment(self.week, days=self.settings.due_days, at=self.settings.due_time).astimezone(LONDON)
        minutes = f":{moment:%M}" if moment.minute else ""
        return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'} on {moment:%A} {moment.day} {moment:%B %Y}"

    @property
    def lines(self) -> tuple[str, str]:
        """The two lines below the title. They name no week and no CCG, so that the title alone decides both."""
        carried = "Answers in blue italics are last week's: confirm or change them. " if self.carried else ""
        how = f"{carried}Blank is not answered, 0 is zero, n/a is not applicable. How to fill it in: sheet Notes. Due by {self.due}."
        mark = "DEMONSTRATION DATA. " if self.demonstration else ""
        return how, f"{mark}{self._made_of}; snapshot {self.snapshot}."

    @property
    def _made_of(self) -> str:
        thing = "home" if self.kind == "home" else "PCN"
        if self.blank:
            return f"A blank template: a row a {thing}, yours to fill in"
        if not self.rows:
            return f"No {thing} is known for this week yet, so the rows are yours to fill in"
        things = f"{self.rows:,} {thing}{'' if self.rows == 1 else 's'}"
        return f"Pre-filled with {things}; {self.register.rsplit(', ', 1)[0]}"


def sections(about: About) -> list[tuple[str, str]]:
    """Return the notes as (heading, text)."""
    found = [("Filling it in", _filling(about)), ("What an answer means", _MEANING)]
    if about.kind == "area":
        found.append(("Counts", _COUNTS))
    if about.carried:
        found.append(("Last week's answers", _CARRIED))
    return [*found, ("Sending it back", _sending(about))]


_MEANING = (
    "Blank: not answered. Silence is never taken for no or for zero.\n"
    "0: zero, counted.\n"
    "n/a: the question does not apply; it is left out of the count.\n"
    "A count is a whole number: no percentage, no 'about'. A remark belongs in the column Comment."
)
_COUNTS = (
    "Of each yes/no question the four counts - yes, no, not answered, not applicable - add up to the number of care homes of the row.\n"
    "Beside a sum, such as residents, say how many homes gave it. A sum without them cannot be counted.\n"
    "A row with the PCN code left blank is for the whole area; leave it out where every PCN has its row."
)
_CARRIED = (
    "Who leads, the type of home and its practices seldom change, so last week's answers stand there in blue italics. Change what is no "
    "longer so, and clear what you cannot confirm. Everything else is asked anew each week.\n"
    "The name of a person is never filled in beforehand."
)


def _filling(about: About) -> str:
    if about.kind == "home":
        rows = (
            "A row is a care home. A home that the register does not list goes below the others, with its CQC location ID.\n"
            if about.rows
            else "A row is a care home, known by its CQC location ID (1- and digits).\n"
        )
        pcn = "A PCN that is left blank stays as it is known. "
        return f"{rows}{pcn}Grey cells are locked, the others are yours. Cells with a list offer the words that are counted."
    rows = "A row is a PCN. " if about.rows else "A row is a PCN, known by its code (U and five digits). "
    return f"{rows}Every cell asks for a count of care homes, of people or of units. Grey cells are locked; the others can be changed."


def _sending(about: About) -> str:
    return (
        f"Due by {about.due}. Leave the title in the first row: it says whose return this is and of which week.\n"
        "Save it as a workbook (.xlsx, .ods) or as CSV, and upload it on the Returns page. What you do not need stays blank.\n"
        "It was given out for one week only: take a new one for the next."
    )
