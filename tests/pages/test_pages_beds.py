"""Homes told in their beds (`in=beds`): pages that can follow, the others say that they stay in homes; links, files, sentences."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from carehomes.access import EVERYWHERE
from carehomes.charts.readings import Reading, readings
from carehomes.measures import figures
from carehomes.provenance import Provenance
from carehomes.selection import Selection, place_of, read
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.conftest import PAGES
from tests.pages.conftest import FAMILIES, Opened

Open = Callable[..., Opened]
WEEK = date(2020, 8, 23)
#: The Overview, the pages of the families, an area's own, and Explore.
FOLLOW = ["", *FAMILIES, "care_model", "area_profile", "explore"]
#: By turns, so that the suite stays short.
OTHERS = [page for page in PAGES if page not in FOLLOW]


def _own(store: Store, measure: str, *, beds: bool) -> Reading:
    frame = figures(open_snapshot(store), WEEK, permitted=EVERYWHERE, measures=[measure], beds=beds, codes=["X03"])
    return next(one for one in readings(frame) if not one.within)


@pytest.mark.parametrize("page", [*FOLLOW, *OTHERS[::3]])
def test_every_page_keeps_the_choice_and_says_whether_it_follows(open_page: Open, demo_store: Store, page: str) -> None:
    opened = open_page(demo_store, page, week="2020-08-23", area="X03", **{"in": "beds"})
    assert set(opened.links().values()) == {"week=2020-08-23&area=X03&in=beds"}
    head, foot = opened.html.split("ch-head")[1].split("</p>")[0], opened.html.split("ch-foot")[1]
    assert ("(X03), in homes · week ending" in head) == (page not in FOLLOW)
    assert ("homes told in beds covered" in foot) == (page in FOLLOW)


def test_a_family_page_tells_beds_counts_first_and_no_statistics_of_them(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, "clinical_leads", week="2020-08-23", area="X03", **{"in": "beds"})
    one, homes = _own(demo_store, "named_lead", beds=True), _own(demo_store, "named_lead", beds=False)
    assert one.all and homes.all and one.all > 10 * homes.all
    assert f"{one.yes:,} of {one.all:,} beds" in opened.html
    assert f"{one.answered:,} of {one.all:,} beds in homes that answered" in opened.html
    assert "Homes with a named clinical lead, in beds: from" in opened.html
    assert "Beds on the register" in opened.html
    # Beds of one home are not independent: no interval, no rank, no process chart, no pairs of homes.
    for statistic in ("95% interval of answered", "Against the others", "Same homes, week before"):
        assert statistic not in opened.html
        assert statistic in open_page(demo_store, "clinical_leads", week="2020-08-23", area="X03").html
    assert "chart_trend_named_lead_process_chart" not in opened.keys
    # Professions of leads are homes by word.
    assert "NHS Calderwick CCG (X03), in homes" in opened.html


def test_an_area_s_own_page_tells_beds_but_no_rank_of_them(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "area_profile", week="2020-08-23", area="X03", **{"in": "beds"}).html
    one = _own(demo_store, "discharge_testing", beds=True)
    row = next(line for line in html.split("<tr>") if "tested before discharge from hospital, in beds" in line)
    assert f"{one.yes:,} of {one.all:,} (" in row
    assert "Every measure, NHS Calderwick CCG (X03); homes told in beds covered" in html
    assert "Among the CCGs" not in html
    assert "Among the CCGs" in open_page(demo_store, "area_profile", week="2020-08-23", area="X03").html
    # Lists of homes stay lists of homes.
    assert "of 44 homes on the register" in html


@pytest.mark.parametrize("form", ["bars", "trend", "heat", "rows"])
def test_explore_tells_beds_by_any_property_and_homes_by_word_in_homes(open_page: Open, demo_store: Store, form: str) -> None:
    asked = {"week": "2020-08-23", "area": "X03", "in": "beds", "as": form}
    html = open_page(demo_store, "explore", measure="named_lead", by="size", **asked).html
    one = _own(demo_store, "named_lead", beds=True)
    assert "Homes with a named clinical lead, in beds by size of home" in html
    # The area stands first in the table and in the rows.
    assert f"{one.yes:,}<" in html and f"{one.all:,}<" in html
    assert "homes told in beds covered" in html.split("ch-foot")[1]
    ladder = open_page(demo_store, "explore", measure="testing_ladder", by="size", **asked).html
    assert "homes told in beds covered" not in ladder.split("ch-foot")[1]


def test_people_stay_people_and_units_units(open_page: Open, demo_store: Store) -> None:
    plans = open_page(demo_store, "care_plans", week="2020-08-23", area="X03", **{"in": "beds"}).html
    one = _own(demo_store, "residents_with_pcsp", beds=True)
    assert one.counted == "homes" and one == _own(demo_store, "residents_with_pcsp", beds=False)
    assert f"{one.numerator:,} of {one.whole:,} residents" in plans
    units = _own(demo_store, "oximeters_held", beds=True)
    assert f"{units.numerator}</span>" in open_page(demo_store, "pulse_oximeters", week="2020-08-23", area="X03", **{"in": "beds"}).html


def test_the_overview_tells_beds_and_what_needs_attention_in_homes(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "", week="2020-08-23", **{"in": "beds"}).html
    assert "Beds (plans: residents); share of those that answered" in html
    assert "Needs attention, in homes" in html
    attention = html[html.index("Needs attention, in homes") :]
    assert re.search(r"<b>\d+ homes?</b>", attention)
    assert not re.search(r"\d beds", attention.split("ch-foot")[0])


def test_an_address_that_asks_for_something_else_is_told(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "clinical_leads", week="2020-08-23", **{"in": "rooms"}).html
    assert "The address asks for figures in “rooms”; it may say beds. They are told in homes." in html


def test_files_and_codes_say_beds(demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)
    areas = snapshot.areas
    chosen, problems = read({"week": "2020-08-23", "area": "X03", "in": "beds"}, weeks=snapshot.weeks, areas=areas, pcns=[])
    assert chosen == Selection(WEEK, place_of(areas, "X03"), beds=True) and not problems
    assert chosen.params() == {"week": "2020-08-23", "area": "X03", "in": "beds"}
    told = Provenance(snapshot, chosen, None)
    assert "_in-beds_" in told.file_name("named_lead")
    assert any(line.startswith("In beds covered: each home counts with its beds") for line in told.notes("Title"))
