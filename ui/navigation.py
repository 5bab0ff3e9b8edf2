"""The product's own navigation: titles in groups, each link carrying the selection as codes."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from ui.text import block

PRODUCT = "Care home support: weekly progress"

#: Group, then (file, title) in the order of DESIGN.md section 7.
PAGES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("", (("dashboard.py", "Overview"),)),
    (
        "Measures",
        (
            ("pages/clinical_leads.py", "Clinical leads"),
            ("pages/weekly_checkins.py", "Weekly check-ins"),
            ("pages/care_plans.py", "Care plans"),
            ("pages/pulse_oximeters.py", "Pulse oximeters"),
            ("pages/testing.py", "Testing"),
            ("pages/la_status.py", "LA status"),
        ),
    ),
    ("Returns", (("pages/returns.py", "Returns"),)),
    ("Help", (("pages/definitions.py", "Definitions and about"),)),
)


def draw_navigation(params: Mapping[str, str]) -> None:
    """Draw the sidebar; ``params`` is the selection that every link carries."""
    with st.sidebar:
        block(f'<div class="ch-brand">{PRODUCT}</div>')
        for group, pages in PAGES:
            if group:
                block(f'<div class="ch-nav">{group}</div>')
            for file, title in pages:
                st.page_link(file, label=title, query_params=dict(params), width="stretch")
