"""The page Where from: from a card to the homes, the cells, the returns and the file."""

from __future__ import annotations

from carehomes.store import Store
from tests.pages.test_pages_changed import Open, text


def test_a_figure_opens_to_its_cells_and_its_returns(open_page: Open, demo_store: Store) -> None:
    page = open_page(demo_store, "where_from", area="X03", measure="residents_with_pcsp", week="2020-08-30")
    told = text(page)
    assert "748 of 1,079 residents" in told
    assert "44 homes counted here, 11 of them without an answer of their own; 1 total beside them" in told
    assert "Thistlewick Lodge (1-990003104) X03 U99008 8 of 14 Residents with a PCSP 8 V2 x03-home-return.csv 117" in told
    assert "Download the file as it was received (1,643 bytes)" in [each.label for each in page.at.get("download_button")]


def test_a_card_leads_to_it_with_the_area_and_the_measure(open_page: Open, demo_store: Store) -> None:
    page = open_page(demo_store, "pulse_oximeters", area="X02")
    assert "where_from?week=2020-08-30&amp;area=X02&amp;measure=oximeters_held" in page.html


def test_an_area_without_a_return_has_none_behind_it(open_page: Open, demo_store: Store) -> None:
    told = text(open_page(demo_store, "where_from", area="X06", week="2020-08-30"))
    assert "0 returns behind it" in told and "38 homes counted here, 38 of them without an answer of their own" in told
