"""Dated standards: the definition in force in a week, in words, and the file that holds them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carehomes.catalogue import in_force, load_events, load_measures, load_standards, standards_of
from carehomes.charts import asked_then
from tests.unit.charts_rows import QUERIES, measure


@pytest.mark.parametrize(
    ("name", "week", "since"),
    [
        ("named_lead", date(2020, 5, 17), date(2020, 5, 1)),
        ("named_lead", date(2020, 7, 26), date(2020, 5, 1)),
        ("named_lead", date(2020, 8, 2), date(2020, 7, 31)),
        ("checked_in", date(2020, 9, 27), date(2020, 5, 1)),
        ("checked_in", date(2020, 10, 4), date(2020, 10, 1)),
        ("discharge_testing", date(2020, 8, 2), date(2020, 4, 15)),
        ("regular_testing", date(2020, 6, 7), date(2020, 6, 7)),
        ("regular_testing", date(2020, 7, 5), date(2020, 6, 7)),
        ("all_in_place", date(2021, 1, 3), date(2020, 10, 1)),
    ],
)
def test_a_week_has_the_definition_that_was_in_force_on_its_sunday(name: str, week: date, since: date) -> None:
    found = in_force(measure(name), week)
    assert found is not None
    assert found.since == since


def test_what_no_source_sets_has_no_standard() -> None:
    assert standards_of(measure("homes_with_oximeter")) == []
    assert asked_then.in_week(measure("homes_with_oximeter"), date(2020, 8, 2)) == ()
    assert asked_then.lines(measure("homes_with_oximeter")) == []


def test_the_week_is_told_with_what_was_asked_then() -> None:
    (early,), (late,) = (asked_then.in_week(measure("checked_in"), week) for week in (date(2020, 9, 27), date(2020, 10, 4)))
    assert early.startswith("Asked in the week ending Sunday 27 September 2020: a consistent weekly check-in")
    assert early.endswith("In force from 1 May 2020, by 15 May 2020 (NHS England, letter of 1 May 2020).")
    assert "a weekly home round" in late
    (none,) = asked_then.in_week(measure("checked_in"), date(2020, 4, 26))
    assert none.startswith("Asked in the week ending Sunday 26 April 2020: nothing yet. From 1 May 2020, by 15 May 2020: a consistent")


def test_every_standard_is_of_measures_that_there_are_and_agrees_with_the_events() -> None:
    measures = load_measures(QUERIES / "measures")
    for one in load_standards():
        assert [name for name in one.measures if name not in measures] == []
        assert one.asked[0].islower() or one.asked.startswith("NHS")
        assert not one.asked.endswith(".")
    days = {(family, one.by or one.since) for one in load_standards() for family in one.families}
    assert [(event.day, family) for event in load_events() for family in event.families if (family, event.day) not in days] == []


def test_a_wrong_list_is_refused_in_a_plain_sentence(tmp_path: Path) -> None:
    file = tmp_path / "standards.toml"
    file.write_text('[[standard]]\nfamilies = ["leads"]\nfrom = 2020-05-01\nasked = "x"\nsource = "y"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"standards\.toml, standard 1: no such family: leads\."):
        load_standards(file)
    file.write_text('[[standard]]\nfamilies = ["testing"]\nfrom = 2020-05-01\nasked = ""\nsource = "y"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"standard 1: a part is empty\."):
        load_standards(file)
    file.write_text('[[standard]]\nfamilies = ["testing"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"standards\.toml is not a list of standards: 'from'\."):
        load_standards(file)
