"""What a workbook shows and its reader does not say: percentages and errors, the same findings whatever the format."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from carehomes.intake.read import read
from carehomes.intake.unseen import percent_styles
from tests.unit.binary_books import Cell, Percent, Wrong, xls_bytes, xlsb_bytes
from tests.unit.intake_ground import look, ods_bytes, only

HEAD: list[Cell] = ["week_ending", "ccg_code", "home_id", "residents", "staff", "clinical_lead"]
#: A percentage of 100, one of the half, an error that stands by itself, and one that a formula came to.
ROWS: list[list[Cell]] = [
    HEAD,
    ["17/05/2020", "01T", "1-101", Percent(1), 12.0, "yes"],
    ["17/05/2020", "01T", "1-102", Percent(0.5), Wrong(0x2A), Wrong(0x17, formula=True)],
]
SHOWN = [["100%", "12", "yes"], ["50%", "#N/A", "#REF!"]]
FOUND = [("percentage", "D2", "100%"), ("percentage", "D3", "50%"), ("error_in_cell", "E3", "#N/A"), ("error_in_cell", "F3", "#REF!")]


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ROWS:
        sheet.append([one.number if isinstance(one, Percent) else None if isinstance(one, Wrong) else one for one in row])
    for cell, text in (("E3", "#N/A"), ("F3", "#REF!")):
        sheet[cell] = text
        sheet[cell].data_type = "e"
    sheet["D2"].number_format, sheet["D3"].number_format = "0%", '0.0"x"%'
    # A percent sign that is only shown beside a number makes no percentage of it.
    sheet["E2"].number_format = '0"%"'
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _ods_cell(said: str, shown: str) -> str:
    return f"<table:table-cell {said}>{shown}</table:table-cell>"


def ods() -> bytes:
    plain = ods_bytes(("Return", [[str(one) for one in HEAD], ["17/05/2020", "01T", "1-101"], ["17/05/2020", "01T", "1-102"]]))
    failed = 'table:formula="of:=NA()" office:value-type="string" office:string-value=""'
    share, number, text = (f'office:value-type="{one}"' for one in ("percentage", "float", "string"))
    cells = {
        "1-101": _ods_cell(f'{share} office:value="1"', "<text:p>100%</text:p>")
        + _ods_cell(f'{number} office:value="12"', "<text:p>12%</text:p>")
        + _ods_cell(text, "<office:annotation><text:p>#N/A</text:p></office:annotation><text:p>yes</text:p>"),
        "1-102": _ods_cell(f'{share} office:value="0.5"', "<text:p>50%</text:p>")
        + _ods_cell(failed, "<text:p>#N/A</text:p>")
        + _ods_cell(failed, "<text:p>#REF!</text:p>"),
    }
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(sink, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for home, more in cells.items():
                end = f"<text:p>{home}</text:p></table:table-cell>"
                text = text.replace(end, end + more)
            new.writestr(name, text)
    return sink.getvalue()


BOOKS = {
    "a.xlsx": xlsx,
    "a.ods": ods,
    "a.xls": lambda: xls_bytes("Return", ROWS),
    "of Excel 95.xls": lambda: xls_bytes("Return", ROWS, old=True),
    "a.xlsb": lambda: xlsb_bytes("Return", ROWS),
}


@pytest.mark.parametrize("name", BOOKS)
def test_percentages_and_errors_are_read_as_they_are_shown(name: str) -> None:
    rows = read(BOOKS[name]())[0].rows
    assert [row[3:] for row in rows[1:]] == SHOWN


@pytest.mark.parametrize("name", BOOKS)
def test_they_are_findings_with_their_cells_in_the_same_words(name: str) -> None:
    told = only(look(BOOKS[name](), name))
    assert [(one.code, one.cell, one.value) for one in sorted(told.findings, key=lambda one: (one.cell[1:], one.cell))] == FOUND
    assert told.stopped
    as_text = only(look([[str(one) for one in HEAD], *([*map(str, row[:3]), *shown] for row, shown in zip(ROWS[1:], SHOWN, strict=True))]))
    words = {one.message.partition(", cell ")[2] or one.message.partition("ell ")[2] for one in told.findings}
    assert words == {one.message.partition("ell ")[2] for one in as_text.findings}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_what_libreoffice_saves(ending: str, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(xlsx())
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", ending]
    subprocess.run([*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "a.xlsx")], check=True, capture_output=True, timeout=120)
    rows = read((tmp_path / "out" / f"a.{ending}").read_bytes())[0].rows
    assert [row[3:] for row in rows[1:]] == SHOWN


def test_an_error_beside_what_is_no_question_stops_nothing() -> None:
    head = "week_ending | ccg_code | home_id | home_name | clinical_lead"
    assert not only(look(f"{head}\n17/05/2020 | 01T | 1-101 | #N/A | yes")).stopped


def test_percentages_repeated_without_end_are_given_up() -> None:
    held = ods()
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(held)) as old, zipfile.ZipFile(sink, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode().replace("<table:table-row>", '<table:table-row table:number-rows-repeated="9000000">')
            new.writestr(name, text)
    assert look(sink.getvalue(), "a.ods").findings[0].code in ("too_large", "unreadable")


def test_which_formats_show_a_percentage() -> None:
    codes = {10: "0.00", 164: "0.0%", 165: '0"%"', 166: "0\\%", 167: "[Red]-0%;0%", 168: "General", 169: "0_%"}
    assert percent_styles([0, 9, 10, 164, 165, 166, 167, 168, 169], codes) == {1, 3, 6}
