"""Readers between whose steps others publish: what they had open goes on, what is gone is opened anew; nothing of the killed stays."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from carehomes.intake.desk import receive
from carehomes.ledger.door import told_plainly
from carehomes.ledger.model import Hints
from carehomes.ledger.trouble import StoreError
from carehomes.outlook import outlook
from carehomes.snapshots import NotKeptError, Snapshot, current_number, keep_counting, open_moment, open_snapshot, publish, reader
from carehomes.store import Store, open_store
from tests.unit.files import home_file
from tests.unit.process_targets import WEEK, seen

FILE = home_file(WEEK.isoformat(), "01T", "home_id,clinical_lead", "1-101,yes", "1-102,no")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two returns, the second in the place of the first."""
    store = open_store(tmp_path_factory.mktemp("followed") / "store")
    receive(store, FILE, "first.csv", publish_after=False)
    receive(store, FILE.replace(b"no", b"yes"), "second.csv")
    return store


@pytest.fixture
def used(made: Store, tmp_path: Path) -> Store:
    return open_store(Path(shutil.copytree(made.folder, tmp_path / "store")))


def overtaken(monkeypatch: pytest.MonkeyPatch, store: Store, name: str) -> list[object]:
    """Let three others publish the first time that ``reader`` comes to its function ``name``; return what it has been called with."""
    real: Callable[..., Any] = getattr(reader, name)
    calls: list[object] = []

    def after_others(*told: object) -> object:
        calls.append(told)
        if len(calls) == 1:
            for _ in range(3):
                publish(store, afresh=True)
        return real(*told)

    monkeypatch.setattr(reader, name, after_others)
    return calls


def test_a_snapshot_that_is_gone_before_it_is_opened_is_opened_anew(used: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_snapshot(used)) as before:
        calls = overtaken(monkeypatch, used, "_open_number")
        with closing(open_snapshot(used)) as opened:
            assert len(calls) == 2 and opened.number == current_number(used) == before.number + 3
            # The one that was open is read on, though nobody can open it any more.
            assert not before.path.exists()
            assert {**seen(before), "number": 0} == {**seen(opened), "number": 0}
        with pytest.raises(NotKeptError, match=f"{before.number:06d} is not kept any more"):
            open_snapshot(used, before.number)
    with pytest.raises(NotKeptError):
        reader.open_path(before.number, before.path)


def test_a_moment_begun_with_a_snapshot_that_is_gone_is_begun_anew(used: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = overtaken(monkeypatch, used, "_compute")
    first = used.journal.entries()[0]
    with closing(open_moment(used, as_at=first.decided_at)) as opened:
        assert len(calls) == 2 and opened.entry == first.seq
        assert seen(opened)["told"] == {"01T": [1, 2], "E92000001": [1, 2]}


def test_a_receipt_begun_with_a_snapshot_that_is_gone_is_begun_anew(used: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    copied, real = [], Snapshot.copy_to

    def after_others(snapshot: Snapshot, *told: Any) -> None:
        copied.append(snapshot.number)
        for _ in range(3 if len(copied) == 1 else 0):
            publish(used, afresh=True)
        real(snapshot, *told)

    monkeypatch.setattr(Snapshot, "copy_to", after_others)
    content = home_file(WEEK.isoformat(), "01T", "home_id,clinical_lead", "1-101,no", "1-102,no")
    receipt = receive(used, content, "third.csv", reasons={"*": "so"}, decide=False)
    found = outlook(used, content, "third.csv", Hints(), receipt)
    assert copied[1] == copied[0] + 3
    assert any(one.was.startswith("2 of 2") and one.now.startswith("0 of 2") for one in found.published), found.published


def test_the_last_three_that_are_there_are_kept(used: Store) -> None:
    publish(used, afresh=True)
    # Those whose publishing was killed have taken numbers.
    keep_counting(used, 40)
    publish(used, afresh=True)
    assert sorted(path.stem for path in used.snapshots.glob("*.duckdb")) == ["000001", "000002", "000041"]


def test_what_the_killed_left_goes_with_the_next_publish_and_the_next_moment(used: Store) -> None:
    open_moment(used, as_at=used.journal.entries()[0].decided_at).close()
    left = [
        used.snapshots / one for one in ("building-1.duckdb", "building-1.duckdb.wal", "CURRENT.ab.part", "as-at/building-1.duckdb.wal")
    ]
    for path in left:
        path.touch()
    publish(used, afresh=True)
    open_moment(used, as_at=datetime(2020, 1, 1, tzinfo=UTC)).close()
    assert [path.name for path in left if path.exists()] == []


def test_whoever_never_gets_a_turn_at_the_journal_is_told_to_do_it_again(tmp_path: Path) -> None:
    crowded = sqlite3.OperationalError("locking protocol")
    crowded.sqlite_errorcode = sqlite3.SQLITE_PROTOCOL
    with pytest.raises(StoreError, match="Nothing was changed; do it again"), told_plainly(tmp_path / "journal.sqlite"):
        raise crowded


def test_who_only_looks_does_not_wait_for_who_publishes(used: Store) -> None:
    number = publish(used)
    receive(used, FILE.replace(b"yes", b"no"), "third.csv", publish_after=False)
    with FileLock(used.snapshots / "publish.lock"):
        assert publish(used, wait=False) == number
    assert publish(used, wait=False) == number + 1
