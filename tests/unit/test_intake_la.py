"""LA status returns: the national form, found by its question texts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carehomes.intake.la import items
from tests.unit.intake_ground import SHARED, codes, facts, finding, look, only, xlsx_bytes

WEEK = date(2020, 5, 31)
SEFTON = SHARED / "cases" / "returns" / "sefton_la_status_2020.xlsx"
#: DOMAIN.md 1.4: homes in place and whether support is wanted.
FIGURES = {
    "1.1": (107, "no"), "1.2": (93, "yes"), "1.3": (30, "yes"), "2.1": (88, "yes"), "2.2": (40, "yes"), "2.3": (80, "no"),
    "3.1": (107, "no"),
    "3.2": (79, "no"), "4.1": (94, "no"), "4.2": (64, "no"), "4.3": (64, "yes"), "5.1": (86, "no"), "5.2": (104, "no"),
}  # fmt: skip
HEADERS = [
    "Key COVID19 Support Actions for Care Homes",
    "*Number of  Care Homes (Please see note above)",
    "Would additional support be helpful to progress implementation further? (Yes/No)",
    "If Yes, please offer a brief description of the type of support that would be helpful",
    "Please indicate any issues that you would like to highlight (optional)",
]


def form(
    changes: dict[str, list[Any]] | None = None, *, la: str = "Brighton & Hove", total: Any = 93, lead: bool = True, head: Any = HEADERS
) -> bytes:
    """Return a form with other columns in another order than Sefton's, and with changed values for some actions."""
    rows: list[list[Any]] = [
        ["Implementation status"],
        ["Local Authority:", la],
        ["E-mail", "someone@example.org"],
        ["Total number of CQC registered care homes in your area:", total],
        [],
        head,
    ]
    for item in items():
        values = (changes or {}).get(item.item, [50, "No", None, None])
        rows.append([f"{item.item}) {item.label}" if lead else item.label, *values])
    return xlsx_bytes(("Form", [*rows, ["Section complete", "No"]]))


@pytest.mark.skipif(not SEFTON.exists(), reason="the shared folder with the council's real return is not beside the project")
def test_seftons_return_comes_out_right_to_the_last_figure() -> None:
    told = look(SEFTON.read_bytes(), SEFTON.name, week=WEEK)
    staged = only(told)
    assert (staged.kind, staged.submitter, staged.week, staged.rows, told.all_findings) == ("la", "E08000014", WEEK, 13, ())
    rows = staged.facts.to_pylist()
    homes = {row["field"]: row["number"] for row in rows if row["part"] == "homes"}
    support = {row["field"]: row["answer"] for row in rows if row["part"] == "support"}
    assert {item: (homes[item], support[item]) for item in homes} == FIGURES
    assert {row["field"] for row in rows if row["part"] == "support_text"} == {"1.2", "1.3", "2.2", "4.3"}
    assert {row["field"] for row in rows if row["part"] == "issues"} == set(FIGURES)
    assert next(row["text"] for row in rows if (row["field"], row["part"]) == ("1.3", "support_text")).startswith(
        "Please note 76 said no and 25"
    )
    assert [(row["part"], row["answer"]) for row in rows if row["field"] == "complete"] == [(str(focus), "yes") for focus in range(1, 6)]
    assert [(row["field"], row["answer"]) for row in rows if row["field"].startswith("contact")] == [
        ("contact_name", "[removed]"),
        ("contact_email", "[removed]"),
    ]
    assert not any(row["field"] == "total_homes" for row in rows)
    assert next((row["row"], row["column"]) for row in rows if (row["field"], row["part"]) == ("5.2", "homes")) == (35, 3)


@pytest.mark.skipif(not SEFTON.exists(), reason="the shared folder with the council's real return is not beside the project")
def test_seftons_return_bears_no_week() -> None:
    told = look(SEFTON.read_bytes(), SEFTON.name)
    assert (told.kind, told.needs, told.returns) == ("la", ("week",), ())
    assert finding(look(SEFTON.read_bytes(), SEFTON.name, week=WEEK, submitter="E06000043"), "la_differs").severity == "error"


