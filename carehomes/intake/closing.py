"""Closing a week: what comes later is refused, but for a late entry that somebody allowed by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from carehomes.areas import due_moment, week_label, week_problem
from carehomes.areas.weeks import LONDON
from carehomes.intake.decide import RETURNS
from carehomes.ledger.closings import Closed, ClosingEntry, append, bars, entries, replay
from carehomes.ledger.model import Examined, Finding, StagedReturn
from carehomes.settings import read_settings
from carehomes.store import Store

MOST_ROLE, MOST_REASON = 60, 300
HOW_TO_ALLOW = "A late entry can be allowed by name: python -m carehomes week allow, or the page Who has returned."


def close_week(store: Store, week: date, *, by: str, reason: str, decided_at: datetime | None = None) -> str:
    """Close ``week``: from now on its returns are neither taken, withdrawn nor undone. Return what was done, in a sentence.

    ``by`` is a role, no person's name. Raises ``ValueError`` with a plain sentence where it cannot be closed.
    """
    settings, moment = read_settings(), decided_at or datetime.now(UTC)
    due = due_moment(week, days=settings.due_days, at=settings.due_time)
    if not (problem := week_problem(week)) and moment <= due:
        problem = f"The {week_label(week)} is due by {due.astimezone(LONDON):%H:%M on %Y-%m-%d} in London; it can be closed after that."
    if problem:
        raise ValueError(problem)
    store.require("close")
    ended = _decide(store, ClosingEntry("closed", week, "", by, reason, moment), own_clock=decided_at is None)
    told = ""
    if ended:
        when = ended.entry.decided_at.astimezone(LONDON)
        told += f" It was closed already, on {when.day} {when:%B %Y} by {ended.entry.by} ({ended.entry.reason}); what is said now stands."
    if ended and ended.allowed:
        told += f" The late entries allowed before are ended: {', '.join(sorted(ended.allowed))}."
    return f"Closed: {week_label(week)}. What comes for it from now on is refused.{told}"


def reopen_week(store: Store, week: date, *, by: str, reason: str, decided_at: datetime | None = None) -> str:
    """Open a closed ``week`` again for everyone. Raises ``ValueError`` where it is not closed."""
    store.require("close")
    _decide(store, ClosingEntry("reopened", week, "", by, reason, decided_at or datetime.now(UTC)), own_clock=decided_at is None)
    return f"Open again: {week_label(week)}. Returns for it are taken as before."


def allow_late(store: Store, week: date, submitter: str, *, by: str, reason: str, decided_at: datetime | None = None) -> str:
    """Allow one submitter (a CCG or local authority) a late entry for a closed ``week``, until the week is closed again.

    Raises ``ValueError`` where the week is not closed, or the code is none that was open then.
    """
    area = store.areas().get(submitter.strip())
    if area is None or area.level not in ("ccg", "la"):
        raise ValueError(f"{submitter} is no CCG or local authority of the area list. Look at the code.")
    if not area.open_on(week):
        raise ValueError(f"{area.label} was not open in the {week_label(week)}: nothing is expected from it.")
    store.require("allow late", [area.code])
    _decide(store, ClosingEntry("allowed", week, area.code, by, reason, decided_at or datetime.now(UTC)), own_clock=decided_at is None)
    return f"Allowed: a late entry of {area.label} for the {week_label(week)}, until the week is closed again."


def _decide(store: Store, entry: ClosingEntry, *, own_clock: bool) -> Closed | None:
    """Write a decision down, by the journal's ``own_clock`` or at the moment that it has, and return the closing before it."""
    role, why = (" ".join(text.split()) for text in (entry.by, entry.reason))
    if not role or not why:
        raise ValueError("Say by which role it is decided, and why: both are kept in the journal.")
    if len(role) > MOST_ROLE or len(why) > MOST_REASON:
        raise ValueError(f"A role has at most {MOST_ROLE} letters, a reason {MOST_REASON}.")
    with store.journal.write() as transaction:
        before = replay(entries(transaction)).get(entry.week)
        if before is None and entry.action != "closed":
            raise ValueError(f"The {week_label(entry.week)} is not closed: returns for it are taken as they come.")
        moment = transaction.now() if own_clock else entry.decided_at
        append(transaction, replace(entry, by=role, reason=why, decided_at=moment))
    return before


def barred(examined: Examined, closed: Mapping[date, Closed]) -> Examined:
    """Refuse the returns of a file for weeks that are closed to their submitters."""

    def held_against(one: StagedReturn) -> StagedReturn:
        told = barred_sentence(closed, one.week, one.submitter) if one.kind in RETURNS else ""
        return replace(one, findings=(*one.findings, Finding("week_closed", "error", told, field="week_ending"))) if told else one

    return replace(examined, returns=tuple(held_against(one) for one in examined.returns))


def barred_sentence(closed: Mapping[date, Closed], week: date | None, submitter: str) -> str:
    """Return '' where a return may come in or change, else why not and what to do."""
    found = bars(closed, week, submitter)
    if found is None or week is None:
        return ""
    when = found.entry.decided_at.astimezone(LONDON)
    why = f"The {week_label(week)} was closed on {when.day} {when:%B %Y} by {found.entry.by} ({found.entry.reason})."
    return f"{why} {HOW_TO_ALLOW}"
