"""A split: the homes of one yes divided by a word, one bar a word, with its count and share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from carehomes.catalogue import Measure, Question
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import Reading, readings

#: Pixels of the drawing where three stand side by side, of a letter, and between a bar and its words.
_WIDTH, _LETTER, _BEHIND = 420, 6.6, 8


def parts(one: Reading, question: Question | None) -> list[tuple[str, int]]:
    """Return (word, homes) in the order of the question; words that nobody said are kept, so that a zero is seen as one.

    A word that is retired in the week has no zero.
    """
    gone = question.retired(one.week) if question and one.week else frozenset()
    named = [word for word in (question.states if question else ()) if word != "not applicable" and (word not in gone or word in one.words)]
    other = [word for word in one.words if word not in named]
    return [(word, one.words.get(word, 0)) for word in named + other]


def chosen(frame: pd.DataFrame, measure: Measure) -> Reading | None:
    """Return the reading that is drawn: the first row of the measure."""
    rows = [one for one in readings(frame) if one.measure == measure.id]
    return rows[0] if rows else None


def _bars(drawing: Drawing, first: int, homes: list[int], told: list[str], marker: Mapping[str, object]) -> None:
    drawing.add_bar(
        x=homes,
        y=list(range(first, first + len(homes))),
        orientation="h",
        marker=marker,
        text=told,
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{text} homes<extra></extra>",
    )


def chart(frame: pd.DataFrame, measure: Measure, question: Question | None, height: int = 260) -> Drawing:
    """Return the words of the first row of ``frame`` as bars; what was not answered is hatched."""
    one = chosen(frame, measure)
    drawing = look.figure(height)
    if one is None or not any(one.words.values()):
        return look.note(drawing, "No home has answered in a row of its own")
    bars = parts(one, question)
    whole = sum(homes for _, homes in bars)
    names = [word[:1].upper() + word[1:] for word, _ in bars]
    told = [f"{say.count(homes)} ({say.share(homes, whole)})" for _, homes in bars]
    _bars(drawing, 0, [homes for _, homes in bars], told, {"color": look.BLUE, "line": {"color": look.BLUE, "width": 1}})
    if one.silent:
        names.append("Not answered")
        marker = {"color": look.WHITE, "pattern": look.HATCH, "line": {"color": look.BLUE, "width": 1}}
        _bars(drawing, len(bars), [one.silent], [say.count(one.silent)], marker)
    most = max([homes for _, homes in bars] + [one.silent])
    drawing.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[say.safe(say.shorten(name, 32)) for name in names],
        range=[len(names) - 0.4, -0.6],
        showgrid=False,
        ticks="",
    )
    # What stands behind a bar is longer the larger the area: the bars leave it the place that the names leave over.
    across = _WIDTH - _LETTER * min(32, max(len(name) for name in names))
    room = max(1.5, across / (across - _LETTER * max(len(text) for text in told) - _BEHIND))
    drawing.update_xaxes(title={"text": "Homes", "font": {"size": 13}}, tickformat=",d", range=[0, most * room], nticks=4, tickangle=0)
    drawing.update_layout(
        showlegend=False, bargap=0.35, margin={"l": 8, "r": 16, "t": 8, "b": 48}, height=max(height, 80 + 32 * len(names))
    )
    return drawing


def finding(frame: pd.DataFrame, measure: Measure, question: Question | None) -> str:
    """Return what the first row says most often, without a full stop; the first of words said by as many homes."""
    one = chosen(frame, measure)
    if one is None or not any(one.words.values()):
        return f"{measure.name}: no home has answered"
    bars = parts(one, question)
    return f"{measure.name}: {most_often(bars)}"


def most_often(bars: Sequence[tuple[str, int]]) -> str:
    """Return which of (word, homes) most homes said, and how many of how many."""
    word, homes = max(bars, key=lambda bar: bar[1])
    whole = sum(each for _, each in bars)
    return f"most often “{word}”, {say.count(homes)} of {say.plural(whole, 'home')} that answered ({say.share(homes, whole)})"


def sentence(frame: pd.DataFrame, measure: Measure, question: Question | None) -> str:
    """Return the chart in words: the finding, then every word."""
    one = chosen(frame, measure)
    told = finding(frame, measure, question)
    if one is None or not any(one.words.values()):
        return f"{told}."
    bars = parts(one, question)
    whole = sum(homes for _, homes in bars)
    every = ", ".join(f"{word} {say.count(homes)} ({say.share(homes, whole)})" for word, homes in bars)
    return f"{told}. {one.label}, homes: {every}; {say.silence(one)}."
