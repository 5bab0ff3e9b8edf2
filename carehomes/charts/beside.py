"""An area beside others: shares on one scale, whatever the sizes, the counts of each told first."""

from __future__ import annotations

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import areas
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import Kind, Reading, kind_of, readings

_ROW = 74


def told(one: Reading, measure: Measure) -> str:
    """Return counts first, then the share of all with its range (rule 3); the share of people; or why there is none."""
    kind = kind_of(measure)
    if kind == "homes" and one.standing(kind) in ("compared", "too few answered"):
        low, high = say.share(one.yes, one.all), say.share((one.yes or 0) + one.silent, one.all)
        span = f", range {low} to {high}" if low != high else ""
        return f"{say.count(one.yes)} of {say.count(one.all)}: {low}{span}"
    return areas.told(one, measure)


def among(one: Reading, measure: Measure) -> str:
    """Return the share of those that answered, which may be compared, with its 95% interval; '' where the measure has none."""
    kind = kind_of(measure)
    if kind != "homes" or one.standing(kind) in ("not available", "not applicable"):
        return ""
    if one.standing(kind) != "compared":
        return "too few answered to compare"
    return f"of the {say.count(one.answered)} that answered: {say.share(one.yes, one.answered)} ({areas.interval_words(one)})"


def _shares(one: Reading, kind: Kind) -> tuple[float, float, float]:
    """Return yes, not answered and no in percent of all: 0 where there is no share."""
    if kind == "people":
        return say.share_value(one.numerator, one.whole) or 0.0, 0.0, 0.0
    parts = (one.yes, one.silent, one.no)
    yes, silent, no = (say.share_value(max(0, part or 0), one.all) or 0.0 for part in parts)
    return yes, silent, no


def chart(frame: pd.DataFrame, measure: Measure) -> Drawing:
    """Return one bar of 100% a row of ``frame`` (of ``measures.comparators``), in its order, the area itself on top."""
    kind = kind_of(measure)
    rows = [one for one in readings(frame) if one.measure == measure.id]
    drawing = look.figure(150)
    if not rows:
        return look.note(drawing, "No figure for this week")
    if kind == "units":
        return look.note(drawing, "Units of areas of different size are not laid side by side;<br>the table tells the counts of each")
    places = list(range(len(rows)))
    shares = [_shares(one, kind) for one in rows]
    for number, state in enumerate(areas.STATES[:3] if kind == "homes" else areas.STATES[:1]):
        line = {"color": look.BLUE if state.name == "Yes" else look.GREY, "width": 1}
        drawing.add_bar(
            x=[share[number] for share in shares],
            y=places,
            width=0.28,
            orientation="h",
            name=state.name if kind == "homes" else say.safe(measure.unit).capitalize(),
            marker={"color": state.colour, "line": line} | ({"pattern": state.pattern} if state.pattern else {}),
            hovertext=[areas.hover(one, measure) for one in rows],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    for place, one in enumerate(rows):
        name = say.area(one, 34)
        for side, y, text in (
            ("left", place - 0.34, f"<b>{name}</b>" if place == 0 else name),
            ("right", place - 0.34, told(one, measure)),
            ("right", place + 0.31, among(one, measure)),
        ):
            drawing.add_annotation(
                x=float(side == "right"), xref="paper", xanchor=side, y=y, text=text, showarrow=False, font={"size": 13}
            )  # fmt: skip
    steps = [0, 20, 40, 60, 80, 100]
    drawing.update_xaxes(range=[0, 100], tickvals=steps, ticktext=[f"{step}%" for step in steps], automargin=False, zeroline=False)
    whole = "all homes" if kind == "homes" else say.safe(measure.unit)
    drawing.update_xaxes(title={"text": f"Share of {whole}", "font": {"size": 13}})
    drawing.update_yaxes(visible=False, range=[len(rows) - 0.45, -0.55], automargin=False)
    drawing.update_layout(
        barmode="stack", height=84 + _ROW * len(rows), showlegend=kind == "homes", margin={"l": 20, "r": 20, "t": 34, "b": 50}
    )
    return drawing


def finding(frame: pd.DataFrame, measure: Measure) -> str:
    """Return the area and the first that stands beside it, without a full stop."""
    rows = [one for one in readings(frame) if one.measure == measure.id]
    if not rows:
        return f"{measure.name}: no figure for this week"
    return f"{measure.name}: " + "; ".join(f"{one.label} {told(one, measure)}" for one in rows[:2])


def sentence(frame: pd.DataFrame, measure: Measure) -> str:
    """Return the chart in words: the finding, then every row."""
    rows = [one for one in readings(frame) if one.measure == measure.id]
    if not rows:
        return f"{finding(frame, measure)}."
    parts = ["; ".join(text for text in (f"{one.label}: {told(one, measure)}", among(one, measure)) if text) for one in rows]
    return f"{finding(frame, measure)}. " + ". ".join(parts) + "."
