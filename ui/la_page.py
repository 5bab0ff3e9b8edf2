"""The LA status return of one local authority: 13 actions, homes in place, support wanted, the words beside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from carehomes.charts import la_status, words
from carehomes.charts.readings import day
from carehomes.measures import sql_behind
from ui.cards import draw_cards
from ui.chart_card import Chart, draw_chart
from ui.frame import Page
from ui.notes import notes_of_form
from ui.tables import Column, html_table
from ui.text import block, esc, say

_ABOUT = (
    '<dl class="ch-dl"><dt>Definition</dt><dd>The local authority\'s form of 14 May 2020: for each of 13 actions, the registered care '
    "homes where it is in place, as the homes said themselves.</dd><dt>Not in place or not answered</dt>"
    "<dd>The form does not tell them apart; nor does this page.</dd>"
    "<dt>Support wanted</dt><dd>Whether more support would help to go further. It is not an answer to the action.</dd></dl>"
)


def choose_week(weeks: list[date], shown: date | None) -> date:
    """Return the form's week to show: that of the page, else the newest before it, else the newest there is."""
    before = [week for week in weeks if shown is None or week <= shown]
    return max(before or weeks)


def _choose(frame: pd.DataFrame) -> str:
    names = {str(row["la_code"]): f"{row['la_name']} ({row['la_code']})" for row in frame.to_dict("records")}
    names = dict(sorted(names.items(), key=lambda pair: pair[1]))
    asked = st.query_params.get("la", "")
    if asked and asked not in names:
        say(f"The address asks for the local authority “{words.shorten(asked)}”, which has no LA status return here.")
    st.session_state["la"] = asked if asked in names else next(iter(names))

    def moved() -> None:
        st.query_params["la"] = st.session_state["la"]

    st.selectbox("Local authority", list(names), format_func=lambda code: names.get(code, code), key="la", on_change=moved, width=420)
    return str(st.session_state["la"])


def _table(rows: list[la_status.Action]) -> str:
    cells = [[f"{one.item} {one.label}", one.told, one.wanted, one.support_text, one.issues] for one in rows]
    columns = [
        Column("Action", width=24),
        Column("Homes in place", True, width=11),
        Column("Support", width=11),
        Column("What support", width=24),
        Column("Issues to highlight", width=30),
    ]
    return html_table("The 13 actions, with the words beside them as they were written", columns, cells, scroll=False)


def _card(title: str, big: str, small: str) -> str:
    return (
        f'<div class="ch-kpi"><h2>{esc(title)}</h2><div class="row"><span class="big">{esc(big)}</span>'
        f'<span class="counts">{esc(small)}</span></div></div>'
    )


def _within(page: Page, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the forms of the chosen region; STPs, CCGs and PCNs cut across local authorities, so their region's are shown."""
    region = page.selection.place.region
    areas = page.snapshot.areas
    inside = [not region or any(above.code == region for above in areas.path(str(code))) for code in frame["la_code"]]
    return frame[inside]


def draw_la_status(page: Page) -> Page:
    """Draw the page, or say that no form has come; return the page with where its figures come from."""
    every = page.asked.la_status()
    if every.empty:
        say("No LA status return has been accepted yet. Upload the form on the Returns page; where it bears no week, say the week there.")
        return page
    frame = _within(page, every)
    if frame.empty:
        say(f"No LA status return has been accepted from {page.selection.place.label}. Others have: choose all regions.")
        return page
    place = page.selection.place
    if place.level == "group" or (place.level == "la" and place.code not in set(frame["la_code"])):
        why = (
            "is made of homes, and the form tells of whole local authorities" if place.level == "group" else "has sent no LA status return"
        )
        say(f"{place.label} {why}. Choose another local authority under More filters, or Reset.")
        return page
    code = _choose(frame)
    own = frame[frame["la_code"] == code]
    weeks = sorted({week for week in (day(value) for value in own["week"]) if week})
    week = choose_week(weeks, page.selection.week)
    form = own[[day(value) == week for value in own["week"]]]
    rows = la_status.actions(form)
    name = f"{form['la_name'].iloc[0]} ({code})"
    total = next((one.total for one in rows if one.total), None)
    wanted = sum(one.support == "yes" for one in rows)
    if page.selection.week and week != page.selection.week:
        say(f"This is the form for the {words.week(week)}: the newest one up to the week of the page, or the only one.")
    if total is None:
        say(la_status.NO_TOTAL)
    counted = [one for one in rows if one.homes is not None]
    least, most = (min(counted, key=lambda one: one.homes or 0), max(counted, key=lambda one: one.homes or 0)) if counted else (None, None)
    draw_cards(
        [
            _card("Care homes in all", words.count(total), "said by the form" if total else "the form leaves it blank"),
            _card("Most homes in place", words.count(most.homes if most else None), f"{most.item} {most.label}" if most else ""),
            _card("Fewest homes in place", words.count(least.homes if least else None), f"{least.item} {least.label}" if least else ""),
            _card("More support wanted", f"{wanted} of {len(rows)}", "actions"),
        ]
    )
    denominator = f"the form's total, {words.plural(total, 'home')}" if total else "none: the form leaves its total blank"
    page = replace(page, provenance=replace(page.provenance, week=week, denominator=denominator))
    draw_chart(
        page,
        Chart(
            key="la_status",
            title=la_status.finding(form, name),
            figure=la_status.chart(form),
            alt=la_status.sentence(form, name),
            table=_table(rows),
            rows=form,
            about=_ABOUT,
            sql=sql_behind([], ["la_status"]),
            under=f"LA status return, {words.week(week)}; ◆ marks where more support is wanted",
            notes=notes_of_form(page, code, week),
        ),
    )
    with st.container(key="card_words"):
        block(f'<h2 class="ch-title">Support wanted, and the words beside</h2>{_table(rows)}')
    return page
