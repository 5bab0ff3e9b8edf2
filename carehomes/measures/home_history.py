"""One home, week by week: what the row that counts for it said to each question."""

from __future__ import annotations

from datetime import date

import pandas as pd

from carehomes.access import Permitted
from carehomes.measures.disclosed import hidden_questions
from carehomes.snapshots import Snapshot


def home_history(snapshot: Snapshot, home: str, first: date, last: date, *, permitted: Permitted) -> pd.DataFrame:
    """Return what a home said from ``first`` to ``last``, one row a week and question that it answered.

    Columns: week, ccg (the area whose return holds the row), pcn, return_id, question, answer (the word, as counted), number (Int64).
    A week without a row of the home is not there, nor, beyond the team, an answer that counts people.
    """
    found = snapshot.query("home_history", home=home, first=first, last=last, **permitted.parameters)
    hidden = hidden_questions(snapshot)
    return found[~found["question"].isin(hidden)].reset_index(drop=True) if hidden else found
