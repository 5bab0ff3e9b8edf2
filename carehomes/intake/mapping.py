"""Header texts to questions: by id, wording or synonym, never by position."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from carehomes.catalogue import Question
from carehomes.intake.cells import key
from carehomes.intake.heads import belongs, heads, said_more
from carehomes.intake.similar import alike, likeness
from carehomes.intake.values import without_dates


@dataclass(frozen=True)
class Target:
    """What a column holds: a field, and in an area return which part of it."""

    field: str
    part: str = ""


#: Header key to what it means.
Names = Mapping[str, Target]


@dataclass(frozen=True)
class Columns:
    """The columns of one header that are known, and those that are not.

    ``headers`` are their texts with the group headings before them, ``texts`` the same apart. ``asked`` are those of which a
    person must say what they mean, ``left_out`` those of which a person said that they mean nothing here.
    """

    targets: dict[int, Target]
    headers: dict[int, str]
    twice: list[tuple[Target, list[int]]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    texts: dict[int, tuple[str, ...]] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)

    def heads(self, column: int, text: str) -> bool:
        """Return whether ``text`` stands in the header of a column: such a row below it is the header again."""
        return key(text) in {key(one) for one in self.texts.get(column, ())}

    @cached_property
    def layout(self) -> tuple[str, ...]:
        """The set of header texts, by which the same layout is known again."""
        return layout_of(self.headers)

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


#: What a person said of headers: a target, or None for one that is left out, by the header's key.
Confirmed = Mapping[str, Target | None]
_NOTHING: Confirmed = {}


def header_key(text: str) -> str:
    """Return what must agree of a header from week to week: its key without the dates in it."""
    return key(without_dates(text))


def layout_of(headers: Mapping[int, str]) -> tuple[str, ...]:
    """Return the keys of header texts, each once and in order."""
    return tuple(sorted({header_key(text) for text in headers.values()}))


def map_header(
    row: list[str],
    names: Names,
    *,
    above: Sequence[list[str]] = (),
    firm: Container[str] = frozenset(),
    confirmed: Confirmed = _NOTHING,
) -> Columns:
    """Find the columns of a header row. Of two columns for one thing neither is taken; they stand in ``twice``.

    ``above`` are rows of group headings, ``firm`` the fields that keep their meaning under any of them, ``confirmed`` is what a
    person said, which goes before every name.
    """
    texts = heads([*above, row])
    headers = {column: " - ".join(of_column) for column, of_column in texts.items()}
    found: dict[Target, list[int]] = {}
    rest: dict[str, list[int]] = {"unknown": [], "asked": [], "left_out": []}
    for column, of_column in texts.items():
        said = header_key(headers[column]) if confirmed else ""
        target, otherwise = (confirmed[said], "left_out") if said in confirmed else _meant(of_column, names, firm)
        if target is None:
            rest[otherwise].append(column)
        else:
            found.setdefault(target, []).append(column)
    single = {columns[0]: target for target, columns in found.items() if len(columns) == 1}
    twice = [(target, columns) for target, columns in found.items() if len(columns) > 1]
    return Columns(dict(sorted(single.items())), headers, twice, texts=texts, **rest)


def _meant(texts: tuple[str, ...], names: Names, firm: Container[str]) -> tuple[Target | None, str]:
    """Return what a column holds by the names known, else whether it is unknown or must be asked.

    Its own name under a group heading that may change its meaning is asked: residents under *tested* are others.
    """
    for start in range(len(texts)):
        target = names.get(key(" ".join(texts[start:])))
        if target is None:
            continue
        if start == 0 or target.field in firm or _keeps_its_meaning(texts, start, target, names):
            return target, ""
        return None, "asked"
    return None, "unknown"


def _keeps_its_meaning(texts: tuple[str, ...], start: int, target: Target, names: Names) -> bool:
    said = said_more(texts[:start])
    if not said:
        return True
    own = [name for name, meant in names.items() if meant == target]
    if not belongs(said, own):
        return False
    whole = key(" ".join(texts))
    best = alike(whole, names)
    return not best or best[0][0] == target or best[0][1] <= likeness(whole, own)


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


def name_of(target: Target) -> str:
    """Return the one name of a target: a question's id, in an area return with the part, ``clinical_lead_yes``."""
    return target.field if target.part in ("", "sum") else f"{target.field}_{key(target.part).replace(' ', '_')}"


def names_of(kind: str, questions: Mapping[str, Question]) -> Names:
    """Return the headers of a home or an area return."""
    return home_names(questions) if kind == "home" else area_names(questions)


def choices(kind: str, questions: Mapping[str, Question]) -> dict[str, str]:
    """Return what a column of a home or an area return can be said to mean: each name with its wording."""
    targets = dict.fromkeys(names_of(kind, questions).values())
    wordings = {one: questions[one.field].wording + (f" - {one.part}" if one.part not in ("", "sum") else "") for one in targets}
    return {name_of(one): wording for one, wording in wordings.items()}


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


