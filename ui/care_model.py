"""The page of the care model: one topic at a time, of the CCGs that are asked; what nobody is asked says how to ask it."""

from __future__ import annotations

import streamlit as st

from carehomes.catalogue import TOPICS, Measure
from carehomes.charts import words
from ui.asked import asked_told
from ui.family import draw_family, measures_of
from ui.frame import Page
from ui.tables import Column, html_table
from ui.text import block, esc, say


def draw_care_model(page: Page) -> Page:
    """Draw the topic that the address names (``topic=``, or that of its ``measure=``); return the page as its footer tells it."""
    topic = _choose(page)
    asked = measures_of(page, (topic,))
    if asked:
        page = draw_family(page, topic)
    else:
        say(f"No CCG of {page.selection.place.label} is asked about this in the {words.week(page.selection.week)}. {_how(topic)}")
    with st.container(key="card_asked"):
        _draw_asked(page, topic, asked)
    return page


def _how(topic: str) -> str:
    return (
        f"To ask it, give out a template with the set “{TOPICS[topic]}” (Returns page, or python -m carehomes template --with {topic}); "
        "a CCG is asked in every week for which it sends an answer."
    )


def _choose(page: Page) -> str:
    """Return the topic to show: the one asked for, else the first in which anything is asked here."""
    wanted = st.query_params.get("topic", "")
    measure = page.snapshot.measures.get(st.query_params.get("measure", ""))
    first = next((one for one in TOPICS if measures_of(page, (one,))), next(iter(TOPICS)))
    if wanted and wanted not in TOPICS:
        say(f"The address asks for the topic “{words.shorten(wanted)}”, which there is not. {TOPICS[first]} is shown.")
    shown = wanted if wanted in TOPICS else measure.family if measure and measure.family in TOPICS else first
    st.session_state["topic"] = shown

    def moved() -> None:
        st.query_params["topic"] = st.session_state["topic"]
        # Its measure is of another topic.
        st.query_params.pop("measure", None)

    st.segmented_control("Topic", list(TOPICS), format_func=lambda one: TOPICS.get(one, one), key="topic", on_change=moved, required=True)
    return shown


def _draw_asked(page: Page, topic: str, asked: list[Measure]) -> None:
    """Draw of whom each measure of the topic is asked in the week, and how to ask what is not."""
    rows = []
    for one in page.snapshot.measures.values():
        if one.family == topic:
            whom = words.capital(asked_told(page, one)).removeprefix("Asked by ") or "everybody here"
            rows.append([one.name, whom if one in asked else "nobody here", one.definition])
    columns = [Column("Measure", width=30), Column("Asked by", width=22), Column("What it means")]
    caption = f"{page.selection.label}, {words.week(page.selection.week)}"
    how = f'<p class="ch-muted">{esc(_how(topic))}</p>' if asked else ""
    block(f'<h2 class="ch-title">What this topic asks</h2>{html_table(caption, columns, rows, scroll=False)}{how}')
