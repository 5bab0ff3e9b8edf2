"""Which councils' forms the LA status page shows of the chosen area and week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from carehomes.charts import words
from carehomes.charts.la_councils import councils
from carehomes.charts.readings import day
from carehomes.ledger.told_counts import told_counts
from carehomes.measures import with_confirmed
from carehomes.snapshots import Snapshot
from carehomes.store import Store
from ui.data import Asked
from ui.selection import Selection


@dataclass(frozen=True)
class Forms:
    """The forms of an area: the newest of each council up to the week shown, one row an action.

    ``expected`` are the codes of the councils whose forms are expected there; ``later`` of those the ones whose first form is of a later
    week than the page's, with that week.
    """

    frame: pd.DataFrame
    expected: list[str]
    later: dict[str, date]

    @property
    def sent(self) -> list[str]:
        """The codes of the councils whose forms are shown, by their names."""
        return [code for code in self.expected if code in set(self.frame["la_code"])]

    @property
    def silent(self) -> list[str]:
        """The codes of the councils that have sent no form for any week."""
        return [code for code in self.expected if code not in self.later and code not in set(self.frame["la_code"])]

    @property
    def told(self) -> str:
        """``3 of 3 councils``."""
        return councils(len(self.sent), len(self.expected))


def read_forms(asked: Asked, selection: Selection) -> Forms:
    """Return the forms of the chosen area."""
    every, expected = asked.la_status(), asked.la_expected(selection)
    rows = [(str(code), week) for code, value in zip(every["la_code"], every["week"], strict=True) if (week := day(value))]
    newest: dict[str, date] = {}
    first: dict[str, date] = {}
    for code, week in rows:
        if code in expected:
            first[code] = min(first.get(code, week), week)
            if selection.week is None or week <= selection.week:
                newest[code] = max(newest.get(code, week), week)
    frame = every.iloc[[place for place, (code, week) in enumerate(rows) if newest.get(code) == week]]
    return Forms(frame, expected, {code: week for code, week in first.items() if code not in newest})


def received(asked: Asked, selection: Selection) -> str:
    """Return ``forms received 3 of 3 councils``, for the header and the footer of the page."""
    if not asked.la_expected(selection):
        return f"forms received {words.NOT_AVAILABLE}"
    return f"forms received {read_forms(asked, selection).told}"


def confirmed(store: Store, snapshot: Snapshot, frame: pd.DataFrame) -> pd.DataFrame:
    """Return forms with what a person had confirmed of the counts in their words at the moment of the page."""
    return with_confirmed(frame, told_counts(store, snapshot.as_at))
