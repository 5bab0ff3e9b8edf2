"""The page of the clinical lead register: the role in one line, gaps, moves, leads without names, lists to copy and to follow."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from carehomes.demo import FOLDER
from carehomes.store import Store
from tests.pages.conftest import Opened

Open = Callable[..., Opened]
PAGE = "lead_register"


def test_how_homes_stand_is_told_with_its_counts(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, PAGE)
    html = opened.html
    assert "each resident&#x27;s registered GP stays responsible (letter of 1 May 2020" in html
    assert (
        "Demonstration country: 199 of 281 homes (71%) have a lead by name, and 2 one without a name; 9 have none, 70 have not said" in html
    )
    assert "of 281 homes; 38 of them no return" in html
    drawn = opened.figure("chart_lead_states")
    assert {one["name"]: one["x"][0] for one in drawn["data"]} == {
        "Lead named": 0,
        "Lead without a name": 0,
        "No lead": 0,
        "Not answered": 38,
        "Not applicable": 0,
    }
    assert "homes gained a lead 129 times, lost it 7 times and told of another one 11 times" in html
    assert "79 leads hold 199 homes by name; 1 lead has the most, 7 homes" in html


def test_one_ccg_is_told_by_its_pcns(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, PAGE, area="X03", week="2020-08-23")
    ticks = opened.figure("chart_lead_states")["layout"]["yaxis"]["ticktext"]
    assert any("(U99012)" in tick for tick in ticks)
    assert "8 told only in totals" in opened.html or "told only in totals" in opened.html.lower()
    one = open_page(demo_store, PAGE, pcn="U99008", ccg="X02", week="2020-08-23")
    assert len(one.figure("chart_lead_states")["layout"]["yaxis"]["ticktext"]) == 2


@pytest.mark.parametrize(
    ("key", "told", "more"),
    [
        ("gaps", "81 of 281 homes", "No lead"),
        ("no_lead", "No lead: 9 of 281 homes", ""),
        ("not_named", "A lead without a name: 2 of 281 homes", "Not named"),
        ("silent", "Not said: 70 of 281 homes", "No return"),
        ("moved", "Moved in the last 4 weeks: ", "gained"),
        ("several", "Served by several practices or PCNs: 5 of 281 homes", "2 practices: "),
        ("unlike", "Lead told with several professions or employers: ", "Nurse"),
    ],
)
def test_the_lists(open_page: Open, demo_store: Store, key: str, told: str, more: str) -> None:
    opened = open_page(demo_store, PAGE, leads=key)
    assert told in opened.html
    assert more in opened.html
    assert "281 homes" in opened.html
    first = re.search(r'href="(care_homes\?[^"]+home=1-99\d+)"', opened.html)
    assert first and "week=2020-08-30" in first.group(1)


@pytest.mark.parametrize(
    ("where", "why", "homes"),
    [
        ({"area": "X06"}, "no return", 38),
        ({"area": "U99012"}, "told only in totals", 8),
        ({"area": "X05", "week": "2020-05-17"}, "told only in totals", 42),
    ],
)
def test_silence_of_all_homes_is_no_zero(open_page: Open, demo_store: Store, where: dict[str, str], why: str, homes: int) -> None:
    opened = open_page(demo_store, PAGE, **where)
    assert f"none of {homes} homes says whether it has a lead: {why}" in opened.html
    assert opened.html.count(f"none of {homes} homes says: {why}") == 3
    assert "(0%)" not in opened.html and "0 homes have several practices" not in opened.html
    assert {one["text"] for one in opened.figure("chart_lead_states")["layout"]["annotations"]} == {f"[x] {why}"}


def test_the_list_is_chosen_copied_and_kept_in_the_address(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, PAGE)
    opened.at.selectbox(key="lead_list").select("no_lead")
    opened.run()
    assert opened.at.query_params["leads"] == "no_lead"
    copied = opened.at.code[-1].value.splitlines()
    assert len(copied) == 9 and all(line.endswith(": no lead") for line in copied)
    opened.at.selectbox(key="lead_list").select("")
    opened.run()
    assert "leads" not in opened.at.query_params
    odd = open_page(demo_store, PAGE, leads="<i>x</i>")
    assert "the list “&lt;i&gt;x&lt;/i&gt;”, which is not known here. All homes are shown." in odd.html


def test_no_name_is_ever_shown(open_page: Open, demo_store: Store) -> None:
    text = (FOLDER / "returns" / "2020-08-30" / "x01-home-return.csv").read_text(encoding="utf-8-sig")
    header = next(line for line in text.splitlines() if line.startswith("week_ending,")).split(",")
    rows = [line.split(",") for line in text.splitlines() if line.startswith("2020-08-30,")]
    names = {row[header.index("lead_name")] for row in rows} - {""}
    assert names
    for key in ("", "unlike"):
        opened = open_page(demo_store, PAGE, area="X01", leads=key)
        html = opened.html + "".join(one.proto.spec for one in opened.at.get("plotly_chart"))
        assert not [name for name in names if name in html]
        assert not re.search(r"\b[0-9a-f]{16}\b", html)


def test_views_and_what_is_lacking(open_page: Open, demo_store: Store) -> None:
    older = open_page(demo_store, PAGE, area="X01", homes="older", week="2020-08-23")
    assert "of 57 homes" not in older.html
    council = open_page(demo_store, PAGE, la="XE0002", week="2020-08-23")
    assert "of 92 homes" in council.html
    first = open_page(demo_store, PAGE, week="2020-05-17")
    assert "no week stands before this one, so nothing can have moved" in first.html
    assert "No home is on this list." in open_page(demo_store, PAGE, week="2020-05-17", leads="moved").html


def test_a_moment_before_knows_less(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, PAGE, as_at="2020-06-03T10:00").html
    assert "week ending Sunday 31 May 2020" in html
    assert "in 2 weeks to 31 May 2020" in html
