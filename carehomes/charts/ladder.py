"""A ladder: every home on the rung that it has reached, one stacked bar an area, side states and silence at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from carehomes.catalogue import Measure, Question
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.areas import MOST
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import Reading, readings
from carehomes.charts.split import most_often

SILENT = "Not answered"
#: A segment narrower than this share of its bar has no room for its count; pointing at it tells.
_ROOM = 0.03


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
    return {
        "color": look.WHITE,
        "line": line,
        "pattern": {"shape": shape, "fgcolor": look.GREY, "bgcolor": look.WHITE, "size": 6, "solidity": 0.3},
    }


def _segment(
    drawing: Drawing, name: str, homes: list[int], totals: list[int], labels: list[str], marker: Mapping[str, object], ink: str
) -> None:
    wide = [bool(whole) and value / whole >= _ROOM for value, whole in zip(homes, totals, strict=True)]
    drawing.add_bar(
        x=homes,
        y=list(range(len(homes))),
        orientation="h",
        name=say.safe(name),
        marker=marker,
        text=[say.count(value) if room else "" for value, room in zip(homes, wide, strict=True)],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": ink, "size": 13},
        constraintext="none",
        customdata=[[label, say.count(value), say.share(value, whole)] for label, value, whole in zip(labels, homes, totals, strict=True)],
        hovertemplate=f"<b>%{{customdata[0]}}</b><br>{say.safe(name)}: %{{customdata[1]}} homes (%{{customdata[2]}})<extra></extra>",
    )


def _silence(drawing: Drawing, silent: list[int], totals: list[int], labels: list[str]) -> None:
    marker = {"color": look.WHITE, "pattern": look.HATCH, "line": {"color": look.BLUE, "width": 1}}
    _segment(drawing, SILENT, silent, totals, labels, marker, look.INK)
    drawing.traces[-1]["text"] = [""] * len(silent)
    for place, (value, whole) in enumerate(zip(silent, totals, strict=True)):
        if whole and value / whole >= _ROOM:
            middle = 100 - 50 * value / whole
            font = {"size": 13, "color": look.INK}
            drawing.add_annotation(x=middle, y=place, text=say.count(value), showarrow=False, bgcolor=look.WHITE, borderpad=1, font=font)


def chart(frame: pd.DataFrame, measure: Measure, question: Question, least_height: int = 320) -> Drawing:
    """Return one bar an area, as long as each other, from figures of one week; the first row of ``frame`` stands on top.

    The segments hold counts of homes; their lengths are shares of the area's homes.
    """
    rows = [one for one in readings(frame) if one.measure == measure.id][:MOST]
    drawing = look.figure(max(least_height, 150 + 34 * len(rows)))
    if not any(any(one.words.values()) for one in rows):
        return look.note(drawing, "No home has answered")
    labels = [say.safe(one.label) for one in rows]
    totals = [sum(one.words.values()) + one.silent for one in rows]
    for place, word in enumerate(rungs(question, rows)):
        homes = [one.words.get(word, 0) for one in rows]
        if any(homes):
            dark = word in question.words and place / max(1, len(question.words) - 1) > 0.6
            _segment(drawing, word, homes, totals, labels, _look(place, word, question), look.WHITE if dark else look.INK)
    silent = [one.silent for one in rows]
    if any(silent):
        _silence(drawing, silent, totals, labels)
    drawing.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[say.area(one) for one in rows],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        ticks="",
    )
    drawing.update_xaxes(
        title={"text": "Share of homes; the numbers are homes", "font": {"size": 13}}, ticksuffix="%", range=[0, 101], dtick=20
    )
    drawing.update_layout(barmode="stack", barnorm="percent", bargap=0.3, showlegend=True, margin={"l": 8, "r": 16, "t": 60, "b": 48})
    return drawing


def finding(frame: pd.DataFrame, measure: Measure, question: Question) -> str:
    """Return where most homes of the first bar stand, without a full stop."""
    rows = [one for one in readings(frame) if one.measure == measure.id]
    if not rows or not any(rows[0].words.values()):
        return f"{measure.name}: no home has answered"
    return f"{measure.name}: {most_often([(word, rows[0].words.get(word, 0)) for word in rungs(question, rows)])}"


def sentence(frame: pd.DataFrame, measure: Measure, question: Question) -> str:
    """Return the first bar in words: the finding, then every rung."""
    rows = [one for one in readings(frame) if one.measure == measure.id]
    told = finding(frame, measure, question)
    if not rows or not any(rows[0].words.values()):
        return f"{told}."
    one = rows[0]
    parts = [f"{word} {say.count(one.words[word])}" for word in rungs(question, rows) if one.words.get(word)]
    return f"{told}. {one.label}, homes: {', '.join(parts)}; {say.silence(one)}."
