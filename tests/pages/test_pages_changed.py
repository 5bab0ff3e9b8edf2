"""The page What changed: the moments in the address, the parts that add up, the homes behind them, and what cannot be compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from html import unescape
from typing import cast

import pytest

from carehomes.catalogue import load_measures
from carehomes.measures import Cause, Change, Moment
from carehomes.measures.causes import Amount
from carehomes.settings import queries_folder
from carehomes.snapshots import Snapshot
from carehomes.store import Store
from tests.pages.conftest import Opened
from ui.moments import Moments
from ui.what_changed_page import _file

Open = Callable[..., Opened]
HERE = "what_changed"


def text(page: Opened) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.html)).split())


def test_the_last_week_of_the_region_names_who_did_not_return(open_page: Open, demo_store: Store) -> None:
    page = open_page(demo_store, HERE)
    told = text(page)
    assert "from 237 of 279 homes (84.9%) to 209 of 280 homes (74.6%); 28 fewer, 10.3 percentage points down." in told
    assert "New or missing returners : −31 homes, −11.4 points. NHS Fenmoor CCG (X06) did not return: −29, from 32 homes" in told
    assert "Real change : +3 homes, +1.1 points. 198 homes answer in both weeks; 4 from no to yes; 1 from yes to no." in told
    # What did not return is silence, not a zero.
    assert "[x] of 38 homes, none answered" in told
    assert "Lanternwick View (1-990001155) X01 U99001 no the same yes +1 0" in told


def test_the_chart_goes_from_one_figure_to_the_other(open_page: Open, demo_store: Store) -> None:
    page = open_page(demo_store, HERE, measure="oximeters_held", week="2020-07-05", area="X99")
    figure = page.figure("chart_changed_oximeters_held")
    bars = [one for one in figure["data"] if one["type"] == "bar"]
    ends = [one["x"][0] for one in figure["data"] if one["type"] == "scatter"]
    assert len(bars) == 4 and ends == [495, 538]
    assert sum(-1 if bar["marker"]["color"] == "#FFFFFF" and bar["x"][0] else 0 for bar in bars) == 0
    assert sum(bar["x"][0] for bar in bars) == 43
    assert figure["layout"]["yaxis"]["ticktext"][0] == "Week of 28 Jun"


def test_a_revision_and_a_withdrawal_stand_in_the_address(open_page: Open, demo_store: Store) -> None:
    revised = open_page(demo_store, HERE, week="2020-08-16", against="2020-08-16", against_known="2020-08-20T17:00", area="X04")
    assert "Revisions to what was told : +2 homes, +3.8 points. NHS Dunmere CCG (X04) changed 2 answers." in text(revised)
    assert "(1-990004186) X04 U99013 blank yes yes +1 0" in text(revised)
    gone = open_page(demo_store, HERE, week="2020-07-12", against="2020-07-12", against_known="2020-07-14T12:00", area="X04")
    assert "NHS Dunmere CCG (X04) had no return before: +36, from 45 homes" in text(gone)


MOMENT = "12pm Tuesday 14 July 2020"


def test_all_names_the_moment_of_the_page(open_page: Open, demo_store: Store) -> None:
    page = open_page(demo_store, HERE, as_at="2020-07-14T12:00")
    told = text(page)
    assert "known now" not in told and f"as known at {MOMENT}" in told
    moments = [page.at.get_by_key(f"moment_{key}") for key in ("against_known", "known")]
    assert [one.options[0] for one in moments] == [f"{MOMENT} (as the page)"] * 2
    # The week of 5 July fell due before that moment, nothing else did.
    assert moments[0].options[1:] == ["5pm Wednesday 8 July 2020 (its deadline)"] and not moments[1].options[1:]


def test_the_file_has_moments_as_an_address_has_them() -> None:
    nothing = cast(Snapshot, None)
    week, known = date(2020, 7, 12), datetime(2020, 7, 14, 8, 28, 59, tzinfo=UTC)
    change = Change("named_lead", "X04", Amount(), Amount(), (Cause("answers", Fraction(0), Fraction(0), None, 0, 0, None),), (), 0)
    moments = Moments(Moment(nothing, week), Moment(nothing, week), known, None)
    rows = _file([change], moments, {"named_lead": load_measures(queries_folder() / "measures")["named_lead"]})
    assert (rows["old_known"][0], rows["new_known"][0]) == ("2020-07-14T09:28:59", "now")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            {"as_at": "2020-07-14T12:00", "known": "2020-08-01T12:00"},
            f"which is after the moment of this page. The moment of this page is taken: {MOMENT}.",
        ),
        (
            {"as_at": "2020-07-14T12:00", "against_known": "2999-01-01"},
            f"which is still to come. The moment of this page is taken: {MOMENT}.",
        ),
        ({"known": "2999-01-01T12:00"}, "12pm Tuesday 1 January 2999, which is still to come. Now is shown."),
    ],
)
def test_a_moment_after_that_of_the_page_is_not_taken(open_page: Open, demo_store: Store, address: dict[str, str], told: str) -> None:
    page = open_page(demo_store, HERE, **address)
    assert told in text(page)
    assert page.at.get_by_key("moment_known").value == ""


def test_seconds_are_kept_and_a_day_is_its_end(open_page: Open, demo_store: Store) -> None:
    """The return of X04 was withdrawn at 9:28:59."""
    asked = {"week": "2020-07-12", "against": "2020-07-12", "area": "X04", "known": "2020-07-14"}
    before, after = (open_page(demo_store, HERE, against_known=f"2020-07-14T09:28:{second}", **asked) for second in (58, 59))
    assert "NHS Dunmere CCG (X04) withdrew its return: −36, from 44 homes" in text(before)
    assert "withdrew" not in text(after).split("Why")[1].split("Every measure")[0]
    assert before.at.get_by_key("moment_against_known").value == "2020-07-14T09:28:58"
    assert "known 9:28am Tuesday 14 July 2020" in before.figure("chart_changed_named_lead")["layout"]["yaxis"]["ticktext"][0]


def test_the_first_week_and_one_moment_are_said(open_page: Open, demo_store: Store) -> None:
    first = open_page(demo_store, HERE, week="2020-05-17")
    assert "is the first one, so there is no week before it to compare with" in text(first)
    same = open_page(demo_store, HERE, week="2020-05-24", against="2020-05-24")
    assert "nothing can have changed" in text(same)


def test_an_address_that_is_off_is_said(open_page: Open, demo_store: Store) -> None:
    page = open_page(demo_store, HERE, against="2021-01-03", known="noon", measure="testing_ladder")
    told = text(page)
    assert "“2021-01-03”, which is no week up to the one shown" in told
    assert "'noon' is no moment" in told
    assert "“testing_ladder”, whose changes are not split here" in told
    assert "from 237 of 279 homes" in told


def test_views_of_homes_are_split_too(open_page: Open, demo_store: Store) -> None:
    older = open_page(demo_store, HERE, homes="older", ccg="X01", pcn="U99001")
    assert "homes for older people only" in text(older) and "Real change" in text(older)
    la = open_page(demo_store, HERE, la="XE0001")
    assert "New or missing returners" in text(la)
