"""The mapping screen: a stranger's workbook is mapped once, and goes through by itself the next week."""

from __future__ import annotations

from collections.abc import Callable

from carehomes.ledger.mappings import mappings
from carehomes.store import Store
from tests.pages.conftest import Opened
from ui.text import literal

Open = Callable[..., Opened]
STRANGER = (
    "NHS South Sefton CCG (01T)\nWeek ending 17 May 2020\nRef,Lead clinician named,People living here,Favourite <b>colour</b>\n"
    "1-101,Yes,20,<i>red</i>\n1-102,No,12,blue\n"
)


def _upload(opened: Opened, name: str, text: str) -> Opened:
    opened.at.file_uploader[0].upload(name, text.encode())
    return opened.run()


def _confirm(opened: Opened) -> Opened:
    opened.at.selectbox(key="map_1_0_C3").select("residents")
    button = next(one for one in opened.at.button if one.label == "Confirm")
    button.click()
    return opened.run()


def _keys(opened: Opened) -> set[str]:
    return {str(one.key) for one in opened.at.button}


def test_a_strangers_workbook_is_mapped_once_and_goes_through_the_next_week(open_page: Open, store: Store) -> None:
    opened = _upload(open_page(store, "returns"), "stranger.csv", STRANGER)
    assert "Say below, once, what each means" in opened.html
    assert "accept_1" not in _keys(opened)
    # Values stand beside the header, and nothing in a file is markup.
    assert "20 · 12" in opened.html
    assert "Favourite &lt;b&gt;colour&lt;/b&gt;" in opened.html
    assert "<i>red" not in opened.html
    # A suggestion is chosen beforehand; without one a column is left out.
    assert opened.at.selectbox(key="map_1_0_A3").value == "home_id"
    assert opened.at.selectbox(key="map_1_0_B3").value == "clinical_lead"
    assert opened.at.selectbox(key="map_1_0_C3").value == ""
    assert mappings(store) == []

    opened = _confirm(opened)
    assert "Ready to accept: home return of 01T for the week ending Sunday 17 May 2020, 2 rows." in opened.html
    (told,) = mappings(store)
    assert (told.submitter, dict(told.columns)) == (
        "01T",
        {"Ref": "home_id", "Lead clinician named": "clinical_lead", "People living here": "residents", "Favourite <b>colour</b>": ""},
    )
    opened.at.button(key="accept_1").click()
    assert "Accepted: home return of 01T" in opened.run().html

    opened = _upload(opened, "next week.csv", STRANGER.replace("17 May", "24 May"))
    assert "Ready to accept: home return of 01T for the week ending Sunday 24 May 2020, 2 rows." in opened.html
    assert "accept_2" in _keys(opened)


def test_what_is_remembered_is_listed_and_forgotten_once(open_page: Open, store: Store) -> None:
    opened = open_page(store, "returns")
    assert "Remembered mappings" not in opened.html
    opened = _confirm(_upload(opened, "stranger.csv", STRANGER))
    assert "Remembered mappings" in opened.html
    assert "People living here → residents" in opened.html
    assert "Favourite &lt;b&gt;colour&lt;/b&gt; → left out" in opened.html
    opened.at.button(key="forget_1").click()
    opened = opened.run()
    assert mappings(store) == []
    assert "Remembered mappings" not in opened.html
    # The file on the desk waits again.
    assert "Say below, once, what each means" in opened.html
    assert "accept_1" not in _keys(opened)
    opened.run()
    assert [one.action for one in store.journal.mapping_entries()] == ["confirmed", "forgotten"]


def test_what_is_remembered_is_changed_and_the_file_on_the_desk_read_anew(open_page: Open, store: Store) -> None:
    opened = _confirm(_upload(open_page(store, "returns"), "stranger.csv", STRANGER))
    opened.at.button(key="accept_1").click()
    opened = opened.run()
    opened.at.selectbox(key="change_mapping").select(1)
    opened = opened.run()
    places = [opened.at.selectbox(key=f"change_1_{place}") for place in range(4)]
    assert [(one.label, one.value) for one in places[2:]] == [("People living here", "residents"), (literal("Favourite <b>colour</b>"), "")]

    places[2].select("clinical_lead")
    next(one for one in opened.at.button if one.label == "Change").click()
    opened = opened.run()
    assert "cannot be &#x27;clinical_lead&#x27;: another column is read as that." in opened.html
    opened.at.selectbox(key="change_1_2").select("staff")
    next(one for one in opened.at.button if one.label == "Change").click()
    opened = opened.run()
    (told,) = mappings(store)
    assert (told.number, dict(told.columns)["People living here"]) == (2, "staff")

    # The very same file says something else now: it is no longer word for word what is there.
    opened = _upload(opened, "stranger.csv", STRANGER)
    assert "It takes the place of the one accepted on" in opened.html
    opened.at.button(key="accept_2").click()
    assert "Accepted: home return of 01T" in opened.run().html
    opened = _upload(opened, "stranger.csv", STRANGER)
    assert "is already there, word for word" in opened.html


def test_two_columns_cannot_be_one_question(open_page: Open, store: Store) -> None:
    opened = _upload(open_page(store, "returns"), "stranger.csv", STRANGER)
    opened.at.selectbox(key="map_1_0_C3").select("clinical_lead")
    next(one for one in opened.at.button if one.label == "Confirm").click()
    assert "cannot be &#x27;clinical_lead&#x27;: another column is read as that." in opened.run().html
    assert mappings(store) == []


def test_columns_that_a_file_can_do_without_are_offered_folded(open_page: Open, store: Store) -> None:
    file = "week_ending,ccg_code,home_id,clinical_lead,Favourite colour\n17/05/2020,01T,1-101,yes,red\n"
    opened = _upload(open_page(store, "returns"), "plain.csv", file)
    assert "accept_1" in _keys(opened)
    assert [one.label for one in opened.at.expander if "not read" in one.label] == ["1 column is not read: say what it means"]


def test_a_name_that_a_heading_changes_is_not_suggested_and_must_be_said(open_page: Open, store: Store) -> None:
    file = "CCG,01T\nWeek ending,17/05/2020\nCQC ID,Swabbed,\n,Residents,Beds\n1-101,4,6\n"
    opened = _upload(open_page(store, "returns"), "swabs.csv", file)
    assert [opened.at.selectbox(key=f"map_1_0_{cell}").value for cell in ("B4", "C4")] == ["residents_tested", None]
    next(one for one in opened.at.button if one.label == "Confirm").click()
    opened = opened.run()
    assert "Say what “Swabbed - Beds” means, or leave it out." in opened.html
    assert mappings(store) == []
    opened.at.selectbox(key="map_1_0_C4").select("")
    next(one for one in opened.at.button if one.label == "Confirm").click()
    assert "Ready to accept: home return of 01T" in opened.run().html
