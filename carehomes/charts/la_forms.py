"""Which councils' forms are shown of an area and week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from carehomes.charts.la_councils import councils
from carehomes.charts.readings import day


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


def forms_of(every: pd.DataFrame, expected: Sequence[str], shown: date | None) -> Forms:
    """Return of every form that stands (``carehomes.measures.la_status``) those of the councils ``expected``, up to the week ``shown``."""
    rows = [(str(code), week) for code, value in zip(every["la_code"], every["week"], strict=True) if (week := day(value))]
    newest: dict[str, date] = {}
    first: dict[str, date] = {}
    for code, week in rows:
        if code in expected:
            first[code] = min(first.get(code, week), week)
            if shown is None or week <= shown:
                newest[code] = max(newest.get(code, week), week)
    frame = every.iloc[[place for place, (code, week) in enumerate(rows) if newest.get(code) == week]]
    return Forms(frame, list(expected), {code: week for code, week in first.items() if code not in newest})
