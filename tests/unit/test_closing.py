"""A week is closed by a role with a reason; what comes later is refused but for a late entry allowed by name; all of it as at."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from carehomes.cli.main import main
from carehomes.intake.closing import allow_late, close_week, reopen_week
from carehomes.intake.desk import receive
from carehomes.intake.undo import nil_return, undo, withdraw
from carehomes.ledger.closings import closed_weeks
from carehomes.store import Store, open_store
from tests.unit.files import home_file

WEEK = date(2020, 5, 17)
NOON = datetime(2020, 6, 1, 12, tzinfo=UTC)
WHO = {"by": "regional analyst", "reason": "the briefing is out"}


def leads(ccg: str = "01T", answer: str = "yes") -> bytes:
    return home_file("2020-05-17", ccg, "home_id,clinical_lead", f"1-101,{answer}")


def test_what_comes_for_a_closed_week_is_refused_with_who_closed_it_and_what_to_do(store: Store) -> None:
    assert receive(store, leads(), "a.csv").outcome == "accepted"
    assert close_week(store, WEEK, **WHO).startswith("Closed: week ending Sunday 17 May 2020.")
    late = receive(store, leads("01V"), "b.csv", decide=False)
    assert late.outcome == "refused"
    receipt = receive(store, leads("01V"), "b.csv")
    assert receipt.outcome == "refused"
    (told,) = [one.message for one in receipt.findings if one.code == "week_closed"]
    assert "by regional analyst (the briefing is out)" in told and "week allow" in told
    # Another week is open.
    assert receive(store, home_file("2020-05-24", "01V", "home_id,clinical_lead", "1-101,yes"), "c.csv").outcome == "accepted"


def test_in_a_closed_week_nothing_is_withdrawn_undone_or_nil(store: Store) -> None:
    receive(store, leads(), "a.csv")
    receive(store, leads(answer="no"), "b.csv")
    close_week(store, WEEK, **WHO)
    seq = store.journal.last_seq()
    for decision in (
        withdraw(store, "home", "01T", WEEK, reason="late"),
        undo(store, "home", "01T", WEEK, reason="late"),
        nil_return(store, "01V", WEEK),
    ):
        assert (decision.outcome, "was closed on" in decision.sentence) == ("refused", True)
    assert store.journal.last_seq() == seq


def test_a_late_entry_is_allowed_by_name_until_the_week_is_closed_again(store: Store) -> None:
    close_week(store, WEEK, **WHO)
    assert "NHS South Sefton CCG (01T)" in allow_late(store, WEEK, "01t", by="regional lead", reason="a flood")
    assert receive(store, leads("01V"), "b.csv").outcome == "refused"
    assert receive(store, leads(), "a.csv").outcome == "accepted"
    assert "ended: 01T" in close_week(store, WEEK, **WHO)
    assert receive(store, leads(answer="no"), "a2.csv").outcome == "refused"
    reopen_week(store, WEEK, by="regional lead", reason="a mistake in the register")
    assert receive(store, leads(answer="no"), "a2.csv").outcome == "accepted"


def test_what_was_closed_is_told_as_at_any_moment(store: Store) -> None:
    hour = timedelta(hours=1)
    close_week(store, WEEK, **WHO, decided_at=NOON)
    allow_late(store, WEEK, "01T", **WHO, decided_at=NOON + hour)
    reopen_week(store, WEEK, **WHO, decided_at=NOON + 2 * hour)
    assert closed_weeks(store, NOON - timedelta(microseconds=1)) == {}
    assert dict(closed_weeks(store, NOON)[WEEK].allowed) == {}
    late = closed_weeks(store, NOON + hour)[WEEK].allowed["01T"]
    assert (late.by, late.reason, late.decided_at) == ("regional analyst", "the briefing is out", NOON + hour)
    assert closed_weeks(store, NOON + 2 * hour) == closed_weeks(store) == {}
    # A demonstration's own clock: what was decided before the closing is not kept out by it.
    close_week(store, WEEK, **WHO, decided_at=NOON)
    assert receive(store, leads(), "a.csv", decided_at=NOON - hour).outcome == "accepted"


def test_what_cannot_be_decided_is_said(store: Store) -> None:
    with pytest.raises(ValueError, match="is due by 17:00 on 2020-05-20 in London"):
        close_week(store, WEEK, **WHO, decided_at=datetime(2020, 5, 20, 16, tzinfo=UTC))
    close_week(store, WEEK, **WHO, decided_at=datetime(2020, 5, 20, 16, 0, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="a reporting week is named by its last day"):
        close_week(store, date(2020, 5, 18), **WHO)
    with pytest.raises(ValueError, match="is not closed"):
        allow_late(store, date(2020, 5, 24), "01T", **WHO)
    with pytest.raises(ValueError, match="is no CCG or local authority"):
        allow_late(store, WEEK, "Q77", **WHO)
    with pytest.raises(ValueError, match="by which role it is decided, and why"):
        reopen_week(store, WEEK, by=" ", reason="why")
    with pytest.raises(ValueError, match="at most 60"):
        reopen_week(store, WEEK, by="r" * 61, reason="why")
    closed = next(one for one in store.areas().of_level("ccg") if one.closed == date(2020, 3, 31))
    with pytest.raises(ValueError, match="was not open"):
        allow_late(store, WEEK, closed.code, **WHO)


def test_it_can_neither_be_changed_nor_taken_away(store: Store) -> None:
    close_week(store, WEEK, **WHO)
    assert list(closed_weeks(open_store(store.folder))) == [WEEK]
    connection = sqlite3.connect(store.journal.path)
    for statement in ("update closing_entry set reason = ''", "delete from closing_entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_the_command_line_closes_allows_and_lists(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["week", "list"]) == 0
    who = ["--by", "regional analyst", "--reason", "the briefing is out"]
    assert main(["week", "close", "--week", "2020-05-17", *who]) == 0
    assert main(["week", "allow", "--week", "2020-05-17", "--submitter", "01T", *who]) == 0
    assert main(["week", "list"]) == 0
    out = capsys.readouterr().out
    assert "No week is closed." in out and "by regional analyst: the briefing is out" in out and "01T may come late" in out
    assert main(["week", "reopen", "--week", "2020-05-17", *who]) == 0
    assert main(["week", "reopen", "--week", "2020-05-17", *who]) == 1
    assert "is not closed" in capsys.readouterr().err
