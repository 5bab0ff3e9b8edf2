"""The page Where from: from a card to the homes, the cells, the returns and the file."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl

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


def leads(html: str) -> dict[str, dict[str, str]]:
    """Return the address of every link of a figure, by its title."""
    found = re.findall(r'<a class="behind" href="([^"]*)" title="The homes and cells behind it: ([^"]*)" target="_self">', html)
    return {title: dict(parse_qsl(unescape(link).removeprefix("where_from?"))) for link, title in found}


def test_figures_lead_to_what_stands_behind_them(demo_store: Store, open_page: Open) -> None:
    for name in ("", "clinical_leads"):
        found = leads(open_page(demo_store, name, area="X04").html)
        assert found["Named lead, NHS Dunmere CCG (X04)"] == {"week": "2020-08-30", "area": "X04", "measure": "named_lead"}
        part = found["Named lead, Dunmere Coast PCN (U99015)"]
        assert part == {"week": "2020-08-30", "ccg": "X04", "pcn": "U99015", "measure": "named_lead"}
        assert not any("Not aligned" in title for title in found)
    shown = open_page(demo_store, "where_from", **part)
    assert "10 of 12 homes" in shown.html


def test_what_where_from_would_count_otherwise_has_no_link(demo_store: Store, open_page: Open) -> None:
    page = open_page(demo_store, "clinical_leads", la="XE0002")
    found = leads(page.html)
    assert found
    assert all("la" in one for one in found.values())
