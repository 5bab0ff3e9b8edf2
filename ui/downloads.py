"""The files of a table: CSV and a workbook with the same rows, each with where they come from."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from carehomes.exports import csv_file, xlsx_file
from carehomes.ledger.audit import taken
from carehomes.ledger.trouble import COPY
from carehomes.settings import read_only
from ui.frame import Page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def not_given() -> str | None:
    """Return why no file is given out here, None where files are: in a copy for reading nobody can write down who takes one."""
    return COPY if read_only() else None


def draw_files(page: Page, key: str, title: str, frame: pd.DataFrame, notes: Sequence[str] = ()) -> None:
    """Offer ``frame`` as CSV and XLSX with the page's provenance and the ``notes`` of its own; a file is made when it is asked for."""
    told = [*page.provenance.notes(title), *notes]
    about = {"notes": "; ".join(notes)} if notes else {}
    csv_name, xlsx_name = page.provenance.file_name(key), page.provenance.file_name(key, "xlsx")
    with st.container(horizontal=True, gap="small", key=f"files_{key}"):
        st.download_button(
            "Download CSV",
            data=taken(page.store, title, lambda: csv_file(told, frame), {"file": csv_name, **about}),
            file_name=csv_name,
            mime="text/csv",
            key=f"download_{key}",
            on_click="ignore",
            disabled=bool(not_given()),
            help=not_given(),
        )
        st.download_button(
            "Download XLSX",
            data=taken(page.store, title, lambda: xlsx_file(title, told, frame), {"file": xlsx_name, **about}),
            file_name=xlsx_name,
            mime=_XLSX,
            key=f"download_{key}_xlsx",
            on_click="ignore",
            disabled=bool(not_given()),
            help=not_given(),
        )
