"""Follow-ups: a value is sent back, answered, closed, as at any moment; a later return that changes it is told and closes nothing."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from carehomes import followed
from carehomes.access import EVERYWHERE
from carehomes.charts.follow_ups import Names, message, title
from carehomes.cli.main import main
from carehomes.intake.desk import receive
from carehomes.intake.undo import withdraw
from carehomes.ledger import follow_ups as kept
from carehomes.ledger.follow_ups import Flagged, FollowUp
from carehomes.ledger.model import Hints
from carehomes.snapshots import open_moment
from carehomes.store import Store
from tests.unit.files import home_file, register_file

WEEK = date(2020, 5, 17)
NOON = datetime(2020, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANALYST, LEAD = "regional analyst", "CCG lead"
FIELDS = "home_id,residents,clinical_lead"
ABOUT = Flagged("01T", WEEK, "3", "home", 1, "1-101", field="residents")


def sent(store: Store, *rows: str) -> int:
    """Accept a home return of 01T for the week and return its number."""
    receipt = receive(store, home_file("2020-05-17", "01T", FIELDS, *rows), "a.csv", reasons={"*": "as it is"}, publish_after=False)
    assert receipt.outcome == "accepted", receipt.sentences
    return receipt.decisions[0].return_id or 0


def since(store: Store, one: FollowUp) -> str:
    return followed.changes(store, open_moment(store), [one], permitted=EVERYWHERE)[one.number]


def test_it_is_open_until_it_is_answered_and_answered_until_it_is_closed(store: Store) -> None:
    one = kept.add(store, ABOUT, " is it  right? ", by=ANALYST, decided_at=NOON)
    assert (one.state, one.asked.text, one.answer) == ("open", "is it right?", None)
    two = kept.answer(store, one.number, "we look", by=LEAD, decided_at=NOON + HOUR)
    three = kept.answer(store, one.number, "it is 5", by=LEAD, decided_at=NOON + 2 * HOUR)
    four = kept.close(store, one.number, "sent again", by=ANALYST, decided_at=NOON + 3 * HOUR)
    assert [each.state for each in (two, three, four)] == ["answered", "answered", "closed"]
    assert four.answer and four.answer.text == "it is 5"
    with pytest.raises(ValueError, match=r"Follow-up 1 is closed already\. Those that wait are: none\."):
        kept.answer(store, one.number, "too late", by=LEAD)
    # As at any moment, that moment included, what stood then.
    moments = [NOON - timedelta(microseconds=1), NOON, NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR]
    assert [kept.follow_ups(store, moment) for moment in moments] == [[], [one], [two], [three], [four]]
    assert kept.follow_ups(store) == [four]


def test_what_waits_comes_first(store: Store) -> None:
    numbers = [kept.add(store, ABOUT, f"question {place}", by=ANALYST).number for place in range(4)]
    kept.close(store, numbers[0], "settled", by=ANALYST)
    kept.answer(store, numbers[1], "right", by=LEAD)
    found = kept.follow_ups(store)
    assert [(one.number, one.state) for one in found] == list(
        zip([*numbers[2:], numbers[1], numbers[0]], ["open", "open", "answered", "closed"], strict=True)
    )
    assert (title(found), title([])) == ("2 open, 1 answered, 1 closed", "none")


def test_no_step_can_be_changed_or_taken_away(store: Store) -> None:
    kept.add(store, ABOUT, "is it right?", by=ANALYST)
    connection = sqlite3.connect(store.journal.path)
    for statement in ("update follow_up_entry set text = ''", "delete from follow_up_entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("text", "by", "told"), [(" ", ANALYST, "Say what is asked"), ("x" * 501, ANALYST, "at most 500"), ("x", " ", "role")]
)
def test_what_is_not_said_is_asked_for(store: Store, text: str, by: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        kept.add(store, ABOUT, text, by=by)
    with pytest.raises(ValueError, match=r"There is no follow-up 7\. Those that wait are: none\."):
        kept.close(store, 7, "settled", by=ANALYST)


def test_a_later_return_that_changes_the_value_is_told_and_closes_nothing(store: Store) -> None:
    sent(store, "1-101,3,yes", "1-102,4,no")
    ledger = followed.Ledger(store)
    flagged = ledger.value("01T", WEEK, "residents", home="1-101")
    assert (flagged.value, flagged.return_id, flagged.cell) == ("3", 1, "D2")
    assert ledger.cell(1, "", "d2") == flagged
    one = kept.add(store, flagged, "is it right?", by=ANALYST)
    blank = kept.add(store, ledger.value("01T", WEEK, "staff", home="1-101"), "how many?", by=ANALYST)
    assert (since(store, one), blank.flagged.value) == ("", "")
    again = sent(store, "1-101,03,no", "1-102,4,no")
    assert since(store, one) == "sent again since, still 03"
    sent(store, "1-101,5,yes", "1-102,4,no")
    assert since(store, one) == "changed since: 3 to 5"
    sent(store, "1-102,4,no")
    assert (since(store, one), since(store, blank)) == ("changed since: 3 to nothing", "sent again since, still nothing")
    assert [each.state for each in kept.follow_ups(store)] == ["open", "open"]
    assert "changed since: 3 to nothing" in message(one, Names(store.areas(), {}, {}), since(store, one))
    withdraw(store, "home", "01T", WEEK, reason="a mistake")
    assert since(store, one) == "the return was withdrawn since"
    # As at the moment of the second return nothing of the later ones is known.
    moment = next(each.decided_at for each in store.journal.entries() if each.seq == again)
    assert followed.changes(store, open_moment(store, as_at=moment), [one], permitted=EVERYWHERE) == {1: "sent again since, still 03"}


def test_a_figure_and_a_whole_return_are_followed_too(store: Store) -> None:
    receive(store, register_file(("1-101", "01T", 20), ("1-102", "01T", 30)), "r.csv", hints=Hints(effective=date(2020, 5, 1)))
    number = sent(store, "1-101,3,yes", "1-102,4,no")
    snapshot = open_moment(store)
    figure = followed.figure(snapshot, WEEK, "named_lead", "01T", followed.submitter_of(snapshot.areas, "01T"), permitted=EVERYWHERE)
    assert (figure.value, figure.submitter) == ("1 of 2 homes", "01T")
    one = kept.add(store, figure, "only one?", by=ANALYST)
    two = kept.add(store, followed.Ledger(store).whole(number), "are these all homes?", by=ANALYST)
    assert (since(store, one), since(store, two)) == ("", "")
    newest = sent(store, "1-101,3,yes", "1-102,4,yes")
    assert since(store, one) == "changed since: 1 of 2 homes to 2 of 2 homes"
    assert since(store, two) == f"sent again since, as return {newest}"


def test_what_cannot_be_flagged_is_said(store: Store) -> None:
    sent(store, "1-101,3,yes")
    ledger, snapshot = followed.Ledger(store), open_moment(store)
    for asked, told in (
        (
            lambda: ledger.value("01V", WEEK, "residents", home="1-101"),
            "No home return of 01V stands for the week ending Sunday 17 May 2020",
        ),
        (lambda: ledger.value("01T", WEEK, "residents", home="1-999"), "Return 1 says nothing of 1-999"),
        (lambda: ledger.whole(12), "No return of the number 12 was accepted"),
        (lambda: followed.submitter_of(snapshot.areas, snapshot.areas.top.code), "is no CCG and no PCN"),
        (lambda: followed.submitter_of(snapshot.areas, "nowhere"), "is no CCG and no PCN"),
        (lambda: followed.figure(snapshot, WEEK, "leads", "01T", "01T", permitted=EVERYWHERE), "no figure of the measure leads"),
    ):
        with pytest.raises(ValueError, match=told):
            asked()
    # A cell of which nothing was taken: it is the return that is asked about.
    assert ledger.cell(1, "", "Z99") == ledger.whole(1)


def test_the_message_names_the_cell_and_what_to_do(store: Store) -> None:
    sent(store, "1-101,3,yes")
    snapshot = open_moment(store)
    one = kept.add(store, followed.Ledger(store).value("01T", WEEK, "residents", home="1-101"), "Are there only 3?", by=ANALYST)
    told = message(one, Names(snapshot.areas, snapshot.questions, snapshot.measures, {"1-101": "Elm House"}))
    wording = snapshot.questions["residents"].wording
    assert told.startswith(
        "To: NHS South Sefton CCG (01T)\nSubject: Care home support: follow-up 1, week ending Sunday 17 May 2020\n\n"
        "This is about your home return for the week ending Sunday 17 May 2020 (return 1, cell D2).\n"
        f"{wording}, Elm House (1-101) says: 3.\n\nAre there only 3?\n"
    )
    assert "send the return for that week again, whole" in told and ANALYST not in told


def test_the_command_line_adds_answers_closes_and_lists(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["followup", "list"]) == 0
    sent(store, "1-101,3,yes")
    add = ["followup", "add", "is it right?", "--by", ANALYST]
    week = ["--week", "2020-05-17"]
    assert main([*add, *week, "--submitter", "01T", "--question", "residents", "--home", "1-101"]) == 0
    assert main([*add, "--return", "1", "--cell", "E2"]) == 0
    assert main([*add, "--return", "1"]) == 0
    assert main([*add, *week, "--measure", "named_lead", "--area", "01T"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("There is no follow-up.\n") and "To: NHS South Sefton CCG (01T)" in captured.out
    for wrong, told in (
        ([], "Say which return"),
        (week, "Say what is asked about"),
        (["--week", "2020-05-18"], "a reporting week is named by its last day"),
        ([*week, "--measure", "named_lead", "--area", "nowhere"], "nowhere is no CCG"),
    ):
        assert main([*add, *wrong]) == 1
        assert told in capsys.readouterr().err
    assert main(["followup", "answer", "1", "it is 5", "--by", LEAD]) == 0
    assert main(["followup", "close", "2", "settled", "--by", ANALYST]) == 0
    assert main(["followup", "close", "2", "settled", "--by", ANALYST]) == 1
    capsys.readouterr()
    assert main(["followup", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(one["number"], one["state"], one["flagged"]["value"]) for one in listed] == [
        (3, "open", ""),
        (4, "open", "1 of 1 homes"),
        (1, "answered", "3"),
        (2, "closed", "yes"),
    ]
    assert [step["text"] for step in listed[2]["steps"]] == ["is it right?", "it is 5"]
    assert main(["followup", "list", "--state", "answered", "--submitter", "01T"]) == 0
    assert "1-101" in (told := capsys.readouterr().out) and told.count("answered") == 1
    assert main(["followup", "list", "--submitter", "01V"]) == 0
    assert capsys.readouterr().out == "There is no follow-up.\n"


def test_it_goes_to_what_the_sender_was_merged_into(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    snapshot = open_moment(store)
    one = kept.add(store, Flagged("07L", WEEK, "3", "home", 1, "1-101", field="residents"), "Are there only 3?", by=ANALYST)
    last, after = date(2021, 3, 31), date(2021, 4, 1)
    assert [kept.answers_on(one.flagged, snapshot.areas, day) for day in (WEEK, last, after)] == ["07L", "07L", "A3A8R"]
    before, since_then = (Names(snapshot.areas, snapshot.questions, snapshot.measures, day=day) for day in (last, after))
    assert message(one, before).startswith("To: NHS Barking and Dagenham CCG (07L)\n")
    assert "for which you answer since" not in message(one, before)
    told = message(one, since_then)
    assert told.startswith("To: NHS North East London CCG (A3A8R)\n")
    assert "This is about the home return for the week" in told
    assert "It was sent by NHS Barking and Dagenham CCG (07L), for which you answer since." in told
    for code in ("07L", "A3A8R"):
        assert main(["followup", "list", "--submitter", code, "--json"]) == 0
        assert [row["answers"] for row in json.loads(capsys.readouterr().out)] == ["A3A8R"]
