"""Own groups: of the content, kept in the journal for good; the name's newest is the current one."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from carehomes.areas import group_of
from carehomes.cli.main import main
from carehomes.ledger import groups
from carehomes.store import Store, open_store


def test_a_group_is_its_content() -> None:
    one = group_of(" Coast  homes ", ["X02", "X01", "X01"], ["1-101"])
    assert one == group_of("Coast homes", ("X01", "X02"), ("1-101",))
    assert one.id == group_of("Coast homes", ["X01", "X02"], ["1-101"]).id != group_of("Coast homes", ["X01"], ["1-101"]).id
    assert (one.label, one.members) == ("Coast homes (own group)", "areas X01, X02; homes 1-101")


@pytest.mark.parametrize(
    ("name", "areas", "told"),
    [(" ", ["X01"], "needs a name"), ("A", [], "at least one"), ("n" * 61, ["X01"], "at most 60 characters")],
)
def test_what_is_no_group_is_said(name: str, areas: list[str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        group_of(name, areas)


def test_the_newest_of_a_name_is_current_and_every_id_stays_readable(store: Store) -> None:
    first, second, other = group_of("Coast", ["X01"]), group_of("COAST", ["X02"]), group_of("Hills", [], ["1-101"])
    for one in (first, other, second, second):
        groups.save(store, one)
    assert [saved.group for saved in groups.groups(store)] == [second, other]
    assert groups.find(store, first.id) == first
    assert groups.find(store, second.id.upper()) == second
    assert groups.find(store, "g-0000000000") is None
    assert len(store.journal.group_entries()) == 3
    assert all(saved.since.utcoffset() is not None for saved in groups.groups(store))


def test_a_hidden_group_leaves_the_list_and_nothing_else(store: Store) -> None:
    first, second = group_of("Coast", ["X01"]), group_of("Coast", ["X02"])
    groups.save(store, first)
    groups.save(store, second)
    with pytest.raises(ValueError, match=f"no own group {first.id} to hide. The groups are: {second.id}"):
        groups.hide(store, first.id)
    assert groups.hide(store, second.id) == second
    assert groups.groups(store) == []
    assert groups.find(store, second.id) == second
    groups.save(open_store(store.folder), second)
    assert [saved.group for saved in groups.groups(store)] == [second]


def test_what_was_saved_can_neither_be_changed_nor_taken_away(store: Store) -> None:
    groups.save(store, group_of("Coast", ["X01"]))
    connection = sqlite3.connect(store.journal.path)
    for statement in ("update group_entry set name = 'x'", "delete from group_entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_groups_from_the_command_line(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.copytree(demo_store.folder, tmp_path / "copy")
    monkeypatch.setenv("CAREHOMES_STORE", str(tmp_path / "copy"))
    assert main(["group", "list"]) == 0
    assert "There is no own group yet." in capsys.readouterr().out
    assert main(["group", "save", "Coast homes", "X01", "u99013", "1-990005256"]) == 0
    group = group_of("Coast homes", ["X01", "U99013"], ["1-990005256"])
    assert f"Saved: Coast homes: {group.members}. Its link is any page's address with ?group={group.id}" in capsys.readouterr().out
    assert main(["group", "save", "Coast homes", "X10", "X01"]) == 1
    assert "“X10” is the code of no area and no home here. Did you mean NHS Alderbrook CCG (X01)?" in capsys.readouterr().err
    assert main(["group", "list"]) == 0
    assert capsys.readouterr().out == f"{group.id}  Coast homes: {group.members}\n"
    assert main(["figures", "--week", "2020-08-23", "--group", group.id]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["group"] == {"id": group.id, "name": "Coast homes", "areas": ["U99013", "X01"], "homes": ["1-990005256"]}
    assert {"group", "ccg", "pcn"} <= {row["level"] for row in shown["figures"]} <= {"group", "ccg", "pcn", "not aligned"}
    assert main(["figures", "--week", "2020-08-23", "--group", "g-1"]) == 1
    assert "There is no own group g-1." in capsys.readouterr().err
    assert main(["group", "hide", group.id]) == 0
    assert "Hidden: Coast homes" in capsys.readouterr().out
    assert main(["group", "hide", group.id]) == 1
