"""Lay the CCGs of England on equal square tiles: ``data/reference/tiles.csv``.

    python -m benchmarks.generate.tiles BOUNDARIES.geojson [--out data/reference/tiles.csv]

BOUNDARIES is the Office for National Statistics' file of CCGs, April 2020 (any generalisation, WGS84; a property of each feature holds its
code). Areas that share a border are drawn together and those that overlap are pushed apart until each has room of its own
size; then each takes a cell of a grid, and cells are changed in an order of chance that is always the same, while neighbours
come nearer and directions stay true. The same file gives the same tiles. Needs nothing besides Python; takes some minutes.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from carehomes.areas import AreaList
from carehomes.areas.boundaries import Boundaries, project, read_boundaries
from carehomes.settings import PROJECT

OUT = PROJECT / "data" / "reference" / "tiles.csv"
SOURCE = "made by benchmarks/generate/tiles.py from ONS boundaries of April 2020"
#: The first day of each layout: the CCGs open then are those that it places.
EPOCHS = {"2020": date(2020, 4, 1), "2021": date(2021, 4, 1)}
_SEED = 11
_STEPS = 600_000

Point = tuple[float, float]
Cell = tuple[int, int]


@dataclass
class Ground:
    """The areas of one layout: where each lies, who borders on whom, and the region and STP of each."""

    codes: list[str]
    places: list[Point]
    borders: list[tuple[int, int]]
    regions: list[str]
    stps: list[str]


def centroid(rings: Iterable[Sequence[Point]]) -> tuple[Point, float]:
    """Return the centre of mass and the size of polygons given by their outer rings."""
    total = across = up = 0.0
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
            cross = x0 * y1 - x1 * y0
            total, across, up = total + cross / 2, across + (x0 + x1) * cross / 6, up + (y0 + y1) * cross / 6
    return (across / total, up / total), abs(total)


def ground_of(boundaries: Boundaries, areas: AreaList, day: date) -> Ground:
    """Return the ground of the CCGs open on ``day``; one made of several has the borders of all of them."""
    flat = project(boundaries)
    centres: dict[str, list[tuple[Point, float]]] = defaultdict(list)
    corners: dict[Point, set[str]] = defaultdict(set)
    for code in sorted(boundaries.shapes):
        now = areas.open_in(code, day)
        centres[now].append(centroid(flat[code]))
        for polygon in boundaries.shapes[code]:
            for corner in polygon:
                corners[corner].add(now)
    codes = sorted(centres)
    number = {code: place for place, code in enumerate(codes)}
    places = []
    for code in codes:
        size = sum(weight for _, weight in centres[code])
        places.append(tuple(sum(point[axis] * weight for point, weight in centres[code]) / size for axis in (0, 1)))
    borders = {(number[a], number[b]) for found in corners.values() for a in found for b in found if a < b}
    for lone in set(range(len(codes))) - {one for pair in borders for one in pair}:
        near = min((other for other in range(len(codes)) if other != lone), key=lambda other: math.dist(places[lone], places[other]))
        borders.add((min(lone, near), max(lone, near)))
    above = {code: {one.level: one.code for one in areas.path(code)} for code in codes}
    return Ground(codes, places, sorted(borders), [above[code]["region"] for code in codes], [above[code]["stp"] for code in codes])


def spread(ground: Ground, rounds: int = 3000) -> list[Point]:
    """Return the places with room for a tile each: what overlaps is pushed apart, what borders is held together."""
    middle = [sum(one[axis] for one in ground.places) / len(ground.places) for axis in (0, 1)]
    extent = max(one[1] for one in ground.places) - min(one[1] for one in ground.places)
    scale = 1.28 * math.sqrt(len(ground.places)) / extent
    home = [((x - middle[0]) * scale, (y - middle[1]) * scale) for x, y in ground.places]
    at = [list(one) for one in home]
    for step in range(rounds):
        pull = 0.02 * (1 - step / rounds)
        move = [[pull * 0.25 * (home[i][0] - at[i][0]), pull * 0.25 * (home[i][1] - at[i][1])] for i in range(len(at))]
        for i, j in ground.borders:
            dx, dy = at[j][0] - at[i][0], at[j][1] - at[i][1]
            length = math.hypot(dx, dy) or 1e-9
            if length > 1.0:
                force = 0.05 * (length - 1.0) / length
                move[i][0] += force * dx
                move[i][1] += force * dy
                move[j][0] -= force * dx
                move[j][1] -= force * dy
        for i in range(len(at)):
            for j in range(i + 1, len(at)):
                dx, dy = at[j][0] - at[i][0], at[j][1] - at[i][1]
                if abs(dx) >= 1.05 or abs(dy) >= 1.05:
                    continue
                length = math.hypot(dx, dy) or 1e-9
                if length < 1.05:
                    force = 0.25 * (1.05 - length) / length
                    move[i][0] -= force * dx
                    move[i][1] -= force * dy
                    move[j][0] += force * dx
                    move[j][1] += force * dy
        for one, (dx, dy) in zip(at, move, strict=True):
            one[0] += dx
            one[1] += dy
    return [(one[0], one[1]) for one in at]


def first_cells(places: Sequence[Point]) -> list[Cell]:
    """Return a cell (row, column) for each place, the nearest one that is free, those with the least choice first."""
    middle = (sum(one[0] for one in places) / len(places), sum(one[1] for one in places) / len(places))
    order = sorted(range(len(places)), key=lambda i: (-math.dist(places[i], middle), i))
    taken: dict[Cell, int] = {}
    for i in order:
        x, y = places[i]
        free = ((row, column) for row in range(-14, 15) for column in range(-14, 15) if (row, column) not in taken)
        taken[min(free, key=lambda cell: (math.hypot(cell[1] - x, -cell[0] - y), cell))] = i
    found = {i: cell for cell, i in taken.items()}
    return [found[i] for i in range(len(places))]


class Board:
    """The tiles while they are being changed, and what a place costs."""

    def __init__(self, ground: Ground, places: Sequence[Point], cells: list[Cell]) -> None:
        self.ground, self.places, self.cells = ground, places, cells
        self.at = {cell: i for i, cell in enumerate(cells)}
        self.beside: list[list[int]] = [[] for _ in cells]
        for i, j in ground.borders:
            self.beside[i].append(j)
            self.beside[j].append(i)

    def cost(self, i: int, cell: Cell) -> float:
        """Return what it costs to have ``i`` on ``cell``: far from its place, from its neighbours, on the wrong side, or alone."""
        row, column = cell
        x, y = self.places[i]
        total = 0.3 * ((column - x) ** 2 + (row + y) ** 2)
        for j in self.beside[i]:
            other_row, other_column = self.cells[j]
            across, down = column - other_column, row - other_row
            total += 0.9 * (max(abs(across), abs(down)) - 1) ** 2 + 0.30 * (across * across + down * down)
            east, north = self.ground.places[i][0] - self.ground.places[j][0], self.ground.places[i][1] - self.ground.places[j][1]
            length, apart = math.hypot(east, north) or 1.0, math.hypot(across, down) or 1.0
            total += 2.4 * (1 - (east * across - north * down) / (length * apart))
        around = [self.at.get((row + down, column + across)) for down, across in ((-1, 0), (1, 0), (0, -1), (0, 1))]
        mine = (self.ground.regions[i], self.ground.stps[i])
        for j in around:
            if j is None or j == i:
                total += 0.9
            elif self.ground.regions[j] != mine[0]:
                total += 2.4
            elif self.ground.stps[j] != mine[1]:
                total += 0.25
        return total

    def _near(self, cell: Cell) -> set[int]:
        row, column = cell
        return {self.at[near] for near in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)) if near in self.at}

    def change(self, i: int, cell: Cell, heat: float, chance: random.Random) -> None:
        """Put ``i`` on ``cell``, whoever is there on the cell of ``i``, if it is better or chance wills it."""
        before, j = self.cells[i], self.at.get(cell)
        reached = self._near(before) | self._near(cell) | {i} | set(self.beside[i])
        if j is not None:
            reached |= {j} | set(self.beside[j])
        old = sum(self.cost(one, self.cells[one]) for one in sorted(reached))
        self._put(i, before, cell, j)
        new = sum(self.cost(one, self.cells[one]) for one in sorted(reached))
        if new > old and chance.random() >= math.exp((old - new) / heat):
            self._put(i, cell, before, j)

    def _put(self, i: int, here: Cell, there: Cell, j: int | None) -> None:
        self.at.pop(here, None)
        self.at.pop(there, None)
        self.cells[i] = there
        self.at[there] = i
        if j is not None:
            self.cells[j] = here
            self.at[here] = j


def lay(ground: Ground, steps: int = _STEPS) -> dict[str, Cell]:
    """Return the cell (row, column), from 0, of each code."""
    places = spread(ground)
    board = Board(ground, places, first_cells(places))
    chance = random.Random(_SEED)
    for step in range(steps):
        heat = 4.0 * (0.004 ** (step / steps))
        i = chance.randrange(len(board.cells))
        if chance.random() < 0.5:
            row, column = board.cells[chance.choice(board.beside[i])]
        else:
            row, column = board.cells[i]
        board.change(i, (row + chance.randint(-1, 1), column + chance.randint(-1, 1)), heat, chance)
    top, left = min(row for row, _ in board.cells), min(column for _, column in board.cells)
    return {code: (row - top, column - left) for code, (row, column) in zip(ground.codes, board.cells, strict=True)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the tiles of every epoch."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate.tiles", description="Lay the CCGs of England on equal tiles.")
    parser.add_argument("boundaries", type=Path, help="the boundary file of CCGs, April 2020")
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args(arguments)
    areas = AreaList.read(PROJECT / "data" / "reference" / "areas.csv")
    boundaries = read_boundaries(asked.boundaries.read_bytes(), areas)
    with asked.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("epoch", "code", "row", "column", "source"))
        for epoch, day in EPOCHS.items():
            for code, (row, column) in sorted(lay(ground_of(boundaries, areas, day)).items()):
                writer.writerow((epoch, code, row, column, SOURCE))
    print(f"{asked.out.name}: {', '.join(EPOCHS)}", file=sys.stderr)


if __name__ == "__main__":
    main()
