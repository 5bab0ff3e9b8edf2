"""The LA status page: the forms of the councils of an area, or of one council."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from carehomes.charts import words
from carehomes.charts.la_forms import Forms
from carehomes.selection import without_area
from ui.filters import write_address
from ui.frame import Page
from ui.la_councils import draw_councils
from ui.la_data import confirmed, read_forms
from ui.la_form import draw_form
from ui.navigation import address
from ui.text import block, esc, say

NO_FORM = "No LA status return has been accepted yet. Upload the form on the Returns page; where it bears no week, say the week there."


def choose_council(page: Page, every: pd.DataFrame) -> None:
    """Draw the choice of a council: those of the region that have sent a form, or all of them together."""
    place, areas = page.selection.place, page.snapshot.areas
    region = place.region
    inside = [not region or any(above.code == region for above in areas.path(str(code))) for code in every["la_code"]]
    names = {str(row["la_code"]): f"{row['la_name']} ({row['la_code']})" for row in every[inside].to_dict("records")}
    held = {"": "All councils"} | dict(sorted(names.items(), key=lambda pair: pair[1]))
    st.session_state["la"] = place.code if place.code in names else ""

    def moved() -> None:
        code = st.session_state["la"]
        write_address(without_area(page.selection) | ({"la": code} if code else {"area": region}))

    st.selectbox("Local authority", list(held), format_func=lambda code: held.get(code, code), key="la", on_change=moved, width=420)


def no_form(page: Page, forms: Forms) -> str:
    """Return why no form is shown for the chosen area."""
    place = page.selection.place
    if forms.later:
        first = min(forms.later.values())
        up_to = f"No LA status return from {place.label} is for the {words.week(page.selection.week)} or before."
        return f"{up_to} The first is for the {words.week(first)}: choose that week or a later one, or one council."
    return f"No LA status return has been accepted from {place.label}. Others have: choose all regions."


def draw_la_status(page: Page) -> Page:
    """Draw the page, or say that no form has come; return the page with where its figures come from."""
    every, place = confirmed(page.store, page.snapshot, page.asked.la_status()), page.selection.place
    if every.empty:
        say(NO_FORM)
        return page
    asked = st.query_params.get("la", "")
    if asked and place.level != "la":
        say(f"The address asks for the local authority “{words.shorten(asked)}”, which has no LA status return here.")
    if place.level == "group":
        say(f"{place.label} is made of homes, and the form tells of whole local authorities. Choose an area, or Reset.")
        return page
    choose_council(page, every)
    beside = address(page.params, "council_and_ccg")
    block(f'<p class="ch-muted"><a href="{esc(beside)}" target="_self">Beside what the CCGs say of the same homes</a></p>')
    if place.level == "la":
        own = every[every["la_code"] == place.code]
        if own.empty:
            say(f"{place.label} has sent no LA status return. Choose another local authority under More filters, or Reset.")
            return page
        return draw_form(page, own)
    forms = read_forms(page.asked, page.selection)
    if not forms.sent:
        say(no_form(page, forms))
        return replace(page, provenance=replace(page.provenance, denominator="none: no form has come by then"))
    if len(forms.sent) == 1:
        say(f"{words.capital(forms.told)} of {place.label} has sent the form. It is shown; with a second one they stand side by side.")
        return draw_form(page, every[every["la_code"] == forms.sent[0]])
    return draw_councils(page, replace(forms, frame=confirmed(page.store, page.snapshot, forms.frame)))
