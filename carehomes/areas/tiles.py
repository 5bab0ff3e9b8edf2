"""Tiles: one equal square an area, so that the CCGs of London are seen as well as the one of Devon."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from carehomes.areas.lists import Area, AreaList
from carehomes.settings import PROJECT

_Item = TypeVar("_Item")
FILE = PROJECT / "data" / "reference" / "tiles.csv"


@dataclass(frozen=True)
class Tile:
    """The cell of one area: rows go down and columns to the right, from 0. Borders are drawn between tiles of other ``group``."""

    code: str
    name: str
    row: int
    column: int
    group: str = ""


@cache
def layouts(path: Path = FILE) -> Mapping[str, Mapping[str, tuple[int, int]]]:
    """Return the cell (row, column) of each CCG, by epoch (the year of its area list) and code.

    Raises ``ValueError`` where a layout holds a code twice or two codes on one cell.
    """
    found: dict[str, dict[str, tuple[int, int]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            layout = found.setdefault(row["epoch"], {})
            cell = (int(row["row"]), int(row["column"]))
            if row["code"] in layout or cell in layout.values():
                raise ValueError(
                    f"{path.name}, row {number}: the code {row['code']} or its cell stands twice in the layout {row['epoch']}."
                )
            layout[row["code"]] = cell
    return found


def ccg_tiles(areas: AreaList, codes: Sequence[str], every: Sequence[str] = ()) -> tuple[Tile, ...]:
    """Return a tile for each CCG of ``codes``, by code.

    The layout is the one that places most of ``every`` (all CCGs open then; ``codes`` if not said), so that a part of the country keeps the
    shape that it has in the whole. CCGs that no layout knows stand in a compact block below, in the order of their STPs and codes.
    """
    wanted = [area for code in sorted(set(codes)) if (area := areas.get(code))]
    known = {area.code for code in (every or codes) if (area := areas.get(code))}
    layout = max(layouts().values(), key=lambda one: len(known & one.keys()))
    placed = {area.code: layout[area.code] for area in wanted if area.code in layout}
    top, left = (min((cell[axis] for cell in placed.values()), default=0) for axis in (0, 1))
    tiles = [_tile(area, areas, placed[area.code][0] - top, placed[area.code][1] - left) for area in wanted if area.code in placed]
    others = sorted((area for area in wanted if area.code not in placed), key=lambda one: (one.parent, one.code))
    below = max((tile.row for tile in tiles), default=-2) + 2
    for row, column, area in _in_rows(others, lambda one: one.parent):
        tiles.append(_tile(area, areas, below + row, column))
    return tuple(sorted(tiles, key=lambda one: one.code))


def block_tiles(names: Mapping[str, str]) -> tuple[Tile, ...]:
    """Return the tiles of the PCNs of a CCG (their names by code): a compact block in the order of the names."""
    ordered = sorted(names.items(), key=lambda pair: (pair[1], pair[0]))
    return tuple(Tile(code, name, row, column) for row, column, (code, name) in _in_rows(ordered, lambda _: ""))


def _tile(area: Area, areas: AreaList, row: int, column: int) -> Tile:
    region = next((one.code for one in areas.path(area.code) if one.level == "region"), "")
    return Tile(area.code, area.name, row, column, region)


def _in_rows(items: Sequence[_Item], group: Callable[[_Item], str]) -> Iterator[tuple[int, int, _Item]]:
    """Yield row, column and item of a block wider than it is high; each group begins a row."""
    width = max(3, math.ceil(math.sqrt(1.5 * len(items))))
    row, column, before = 0, 0, ""
    for place, item in enumerate(items):
        if place and (column == width or group(item) != before):
            row, column = row + 1, 0
        yield row, column, item
        column, before = column + 1, group(item)
