"""The LA status page: the councils of an area side by side, and one by itself."""

from __future__ import annotations

from collections.abc import Callable

from carehomes.store import Store
from tests.pages.conftest import Opened

Open = Callable[..., Opened]


def test_councils_stand_side_by_side(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "la_status")
    html = opened.html
    assert "<b>Forms received 3 of 3 councils</b>" in html
    assert "forms received 3 of 3 councils · denominator: the totals of 2 of 3 councils that sent the form, 200 homes" in html
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
    before = open_page(demo_store, "la_status", la="XE0003", as_at="2020-06-03T09:00")
    assert "sent its form again" not in before.html
    assert before.figure("chart_la_status")["data"][0]["x"][4] == 37
    assert "Forms received 0 of 3 councils" in open_page(demo_store, "la_status", as_at="2020-05-29T10:00").html


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
