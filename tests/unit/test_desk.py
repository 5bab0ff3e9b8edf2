"""The returns desk and the snapshot: accepted or refused whole, once, and visible at once."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from carehomes.access import EVERYWHERE
from carehomes.intake.desk import receive
from carehomes.intake.undo import nil_return, withdraw
from carehomes.ledger import archive
from carehomes.ledger.facts import read_facts
from carehomes.ledger.model import Hints
from carehomes.measures import figures, returned
from carehomes.snapshots import current_number, open_moment, open_snapshot, publish
from carehomes.snapshots.database import Database
from carehomes.store import Store
from tests.unit.files import home_file, register_file

WEEK = date(2020, 5, 17)
HOMES = register_file(("1-101", "01T", 30), ("1-102", "01T", 60), ("1-103", "01V", 10))
LEADS = home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes", "1-102,no")


def lead(store: Store, code: str = "01T") -> tuple[int, int, int]:
    found = figures(open_moment(store, week=WEEK), WEEK, permitted=EVERYWHERE, codes=[code], measures=["named_lead"])
    row = found[(found["code"] == code) & (found["within"] == "")].iloc[0]
    return int(row["yes"]), int(row["no"]), int(row["denominator"])


@pytest.fixture
def registered(store: Store) -> Store:
    assert receive(store, HOMES, "register.csv", hints=Hints(effective=date(2020, 5, 1))).outcome == "accepted"
    return store


def test_a_return_is_accepted_and_its_figures_are_there(registered: Store) -> None:
    receipt = receive(registered, LEADS, "leads.csv")
    assert receipt.outcome == "accepted"
    assert receipt.sentences[0] == "Accepted: home return of 01T for the week ending Sunday 17 May 2020, 2 rows."
    assert lead(registered) == (1, 1, 2)
    assert archive.fetch(registered.archive, receipt.sha256) == LEADS


def test_examining_alone_changes_nothing(registered: Store) -> None:
    before = registered.journal.last_seq()
    receipt = receive(registered, LEADS, "leads.csv", decide=False)
    assert receipt.sentences[0].startswith("Ready to accept: home return of 01T")
    assert registered.journal.last_seq() == before


def test_the_same_bytes_again_are_one_return(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    number = current_number(registered)
    again = receive(registered, LEADS, "leads (1).csv")
    assert again.outcome == "unchanged"
    assert current_number(registered) == number


def test_the_same_bytes_after_a_withdrawal_are_a_new_return(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    assert withdraw(registered, "home", "01T", WEEK).outcome == "accepted"
    assert lead(registered) == (0, 0, 2)
    assert receive(registered, LEADS, "leads.csv").outcome == "accepted"
    assert lead(registered) == (1, 1, 2)


BOTH = b"""week_ending,ccg_code,home_id,clinical_lead,residents
2020-05-17,01T,1-101,yes,20
2020-05-17,01V,1-103,no,-1
"""


def facts_files(store: Store) -> set[str]:
    return {path.stem for path in store.facts.glob("*")}


def test_of_a_file_with_two_returns_the_facts_file_holds_what_was_taken(registered: Store) -> None:
    before = facts_files(registered)
    decisions = receive(registered, BOTH, "both.csv").decisions
    assert [(one.submitter, one.outcome) for one in decisions] == [("01T", "accepted"), ("01V", "refused")]
    [written] = facts_files(registered) - before
    assert set(read_facts(registered.facts, written)["submitter"].to_pylist()) == {"01T"}
    assert lead(registered) == (1, 0, 2)


def test_what_is_refused_leaves_no_facts(registered: Store) -> None:
    before = facts_files(registered)
    receipt = receive(registered, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,perhaps"), "leads.csv")
    assert receipt.outcome == "refused"
    assert facts_files(registered) == before
    assert archive.fetch(registered.archive, receipt.sha256)


def test_publishing_facts_at_hand_is_as_reading_them_again(registered: Store) -> None:
    answers = "select r.return_id, r.home_id, a.* from home_answer as a join home_row as r on a.row_id = r.row_id order by all"

    def published() -> list[tuple[object, ...]]:
        database = Database(registered.snapshots / f"{current_number(registered):06d}.duckdb", read_only=True)
        rows = database.rows(answers)
        database.close()
        return rows

    receive(registered, home_file("2020-05-17", "01T", "home_id,clinical_lead,residents", "1-101,yes,20", "1-102,no,3"), "leads.csv")
    at_hand = published()
    shutil.rmtree(registered.snapshots)
    publish(registered)
    assert published() == at_hand
    assert len(at_hand) == 4


def test_a_facts_file_that_two_returns_hold_is_loaded_for_each(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    withdraw(registered, "home", "01T", WEEK)
    receive(registered, LEADS, "leads.csv")
    facts = [one.facts for one in registered.journal.entries() if one.kind == "home" and one.facts]
    assert len(facts) == 2
    assert len(set(facts)) == 1
    shutil.rmtree(registered.snapshots)
    database = Database(registered.snapshots / f"{publish(registered):06d}.duckdb", read_only=True)
    try:
        rows = database.rows("select return_id, home_id, count(*) from home_row join home_answer using (row_id) group by all order by all")
    finally:
        database.close()
    assert [(home, count) for _, home, count in rows] == [("1-101", 1), ("1-102", 1)] * 2
    assert len({number for number, _, _ in rows}) == 2


def test_a_refused_resubmission_never_replaces_a_good_one(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    broken = home_file("2020-05-17", "01T", "home_id,clinical_lead,residents", "1-101,no,many", "1-102,no,3")
    receipt = receive(registered, broken, "broken.csv")
    assert receipt.outcome == "refused"
    assert any("C2" in one.cell or "E2" in one.cell for one in receipt.findings)
    assert lead(registered) == (1, 1, 2)


def test_a_resubmission_replaces_the_return_whole(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    receive(registered, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-102,yes"), "again.csv")
    assert lead(registered) == (1, 0, 2)


def test_a_nil_return_counts_as_returned_and_answers_nothing(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    nil_return(registered, "01V", WEEK)
    told = returned(open_snapshot(registered), WEEK, "01V", permitted=EVERYWHERE)
    assert (told.n, told.expected, told.nil, told.covered, told.registered) == (1, 1, 1, 0, 1)


def test_a_file_without_its_week_is_held_for_a_person(registered: Store) -> None:
    content = b"ccg_code,home_id,clinical_lead\n01T,1-101,yes\n"
    held = receive(registered, content, "no week.csv")
    assert (held.outcome, held.needs) == ("held", ("week",))
    assert receive(registered, content, "no week.csv", hints=Hints(week=WEEK)).outcome == "accepted"


def test_a_name_of_a_lead_stays_out_of_the_snapshot(registered: Store) -> None:
    named = home_file("2020-05-17", "01T", "home_id,clinical_lead,lead_name", "1-101,yes,Lead Seventeen", "1-102,yes,lead  seventeen")
    receive(registered, named, "named.csv")
    snapshot = open_snapshot(registered)
    database = Database(snapshot.path, read_only=True)
    answers = database.rows("select answer from home_answer where question = 'lead_name'")
    database.close()
    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert b"eventeen" not in snapshot.path.read_bytes()


def test_a_nil_return_beside_answers_takes_nothing_away(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    told = nil_return(registered, "01T", WEEK)
    assert " still stands and counts as before: withdraw what should not." in told.sentence
    assert lead(registered) == (1, 1, 2)


def test_a_snapshot_that_is_open_is_not_published_again(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    opened = open_snapshot(registered)
    assert publish(registered) == publish(registered) == opened.number
    opened.close()


def test_a_snapshot_thrown_away_is_made_again_with_the_same_figures_and_a_new_number(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    before, number = lead(registered), current_number(registered)
    shutil.rmtree(registered.snapshots)
    assert lead(registered) == before
    assert current_number(registered) > number


def test_a_week_whose_only_return_was_withdrawn_is_offered_no_more(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    receive(registered, home_file("2020-05-31", "01T", "home_id,clinical_lead", "1-101,yes"), "later.csv")
    assert len(open_snapshot(registered).weeks) == 3
    withdraw(registered, "home", "01T", date(2020, 5, 31))
    assert open_snapshot(registered).weeks == [WEEK]


@pytest.mark.parametrize("week", ["2002-05-19", "2031-01-05"])
def test_a_slip_in_the_year_is_refused(registered: Store, week: str) -> None:
    receipt = receive(registered, home_file(week, "01T", "home_id,clinical_lead", "1-101,yes"), "slip.csv")
    assert receipt.outcome == "refused"
    assert any("Look at the year" in sentence for sentence in receipt.sentences)


def test_the_receipt_says_what_would_be_replaced(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    foreseen = receive(registered, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-102,yes"), "again.csv", decide=False)
    assert "takes the place of the one accepted on" in foreseen.sentences[0]
    assert "2 rows" in foreseen.sentences[0]


def test_a_few_rows_of_a_mixed_file_never_take_the_place_of_a_whole_return(registered: Store) -> None:
    receive(registered, LEADS, "leads.csv")
    slip = home_file("2020-05-24", "01T", "home_id,clinical_lead", "1-101,yes") + b"2020-05-17,01T,1-102,yes\n"
    receipt = receive(registered, slip, "slip.csv")
    assert [one.outcome for one in receipt.decisions] == ["refused", "accepted"]
    assert any("in a file of their own" in sentence for sentence in receipt.sentences)
    assert lead(registered) == (1, 1, 2)


def test_a_part_of_a_file_that_still_stands_is_not_loaded_again(registered: Store) -> None:
    both = home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes") + b"2020-05-24,01T,1-102,yes\n"
    receive(registered, both, "both.csv")
    receive(registered, home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,no"), "again.csv")
    again = {one.week: one.outcome for one in receive(registered, both, "both.csv").decisions}
    assert again == {WEEK: "accepted", date(2020, 5, 24): "unchanged"}


def test_a_blank_week_or_code_is_said_by_whoever_loads_it(registered: Store) -> None:
    content = b"week_ending,ccg_code,home_id,clinical_lead\n,,1-101,yes\n,,1-102,no\n"
    assert receive(registered, content, "blank.csv").outcome == "refused"
    assert receive(registered, content, "blank.csv", hints=Hints(week=WEEK, submitter="01T")).outcome == "accepted"
    assert lead(registered) == (1, 1, 2)
