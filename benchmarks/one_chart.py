"""A Streamlit page with one chart and one filter, the least that a page with a chart can cost: run by ``benchmarks.pages``."""

import plotly.graph_objects as go
import streamlit as st

REGIONS = [f"Region {number}" for number in range(1, 12)]

chosen = st.selectbox("Region", REGIONS)
step = REGIONS.index(chosen) + 1
st.plotly_chart(go.Figure(go.Scatter(x=[1, 2, 3], y=[step, 2 * step, step])))
