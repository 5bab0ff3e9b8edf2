"""The submitter's own workbook back: marks in the right cells, everything else as it was."""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from carehomes.intake import marked
from carehomes.intake.marked import Marked, mark
from carehomes.intake.marked_comments import AUTHOR
from carehomes.intake.marked_styles import FILLS
from carehomes.ledger.model import Finding
from tests.conftest import SHARED
from tests.unit.intake_ground import QUESTIONS, csv_bytes, look, ods_bytes, only, xlsx_bytes

OFFICE = shutil.which("soffice")
CASES = SHARED / "cases"
XLSX = [
    path
    for folder in ("messy", "hostile")
    for path in sorted((CASES / folder).glob("*"))
    if path.suffix in (".xlsx", ".xlsm", ".xslx", ".ods", ".xls", ".xlsb")
]
WRONG = Finding("count", "error", "Cell D3 must be a whole number. Enter a number.", "Return", "D3", "residents", "many")
LOOK = Finding("pair", "query", "Please look at <these> & 'those'.", "Return", "B9", "beds", "7")
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
ROWS = [["CCG return", "", "", ""], ["home_id", "beds", "clinical_lead", "residents"], ["1-001", 3, "yes", "many"], ["1-002", 4, "no", 9]]


def rich() -> bytes:
    """Return a workbook with what people have in theirs: a chart, a picture, formulas, validation, colours, comments."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Return"
    for row in ROWS:
        sheet.append(row)
    sheet["B5"] = "=SUM(B3:B4)"
    sheet["D3"].number_format = "0.00"
    sheet["D3"].font = Font(bold=True, name="Courier New")
    sheet["C4"].comment = Comment("Asked the home on Monday.", "Analyst")
    sheet.merge_cells("A1:D1")
    rule = CellIsRule(operator="greaterThan", formula=["5"], fill=PatternFill(bgColor="FF00FF00"))
    sheet.conditional_formatting.add("B3:B4", rule)
    allowed = DataValidation(type="list", formula1='"yes,no"')
    allowed.add("C3:C4")
    sheet.add_data_validation(allowed)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=2, max_row=4), titles_from_data=True)
    sheet.add_chart(chart, "F2")
    sheet.add_image(Image(io.BytesIO(PNG)), "F20")
    other = book.create_sheet("Notes & more")
    other["A1"] = "=Return!B5"
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def told(content: bytes, cell: str, sheet: str = "Return") -> str:
    comment = opened(content)[sheet][cell].comment
    return comment.text if comment else ""


def fill(content: bytes, cell: str, sheet: str = "Return") -> str:
    return str(opened(content)[sheet][cell].fill.fgColor.rgb)


def through_office(done: Marked, folder: Path, ending: str = "xlsx") -> bytes:
    """Return a marked workbook as LibreOffice opens it and saves it again."""
    assert OFFICE
    (folder / "in").mkdir()
    source = folder / "in" / ("marked" + Path(done.file_name).suffix)
    source.write_bytes(done.content)
    command = [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", ending, "--outdir"]
    subprocess.run([*command, str(folder), str(source)], check=True, capture_output=True, timeout=170)
    return (folder / f"marked.{ending}").read_bytes()


needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed here")


def test_cells_are_marked_in_words_and_colour_and_keep_their_formats() -> None:
    done = mark(rich(), "our return.xlsx", [WRONG, LOOK], QUESTIONS)
    assert (done.file_name, done.copied, done.told) == ("our return marked.xlsx", False, ())
    cell = opened(done.content)["Return"]["D3"]
    assert (cell.value, cell.number_format, cell.font.name, cell.font.b) == ("many", "0.00", "Courier New", True)
    assert fill(done.content, "D3") == FILLS["error"]
    assert told(done.content, "D3").startswith("E - Stops it\nCell D3 must be a whole number. Enter a number.\nQuestion: ")
    # A cell and a row that were not there.
    assert fill(done.content, "B9") == FILLS["query"]
    assert "Q - Please check\nPlease look at <these> & 'those'." in told(done.content, "B9")
    assert opened(done.content)["Return"]["C4"].comment.text == "Asked the home on Monday."


def test_everything_else_keeps_its_bytes() -> None:
    # Made once: a workbook tells the second in which it was made.
    book = rich()
    before, after = parts(book), parts(mark(book, "r.xlsx", [WRONG, LOOK], QUESTIONS).content)
    changed = {name for name in before if before[name] != after[name]}
    assert {name for name in before if name.startswith(("xl/charts", "xl/media", "xl/drawings/drawing"))}
    assert before.keys() <= after.keys()
    allowed = {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml",
        "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
    }  # fmt: skip
    assert changed <= allowed
    sheet = after["xl/worksheets/sheet1.xml"]
    for kept in (b"<f>SUM(B3:B4)</f>", b"<dataValidation ", b"<conditionalFormatting", b"<drawing ", b"<mergeCell "):
        assert kept in before["xl/worksheets/sheet1.xml"] and kept in sheet


def test_a_comment_that_is_there_is_added_to() -> None:
    done = mark(rich(), "r.xlsx", [Finding("x", "note", "For your information.", "Return", "C4")], QUESTIONS)
    assert told(done.content, "C4") == "Asked the home on Monday.\n\nN - For information\nFor your information."


def test_macros_stay_and_are_never_run() -> None:
    source = parts(rich())
    types = source["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**source, "[Content_Types].xml": types, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macro"}.items():
            package.writestr(name, content)
    done = mark(sink.getvalue(), "../../etc/r.xlsm", [WRONG], QUESTIONS)
    assert done.file_name == "r marked.xlsm"
    assert parts(done.content)["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0macro"


def test_the_list_holds_every_finding_and_leads_to_its_cell() -> None:
    of_file = Finding("round", "error", "This is the file for another week.")
    done = mark(rich(), "r.xlsx", [LOOK, of_file, WRONG], QUESTIONS)
    book = opened(done.content)
    assert book.sheetnames == ["Return", "Notes & more", "Findings"]
    rows = [[cell.value for cell in row] for row in book["Findings"].iter_rows()]
    assert rows[0][0] == "What was found in this file"
    assert rows[1][0] == "Stops it (E): 2; Please check (Q): 1"
    assert [row[0] for row in rows[-3:]] == ["E - Stops it", "E - Stops it", "Q - Please check"]
    assert rows[-1][1:3] == ["Return", "B9"] and rows[-1][5] == LOOK.message
    assert book["Findings"].cell(len(rows), 3).hyperlink.location == "'Return'!B9"


def test_a_merged_range_is_marked_where_it_shows_and_a_row_at_its_first_filled_cell() -> None:
    found = [Finding("a", "error", "Inside.", "Return", "C1"), Finding("b", "query", "The row.", "Return", "3")]
    done = mark(rich(), "r.xlsx", found, QUESTIONS)
    assert "Inside." in told(done.content, "A1")
    assert "The row." in told(done.content, "A3")


def test_a_workbook_that_was_marked_mended_and_sent_again_says_what_is_so_now() -> None:
    first = mark(rich(), "r.xlsx", [WRONG, LOOK], QUESTIONS)
    again = mark(first.content, first.file_name, [Finding("other", "query", "Another thing.", "Return", "D3")], QUESTIONS)
    assert told(again.content, "D3") == "Q - Please check\nAnother thing."
    assert told(again.content, "B9").startswith("Marked before; nothing is found here now.")
    assert opened(again.content).sheetnames[-1] == "Findings 2"


def test_a_conversation_is_not_touched_and_is_named() -> None:
    source = parts(rich())
    source["xl/comments/comment1.xml"] = source["xl/comments/comment1.xml"].replace(b">Analyst<", b">tc={0A1B}<")
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        for name, content in source.items():
            package.writestr(name, content)
    done = mark(sink.getvalue(), "r.xlsx", [Finding("x", "error", "Wrong.", "Return", "C4")], QUESTIONS)
    assert told(done.content, "C4") == "Asked the home on Monday."
    assert done.told == ("These cells have a conversation, which takes no other comment; what was found stands in the list: Return C4.",)


@pytest.mark.parametrize("ending", ["csv", "ods"])
def test_another_format_gets_a_copy_that_says_so_with_the_same_addresses(ending: str) -> None:
    rows = [["home_id", "residents"], ["007", "=cmd|' /C calc'!A0"], ["1-1", "12"], ["_x0041_", "1.50"]]
    content = csv_bytes(rows) if ending == "csv" else ods_bytes(("Return", rows))
    sheet = "" if ending == "csv" else "Return"
    done = mark(content, f"r.{ending}", [Finding("x", "error", "Wrong.", sheet, "B2", "residents", "many")], QUESTIONS)
    assert done.copied and done.file_name == "r marked.xlsx"
    assert done.told[0].startswith("This is a copy of your file as XLSX: the file itself could not be marked, because it is no XLSX")
    book = opened(done.content)
    assert [[cell.value for cell in row] for row in book["Return"].iter_rows()][:3] == [rows[0], rows[1], ["1-1", 12]]
    assert book["Return"]["B2"].data_type == "s"
    assert told(done.content, "B2") == "E - Stops it\nWrong.\nQuestion: " + QUESTIONS["residents"].wording
    assert book["Findings"]["A4"].value == done.told[0]


def test_many_findings_are_folded_and_counted() -> None:
    found = [Finding("x", "query", f"Number {n}.", "Return", f"A{n}") for n in range(1, 7001)]
    started = time.monotonic()
    done = mark(xlsx_bytes(("Return", [["a"]])), "r.xlsx", found, QUESTIONS)
    assert time.monotonic() - started < 10
    assert sum(cell.comment is not None for (cell,) in opened(done.content)["Return"].iter_rows(max_col=1)) == marked.MAX_MARKS
    assert done.told == ("2,000 cells are marked; findings in 5,000 more cells stand only in the list or the receipt (CSV).",)


def test_a_document_type_is_never_expanded() -> None:
    source = parts(xlsx_bytes(("Return", ROWS)))
    sheet = source["xl/worksheets/sheet1.xml"]
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    source["xl/worksheets/sheet1.xml"] = bomb + sheet[sheet.index(b"<worksheet") :]
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        for name, content in source.items():
            package.writestr(name, content)
    done = mark(sink.getvalue(), "r.xlsx", [WRONG], QUESTIONS)
    assert done.copied
    assert "because a part of it declares a document type" in done.told[0]


@needs_office
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_libreoffice_opens_it_with_the_marks_in_the_right_cells(tmp_path: Path, kind: str) -> None:
    sheet = "Return" if kind == "xlsx" else ""
    found = [Finding("x", "error", "Wrong here.", sheet, "D3"), Finding("y", "query", "Look here.", sheet, "B9")]
    done = mark(rich() if kind == "xlsx" else csv_bytes([[str(one) for one in row] for row in ROWS]), f"r.{kind}", found, QUESTIONS)
    back = through_office(done, tmp_path)
    assert told(back, "D3") == "E - Stops it\nWrong here."
    assert told(back, "B9") == "Q - Please check\nLook here."
    assert (fill(back, "D3"), fill(back, "B9")) == (FILLS["error"], FILLS["query"])
    assert fill(back, "D4") not in FILLS.values()
    if kind == "xlsx":
        book = opened(back)
        assert book["Return"]["B5"].value == "=SUM(B3:B4)"
        assert told(back, "C4") == "Asked the home on Monday."
        assert book["Return"].data_validations.dataValidation and book["Return"].conditional_formatting
        assert len(book["Return"]._charts) == 1 and len(book["Return"]._images) == 1


@pytest.mark.skipif(not XLSX, reason="the shared folder of cases is not beside the project")
@pytest.mark.parametrize("path", XLSX, ids=lambda path: path.name)
def test_other_peoples_workbooks_survive_marking(path: Path) -> None:
    content = path.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            sheets = [one.partition('"')[0] for one in package.read("xl/workbook.xml").decode("utf-8", "replace").split('name="')[1:3]]
    except (zipfile.BadZipFile, KeyError, OSError):
        sheets = ["Sheet1"]
    found = [Finding("x", "error", "Wrong.", sheet, cell) for sheet in sheets for cell in ("A1", "C7", "B1000", "3")]
    started = time.monotonic()
    done = mark(content, path.name, found, QUESTIONS)
    assert time.monotonic() - started < 20
    assert parts(done.content)
    assert done.copied == bool(done.told and ("copy" in done.told[0] or "only what was found" in done.told[1]))
    assert AUTHOR.encode() in b"".join(parts(done.content).values()) or done.copied


def test_a_marked_workbook_mended_and_sent_again_goes_through(tmp_path: Path) -> None:
    rows = [["week_ending", "ccg_code", "home_id", "residents"], ["2020-05-17", "01T", "1-101", "many"]]
    told_first = look(xlsx_bytes(("Return", rows)), "r.xlsx")
    assert only(told_first).stopped
    done = mark(xlsx_bytes(("Return", rows)), "r.xlsx", told_first.all_findings, QUESTIONS)
    book = opened(done.content)
    book["Return"]["D2"] = 12
    book.save(tmp_path / "again.xlsx")
    again = look((tmp_path / "again.xlsx").read_bytes(), "again.xlsx")
    assert not only(again).stopped
    assert [(one.code, one.severity) for one in again.all_findings] == [("sheet_unread", "note")]
