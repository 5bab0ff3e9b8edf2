"""Links: what is chosen is kept on every way on, a link says what came after it, a filter is taken away by its own link."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from carehomes.areas import group_of
from carehomes.intake.desk import receive
from carehomes.ledger import groups, saved_views
from carehomes.ledger.saved_views import view_of
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.conftest import SOME_PAGES
from tests.pages.conftest import PAGES, Opened

Open = Callable[..., Opened]
MOMENT = "2020-08-28T12:00"
FILTERS = {"homes": "older", "areas": "now", "as_at": MOMENT}


def hrefs(html: str) -> list[str]:
    """Return every link of the page but those that take a filter away and those of downloads."""
    kept = re.sub(r'<a [^>]*aria-label="Take this filter away[^>]*>', "", html)
    return [unescape(one) for one in re.findall(r'href="([^"#][^"]*)"', kept)]


def query(link: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link).query))


def chips(opened: Opened) -> dict[str, dict[str, str]]:
    """Return what is left of the address by the chip whose link takes its filter away."""
    found = re.findall(r'href="([^"]*)"[^>]*aria-label="Take this filter away: ([^"]*)"', opened.html)
    return {unescape(text): query(unescape(link)) for link, text in found}


@pytest.mark.parametrize(("place", "page"), list(enumerate(["", *PAGES])))
def test_what_is_chosen_is_kept_on_every_way_on(open_page: Open, demo_store: Store, place: int, page: str) -> None:
    # By turns, so that the suite stays short: a local authority and a PCN under its CCG.
    area = ({"la": "XE0001"}, {"ccg": "X03", "pcn": "U99012"})[place % 2]
    opened = open_page(demo_store, page, week="2020-08-23", **area, **FILTERS)
    links = {label: query(f"?{text}") for label, text in opened.links().items()}
    assert all(found == {"week": "2020-08-23", **area, **FILTERS} for found in links.values()), links
    lost = [link for link in hrefs(opened.html) if not FILTERS.items() <= query(link).items()]
    assert lost == []


def test_a_chip_takes_its_own_filter_away_and_no_other(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "clinical_leads", week="2020-08-23", area="X03", measure="all_in_place", made="7", **FILTERS)
    whole = {"week": "2020-08-23", "area": "X03", "measure": "all_in_place", **FILTERS}
    found = chips(opened)
    gone = {
        "week ending Sunday 23 August 2020, pinned": "week",
        "NHS Calderwick CCG (X03)": "area",
        "areas as now": "areas",
        "as known at 12pm Friday 28 August 2020": "as_at",
        "homes for older people only": "homes",
    }
    assert found == {text: {key: value for key, value in whole.items() if key != name} for text, name in gone.items()}
    assert chips(open_page(demo_store, "clinical_leads")) == {}
    # The newest week, which nobody chose, is not pinned by taking another filter away.
    assert chips(open_page(demo_store, area="X03")) == {"NHS Calderwick CCG (X03)": {}}


def copied(opened: Opened) -> list[str]:
    """Return the links that the page offers to copy: pinned, then always the newest week."""
    return [one.value for one in opened.at.code][:2]


@pytest.mark.parametrize("page", SOME_PAGES)
def test_every_page_has_a_link_to_copy(open_page: Open, demo_store: Store, page: str) -> None:
    opened = open_page(demo_store, page, week="2020-08-23", area="X03", homes="older", made="7")
    pinned, newest = (query(one) for one in copied(opened))
    codes = {"area": "X03", "homes": "older"}
    tells = page not in ("follow_ups", "notes", "reference", "rules", "methods", "definitions", "about", "accessibility")
    made = {"made": str(open_snapshot(demo_store).entry)} if tells else {}
    assert pinned == {"week": "2020-08-23", **codes, **made}
    assert newest == codes


def test_a_link_holds_what_the_page_has_of_its_own_and_a_past_moment_needs_no_decision(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "testing", week="2020-08-23", measure="staff_tested", as_at=MOMENT)
    assert [query(one) for one in copied(opened)] == [
        {"week": "2020-08-23", "as_at": MOMENT, "measure": "staff_tested"},
        {"as_at": MOMENT, "measure": "staff_tested"},
    ]


def test_an_old_link_says_what_was_revised_and_leads_to_what_it_was(open_page: Open, small_store: Store, small_demo: Path) -> None:
    made = str(open_snapshot(small_store).entry)
    link = {"week": "2020-05-24", "made": made}
    assert "Revised since" not in open_page(small_store, "testing", **link).html
    content = (small_demo / "returns" / "2020-05-24" / "x01-home-return.csv").read_bytes()
    assert receive(small_store, content + b"\n", "x01-again.csv").outcome == "accepted"
    assert "Revised since" not in open_page(small_store, "testing", **link).html, "the same answers once more change nothing"
    lines = content.decode("utf-8-sig").splitlines()
    assert receive(small_store, "\n".join(lines[:-1]).encode(), "x01-shorter.csv").outcome == "accepted"
    opened = open_page(small_store, "testing", **link, area="X01", measure="staff_tested")
    told = re.search(r'class="ch-warn" role="status">(Revised since.*?)</div>', opened.html)
    assert told
    assert "1 return of this week, from NHS Alderbrook CCG (X01)." in told[1]
    then = query(hrefs(told[1])[0])
    assert {key: then[key] for key in ("week", "area", "measure")} == {"week": "2020-05-24", "area": "X01", "measure": "staff_tested"}
    assert "made" not in then
    before = open_page(small_store, "testing", **then)
    assert f"as known by decision {made}" in before.html
    assert "Revised since" not in before.html
    for other in ({"area": "X02"}, {"week": "2020-05-17"}, {"made": "x"}, {"made": "-1"}, {"made": "999999"}, {"made": "٣"}):
        html = open_page(small_store, "testing", **{**link, **other}).html
        assert "Revised since" not in html
        assert ("which is no decision of this store" in html) == ("made" in other)


def test_a_closed_or_mistyped_area_offers_what_it_may_mean(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "testing", week="2020-08-23", area="U99025", homes="older", measure="staff_tested").html
    link = re.search(r'Open instead: <a href="([^"]*)"[^>]*>([^<]*)<', html)
    assert link
    assert link[2] == "Alderbrook North PCN (U99001)"
    assert query(unescape(link[1])) == {"week": "2020-08-23", "area": "U99001", "homes": "older", "measure": "staff_tested"}
    assert "U99001" in open_page(demo_store, "testing", **query(unescape(link[1]))).html
    assert "Open instead: " in open_page(demo_store, "testing", area="X0Z").html
    assert "Open instead" not in open_page(demo_store, "testing", area="QQQQQQ").html


def test_a_saved_view_is_saved_listed_opened_and_hidden(open_page: Open, small_store: Store) -> None:
    opened = open_page(small_store, "testing", week="2020-05-17", area="X01", measure="staff_tested")
    opened.at.button(key="views").click()
    assert "There is no saved view yet." in opened.run().html
    opened.at.button(key="view_save").click()
    assert "A saved view needs a name." in opened.run().html
    opened.at.text_input(key="view_name").input("Monday briefing")
    opened.at.text_input(key="view_role").input("regional analyst")
    opened.at.button(key="view_save").click()
    html = opened.run().html
    (saved,) = saved_views.views(small_store)
    assert saved.view == view_of("Monday briefing", "testing", {"area": "X01", "measure": "staff_tested"})
    assert "testing?area=X01&amp;measure=staff_tested" in html
    assert any(one.value.endswith(f"testing?view={saved.view.id}") for one in opened.at.code)
    opened.at.segmented_control(key="view_week").set_value("pinned")
    opened.at.button(key="view_save").click()
    opened.run()
    (pinned,) = saved_views.views(small_store)
    made = str(open_snapshot(small_store).entry)
    assert dict(pinned.view.params) == {"week": "2020-05-17", "area": "X01", "measure": "staff_tested", "made": made}
    opened.at.button(key=f"view_hide_{pinned.view.id}").click()
    assert "Out of the list: Monday briefing." in opened.run().html
    # Hidden and replaced, their links still open what they stood for.
    newest = open_page(small_store, "testing", view=saved.view.id)
    assert newest.at.query_params == {"week": "2020-05-24", "area": "X01", "measure": "staff_tested"}
    assert "newest week" in newest.html
    assert open_page(small_store, "testing", view=pinned.view.id).at.query_params == dict(pinned.view.params)
    assert "The address asks for the saved view “v-1”, which is not known here." in open_page(small_store, "testing", view="v-1").html


def test_a_saved_view_opens_on_its_own_page_at_its_own_moment(open_page: Open, demo_store: Store, small_store: Store) -> None:
    view = saved_views.save(small_store, view_of("Then", "testing", {"week": "2020-05-17", "as_at": "2020-05-21T12:00"}), by="analyst")
    opened = open_page(small_store, "care_plans", view=view.id)
    assert "<h1>Testing</h1>" in opened.html
    for page in (opened, open_page(small_store, "testing", view=view.id)):
        assert page.at.query_params == dict(view.params)
        assert "as known at 12pm Thursday 21 May 2020" in page.html


def test_an_area_found_by_name_keeps_every_other_filter(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "testing", week="2020-08-23", la="X01", measure="staff_tested", **FILTERS)
    opened.at.text_input(key="find").input("Calderwick CCG")
    link = next(one for one in hrefs(opened.run().html) if "X03" in one)
    assert query(link) == {"week": "2020-08-23", "area": "X03", "measure": "staff_tested", **FILTERS}


def test_an_own_group_is_kept_on_every_page(open_page: Open, small_store: Store) -> None:
    group = groups.save(small_store, group_of("Coast", ["X01"]))
    for page in ("", *PAGES):
        links = open_page(small_store, page, week="2020-05-17", group=group.id, homes="older").links()
        assert {tuple(query(f"?{one}").items()) for one in links.values()} == {
            (("week", "2020-05-17"), ("group", group.id), ("homes", "older"))
        }


@pytest.mark.parametrize(
    ("page", "key", "address", "leads"),
    [
        ("clinical_leads", "areas_named_lead", {"area": "X99"}, {"NHS Alderbrook CCG (X01)": ("", "area", "X01")}),
        ("clinical_leads", "areas_named_lead", {"area": "X03"}, {"Calderwick Hills PCN (U99012)": ("where_from", "pcn", "U99012")}),
        ("compare_areas", "map_named_lead", {"area": "X99"}, {"NHS Alderbrook CCG (X01)": ("compare_areas", "area", "X01")}),
        ("compare_areas", "funnel_named_lead", {"area": "X99"}, {"NHS Alderbrook CCG (X01)": ("compare_areas", "area", "X01")}),
    ],
)
def test_what_is_drawn_leads_where_the_table_beside_it_leads(
    open_page: Open, demo_store: Store, page: str, key: str, address: dict[str, str], leads: dict[str, tuple[str, str, str]]
) -> None:
    opened = open_page(demo_store, page, week="2020-08-23", measure="named_lead", as_at=MOMENT, **address)
    drawn = {label for trace in opened.figure(f"chart_{key}")["data"] for label in trace.get("customdata") or []}
    for label, (onto, name, code) in leads.items():
        assert label in drawn
        rows = re.findall(rf'<th scope="row"><a href="([^"]*)" target="_self">{re.escape(label)}</a>', opened.html)
        assert rows
        links = {(urlsplit(unescape(one)).path, query(unescape(one)).get(name)) for one in rows}
        assert (onto, code) in links
        assert all(query(unescape(one))["as_at"] == MOMENT for one in rows)


def test_a_point_of_a_trend_leads_to_its_week(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "testing", week="2020-08-23", area="X01", measure="discharge_testing")
    line = next(one for one in opened.figure("chart_trend_discharge_testing")["data"] if one["mode"] == "lines+markers")
    assert len(line["customdata"]) == len(line["x"])
    assert "2020-08-16" in line["customdata"]
    (link,) = re.findall(r'<th scope="row"><a href="([^"]*)" target="_self">16 August 2020 \[b\]', opened.html)
    assert query(unescape(link)) == {"week": "2020-08-16", "area": "X01", "measure": "discharge_testing"}
    # The week shown is here already.
    assert not re.search(r'<a href="[^"]*" target="_self">23 August 2020', opened.html)


def test_a_row_within_a_view_of_homes_leads_to_no_area(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "clinical_leads", week="2020-08-23", la="XE0001", measure="named_lead").html
    # The weeks of the trend lead to themselves; no area does.
    assert not re.search(r'<th scope="row"><a [^>]*>(?!\d)', html)
