"""What the earlier weeks of a batch say: a later week of the same batch is held against them as if they had been accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from carehomes.intake.context import HISTORY_WEEKS, Context
from carehomes.ledger.facts import FACTS_SCHEMA, joined
from carehomes.ledger.model import StagedReturn


class Batch:
    """The returns of a batch that were looked at so far."""

    def __init__(self, context: Context) -> None:
        """``context`` is what the store knows."""
        self._context = context
        self._returns: dict[tuple[str, str, date], StagedReturn] = {}

    def add(self, returns: Iterable[StagedReturn]) -> None:
        """Add returns that were looked at; one that something stops is never loaded, so nothing is held against it."""
        self._returns |= {(one.kind, one.submitter, one.week): one for one in returns if one.week and not one.stopped and not one.nil}

    def context(self) -> Context:
        """Return what the next files of the batch are held against."""
        return replace(self._context, previous=self._previous, history=self._history) if self._returns else self._context

    def _previous(self, kind: str, submitter: str, week: date) -> pa.Table | None:
        before = self._returns.get((kind, submitter, week - timedelta(weeks=1)))
        return before.held if before else self._context.previous(kind, submitter, week)

    def _history(self, kind: str, submitter: str, week: date) -> pa.Table | None:
        weeks = [week - timedelta(weeks=back) for back in range(HISTORY_WEEKS, 0, -1)]
        own = [one for one in (self._returns.get((kind, submitter, each)) for each in weeks) if one]
        kept = self._context.history(kind, submitter, week)
        if not own:
            return kept
        tables = [one.held for one in own]
        if kept is not None:
            here = pa.array([one.week for one in own], pa.date32())
            tables.append(kept.filter(pc.invert(pc.is_in(kept["week"], value_set=here))).select(FACTS_SCHEMA.names))
        return joined(tables)
