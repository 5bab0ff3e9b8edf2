"""Files that are no return: what is known of each for certain, where it stands, and what to do."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from carehomes.intake.zipped import unpack
from tests.unit.intake_ground import csv_bytes, finding, look, only, xlsx_bytes

HEAD = ["week_ending", "ccg_code", "home_id", "clinical_lead", "residents"]
ROW: list[Any] = ["17/05/2020", "01T", "1-101", "Yes", 20]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = "<html><head></head><body><table><tr><th>home_id</th></tr></table></body></html>"


def package(*names: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as zipped:
        for name in names:
            zipped.writestr(name, b"x")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PAGE.encode(), "This is a web page, whatever its name ends in"),
        (PAGE.encode("utf-8-sig"), "This is a web page"),
        (PAGE.encode("utf-16"), "This is a web page"),
        (b"<table border=1><tr><td>home_id</tr></table>", "This is a web page"),
        (b"<!-- saved from\nsomewhere -->\n<TABLE>", "This is a web page"),
        (f'<?xml version="1.0"?>{PAGE}'.encode(), "This is a web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "the XML form of 2003"),
        (b'<?xml version="1.0"?><homes/>', "This is an XML file"),
        (b'{"home_id": "1-101"}', "This is JSON"),
        (b'[{"home_id": "1-101"}]', "This is JSON"),
        (b"From: a@b.example\nTo: c@d.example\nSubject: the return\nMIME-Version: 1.0\n\nhello\n", "This is an e-mail"),
        (OLE + bytes(600) + "__substg1.0_001A".encode("utf-16-le"), "This is an e-mail from Outlook"),
        (OLE + bytes(600) + "PowerPoint Document".encode("utf-16-le"), "This is a presentation"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "This is a picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(99), "This is a picture"),
        (b"\0\0\0\x18ftypheic" + bytes(99), "This is a picture"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(99), "This is a packed file, not a table. Unpack it"),
        (b"\x1f\x8b\x08" + bytes(99), "This is a packed file"),
        (b"SQLite format 3\0" + bytes(99), "This is a database"),
        (b"PAR1" + bytes(range(256)), "This is a Parquet file"),
        (b"MZ\x90\0" + bytes(99), "This is a program, not a table. It was not opened."),
        (package("Index/Document.iwa", "preview.jpg"), "Numbers, Pages or Keynote"),
    ],
)
def test_what_a_file_plainly_is_goes_before_its_name(content: bytes, told: str) -> None:
    ((name, held),) = unpack(content, "return.xlsx")
    one = finding(look(held, name), "not_a_table")
    assert told in one.message
    assert one.message.endswith(".")


@pytest.mark.parametrize("text", ["MZ,ccg_code\n1,2\n", "From: here,x\n1,2\n", "[1],x\n", "{a},x\n"])
def test_text_that_begins_like_something_else_is_still_a_table(text: str) -> None:
    assert look(text.encode(), "a.csv").findings[0].code == "no_return"


def test_a_workbook_that_was_cut_short_is_told_so() -> None:
    whole = xlsx_bytes(("R", [HEAD, ROW]))
    assert "was not wholly saved or sent" in finding(look(whole[: len(whole) // 2], "a.xlsx"), "unreadable").message


def test_headers_below_the_rows_that_are_looked_at() -> None:
    assert only(look(xlsx_bytes(("R", [["note"]] * 39 + [HEAD, ROW])))).rows == 1
    one = finding(look(xlsx_bytes(("R", [["note"]] * 59 + [HEAD, ROW]))), "header_too_low")
    assert one.message.startswith("Row 60 of sheet 'R' holds the headers of a home return, but headers are looked for in the first 40 rows")
    assert (one.sheet, one.cell) == ("R", "60")


def test_headers_one_below_the_other() -> None:
    turned = [[head, value] for head, value in zip(HEAD, ROW, strict=True)]
    one = finding(look(xlsx_bytes(("R", turned))), "header_turned")
    assert one.message.startswith("Column A of sheet 'R' holds the headers of a home return one below the other")


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (["home_id", "pcn_code"], "known here: \"home_id\" and \"pcn_code\". To be an alignment file it lacks 'from' or 'to'."),
        (["home_id", "home_name", "Ward"], "Not known in that row: \"Ward\". To be a home return it lacks a question, such as "),
        (["Location ID", "Location Name", "Dormant (Y/N)"], "To be a register it lacks one more of 'Location HSCA start date', "),
        (["pcn_code", "homes", "residents"], "To be an area return it lacks the counts of a question's answers, such as "),
        (["PCN Code", "PCN Name", "Open Date"], "To be a code list it lacks 'Current Clinical Commissioning Group Code'."),
        (["Item", "Region"], 'Row 1 has one header known here, and no other row has more: "Region". Not known in that row: "Item".'),
        (["Care home", "clinical_lead", "residents"], '3 headers of a home return, "Care home", "clinical_lead" and "residents", but no'),
    ],
)  # fmt: skip
def test_the_row_with_most_known_headers_and_what_it_lacks(head: list[str], told: str) -> None:
    one = look(csv_bytes([head, ["x"] * len(head)])).findings[0]
    assert told in one.message, one.message
    assert one.cell == "1"


def test_where_no_header_is_known() -> None:
    told = finding(look(xlsx_bytes(("A", [["Item", "Price"], ["milk", 1]]), ("B", [["x", "y"]]), hidden=("B",))), "no_return").message
    assert "no header row of theirs stands in the first 2 rows. Row 1 of sheet 'A' is the first that could hold headers, and has " in told
    assert 'and has "Item" and "Price". Hidden sheets are not read: "B".' in told
    aside = look(csv_bytes([["Figures", "2020"], ["Notes:", ""], ["Region:", ""]])).findings[0]
    assert (aside.code, aside.cell) == ("no_return", "")
    two = finding(look(xlsx_bytes(("A", [["Item", "Price"]] * 50), ("B", [["x", "y"]]))), "no_return").message
    assert "no header row of theirs stands in the first 40 rows of its 2 sheets." in two
    assert "It has one column only" in finding(look(b"Rose Lodge\nIvy House\n", "a.csv"), "no_return").message


def test_two_tables_side_by_side_are_told_once() -> None:
    (one,) = look(
        csv_bytes([[*HEAD, "", *HEAD], ["17/05/2020", "01T", "1-101", "Yes", "20", "", "17/05/2020", "01T", "1-102", "No", "3"]])
    ).findings
    assert (one.code, one.cell) == ("column_twice", "G1")
    assert "from here on stand the headers of columns A to E again" in one.message
