"""What pages know of follow-ups: those a reader may see, the names in them, and what changed of their values since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import streamlit as st

from carehomes import followed
from carehomes.access import Permitted
from carehomes.charts.follow_ups import Names
from carehomes.ledger import follow_ups as kept
from carehomes.ledger.follow_ups import FollowUp, answers_on
from carehomes.measures.names import home_names
from carehomes.snapshots import Snapshot
from ui.frame import Page


def seen(page: Page) -> list[FollowUp]:
    """Return the follow-ups that the reader may see, as at the moment of the page, by state: those sent or answered for by such areas."""
    found = kept.follow_ups(page.store, page.snapshot.as_at)
    areas, day = page.snapshot.areas, day_of(page)
    both = [(one, {one.flagged.submitter, answers_on(one.flagged, areas, day)}) for one in found]
    return [one for one, codes in both if any(page.permitted.may_open({code}) for code in codes)]


def day_of(page: Page) -> date:
    """Return the day on which somebody answers: that of the moment of the page, else today."""
    return (page.snapshot.as_at or datetime.now(UTC)).date()


def since(page: Page, found: Sequence[FollowUp]) -> dict[int, str]:
    """Return by number what became of the value of each since."""
    return followed.changes(page.store, page.snapshot, found, permitted=page.permitted)


def names_of(page: Page) -> Names:
    """Return the names of areas, questions, measures and homes."""
    return Names(page.snapshot.areas, page.snapshot.questions, page.snapshot.measures, homes_named(page), day_of(page))


def homes_named(page: Page) -> dict[str, str]:
    """Return the names of the homes, by CQC location ID."""
    return _homes(page.snapshot.key, page.snapshot, page.permitted)


@st.cache_resource(max_entries=8, show_spinner=False)
def _homes(snapshot: str, _snapshot: Snapshot, permitted: Permitted) -> dict[str, str]:
    return {one.code: one.name for one in home_names(_snapshot, permitted=permitted)}


def oldest(found: Sequence[FollowUp]) -> date | None:
    """Return the day since which the oldest of those that are not closed waits."""
    return min((one.asked.at.date() for one in found if one.state != "closed"), default=None)
