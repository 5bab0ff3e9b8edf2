"""Homes by what they say of themselves in a week: no lead, not checked on, no oximeter, nothing in place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import streamlit as st

from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.charts import words
from carehomes.measures.standing import Moment, standing
from carehomes.selection import split
from carehomes.snapshots import Snapshot
from ui.frame import Page


@dataclass(frozen=True)
class HomeList:
    """A list of homes: its key in the address, its title, and the measure with the word that puts a home on it."""

    key: str
    title: str
    measure: str
    word: str


#: The most pressing first.
HOME_LISTS: tuple[HomeList, ...] = (
    HomeList("nothing_in_place", "Nothing in place", "nothing_in_place", "yes"),
    HomeList("outbreak_unchecked", "An outbreak and no check-in", "outbreak_unchecked", "yes"),
    HomeList("no_lead", "No named lead", "named_lead", "no"),
    HomeList("unchecked", "Not checked in with this week", "checked_in", "no"),
    HomeList("missed_two_weeks", "Missed two weeks running", "missed_two_weeks", "yes"),
    HomeList("no_oximeter", "No oximeter", "homes_with_oximeter", "no"),
    HomeList("not_testing", "Not in regular testing", "regular_testing", "no"),
)


@st.cache_resource(max_entries=16, show_spinner="Asking every home")
def _said(
    store: str,
    snapshot: str,
    _snapshot: Snapshot,
    week: date,
    measures: tuple[str, ...],
    la: str,
    older: bool,
    group: Group | None,
    basis: str,
    permitted: Permitted,
) -> dict[str, dict[str, str]]:
    found = standing(Moment(_snapshot, week), measures, permitted=permitted, areas=basis, la=la, older=older, group=group)
    return {measure: {home: answer.word for home, answer in found.counted(measure).items()} for measure in measures}


def homes_listed(page: Page, week: date, only: Collection[str] = (), ccgs: frozenset[str] | None = None) -> dict[str, frozenset[str]]:
    """Return the IDs of the homes on each list (or on those whose keys are in ``only``), by its key: those whose own rows put them there
    and count (rule 7).

    Of every area (or of ``ccgs``, codes as then) but in a view of homes; cut them to the homes of the area shown.
    """
    place, selection = page.selection.place, page.selection
    la = place.code if place.level == "la" else ""
    keys = (str(page.store.folder), page.snapshot.key, page.snapshot)
    lists = [one for one in HOME_LISTS if one.measure in page.snapshot.measures and (not only or one.key in only)]
    seen = page.permitted if ccgs is None else page.permitted.within(ccgs)
    said = _said(*keys, week, tuple(one.measure for one in lists), la, selection.older, selection.group, selection.basis, seen)
    return {one.key: frozenset(home for home, word in said[one.measure].items() if word == one.word) for one in lists}


def said_of_list(page: Page, key: str, listed: int) -> str:
    """Return how the list stands beside the figure of its measure: homes told only in totals are not on it, nor are silent ones."""
    one = next(each for each in HOME_LISTS if each.key == key)
    measure = page.snapshot.measures[one.measure]
    own = split(page.asked.figures(page.selection, (one.measure,)), page.selection)[0].get(one.measure)
    if own is None or own.yes is None:
        return f"{words.plural(listed, 'home')}. {measure.name}: no figure for this area and week."
    counted = own.yes if one.word == "yes" else own.no or 0
    totals = counted - listed
    apart = f" {words.plural(totals, 'more home')} only told in totals, without names." if totals > 0 else ""
    silent = f" {words.plural(own.silent, 'home')} did not answer and may be the same." if own.silent else ""
    return f"{words.capital(words.plural(listed, 'home'))} of {words.count(own.all)} by their own rows ({measure.name}).{apart}{silent}"
