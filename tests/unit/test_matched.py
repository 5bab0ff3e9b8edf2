"""Matched returners: recounted from the answers of each week, home by home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.charts import change
from carehomes.charts.readings import Reading
from carehomes.measures import matched, register_homes
from carehomes.snapshots import Snapshot, open_snapshot, records
from carehomes.statistics import Change, change_of, matched_change
from carehomes.store import Store

WEEK = date(2020, 8, 23)


@pytest.fixture(scope="module")
def snapshot(demo_store: Store) -> Iterator[Snapshot]:
    opened = open_snapshot(demo_store)
    yield opened
    opened.close()


def answers(snapshot: Snapshot, week: date, question: str) -> dict[str, bool]:
    rows = records(snapshot.query("answers_of_week", week=week, **EVERYWHERE.parameters))
    return {row["home_id"]: row["answer"] == "yes" for row in rows if row["question"] == question and row["answer"] in ("yes", "no")}


def recounted(snapshot: Snapshot, week: date, ccgs: set[str], question: str) -> Change | None:
    before, after = answers(snapshot, week - timedelta(weeks=1), question), answers(snapshot, week, question)
    register = records(register_homes(snapshot, week, permitted=EVERYWHERE))
    homes = [row["home_id"] for row in register if row["ccg"] in ccgs]
    found = matched_change([before.get(home) for home in homes], [after.get(home) for home in homes])
    return found if found.homes else None


@pytest.mark.parametrize("week", [WEEK, date(2020, 5, 31), date(2020, 8, 30)])
@pytest.mark.parametrize("measure", ["named_lead", "checked_in"])
def test_the_homes_that_answered_twice_are_those_that_a_recount_finds(snapshot: Snapshot, week: date, measure: str) -> None:
    one = snapshot.measures[measure]
    every = {area.code for area in snapshot.areas.of_level("ccg")}
    whole = matched(snapshot, snapshot.areas.top.code, one, permitted=EVERYWHERE).get(week)
    assert whole == recounted(snapshot, week, every, one.question)
    parts = [matched(snapshot, code, one, permitted=EVERYWHERE).get(week) for code in sorted(every)]
    assert parts == [recounted(snapshot, week, {code}, one.question) for code in sorted(every)]
    known = [part for part in parts if part]
    assert whole and [sum(getattr(part, name) for part in known) for name in ("homes", "gained", "lost")] == [
        whole.homes,
        whole.gained,
        whole.lost,
    ]


def test_the_pcns_and_the_homes_of_none_make_the_whole(snapshot: Snapshot) -> None:
    one = snapshot.measures["checked_in"]
    codes = {row["pcn"] for row in records(snapshot.query("register_profile", week=WEEK, basis="then", **EVERYWHERE.parameters))} - {""}
    parts = [matched(snapshot, code, one, permitted=EVERYWHERE).get(WEEK) for code in sorted(codes)]
    whole = matched(snapshot, snapshot.areas.top.code, one, permitted=EVERYWHERE).get(WEEK)
    assert whole and 0.9 * whole.homes < sum(part.homes for part in parts if part) <= whole.homes


def test_who_may_not_see_a_ccg_counts_none_of_its_homes(snapshot: Snapshot) -> None:
    one, top = snapshot.measures["named_lead"], snapshot.areas.top.code
    some = Permitted(frozenset({"X01"}))
    assert matched(snapshot, top, one, permitted=some) == matched(snapshot, "X01", one, permitted=EVERYWHERE)
    assert matched(snapshot, "X02", one, permitted=some) == {}


def test_nothing_is_matched_without_a_week_before_or_a_plain_question(snapshot: Snapshot) -> None:
    top = snapshot.areas.top.code
    assert snapshot.weeks[0] not in matched(snapshot, top, snapshot.measures["named_lead"], permitted=EVERYWHERE)
    for name in ("all_in_place", "residents_with_pcsp", "homes_with_oximeter", "missed_two_weeks"):
        assert matched(snapshot, top, snapshot.measures[name], permitted=EVERYWHERE) == {}


def test_the_sentence_names_the_homes_the_verdict_and_the_method() -> None:
    assert change.sentence(change_of(100, 12, 3, 131)) == (
        "Since the week before, of the 131 homes that answered in both weeks, 12 went to yes and 3 to no: more than noise "
        "(exact McNemar test, p = 0.035)."
    )
    assert "5 went to yes and 1 to no: no more than noise (exact McNemar test, p = 0.219)" in change.sentence(change_of(1, 5, 1, 9))
    assert change.sentence(change_of(1, 0, 0, 1)).endswith("of the 1 home that answered in both weeks, none changed its answer.")
    assert "p < 0.001" in change.sentence(change_of(0, 30, 0, 40))


def test_a_card_tells_the_step_in_points_with_its_counts() -> None:
    up = change.short(change_of(yes_both=10, gained=4, lost=1, homes=20))
    assert up == ("▲ +15.0 points", "4 up, 1 down of 20 in both weeks: no more than noise")
    assert change.short(change_of(yes_both=0, gained=1, lost=17, homes=24)) == (
        "▼ −66.7 points",
        "1 up, 17 down of 24 in both weeks: more than noise",
    )
    assert change.short(change_of(yes_both=5, gained=2, lost=2, homes=24))[0] == "● no change"
    people = [
        Reading("residents_with_pcsp", None, "ccg", "X01", "X01", numerator=part, whole=whole) for part, whole in ((50, 100), (30, 80))
    ]
    assert change.short_of_answered(*people, "people") == ("▲ +12.5 points", "of those that answered; the week before 30 of 80")
    silent = Reading("named_lead", None, "ccg", "X01", "X01", yes=0, no=0, not_answered=9, all=9)
    assert change.short_of_answered(silent, people[0], "homes") is None
    week = Reading("homes_with_oximeter", None, "ccg", "X06", "Fenmoor", yes=31, no=3, all=38)
    before = replace(week, yes=33)
    assert change.short_of_answered(replace(week, carried=33), before, "homes") is not None
    # Nothing but what is carried: silence makes no fall.
    assert change.short_of_answered(replace(week, carried=34), before, "homes") is None
