"""Explore and Query as a reader opens them: the address says what is shown, files say what was chosen, and SQL goes nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from carehomes.access import EVERYWHERE
from carehomes.charts.readings import readings
from carehomes.measures.explore import explore
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.pages.conftest import Opened

Open = Callable[..., Opened]
LAST = "2020-08-30"
KEY = "chart_explore_named_lead_by-home-type_weeks-2020-06-07-to-2020-08-30"


def test_the_bars_are_the_counts_and_the_title_says_them(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "explore", measure="named_lead", by="home_type", week=LAST)
    snapshot = open_snapshot(demo_store)
    day = date.fromisoformat(LAST)
    top = snapshot.areas.top
    found = explore(snapshot, "named_lead", "home_type", day, day, level="england", code=top.code, permitted=EVERYWHERE)
    yes = {one.label: one.yes for one in readings(found.parts)}
    figure = opened.figure(KEY)
    names = figure["layout"]["yaxis"]["ticktext"]
    drawn = dict(zip(names, figure["data"][0]["x"], strict=True))
    assert drawn == yes
    assert (
        "Homes with a named clinical lead by type of home, week ending Sunday 30 August 2020: from 95% (39 of 41) in Working age"
        in opened.html
    )
    assert "Reported as totals" in opened.html


@pytest.mark.parametrize("form", ["trend", "bars", "heat", "rows"])
@pytest.mark.parametrize(
    ("measure", "by", "place"),
    [("residents_tested", "size", {"area": "XQ1"}), ("oximeters_held", "pcn", {}), ("testing_ladder", "ccg", {"la": "XE0001"})],
)
def test_every_form_of_every_sort_opens(
    open_page: Open, demo_store: Store, form: str, measure: str, by: str, place: dict[str, str]
) -> None:
    address = {"measure": measure, "by": by, "as": form, "week": LAST, **place}
    opened = open_page(demo_store, "explore", **address)
    assert f"by {'size of home' if by == 'size' else by.upper()}, week ending Sunday 30 August 2020" in opened.html
    assert 'class="ch-warn"' not in opened.html


def test_the_weeks_and_the_word_stand_in_the_address(open_page: Open, demo_store: Store) -> None:
    address = {"measure": "testing_ladder", "by": "size", "from": "2020-06-14", "to": "2020-07-05", "word": "Tested once", "as": "heat"}
    opened = open_page(demo_store, "explore", week=LAST, **address)
    assert "The testing ladder: Tested once by size of home, week ending Sunday 5 July 2020" in opened.html
    heads = opened.html.split('<table class="heat">')[1].split("</thead>")[0]
    assert [day for day in ("7 Jun", "14 Jun", "28 Jun", "5 Jul", "12 Jul") if f">{day}<" in heads] == ["14 Jun", "28 Jun", "5 Jul"]
    footer = opened.html.split('class="ch-foot"')[1]
    assert "week ending Sunday 5 July 2020" in footer
    opened.at.selectbox(key="explore_by").select("ccg")
    opened.run()
    assert opened.at.query_params["by"] in ("ccg", ["ccg"])
    assert "Tested once by CCG" in opened.html


def test_what_cannot_be_shown_is_said(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "explore", week=LAST, area="X01", by="region", measure="<b>x", to="2020-01-05", **{"as": "pie"})
    for asked in ("“region” (by)", "“&lt;b&gt;x” (measure)", "“2020-01-05” (to)", "“pie” (as)"):
        assert asked in opened.html
    assert "<b>x" not in opened.html


def test_no_own_group_yet(open_page: Open, demo_store: Store) -> None:
    assert "Nobody has saved an own group yet." in open_page(demo_store, "explore", by="group", week=LAST).html


def test_sql_of_an_address_waits_for_the_button(open_page: Open, demo_store: Store) -> None:
    sql = "select count(*) as homes from register"
    opened = open_page(demo_store, "query", week=LAST, sql=sql)
    assert opened.at.text_area(key="query_sql").value == sql
    assert "1 row" not in opened.html
    opened.at.button(key="query_run").click()
    opened.run()
    assert "<caption>1 row</caption>" in opened.html
    assert ">281<" in opened.html


def test_sql_that_cannot_run_is_answered_in_a_sentence(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "query", week=LAST, sql="select * from read_csv('<i>')")
    opened.at.button(key="query_run").click()
    opened.run()
    assert "The function read_csv cannot be read from here." in opened.html
    assert "<i>" not in opened.html


def test_an_example_runs(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "query", week=LAST)
    opened.at.button(key="query_example_1").click()
    opened.run()
    assert "50 beds or more" in opened.html
    assert opened.at.text_area(key="query_sql").value.startswith("select\n    case when")
