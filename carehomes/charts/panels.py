"""Small multiples: one panel an area on the same axis from 0 to 100%, the least favourable area first, those without an answer last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

import pandas as pd

from carehomes.catalogue import Event, Measure
from carehomes.charts import areas, broken
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.compared import LEAST
from carehomes.charts.readings import Kind, Reading, kind_of, readings

#: More panels than this are drawn only when they are asked for.
MOST = 24
#: Weeks that a panel has room for, the week shown the last of them.
WEEKS = 26
#: The drawing in units of its own, and what is left for the words of the axes.
_WIDE, _HIGH = 214, 96
_LEFT, _RIGHT, _TOP, _FOOT = 34, 8, 8, 18
#: A place in the drawing, from its upper left corner.
Spot: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """An area: its figure of the week shown, and its readings by week (those that have one)."""

    one: Reading
    weeks: Mapping[date, Reading]


def ordered(frame: pd.DataFrame, measure: Measure) -> list[Reading]:
    """Return the areas of ``frame`` (figures of the week shown) in the order of the panels: that of ``areas.ranked``.

    What is not attributed to a PCN is no area: it has answers, and no homes that they are a share of.
    """
    return [one for one in areas.ranked(frame, measure) if one.level != "not attributed"]


def panels(order: Sequence[Reading], weekly: pd.DataFrame) -> list[Panel]:
    """Return a panel for each area of ``order`` from the rows of ``measures.trends``."""
    found: dict[tuple[str, str], dict[date, Reading]] = {}
    for one in readings(weekly):
        if one.week:
            found.setdefault((one.level, one.code), {})[one.week] = one
    return [Panel(one, found.get((one.level, one.code), {})) for one in order]


def share_of(one: Reading, kind: Kind) -> tuple[int, int] | None:
    """Return part and whole of the share that a panel draws: of the homes that answered, or of people; None without an answer."""
    part, whole = (one.yes, one.answered) if kind == "homes" else (one.numerator, one.whole)
    return (part, whole) if part is not None and whole else None


def told(one: Reading, measure: Measure) -> tuple[str, str]:
    """Return what stands over a panel: the share with its counts, and who is silent or why there is none."""
    kind = kind_of(measure)
    counts = share_of(one, kind)
    standing = one.standing(kind)
    if counts is None:
        reason = {"not applicable": f"{say.NOT_APPLICABLE} not applicable", "no return": f"{say.NOT_AVAILABLE} no return"}
        reason["suppressed"] = f"{say.SUPPRESSED} suppressed"
        return reason.get(standing, f"{say.NOT_AVAILABLE} no answer"), say.silence(one) if kind == "homes" and one.silent else ""
    carried = f"; some carried {say.CARRIED}" if one.carried else ""
    if kind == "people":
        return f"{say.share(*counts)}: {say.count(counts[0])} of {say.count(counts[1])} {measure.unit}", say.gave(one, kind) + carried
    few = "; too few to compare" if standing == "too few answered" else ""
    answered = "beds" if one.counted == "beds" else "that answered"
    silent = f"{say.count(one.silent)} not answered" if one.silent else "all answered"
    return f"{say.share(*counts)}: {say.count(counts[0])} of {say.count(counts[1])} {answered}", silent + few + carried


def sentence(panel: Panel, measure: Measure) -> str:
    """Return a panel in one sentence: where its line begins and ends."""
    kind = kind_of(measure)
    drawn = [week for week in sorted(panel.weeks) if panel.weeks[week].standing(kind) == "compared"]
    parted = broken.left_out(measure, drawn, drawn[-1]) if drawn else ""
    drawn = broken.comparable(measure, drawn, drawn[-1]) if drawn else []
    if not drawn:
        return f"{panel.one.label}: no week in which enough answered to draw a line."

    def at(week: date) -> str:
        counts = share_of(panel.weeks[week], kind)
        return f"{say.share(*counts)} ({say.count(counts[0])} of {say.count(counts[1])}) at {say.day(week)}" if counts else ""

    first, last = drawn[0], drawn[-1]
    return f"{panel.one.label}: {at(first)}" + (f", {at(last)}" if last != first else "") + (f"; {parted}." if parted else ".")


def finding(order: Sequence[Reading], measure: Measure) -> str:
    """Return what the panels say in the week shown, in a sentence without its full stop: the least and the most favourable area.

    Areas of fewer homes than ``LEAST`` are not spoken of, nor is what completes a CCG.
    """
    kind = kind_of(measure)
    ranked = [one for one in order if one.standing(kind) == "compared" and one.level != "not aligned" and one.homes_behind >= LEAST]
    if not ranked:
        return f"{measure.name}, area by area: in no area did enough homes answer to compare"

    def share(one: Reading) -> str:
        return say.share(*(share_of(one, kind) or (None, None)))

    low, high = ranked[0], ranked[-1]
    if len(ranked) == 1:
        ends = f"{share(low)} in {low.label}, the only area with enough homes that answered"
    elif len({Fraction(*counts) for one in ranked if (counts := share_of(one, kind))}) == 1:
        ends = f"{share(low)} in each of the {len(ranked)} areas with enough homes that answered"
    else:
        ends = f"from {share(low)} in {low.label} to {share(high)} in {high.label}"
    return f"{measure.name}, area by area: {ends}"


def _spots(
    panel: Panel, measure: Measure, weeks: Sequence[date]
) -> tuple[list[str], list[tuple[float, float]], tuple[float, float] | None]:
    """Return the pieces of the line, the spots of weeks in which too few answered, and that of the last week."""
    kind = kind_of(measure)
    parted = {one.week for one in measure.breaks}
    pieces: list[list[Spot]] = [[]]
    few: list[Spot] = []
    end = None
    for place, week in enumerate(weeks):
        one = panel.weeks.get(week)
        counts = share_of(one, kind) if one else None
        compared = one is not None and counts is not None and one.standing(kind) == "compared"
        if one is None or counts is None or not compared:
            pieces.append([])
            if one is not None and counts is not None and one.level != "not attributed":
                few.append(_at(place, len(weeks), counts))
            continue
        if week in parted:
            pieces.append([])
        pieces[-1].append(_at(place, len(weeks), counts))
        end = pieces[-1][-1] if place == len(weeks) - 1 else end
    # A week alone between two gaps has no line: it is a spot.
    lines = [" ".join(f"{x:.1f},{y:.1f}" for x, y in (piece if len(piece) > 1 else [*piece, *piece])) for piece in pieces if piece]
    return lines, few, end


def _at(place: int, weeks: int, counts: tuple[int, int]) -> Spot:
    wide = _WIDE - _LEFT - _RIGHT
    across = _LEFT + wide * place / max(1, weeks - 1)
    return across, _height(min(100.0, 100 * counts[0] / counts[1]))


def _height(percent: float) -> float:
    return _TOP + (_HIGH - _TOP - _FOOT) * (1 - percent / 100)


def _label(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y:.1f}" text-anchor="{anchor}" font-family="{look.FONT}" font-size="11.5" fill="{look.GREY}">{text}</text>'


def drawing(panel: Panel, measure: Measure, weeks: Sequence[date], events: Sequence[Event] = ()) -> str:
    """Return a panel as SVG: ``weeks`` from left to right, 0 to 100% from the foot up, ``events`` as thin dotted lines.

    The line has a gap where no answer is there or too few answered; of the latter an open spot tells the share of those that did. It is
    cut at a break, where a line with [b] stands.
    """
    right = _WIDE - _RIGHT
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}">']
    for percent in (0, 50, 100):
        y = _height(percent)
        parts.append(f'<line x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{look.LINE}" stroke-width="1"/>')
        parts.append(_label(_LEFT - 4, y + 4, f"{percent}%", "end"))
    days = max(1, (weeks[-1] - weeks[0]).days)
    for event in events:
        x = max(_LEFT, _LEFT + (right - _LEFT) * (event.day - weeks[0]).days / days)
        line = f'y1="{_TOP}" y2="{_HIGH - _FOOT}" stroke="{look.GREY}" stroke-width="1" stroke-dasharray="1.5 3"'
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" {line}/>')
    for week in sorted({one.week for one in broken.breaks_in(measure, weeks)}):
        x = _at(weeks.index(week), len(weeks), (0, 1))[0] - (right - _LEFT) / max(1, len(weeks) - 1) / 2
        line = f'y1="{_TOP}" y2="{_HIGH - _FOOT}" stroke="{look.INK}" stroke-width="1" stroke-dasharray="6 2 1.5 2"'
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" {line}/>')
        late = x > (_LEFT + right) / 2
        parts.append(_label(x - 3 if late else x + 3, _HIGH - _FOOT - 4, say.BROKEN, "end" if late else "start"))
    if measure.target is not None:
        y = _height(float(measure.target))
        parts.append(
            f'<line x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{look.INK}" stroke-width="1" stroke-dasharray="5 4"/>'
        )
    lines, few, end = _spots(panel, measure, weeks)
    stroke = f'fill="none" stroke="{look.BLUE}" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"'
    parts += [f'<polyline points="{points}" {stroke}/>' for points in lines]
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{look.WHITE}" stroke="{look.GREY}" stroke-width="1.2"/>' for x, y in few]
    if end:
        parts.append(f'<circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="4" fill="{look.BLUE}"/>')
    if not (lines or few):
        parts.append(_label((_LEFT + right) / 2, _height(50) - 6, f"{say.NOT_AVAILABLE} no answer in these weeks", "middle"))
    parts.append(_label(_LEFT, _HIGH - 4, say.short_day(weeks[0]), "start"))
    if len(weeks) > 1:
        parts.append(_label(right, _HIGH - 4, say.short_day(weeks[-1]), "end"))
    return "".join([*parts, "</svg>"])


def weeks_of(found: Sequence[Panel], week: date) -> list[date]:
    """Return the weeks that every panel draws: from the first that any area has to ``week``, at most ``WEEKS``."""
    told_weeks = [one for panel in found for one in panel.weeks]
    first = max(min([*told_weeks, week]), week - timedelta(weeks=WEEKS - 1))
    return look.every_week([first, week])
