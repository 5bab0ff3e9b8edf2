"""A store that cannot be opened is told in plain words on a page, and nothing else is shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from carehomes.ledger.door import migrations
from carehomes.store import Store
from tests.pages.conftest import Opened
from tests.unit.files import home_file


def _newer(store: Store) -> None:
    connection = sqlite3.connect(store.journal.path)
    connection.execute(f"pragma user_version = {len(migrations()) + 1}")
    connection.close()


def _damaged(store: Store) -> None:
    store.journal.path.write_bytes(b"no journal at all " * 100)


def _gone(store: Store) -> None:
    store.facts.mkdir()
    store.journal.path.unlink()


def test_a_disk_that_takes_nothing_is_told_where_the_return_was_sent(store: Store, open_page: Callable[..., Opened]) -> None:
    store.archive.write_bytes(b"a file where the folder should be")
    opened = open_page(store, "returns")
    opened.at.file_uploader[0].upload("01T.csv", home_file("2020-05-17", "01T", "home_id,clinical_lead", "1-101,yes"))
    opened.run()
    opened.at.button(key="accept_1").click()
    opened.run()
    assert "The disk could not be read or written" in opened.html and "python -m carehomes verify" in opened.html
    assert store.journal.entries() == []


def test_a_store_that_fails_under_a_button_is_told_too(small_store: Store, open_page: Callable[..., Opened]) -> None:
    opened = open_page(small_store, "returns")
    opened.at.selectbox(key="withdraw_number").select_index(0)
    opened.at.text_input(key="withdraw_reason").set_value("wrong file")
    opened.at.button(key="withdraw_ask").click()
    opened.run()
    _newer(small_store)
    opened.at.button(key="decision_confirm").click()
    opened.run()
    assert "newer version of this program" in opened.html
    connection = sqlite3.connect(small_store.journal.path)
    connection.execute(f"pragma user_version = {len(migrations())}")
    connection.close()
    assert "newer version of this program" in opened.run().html
    assert small_store.journal.entries()[-1].action != "withdrawn"


@pytest.mark.parametrize(
    ("what", "told"), [(_newer, "newer version of this program"), (_damaged, "is damaged"), (_gone, "The journal of the store")]
)
def test_the_page_says_what_is_wrong_and_what_to_do(
    store: Store, open_page: Callable[..., Opened], what: Callable[[Store], None], told: str
) -> None:
    what(store)
    opened = open_page(store)
    assert "The data cannot be opened." in opened.html and told in opened.html and not opened.keys
