"""Search: codes first, then names, slips of the keyboard last; nothing is joined by a name."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.search import country
from carehomes.access import EVERYWHERE, Permitted
from carehomes.areas import Area, AreaList
from carehomes.areas.search import Finder, HomeName, PcnName, words_of
from carehomes.measures import finder
from carehomes.measures.names import home_names
from carehomes.snapshots import open_snapshot
from carehomes.store import Store


def _area(code: str, level: str, name: str, parent: str = "", ons: str = "", closed: date | None = None, successor: str = "") -> Area:
    return Area(code, level, name, ons, parent, None, closed, successor)


AREAS = AreaList(
    [
        _area("EN", "england", "England"),
        _area("Y1", "region", "North West", "EN"),
        _area("QYG", "stp", "Cheshire and Merseyside", "Y1"),
        _area("01T", "ccg", "NHS South Sefton CCG", "QYG", "E38000161"),
        _area("01V", "ccg", "NHS Southport and Formby CCG", "QYG"),
        _area("02D", "ccg", "NHS Vale Royal CCG", "QYG", closed=date(2020, 3, 31), successor="27D"),
        _area("27D", "ccg", "NHS Cheshire CCG", "QYG"),
        _area("E08000014", "la", "Sefton", "Y1", "E08000014"),
    ]
)
FINDER = Finder(
    AREAS,
    [PcnName("U11111", "Bootle PCN", "01T"), PcnName("U22222", "U22222", "01T")],
    [
        HomeName("1-101", "Rosewood Care Home", "L20 1AA", "01T"),
        HomeName("1-102", "Rosewood Care Home Ltd", "PR8 2BB", "01V"),
        HomeName("1-103", "The Rosedale", "PR8 2BC", "01V", listed=False),
    ],
)


def codes(text: str, most: int = 8) -> list[str]:
    return [one.code for one in FINDER.find(text, most)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("01t", ["01T"]),
        ("E38000161", ["01T"]),
        ("1-101", ["1-101"]),
        ("l201aa", ["1-101"]),
        ("U222", ["U22222"]),
        ("NHS South Sefton", ["01T"]),
        ("south", ["01T", "01V"]),
        ("southsefton", ["01T"]),
        ("sefton", ["E08000014", "01T"]),
        ("cheshire", ["27D", "QYG"]),
        ("merseyside", ["QYG"]),
        ("port", ["01V"]),
        ("suothport", ["01V"]),
        ("rosewod care home", ["1-101", "1-102"]),
        ("bootle north", ["Y1", "U11111"]),
        ("vale royal", ["02D"]),
        ("zzzzz", []),
        ("x", []),
        ("", []),
        ("nhs ccg", []),
    ],
)
def test_what_is_found_and_in_which_order(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_a_result_says_what_it_is_where_and_why() -> None:
    (one,) = FINDER.find("vale royal")
    assert (one.kind, one.label) == ("ccg", "NHS Vale Royal CCG (02D)")
    assert one.where == "CCG · Cheshire and Merseyside (QYG) · closed 31 March 2020, now NHS Cheshire CCG (27D)"
    assert one.why == "name starts with it"
    (home,) = FINDER.find("rosedal3")
    assert (home.where, home.why, home.ccg) == (
        "Care home · PR8 2BC · not on a register in force · NHS Southport and Formby CCG (01V)",
        "similar spelling",
        "01V",
    )
    assert FINDER.find("U22222")[0].label == "U22222"


def test_homes_of_one_name_stay_apart_and_closed_ones_come_last() -> None:
    assert codes("rose") == ["1-101", "1-102", "1-103"]
    assert codes("rose", 1) == ["1-101"]


def test_members_are_codes_and_what_is_unknown_is_named_with_what_may_be_meant() -> None:
    assert FINDER.members(["01t", "u11111", "E38000161", "1-101", "e08000014"]) == (("01T", "E08000014", "U11111"), ("1-101",))
    with pytest.raises(ValueError, match=r"“01X” is the code of no area and no home here\. Did you mean NHS South Sefton CCG"):
        FINDER.members(["01V", "01X"])
    with pytest.raises(ValueError, match=r"England .EN. is the whole"):
        FINDER.members(["EN"])
    with pytest.raises(ValueError, match="“L20 1AA” is the code of no area"):
        FINDER.members(["L20 1AA"])


def test_words_that_stand_everywhere_weigh_nothing() -> None:
    assert words_of("NHS St Helen's CCG Ltd") == ["st", "helens"]
    assert words_of("Care Home") == ["care", "home"]


def test_the_demonstration_is_searched_by_whoever_may_see_it(demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)
    homes = home_names(snapshot, permitted=EVERYWHERE)
    assert len({one.code for one in homes}) == len(homes) >= 280
    few = home_names(snapshot, permitted=Permitted(frozenset({"X01"})))
    assert {one.ccg for one in few} == {"X01"}
    assert finder(snapshot, permitted=EVERYWHERE).find("claderwick hils")[0].code == "U99012"


def test_a_country_is_searched_with_slips_and_half_a_code() -> None:
    # What it costs is told by benchmarks/search.py.
    found = Finder(AREAS, [], country()).find
    assert "Juniper" in found("junipre hazle")[0].label and "Hazel" in found("junipre hazle")[0].label
    assert all("Hazelton" in one.label for one in found("hazelton"))
    assert len(found("house")) > 1
    assert all(one.code.startswith("1-15") for one in found("1-15"))
