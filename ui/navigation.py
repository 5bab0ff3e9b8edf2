"""The product's own navigation: titles in groups, each link carrying the selection as codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from carehomes.catalogue import TOPICS, Measure
from ui.text import block

PRODUCT = "Care home support: weekly progress"

#: Group, then (file, title) in the order of DESIGN.md section 7.
PAGES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("", (("dashboard.py", "Overview"), ("pages/briefing.py", "Briefing"))),
    (
        "Measures",
        (
            ("pages/clinical_leads.py", "Clinical leads"),
            ("pages/weekly_checkins.py", "Weekly check-ins"),
            ("pages/care_plans.py", "Care plans"),
            ("pages/pulse_oximeters.py", "Pulse oximeters"),
            ("pages/testing.py", "Testing"),
            ("pages/care_model.py", "Care model"),
            ("pages/la_status.py", "LA status"),
            ("pages/council_and_ccg.py", "Council and CCG"),
        ),
    ),
    (
        "Look closer",
        (
            ("pages/what_changed.py", "What changed"),
            ("pages/where_from.py", "Where from"),
            ("pages/explore.py", "Explore"),
            ("pages/query.py", "Query"),
        ),
    ),
    (
        "Areas and homes",
        (
            ("pages/area_profile.py", "Area profile"),
            ("pages/compare_areas.py", "Compare areas"),
            ("pages/care_homes.py", "Care homes"),
            ("pages/lead_register.py", "Lead register"),
        ),
    ),
    (
        "Returns",
        (
            ("pages/returns.py", "Returns"),
            ("pages/who_has_returned.py", "Who has returned"),
            ("pages/follow_ups.py", "Follow-ups"),
            ("pages/notes.py", "Notes and events"),
            ("pages/reference.py", "Reference"),
            ("pages/rules.py", "Rules"),
        ),
    ),
    (
        "Help",
        (
            ("pages/definitions.py", "Definitions"),
            ("pages/methods.py", "Methods"),
            ("pages/data_quality.py", "Data quality"),
            ("pages/about.py", "About"),
            ("pages/accessibility.py", "Accessibility"),
        ),
    ),
)

#: Groups of short titles, two of which stand side by side: every page of the navigation must stand on a screen of 900 pixels.
_SIDE_BY_SIDE = ("", "Help")

#: Where a family's measures are shown, as the last part of the address. Medicines and all elements have no page of their own.
FAMILY_PAGES: dict[str, str] = {
    "clinical_lead": "clinical_leads",
    "all_elements": "clinical_leads",
    "weekly_checkin": "weekly_checkins",
    "care_plans": "care_plans",
    "medicines": "care_plans",
    "pulse_oximeters": "pulse_oximeters",
    "testing": "testing",
    **dict.fromkeys(TOPICS, "care_model"),
}


def path_of(title: str) -> str:
    """Return the last part of the address of the page with this title; '' is the Overview."""
    return next((Path(file).stem for _, pages in PAGES for file, told in pages if told == title and file.startswith("pages/")), "")


def file_of(path: str) -> str:
    """Return the file of the page whose address ends in ``path``, '' where there is none."""
    if not path:
        return PAGES[0][1][0][0]
    return next((file for _, pages in PAGES for file, _ in pages if file == f"pages/{path}.py"), "")


def address(params: Mapping[str, str], page: str = "") -> str:
    """Return a link, relative to the Overview, to ``page`` ('' is the Overview) with ``params`` as codes."""
    return f"{page}?{urlencode(dict(params))}"


def measure_address(measure: Measure, params: Mapping[str, str]) -> str:
    """Return a link from the Overview to the page of ``measure``, '' where its family has none."""
    page = FAMILY_PAGES.get(measure.family, "")
    return address({**params, "measure": measure.id}, page) if page else ""


def draw_navigation(params: Mapping[str, str], search: Callable[[], None], account: Callable[[], None]) -> None:
    """Draw the sidebar; ``params`` is the selection that every link carries, ``search`` draws the box on top, ``account`` who is there."""
    with st.sidebar:
        block(f'<a class="ch-skip" href="#content" target="_self">Skip to content</a><div class="ch-brand">{PRODUCT}</div>')
        search()
        for group, pages in PAGES:
            if group:
                block(f'<div class="ch-nav">{group}</div>')
            with st.container(key=f"nav_two_{group.lower() or 'top'}") if group in _SIDE_BY_SIDE else nullcontext():
                for file, title in pages:
                    st.page_link(file, label=title, query_params=dict(params), width="stretch")
        account()
