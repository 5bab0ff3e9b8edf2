"""Follow-ups as a reader sees and decides them: sent back from Where from, listed, answered, closed."""

from __future__ import annotations

from datetime import date

from carehomes import followed
from carehomes.ledger import follow_ups as kept
from carehomes.store import Store
from tests.pages.test_pages_changed import Open, text

WEEK = date(2020, 5, 24)
ANALYST = "regional analyst"


def flagged(store: Store, code: str, question: str) -> kept.FollowUp:
    """Send back a return's whole of a CCG."""
    number = next(one.seq for one in store.journal.entries() if (one.kind, one.submitter, one.week) == ("home", code, WEEK))
    return kept.add(store, followed.Ledger(store).whole(number), question, by=ANALYST)


def test_a_figure_a_finding_and_a_cell_are_sent_back_from_where_from(open_page: Open, small_store: Store) -> None:
    page = open_page(small_store, "where_from", area="X03", measure="residents_with_pcsp", week="2020-05-24")
    offered = page.at.get_by_key("flag_what").options
    assert offered[0].startswith("The figure: ") and offered[-1].startswith("The whole return ")
    cell = next(one for one in offered if one.startswith("Residents with a PCSP, "))
    page.at.get_by_key("flag_text").set_value("Is it <b>right</b>?")
    page.at.get_by_key("flag_by").set_value(ANALYST)
    page.at.get_by_key("flag_send").click()
    assert "Choose what is in question." in page.run().html
    for what in (cell, offered[0]):
        page.at.get_by_key("flag_what").set_value(what)
        page.at.get_by_key("flag_text").set_value("Is it <b>right</b>?")
        page.at.get_by_key("flag_by").set_value(ANALYST)
        page.at.get_by_key("flag_send").click()
        page.run()
    first, second = kept.follow_ups(small_store)
    assert (first.flagged.submitter, first.flagged.field, first.flagged.week) == ("X03", "residents_with_pcsp", WEEK)
    assert cell.endswith(f": {first.flagged.value} (return {first.flagged.return_id}, cell {first.flagged.cell})")
    assert (second.flagged.measure, second.flagged.area) == ("residents_with_pcsp", "X03")
    assert offered[0] == f"The figure: {second.flagged.value}"
    assert f"Follow-up {second.number} is open." in page.html
    listed = open_page(small_store, "follow_ups")
    assert "Is it &lt;b&gt;right&lt;/b&gt;?" in listed.html and "<b>right</b>" not in listed.html
    assert text(listed).count("Unchanged") == 2


def test_an_area_of_many_ccgs_offers_no_figure(open_page: Open, small_store: Store) -> None:
    page = open_page(small_store, "where_from", area="XQ1", measure="named_lead", week="2020-05-24")
    assert not any(one.startswith("The figure") for one in page.at.get_by_key("flag_what").options)


def test_it_is_answered_and_closed_on_its_page(open_page: Open, small_store: Store) -> None:
    assert "Nothing has been sent back yet." in open_page(small_store, "follow_ups").html
    one = flagged(small_store, "X01", "Are these all of your homes?")
    page = open_page(small_store, "follow_ups")
    assert "Values sent back: 1 open" in page.html and f"Follow-up {one.number} is open" in page.html
    (message,) = [each.value for each in page.at.get("code") if each.value.startswith("To: ")]
    assert message.startswith("To: NHS Alderbrook CCG (X01)\n") and "Are these all of your homes?" in message
    for steps, (button, state) in enumerate((("follow_up_answer", "answered"), ("follow_up_close", "closed")), 1):
        page.at.get_by_key(button).click()
        assert "Say what" in page.run().html or "Say why" in page.html
        page.at.get_by_key(f"follow_up_text_{one.number}_{steps}").set_value(f"it is {state}")
        page.at.get_by_key(f"follow_up_by_{one.number}_{steps}").set_value(ANALYST)
        page.at.get_by_key(button).click()
        told = page.run().html
        assert f"Follow-up {one.number} is {state}." in told and f"Values sent back: 1 {state}" in told
    (after,) = kept.follow_ups(small_store)
    assert [step.text for step in after.steps] == ["Are these all of your homes?", "it is answered", "it is closed"]
    assert "It is settled." in page.html


def test_as_at_a_moment_before_it_is_not_there(open_page: Open, small_store: Store) -> None:
    flagged(small_store, "X01", "Are these all of your homes?")
    assert "Nothing has been sent back yet." in open_page(small_store, "follow_ups", as_at="2020-05-28T12:00").html


def test_who_has_returned_tells_them_by_submitter(open_page: Open, small_store: Store) -> None:
    assert "None of any week." in open_page(small_store, "who_has_returned").html
    one = flagged(small_store, "X02", "a")
    flagged(small_store, "X02", "b")
    kept.answer(small_store, flagged(small_store, "X01", "c").number, "so", by=ANALYST)
    kept.close(small_store, one.number, "so", by=ANALYST)
    told = text(open_page(small_store, "who_has_returned"))
    day = f"{one.asked.at.day} {one.asked.at:%B %Y}"
    assert f"NHS Brackenshire CCG (X02) 1 0 1 {day} NHS Alderbrook CCG (X01) 0 1 0 {day}" in told
    assert "NHS Alderbrook CCG (X01) 0 1 0" not in text(open_page(small_store, "who_has_returned", area="X02"))
