"""Texts to values: what counts as yes, a number, a date, a word; what says nothing; what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from carehomes.intake.cells import address, column_letters, key, place, position, row_ranges, shown
from carehomes.intake.values import Value, find_dates, find_month, parse_date, read_count, read_value, read_yes_no
from tests.unit.intake_ground import QUESTIONS

LEAD = QUESTIONS["clinical_lead"]
RESIDENTS = QUESTIONS["residents"]
STATUS = QUESTIONS["testing_status"]


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "*", "-", "\u2013", ":", "..", "[x]"])
@pytest.mark.parametrize("field", ["clinical_lead", "residents", "testing_status", "lead_start", "comment"])
def test_signs_for_blank_say_nothing(text: str, field: str) -> None:
    assert read_value(text, QUESTIONS[field]) is None


@pytest.mark.parametrize("text", ["n/a", "N/A", "na", "Not applicable", " n/a "])
@pytest.mark.parametrize("field", ["clinical_lead", "residents", "testing_status", "lead_start", "comment"])
def test_not_applicable_is_an_answer_of_its_own(text: str, field: str) -> None:
    assert read_value(text, QUESTIONS[field]) == Value(answer="not applicable")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Y", "yes"), ("yes", "yes"), ("TRUE", "yes"), ("N", "no"), ("No", "no"), ("false", "no"), ("Yes ", "yes"),
        ("\u2713", "yes"), ("\u2714\ufe0f", "yes"), ("\u2717", "no"), ("\u274c", "no"),
    ],
)  # fmt: skip
def test_yes_and_no_in_the_words_people_use(text: str, answer: str) -> None:
    assert read_value(text, LEAD) == Value(answer=answer)


@pytest.mark.parametrize("text", ["1", "0", "maybe", "yes?", "in progress", "x", "\u2612", "\u2713\u2717", "yes and no"])
def test_anything_else_is_no_yes_or_no(text: str) -> None:
    assert read_yes_no(text).problem == "not_yes_no"


@pytest.mark.parametrize("mark", [" ", "\u00a0", "\u2007", "\u2009", "\u202f", ","])
def test_thousands_stand_apart_in_groups_of_three(mark: str) -> None:
    assert read_count(f"1{mark}000").number == 1000
    assert read_count(f"1{mark}234{mark}567.0").number == 1234567
    for text in (f"1{mark}00", f"1{mark}0000", f"1000{mark}000", f"1{mark}{mark}000", f"{mark}1{mark}000{mark}2", f"1{mark}000;000"):
        assert read_count(text).problem == "not_a_number"
    assert read_count("1 000,000").problem == "not_a_number"


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("1,200", 1200), ("12.0", 12), (" 7 ", 7), ("1,234,567", 1234567)])
def test_counts(text: str, number: int) -> None:
    assert read_value(text, RESIDENTS) == Value(number=number)


@pytest.mark.parametrize("text", ["nil", "Nil", " NIL ", "zero", "Zero"])
def test_zero_in_words_is_zero(text: str) -> None:
    assert read_value(text, RESIDENTS) == Value(number=0)


@pytest.mark.parametrize("text", ["1e3", "1.00E+03", "1.2e5"])
def test_a_shortened_number_is_not_guessed(text: str) -> None:
    told = read_count(text)
    assert (told.number, told.problem) == (None, "not_a_number")
    assert "in full" in told.advice


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("86 (est)", "not_a_number"),
        ("about 20", "not_a_number"),
        ("none", "not_a_number"),
        ("nil return", "not_a_number"),
        ("1e3", "not_a_number"),
        ("null", "not_a_number"),
        ("#N/A", "error_in_cell"),
        ("#DIV/0!", "error_in_cell"),
        ("Err:502", "error_in_cell"),
        ("1,20", "not_a_number"),
        ("-3", "negative"),
        ("\u22123", "negative"),
        ("12%", "percentage"),
        ("0.5", "not_whole"),
        ("99999999999999999999", "count_too_large"),
        ("20000000", "count_too_large"),
    ],
)
def test_what_is_no_count(text: str, problem: str) -> None:
    assert read_count(text).problem == problem
    assert read_count(text).advice


@pytest.mark.parametrize(
    "text",
    [
        "2020-05-17", "17/05/2020", "17/5/20", "17.05.2020", "17-05-2020", "17 May 2020", "17th May 2020", "17-May-20",
        "Sunday 17 May 2020",
        "Sun 17 May 2020", "May 17, 2020", "2020-05-17 00:00:00", "2020/05/17", "43968", " 17 MAY 2020 ",
    ],
)  # fmt: skip
def test_dates_as_people_write_them(text: str) -> None:
    assert parse_date(text) == date(2020, 5, 17)


def test_an_ambiguous_date_is_read_the_uk_way() -> None:
    assert parse_date("05/04/2020") == date(2020, 4, 5)


@pytest.mark.parametrize("text", ["05/17/2020", "31/02/2020", "next week", "17/05", "May 2020", "2020", "17/05/1066", "2020-05-17 or so"])
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_dates_inside_a_text() -> None:
    assert find_dates("HSCA_Active_Locations_2020-05-01 (v2).ods") == [date(2020, 5, 1)]
    assert find_dates("cqc 01_May_2020.csv") == [date(2020, 5, 1)]
    assert find_dates("from 1 May 2020 to 31 May 2020") == [date(2020, 5, 1), date(2020, 5, 31)]
    assert find_dates("nothing 1-123456789 here") == []


def test_a_month_alone_is_its_first_day() -> None:
    assert find_month("CQC care directory May 2020.xlsx") == date(2020, 5, 1)
    assert find_month("May 2020 and June 2020") is None
    assert find_month("Mayor 2020") is None


def test_words_become_the_questions_own() -> None:
    assert read_value("in REGULAR testing", STATUS) == Value(answer="In regular testing")
    assert read_value("void / retest", STATUS) == Value(answer="Void/retest")
    assert read_value("gp", QUESTIONS["lead_profession"]) == Value(answer="GP")
    refused = read_value("tested twice", STATUS)
    assert refused is not None
    assert refused.problem == "not_a_word"
    assert "Tested once" in refused.advice


def test_text_is_kept_as_it_is() -> None:
    assert read_value(" <b>Ward 5</b> ", QUESTIONS["comment"]) == Value(answer="<b>Ward 5</b>")


def test_addresses() -> None:
    assert [column_letters(one) for one in (1, 26, 27, 702, 703)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert address(14, 4) == "D14"
    assert position("AA14") == (14, 27)
    assert position("7") == (7, 0)
    assert position("") == (0, 0)
    assert place("Return", 14, 4) == ("D14", "sheet 'Return', cell D14")
    assert place("", 7, 0) == ("7", "row 7")


def test_keys_agree_whatever_case_spaces_and_signs() -> None:
    assert key("Weekly check-in in place?") == key(" weekly  Check in in place ")
    assert key("government\u2019s") == key("government's")
    assert key("home_id") == key("Home ID")


def test_rows_in_words() -> None:
    assert row_ranges([7]) == "row 7"
    assert row_ranges([7, 8]) == "rows 7 and 8"
    assert row_ranges([12, 9, 13, 14, 7]) == "rows 7, 9 and 12 to 14"


def test_what_is_shown_is_short_and_on_one_line() -> None:
    assert shown("a\nb\u202ec\x07d") == "a b c d"
    assert len(shown("x" * 500)) == 60
