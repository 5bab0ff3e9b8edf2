"""Which two moments a page compares: a week and when it was known, each in the address; any moment may be written there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from carehomes.areas import due_moment
from carehomes.charts import words
from carehomes.measures import Moment
from carehomes.selection import moment_asked, moment_code
from carehomes.snapshots import Snapshot, open_moment
from carehomes.store import Store
from ui.frame import Page
from ui.text import say

#: Keys of the address: the earlier week, when it was known, and when the week of the page was known.
AGAINST, AGAINST_KNOWN, KNOWN = "against", "against_known", "known"
NOW = ""


@dataclass(frozen=True)
class Moments:
    """The two moments: ``old`` is compared with, ``new`` is the week of the page; both as known at an aware moment, None for now."""

    old: Moment
    new: Moment
    old_known: datetime | None
    new_known: datetime | None

    @property
    def same_week(self) -> bool:
        """True where one week is held against itself at another moment of knowledge."""
        return self.old.week == self.new.week

    @property
    def same_knowledge(self) -> bool:
        """True where both are as known at one moment."""
        return self.old_known == self.new_known

    @property
    def labels(self) -> tuple[str, str]:
        """Both in a few words, for a chart; the hour is told where the days alone are the same."""
        old, new = (_label(*one, self.same_knowledge) for one in self._told)
        return (old, new) if old != new else (_label(*self._told[0], False, words.moment), _label(*self._told[1], False, words.moment))

    @property
    def _told(self) -> tuple[tuple[date, datetime | None], tuple[date, datetime | None]]:
        return (self.old.week, self.old_known), (self.new.week, self.new_known)

    @property
    def told(self) -> str:
        """Both in a sentence."""
        first = f"the {words.week(self.old.week)}{_known_words(self.old_known)}"
        return f"From {first} to the {words.week(self.new.week)}{_known_words(self.new_known)}"


def _day_known(known: datetime) -> str:
    return words.short_day(known.astimezone(words.LONDON).date())


def _label(week: date, known: datetime | None, short: bool, told: Callable[[datetime], str] = _day_known) -> str:
    return f"Week of {words.short_day(week)}" + ("" if short else f", known {told(known) if known else 'now'}")


def _known_words(known: datetime | None) -> str:
    return f" as known at {words.moment(known)}" if known else " as known now"


@st.cache_resource(max_entries=16, show_spinner="Working out what was known then")
def _known_at(folder: str, key: str, beyond: bool, _store: Store, as_at: datetime, week: date) -> Snapshot:
    found = open_moment(_store, as_at=as_at, week=week)
    return found.for_others() if beyond else found


def choose_moments(page: Page, columns: Sequence[DeltaGenerator]) -> Moments | None:
    """Draw the three choices, each in one of ``columns``, and return the moments.

    None, with a sentence, where there is nothing to compare with.
    """
    week = page.selection.week
    if week is None:
        return None
    weeks = [one for one in page.snapshot.weeks if one <= week]
    before = week - timedelta(days=7)
    told = len(weeks) > 1 or AGAINST in st.query_params
    if not told:
        say(f"The {words.week(week)} is the first one, so there is no week before it to compare with. The same week at two moments can be.")
    options = {one.isoformat(): words.day(one) + _beside(one, week) for one in reversed(weeks)}
    against = date.fromisoformat(_asked(columns[0], "Compare with the week ending", AGAINST, options, before.isoformat()))
    deadline = due_moment(against, days=page.snapshot.settings.due_days, at=page.snapshot.settings.due_time)
    old_known = _known(page, columns[1], "That week as known", AGAINST_KNOWN, [deadline, deadline + timedelta(days=7)])
    due = due_moment(week, days=page.snapshot.settings.due_days, at=page.snapshot.settings.due_time)
    new_known = _known(page, columns[2], "The week shown as known", KNOWN, [due, due + timedelta(days=7)])
    if (against, old_known) == (week, new_known):
        if told:
            say("Both are the same week as known at the same moment: nothing can have changed. Choose another week or moment.")
        return None
    return Moments(_at(page, against, old_known), _at(page, week, new_known), old_known, new_known)


def _beside(one: date, week: date) -> str:
    return " (this week)" if one == week else " (the week before)" if one == week - timedelta(days=7) else ""


def _at(page: Page, week: date, known: datetime | None) -> Moment:
    snapshot = page.snapshot
    here = known == snapshot.as_at
    return Moment(snapshot if here or known is None else _then(page, week, known), week)


def _then(page: Page, week: date, known: datetime) -> Snapshot:
    return _known_at(str(page.store.folder), page.snapshot.key, page.snapshot.beyond is not None, page.store, known, week)


def _asked(place: DeltaGenerator, label: str, key: str, options: dict[str, str], usual: str) -> str:
    asked = st.query_params.get(key, "")
    shown = asked if asked in options else usual if usual in options else next(iter(options))
    if asked and asked not in options:
        say(f"The address asks to compare with “{words.shorten(asked)}”, which is no week up to the one shown. {options[shown]} is taken.")
    return _box(place, label, key, options, shown)


def _known(page: Page, place: DeltaGenerator, label: str, key: str, moments: list[datetime]) -> datetime | None:
    """Return the chosen moment of knowledge: that of the page (None: now), or one before it; what the address names is a choice."""
    usual, now = page.snapshot.as_at, datetime.now(UTC)
    options = {NOW: f"{words.moment(usual)} (as the page)" if usual else "now"}
    for one in moments:
        if one < (usual or now):
            options[moment_code(one)] = words.moment(one) + (" (its deadline)" if one == moments[0] else "")
    found, problem = moment_asked(st.query_params, now, key=key, page=usual)
    if problem:
        say(problem)
    found = None if found == usual else found
    shown = moment_code(found) if found else NOW
    options.setdefault(shown, words.moment(found))
    _box(place, label, key, options, shown)
    return found or usual


def _box(place: DeltaGenerator, label: str, key: str, options: dict[str, str], shown: str) -> str:
    st.session_state[f"moment_{key}"] = shown
    with place:
        st.selectbox(label, list(options), format_func=lambda one: options.get(one, one), key=f"moment_{key}", on_change=_moved(key))
    return shown


def _moved(key: str) -> Callable[[], None]:
    def moved() -> None:
        value = st.session_state[f"moment_{key}"]
        if value:
            st.query_params[key] = value
        else:
            st.query_params.pop(key, None)

    return moved
