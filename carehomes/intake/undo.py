"""What is decided without a file: a nil return, a withdrawal, and the undoing of the last step of a return (rule 13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from carehomes.areas import AreaList, week_problem
from carehomes.intake.closing import barred_sentence
from carehomes.intake.decide import RETURNS, describe
from carehomes.intake.desk import now
from carehomes.ledger import closings
from carehomes.ledger.journal import Entry, Transaction, Version, VersionKey, courses, standing, versions
from carehomes.ledger.model import KIND_NAMES, Decision
from carehomes.snapshots import publish
from carehomes.store import AREAS, Store


def _require(store: Store, version: Version) -> None:
    """Raise ``NotAllowedError`` where whoever holds the store may not decide about this version."""
    if version.kind in RETURNS:
        store.require("submit", [version.submitter])
    else:
        store.require("refer")


def nil_problem(store: Store, submitter: str, week: date) -> str:
    """Return '' where a CCG of this code can have a nil return for the week, else a plain sentence."""
    area = store.areas().get(submitter)
    if area is None or area.level != "ccg":
        return f"{submitter} is no CCG of the area list. Look at the code."
    if not area.open_on(week):
        return f"{area.label} was not open in the week ending {week.isoformat()}."
    return week_problem(week)


def nil_return(
    store: Store,
    submitter: str,
    week: date,
    *,
    kind: str = "home",
    reason: str = "",
    received_at: datetime | None = None,
    decided_at: datetime | None = None,
    publish_after: bool = True,
) -> Decision:
    """Accept a nil return: the CCG has nothing to say for the week. It counts as returned, answers nothing and supersedes nothing.

    One that stands already is not recorded again.
    """
    store.require("submit", [submitter])
    moment = decided_at or now()
    entry = Entry("accepted", kind, submitter, week, received_at or moment, moment, nil=True, reason=reason or "nil return")
    what = describe(kind, submitter, week, nil=True)
    with store.journal.write() as transaction:
        known = standing(transaction.entries())
        there = known.get((kind, submitter, week, True, ""))
        # A demonstration's clocks may not be in order: what stands now says nothing of what stood at its moment.
        if there is not None and decided_at is None:
            return Decision("unchanged", kind, submitter, week, there.return_id, f"Nothing to do: this {what} is already there.")
        if shut := _shut(transaction, submitter, week, moment):
            return Decision("refused", kind, submitter, week, None, shut)
        seq = transaction.append(entry, keep_clock=decided_at is not None)
    if publish_after:
        publish(store)
    return Decision("accepted", kind, submitter, week, seq, f"Accepted: {what}.{_beside(known.values(), submitter, week)}")


def _beside(known: Iterable[Version], submitter: str, week: date) -> str:
    """Return what to know of a nil return where a return with answers stands: it supersedes nothing."""
    full = [one for one in known if one.kind in ("home", "area") and (one.submitter, one.week, one.nil) == (submitter, week, False)]
    if not full:
        return ""
    told = " and ".join(f"{KIND_NAMES[one.kind]} {one.return_id} of {one.row_count:,} rows" for one in full)
    told += " still stand and count" if len(full) > 1 else " still stands and counts"
    return f" The {told} as before: withdraw what should not."


def _shut(transaction: Transaction, submitter: str, week: date | None, moment: datetime) -> str:
    """Return '' where the week is open to the submitter, else why nothing of it may change."""
    return barred_sentence(closings.replay(closings.entries(transaction), moment), week, submitter)


def withdraw(
    store: Store,
    kind: str = "",
    submitter: str = "",
    week: date | None = None,
    *,
    return_id: int | None = None,
    reason: str = "",
    decided_at: datetime | None = None,
    publish_after: bool = True,
) -> Decision:
    """Withdraw the standing return of a kind, submitter and week: nothing of it stands after that (rule 13).

    Or, with ``return_id``, the version of that number, whatever it is: of registers, alignment files and code lists several stand.
    """
    moment = decided_at or now()
    with store.journal.write() as transaction:
        found = _meant(list(standing(transaction.entries()).values()), kind, submitter, week, return_id)
        if found is None:
            what = _asked(kind, submitter, week, return_id)
            return Decision("refused", kind, submitter, week, None, f"There is no standing {what} to withdraw.")
        _require(store, found)
        shut = _shut(transaction, found.submitter, found.week, moment) if found.kind in RETURNS else ""
        if lost := shut or _without_a_place(store, transaction.entries(), found):
            return Decision("refused", found.kind, found.submitter, found.week, None, lost)
        entry = replace(_entry_of(found, moment), action="withdrawn", received_at=moment, reason=reason)
        transaction.append(entry, keep_clock=decided_at is not None)
    if publish_after:
        publish(store)
    what = describe(found.kind, found.submitter, found.week)
    return Decision("accepted", found.kind, found.submitter, found.week, found.return_id, f"Withdrawn: {what}. Nothing of it stands.")


def _without_a_place(store: Store, entries: Sequence[Entry], gone: Version) -> str:
    """Return '' where every return keeps its CCG without the code list ``gone``, else why the list cannot be withdrawn."""
    if gone.kind != AREAS:
        return ""
    standing_now = [one for one in versions(entries) if one.known_to is None]
    before, after = store.areas_of(standing_now), store.areas_of([one for one in standing_now if one.return_id != gone.return_id])

    def is_open(areas: AreaList, one: Version) -> bool:
        area = areas.get(one.submitter)
        return area is not None and one.week is not None and area.open_on(one.week)

    lost = [one for one in standing_now if one.kind in ("home", "area") and is_open(before, one) and not is_open(after, one)]
    if not lost:
        return ""
    first = lost[0]
    return (
        f"Without this code list {first.submitter} would not be open in weeks for which its returns stand ({len(lost):,}, the first the "
        f"{describe(first.kind, first.submitter, first.week)}): their answers would have no place. Withdraw those first."
    )


def undo(
    store: Store,
    kind: str = "",
    submitter: str = "",
    week: date | None = None,
    *,
    return_id: int | None = None,
    reason: str = "",
    publish_after: bool = True,
) -> Decision:
    """Undo the last step of a return, a withdrawal or a resubmission: the version before it stands again (rule 13).

    The step is that of a kind, submitter and week, or of the return that the version ``return_id`` belongs to; that must be the
    version of the last step, so that the same undo asked for twice is done once.
    """
    moment = now()
    with store.journal.write() as transaction:
        entries = transaction.entries()
        every = {one.return_id: one for one in versions(entries)}
        steps = courses(entries)
        last = _last_step(every, steps, kind, submitter, week, return_id)
        if last is None:
            what = _asked(kind, submitter, week, return_id)
            return Decision("refused", kind, submitter, week, None, f"There is no {what}, or a later step was taken. Nothing was undone.")
        _require(store, last)
        if last.kind in RETURNS and (shut := _shut(transaction, last.submitter, last.week, moment)):
            return Decision("refused", last.kind, last.submitter, last.week, None, shut)
        what = describe(last.kind, last.submitter, last.week, nil=last.nil)
        course = steps[last.key]
        before = course[-2] if len(course) > 1 else None
        if before is None:
            sentence = f"Nothing stood before this {what}, so there is no step to undo. Withdraw it, if it should not stand."
            return Decision("refused", last.kind, last.submitter, last.week, None, sentence)
        again = every[before]
        said = replace(_entry_of(again, moment), facts=again.facts, row_count=again.row_count, findings=again.findings)
        seq = transaction.append(replace(said, reason=reason or f"undo: return {before} stands again"))
    if publish_after:
        publish(store)
    gone = "The withdrawal is undone" if course[-1] is None else f"Return {course[-1]} is put away"
    sentence = f"Undone: {what}. {gone}; the version of {again.row_count:,} rows ({again.file_name or 'nil return'}) stands again."
    return Decision("accepted", again.kind, again.submitter, again.week, seq, sentence, rows=again.row_count)


def _entry_of(version: Version, moment: datetime) -> Entry:
    """Return an entry about a version, decided now, that accepts it again and says nothing of what it holds."""
    return Entry(
        "accepted",
        version.kind,
        version.submitter,
        version.week,
        version.received_at,
        moment,
        nil=version.nil,
        return_seq=version.return_id,
        sha256=version.sha256,
        file_name=version.file_name,
    )


def undoable(store: Store, kinds: frozenset[str]) -> list[tuple[Version, Version]]:
    """Return the returns of these kinds whose last step can be undone: the version of that step, and the one that would stand again.

    The newest step comes first. Those of submitters of whom whoever holds the store may see everything.
    """
    entries = store.journal.entries()
    every = {one.return_id: one for one in versions(entries)}
    found = []
    for course in courses(entries).values():
        before = course[-2] if len(course) > 1 else None
        if before is not None and every[before].kind in kinds and store.permitted.may_open([every[before].submitter]):
            found.append((every[course[-1] or before], every[before]))
    return sorted(found, key=lambda pair: pair[0].known_to or pair[0].known_from, reverse=True)


def _meant(found: Sequence[Version], kind: str, submitter: str, week: date | None, return_id: int | None) -> Version | None:
    """Return the version of a number, or the newest of a kind, submitter and week, one with answers before a nil return."""
    if return_id is not None:
        return next((one for one in found if one.return_id == return_id), None)
    same = [one for one in found if (one.kind, one.submitter, one.week) == (kind, submitter, week)]
    return min(same, key=lambda one: (one.nil, -one.return_id), default=None)


def _last_step(
    every: dict[int, Version],
    steps: dict[VersionKey, list[int | None]],
    kind: str,
    submitter: str,
    week: date | None,
    return_id: int | None,
) -> Version | None:
    """Return the version that the last step of a return accepted or withdrew."""
    newest = [every[step[-1] or step[-2] or 0] for step in steps.values()]
    return _meant(newest, kind, submitter, week, return_id)


def _asked(kind: str, submitter: str, week: date | None, return_id: int | None) -> str:
    return f"return {return_id}" if return_id is not None else describe(kind, submitter, week)
