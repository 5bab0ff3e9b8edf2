"""A ladder: every home on the rung that it has reached, one stacked bar an area, side states and silence at the end."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from carehomes.catalogue import Measure, Question
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.areas import MOST
from carehomes.charts.readings import Reading, readings

SILENT = "Not answered"


def rungs(question: Question, rows: Sequence[Reading]) -> list[str]:
    """Return the words in their order: rungs, side states, then any other word that a reading holds."""
    named = list(question.all_words)
    other = sorted({word for one in rows for word in one.words} - set(named))
    return named + other


def _look(place: int, word: str, question: Question) -> dict[str, object]:
    line = {"color": look.GREY, "width": 1}
    if word in question.words:
        steps = look.STEPS
        step = round(place * (len(steps) - 1) / max(1, len(question.words) - 1))
        return {"color": steps[step], "line": line}
    shape = ("x", "|", "-", "+", ".")[(place - len(question.words)) % 5]
    return {"color": look.WHITE, "line": line, "pattern": {"shape": shape, "fgcolor": look.GREY, "bgcolor": look.WHITE, "size": 6, "solidity": 0.3}}


def _segment(drawing: go.Figure, name: str, homes: list[int], labels: list[str], marker: dict[str, object], ink: str) -> None:
    drawing.add_bar(
        x=homes,
        y=list(range(len(homes))),
        orientation="h",
        name=say.safe(name),
        marker=marker,
        text=[say.count(value) if value else "" for value in homes],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": ink, "size": 13},
        constraintext="none",
        customdata=[[label] for label in labels],
        hovertemplate=f"<b>%{{customdata[0]}}</b><br>{say.safe(name)}: %{{x:,d}} homes<extra></extra>",
    )


def chart(frame: pd.DataFrame, measure: Measure, question: Question, least_height: int = 320) -> go.Figure:
    """Return one stacked bar an area from figures of one week; the first row of ``frame`` stands on top."""
    rows = [one for one in readings(frame) if one.measure == measure.id][:MOST]
    drawing = look.figure(max(least_height, 150 + 34 * len(rows)))
    if not any(any(one.words.values()) for one in rows):
        return look.note(drawing, "No home has answered")
    labels = [say.safe(one.label) for one in rows]
    for place, word in enumerate(rungs(question, rows)):
        homes = [one.words.get(word, 0) for one in rows]
        if any(homes):
            dark = word in question.words and place / max(1, len(question.words) - 1) > 0.6
            _segment(drawing, word, homes, labels, _look(place, word, question), look.WHITE if dark else look.INK)
    silent = [one.silent for one in rows]
    if any(silent):
        _segment(drawing, SILENT, silent, labels, {"color": look.WHITE, "pattern": look.HATCH, "line": {"color": look.BLUE, "width": 1}}, look.INK)
    drawing.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[say.safe(say.shorten(one.label, 38)) for one in rows],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        ticks="",
    )
    drawing.update_xaxes(title={"text": "Homes", "font": {"size": 13}}, tickformat=",d")
    drawing.update_layout(barmode="stack", bargap=0.3, showlegend=True, legend={"traceorder": "normal"}, margin={"l": 8, "r": 16, "t": 70, "b": 48})
    return drawing


def sentence(frame: pd.DataFrame, measure: Measure, question: Question) -> str:
    """Return the first bar in one sentence."""
    rows = [one for one in readings(frame) if one.measure == measure.id]
    if not rows or not any(rows[0].words.values()):
        return f"{measure.name}: no home has answered."
    one = rows[0]
    parts = [f"{word} {say.count(one.words[word])}" for word in rungs(question, rows) if one.words.get(word)]
    return f"{measure.name}, {one.label}, homes: {', '.join(parts)}; {say.silence(one)}."
