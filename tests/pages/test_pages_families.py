"""What the pages of the families add: dated events, small multiples, and the own questions of each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from carehomes.access import EVERYWHERE
from carehomes.charts.readings import readings
from carehomes.measures import figures, trends
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.pages.conftest import FAMILIES, Opened

Open = Callable[..., Opened]
WEEK = date(2020, 8, 23)


def _panels(opened: Opened) -> list[str]:
    """Return the panels of a page, each as the text over it."""
    found = re.search(r'<ul class="ch-panels".*?</ul>', opened.html, re.S)
    return [re.sub(r"<[^>]+>", " ", one) for one in re.findall(r"<li>.*?</li>", found.group(0), re.S)] if found else []


def test_dated_events_stand_on_the_trend_beneath_it_and_in_its_table(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "clinical_leads", week="2020-08-23")
    figure = opened.figure("chart_trend_named_lead")
    dotted = {one["x0"] for one in figure["layout"]["shapes"] if one.get("line", {}).get("dash") == "dot"}
    assert dotted == {"2020-05-15", "2020-07-31", "2020-08-23"}
    assert "<li>1. 15 May 2020: a named lead" in opened.html
    assert "<li>2. 31 July 2020: every home is to be aligned" in opened.html
    row = re.search(r'<th scope="row">(<a [^>]*>)?2 August 2020.*?</tr>', opened.html, re.S)
    assert row and "31 July 2020: every home" in row.group()
    # October is not reached yet, and oximeters have no day of their own.
    assert "1 October 2020:" not in opened.html
    assert "15 May 2020:" not in open_page(demo_store, "pulse_oximeters", week="2020-08-23").html


@pytest.mark.parametrize(("area", "measure"), [("X9", "named_lead"), ("X03", "named_lead"), ("X9", "residents_with_pcsp")])
def test_a_panel_tells_the_counts_that_the_figures_tell(open_page: Open, demo_store: Store, area: str, measure: str) -> None:
    page = "care_plans" if measure == "residents_with_pcsp" else "clinical_leads"
    drawn = _panels(open_page(demo_store, page, week="2020-08-23", area=area, measure=measure))
    codes = [area] if area == "X03" else [f"X0{number}" for number in range(1, 7)]
    frame = figures(open_snapshot(demo_store), WEEK, permitted=EVERYWHERE, codes=codes, measures=[measure])
    parts = [one for one in readings(frame) if (one.within == area if area == "X03" else one.level == "ccg")]
    parts = [one for one in parts if one.level != "not attributed"]
    assert len(drawn) == len(parts) > 4
    for one in parts:
        told = next(text for text in drawn if one.label in text)
        part, whole = (one.numerator, one.whole) if one.numerator is not None else (one.yes, one.answered)
        assert not whole or f"{part:,} of {whole:,} " in told
    shares = [int(found.group(1)) for text in drawn if "too few" not in text and (found := re.search(r" (\d+)(?:\.\d)?%: ", text))]
    assert shares == sorted(shares)


def test_panels_lead_to_their_area_and_a_measure_of_units_has_none(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "clinical_leads", week="2020-08-23", area="X03").html
    assert "clinical_leads?week=2020-08-23&amp;ccg=X03&amp;pcn=U99012&amp;measure=named_lead" in html
    assert _panels(open_page(demo_store, "pulse_oximeters", week="2020-08-23", measure="oximeters_held")) == []


def test_more_areas_than_fit_are_said_and_drawn_on_asking(open_page: Open, demo_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carehomes.charts.panels.MOST", 4)
    opened = open_page(demo_store, "weekly_checkins", week="2020-08-23")
    assert len(_panels(opened)) == 4
    assert "the 4 least favourable of 6 areas" in opened.html
    assert "panels=all" in opened.html
    every = open_page(demo_store, "weekly_checkins", week="2020-08-23", panels="all")
    assert len(_panels(every)) == 6
    assert _panels(every)[:4] == _panels(opened)


def test_many_areas_at_once_are_the_same_as_week_by_week(demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)
    parts = [("ccg", "X03", ""), ("pcn", "U99012", "X03"), ("not aligned", "X03", "X03"), ("ccg", "X06", "")]
    first, last = snapshot.weeks[3], snapshot.weeks[7]
    found = trends(snapshot, parts, first, last, measures=["named_lead"], permitted=EVERYWHERE)
    rows = []
    for week in snapshot.weeks[3:8]:
        every = readings(figures(snapshot, week, permitted=EVERYWHERE, codes=["X03", "X06"], measures=["named_lead"]))
        rows += [one for one in every if (one.level, one.code, one.within) in parts]
    assert {(one.week, one.code, one.level) for one in rows} == {(one.week, one.code, one.level) for one in readings(found)}
    assert sorted(map(repr, rows)) == sorted(map(repr, readings(found)))
    older = trends(snapshot, parts[:1], first, last, measures=["named_lead"], permitted=EVERYWHERE, older=True)
    assert [one.registered for one in readings(older)] == [
        readings(figures(snapshot, week, permitted=EVERYWHERE, codes=["X03"], measures=["named_lead"], older=True))[0].registered
        for week in snapshot.weeks[3:8]
    ]


def test_a_ccg_that_did_not_return_has_no_0_leads(open_page: Open, demo_store: Store) -> None:
    assert "Homes per lead: no home names one" in open_page(demo_store, "clinical_leads", area="X06").html


def test_homes_per_lead_and_no_names(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "clinical_leads", week="2020-08-23")
    bars = opened.figure("chart_homes_per_lead")["data"][0]
    assert sum(bars["x"]) == int(re.search(r"Homes per lead: (\d+) leads", opened.html).group(1))  # type: ignore[union-attr]
    assert "Lead 21" not in opened.html
    assert "invented)" not in opened.html


def test_why_check_ins_were_missed_adds_up_to_the_measure_and_leads_to_the_homes(open_page: Open, demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)
    frame = figures(snapshot, WEEK, permitted=EVERYWHERE, codes=["X9"], measures=["missed_two_weeks"])
    missed = next(one.yes for one in readings(frame) if one.code == "X9")
    opened = open_page(demo_store, "weekly_checkins", week="2020-08-23")
    assert sum(value for trace in opened.figure("chart_missed_why")["data"] for value in trace["x"]) == missed
    assert f"Missed two weeks running, and why: {missed} homes" in opened.html
    assert "care_homes?week=2020-08-23&amp;list=missed_two_weeks" in opened.html
    none = open_page(demo_store, "weekly_checkins", week="2020-08-23", area="X04")
    assert none.figure("chart_missed_why")["layout"]["annotations"][0]["text"] == "No home says that it was missed in both weeks"


def test_oximeters_by_area_are_the_figures_and_most_outstanding_first(open_page: Open, demo_store: Store) -> None:
    frame = figures(open_snapshot(demo_store), WEEK, permitted=EVERYWHERE, codes=[f"X0{n}" for n in range(1, 7)])
    rows = {(one.measure, one.code): one for one in readings(frame) if one.level == "ccg"}
    drawn = open_page(demo_store, "pulse_oximeters", week="2020-08-23").figure("chart_oximeters_by_area")
    codes = [label[-4:-1] for label in drawn["layout"]["yaxis"]["ticktext"]]
    assert sorted(codes) == [f"X0{n}" for n in range(1, 7)]
    told = {trace["name"]: trace["x"] for trace in drawn["data"]}
    gaps = [rows["oximeters_outstanding", code] for code in codes]
    assert told["Outstanding"] == [one.numerator for one in gaps] == sorted((one.numerator for one in gaps), reverse=True)
    assert told["Needed"] == [one.whole for one in gaps]
    assert told["Delivered"] == [rows["oximeters_delivered", code].numerator for code in codes]
    assert told["Allocated"] == [rows["oximeters_allocated", code].numerator for code in codes]


def test_eligibility_and_retests_count_every_home_of_the_register(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "testing", week="2020-08-23", area="X02")
    bands = opened.figure("chart_testing_eligibility")["data"]
    assert [re.sub(r" \(.*", "", one["name"]) for one in bands] == ["Homes for older people", "Other homes"]
    assert sum(sum(one["x"]) for one in bands) == sum(opened.figure("chart_retests")["data"][0]["x"]) == 48
    assert "chart_retests" not in open_page(demo_store, "testing", week="2020-06-28").keys


@pytest.mark.parametrize("page", FAMILIES)
@pytest.mark.parametrize("address", [{"area": "U99012"}, {"la": "XE0001"}, {"homes": "older"}, {"area": "X02", "areas": "now"}])
def test_every_page_stands_in_every_view(open_page: Open, demo_store: Store, page: str, address: dict[str, str]) -> None:
    opened = open_page(demo_store, page, week="2020-08-23", **address)
    assert "Every measure of this page" in opened.html
