"""The audit: every decision has its event, and whatever is changed, put in or taken out past the program is found."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from carehomes.areas import Group
from carehomes.areas.weeks import LONDON
from carehomes.cli.main import main
from carehomes.intake.closing import close_week
from carehomes.ledger import audit, closings, follow_ups, groups, mappings, notes, saved_views, told_counts
from carehomes.ledger.acting import account, act_as, acting
from carehomes.ledger.audit import Sought
from carehomes.ledger.chain import entry_hash, event_hash
from carehomes.ledger.journal import Entry, moment_text
from carehomes.store import Store
from tests.conftest import PROJECT

WEEK = date(2020, 5, 17)
NOON = datetime(2020, 5, 20, 12, 0, tzinfo=UTC)
ROLE = "regional analyst"


def entry(action: str = "accepted", **more: object) -> Entry:
    return Entry(**{"action": action, "kind": "home", "submitter": "01T", "week": WEEK, "received_at": NOON, "decided_at": NOON, **more})  # type: ignore[arg-type]


@pytest.fixture
def written(store: Store) -> Store:
    """A store with a decision of every sort."""
    # Nobody is known, whatever a test before this one was.
    act_as("", "page")
    with acting("u-17", "page"), store.journal.write() as transaction:
        transaction.append(entry(file_name="01T.csv", reason="opened in May"))
        transaction.append(entry("refused", file_name="bad.csv"))
        transaction.append(entry("accepted", nil=True))
        transaction.append(entry("withdrawn", return_seq=1))
        transaction.append(entry("accepted", return_seq=1))
        transaction.write_setting("marking", "OFFICIAL")
        transaction.write_setting("name_key", "secret")
        transaction.write_setting("last_snapshot", "3")
    mappings.remember(store, "home", "01T", ("leadgp",), {"Lead GP?": "clinical_lead"})
    close_week(store, WEEK, by="regional lead", reason="published")
    notes.add(store, notes.Note("outbreak", "Two homes are closed.", WEEK, WEEK, ROLE))
    follow_ups.add(store, follow_ups.Flagged("01T", WEEK, "80"), "Is it 8?", by=ROLE)
    groups.save(store, Group("Coast", ("01T",), ("1-101",)))
    saved_views.save(store, saved_views.view_of("Monday", "testing", {"area": "01T"}), by=ROLE)
    told_counts.decide(store, told_counts.ToldCount("E1", WEEK, "ppe", 30, 76, 25, "76 said no", "confirmed", ROLE))
    return store


@contextmanager
def past_the_program(store: Store) -> Iterator[sqlite3.Connection]:
    """The journal as somebody has it who may write the file: the triggers are no obstacle."""
    connection = sqlite3.connect(store.journal.path, isolation_level=None)
    guards = connection.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"drop trigger {name}")
    yield connection
    for _, sql in guards:
        connection.execute(sql)
    connection.close()


def test_every_decision_has_its_event(written: Store) -> None:
    assert [one.action for one in audit.events(written)] == [
        "return accepted",
        "return refused",
        "nil return accepted",
        "return withdrawn",
        "return undone",
        "setting set",
        "setting set",
        "mapping confirmed",
        "week closed",
        "note added",
        "follow-up opened",
        "group saved",
        "view saved",
        "count in words confirmed",
    ]
    first, *_, key = audit.events(written)[:7]
    assert (first.who, first.source, first.what) == ("u-17", "page", "home 01T 2020-05-17 01T.csv")
    assert json.loads(first.details) == {"reason": "opened in May"}
    assert (key.what, key.details) == ("name_key", "{}")
    # Where nobody signed in, the role that was said stands for who it was.
    assert {one.who for one in audit.events(written)[8:11]} == {"regional lead", ROLE}
    assert audit.verify(written).problem == ""


def test_events_can_neither_be_changed_nor_taken_away(written: Store) -> None:
    connection = sqlite3.connect(written.journal.path)
    for statement in ("update audit set who = 'x'", "delete from audit"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "update entry set submitter = '01V' where seq = 1",
            "Return accepted home return 01V 2020-05-17 01T.csv (number 1 of entry) was changed",
        ),
        ("update entry set findings = '[{}]' where seq = 2", "(number 2 of entry) was changed"),
        ("update note_entry set text = 'x'", "Note added outbreak 2020-05-17 2020-05-17 (number 1 of note_entry) was changed"),
        ("delete from view_entry", "An entry is gone: number 1 of view_entry, view saved Monday"),
        ("delete from entry where seq = 5", "An entry is gone: number 5 of entry"),
        ("insert into setting values ('x', 'y')", "The setting x was not set by this program."),
        ("update setting set value = 'n' where name = 'marking'", "The setting marking is not what was set last."),
        ("delete from setting where name = 'name_key'", "The setting name_key is gone."),
        ("update audit set who = 'somebody' where seq = 3", "Event 3 of the audit (nil return accepted home 01T 2020-05-17) was changed"),
        (
            "update audit set what = (select one.what from audit one where one.seq = 5 - audit.seq) where seq in (2, 3)",
            "Event 2 of the audit",
        ),
        ("delete from audit where seq between 2 and 3", "The audit has a gap: events 2 to 3 are missing."),
        ("delete from audit where seq = 1", "The audit has a gap: event 1 is missing."),
        (
            "insert into group_entry (decided_at, action, group_id, name, areas, homes) values ('2020', 'saved', 'g', 'N', '[]', '[]')",
            "Group saved N (number 2 of group_entry) has no event",
        ),
    ],
)
def test_the_first_thing_that_does_not_fit_is_said(written: Store, statement: str, told: str) -> None:
    with past_the_program(written) as connection:
        connection.execute(statement)
    assert told in audit.verify(written).problem


def test_a_guard_that_was_taken_away_is_told(written: Store) -> None:
    connection = sqlite3.connect(written.journal.path)
    connection.execute("drop trigger note_entry_never_goes")
    connection.close()
    assert "The guard note_entry_never_goes of the journal is gone" in audit.verify(written).problem


def test_an_audit_that_was_thrown_away_is_told_plainly(written: Store, capsys: pytest.CaptureFixture[str]) -> None:
    connection = sqlite3.connect(written.journal.path)
    connection.execute("drop table audit")
    connection.close()
    assert main(["audit", "--verify"]) == 1
    assert "is damaged: no such table: audit" in capsys.readouterr().err


def test_an_event_written_anew_does_not_follow(written: Store) -> None:
    """Somebody who knows how it is done makes one event anew with its own hash: the next one says so."""
    event = audit.events(written)[2]
    anew = event_hash({**vars(event), "who": "somebody"})
    with past_the_program(written) as connection:
        connection.execute("update audit set who = 'somebody', hash = ? where seq = 3", (anew,))
    assert "Event 4 of the audit (return withdrawn home 01T 2020-05-17) does not follow event 3" in audit.verify(written).problem


def test_what_is_cut_off_at_the_end_is_found_only_by_a_hash_kept_elsewhere(written: Store) -> None:
    head = audit.verify(written).head
    with past_the_program(written) as connection:
        connection.execute("delete from told_count_entry")
        connection.execute("delete from audit where entry_table = 'told_count_entry'")
    assert "The audit ends at event 13, though 14 were written" in audit.verify(written).problem
    with past_the_program(written) as connection:
        connection.execute("update sqlite_sequence set seq = 13 where name = 'audit'")
    assert audit.verify(written).problem == ""
    assert "does not have the hash that was kept" in audit.verify(written, head).problem


def test_a_kept_hash_stays_in_the_chain(written: Store) -> None:
    head = audit.verify(written).head
    audit.record(written, audit.FILE_TAKEN, "table of homes")
    assert audit.verify(written, f" {head.upper()} ").problem == ""
    assert audit.verified_since(written, head) == 1


def test_a_file_that_leaves_is_written_down_when_it_leaves(written: Store) -> None:
    act_as("u-5", "page")
    make = audit.taken(written, "homes of 01T", lambda: b"content", {"format": "CSV"})
    act_as("", "page")
    before = audit.verify(written).events
    assert make() == b"content"
    event = audit.events(written)[-1]
    assert (audit.verify(written).events - before, event.who, event.action, event.what) == (1, "u-5", "file taken", "homes of 01T")
    assert json.loads(event.details)["format"] == "CSV" and json.loads(event.details)["bytes"] == 7


def test_an_event_of_what_failed_goes_with_it(written: Store) -> None:
    before = audit.verify(written)
    with pytest.raises(RuntimeError), written.journal.write() as transaction:
        transaction.append(entry())
        raise RuntimeError
    assert audit.verify(written) == before


def test_the_clock_of_the_audit_never_goes_back(written: Store) -> None:
    ahead = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.%f")
    event = audit.events(written)[-1]
    later = {**vars(event), "at": ahead}
    with past_the_program(written) as connection:
        connection.execute("update audit set at = ?, hash = ? where seq = ?", (ahead, event_hash(later), event.seq))
    audit.record(written, "file taken", "after the clock jumped back")
    assert audit.events(written)[-1].at == ahead
    # What is decided then is decided then, not before what was decided before it.
    note = notes.add(written, notes.Note("event", "Clock.", WEEK, WEEK, ROLE))
    close_week(written, WEEK, by=ROLE, reason="again")
    assert note.since is not None and moment_text(note.since) == ahead
    assert moment_text(closings.closed_weeks(written)[WEEK].entry.decided_at) == ahead
    assert audit.verify(written).problem == ""


def test_two_processes_that_write_at_once_make_one_chain(store: Store) -> None:
    writes = (
        "import sys; from pathlib import Path; from carehomes.ledger import audit; from carehomes.store import open_store\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "for one in range(40): audit.record(store, 'file taken', f'{sys.argv[2]} {one}')"
    )
    running = [subprocess.Popen([sys.executable, "-c", writes, str(store.folder), name], cwd=PROJECT) for name in ("a", "b")]
    assert [one.wait(timeout=100) for one in running] == [0, 0]
    assert (audit.verify(store).events, audit.verify(store).problem) == (80, "")


def test_a_column_without_a_value_is_no_part_of_what_an_entry_says() -> None:
    assert entry_hash("note_entry", {"seq": 1, "text": "a"}) == entry_hash("note_entry", {"seq": 1, "text": "a", "later": None})
    assert entry_hash("note_entry", {"seq": 1, "text": "a"}) != entry_hash("note_entry", {"seq": 1, "text": "a", "later": ""})


def test_events_are_searched(written: Store) -> None:
    assert [one.seq for one in audit.events(written, Sought(action="WITHDRAWN"))] == [4]
    assert [one.seq for one in audit.events(written, Sought(who="u-17", text="bad.csv"))] == [2]
    assert audit.events(written, Sought(last=NOON)) == []
    assert len(audit.events(written, Sought(first=NOON))) == 14


def test_the_command_lists_searches_and_verifies(written: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--action", "accepted"]) == 0
    assert "01T.csv" in capsys.readouterr().out
    assert main(["audit", "--csv", "--who", "u-17"]) == 0
    rows = [row for row in csv.reader(capsys.readouterr().out.splitlines()) if len(row) > 1 and row[0][:1] != "#"]
    assert rows[0] == ["number", "when", "who", "from where", "action", "what", "details", "hash"] and len(rows) == 8
    today = datetime.now(LONDON).date().isoformat()
    assert main(["audit", "--json", "--from", today, "--to", today]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 14
    assert main(["audit", "--json", "--to", "2020-05-20"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert main(["audit", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 14
    assert main(["audit", "--verify"]) == 0
    told = capsys.readouterr().out
    head = told.split()[-1]
    assert "The audit fits: 14 events" in told and len(head) == 64
    assert main(["group", "hide", groups.groups(written)[0].group.id]) == 0
    assert (audit.events(written)[-1].who, audit.events(written)[-1].source) == (account(), "command line")
    capsys.readouterr()
    assert main(["audit", "--verify", "--head", head]) == 0
    assert "The hash that was kept is in it; 1 event came after." in capsys.readouterr().out
    assert main(["audit", "--verify", "--head", "0" * 64]) == 1
    assert main(["audit", "--head", head]) == 1
    with past_the_program(written) as connection:
        connection.execute("update entry set row_count = 9 where seq = 1")
    assert main(["audit", "--verify"]) == 1
    assert "was changed after it was written" in capsys.readouterr().out
