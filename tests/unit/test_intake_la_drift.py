"""Twenty councils, each with its own drift of the national form: all of them come out right, to the last figure and word."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from carehomes.areas import AreaList
from carehomes.intake.context import Context
from carehomes.intake.la import items
from carehomes.intake.la_text import without_contacts
from carehomes.templates import make_la_form
from tests.conftest import PROJECT
from tests.unit.intake_ground import QUESTIONS, facts, finding, look, ods_bytes, only, xlsx_bytes

WEEK = date(2020, 5, 31)
AREAS = AreaList.read(PROJECT / "data" / "reference" / "areas.csv")
GROUND = Context(AREAS, QUESTIONS)
HEADINGS = {
    "homes": [
        "*Number of  Care Homes (Please see note above)",
        "Number of care homes",
        "No. of Care Homes",
        "Number of registered care homes*",
    ],
    "support": [
        "Would additional support be helpful to progress implementation further? (Yes/No)",
        "Would additional support be helpful? (Y/N)",
        "Additional support needed? Yes/No",
        "Would further support help to progress this? Yes / No",
    ],
    "support_text": [
        "If Yes, please offer a brief description of the type of support that would be helpful",
        "If yes, what support?",
        "Brief description of support",
        "Type of support that would be helpful",
    ],
    "issues": [
        "Please indicate any issues that you would like to highlight (optional)",
        "Any issues to highlight",
        "Issues you would like to highlight (optional)",
        "Comments (optional)",
    ],
}
TOTALS = [
    "Total number of CQC registered care homes in your area:",
    "Total number of care homes",
    "Total Number of CQC-registered homes in area",
]
#: How an action's wording drifts without becoming another action's.
DRIFTS: list[Callable[[str], str]] = [
    lambda text: text,
    str.upper,
    lambda text: text.replace("COVID 19", "COVID-19").replace("Covid19", "COVID-19").replace("COVID19", "Covid 19"),
    lambda text: text.replace(" and ", " & "),
    lambda text: f"{text}.",
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace(" ", "\n", 2),
    lambda text: text.replace("the ", "", 1),
    lambda text: text.replace("Access to", "Access to the", 1),
    lambda text: text.replace("care homes", "carehomes"),
    lambda text: text.replace("residents", "residnets"),
    lambda text: text.replace("'", "\u2019"),
]
NUMBERS: list[Callable[[str], str]] = [
    lambda item: f"{item}) ",
    lambda item: f"{item} ",
    lambda item: f"{item}. ",
    lambda item: f"{item} - ",
    lambda item: "",
]
COMPLETE = [
    (["Section complete"], True),
    (["Section complete", "Yes"], True),
    (["Section complete: No"], False),
    (["Section Completed?", "N"], False),
    (["Section not complete"], False),
    (["SECTION COMPLETE", "\u2610"], False),
    (["Section complete -", "yes"], True),
]
STYLES = ["{0}", "{0} Council", "{0} MBC", "London Borough of {0}", "{0} City Council", "{0} County Council", "{1}"]


@dataclass
class Council:
    """What a council says, and the rows in which it says it."""

    code: str
    rows: list[list[str]] = field(default_factory=list)
    figures: dict[tuple[str, str], Any] = field(default_factory=dict)
    complete: dict[str, str] = field(default_factory=dict)
    narratives: list[tuple[str, str]] = field(default_factory=list)
    total: int | None = None


def _head(one: Council, chance: random.Random, name: str) -> None:
    filler: list[list[str]] = [[]] * chance.randint(0, 3)
    one.total = chance.choice([None, chance.randint(110, 160)])
    one.rows += [["COVID19 Care Home Support > Implementation Status"], *filler]
    style = chance.choice(STYLES)
    if chance.random() < 0.5:
        one.rows.append(["Local Authority:", style.format(name, one.code)])
    else:
        one.rows.append(["Local authority", "", style.format(name, one.code)])
    one.rows.append(["Contact name:", "Somebody Invented"])
    if chance.random() < 0.5:
        one.rows.append(["Contact telephone number", "01632 960 123"])
    one.rows.append(["E-mail:", "somebody@example.org"])
    one.rows.append([chance.choice(TOTALS), "" if one.total is None else str(one.total)])
    if chance.random() < 0.5:
        one.rows.append(["*Please enter the number of registered Care Homes in your local area, where the action or support is in place"])
    if chance.random() < 0.5:
        one.rows.append(["Week ending: 31 May 2020"])


def _action(one: Council, chance: random.Random, item: str, label: str, order: list[str], apart: bool) -> None:
    drift, number = chance.choice(DRIFTS), chance.choice(NUMBERS)
    homes = chance.choice([None, chance.randint(0, 100)])
    wanted = chance.choice(["yes", "no", None])
    words = {"yes": ["Yes", "Y", "YES"], "no": ["No", "n", "NO"], None: [""]}
    said = {
        "homes": "" if homes is None else chance.choice([str(homes), f" {homes} ", f"{homes}.0"]),
        "support": chance.choice(words[wanted]),
        "support_text": f"Help with action {item}, as was discussed" if wanted == "yes" else "",
        "issues": chance.choice(["", "-", f"Homes were called about {item} every week"]),
    }
    one.figures |= {(item, "homes"): homes} if homes is not None else {}
    one.figures |= {(item, "support"): wanted} if wanted else {}
    one.figures |= {(item, part): said[part] for part in ("support_text", "issues") if said[part] not in ("", "-")}
    lead = [number(item).strip(), drift(label)] if apart else [number(item) + drift(label)]
    one.rows.append([*lead, *(said[part] for part in order)])


def council(seed: int, areas: AreaList) -> Council:
    """Return a made-up form of a real council, by a seed."""
    chance = random.Random(seed)
    area = chance.choice(areas.of_level("la"))
    one = Council(area.code)
    _head(one, chance, area.name)
    order = chance.sample(list(HEADINGS), k=4)
    apart = chance.random() < 0.5
    heads = [chance.choice(HEADINGS[part]) for part in order]
    one.rows.append([*([""] if apart else []), "Key COVID19 Support Actions for Care Homes", *heads])
    for number in "12345":
        own = [item for item in items() if item.item.startswith(number)]
        one.rows.append([chance.choice([own[0].focus, own[0].focus.replace(":", " -"), f"FOCUS {number}"])])
        if chance.random() < 0.4:
            text = f"In this focus {number} we have worked with every provider since March; ring 01632 960 123 or write to a.b@example.org."
            one.rows.append(["", text] if apart else [text])
            one.narratives.append((number, without_contacts(text)))
        for item in own:
            if chance.random() < 0.25:
                one.rows.append([])
            _action(one, chance, item.item, item.label, order, apart)
        written, complete = chance.choice(COMPLETE)
        one.rows.append([*([""] * chance.randint(0, 3)), *written])
        one.complete[number] = "yes" if complete else "no"
    one.rows += [[], ["Completed by: Somebody Invented, Director of Adult Services, 01632 960 123"]]
    return one


@pytest.mark.parametrize("seed", range(20))
def test_a_council_with_a_form_of_its_own_comes_out_right(seed: int) -> None:
    one = council(seed, AREAS)
    write, name = (ods_bytes, "form.ods") if seed % 3 == 0 else (xlsx_bytes, "form.xlsx")
    told = look(write(("Form", one.rows)), name, GROUND, week=WEEK)
    staged = only(told)
    assert [(each.code, each.cell, each.message) for each in told.all_findings] == []
    assert (staged.kind, staged.submitter, staged.week, staged.rows) == ("la", one.code, WEEK, 13)
    found = facts(staged, "field", "part", "answer", "number")
    asked = {item.item for item in items()}
    values = {(item, part): number if part == "homes" else answer for item, part, answer, number in found if item in asked}
    assert values == one.figures
    assert {part: answer for item, part, answer, _ in found if item == "complete"} == one.complete
    assert [(part, answer) for item, part, answer, _ in found if item == "narrative"] == one.narratives
    assert [number for item, _, _, number in found if item == "total_homes"] == ([] if one.total is None else [one.total])
    assert not any("@" in str(answer) or "960 123" in str(answer) for item, _, answer, _ in found if not item.startswith("contact"))


def test_the_twenty_differ() -> None:
    made = [council(seed, AREAS) for seed in range(20)]
    assert len({one.code for one in made}) > 15
    assert {len(one.narratives) for one in made} >= {0, 1, 2}
    assert {value for one in made for value in one.complete.values()} == {"yes", "no"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("write to a.b@example.org today", "write to [e-mail address removed] today"),
        ("ring 0151 934 0000", "ring [telephone number removed]"),
        ("ring +44 (0)151 934 0000.", "ring [telephone number removed]."),
        ("76 said no and 25 did not respond", "76 said no and 25 did not respond"),
        ("on 31/05/2020, 107 of 131 homes", "on 31/05/2020, 107 of 131 homes"),
        ("7 days @ 12 hours", "7 days @ 12 hours"),
    ],
)
def test_contact_details_stay_out_of_texts(text: str, told: str) -> None:
    assert without_contacts(text) == told


def test_the_text_of_a_form_is_answered_with_the_template() -> None:
    pasted = "\n".join(["Local Authority: Sefton", *(item.label for item in items()), "1.1) 107 No", "1.2) 93 Yes"])
    told = finding(look(pasted.encode(), "pasted.txt", week=WEEK), "la_text_only")
    assert "Fill in the workbook - Templates to fill in, on the Returns page, has a blank one - and upload that." in told.message


def test_a_pdf_is_answered_with_the_templates() -> None:
    told = finding(look(b"%PDF-1.7 of a form", "form.pdf"), "not_a_table")
    assert "This is a PDF, not a table." in told.message and "Templates to fill in" in told.message


def _template(fill: dict[str, Any] | None = None) -> bytes:
    made = make_la_form(AREAS, "E08000014", WEEK)
    assert made.content == make_la_form(AREAS, "E08000014", WEEK).content
    book = load_workbook(io.BytesIO(made.content))
    for cell, value in (fill or {}).items():
        book.active[cell] = value
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def test_the_blank_form_comes_back_without_a_finding() -> None:
    # C11 is action 1.1, C14 says whether its section is complete.
    told = look(_template({"C11": 107, "D11": "No", "F11": "All is well", "C14": "Yes", "C6": 131}), "form.xlsx", GROUND)
    staged = only(told)
    assert (staged.submitter, staged.week, staged.rows, told.all_findings) == ("E08000014", WEEK, 13, ())
    assert facts(staged, "field", "part", "answer", "number") == [
        ("total_homes", "", None, 131),
        ("1.1", "homes", None, 107),
        ("1.1", "support", "no", None),
        ("1.1", "issues", "All is well", None),
        ("complete", "1", "yes", None),
    ]


def test_the_blank_form_saved_unfilled_says_so() -> None:
    assert finding(look(_template(), "form.xlsx", GROUND), "la_empty").severity == "error"


@pytest.mark.parametrize(("code", "week"), [("01T", WEEK), ("nonsense", WEEK), ("E08000014", date(2020, 5, 30))])
def test_a_form_for_nobody_is_refused_in_words(code: str, week: date) -> None:
    with pytest.raises(ValueError, match=r"no local authority|Sunday"):
        make_la_form(AREAS, code, week)
