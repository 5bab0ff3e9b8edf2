"""Arrangements of a briefing: saved by name, overwritten only when told to, deleted; packs that were made stay as they are."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from carehomes.briefing import find, packs
from carehomes.cli.main import main
from carehomes.ledger import arrangements
from carehomes.ledger.arrangements import ALL_SLIDES, Arrangement, TakenError, arrangement_of
from carehomes.store import Store, open_store

ROLE = "regional analyst"
BOARD = arrangement_of(["headline", "cover"], " The\n board's  pack ", "By the\x07 regional team")


def test_an_arrangement_is_plain_lines() -> None:
    assert Arrangement(("headline", "cover"), "The board's pack", "By the regional team") == BOARD
    assert arrangement_of() == ALL_SLIDES


@pytest.mark.parametrize(("asked", "told"), [
    ({"kinds": ["cover", "la", "cover"]}, "The slides called cover are asked for twice"),
    ({"kinds": ["../x"]}, "“../x” names no slides"),
    ({"title": "t" * 81}, "The title of a briefing's arrangement has at most 80 letters; this one has 81."),
    ({"subtitle": "t" * 81}, "The subtitle of a briefing's arrangement has at most 80"),
])  # fmt: skip
def test_what_is_no_arrangement_is_said(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        arrangement_of(**asked)


def test_a_name_is_overwritten_only_when_told_to(store: Store) -> None:
    first = arrangements.save(store, " Monday  board ", BOARD, by=ROLE)
    assert first.name == "Monday board"
    assert arrangements.save(store, "Monday board", BOARD, by="somebody else") == first
    assert len(store.journal.rows("arrangement_entries")) == 1
    with pytest.raises(TakenError, match="There is an arrangement called Monday board already, saved by regional analyst"):
        arrangements.save(store, "MONDAY BOARD", ALL_SLIDES, by=ROLE)
    arrangements.save(store, "MONDAY BOARD", ALL_SLIDES, by=ROLE, overwrite=True)
    arrangements.save(store, "Area", BOARD, by=ROLE)
    assert [(one.name, one.arrangement) for one in arrangements.arrangements(store)] == [("Area", BOARD), ("MONDAY BOARD", ALL_SLIDES)]
    assert arrangements.find(open_store(store.folder), "monday  board") == ALL_SLIDES
    assert arrangements.delete(store, "area", by=ROLE).arrangement == BOARD
    for deed in (lambda: arrangements.delete(store, "area", by=ROLE), lambda: arrangements.find(store, "area")):
        with pytest.raises(ValueError, match=r"There is no arrangement called area\. There are: MONDAY BOARD\."):
            deed()
    for name, by, told in ((" ", ROLE, "needs a name"), ("n" * 61, ROLE, "at most 60"), ("n", " ", "no person's name")):
        with pytest.raises(ValueError, match=told):
            arrangements.save(store, name, BOARD, by=by)


def test_what_was_saved_can_neither_be_changed_nor_taken_away(store: Store) -> None:
    arrangements.save(store, "Monday", BOARD, by=ROLE)
    connection = sqlite3.connect(store.journal.path)
    for statement in ("update arrangement_entry set name = 'x'", "delete from arrangement_entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


def test_packs_by_an_arrangement_from_the_command_line(
    demo_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    shutil.copytree(demo_store.folder, tmp_path / "own")
    monkeypatch.setenv("CAREHOMES_STORE", str(tmp_path / "own"))

    def command(*asked: str) -> tuple[int, str]:
        code = main([*asked])
        out, err = capsys.readouterr()
        return code, out + err

    assert "There is no arrangement yet" in command("arrangement", "list")[1]
    shape = ["--slides", "quality", "cover", "--title", "Board", "--subtitle", "By the regional team"]
    assert command("arrangement", "save", "Monday", *shape, "--by", ROLE)[0] == 0
    code, told = command("arrangement", "save", "monday", "--slides", "cover", "--by", ROLE)
    assert code == 1 and "Overwrite it, or take another name" in told
    code, told = command("arrangement", "save", "Other", "--slides", "nonsense", "--by", ROLE)
    assert code == 1 and told.startswith("There are no slides called nonsense. There are: cover, ")
    assert "Monday: quality, cover; title “Board”; subtitle “By the regional team”, saved by" in command("arrangement", "list")[1]
    out = str(tmp_path / "a.csv")
    pack = ["briefing", "--area", "X04", "--week", "2020-08-23", "--out", out]
    assert command(*pack, "--arrangement", "MONDAY")[0] == 0
    [made] = packs(open_store())
    assert [one.kind for one in made.slides] == ["quality", "cover"] and made.title == "Board"
    assert made.slides[1].under.startswith("By the regional team · Data as at ")
    assert command("arrangement", "save", "Monday", "--slides", "cover", "--by", ROLE, "--overwrite")[0] == 0
    assert find(open_store(), made.id) == made
    assert command(*pack, "--arrangement", "Monday", "--title", "Other")[0] == 0
    assert {(one.title, len(one.slides)) for one in packs(open_store())} == {("Board", 2), ("Other", 1)}
    assert command("arrangement", "delete", "Monday", "--by", ROLE)[0] == 0
    assert command(*pack, "--arrangement", "Monday") == (1, "There is no arrangement called Monday. There are: none yet.\n")
