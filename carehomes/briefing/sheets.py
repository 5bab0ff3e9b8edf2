"""The tables of a pack: what each slide draws or says, numbers as numbers; slides that go on with one another are one table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from carehomes.briefing.content import Graph, Grid, Pack, Plain, Slide
from carehomes.charts import words
from carehomes.exports import Sheet, with_suppressed

#: What Excel takes as the name of a sheet.
_LONGEST, _FORBIDDEN = 31, re.compile(r"[\[\]:*?/\\']")
_PAGES = re.compile(r" \(\d+ of \d+\)$")
#: What a sheet is called whose heading is long; of areas and process charts the measure goes on.
_SHORT = {"cover": "Cover", "changed": "What changed", "la": "LA status", "quality": "Data quality"}
_BY_MEASURE = {"areas": "Compared", "variation": "Variation"}
_WHOLE_NUMBER = re.compile(r"[+−-]?\d{1,3}(,\d{3})*")
#: The columns of the figures that a measure of each sort has a use for, besides those that every measure has.
_USED = {
    "homes": "yes no not_applicable not_answered all share share_low share_high share_answered answered_share compared",
    "people": "not_answered numerator whole homes_gave share",
    "units": "not_answered numerator homes_gave",
    "words": "words",
}
_SOMETIMES = {name for names in _USED.values() for name in names.split()} | {"bedless", "bedless_answered", "bedless_yes"}


def sheets(pack: Pack) -> list[tuple[Sheet, str]]:
    """Return the tables of ``pack`` in the order of its slides, each with a sentence about it; the rows of figures last."""
    found: list[tuple[Sheet, str]] = []
    taken: set[str] = set()
    for (_, heading), several in groupby(pack.slides, key=lambda one: (one.kind, _PAGES.sub("", one.heading))):
        slides = list(several)
        kind = slides[0].kind
        short = f"{_BY_MEASURE[kind]}, {heading.rpartition(': ')[2]}" if kind in _BY_MEASURE else _SHORT.get(kind, heading)
        about = slides[0].title if kind == "cover" else ". ".join(part.rstrip(".") for part in (slides[0].title, slides[0].under) if part)
        for what, columns, rows in _tables(slides):
            name = _name(short, what, taken)
            found.append((Sheet(name, columns, rows), f"{about}."))
    figures = Sheet(_name("Figures", "", taken), pack.columns, figure_rows(pack))
    return [*found, (figures, "Every figure behind the slides, a row a measure and area.")]


def _name(text: str, end: str, taken: set[str]) -> str:
    """Return a name for a sheet, cut between words, that no other one has, whatever its capitals; ``end`` is never cut."""
    plain = " ".join(_FORBIDDEN.sub(" ", text).split())
    name, number = f"{_cut(plain, _LONGEST - len(end))}{end}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{_cut(plain, _LONGEST - len(end) - 4)} {number}{end}"
    taken.add(name.casefold())
    return name


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most + 1].rpartition(" ")[0].rstrip(" ,") or text[:most]


def _tables(slides: Sequence[Slide]) -> Iterator[tuple[str, tuple[str, ...], list[tuple[Plain, ...]]]]:
    """Yield what the slides of one heading draw, then what they say, each with what it adds to the name of its sheet."""
    graphs = [one.graph for one in slides if one.graph]
    grids = [one.grid for one in slides if one.grid and not one.graph]
    points = [text for one in slides for text in one.points if not (one.grid and not one.graph)]
    if graphs:
        yield "", *(_of_weeks(graphs[0]) if graphs[0].drawn == "lines" else _of_areas(graphs))
    if grids:
        yield "", grids[0].columns, [row for grid in grids for row in _of_grid(grid)]
    if points:
        yield ", words" * bool(graphs or grids), ("Number", "Sentence"), list(enumerate(points, start=1))


def _of_weeks(graph: Graph) -> tuple[tuple[str, ...], list[tuple[Plain, ...]]]:
    columns = ("Week ending", *(_with_unit(one.name, graph.unit) for one in graph.series))
    rows: list[tuple[Plain, ...]] = []
    for place, week in enumerate(graph.categories):
        parted = week == words.BROKEN
        missing = words.BROKEN if parted else words.NOT_AVAILABLE
        rows.append((week, *(missing if parted else _or(one.values[place], missing) for one in graph.series)))
    return columns, rows


def _of_areas(graphs: Sequence[Graph]) -> tuple[tuple[str, ...], list[tuple[Plain, ...]]]:
    names = list(dict.fromkeys(one.name for graph in graphs for one in graph.series))
    rows: list[tuple[Plain, ...]] = []
    for graph in graphs:
        values = {one.name: one.values for one in graph.series}
        for place, label in enumerate(graph.categories):
            area, _, told = label.partition(": ")
            # A state that no area of a slide has is left out of its drawing: there it is 0 for each.
            missing = words.SUPPRESSED if told.startswith(words.SUPPRESSED) else words.NOT_AVAILABLE
            numbers = (_or(values[name][place], missing) if name in values else 0 for name in names)
            rows.append((area, *numbers, told))
    return ("Area", *(_with_unit(name, graphs[0].unit) for name in names), "As the slide tells it"), rows


def _with_unit(name: str, unit: str) -> str:
    return name if unit.casefold() in name.casefold() else f"{name} ({unit})"


def _or(value: Plain, missing: str) -> Plain:
    return missing if value is None else value


def _of_grid(grid: Grid) -> Iterator[tuple[Plain, ...]]:
    for row in grid.rows:
        yield tuple(_number(text) if right else text or words.NOT_APPLICABLE for text, right in zip(row, grid.right, strict=True))


def _number(text: str) -> Plain:
    return int(text.replace(",", "").replace("−", "-")) if _WHOLE_NUMBER.fullmatch(text) else text or words.NOT_APPLICABLE


def figure_rows(pack: Pack) -> list[tuple[Plain, ...]]:
    """Return the rows of figures with the shorthand where there is no value: [x] where the measure could have one, else [z]."""
    place = {name: number for number, name in enumerate(pack.columns)}
    used: dict[Plain, set[str]] = {}
    for row in pack.figures:
        known = {name for name in _SOMETIMES if name in place and row[place[name]] is not None}
        sort = "homes" if "yes" in known else "words" if "words" in known else "people" if "whole" in known else ""
        sort = sort or ("units" if "numerator" in known else "")
        used.setdefault(row[place["measure"]], set()).update(_USED.get(sort, "").split(), known)
    marks = place.get("marks", place["measure"])
    return [
        tuple(_told(name, value, used[row[place["measure"]]]) for name, value in zip(pack.columns, cells, strict=True))
        for row in pack.figures
        for cells in [with_suppressed(pack.columns, row, row[marks])]
    ]


def _told(name: str, value: Plain, used: set[str]) -> Plain:
    if value is None:
        return words.NOT_AVAILABLE if name in used else words.NOT_APPLICABLE
    return words.NOT_APPLICABLE if value == "" else value
