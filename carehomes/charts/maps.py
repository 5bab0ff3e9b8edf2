"""Maps: one equal tile an area, or its boundary, shaded by the share; every reason for no share has a look and a word of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from carehomes.areas.boundaries import Boundaries, Point, project
from carehomes.areas.tiles import Tile
from carehomes.catalogue import Measure
from carehomes.charts import areas
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import Reading, kind_of, readings

#: A share of fewer homes is told and not shaded: one home would decide.
LEAST_TO_SHADE = 5
#: The room of a map and of its legend in pixels; the side of a tile; and the least sides that hold a name, and counts besides.
_ROOM, _LEGEND, _MOST_SIDE, _NAMED_SIDE, _COUNTED_SIDE = (690, 720), 246, 108, 74, 92
_GAP = 0.94


@dataclass(frozen=True)
class Shade:
    """What an area looks like, and what its tile says: a share, or why there is none."""

    legend: str
    fill: str
    ink: str
    told: str
    pattern: Mapping[str, Any] = field(default_factory=dict)
    compared: bool = False


def _hatch(shape: str) -> dict[str, Any]:
    """Return a hatch so light that words on it can be read."""
    return {"shape": shape, "fgcolor": "#AEB7BD", "bgcolor": look.WHITE, "size": 8, "solidity": 0.2}


_FEW = Shade("few: too few answered to compare", look.WHITE, look.INK, "few")
_SILENT = Shade(f"{say.NOT_AVAILABLE} hatched: no return", look.WHITE, look.INK, say.NOT_AVAILABLE, _hatch("/"))
_MISSING = Shade(f"{say.NOT_AVAILABLE} dotted: not available", look.WHITE, look.INK, say.NOT_AVAILABLE, _hatch("."))
_SUPPRESSED = Shade(f"{say.SUPPRESSED} crossed: suppressed", look.WHITE, look.INK, say.SUPPRESSED, _hatch("x"))
_NONE = Shade(f"{say.NOT_APPLICABLE}: not applicable", look.WHITE, look.INK, say.NOT_APPLICABLE)


def _ranges() -> list[str]:
    """Return the legend of each shade, from the highest share."""
    names, above = [], 0.0
    for least, _, _ in look.SHADES:
        names.append(f"{least:.0f}% or more" if not above else f"{least:.0f}% to under {above:.0f}%" if least else f"under {above:.0f}%")
        above = least
    return names


_SMALL = f"a share of fewer than {LEAST_TO_SHADE} homes: not shaded"
_UNITS = "units: not shaded, areas differ in size"
#: The order of the legend.
_ORDER = (*_ranges(), _SMALL, _UNITS, _FEW.legend, _NONE.legend, _SUPPRESSED.legend, _SILENT.legend, _MISSING.legend)


def shade_of(one: Reading | None, measure: Measure) -> Shade:
    """Return the look of an area: shaded by its share of those that answered (rule 4), or of people (rule 9); else why not."""
    kind = kind_of(measure)
    standing = one.standing(kind) if one else "not available"
    if one is None or standing != "compared":
        return {"too few answered": _FEW, "no return": _SILENT, "not applicable": _NONE, "suppressed": _SUPPRESSED}.get(standing, _MISSING)
    if kind == "units":
        return Shade(_UNITS, look.WHITE, look.INK, say.count(one.numerator))
    part, whole, behind = (one.yes, one.answered, one.answered) if kind == "homes" else (one.numerator, one.whole, one.homes_gave or 0)
    told, share = say.share(part, whole), say.share_value(part, whole)
    if share is None:
        return _MISSING
    if behind < LEAST_TO_SHADE:
        return Shade(_SMALL, look.WHITE, look.INK, told, compared=True)
    for name, (least, fill, ink) in zip(_ranges(), look.SHADES, strict=True):
        if share >= least:
            return Shade(name, fill, ink, told, compared=True)
    return _MISSING


def _by_code(frame: pd.DataFrame, measure: Measure) -> dict[str, Reading]:
    return {one.code: one for one in readings(frame) if one.measure == measure.id and one.level in ("ccg", "pcn")}


def _hover(one: Reading | None, measure: Measure, name: str) -> str:
    if one is None:
        return f"<b>{say.safe(name)}</b><br>{say.NOT_AVAILABLE} no figure"
    shade = shade_of(one, measure)
    why = [] if shade.compared else [shade.legend.split(": ", 1)[-1]]
    return "<br>".join([areas.hover(one, measure), *why])


def _marker(shade: Shade) -> dict[str, Any]:
    edge = look.GREY if shade.fill == look.WHITE else shade.fill
    return {"color": shade.fill, "line": {"color": edge, "width": 1}} | ({"pattern": shade.pattern} if shade.pattern else {})


def _legend(drawing: Drawing, measure: Measure, height: int) -> Drawing:
    """Put the legend into the upper right corner, where no map has anything, and take the axes away."""
    told = {"homes": "Share of those that answered", "people": f"Share of {measure.unit}"}.get(kind_of(measure), measure.unit.capitalize())
    place = {"orientation": "v", "xref": "paper", "x": 1, "xanchor": "right", "yref": "paper", "y": 1, "yanchor": "top"}
    title = {"text": f"<b>{say.safe(told)}</b>", "font": {"size": 13}}
    drawing.update_layout(
        height=height,
        showlegend=True,
        legend={**place, "title": title, "itemclick": False, "itemdoubleclick": False},
        margin={"l": 4, "r": 4, "t": 6, "b": 6},
    )
    hidden: dict[str, Any] = {"visible": False, "showgrid": False, "automargin": False, "constrain": "domain"}
    drawing.update_xaxes(**hidden)
    drawing.update_yaxes(**hidden, scaleanchor="x", constraintoward="top")
    return drawing


@dataclass(frozen=True)
class Grid:
    """How large the tiles are drawn: the side in pixels, and rows and columns with the room of the legend among them."""

    side: int
    rows: int
    columns: float


def grid_of(tiles: Sequence[Tile], entries: int) -> Grid:
    """Return the largest grid that has room for ``tiles`` and, in its upper right corner, for a legend of ``entries`` lines."""
    rows, columns = (1 + max(getattr(tile, axis) for tile in tiles) for axis in ("row", "column"))
    for side in range(_MOST_SIDE, 0, -1):
        beside = 1 + max((tile.column for tile in tiles if tile.row * side < 22 * (entries + 2)), default=0)
        width = max(float(columns), beside + _LEGEND / side)
        if width * side <= _ROOM[0] and rows * side <= _ROOM[1]:
            return Grid(side, rows, width)
    return Grid(1, rows, float(columns))


def _wide(text: str) -> float:
    """Return about how many pixels wide ``text`` is in 13 pixel Arial."""
    return sum(4.2 if letter in "iljtfrI .,'()-" else 11 if letter in "mwMW" else 7.4 for letter in text)


def wrapped(name: str, width: float, most: int = 2) -> list[str]:
    """Return ``name`` on at most ``most`` lines of ``width`` pixels, cut at words where it can be, a cut marked."""
    lines: list[str] = []
    for word in name.split():
        if lines and _wide(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        elif len(lines) == most:
            lines[-1] += "…"
            break
        else:
            lines.append(word)
    return [_cut(line, width) for line in lines]


def _cut(line: str, width: float) -> str:
    while _wide(line) > width and len(line) > 2:
        line = line.rstrip("…")[:-1].rstrip() + "…"
    return line


def _text(tile: Tile, one: Reading | None, shade: Shade, side: int, kind: str) -> str:
    lines = [say.safe(tile.code), f"<b>{shade.told}</b>"]
    if side >= _NAMED_SIDE:
        plain = tile.name.removeprefix("NHS ").removesuffix(" CCG").removesuffix(" PCN")
        name = wrapped(plain, _GAP * side - 6)
        counts = (
            ""
            if one is None or kind == "units" or side < _COUNTED_SIDE or not (one.answered or one.homes_gave)
            else say.headline(one, "homes" if kind == "homes" else "people", "").strip()
        )
        lines = [*(say.safe(line) for line in name), *lines[:1], *([counts] if counts and not counts.startswith("[") else []), lines[-1]]
    return "<br>".join(lines)


def _border(tiles: Sequence[Tile]) -> tuple[list[float | None], list[float | None]]:
    """Return the lines between tiles of different groups."""
    group = {(tile.row, tile.column): tile.group for tile in tiles}
    across: list[float | None] = []
    down: list[float | None] = []
    for (row, column), mine in sorted(group.items()):
        if group.get((row, column + 1), mine) != mine:
            across += [column + 0.5, column + 0.5, None]
            down += [row - 0.5, row + 0.5, None]
        if group.get((row + 1, column), mine) != mine:
            across += [column - 0.5, column + 0.5, None]
            down += [row + 0.5, row + 0.5, None]
    return across, down


def tile_map(frame: pd.DataFrame, measure: Measure, tiles: Sequence[Tile]) -> Drawing:
    """Return one equal tile an area of ``tiles``, in their places, from figures of one week (columns of ``measures.figures.COLUMNS``)."""
    drawing = look.figure()
    if not tiles:
        return look.note(drawing, "No area to draw here")
    found, kind = _by_code(frame, measure), kind_of(measure)
    by_shade: dict[str, list[tuple[Tile, Shade]]] = {}
    for tile in tiles:
        shade = shade_of(found.get(tile.code), measure)
        by_shade.setdefault(shade.legend, []).append((tile, shade))
    across, down = _border(tiles)
    grid = grid_of(tiles, len(by_shade) + bool(across))
    for legend in (name for name in _ORDER if name in by_shade):
        drawn = by_shade[legend]
        drawing.add_bar(
            x=[tile.column for tile, _ in drawn],
            base=[tile.row - _GAP / 2 for tile, _ in drawn],
            y=[_GAP] * len(drawn),
            # What a click on a tile is about: the label by which the page knows its links.
            customdata=[say.safe(f"{tile.name} ({tile.code})") for tile, _ in drawn],
            width=_GAP,
            marker=_marker(drawn[0][1]),
            text=[_text(tile, found.get(tile.code), shade, grid.side, kind) for tile, shade in drawn],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"size": 13, "color": drawn[0][1].ink},
            hovertext=[_hover(found.get(tile.code), measure, f"{tile.name} ({tile.code})") for tile, _ in drawn],
            hovertemplate="%{hovertext}<extra></extra>",
            name=legend,
        )
    if across:
        drawing.add_scatter(
            x=across, y=down, mode="lines", line={"color": look.INK, "width": 2}, name="line: another region", hoverinfo="skip"
        )
    _legend(drawing, measure, max(280, 12 + grid.rows * grid.side))
    drawing.update_layout(barmode="overlay")
    drawing.update_xaxes(range=[-0.52, grid.columns - 0.48])
    drawing.update_yaxes(range=[grid.rows - 0.48, -0.52])
    return drawing


def boundary_map(frame: pd.DataFrame, measure: Measure, boundaries: Boundaries, names: Mapping[str, str]) -> Drawing:
    """Return the boundaries filled as the tiles are; ``names`` gives the name and code of each area that is drawn."""
    drawing = look.figure()
    rings = {code: found for code, found in project(boundaries).items() if code in names}
    if not rings:
        return look.note(drawing, "The boundary file holds none of these areas")
    found, told = _by_code(frame, measure), set[str]()
    shades = {code: shade_of(found.get(code), measure) for code in rings}
    for code in sorted(rings, key=lambda one: (_ORDER.index(shades[one].legend), one)):
        shade = shades[code]
        across, up = _outline(rings[code])
        drawing.add_scatter(
            x=across,
            y=up,
            mode="lines",
            fill="toself",
            fillcolor=shade.fill,
            fillpattern=dict(shade.pattern) or None,
            line={"color": look.GREY, "width": 0.7},
            text=_hover(found.get(code), measure, names[code]),
            # What a click into an outline is about: a fill has no points of its own.
            meta=say.safe(names[code]),
            hoverinfo="text",
            hoveron="fills",
            name=shade.legend,
            legendgroup=shade.legend,
            showlegend=shade.legend not in told,
        )
        told.add(shade.legend)
    return _legend(drawing, measure, _ROOM[1])


def _outline(rings: Sequence[Sequence[Point]]) -> tuple[list[float | None], list[float | None]]:
    across: list[float | None] = []
    up: list[float | None] = []
    for ring in rings:
        across += [round(x, 5) for x, _ in ring] + [None]
        up += [round(y, 5) for _, y in ring] + [None]
    return across[:-1], up[:-1]


def finding(frame: pd.DataFrame, measure: Measure, names: Mapping[str, str]) -> str:
    """Return what the areas of the map, ``names`` by code, say, without a full stop."""
    return areas.finding([one for code, one in _by_code(frame, measure).items() if code in names], measure)


def sentence(frame: pd.DataFrame, measure: Measure, names: Mapping[str, str]) -> str:
    """Return the map in words: the finding, how many areas have a share, and why the others have none."""
    found = _by_code(frame, measure)
    shades = {code: shade_of(found.get(code), measure) for code in names}
    compared = sum(shade.compared for shade in shades.values())
    text = f"{finding(frame, measure, names)}. A map of {say.plural(len(names), 'area')}"
    if compared:
        text += f"; {compared} with a share"
    for legend in _ORDER:
        others = [code for code in names if shades[code].legend == legend and not shades[code].compared]
        if others:
            text += f"; {len(others)} {legend.split(': ', 1)[-1]}"
    return text + ". The table has every area with its counts."
