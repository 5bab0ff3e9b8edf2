"""What a pack holds: slides with figures, words and sources, as plain values. Whatever draws a pack asks nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

#: ``lines``: a series a line over weeks; ``bars``: one bar a category, its series stacked.
Drawn = Literal["lines", "bars"]
#: What a series is, which decides its look in every format.
Role = Literal["share", "answered", "target", "units", "yes", "not answered", "no", "not applicable"]
#: A cell of a row of figures.
Plain = str | int | float | bool | None


@dataclass(frozen=True)
class Series:
    """One line or one segment of the bars: a value for each category, None where there is none (a gap, never a zero)."""

    name: str
    role: Role
    values: tuple[float | int | None, ...]


@dataclass(frozen=True)
class Graph:
    """A chart: ``unit`` is ``%`` or what is counted, ``top`` the end of the axis of values (None: of itself)."""

    drawn: Drawn
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    top: float | None = None


@dataclass(frozen=True)
class Grid:
    """A table: ``wide`` says how much of the width each column takes, ``right`` which of them hold numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: tuple[float, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True)
class Slide:
    """One slide. ``kind`` names what it is about (several may share one), ``title`` says its finding, ``alt`` stands for its drawing.

    ``points`` are sentences on the slide, ``notes`` those that the speaker has beneath it.
    """

    kind: str
    heading: str
    title: str
    under: str = ""
    points: tuple[str, ...] = ()
    graph: Graph | None = None
    grid: Grid | None = None
    alt: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """A briefing for one selection and week, with its own figures: a later change of the data, a definition or a query leaves it as it is.

    ``footer`` are the lines that stand on every slide (the pack's id last, which ``id`` gives), ``params`` the codes of the address that
    shows the same on the pages, ``made`` when its figures were known (ISO, UTC). ``columns`` and ``figures`` are the rows behind it.
    ``ccgs`` are those that its maker was permitted to see, none where she was permitted everything. ``beyond`` is, of a pack made beyond
    the team, the largest count of people that was small; 0: none was suppressed.
    """

    title: str
    area: str
    week: str
    made: str
    mark: str
    footer: tuple[str, ...]
    params: tuple[tuple[str, str], ...]
    file_name: str
    slides: tuple[Slide, ...]
    columns: tuple[str, ...]
    figures: tuple[tuple[Plain, ...], ...]
    ccgs: tuple[str, ...] = ()
    beyond: int = 0

    @cached_property
    def id(self) -> str:
        """The pack's code, such as ``p-3f9a1c22d0``: of its content, so that the same figures always have the same one."""
        return f"p-{hashlib.sha256(written(self)).hexdigest()[:10]}"

    @cached_property
    def source(self) -> str:
        """The footer of every slide in one line, with the pack's id."""
        return " · ".join([*self.footer, f"pack {self.id}"])


def written(pack: Pack) -> bytes:
    """Return the pack as JSON: the same bytes for the same content."""
    told = {name: value for name, value in asdict(pack).items() if name not in ("ccgs", "beyond") or value}
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n").encode()


def read_pack(content: bytes) -> Pack:
    """Return the pack that ``written`` wrote. Raises ``ValueError`` where it is none."""
    try:
        held = json.loads(content)
        slides = tuple(_slide(one) for one in held.pop("slides"))
        figures = tuple(tuple(row) for row in held.pop("figures"))
        params = tuple((str(key), str(value)) for key, value in held.pop("params"))
        lists = {name: tuple(held.get(name, ())) for name in ("footer", "columns", "ccgs")}
        return Pack(**held | lists, slides=slides, figures=figures, params=params)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"This is no pack, or a damaged one: {error}.") from error


def _slide(held: dict[str, Any]) -> Slide:
    graph, grid = held.pop("graph"), held.pop("grid")
    drawn = None
    if graph:
        series = tuple(Series(one["name"], one["role"], tuple(one["values"])) for one in graph["series"])
        drawn = Graph(graph["drawn"], tuple(graph["categories"]), series, graph["unit"], graph["top"])
    table = None
    if grid:
        rows = tuple(tuple(row) for row in grid["rows"])
        table = Grid(tuple(grid["columns"]), rows, tuple(grid["wide"]), tuple(grid["right"]))
    held |= {"points": tuple(held["points"]), "notes": tuple(held["notes"])}
    return Slide(**held, graph=drawn, grid=table)
