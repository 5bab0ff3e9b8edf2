"""Register against returns: "X01 says 47 homes, the register lists 48 at 17 May 2020; these 3 differ"."""

from __future__ import annotations

from datetime import date
from typing import Any

from carehomes.access import EVERYWHERE, Permitted
from carehomes.intake.desk import receive
from carehomes.intake.undo import nil_return
from carehomes.ledger.model import Hints
from carehomes.measures import register_against_returns
from carehomes.snapshots import open_snapshot, records
from carehomes.store import Store
from tests.unit.files import home_file, register_file
from tests.unit.test_registers import line, register

WEEK = date(2020, 5, 17)


def take(store: Store, content: bytes, name: str = "return.csv", **hints: Any) -> None:
    receipt = receive(store, content, name, hints=Hints(**hints), reasons={"*": "a test"})
    assert receipt.outcome == "accepted", receipt.sentences


def load(store: Store, *homes: tuple[str, str, int]) -> None:
    take(store, register_file(*homes), "register.csv", effective=date(2020, 5, 1))


def sends(store: Store, ccg: str, *homes: str) -> None:
    take(store, home_file("2020-05-17", ccg, "home_id,clinical_lead", *(f"{home},yes" for home in homes)), f"{ccg}.csv")


def totals(store: Store, ccg: str, *rows: tuple[str, int]) -> None:
    lines = [f"2020-05-17,{ccg},,{pcn},,{homes},{homes},0,0,0" for pcn, homes in rows]
    states = ",".join(f"clinical_lead_{state}" for state in ("yes", "no", "not_answered", "not_applicable"))
    head = f"week_ending,ccg_code,ccg_name,pcn_code,pcn_name,homes,{states}"
    take(store, "\n".join([head, *lines, ""]).encode(), f"{ccg}-totals.csv")


def told(store: Store, ccg: str) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    found = register_against_returns(open_snapshot(store), WEEK, permitted=EVERYWHERE)
    row = next(row for row in records(found.ccgs) if row["ccg"] == ccg)
    return row, [(one["home_id"], one["difference"], one["why"]) for one in records(found.differences) if one["ccg"] == ccg]


def test_the_sentence_and_the_homes_that_differ(store: Store) -> None:
    load(store, ("1-1", "01T", 30), ("1-2", "01T", 30), ("1-3", "01T", 30), ("1-9", "01V", 30))
    sends(store, "01T", "1-1", "1-8", "1-9")
    sends(store, "01V", "1-9", "1-3")
    row, differ = told(store, "01T")
    assert row["sentence"] == "01T says 3 homes, the register lists 3 at 17 May 2020; these 4 differ."
    assert differ == [
        ("1-8", "in the return, not on the register", "the register of 1 May 2020 does not list it"),
        ("1-2", "on the register, not in the return", "the return has no row for it"),
        ("1-3", "on the register, not in the return", "01V sent it instead"),
        ("1-9", "registered elsewhere", "the register has it in NHS Southport and Formby CCG (01V); there it counts"),
    ]
    assert (row["only_in_return"], row["only_on_register"], row["registered_elsewhere"], row["differ"]) == (1, 2, 1, 4)


def test_a_home_that_closed_and_one_that_has_not_begun(store: Store) -> None:
    take(
        store,
        register(line(1), line(2, end="10/05/2020"), line(3, start="01/06/2020")),
        "register.csv",
        effective=date(2020, 5, 1),
    )
    sends(store, "01T", "1-1", "1-2", "1-3")
    row, differ = told(store, "01T")
    assert row["registered"] == 1
    assert [why for _, _, why in differ] == ["its last day was 10 May 2020", "it is registered only from 1 June 2020"]


