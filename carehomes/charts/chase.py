"""Whom to chase for a week, those with most homes first, and the message to send: no names of people, what is lacking, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from carehomes.charts import words
from carehomes.ledger.closings import Closed, bars

_WHY = {
    "refused": "What was sent for it was refused, because of errors that its receipt lists cell by cell.",
    "held": "What was sent for it is held: it waits for an answer that its receipt asks for.",
    "withdrawn": "The return that was sent for it has been withdrawn, and nothing has taken its place.",
    "missing": "Nothing has been received for it.",
    "not yet due": "Nothing has been received for it yet.",
}


@dataclass(frozen=True)
class Chased:
    """A CCG that was expected and has not returned: why (a state), and the registered homes of which nothing is known.

    ``closed`` where the week is closed by now, ``allowed`` where its return would be taken all the same.
    """

    code: str
    name: str
    state: str
    homes: int
    week: date
    due: datetime
    closed: bool = False
    allowed: bool = False

    @property
    def label(self) -> str:
        """Name and code."""
        return f"{self.name} ({self.code})" if self.name else self.code

    @property
    def past(self) -> bool:
        """True once the deadline has passed."""
        return self.state != "not yet due"

    @property
    def message(self) -> str:
        """The message to send, as plain text."""
        due = words.moment(self.due)
        told = f"It was due by {due}." if self.past else f"It is due by {due}; this is a reminder."
        homes = f", a row for each of your {words.plural(self.homes, 'registered care home')}" if self.homes else ""
        again = "corrected, " if self.state in ("refused", "held") else ""
        lines = [
            f"To: {self.label}",
            f"Subject: Care home support: return for the {words.week(self.week)}",
            "",
            f"Your return for the {words.week(self.week)} is not in. {_WHY[self.state]} {told}",
            "",
            f"Please send, {again}as soon as you can:",
            f"- the home return (CSV or workbook{homes}), or the area return (a row for each PCN, with counts);",
            "- if there is nothing to report, a nil return that says so in words.",
            "",
            "A workbook with your homes filled in can be had from us. Leave blank what is not known: a blank is never counted as no.",
        ]
        if self.closed and self.allowed:
            lines.append("The week has been closed since; a late entry of yours is allowed.")
        elif self.closed:
            lines.append("The week has been closed since: tell us first, so that a late entry can be allowed.")
        return "\n".join(lines)


def chase_list(states: pd.DataFrame, closed: Mapping[date, Closed] | None = None) -> list[Chased]:
    """Return whom to chase of the rows of one week of ``return_states``, those with most homes first.

    Never a CCG that was closed, nor one that sent a nil return: they are not lacking. ``closed`` are the weeks that are closed.
    """
    shut = closed or {}
    rows = [row for row in states.to_dict("records") if row["expected"] and not row["returned"]]
    found = [
        Chased(
            code=row["code"],
            name=row["name"],
            state=row["state"],
            homes=int(row["registered"]),
            week=row["week"],
            due=row["due"],
            closed=row["week"] in shut,
            allowed=bars(shut, row["week"], row["code"]) is None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.homes, one.code))
