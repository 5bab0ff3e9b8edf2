"""Counts in the words of a form, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from carehomes.charts import words as say
from carehomes.ledger.told_counts import ToldCount
from carehomes.measures import Suggestion


def counted(one: ToldCount) -> str:
    """Return ``30 in place, 76 no, 25 not answered``, without what the words do not tell."""
    told = ((one.homes, "in place"), (one.said_no, "no"), (one.silent, "not answered"))
    return ", ".join(f"{say.count(value)} {word}" for value, word in told if value is not None)


def suggested(one: Suggestion) -> str:
    """Return what confirming it would make of the action, in sentences."""
    draft = one.decision("confirmed", "")
    made = f"That makes {counted(draft)}"
    if one.of is None:
        return f"{made}; how many homes there are in all is not known."
    left = one.of - one.homes - (draft.said_no or 0) - (draft.silent or 0)
    made += f", of {say.plural(one.of, 'home')}" + (" by the form's own total" if one.total else " together")
    return f"{made}; {say.count(left)} more not in place or not answered." if left else f"{made}."


def came_first(one: ToldCount) -> str:
    """Return that a decision was not kept, since ``one`` was there before it, in sentences."""
    return (
        f"Your decision about {one.item} was not kept: somebody else had {one.decision} the counts before you, "
        f"decision number {one.number}, by {one.by}. It stands below; withdraw it to decide anew."
    )


def title(waiting: int, decided: Sequence[ToldCount]) -> str:
    """Return how many wait for a person, and how many are decided."""
    told = [f"{say.count(waiting)} {'waits' if waiting == 1 else 'wait'} for a person"] if waiting else []
    for what in ("confirmed", "refused"):
        if number := sum(one.decision == what for one in decided):
            told.append(f"{say.count(number)} {what}")
    return ", ".join(told)