#: The epochs in which the ONS and the ODS name the columns of their lists: CCG20CDH, ccg_code_2021.
_EPOCHS = range(2013, 2031)
_CODE_LIST: tuple[tuple[str, str], ...] = (
    ("code", "code"),
    ("level", "level"),
    ("name", "name"),
    ("ons_code", "ons_code"),
    ("parent", "parent"),
    ("opened", "opened"),
    ("Open Date", "opened"),
    ("closed", "closed"),
    ("Close Date", "closed"),
    ("successor", "successor"),
    ("source", "source"),
    ("PCN Code", "pcn"),
    ("PCN Name", "pcn_name"),
    ("Current Clinical Commissioning Group Code", "ccg"),
    ("ccg_nhs_code", "ccg"),
    ("ccg_ods_code", "ccg"),
    ("ccg_code", "ccg"),
    ("ccg_ons_code", "ccg_ons"),
    ("Clinical Commissioning Group Name", "ccg_name"),
    ("ccg_name", "ccg_name"),
    ("Partner Organisation Code", "practice"),
    ("practice_code", "practice"),
    ("Partner Name", "practice_name"),
    ("practice_name", "practice_name"),
    ("Practice Parent CCG Code", "practice_ccg"),
    ("practice_ccg_code", "practice_ccg"),
    ("Practice Parent CCG Name", "practice_ccg_name"),
    ("practice_ccg_name", "practice_ccg_name"),
    ("PCN Parent CCG Code", "pcn_ccg"),
    ("pcn_ccg_code", "pcn_ccg"),
    ("PCN Parent CCG Name", "pcn_ccg_name"),
    ("pcn_ccg_name", "pcn_ccg_name"),
    ("Practice to PCN Relationship Start Date", "from"),
    ("relationship_start", "from"),
    ("Practice to PCN Relationship End Date", "to"),
    ("relationship_end", "to"),
    ("Practice CCG and PCN CCG Match", "match"),
    ("practice_ccg_matches_pcn_ccg", "match"),
    ("stp_ods_code", "stp"),
    ("stp_code", "stp"),
    ("stp_ons_code", "stp_ons"),
    ("stp_name", "stp_name"),
    ("nhs_region_code", "region"),
    ("region_code", "region"),
    ("nhs_region_ons_code", "region_ons"),
    ("region_ons_code", "region_ons"),
    ("nhs_region_name", "region_name"),
    ("region_name", "region_name"),
    ("ccg_code_original", "original"),
)
_OF_EPOCH: tuple[tuple[str, str], ...] = (
    ("CCG{short}CDH", "ccg"),
    ("CCG{short}CD", "ccg_ons"),
    ("CCG{short}NM", "ccg_name"),
    ("STP{short}CDH", "stp"),
    ("STP{short}CD", "stp_ons"),
    ("STP{short}NM", "stp_name"),
    ("NHSER{short}CDH", "region"),
    ("NHSER{short}CD", "region_ons"),
    ("NHSER{short}NM", "region_name"),
    ("ccg_code_{year}", "ccg"),
    ("ccg_ons_code_{year}", "ccg_ons"),
    ("ccg_name_{year}", "ccg_name"),
)


@cache
def code_list_names() -> Names:
    """Return the headers of code lists: of our own layout, of the ODS (PCNs, practices, succession) and of the ONS (CCGs, STPs)."""
    dated = [(text.format(year=year, short=year % 100), name) for year in _EPOCHS for text, name in _OF_EPOCH]
    return _names((text, Target(name)) for text, name in [*_CODE_LIST, *dated])


#: What each sort of code list must hold, and of what it must hold one thing at least; the most particular first.
_CODE_LISTS: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    ("areas", frozenset({"code", "level", "name", "parent"}), frozenset({"code"})),
    ("practices", frozenset({"practice", "pcn"}), frozenset({"practice_ccg", "pcn_ccg", "from", "to"})),
    ("pcns", frozenset({"pcn", "pcn_name", "ccg"}), frozenset({"opened", "closed"})),
    ("lineage", frozenset({"original", "ccg"}), frozenset({"original"})),
    ("ccgs", frozenset({"ccg", "ccg_name", "stp"}), frozenset({"ccg"})),
    ("stps", frozenset({"stp", "stp_name", "region"}), frozenset({"stp"})),
)


def code_list_sort(fields: set[str]) -> str:
    """Return which sort of code list has these columns: areas, practices, pcns, lineage, ccgs or stps; '' where it is none."""
    return next((sort for sort, all_of, one_of in _CODE_LISTS if all_of <= fields and one_of & fields), "")


def code_list_lacks(fields: set[str]) -> list[str]:
    """Return the headers that columns lack to be the sort of code list of which they lack the fewest."""
    headers: dict[str, str] = {}
    for text, name in _CODE_LIST:
        headers.setdefault(name, text)
    lacking = [sorted(all_of - fields) + ([] if one_of & (fields | all_of) else sorted(one_of)[:1]) for _, all_of, one_of in _CODE_LISTS]
    return [headers[name] for name in min(lacking, key=len)]
