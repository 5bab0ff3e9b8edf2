"""Week and CCG: the content first, the file's name last; what disagrees is asked."""

from __future__ import annotations

from datetime import date

import pytest

from carehomes.intake.sources import of_file_name
from tests.unit.intake_ground import AREAS, WEEK, codes, finding, look, only, xlsx_bytes

BARE = "home_id | clinical_lead\n1-101 | yes"
FULL = "week_ending | ccg_code | home_id | clinical_lead\n17/05/2020 | 01T | 1-101 | yes"
NEXT = date(2020, 5, 24)


@pytest.mark.parametrize(
    ("name", "week", "ccg"),
    [
        ("01T_home_2020-05-17.csv", WEEK, "01T"),
        ("return 01t 17.05.2020 (1).xlsx", WEEK, "01T"),
        ("South Sefton 20200517.csv", WEEK, "01T"),
        ("NHS Southport & Formby CCG - w-e 17 May 2020.csv", WEEK, "01V"),
        ("17_05_2020.csv", WEEK, ""),
        ("sent 20-05-2020.csv", None, ""),
        ("2020-05-17 to 2020-05-24.csv", None, ""),
        ("01T and 01V.csv", None, ""),
        ("../01V/2020-05-24/return.csv", None, ""),
        ("E08000014 return.csv", None, ""),
        ("return.csv", None, ""),
    ],
)
def test_what_a_files_name_says(name: str, week: date | None, ccg: str) -> None:
    titles = of_file_name(name, AREAS)
    assert [said.week for said in titles.weeks] == ([week] if week else [])
    assert [said.ccg.code for said in titles.ccgs if said.ccg] == ([ccg] if ccg else [])


def test_the_files_name_is_taken_where_nothing_else_says_it_and_told() -> None:
    told = look(BARE, "01T_2020-05-17.csv")
    assert (only(told).submitter, only(told).week) == ("01T", WEEK)
    assert [one.code for one in told.all_findings] == ["said_elsewhere", "said_elsewhere"]
    # Whoever loads it goes before the name.
    said = look(BARE, "01T_2020-05-17.csv", week=NEXT, submitter="01V")
    assert (only(said).submitter, only(said).week, said.all_findings) == ("01V", NEXT, ())


def test_a_name_that_disagrees_with_the_content_is_asked_about() -> None:
    told = look(FULL, "01V_2020-05-24.csv")
    assert (told.needs, told.returns) == (("which_submitter", "which_week"), ())
    assert "about the week ending Sunday 17 May 2020, but the file's name says" in finding(told, "week_disagrees").message
    assert "NHS Southport and Formby CCG (01V)" in finding(told, "ccg_disagrees").message
    answered = look(FULL, "01V_2020-05-24.csv", week=WEEK, submitter="01T")
    assert only(answered).findings == ()
    assert finding(look(FULL, "01V_2020-05-24.csv", week=NEXT, submitter="01T"), "week_differs").severity == "error"
    assert look(FULL, "01T_2020-05-17.csv").all_findings == ()


def test_a_title_that_contradicts_the_columns_is_asked_about() -> None:
    told = look(f"NHS Southport and Formby CCG (01V), week ending Sunday 24 May 2020\n{FULL}")
    assert told.needs == ("which_submitter", "which_week")
    assert ("week_disagrees", "A1") in codes(told)
    assert only(look(f"NHS South Sefton CCG (01T), week ending Sunday 17 May 2020\n{FULL}")).findings == ()


def test_a_history_may_have_a_title_of_its_last_week() -> None:
    file = f"Weeks up to the week ending Sunday 24 May 2020\n{FULL}\n24/05/2020 | 01T | 1-101 | no"
    told = look(file, "2020-05-24.csv")
    assert [one.week for one in told.returns] == [WEEK, NEXT]
    assert told.needs == ()


