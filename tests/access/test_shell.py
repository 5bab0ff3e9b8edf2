"""The command line as somebody who may see one CCG: what it prints, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carehomes.cli.main import main
from carehomes.store import open_store
from tests.access.conftest import Become
from tests.access.test_borders import OTHER, OWN, WEEK, Ground, found_in, ground

__all__ = ["ground"]
#: Commands that print what is known: nothing of another CCG may stand in it.
TELLING = (
    ("figures", "--week", f"{WEEK}"),
    ("figures", "--week", f"{WEEK}", "--in", "beds", "--csv"),
    ("figures", "--week", f"{WEEK}", "--homes", "older"),
    ("changed", "--week", f"{WEEK}", "--measure", "named_lead", "--behind", "--json"),
    ("query", "select * from areas", "--csv"),
    ("query", "select * from figures where level <> 'ccg'", "--csv"),
    ("query", "select * from homes", "--csv"),
    ("query", "select * from returns", "--csv"),
    ("query", "select * from register", "--csv"),
    ("returns",),
    ("returns", "--who", "--json"),
    ("note", "list"),
    ("followup", "list", "--json"),
    ("form", "list"),
    ("form", "beside"),
    ("group", "list"),
    ("view", "list"),
    ("mapping", "list"),
    ("week", "list"),
    ("briefing", "--list"),
)
#: Commands that ask for what is another CCG's by its code.
GUESSING = (
    ("figures", "--week", f"{WEEK}", "--area", OTHER),
    ("returns", "--who", "--area", OTHER),
    ("template", "--submitter", OTHER, "--week", f"{WEEK}", "--out", "guessed.xlsx"),
    ("briefing", "--area", OTHER, "--anyway", "--out", "guessed.csv"),
    ("briefing", "--only", OTHER, "--anyway", "--out", "guessed.csv"),
    ("group", "save", "Theirs", OTHER),
    # The audit is of every area at once.
    ("audit",),
    ("audit", "--csv"),
)


@pytest.fixture
def shell(ground: Ground, become: Become, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ground:
    monkeypatch.setenv("CAREHOMES_STORE", str(ground.store.folder))
    monkeypatch.chdir(tmp_path)
    become(submitter=[OWN])
    return ground


@pytest.mark.parametrize("command", TELLING, ids=" ".join)
def test_no_command_tells_of_another_ccg(shell: Ground, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command) == 0
    assert found_in(capsys.readouterr().out, shell.forbidden) == set()


@pytest.mark.parametrize("command", GUESSING, ids=" ".join)
def test_no_command_opens_what_is_guessed(
    shell: Ground, command: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(command) == 1
    told = capsys.readouterr()
    assert told.err and "Traceback" not in told.err
    assert found_in(told.out + told.err.replace(OTHER, ""), shell.forbidden) == set()
    assert not list(tmp_path.glob("guessed*"))


def test_packs_views_and_groups_of_others_are_as_if_they_were_not(shell: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["briefing", "--pack", shell.pack, "--out", "theirs.csv"]) == 1
    assert f"There is no pack {shell.pack}" in capsys.readouterr().err
    assert main(["figures", "--week", f"{WEEK}", "--group", shell.group]) == 1
    assert main(["view", "hide", shell.view, "--by", "analyst"]) == 1
    assert main(["group", "hide", shell.group]) == 1
    assert found_in(capsys.readouterr().err, shell.forbidden) == set()


def test_the_whole_is_that_of_the_areas_that_she_may_see(shell: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--week", f"{WEEK}"]) == 0
    rows = json.loads(capsys.readouterr().out)["figures"]
    told = {one["level"]: one for one in rows if one["measure"] == "named_lead" and one["within"] == "" and one["level"] != "pcn"}
    assert told["england"]["name"] == "Demonstration country (your areas)"
    assert {told[level]["registered"] for level in ("england", "region", "stp", "ccg")} == {told["ccg"]["registered"]}
    assert told["ccg"]["registered"] > 0


def test_her_own_pack_opens_again_for_whoever_may_see_as_much(shell: Ground, become: Become) -> None:
    assert main(["briefing", "--area", OWN, "--slides", "cover", "--anyway", "--out", "own.csv"]) == 0
    own = next(one for one in (shell.store.folder / "packs").glob("p-*.json") if one.stem != shell.pack).stem
    assert main(["briefing", "--pack", own, "--out", "again.csv"]) == 0
    become(viewer=[OTHER])
    assert main(["briefing", "--pack", own, "--out", "again.csv"]) == 1
    become(viewer=[OWN, OTHER])
    assert main(["briefing", "--pack", own, "--out", "again.csv"]) == 0


def test_whom_the_people_file_does_not_name_gets_nothing(
    ground: Ground, become: Become, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(ground.store.folder))
    become()
    assert open_store().permitted.ccgs == frozenset()
    assert main(["returns"]) == 0
    assert "No return was received." in capsys.readouterr().out
    assert main(["nil", "--submitter", OWN, "--week", f"{WEEK}"]) == 1
    assert "You are not allowed to" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [("backup", "copy"), ("verify",), ("verify", "copy"), ("restore", "copy", "--replace"), ("rebuild",)], ids=" ".join
)
def test_a_store_is_kept_by_an_administrator_of_every_area(
    shell: Ground, become: Become, command: tuple[str, ...], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = sorted(one.name for one in shell.store.folder.iterdir())
    for roles in ({"submitter": [OWN]}, {"administrator": [OWN]}, {"approver": "everywhere"}):
        become(**roles)
        assert main(command) == 1
        told = capsys.readouterr()
        assert "back up, verify, restore or rebuild a store" in told.err and "the role administrator" in told.err and not told.out
    assert not (tmp_path / "copy").exists() and sorted(one.name for one in shell.store.folder.iterdir()) == before
    if command == ("verify",):
        become(administrator="everywhere")
        assert main(command) == 0


def test_a_store_without_its_journal_is_looked_at_by_whoever_may(
    become: Become, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "broken" / "facts").mkdir(parents=True)
    monkeypatch.setenv("CAREHOMES_STORE", str(tmp_path / "broken"))
    become(administrator="everywhere")
    assert main(["verify"]) == 1 and "There is no store here" in capsys.readouterr().out
    become(viewer=[OWN])
    assert main(["verify"]) == 1 and "You are not allowed to" in capsys.readouterr().err
