"""Home returns: from the cells to facts, and everything that can be wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from carehomes.intake.context import Context
from carehomes.ledger.facts import FACTS_SCHEMA
from tests.unit.intake_ground import AREAS, QUESTIONS, WEEK, codes, facts, finding, look, only, said, xlsx_bytes

HEAD = "week_ending | ccg_code | ccg_name | home_id | clinical_lead | residents"


def row(lead: str = "yes", residents: str = "20", home: str = "1-101", ccg: str = "01T", name: str = "", week: str = "17/05/2020") -> str:
    return f"{week} | {ccg} | {name} | {home} | {lead} | {residents}"


def file(*rows: str, head: str = HEAD) -> str:
    return "\n".join([head, *rows])


def test_a_row_becomes_facts_with_their_origin() -> None:
    staged = only(look(file(row(name="NHS South Sefton CCG"), row("", "0", home="1-102"))))
    assert (staged.kind, staged.submitter, staged.week, staged.rows, staged.nil, staged.findings) == ("home", "01T", WEEK, 2, False, ())
    assert staged.facts.schema == FACTS_SCHEMA
    assert facts(staged, "row", "column", "home_id", "field", "part", "text", "answer", "number") == [
        (2, 1, "1-101", "week_ending", "", "17/05/2020", "2020-05-17", None),
        (2, 2, "1-101", "ccg_code", "", "01T", "01T", None),
        (2, 3, "1-101", "ccg_name", "", "NHS South Sefton CCG", "NHS South Sefton CCG", None),
        (2, 4, "1-101", "home_id", "", "1-101", "1-101", None),
        (2, 5, "1-101", "clinical_lead", "", "yes", "yes", None),
        (2, 6, "1-101", "residents", "", "20", None, 20),
        (3, 1, "1-102", "week_ending", "", "17/05/2020", "2020-05-17", None),
        (3, 2, "1-102", "ccg_code", "", "01T", "01T", None),
        (3, 4, "1-102", "home_id", "", "1-102", "1-102", None),
        (3, 6, "1-102", "residents", "", "0", None, 0),
    ]
    assert set(facts(staged, "kind", "submitter", "week", "pcn_code", "sheet")) == {("home", "01T", WEEK, "", "")}


def test_headers_by_wording_or_synonym_in_any_order_below_a_title_block() -> None:
    told = look(
        """
        Weekly return
        CCG: | NHS South Sefton CCG (01T)
        Week ending: | Sunday 17 May 2020
        |
        Residents in the home | NAMED CLINICAL LEAD  in place | CQC Location-ID | favourite colour
        20 | Y | 1-101 | blue
        |
        Total | 20
        Note: as at Friday
        """.replace("        ", "")
    )  # fmt: skip
    staged = only(told)
    assert (staged.submitter, staged.week, staged.rows) == ("01T", WEEK, 1)
    assert said(staged, "1-101", "clinical_lead") == ("yes", None)
    assert said(staged, "1-101", "residents") == (None, 20)
    assert codes(told) == [("column_unknown", "D5"), ("row_left_out", "8")]
    assert "rows 8 and 9" in finding(told, "row_left_out").message.lower()


@pytest.mark.parametrize(
    "title",
    [
        "Return of NHS South Sefton CCG (01T) for the week ending Sunday 17 May 2020",
        "CCG: 01T | Week ending: 17/05/2020",
        "CCG code | E38000161 | W/E | 17 May 2020",
        "CCG name: South Sefton | Reporting week: 2020-05-17",
        "CCG: O1T | Week ending 17.05.2020",
    ],
)
def test_titles_say_who_and_when(title: str) -> None:
    staged = only(look(f"{title}\nhome_id | clinical_lead\n1-101 | yes"))
    assert (staged.submitter, staged.week) == ("01T", WEEK)


def test_what_neither_file_nor_person_says_is_asked_for() -> None:
    bare = "home_id | clinical_lead\n1-101 | yes"
    told = look(bare)
    assert (told.kind, told.needs, told.returns) == ("home", ("submitter", "week"), ())
    assert look(bare, week=WEEK).needs == ("submitter",)
    staged = only(look(bare, week=WEEK, submitter="e38000161"))
    assert (staged.submitter, staged.week, staged.stopped) == ("01T", WEEK, False)


def test_what_is_given_must_agree_with_the_file() -> None:
    told = look(file(row()), week=date(2020, 5, 24), submitter="01V")
    assert only(told).stopped
    assert codes(told) == [("week_differs", "A2"), ("ccg_differs", "B2")]
    assert not only(look(file(row()), week=WEEK, submitter="01T")).findings
    assert finding(look(file(row()), submitter="nonsense"), "ccg_differs")
    assert finding(look("home_id | clinical_lead\n1-1 | yes", week=WEEK, submitter="99Z"), "ccg_unknown").severity == "error"
    assert finding(look("home_id | clinical_lead\n1-1 | yes", week=date(2020, 5, 18), submitter="01T"), "week_not_sunday")


def test_titles_that_say_two_things_are_refused() -> None:
    assert finding(look("CCG: 01T | CCG: 01V | Week ending: 17/05/2020\nhome_id | clinical_lead\n1-1 | yes"), "ccg_twice")
    assert finding(look("CCG: 01T\nWeek ending: 17/05/2020\nWeek ending: 24/05/2020\nhome_id | clinical_lead\n1-1 | yes"), "week_twice")
    assert finding(look("CCG: 9ZZ\nWeek ending: 17/05/2020\nhome_id | clinical_lead\n1-1 | yes"), "ccg_unknown").cell == "A1"


def test_a_file_of_many_returns_is_split_and_each_judged_by_itself() -> None:
    told = look(
        file(row(), row(home="1-201", ccg="01V"), row(home="1-201", ccg="01V"), row(week="24/05/2020"), row(home="1-102", lead="n/a"))
    )
    assert [(one.submitter, one.week, one.rows, one.stopped) for one in told.returns] == [
        ("01T", WEEK, 2, False),
        ("01V", WEEK, 2, True),
        ("01T", date(2020, 5, 24), 1, False),
    ]
    assert codes(told) == [("home_twice", "D4")]


def test_who_and_when_that_cannot_be_told_stop_the_whole_file() -> None:
    told = look(
        file(row(), row(ccg="", home="1-102"), row(week="", home="1-103"), row(week="soon", home="1-104"), row(ccg="99Z", home="1-105"))
    )
    assert only(told).stopped
    assert codes(told) == [("ccg_blank", "B3"), ("week_blank", "A4"), ("week_unreadable", "A5"), ("ccg_unknown", "B6")]
    several = look(file(row(), row(ccg="01V", home="1-2"), row(ccg="n/a", home="1-102")))
    assert several.returns == ()
    assert codes(several) == [("ccg_blank", "B4")]


def test_a_week_is_named_by_its_sunday() -> None:
    one = finding(look(file(row(week="16/05/2020"), row(week="16/05/2020", home="1-102"))), "week_not_sunday")
    assert "10 May or 17 May 2020" in one.message
    assert (one.severity, one.cell) == ("error", "A2")


@pytest.mark.parametrize("code", ["01t", "E38000161", " 01T "])
def test_codes_of_a_ccg(code: str) -> None:
    assert only(look(file(row(ccg=code)))).submitter == "01T"


def test_an_o_for_a_zero_is_repaired_and_told() -> None:
    told = look(file(row(ccg="O1T"), row(ccg="O1T", home="1-102"), row(ccg="I0Q", home="1-103")))
    assert [one.submitter for one in told.returns] == ["01T", "10Q"]
    first = next(one for one in told.all_findings if one.code == "ccg_repaired")
    assert first.severity == "note"
    assert "1 more row" in first.message


def test_codes_that_are_no_ccg_of_that_week() -> None:
    assert "84H" in finding(look(file(row(ccg="00D"))), "ccg_closed").message
    assert "Check the code" in finding(look(file(row(ccg="00F"))), "ccg_closed").message
    assert "1 April 2021" in finding(look(file(row(ccg="M1J4Y"))), "ccg_not_open").message
    assert "North West" in finding(look(file(row(ccg="Y62"))), "not_a_ccg").message


def test_a_code_is_held_against_the_name_beside_it() -> None:
    told = finding(look(file(row(name="NHS Southport & Formby CCG"))), "ccg_name_differs")
    assert told.severity == "error"
    assert "01V" in told.message
    assert "01T" in told.message
    assert finding(look(file(row(name="Somewhere"))), "ccg_name_unknown").severity == "query"
    assert not look(file(row(name="South Sefton"), row(name="n/a", home="1-102"), row(name="01T", home="1-103"))).all_findings


def test_a_few_rows_with_a_code_one_slip_away_are_questioned() -> None:
    told = look(file(*(row(home=f"1-{number}") for number in range(1, 21)), row(home="1-99", ccg="01V")))
    assert finding(told, "ccg_of_few_rows").cell == "B22"


@pytest.mark.parametrize(("field", "value", "code"), [
    ("clinical_lead", "maybe", "not_yes_no"), ("residents", "86 (est)", "not_a_number"), ("residents", "-1", "negative"),
    ("residents", "50%", "percentage"), ("residents", "1.5", "not_whole"), ("residents", "99999999", "count_too_large"),
    ("lead_start", "05/17/2020", "not_a_date"), ("testing_status", "tested twice", "not_a_word"), ("pcn_code", "Central", "pcn_malformed"),
])  # fmt: skip
def test_a_value_that_cannot_be_counted_names_its_cell(field: str, value: str, code: str) -> None:
    told = look(f"week_ending | ccg_code | home_id | {field}\n17/05/2020 | 01T | 1-101 | {value}")
    one = finding(told, code)
    assert (one.severity, one.cell, one.field, one.value) == ("error", "D2", field, value)
    assert one.message.startswith("Cell D2")
    assert only(told).stopped
    assert said(only(told), "1-101", field) is None


def test_identifiers() -> None:
    head = "week_ending | ccg_code | home_id | pcn_code | lead_name"
    staged = only(
        look(f"{head}\n17/05/2020 | 01T | 1-101 | n/a | A Person\n17/05/2020 | 01T | 1-102 | u12345 |\n17/05/2020 | 01T | 1-103 | UO1234 |")
    )
    assert said(staged, "1-101", "pcn_code") == ("not applicable", None)
    assert said(staged, "1-101", "lead_name") == ("A Person", None)
    assert said(staged, "1-102", "pcn_code") == ("U12345", None)
    assert said(staged, "1-103", "pcn_code") == ("U01234", None)
    assert [(one.code, one.severity) for one in staged.findings] == [("pcn_repaired", "note")]
    assert said(only(look(f"{head}\n17/05/2020 | 01T | 1-101 | X1P1 |")), "1-101", "pcn_code") == ("X1P1", None)


@pytest.mark.parametrize("home", ["101", "1-10A", "RX123", "n/a", "1-", "2-101"])
def test_an_id_of_no_home(home: str) -> None:
    assert finding(look(file(row(home=home))), "home_id_malformed").cell == "D2"


def test_an_id_that_a_spreadsheet_made_a_date() -> None:
    assert "date" in finding(look(file(row(home="2020-10-01"))), "home_id_malformed").message


def test_a_row_of_answers_without_a_home_is_refused_but_notes_and_sums_are_left_out() -> None:
    told = look(file(row(), row(home="")))
    assert finding(told, "home_id_blank").cell == "D3"
    assert only(told).stopped
    fine = look(
        file(
            row(),
            " | | | Total | 1 | 20",
            "Total | | | | 1 | 20",
            " | | | | | ",
            "see the other sheet | | | | |",
            row("", "", home=""),
            HEAD,
        )
    )
    assert only(fine).rows == 1
    assert [one.code for one in fine.all_findings] == ["row_left_out"]


def test_two_columns_for_one_thing_are_refused() -> None:
    told = look(file(row() + " | 1", head=HEAD + " | Number of residents"))
    assert finding(told, "column_twice").severity == "error"
    assert (
        finding(look("home_id | Location ID | clinical_lead | residents\n1-1 | 1-1 | yes | 2", week=WEEK), "column_twice").field
        == "home_id"
    )


def test_a_column_without_a_header_is_told() -> None:
    assert finding(look(file(row() + " | 7")), "column_nameless").cell == "G2"


def test_parts_above_their_whole() -> None:
    head = "week_ending | ccg_code | home_id | residents | residents_with_pcsp | new_residents | new_residents_with_pcsp"
    head += " | residents_tested | staff | staff_tested"
    told = look(f"{head}\n17/05/2020 | 01T | 1-101 | 20 | 21 | 22 | 23 | 24 | 5 | 6\n17/05/2020 | 01T | 1-102 | 20 | 20 | | 3 | 0 | | 6")
    assert [one for one in codes(told) if one[0] == "part_above_whole"] == [("part_above_whole", f"{letter}2") for letter in "EFGHJ"]
    assert "'Residents' in the same row is 20" in only(told).findings[0].message


def test_more_delivered_than_allocated_is_only_a_query() -> None:
    told = look("week_ending | ccg_code | home_id | oximeters_allocated | oximeters_delivered\n17/05/2020 | 01T | 1-101 | 2 | 3")
    assert finding(told, "delivered_above_allocated").severity == "query"
    assert not only(told).stopped


def test_homes_are_held_against_the_register() -> None:
    context = Context(AREAS, QUESTIONS, register=lambda week: {"1-101": "01T", "1-102": "01V", "1-104": ""} if week == WEEK else None)
    told = look(file(*(row(home=f"1-{number}") for number in (101, 102, 103, 104))), context=context)
    assert [(one.code, one.severity, one.cell) for one in told.all_findings] == [
        ("home_of_other_ccg", "query", "D3"),
        ("home_not_registered", "query", "D4"),
    ]
    assert "NHS Southport and Formby CCG (01V)" in finding(told, "home_of_other_ccg").message
    assert only(told).rows == 4
    assert not look(file(row(home="1-103", week="24/05/2020")), context=context).all_findings


def test_a_fall_of_a_cumulative_count_is_questioned() -> None:
    head = "week_ending | ccg_code | home_id | oximeters_delivered | oximeters_held"
    before = only(look(f"{head}\n10/05/2020 | 01T | 1-101 | 3 | 3\n10/05/2020 | 01T | 1-102 | 1 | 1")).facts
    asked: list[tuple[str, str, date]] = []

    def previous(kind: str, submitter: str, week: date) -> object:
        asked.append((kind, submitter, week))
        return before

    context = Context(AREAS, QUESTIONS, previous=previous)  # type: ignore[arg-type]
    told = look(f"{head}\n17/05/2020 | 01T | 1-101 | 2 | 1\n17/05/2020 | 01T | 1-102 | 1 | 0", context=context)
    one = finding(told, "cumulative_fell")
    assert (one.severity, one.cell, one.value) == ("query", "D2", "2")
    assert "3 was reported the week before" in one.message
    assert asked == [("home", "01T", WEEK)]


def test_one_pcn_with_two_names_is_questioned() -> None:
    head = "week_ending | ccg_code | home_id | pcn_code | pcn_name"
    told = look(f"{head}\n17/05/2020|01T|1-1|U12345|North\n17/05/2020|01T|1-2|U12345|NORTH PCN\n17/05/2020|01T|1-3|U12345|South")
    assert finding(told, "pcn_name_differs").cell == "E4"


def test_nil_returns() -> None:
    titled = only(look("CCG: 01T\nWeek ending: 17/05/2020\nThis is a NIL RETURN\nhome_id | clinical_lead"))
    assert (titled.kind, titled.submitter, titled.week, titled.nil, titled.rows, titled.facts.num_rows) == ("home", "01T", WEEK, True, 0, 0)
    below = only(look(f"{HEAD}\n17/05/2020 | 01T | | | | nil return"))
    assert (below.nil, below.submitter) == (True, "01T")
    given = only(look(f"{HEAD}\nNil return | | | | |", week=WEEK, submitter="01T"))
    assert (given.nil, given.submitter, given.week) == (True, "01T", WEEK)
    assert look(f"{HEAD}\nNil return").needs == ("submitter", "week")


def test_a_form_without_rows_is_no_nil_return_by_itself() -> None:
    told = look(HEAD)
    assert finding(told, "no_rows").severity == "error"
    assert told.returns == ()


def test_a_nil_return_with_rows_is_questioned() -> None:
    assert finding(look(file(row(), "nil return")), "nil_with_rows").severity == "query"


def test_a_return_without_ids_says_what_is_missing() -> None:
    told = look("week_ending | ccg_code | Care home | clinical_lead\n17/05/2020 | 01T | Rose Lodge | yes")
    assert (told.kind, finding(told, "home_id_missing").cell) == ("", "1")


def test_a_workbook_of_one_sheet_a_ccg() -> None:
    head = ["week_ending", "ccg_code", "home_id", "clinical_lead"]
    content = xlsx_bytes(
        ("Sefton", [head, ["17/05/2020", "01T", "1-101", "yes"]]), ("Southport", [head, ["17/05/2020", "01V", "1-201", "oops"]])
    )
    told = look(content, "region.xlsx")
    assert [(one.submitter, one.stopped) for one in told.returns] == [("01T", False), ("01V", True)]
    one = finding(told, "not_yes_no")
    assert (one.sheet, one.cell) == ("Southport", "D2")
    assert one.message.startswith("Sheet 'Southport', cell D2")


def test_the_same_home_on_two_sheets() -> None:
    head = ["week_ending", "ccg_code", "home_id", "clinical_lead"]
    rows = [head, ["17/05/2020", "01T", "1-101", "yes"]]
    assert finding(look(xlsx_bytes(("A", rows), ("B", rows)), "a.xlsx"), "home_twice").sheet == "B"


def test_no_finding_tells_a_leads_name() -> None:
    told = look("week_ending | ccg_code | home_id | lead_name | residents\n17/05/2020 | 01T | 1-101 | Dr Jane Doe | oops")
    assert not any("Jane" in one.message or "Jane" in one.value for one in told.all_findings)


def test_the_file_is_known_by_its_bytes() -> None:
    told = look(b"home_id,clinical_lead\n1-1,yes\n", "x.csv")
    assert (told.file_name, told.size, len(told.sha256)) == ("x.csv", 30, 64)


def test_a_return_that_names_homes_and_answers_nothing_is_an_unfilled_template() -> None:
    head = "week_ending | ccg_code | home_id | home_name | clinical_lead"
    told = finding(look(f"{head}\n{WEEK} | 01T | 1-101 | Home A | \n{WEEK} | 01T | 1-102 | Home B | "), "nothing_answered")
    assert (told.severity, told.cell) == ("error", "D2")
    assert "the first of 2 rows" in told.message
    assert not look(f"{head}\n{WEEK} | 01T | 1-101 | Home A | \n{WEEK} | 01T | 1-102 | Home B | no").all_findings


def test_a_question_that_is_only_a_file_of_the_catalogue_is_an_answer_or_none_to_the_rules() -> None:
    new = replace(QUESTIONS["clinical_lead"], id="dentist", wording="Dentist visits", synonyms=(), place=135)
    remark = replace(QUESTIONS["comment"], id="postcode", wording="Postcode of the home", role="attribute", synonyms=())
    catalogue = Context(AREAS, {**QUESTIONS, new.id: new, remark.id: remark})
    head = "week_ending | ccg_code | home_id | home_name | dentist | postcode"
    assert not look(f"{head}\n{WEEK} | 01T | 1-101 | Home A | yes | L1", context=catalogue).all_findings
    assert finding(look(f"{head}\n{WEEK} | 01T | 1-101 | Home A | | L1", context=catalogue), "nothing_answered")
    # It is steady: as in the week before and alone, it looks like a template that was not filled in.
    head = "week_ending | ccg_code | home_id | dentist | checked_in"
    before = only(look(f"{head}\n{WEEK} | 01T | 1-101 | yes | yes", context=catalogue)).facts
    known = replace(catalogue, previous=lambda *_: before)
    assert finding(look(f"{head}\n{WEEK} | 01T | 1-101 | yes | ", context=known), "only_last_week").field == "dentist"
    anew = replace(known, questions={**catalogue.questions, new.id: replace(new, steady=False)})
    assert not look(f"{head}\n{WEEK} | 01T | 1-101 | yes | ", context=anew).all_findings


@pytest.mark.parametrize(("since", "until"), [(date(2020, 5, 24), None), (date(2020, 5, 1), date(2020, 5, 10))])
def test_an_answer_to_what_the_week_does_not_ask_is_left_out_and_told_once(since: date, until: date | None) -> None:
    asked = replace(QUESTIONS["outbreak"], since=since, until=until)
    catalogue = Context(AREAS, {**QUESTIONS, asked.id: asked})
    rows = "\n".join(f"{WEEK} | 01T | 1-10{number} | yes | {text}" for number, text in enumerate(["", "no", "perhaps"]))
    staged = only(look(f"week_ending | ccg_code | home_id | clinical_lead | outbreak\n{rows}", context=catalogue))
    assert not staged.stopped
    (told,) = staged.findings
    assert (told.code, told.severity, told.cell) == ("not_asked", "note", "E3")
    assert "is asked from the week ending" in told.message
    assert "not in this week" in told.message
    assert told.message.endswith("The same stands in 1 more row.")
    assert "outbreak" not in staged.facts["field"].to_pylist()


def test_of_a_history_each_week_is_asked_what_it_asks() -> None:
    asked = replace(QUESTIONS["outbreak"], since=date(2020, 5, 24))
    catalogue = Context(AREAS, {**QUESTIONS, asked.id: asked})
    head = "week_ending | ccg_code | home_id | clinical_lead | outbreak"
    first, second = look(f"{head}\n17/05/2020 | 01T | 1-101 | yes | no\n24/05/2020 | 01T | 1-101 | yes | no", context=catalogue).returns
    assert [said(one, "1-101", "outbreak") for one in (first, second)] == [None, ("no", None)]
    assert [[one.code for one in each.findings] for each in (first, second)] == [["not_asked"], []]


def test_a_return_that_only_repeats_who_leads_is_an_unfilled_template() -> None:
    head = "week_ending | ccg_code | home_id | clinical_lead | checked_in"
    before = only(look(f"{head}\n{WEEK} | 01T | 1-101 | yes | yes")).facts
    context = Context(AREAS, QUESTIONS, previous=lambda kind, submitter, week: before)
    again = finding(look(f"{head}\n{WEEK} | 01T | 1-101 | yes | ", context=context), "only_last_week")
    assert (again.severity, again.cell) == ("error", "D2")
    # What is new, answered anew or was all there was the week before is a return.
    assert not look(f"{head}\n{WEEK} | 01T | 1-101 | no | ", context=context).all_findings
    assert not look(f"{head}\n{WEEK} | 01T | 1-101 | yes | yes", context=context).all_findings
    leads = only(look(f"{head}\n{WEEK} | 01T | 1-101 | yes | ")).facts
    assert not look(f"{head}\n{WEEK} | 01T | 1-101 | yes | ", context=Context(AREAS, QUESTIONS, previous=lambda *_: leads)).all_findings
