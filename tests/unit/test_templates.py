"""Templates: what the app gives out comes back without a finding, filled in by openpyxl or LibreOffice; unfilled it loads nothing."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from carehomes.access import Permitted
from carehomes.catalogue import TOPICS, load_questions
from carehomes.cli.main import main
from carehomes.intake.desk import receive
from carehomes.intake.mapping import area_names, home_names, map_header
from carehomes.ledger.model import Hints, Receipt
from carehomes.settings import queries_folder
from carehomes.snapshots import open_snapshot
from carehomes.store import Store, open_store
from carehomes.templates import make_template
from carehomes.templates.columns import Column, columns_of
from tests.conftest import PROJECT
from tests.unit.files import REGISTER_COLUMNS

WEEK = date(2020, 5, 24)
BEFORE = date(2020, 5, 17)
QUESTIONS = load_questions(queries_folder() / "questions")
HEADER = 5
EVERY = tuple(TOPICS)
#: An answer of each type, as a person enters it.
ANSWERS: dict[str, Any] = {"yes_no": "yes", "count": 3, "date": date(2020, 5, 20), "text": "as agreed", "code": "U99999"}
SENT = datetime(2020, 5, 26, 9, tzinfo=UTC)


def _before() -> bytes:
    """Return the home return of the week before: a lead in one home, a name that must never come out again."""
    head = (
        "week_ending,ccg_code,home_id,home_name,practices,home_type,clinical_lead,lead_profession,lead_start,lead_name,checked_in,comment"
    )
    rows = [
        f"{BEFORE},01T,1-101,Home A,N84001,Both,yes,Nurse,12/05/2020,Pat Example,yes,ask Pat Example",
        f"{BEFORE},01T,1-102,Home B,,Older people,no,n/a,,,no,",
    ]
    return "\n".join([head, *rows, ""]).encode()


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with a register of three homes of one CCG, one with a name like a formula, and the return of the week before."""
    store = open_store(tmp_path_factory.mktemp("ground") / "store")
    homes = [("1-101", "Home A"), ("1-102", "=Home & B"), ("1-103", "Home C")]
    lines = [f"{code},01/01/2015,N,Y,{name},40,01T,01T,Sefton,North West,L1 1AA,1-1" for code, name in homes]
    register = "\n".join([REGISTER_COLUMNS, *lines, ""]).encode()
    assert receive(store, register, "register.csv", hints=Hints(effective=date(2020, 5, 1))).outcome == "accepted"
    assert receive(store, _before(), "before.csv").outcome == "accepted"
    return store


def _open(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def _saved(book: Any) -> bytes:
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _sheet(content: bytes) -> Any:
    return _open(content).worksheets[0]


def _headings(sheet: Any) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[HEADER] if cell.value is not None}


def _filled(content: bytes, columns: list[Column], rows: int, *, number: Callable[[Column], Any] | None = None) -> bytes:
    """Return the workbook with an answer in every answer cell of its first ``rows`` rows, as a person would type it."""
    book = _open(content)
    sheet = book.worksheets[0]
    for row in range(HEADER + 1, HEADER + 1 + rows):
        for place, column in enumerate(columns, start=1):
            if column.question.role in ("answer", "comment", "attribute") and sheet.cell(row, place).value is None:
                value = number(column) if number else None
                sheet.cell(row, place).value = value if value is not None else (column.words or (ANSWERS[column.entry],))[0]
    return _saved(book)


def _area_number(column: Column) -> int | None:
    """Return counts that agree: three homes, all yes, all on one rung."""
    if column.entry != "count":
        return None
    if column.part in ("sum", "homes", "any"):
        return 3
    return 3 if column.part in ("yes", *column.question.words[:1]) else 0


