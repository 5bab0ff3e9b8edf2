"""Area profile, and the homes that need somebody: each number held to the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from carehomes.access import EVERYWHERE
from carehomes.measures import figures, register_homes
from carehomes.snapshots import open_snapshot, records
from carehomes.store import Store
from tests.pages.conftest import Opened
from ui.home_lists import HOME_LISTS

Open = Callable[..., Opened]
WEEK = date(2020, 8, 23)


def homes_that_say(store: Store, question: str, word: str, area: str) -> set[str]:
    """The homes of a CCG whose counting row says ``word``, from the answers themselves."""
    snapshot = open_snapshot(store)
    rows = records(snapshot.query("answers_of_week", week=WEEK, **EVERYWHERE.parameters))
    frame = register_homes(snapshot, WEEK, permitted=EVERYWHERE)
    here = set(frame[frame["ccg"] == area]["home_id"])
    snapshot.close()
    return {row["home_id"] for row in rows if row["question"] == question and row["answer"] == word} & here


@pytest.mark.parametrize(("key", "question"), [("no_lead", "clinical_lead"), ("unchecked", "checked_in")])
def test_a_list_of_homes_holds_those_that_say_so_and_the_profile_counts_them(
    open_page: Open, demo_store: Store, key: str, question: str
) -> None:
    expected = homes_that_say(demo_store, question, "no", "X05")
    assert expected
    html = open_page(demo_store, "care_homes", week=WEEK.isoformat(), area="X05", list=key).html
    assert {home for home in expected if f">{home}</a>" in html} == expected
    assert html.count("<tr class") + html.count('<th scope="row">') >= len(expected)
    assert f"{len(expected)} homes of" in html or f"{len(expected)} home of" in html
    profile = open_page(demo_store, "area_profile", week=WEEK.isoformat(), area="X05").html
    title = next(one.title for one in HOME_LISTS if one.key == key)
    row = profile.split(f">{title}</a></th>")[1].split("</tr>")[0]
    assert f">{len(expected)}<" in row


def test_where_nobody_returned_nothing_moves_and_no_list_is_empty(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "area_profile", week="2020-08-30", area="X06").html
    # 29 of its 38 homes were checked in with the week before, and so cannot have been missed twice: certain, and no news.
    missed = html.split(">Homes missed two weeks running</a></th>")[1].split("</tr>")[0]
    assert "0 of 38 (0%)" in missed
    assert "<td><span>[x]</span></td>" in missed
    leads = html.split(">No named lead</a></th>")[1].split("</tr>")[0]
    assert leads == "<td class=n>[x]</td><td class=n>38</td>"


def test_a_list_that_is_not_known_is_said_and_all_homes_are_shown(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, "care_homes", week=WEEK.isoformat(), area="X05", list="<b>").html
    assert "asks for the list “&lt;b&gt;”" in html
    assert "<caption>41 homes</caption>" in html


def test_one_home_is_told_week_by_week(open_page: Open, demo_store: Store) -> None:
    home = sorted(homes_that_say(demo_store, "clinical_lead", "no", "X05"))[0]
    html = open_page(demo_store, "care_homes", week=WEEK.isoformat(), home=home).html
    assert f"({home}), week by week</h2>" in html
    row = html.split("Named clinical lead in place?")[1].split("</tr>")[0]
    # The last column is the week shown; X05 sent nothing for 19 July.
    assert row.rsplit("<td>", 1)[1].startswith("no</td>")
    assert "19 Jul: no row" in html
    assert "1 week without a row" in html


@pytest.mark.parametrize("address", [{"area": "X05"}, {"ccg": "X01", "pcn": "U99003"}, {"la": "XE0001"}, {"area": "X99"}, {}])
def test_every_figure_of_the_profile_is_that_of_the_figures(open_page: Open, demo_store: Store, address: dict[str, str]) -> None:
    html = open_page(demo_store, "area_profile", week=WEEK.isoformat(), **address).html
    assert html.count('<tr><th scope="row"><a href="') >= 20
    if "area" in address:
        snapshot = open_snapshot(demo_store)
        frame = figures(snapshot, WEEK, codes=[address["area"]], permitted=EVERYWHERE, measures=["named_lead"])
        own = next(row for row in records(frame) if row["code"] == address["area"] and not row["within"])
        snapshot.close()
        assert f"{own['yes']} of {own['all']} (" in html


def test_a_ccg_stands_among_the_others_and_a_view_of_homes_does_not(open_page: Open, demo_store: Store) -> None:
    ccg = open_page(demo_store, "area_profile", week=WEEK.isoformat(), area="X05").html
    assert "Among the CCGs of" in ccg
    assert "of 6, worse" in ccg or "of 6, similar" in ccg
    assert "Returns, week by week" in ccg
    older = open_page(demo_store, "area_profile", week=WEEK.isoformat(), area="X05", homes="older").html
    assert "Among the CCGs of" not in older
