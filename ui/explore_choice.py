"""What the Explore page shows, kept in the address: ``measure= by= from= to= as= word=``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.readings import kind_of
from carehomes.measures.explore import Breakdown, breakdowns_of
from carehomes.selection import parts_level
from ui.frame import Page
from ui.text import say

#: How many weeks are shown where the address does not say from when: a quarter.
USUAL_WEEKS = 13
FORMS = {"trend": "Trend", "bars": "Bars", "heat": "Heat table", "rows": "Rows"}


@dataclass(frozen=True)
class Choice:
    """A measure (of a ladder or a split one ``word``), a breakdown, weeks from ``first`` to ``last``, and how they are drawn."""

    measure: Measure
    by: Breakdown
    first: date
    last: date
    form: str
    word: str = ""

    @property
    def shown(self) -> Measure:
        """The measure as it is told: of a ladder or a split the homes that have the word."""
        if not self.word:
            return self.measure
        return replace(self.measure, name=f"{self.measure.name}: {self.word}", shape="share_of_homes", direction="none", target=None)

    @property
    def weeks(self) -> str:
        """The weeks in words."""
        one = self.first == self.last
        return words.week(self.last) if one else f"weeks ending {words.day(self.first)} to {words.day(self.last)}"

    @property
    def file(self) -> str:
        """What a file of it is called."""
        word = "-" + "".join(letter if letter.isalnum() else "-" for letter in self.word.lower()) if self.word else ""
        weeks = f"weeks-{self.first.isoformat()}-to-{self.last.isoformat()}"
        return f"explore_{self.measure.id}{word}_by-{self.by.id.replace('_', '-')}_{weeks}"


def _pick(key: str, label: str, options: Mapping[str, str], usual: str, problems: DeltaGenerator) -> str:
    """Draw one choice and return it: what the address names, else ``usual``; what it names and is not there is said in ``problems``."""
    asked = st.query_params.get(key, "")
    if asked and asked not in options:
        with problems:
            say(f"The address asks for “{words.shorten(asked)}” ({key}), which cannot be shown here. {options[usual]} is shown.")
    widget = f"explore_{key}"
    st.session_state[widget] = asked if asked in options else usual

    def moved() -> None:
        st.query_params[key] = st.session_state[widget]

    if key == "as":
        st.segmented_control(
            label, list(options), format_func=lambda one: options.get(one, one), key=widget, on_change=moved, required=True
        )
    else:
        st.selectbox(label, list(options), format_func=lambda one: options.get(one, one), key=widget, on_change=moved)
    return str(st.session_state[widget])


def _words_of(page: Page, measure: Measure) -> Sequence[str]:
    return [word for word in page.snapshot.questions[measure.question].states if word != "not applicable"]


def _usual_word(page: Page, measure: Measure) -> str:
    """Return the word that is shown first: the top of a ladder, the first of a split."""
    found = page.snapshot.questions[measure.question].words
    return found[-1] if measure.shape == "ladder" else found[0]


def choose(page: Page) -> Choice:
    """Draw the choices and return what they say; the address keeps them."""
    snapshot, weeks = page.snapshot, page.snapshot.weeks
    shown = page.selection.week or weeks[-1]
    measures = {one.id: one.name for one in snapshot.offered.values()}
    by = {one.id: f"By {one.name}" for one in breakdowns_of(page.selection.place.level)}
    days = {week.isoformat(): words.day(week) for week in reversed(weeks)}
    told = st.container()
    columns = st.columns([3.1, 2.1, 1.5, 1.5, 2.6], gap="small", vertical_alignment="bottom")
    with columns[0]:
        measure = snapshot.measures[_pick("measure", "Measure", measures, next(iter(measures)), told)]
    with columns[1]:
        # One region is the whole again: the areas that every page compares by.
        usual_level = parts_level(snapshot.areas, page.selection)
        broken = _pick("by", "Broken down", by, usual_level if usual_level in by else next(iter(by)), told)
    with columns[3]:
        last = date.fromisoformat(_pick("to", "To the week ending", days, shown.isoformat(), told))
    with columns[2]:
        earliest = max(weeks[0], last - timedelta(weeks=USUAL_WEEKS - 1))
        until = {code: day for code, day in days.items() if code <= last.isoformat()}
        usual = min((code for code in until if code >= earliest.isoformat()), default=last.isoformat())
        first = date.fromisoformat(_pick("from", "From the week ending", until, usual, told))
    with columns[4]:
        form = _pick("as", "Drawn as", FORMS, "bars", told)
    word = ""
    if kind_of(measure) == "words":
        options = {one: words.capital(one) for one in _words_of(page, measure)}
        with st.columns([3.1, 7.7])[0]:
            word = _pick("word", "Homes that are", options, _usual_word(page, measure), told)
    chosen = next(one for one in breakdowns_of(page.selection.place.level) if one.id == broken)
    return Choice(page.told(measure), chosen, first, last, form, word)
