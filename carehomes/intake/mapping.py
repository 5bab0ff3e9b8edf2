"""Header texts to questions: by id, wording or synonym, never by position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from carehomes.catalogue import Question
from carehomes.intake.cells import key


@dataclass(frozen=True)
class Target:
    """What a column holds: a field, and in an area return which part of it."""

    field: str
    part: str = ""


#: Header key to what it means.
Names = Mapping[str, Target]


@dataclass(frozen=True)
class Columns:
    """The columns of one header row that are known, and those that are not."""

    targets: dict[int, Target]
    headers: dict[int, str]
    twice: list[tuple[Target, list[int]]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)

    def of(self, name: str, part: str = "") -> int:
        """Return the column of a field, 0 where there is none."""
        return self._places.get((name, part), 0)

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        return {(target.field, target.part): column for column, target in self.targets.items()}

    @property
    def fields(self) -> set[str]:
        """The fields that have a column."""
        return {target.field for target in self.targets.values()}


def map_header(row: list[str], names: Names) -> Columns:
    """Find the columns of a header row. Of two columns for one thing neither is taken; they stand in ``twice``."""
    found: dict[Target, list[int]] = {}
    headers: dict[int, str] = {}
    unknown: list[int] = []
    for column, text in enumerate(row, start=1):
        if not text.strip():
            continue
        headers[column] = text
        target = names.get(key(text))
        if target is None:
            unknown.append(column)
        else:
            found.setdefault(target, []).append(column)
    single = {columns[0]: target for target, columns in found.items() if len(columns) == 1}
    twice = [(target, columns) for target, columns in found.items() if len(columns) > 1]
    return Columns(dict(sorted(single.items())), headers, twice, unknown)


def labels(question: Question) -> tuple[str, ...]:
    """Return the texts that name a question: its id, its wording, its synonyms."""
    return (question.id, question.wording, *question.synonyms)


def _names(pairs: Iterable[tuple[str, Target]]) -> Names:
    names: dict[str, Target] = {}
    for text, target in pairs:
        names.setdefault(key(text), target)
    return names


def home_names(questions: Mapping[str, Question]) -> Names:
    """Return the headers of a home return. An id goes before a wording, a wording before a synonym."""
    of_home = [one for one in questions.values() if "home" in one.kinds]
    ids = ((one.id, Target(one.id)) for one in of_home)
    wordings = ((one.wording, Target(one.id)) for one in of_home)
    synonyms = ((text, Target(one.id)) for one in of_home for text in one.synonyms)
    return _names([*ids, *wordings, *synonyms])


_STATE_ENDINGS: tuple[tuple[str, str], ...] = (
    ("not answered", "not answered"),
    ("no answer", "not answered"),
    ("not applicable", "not applicable"),
    ("n/a", "not applicable"),
    ("na", "not applicable"),
    ("yes", "yes"),
    ("no", "no"),
)
_ANY_ENDINGS = ("any", "homes with one or more", "homes with at least one")
_HOMES_ENDINGS = ("homes", "homes that gave it", "number of homes that gave it")


def _area_endings(question: Question) -> list[tuple[str, str]]:
    """Return (ending, part) of a question's columns in an area return; the ending '' is its own name."""
    if question.type == "yes_no":
        return list(_STATE_ENDINGS)
    if question.type == "word":
        return [(word, word) for word in question.all_words]
    if question.type != "count" or question.role == "identifier":
        return [("", "")]
    endings = [("", "sum"), *((ending, "homes") for ending in _HOMES_ENDINGS)]
    if question.stock == "stock":
        endings += [(ending, "any") for ending in _ANY_ENDINGS]
    return endings


def area_names(questions: Mapping[str, Question]) -> Names:
    """Return the headers of an area return: ``clinical_lead_yes``, ``Named clinical lead in place? - yes`` and so on."""
    of_area = [one for one in questions.values() if "area" in one.kinds]
    ids = ((f"{one.id} {ending}", Target(one.id, part)) for one in of_area for ending, part in _area_endings(one))
    texts = ((f"{text} {ending}", Target(one.id, part)) for one in of_area for text in labels(one) for ending, part in _area_endings(one))
    return _names([*ids, *texts])


def alignment_names(questions: Mapping[str, Question]) -> Names:
    """Return the headers of an alignment file."""
    known = [(text, Target(name)) for name in ("home_id", "pcn_code") if name in questions for text in labels(questions[name])]
    dates = [("from", "from"), ("aligned from", "from"), ("start date", "from"), ("valid from", "from"), ("from date", "from")]
    dates += [("to", "to"), ("aligned to", "to"), ("end date", "to"), ("valid to", "to"), ("until", "to"), ("to date", "to")]
    return _names(
        [("home_id", Target("home_id")), ("pcn_code", Target("pcn_code")), *known, *((text, Target(name)) for text, name in dates)]
    )


_REGISTER: tuple[tuple[str, str], ...] = (
    ("Location ID", "location_id"),
    ("Location HSCA start date", "start_date"),
    ("HSCA start date", "start_date"),
    ("Location HSCA end date", "end_date"),
    ("HSCA end date", "end_date"),
    ("Dormant (Y/N)", "dormant"),
    ("Dormant", "dormant"),
    ("Care home?", "care_home"),
    ("Location Name", "name"),
    ("Care homes beds", "beds"),
    ("Care home beds", "beds"),
    ("Location ONSPD CCG Code", "ccg"),
    ("Location Commissioning CCG Code", "commissioning_ccg"),
    ("Location Local Authority", "la_name"),
    ("Local Authority", "la_name"),
    ("Local Authority Code", "la_code"),
    ("Location Local Authority Code", "la_code"),
    ("Region", "region"),
    ("Location Region", "region"),
    ("Postal Code", "postcode"),
    ("Location Postal Code", "postcode"),
    ("Postcode", "postcode"),
    ("Location UPRN ID", "uprn"),
    ("Location UPRN", "uprn"),
    ("UPRN", "uprn"),
    ("Location Street Address", "address"),
    ("Street Address", "address"),
    ("Provider ID", "provider_id"),
    ("Service user band - Older People", "older_people"),
    ("Service user band Older People", "older_people"),
    ("Older People", "older_people"),
)


def register_names() -> Names:
    """Return the headers of the CQC care directory that the register keeps."""
    return _names((text, Target(name)) for text, name in _REGISTER)
