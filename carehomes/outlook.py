"""What accepting a file would do: what it changes against the last good returns, and which published figures move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from carehomes.access import EVERYBODY, EVERYWHERE
from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.readings import kind_of, readings
from carehomes.intake.changes import Changes, changes
from carehomes.intake.decide import RETURNS
from carehomes.intake.examine import examine
from carehomes.intake.known import context_of
from carehomes.intake.receipt_file import Published, whose
from carehomes.ledger.model import Hints, Receipt, StagedReturn
from carehomes.ledger.told_counts import told_counts
from carehomes.measures import Effect, Returned, Standing, effect, staged_suggestions
from carehomes.snapshots import anew, on_paper, open_snapshot
from carehomes.store import Store

#: A file with more - a history, a region's file - is told return by return only in its decisions.
MOST_RETURNS = 24
MOST_ROWS = 20_000
COVERED = "Homes covered by returns"
_TOO_MANY = (
    "What this file changes is worked out for at most {returns:,} returns and {rows:,} rows at a time; it holds {here}. "
    "Accepting it works as for any other."
)


@dataclass(frozen=True)
class Waiting:
    """Counts found in the words beside the actions ``items`` of the form of the council ``la`` for ``week``."""

    la: str
    week: date
    items: tuple[str, ...]

    @property
    def line(self) -> tuple[str, str]:
        """Of whose return, and the sentence: a line of the receipt."""
        return whose("la", self.la, self.week), self.sentence

    @property
    def sentence(self) -> str:
        """What was found, and where it is decided."""
        beside = f"beside {words.listed(list(self.items))}"
        them = "it" if len(self.items) == 1 else "them"
        found = f"{words.plural(len(self.items), 'count')} found in its words ({beside})"
        return f"{found}, to be confirmed on LA status: nothing counts {them} yet."


@dataclass(frozen=True)
class Outlook:
    """What accepting a file would do. ``told`` says why it was not worked out, else ''.

    ``waiting`` are the counts in the words of councils' forms that a person has to confirm or refuse once the forms are accepted.
    """

    changes: tuple[Changes, ...] = ()
    published: tuple[Published, ...] = ()
    told: str = ""
    waiting: tuple[Waiting, ...] = ()


def outlook(store: Store, content: bytes, file_name: str, hints: Hints, receipt: Receipt) -> Outlook:
    """Return what accepting the returns of ``receipt`` would do, also of those that wait for a reason. The ledger is only read."""
    # Who must say why a query stands needs to see most of all what the return would change.
    ready = {
        (one.kind, one.submitter, one.week)
        for one in receipt.decisions
        if one.kind in RETURNS and (one.outcome == "accepted" or one.unexplained)
    }
    rows = sum(one.rows for one in receipt.decisions)
    if not ready:
        return Outlook()
    if len(ready) > MOST_RETURNS or rows > MOST_ROWS:
        here = f"{words.plural(len(ready), 'return')} of {words.plural(rows, 'row')}"
        return Outlook(told=_TOO_MANY.format(returns=MOST_RETURNS, rows=MOST_ROWS, here=here))
    context = context_of(store)
    examined = examine(content, file_name, context=context, hints=hints)
    returns = [one for one in examined.returns if (one.kind, one.submitter, one.week) in ready and not one.stopped]
    found = changes(store, returns, examined.sha256, context.questions)
    published = anew(lambda: _published(store, returns, examined.sha256))
    return Outlook(found, published, waiting=_waiting(store, returns))


def _waiting(store: Store, returns: Sequence[StagedReturn]) -> tuple[Waiting, ...]:
    """Return, for each form of a council, how many counts its words suggest that nobody has decided; forms without any are left out."""
    forms = [(one, one.week) for one in returns if one.kind == "la" and one.week]
    decided = told_counts(store) if forms else []
    found = [(one, week, staged_suggestions(one.facts, one.submitter, week, decided)) for one, week in forms]
    return tuple(Waiting(one.submitter, week, tuple(each.item for each in counts)) for one, week, counts in found if counts)


def _published(store: Store, returns: Sequence[StagedReturn], sha256: str) -> tuple[Published, ...]:
    """Return the headline figures of each CCG and week of ``returns``, before and after."""
    counted = [one for one in returns if one.kind in ("home", "area") and one.week]
    if not counted:
        return ()
    # What is held back from a viewer is in what the paper is made of; only figures of the returns' own CCGs are told.
    before = open_snapshot(store.held_by(EVERYBODY))
    told: list[Published] = []
    try:
        with on_paper(store, before, counted, sha256) as after:
            for one in dict.fromkeys((one.submitter, one.week) for one in counted):
                if one[1] is not None:
                    label = whose("", one[0], one[1])
                    told += _told(effect(before, after, one[0], one[1], permitted=EVERYWHERE), label, after.measures)
    finally:
        before.close()
    return tuple(told)


def _told(found: Effect, label: str, measures: dict[str, Measure]) -> list[Published]:
    told = [_published_of(label, COVERED, _covered(found.was.returned), _covered(found.now.returned))]
    for name in found.now.figures:
        was, now = (_figure(one, measures[name]) for one in (found.was, found.now))
        told.append(_published_of(label, measures[name].name, was, now))
    return told


def _published_of(label: str, measure: str, was: str, now: str) -> Published:
    moves = f"stays at {now}" if was == now else f"{was} to {now}" if was else f"{now}, for the first time"
    return Published(label, measure, was, now, f"{measure}{':' if was != now else ''} {moves}.")


def _figure(standing: Standing, measure: Measure) -> str:
    row: dict[str, Any] | None = standing.figures.get(measure.id)
    if row is None:
        return ""
    one = readings(pd.DataFrame([row]))[0]
    kind = kind_of(measure)
    if not (one.all if kind == "homes" else one.homes_gave):
        return words.NOT_AVAILABLE
    share = words.share(one.yes, one.all) if kind == "homes" else words.share(one.numerator, one.whole) if one.whole else ""
    return words.headline(one, kind, measure.unit) + (f" ({share})" if share else "")


def _covered(returned: Returned | None) -> str:
    if returned is None:
        return ""
    if not returned.registered:
        return words.NOT_AVAILABLE
    return f"{words.count(returned.covered)} of {words.count(returned.registered)} ({words.share(returned.covered, returned.registered)})"