def _examined(store: Store, content: bytes, name: str = "back.xlsx", sent: datetime = SENT) -> Receipt:
    # Sent in the week after: the file of an earlier round would be told.
    return receive(store, content, name, hints=Hints(received_at=sent), decide=False)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], bytes]:
    """Return how LibreOffice opens a workbook and saves it in another format."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed (Debian: apt-get install libreoffice-calc)")
    folder = tmp_path_factory.mktemp("office")

    def saved(content: bytes, form: str) -> bytes:
        (folder / "in.xlsx").write_bytes(content)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", form, "--outdir", str(folder / "out"), str(folder / "in.xlsx")]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return next((folder / "out").glob(f"in.{form.partition(':')[0]}")).read_bytes()

    return saved


@pytest.mark.parametrize("kind", ["home", "area"])
def test_every_heading_is_read_as_its_question(kind: str) -> None:
    columns = columns_of(kind, WEEK, QUESTIONS, EVERY)
    read = map_header([one.heading for one in columns], home_names(QUESTIONS) if kind == "home" else area_names(QUESTIONS))
    assert [(one.field, one.part) for _, one in sorted(read.targets.items())] == [one.key for one in columns]
    assert {one.question.id for one in columns} == {one.id for one in QUESTIONS.values() if kind in one.kinds} - {
        "week_ending",
        "ccg_code",
        "ccg_name",
    }


@pytest.mark.parametrize("kind", ["home", "area"])
def test_optional_questions_come_by_sets_and_none_by_itself(kind: str) -> None:
    usual = {one.question.id for one in columns_of(kind, WEEK, QUESTIONS)}
    assert not {one for one in usual if QUESTIONS[one].optional}
    for name in EVERY:
        asked = {one.question.id for one in columns_of(kind, WEEK, QUESTIONS, [name])}
        assert asked - usual == {one.id for one in QUESTIONS.values() if one.set == name and kind in one.kinds} != set()
    places = [one.question.place for one in columns_of(kind, WEEK, QUESTIONS, EVERY)]
    assert [QUESTIONS[one.question.id].id for one in columns_of(kind, WEEK, QUESTIONS, EVERY)][-1] == "comment" and places == sorted(places)


def test_a_pre_filled_template_brings_homes_and_only_steady_answers(ground: Store) -> None:
    made = make_template(ground, "01T", WEEK)
    sheet = _sheet(made.content)
    at = _headings(sheet)
    names = {str(sheet.cell(row, at["CQC location ID"]).value): row for row in range(HEADER + 1, HEADER + 4)}
    first = names["1-101"]
    assert made.rows == 3 and set(names) == {"1-101", "1-102", "1-103"}
    assert sheet["A1"].value == "Home return - NHS South Sefton CCG (01T) - week ending Sunday 24 May 2020 - template version 1"

    def of(row: int, heading: str) -> Any:
        return sheet.cell(row, at[heading]).value

    assert (of(first, "Care home"), of(first, "Beds"), of(first, "Type of home")) == ("Home A", 40, "Both")
    assert (of(first, "Named clinical lead in place?"), of(first, "Profession of the clinical lead")) == ("yes", "Nurse")
    assert of(first, "Start date of the clinical lead").date() == date(2020, 5, 12)
    assert of(first, "Checked in with this week?") is None and of(first, "Comment") is None
    assert of(names["1-102"], "Profession of the clinical lead") == "n/a"
    assert sheet.cell(names["1-102"], at["Care home"]).data_type == "s"
    lead = sheet.cell(first, at["Named clinical lead in place?"])
    assert lead.font.italic and not sheet.cell(first, at["Beds"]).font.italic
    assert "Pat Example" not in made.content.decode("latin-1") + str([cell.value for row in sheet.iter_rows() for cell in row])


def test_headings_are_locked_answers_are_not_and_drop_downs_stand_for_every_question(ground: Store) -> None:
    sheet = _sheet(make_template(ground, "01T", WEEK).content)
    assert sheet.protection.sheet and not sheet.protection.password
    assert sheet.freeze_panes == "C6"
    at = _headings(sheet)
    assert all(sheet.cell(HEADER, column).protection.locked for column in at.values())
    assert sheet.cell(HEADER + 1, 1).protection.locked
    assert not sheet.cell(HEADER + 1, at["Checked in with this week?"]).protection.locked
    rules = {str(one.sqref): one for one in sheet.data_validations.dataValidation}
    told = {place.partition("6:")[0]: one for place, one in rules.items()}
    for column in columns_of("home", WEEK, QUESTIONS):
        letters = openpyxl.utils.get_column_letter(at[column.heading])
        if column.words:
            assert told[letters].type == "list" and told[letters].formula1 == f'"{",".join(column.words)}"'
        elif column.entry in ("count", "date"):
            assert told[letters].type == "custom"


@pytest.mark.parametrize(("blank", "sets"), [(False, ()), (True, ()), (False, EVERY)])
def test_a_filled_home_template_comes_back_without_a_finding(ground: Store, blank: bool, sets: tuple[str, ...]) -> None:
    made = make_template(ground, "01T", WEEK, blank=blank, sets=sets)
    columns = columns_of("home", WEEK, QUESTIONS, sets)
    content = made.content
    if blank:
        book = _open(content)
        for row, home in enumerate(("1-101", "1-102", "1-103"), start=HEADER + 1):
            book.worksheets[0].cell(row, 1).value = home
        content = _saved(book)
    receipt = _examined(ground, _filled(content, columns, 3))
    assert [one.message for one in receipt.findings] == []
    assert [(one.kind, one.submitter, one.week, one.rows, one.outcome) for one in receipt.decisions] == [
        ("home", "01T", WEEK, 3, "accepted")
    ]


def test_every_word_of_every_drop_down_is_taken(ground: Store) -> None:
    """The whole catalogue in one file a round, as many rounds as the longest list is long."""
    columns = columns_of("home", WEEK, QUESTIONS, EVERY)
    content = make_template(ground, "01T", WEEK, sets=EVERY).content
    for turn in range(max(len(one.words) for one in columns)):
        book = _open(content)
        for row in range(HEADER + 1, HEADER + 4):
            for place, column in enumerate(columns, start=1):
                if column.words:
                    book.worksheets[0].cell(row, place).value = column.words[turn % len(column.words)]
                elif column.entry in ("count", "date") and turn % 2:
                    book.worksheets[0].cell(row, place).value = "n/a"
        assert [one.message for one in _examined(ground, _saved(book)).findings] == []


@pytest.mark.parametrize(("blank", "sets"), [(False, ()), (True, ()), (False, EVERY)])
def test_a_filled_area_template_comes_back_without_a_finding(ground: Store, blank: bool, sets: tuple[str, ...]) -> None:
    made = make_template(ground, "01T", WEEK, kind="area", blank=blank, sets=sets)
    listed = sorted(one.code for one in open_snapshot(ground).areas.below("01T") if one.open_on(WEEK))
    book = _open(made.content)
    at = _headings(book.worksheets[0])
    for row, code in enumerate(listed, start=HEADER + 1):
        if blank:
            book.worksheets[0].cell(row, at["PCN code"]).value = code
        assert book.worksheets[0].cell(row, at["PCN code"]).value == code
        book.worksheets[0].cell(row, at["Number of care homes"]).value = 3
    assert made.rows == (0 if blank else len(listed))
    receipt = _examined(ground, _filled(_saved(book), columns_of("area", WEEK, QUESTIONS, sets), len(listed), number=_area_number))
    assert [one.message for one in receipt.findings] == []
    assert [(one.kind, one.rows, one.outcome) for one in receipt.decisions] == [("area", len(listed), "accepted")]


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_libreoffice_saves_comes_back_without_a_finding(ground: Store, office: Callable[[bytes, str], bytes], form: str) -> None:
    columns = columns_of("home", WEEK, QUESTIONS)
    content = office(_filled(make_template(ground, "01T", WEEK).content, columns, 3), form)
    receipt = _examined(ground, content, f"back.{form}")
    assert [one.message for one in receipt.findings] == []
    assert receipt.decisions[0].outcome == "accepted"


@pytest.mark.parametrize("form", ["", "xlsx", "ods"])
def test_a_template_saved_unfilled_says_so_and_loads_nothing(ground: Store, office: Callable[[bytes, str], bytes], form: str) -> None:
    said = {("home", False): "only_last_week", ("home", True): "no_rows", ("area", False): "nothing_answered", ("area", True): "no_rows"}
    for (kind, blank), code in said.items():
        content = make_template(ground, "01T", WEEK, kind=kind, blank=blank).content
        receipt = _examined(ground, office(content, form) if form else content, f"back.{form or 'xlsx'}")
        assert receipt.outcome == "refused"
        assert [one.code for one in receipt.findings] == [code]


def test_without_a_return_of_the_week_before_an_unfilled_template_has_no_answer(ground: Store) -> None:
    later = SENT + timedelta(weeks=2)
    receipt = _examined(ground, make_template(ground, "01T", date(2020, 6, 7)).content, sent=later)
    assert [one.code for one in receipt.findings] == ["nothing_answered"]
    assert "the first of 3 rows" in receipt.findings[0].message


def test_one_answer_asked_anew_is_enough(ground: Store) -> None:
    book = _open(make_template(ground, "01T", WEEK).content)
    book.worksheets[0].cell(HEADER + 1, _headings(book.worksheets[0])["Checked in with this week?"]).value = "no"
    assert _examined(ground, _saved(book)).decisions[0].outcome == "accepted"


def test_a_template_of_older_questions_says_so_and_is_taken(ground: Store) -> None:
    older = {name: one for name, one in QUESTIONS.items() if name not in ("outbreak", "medicines_support")}
    made = make_template(ground, "01T", WEEK)
    book = _open(made.content)
    at = _headings(book.worksheets[0])
    gone = sorted((at[QUESTIONS[name].wording] for name in QUESTIONS.keys() - older.keys()), reverse=True)
    book.worksheets[0].cell(HEADER + 1, at["Checked in with this week?"]).value = "no"
    for column in gone:
        book.worksheets[0].delete_cols(column)
    receipt = _examined(ground, _saved(book))
    assert receipt.decisions[0].outcome == "accepted"
    (told,) = receipt.findings
    assert (told.code, told.severity) == ("template_older", "note")
    assert f"'{QUESTIONS['medicines_support'].wording}', '{QUESTIONS['outbreak'].wording}'" in told.message


def test_the_same_inputs_give_the_same_bytes(ground: Store) -> None:
    for kind in ("home", "area"):
        assert make_template(ground, "01T", WEEK, kind=kind).content == make_template(ground, "01T", WEEK, kind=kind).content


def test_without_a_register_its_rows_are_to_be_filled_in(store: Store) -> None:
    made = make_template(store, "01T", WEEK)
    assert made.rows == 0
    assert str(_sheet(made.content)["A3"].value).startswith("No home is known for this week yet")


@pytest.mark.parametrize(
    ("code", "week", "told"),
    [
        ("01T", date(2020, 5, 25), "a Monday"),
        ("ZZZ", WEEK, "is no CCG"),
        ("E08000014", WEEK, "is no CCG"),
        ("01T", date(2020, 4, 26), "No question was asked yet"),
        ("00D", WEEK, "Use its successor, NHS County Durham CCG (84H)"),
    ],
)
def test_a_ccg_or_week_that_has_none_is_told(store: Store, code: str, week: date, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        make_template(store, code, week)


def test_a_reader_gets_the_templates_of_permitted_areas_only(ground: Store) -> None:
    with pytest.raises(ValueError, match="not among the areas"):
        make_template(ground, "01T", WEEK, permitted=Permitted(frozenset({"01V"})))


def test_the_shell_writes_one_and_never_over_another(
    ground: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(ground.folder))
    monkeypatch.setenv("CAREHOMES_QUERIES", str(PROJECT / "queries"))
    monkeypatch.chdir(tmp_path)
    asked = ["template", "--submitter", "01T", "--week", WEEK.isoformat()]
    assert main(asked) == 0
    assert "with 3 homes" in capsys.readouterr().out
    path = tmp_path / "care-home-support_home-template_ccg-01T_week-2020-05-24.xlsx"
    assert path.read_bytes() == make_template(ground, "01T", WEEK).content
    assert main(asked) == 1
    assert "is there already" in capsys.readouterr().err
    assert main([*asked, "--kind", "area", "--blank", "--with", "equipment", "--out", str(tmp_path / "area.xlsx")]) == 0
    area = _headings(_sheet((tmp_path / "area.xlsx").read_bytes()))
    assert "Thermometers held" in area and "Video consultation in use? - yes" not in area
    capsys.readouterr()
    again = tmp_path / "again.xlsx"
    assert main(["template", "--submitter", "01T", "--week", WEEK.isoformat(), "--out", str(again), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"file": str(again), "kind": "home", "submitter": "01T", "week": WEEK.isoformat(), "blank": False, "rows": told["rows"]}
    assert (again.exists(), told["rows"]) == (True, make_template(ground, "01T", WEEK).rows)
    assert main(["template", "--submitter", "ZZZ", "--week", WEEK.isoformat()]) == 1
