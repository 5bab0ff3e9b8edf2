"""Reasons for queries, several files at once, withdraw, undo and nil return on a page, each done once; the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from carehomes.ledger.journal import Entry
from carehomes.store import Store
from tests.pages.conftest import Opened

Open = Callable[..., Opened]


def _upload(opened: Opened, *files: tuple[str, bytes]) -> Opened:
    for name, content in files:
        opened.at.file_uploader[0].upload(name, content)
    return opened.run()


def _click(opened: Opened, key: str) -> Opened:
    opened.at.button(key=key).click()
    return opened.run()


def _last(store: Store) -> Entry:
    return store.journal.entries()[-1]


def _with_a_stranger(folder: Path) -> bytes:
    """The second return of a CCG, sent for the week after, with a home that no register has."""
    lines = (folder / "returns" / "2020-05-24" / "x01-home-return.csv").read_text(encoding="utf-8-sig").splitlines()
    head, row = lines[0].split(","), lines[1].split(",")
    row[head.index("home_id")] = "1-99999999999"
    return "\n".join(line.replace("2020-05-24", "2020-05-31") for line in (lines[0], *lines[1:], ",".join(row))).encode()


def test_a_query_is_accepted_with_its_reason_which_is_shown(open_page: Open, small_store: Store, small_demo: Path) -> None:
    before = small_store.journal.last_seq()
    opened = _upload(open_page(small_store, "returns"), ("next.csv", _with_a_stranger(small_demo)), ("milk.csv", b"milk,bread\n1,2\n"))
    assert "2 files, 2 returns: each stands alone" in opened.html
    assert "held: a reason is needed for" in opened.html
    fields = [one for one in opened.at.text_input if str(one.key).startswith("reason_1_")]
    assert "reason_1_home_not_registered" in {one.key for one in fields}
    assert opened.at.button(key="accept_1").disabled
    for field in fields:
        field.input("<b>opened</b> last week")
    opened.run()
    assert not opened.at.button(key="accept_1").disabled
    _click(opened, "accept_1")
    entry = _last(small_store)
    assert (entry.action, entry.week) == ("accepted", date(2020, 5, 31))
    assert {one.reason for one in entry.findings if one.severity == "query"} == {"<b>opened</b> last week"}
    assert "&lt;b&gt;opened&lt;/b&gt; last week" in opened.html
    assert "<b>opened" not in opened.html
    opened.run().run()
    assert small_store.journal.last_seq() == before + 2


def test_withdraw_and_undo_are_confirmed_and_done_once(open_page: Open, small_store: Store) -> None:
    number = max(one.seq for one in small_store.journal.entries() if one.kind == "home" and one.action == "accepted")
    opened = open_page(small_store, "returns")
    opened.at.selectbox(key="withdraw_number").select(number)
    _click(opened, "withdraw_ask")
    assert "Give a reason first" in opened.html
    opened.at.text_input(key="withdraw_reason").input("sent in error")
    _click(opened, "withdraw_ask")
    assert f"Withdraw return {number}:" in opened.html
    before = small_store.journal.last_seq()
    _click(opened, "decision_confirm")
    opened.run()
    entry = _last(small_store)
    assert (small_store.journal.last_seq(), entry.action, entry.reason) == (before + 1, "withdrawn", "sent in error")
    assert "Nothing of it stands." in opened.html
    opened.at.selectbox(key="undo_number").select(number)
    opened.at.text_input(key="undo_reason").input("it was right")
    _click(opened, "undo_ask")
    _click(opened, "decision_cancel")
    assert small_store.journal.last_seq() == before + 1
    opened.at.selectbox(key="undo_number").select(number)
    opened.at.text_input(key="undo_reason").input("it was right")
    _click(opened, "undo_ask")
    _click(opened, "decision_confirm")
    entry = _last(small_store)
    assert (entry.action, entry.return_seq, entry.reason) == ("accepted", number, "it was right")


def test_a_nil_return_is_recorded_on_the_page(open_page: Open, small_store: Store) -> None:
    opened = open_page(small_store, "returns")
    opened.at.selectbox(key="nil_code").select("X05")
    opened.at.text_input(key="nil_reason").input("no staff")
    _click(opened, "nil_ask")
    assert "has nothing to say for the week ending" in opened.html
    _click(opened, "decision_confirm")
    entry = _last(small_store)
    assert (entry.nil, entry.submitter, entry.week, entry.reason) == (True, "X05", date(2020, 5, 24), "no staff")


def test_the_rules_are_listed_and_found(open_page: Open, store: Store) -> None:
    opened = open_page(store, "rules")
    for told in ("count_jumped", "part_above_whole", "ccg_closed", "Errors", "Queries", "Notes"):
        assert told in opened.html
    opened.at.text_input(key="rules_find").input("password")
    html = opened.run().html
    assert ("encrypted" in html, "count_jumped" in html) == (True, False)
