"""The clinical lead register: states, moves and leads by hand; counted again from the demonstration's own files; drawn as told."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from typing import Any

import pandas as pd
import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.charts import lead_register as told
from carehomes.demo import FOLDER
from carehomes.measures import Lead, figures, lead_register, leads_of
from carehomes.measures.lead_register import SILENT, STATES, _follow, state_of
from carehomes.snapshots import Snapshot, open_snapshot
from carehomes.store import Store

WEEK = date(2020, 8, 23)


def _home(lead: str | None = None, key: str | None = None, **more: Any) -> dict[str, Any]:
    return {"lead": lead, "lead_key": key, "has_row": 1, "in_totals": 0, "returned": 1, **more}


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (_home("yes", "k"), "named"),
        (_home("yes"), "not named"),
        (_home("yes", ""), "not named"),
        (_home("no"), "no lead"),
        (_home("no", "k"), "no lead"),
        (_home("not applicable"), "not applicable"),
        (_home(), "not answered"),
        (_home(in_totals=1), "not answered"),
        (_home(has_row=0, in_totals=1), "told only in totals"),
        (_home(has_row=0), "not in the return"),
        (_home(has_row=0, returned=0), "no return"),
    ],
)
def test_how_a_home_stands(row: dict[str, Any], state: str) -> None:
    assert state_of(row) == state
    assert (state in SILENT) is (row["lead"] is None)


def _weeks(*told_: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"home_id": "h", "week": date(2020, 5, 3 + 7 * place), "lead": lead, "lead_key": key} for place, (lead, key) in enumerate(told_)
    ]


@pytest.mark.parametrize(
    ("weeks", "moves", "since"),
    [
        ([("yes", "a")], [], 3),
        ([("no", ""), ("yes", "a")], ["gained"], 10),
        ([("yes", "a"), ("no", "")], ["lost"], 10),
        ([("yes", "a"), ("yes", "b")], ["changed"], 10),
        # A name left out is no other lead; the one before it still counts.
        ([("yes", "a"), ("yes", ""), ("yes", "a")], [], 3),
        ([("yes", "a"), ("yes", ""), ("yes", "b")], ["changed"], 17),
        # A name given for the first time is that of the lead of before.
        ([("yes", ""), ("yes", "a")], [], 3),
        # Lost and gained is a new lead, whatever its name; the name of before is forgotten.
        ([("yes", "a"), ("no", ""), ("yes", ""), ("yes", "b")], ["lost", "gained"], 17),
        # A name beside no lead says nothing.
        ([("no", "a"), ("no", "b")], [], 3),
    ],
)
def test_what_becomes_of_a_lead(weeks: list[tuple[str, str]], moves: list[str], since: int) -> None:
    found, from_week = _follow(_weeks(*weeks))
    assert [one["move"] for one in found] == moves
    assert from_week == {"h": date(2020, 5, since)}


def test_homes_are_followed_each_by_itself() -> None:
    rows = [*_weeks(("yes", "a")), *({**row, "home_id": "i"} for row in _weeks(("no", ""), ("yes", "a")))]
    moves, since = _follow(rows)
    assert [(one["home_id"], one["move"]) for one in moves] == [("i", "gained")]
    assert since == {"h": date(2020, 5, 3), "i": date(2020, 5, 10)}


# The demonstration


@pytest.fixture(scope="module")
def snapshot(demo_store: Store) -> Snapshot:
    return open_snapshot(demo_store)


def _rows_of(name: str) -> list[dict[str, str]]:
    lines = (FOLDER / "returns" / name).read_text(encoding="utf-8-sig").splitlines()
    start = next(place for place, line in enumerate(lines) if line.lower().startswith("week_ending,"))
    return list(csv.DictReader(lines[start:]))


def test_states_add_up_to_the_homes_and_to_the_figure(snapshot: Snapshot) -> None:
    homes = lead_register(snapshot, WEEK, permitted=EVERYWHERE).homes
    counted = Counter(homes["state"])
    assert set(counted) <= set(STATES) and sum(counted.values()) == 281
    frame = figures(snapshot, WEEK, permitted=EVERYWHERE, codes=["XE0001", "XE0002", "XE0003"], measures=["named_lead"])
    own = frame[frame["level"] == "la"]
    assert counted["named"] + counted["not named"] == own["yes"].sum()
    assert counted["no lead"] == own["no"].sum()
    assert counted["not applicable"] == own["not_applicable"].sum()
    assert sum(counted[state] for state in SILENT) == own["not_answered"].sum()
    assert counted["no return"] == own["no_return"].sum()


def test_each_home_says_what_its_file_says(snapshot: Snapshot) -> None:
    rows = {row["home_id"]: row for row in _rows_of(f"{WEEK}/x01-home-return.csv")}
    homes = lead_register(snapshot, WEEK, permitted=EVERYWHERE).homes
    own = homes[homes["ccg"] == "X01"].set_index("home_id")
    assert len(own) == 57
    names = Counter(row["lead_name"].strip() for row in rows.values() if row["clinical_lead"].strip().lower() == "yes")
    for home, row in rows.items():
        one = own.loc[home]
        if row["clinical_lead"].strip().lower() == "yes" and row["lead_name"].strip():
            assert one["state"] == "named"
            assert one["holds"] == names[row["lead_name"].strip()]
            told_ = (row["lead_profession"].strip(), row["lead_employer"].strip(), row["lead_start"].strip())
            assert (one["profession"], one["employer"], one["started"]) == told_
    # Nothing that a name could be read from: a lead is a number.
    text = homes.to_csv()
    assert not [name for name in names if name and name in text]
    leads = leads_of(homes[homes["ccg"] == "X01"])
    assert sorted((len(one.homes) for one in leads), reverse=True) == sorted((n for name, n in names.items() if name), reverse=True)
    assert [one.number for one in leads] == list(range(1, len(leads) + 1))


def test_moves_are_those_between_the_files_of_two_weeks(snapshot: Snapshot) -> None:
    # Both returns of X01 hold the same questions; homes that are silent in either are left to the weeks before.
    before, now = (_rows_of(f"2020-05-{day}/x01-home-return.csv") for day in (17, 24))
    was = {row["home_id"]: row["clinical_lead"].strip().lower() for row in before}
    is_ = {row["home_id"]: row["clinical_lead"].strip().lower() for row in now}
    gained = sorted(home for home in was if was[home] == "no" and is_.get(home) == "yes")
    found = lead_register(snapshot, date(2020, 5, 24), permitted=Permitted(frozenset({"X01"}))).moves
    assert list(found["home_id"][found["move"] == "gained"]) == gained and gained
    assert set(found["week"]) == {date(2020, 5, 24)}


def test_who_takes_over_from_a_lead_is_told_home_by_home(snapshot: Snapshot) -> None:
    # Planted: all homes of one lead of X01 and of one of X04 have another from a week on (data/demo/README.md).
    found = lead_register(snapshot, date(2020, 8, 30), permitted=EVERYWHERE)
    changed = found.moves[found.moves["move"] == "changed"].merge(found.homes, on="home_id")
    weeks = Counter(zip(changed["ccg"], changed["week"], strict=True))
    # One home was silent of it at first: its change is known from the week in which it spoke again.
    assert weeks == {("X01", date(2020, 8, 2)): 5, ("X01", date(2020, 8, 23)): 1, ("X04", date(2020, 8, 16)): 5}
    assert set(changed["last_move"]) == {"changed"}
    assert list(changed["since"]) == list(changed["week"])
    assert set(changed["started"]) - {""} == {"2020-07-27", "2020-08-10"}


def test_an_area_in_totals_is_no_home_s_word(snapshot: Snapshot) -> None:
    homes = lead_register(snapshot, date(2020, 5, 17), permitted=EVERYWHERE).homes
    # X05 sent one total of the whole CCG for this week.
    assert set(homes[homes["ccg"] == "X05"]["state"]) == {"told only in totals"}
    silent = lead_register(snapshot, date(2020, 8, 30), permitted=EVERYWHERE).homes
    assert set(silent[silent["ccg"] == "X06"]["state"]) == {"no return"}
    assert lead_register(snapshot, WEEK, permitted=Permitted(frozenset({"X01"}))).homes["ccg"].unique().tolist() == ["X01"]


def test_a_lead_of_two_ccgs_is_two_leads() -> None:
    rows = [("1", "X", 1, "GP"), ("2", "X", 1, "Nurse"), ("3", "Y", 1, "GP"), ("4", "Y", None, "")]
    frame = pd.DataFrame([{"home_id": a, "ccg": b, "lead": c, "profession": d, "employer": ""} for a, b, c, d in rows])
    leads = leads_of(frame.astype({"lead": "Int64"}))
    assert [(one.ccg, one.homes, one.professions) for one in leads] == [("X", ("1", "2"), ("GP", "Nurse")), ("Y", ("3",), ("GP",))]
    assert told.unlike(leads) == leads[:1]


# Drawn and told


def _counts(**states: int) -> told.Counts:
    return told.Counts({state: states.get(state.replace(" ", "_"), 0) for state in STATES})


BY_AREA = {
    "Here (H)": _counts(named=10, not_named=1, no_lead=2, not_answered=3, no_return=4, not_applicable=1),
    "There (T)": _counts(named=5, no_lead=1),
}
WHOLE = _counts(named=15, not_named=1, no_lead=3, not_answered=3, no_return=4, not_applicable=1)


def test_every_number_of_the_sentence_is_drawn() -> None:
    text = told.sentence(WHOLE, BY_AREA, "All")
    assert text == (
        "All: 15 of 27 homes (56%) have a lead by name, and 1 one without a name; 3 have none, 7 have not said. "
        "Here (H): 10 lead named, 1 lead without a name, 2 no lead, 7 not answered, 1 not applicable of 21 homes; "
        "There (T): 5 lead named, 1 no lead of 6 homes."
    )
    drawn = told.chart(BY_AREA)
    assert {one.name: list(one.x) for one in drawn.data} == {
        "Lead named": [10, 5],
        "Lead without a name": [1, 0],
        "No lead": [2, 1],
        "Not answered": [7, 0],
        "Not applicable": [1, 0],
    }
    assert [one.text for one in drawn.layout.annotations] == ["10 of 21 by name (48%)", "5 of 6 by name (83%)"]
    assert told.sentence(_counts(named=1), {}, "One") == "One: 1 of 1 home (100%) has a lead by name; 0 have none, 0 have not said."
    assert told.chart({}).layout.annotations[0].text == "No home of a register stands here"
    assert _counts().told == "no home"


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        (_counts(no_return=3), "no return"),
        (_counts(told_only_in_totals=3), "told only in totals"),
        (_counts(not_answered=2, not_in_the_return=1), "not said"),
        (_counts(not_answered=2, not_applicable=1), "not said"),
    ],
)
def test_homes_that_are_all_silent_have_no_share(counts: told.Counts, why: str) -> None:
    assert counts.unsaid == why
    assert told.finding(counts, "Here") == f"Here: none of 3 homes says whether it has a lead: {why}"
    assert told.chart({"Here (H)": counts}).layout.annotations[0].text == f"[x] {why}"
    assert told.held_finding([], "Here", counts.unsaid) == f"Here: no home says who its lead is: {why}"
    assert not _counts(no_lead=1, no_return=2).unsaid and not _counts().unsaid


def test_moves_are_drawn_as_told() -> None:
    moves = {date(2020, 5, 24): {"gained": 3, "lost": 1, "changed": 2}, date(2020, 5, 31): {"gained": 0, "lost": 0, "changed": 0}}
    assert told.moves_sentence(moves, "Here") == (
        "Here: in 2 weeks to 31 May 2020 homes gained a lead 3 times, lost it 1 time and told of another one 2 times. "
        "24 May 2020: 3 gained, 1 lost, 2 changed."
    )
    assert {one.name: list(one.y) for one in told.moves_chart(moves).data} == {"Gained": [3, 0], "Lost": [1, 0], "Changed": [2, 0]}
    assert told.moves_sentence({}, "Here") == "Here: no week stands before this one, so nothing can have moved."
    still = {date(2020, 5, 24): {"gained": 0}}
    assert told.moves_chart(still).layout.annotations[0].text == "No home's lead moved in these weeks"


def test_leads_by_their_homes() -> None:
    def lead(number: int, homes: int) -> Lead:
        return Lead("X", number, tuple(map(str, range(homes))), ("GP",), ())

    leads = [lead(1, 3), lead(2, 3), lead(3, 1)]
    assert told.held(leads) == {"1 home": 1, "2 homes": 0, "3 homes": 2}
    assert told.held_finding(leads, "Here") == "Here: 3 leads hold 7 homes by name; 2 leads have the most, 3 homes each"
    assert told.held_finding(leads[2:], "Here") == "Here: 1 lead holds 1 home by name; 1 lead has the most, 1 home"
    assert told.held_finding([], "Here") == "Here: no home names its lead"
    many = told.held([lead(1, 40), lead(2, 11), lead(3, 1)])
    assert (len(many), many["11 or more homes"], many["1 home"]) == (11, 2, 1)
    assert told.held([]) == {}


def test_an_area_without_a_return_has_no_share_of_leads() -> None:
    drawn = told.chart({"A (01A)": told.Counts({"no return": 9}), "B (01B)": told.Counts({"no return": 1, "named": 3})})
    assert [one.text for one in drawn.layout.annotations] == ["[x] no return", "3 of 4 by name (75%)"]
