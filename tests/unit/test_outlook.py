"""What accepting a file would do: told before, equal to what is published after, and nothing written meanwhile."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from carehomes import outlook as outlooks
from carehomes.access import EVERYWHERE
from carehomes.catalogue import load_questions
from carehomes.cli.main import main
from carehomes.intake.changes import Answer
from carehomes.intake.decide import RETURNS
from carehomes.intake.desk import receive
from carehomes.intake.receipt_file import COLUMNS, receipt_csv
from carehomes.ledger.model import Finding, Hints, Receipt
from carehomes.ledger.told_counts import ToldCount, decide
from carehomes.measures.effect import published_of
from carehomes.outlook import Outlook, outlook
from carehomes.plain_cells import no_formula
from carehomes.settings import queries_folder
from carehomes.snapshots import current_number, open_snapshot
from carehomes.store import Store
from tests.conftest import SHARED, needs_shared
from tests.unit.files import home_file, register_file

WEEK = date(2020, 5, 17)
HEADERS = "home_id,home_name,clinical_lead,lead_name,residents"
FIRST = home_file("2020-05-17", "01T", HEADERS, "1-101,Ash House,yes,Ann Example,20", "1-102,Birch House,no,,30")
SECOND = home_file("2020-05-17", "01T", HEADERS, "1-101,Ash House,yes,Bob Example,21", "1-103,Cedar House,yes,,")


@pytest.fixture
def registered(store: Store) -> Store:
    homes = register_file(*((f"1-10{n}", "01T", 30) for n in range(1, 5)))
    assert receive(store, homes, "register.csv", hints=Hints(effective=date(2020, 5, 1)), publish_after=False).outcome == "accepted"
    return store


def foresee(store: Store, content: bytes, name: str = "r.csv") -> tuple[Receipt, Outlook]:
    receipt = receive(store, content, name, decide=False, kinds=RETURNS)
    return receipt, outlook(store, content, name, Hints(), receipt)


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_first_return_is_told_as_the_first(registered: Store) -> None:
    _, found = foresee(registered, FIRST)
    (one,) = found.changes
    assert (one.before, one.rows, one.new, one.answers) == (None, 2, (), ())
    told = {each.measure: (each.was, each.now) for each in found.published}
    assert told[outlooks.COVERED] == ("", "2 of 4 (50%)")
    assert told["Homes with a named clinical lead"] == ("", "1 of 4 homes (25%)")
    assert found.published[0].sentence == "Homes covered by returns: 2 of 4 (50%), for the first time."


def test_rows_and_answers_that_change_are_told_and_a_name_is_not(registered: Store) -> None:
    receive(registered, FIRST, "first.csv", publish_after=False)
    _, found = foresee(registered, SECOND)
    (one,) = found.changes
    assert (one.new, one.gone) == (("1-103",), ("1-102",))
    assert one.answers == (
        Answer("1-101", "lead_name", "", "a name", "another name"),
        Answer("1-101", "residents", "", "20", "21"),
    )
    assert one.names["1-102"] == "Birch House"
    assert {each.field: (each.before, each.now, each.new, each.changed, each.gone) for each in one.counted} == {
        "lead_name": (1, 1, 0, 1, 0),
        "residents": (2, 1, 0, 1, 0),
    }
    told = {each.measure: each.sentence for each in found.published}
    assert told["Homes with a named clinical lead"] == "Homes with a named clinical lead: 1 of 4 homes (25%) to 2 of 4 homes (50%)."
    assert told[outlooks.COVERED] == "Homes covered by returns stays at 2 of 4 (50%)."


def test_the_same_answers_in_other_bytes_change_nothing(registered: Store) -> None:
    receive(registered, FIRST, "first.csv", publish_after=False)
    _, found = foresee(registered, FIRST + b"\n\n")
    assert found.changes[0].nothing
    assert {each.was == each.now for each in found.published} == {True}


def test_nothing_is_written_and_the_same_is_published_after(registered: Store) -> None:
    receive(registered, FIRST, "first.csv")

    def state() -> object:
        files = sorted(path.relative_to(registered.folder) for path in registered.folder.rglob("*") if path.is_file())
        return registered.journal.last_seq(), current_number(registered), [one for one in files if "sqlite" not in one.name]

    before = state()
    _, found = foresee(registered, SECOND)
    assert state() == before
    receive(registered, SECOND, "second.csv")
    snapshot = open_snapshot(registered)
    standing = published_of(snapshot, "01T", WEEK, permitted=EVERYWHERE)
    snapshot.close()
    now = {each.measure: each.now for each in found.published}
    assert now[outlooks.COVERED] == outlooks._covered(standing.returned)
    for name, figure in standing.figures.items():
        assert now[snapshot.measures[name].name] == outlooks._figure(standing, snapshot.measures[name]), figure


def test_a_return_that_is_refused_or_there_already_changes_nothing(registered: Store) -> None:
    receive(registered, FIRST, "first.csv", publish_after=False)
    assert foresee(registered, FIRST)[1] == Outlook()
    assert foresee(registered, FIRST.replace(b",20", b",many"))[1] == Outlook()


def test_a_return_that_waits_for_a_reason_shows_what_it_would_change(registered: Store) -> None:
    receive(registered, FIRST, "first.csv", publish_after=False)
    receipt, found = foresee(registered, SECOND.replace(b"1-103", b"1-999"))
    assert [(one.outcome, one.unexplained != ()) for one in receipt.decisions] == [("held", True)]
    assert found.changes[0].new == ("1-999",)


def test_a_file_of_many_returns_says_that_it_is_not_worked_out(registered: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlooks, "MOST_ROWS", 1)
    _, found = foresee(registered, FIRST)
    assert not found.changes
    assert "it holds 1 return of 2 rows" in found.told


def test_the_receipt_has_every_part_and_no_formula(registered: Store) -> None:
    receive(registered, FIRST, "first.csv", publish_after=False)
    receipt, found = foresee(registered, SECOND, "=cmd.csv")
    bad = Finding("x", "query", "+Look.", "@Sheet", "B2", "residents", "=1+1")
    receipt = Receipt(**{**vars(receipt), "findings": (*receipt.findings, bad)})
    content = receipt_csv(receipt, load_questions(queries_folder() / "questions"), found.changes, found.published)
    rows = lines(content)
    assert list(rows[0]) == list(COLUMNS)
    assert {row["part"] for row in rows} == {"file", "decision", "finding", "published", "row", "answer"}
    (told,) = [row for row in rows if row["code"] == "x"]
    assert (told["severity"], told["sheet"], told["cell"], told["question"], told["value"], told["said"]) == (
        "Please check", "'@Sheet", "B2", "Residents", "'=1+1", "'+Look.",
    )  # fmt: skip
    assert {row["file"] for row in rows} == {"'=cmd.csv"}
    assert b"Example" not in content


@needs_shared
def test_no_known_formula_begins_a_cell() -> None:
    texts = json.loads((SHARED / "cases" / "hostile" / "blns.json").read_text(encoding="utf-8"))
    texts += (SHARED / "cases" / "hostile" / "payloadbox_csv_injection_payloads.txt").read_text(encoding="utf-8").splitlines()
    for text in texts:
        assert not str(no_formula(text)).lstrip().startswith(("=", "+", "-", "@"))


def test_from_a_shell_a_receipt_and_a_marked_workbook(registered: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.csv").write_bytes(FIRST)
    (tmp_path / "bad.csv").write_bytes(SECOND.replace(b",21", b",many"))
    receipt, marked = tmp_path / "receipt.csv", tmp_path / "marked.xlsx"
    assert main(["accept", str(tmp_path / "good.csv"), str(tmp_path / "bad.csv"), "--receipt", str(receipt)]) == 1
    assert "Receipt: receipt.csv." in capsys.readouterr().err
    rows = lines(receipt.read_bytes())
    assert {row["file"] for row in rows} == {"good.csv", "bad.csv"}
    assert any(row["part"] == "published" and row["value"] == "2 of 4 (50%)" for row in rows)
    assert main(["accept", str(tmp_path / "bad.csv"), "--marked", str(marked)]) == 1
    assert "This is a copy of your file as XLSX" in capsys.readouterr().err
    assert marked.read_bytes()[:2] == b"PK"


def test_options_that_cannot_be(registered: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_bytes(FIRST)
    for words in (["a.csv", "b.csv", "--marked", "m.xlsx"], ["a.csv", "--receipt", "a.csv"]):
        with pytest.raises(SystemExit) as ended:
            main(["accept", *(str(tmp_path / one) if not one.startswith("--") else one for one in words)])
        assert ended.value.code == 2
    assert "never write over a FILE" in capsys.readouterr().err


@needs_shared
def test_the_receipt_of_a_council_s_form_tells_the_counts_in_its_words(store: Store, tmp_path: Path) -> None:
    form, hints = SHARED / "cases" / "returns" / "sefton_la_status_2020.xlsx", Hints(week=date(2020, 5, 31))
    receipt = receive(store, form.read_bytes(), form.name, hints=hints, decide=False, kinds=RETURNS)
    found = outlook(store, form.read_bytes(), form.name, hints, receipt)
    told = "1 count found in its words (beside 1.3), to be confirmed on LA status: nothing counts it yet."
    assert [one.line for one in found.waiting] == [("LA status return E08000014 2020-05-31", told)]
    assert main(["accept", str(form), "--week", "2020-05-31", "--receipt", str(tmp_path / "receipt.csv")]) == 0
    (line,) = [row for row in lines((tmp_path / "receipt.csv").read_bytes()) if row["part"] == "waiting"]
    assert (line["return"], line["said"]) == ("LA status return E08000014 2020-05-31", told)
    # What is decided waits no longer, when the same form comes again.
    words = "76 said no and 25 didn’t respond"
    decide(store, ToldCount("E08000014", date(2020, 5, 31), "1.3", 30, 76, 25, words, "confirmed", "regional analyst"))
    assert main(["withdraw", "--kind", "la", "--submitter", "E08000014", "--week", "2020-05-31"]) == 0
    again = receive(store, form.read_bytes(), form.name, hints=hints, decide=False, kinds=RETURNS)
    assert again.outcome == "accepted"
    assert outlook(store, form.read_bytes(), form.name, hints, again).waiting == ()
