"""Laws of who has returned: on random histories the state as at any moment is a replay of the journal up to it, and the parts add up."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given

from carehomes.access import EVERYWHERE
from carehomes.intake.desk import receive
from carehomes.intake.undo import nil_return, undo, withdraw
from carehomes.ledger.journal import moment_text
from carehomes.ledger.model import Hints
from carehomes.measures import return_states, tallies
from carehomes.measures.return_states import NOT_RETURNED
from carehomes.snapshots import Snapshot, open_moment, publish, records
from carehomes.store import Store, open_store
from tests.conftest import long_run
from tests.laws.ground import SEEDS, Worlds, dear_law
from tests.oracle.submitters import replayed
from tests.unit.files import home_file, register_file

CCGS = ["01T", "01V"]
WEEKS = [date(2020, 5, 17), date(2020, 5, 24)]
TOLD = ("state", "on_time", "superseded", "withdrawn", "queried", "refused", "held")
STEPS = 24


def happens(store: Store, rng: random.Random, step: int) -> None:
    """One thing of many that can happen to a return; each is decided now and was received around the deadline."""
    ccg, week = rng.choice(CCGS), rng.choice(WEEKS)
    received = datetime.combine(week, datetime.min.time(), UTC) + timedelta(days=rng.randint(1, 5), hours=rng.randint(0, 23))
    hints = Hints(received_at=received)
    # A number that no file had before, so that no two are the same bytes.
    rows = [f"1-10{CCGS.index(ccg)},yes,{step}"]
    deed = rng.choice(["accept"] * 5 + ["query", "hold", "refuse", "nil", "withdraw", "undo"])
    if deed in ("query", "hold"):
        rows.append(f"1-999,no,{step}")
    if deed == "refuse":
        rows.append(f"1-10{CCGS.index(ccg)},perhaps,many")
    if deed in ("accept", "query", "hold", "refuse"):
        content = home_file(week.isoformat(), ccg, "home_id,clinical_lead,residents", *rows)
        reasons = {"*": "looked at"} if deed == "query" else {}
        found = receive(store, content, f"{step}.csv", hints=hints, reasons=reasons, publish_after=False)
        assert found.outcome == {"hold": "held", "refuse": "refused"}.get(deed, "accepted"), found.sentences
    elif deed == "nil":
        nil_return(store, ccg, week, received_at=received, publish_after=False)
    elif deed == "withdraw":
        withdraw(store, "home", ccg, week, reason="a law", publish_after=False)
    else:
        undo(store, "home", ccg, week, reason="a law", publish_after=False)


def told(snapshot: Snapshot) -> dict[tuple[str, str], dict[str, object]]:
    states = return_states(snapshot, WEEKS[0], WEEKS[-1], CCGS, permitted=EVERYWHERE)
    return {(row["code"], row["week"].isoformat()): {name: row[name] for name in TOLD} for row in records(states)}


@long_run
@dear_law
@given(seed=SEEDS)
def test_the_state_at_any_moment_is_a_replay_of_the_journal_up_to_it(seed: int, worlds: Worlds) -> None:
    rng = random.Random(seed)
    store = open_store(Path(worlds.folder) / f"history{seed}-{len(list(worlds.folder.glob('history*')))}")
    homes = register_file(("1-100", "01T", 30), ("1-101", "01V", 60))
    receive(store, homes, "register.csv", hints=Hints(effective=date(2020, 5, 1)), publish_after=False)
    for week in WEEKS:
        # So that both weeks are there at any moment.
        content = home_file(week.isoformat(), "01T", "home_id,clinical_lead", "1-100,no")
        receive(store, content, "first.csv", hints=Hints(received_at=datetime(2020, 5, 27, tzinfo=UTC)), publish_after=False)
    for step in range(STEPS):
        happens(store, rng, step)
    publish(store)
    entries = store.journal.entries()
    some = sorted(rng.sample(range(3, len(entries)), 2))
    moments = [at for place in some for at in (entries[place].decided_at, entries[place].decided_at - timedelta(microseconds=1))]
    for moment in [*moments, None]:
        snapshot = open_moment(store, as_at=moment)
        until = "9999" if moment is None else moment_text(moment)
        expected = replayed(store.journal.path, until, CCGS, [week.isoformat() for week in WEEKS])
        found = told(snapshot)
        assert {key: {name: one[name] for name in TOLD} for key, one in expected.items()} == found, moment
        snapshot.close()


@dear_law
@given(seed=SEEDS)
def test_what_it_adds_up_to_is_expected(seed: int, worlds: Worlds) -> None:
    loaded = worlds.of(seed)
    snapshot = loaded.snapshot
    for week in snapshot.weeks:
        every = [one.code for one in snapshot.areas.of_level("ccg")]
        found = {one.what: one for one in tallies(return_states(snapshot, week, week, every, permitted=EVERYWHERE))}
        for unit in ("returns", "homes"):
            value = {what: getattr(one, unit) for what, one in found.items()}
            assert value["expected"] == value["returned"] + value["not returned"]
            assert value["returned"] == value["on time"] + value["late"]
            assert value["not returned"] == sum(value[state] for state in NOT_RETURNED)
        assert (found["returned"].returns, found["expected"].returns) == loaded.returned(week)[:2]
        assert found["on time"].returns == loaded.returned(week)[3]
