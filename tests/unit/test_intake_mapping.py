"""Headers in words that nobody foresaw: group headings, suggestions, what a person said, and any order of columns and synonyms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carehomes.intake.confirm import canonical, change, confirm, confirm_said
from carehomes.intake.context import Context
from carehomes.intake.heads import groups_above, heads
from carehomes.intake.mapping import choices, header_key, labels
from carehomes.ledger import mappings
from carehomes.ledger.mappings import Remembered
from carehomes.store import Store
from tests.unit.intake_ground import AREAS, GROUND, QUESTIONS, WEEK, codes, csv_bytes, facts, finding, look, only, said, table

STRANGER = """
CCG | 01T
Week ending | 17/05/2020
Ref | Home | Lead clinician named | People living here | Plans done | Favourite colour
1-101 | Rose Lodge | Yes | 20 | 3 | red
1-102 | Ivy House | No | 12 | 0 | blue
"""
ANSWERS = {
    "Ref": "home_id",
    "Home": "Care home",
    "Lead clinician named": "clinical_lead",
    "People living here": "residents",
    "Plans done": "residents_with_pcsp",
    "Favourite colour": "",
}


def with_mappings(*told: Remembered) -> Context:
    return Context(AREAS, QUESTIONS, mappings=told)


def confirmed(store: Store, file: str, answers: dict[str, str], *, everyone: bool = False) -> Context:
    for asked in look(file).asked:
        confirm(store, asked, answers, QUESTIONS, everyone=everyone)
    return with_mappings(*mappings.mappings(store))


# Header rows.


def test_a_merged_heading_reaches_over_its_columns_and_no_further() -> None:
    rows = table("CQC ID | Named clinical lead | | Comment | \n | In place? | Profession | | Staff")
    assert heads(rows) == {
        1: ("CQC ID",),
        2: ("Named clinical lead", "In place?"),
        3: ("Named clinical lead", "Profession"),
        4: ("Comment",),
        5: ("Staff",),
    }


def test_three_rows_of_headings() -> None:
    rows = table("Home | Support | | | \n | Lead | | Check-in | \n ID | In place? | Role | Made? | By")
    assert heads(rows)[3] == ("Support", "Lead", "Role")
    assert heads(rows)[5] == ("Support", "Check-in", "By")
    assert [len(way) for way in groups_above(rows, 3)] == [0, 1, 2]


@pytest.mark.parametrize(
    "above",
    [
        "Weekly return of the CCG",
        "CCG: 01T | Week ending: 17/05/2020",
        "CCG | 17 May 2020",
        "1 | 2",
        " | Return of homes in the area of ours",
        "|",
    ],
)
def test_a_title_is_no_group_heading(above: str) -> None:
    assert groups_above(table(f"{above}\nhome_id | clinical_lead | residents"), 2) == [[]]


def test_answers_below_a_header_are_no_header() -> None:
    assert groups_above(table("home_id | clinical_lead | checked_in\n1-101 | yes | no"), 2) == [[]]
    assert groups_above(table("clinical_lead | residents\nyes | 20"), 2) == [[]]


TWO_ROWS = """
NHS South Sefton CCG (01T)
Week ending Sunday 17 May 2020
CQC ID | Named clinical lead | | | Weekly check-in | | Residents | | Tested |
 | In place? | Profession | Start date | In place? | Mode | Number | With a PCSP | Residents | Staff
1-101 | Yes | GP | 1/5/20 | no | Video | 20 | 3 | 4 | 5
CQC ID | Named clinical lead | | | Weekly check-in | | Residents | | Tested |
 | In place? | Profession | Start date | In place? | Mode | Number | With a PCSP | Residents | Staff
