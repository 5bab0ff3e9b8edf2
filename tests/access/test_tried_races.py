"""Two at once: the same file, two versions of one return, an acceptance beside a withdrawal. One story stands, each told once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from carehomes.access import EVERYWHERE
from carehomes.intake.desk import receive
from carehomes.intake.undo import nil_return, undo, withdraw
from carehomes.ledger import audit
from carehomes.ledger.journal import standing
from carehomes.measures import figures
from carehomes.snapshots import open_snapshot
from carehomes.store import Store, open_store
from tests.conftest import WORLDS
from tests.pages.conftest import Opened
from tests.unit.files import home_file

CCG, WEEK = "01T", date(2020, 5, 17)
FIRST = home_file(f"{WEEK}", CCG, "home_id,clinical_lead", "1-101,yes", "1-102,no")
SECOND = home_file(f"{WEEK}", CCG, "home_id,clinical_lead", "1-101,yes", "1-102,yes")
Deed = Callable[[Store], object]


def _at_once(folder: Path, *deeds: Deed) -> Store:
    """Do all of it at one moment, each with a store of its own, as processes and browsers have; return the store after it."""
    ready = Barrier(len(deeds))

    def done(deed: Deed) -> None:
        own = open_store(folder)
        ready.wait(timeout=30)
        deed(own)

    with ThreadPoolExecutor(len(deeds)) as pool:
        for one in [pool.submit(done, deed) for deed in deeds]:
            one.result(timeout=120)
    return open_store(folder)


def _holds(store: Store, *yes: int) -> None:
    """Hold the store to itself: one return stands at most, the chain is whole, the snapshot says what the journal does."""
    stand = [one for one in standing(store.journal.entries()).values() if not one.nil]
    assert len(stand) <= 1
    assert audit.verify(store).problem == ""
    found = figures(open_snapshot(store), WEEK, permitted=EVERYWHERE, measures=["named_lead"], codes=[CCG])
    told = int(found[found["within"] == ""]["yes"].iloc[0]) if stand and len(found) else 0
    assert told in yes
    assert (told == 0) is (not stand)


def _accept(content: bytes, name: str) -> Deed:
    return lambda store: receive(store, content, name)


@pytest.mark.parametrize("_", range(1 if WORLDS == 1 else 10))
def test_the_same_file_from_four_at_once_is_one_return(tmp_path: Path, _: int) -> None:
    store = _at_once(tmp_path / "s", *[_accept(FIRST, f"{number}.csv") for number in range(4)])
    assert sorted(one.action for one in store.journal.entries()) == ["accepted", "unchanged", "unchanged", "unchanged"]
    _holds(store, 1)


@pytest.mark.parametrize("_", range(1 if WORLDS == 1 else 10))
def test_two_versions_at_once_leave_the_later_decision_standing(tmp_path: Path, _: int) -> None:
    store = _at_once(tmp_path / "s", _accept(FIRST, "first.csv"), _accept(SECOND, "second.csv"))
    accepted = [one for one in store.journal.entries() if one.action == "accepted"]
    assert len(accepted) == 2
    _holds(store, 1 if accepted[-1].file_name == "first.csv" else 2)


@pytest.mark.parametrize("_", range(1 if WORLDS == 1 else 10))
def test_accepted_withdrawn_undone_and_nil_at_once_make_one_story(tmp_path: Path, _: int) -> None:
    receive(open_store(tmp_path / "s"), FIRST, "first.csv")
    store = _at_once(
        tmp_path / "s",
        _accept(SECOND, "second.csv"),
        lambda one: withdraw(one, "home", CCG, WEEK, reason="wrong"),
        lambda one: withdraw(one, "home", CCG, WEEK, reason="wrong too"),
        lambda one: undo(one, "home", CCG, WEEK, reason="back"),
        lambda one: nil_return(one, CCG, WEEK),
    )
    moments = [one.decided_at for one in store.journal.entries()]
    assert moments == sorted(moments)
    _holds(store, 0, 1, 2)


def test_two_browsers_that_confirm_the_same_withdrawal_do_it_once(small_store: Store, open_page: Callable[..., Opened]) -> None:
    number = next(one.seq for one in small_store.journal.entries() if one.submitter == "X01" and one.kind == "home")
    pages = [open_page(small_store, "returns") for _ in range(2)]
    for one in pages:
        one.at.selectbox(key="withdraw_number").select_index(_place(one, number))
        one.at.text_input(key="withdraw_reason").set_value("wrong file")
        one.at.button(key="withdraw_ask").click()
        one.run()
    for one in pages:
        one.at.button(key="decision_confirm").click()
        one.run()
    assert [one.action for one in small_store.journal.entries()].count("withdrawn") == 1
    assert "Withdrawn: " in pages[0].html
    assert "There is no standing return" in pages[1].html


def _place(opened: Opened, number: int) -> int:
    options = opened.at.selectbox(key="withdraw_number").options
    return next(place for place, label in enumerate(options) if label.startswith(f"{number}:"))
