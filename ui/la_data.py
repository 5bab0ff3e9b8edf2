"""Which councils' forms the LA status page shows of the chosen area and week."""

from __future__ import annotations

import pandas as pd

from carehomes.charts import words
from carehomes.charts.la_forms import Forms, forms_of
from carehomes.ledger.told_counts import told_counts
from carehomes.measures import with_confirmed
from carehomes.selection import Selection
from carehomes.snapshots import Snapshot
from carehomes.store import Store
from ui.data import Asked


def read_forms(asked: Asked, selection: Selection) -> Forms:
    """Return the forms of the chosen area."""
    return forms_of(asked.la_status(), asked.la_expected(selection), selection.week)


def received(asked: Asked, selection: Selection) -> str:
    """Return ``forms received 3 of 3 councils``, for the header and the footer of the page."""
    if not asked.la_expected(selection):
        return f"forms received {words.NOT_AVAILABLE}"
    return f"forms received {read_forms(asked, selection).told}"


def confirmed(store: Store, snapshot: Snapshot, frame: pd.DataFrame) -> pd.DataFrame:
    """Return forms with what a person had confirmed of the counts in their words at the moment of the page."""
    return with_confirmed(frame, told_counts(store, snapshot.as_at))