@pytest.mark.parametrize("lead", [True, False])
def test_columns_and_actions_are_found_by_their_words(lead: bool) -> None:
    staged = only(look(form({"1.2": [40, "Yes", "help", "none"]}, lead=lead), "form.xlsx", week=WEEK))
    assert (staged.submitter, staged.rows) == ("E06000043", 13)
    assert [one for one in facts(staged, "field", "part", "answer", "number") if one[0] == "1.2"] == [
        ("1.2", "homes", None, 40),
        ("1.2", "support", "yes", None),
        ("1.2", "support_text", "help", None),
        ("1.2", "issues", "none", None),
    ]
    assert ("total_homes", "", None, 93) in facts(staged, "field", "part", "answer", "number")
    assert ("complete", "5", "no", None) in facts(staged, "field", "part", "answer", "number")


@pytest.mark.parametrize("la", ["Sefton Metropolitan Borough Council", "SEFTON MBC", "Sefton Council", "E08000014"])
def test_names_of_an_authority(la: str) -> None:
    assert only(look(form(la=la), "form.xlsx", week=WEEK)).submitter == "E08000014"


def test_an_authority_that_is_not_known() -> None:
    told = look(form(la="Atlantis"), "form.xlsx", week=WEEK)
    assert told.needs == ("submitter",)
    assert finding(told, "la_name_unknown").severity == "query"
    assert only(look(form(la="Atlantis"), "form.xlsx", week=WEEK, submitter="Sefton")).submitter == "E08000014"
    assert finding(look(form(la="Atlantis"), "form.xlsx", week=WEEK, submitter="nonsense"), "la_unknown").severity == "error"


def test_a_note_in_a_number_cell_is_refused() -> None:
    told = look(form({"1.1": ["86 (est)", "maybe", None, None], "1.2": ["n/a", "n/a", "-", None]}), "form.xlsx", week=WEEK)
    assert codes(told) == [("not_a_number", "B7"), ("not_yes_no", "C7")]
    assert only(told).stopped
    assert ("1.2", "homes", "not applicable", None) in facts(only(told), "field", "part", "answer", "number")
    assert finding(look(form(total="about 90"), "form.xlsx", week=WEEK), "not_a_number").field == "total_homes"


def test_homes_in_place_are_held_against_the_total() -> None:
    told = look(form({"2.1": [94, "No", None, None]}), "form.xlsx", week=WEEK)
    assert finding(told, "la_above_total").severity == "error"
    assert not look(form({"2.1": [94, "No", None, None]}, total=None), "form.xlsx", week=WEEK).all_findings


def test_the_week_must_be_a_sunday() -> None:
    assert finding(look(form(), "form.xlsx", week=date(2020, 5, 30)), "week_not_sunday").severity == "error"


def test_a_form_without_its_number_column() -> None:
    told = look(form(head=["Actions", "Count", *HEADERS[2:]]), "form.xlsx", week=WEEK)
    assert finding(told, "la_column_missing").severity == "error"


def test_actions_missing_twice_or_numbered_otherwise() -> None:
    label = {item.item: item.label for item in items()}
    rows = [
        ["Local Authority:", "Sefton", "Week ending: 31 May 2020"],
        ["Item", *HEADERS],
        *([item, label[item], 5] for item in ("1.1", "1.2", "1.3", "2.1")),
        ["2.2", label["1.1"], 6],
        ["2.3", "Testing of  residents, discharged from a hospital, to care homes", 7],
    ]
    told = look(xlsx_bytes(("Form", rows)), "form.xlsx")
    assert only(told).week == WEEK
    assert finding(told, "la_item_twice").cell == "B7"
    assert finding(told, "la_item_number").cell == "B7"
    assert [one.field for one in told.all_findings if one.code == "la_item_missing"] == [
        "2.2",
        "3.1",
        "3.2",
        "4.1",
        "4.2",
        "4.3",
        "5.1",
        "5.2",
    ]
    assert ("2.3", "homes", 7) in facts(only(told), "field", "part", "number")
    assert finding(look(xlsx_bytes(("Form", rows)), "form.xlsx", week=date(2020, 6, 7)), "week_differs").severity == "error"


def test_the_thirteen_actions() -> None:
    assert [item.item for item in items()] == list(FIGURES)
