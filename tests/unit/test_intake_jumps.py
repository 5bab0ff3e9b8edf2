"""Counts and answers held against the area's own four weeks before: a digit lost or added is asked about, growth is not."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pytest

from carehomes.intake.context import Context
from tests.unit.intake_ground import AREAS, QUESTIONS, WEEK, codes, finding, look, only

HEAD = "week_ending | ccg_code | home_id | residents | clinical_lead"
AREA = "week_ending | ccg_code | pcn_code | homes | clinical_lead_yes | clinical_lead_no"


def week_of(step: int) -> str:
    return f"{WEEK - timedelta(weeks=step):%d/%m/%Y}"


def context(*returns: str) -> Context:
    """A store whose earlier weeks are these returns, the newest first."""
    tables = [only(look(text)).facts for text in returns]
    facts = pa.concat_tables(tables)

    def history(kind: str, submitter: str, week: date) -> pa.Table:
        assert (submitter, week) == ("01T", WEEK)
        return facts if kind == facts["kind"][0].as_py() else facts.slice(0, 0)

    return Context(AREAS, QUESTIONS, history=history)


def homes(step: int, residents: str, yes: int = 0, of: int = 1) -> str:
    lines = [f"{week_of(step)} | 01T | 1-{100 + number} | {residents} | {'yes' if number < yes else 'no'}" for number in range(of)]
    return "\n".join([HEAD, *lines])


@pytest.mark.parametrize(("residents", "asked"), [("340", True), ("3", True), ("95", False), ("34", False), ("12", False)])
def test_a_count_with_a_digit_more_or_less_is_asked_about(residents: str, asked: bool) -> None:
    told = look(homes(0, residents), context=context(homes(1, "34"), homes(2, "32")))
    assert ("count_jumped" in {code for code, _ in codes(told)}) == asked
    if asked:
        one = finding(told, "count_jumped")
        assert (one.severity, one.cell) == ("query", "D2")
        assert "from 32 to 34 in the 2 weeks before" in one.message


def test_one_week_is_no_history() -> None:
    assert not codes(look(homes(0, "340"), context=context(homes(1, "34"))))


def test_how_much_is_a_jump_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREHOMES_JUMP_TIMES", "12")
    assert not codes(look(homes(0, "340"), context=context(homes(1, "34"), homes(2, "32"))))


@pytest.mark.parametrize(("yes", "asked"), [(40, True), (30, False), (12, False)])
def test_a_column_of_other_answers_is_asked_about(yes: int, asked: bool) -> None:
    told = look(homes(0, "30", yes, 45), context=context(homes(1, "30", 12, 45), homes(2, "30", 10, 45)))
    assert ("answers_jumped" in {code for code, _ in codes(told)}) == asked


def test_the_counts_of_an_area_row_are_held_against_its_own() -> None:
    def area(step: int, yes: int) -> str:
        return f"{AREA}\n{week_of(step)} | 01T | U12345 | 60 | {yes} | {60 - yes}"

    told = look(area(0, 4), context=context(area(1, 40), area(2, 42)))
    assert finding(told, "count_jumped").cell == "E2"
