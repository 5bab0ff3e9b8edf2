"""Code lists: the published ones load as users get them; a list that contradicts itself is refused whole, each row named."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from carehomes.areas import Area, AreaList
from carehomes.intake.context import Context
from carehomes.ledger.model import Examined
from tests.conftest import PROJECT, needs_shared
from tests.unit.intake_ground import GROUND, QUESTIONS, SHARED, codes, facts, finding, look, only, xlsx_bytes

REFERENCE = SHARED / "reference"
LIST = Context(AreaList.read(PROJECT / "data" / "reference" / "areas.csv", PROJECT / "data" / "reference" / "pcns.csv"), QUESTIONS)
HEAD = "code | level | name | parent | opened | closed | successor"


def published(name: str, context: Context = LIST, **hints: Any) -> Examined:
    return look((REFERENCE / name).read_bytes(), name, context, **hints)


def counted(examined: Examined) -> Counter[str]:
    return Counter(one.code for one in examined.all_findings)


def refused(lines: str, context: Context = LIST) -> list[tuple[str, str]]:
    """Return (code, cell) of what stops a list in our own layout."""
    told = look(f"{HEAD}\n{lines}", "list.csv", context)
    assert only(told).stopped, [one.message for one in told.all_findings]
    return [(one.code, one.cell) for one in told.all_findings if one.severity == "error"]


@needs_shared
@pytest.mark.parametrize(
    ("name", "rows", "compared"),
    [
        ("pcn_october_2020.csv", 1283, "19 are new, 1,243 agree with the list in force and 21 differ"),
        ("ccg_april_2020.csv", 135, "0 are new, 184 agree with the list in force and 0 differ"),
        ("stp20_to_nhser20.csv", 42, "0 are new, 49 agree with the list in force and 0 differ"),
    ],
)
def test_published_lists_of_areas(name: str, rows: int, compared: str) -> None:
    told = published(name)
    staged = only(told)
    assert (staged.kind, staged.submitter, staged.week, staged.rows, staged.stopped) == ("areas", "", None, rows, False)
    assert compared in finding(told, "list_compared").message


@needs_shared
def test_the_workbook_of_the_ods_says_pcns_and_practices() -> None:
    told = published("ePCN_2020.xlsx")
    staged = only(told)
    assert (staged.rows, staged.stopped) == (1283 + 7023, False)
    assert "6,774 practices in 1,283 PCNs" in finding(told, "practices_read").message
    found = counted(told)
    assert (found["list_differs"], found["practice_of_another_ccg"], found["practice_in_two_pcns"]) == (21, 34, 2)
    # Walton, Carlisle Healthcare's and Grand Union's namesakes; Sittingbourne's two under a CCG that had closed.
    assert (found["same_name"], found["pcn_under_a_closed_ccg"]) == (6, 2)
    sittingbourne = [one for one in told.all_findings if one.code == "pcn_under_a_closed_ccg"]
    assert {one.cell for one in sittingbourne} == {"A1124", "A1125"}
    assert "its successor is NHS Kent and Medway CCG (91Q)" in sittingbourne[0].message


@needs_shared
def test_the_practices_alone() -> None:
    told = published("pcn_core_partner_practices_october_2020.csv")
    assert (only(told).rows, only(told).stopped) == (7023, False)
    # PCNs that had closed by April 2020 are not on the shipped list: their practices are kept, each such PCN told once.
    assert counted(told)["practice_pcn_unknown"] == 19


@needs_shared
def test_the_lineage_leads_where_the_list_does() -> None:
    told = published("ccg_lineage_to_april_2021.csv")
    assert "Of 224 codes, 224 lead to their successors" in finding(told, "lineage_compared").message
    assert not only(told).stopped
    assert {one.value for one in told.all_findings if one.code == "list_differs"} == {
        "NHS Herefordshire CCG",
        "NHS Herts Valley CCG",
        "Sussex Health and Care Partnership",
    }


def test_our_own_layout_becomes_facts() -> None:
    told = look(f"{HEAD} | ons_code\n09z | ccg | NHS NEW TOWN CCG | QHM | 01/04/2020 | | | e38000999", "areas.csv", LIST)
    assert facts(only(told), "row", "part", "field", "answer") == [
        (2, "ccg", "code", "09Z"),
        (2, "ccg", "level", "ccg"),
        (2, "ccg", "name", "NHS New Town CCG"),
        (2, "ccg", "ons_code", "E38000999"),
        (2, "ccg", "parent", "QHM"),
        (2, "ccg", "opened", "2020-04-01"),
    ]
    assert "1 are new" in finding(told, "list_compared").message


def test_headers_with_line_breaks_and_in_any_order() -> None:
    rows = [["Close Date", "PCN Name", "Current Clinical \nCommissioning \nGroup Code", "PCN\nCode", "Open Date"]]
    told = look(xlsx_bytes(("PCNDetails", [*rows, ["20200531", "SOUTH SEFTON PCN", "O1T", "U1234O", "20191001"]])), "ePCN.xlsx", LIST)
    assert dict(facts(only(told), "field", "answer")) == {
        "code": "U12340",
        "name": "South Sefton PCN",
        "parent": "01T",
        "opened": "2019-10-01",
        "closed": "2020-05-31",
    }
    assert {one.code for one in told.all_findings} >= {"pcn_repaired", "ccg_repaired"}


def test_a_return_with_codes_above_its_ccg_is_no_code_list() -> None:
    head = "week_ending | ccg_code | ccg_name | stp_code | stp_name | region_code | region_name | pcn_code | pcn_name | homes"
    told = look(f"{head}\n17/05/2020 | 01T | NHS South Sefton CCG | QYG | Cheshire | Y62 | North West | U12345 | Bootle | 4")
    assert told.kind == "area"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("01T | ccg | A | QYG |||\n01T | ccg | B | QYG |||", [("area_code_twice", "A3")]),
        ("U50001 | pcn | One | 01T | 2020-04-01 ||\nU50001 | pcn | One | 01V | 2020-06-01 ||", [("area_code_twice", "A3")]),
        ("09Z | ccg | New | QZZ |||", [("parent_unknown", "D2")]),
        ("09Z | ccg | New | Y62 |||", [("parent_level", "D2")]),
        ("09Z | ccg | New | |||", [("parent_blank", "A2")]),
        ("09Z | ccg | | QYG |||", [("area_name_blank", "A2")]),
        ("09Z | ccg | New | 09Z |||", [("parent_cycle", "D2")]),
        ("QZA | stp | One | QZB |||\nQZB | stp | Two | QZA |||", [("parent_cycle", "D2"), ("parent_cycle", "D3")]),
        ("01T | ccg | | | | 2020-06-30 | 09Z", [("successor_unknown", "G2")]),
        ("01T | ccg | | | | 2020-06-30 | QYG", [("successor_level", "G2")]),
        ("01T | ccg | | | | | 01V", [("successor_without_close", "G2")]),
        ("01T | ccg | | | | 2020-06-30 | 01V\n01V | ccg | | | | 2020-06-30 | 01T", [("successor_cycle", "G2"), ("successor_cycle", "G3")]),
        ("09Z | ccg | New | QYG | 2020-08-01 | 2020-07-31 |", [("opened_after_closed", "F2")]),
        ("01T | ccg | | | | 2020-06-30 | 09Z\n09Z | ccg | New | QYG | 2020-08-01 ||", [("successor_gap", "G2")]),
        ("01T | ccg | | | | 2020-06-30 | 09Z\n09Z | ccg | New | QYG | | 2020-05-31 |", [("successor_overlap", "G2")]),
        # Its predecessors, which the file does not name, closed on 31 March 2020.
        ("16C | ccg | | | 2020-05-01 ||", [("successor_gap", "A2")] * 3),
        ("09Z | borough | New | QYG |||", [("level_unknown", "B2")]),
        ("01T | pcn | South | 01V |||", [("area_level_differs", "A2")]),
        ("09Z | ccg | New | QYG | soon ||", [("not_a_date", "E2")]),
        ("9-Z! | ccg | New | QYG |||", [("code_malformed", "A2")]),
        (" | ccg | New | QYG |||", [("code_blank", "A2")]),
    ],
)
def test_a_list_that_contradicts_itself_is_refused_whole(lines: str, found: list[tuple[str, str]]) -> None:
    assert refused(lines) == found


def test_what_is_wrong_says_where_and_what_to_do() -> None:
    told = look(f"{HEAD}\nU50001 | pcn | One | 01T | 2020-04-01 ||\nU50001 | pcn | One | 01V | 2020-06-01 ||", "list.csv", LIST)
    assert finding(told, "area_code_twice").message == (
        "Cell A3: U50001 stands in row 2 already. Both hold at the same time, under 01T and under 01V. "
        "A code has one row in a list; remove or correct one of them."
    )


def test_a_ccg_list_that_says_two_things_of_one_stp() -> None:
    head = "ccg_nhs_code | ccg_ons_code | ccg_name | stp_ods_code | stp_ons_code | stp_name"
    told = look(f"{head}\n01T | E38000161 | A | QYG | E54000008 | Cheshire\n01V | E38000170 | B | QYG | E54000008 | Kent", "ccgs.csv", LIST)
    assert [one for one in codes(told) if one[0] == "area_told_apart"] == [("area_told_apart", "D3")]
    assert only(told).stopped


def test_practices_in_two_places_are_told_and_kept() -> None:
    head = "practice_code | practice_name | practice_ccg_code | pcn_code | pcn_ccg_code | relationship_start | relationship_end"
    lines = "N84001 | SURGERY | 01T | U98771 | 01T | 20191001 |\nN84001 | SURGERY | 01T | U98772 | 01V | 20200501 |"
    told = look(f"{head}\n{lines}", "practices.csv", LIST)
    assert not only(told).stopped
    found = {one.code: one for one in told.all_findings}
    assert (found["practice_in_two_pcns"].severity, found["practice_in_two_pcns"].cell) == ("note", "A3")
    assert "U98772" in found["practice_of_another_ccg"].message
    wrong = look(
        f"{head}\n{lines}\nN84001 | S | 01T | U98771 | 01T | 20191001 |\n84 | S | 01T | U1 | 01T | 20200701 | 20200601", "p.csv", LIST
    )
    assert [one for one in codes(wrong) if one[0] in ("area_code_twice", "practice_malformed")] == [
        ("area_code_twice", "A4"),
        ("practice_malformed", "A5"),
    ]


LINEAGE = (
    "ccg_code_original | ccg_code_2021 | ccg_ons_code_2021 | ccg_name_2021 | stp_ods_code | stp_name | nhs_region_code | nhs_region_name"
)
SMALL = Context(
    AreaList(
        [
            Area("E92000001", "england", "England", "E92000001", "", None, None, ""),
            Area("Y62", "region", "North West", "", "E92000001", None, None, ""),
            Area("QYG", "stp", "Cheshire and Merseyside", "", "Y62", None, None, ""),
            Area("01T", "ccg", "NHS South Sefton CCG", "", "QYG", None, None, ""),
            Area("00D", "ccg", "NHS Old CCG", "", "QYG", None, date(2019, 3, 31), "01T"),
        ]
    ),
    QUESTIONS,
)


def test_a_lineage_that_leads_further_needs_its_day() -> None:
    line = "01T | Z9Z9Z | E38000999 | NHS MERSEY CCG | QYG | Cheshire and Merseyside | Y62 | North West"
    held = look(f"{LINEAGE}\n{line}", "lineage.csv", SMALL)
    assert (held.needs, held.returns) == (("effective",), ())
    told = look(f"{LINEAGE}\n{line}\n99X | Z9Z9Z | E38000999 | NHS MERSEY CCG | QYG ||||", "lineage.csv", SMALL, effective=date(2021, 4, 1))
    assert finding(told, "original_unknown").cell == "A3"
    assert ("lineage", "closed", "2021-03-31") in facts(only(told), "part", "field", "answer")
    assert "0 lead to their successors on the list in force already, and 1 do so by this file" in finding(told, "lineage_compared").message


def test_a_file_without_rows_or_with_a_column_twice() -> None:
    assert finding(look(f"{HEAD}\n", "list.csv", GROUND), "no_rows").severity == "error"
    assert finding(look(f"{HEAD} | code\n01T | ccg | A | Y62 |||| 01T", "list.csv", GROUND), "column_twice").severity == "error"
