"""A drawing is what Plotly's own figure would be, put together once."""

from __future__ import annotations

import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from carehomes.charts import template as look
from carehomes.charts.drawing import Drawing


def drawn(chart: Drawing | go.Figure) -> Drawing | go.Figure:
    chart.add_scatter(x=["2020-05-17", "2020-05-24"], y=[1.0, None], mode="lines", line={"color": "#005EB8"}, name="One")
    chart.add_bar(x=[1, 2], y=[3, 4], marker={"color": ["#005EB8", "#E8EDEE"]})
    chart.add_hline(y=2, line={"color": "#212B32", "width": 1.5, "dash": "dash"})
    chart.add_vline(x="2020-05-17", line={"width": 1}, layer="below")
    chart.add_vrect(x0="2020-05-17", x1="2020-05-24", fillcolor="#E8EDEE", line={"width": 0}, layer="below")
    chart.add_shape(type="line", x0=0, x1=1, y0=0, y1=1)
    chart.add_annotation(x=1, y=2, text="here", showarrow=False, font={"size": 13})
    chart.update_xaxes(title={"text": "Week", "font": {"size": 13}})
    chart.update_xaxes(title={"text": "Weeks"}, range=[0, 3])
    chart.update_yaxes(tickvals=[0, 1], ticktext=["0%", "1%"])
    chart.update_layout(margin={"l": 8, "t": 2})
    chart.update_layout(margin={"t": 4}, barmode="stack")
    return chart


def told(chart: Drawing | go.Figure) -> object:
    return json.loads(chart.to_json())


def test_a_drawing_is_what_plotly_would_have_made_of_the_same_words() -> None:
    plain = go.Figure(layout={"template": look.TEMPLATE, "height": 300})
    assert told(drawn(look.figure(300))) == told(drawn(plain))


def test_what_is_added_after_a_figure_was_read_is_in_it() -> None:
    chart = look.figure(300)
    chart.add_bar(x=[1], y=[2])
    assert len(chart.data) == 1 and chart.layout.height == 300
    chart.add_bar(x=[2], y=[3])
    chart.update_layout(height=400)
    assert [list(one.x) for one in chart.data] == [[1], [2]] and chart.layout.height == 400
    assert told(chart) == told(go.Figure(chart.figure))


def test_the_columns_of_frames_are_arrays() -> None:
    chart = look.figure()
    chart.add_scatter(x=pd.Series([5, 6], index=[9, 8]), y=pd.Series([1.5, 2.5]))
    assert chart.data[0].x[-1] == 6


def test_the_template_is_shared_and_stays_as_it_is() -> None:
    before = json.dumps(look.TEMPLATE)
    drawn(look.figure())
    assert json.dumps(look.TEMPLATE) == before


def test_a_drawing_has_nothing_that_plotly_has_not() -> None:
    with pytest.raises(AttributeError):
        _ = look.figure().no_such_word
