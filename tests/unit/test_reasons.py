"""A query is accepted only with a reason, which is kept and told; the last step of a return can be undone; the wrong round is told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from carehomes.access import EVERYWHERE
from carehomes.intake.desk import receive
from carehomes.intake.undo import nil_return, undo, withdraw
from carehomes.ledger.model import Hints
from carehomes.measures import figures, returns_received
from carehomes.snapshots import open_moment, open_snapshot
from carehomes.store import Store
from tests.unit.files import home_file, register_file

WEEK = date(2020, 5, 17)
ASKED = home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes", "1-999,yes")
BETTER = home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes", "1-102,yes")
WORSE = home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,no")


@pytest.fixture
def registered(store: Store) -> Store:
    content = register_file(("1-101", "01T", 30), ("1-102", "01T", 60))
    assert receive(store, content, "register.csv", hints=Hints(effective=date(2020, 5, 1)), publish_after=False).outcome == "accepted"
    return store


def leads(store: Store, as_at: datetime | None = None) -> int:
    found = figures(open_moment(store, as_at=as_at, week=WEEK), WEEK, permitted=EVERYWHERE, codes=["01T"], measures=["named_lead"])
    return int(found[(found["code"] == "01T") & (found["within"] == "")].iloc[0]["yes"])


def states(store: Store) -> list[tuple[str, str]]:
    found = returns_received(open_snapshot(store), permitted=EVERYWHERE)
    return [(row["file_name"], row["state"]) for row in found[found["kind"] == "home"].sort_values("return_id").to_dict("records")]


def test_a_return_with_a_query_is_held_until_a_reason_is_given(registered: Store) -> None:
    foreseen = receive(registered, ASKED, "asked.csv", decide=False)
    assert (foreseen.outcome, foreseen.unexplained) == ("held", ("home_not_registered",))
    held = receive(registered, ASKED, "asked.csv", reasons={"home_of_other_ccg": "of another query", "home_not_registered": "  "})
    assert held.outcome == "held"
    assert held.sentences[0].endswith("a reason why it is right as it stands for: home_not_registered (1 finding).")
    assert registered.journal.entries()[-1].action == "held"
    assert not open_snapshot(registered).weeks
    accepted = receive(registered, ASKED, "asked.csv", reasons={"home_not_registered": "opened\nlast week"})
    assert (accepted.outcome, accepted.unexplained) == ("accepted", ())
    assert [one.reason for one in registered.journal.entries()[-1].findings if one.severity == "query"] == ["opened last week"]
    row = returns_received(open_snapshot(registered), permitted=EVERYWHERE).iloc[0]
    assert row["reasons"] == "home_not_registered: opened last week"


def test_one_reason_may_explain_all_and_the_same_bytes_need_none(registered: Store) -> None:
    assert receive(registered, ASKED, "asked.csv", reasons={"*": "seen by the CCG"}).outcome == "accepted"
    assert receive(registered, ASKED, "asked.csv").outcome == "unchanged"


def test_a_held_resubmission_leaves_the_good_one(registered: Store) -> None:
    receive(registered, BETTER, "better.csv", publish_after=False)
    assert receive(registered, ASKED, "asked.csv").outcome == "held"
    assert leads(registered) == 2


def test_each_return_of_a_file_is_held_or_accepted_by_itself(registered: Store) -> None:
    both = ASKED + b"2020-05-24,01T,1-101,yes\n"
    receipt = receive(registered, both, "both.csv")
    assert {one.week: one.outcome for one in receipt.decisions} == {WEEK: "held", date(2020, 5, 24): "accepted"}


def test_a_withdrawal_is_undone(registered: Store) -> None:
    receive(registered, BETTER, "better.csv", publish_after=False)
    gone = withdraw(registered, "home", "01T", WEEK, reason="sent for another CCG")
    before = datetime.now(UTC)
    assert leads(registered) == 0
    restored = undo(registered, "home", "01T", WEEK)
    assert (restored.outcome, leads(registered), leads(registered, before)) == ("accepted", 2, 0)
    assert states(registered) == [("better.csv", "withdrawn"), ("better.csv", "standing")]
    told = returns_received(open_snapshot(registered), permitted=EVERYWHERE).set_index("return_id")
    assert told.loc[gone.return_id, "decided"] == "sent for another CCG"
    assert receive(registered, BETTER, "better.csv").outcome == "unchanged"


def test_a_resubmission_is_undone_step_by_step(registered: Store) -> None:
    for content, name in ((BETTER, "a.csv"), (WORSE, "b.csv"), (BETTER + b"\n", "c.csv")):
        assert receive(registered, content, name).outcome == "accepted"
    withdraw(registered, "home", "01T", WEEK)
    seen = []
    for _ in range(3):
        assert undo(registered, "home", "01T", WEEK).outcome == "accepted"
        seen.append(next(name for name, state in states(registered) if state == "standing"))
    assert (seen, leads(registered)) == (["c.csv", "b.csv", "a.csv"], 2)
    last = undo(registered, "home", "01T", WEEK)
    assert (last.outcome, "Nothing stood before" in last.sentence) == ("refused", True)


def test_the_same_undo_is_done_once(registered: Store) -> None:
    receive(registered, BETTER, "a.csv", publish_after=False)
    receive(registered, WORSE, "b.csv", publish_after=False)
    number = registered.journal.last_seq()
    assert undo(registered, return_id=number).outcome == "accepted"
    assert undo(registered, return_id=number).outcome == "refused"
    assert leads(registered) == 2


def test_a_nil_return_is_recorded_once(registered: Store) -> None:
    assert [nil_return(registered, "01T", WEEK).outcome for _ in range(2)] == ["accepted", "unchanged"]


@pytest.mark.parametrize(("received", "told"), [("2020-05-23T12:00", False), ("2020-05-24T12:00", True), ("2020-05-26T12:00", True)])
def test_the_file_of_an_earlier_round_is_told(registered: Store, received: str, told: bool) -> None:
    hints = Hints(received_at=datetime.fromisoformat(received + "+01:00"))
    receipt = receive(registered, BETTER, "better.csv", hints=hints)
    words = (
        "This is the file for the week ending Sunday 17 May 2020; the week ending Sunday 24 May 2020 is open. "
        "Check that it is the file that is meant."
    )
    assert (receipt.outcome, words in receipt.sentences) == ("accepted", told)


def test_the_file_of_a_closed_ccg_is_taken_as_its_successors_when_asked(store: Store) -> None:
    area = b"code,level,name,parent,opened,closed,successor\n01T,ccg,,,,2020-05-10,09Z\n09Z,ccg,NHS Mersey Coast CCG,QYG,2020-05-11,,\n"
    assert receive(store, area, "areas.csv").outcome == "accepted"
    content = b"week_ending,ccg_code,ccg_name,home_id,clinical_lead\n2020-05-17,01T,NHS South Sefton CCG,1-101,yes\n"
    refused = receive(store, content, "old.csv")
    assert (refused.outcome, any("Use its successor, NHS Mersey Coast CCG (09Z)." in one for one in refused.sentences)) == ("refused", True)
    taken = receive(store, content, "old.csv", hints=Hints(as_successor=True))
    assert (taken.outcome, taken.decisions[0].submitter) == ("accepted", "09Z")
    assert [one.code for one in taken.findings if one.severity == "note"].count("ccg_as_successor") == 1
