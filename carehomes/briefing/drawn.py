"""A graph of a pack as SVG, for the HTML pack and the briefing page: no browser draws it, so it is the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from carehomes.briefing.content import Graph, Role, Series

_INK, _GREY, _BLUE, _PALE, _WHITE, _LINE = "#212B32", "#4C6272", "#005EB8", "#E8EDEE", "#FFFFFF", "#AEB7BD"
#: Line, width, dashes.
_LINES: dict[Role, tuple[str, float, str]] = {
    "share": (_BLUE, 3, ""),
    "units": (_BLUE, 3, ""),
    "answered": (_GREY, 2, "2 5"),
    "target": (_INK, 1.5, "8 5"),
}
_FILLS: dict[Role, str] = {
    "yes": _BLUE,
    "share": _BLUE,
    "units": _BLUE,
    "not answered": "url(#silent)",
    "no": _PALE,
    "not applicable": "url(#none)",
}
_DEFS = (
    '<defs><pattern id="silent" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="7" height="7" fill="{_WHITE}"/><line x1="0" y1="0" x2="0" y2="7" stroke="{_GREY}" stroke-width="2"/></pattern>'
    f'<pattern id="none" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="{_WHITE}"/>'
    f'<circle cx="3" cy="3" r="1" fill="{_GREY}"/></pattern></defs>'
)
#: Size of letters, about how wide one is, and the room of the legend and of an axis.
_SIZE, _LETTER, _LEGEND, _AXIS = 15, 7.6, 30, 34
#: Labels of an axis of weeks.
_MOST_WEEKS = 9


def svg(graph: Graph, alt: str, wide: int, high: int) -> str:
    """Return ``graph`` as an SVG of ``wide`` by ``high`` units, with its alternative text."""
    body = (_lines if graph.drawn == "lines" else _bars)(graph, wide, high)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" aria-label="{escape(alt)}" '
        f'font-family="Arial, sans-serif" font-size="{_SIZE}" fill="{_INK}">{_DEFS}{_legend(graph)}{body}</svg>'
    )


def _number(value: float, unit: str) -> str:
    return f"{value:,.0f}%" if unit == "%" else f"{value:,.0f}"


def _text(x: float, y: float, told: str, anchor: str = "start", fill: str = _INK, extra: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}"{extra}>{escape(told)}</text>'


def _legend(graph: Graph) -> str:
    if len(graph.series) < 2:
        return ""
    found, left = "", 4.0
    for one in graph.series:
        if graph.drawn == "lines":
            colour, thick, dashes = _LINES[one.role]
            place = f'x1="{left:.1f}" x2="{left + 28:.1f}" y1="14" y2="14"'
            found += f'<line {place} stroke="{colour}" stroke-width="{thick}" stroke-dasharray="{dashes}"/>'
        else:
            found += f'<rect x="{left + 8:.1f}" y="7" width="16" height="14" fill="{_FILLS[one.role]}" stroke="{_GREY}"/>'
        found += _text(left + 34, 19, one.name)
        left += 34 + _LETTER * len(one.name) + 28
    return found


def _ticks(graph: Graph) -> list[float]:
    """Return round numbers from 0 to the end of the axis of values: to what is told, or above the greatest value."""
    stacked = graph.drawn == "bars"
    columns = zip(*(one.values for one in graph.series), strict=True)
    most = max([1.0, *(float(sum(held) if stacked else max(held)) for each in columns if (held := [v for v in each if v is not None]))])
    top = graph.top if graph.top is not None else most
    step = next(size for power in range(10) for unit in (1, 2, 5) if (size := unit * 10**power) * 6 >= top)
    return [float(step * place) for place in range(int(-(-top // step)) + 1)]


def _lines(graph: Graph, wide: int, high: int) -> str:
    ticks, left, right, above, below = _ticks(graph), 62.0, wide - 16.0, float(_LEGEND + 8), high - _AXIS - 4.0
    top, found = ticks[-1], ""
    for tick in ticks:
        y = below - (below - above) * tick / top
        found += f'<line x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_PALE}"/>'
        found += _text(left - 8, y + 5, _number(tick, graph.unit), "end", _GREY)
    count = len(graph.categories)
    places = [left + 20 + (right - left - 40) * (place / (count - 1) if count > 1 else 0.5) for place in range(count)]
    step = -(-count // _MOST_WEEKS)
    for place, (x, name) in enumerate(zip(places, graph.categories, strict=True)):
        if (count - 1 - place) % step == 0:
            found += _text(x, below + 24, name, "middle", _GREY)
    return found + "".join(_line(one, places, below, below - above, top) for one in graph.series)


def _line(one: Series, places: Sequence[float], below: float, high: float, top: float) -> str:
    """Return one line, broken where a value is missing; a point without neighbours is seen by its mark."""
    colour, thick, dashes = _LINES[one.role]
    runs: list[list[tuple[float, float]]] = [[]]
    for x, value in zip(places, one.values, strict=True):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, below - high * value / top))
    drawn = "".join(
        f'<polyline fill="none" stroke="{colour}" stroke-width="{thick}" stroke-dasharray="{dashes}" '
        f'points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}"/>'
        for run in runs
        if len(run) > 1
    )
    marks = (
        "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for run in runs for x, y in run)
        if one.role in ("share", "units")
        else ""
    )
    return drawn + marks


def _name(name: str, right: float, middle: float, room: int) -> str:
    """Write the name of a bar: on two lines where it is too long for one, so that what is told of it is never cut."""
    if len(name) <= room:
        return _text(right, middle, name, "end")
    area, _, told = name.partition(": ")
    above = area if len(area) <= room else area[: room - 1] + "…"
    return _text(right, middle - 9, above, "end") + _text(right, middle + 9, told, "end")


def _bars(graph: Graph, wide: int, high: int) -> str:
    ticks = _ticks(graph)
    left: float = min(0.55 * wide, 16 + _LETTER * max((len(name) for name in graph.categories), default=0))
    right, above, below = wide - 24.0, float(_LEGEND), float(high - _AXIS)
    each = min(72.0, (below - above) / max(1, len(graph.categories)))
    below = above + each * len(graph.categories)
    top, found = ticks[-1], ""
    for tick in ticks:
        at = left + (right - left) * tick / top
        found += f'<line x1="{at:.1f}" x2="{at:.1f}" y1="{above}" y2="{below:.1f}" stroke="{_PALE}"/>'
        found += _text(at, below + 22, _number(tick, graph.unit), "middle", _GREY)
    for place, name in enumerate(graph.categories):
        y = above + each * place
        found += _name(name, left - 8, y + each / 2 + 5, int((left - 12) / _LETTER))
        x = left
        for one in graph.series:
            value = one.values[place]
            if not value:
                continue
            long = (right - left) * value / top
            found += (
                f'<rect x="{x:.1f}" y="{y + each * 0.18:.1f}" width="{long:.1f}" height="{each * 0.64:.1f}" '
                f'fill="{_FILLS[one.role]}" stroke="{_BLUE if one.role in ("yes", "share", "units") else _GREY}"/>'
            )
            if one.role == "yes" and long > 30:
                found += _text(x + long / 2, y + each / 2 + 5, f"{value:,}", "middle", _WHITE, ' font-weight="bold"')
            x += long
    return found
