"""Files that are taken away: the same rows as CSV and as a workbook, numbers as numbers, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pandas as pd

from carehomes.exports import SHORTHAND, SIGNS, csv_file, xlsx_file

TITLE = "Named lead: 3 of 4 homes"
NOTES = ["DEMONSTRATION DATA", TITLE, "two\nlines", SHORTHAND]
ROWS = pd.DataFrame(
    {
        "name": ["=cmd()", "+44", "plain \x01"],
        "week": [date(2020, 5, 17)] * 3,
        "yes": pd.array([1, -2, None], dtype="Int64"),
        "share": [33.3, 0.0, None],
        "compared": [True, False, None],
        "words": [{"GP": 3, "Nurse": 1}, {}, None],
        "marks": [["a", "b"], [], None],
    }
)


def book_of(frame: pd.DataFrame) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx_file(TITLE, NOTES, frame)))


def as_csv_says(value: object) -> str:
    """Return a cell as the CSV file says it; a workbook has one kind of number, 0.0 and 0 are the same in it."""
    return "" if value is None else f"{value:g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def test_files_say_where_they_come_from_and_hold_no_formula() -> None:
    rows = pd.DataFrame(
        {"name": ["=cmd()", "+44", "plain"], "yes": pd.array([1, -2, None], dtype="Int64"), "marks": [["a", "b"], [], None]}
    )
    text = csv_file(["DEMONSTRATION DATA", "two\nlines"], rows).decode("utf-8-sig")
    assert text.splitlines() == ["# DEMONSTRATION DATA", "# two lines", "name,yes,marks", "'=cmd(),1,a; b", "'+44,-2,", "plain,,"]


def test_words_of_a_split_go_into_files_as_text() -> None:
    text = csv_file([], pd.DataFrame({"words": [{"GP": 3, "Nurse": 1}]})).decode("utf-8-sig")
    assert text.splitlines()[1] == "GP: 3; Nurse: 1"


def test_a_workbook_holds_the_rows_of_the_csv_file() -> None:
    clean = ROWS.assign(name=["=cmd()", "+44", "plain"])
    text = csv_file(NOTES, clean).decode("utf-8-sig").splitlines()
    told = list(csv.reader(line for line in text if not line.startswith("#")))
    told = [["0" if cell == "0.0" else cell for cell in row] for row in told]
    sheet = book_of(clean)["Data"]
    assert [[as_csv_says(cell.value) for cell in row] for row in sheet.iter_rows()] == told
    assert told[1] == ["'=cmd()", "2020-05-17", "1", "33.3", "True", "GP: 3; Nurse: 1", "a; b"]


def test_numbers_are_numbers_and_no_cell_is_a_formula() -> None:
    sheet = book_of(ROWS)["Data"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "n", "n", "b", "s", "s"]
    assert [cell.value for cell in sheet["C"]] == ["yes", 1, -2, None]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_table_is_marked_and_its_header_stays_in_sight() -> None:
    book = book_of(ROWS)
    assert book.sheetnames == ["Notes", "Data"]
    sheet = book["Data"]
    assert sheet.freeze_panes == "A2"
    assert sheet.tables["Data"].ref == "A1:G4"
    assert sheet.tables["Data"].headerRowCount == 1
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.column_dimensions["A"].width >= 9


def test_the_notes_sheet_tells_the_title_the_lines_and_the_shorthand_once() -> None:
    told = [row[0].value for row in book_of(ROWS)["Notes"].iter_rows()]
    assert told[:3] == [TITLE, "DEMONSTRATION DATA", "two lines"]
    assert [line for line in told if line in {f"{sign} {meaning}" for sign, meaning in SIGNS}] == [f"{sign} {told}" for sign, told in SIGNS]
    assert SHORTHAND not in told
    assert all(sign in SHORTHAND for sign in ("[x]", "[z]", "[e]", "[p]", "[r]"))


def test_the_same_rows_are_the_same_bytes_and_no_rows_are_a_workbook_too() -> None:
    assert xlsx_file(TITLE, NOTES, ROWS) == xlsx_file(TITLE, NOTES, ROWS)
    assert [[cell.value for cell in row] for row in book_of(ROWS[:0])["Data"].iter_rows()] == [list(ROWS.columns)]


def test_what_no_cell_can_hold_is_cut_and_says_so() -> None:
    sheet = book_of(pd.DataFrame({"words": ["x" * 40_000]}))["Data"]
    assert len(sheet["A2"].value) == 32_767
    assert sheet["A2"].value.endswith("[cut: the CSV file has all of it]")
