"""Findings for reading: repeats down a column told once with their cells, knock-on findings left out."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from carehomes.intake.context import Context
from carehomes.intake.desk import receive_many
from carehomes.intake.folded import ONE_BY_ONE, folded
from carehomes.ledger.model import Finding
from carehomes.store import Store
from tests.unit.intake_ground import AREAS, QUESTIONS, codes, csv_bytes, look, only


def found(cell: str, value: str = "perhaps", code: str = "not_yes_no") -> Finding:
    return Finding(code, "error", f"Cell {cell} says {value}.", cell=cell, field="clinical_lead", value=value)


def test_what_repeats_down_a_column_is_told_once_with_its_cells() -> None:
    one, two = folded([found("K2"), found("L2"), found("K3"), found("K4"), found("K6")])
    assert one.message == "Cell K2 says perhaps. The same stands in 3 more cells: K3 to K4 and K6."
    assert (one.cell, one.value, two) == ("K2", "perhaps", found("L2"))
    assert folded([found("K2"), found("K9")])[0].message == "Cell K2 says perhaps. The same stands in 1 more cell: K9."
    many = folded([found(f"K{row}") for row in range(2, 30, 2)])
    assert many[0].message.endswith("The same stands in 13 more cells: K4, K6, K8, K10 and 9 more.")


def test_what_says_something_else_stands_by_itself() -> None:
    others = [
        found("K2"),
        found("K3", "maybe"),
        found("K4", code="other"),
        Finding("note", "note", "Once."),
        Finding("note", "note", "Twice."),
    ]
    assert folded(others) == others
    # A cell named in another's place is no place of its own: row 2 is not row 21.
    assert folded([found("K2", "cell K21"), found("K21", "cell K2")]) == [found("K2", "cell K21"), found("K21", "cell K2")]
    explained = Finding("q", "query", "Cell A1: so.", cell="A1", reason="why")
    assert folded([explained, Finding("q", "query", "Cell A2: so.", cell="A2")])[0] == explained


def test_of_very_many_of_a_sort_the_rest_is_counted() -> None:
    told = folded([found(f"K{row}", f"v{row}") for row in range(2, 60)] + [found("L2", "last")])
    assert told[:ONE_BY_ONE] == [found(f"K{row}", f"v{row}") for row in range(2, 2 + ONE_BY_ONE)]
    assert told[ONE_BY_ONE].message == "38 more of the same sort in K22 to K59. The receipt and the marked workbook have each."
    assert (told[ONE_BY_ONE].severity, told[ONE_BY_ONE + 1 :]) == ("error", [found("L2", "last")])
    sheets = folded([Finding("sheet_unread", "note", f"The sheet {number} was not read.", sheet=str(number)) for number in range(30)])
    assert len(sheets) == 30


HEAD = ["week_ending", "ccg_code", "home_id", "residents", "residents_with_pcsp", "clinical_lead"]


def test_a_receipt_is_folded_and_its_findings_are_not(store: Store) -> None:
    rows = [["17/05/2020", "01T", f"1-{number}", "20", "1", "perhaps"] for number in range(1, 41)]
    (receipt,) = receive_many(store, [("a.csv", csv_bytes([HEAD, *rows]))], decide=False)
    assert sum(one.code == "not_yes_no" for one in receipt.findings) == 40
    (told,) = [one for one in receipt.sentences if "perhaps" in one]
    assert told.endswith("The same stands in 39 more cells: F3 to F41.")


def test_a_query_of_a_cell_that_an_error_stops_is_left_out() -> None:
    weeks = [["10/05/2020", "01T", "1-101", "20", "10", "yes"]], [["03/05/2020", "01T", "1-101", "20", "10", "yes"]]
    before = pa.concat_tables([only(look(csv_bytes([HEAD, *one]))).facts for one in weeks])

    def history(kind: str, submitter: str, week: date) -> pa.Table:
        return before

    context = Context(AREAS, QUESTIONS, history=history)
    wild = look(csv_bytes([HEAD, ["17/05/2020", "01T", "1-101", "20", "900", "yes"]]), context=context)
    assert [code for code, _ in codes(wild)] == ["part_above_whole"]
    # In a cell that is right as far as it goes the same number is a query.
    alone = look(csv_bytes([HEAD, ["17/05/2020", "01T", "1-101", "2000", "900", "yes"]]), context=context)
    assert codes(alone) == [("count_jumped", "D2"), ("count_jumped", "E2")]


def test_of_a_few_rows_that_would_replace_a_return_only_that_is_told(store: Store) -> None:
    def week(day: str, homes: range) -> list[list[str]]:
        return [[day, "01T", f"1-{number}", "20", "1", "yes"] for number in homes]

    for day in ("03/05/2020", "10/05/2020", "17/05/2020"):
        receive_many(store, [(f"{day[:2]}.csv", csv_bytes([HEAD, *week(day, range(1, 41))]))], reasons={"*": "a test"})
    mixed = [HEAD, *week("24/05/2020", range(1, 40)), *week("17/05/2020", range(40, 41))]
    (receipt,) = receive_many(store, [("mixed.csv", csv_bytes(mixed))], decide=False)
    assert [one.code for one in receipt.findings if one.severity != "note"] == ["few_rows_replace_many"]
