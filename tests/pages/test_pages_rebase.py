"""A note that a measure's definition changed begins its limits anew: on the process chart, in words, and in the matrix of areas."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from carehomes.catalogue import load_measures
from carehomes.charts.process_areas import icons_of
from carehomes.ledger import notes as kept
from carehomes.ledger.notes import Note
from carehomes.settings import queries_folder
from carehomes.store import Store, open_store
from tests.pages.test_pages_changed import Open, text

CHANGED = date(2020, 7, 5)
REASON = "from now on a visit counts, not a call"


@pytest.fixture
def own_demo(tmp_path: Path, demo_store: Store) -> Store:
    """A copy of the demonstration that a test may change."""
    return open_store(Path(shutil.copytree(demo_store.folder, tmp_path / "own")))


def changed(store: Store, area: str = "", measure: str = "checked_in") -> None:
    kept.add(store, Note("definition changed", REASON, CHANGED, CHANGED, "regional analyst", area, measure))


def test_the_process_chart_begins_anew_with_the_words_of_the_note(open_page: Open, own_demo: Store) -> None:
    told = f"Mean and limits begin anew in the week ending Sunday 5 July 2020: {REASON}."
    changed(own_demo, measure="named_lead")
    assert told not in text(open_page(own_demo, "weekly_checkins", measure="checked_in"))
    changed(own_demo, area="X01")
    assert told not in text(open_page(own_demo, "weekly_checkins", measure="checked_in", area="X02"))
    assert told in text(open_page(own_demo, "weekly_checkins", measure="checked_in", area="X01"))


def test_limits_begin_anew_area_by_area() -> None:
    weeks = [date(2020, 3, 1) + timedelta(weeks=step) for step in range(26)]
    rows = [
        {"week": week, "code": code, "yes": (50 if week < weeks[13] else 80) + step % 3, "answered": 100, "compared": True}
        for code in ("X01", "X02")
        for step, week in enumerate(weeks)
    ]
    measure = load_measures(queries_folder() / "measures")["checked_in"]
    weekly = pd.DataFrame(rows)
    assert list(icons_of(weekly, measure)["variation"]) == ["improvement_high"] * 2
    # A week after the series re-bases nothing.
    rebase = {"X01": {weeks[13]: REASON}, "X02": {weeks[-1] + timedelta(weeks=1): REASON}}
    assert list(icons_of(weekly, measure, rebase)["variation"]) == ["common_cause", "improvement_high"]


def test_the_matrix_of_areas_takes_the_notes_of_each(open_page: Open, own_demo: Store) -> None:
    def hits_and_misses() -> str:
        html = open_page(own_demo, "compare_areas", measure="checked_in").html
        row = next(part for part in html.split("<tr>") if "No sign of a change" in part)
        return row.split("<td")[2]

    assert "(X01)" in hits_and_misses()
    # One week has no range: there are no limits yet.
    last = date(2020, 8, 30)
    kept.add(own_demo, Note("definition changed", REASON, last, last, "regional analyst", "X01", "checked_in"))
    assert "(X01)" not in hits_and_misses()
