"""The card that sends a value back to who sent it: the figure, a finding, or a cell behind it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.follow_ups import place, subject
from carehomes.followed import Ledger, figure
from carehomes.ledger import follow_ups as kept
from carehomes.ledger.follow_ups import MOST_ROLE, MOST_TEXT, Flagged
from carehomes.origins import Origins, Sent
from ui.follow_ups import names_of
from ui.frame import Page
from ui.navigation import address
from ui.people import allowed
from ui.text import block, esc, say

_TOLD = "flag_told"


def draw_flag(page: Page, measure: Measure, found: Origins, chosen: Sent | None) -> None:
    """Draw the form; ``chosen`` is the return whose findings and cells are offered beside the figure."""
    link = f'<a href="{esc(address(page.selection.params(), "follow_ups"))}" target="_self">Follow-ups</a>'
    block(f'<h2 class="ch-title">Send a value back</h2><p class="ch-muted">It stays open in {link} until it is answered and closed.</p>')
    if sentence := st.session_state.pop(_TOLD, ""):
        say(sentence, "good")
    offered = _offered(page, measure, found, chosen)
    if not offered:
        block('<p class="ch-muted">Nothing was sent for this figure, and it is that of no single CCG: choose a CCG or a PCN.</p>')
        return
    if not allowed(page.store, "follow up"):
        return
    with st.form("form_flag", border=False):
        told = st.selectbox(
            "What is in question", list(offered), index=None, key="flag_what", placeholder="the figure, a finding or a cell"
        )
        text = st.text_input(
            "What is asked", key="flag_text", max_chars=MOST_TEXT, placeholder="such as: three times last week's, is it right?"
        )
        by = st.text_input("Your role", key="flag_by", max_chars=MOST_ROLE, placeholder="a role, no person's name")
        if st.form_submit_button("Send it back", key="flag_send", type="primary"):
            _send(page, offered.get(told or ""), text, by)


def _offered(page: Page, measure: Measure, found: Origins, chosen: Sent | None) -> Mapping[str, Flagged]:
    """Return what can be sent back, by its words: the figure, the findings of the return, the cells of it behind the figure."""
    names = names_of(page)
    place_of, week = page.selection.place, page.selection.week
    # A follow-up tells a figure of all homes, of areas as they were then.
    plain = page.selection.basis == "then" and not (page.selection.older or page.selection.group)
    offered: dict[str, Flagged] = {}
    if place_of.level in ("ccg", "pcn") and week and plain:
        submitter = place_of.ccg if place_of.level == "pcn" else place_of.code
        # Where nobody has returned for the week there is no figure to send back.
        with suppress(ValueError):
            about = figure(page.snapshot, week, measure.id, place_of.code, submitter, permitted=page.permitted)
            offered[f"The figure: {about.value}"] = about
    if chosen is None or chosen.week is None:
        return offered
    ledger = Ledger(page.store, page.snapshot.as_at)
    for row in chosen.findings:
        where = f", {row['cell']}" if row["cell"] else ""
        about = ledger.cell(chosen.return_id, row["sheet"] or "", row["cell"]) if row["cell"] else ledger.whole(chosen.return_id)
        offered[f"Finding{where}: {words.shorten(row['message'], 90)}"] = about
    for origin in (*found.totals, *found.homes):
        for cell in origin.cells:
            if cell.return_id != chosen.return_id:
                continue
            field, _, part = cell.field.partition(", ")
            pcn = "" if origin.home else origin.pcn
            about = Flagged(
                chosen.submitter, cell.week, cell.text, chosen.kind, cell.return_id, origin.home, pcn, field, part, cell.sheet, cell.at
            )
            offered[f"{subject(about, names)}: {cell.text} ({place(about)})"] = about
    offered[f"The whole return {chosen.return_id}"] = ledger.whole(chosen.return_id)
    return offered


def _send(page: Page, about: Flagged | None, text: str, by: str) -> None:
    if about is None:
        say("Choose what is in question.", "stop")
        return
    try:
        added = kept.add(page.store, about, text, by=by)
    except ValueError as error:
        say(str(error), "stop")
        return
    st.session_state[_TOLD] = f"Follow-up {added.number} is open. Its message to copy stands on the page Follow-ups."
    st.rerun()
