"""What needs attention on the Overview and on Compare areas: alerts with their counts and their evidence, below what is there already."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from carehomes.ledger import notes as kept
from carehomes.ledger.notes import Note
from carehomes.store import Store, open_store
from tests.pages.test_pages_changed import Open, text


def test_the_overview_lists_the_alerts_below_what_is_certain(open_page: Open, demo_store: Store) -> None:
    # A link with a selection: the first-visit guide takes no room.
    told = text(open_page(demo_store, area="X99"))
    alert = (
        "1 alert in 30 looks ( Compare areas ) NHS Eastlow CCG (X05) : Homes checked in with this week, 23 of 36 homes (64%), worse than "
        "all of Demonstration region (85%). Exact binomial test, both sides: chance alone would show as much in 1 of 1,000"
    )
    assert alert in told
    assert told.index("has not returned") < told.index("missed the check-in two weeks running") < told.index(alert)


def test_where_nothing_stands_out_the_looks_are_told(open_page: Open, demo_store: Store) -> None:
    assert "No alert in 23 looks ( Compare areas )" in text(open_page(demo_store, area="X02"))
    # A view of homes cuts across the areas whose weeks are known.
    assert " looks (" not in text(open_page(demo_store, la="XE0002"))


def test_compare_areas_has_the_same_looks(open_page: Open, demo_store: Store) -> None:
    told = text(open_page(demo_store, "compare_areas", week="2020-08-02"))
    assert "its process chart against its own weeks before" in told and "1 alert in 77 looks at areas and measures" in told
    # Trial limits, of the three weeks since a question broke, are no look.
    assert "No alert in 76 looks at areas and measures" in text(open_page(demo_store, "compare_areas"))


def test_after_a_changed_definition_there_is_one_look_less(open_page: Open, demo_store: Store, tmp_path: Path) -> None:
    store = open_store(Path(shutil.copytree(demo_store.folder, tmp_path / "own")))
    week = date(2020, 8, 23)
    kept.add(store, Note("definition changed", "visits only", week, week, "regional analyst", "X01", "checked_in"))
    assert "1 alert in 29 looks" in text(open_page(store))
