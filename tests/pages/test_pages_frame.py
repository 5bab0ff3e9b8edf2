"""The frame: every page safe alone, the address as codes, provenance under every page, new data only on demand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from carehomes.intake.desk import receive
from carehomes.snapshots import current_number
from carehomes.store import Store
from tests.conftest import OF_COUNCILS, SOME_PAGES
from tests.pages.conftest import FAMILIES, PAGES, Opened
from ui.navigation import PAGES as NAVIGATION

Open = Callable[..., Opened]


@pytest.mark.parametrize("page", ["", *PAGES])
def test_every_page_opens_by_a_deep_link_marked_and_with_its_provenance(open_page: Open, demo_store: Store, page: str) -> None:
    opened = open_page(demo_store, page, week="2020-08-23", area="X03")
    assert "DEMONSTRATION DATA</div>" in opened.html
    foot = opened.html[opened.html.index('class="ch-foot"') :]
    parts = [
        "DEMONSTRATION DATA",
        "Source: ",
        "week ending Sunday",
        "data as at 2:05pm Wednesday 2 September 2020",
        # The councils' forms have returners of their own.
        "forms received 1 of 2 councils" if page in OF_COUNCILS else "returns received 1 of 1 CCG",
    ]
    places = [foot.index(part) for part in [*parts, "denominator: ", "management information, provisional", "snapshot 0000"]]
    assert places == sorted(places)
    assert opened.at.query_params == {"week": "2020-08-23", "area": "X03"}


@pytest.mark.parametrize("page", SOME_PAGES[1:])
def test_links_carry_the_selection_as_codes(open_page: Open, demo_store: Store, page: str) -> None:
    links = open_page(demo_store, page, week="2020-08-23", ccg="X03", pcn="U99012", areas="now").links()
    assert list(links) == [title for _, pages in NAVIGATION for _, title in pages]
    assert set(links.values()) == {"week=2020-08-23&ccg=X03&pcn=U99012&areas=now"}


def test_the_header_says_area_week_and_who_has_returned(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "testing").html
    assert "<h1>Testing</h1><p>Demonstration country · week ending Sunday 30 August 2020</p>" in html
    assert "<b>5 of 6 CCGs returned</b>, covering " in html
    assert " · 1 missing" in html


def test_the_newest_week_is_shown_where_none_is_asked_for(open_page: Open, demo_store: Store) -> None:
    # The reader's browser writes it into the address (tests/browser/test_links.py): no entry of the history is made for it.
    opened = open_page(demo_store)
    assert opened.at.query_params == {}
    assert "week ending Sunday 30 August 2020, newest week" in opened.html
    assert "pinned" in open_page(demo_store, week="2020-08-30").html


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({"week": "2020-13-45"}, "the week “2020-13-45”, which is not a date such as 2020-05-17"),
        ({"week": "2019-01-06"}, "the week 2019-01-06; no return has been accepted for it"),
        ({"area": "Q77"}, "the area “Q77”, which is not known here. Demonstration country is shown as a whole"),
        ({"ccg": "<b>X01</b>"}, "the area “&lt;b&gt;X01&lt;/b&gt;”, which is not known here"),
        ({"la": "X01"}, "the local authority “X01”, which is not known here"),
        ({"group": "g-0000000000"}, "the own group “g-0000000000”, which is not known here"),
    ],
)
@pytest.mark.parametrize("page", ["", "testing"])
def test_what_the_address_asks_for_and_is_not_there_is_named(
    open_page: Open, demo_store: Store, page: str, address: dict[str, str], told: str
) -> None:
    html = open_page(demo_store, page, **address).html
    assert told in html
    assert "<p>Demonstration country · week ending Sunday 30 August 2020</p>" in html
    assert "<b>X01" not in html


def test_the_filter_bar_cascades_and_writes_codes(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "clinical_leads", week="2020-08-23", measure="all_in_place")
    opened.at.selectbox(key="filter_stp").select("XQ2")
    opened.run()
    assert opened.at.query_params == {"week": "2020-08-23", "area": "XQ2", "measure": "all_in_place"}
    assert opened.at.selectbox(key="filter_region").value == "X99"
    assert [one[-4:-1] for one in opened.at.selectbox(key="filter_ccg").options[1:]] == ["X04", "X05", "X06"]
    assert opened.at.selectbox(key="filter_pcn").disabled
    opened.at.selectbox(key="filter_ccg").select("X04")
    opened.run()
    opened.at.selectbox(key="filter_pcn").select("U99013")
    opened.run()
    assert opened.at.query_params == {"week": "2020-08-23", "ccg": "X04", "pcn": "U99013", "measure": "all_in_place"}
    opened.at.selectbox(key="filter_pcn").select("")
    opened.run()
    assert opened.at.query_params["area"] == "X04"
    opened.at.selectbox(key="filter_week").select("2020-05-31")
    opened.run()
    assert opened.at.query_params["week"] == "2020-05-31"
    opened.at.segmented_control(key="filter_basis").set_value("now")
    opened.run()
    assert opened.at.query_params["areas"] == "now"
    opened.at.button(key="filter_reset").click()
    opened.run()
    assert opened.at.query_params == {}
    assert "week ending Sunday 30 August 2020, newest week" in opened.html


def _another(store: Store, small_demo: Path) -> None:
    """Accept the return of 24 May of one CCG once more, with one answer changed: a new snapshot."""
    content = (small_demo / "returns" / "2020-05-24" / "x01-home-return.csv").read_bytes()
    receipt = receive(store, content + b"\n", "x01-again.csv")
    assert receipt.outcome == "accepted"


def test_new_data_is_offered_and_never_shown_by_itself(open_page: Open, small_store: Store, small_demo: Path) -> None:
    opened = open_page(small_store, "testing", week="2020-05-17")
    before = f"snapshot {current_number(small_store):06d}"
    assert not [one for one in opened.at.button if one.key == "show_new_data"]
    _another(small_store, small_demo)
    opened.run()
    assert before in opened.html
    opened.at.button(key="show_new_data").click()
    opened.run()
    assert before not in opened.html
    assert f"snapshot {current_number(small_store):06d}" in opened.html
    assert opened.at.query_params["week"] == "2020-05-17"
    assert not [one for one in opened.run().at.button if one.key == "show_new_data"]


@pytest.mark.parametrize("page", SOME_PAGES)
def test_an_empty_store_greets_with_what_to_do(open_page: Open, store: Store, page: str) -> None:
    opened = open_page(store, page)
    assert "Nothing has been received yet" in opened.html
    assert opened.at.button(key="load_demonstration").label == "Load the demonstration region"
    assert ("Upload a return" in opened.links()) is (page != "returns")
    assert not opened.at.get("plotly_chart")
    assert 'class="ch-foot"' in opened.html


def test_the_demonstration_is_loaded_by_its_button(
    open_page: Open, store: Store, small_demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_page(store)
    monkeypatch.setattr("ui.greeting.FOLDER", small_demo)
    opened.at.button(key="load_demonstration").click()
    opened.run()
    assert "<p>Demonstration country · week ending Sunday 24 May 2020</p>" in opened.html
    assert "DEMONSTRATION DATA</div>" in opened.html


def test_a_demonstration_that_is_not_there_is_said_in_words(
    open_page: Open, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_page(store)
    monkeypatch.setattr("ui.greeting.FOLDER", tmp_path)
    opened.at.button(key="load_demonstration").click()
    assert "The demonstration region was not loaded." in opened.run().html


@pytest.mark.parametrize("page", FAMILIES)
def test_areas_as_now_is_said_under_the_page(open_page: Open, demo_store: Store, page: str) -> None:
    assert " · areas as now</span>" in open_page(demo_store, page, areas="now").html
