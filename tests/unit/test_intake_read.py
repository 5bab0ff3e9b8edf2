"""Bytes to cells: encodings, separators, workbooks as people save them, and files that are none."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
import pytest

from carehomes.intake import read as reading
from carehomes.intake.read import read
from carehomes.intake.unreadable import UnreadableError
from carehomes.intake.workbook import codes_of, text_of
from tests.unit.intake_ground import csv_bytes, finding, look, only, said, xlsx_bytes

ROWS = [["home_id", "comment"], ["1-001", "caf\u00e9, \u201cgood\u201d"], ["1-002", "line\nbreak"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_in_every_usual_encoding_and_separator(encoding: str, delimiter: str) -> None:
    assert read(csv_bytes(ROWS, delimiter, encoding))[0].rows == ROWS


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_csv_line_ends(ending: str) -> None:
    assert read(f"a,b{ending}1,2{ending}".encode())[0].rows == [["a", "b"], ["1", "2"]]


def test_a_semicolon_file_with_commas_in_its_text() -> None:
    assert read(b"a;b;c\n1;x, y, z;3\n4;u, v;6\n")[0].rows[1] == ["1", "x, y, z", "3"]


def test_the_separator_line_of_excel() -> None:
    assert read(b"sep=;\r\na;b\r\n1;2\r\n")[0].rows[1:] == [["a", "b"], ["1", "2"]]


def test_rows_keep_their_numbers() -> None:
    sheet = read(b"a,b\n\n,\n1,2\n")[0]
    assert sheet.cell(4, 2) == "2"
    assert (sheet.cell(3, 1), sheet.cell(9, 9), sheet.cell(0, 1)) == ("", "", "")


def test_a_quotation_mark_that_is_never_closed_is_refused() -> None:
    with pytest.raises(UnreadableError, match="never closed") as told:
        read(b'a,b\n1,"x\n2,y\n')
    assert told.value.code == "unclosed_quote"


def test_quotes_inside_a_cell_are_borne() -> None:
    assert read(b'a,b\n1,"x" y\n')[0].rows[1] == ["1", "x y"]


def test_a_cell_without_end_is_refused() -> None:
    with pytest.raises(UnreadableError, match="cannot be read as a table"):
        read(b'a,b\n1,"x" ' + b"y" * 1_100_000 + b"\n")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (59.0, "59"), (0.5, "0.5"), (0.1 + 0.2, "0.3"), (123456789012.0, "123456789012"), (True, "TRUE"), (False, "FALSE"), ("007", "007"),
        (None, ""), (date(2020, 5, 17), "2020-05-17"), (datetime(2020, 5, 17), "2020-05-17"),
        (datetime(2020, 5, 17, 9, 30), "2020-05-17 09:30:00"),
        (time(9, 30), "09:30:00"), (timedelta(hours=30), "1 day, 6:00:00"), (1e20, "1e+20"), ((1,), "(1,)"),
    ],
)  # fmt: skip
def test_values_of_a_workbook_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


def test_a_workbook_keeps_zeros_whole_numbers_dates_and_places() -> None:
    content = xlsx_bytes(("Return", [[], [None, "007", 12.0, datetime(2020, 5, 17), True]]), ("Old", [["x"]]), hidden=("Old",))
    sheet, old = read(content)
    assert sheet.rows == [[], ["", "007", "12", "2020-05-17", "TRUE"]]
    assert (sheet.name, sheet.hidden, old.hidden, old.rows) == ("Return", False, True, [])


def test_an_error_in_a_workbooks_cell_is_not_silence() -> None:
    book = openpyxl.Workbook()
    book.active.append(["week_ending", "ccg_code", "home_id", "residents", "staff"])
    book.active.append(["17/05/2020", "01T", "1-101", "#N/A", "=1+1"])
    book.active["D2"].data_type = "e"
    sink = io.BytesIO()
    book.save(sink)
    told = only(look(sink.getvalue(), "a.xlsx"))
    assert [(one.code, one.cell, one.value) for one in told.findings] == [("error_in_cell", "D2", "#N/A"), ("not_a_number", "E2", "=1+1")]


def test_a_hidden_sheet_is_told_and_left() -> None:
    head = ["week_ending", "ccg_code", "home_id", "clinical_lead"]
    content = xlsx_bytes(
        ("Old", [head, ["17/05/2020", "01T", "1-1", "no"]]), ("Return", [head, ["17/05/2020", "01T", "1-1", "yes"]]), hidden=("Old",)
    )
    told = look(content, "a.xlsx")
    assert said(only(told), "1-1", "clinical_lead") == ("yes", None)
    assert finding(told, "sheet_hidden").severity == "note"


def test_a_workbook_of_hidden_sheets_only() -> None:
    content = xlsx_bytes(("A", [["home_id"]]), ("B", []), hidden=("A",))
    assert "hidden" in finding(look(content, "a.xlsx"), "empty").message


def test_a_sheet_beside_the_return_is_told() -> None:
    head = ["week_ending", "ccg_code", "home_id", "clinical_lead"]
    content = xlsx_bytes(("Guidance", [["How to fill it in"]]), ("Return", [head, ["17/05/2020", "01T", "1-1", "yes"]]))
    told = look(content, "a.xlsx")
    assert finding(told, "sheet_unread").sheet == "Guidance"
    assert only(told).facts["sheet"][0].as_py() == "Return"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \r\n", "empty"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"{\\rtf1 hello}", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n....", "not_a_table"),
        (b"<!DOCTYPE html><table></table>", "not_a_table"),
        (bytes(range(256)) * 4, "not_a_table"),
        (b"PK\x03\x04 not really", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "not_a_table"),
        (b"Dear all,\nplease find the figures below.\nBest wishes\n", "no_return"),
    ],
)
def test_files_that_are_no_table(content: bytes, code: str) -> None:
    told = look(content, "file.xlsx")
    one = finding(told, code)
    assert (told.kind, told.returns, one.severity) == ("", (), "error")
    assert one.message[0].isupper()
    assert one.message.endswith((".", "'."))


@pytest.mark.parametrize(("part", "what"), [("word/document.xml", "Word"), ("ppt/slides.xml", "presentation")])
def test_other_office_files(part: str, what: str) -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        package.writestr(part, "<x/>")
    assert what in finding(look(sink.getvalue(), "a.xlsx"), "not_a_table").message


def test_one_cell_at_the_far_end_of_a_sheet_ends_nothing_but_its_own_reading() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "home_id"
    book.active["XFD1048576"] = "x"
    sink = io.BytesIO()
    book.save(sink)
    assert finding(look(sink.getvalue(), "a.xlsx"), "unreadable")


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    assert finding(look(b"a,b\n" * 50), "too_large")
    monkeypatch.setattr(reading, "MAX_BYTES", 10_000)
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    assert "3 rows" in finding(look(b"a,b\n" * 4), "too_large").message


def test_a_reader_that_does_not_come_back_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.0001)
    assert finding(look(xlsx_bytes(("A", [["x"]])), "a.xlsx"), "unreadable")


def test_the_texts_of_a_column_are_those_of_its_values_one_by_one() -> None:
    columns: list[list[Any]] = [
        ["b", "a", "b", "", None],
        [1.0, True, 0.0, False, "1", "TRUE", 1, 1e15, 10**15, 2.5],
        [datetime(2020, 5, 17), date(2020, 5, 17), datetime(2020, 5, 17, 12), time(9), timedelta(1), 0.1 + 0.2, 0.3],
    ]
    for values in columns:
        known = {"": 0}
        codes = codes_of(values, known)
        assert [list(known)[code] for code in codes] == [text_of(value) for value in values]
        assert list(known.values()) == list(range(len(known)))