1-102 | No | | | yes | | 10 | 1 | 2 | 3
Totals for the CCG | | | | | | 30 | 4 | 6 | 8
"""


def test_a_header_of_two_rows_repeated_on_the_next_page() -> None:
    told = look(TWO_ROWS)
    staged = only(told)
    assert (staged.submitter, staged.week, staged.rows, staged.stopped) == ("01T", WEEK, 2, False)
    assert codes(told) == [("row_left_out", "6")]
    assert "rows 6, 7 and 9" in told.all_findings[0].message.lower()
    read = {
        field: (answer, number) for home, field, answer, number in facts(staged, "home_id", "field", "answer", "number") if home == "1-101"
    }
    assert read == {
        "home_id": ("1-101", None),
        "clinical_lead": ("yes", None),
        "lead_profession": ("GP", None),
        "lead_start": ("2020-05-01", None),
        "checkin_in_place": ("no", None),
        "checkin_mode": ("Video", None),
        "residents": (None, 20),
        "residents_with_pcsp": (None, 3),
        "residents_tested": (None, 4),
        "staff_tested": (None, 5),
    }


def test_area_returns_have_headings_over_the_states() -> None:
    staged = only(
        look(
            "PCN code | Number of care homes | Named clinical lead in place? | | | | Residents |\n"
            " | | Yes | No | Not answered | N/A | Number | Homes\n"
            "U12345 | 5 | 3 | 1 | 1 | 0 | 90 | 4",
            week=WEEK,
            submitter="01T",
        )
    )
    assert ("clinical_lead", "not answered", 1) in facts(staged, "field", "part", "number")
    assert ("residents", "sum", 90) in facts(staged, "field", "part", "number")
    assert ("residents", "homes", 4) in facts(staged, "field", "part", "number")


def test_a_heading_that_changes_what_a_column_means_is_never_passed_over() -> None:
    file = "week_ending | ccg_code | CQC ID | Swabbed | | \n | | | Residents | Staff | Beds\n17/05/2020 | 01T | 1-101 | 4 | 5 | 6"
    told = look(file)
    assert (told.needs, told.returns) == (("mapping",), ())
    assert {one.suggestion for one in told.asked[0].columns} & {"residents", "staff", "beds"} == set()
    assert [(one.header, one.must) for one in told.asked[0].columns] == [
        ("Swabbed - Residents", True),
        ("Swabbed - Staff", True),
        ("Swabbed - Beds", True),
    ]


def test_a_heading_that_says_nothing_more_is_passed_over() -> None:
    file = "Care home details | | | Section 2 |\nWeek ending | CCG | CQC ID | Residents | Staff\n17/05/2020 | 01T | 1-101 | 4 | 5"
    assert said(only(look(file)), "1-101", "residents") == (None, 4)


# Suggestions, and what a person says.


def test_a_strangers_headers_are_asked_about_with_values_and_suggestions() -> None:
    told = look(STRANGER)
    assert (told.kind, told.needs, told.returns) == ("home", ("mapping",), ())
    (asked,) = told.asked
    assert (asked.kind, asked.submitter, asked.taken) == ("home", "01T", ())
    found = {one.header: (one.suggestion, one.must) for one in asked.columns}
    assert found == {
        "Ref": ("home_id", True),
        "Home": ("home_name", True),
        "Lead clinician named": ("clinical_lead", True),
        "People living here": ("", False),
        "Plans done": ("", False),
        "Favourite colour": ("", False),
    }
    assert asked.columns[0].samples == ("1-101", "1-102")
    assert {one.severity for one in told.findings} == {"note"}
    assert "It may be 'home_id' (100 of 100)" in told.findings[0].message
    assert "Rose Lodge" not in " ".join(one.message for one in told.findings)


def test_what_was_said_once_holds_the_next_week_and_for_nobody_else(store: Store) -> None:
    context = confirmed(store, STRANGER, ANSWERS)
    next_week = STRANGER.replace("17/05", "24/05").replace("20 | 3", "21 | 4")
    told = look(next_week, context=context)
    staged = only(told)
    assert (staged.submitter, staged.week, staged.rows) == ("01T", date(2020, 5, 24), 2)
    assert said(staged, "1-101", "residents") == (None, 21)
    assert said(staged, "1-102", "residents_with_pcsp") == (None, 0)
    assert codes(told) == [("mapping_used", "3")]
    assert '"Favourite colour" left out' in finding(told, "mapping_used").message
    # Another submitter, and another layout, are asked.
    assert look(next_week.replace("01T", "01V"), context=context).needs == ("mapping",)
    assert look(next_week.replace("Plans done", "Care plans"), context=context).needs == ("mapping",)


def test_for_every_submitter(store: Store) -> None:
    context = confirmed(store, STRANGER, ANSWERS, everyone=True)
    assert only(look(STRANGER.replace("01T", "01V"), context=context)).submitter == "01V"
    # What one submitter said goes before what holds for every one.
    confirm(store, look(STRANGER).asked[0], {**ANSWERS, "Plans done": "new_residents"}, QUESTIONS)
    context = with_mappings(*mappings.mappings(store))
    assert said(only(look(STRANGER, context=context)), "1-101", "new_residents") == (None, 3)
    assert said(only(look(STRANGER.replace("01T", "01V"), context=context)), "1-101", "residents_with_pcsp") == (None, 3)


def test_a_header_with_the_weeks_date_is_the_same_layout(store: Store) -> None:
    file = STRANGER.replace("People living here", "People living here on 17 May 2020")
    context = confirmed(store, file, {header.replace("here", "here on 17 May 2020"): name for header, name in ANSWERS.items()})
    assert said(only(look(file.replace("on 17 May", "on 24 May"), context=context)), "1-101", "residents") == (None, 20)
    assert header_key("Residents at 17/05/2020") == "residents at"


def test_a_forgotten_mapping_is_asked_about_again(store: Store) -> None:
    confirmed(store, STRANGER, ANSWERS)
    (one,) = mappings.mappings(store)
    assert mappings.forget(store, one.number) == one
    assert mappings.mappings(store) == []
    with pytest.raises(ValueError, match=r"no mapping 1 to forget\. The numbers are: none"):
        mappings.forget(store, one.number)
    assert [entry.action for entry in store.journal.mapping_entries()] == ["confirmed", "forgotten"]


def test_what_is_said_twice_is_remembered_once_and_more_is_added(store: Store) -> None:
    asked = look(STRANGER).asked[0]
    first = confirm(store, asked, {"Ref": "home_id"}, QUESTIONS)
    assert confirm(store, asked, {"Ref": "CQC location ID"}, QUESTIONS) == first
    more = confirm(store, asked, {"Plans done": "new_residents"}, QUESTIONS)
    assert more.columns == (("Ref", "home_id"), ("Plans done", "new_residents"))
    assert len(mappings.mappings(store)) == 1
    assert len(store.journal.mapping_entries()) == 2


def test_what_cannot_be_is_said_in_plain_words(store: Store) -> None:
    asked = look(STRANGER).asked[0]
    with pytest.raises(ValueError, match=r"There is no question 'home_identity'\. Did you mean home_id"):
        confirm(store, asked, {"Ref": "home_identity"}, QUESTIONS)
    with pytest.raises(ValueError, match=r'"Plans done" cannot be \'residents\': another column is read as that'):
        confirm(store, asked, {"People living here": "residents", "Plans done": "Residents"}, QUESTIONS)
    with pytest.raises(ValueError, match=r'No column without a question is called "Reff". Those without one are: "Ref"'):
        confirm_said(store, [asked], {"Reff": "home_id"}, QUESTIONS)
    assert mappings.mappings(store) == []


def test_what_is_remembered_can_be_changed_header_by_header(store: Store) -> None:
    confirmed(store, STRANGER, ANSWERS)
    (one,) = mappings.mappings(store)
    changed = change(store, one.number, {"people living HERE": "staff", "Plans done": ""}, QUESTIONS)
    assert dict(changed.columns) == ANSWERS | {"Home": "home_name", "People living here": "staff", "Plans done": ""}
    assert (changed.submitter, changed.layout) == (one.submitter, one.layout)
    assert mappings.mappings(store) == [changed]
    staged = only(look(STRANGER, context=with_mappings(changed)))
    assert said(staged, "1-101", "staff") == (None, 20)
    with pytest.raises(ValueError, match=r"no mapping 9 to change\. The numbers are: 2\."):
        change(store, 9, {"Ref": "home_id"}, QUESTIONS)
    with pytest.raises(ValueError, match=r'Mapping 2 has no header "Reff"\. It has: "Ref", "Home"'):
        change(store, 2, {"Reff": "home_id"}, QUESTIONS)
    with pytest.raises(ValueError, match=r"another column is read as that"):
        change(store, 2, {"Plans done": "staff"}, QUESTIONS)
    assert mappings.mappings(store) == [changed]


def test_a_column_that_is_read_by_its_own_name_leaves_its_question_to_no_other(store: Store) -> None:
    confirmed(store, STRANGER.replace("People living here", "Residents"), {"Ref": "home_id", "Plans done": "residents_with_pcsp"})
    with pytest.raises(ValueError, match=r'"Plans done" cannot be \'residents\': another column is read as that'):
        change(store, 1, {"Plans done": "residents"}, QUESTIONS)


def test_a_header_that_is_remembered_otherwise_is_not_passed_over(store: Store) -> None:
    confirmed(store, STRANGER, ANSWERS)
    assert confirm_said(store, [], {"Plans done": "residents_with_pcsp"}, QUESTIONS) == []
    with pytest.raises(
        ValueError, match=r"\"Plans done\" is remembered as 'residents_with_pcsp' \(mapping 1\)\. Change that first: .*mapping change 1"
    ):
        confirm_said(store, [], {"Plans done": "new_residents"}, QUESTIONS)


def test_an_unlikely_header_holds_nothing_up_but_can_be_said() -> None:
    told = look("week_ending | ccg_code | home_id | residents | Favourite colour\n17/05/2020 | 01T | 1-101 | 4 | red")
    assert only(told).rows == 1
    assert [(one.header, one.suggestion, one.must) for one in told.asked[0].columns] == [("Favourite colour", "", False)]


def test_a_likely_header_holds_the_file_and_a_taken_question_is_not_suggested() -> None:
    head = "week_ending | ccg_code | home_id | residents | Residents tested for COVID | Residents total"
    told = look(f"{head}\n17/05/2020 | 01T | 1-101 | 4 | 3 | 4")
    assert told.needs == ("mapping",)
    found = {one.header: one.suggestion for one in told.asked[0].columns}
    assert found["Residents tested for COVID"] == "residents_tested"
    assert found["Residents total"] != "residents"


def test_values_rule_a_suggestion_out() -> None:
    head = "week_ending | ccg_code | home_id | checked_in | Residents tested now"
    told = look(f"{head}\n17/05/2020 | 01T | 1-101 | yes | yes")
    assert only(told).rows == 1
    assert told.asked[0].columns[0].suggestion != "residents_tested"


def test_an_area_return_of_a_stranger(store: Store) -> None:
    file = (
        "CCG | 01T\nWeek ending | 17/05/2020\nNetwork | Care homes in it | Lead in place: Y | Lead in place: N | Lead not known\n"
        "U12345 | 5 | 3 | 1 | 1"
    )
    told = look(file)
    assert (told.kind, told.needs) == ("area", ("mapping",))
    answers = {
        "Network": "pcn_code",
        "Care homes in it": "homes",
        "Lead in place: Y": "clinical_lead_yes",
        "Lead in place: N": "clinical_lead_no",
        "Lead not known": "Named clinical lead - not answered",
    }
    staged = only(look(file, context=confirmed(store, file, answers)))
    assert ("U12345", "clinical_lead", "not answered", 1) in facts(staged, "pcn_code", "field", "part", "number")


def test_every_choice_has_a_name_that_is_read_back() -> None:
    for kind in ("home", "area"):
        for name in choices(kind, QUESTIONS):
            assert canonical(kind, name, QUESTIONS) == name


# Any table under any names.

_HOME = [one for one in QUESTIONS.values() if "home" in one.kinds and one.role in ("answer", "attribute")]
_DATES = st.dates(date(2020, 4, 1), date(2020, 5, 17)).map(lambda day: f"{day:%d/%m/%Y}")
_TEXTS = st.sampled_from(["see the note", "Working on it", "a, b; c", 'he said "no"', "two\nlines"])
_BLANKS = st.sampled_from(["", "", "n/a", "*", "-"])


def _value(name: str) -> st.SearchStrategy[str]:
    question = QUESTIONS[name]
    of_type = {
        "yes_no": st.sampled_from(["Yes", "no", "Y", "N"]),
        "count": st.integers(0, 300).map(str),
        "word": st.sampled_from(question.all_words or ("x",)),
        "date": _DATES,
    }.get(question.type, _TEXTS)
    return st.one_of(of_type, _BLANKS)


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[str], list[str], list[list[str]], list[list[str]]]:
    """Return question ids in an order, their headers, the answers, and the rows of a title block."""
    chosen = draw(st.lists(st.sampled_from([one.id for one in _HOME]), min_size=1, max_size=8, unique=True))
    order = draw(st.permutations(["home_id", *chosen]))
    headers = [draw(st.sampled_from(labels(QUESTIONS[name]))) for name in order]
    count = draw(st.integers(1, 4))
    rows = [[f"1-{number}" if name == "home_id" else draw(_value(name)) for name in order] for number in range(101, 101 + count)]
    title = draw(
        st.sampled_from(
            [
                [["NHS South Sefton CCG (01T)"], ["Week ending Sunday 17 May 2020"], []],
                [["CCG", "01T"], ["Week ending", "17/05/2020"]],
                [["Return of homes"], [], ["CCG: 01T", "Week ending: 17.05.2020"]],
            ]
        )
    )
    return order, headers, rows, title


@settings(max_examples=60, deadline=None)
@given(_tables(), st.booleans(), st.booleans())
def test_any_table_under_any_names_reads_back_the_same(
    drawn: tuple[list[str], list[str], list[list[str]], list[list[str]]], noted: bool, headed: bool
) -> None:
    order, headers, rows, title = drawn
    over = [["Section 1", *[""] * (len(order) - 2), "Section 2"]] if headed and len(order) > 2 else []
    notes = [[], ["Note: as told by telephone"], ["Total"]] if noted else []
    staged = only(look(csv_bytes([*title, *over, headers, *rows, *notes])))
    plain = only(look(csv_bytes([["CCG: 01T"], ["Week ending: 17/05/2020"], order, *rows])))

    def answers(one: Any) -> set[tuple[Any, ...]]:
        return set(facts(one, "home_id", "field", "part", "text", "answer", "number"))

    assert answers(staged) == answers(plain)
    assert (staged.submitter, staged.week, staged.rows) == ("01T", WEEK, len(rows))


def test_remembered_is_a_plain_record() -> None:
    one = Remembered(1, "home", "01T", ("ref",), (("Ref", "gone_question"),), datetime(2020, 5, 20, tzinfo=UTC))
    # A question that is no more is asked about again.
    assert look("Ref | Lead | On site\n1-101 | yes | 4", context=with_mappings(one)).needs == ("mapping",)
    assert GROUND.mappings == ()
