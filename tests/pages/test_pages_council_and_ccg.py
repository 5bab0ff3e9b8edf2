"""The page Council and CCG: forms beside returns, whom to talk to, homes across a border, and what is said where something lacks."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from carehomes.demo import FOLDER, load_demo
from carehomes.store import Store, open_store
from tests.pages.conftest import Opened

Open = Callable[..., Opened]
PAGE = "council_and_ccg"


def test_forms_stand_beside_returns(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, PAGE)
    html = opened.html
    assert "<b>Forms received 3 of 3 councils</b>" in html
    assert "councils; 5 of 6 CCGs returned" in html
    assert "of 14 statements, most on 34 homes" in html
    assert "5 of 14 statements differ for certain, most 3.2 Equipment in Brackenvale (demonstration) (XE0001), at least 34 homes" in html
    drawn = opened.figure("chart_la_ccgs")
    assert drawn["data"][0]["x"][:2] == [48, 72]
    assert drawn["data"][-1]["x"][:2] == [85, 42]
    assert "46 homes, no total; 37 in the form before" in html
    assert "returns received 5 of 6 CCGs with homes there" in html
    assert "forms of the weeks ending 31 May 2020 to 30 August 2020" in html


def test_what_is_unlike_in_weeks_and_lists_is_told_beneath(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, PAGE).html
    assert "Brackenvale (demonstration) (XE0001): its newest form is of 31 May 2020, 13 weeks before the week of the page." in html
    assert "the form has 2 homes fewer than the register (90 and 92)" in html
    assert "the form gives no total; the register lists 79 homes; no return for 30 August 2020 from NHS Fenmoor CCG (X06)." in html


def test_the_week_of_the_returns_can_be_chosen(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, PAGE)
    opened.at.selectbox(key="la_ccgs_week").select("2020-08-23")
    opened.run()
    assert opened.at.query_params["returns"] == "2020-08-23"
    assert "councils; 6 of 6 CCGs returned" in opened.html
    assert "form of the week ending Sunday 31 May 2020, returns of 23 August 2020, 12 weeks later" in opened.html
    opened.at.selectbox(key="la_ccgs_week").select("")
    opened.run()
    assert "returns" not in opened.at.query_params
    odd = open_page(demo_store, PAGE, returns="<b>2020</b>")
    assert "the returns of “&lt;b&gt;2020&lt;/b&gt;”, a week that is not known here." in odd.html
    assert "councils; 5 of 6 CCGs returned" in odd.html


def test_what_is_carried_is_not_a_return_s_word(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, PAGE, area="X06")
    assert "what an earlier return, carried [e], says of each; none came" in opened.html
    assert "No return came; an earlier one, carried [e], says no of: " in opened.at.code[-1].value


def test_each_pair_has_its_message_and_its_homes(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, PAGE)
    assert "Who should talk to whom: 7 pairs of council and CCG, 7 of them where statements differ for certain" in opened.html
    message = opened.at.code[-1].value
    assert message.startswith("To: Brackenvale (demonstration) (XE0001); NHS Alderbrook CCG (X01)")
    opened.at.selectbox(key="la_talk").select("XE0002 X03")
    opened.run()
    message = opened.at.code[-1].value
    assert "39 of the 92 homes of Calder and Dun (demonstration) (XE0002) are in NHS Calderwick CCG (X03)" in message
    assert "which has 5 more elsewhere; it is of another STP" in message
    assert "The 39 homes of Calder and Dun (demonstration) (XE0002) in NHS Calderwick CCG (X03)" in opened.html
    assert 'href="care_homes?week=2020-08-30&amp;home=1-990003104"' in opened.html
    assert "[x] not answered" in opened.html


def test_an_area_cuts_the_pairs_and_not_the_councils(open_page: Open, demo_store: Store) -> None:
    opened = open_page(demo_store, PAGE, area="X03")
    assert "Forms received 2 of 2 councils" in opened.html
    assert "2 pairs of council and CCG" in opened.html
    assert opened.figure("chart_la_ccgs")["data"][0]["x"][0] == 48
    assert "3 pairs of council and CCG" in open_page(demo_store, PAGE, area="XQ2").html
    one = open_page(demo_store, PAGE, la="XE0003")
    assert "2 pairs of council and CCG" in one.html
    assert "Homes across a border: none" in one.html


def test_homes_across_a_border_are_listed(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, PAGE).html
    assert "Homes across a border: 39 of 281 homes" in html
    assert "39 of Calder and Dun (demonstration) (XE0002) in NHS Calderwick CCG (X03), of another STP." in html


def test_the_two_questions_are_never_told_as_one(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, PAGE).html
    assert "Side by side, and never the same question" in html
    assert "a CCG counts the homes that hold at least one working pulse oximeter" in html
    assert "Not held beside one another, since no CCG is asked: Equipment (3.2) beside Thermometer" in html


def test_what_was_known_before(open_page: Open, demo_store: Store) -> None:
    before = open_page(demo_store, PAGE, as_at="2020-09-02T09:00").html
    # The form came again an hour later, and says 64.
    assert "66 homes, no total" in before and "64 homes, no total" not in before
    assert "in the form before" not in before


def test_a_week_before_every_form_is_said(open_page: Open, demo_store: Store) -> None:
    html = open_page(demo_store, PAGE, week="2020-05-17").html
    assert "No LA status return from Demonstration country is for the week ending Sunday 17 May 2020 or before." in html
    assert "denominator: none: no form has come by then" in html


def test_without_a_form_or_a_register_nothing_is_held(open_page: Open, small_store: Store, tmp_path: Path) -> None:
    assert "No LA status return has been accepted yet." in open_page(small_store, PAGE).html
    folder, week = tmp_path / "bare", "2020-05-31"
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["week"] == week and row["kind"] in ("home", "la")]
    for name in ["areas.csv", *(row["file"] for row in rows)]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FOLDER / name, folder / name)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    bare = open_store(tmp_path / "store")
    load_demo(bare, folder)
    html = open_page(bare, PAGE).html
    assert "No register lists a home of Brackenvale (demonstration) (XE0001) in the week of the returns" in html
    assert "denominator: none: no register has homes there" in html
