"""The area list of England: its counts on given days, its parents and successors."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from carehomes.areas import AreaList
from carehomes.areas.lists import COLUMNS, LEVELS

AREAS = Path(__file__).parents[2] / "data" / "reference" / "areas.csv"
PCNS = AREAS.with_name("pcns.csv")
README = AREAS.with_name("README.md")


@pytest.fixture(scope="module")
def areas() -> AreaList:
    return AreaList.read(AREAS, PCNS)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for path in (AREAS, PCNS):
        with path.open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return found


def test_columns_are_the_layout(rows: list[dict[str, str]]) -> None:
    assert tuple(rows[0]) == COLUMNS


@pytest.mark.parametrize(("level", "count"), [("england", 1), ("region", 7), ("stp", 42), ("la", 151), ("pcn", 1267)])
def test_count_of_each_level(areas: AreaList, level: str, count: int) -> None:
    assert len(areas.of_level(level)) == count


@pytest.mark.parametrize(
    ("day", "count"),
    [
        # ONS printed this many CCGs in its list of each April.
        (date(2015, 4, 5), 209),
        (date(2016, 4, 3), 209),
        (date(2017, 4, 2), 207),
        (date(2018, 4, 1), 195),
        (date(2019, 4, 7), 191),
        (date(2020, 5, 17), 135),
        (date(2021, 3, 31), 135),
        (date(2021, 4, 1), 106),
        (date(2021, 4, 4), 106),
    ],
)
def test_ccgs_open_on_a_day(areas: AreaList, day: date, count: int) -> None:
    assert len(areas.open_ccgs(day)) == count


def test_no_code_stands_twice(rows: list[dict[str, str]]) -> None:
    codes = Counter(row["code"].upper() for row in rows)
    assert [code for code, times in codes.items() if times > 1] == []
    ons_codes = Counter(row["ons_code"] for row in rows if row["ons_code"])
    assert [code for code, times in ons_codes.items() if times > 1] == []


def test_every_parent_exists_one_level_up(areas: AreaList) -> None:
    above = dict(zip(LEVELS[1:], LEVELS, strict=False)) | {"la": "region", "pcn": "ccg"}
    for area in areas.areas:
        if area.level == "england":
            assert area.parent == ""
            continue
        parent = areas.get(area.parent)
        assert parent is not None, area.label
        assert parent.level == above[area.level], area.label


def test_every_successor_exists_and_opens_the_day_after(areas: AreaList) -> None:
    for area in areas.areas:
        if not area.successor:
            # The ODS names no successors of PCNs.
            assert area.closed is None or area.level == "pcn", area.label
            continue
        after = areas.get(area.successor)
        assert after is not None, area.label
        assert after.code == area.successor, area.label
        assert after.level == area.level
        assert area.closed is not None
        assert after.opened is not None
        assert after.opened == area.closed + timedelta(days=1), area.label


def test_every_ccg_ends_in_one_that_is_open(areas: AreaList) -> None:
    for area in areas.of_level("ccg"):
        assert areas.successor(area).closed is None, area.label


def test_mergers_of_2020_and_2021(areas: AreaList) -> None:
    assert sum(area.opened == date(2020, 4, 1) for area in areas.of_level("ccg")) == 18
    assert sum(area.closed == date(2021, 3, 31) for area in areas.of_level("ccg")) == 38
    assert sum(area.opened == date(2021, 4, 1) for area in areas.of_level("ccg")) == 9
    assert sum(area.closed is not None and area.closed < date(2020, 4, 1) for area in areas.of_level("ccg")) == 104


def test_an_old_code_leads_to_its_successors(areas: AreaList) -> None:
    darlington = areas.get("00c")
    assert darlington is not None
    assert areas.successor(darlington).label == "NHS Tees Valley CCG (16C)"
    slough = areas.get("10T")  # twice merged: East Berkshire in 2018, Frimley in 2021
    assert slough is not None
    assert areas.successor(slough).code == "D4U1Y"


def test_names_are_unique_within_a_level(areas: AreaList) -> None:
    namesakes = {"U09187", "U59367"}  # Grand Union, in Milton Keynes and in Hertfordshire
    for area in areas.areas:
        assert areas.named(area.level, area.name) == [area] or area.code in namesakes, area.label


@pytest.mark.parametrize(("day", "count"), [(date(2020, 5, 17), 1256), (date(2020, 9, 30), 1253), (date(2021, 4, 1), 1246)])
def test_pcns_open_on_a_day(areas: AreaList, day: date, count: int) -> None:
    assert sum(area.open_on(day) for area in areas.of_level("pcn")) == count


def test_every_ccg_of_april_2020_has_a_pcn(areas: AreaList) -> None:
    counts = Counter(area.parent for area in areas.of_level("pcn"))
    assert set(counts) == {area.code for area in areas.open_ccgs(date(2020, 5, 17))}
    assert sorted(code for code, count in counts.items() if count == 1) == ["02P", "05D", "10C"]
    assert len(areas.below("02P")) == 1


def test_every_source_is_spelled_out(rows: list[dict[str, str]]) -> None:
    words = README.read_text(encoding="utf-8")
    for source in sorted({row["source"] for row in rows}):
        assert f"| `{source}` |" in words
