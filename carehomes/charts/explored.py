"""A breakdown over several weeks: a line a part. Parts are compared by those that answered, where enough did (rule 4)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import areas, broken, noted
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import Kind, Reading, kind_of, readings

#: More lines than this cannot be told apart.
MOST_LINES = 5
#: Rows that complete an area and are no part of their own.
COMPLETING = ("not aligned", "not attributed", "totals")
_LETTERS = 26


def compared_value(one: Reading, measure: Measure) -> float | None:
    """Return what a line draws: the share in percent of those that answered, or units; None where too few answered."""
    kind = kind_of(measure)
    if one.standing(kind) != "compared":
        return None
    if kind == "units":
        return float(one.numerator or 0)
    part, whole = (one.yes, one.answered) if kind == "homes" else (one.numerator, one.whole)
    return say.share_value(part, whole)


def lines(parts: Sequence[Reading], measure: Measure) -> list[tuple[str, str]]:
    """Return the parts (level, code) that are drawn: all in their order, or those least favourable in the last week of ``parts``."""
    keys = list(dict.fromkeys((one.level, one.code) for one in parts if one.level not in COMPLETING))
    if len(keys) <= MOST_LINES:
        return keys
    last = max(one.week for one in parts if one.week)
    kind = kind_of(measure)

    def place(one: Reading) -> tuple[bool, float, str]:
        value = compared_value(one, measure)
        told = value if value is not None else 0.0
        return one.standing(kind) != "compared", -told if measure.direction == "lower" else told, one.label

    ranked = sorted((one for one in parts if one.week == last and one.level not in COMPLETING), key=place)
    return [(one.level, one.code) for one in ranked[:MOST_LINES]]


def _told(one: Reading, kind: Kind) -> str:
    if kind == "units":
        return say.count(one.numerator)
    part, whole = (one.yes, one.answered) if kind == "homes" else (one.numerator, one.whole)
    return f"{say.share(part, whole)}"


def _hover(one: Reading, measure: Measure) -> str:
    week = f"<br>{say.week(one.week)}" if one.week else ""
    return areas.hover(one, measure) + week


def chart(whole: pd.DataFrame, parts: pd.DataFrame, measure: Measure, height: int = 380) -> Drawing:
    """Return at most ``MOST_LINES`` parts week by week, and the area itself as a dashed line; a week without enough answers is a gap."""
    kind = kind_of(measure)
    drawing = look.figure(height)
    found = [one for one in readings(parts) if one.week]
    own = [one for one in readings(whole) if one.week]
    weeks = look.every_week([one.week for one in (*found, *own) if one.week])
    chosen = lines(found, measure) if found else []
    series = [[one for one in found if (one.level, one.code) == key] for key in chosen]
    drawn = [(rows, look.SERIES[place], "solid") for place, rows in enumerate(series)]
    if kind != "units" and own:
        drawn.append((own, look.INK, "dash"))
    labels: list[tuple[float, str, str]] = []
    top = 0.0
    for rows, colour, dash in drawn:
        by_week = {one.week: one for one in rows}
        values = [compared_value(by_week[week], measure) if week in by_week else None for week in weeks]
        name = say.safe(say.named(rows[0].label, _LETTERS))
        across, up = broken.cut(measure, weeks, values)
        told = [_hover(by_week[week], measure) if week in by_week else "" for week in weeks]
        drawing.add_scatter(
            x=across,
            y=up,
            mode="lines+markers",
            connectgaps=False,
            line={"color": colour, "width": 2, "dash": dash},
            marker={"size": 6, "color": colour},
            name=name,
            text=broken.beside(measure, weeks, told),
            hovertemplate="%{text}<extra></extra>",
            cliponaxis=False,
        )
        known = [(week, value) for week, value in zip(weeks, values, strict=True) if value is not None]
        top = max([top, *(value for _, value in known)])
        if known:
            week, value = known[-1]
            last = by_week.get(weeks[-1])
            end = say.SUPPRESSED if last and last.suppressed else _told(by_week[week], kind)
            labels.append((value, f"{name} {end}", colour))
    if not labels:
        nothing = f"{say.SUPPRESSED} Counts of people are not told here" if any(one.suppressed for one in found) else ""
        return look.note(look.figure(height), nothing or "No week has enough answers to draw")
    top = 1.1 * max(top, 1.0) if kind == "units" else 104.0
    look.week_axis(drawing, weeks)
    days = broken.draw(drawing, measure, weeks)
    noted.mark(drawing, (), weeks, breaks=days)
    look.end_labels(drawing, weeks[-1], labels, gap=top * 20 / (height - 90), least=top * 0.02, most=top)
    title = {"homes": "Share of those that answered", "people": f"Share of {measure.unit}"}.get(kind, measure.unit.capitalize())
    drawing.update_yaxes(range=[0, top], title={"text": say.safe(title), "font": {"size": 13}})
    if kind != "units":
        steps = [0, 20, 40, 60, 80, 100]
        drawing.update_yaxes(tickvals=steps, ticktext=[f"{step}%" for step in steps])
    right = 8 + 8 * max(len(text) for _, text, _ in labels)
    drawing.update_layout(showlegend=False, margin={"l": 56, "r": right, "t": 32 if days else 12, "b": 48})
    return drawing


def finding(parts: pd.DataFrame, measure: Measure, by: str, what: str) -> str:
    """Return what the breakdown ``by`` says of its last week, without a full stop; ``what`` is one part in words."""
    rows = readings(parts)
    weeks = [one.week for one in rows if one.week]
    if not weeks:
        return f"{measure.name} by {by}: nothing was answered in these weeks"
    last = max(weeks)
    told = areas.finding([one for one in rows if one.week == last], measure, what).removeprefix(f"{measure.name}: ")
    return f"{measure.name} by {by}, {say.week(last)}: {told}"


def said(parts: pd.DataFrame, measure: Measure, most: int = areas.MOST) -> str:
    """Return each part of the last week in words, with its counts; what is more than ``most`` is counted."""
    rows = readings(parts)
    last = max((one.week for one in rows if one.week), default=None)
    now = [one for one in rows if one.week == last]
    listed = [f"{one.label}: {areas.told(one, measure)}" for one in now[:most]]
    left = len(now) - len(listed)
    return "; ".join(listed) + (f"; and {say.count(left)} more in the table" if left else "") + "." if listed else ""
