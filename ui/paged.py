"""A long table, a hundred rows at a time: England has 15,500 homes, and a browser should not hold them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from carehomes.charts import words
from ui.behind import Behind
from ui.tables import Column, html_table
from ui.text import block

#: Rows of one page of a table.
ROWS = 100


def draw_paged(
    key: str,
    what: str,
    columns: Sequence[Column],
    frame: pd.DataFrame,
    cells: Callable[[dict[str, Any]], list[str]],
    *,
    beside: DeltaGenerator | None = None,
    links: Mapping[str, str] | None = None,
    leads: Callable[[dict[str, Any]], Mapping[int, Behind]] | None = None,
) -> None:
    """Draw ``frame``, a row a ``cells`` of it; where it is longer than a page, with a choice of which rows to show.

    ``what`` is one row in words (``home``), ``beside`` where the choice stands, ``links`` where the first cells lead, ``leads`` where
    others of a row do, by their column; only the rows that are shown are turned into HTML.
    """
    starts = list(range(0, max(1, len(frame)), ROWS))

    def told(start: int) -> str:
        return f"{start + 1:,} to {min(start + ROWS, len(frame)):,}"

    start = 0
    if len(starts) > 1:
        # A search may have left fewer rows than the choice of before.
        if st.session_state.get(key) not in starts:
            st.session_state[key] = 0
        with beside or st.container():
            start = st.selectbox("Rows", starts, format_func=told, key=key, width=180)
    shown = frame.iloc[start : start + ROWS]
    caption = words.plural(len(frame), what) + (f", rows {told(start)}" if len(starts) > 1 else "")
    rows = shown.to_dict("records")
    figures = {(place, across): lead for place, row in enumerate(rows) for across, lead in (leads(row) if leads else {}).items()}
    block(html_table(caption, columns, [cells(row) for row in rows], links=links, figures=figures))
