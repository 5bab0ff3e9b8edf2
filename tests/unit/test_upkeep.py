"""Keeping a store: verified, backed up while it runs, restored, rebuilt; what is damaged is told and made again where it can be."""

from __future__ import annotations

import json
import logging
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carehomes.cli.main import main
from carehomes.intake.desk import receive
from carehomes.intake.undo import nil_return, undo, withdraw
from carehomes.ledger import audit
from carehomes.ledger.archive import fetch, place
from carehomes.ledger.facts import facts_place
from carehomes.ledger.model import Hints
from carehomes.ledger.trouble import StoreError
from carehomes.snapshots import contents, current_number, open_moment, open_snapshot, publish
from carehomes.snapshots.publish import snapshot_path
from carehomes.store import Store, open_store
from carehomes.upkeep import backup, rebuild, restore, verify, verify_backup
from tests.unit.files import home_file, register_file

WEEK = "2020-05-17"
SUNDAY = date(2020, 5, 17)
FIELDS = "home_id,clinical_lead,residents"


@pytest.fixture(scope="session")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with a step of every sort, published after each."""
    folder = tmp_path_factory.mktemp("kept")
    store = open_store(folder / "store")
    receive(store, register_file(("1-101", "01T", 30), ("1-102", "01V", 60)), "register.csv", hints=Hints(effective=date(2020, 5, 1)))
    receive(store, home_file(WEEK, "01T", FIELDS, "1-101,no,20"), "first.csv")
    mapped = folder / "mapped.csv"
    mapped.write_bytes(home_file(WEEK, "01V", "home_id,Who leads?,residents", "1-102,yes,50"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAREHOMES_STORE", str(store.folder))
        assert main(["accept", str(mapped), "--map", "Who leads?=clinical_lead"]) == 0
    receive(store, home_file(WEEK, "01T", FIELDS, "1-101,yes,20", "1-102,yes,3"), "again.csv", reasons={"*": "as it is"})
    undo(store, "home", "01T", SUNDAY, reason="sent in error")
    withdraw(store, "home", "01V", SUNDAY, reason="sent in error")
    undo(store, "home", "01V", SUNDAY)
    nil_return(store, "99A", SUNDAY)
    return store


@pytest.fixture
def kept(tmp_path: Path, _kept: Store) -> Store:
    shutil.copytree(_kept.folder, tmp_path / "kept")
    return open_store(tmp_path / "kept")


def spoil(path: Path) -> None:
    """Change one byte in the middle of a file: its length stays."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


def facts_of(store: Store, file_name: str) -> Path:
    return facts_place(store.facts, next(one.facts for one in store.journal.entries() if one.file_name == file_name and one.facts))


def test_a_whole_store_is_told_so(kept: Store) -> None:
    found = verify(kept, whole=True)
    assert found.troubles == ()
    assert "The audit fits" in found.told[0] and "each of its" in found.told[-1]


def test_a_rebuilt_snapshot_says_the_same_as_the_one_made_step_by_step(kept: Store) -> None:
    number = publish(kept)
    before = contents(snapshot_path(kept, number))
    assert {"return_version", "measure_part", "home_answer", "finding"} <= set(before)
    # Facts, too, are made again from what was received.
    shutil.rmtree(kept.facts)
    found = rebuild(open_store(kept.folder))
    assert found.troubles == ()
    assert [one.split()[3] for one in found.told[:-1]] == ["register.csv", "first.csv", "mapped.csv", "again.csv"]
    after = current_number(kept)
    assert after > number
    assert contents(snapshot_path(kept, after)) == before
    assert verify(open_store(kept.folder), whole=True).sound


def test_contents_tell_two_snapshots_apart(kept: Store) -> None:
    before = contents(snapshot_path(kept, publish(kept)))
    receive(kept, home_file(WEEK, "01T", FIELDS, "1-101,yes,21"), "third.csv")
    after = contents(snapshot_path(kept, publish(kept)))
    assert before["home_answer"] != after["home_answer"] and before["register_home"] == after["register_home"]


@pytest.mark.parametrize("gone", [True, False], ids=["gone", "damaged"])
def test_facts_that_are_gone_or_damaged_are_told_and_made_again(kept: Store, gone: bool) -> None:
    path = facts_of(kept, "mapped.csv")
    if gone:
        path.unlink()
    else:
        spoil(path)
    state = "missing" if gone else "damaged"
    assert [one for one in verify(kept).troubles if f"mapped.csv) is {state}" in one and "rebuild" in one]
    shutil.rmtree(kept.snapshots)
    with pytest.raises(StoreError, match=f"what was decided is kept. The facts file .* is {state}.* rebuild"):
        open_snapshot(open_store(kept.folder))
    assert rebuild(kept).troubles == ()
    assert verify(kept).sound
    # What was damaged is put beside, not thrown away.
    assert len(list(kept.facts.glob("*.damaged"))) == (0 if gone else 1)


