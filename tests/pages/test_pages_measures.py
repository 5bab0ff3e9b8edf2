"""The Overview and the five families, on the numbers that they show and the values that they draw."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE
from carehomes.charts.methods import METHODS
from carehomes.charts.readings import Reading, readings
from carehomes.measures import figures
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.pages.conftest import FAMILIES, PROJECT, Opened
from ui.text import esc

Open = Callable[..., Opened]
WEEK = date(2020, 8, 23)


def _figure(store: Store, measure: str, code: str, within: str = "") -> Reading:
    frame = figures(open_snapshot(store), WEEK, permitted=EVERYWHERE, codes=[code], measures=[measure])
    return next(one for one in readings(frame) if one.code == code and one.within == within)


@pytest.fixture(params=["X9", "X99", "XQ1", "X03", "U99012"])
def area(request: pytest.FixtureRequest) -> str:
    """The whole, a region, an STP, a CCG and a PCN."""
    return str(request.param)


@pytest.mark.parametrize("page", FAMILIES)
def test_every_family_at_every_level(open_page: Open, demo_store: Store, page: str, area: str) -> None:
    opened = open_page(demo_store, page, week="2020-08-23", area=area)
    assert opened.html.count('role="group"') >= 3
    # A trend card may have a process chart or its way to the target on a tab beside.
    trend = min((key for key in opened.keys if key.startswith("chart_trend_")), key=len)
    areas = trend.replace("trend", "areas")
    assert len(opened.figure(trend)["layout"]["xaxis"]["ticktext"]) > 3
    assert len(opened.figure(areas)["layout"]["yaxis"]["ticktext"]) >= 3
    assert "Every measure of this page, by area" in opened.html
    assert "[x] not available" in opened.html


@pytest.mark.parametrize("page", FAMILIES)
def test_every_measure_of_the_catalogue_has_its_place(open_page: Open, demo_store: Store, page: str) -> None:
    from ui.navigation import FAMILY_PAGES

    opened = open_page(demo_store, page)
    for one in open_snapshot(demo_store).measures.values():
        if FAMILY_PAGES[one.family] == page:
            assert one.name in opened.html, one.id


def test_the_headline_card_tells_counts_share_range_and_silence(open_page: Open, demo_store: Store) -> None:
    one = _figure(demo_store, "named_lead", "X03")
    html = open_page(demo_store, "clinical_leads", week="2020-08-23", area="X03").html
    card = html[html.index('aria-label="Homes with a named clinical lead"') :]
    assert f"{one.yes} of {one.all} homes</a><small>range " in card
    assert f"{one.not_answered} not answered (" in card
    assert 'class="ch-hatch"' in card
    assert "Target: all, by 15 May 2020" in card


def test_the_people_card_tells_who_gave_both(open_page: Open, demo_store: Store) -> None:
    one = _figure(demo_store, "residents_with_pcsp", "X9")
    html = open_page(demo_store, "care_plans", week="2020-08-23").html
    assert f"{one.numerator:,} of {one.whole:,} residents" in html
    assert f"from {one.homes_gave} of {one.denominator} homes that gave both" in html


def test_the_trend_draws_what_figures_tell(open_page: Open, demo_store: Store) -> None:
    one = _figure(demo_store, "named_lead", "X03")
    opened = open_page(demo_store, "clinical_leads", week="2020-08-23", area="X03")
    line = next(each for each in opened.figure("chart_trend_named_lead")["data"] if each["name"] == "Share of all homes")
    assert len(line["x"]) == 16
    assert line["y"][line["x"].index("2020-08-23")] == pytest.approx(100 * (one.yes or 0) / (one.all or 1), abs=0.05)


def test_a_missing_week_is_a_gap(open_page: Open, demo_store: Store) -> None:
    data = open_page(demo_store, "clinical_leads", area="X06").figure("chart_trend_named_lead")["data"]
    line = next(each for each in data if each["name"] == "Share of all homes")
    gaps = [week for week, value in zip(line["x"], line["y"], strict=True) if value is None]
    # Without a return, with a nil return, and not yet in the last week.
    assert gaps == ["2020-06-14", "2020-06-21", "2020-08-30"]


def test_the_parts_of_a_ccg_add_up_to_it(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "clinical_leads", week="2020-05-24", area="X04")
    drawn = opened.figure("chart_areas_named_lead")
    labels = drawn["layout"]["yaxis"]["ticktext"]
    assert "Not aligned to a PCN" in labels
    assert "Not attributed to a PCN" in labels
    yes = next(one for one in drawn["data"] if one["name"] == "Yes")
    whole = re.search(r'aria-label="Homes with a named clinical lead".*?(\d+) of \d+ homes', opened.html, re.S)
    assert whole is not None
    assert sum(yes["x"]) == int(whole.group(1))


def test_a_pcn_stands_among_those_of_its_ccg(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "weekly_checkins", week="2020-08-23", ccg="X03", pcn="U99012")
    labels = opened.figure("chart_areas_checked_in")["layout"]["yaxis"]["ticktext"]
    assert "<b>Calderwick Hills PCN (U99012)</b>" in labels
    assert len(labels) == 6


def test_another_measure_of_the_page_is_chosen_and_kept_in_the_address(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "pulse_oximeters", week="2020-08-23")
    opened.at.segmented_control(key="measure").set_value("oximeters_held")
    opened.run()
    assert opened.at.query_params["measure"] == "oximeters_held"
    assert {"chart_trend_oximeters_held", "chart_areas_oximeters_held"} <= opened.keys
    assert "the measure “nope”, which this page does not have" in open_page(demo_store, "testing", measure="nope").html


def test_the_ladder_and_the_splits_are_drawn(open_page: Open, demo_store: Store) -> None:
    assert "chart_words_testing_ladder" in open_page(demo_store, "testing").keys
    assert {"chart_words_lead_profession", "chart_words_lead_employer"} <= open_page(demo_store, "clinical_leads").keys
    assert {"chart_words_checkin_mode", "chart_words_checkin_by"} <= open_page(demo_store, "weekly_checkins").keys


def test_the_overview_has_five_cards_the_heat_table_and_what_needs_attention(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store).html
    assert html.count('role="group"') == 5
    heat = html[html.index('class="heat"') :]
    assert "NHS Fenmoor CCG (X06)" in heat
    assert '<td class="x">[x]<small>no return</small></td>' in heat
    assert "NHS Fenmoor CCG has not returned</h2>" in html
    assert "<b>NHS Fenmoor CCG (X06)</b> has not returned (38 of 281 homes); last return 23 August 2020" in html
    assert 'href="?week=2020-08-30&amp;area=X01"' in heat
    assert 'href="clinical_leads?week=2020-08-30&amp;measure=all_in_place"' in heat


def test_every_chart_has_a_sentence_a_table_and_its_meaning(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "testing")
    for chart in opened.at.get("plotly_chart"):
        assert len(chart.proto.alt) > 40
    assert "Homes in regular testing, by area" in opened.html
    assert "<dt>Numerator</dt>" in opened.html
    # The files of a card are offered where its tab is looked at, and nowhere else.
    assert not opened.at.get("download_button")
    opened.at.session_state["tabs_words_testing_ladder"] = "Download"
    offered = {one.label: str(one.key) for one in opened.run().at.get("download_button")}
    assert offered == {"Download CSV": "download_words_testing_ladder", "Download XLSX": "download_words_testing_ladder_xlsx"}


def test_a_measure_added_as_a_file_appears_by_itself(
    open_page: Open, small_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    queries = tmp_path / "queries"
    shutil.copytree(PROJECT / "queries", queries)
    text = (queries / "measures" / "medicines_support.toml").read_text(encoding="utf-8")
    text = text.replace('id = "medicines_support"', 'id = "falls_lead"').replace("medicines_support", "falls_lead")
    text = re.sub(r"^name = .*$", 'name = "Homes with a falls lead"', text, flags=re.M)
    text = re.sub(r"^short = .*$", 'short = "Falls"', text, flags=re.M)
    (queries / "measures" / "falls_lead.toml").write_text(text, encoding="utf-8")
    question = (queries / "questions" / "medicines_support.toml").read_text(encoding="utf-8")
    question = re.sub(r"^synonyms = \[.*?\]", 'synonyms = ["Falls lead in place?"]', question, flags=re.M | re.S)
    question = question.replace("medicines_support", "falls_lead")
    question = re.sub(r"^wording = .*$", 'wording = "Falls lead in place?"', question, flags=re.M)
    (queries / "questions" / "falls_lead.toml").write_text(question, encoding="utf-8")
    monkeypatch.setenv("CAREHOMES_QUERIES", str(queries))
    opened = open_page(small_store, "care_plans", measure="falls_lead")
    assert "Homes with a falls lead" in opened.html
    assert "chart_trend_falls_lead" in opened.keys


def test_the_trend_says_whether_the_change_is_more_than_noise(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "weekly_checkins", week="2020-05-31", area="X99").html
    assert (
        "of the 223 homes that answered in both weeks, 31 went to yes and 18 to no: no more than noise (exact McNemar test, p = 0.085)"
        in html
    )
    assert "exact McNemar" not in open_page(demo_store, "weekly_checkins", week="2020-05-31", area="X99", homes="older").html


def test_the_methods_are_on_their_page(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "methods").html
    for _, methods in METHODS:
        assert all(esc(method.question) in html and esc(method.example) in html for method in methods)


def test_the_trend_tells_the_homes_that_answered_twice(demo_store: Store, open_page: Callable[..., Opened]) -> None:
    page = open_page(demo_store, "clinical_leads")
    drawn = page.figure("chart_trend_named_lead")
    assert "Same homes" in [one.get("name") for one in drawn["data"]]
    assert "Same homes, week before and this" in page.html
    assert "The thin dashed line compares only homes" in page.html
    older = open_page(demo_store, "clinical_leads", homes="older")
    assert "Same homes" not in [one.get("name") for one in older.figure("chart_trend_named_lead")["data"]]
    assert "There is no line of the same homes here." in older.html


def test_weeks_as_first_published_on_demand(demo_store: Store, open_page: Callable[..., Opened]) -> None:
    page = open_page(demo_store, "clinical_leads")
    assert "As first published" not in page.html
    page.at.toggle(key="switch_first").set_value(True)
    page.run()
    assert page.at.query_params["first"] == "1"
    assert "have been revised since their deadline; the largest by +" in page.html
    assert '<th scope="col" class=wide>As first published</th>' in page.html
    marks = next(one for one in page.figure("chart_trend_named_lead")["data"] if one.get("name") == "As first published")
    assert marks["marker"]["color"] == "#FFFFFF"
