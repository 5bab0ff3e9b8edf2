"""A plain dashboard of the same charts over the same answers, in pandas and Streamlit as their manuals teach: run by ``benchmarks.pages``.

The answers lie in one Parquet file, a row a home and week, which ``PLAIN_ANSWERS`` names. Five cards with their trends, areas by
measures, one trend, areas compared, and a small trend of each area.
"""

import os

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

WEEKS_OF_PANELS, MOST_PANELS = 26, 24


@st.cache_data
def answers() -> pd.DataFrame:
    """Return every answer: week, region, stp, ccg, home_id, and a column of yes and no for each measure."""
    return pd.read_parquet(os.environ["PLAIN_ANSWERS"])


def shares(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the share of yes of each measure, in percent of all homes."""
    return frame.assign(**{one: frame[one] == "yes" for one in measures}).groupby(by)[measures].mean() * 100


st.set_page_config(layout="wide")
told = answers()
measures = list(told.columns[5:])
region = st.selectbox("Region", ["England", *sorted(told["region"].unique())])
week = st.selectbox("Week", sorted(told["week"].unique(), reverse=True))
here = told if region == "England" else told[told["region"] == region]
now = here[here["week"] == week]
level = "region" if region == "England" else "stp"

by_week = shares(here, ["week"])
for column, measure in zip(st.columns(len(measures)), measures, strict=True):
    with column:
        st.metric(measure, f"{(now[measure] == 'yes').sum():,} of {len(now):,}", f"{by_week[measure].iloc[-1]:.1f}%")
        st.plotly_chart(px.line(by_week, y=measure, height=120), key=f"spark_{measure}")
by_area = shares(now, [level])
st.plotly_chart(px.imshow(by_area, text_auto=".0f", aspect="auto"), key="heat")

left, right = st.columns(2)
with left:
    st.plotly_chart(px.line(by_week, y=measures[0]), key="trend")
with right:
    st.plotly_chart(px.bar(by_area.sort_values(measures[0]), y=measures[0]), key="areas")
recent = here[here["week"] > week - pd.Timedelta(weeks=WEEKS_OF_PANELS)]
panels = shares(recent[recent["week"] <= week], [level, "week"])[measures[0]].unstack(level)
names = list(panels.columns[:MOST_PANELS])
grid = make_subplots(rows=-(-len(names) // 4), cols=4, subplot_titles=names, shared_yaxes="all")
for place, name in enumerate(names):
    grid.add_trace(go.Scatter(x=panels.index, y=panels[name], showlegend=False), row=place // 4 + 1, col=place % 4 + 1)
st.plotly_chart(grid, key="panels")
st.dataframe(by_area)
