"""The journal: append-only, a clock that never goes back, versions by replay (rule 13)."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from carehomes.ledger.journal import Entry, Journal, versions
from carehomes.ledger.model import Finding

WEEK = date(2020, 5, 17)
NOON = datetime(2020, 5, 20, 12, 0, tzinfo=UTC)


def entry(action: str = "accepted", at: datetime = NOON, **more: object) -> Entry:
    return Entry(**{"action": action, "kind": "home", "submitter": "01T", "week": WEEK, "received_at": at, "decided_at": at, **more})  # type: ignore[arg-type]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.sqlite")


def test_an_entry_comes_back_as_it_was_written(journal: Journal) -> None:
    finding = Finding("a-code", "query", "Cell D14 says 'x'.", sheet="Sheet1", cell="D14", field="residents", value="x")
    with journal.write() as transaction:
        transaction.append(entry(findings=(finding,), sha256="ab", file_name="a.csv", facts="cd", row_count=3, reason="why"))
    (found,) = journal.entries()
    assert found == entry(seq=1, findings=(finding,), sha256="ab", file_name="a.csv", facts="cd", row_count=3, reason="why")


def test_an_entry_can_neither_be_changed_nor_taken_away(journal: Journal) -> None:
    with journal.write() as transaction:
        transaction.append(entry())
    connection = sqlite3.connect(journal.path)
    for statement in ("update entry set kind = 'area'", "delete from entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_the_clock_never_goes_back(journal: Journal) -> None:
    with journal.write() as transaction:
        transaction.append(entry(at=NOON))
        transaction.append(entry(at=NOON - timedelta(hours=3)))
        transaction.append(entry(at=NOON - timedelta(hours=2)), keep_clock=True)
    assert [one.decided_at for one in journal.entries()] == [NOON, NOON, NOON - timedelta(hours=2)]


def test_a_clock_that_was_kept_moves_the_journals_clock_on(journal: Journal) -> None:
    later = NOON + timedelta(hours=1)
    with journal.write() as transaction:
        transaction.append(entry(at=later), keep_clock=True)
        transaction.append(entry(at=NOON))
    with journal.write() as transaction:
        transaction.append(entry(at=NOON))
    assert [one.decided_at for one in journal.entries()] == [later, later, later]


def test_an_error_undoes_the_whole_transaction(journal: Journal) -> None:
    with pytest.raises(RuntimeError), journal.write() as transaction:
        transaction.append(entry())
        raise RuntimeError
    assert journal.entries() == []


def test_two_open_a_new_journal_and_write_in_turn(tmp_path: Path) -> None:
    first, second = Journal(tmp_path / "j.sqlite"), Journal(tmp_path / "j.sqlite")
    for one in (first, second):
        with one.write() as transaction:
            transaction.append(entry())
    assert first.last_seq() == second.last_seq() == 2


def test_a_resubmission_supersedes_from_its_moment_on() -> None:
    later = NOON + timedelta(hours=1)
    first, second = versions([entry(seq=1), entry(seq=2, at=later)])
    assert (first.known_from, first.known_to, first.ended_by) == (NOON, later, "superseded")
    assert (second.known_from, second.known_to, second.ended_by) == (later, None, "")


def test_a_withdrawal_leaves_nothing_standing() -> None:
    entries = [entry(seq=1), entry(seq=2, at=NOON + timedelta(hours=1)), entry("withdrawn", NOON + timedelta(hours=2), seq=3, return_seq=2)]
    assert [one.ended_by for one in versions(entries)] == ["superseded", "withdrawn"]


def test_a_nil_return_supersedes_nothing() -> None:
    assert [one.known_to for one in versions([entry(seq=1), entry(seq=2, nil=True, at=NOON + timedelta(hours=1))])] == [None, None]


def test_what_was_known_follows_the_clock_and_then_the_sequence() -> None:
    # A demonstration's entries may stand in another order than their clocks.
    early, late = versions([entry(seq=1, at=NOON + timedelta(hours=1)), entry(seq=2)])
    assert (early.ended_by, late.ended_by) == ("", "superseded")
    first, second = versions([entry(seq=1), entry(seq=2)])
    assert (first.known_from, first.known_to, second.known_to) == (NOON, NOON, None)
