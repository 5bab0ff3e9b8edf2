"""Counts in the words of councils' forms: a person confirms or refuses them, in the journal. Withdrawn, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from carehomes.areas import week_label
from carehomes.ledger.groups import Kept
from carehomes.ledger.journal import moment_of, moment_text

Decision = Literal["confirmed", "refused"]
MOST_TEXT, MOST_ROLE = 300, 60


@dataclass(frozen=True)
class ToldCount:
    """What was decided of the ``words`` beside the action ``item`` of the form of ``la`` for ``week``, with ``homes`` in place.

    ``said_no`` and ``silent`` are homes (None: the words do not tell). It says nothing of a form with another count or without the words.
    ``number`` is that of the journal's entry and ``since`` when it was written (0 and None before that).
    """

    la: str
    week: date
    item: str
    homes: int
    said_no: int | None
    silent: int | None
    words: str
    decision: Decision
    by: str
    reason: str = ""
    number: int = 0
    since: datetime | None = None

    @property
    def about(self) -> tuple[str, date, str, int, str]:
        """What it is about: form, action, homes in place, words."""
        return self.la, self.week, self.item, self.homes, self.words


def decide(store: Kept, draft: ToldCount, *, decided_at: datetime | None = None) -> ToldCount:
    """Write a decision down and return it with its number.

    Raises ``ValueError`` where no role is said, a refusal has no reason, or the same words are decided already.
    """
    store.require("confirm counts", [draft.la])
    by, reason = (" ".join(text.split()) for text in (draft.by, draft.reason))
    if not by or len(by) > MOST_ROLE:
        raise ValueError(f"Say by which role, in at most {MOST_ROLE} letters; no person's name.")
    if (draft.decision == "refused" and not reason) or len(reason) > MOST_TEXT:
        raise ValueError(f"Say why it is refused, in at most {MOST_TEXT} letters: it is kept in the journal.")
    told = {"la": draft.la, "week": draft.week.isoformat(), "item": draft.item, "homes": draft.homes, "words": draft.words}
    counts = {"said_no": draft.said_no, "silent": draft.silent}
    with store.journal.write() as transaction:
        moment = decided_at or transaction.now()
        more = {"decided_at": moment_text(moment), "action": draft.decision, "number": None, "decided_by": by, "reason": reason}
        for held in _standing(transaction.rows("told_count_entries"), None):
            if held.about == draft.about:
                what = f"{draft.item} of {draft.la}, {week_label(draft.week)}"
                raise ValueError(f"{what}, is {held.decision} already (number {held.number}). Withdraw that first.")
        number = transaction.insert("insert_told_count_entry", {**told, **counts, **more})
    return replace(draft, by=by, reason=reason, number=number, since=moment)


def withdraw(store: Kept, number: int, *, by: str, reason: str, decided_at: datetime | None = None) -> ToldCount:
    """Withdraw a decision: the words are a suggestion again. Raises ``ValueError`` where none of that number stands."""
    role, why = (" ".join(text.split()) for text in (by, reason))
    if not role or not why or len(role) > MOST_ROLE or len(why) > MOST_TEXT:
        raise ValueError("Say by which role it is withdrawn, and why: both are kept in the journal.")
    with store.journal.write() as transaction:
        held = {one.number: one for one in _seen(store, transaction.rows("told_count_entries"), None)}
        if number not in held:
            known = ", ".join(str(one) for one in sorted(held)) or "none"
            raise ValueError(f"There is no decision {number} to withdraw. The numbers are: {known}.")
        store.require("confirm counts", [held[number].la])
        nothing = {"la": "", "week": None, "item": "", "homes": None, "said_no": None, "silent": None, "words": ""}
        row = {"decided_at": moment_text(decided_at or transaction.now()), "action": "withdrawn", "number": number}
        transaction.insert("insert_told_count_entry", {**row, **nothing, "decided_by": role, "reason": why})
    return held[number]


def told_counts(store: Kept, as_at: datetime | None = None) -> list[ToldCount]:
    """Return the decisions that stand, now or at the moment ``as_at`` (aware, included), in the order of their numbers."""
    return _seen(store, store.journal.rows("told_count_entries"), as_at)


def _seen(store: Kept, rows: Iterable[tuple[object, ...]], as_at: datetime | None) -> list[ToldCount]:
    """Return the decisions that stand; a council's form is told whole, so only to those who may see every area."""
    return [one for one in _standing(rows, as_at) if not store.hides(one.week)] if store.permitted.ccgs is None else []


def _standing(rows: Iterable[tuple[object, ...]], as_at: datetime | None) -> list[ToldCount]:
    found: dict[int, ToldCount] = {}
    for seq, decided_at, action, number, la, week, item, homes, said_no, silent, words, by, reason in rows:
        moment = moment_of(str(decided_at))
        if as_at is not None and moment > as_at:
            continue
        if action == "withdrawn":
            found.pop(int(str(number)), None)
            continue
        found[int(str(seq))] = ToldCount(
            str(la),
            date.fromisoformat(str(week)),
            str(item),
            int(str(homes)),
            None if said_no is None else int(str(said_no)),
            None if silent is None else int(str(silent)),
            str(words),
            "confirmed" if action == "confirmed" else "refused",
            str(by),
            str(reason),
            int(str(seq)),
            moment,
        )
    return list(found.values())