def test_a_cover_sheet_says_whose_it_is() -> None:
    rows = [["home_id", "clinical_lead"], ["1-101", "yes"]]
    cover = ("Cover", [["Submission"], ["CCG", "NHS South Sefton CCG (01T)"], ["Week ending", "17/05/2020"], ["Sent by", "the team"]])
    told = look(xlsx_bytes(cover, ("Return", rows)), "a.xlsx")
    assert (only(told).submitter, only(told).week) == ("01T", WEEK)
    other = look(xlsx_bytes(cover, ("Return", [["Week ending 24 May 2020"], *rows])), "a.xlsx")
    assert other.needs == ("which_week",)
    assert "another sheet says the week ending Sunday 17 May 2020" in finding(other, "week_disagrees").message


def test_a_list_of_areas_and_an_example_in_the_guidance_say_nothing() -> None:
    rows = [["home_id", "clinical_lead"], ["1-101", "yes"]]
    lists = ("Lists", [["CCG", "01T"], ["CCG", "01V"], ["CCG", "10Q"]])
    guidance = ("Guidance", [["Send it for the week ending Sunday 17 May 2020 by Wednesday, as the 01T CCG does"]])
    assert look(xlsx_bytes(lists, guidance, ("Return", rows)), "a.xlsx").needs == ("submitter", "week")


def test_rows_below_the_table_say_whose_it_is() -> None:
    told = look(f"{BARE}\n|\nNHS South Sefton CCG (01T)\nWeek ending 17 May 2020")
    assert (only(told).submitter, only(told).week) == ("01T", WEEK)
    assert ("said_elsewhere", "A4") in codes(told)
    assert look(f"{FULL}\nWeek ending 24 May 2020").needs == ("which_week",)


@pytest.mark.parametrize(("version", "stopped"), [(1, False), (2, True)])
def test_a_template_of_another_version_is_refused(version: int, stopped: bool) -> None:
    title = f"Home return - NHS South Sefton CCG (01T) - week ending Sunday 17 May 2020 - template version {version}"
    told = look(f"{title}\n{BARE}")
    assert only(told).stopped is stopped
    if stopped:
        assert finding(told, "layout_version").message == (
            "This is a template of version 2, but version 1 is read here. Take the template of now and fill it in."
        )


@pytest.mark.parametrize(
    ("code", "name"), [("01T", "NHS South Sefton CCG"), ("01V", "NHS Southport and Formby CCG"), ("y62", "North West")]
)
def test_another_area_in_the_place_of_a_pcn_is_refused_with_what_to_do(code: str, name: str) -> None:
    head = "week_ending | ccg_code | pcn_code | homes | clinical_lead_yes | clinical_lead_no"
    told = look(f"{head}\n17/05/2020 | 01T | {code} | 3 | 1 | 2\n17/05/2020 | 01T | U12345 | 2 | 1 | 1")
    one = finding(told, "pcn_is_area")
    assert (one.severity, one.cell, only(told).stopped) == ("error", "C2", True)
    assert name in one.message
    assert "clear the cell" in one.message
    assert "?" not in one.message
    homes = look(f"week_ending | ccg_code | home_id | pcn_code | clinical_lead\n17/05/2020 | 01T | 1-101 | {code} | yes")
    assert [(each.code, each.cell) for each in homes.all_findings] == [("pcn_is_area", "D2")]


def test_several_sheets_of_one_return_each_and_one_of_notes() -> None:
    head = ["home_id", "clinical_lead"]
    content = xlsx_bytes(
        ("Notes", [["As told by telephone"], ["Some homes were closed"]]),
        ("South Sefton", [["NHS South Sefton CCG (01T)"], ["Week ending 17 May 2020"], head, ["1-101", "yes"]]),
        ("Southport", [["NHS Southport and Formby CCG (01V)"], ["Week ending 17 May 2020"], head, ["1-201", "no"], [], ["Total", "1"]]),
    )
    told = look(content, "region.xlsx")
    assert [(one.submitter, one.rows, one.stopped) for one in told.returns] == [("01T", 1, False), ("01V", 1, False)]
