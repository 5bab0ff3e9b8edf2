"""Stores that an earlier program wrote open, whole; one that a newer program wrote is refused in plain words."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from carehomes.areas import Group
from carehomes.cli.main import main
from carehomes.ledger import audit, follow_ups, groups, mappings, notes, saved_views, told_counts
from carehomes.ledger.closings import closed_weeks
from carehomes.ledger.door import migrations
from carehomes.ledger.trouble import StoreError
from carehomes.store import Store, open_store
from tests.conftest import PROJECT

JOURNALS = Path(__file__).parent / "journals"
LAYOUTS = sorted(int(path.stem.removeprefix("layout_")) for path in JOURNALS.glob("layout_*.sql"))
#: From this one on a journal has its number and its audit.
NUMBERED = 8
NEWEST = len(migrations())


def put(folder: Path, layout: int) -> Path:
    """Put the journal that the program of a layout wrote into a store folder."""
    folder.mkdir(parents=True)
    connection = sqlite3.connect(folder / "journal.sqlite")
    connection.executescript((JOURNALS / f"layout_{layout}.sql").read_text(encoding="utf-8"))
    connection.close()
    return folder / "journal.sqlite"


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table but those that belong to the layout itself."""
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite%'")]
    found = {name: connection.execute(f"select * from {name}").fetchall() for name in names if name not in ("layout", "audit")}
    connection.close()
    return {name: rows for name, rows in found.items() if rows}


def shape(path: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    found = connection.execute("select type, name from sqlite_master where name not like 'sqlite%' order by type, name").fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_store_of_every_earlier_layout_opens_with_everything_in_it(layout: int, tmp_path: Path, store: Store) -> None:
    path = put(tmp_path / "old", layout)
    before = content(path)
    opened = open_store(path.parent)
    assert content(path) == before
    assert shape(path) == shape(store.journal.path)
    assert [one.action for one in opened.journal.entries()] == ["accepted", "withdrawn"]
    assert opened.journal.entries()[0].findings[0].reason == "opened in May"
    kept = [groups.groups, mappings.mappings, closed_weeks, notes.notes, follow_ups.follow_ups, saved_views.views, told_counts.told_counts]
    # Groups came first, then mappings, then closings with notes, and so on.
    since = [2, 3, 4, 4, 5, 6, 7]
    assert [len(ask(opened)) for ask in kept] == [int(layout >= one) for one in since]
    # What was there is covered from now on, and nothing of it is taken for a decision of today.
    events = audit.events(opened)
    if layout < NUMBERED:
        assert {one.source for one in events} == {"upgrade"} and all("taken over" in one.action for one in events if one.entry_seq)
    assert audit.verify(opened).problem == ""
    aside = path.with_name(f"journal-before-layout-{NEWEST}-from-{layout if layout >= NUMBERED else 0}.sqlite")
    assert content(aside) == before
    # Opened again it is left alone.
    open_store(path.parent).journal.entries()
    assert audit.events(opened) == events and len(list(path.parent.glob("journal-before*"))) == 1


def test_a_copy_from_before_is_never_overwritten(tmp_path: Path) -> None:
    path = put(tmp_path / "old", 1)
    first = path.with_name(f"journal-before-layout-{NEWEST}-from-0.sqlite")
    first.write_bytes(b"an earlier try")
    open_store(path.parent)
    assert first.read_bytes() == b"an earlier try"
    assert content(first.with_name(f"{first.stem}-2.sqlite"))


def test_two_programs_that_open_an_older_store_at_once_upgrade_it_once(tmp_path: Path) -> None:
    path = put(tmp_path / "old", 7)
    asks = "import sys; from pathlib import Path; from carehomes.store import open_store; open_store(Path(sys.argv[1]))"
    running = [subprocess.Popen([sys.executable, "-c", asks, str(path.parent)], cwd=PROJECT) for _ in range(2)]
    assert [one.wait(timeout=60) for one in running] == [0, 0]
    assert audit.verify(open_store(path.parent)).problem == ""
    assert len(list(path.parent.glob("journal-before*"))) == 1


def test_an_upgrade_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = put(tmp_path / "old", 7)
    connection = sqlite3.connect(path)
    # A table of ours that somebody else made: the last migration stops at it.
    connection.execute("create table audit (x text)")
    connection.commit()
    connection.close()
    before = content(path), shape(path)
    with pytest.raises(sqlite3.OperationalError, match="audit already exists"):
        open_store(path.parent)
    assert (content(path), shape(path)) == before


def newer(store: Store) -> Store:
    connection = sqlite3.connect(store.journal.path)
    connection.execute(f"pragma user_version = {NEWEST + 1}")
    connection.close()
    return store


def test_a_newer_store_is_refused_in_plain_words(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    newer(store)
    # Also by a program that had it open before.
    with pytest.raises(StoreError, match="newer version"):
        groups.save(store, Group("Coast", ("01T",), ()))
    with pytest.raises(StoreError, match="last used by a newer version of this program"):
        open_store(store.folder)
    assert main(["returns"]) == 1
    told = capsys.readouterr().err
    assert f"layout {NEWEST + 1}" in told and "Use the newer version" in told and "Traceback" not in told


def test_the_migrations_are_numbered_without_a_gap() -> None:
    assert [int(name.removeprefix("migrations/")[:3]) for name in migrations()] == list(range(1, NEWEST + 1))
