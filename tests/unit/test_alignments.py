"""Alignment lists: the homes whose PCN is not settled, each with the CCG to settle it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints
from carehomes.measures import alignment_files, alignment_list, alignment_weeks, figures
from carehomes.measures.alignments import LISTS, several
from carehomes.snapshots import open_snapshot, records
from carehomes.store import Store
from tests.unit.files import home_file, register_file

WEEK = date(2020, 5, 17)


def take(store: Store, content: bytes, name: str, **hints: Any) -> None:
    receipt = receive(store, content, name, hints=Hints(**hints), reasons={"*": "a test"})
    assert receipt.outcome == "accepted", receipt.sentences


def listed(store: Store, name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    found = records(alignment_list(open_snapshot(store), WEEK, permitted=EVERYWHERE))
    return [(row["home_id"], row["ccg"], tuple(row["pcns"])) for row in found if row["list"] == name]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A81001; A81002", ("A81001", "A81002")),
        ("A81001,A81002/A81003", ("A81001", "A81002", "A81003")),
        ("The Surgery\r\nThe  Practice\nThe Surgery", ("The Surgery", "The Practice")),
        (" ; , ", ()),
        ("not applicable", ()),
        (None, ()),
    ],
)
def test_a_cell_that_lists_several(text: str | None, parts: tuple[str, ...]) -> None:
    assert several(text) == parts


def test_every_list_from_small_files(store: Store) -> None:
    homes = [(f"1-{number}", "01T", 30) for number in range(1, 8)] + [("1-8", "01V", 30), ("1-9", "01V", 30)]
    take(store, register_file(*homes), "register.csv", effective=date(2020, 5, 1))
    rows = ["1-1,U90001", "1-2,U90001", "1-2,U90002", "1-3,U90001", "1-4,U90001", "1-8,U90001", "1-5,U90001"]
    take(store, "\n".join(["home_id,pcn_code,from,to", *(f"{row},," for row in rows), ""]).encode(), "alignment.csv")
    said = ["1-1,U90001,A1;A2,", "1-3,U90009,A1,", "1-4,,A1,U90001", "1-5,U90001,A1,U90003 / U90004", "1-6,U90005,,"]
    take(store, home_file("2020-05-17", "01T", "home_id,pcn_code,practices,other_pcn_codes", *said), "01T.csv")
    assert listed(store, "not aligned") == [("1-7", "01T", ()), ("1-9", "01V", ())]
    assert listed(store, "claimed by two") == [("1-2", "01T", ("U90001", "U90002"))]
    assert listed(store, "several practices or PCNs") == [("1-1", "01T", ("U90001",)), ("1-5", "01T", ("U90001", "U90003", "U90004"))]
    assert listed(store, "across a CCG border") == [("1-8", "01V", ("U90001",))]
    assert listed(store, "return and file disagree") == [("1-3", "01T", ("U90001", "U90009"))]
    why = {(row["list"], row["home_id"]): row["why"] for row in records(alignment_list(open_snapshot(store), WEEK, permitted=EVERYWHERE))}
    assert "where 4 of its 5 homes are" in why["across a CCG border", "1-8"]
    assert "2 practices: A1, A2" in why["several practices or PCNs", "1-1"]


def test_the_area_list_says_whose_a_pcn_is_and_who_settles_it(demo_store: Store) -> None:
    found = records(alignment_list(open_snapshot(demo_store), date(2020, 8, 30), permitted=EVERYWHERE))
    across = [row for row in found if row["list"] == "across a CCG border"]
    assert [row["ccg"] for row in across] == ["X03"] * 4
    assert "Brackenshire Moor PCN (U99008) is of NHS Brackenshire CCG (X02), by the area list" in across[0]["why"]
    assert [row["list"] for row in found] == sorted((row["list"] for row in found), key=LISTS.index)
    one = alignment_list(open_snapshot(demo_store), date(2020, 8, 30), permitted=Permitted(frozenset({"X03"})))
    assert set(one["ccg"]) == {"X03"}


def test_what_is_not_aligned_is_what_the_figures_call_so_and_shrinks(demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)
    weeks = alignment_weeks(snapshot, permitted=EVERYWHERE)
    sums = weeks.groupby("week")[["homes", "not_aligned", "claimed_by_two"]].sum()
    assert sums.loc[date(2020, 5, 17)].tolist() == [280, 7, 1]
    assert sums.loc[date(2020, 8, 30)].tolist() == [281, 5, 1]
    found = figures(snapshot, date(2020, 8, 30), permitted=EVERYWHERE, measures=["named_lead"])
    parts = {row["code"]: row["registered"] for row in records(found) if row["level"] == "not aligned"}
    newest = weeks[weeks["week"] == date(2020, 8, 30)]
    assert {code: int(number) for code, number in parts.items() if number} == {
        row["ccg"]: row["not_aligned"] for row in records(newest) if row["not_aligned"]
    }
    assert newest[newest["ccg"] == "X04"]["share"].item() == 3.8


def test_the_alignment_files_stand_beside_one_another(demo_store: Store) -> None:
    found = alignment_files(open_snapshot(demo_store), permitted=EVERYWHERE)
    assert found["file_name"].tolist() == ["alignment_2020-08-01.csv", "alignment_2020-07-01.csv", "alignment_2020-05-01.csv"]
    assert set(found["state"]) == {"standing"}
    assert found[["rows", "homes", "pcns", "findings"]].values.tolist()[0] == [282, 281, 24, 1]
