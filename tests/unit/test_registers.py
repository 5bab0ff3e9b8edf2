"""Registers: versions, what changed between two and that it adds up, and which homes are one home under two IDs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carehomes.access import EVERYWHERE, Permitted
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints
from carehomes.measures import register_changes, register_homes, register_versions, two_ccgs
from carehomes.measures.places import BY_ADDRESS, BY_POSTCODE, BY_UPRN, Pair, same_places, where
from carehomes.measures.registers import KINDS, RegisterChanges
from carehomes.snapshots import Snapshot, open_snapshot, records
from carehomes.store import Store, open_store
from tests.conftest import WORLDS

HEAD = (
    "Location ID,Location HSCA start date,Location HSCA end date,Dormant (Y/N),Care home?,Location Name,Care homes beds,"
    "Location ONSPD CCG Code,Location Commissioning CCG Code,Local Authority,Location Street Address,Postal Code,Location UPRN ID,"
    "Service user band - Older People"
)
MAY, JULY = date(2020, 5, 1), date(2020, 7, 1)


def line(number: int | str, **said: Any) -> str:
    """Return the row of a home; what is not said is as it mostly is."""
    row = {
        "start": "01/01/2015", "end": "", "dormant": "N", "name": f"Home {number}", "beds": 30, "ccg": "01T", "commissioner": "01T",
        "la": "Sefton", "address": f"{number} High Street", "postcode": f"L1 {number}AA", "uprn": "", "older": "Y",
    } | said  # fmt: skip
    cells = [row[name] for name in ("start", "end", "dormant")], [row["name"], row["beds"], row["ccg"], row["commissioner"], row["la"]]
    return ",".join(
        str(cell) for cell in (f"1-{number}", *cells[0], "Y", *cells[1], *(row[one] for one in ("address", "postcode", "uprn", "older")))
    )


def register(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines, ""]).encode()


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., tuple[Snapshot, RegisterChanges]]:
    """Return how two registers are loaded, and what changed between them."""

    def load(before: bytes, after: bytes, permitted: Permitted = EVERYWHERE) -> tuple[Snapshot, RegisterChanges]:
        store = open_store(tmp_path / "registers")
        for content, effective in ((before, MAY), (after, JULY)):
            receipt = receive(
                store, content, f"register {effective}.csv", hints=Hints(effective=effective), reasons={"*": "a test"}, publish_after=False
            )
            assert receipt.outcome == "accepted", receipt.sentences
        snapshot = open_snapshot(store)
        ids = list(register_versions(snapshot, permitted=permitted)["return_id"])
        return snapshot, register_changes(snapshot, int(ids[0]), int(ids[1]), permitted=permitted)

    return load


def told(changes: RegisterChanges) -> list[tuple[str, str, str, str]]:
    return [(row["kind"], row["home_id"], row["was"], row["is"]) for row in records(changes.rows)]


Changed = Callable[..., tuple[Snapshot, RegisterChanges]]


def test_what_can_change(changed: Changed) -> None:
    before = register(line(1), line(2), line(3), line(4), line(5), line(6), line(7), line(9))
    after = register(
        line(1, beds=28), line(2, ccg="01V"), line(3, la="Knowsley"), line(4, older=""), line(5, dormant="Y"), line(6),
        line(8, beds=12, start="20/06/2020"), line(9, end="30/06/2020"),
    )  # fmt: skip
    _, changes = changed(before, after)
    assert told(changes) == [
        ("opened", "1-8", "not listed", "12 beds"),
        ("closed", "1-7", "30 beds", "not listed"),
        ("closed", "1-9", "30 beds", "not listed"),
        ("beds changed", "1-1", "30 beds", "28 beds"),
        ("CCG changed", "1-2", "NHS South Sefton CCG (01T)", "NHS Southport and Formby CCG (01V)"),
        ("LA changed", "1-3", "Sefton (E08000014)", "Knowsley (E08000011)"),
        ("older-people band changed", "1-4", "yes", "no"),
        ("dormant changed", "1-5", "no", "yes"),
    ]
    assert [row["why"] for row in records(changes.rows)][:3] == [
        "first listed on the register of 1 July 2020, registered from 20 June 2020",
        "absent from the register of 1 July 2020",
        "its last day was 30 June 2020",
    ]
    assert (changes.homes.before, changes.homes.opened, changes.homes.closed, changes.homes.after) == (8, 1, 2, 7)
    assert (changes.beds.before, changes.beds.opened, changes.beds.closed, changes.beds.changed, changes.beds.after) == (
        240,
        12,
        60,
        -2,
        190,
    )
    assert changes.counts == {**dict.fromkeys(KINDS, 1), "closed": 2, "re-registered": 0}


def test_a_home_that_registers_again_is_neither_opened_nor_closed(changed: Changed) -> None:
    _, changes = changed(register(line(1, uprn="10001")), register(line(2, uprn="000010001", beds=31, name="New name")))
    assert told(changes) == [("re-registered", "1-2", "1-1, Home 1", "1-2, New name"), ("beds changed", "1-2", "30 beds", "31 beds")]
    row = records(changes.rows)[0]
    assert (row["before_id"], row["after_id"], row["why"]) == ("1-1", "1-2", BY_UPRN)
    assert (changes.homes.opened, changes.homes.closed, changes.homes.net, changes.beds.net) == (0, 0, 0, 1)


def test_the_name_alone_joins_nothing(changed: Changed) -> None:
    _, changes = changed(
        register(line(1, name="Rose Lodge", address="1 Low Road")), register(line(2, name="Rose Lodge", address="9 High Road"))
    )
    assert [one[0] for one in told(changes)] == ["opened", "closed"]


def test_what_one_register_does_not_say_has_not_changed(changed: Changed) -> None:
    bare = b"Location ID,Care home?,Location Name,Location ONSPD CCG Code,Care homes beds\n1-1,Y,Home 1,01T,30\n"
    _, changes = changed(bare, register(line(1)))
    assert told(changes) == []


def test_a_merged_ccg_is_no_change_of_ccg(changed: Changed) -> None:
    _, changes = changed(register(line(1, ccg="00D", commissioner="00D")), register(line(1, ccg="84H", commissioner="84H")))
    assert told(changes) == []


def test_who_may_see_one_ccg_sees_a_home_move_out_and_its_numbers_add_up(changed: Changed) -> None:
    one = Permitted(frozenset({"01T"}))
    _, changes = changed(register(line(1), line(2), line(3, ccg="01V")), register(line(1), line(2, ccg="01V"), line(3, ccg="01T")), one)
    assert [(row["kind"], row["home_id"]) for row in records(changes.rows)] == [("CCG changed", "1-3"), ("CCG changed", "1-2")]
    homes = changes.homes
    assert (homes.before, homes.moved_in, homes.moved_out, homes.after) == (2, 1, 1, 2)


def test_there_must_be_such_versions(changed: Changed) -> None:
    snapshot, _ = changed(register(line(1)), register(line(1), line(2)))
    with pytest.raises(ValueError, match="no register version 99"):
        register_changes(snapshot, 1, 99, permitted=EVERYWHERE)


def test_versions_count_homes_beds_and_a_home_without_its_ccg_at_its_commissioner(changed: Changed) -> None:
    snapshot, _ = changed(register(line(1), line(2, ccg="E99")), register(line(1, end="30/06/2020"), line(2, dormant="Y", older="")))
    rows = records(register_versions(snapshot, permitted=EVERYWHERE))
    assert [
        (row["effective"], row["homes"], row["beds"], row["older"], row["dormant"], row["without_ccg"], row["state"]) for row in rows
    ] == [
        (MAY, 2, 60, 2, 0, 0, "standing"),
        (JULY, 1, 30, 0, 1, 0, "standing"),
    ]


def test_a_register_of_the_same_day_supersedes(changed: Changed, tmp_path: Path) -> None:
    changed(register(line(1)), register(line(1), line(2)))
    store = open_store(tmp_path / "registers")
    assert receive(store, register(line(1), line(2), line(3)), "again.csv", hints=Hints(effective=JULY)).outcome == "accepted"
    states = register_versions(open_snapshot(store), permitted=EVERYWHERE)[["effective", "homes", "state"]]
    assert states.values.tolist() == [[MAY, 1, "standing"], [JULY, 2, "superseded"], [JULY, 3, "standing"]]


# Places


def test_the_surest_sign_counts_first() -> None:
    gone = [
        where("a", "1", "L1 1AA", "1 High St"),
        where("b", None, "L1 1AA", "2 High St."),
        where("c", "", "L9 9ZZ", ""),
        where("d", "4", "M1 1AA", "x"),
    ]
    came = [
        where("A", "01", "M9 9ZZ", ""),
        where("B", "77", "l11aa", "2, high st"),
        where("C", None, "L9 9ZZ", "Elsewhere"),
        where("D", "5", "M1 1AA", "x"),
    ]
    assert same_places(gone, came) == [Pair("a", "A", BY_UPRN), Pair("b", "B", BY_ADDRESS), Pair("c", "C", BY_POSTCODE)]


def test_two_homes_at_one_place_are_not_told_apart() -> None:
    gone = [where("a", "1", "L1 1AA", ""), where("b", "1", "L1 1AA", "")]
    assert same_places(gone, [where("A", "1", "L1 1AA", "")]) == []
    assert same_places([where("a", "", "L1 1AA", "")], [where("A", "", "L1 1AA", ""), where("B", "", "L1 1AA", "")]) == []
    assert same_places([where("a", "", "", "")], [where("A", "", "", "")]) == []


# The law


homes = st.dictionaries(
    st.integers(1, 12),
    st.fixed_dictionaries(
        {
            "beds": st.sampled_from(["", 8, 20, 41]),
            "ccg": st.sampled_from(["01T", "01V"]),
            "uprn": st.sampled_from(["", "7", "8", "9"]),
            "postcode": st.sampled_from(["L1 1AA", "L1 1AB"]),
            "address": st.sampled_from(["", "1 High Street"]),
            "end": st.sampled_from(["", "", "30/04/2020"]),
        }
    ),
    min_size=1,
)


@settings(max_examples=8 * WORLDS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=homes, after=homes, seen=st.sampled_from([None, frozenset({"01T"})]))
def test_before_and_what_changed_is_after(before: Any, after: Any, seen: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = open_store(tmp_path_factory.mktemp("law") / "store")
    for said, effective in ((before, MAY), (after, JULY)):
        content = register(*(line(number, **row) for number, row in said.items()))
        assert receive(store, content, "r.csv", hints=Hints(effective=effective), reasons={"*": "a test"}).outcome in (
            "accepted",
            "unchanged",
        )
    snapshot, permitted = open_snapshot(store), Permitted(seen)
    ids = [int(one) for one in register_versions(snapshot, permitted=permitted)["return_id"]]
    changes = register_changes(snapshot, ids[0], ids[-1], permitted=permitted)
    for one in (changes.homes, changes.beds):
        assert one.before + one.opened - one.closed + one.moved_in - one.moved_out + one.changed == one.after
    opened = [row["home_id"] for row in records(changes.rows) if row["kind"] == "opened"]
    again = [row["after_id"] for row in records(changes.rows) if row["kind"] == "re-registered"]
    assert changes.homes.opened == len(opened)
    assert not set(opened) & set(again)
    open_after = [number for number, row in after.items() if not row["end"] and (seen is None or row["ccg"] in seen)]
    assert changes.homes.after == len(open_after)


# The homes of a week, on the demonstration


def test_two_ccgs_a_home_the_first_counts_and_both_are_told(demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)
    found = two_ccgs(snapshot, date(2020, 8, 30), permitted=EVERYWHERE)
    assert found[["home_id", "ccg", "commissioning_ccg"]].values.tolist() == [
        ["1-990001383", "X01", "X02"],
        ["1-990002240", "X02", "X01"],
        ["1-990005163", "X05", "X06"],
    ]


def test_the_homes_of_a_week_are_the_registers(demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)
    assert len(register_homes(snapshot, date(2020, 5, 17), permitted=EVERYWHERE)) == 280
    newest = register_homes(snapshot, date(2020, 8, 30), permitted=EVERYWHERE)
    assert (len(newest), int(newest["beds"].sum())) == (281, 8969)
    one = records(newest[newest["home_id"] == "1-990102000"])[0]
    assert (one["ccg"], one["stp"], one["region"], one["la"], one["aligned_by"], one["has_row"], one["sender"]) == (
        "X02", "XQ1", "X99", "XE0001", "file", 1, "X02",
    )  # fmt: skip
    assert len(register_homes(snapshot, date(2020, 8, 30), permitted=Permitted(frozenset({"X06"})))) == 38
