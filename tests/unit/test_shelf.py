"""The snapshots that a process has open: the last three, as their readers see them; an older one goes with its file and its memory."""

from __future__ import annotations

import gc
import weakref
from datetime import date

from carehomes.access import EVERYWHERE, Permitted
from carehomes.intake.desk import receive
from carehomes.store import Store
from tests.unit.files import home_file
from ui.session import Shelf

WEEK = date(2020, 5, 17)


def test_an_old_snapshot_goes_with_all_that_its_readers_saw(store: Store) -> None:
    shelf, opened = Shelf(store.folder), list[weakref.ref[object]]()
    for number in range(6):
        answers = [f"1-{home},{'yes' if home <= number else 'no'}" for home in range(101, 104)] if number % 2 else [f"1-{101 + number},yes"]
        receive(store, home_file(WEEK.isoformat(), "01T", "home_id,clinical_lead", *answers), f"{number}.csv")
        snapshot = shelf.take(None)
        for permitted in (EVERYWHERE, Permitted(frozenset({"01T"}))):
            shown = shelf.seen(snapshot, permitted, None, 4)
            assert shown is shelf.seen(snapshot, permitted, None, 4)
            assert [one.code for one in shown.areas.of_level("ccg")] == ["01T"] or permitted is EVERYWHERE
        opened.append(weakref.ref(snapshot._database))
    del snapshot, shown
    gc.collect()
    assert [one() is not None for one in opened] == [False, False, False, True, True, True]
