"""Follow-ups in the journal: a value is sent back to who sent it, answered, closed. Every step is an entry; none is changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from carehomes.areas import AreaList
from carehomes.ledger.groups import Kept
from carehomes.ledger.journal import moment_of, moment_text

State = Literal["open", "answered", "closed"]
#: In the order of the lists: what waits for an answer, what waits for a decision, what is settled.
STATES: tuple[State, ...] = ("open", "answered", "closed")
MOST_TEXT, MOST_ROLE = 500, 60
_STATE_AFTER: dict[str, State] = {"opened": "open", "answered": "answered", "closed": "closed"}


@dataclass(frozen=True)
class Flagged:
    """What is asked about, and of whom: ``submitter`` is the code of who sent it, ``value`` what it said in words ('' nothing).

    A value of a return has ``kind``, ``return_id``, the ``home`` (or the ``pcn`` of a total, '' the CCG itself), its question ``field``
    with its ``part``, and ``sheet`` and ``cell`` where it stands. A figure has its ``measure`` and ``area``. With neither it is the
    return itself.
    """

    submitter: str
    week: date
    value: str = ""
    kind: str = ""
    return_id: int = 0
    home: str = ""
    pcn: str = ""
    field: str = ""
    part: str = ""
    sheet: str = ""
    cell: str = ""
    measure: str = ""
    area: str = ""


@dataclass(frozen=True)
class Step:
    """One entry of a follow-up: ``action`` is opened, answered or closed; ``by`` is a role."""

    action: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class FollowUp:
    """A follow-up: what is asked about, its steps in order, and the number of the entry that opened it."""

    number: int
    flagged: Flagged
    steps: tuple[Step, ...]

    @property
    def state(self) -> State:
        """Open until it is answered, answered until it is closed."""
        return _STATE_AFTER[self.steps[-1].action]

    @property
    def asked(self) -> Step:
        """The step that opened it."""
        return self.steps[0]

    @property
    def answer(self) -> Step | None:
        """The last answer, None where there is none."""
        return next((one for one in reversed(self.steps) if one.action == "answered"), None)


def answers_on(flagged: Flagged, areas: AreaList, day: date) -> str:
    """Return the code of who answers for a flagged value on ``day``: who sent it, or what that one had been merged into by then."""
    return areas.open_in(flagged.submitter, day)


def add(store: Kept, flagged: Flagged, text: str, *, by: str, decided_at: datetime | None = None) -> FollowUp:
    """Open a follow-up and return it. Raises ``ValueError`` where no question or role is said."""
    store.require("follow up", [flagged.submitter])
    said = _step("opened", text, by)
    with store.journal.write() as transaction:
        step = replace(said, at=decided_at or transaction.now())
        told = json.dumps(asdict(flagged) | {"week": flagged.week.isoformat()}, ensure_ascii=False)
        number = transaction.insert("insert_follow_up_entry", {**_row(step), "number": None, "flagged": told})
    return FollowUp(number, flagged, (step,))


def answer(store: Kept, number: int, text: str, *, by: str, decided_at: datetime | None = None) -> FollowUp:
    """Write down what was answered; a later answer stands beside the earlier ones. Raises ``ValueError`` as ``close`` does."""
    return _append(store, number, _step("answered", text, by), decided_at)


def close(store: Kept, number: int, reason: str, *, by: str, decided_at: datetime | None = None) -> FollowUp:
    """Close a follow-up, answered or not. Raises ``ValueError`` where none of that number is open or answered, or something is not said."""
    return _append(store, number, _step("closed", reason, by), decided_at)


def follow_ups(store: Kept, as_at: datetime | None = None) -> list[FollowUp]:
    """Return every follow-up, now or at the moment ``as_at`` (aware, included): by state as ``STATES``, the oldest first.

    Those of whose submitters whoever holds the store may see everything, of weeks that she may see.
    """
    every = _replayed(store.journal.rows("follow_up_entries"), as_at).values()
    found = [one for one in every if store.permitted.may_open([one.flagged.submitter]) and not store.hides(one.flagged.week)]
    return sorted(found, key=lambda one: (STATES.index(one.state), one.number))


def _step(action: str, text: str, by: str) -> Step:
    """Return a step without its moment, which the journal's clock gives. Raises ``ValueError`` where something is not said."""
    told, role = (" ".join(one.split()) for one in (text, by))
    what = {"opened": "what is asked", "answered": "what was answered", "closed": "why it is closed"}[action]
    if not told or len(told) > MOST_TEXT:
        raise ValueError(f"Say {what}, in at most {MOST_TEXT} letters.")
    if not role or len(role) > MOST_ROLE:
        raise ValueError(f"Say by which role, in at most {MOST_ROLE} letters; no person's name.")
    return Step(action, told, role, datetime.min.replace(tzinfo=UTC))


def _row(step: Step) -> dict[str, object]:
    return {"decided_at": moment_text(step.at), "action": step.action, "text": step.text, "decided_by": step.by}


def _append(store: Kept, number: int, said: Step, decided_at: datetime | None) -> FollowUp:
    with store.journal.write() as transaction:
        step = replace(said, at=decided_at or transaction.now())
        every = _replayed(transaction.rows("follow_up_entries"), None)
        held = {number: one for number, one in every.items() if store.permitted.may_open([one.flagged.submitter])}
        waiting = [one.number for one in held.values() if one.state != "closed"]
        if number not in waiting:
            known = ", ".join(str(one) for one in sorted(waiting)) or "none"
            closed = "Follow-up {0} is closed already" if number in held else "There is no follow-up {0}"
            raise ValueError(f"{closed.format(number)}. Those that wait are: {known}.")
        store.require("answer" if step.action == "answered" else "follow up", [held[number].flagged.submitter])
        transaction.insert("insert_follow_up_entry", {**_row(step), "number": number, "flagged": "{}"})
    return replace(held[number], steps=(*held[number].steps, step))


def _replayed(rows: Iterable[tuple[object, ...]], as_at: datetime | None) -> dict[int, FollowUp]:
    found: dict[int, FollowUp] = {}
    for seq, decided_at, action, number, flagged, text, by in rows:
        step = Step(str(action), str(text), str(by), moment_of(str(decided_at)))
        if as_at is not None and step.at > as_at:
            continue
        if step.action == "opened":
            told = json.loads(str(flagged))
            about = Flagged(**(told | {"week": date.fromisoformat(told["week"])}))
            found[int(str(seq))] = FollowUp(int(str(seq)), about, (step,))
        elif (opened := found.get(int(str(number)))) is not None:
            found[opened.number] = replace(opened, steps=(*opened.steps, step))
    return found
