"""The LA status page: the councils of an area side by side, and one by itself."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from carehomes.intake import desk
from carehomes.intake.la import items
from carehomes.ledger import told_counts as kept
from carehomes.ledger.model import Hints
from carehomes.ledger.told_counts import ToldCount
from carehomes.store import Store, open_store
from tests.conftest import SHARED, needs_shared
from tests.pages.conftest import Opened
from tests.unit.intake_ground import xlsx_bytes

Open = Callable[..., Opened]
SEFTON = SHARED / "cases" / "returns" / "sefton_la_status_2020.xlsx"


def test_councils_stand_side_by_side(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "la_status")
    html = opened.html
    assert "<b>Forms received 3 of 3 councils</b>" in html
    assert (
        "forms received 3 of 3 councils · denominator: the totals of 2 of 3 councils that sent the form, 200 homes; forms of the weeks"
        in html
    )
    assert "<small>form of 31 May 2020</small>" in html
    assert "CCGs returned" not in html
    heat = html[html.index('<table class="heat la">') :]
    heat = heat[: heat.index("</table>")]
    assert heat.count("<tr>") == 5
    assert "<b>74 of 200</b><small>37%" in heat
    assert "106 of 110<small>96%</small>" in heat
    assert ">40<small>no total " in heat
    assert "[x]<small>blank</small>" in heat
    assert 'href="la_status?week=2020-08-30&amp;la=XE0003"' in heat
    assert 'aria-label="support wanted by 3 of 3 councils"' in heat


def test_the_weakest_actions_and_the_gaps_are_told(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "la_status")
    assert (
        "fewest homes have 1.3 Paying staff full wages while isolating following a positive test in place, 74 of 200 (37%)" in opened.html
    )
    drawn = opened.figure("chart_la_weakest")
    assert drawn["data"][0]["x"][:2] == [74, 93]
    assert drawn["layout"]["annotations"][-1]["text"].startswith("81 of 90 (90%), 1 of 3 councils")
    assert "No total of care homes, so no share: Fenland Edge (demonstration) (XE0003)." in opened.html
    assert "31 in 1 council" in opened.html


def test_themes_lead_to_their_quotes(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "la_status")
    assert opened.figure("chart_la_themes")["data"][0]["x"][0] == 3
    assert "theme=testing_access" in opened.html
    opened = open_page(demo_store, "la_status", theme="pay")
    assert "2 texts about Pay and finance from 2 of 3 councils" in opened.html
    assert "infection control money has not reached all providers" in opened.html


def test_a_theme_that_there_is_not_is_said(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "la_status", theme="zzz").html
    assert "The address asks for the theme “zzz”, which the list does not have. All texts are shown." in html
    assert "The address asks for" not in open_page(demo_store, "la_status", theme="pay").html


def test_a_search_finds_the_texts_with_all_its_words(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "la_status")
    opened.at.text_input(key="la_search").input("agency sick")
    opened.run()
    assert "1 text with “agency sick” from 1 of 3 councils" in opened.html
    assert opened.at.query_params["words"] == "agency sick"
    assert "No text has these words." in open_page(demo_store, "la_status", words="zebra").html
    assert "<script>" not in open_page(demo_store, "la_status", words="<script>alert(1)</script>").html


def test_a_revised_form_tells_what_moved(open_page: Open, demo_store: Store) -> None:
    told = "Fenland Edge (demonstration) sent its form again: 3 actions moved, 2 up and 1 down"
    assert told in open_page(demo_store, "la_status").html
    own = open_page(demo_store, "la_status", la="XE0003").html
    assert told in own and "46 (+9)" in own
    assert told not in open_page(demo_store, "la_status", la="XE0001").html


def test_what_was_known_before_the_revision(open_page: Open, demo_store: Store) -> None:
    before = open_page(demo_store, "la_status", la="XE0003", as_at="2020-09-02T09:00")
    assert "sent its form again" not in before.html
    assert before.figure("chart_la_status")["data"][0]["x"][4] == 37
    assert "Forms received 1 of 3 councils" in open_page(demo_store, "la_status", as_at="2020-06-30T10:00").html


def test_an_stp_has_the_councils_with_homes_in_it(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "la_status", area="XQ1").html
    assert "Forms received 2 of 2 councils" in html
    assert "Councils with homes in the STP; each form is about all care homes of the council, also those outside the STP." in html
    assert "XE0003" not in html[html.index('<table class="heat la">') :].split("</table>")[0]


def test_the_choice_opens_one_council_and_leads_back(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "la_status", area="XQ1")
    opened.at.selectbox(key="la").select("XE0003")
    opened.run()
    assert opened.at.query_params["la"] == "XE0003"
    assert "chart_la_status" in opened.keys
    assert "in which" not in opened.html
    assert "from home rows alone" not in opened.html
    opened.at.selectbox(key="la").select("")
    opened.run()
    assert "la" not in opened.at.query_params
    assert "Forms received 3 of 3 councils" in opened.html


def test_a_week_before_every_form_says_so(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "la_status", week="2020-05-17").html
    assert "No LA status return from Demonstration country is for the week ending Sunday 17 May 2020 or before." in html
    assert "Forms received 0 of 3 councils" in html
    assert "denominator: none: no form has come by then" in html


def test_the_one_form_of_an_area_is_shown(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "la_status", week="2020-07-05")
    assert "1 of 3 councils of Demonstration country has sent the form." in opened.html
    assert "106 of 110 (96%)" in opened.html


# Counts in the words


def _loaded(store: Store) -> Store:
    desk.receive(store, SEFTON.read_bytes(), SEFTON.name, hints=Hints(week=date(2020, 5, 31)))
    return store


@needs_shared
def test_counts_in_words_wait_for_a_person(open_page: Open, store: Store) -> None:
    opened = open_page(_loaded(store), "la_status", la="E08000014")
    assert "Counts in the words: 1 waits for a person" in opened.html
    assert "That makes 30 in place, 76 no, 25 not answered, of 131 homes together." in opened.html
    assert [one["name"] for one in opened.figure("chart_la_status")["data"]] == ["Homes in place"]
    opened.at.button(key="la_told_confirm_E08000014_1.3").click()
    opened.run()
    assert "Say by which role" in opened.html
    opened.at.text_input(key="la_told_by_E08000014_1.3").input("regional analyst")
    opened.at.button(key="la_told_confirm_E08000014_1.3").click()
    opened.run()
    assert "Confirmed, number 1: 1.3, 30 in place, 76 no, 25 not answered." in opened.html
    assert "30 of 131 (23%) in place, 76 no, 25 not answered" in opened.html
    drawn = opened.figure("chart_la_status")["data"]
    assert [(one["name"], one["x"][2]) for one in drawn] == [
        ("Homes in place", 30),
        ("No, as confirmed", 76),
        ("Not answered, as confirmed", 25),
    ]
    opened.at.selectbox(key="la_told_number").select(1)
    opened.at.text_input(key="la_told_gone_by").input("regional lead")
    opened.at.text_input(key="la_told_gone_reason").input("asked again")
    opened.at.button(key="la_told_withdraw").click()
    opened.run()
    assert "Counts in the words: 1 waits for a person" in opened.html
    assert "30 of 131" not in opened.html


@needs_shared
def test_the_receipt_of_a_form_leads_to_what_waits_in_its_words(open_page: Open, store: Store) -> None:
    opened = open_page(store, "returns")
    opened.at.selectbox(key="hint_week").select("2020-05-31")
    opened.run()
    opened.at.file_uploader[0].upload(SEFTON.name, SEFTON.read_bytes())
    html = opened.run().html
    told = "1 count found in its words (beside 1.3), to be confirmed on LA status: nothing counts it yet."
    assert f'{told} <a href="la_status?' in html
    assert ">LA status of Sefton (E08000014)</a>" in html


def test_who_decides_second_is_told_that_somebody_came_first(open_page: Open, demo_store: Store, tmp_path: Path) -> None:
    own = open_store(Path(shutil.copytree(demo_store.folder, tmp_path / "own")))
    second = open_page(own, "la_status", la="XE0002")
    words = "39 homes said no and 14 did not respond"
    kept.decide(own, ToldCount("XE0002", date(2020, 8, 30), "1.3", 37, 39, 14, words, "confirmed", "regional analyst"))
    second.at.text_input(key="la_told_by_XE0002_1.3").input("regional lead")
    second.at.button(key="la_told_refuse_XE0002_1.3").click()
    second.run()
    assert "Your decision about 1.3 was not kept: somebody else had confirmed the counts before you, decision number 1" in second.html
    second.run()
    assert "was not kept" not in second.html


def test_who_withdraws_second_is_told_that_nothing_was_written(open_page: Open, demo_store: Store, tmp_path: Path) -> None:
    own = open_store(Path(shutil.copytree(demo_store.folder, tmp_path / "own")))
    words = "39 homes said no and 14 did not respond"
    held = kept.decide(own, ToldCount("XE0002", date(2020, 8, 30), "1.3", 37, 39, 14, words, "confirmed", "regional analyst"))
    second = open_page(own, "la_status", la="XE0002")
    second.at.button(key="la_told_withdraw").click()
    assert "Choose the decision to withdraw, by its number." in second.run().html
    second.at.selectbox(key="la_told_number").select(held.number)
    second.at.text_input(key="la_told_gone_by").input("regional lead")
    second.at.text_input(key="la_told_gone_reason").input("asked again")
    kept.withdraw(own, held.number, by="regional analyst", reason="a mistake")
    second.at.button(key="la_told_withdraw").click()
    told = f"Decision {held.number} does not stand any more: somebody has withdrawn it already. Nothing was written now."
    assert told in second.run().html
    assert told not in second.run().html


@needs_shared
def test_a_refusal_is_kept_with_its_reason_and_nothing_is_decided_in_the_past(open_page: Open, store: Store) -> None:
    _loaded(store)
    kept.decide(store, _of_sefton(), decided_at=datetime(2020, 6, 5, 12, tzinfo=UTC))
    opened = open_page(store, "la_status", la="E08000014")
    assert "refused: 30 in place, 76 no, 25 not answered (another week)" in opened.html
    assert "30 of 131" not in opened.html


def test_several_councils_name_who_waits(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "la_status").html
    assert "Counts in the words that wait for a person to confirm or refuse them: " in html
    assert ">Calder and Dun (demonstration) (XE0002)</a>: 1.3." in html
    past = open_page(demo_store, "la_status", la="XE0002", as_at="2020-09-02T09:00")
    assert "39 homes said no and 14 did not respond" in past.html
    assert not [one for one in past.at.button if str(one.key).startswith("la_told")]


def _of_sefton() -> ToldCount:
    words = "76 said no and 25 didn’t respond"
    return ToldCount("E08000014", date(2020, 5, 31), "1.3", 30, 76, 25, words, "refused", "regional lead", "another week")


def test_texts_beneath_the_headings_and_open_sections_are_told(open_page: Open, store: Store) -> None:
    label = {one.item: one.label for one in items()}
    rows = [
        ["Local Authority:", "Sefton", "Week ending: 31 May 2020"],
        ["E-mail", "somebody@example.org"],
        ["Item", "Number of care homes", "Would additional support be helpful? (Yes/No)"],
        ["Focus 1: Infection prevention and control measures"],
        ["Every home has agreed <b>zones</b> with us; write to a.b@example.org."],
        *([label[item], 50, "No"] for item in label),
        ["Section complete: No"],
    ]
    desk.receive(store, xlsx_bytes(("Form", rows)), "form.xlsx")
    assert not store.empty
    html = open_page(store, "la_status").html
    assert "Every home has agreed &lt;b&gt;zones&lt;/b&gt; with us; write to [e-mail address removed]." in html
    assert "example.org" not in html
    assert "marked as not complete: Focus 5: Clinical support" in html
