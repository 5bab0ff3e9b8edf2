"""The command line: exit codes, sentences, and figures that other programs read."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE
from carehomes.cli.main import main
from carehomes.measures import figures, la_status
from carehomes.snapshots import open_snapshot
from carehomes.store import Store, open_store
from tests.conftest import SHARED, needs_shared
from tests.unit.files import home_file, register_file

WEEK = "2020-05-17"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "register.csv").write_bytes(register_file(("1-101", "01T", 30), ("1-102", "01T", 60)))
    (tmp_path / "leads.csv").write_bytes(home_file(WEEK, "01T", "home_id,clinical_lead", "1-101,yes", "1-102,no"))
    (tmp_path / "no week.csv").write_bytes(b"ccg_code,home_id,clinical_lead\n01T,1-101,yes\n")
    (tmp_path / "shopping.csv").write_bytes(b"milk,bread\n1,2\n")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(one) for one in arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_accepted_refused_and_held_have_their_codes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "reference", folder / "register.csv", "--effective", "2020-05-01")[0] == 0
    code, out, _ = run(capsys, "accept", folder / "leads.csv")
    assert (code, "Accepted: home return of 01T for the week ending Sunday 17 May 2020, 2 rows." in out) == (0, True)
    assert run(capsys, "accept", folder / "leads.csv")[0] == 0
    code, out, _ = run(capsys, "accept", folder / "no week.csv")
    assert (code, "--week" in out) == (3, True)
    assert run(capsys, "accept", folder / "no week.csv", "--week", "2020-05-24")[0] == 0
    code, out, _ = run(capsys, "accept", folder / "shopping.csv", folder / "leads.csv")
    assert (code, "Refused" in out, "Nothing to do" in out) == (1, True, True)
    assert run(capsys, "accept", folder / "missing.csv")[0] == 1


def test_the_wrong_door_says_which_is_right(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "accept", folder / "register.csv")
    assert (code, "python -m carehomes reference" in out) == (1, True)
    code, out, _ = run(capsys, "reference", folder / "leads.csv")
    assert (code, "Returns page" in out) == (1, True)


def test_nil_and_withdraw(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "nil", "--submitter", "01T", "--week", WEEK)[0] == 0
    code, _, err = run(capsys, "nil", "--submitter", "01T", "--week", "2020-05-18")
    assert (code, "Sunday" in err) == (1, True)
    assert run(capsys, "nil", "--submitter", "ZZZ", "--week", WEEK)[0] == 1
    run(capsys, "accept", folder / "leads.csv")
    assert run(capsys, "withdraw", "--submitter", "01T", "--week", WEEK)[0] == 0
    assert run(capsys, "withdraw", "--submitter", "01V", "--week", WEEK)[0] == 1


def test_figures_are_those_of_the_pages(demo_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(demo_store.folder))
    code, out, _ = run(capsys, "figures", "--week", "2020-08-30", "--area", "X99", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["demonstration"] is True
    (lead,) = [row for row in told["figures"] if row["measure"] == "named_lead"]
    page = figures(open_snapshot(demo_store), date(2020, 8, 30), permitted=EVERYWHERE, codes=["X99"], measures=["named_lead"]).iloc[0]
    assert {name: lead[name] for name in ("yes", "no", "denominator", "share")} == {
        name: page[name] for name in ("yes", "no", "denominator", "share")
    }
    assert told["returned"][0]["n"] == 5
    code, out, _ = run(capsys, "figures", "--week", "2020-08-30", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["demonstration"] for row in rows} == {"yes"}
    assert len(rows) > 500


def test_figures_of_an_unknown_week_or_area_are_refused_in_words(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "figures", "--week", WEEK)
    assert (code, "holds nothing yet" in err) == (1, True)
    monkeypatch.setenv("CAREHOMES_STORE", str(demo_store.folder))
    code, _, err = run(capsys, "figures", "--week", "2020-08-31")
    assert (code, "is a Monday" in err) == (1, True)
    code, _, err = run(capsys, "figures", "--week", "2020-08-30", "--area", "NOPE")
    assert (code, "no figure" in err) == (1, True)


def test_figures_as_at_a_moment(demo_store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(demo_store.folder))
    _, out, _ = run(capsys, "figures", "--week", "2020-05-17", "--area", "X99", "--as-at", "2020-05-17T23:00")
    then = json.loads(out)
    assert then["as_at"] == "2020-05-17T22:00:00+00:00"
    assert then["returned"][0]["n"] == 0


def test_a_demonstration_is_loaded_only_into_an_empty_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "accept", folder / "leads.csv")
    code, _, err = run(capsys, "demo")
    assert (code, "not empty" in err) == (1, True)
    assert not open_store().demonstration


@needs_shared
def test_the_form_of_a_real_council(capsys: pytest.CaptureFixture[str]) -> None:
    form = SHARED / "cases" / "returns" / "sefton_la_status_2020.xlsx"
    assert run(capsys, "accept", form)[0] == 3
    assert run(capsys, "accept", form, "--week", "2020-05-31")[0] == 0
    found = la_status(open_snapshot(open_store()), permitted=EVERYWHERE)
    homes = dict(zip(found["item"], found["homes"], strict=True))
    assert homes == {
        "1.1": 107, "1.2": 93, "1.3": 30, "2.1": 88, "2.2": 40, "2.3": 80, "3.1": 107, "3.2": 79, "4.1": 94, "4.2": 64, "4.3": 64,
        "5.1": 86, "5.2": 104,
    }  # fmt: skip
    assert found["total_homes"].isna().all()
    assert list(found[found["support"] == "yes"]["item"]) == ["1.2", "1.3", "2.1", "2.2", "4.3"]
    assert "76 said no" in found[found["item"] == "1.3"].iloc[0]["support_text"]


def test_a_query_holds_a_return_until_a_reason_is_given(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "reference", folder / "register.csv", "--effective", "2020-05-01")
    (folder / "asked.csv").write_bytes(home_file(WEEK, "01T", "home_id,clinical_lead", "1-999,yes"))
    code, out, _ = run(capsys, "accept", folder / "asked.csv")
    assert (code, '--reason home_not_registered="why it is right"' in out) == (3, True)
    code, out, _ = run(capsys, "accept", folder / "asked.csv", "--reason", "home_not_registered=opened last week", "--json")
    told = json.loads(out)
    assert (code, told["exit"], told["files"][0]["returns"][0]["outcome"]) == (0, 0, "accepted")
    assert [one["reason"] for one in told["files"][0]["findings"] if one["severity"] == "query"] == ["opened last week"]
    code, out, _ = run(capsys, "returns", "--week", WEEK)
    assert (code, "home_not_registered: opened last week" in out, "standing" in out) == (0, True, True)
    with pytest.raises(SystemExit) as wrong:
        run(capsys, "accept", folder / "asked.csv", "--reason", "no text")
    assert wrong.value.code == 2


def test_check_loads_nothing_and_a_folder_is_one_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = folder / "sent"
    sent.mkdir()
    for path in list(folder.glob("*.csv")):
        path.rename(sent / path.name)
    (sent / ".hidden.csv").write_bytes(b"x")
    code, out, _ = run(capsys, "check", sent)
    lines = [line.split("  ") for line in out.splitlines()]
    assert (code, open_store().journal.last_seq()) == (1, 0)
    assert "Ready to accept: home return of 01T" in out
    table = [[cell.strip() for cell in line if cell.strip()] for line in lines[-5:]]
    assert table[0] == ["File", "Recognised as", "Area", "Week", "Outcome"]
    assert ["leads.csv", "home return", "NHS South Sefton CCG (01T)", WEEK, "accepted"] in table
    assert ["shopping.csv", "no return", "refused"] in table
    assert ".hidden.csv" not in out
    assert run(capsys, "check", sent / "leads.csv", "--json")[0] == 0


def test_withdraw_undo_nil_and_returns_in_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "accept", folder / "leads.csv")
    where = ("--submitter", "01T", "--week", WEEK)
    code, out, _ = run(capsys, "withdraw", *where, "--reason", "in error", "--json")
    assert (code, json.loads(out)["outcome"]) == (0, "accepted")
    code, out, _ = run(capsys, "undo", *where)
    assert (code, "stands again" in out) == (0, True)
    assert run(capsys, "undo", *where)[0] == 1
    code, out, _ = run(capsys, "nil", "--submitter", "01V", "--week", WEEK, "--json")
    assert (code, json.loads(out)["submitter"]) == (0, "01V")
    told = json.loads(run(capsys, "returns", "--json")[1])
    assert {(one["submitter"], one["state"], one["nil"]) for one in told} == {
        ("01T", "withdrawn", False), ("01T", "standing", False), ("01V", "standing", True),
    }  # fmt: skip
    assert {one["decided"] for one in told} >= {"in error"}


@pytest.mark.parametrize("command", ["check", "accept", "reference", "returns", "nil", "withdraw", "undo", "inbox"])
def test_help_tells_an_example_and_the_exit_codes(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main([command, "--help"])
    told = capsys.readouterr().out
    assert (done.value.code, f"python -m carehomes {command}" in told, "Exit codes:" in told, "Example" in told) == (0, True, True, True)


def test_a_zip_of_returns_is_taken_member_by_member(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as file:
        file.write(folder / "leads.csv", "../../leads.csv")
        file.write(folder / "shopping.csv", "in/a/folder/shopping.csv")
    (folder / "week.zip").write_bytes(sink.getvalue())
    with zipfile.ZipFile(folder / "outer.zip", "w") as file:
        file.write(folder / "week.zip", "week.zip")
    code, out, _ = run(capsys, "accept", folder / "week.zip")
    assert (code, "Accepted: home return of 01T" in out, "shopping.csv:" in out, ".." in out) == (1, True, True, False)
    code, out, _ = run(capsys, "check", folder / "outer.zip")
    assert (code, "inside of another one" in out) == (1, True)
    with pytest.raises(SystemExit):
        run(capsys, "accept", folder / "week.zip", "--marked", folder / "marked.xlsx")
    assert "--marked marks one workbook" in capsys.readouterr().err


def test_whoever_reads_only_the_head_sees_no_trouble(demo_store: Store) -> None:
    line = f"{sys.executable} -m carehomes figures --week 2020-05-24 | head -1"
    here = {**os.environ, "CAREHOMES_STORE": str(demo_store.folder)}
    done = subprocess.run(line, shell=True, capture_output=True, text=True, env=here, check=False)
    assert (done.stdout.strip(), done.stderr) == ("{", "")
