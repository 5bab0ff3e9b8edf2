"""Saved views: of the content, kept in the journal for good; the name's newest is the current one."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from carehomes.cli.main import main
from carehomes.ledger import saved_views
from carehomes.ledger.saved_views import view_of
from carehomes.store import Store, open_store

ROLE = "regional analyst"


def test_a_view_is_its_content() -> None:
    one = view_of(" Monday  briefing ", "testing", {"week": "2020-05-17", "area": "X01", "homes": ""})
    assert one == view_of("Monday briefing", "testing", {"week": "2020-05-17", "area": "X01"})
    assert one.id != view_of("Monday briefing", "testing", {"area": "X01"}).id
    assert (one.newest, view_of("M", "", {"area": "X01"}).newest) == (False, True)


@pytest.mark.parametrize(("name", "page", "told"), [(" ", "", "needs a name"), ("n" * 61, "", "at most 60"), ("A", "../x", "is no page")])
def test_what_is_no_view_is_said(name: str, page: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        view_of(name, page, {})


def test_the_newest_of_a_name_is_current_and_a_hidden_one_still_opens(store: Store) -> None:
    first, second, other = view_of("Monday", "", {"area": "X01"}), view_of("MONDAY", "testing", {}), view_of("Board", "", {})
    for one in (first, other, second, second):
        saved_views.save(store, one, by=ROLE)
    assert [(saved.view, saved.by) for saved in saved_views.views(store)] == [(other, ROLE), (second, ROLE)]
    assert len(store.journal.rows("view_entries")) == 4 - 1
    with pytest.raises(ValueError, match=f"no saved view {first.id} to hide. The views are: "):
        saved_views.hide(store, first.id, by=ROLE)
    assert saved_views.hide(store, second.id.upper(), by=ROLE) == second
    assert [saved.view for saved in saved_views.views(open_store(store.folder))] == [other]
    assert [saved_views.find(store, one.id) for one in (first, second)] == [first, second]
    assert saved_views.find(store, "v-0000000000") is None
    with pytest.raises(ValueError, match="no person's name"):
        saved_views.save(store, first, by=" ")


def test_what_was_saved_can_neither_be_changed_nor_taken_away(store: Store) -> None:
    saved_views.save(store, view_of("Monday", "", {}), by=ROLE)
    connection = sqlite3.connect(store.journal.path)
    for statement in ("update view_entry set name = 'x'", "delete from view_entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_views_from_the_command_line(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copytree(store.folder, tmp_path / "copy")
    monkeypatch.setenv("CAREHOMES_STORE", str(tmp_path / "copy"))
    assert main(["view", "list"]) == 0
    assert "There is no saved view yet." in capsys.readouterr().out
    address = "http://localhost:8501/testing?week=2020-05-17&area=X01&view=v-1&made=7"
    assert main(["view", "save", "Monday", address, "--by", ROLE]) == 0
    pinned = view_of("Monday", "testing", {"week": "2020-05-17", "area": "X01", "made": "7"})
    assert f"?view={pinned.id}" in capsys.readouterr().out
    assert main(["view", "save", "Monday", address, "--newest", "--by", ROLE]) == 0
    newest = view_of("Monday", "testing", {"area": "X01"})
    assert "testing?area=X01 (the newest week)" in capsys.readouterr().out
    assert main(["view", "list"]) == 0
    assert capsys.readouterr().out == f"{newest.id}  Monday: testing?area=X01 (the newest week)\n"
    assert main(["view", "save", "Monday", "http://localhost/nowhere?week=2020-05-17", "--by", ROLE]) == 1
    assert "“nowhere” is no page of the dashboard." in capsys.readouterr().err
    assert main(["view", "hide", newest.id, "--by", ROLE]) == 0
    assert main(["view", "hide", newest.id, "--by", ROLE]) == 1