def test_an_old_id_is_told_with_the_new_one(store: Store) -> None:
    take(store, register(line(1), line(2, uprn="77")), "april.csv", effective=date(2020, 4, 1))
    take(store, register(line(1), line(5, uprn="77")), "may.csv", effective=date(2020, 5, 1))
    sends(store, "01T", "1-1", "1-2")
    row, differ = told(store, "01T")
    assert row["sentence"] == "01T says 2 homes, the register lists 2 at 17 May 2020; these 2 differ."
    assert [why for _, _, why in differ] == [
        "the register of 1 May 2020 does not list it; it seems to be registered again as 1-5: use that ID",
        "the return still has it under its old ID, 1-2",
    ]


def test_totals_stand_for_the_homes_that_have_no_row(store: Store) -> None:
    load(store, ("1-1", "01T", 30), ("1-2", "01T", 30), ("1-3", "01T", 30))
    take(store, b"home_id,pcn_code,from,to\n1-1,U00001,,\n1-2,U00002,,\n1-3,U00002,,\n", "alignment.csv")
    sends(store, "01T", "1-1")
    totals(store, "01T", ("U00002", 2))
    row, differ = told(store, "01T")
    assert differ == []
    assert (row["says"], row["home_rows"], row["pcn_totals"], row["in_totals"]) == (3, 1, 2, 2)
    assert row["sentence"] == "01T says 3 homes, the register lists 3 at 17 May 2020 (2 of them told only in totals); none differs."


def test_a_total_alone_names_no_home(store: Store) -> None:
    load(store, ("1-1", "01T", 30), ("1-2", "01T", 30))
    totals(store, "01T", ("", 3))
    row, differ = told(store, "01T")
    assert differ == []
    assert (row["says"], row["ccg_total"], row["registered"]) == (3, 3, 2)
    assert row["sentence"].endswith("; it names no home, so which ones differ is not known.")


def test_silence_is_no_difference(store: Store) -> None:
    load(store, ("1-1", "01T", 30), ("1-2", "01V", 30))
    sends(store, "01V", "1-2")
    row, differ = told(store, "01T")
    assert (differ, row["state"], row["sentence"]) == ([], "no return", "01T has not returned; the register lists 1 at 17 May 2020.")
    nil_return(store, "01T", WEEK)
    assert told(store, "01T")[0]["sentence"].startswith("01T sent a nil return, the register lists 1 at 17 May 2020")


def test_without_a_register_there_is_nothing_to_hold_against(store: Store) -> None:
    sends(store, "01T", "1-1")
    row, differ = told(store, "01T")
    assert (differ, row["sentence"]) == ([], "01T says 1 home; there is no register to hold it against.")


def test_a_reader_of_one_ccg_sees_that_one(demo_store: Store) -> None:
    found = register_against_returns(open_snapshot(demo_store), date(2020, 7, 5), permitted=Permitted(frozenset({"X02"})))
    assert found.ccgs["ccg"].tolist() == ["X02"]
    assert set(found.differences["ccg"]) == {"X02"}
    assert found.las[["la", "registered"]].values.tolist() == [["XE0001", 48]]


def test_local_authorities_and_ccgs_tell_of_the_same_homes(demo_store: Store) -> None:
    found = register_against_returns(open_snapshot(demo_store), date(2020, 7, 5), permitted=EVERYWHERE)
    rows = {row["la"]: row for row in records(found.las)}
    assert rows["XE0001"]["sentence"] == (
        "XE0001 says 110 homes (week ending Sunday 31 May 2020), the register lists 110 at 31 May 2020; CCGs sent a row for 109 of them."
    )
    assert (rows["XE0001"]["ccgs"], rows["XE0001"]["without_row"]) == (3, 1)
    assert rows["XE0002"]["sentence"].startswith("XE0002 has sent no form, the register lists 90 at 5 July 2020; ")
    assert rows["XE0002"]["in_totals"] == 8
    for row in rows.values():
        assert row["with_row"] + row["in_totals"] + row["without_row"] == row["registered"]


def test_every_registered_home_stands_in_its_local_authority_once(demo_store: Store) -> None:
    found = register_against_returns(open_snapshot(demo_store), date(2020, 5, 31), permitted=EVERYWHERE)
    assert found.las["registered"].sum() == 280
    assert found.ccgs["registered"].sum() == 280
