"""The inbox: what settled there is taken once, goes where it belongs with its receipt, and is never lost."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carehomes.cli import inbox
from carehomes.cli.main import main
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints, Receipt
from carehomes.snapshots import open_snapshot
from carehomes.store import Store, open_store
from tests.unit.files import home_file, register_file

GOOD = home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes")
ASKED = home_file("2020-05-24", "01T", "home_id,clinical_lead", "1-999,yes")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:

    receive(open_store(), register_file(("1-101", "01T", 30)), "register.csv", hints=Hints(effective=date(2020, 5, 1)))
    made = tmp_path / "inbox"
    made.mkdir()
    monkeypatch.setenv("CAREHOMES_INBOX", str(made))
    monkeypatch.setattr(inbox, "_SETTLING", 0.05)
    return made


def there(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")}


def accepted() -> list[str]:
    return [one.file_name for one in open_store().journal.entries() if one.action == "accepted" and one.kind == "home"]


def test_each_file_goes_where_it_belongs_with_its_receipt(folder: Path) -> None:
    (folder / "north").mkdir()
    (folder / "north" / "good.csv").write_bytes(GOOD)
    (folder / "asked.csv").write_bytes(ASKED)
    (folder / "milk.csv").write_bytes(b"milk,bread\n1,2\n")
    (folder / "~$good.xlsx").write_bytes(b"a lock")
    assert main(["inbox", "--once"]) == 1
    taken = {"done/good.csv", "held/asked.csv", "refused/milk.csv"}
    assert there(folder) == taken | {f"{one}.txt" for one in taken} | {"~$good.xlsx"}
    assert accepted() == ["good.csv"]
    assert '--reason home_not_registered="why it is right"' in (folder / "held" / "asked.csv.txt").read_text(encoding="utf-8")
    assert main(["inbox", "--once"]) == 0


def test_each_file_is_a_line_of_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "good.csv").write_bytes(GOOD)
    (folder / "milk.csv").write_bytes(b"milk,bread\n1,2\n")
    assert main(["inbox", "--once", "--json"]) == 1
    good, milk = sorted((json.loads(line) for line in capsys.readouterr().out.splitlines()), key=lambda one: str(one["file"]))
    assert [good["file"], good["outcome"], good["exit"]] == ["done/good.csv", "accepted", 0]
    assert [one["week"] for one in good["files"][0]["returns"]] == ["2020-05-17"]
    assert [milk["file"], milk["outcome"], milk["exit"]] == ["refused/milk.csv", "refused", 1]
    assert [one["code"] for one in milk["files"][0]["findings"]] == ["no_return"]


def test_what_lies_there_at_one_look_is_one_batch_published_once(folder: Path) -> None:
    before = open_snapshot(open_store()).number
    for code in ("01T", "01V", "10Q"):
        (folder / f"{code}.csv").write_bytes(home_file("2020-05-17", code, "home_id,clinical_lead", f"1-{code[:2]}9,yes"))
    # The later week is held against the earlier one of the same batch, though its name comes first.
    counts = {"a": ("2020-05-24", 3), "b": ("2020-05-17", 5)}
    with zipfile.ZipFile(folder / "two.zip", "w") as package:
        for name, (week, count) in counts.items():
            package.writestr(f"{name}.csv", home_file(week, "99F", "home_id,oximeters_delivered", f"1-501,{count}"))
    batches = []
    taken = inbox.receive_many

    def received(store: Store, files: Sequence[tuple[str, bytes]], **more: Any) -> list[Receipt]:
        batches.append([name for name, _ in files])
        return taken(store, files, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inbox, "receive_many", received)
        main(["inbox", "--once"])
    assert batches == [["01T.csv", "01V.csv", "10Q.csv", "a.csv", "b.csv"]]
    assert open_snapshot(open_store()).number == before + 1
    told = (folder / "held" / "two.zip.txt").read_text(encoding="utf-8")
    assert "this count can only grow" in told
    assert told.index("a.csv:") < told.index("b.csv:")


def test_more_than_fits_into_memory_well_is_taken_in_several_batches(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "LOT_BYTES", 10)
    for name in ("good.csv", "same.csv"):
        (folder / name).write_bytes(GOOD)
    assert main(["inbox", "--once"]) == 0
    assert {"done/good.csv", "done/same.csv"} <= there(folder)
    assert accepted() == ["good.csv"]


def test_the_same_bytes_are_taken_once_and_no_namesake_is_lost(folder: Path) -> None:
    for content in (GOOD, GOOD, GOOD + b"\n"):
        (folder / "return.csv").write_bytes(content)
        assert main(["inbox", "--once"]) == 0
    assert accepted() == ["return.csv", "return.csv"]
    kept = sorted(path for path in (folder / "done").iterdir() if path.suffix == ".csv")
    assert sorted(path.read_bytes() for path in kept) == sorted([GOOD, GOOD, GOOD + b"\n"])


def test_a_file_that_is_still_written_waits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "growing.csv"
    path.write_bytes(GOOD[:20])

    def written_to(seconds: float) -> None:
        path.write_bytes(path.read_bytes() + b"x")
        os.utime(path, ns=(1, 1))

    monkeypatch.setattr(inbox.time, "sleep", written_to)
    assert main(["inbox", "--once"]) == 0
    assert there(folder) == {"growing.csv"}


def test_what_was_left_half_way_is_taken_at_the_next_look(folder: Path) -> None:
    (folder / "taking").mkdir()
    (folder / "taking" / "good.csv").write_bytes(GOOD)
    assert main(["inbox", "--once"]) == 0
    assert "done/good.csv" in there(folder)
    assert accepted() == ["good.csv"]


def test_no_inbox_is_said_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox", "--once"]) == 1
    assert "Set CAREHOMES_INBOX" in capsys.readouterr().err
