"""Who has returned: one state a CCG and week, the deadline by London's clock, whom to chase, each submitter's record."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.areas import due_moment
from carehomes.charts.chase import chase_list
from carehomes.charts.deadline import clock_name, left
from carehomes.cli.main import main
from carehomes.intake.closing import allow_late, close_week
from carehomes.intake.desk import receive
from carehomes.intake.undo import nil_return, undo, withdraw
from carehomes.ledger.closings import closed_weeks
from carehomes.ledger.model import Hints, Receipt
from carehomes.measures import ccgs_under, question_response, return_states, submitter_records, tallies, unplaced_files
from carehomes.measures.return_states import STATES, state_of
from carehomes.snapshots import open_moment, open_snapshot, records
from carehomes.store import Store
from tests.laws.ground import is_missing
from tests.unit.files import home_file, register_file

WEEK = date(2020, 5, 17)
DUE = datetime(2020, 5, 20, 16, 0, tzinfo=UTC)
HOMES = register_file(("1-101", "01T", 30), ("1-102", "01T", 60), ("1-103", "01V", 10))
PAIR = ["01T", "01V"]


def send(store: Store, ccg: str = "01T", answer: str = "yes", week: date = WEEK, at: datetime = DUE, **more: Any) -> Receipt:
    home = {"01T": "1-101", "01V": "1-103"}.get(ccg, "1-101")
    content = home_file(week.isoformat(), ccg, "home_id,clinical_lead", f"{home},{answer}")
    hints = Hints(received_at=more.pop("received_at", at))
    return receive(store, content, f"{ccg}.csv", hints=hints, decided_at=at, publish_after=False, **more)


def states(store: Store, as_at: datetime | None = None, week: date = WEEK, now: datetime | None = None) -> dict[str, dict[str, Any]]:
    snapshot = open_moment(store, as_at=as_at, week=week)
    found = return_states(snapshot, week, week, PAIR, permitted=EVERYWHERE, now=now)
    return {row["code"]: row for row in records(found)}


@pytest.fixture
def registered(store: Store) -> Store:
    early = datetime(2020, 5, 1, tzinfo=UTC)
    assert (
        receive(store, HOMES, "register.csv", hints=Hints(effective=date(2020, 5, 1)), decided_at=early, publish_after=False).outcome
        == "accepted"
    )
    return store


def test_the_deadline_keeps_the_clock_of_london_when_summer_time_ends() -> None:
    """The clocks change on Sunday 25 October 2020, the last day of a reporting week: what is due before is an hour earlier by UTC."""
    summer, winter = due_moment(date(2020, 10, 18)), due_moment(date(2020, 10, 25))
    assert (summer, winter) == (datetime(2020, 10, 21, 16, tzinfo=UTC), datetime(2020, 10, 28, 17, tzinfo=UTC))
    assert (clock_name(summer), clock_name(winter)) == ("British Summer Time", "Greenwich Mean Time")
    # A week by the clock is a week and an hour.
    assert left(winter, summer) == "7 days and 1 hour left"
    # Due on the very Sunday, at an hour that there is twice: the first of them.
    assert due_moment(date(2020, 10, 25), days=0, at=datetime(2020, 10, 25, 1, 30).time()) == datetime(2020, 10, 25, 0, 30, tzinfo=UTC)


def test_a_return_of_the_october_week_is_late_by_the_winter_clock(registered: Store) -> None:
    week = date(2020, 10, 25)
    five = datetime(2020, 10, 28, 17, tzinfo=UTC)
    send(registered, "01T", week=week, at=five)
    send(registered, "01V", week=week, at=five + timedelta(seconds=1))
    found = states(registered, week=week)
    assert {ccg: one["state"] for ccg, one in found.items()} == {"01T": "on time", "01V": "late"}


def test_weekday_and_hour_of_the_deadline_are_settings(registered: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    send(registered, at=DUE)
    monkeypatch.setenv("CAREHOMES_DUE_DAYS", "2")
    assert states(registered)["01T"]["state"] == "late"
    monkeypatch.setenv("CAREHOMES_DUE_DAYS", "3")
    monkeypatch.setenv("CAREHOMES_DUE_TIME", "16:59")
    assert states(registered)["01T"]["state"] == "late"


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (timedelta(days=2, hours=3, minutes=5), "2 days and 3 hours left"),
        (timedelta(hours=1, minutes=1), "1 hour and 1 minute left"),
        (timedelta(0), "0 minutes left"),
        (timedelta(seconds=-1), "passed 0 minutes ago"),
        (timedelta(days=-20), "passed 20 days ago"),
        (timedelta(days=-40), "passed"),
    ],
)
def test_how_far_away_the_deadline_is(before: timedelta, told: str) -> None:
    assert left(DUE, DUE - before) == told


def test_a_return_counts_from_the_second_of_its_decision(registered: Store) -> None:
    send(registered, at=DUE)
    assert states(registered, DUE - timedelta(seconds=1))["01T"]["state"] == "not yet due"
    assert states(registered, DUE)["01T"]["state"] == "on time"
    send(registered, "01V", at=DUE + timedelta(seconds=1))
    assert states(registered, DUE)["01V"]["state"] == "not yet due"
    assert states(registered, DUE + timedelta(microseconds=1))["01V"]["state"] == "missing"
    assert states(registered, DUE + timedelta(seconds=1))["01V"]["state"] == "late"


def test_a_return_withdrawn_and_sent_again(registered: Store) -> None:
    first, gone, again = (DUE - timedelta(hours=hours) for hours in (3, 2, 1))
    send(registered, at=first)
    withdraw(registered, "home", "01T", WEEK, decided_at=gone)
    send(registered, at=again)
    assert [states(registered, at)["01T"]["state"] for at in (first, gone, again)] == ["on time", "withdrawn", "on time"]
    assert states(registered)["01T"]["withdrawn"] == 1


def test_two_revisions_on_one_day_are_both_kept(registered: Store) -> None:
    for hour, answer in ((3, "yes"), (2, "no"), (1, "n/a")):
        send(registered, answer=answer, at=DUE - timedelta(hours=hour))
    found = states(registered)["01T"]
    assert (found["state"], found["superseded"], found["on_time"]) == ("superseded", 2, True)
    assert states(registered, DUE - timedelta(hours=2))["01T"]["superseded"] == 1


def test_a_file_loaded_a_month_late_was_on_time_where_it_was_received_so(registered: Store) -> None:
    later = DUE + timedelta(days=30)
    send(registered, "01T", at=later, received_at=DUE)
    send(registered, "01V", at=later, received_at=later)
    assert {ccg: one["state"] for ccg, one in states(registered).items()} == {"01T": "on time", "01V": "late"}
    # Until it was loaded nobody knew of it.
    assert states(registered, later - timedelta(seconds=1))["01T"]["state"] == "missing"


def test_what_was_refused_or_held_says_why_nothing_stands_and_never_hides_the_last_good_return(registered: Store) -> None:
    bad = home_file("2020-05-17", "01T", "home_id,clinical_lead,residents", "1-101,yes,many")
    asked = home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-999,yes")
    assert receive(registered, bad, "bad.csv").outcome == "refused"
    assert states(registered)["01T"]["state"] == "refused"
    assert receive(registered, asked, "asked.csv").outcome == "held"
    found = states(registered)["01T"]
    assert (found["state"], found["refused"], found["held"]) == ("held", 1, 1)
    assert receive(registered, asked, "asked.csv", reasons={"*": "opened last week"}, decided_at=None).outcome == "accepted"
    assert states(registered)["01T"]["state"] == "late"
    receive(registered, bad + b"\n", "bad again.csv")
    assert (states(registered)["01T"]["state"], states(registered)["01T"]["refused"]) == ("late", 2)


def test_queries_that_were_explained_are_told(registered: Store) -> None:
    content = home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes", "1-999,yes")
    receive(registered, content, "a.csv", hints=Hints(received_at=DUE), reasons={"*": "opened last week"})
    assert states(registered)["01T"]["state"] == "accepted with queries"


def test_undoing_a_resubmission_counts_it_as_withdrawn(registered: Store) -> None:
    send(registered, at=DUE)
    send(registered, answer="no", at=DUE)
    assert states(registered)["01T"]["state"] == "superseded"
    undo(registered, "home", "01T", WEEK)
    found = states(registered)["01T"]
    # The one before stands again in a version of its own: what it replaced long ago stays superseded.
    assert (found["on_time"], found["superseded"], found["withdrawn"]) == (True, 1, 1)


def test_a_nil_return_is_returned_and_not_chased(registered: Store) -> None:
    nil_return(registered, "01T", WEEK, received_at=DUE, decided_at=DUE)
    snapshot = open_moment(registered, week=WEEK)
    found = return_states(snapshot, WEEK, WEEK, PAIR, permitted=EVERYWHERE)
    assert [(row["code"], row["state"]) for row in records(found)] == [("01T", "nil"), ("01V", "missing")]
    assert [one.code for one in chase_list(found)] == ["01V"]
    told = {one.what: (one.returns, one.homes) for one in tallies(found)}
    assert (told["expected"], told["returned"], told["nil"], told["missing"]) == ((2, 3), (1, 2), (1, 2), (1, 1))


def test_a_closed_ccg_is_not_expected_and_not_chased(registered: Store) -> None:
    send(registered)
    snapshot = open_snapshot(registered)
    closed = [one.code for one in snapshot.areas.of_level("ccg") if one.closed == date(2020, 3, 31)]
    assert closed
    everyone = ccgs_under(snapshot, snapshot.areas.top.code, "then")
    assert set(closed) <= everyone
    found = return_states(snapshot, WEEK, WEEK, everyone, permitted=EVERYWHERE)
    assert not set(closed) & set(found[found["expected"]]["code"])
    assert not set(closed) & {one.code for one in chase_list(found)}
    assert len(found[found["expected"]]) == len(snapshot.areas.open_ccgs(WEEK))


def test_areas_as_now_keep_the_returns_of_then_under_their_successor(registered: Store) -> None:
    send(registered, "01T")
    snapshot = open_snapshot(registered)
    merged = next(one for one in snapshot.areas.of_level("ccg") if one.closed and one.closed > WEEK and one.successor)
    after = snapshot.areas.successor(merged)
    assert merged.code in ccgs_under(snapshot, after.code, "now")
    assert ccgs_under(snapshot, after.code, "then") == {after.code}
    found = return_states(snapshot, WEEK, WEEK, ccgs_under(snapshot, after.code, "now"), permitted=EVERYWHERE)
    assert merged.code in set(found[found["expected"]]["code"])


def test_a_reader_sees_only_the_ccgs_that_are_permitted(registered: Store) -> None:
    send(registered)
    snapshot = open_snapshot(registered)
    only = Permitted(frozenset({"01V"}))
    found = return_states(snapshot, WEEK, WEEK, PAIR, permitted=only)
    assert list(found["code"]) == ["01V"]
    receive(registered, b"milk,bread\n1,2\n", "shopping.csv")
    assert unplaced_files(open_snapshot(registered), permitted=only).empty


def test_before_the_deadline_nobody_is_missing_but_reminded(registered: Store) -> None:
    send(registered, "01T", at=DUE - timedelta(days=1))
    found = return_states(open_snapshot(registered), WEEK, WEEK, PAIR, permitted=EVERYWHERE, now=DUE)
    (one,) = chase_list(found)
    assert (one.code, one.state, one.past) == ("01V", "not yet due", False)
    assert "It is due by 5pm Wednesday 20 May 2020; this is a reminder." in one.message


def test_the_message_says_week_deadline_and_what_to_send(registered: Store) -> None:
    send(registered, "01V")
    receive(registered, home_file("2020-05-17", "01T", "home_id,clinical_lead,residents", "1-101,yes,many"), "bad.csv")
    close_week(registered, WEEK, by="regional analyst", reason="the briefing is out")
    found = return_states(open_snapshot(registered), WEEK, WEEK, PAIR, permitted=EVERYWHERE)
    (one,) = chase_list(found, closed_weeks(registered))
    for words in (
        "To: NHS South Sefton CCG (01T)",
        "return for the week ending Sunday 17 May 2020",
        "It was due by 5pm Wednesday 20 May 2020.",
        "was refused, because of errors that its receipt lists cell by cell",
        "a row for each of your 2 registered care homes",
        "a nil return that says so in words",
        "The week has been closed since: tell us first",
    ):
        assert words in one.message
    allow_late(registered, WEEK, "01T", by="regional lead", reason="a flood")
    (one,) = chase_list(found, closed_weeks(registered))
    assert "closed since; a late entry of yours is allowed." in one.message


def test_the_chase_list_begins_with_most_homes(registered: Store) -> None:
    send(registered, "01V", week=date(2020, 5, 24))
    found = return_states(open_moment(registered, week=WEEK), WEEK, WEEK, PAIR, permitted=EVERYWHERE)
    assert [(one.code, one.homes) for one in chase_list(found)] == [("01T", 2), ("01V", 1)]


def test_files_that_name_nobody_are_listed_and_stand_in_no_cell(registered: Store) -> None:
    send(registered)
    receive(registered, b"milk,bread\n1,2\n", "shopping.csv")
    receive(registered, b"ccg_code,home_id,clinical_lead\n01V,1-103,yes\n", "no week.csv")
    found = unplaced_files(open_snapshot(registered), permitted=EVERYWHERE)
    assert set(found["file_name"]) == {"shopping.csv", "no week.csv"}
    assert states(registered)["01V"]["state"] == "missing"
    # What its loader says of it counts: a file that is no return at all stands in its cell.
    receive(registered, b"milk,bread\n1,3\n", "milk.csv", hints=Hints(submitter="01v", week=WEEK))
    receive(registered, b"milk,bread\n1,4\n", "strange.csv", hints=Hints(submitter="Q77", week=WEEK))
    assert states(registered)["01V"]["state"] == "refused"
    assert next(iter(unplaced_files(open_snapshot(registered), permitted=EVERYWHERE)["file_name"])) == "strange.csv"


def test_each_submitter_has_its_record(registered: Store) -> None:
    second = date(2020, 5, 24)
    receive(registered, home_file("2020-05-17", "01T", "home_id,clinical_lead,residents", "1-101,yes,many"), "bad.csv", decided_at=DUE)
    send(registered, at=DUE)
    send(registered, week=second, at=DUE + timedelta(days=7))
    found = submitter_records(open_snapshot(registered), WEEK, second, PAIR, permitted=EVERYWHERE)
    first, other = records(found)
    assert (first["code"], first["expected"], first["returned"], first["on_time"], first["missing"]) == ("01T", 2, 2, 2, 0)
    assert (first["clean"], first["first_files"], first["clean_share"]) == (1, 2, 50.0)
    assert [(severity, files) for _, severity, files in first["findings"]] == [("error", 1)]
    assert (other["code"], other["missing"], other["first_files"], is_missing(other["clean_share"])) == ("01V", 2, 0, True)


def test_a_week_that_is_not_due_yet_is_held_against_nobody(registered: Store) -> None:
    send(registered, at=DUE - timedelta(days=1))
    found = submitter_records(open_snapshot(registered), WEEK, WEEK, PAIR, permitted=EVERYWHERE, now=DUE)
    assert list(found["code"]) == ["01T"]


def test_every_question_of_the_week_is_told_with_its_counts(registered: Store) -> None:
    content = home_file("2020-05-17", "01T", "home_id,clinical_lead,residents", "1-101,n/a,0", "1-102,,12")
    assert receive(registered, content, "a.csv").outcome == "accepted"
    found = question_response(open_snapshot(registered), WEEK, PAIR, permitted=EVERYWHERE)
    rows = {row["question"]: row for row in records(found)}
    assert (rows["clinical_lead"]["homes"], rows["clinical_lead"]["registered"], rows["clinical_lead"]["ccgs"]) == (1, 3, 1)
    assert (rows["residents"]["homes"], rows["residents"]["share"]) == (2, 66.7)
    assert (rows["checked_in"]["homes"], rows["checked_in"]["share"]) == (0, 0.0)
    assert "comment" not in rows


def test_the_last_event_says_why_nothing_stands() -> None:
    base = {"expected": True, "returned": False, "past": True, "standing": 0, "on_time": False, "queried": 0, "superseded": 0}
    moments = {"withdrawn_at": 1, "refused_at": 2, "held_at": None}
    assert state_of({**base, **moments}) == "refused"
    assert state_of({**base, **moments, "withdrawn_at": 3}) == "withdrawn"
    assert state_of({**base, **moments, "expected": False}) == "not expected"
    assert len(set(STATES)) == len(STATES) == 11


def test_the_command_line_tells_the_same(registered: Store, capsys: pytest.CaptureFixture[str]) -> None:
    send(registered, at=DUE)
    assert main(["returns", "--who", "--week", "2020-05-17", "--area", "01V"]) == 0
    assert "missing" in (out := capsys.readouterr().out) and "To: NHS Southport and Formby CCG (01V)" in out
    assert main(["returns", "--who", "--json", "--as-at", "2020-05-20T16:59:59", "--week", "2020-05-17"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["what"]: one["returns"] for one in told["tallies"]}["returned"] == 0
    assert main(["returns", "--who", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["week"], told["due"], told["closed"]) == ("2020-05-17", "2020-05-20T16:00:00+00:00", [])
    assert [one["state"] for one in told["states"] if one["code"] == "01T"] == ["on time"]
    assert {"message", "state", "homes"} <= set(told["chase"][0])
    assert [one["on_time"] for one in told["submitters"] if one["code"] == "01T"] == [1]
    send(registered, week=date(2020, 5, 31), at=DUE + timedelta(days=14))
    assert main(["returns", "--who", "--json", "--as-at", "2020-05-20T16:59:59"]) == 0
    assert json.loads(capsys.readouterr().out)["week"] == "2020-05-17"
    assert main(["returns", "--who", "--area", "nowhere"]) == 1
    assert "There is no area with the code nowhere" in capsys.readouterr().err
    assert main(["returns", "--who", "--area", "E08000014"]) == 1
    assert "No CCG lies in Sefton" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["returns", "--area", "01T"])
