"""The form of one council: 13 actions, homes in place, support wanted, the words beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from carehomes.charts import la_status, words
from carehomes.charts.readings import day
from carehomes.measures import sql_behind
from carehomes.measures.la_words import NARRATIVE
from ui.cards import draw_cards
from ui.chart_card import Chart, draw_chart
from ui.frame import Page
from ui.la_moves import draw_moves
from ui.la_told import draw_told
from ui.notes import notes_of_form
from ui.tables import Column, html_table
from ui.text import block, esc, say

ABOUT = (
    '<dl class="ch-dl"><dt>Definition</dt><dd>The local authority\'s form of 14 May 2020: for each of 13 actions, the registered care '
    "homes where it is in place, as the homes said themselves.</dd><dt>Not in place or not answered</dt>"
    "<dd>The form does not tell them apart; nor does this page, unless its words count them and a person confirmed that.</dd>"
    "<dt>Support wanted</dt><dd>Whether more support would help to go further. It is not an answer to the action.</dd></dl>"
)


def choose_week(weeks: list[date], shown: date | None) -> date:
    """Return the form's week to show: that of the page, else the newest before it, else the newest there is."""
    before = [week for week in weeks if shown is None or week <= shown]
    return max(before or weeks)


def short_card(title: str, big: str, small: str) -> str:
    """Return a headline card as HTML: a number and what it is."""
    return (
        f'<div class="ch-kpi"><h2>{esc(title)}</h2><div class="row"><span class="big">{esc(big)}</span>'
        f'<span class="counts">{esc(small)}</span></div></div>'
    )


def _table(rows: Sequence[la_status.Action]) -> str:
    cells = [[f"{one.item} {one.label}", one.told, one.wanted, one.support_text, one.issues] for one in rows]
    columns = [
        Column("Action", width=24),
        Column("Homes in place", True, width=11),
        Column("Support", width=11),
        Column("What support", width=24),
        Column("Issues to highlight", width=30),
    ]
    return html_table("The 13 actions, with the words beside them as they were written", columns, cells, scroll=False)


def draw_form(page: Page, own: pd.DataFrame) -> Page:
    """Draw the form of one council, of those in ``own`` the one for the week; return the page with where its figures come from."""
    code, weeks = str(own["la_code"].iloc[0]), sorted({week for week in (day(value) for value in own["week"]) if week})
    week = choose_week(weeks, page.selection.week)
    form = own[[day(value) == week for value in own["week"]]]
    rows = la_status.actions(form)
    name = f"{form['la_name'].iloc[0]} ({code})"
    total = next((one.own_total for one in rows if one.own_total), None)
    wanted = sum(one.support == "yes" for one in rows)
    if page.selection.week and week != page.selection.week:
        say(f"This is the form for the {words.week(week)}: the newest one up to the week of the page, or the only one.")
    if total is None:
        say(
            la_status.NO_TOTAL + (" Where a person confirmed counts in the words, they make one." if any(one.total for one in rows) else "")
        )
    counted = [one for one in rows if one.homes is not None]
    least, most = (min(counted, key=lambda one: one.homes or 0), max(counted, key=lambda one: one.homes or 0)) if counted else (None, None)
    draw_cards(
        [
            short_card("Care homes in all", words.count(total), "said by the form" if total else "the form leaves it blank"),
            short_card("Most homes in place", words.count(most.homes if most else None), f"{most.item} {most.label}" if most else ""),
            short_card(
                "Fewest homes in place", words.count(least.homes if least else None), f"{least.item} {least.label}" if least else ""
            ),
            short_card("More support wanted", f"{wanted} of {len(rows)}", "actions"),
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
            about=ABOUT,
            sql=sql_behind([], ["la_status"]),
            under=f"LA status return, {words.week(week)}; {la_status.WANTED} marks where more support is wanted{_incomplete(form)}",
            notes=notes_of_form(page, code, week),
        ),
    )
    draw_told(page, form)
    draw_moves(page, form)
    with st.container(key="card_words"):
        block(f'<h2 class="ch-title">Support wanted, and the words beside</h2>{_table(rows)}{_narratives(page, form)}')
    return page


def _narratives(page: Page, form: pd.DataFrame) -> str:
    """Return the texts beneath the headings of the form as HTML, '' where it has none."""
    texts = page.asked.la_words()
    own = texts[texts["return_id"].isin(set(form["return_id"])) & (texts["item"] == NARRATIVE)].to_dict("records")
    columns = [Column("Focus", width=30), Column("Text")]
    cells = [[str(row["label"]), str(row["text"])] for row in own]
    return html_table("Texts beneath the headings, as they were written", columns, cells, scroll=False) if own else ""


def _incomplete(form: pd.DataFrame) -> str:
    """Return which sections the form marks as not complete, in words; '' where it marks none."""
    focuses = list(dict.fromkeys(str(row["focus"]) for row in form.to_dict("records") if row["complete"] == "no"))
    return f"; marked as not complete: {words.listed(focuses)}" if focuses else ""
