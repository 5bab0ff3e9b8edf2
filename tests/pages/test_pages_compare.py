"""Compare areas: the map, the table twin with links, the area beside others, the funnel, boundaries only where a file stands."""

from __future__ import annotations

import json
from collections.abc import Callable

from carehomes.intake.decide import REFERENCES
from carehomes.intake.desk import receive
from carehomes.store import Store
from tests.pages.conftest import Opened

Open = Callable[..., Opened]
WEEK = "2020-08-23"


def tiles(opened: Opened, key: str) -> str:
    return " ".join(text for trace in opened.figure(key)["data"] for text in trace.get("text", []))


def test_the_whole_is_a_tile_a_ccg_and_its_regions_beside_one_another(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "compare_areas", week="2020-08-30")
    assert opened.keys == {"chart_map_named_lead", "chart_parts_named_lead", "chart_funnel_named_lead"}
    told = tiles(opened, "chart_map_named_lead")
    assert all(f"X0{number}" in told for number in range(1, 7))
    assert "is the whole. Choose a region" in opened.html
    assert "Areas without a share, and why" in opened.html and "no return" in opened.html
    assert 'href="compare_areas?week=2020-08-30&amp;area=X06&amp;measure=named_lead"' in opened.html


def test_a_ccg_shows_its_pcns_and_stands_beside_the_rest_and_its_like(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "compare_areas", week=WEEK, area="X03")
    told = tiles(opened, "chart_map_named_lead")
    assert "U99012" in told and "X01" not in told
    assert "Without a tile: Not aligned to a PCN: " in opened.html
    notes = " ".join(note["text"] for note in opened.figure("chart_beside_named_lead")["layout"]["annotations"])
    assert "Rest of Demonstration region (X99)" in notes and "3 CCGs like NHS Calderwick" in notes
    assert "CCGs like NHS Calderwick CCG, and why" in opened.html
    assert 'href="compare_areas?week=2020-08-23&amp;ccg=X03&amp;pcn=U99012&amp;measure=named_lead"' in opened.html


def test_a_pcn_stands_beside_the_rest_of_its_ccg(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "compare_areas", week=WEEK, ccg="X03", pcn="U99012", areas="now")
    notes = " ".join(note["text"] for note in opened.figure("chart_beside_named_lead")["layout"]["annotations"])
    assert "Rest of NHS Calderwick CCG (X03)" in notes
    assert "PCNs like Calderwick Hills PCN, and why" in opened.html


def test_the_measure_is_chosen_and_kept_in_the_address(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "compare_areas", week=WEEK, area="XQ2", measure="residents_with_pcsp")
    assert "chart_map_residents_with_pcsp" in opened.keys
    opened.at.selectbox(key="measure").select("oximeters_held")
    opened.run()
    assert opened.at.query_params["measure"] == "oximeters_held"
    assert "not laid side by side" in json.dumps(opened.figure("chart_beside_oximeters_held"))
    odd = open_page(demo_store, "compare_areas", week=WEEK, measure="testing_ladder")
    assert "asks for the measure “testing_ladder”, which cannot be compared here" in odd.html


def test_boundaries_are_a_tab_once_a_file_stands(open_page: Open, small_store: Store) -> None:
    assert not any("boundaries" in key for key in open_page(small_store, "compare_areas").keys)
    ring = [[-3.0, 53.0], [-2.9, 53.0], [-2.9, 53.1], [-3.0, 53.0]]
    features = [{"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}} for code in ("X01", "X02")]
    receipt = receive(small_store, json.dumps({"features": features}).encode(), "invented.geojson", kinds=REFERENCES)
    assert receipt.outcome == "accepted"
    opened = open_page(small_store, "compare_areas")
    drawn = opened.figure("chart_map_named_lead_boundaries")["data"]
    # A click into an outline leads where the table's link of that name does.
    for one in (one for one in drawn if one.get("fill")):
        assert f'target="_self">{one["meta"]}</a>' in opened.html
    assert sorted(trace["text"].split("(")[1][:3] for trace in drawn) == ["X01", "X02"]
    assert "Without a boundary in the file: NHS Calderwick CCG (X03), NHS Dunmere CCG (X04)" in opened.html


def test_the_funnel_holds_every_ccg_or_pcn_and_the_address_says_which(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "compare_areas", week="2020-05-31", area="X05", measure="checked_in")
    assert "Homes checked in with this week: 1 of 6 CCGs lies outside the 95% limits: worse, and outside 99.8% too" in opened.html
    assert "worse (outside 99.8%)</td><td>5th to 6th of 6" in opened.html
    drawn = {one.get("name"): one for one in opened.figure("chart_funnel_checked_in")["data"]}
    assert drawn["Worse"]["x"] == drawn["NHS Eastlow CCG"]["x"] == [41]
    opened.at.segmented_control(key="funnel").set_value("pcn")
    opened.run()
    assert opened.at.query_params["funnel"] == "pcn"
    assert "2 of 24 PCNs lie outside the 95% limits: 2 worse" in opened.html
    assert "By chance alone about 1 of 24 would lie outside 95%." in opened.html
    labels = " ".join(note["text"] for note in opened.figure("chart_funnel_checked_in")["layout"]["annotations"])
    assert "Eastlow North PCN (U99017)" in labels and "All 24 PCNs: 82%" in labels
    assert 'href="compare_areas?week=2020-05-31&amp;measure=checked_in&amp;funnel=pcn&amp;ccg=X05&amp;pcn=U99017"' in opened.html


def test_a_pcn_stands_among_pcns_and_what_cannot_be_compared_says_so(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "compare_areas", week=WEEK, ccg="X03", pcn="U99012", funnel="gold")
    assert "asks for the funnel “gold”, which is not known here. PCNs of Demonstration country are shown." in opened.html
    assert "not compared: too few answered" in opened.html or "not compared: fewer than 5 homes answered" in opened.html
    people = open_page(demo_store, "compare_areas", week=WEEK, area="X03", measure="residents_with_pcsp")
    assert "no funnel and no ranks" in people.html and not any("funnel" in key for key in people.keys)


def test_deciles_stand_where_ten_areas_may_be_compared_and_every_look_is_counted(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "compare_areas", week=WEEK, ccg="X03", pcn="U99012", measure="checked_in")
    assert "chart_spread_checked_in" in opened.keys
    assert "eight of ten PCNs lie between" in opened.html and "in the week ending Sunday 23 August 2020" in opened.html
    drawn = {one.get("name"): one for one in opened.figure("chart_spread_checked_in")["data"]}
    assert "5th decile: the middle" in drawn and "6 of 7 that answered (86%)" in " ".join(drawn["Calderwick Hills PCN"]["text"])
    assert "Needs attention: No alert in" in opened.html
