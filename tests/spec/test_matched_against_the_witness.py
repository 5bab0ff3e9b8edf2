"""The homes that answered in a week and in the one before: equal to those that plain Python finds in the same files, home by home."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE
from carehomes.demo import load_demo
from carehomes.measures import matched
from carehomes.statistics import Change, change_of
from carehomes.store import Store
from tests.conftest import WORLDS
from tests.oracle import load_world
from tests.oracle.answers import NO_WORDS, YES_WORDS
from tests.oracle.knowledge import Knowledge
from tests.spec.test_rules_of_counting import snapshot_of
from tests.worlds import make_world


def said(known: Knowledge, home: str, week: date, question: str) -> bool | None:
    """Return what the row of a home that counts says: yes, no, or None for anything else."""
    text = (known.row_that_counts(home, week) or {}).get(question, "").strip().lower()
    return True if text in YES_WORDS else False if text in NO_WORDS else None


def witnessed(known: Knowledge, ccgs: set[str], week: date, question: str) -> Change | None:
    """Return the change among the homes that the register of ``week`` gives to one of ``ccgs``."""
    homes = [one.id for one in known.register(week).homes.values() if one.ccg in ccgs]
    answers = [(said(known, home, week - timedelta(weeks=1), question), said(known, home, week, question)) for home in homes]
    both = [(old, new) for old, new in answers if old is not None and new is not None]
    counts = {name: both.count(pair) for name, pair in (("yes_both", (True, True)), ("gained", (False, True)), ("lost", (True, False)))}
    return change_of(**counts, homes=len(both)) if both else None


@pytest.mark.parametrize("seed", range(WORLDS))
def test_world(seed: int, tmp_path: Path, store: Store) -> None:
    made = make_world(tmp_path / "world", seed)
    assert load_demo(store, made.folder) == []
    world = load_world(made.folder)
    snapshot = snapshot_of(store, None)
    known = Knowledge(world, None)
    every = set(made.ccgs)
    told = 0
    for one in (snapshot.measures["named_lead"], snapshot.measures["checked_in"]):
        for code in [*sorted(every), snapshot.areas.top.code]:
            found = matched(snapshot, code, one, permitted=EVERYWHERE)
            inside = every if code == snapshot.areas.top.code else {code}
            weeks = [week for week in snapshot.weeks if week - timedelta(weeks=1) >= max(one.since, snapshot.weeks[0])]
            expected = {week: change for week in weeks if (change := witnessed(known, inside, week, one.question))}
            assert found == expected, (one.id, code)
            told += len(found)
    assert told
