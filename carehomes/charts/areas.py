"""Areas side by side: homes in the four states, or the share of people, or the units of a stock, one bar an area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import Kind, Reading, Standing, kind_of, readings
from carehomes.statistics import wilson

#: More areas than this are left to the table.
MOST = 25
#: The width, in pixels, for which names and figures are laid out: half a page.
_WIDTH = 620
_ORDER: dict[Standing, int] = {
    "compared": 0,
    "answers only": 1,
    "too few answered": 2,
    "not available": 3,
    "not applicable": 3,
    "suppressed": 3,
    "no return": 4,
}


@dataclass(frozen=True)
class State:
    """One segment of a bar: its name and look, and how many homes of a reading it holds."""

    name: str
    colour: str
    pattern: dict[str, object] | None

    def homes(self, one: Reading) -> int:
        """Return the homes of ``one`` in this state; never below 0."""
        return max(0, {"Yes": one.yes, "Not answered": one.not_answered, "No": one.no}.get(self.name, one.not_applicable) or 0)


#: In this order the bar shows the range: yes, then what could still be yes, then what cannot.
STATES = (
    State("Yes", look.BLUE, None),
    State("Not answered", look.WHITE, look.HATCH),
    State("No", look.PALE, None),
    State("Not applicable", look.WHITE, look.DOTS),
)


def ranked(frame: pd.DataFrame, measure: Measure) -> list[Reading]:
    """Return the areas in the order of the chart.

    Those that may be compared come first, the least favourable share of answered on top; then those where too few
    answered, then those with nothing to show. Within a group without a rank the order is that of the names.
    """
    kind = kind_of(measure)
    rows = [one for one in readings(frame) if one.measure == measure.id]

    def key(one: Reading) -> tuple[int, float, str]:
        standing = one.standing(kind)
        place = 0.0
        if standing == "compared" and kind == "homes":
            place = (one.yes or 0) / one.answered if one.answered else 0.0
        elif standing == "compared" and kind == "people":
            place = (one.numerator or 0) / (one.whole or 1)
        elif standing == "compared" and kind == "units":
            place = float(one.numerator or 0)
        return _ORDER[standing], -place if measure.direction == "lower" else place, one.label

    return sorted(rows, key=key)


def interval(one: Reading) -> tuple[float, float] | None:
    """Return the Wilson 95% interval, in percent, of the share among those that answered; none of beds, which do not answer singly."""
    if one.counted == "beds" or not one.answered or one.yes is None or one.yes > one.answered:
        return None
    return _interval(one.yes, one.answered)


@lru_cache(maxsize=4096)
def _interval(yes: int, answered: int) -> tuple[float, float] | None:
    lower, upper = wilson(yes, answered)
    return (100 * lower, 100 * upper) if lower is not None and upper is not None else None


def interval_words(one: Reading) -> str:
    """Return ``88 to 99`` in whole percent, or ''."""
    ends = interval(one)
    return f"{ends[0]:.0f} to {ends[1]:.0f}" if ends else ""


def told(one: Reading, measure: Measure) -> str:
    """Return what stands beside the bar: counts first, then the share that may be compared, or why there is none."""
    kind = kind_of(measure)
    standing = one.standing(kind)
    if standing == "no return":
        return f"{say.NOT_AVAILABLE} no return"
    if standing == "suppressed":
        return f"{say.SUPPRESSED} suppressed"
    if standing == "not available":
        return f"{say.NOT_AVAILABLE} from totals" if "not available from totals" in one.marks else f"{say.NOT_AVAILABLE} not available"
    if standing == "not applicable":
        return f"{say.NOT_APPLICABLE} not applicable"
    if standing == "answers only":
        return f"{say.count(one.yes)} yes, {say.count(one.no)} no" if kind == "homes" else f"{say.count(one.numerator)} in totals"
    if kind == "units":
        return f"{say.count(one.numerator)} from {say.count(one.homes_gave)} of {say.count(one.homes)} homes" + _carried(one)
    if kind == "people":
        return f"{say.count(one.numerator)} of {say.count(one.whole)}: {say.share(one.numerator, one.whole)}"
    counts = f"{say.count(one.yes)} of {say.count(one.all)}"
    if standing == "too few answered":
        return f"{counts} · too few answered" + _carried(one)
    ends = interval_words(one)
    return f"{counts} · {say.share(one.yes, one.answered)}" + (f" ({ends})" if ends else "") + _carried(one)


def _carried(one: Reading) -> str:
    return f" {say.CARRIED}" if one.carried else ""


def hover(one: Reading, measure: Measure) -> str:
    """Return the words of a bar."""
    kind = kind_of(measure)
    lines = [f"<b>{say.safe(one.label)}</b>"]
    if kind == "homes" and one.yes is not None:
        share = "" if one.level in ("not attributed", "totals") else f": {say.share(one.yes, one.all)}"
        lines.append(f"{say.headline(one, kind, one.counted)}{share}, {say.span(one.yes, (one.yes or 0) + one.silent, one.all)}")
        lines.append(f"yes {say.count(one.yes)}, no {say.count(one.no)}, not applicable {say.count(one.not_applicable)}")
        lines.append(say.silence(one))
        if one.answered and one.standing(kind) == "compared":
            ends = f" (95% interval {interval_words(one)}%)" if interval(one) else ""
            lines.append(f"of those that answered: {say.share(one.yes, one.answered)}{ends}")
        lines += [say.bedless(one)] if one.bedless else []
    elif kind in ("people", "units") and one.numerator is not None:
        lines += [say.headline(one, kind, say.safe(measure.unit)), say.gave(one, kind)]
    elif not one.suppressed:
        lines.append(f"{say.NOT_AVAILABLE} not available")
    return "<br>".join(lines + [say.safe(mark) for mark in one.marks])


def _bars(rows: list[Reading], measure: Measure, kind: Kind, drawing: Drawing) -> None:
    places = list(range(len(rows)))
    texts = [hover(one, measure) for one in rows]
    # What a click on a bar is about: the label by which the page knows its links.
    options = {
        "y": places,
        "customdata": [say.safe(one.label) for one in rows],
        "orientation": "h",
        "text": texts,
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }
    if kind == "homes":
        for state in STATES:
            homes = [state.homes(one) for one in rows]
            if not any(homes) and state.name == "Not applicable":
                continue
            marker: dict[str, object] = {
                "color": state.colour,
                "line": {"color": look.GREY if state.name != "Yes" else look.BLUE, "width": 1},
            }
            if state.pattern:
                marker["pattern"] = state.pattern
            drawing.add_bar(x=homes, name=state.name, marker=marker, **options)
        drawing.update_xaxes(title={"text": say.safe(measure.unit).capitalize(), "font": {"size": 13}}, tickformat=",d")
        return
    values = [say.share_value(one.numerator, one.whole) if kind == "people" else one.numerator for one in rows]
    shown = [value if one.standing(kind) == "compared" else None for one, value in zip(rows, values, strict=True)]
    drawing.add_bar(x=shown, name=say.safe(measure.unit), marker={"color": look.BLUE}, **options)
    if kind == "people":
        drawing.update_xaxes(range=[0, 100], ticksuffix="%", title={"text": f"Share of {say.safe(measure.unit)}", "font": {"size": 13}})
    else:
        drawing.update_xaxes(rangemode="tozero", tickformat=",d", title={"text": say.safe(measure.unit).capitalize(), "font": {"size": 13}})


def chart(frame: pd.DataFrame, measure: Measure, chosen: str = "", least_height: int = 320) -> Drawing:
    """Return the areas of ``frame`` (figures of one week), at most ``MOST`` of them, in the order of ``ranked``.

    The name of the area ``chosen``, a code, stands out.
    """
    kind = kind_of(measure)
    rows = ranked(frame, measure)[:MOST]
    drawing = look.figure(max(least_height, 100 + 27 * len(rows)))
    if not rows:
        return look.note(drawing, "No areas to compare here")
    _bars(rows, measure, kind, drawing)
    names, beside = [say.area(one) for one in rows], [told(one, measure) for one in rows]
    shown = [f"<b>{name}</b>" if one.code == chosen and one.level == "pcn" else name for one, name in zip(rows, names, strict=True)]
    for place, text in enumerate(beside):
        drawing.add_annotation(
            x=1, xref="x domain", xanchor="left", xshift=8, y=place, text=text, showarrow=False, align="left", font={"size": 13}
        )
    drawing.update_yaxes(
        tickvals=list(range(len(rows))), ticktext=shown, range=[len(rows) - 0.4, -0.6], showgrid=False, ticks="", automargin=False
    )
    # Names and figures stand inside the drawing, so that the legend has its whole width: about 7 pixels a letter.
    left, right = (min(0.44, (7.4 * max(len(text) for text in texts) + 14) / _WIDTH) for texts in (names, beside))
    # As many ticks as stand beside one another; counts of a country are long.
    widest = 9 * max(len(say.count(one.numerator if kind == "units" else one.denominator)) for one in rows) + 16
    ticks = max(2, min(6, int(_WIDTH * (1 - left - right) / widest)))
    drawing.update_xaxes(domain=[left, 1 - right], automargin=False, tickangle=0, nticks=ticks)
    drawing.update_layout(
        barmode="stack", bargap=0.3, showlegend=kind == "homes", margin={"l": 8, "r": 8, "t": 34 if kind == "homes" else 8, "b": 48}
    )
    return drawing


def _exact(one: Reading, kind: Kind) -> Fraction:
    part, whole = {"homes": (one.yes, one.answered), "people": (one.numerator, one.whole)}.get(kind, (one.numerator, 1))
    return Fraction(part or 0, whole or 1)


def _end(one: Reading, kind: Kind) -> str:
    if kind == "units":
        return f"{say.count(one.numerator)} in {one.label}"
    part, whole = (one.yes, one.answered) if kind == "homes" else (one.numerator, one.whole)
    return f"{say.share(part, whole)} ({say.count(part)} of {say.count(whole)}) in {one.label}"


def finding(rows: Sequence[Reading], measure: Measure, what: str = "area") -> str:
    """Return what the areas say, without a full stop: the least and the most of those that may be compared, and how many may not.

    ``what`` is one of them in words, where they are no areas.
    """
    kind = kind_of(measure)
    # What completes a CCG is drawn beside its PCNs and is none of them.
    rows = [one for one in rows if one.level not in ("not aligned", "not attributed", "totals")]
    if not rows:
        return f"{measure.name}: no {what}s to compare here"
    compared = sorted((one for one in rows if one.standing(kind) == "compared"), key=lambda one: (_exact(one, kind), one.label))
    left = len(rows) - len(compared)
    if not compared:
        return f"{measure.name}: none of {say.plural(len(rows), what)} can be compared"
    answered = "beds in homes" if measure.unit == "beds" else "homes"
    of = {"homes": f", of the {answered} that answered", "people": f", of {measure.unit}"}.get(kind, f" ({measure.unit})")
    low, high = compared[0], compared[-1]
    if low is high:
        ends = _end(low, kind)
    elif kind != "units" and _exact(low, kind) == _exact(high, kind):
        ends = f"the same in all {say.plural(len(compared), what)} compared, such as {_end(low, kind)}"
    else:
        ends = f"from {_end(low, kind)} to {_end(high, kind)}"
    return f"{measure.name}: {ends}{of}" + (f"; {say.plural(left, what)} cannot be compared" if left else "")


def sentence(frame: pd.DataFrame, measure: Measure) -> str:
    """Return the chart in words: the finding, then each area."""
    rows = ranked(frame, measure)
    parts = [f"{one.label}: {told(one, measure)}" for one in rows[:MOST]]
    left = len(rows) - len(parts)
    listed = f" {'; '.join(parts)}" + (f"; and {left} more in the table." if left else ".") if parts else ""
    return f"{finding(rows, measure)}.{listed}"
