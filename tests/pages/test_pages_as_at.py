"""Every page as at a past moment: what was known then, said everywhere, and the same for ever."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carehomes.demo import FOLDER
from carehomes.intake.desk import receive
from carehomes.snapshots import MOMENTS_KEPT, open_moment
from carehomes.store import Store, open_store
from tests.conftest import PAGES
from tests.pages.conftest import Opened

#: The second week of the demonstration, as known when it fell due.
WEEK, DUE = "2020-05-24", "2020-05-27T17:00"
TOLD = "as known at 5pm Wednesday 27 May 2020"


def counts(page: Opened) -> str:
    """Return the headline of the page: who has returned."""
    return page.html.split('class="right">')[1].split("</div></div>")[0]


@pytest.mark.parametrize("name", ["", *PAGES])
def test_every_page_says_its_moment(demo_store: Store, open_page: Callable[..., Opened], name: str) -> None:
    page = open_page(demo_store, name, week=WEEK, as_at=DUE)
    if 'class="ch-chips"' in page.html:
        assert TOLD in page.html
    assert "data as at 5pm Wednesday 27 May 2020" in page.html
    assert "as known by decision" in page.html
    for label, query in page.links().items():
        assert "as_at=2020-05-27T17%3A00" in query, label


def test_what_was_decided_later_changes_nothing(small_store: Store, open_page: Callable[..., Opened]) -> None:
    before = open_page(small_store, "clinical_leads", week=WEEK, as_at=DUE).html
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        later = next(row["file"] for row in csv.DictReader(manifest) if row["week"] == "2020-05-31" and row["kind"] == "home")
    receipt = receive(small_store, (FOLDER / later).read_bytes(), Path(later).name, reasons={"*": "as sent"})
    assert receipt.outcome == "accepted"
    assert open_page(small_store, "clinical_leads", week=WEEK).html != before
    assert open_page(small_store, "clinical_leads", week=WEEK, as_at=DUE).html == before


def test_a_later_week_was_not_known(demo_store: Store, open_page: Callable[..., Opened]) -> None:
    page = open_page(demo_store, "", week="2020-07-05", as_at=DUE)
    assert "at 5pm Wednesday 27 May 2020 no return had been accepted for it" in page.html
    assert "24 May 2020" in counts(page) or "24 May 2020" in page.html


def test_before_the_first_return_nothing_was_known_and_reset_leads_back(demo_store: Store, open_page: Callable[..., Opened]) -> None:
    page = open_page(demo_store, "", as_at="2020-01-01")
    assert "no return had been accepted. Reset shows what is known now." in page.html
    page.at.get_by_key("filter_reset").click()
    page.run()
    assert "Reset shows what is known now." not in page.html
    assert "as_at" not in page.at.query_params


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("yesterday", "is no moment; write it as"),
        ("9999-12-31T23:59-05:00", "is no moment"),
        ("2020-10-25T01:30", "comes twice"),
        ("2999-01-01T00:00", "which is still to come. Now is shown."),
    ],
)
def test_a_moment_that_cannot_be_shown_is_said(demo_store: Store, open_page: Callable[..., Opened], asked: str, told: str) -> None:
    page = open_page(demo_store, "", as_at=asked)
    assert told in page.html
    assert 'class="ch-chip">as known at' not in page.html


def test_the_moment_is_chosen_among_the_filters(demo_store: Store, open_page: Callable[..., Opened]) -> None:
    page = open_page(demo_store, "", week=WEEK)
    choice = page.at.get_by_key("filter_as_at")
    assert choice.options == ["Now", "When the week fell due: 5pm Wednesday 27 May 2020"]
    choice.set_value(DUE)
    page.run()
    assert TOLD in page.html
    page.at.get_by_key("filter_moment").set_value(datetime(2020, 5, 28, 9, 15))
    page.run()
    assert "as known at 9:15am Thursday 28 May 2020" in page.html
    assert page.at.query_params["as_at"] == "2020-05-28T09:15"


def test_two_moments_between_the_same_decisions_share_one_file(small_store: Store) -> None:
    first, second = (open_moment(small_store, as_at=datetime(2020, 5, 20, 22, minute, tzinfo=UTC)) for minute in (0, 1))
    assert first.path == second.path
    assert first.as_at != second.as_at and first.key != second.key


def test_the_store_of_past_moments_stays_small(small_store: Store) -> None:
    for day in range(8, 28):
        open_moment(open_store(small_store.folder), as_at=datetime(2020, 5, day, 12, tzinfo=UTC)).close()
    assert len(list((small_store.snapshots / "as-at").glob("*.duckdb"))) <= MOMENTS_KEPT