def test_facts_that_the_archive_cannot_give_are_told(kept: Store) -> None:
    entry = next(one for one in kept.journal.entries() if one.file_name == "mapped.csv")
    spoil(facts_of(kept, "mapped.csv"))
    place(kept.archive, entry.sha256).write_bytes(home_file(WEEK, "01V", FIELDS, "1-102,no,50"))
    with pytest.raises(StoreError, match="is damaged: it is not what was received"):
        fetch(kept.archive, entry.sha256)
    assert len(verify(kept).troubles) == 2
    # The decision stands and its facts are not there: nothing can be published, and both are said.
    with pytest.raises(StoreError, match="rebuild"):
        rebuild(kept)


def test_the_same_file_sent_again_makes_an_archived_one_whole(kept: Store) -> None:
    content = home_file(WEEK, "01T", FIELDS, "1-101,no,20")
    entry = next(one for one in kept.journal.entries() if one.file_name == "first.csv")
    place(kept.archive, entry.sha256).write_bytes(content[:-4])
    assert not verify(kept).sound
    receive(kept, content, "first.csv", decide=True)
    assert verify(kept).sound


@pytest.mark.parametrize("harm", ["spoiled", "gone", "unsealed"])
def test_a_damaged_snapshot_is_made_again_by_itself_and_told(kept: Store, harm: str, caplog: pytest.LogCaptureFixture) -> None:
    number = publish(kept)
    path = snapshot_path(kept, number)
    before = contents(path)
    if harm == "spoiled":
        spoil(path)
    elif harm == "gone":
        path.unlink()
    else:
        path.with_suffix(".sha256").unlink()
    was = "has no seal: an earlier version of the program made it, or it was broken off" if harm == "unsealed" else "was damaged or gone"
    assert was in verify(kept).troubles[0]
    with caplog.at_level(logging.WARNING, "carehomes"):
        opened = open_snapshot(open_store(kept.folder))
    told = f"Snapshot {number:06d} {was}. Snapshot {opened.number:06d} stands in its place"
    assert told in caplog.text and told in audit.events(kept)[-1].details + audit.events(kept)[-1].what
    assert contents(opened.path) == before and opened.number > number
    opened.close()
    assert verify(kept).sound


@pytest.mark.parametrize("pointer", [b"", b"\x00\xff", b"999999", None], ids=["empty", "bytes", "elsewhere", "gone"])
def test_a_damaged_pointer_finds_the_newest_snapshot_again(kept: Store, pointer: bytes | None, caplog: pytest.LogCaptureFixture) -> None:
    number = publish(kept)
    if pointer is None:
        (kept.snapshots / "CURRENT").unlink()
    else:
        (kept.snapshots / "CURRENT").write_bytes(pointer)
    assert publish(open_store(kept.folder)) == number
    assert current_number(kept) == number and "was damaged or gone" in caplog.text


def test_a_snapshot_of_another_journal_is_not_taken_for_this_ones(kept: Store) -> None:
    """As many decisions, other ones: the journal was put in its place without a restore."""
    number = publish(kept)
    connection = sqlite3.connect(kept.journal.path, isolation_level=None)
    for (name,) in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        connection.execute(f"drop trigger {name}")
    connection.execute("delete from audit")
    connection.close()
    assert "from a journal that said otherwise" in verify(kept).troubles[0] or "has no event" in verify(kept).troubles[0]
    assert publish(open_store(kept.folder)) > number


def test_a_damaged_moment_is_worked_out_again(kept: Store) -> None:
    moment = kept.journal.entries()[1].decided_at
    opened = open_moment(kept, as_at=moment)
    opened.close()
    before = contents(opened.path)
    spoil(opened.path)
    again = open_moment(open_store(kept.folder), as_at=moment)
    assert again.path == opened.path and contents(again.path) == before
    again.close()


@pytest.mark.parametrize("link", [False, True], ids=["copied", "linked"])
def test_a_backup_is_restored_with_everything(kept: Store, tmp_path: Path, link: bool) -> None:
    (kept.folder / "packs").mkdir()
    (kept.folder / "packs" / "p-0123456789.json").write_text("{}", encoding="utf-8")
    out, other = tmp_path / "backups" / "monday", tmp_path / "other"
    assert backup(kept, out, link=link).troubles == ()
    assert (audit.events(kept)[-1].action, audit.events(kept)[-1].what) == ("backup made", "monday")
    assert not list(out.parent.glob("*.part"))
    assert restore(out, other).sound
    back = open_store(other)
    assert back.journal.entries() == kept.journal.entries()
    assert (back.folder / "packs" / "p-0123456789.json").exists()
    assert contents(snapshot_path(back, publish(back))) == contents(snapshot_path(kept, publish(kept)))
    assert verify(back).sound
    assert json.loads((out / "manifest.json").read_text())["head"] in {one.hash for one in audit.events(back)}


