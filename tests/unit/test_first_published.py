"""Weeks as first published: a moment is worked out only where a decision after the deadline can have changed the area."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from carehomes.access import EVERYWHERE
from carehomes.areas import due_moment
from carehomes.intake.desk import receive
from carehomes.ledger.model import Hints
from carehomes.measures import first_published
from carehomes.snapshots import open_snapshot, records
from carehomes.store import Store
from tests.unit.files import home_file, register_file

WEEK = date(2020, 5, 17)
NEXT = WEEK + timedelta(days=7)
ON_TIME, LATE = due_moment(WEEK) - timedelta(days=1), due_moment(NEXT) + timedelta(days=1)


def send(store: Store, content: bytes, moment: datetime, effective: date | None = None) -> None:
    receipt = receive(
        store, content, "file.csv", hints=Hints(effective=effective), decided_at=moment, reasons={"*": "as told"}, publish_after=False
    )
    assert receipt.outcome == "accepted", receipt.sentence


@pytest.fixture
def told(store: Store) -> Store:
    """Two CCGs with a home each; both tell the first week, one again after both deadlines, with the register of a month later."""
    send(store, register_file(("1-101", "01T", 30), ("1-102", "01V", 60)), ON_TIME, date(2020, 5, 1))
    for ccg, home in (("01T", "1-101"), ("01V", "1-102")):
        send(store, home_file(WEEK.isoformat(), ccg, "home_id,clinical_lead", f"{home},no"), ON_TIME)
    send(store, home_file(NEXT.isoformat(), "01V", "home_id,clinical_lead", "1-102,yes"), due_moment(NEXT))
    send(store, home_file(WEEK.isoformat(), "01T", "home_id,clinical_lead", "1-101,yes"), LATE)
    send(store, register_file(("1-101", "01T", 30), ("1-102", "01V", 50)), LATE, date(2020, 7, 1))
    return store


def yes(store: Store, code: str) -> tuple[dict[date, int], int]:
    """Return the yes of each week as first published in an area, and how many moments were worked out for it."""
    found = first_published(store, open_snapshot(store), code, "named_lead", permitted=EVERYWHERE)
    assert found.left_out == ()
    return {row["week"]: row["yes"] for row in records(found.rows)}, len(list((store.snapshots / "as-at").glob("*.duckdb")))


def test_what_another_ccg_sends_late_opens_no_moment(told: Store) -> None:
    assert yes(told, "01V") == ({WEEK: 0, NEXT: 1}, 0)


def test_what_the_ccg_itself_sends_late_does(told: Store) -> None:
    assert yes(told, "01T") == ({WEEK: 0, NEXT: 0}, 2)


def test_the_whole_has_it_too(told: Store) -> None:
    top = open_snapshot(told).areas.top.code
    assert yes(told, top)[0] == {WEEK: 0, NEXT: 1}


def test_a_late_row_for_a_home_of_another_ccg_opens_its_moments(told: Store) -> None:
    send(told, home_file(WEEK.isoformat(), "01T", "home_id,clinical_lead", "1-101,yes", "1-102,yes"), LATE)
    assert yes(told, "01V")[1] == 2
