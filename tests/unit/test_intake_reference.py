"""Registers and alignments: the lists that returns are held against."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.intake_ground import codes, csv_bytes, facts, finding, look, ods_bytes, only, table, xlsx_bytes

HEAD = (
    "Location ID | Location HSCA start date | Location HSCA end date | Dormant (Y/N) | Care home? | Location Name | Care homes beds"
    " | Location ONSPD CCG Code | Location Commissioning CCG Code | Local Authority | Local Authority Code | Region | Postal Code"
    " | Provider ID | Service user band - Older People"
)


def home(number: str = "1-101", care: str = "Y", ccg: str = "01T", beds: str = "30", start: str = "01/10/2010", end: str = "") -> str:
    where = f"{ccg} | E38000170 | Sefton | E08000014 | North West | L1 1AA"
    return f"{number} | {start} | {end} | N | {care} | Rose Lodge | {beds} | {where} | 1-9 | Y"


def test_a_register_becomes_facts() -> None:
    staged = only(look(f"{HEAD}\n{home(end='30/06/2020')}", effective=date(2020, 5, 1)))
    assert (staged.kind, staged.submitter, staged.week, staged.rows, staged.findings) == ("register", "", date(2020, 5, 1), 1, ())
    assert set(facts(staged, "home_id", "row", "part")) == {("1-101", 2, "")}
    assert {field: (answer, number) for field, answer, number in facts(staged, "field", "answer", "number")} == {
        "location_id": ("1-101", None),
        "start_date": ("2010-10-01", None),
        "end_date": ("2020-06-30", None),
        "dormant": ("no", None),
        "name": ("Rose Lodge", None),
        "beds": (None, 30),
        "ccg": ("01T", None),
        "commissioning_ccg": ("01V", None),
        "la_name": ("Sefton", None),
        "la_code": ("E08000014", None),
        "region": ("North West", None),
        "postcode": ("L1 1AA", None),
        "provider_id": ("1-9", None),
        "older_people": ("yes", None),
    }


@pytest.mark.parametrize(
    "name", ["2020-05-01 HSCA Active Locations.csv", "HSCA_Active_Locations_01_May_2020.csv", "care directory May 2020.csv"]
)
def test_the_effective_date_from_the_files_name(name: str) -> None:
    assert only(look(f"{HEAD}\n{home()}", name)).week == date(2020, 5, 1)


def test_a_home_without_the_ccg_in_which_it_stands_counts_in_the_one_that_commissions() -> None:
    staged = only(look(f"{HEAD}\n{home(ccg='')}\n{home('1-102', ccg='')}", effective=date(2020, 5, 1)))
    placed = {one["field"]: (one["answer"], one["column"]) for one in staged.facts.to_pylist() if one["home_id"] == "1-101"}
    assert placed["ccg"] == placed["commissioning_ccg"]
    (told,) = staged.findings
    assert told.severity == "note" and told.cell == "I2" and "1 more row" in told.message


def test_the_effective_date_from_the_title_or_a_person() -> None:
    assert only(look(f"CQC care directory at 1 May 2020\n{HEAD}\n{home()}", "r.csv")).week == date(2020, 5, 1)
    told = look(f"{HEAD}\n{home()}", "register.csv")
    assert (told.kind, told.needs, told.returns) == ("register", ("effective",), ())
    assert look(f"from 1 May 2020 to 31 May 2020\n{HEAD}\n{home()}", "r.csv").needs == ("effective",)


def test_other_locations_are_left_out_and_counted() -> None:
    told = look(f"{HEAD}\n{home()}\n{home('1-102', care='N')}\n{home('RXX', care='')}", effective=date(2020, 5, 1))
    assert only(told).rows == 1
    assert finding(told, "not_care_homes").message.startswith("2 locations")


def test_without_the_column_every_location_is_a_home() -> None:
    told = look(
        "LOCATION id | Location HSCA start date | Location ONSPD CCG code\n1-101 | 01/10/2010 | E38000161", effective=date(2020, 5, 1)
    )
    assert only(told).rows == 1


def test_ids_must_be_right_and_stand_once() -> None:
    told = look(f"{HEAD}\n{home()}\n{home()}\n{home('1-10X')}\n{home('')}", effective=date(2020, 5, 1))
    assert codes(told) == [("location_twice", "A3"), ("location_id_malformed", "A4"), ("location_id_malformed", "A5")]
    assert only(told).stopped


AS_FILES = {
    "register.csv": lambda rows: csv_bytes(rows),
    "register.xlsx": lambda rows: xlsx_bytes(("HSCA", rows)),
    "register.ods": lambda rows: ods_bytes(("HSCA", rows)),
}


@pytest.mark.parametrize("name", AS_FILES)
def test_below_a_title_every_row_with_a_wrong_or_repeated_id_is_named(name: str) -> None:
    rows = table(f"{HEAD}\n{home()}\n{home('1-102')}\n{home()}\n{home('101')}\n{home('1-102')}\n{home()}")
    told = look(AS_FILES[name]([["CQC care directory"], ["Care homes at 1 May 2020"], [], *rows]), name)
    staged = only(told)
    assert (staged.kind, staged.week, staged.stopped) == ("register", date(2020, 5, 1), True)
    assert sorted(codes(told)) == [
        ("location_id_malformed", "A8"),
        ("location_twice", "A10"),
        ("location_twice", "A7"),
        ("location_twice", "A9"),
    ]
    said = {one.cell: one.message for one in told.all_findings}
    assert "1-101 stands already in row 5" in said["A7"]
    assert "1-101 stands already in row 5" in said["A10"]
    assert "1-102 stands already in row 6" in said["A9"]
    good = only(look(AS_FILES[name]([["CQC care directory"], ["Care homes at 1 May 2020"], [], *rows[:3]]), name))
    assert (good.rows, good.stopped) == (2, False)


def test_no_number_of_repeats_is_too_many_to_name() -> None:
    told = look("\n".join([HEAD, *(home(f"1-{number % 600}") for number in range(1200))]), effective=date(2020, 5, 1))
    named = {one.cell for one in told.all_findings if one.code == "location_twice"}
    assert named == {f"A{row}" for row in range(602, 1202)}


def test_an_unknown_ccg_leaves_the_home_to_its_commissioner_or_says_that_it_counts_nowhere() -> None:
    told = look(f"{HEAD}\n{home(ccg='E3800016')}", effective=date(2020, 5, 1))
    one = finding(told, "ccg_unknown")
    assert (one.severity, one.cell) == ("query", "H2")
    assert finding(told, "ccg_of_commissioner").cell == "I2"
    neither = look(f"{HEAD}\n{home(ccg='').replace('E38000170', '')}", effective=date(2020, 5, 1))
    assert "ccg" not in {name for (name,) in facts(only(neither), "field")}
    assert finding(neither, "ccg_blank").severity == "query"


def test_values_of_a_register() -> None:
    told = look(
        f"{HEAD}\n{home(beds='many', start='soon')}\n{home('1-102', start='01/10/2010', end='01/10/2009')}", effective=date(2020, 5, 1)
    )
    assert codes(told) == [("not_a_date", "B2"), ("not_a_number", "G2"), ("end_before_start", "C3")]


def test_a_register_without_homes() -> None:
    assert finding(look(f"{HEAD}\n{home(care='N')}", effective=date(2020, 5, 1)), "no_rows").severity == "error"
    assert finding(look(f"{HEAD}|Location ID\n{home()}|1-1", effective=date(2020, 5, 1)), "column_twice").severity == "error"


def test_a_register_as_a_workbook_with_a_readme() -> None:
    content = xlsx_bytes(("README", [["CQC"]]), ("HSCA_Active_Locations", table(f"{HEAD}\n{home()}")))
    assert only(look(content, "01 May 2020.xlsx")).rows == 1


def test_an_alignment_becomes_facts() -> None:
    staged = only(look("home_id | pcn_code | from | to\n1-101 | u12345 | | 31/07/2020\n1-101 | U12346 | 2020-08-01 |\nnote\n"))
    assert (staged.kind, staged.submitter, staged.week, staged.rows) == ("alignment", "", None, 2)
    assert facts(staged, "row", "home_id", "field", "answer") == [
        (2, "1-101", "home_id", "1-101"),
        (2, "1-101", "pcn_code", "U12345"),
        (2, "1-101", "to", "2020-07-31"),
        (3, "1-101", "home_id", "1-101"),
        (3, "1-101", "pcn_code", "U12346"),
        (3, "1-101", "from", "2020-08-01"),
    ]


def test_what_can_be_wrong_with_an_alignment() -> None:
    told = look("home_id|pcn_code|from|to\n1-101|U12345|2020-06-01|2020-05-01\n101|Central|soon|\n|U12345|2020-05-01|\n1-102||2020-05-01|")
    assert codes(told) == [
        ("from_after_to", "C2"),
        ("home_id_malformed", "A3"),
        ("pcn_malformed", "B3"),
        ("not_a_date", "C3"),
        ("home_id_blank", "A4"),
        ("pcn_code_blank", "B5"),
    ]
    assert only(told).stopped
    assert finding(look("home_id|pcn_code|from|to\n"), "no_rows")


def test_two_pcns_at_one_time_are_told() -> None:
    told = look("home_id|pcn_code|from|to\n1-101|U12345|2020-05-01|2020-07-31\n1-101|U12346|2020-07-31|\n1-102|U12345||\n1-102|U12345||")
    one = finding(told, "alignment_overlap")
    assert (one.severity, one.cell) == ("note", "B3")
    assert not only(told).stopped


def test_an_alignment_with_more_columns_is_no_home_return() -> None:
    told = look(
        "week_ending|ccg_code|ccg_name|home_id|home_name|pcn_code|pcn_name|from|to\n17/05/2020|01T||1-101|A|U12345|North|2020-05-01|"
    )
    assert only(told).kind == "alignment"
    assert finding(told, "column_unknown").severity == "note"
