"""How much weeks still move after their deadline: counted by hand from the journal's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from carehomes.access import EVERYWHERE
from carehomes.areas import due_moment
from carehomes.intake.desk import receive
from carehomes.intake.undo import withdraw
from carehomes.ledger.model import Hints
from carehomes.measures import settling
from carehomes.snapshots import open_moment, open_snapshot
from carehomes.store import Store
from tests.unit.files import home_file, register_file

FIRST = date(2020, 5, 17)
WEEKS = [FIRST + timedelta(days=7 * step) for step in range(8)]


def send(store: Store, week: date, answer: str, moment: datetime) -> None:
    content = home_file(week.isoformat(), "01T", "home_id,clinical_lead", f"1-101,{answer}")
    receipt = receive(store, content, "r.csv", decided_at=moment, reasons={"*": "as told"}, publish_after=False)
    assert receipt.outcome == "accepted", receipt.sentence


def loaded(store: Store, late: int) -> Store:
    """A register of 3 + 1 homes; 01T returns on time each week and revises the first ``late`` weeks two days after the deadline."""
    homes = [(f"1-10{n}", "01T", 30) for n in (1, 2, 3)] + [("1-104", "01V", 20)]
    receive(
        store,
        register_file(*homes),
        "register.csv",
        hints=Hints(effective=date(2020, 5, 1)),
        decided_at=due_moment(FIRST) - timedelta(days=9),
        publish_after=False,
    )
    for number, week in enumerate(WEEKS):
        send(store, week, "yes", due_moment(week))
        if number < late:
            send(store, week, "no", due_moment(week) + timedelta(days=2))
    return store


def test_homes_are_counted_by_the_ccg_that_moved(store: Store) -> None:
    found = settling(open_snapshot(loaded(store, 2)), permitted=EVERYWHERE)
    # The clock stands at the last deadline: seven weeks are a week old, two of them moved: 2 x 3 homes.
    open_ccgs = len(open_snapshot(store).areas.open_ccgs(FIRST))
    assert open_ccgs > 2
    assert found.moved[0] == (6, 7 * 4, 7)
    assert found.moved[1] == (0, 6 * 4, 6)
    assert (found.known, found.ages) == (True, 1)
    assert found.provisional == (WEEKS[-1],)
    assert "21% in week 1, 0% in week 2" in found.sentence and "for 1 week after its deadline" in found.sentence


def test_what_came_on_time_to_the_second_does_not_move(store: Store) -> None:
    found = settling(open_snapshot(loaded(store, 0)), permitted=EVERYWHERE)
    assert found.moved[0][0] == 0 and found.ages == 0
    # Its deadline has just come: nothing is provisional any more where nothing ever moves.
    assert found.provisional == (WEEKS[-1],)


def test_a_withdrawal_moves_a_week_too(store: Store) -> None:
    loaded(store, 0)
    withdraw(store, "home", "01T", WEEKS[0], decided_at=due_moment(WEEKS[-1]) + timedelta(days=1))
    found = settling(open_snapshot(store), permitted=EVERYWHERE)
    assert found.moved[7] == (0, 0, 0)


def test_a_short_record_says_so(store: Store) -> None:
    loaded(store, 1)
    early = open_moment(store, as_at=datetime(2020, 5, 21, 12, tzinfo=UTC))
    found = settling(early, permitted=EVERYWHERE)
    assert not found.known and found.sentence.startswith("Too few weeks are over")
    assert found.provisional == (WEEKS[0],)
