"""Tiles: every open CCG has one, none share a cell, and England is where it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carehomes.areas import AreaList
from carehomes.areas.tiles import block_tiles, ccg_tiles, layouts
from tests.conftest import PROJECT

AREAS = AreaList.read(PROJECT / "data" / "reference" / "areas.csv")
DEMO = AreaList.read(PROJECT / "data" / "demo" / "areas.csv")


def open_codes(day: date) -> list[str]:
    return [one.code for one in AREAS.open_ccgs(day)]


@pytest.mark.parametrize(("epoch", "day", "number"), [("2020", date(2020, 5, 17), 135), ("2021", date(2021, 4, 1), 106)])
def test_every_ccg_of_an_epoch_has_one_tile_of_its_own(epoch: str, day: date, number: int) -> None:
    layout = layouts()[epoch]
    assert set(layout) == set(open_codes(day))
    assert len(layout) == len(set(layout.values())) == number


@pytest.mark.parametrize("day", [date(2020, 5, 17), date(2021, 4, 1)])
def test_directions_are_true(day: date) -> None:
    at = {one.code: one for one in ccg_tiles(AREAS, open_codes(day))}
    kernow, northumberland, kent, norfolk, cumbria = (at[code] for code in ("11N", "00L", "91Q", "26A", "01H"))
    assert northumberland.row < cumbria.row + 1 < norfolk.row < kent.row
    assert kernow.row > norfolk.row and kernow.column < kent.column and cumbria.column < norfolk.column
    london = [one for one in at.values() if one.group == "Y56"]
    # London is one compact piece in the south-east.
    cells = {(one.row, one.column) for one in london}
    reached, edge = set[tuple[int, int]](), {min(cells)}
    while edge:
        reached |= edge
        edge = {
            (row + down, column + across) for row, column in edge for down, across in ((0, 1), (1, 0), (0, -1), (-1, 0))
        } & cells - reached
    assert reached == cells
    assert min(row for row, _ in cells) > at["15F"].row and min(column for _, column in cells) > kernow.column


def test_a_region_keeps_the_shape_that_it_has_in_the_whole() -> None:
    whole = open_codes(date(2020, 5, 17))
    at = {one.code: one for one in ccg_tiles(AREAS, whole)}
    part = ccg_tiles(AREAS, [code for code in whole if at[code].group == "Y56"], whole)
    assert min(one.row for one in part) == min(one.column for one in part) == 0
    assert len({(one.row - at[one.code].row, one.column - at[one.code].column) for one in part}) == 1


def test_ccgs_without_a_place_stand_in_a_block_by_stp() -> None:
    tiles = ccg_tiles(DEMO, ["X06", "X04", "X01", "X02", "X05", "X03"])
    assert [(one.code, one.row, one.column) for one in tiles] == [
        ("X01", 0, 0), ("X02", 0, 1), ("X03", 0, 2), ("X04", 1, 0), ("X05", 1, 1), ("X06", 1, 2),
    ]  # fmt: skip


def test_one_unknown_to_the_layout_is_laid_below_and_not_dropped() -> None:
    tiles = {one.code: one for one in ccg_tiles(AREAS, [*open_codes(date(2020, 5, 17)), "A3A8R"])}
    assert len(tiles) == 136
    assert tiles["A3A8R"].row == max(one.row for one in tiles.values() if one.code != "A3A8R") + 2


def test_pcns_stand_by_name() -> None:
    tiles = block_tiles({"U3": "Cold", "U1": "Beech", "U2": "Ash", "U4": "Ash"})
    assert [(one.code, one.row, one.column) for one in tiles] == [("U2", 0, 0), ("U4", 0, 1), ("U1", 0, 2), ("U3", 1, 0)]


def test_a_layout_with_two_on_one_cell_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tiles.csv"
    path.write_text("epoch,code,row,column,source\n2020,01T,0,0,x\n2020,01V,0,0,x\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"tiles\.csv, row 3: .*01V or its cell stands twice"):
        layouts(path)
