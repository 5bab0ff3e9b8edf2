"""Notes and events in the journal: what a reader of figures must know of an area, a measure and weeks. Withdrawn, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from carehomes.areas import AreaList, week_label, week_problem
from carehomes.ledger.groups import Kept
from carehomes.ledger.journal import moment_of, moment_text

#: What sort of note it is, in the words of the screen.
KINDS = ("definition changed", "data issue", "outbreak", "event", "other")
#: The sort after which weeks are not measured as before.
REDEFINED = KINDS[0]
MOST_TEXT, MOST_ROLE = 300, 60


@dataclass(frozen=True)
class Note:
    """A note about the weeks from ``first`` to ``last``, both included.

    ``area`` is a code, '' everywhere; ``measure`` an id, '' every one; ``by`` is a role. ``number`` is that of the journal's entry
    and ``since`` when it was written (0 and None before that).
    """

    kind: str
    text: str
    first: date
    last: date
    by: str
    area: str = ""
    measure: str = ""
    number: int = 0
    since: datetime | None = None

    @property
    def weeks(self) -> str:
        """The weeks in words."""
        if self.first == self.last:
            return week_label(self.first)
        return f"weeks ending {self.first.day} {self.first:%B %Y} to {self.last.day} {self.last:%B %Y}"

    def in_week(self, week: date) -> bool:
        """Return whether it is about ``week``."""
        return self.first <= week <= self.last


def drafted(note: Note, areas: AreaList, measures: Iterable[str]) -> Note:
    """Return ``note`` with its texts trimmed and its area as the list writes it. Raises ``ValueError`` where it cannot be kept."""
    kind, text, by = (" ".join(one.split()) for one in (note.kind, note.text, note.by))
    area = areas.get(note.area) if note.area else None
    problems = [
        (kind not in KINDS, f"A note is one of: {', '.join(KINDS)}."),
        (not text, "Say what there is to know."),
        (len(text) > MOST_TEXT, f"A note has at most {MOST_TEXT} letters; this one has {len(text)}."),
        (not by or len(by) > MOST_ROLE, f"Say by which role it is noted, in at most {MOST_ROLE} letters; no person's name."),
        (bool(note.area) and area is None, f"There is no area with the code {note.area}. Look at the code."),
        (bool(note.measure) and note.measure not in set(measures), f"There is no measure {note.measure}. They are told by their ids."),
        (bool(week_problem(note.first)), week_problem(note.first)),
        (bool(week_problem(note.last)), week_problem(note.last)),
        (note.last < note.first, "The last week comes before the first."),
    ]
    wrong = next((told for bad, told in problems if bad), "")
    if wrong:
        raise ValueError(wrong)
    return replace(note, kind=kind, text=text, by=by, area=area.code if area else "")


def add(store: Kept, note: Note, *, decided_at: datetime | None = None) -> Note:
    """Write a note (``drafted``) down and return it with its number."""
    store.require("note", [note.area])
    row = {"kind": note.kind, "text": note.text, "area": note.area, "measure": note.measure, "decided_by": note.by}
    days = {"first_week": note.first.isoformat(), "last_week": note.last.isoformat()}
    with store.journal.write() as transaction:
        moment = decided_at or transaction.now()
        more = {"decided_at": moment_text(moment), "action": "added", "number": None, "reason": ""}
        number = transaction.insert("insert_note_entry", {**row, **days, **more})
    return replace(note, number=number, since=moment)


def withdraw(store: Kept, number: int, *, by: str, reason: str, decided_at: datetime | None = None) -> Note:
    """Withdraw a note: from now on no page or file tells it. Raises ``ValueError`` where none of that number stands."""
    role, why = (" ".join(text.split()) for text in (by, reason))
    if not role or not why:
        raise ValueError("Say by which role it is withdrawn, and why: both are kept in the journal.")
    with store.journal.write() as transaction:
        held = {one.number: one for one in _standing(transaction.rows("note_entries"), None) if store.sees([one.area])}
        if number not in held:
            known = ", ".join(str(one) for one in sorted(held)) or "none"
            raise ValueError(f"There is no note {number} to withdraw. The numbers are: {known}.")
        store.require("note", [held[number].area])
        row = {"decided_at": moment_text(decided_at or transaction.now()), "action": "withdrawn", "number": number, "decided_by": role}
        nothing = {"kind": "", "text": "", "area": "", "measure": "", "first_week": None, "last_week": None}
        transaction.insert("insert_note_entry", {**row, **nothing, "reason": why})
    return held[number]


def notes(store: Kept, as_at: datetime | None = None) -> list[Note]:
    """Return the notes that stand, now or at the moment ``as_at`` (aware, included), by their weeks, then their numbers.

    Of notes about areas those that whoever holds the store may see.
    """
    found = [one for one in _standing(store.journal.rows("note_entries"), as_at) if store.sees([one.area])]
    return sorted(found, key=lambda one: (one.first, one.last, one.number))


def _standing(rows: Iterable[tuple[object, ...]], as_at: datetime | None) -> list[Note]:
    found: dict[int, Note] = {}
    for seq, decided_at, action, number, kind, text, area, measure, first, last, by, _ in rows:
        moment = moment_of(str(decided_at))
        if as_at is not None and moment > as_at:
            continue
        if action == "withdrawn":
            found.pop(int(str(number)), None)
            continue
        days = (date.fromisoformat(str(first)), date.fromisoformat(str(last)))
        held = Note(str(kind), str(text), *days, str(by), str(area), str(measure), int(str(seq)), moment)
        found[held.number] = held
    return list(found.values())


def rebases(found: Iterable[Note], measure: str) -> dict[date, str]:
    """Return the weeks from which limits of ``measure`` begin anew, with the words of the notes that say its definition changed.

    Only notes about that measure alone: one about every measure says nothing of how this one is counted.
    """
    reasons: dict[date, list[str]] = {}
    for one in found:
        if one.kind == REDEFINED and one.measure == measure:
            reasons.setdefault(one.first, []).append(one.text)
    return {week: "; ".join(dict.fromkeys(texts)) for week, texts in sorted(reasons.items())}


def concerning(
    found: Iterable[Note], areas: AreaList, measure: str, code: str, *, ccg: str = "", basis: str = "then"
) -> tuple[list[Note], list[Note]]:
    """Return the notes that hold for ``measure`` in the area ``code``, and those of areas that lie within it.

    What holds for an area holds for those within it. ``ccg`` is the CCG under which a PCN stands; of areas as ``now`` a closed
    one is its successor. A code that is no area's (an own group's) has what holds everywhere.
    """
    around = {code, areas.top.code, *(one.code for one in areas.path(ccg or code, basis))}
    here: list[Note] = []
    within: list[Note] = []
    for note in found:
        listed = areas.get(note.area) if note.area else None
        own = areas.successor(listed) if listed and basis == "now" else listed
        if note.measure not in ("", measure):
            continue
        if not note.area or (own.code if own else note.area) in around:
            here.append(note)
        elif own and code in {one.code for one in areas.path(own.code, basis)}:
            within.append(note)
    return here, within
