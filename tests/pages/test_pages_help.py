"""Help: terms in headings, Definitions, About, Data quality, the accessibility statement, the first-visit guide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from carehomes.ledger import notes
from carehomes.ledger.notes import Note
from carehomes.store import Store
from tests.pages.conftest import Opened
from ui.data_quality_page import LIMITS
from ui.guide import STEPS

Open = Callable[..., Opened]


def test_a_term_in_a_heading_leads_to_its_meaning_with_the_whole_selection(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "clinical_leads", week="2020-08-23", area="X03").html
    assert 'href="definitions?week=2020-08-23&amp;area=X03&amp;term=range" target="_self" title="From yes over all homes' in html
    asked = open_page(demo_store, "definitions", week="2020-08-23", area="X03", term="range")
    assert asked.html.index('<h2 class="ch-title">Range</h2>') < asked.html.index('<h2 class="ch-title">Measures</h2>')
    # A term that is not there is no error, and brings no markup onto the page.
    assert "card_term" not in open_page(demo_store, "definitions", term="<b>no</b>").html


def test_definitions_say_how_a_measure_is_worked_out_and_who_checks_it(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "definitions").html
    for told in ("<dt>Calculation</dt>", "<dt>Numerator</dt>", "next review by 22 November 2027", "checked by Analyst on duty"):
        assert told in html


def test_about_tells_sources_contact_release_and_licence(open_page: Open, demo_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    html = open_page(demo_store, "about").html
    assert "No contact is set for this installation." in html
    for told in ("CCGs: a row a care home", ">weekly<", "30 August 2020", "0.1.0, snapshot 000001", "MIT.", "Open Government Licence"):
        assert told in html
    monkeypatch.setenv("CAREHOMES_CONTACT", "the <regional> team")
    assert "the &lt;regional&gt; team" in open_page(demo_store, "about").html
    assert "the &lt;regional&gt; team" in open_page(demo_store, "accessibility").html


def test_data_quality_counts_what_is_missing_and_says_whose_it_is(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "data_quality").html
    assert "Missing submissions: 3 of 96 returns (3%) in 16 weeks" in html
    assert "NHS Fenmoor CCG (X06): missing" in html
    assert "is claimed by two PCNs in the alignment file" in html
    assert all(line.replace("'", "&#x27;") in html for line in LIMITS)
    assert "has other answer options" in html
    assert "None is noted." in open_page(demo_store, "data_quality", as_at="2020-07-01T12:00").html
    # One CCG alone, and the weeks up to the one shown only.
    own = open_page(demo_store, "data_quality", area="X05", week="2020-07-19").html
    assert "Missing submissions: 1 of 10 returns (10%) in 10 weeks" in own
    assert "Fenmoor" not in own.split("Missing submissions")[1].split("What the figures cannot say")[0]


def test_a_change_of_method_is_told_with_its_week(open_page: Open, small_store: Store) -> None:
    from datetime import date

    week = date(2020, 5, 24)
    notes.add(small_store, Note("definition changed", "counted by whom, not by when", week, week, "regional analyst", measure="named_lead"))
    html = open_page(small_store, "data_quality").html
    assert "counted by whom, not by when" in html and "week ending Sunday 24 May 2020" in html


def test_the_statement_says_first_what_fails(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "accessibility").html
    assert html.index("What fails") < html.index("What is held to")
    assert "It has not been tested with people who use assistive technology" in html


def test_the_guide_greets_the_first_visit_and_goes_for_good(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store)
    assert all(f"<b>{name}:</b>" in opened.html for name, _ in STEPS)
    assert opened.at.query_params == {}
    opened.at.button(key="guide_done").click()
    assert "ch-guide" not in opened.run().html
    assert "ch-guide" not in opened.run().html


@pytest.mark.parametrize("address", [{"week": "2020-08-23"}, {"area": "X03"}, {"screenshot": "1"}])
def test_no_guide_where_a_link_was_opened_or_a_picture_is_taken(open_page: Open, demo_store: Store, address: dict[str, str]) -> None:
    assert "ch-guide" not in open_page(demo_store, **address).html