def test_a_backup_never_overwrites_and_a_restore_puts_beside(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "monday"
    backup(kept, out)
    with pytest.raises(StoreError, match="never overwrites"):
        backup(kept, out)
    receive(kept, home_file("2020-05-24", "01T", FIELDS, "1-101,yes,21"), "later.csv")
    number = publish(kept)
    with pytest.raises(StoreError, match="There is a store already"):
        restore(out, kept.folder)
    found = restore(out, kept.folder, replace=True)
    back = open_store(kept.folder)
    assert "later.csv" not in {one.file_name for one in back.journal.entries()}
    # A number that was seen is not given again, and what was there is whole beside.
    assert publish(back) > number
    [beside] = kept.folder.glob("before-restore-*")
    assert beside.name in found.told[-1]
    assert "later.csv" in {one.file_name for one in open_store(beside).journal.entries()}
    assert verify(open_store(beside)).sound


def test_a_restore_that_was_broken_off_is_told_until_it_is_done_again(kept: Store, tmp_path: Path) -> None:
    out = tmp_path / "monday"
    backup(kept, out)
    # As a kill leaves it: begun, the journal put away and nothing there yet.
    aside = kept.folder / "before-restore-x"
    aside.mkdir()
    kept.restoring.write_text("before-restore-x", encoding="utf-8")
    kept.journal.path.rename(aside / "journal.sqlite")
    with pytest.raises(StoreError, match="was broken off"):
        open_store(kept.folder)
    assert not verify(Store(kept.folder)).sound
    assert restore(out, kept.folder, replace=True).sound
    assert verify(open_store(kept.folder)).sound and (aside / "journal.sqlite").exists()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda out: spoil(next((out / "facts").glob("*"))), "is damaged."),
        (lambda out: shutil.rmtree(out / "archive"), "is missing."),
        (lambda out: (out / "manifest.json").write_text("{}"), "is no backup"),
        (lambda out: (out / "journal.sqlite").write_bytes(b""), "journal.sqlite is damaged"),
        (lambda out: (out / "manifest.json").write_text('{"files": {"../x": {"bytes": 1, "sha256": "a"}}}'), "names what no backup holds"),
    ],
    ids=["facts", "archive", "manifest", "journal", "strange"],
)
def test_a_backup_that_is_not_whole_is_told_and_not_restored(
    kept: Store, tmp_path: Path, harm: Callable[[Path], object], told: str
) -> None:
    out, other = tmp_path / "monday", tmp_path / "other"
    backup(kept, out)
    harm(out)
    assert told in verify_backup(out).troubles[0]
    found = restore(out, other)
    assert not found.sound and "Nothing was changed" in found.troubles[-1] and not other.exists()


def test_a_backup_of_a_damaged_store_says_what_it_lacks(kept: Store, tmp_path: Path) -> None:
    facts_of(kept, "mapped.csv").unlink()
    spoil(facts_of(kept, "first.csv"))
    found = backup(kept, tmp_path / "monday")
    assert ["missing in the store" in found.troubles[0] or "damaged in the store" in found.troubles[0], len(found.troubles)] == [True, 2]


def test_a_journal_that_is_damaged_or_gone_is_told_and_never_replaced_by_an_empty_one(kept: Store) -> None:
    whole = kept.journal.path.read_bytes()
    for content, told in ((b"x" * 5000, "is damaged"), (whole[:4096] + b"\xff" * (len(whole) - 4096), "is damaged"), (b"", "is gone")):
        for one in kept.folder.glob("journal.sqlite*"):
            one.unlink()
        kept.journal.path.write_bytes(content)
        assert told in verify(Store(kept.folder)).troubles[0]
        assert kept.journal.path.read_bytes() == content
    kept.journal.path.unlink()
    with pytest.raises(StoreError, match="is gone"):
        kept.journal.entries()
    with pytest.raises(StoreError, match=r"\(journal.sqlite\) is gone, though the store was used"):
        open_store(kept.folder)
    assert not kept.journal.path.exists()


def test_the_commands(kept: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(kept.folder))
    out = tmp_path / "monday"
    assert main(["verify"]) == 0
    head = next(line for line in capsys.readouterr().out.splitlines() if "newest hash" in line).split()[-1]
    assert main(["backup", str(out)]) == 0
    capsys.readouterr()
    assert main(["verify", str(out), "--head", head, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sound"] is True
    assert main(["restore", str(out)]) == 1
    assert "There is a store already" in capsys.readouterr().err
    assert main(["restore", str(out), "--replace"]) == 0
    spoil(facts_of(open_store(kept.folder), "first.csv"))
    assert main(["verify"]) == 1
    assert "WRONG: In facts the file" in capsys.readouterr().out
    assert main(["rebuild"]) == 0 and main(["verify", "--whole"]) == 0
    assert main(["verify", "--head", "0" * 64]) == 1


def test_what_a_shell_takes_is_written_down(kept: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(kept.folder))
    publish(kept)
    before = len(audit.events(kept))
    assert main(["query"]) == 0 and main(["figures", "--week", "2020-05-16"]) == 1
    assert len(audit.events(kept)) == before
    assert main(["figures", "--week", WEEK, "--csv"]) == 0
    assert main(["query", "select week from weeks"]) == 0
    told = [(one.action, one.what, json.loads(one.details)["asked"]) for one in audit.events(kept)[before:]]
    assert told == [("file taken", "figures", f"figures --week {WEEK} --csv"), ("file taken", "query", "query 'select week from weeks'")]
    assert capsys.readouterr().out
