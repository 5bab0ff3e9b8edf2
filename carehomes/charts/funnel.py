"""The funnel: areas by the number of homes that answered, against limits that narrow as it grows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

import numpy as np

from carehomes.charts import labels
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.compared import Compared, Comparison, counted, judged, ranked
from carehomes.charts.drawing import Drawing
from carehomes.statistics import round_half_away

#: The size for which labels are placed, in pixels: a card over the whole page.
WIDTH, HEIGHT = 1290, 440
_MARGIN = {"l": 80, "r": 176, "t": 40, "b": 52}
_WIDE, _TALL = WIDTH - _MARGIN["l"] - _MARGIN["r"], HEIGHT - _MARGIN["t"] - _MARGIN["b"]
#: At most so many labels; so many names in one hover.
_MOST_LABELS, _MOST_NAMES = 16, 6
#: Judgement to symbol and fill: a shape and a word, never colour alone; every one has a dark outline.
_MARKS = {
    "similar": ("circle", look.WHITE, look.GREY),
    "better": ("triangle-up", look.BLUE, look.INK),
    "worse": ("triangle-down", look.ORANGE, look.INK),
    "higher": ("triangle-up", look.PURPLE, look.INK),
    "lower": ("triangle-down", look.PURPLE, look.INK),
}


def finding(found: Comparison, what: str) -> str:
    """Return what the funnel finds, in a sentence without its full stop; ``what`` is ``CCGs`` or ``PCNs``."""
    number = len(found.areas)
    if number < 2:
        return f"nothing to compare: {'only one of the' if number else 'none of the'} {what} had enough answers"
    outside = [area for area in found.areas if area.outside]
    if not outside:
        return f"none of {say.count(number)} {what} lies outside the 95% limits"
    far = sum(area.far for area in outside)
    lie = f"{say.count(len(outside))} of {say.count(number)} {what} {'lies' if len(outside) == 1 else 'lie'} outside the 95% limits"
    if len(outside) == 1:
        return f"{lie}: {outside[0].judgement}{', and outside 99.8% too' if far else ''}"
    return f"{lie}: {counted(outside)}" + (f"; {say.count(far)} of them outside 99.8% too" if far else "")


def by_chance(found: Comparison) -> str:
    """Return how many areas chance alone would put outside the 95% limits."""
    number = len(found.areas)
    about = "fewer than one" if number < 20 else f"about {say.count(int(round_half_away(Fraction(number, 20), 0)))}"
    return f"by chance alone {about} of {say.count(number)} would lie outside 95%"


def hover(area: Compared, of: int) -> list[str]:
    """Return the words of a point, line by line."""
    one = area.one
    return [
        f"<b>{say.safe(one.label)}</b>",
        f"{say.count(one.yes)} of {say.count(one.answered)} that answered: {say.share(one.yes, one.answered)}"
        f" (95% interval {100 * area.lower:.0f} to {100 * area.upper:.0f}%)",
        f"{judged(area)}; rank {ranked(area, of)}",
    ]


def chart(found: Comparison, chosen: Collection[str] = (), place_name: str = "", what: str = "areas") -> Drawing:
    """Return the funnel of ``found``; the areas with a code in ``chosen``, which lie in ``place_name``, stand out by a ring."""
    drawing = look.figure(HEIGHT)
    if len(found.areas) < 2:
        return look.note(drawing, "Fewer than two areas may be compared: too few homes answered.<br>The table says why, area by area")
    _curves(drawing, found, what)
    _points(drawing, found)
    rings = [area for area in found.areas if area.one.code in chosen]
    if rings:
        places = sorted({(area.one.answered, 100 * area.share) for area in rings})
        drawing.add_scatter(
            x=[homes for homes, _ in places],
            y=[share for _, share in places],
            mode="markers",
            name=say.safe(say.shorten(place_name if rings[0].one.name == place_name else f"In {place_name}", 48)),
            marker={"symbol": "circle-open", "size": 17, "color": look.INK, "line": {"width": 2}},
            hoverinfo="skip",
        )
    low, high = _scale(found)
    least, most = _span(found)
    ticks = [tick for tick in range(0, 101, 10 if high - low > 30 else 5) if low <= tick <= high]
    drawing.update_xaxes(
        range=[least, most], tickformat=",d", title={"text": "Homes that answered yes or no", "font": {"size": 13}}, automargin=False
    )
    drawing.update_yaxes(
        range=[low, high],
        tickvals=ticks,
        ticktext=[f"{tick}%" for tick in ticks],
        title={"text": "Share of those that said yes", "font": {"size": 13}, "standoff": 14},
    )
    _label(drawing, found, rings)
    drawing.update_layout(margin=_MARGIN, hovermode="closest")
    return drawing


def _scale(found: Comparison) -> tuple[float, float]:
    """Return the ends of the share axis in percent: every area, and the limits of an area of middling size."""
    middle = sorted(found.areas, key=lambda area: area.one.answered)[len(found.areas) // 2]
    values = [*(area.share for area in found.areas), middle.limits[0], middle.limits[3]]
    low, high = max(0.0, min(values)), min(1.0, max(values))
    room = 6 * (high - low) + 1
    return 100 * low - room, 100 * high + room


def _span(found: Comparison) -> tuple[float, float]:
    """Return the ends of the axis of homes: from 0, or from a little below the smallest area where all are of a size."""
    homes = found.curve["n"]
    return float(homes.iloc[0]) if homes.iloc[0] > 1 else 0.0, float(homes.iloc[-1])


def _curves(drawing: Drawing, found: Comparison, what: str) -> None:
    curve = found.curve
    ends: list[tuple[float, str]] = []
    for name, told, dash in (("998", "99.8%", "dash"), ("95", "95%", "dot")):
        for side in ("upper", "lower"):
            values = 100 * curve[f"{side}_{name}"]
            drawing.add_scatter(
                x=curve["n"],
                y=values,
                mode="lines",
                name=f"{told} limits",
                legendgroup=name,
                showlegend=side == "upper",
                line={"color": look.GREY, "width": 1.5, "dash": dash},
                hoverinfo="skip",
            )
            ends.append((float(values.iloc[-1]), f"{side} {told}"))
    centre = 100 * found.baseline
    drawing.add_scatter(
        x=list(_span(found)), y=[centre, centre], mode="lines", line={"color": look.BLUE, "width": 2}, hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip
    together = f"<b>All {say.count(len(found.areas))} {what}: {say.share(found.yes, found.answered)}</b>"
    ends.append((centre, together))
    low, high = _scale(found)
    # An end at 0% or 100% on both limits is one line: it is told once.
    told_ends: dict[float, str] = {}
    for value, text in ends:
        told_ends[round(value, 6)] = f"{told_ends[round(value, 6)]}, {text}" if round(value, 6) in told_ends else text
    shown = [(value, text) for value, text in told_ends.items() if low <= value <= high]
    places = look.apart([value for value, _ in shown], 17 * (high - low) / _TALL)
    for (_, text), place in zip(shown, places, strict=True):
        drawing.add_annotation(
            x=1, xref="x domain", xanchor="left", xshift=6, y=place, text=text, showarrow=False, font={"size": 13}, align="left"
        )  # fmt: skip


def _points(drawing: Drawing, found: Comparison) -> None:
    """Draw the areas by judgement; areas with the same counts are one larger point that names them."""
    of = len(found.areas)
    for judgement, (symbol, fill, line) in _MARKS.items():
        groups: dict[tuple[int, int], list[Compared]] = {}
        for area in found.areas:
            if area.judgement == judgement:
                groups.setdefault((area.one.answered, area.one.yes or 0), []).append(area)
        if not groups:
            continue
        together = list(groups.values())
        drawing.add_scatter(
            x=[one[0].one.answered for one in together],
            y=[100 * one[0].share for one in together],
            mode="markers",
            name=say.capital(judgement),
            marker={
                "symbol": symbol,
                "size": [min(20.0, 8.0 + 2 * (len(one) - 1)) + 3 * (judgement != "similar") for one in together],
                "color": fill,
                "line": {"color": line, "width": 1.2},
            },
            # What a click on a point is about; a point of several areas is about none of them.
            customdata=[say.safe(one[0].one.label) if len(one) == 1 else None for one in together],
            text=[_told(one, of) for one in together],
            hovertemplate="%{text}<extra></extra>",
        )


def _told(group: Sequence[Compared], of: int) -> str:
    lines = hover(group[0], of)
    if len(group) > 1:
        names = [say.safe(area.one.label) for area in group[:_MOST_NAMES]]
        left = len(group) - len(names)
        lines = [f"<b>{len(group)} areas with the same counts</b>", *names, *([f"and {left} more"] if left else []), *lines[1:]]
    return "<br>".join(lines)


def _pixels(scale: tuple[float, float, float, float], homes: float, share: float) -> tuple[float, float]:
    """Return a place of the drawing in pixels from its lower left corner; ``scale`` is the ends of both axes."""
    least, most, low, high = scale
    return (homes - least) / (most - least) * _WIDE, (100 * share - low) / (high - low) * _TALL


def _lines(found: Comparison, scale: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    """Return places along every line, close enough that no label lies over one."""
    curve = found.curve
    homes = np.linspace(scale[0], scale[1], _WIDE // 12)
    lines = [np.interp(homes, curve["n"], curve[name]) for name in curve.columns if name != "n"]
    return [_pixels(scale, float(one), float(share)) for line in lines for one, share in zip(homes, line, strict=True)]


def _label(drawing: Drawing, found: Comparison, rings: Sequence[Compared]) -> None:
    """Name the chosen area and those outside the limits, the furthest first, where there is room."""
    scale = (*_span(found), *_scale(found))
    points = [_pixels(scale, area.one.answered, area.share) for area in found.areas]
    chosen = {area.one.code for area in rings} if len(rings) == 1 else set()
    order = sorted(range(len(points)), key=lambda number: (found.areas[number].one.code not in chosen, -abs(found.areas[number].z)))
    named = [number for number in order if found.areas[number].outside or found.areas[number].one.code in chosen][:_MOST_LABELS]
    texts = [(number, say.area(found.areas[number].one, 34)) for number in named]
    for placed in labels.place(points, texts, _WIDE, _TALL, _lines(found, scale)):
        area = found.areas[placed.point]
        far = abs(placed.along) > labels.OFF or placed.up
        name = say.area(area.one, 34)
        drawing.add_annotation(
            x=area.one.answered,
            y=100 * area.share,
            text=f"<b>{name}</b>" if area.one.code in chosen else name,
            showarrow=bool(far),
            arrowhead=0,
            arrowwidth=1,
            arrowcolor=look.GREY,
            standoff=5,
            xanchor="left" if placed.side == "right" else "right",
            font={"size": 13},
            bgcolor="rgba(255,255,255,0.8)",
            **({"ax": placed.along, "ay": -placed.up} if far else {"xshift": placed.along}),
        )


def sentence(found: Comparison, what: str) -> str:
    """Return the chart in words: what it finds, and each area outside."""
    name = found.measure.name
    if len(found.areas) < 2:
        return f"{name}: {finding(found, what)}."
    outside = [area for area in found.areas if area.outside]
    listed = "; ".join(
        f"{area.one.label}: {say.count(area.one.yes)} of {say.count(area.one.answered)} ({say.share(area.one.yes, area.one.answered)}), "
        f"{judged(area)}"
        for area in outside[:25]
    )
    more = f"; and {len(outside) - 25} more in the table" if len(outside) > 25 else ""
    together = f"All together {say.count(found.yes)} of {say.count(found.answered)} ({say.share(found.yes, found.answered)}); "
    return f"{name}: {finding(found, what)}. {together}{by_chance(found)}.{f' {listed}{more}.' if listed else ''}"
