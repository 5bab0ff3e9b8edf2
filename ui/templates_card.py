"""Templates on the Returns page: a workbook for a CCG and a week, pre-filled or blank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import streamlit as st

from carehomes.areas import Area
from carehomes.catalogue import TOPICS
from carehomes.charts import words
from carehomes.charts.readings import day
from carehomes.ledger.audit import taken
from carehomes.ledger.model import KIND_NAMES
from carehomes.selection import choices
from carehomes.templates import KINDS, make_la_form, make_template, template_name
from ui.desk import sundays
from ui.downloads import not_given
from ui.frame import Page
from ui.text import block, esc

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ABOUT = (
    "An Excel workbook with drop-downs. Pre-filled, it brings the CCG's homes or PCNs and last week's answers that seldom change; "
    "what must be asked anew is blank. It is made when you click. Of a local authority there is the blank national form."
)
_ROWS = {"home": "a row a home", "area": "a row a PCN"}


def _next_week(page: Page, ccg: Area, weeks: list[date]) -> date:
    """Return the week after the newest one that the CCG has returned; the newest of the store where it has returned none."""
    received = page.asked.returns_received()
    own = received[(received["submitter"] == ccg.code) & received["kind"].isin(KINDS) & received["standing"].astype(bool)]
    returned = [found for value in own["week"] if (found := day(value))]
    wanted = max(returned) + timedelta(weeks=1) if returned else page.snapshot.latest_week
    return wanted if wanted in weeks else weeks[0]


def _content(page: Page, ccg: Area, week: date, kind: str, blank: bool, sets: tuple[str, ...]) -> Callable[[], bytes]:
    def make() -> bytes:
        return make_template(page.store, ccg.code, week, kind=kind, blank=blank, sets=sets, permitted=page.permitted).content

    return taken(page.store, f"template of {ccg.code}", make, {"file": template_name(ccg.code, week, kind, blank)})


def draw_templates(page: Page) -> None:
    """Draw the choice of CCG and week, and a download for each kind of return."""
    areas = page.snapshot.areas
    place = page.selection.place
    inside = choices(areas, "ccg", page.selection.week, "then")
    ccgs = {one.code: one for one in inside if page.permitted.ccgs is None or one.code in page.permitted.ccgs}
    if not ccgs:
        return
    first = next((code for code in ccgs if code == place.ccg or any(one.code == place.code for one in areas.path(code))), next(iter(ccgs)))
    weeks = sundays(datetime.now(words.LONDON).date())
    with st.container(key="card_templates"):
        block(f'<h2 class="ch-title">Templates to fill in</h2><p class="ch-muted">{_ABOUT}</p>')
        columns = st.columns([1.4, 1, 1.4, 1], gap="small", vertical_alignment="bottom")
        codes = list(ccgs)
        with columns[0]:
            code = st.selectbox(
                "CCG", codes, index=codes.index(first), format_func=lambda one: ccgs[one].label, key=f"template_ccg_{first}"
            )
        ccg = ccgs[code]
        with columns[1]:
            week = st.selectbox(
                "For the week ending Sunday",
                weeks,
                index=weeks.index(_next_week(page, ccg, weeks)),
                format_func=words.day,
                key=f"template_week_{code}_{page.snapshot.key}",
            )
        with columns[2]:
            sets = tuple(
                st.multiselect(
                    "Optional questions",
                    list(TOPICS),
                    format_func=lambda one: TOPICS.get(one, one),
                    key="template_sets",
                    placeholder="none: choose sets",
                    help="A CCG is asked one of these in every week for which it sends an answer; the page Care model counts it.",
                )
            )
        with columns[3]:
            blank = st.checkbox("Blank, without homes or PCNs", key="template_blank")
        if ccg.open_on(week):
            _draw_kinds(page, ccg, week, blank=blank, sets=sets)
        else:
            block(f'<p class="ch-muted">{esc(ccg.label)} was not open in the {words.week(week)}. Choose another week or CCG.</p>')
        _draw_form(page, week)


def _draw_kinds(page: Page, ccg: Area, week: date, *, blank: bool, sets: tuple[str, ...]) -> None:
    with st.container(horizontal=True):
        for kind in KINDS:
            st.download_button(
                f"{KIND_NAMES[kind].capitalize()} template ({_ROWS[kind]})",
                data=_content(page, ccg, week, kind, blank, sets),
                file_name=template_name(ccg.code, week, kind, blank),
                mime=_XLSX,
                key=f"template_{kind}",
                disabled=bool(not_given()),
                help=not_given(),
                on_click="ignore",
            )


def _draw_form(page: Page, week: date) -> None:
    """Draw the choice of a local authority, and a download of its blank form for the same week."""
    # The form of a council names it as it is, whatever part of it the reader sees.
    seen, areas = page.snapshot.areas, page.store.areas(page.snapshot.as_at)
    found = [one for one in areas.of_level("la") if seen.get(one.code)]
    held = {one.code: one.label for one in sorted(found, key=lambda one: (one.name, one.code))}
    if not held:
        return
    own = page.selection.place.code
    first = own if own in held else next((code for code in held if any(one.code == own for one in areas.path(code))), next(iter(held)))
    codes = list(held)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        code = st.selectbox(
            "Local authority", codes, index=codes.index(first), format_func=lambda one: held[one], key=f"template_la_{first}", width=360
        )
        made = make_la_form(areas, code, week)
        st.download_button(
            "LA status form (13 actions, blank)",
            data=made.content,
            file_name=made.file_name,
            mime=_XLSX,
            key="template_la",
            on_click="ignore",
        )
