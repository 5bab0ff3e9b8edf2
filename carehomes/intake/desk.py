"""The returns desk: a file comes in, is examined, and each return in it is accepted, held or refused whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from carehomes.intake.closing import barred
from carehomes.intake.context import Context
from carehomes.intake.decide import REFERENCES, RETURNS, Known, decision_of, explain, for_door, in_bounds, undecided, unexplained
from carehomes.intake.examine import examine, examine_many
from carehomes.intake.known import context_of
from carehomes.ledger import archive, closings
from carehomes.ledger.facts import joined, write_facts
from carehomes.ledger.journal import Entry, Transaction, standing
from carehomes.ledger.model import Decision, Examined, Hints, Outcome, Receipt
from carehomes.snapshots import publish
from carehomes.store import Store


def now() -> datetime:
    """Return the moment it is (UTC)."""
    return datetime.now(UTC)


def receive(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    hints: Hints | None = None,
    reasons: Mapping[str, str] | None = None,
    decide: bool = True,
    kinds: frozenset[str] = RETURNS | REFERENCES,
    context: Context | None = None,
    decided_at: datetime | None = None,
    publish_after: bool = True,
) -> Receipt:
    """Examine a file and, with ``decide``, accept, hold or refuse each return in it and publish.

    Never raises for what is in the file: the receipt says in plain sentences what was found and decided. ``reasons`` explain
    queries by their code (``*`` explains all): a return with a query that nobody explained is held. ``kinds`` are those
    that this door takes; ``context`` saves reading it again for many files; ``decided_at`` is a demonstration's own clock, taken
    as it is; without ``publish_after`` the caller publishes once for many files.
    """
    said = hints or Hints()
    examined = examine(content, file_name, context=context or context_of(store), hints=said)
    receipt = _settle(store, content, examined, said, reasons or {}, decide=decide, kinds=kinds, decided_at=decided_at)
    if decide and publish_after and any(one.outcome == "accepted" for one in receipt.decisions):
        publish(store)
    return receipt


def receive_many(
    store: Store,
    files: Sequence[tuple[str, bytes]],
    *,
    hints: Hints | None = None,
    reasons: Mapping[str, str] | None = None,
    decide: bool = True,
    refuse: bool = False,
    kinds: frozenset[str] = RETURNS | REFERENCES,
    publish_after: bool = True,
    told: Callable[[str], object] | None = None,
) -> list[Receipt]:
    """Do what ``receive`` does for several files, (name, bytes), as one batch: checked together, published once.

    Each return is decided by itself, in the files' order. All are held against what the store knew when the batch began, and
    against the earlier weeks of the batch itself. With ``refuse`` and without ``decide`` a file of which nothing can be accepted is
    decided at once. ``told`` hears each file's name once it is read.
    """
    said = hints or Hints()
    examined = examine_many(files, context=context_of(store), hints=said, told=told)
    receipts = []
    for (_, content), one in zip(files, examined, strict=True):
        receipt = _settle(store, content, one, said, reasons or {}, decide=decide, kinds=kinds)
        if refuse and not decide and receipt.outcome == "refused":
            receipt = _settle(store, content, one, said, reasons or {}, decide=True, kinds=kinds)
        receipts.append(receipt)
    if decide and publish_after and any(one.outcome == "accepted" for each in receipts for one in each.decisions):
        publish(store)
    return receipts


def _settle(
    store: Store,
    content: bytes,
    examined: Examined,
    said: Hints,
    reasons: Mapping[str, str],
    *,
    decide: bool,
    kinds: frozenset[str],
    decided_at: datetime | None = None,
) -> Receipt:
    """Decide a file that was examined, and keep it; without ``decide`` only foresee what would be decided."""
    examined = in_bounds(for_door(examined, kinds), said.received_at or decided_at or now())
    examined = explain(examined, reasons)
    if not decide:
        examined = barred(examined, closings.closed_weeks(store))
        known = standing(store.journal.entries())
        foreseen = undecided(examined) or [decision_of(one, examined, known, would=True)[1] for one in examined.returns]
        return _receipt(examined, tuple(foreseen))
    archive.keep(store.archive, content)
    moment = decided_at or now()
    facts = _write_facts(store, examined)
    with store.journal.write() as transaction:
        entry = Entry(
            action="refused",
            kind=examined.kind,
            submitter=_sender(examined, said),
            week=said.week,
            received_at=said.received_at or moment,
            decided_at=moment,
            sha256=examined.sha256,
            file_name=examined.file_name,
            findings=examined.findings,
        )
        # Inside the transaction: a week that is closed meanwhile keeps the file out.
        examined = barred(examined, closings.replay(closings.entries(transaction), moment))
        decisions = _decide(transaction, examined, standing(transaction.entries()), facts, entry, keep_clock=decided_at is not None)
    return _receipt(examined, tuple(decisions))


def _sender(examined: Examined, said: Hints) -> str:
    """Return whose file it is as far as that is known before its returns are: said by whoever loads it, or told by its tables."""
    told = {one.submitter for one in examined.asked}
    return said.submitter.strip().upper() or (told.pop() if len(told) == 1 else "")


def _write_facts(store: Store, examined: Examined) -> str:
    """Keep the facts of what can be accepted; without an entry of the journal they are not there."""
    if undecided(examined):
        return ""
    taken = [one for one in examined.returns if not one.stopped and not one.nil and not unexplained(examined, one)]
    tables = [one.held for one in taken if one.held.num_rows]
    return write_facts(store.facts, joined(tables)) if tables else ""


def _decide(transaction: Transaction, examined: Examined, known: Known, facts: str, entry: Entry, *, keep_clock: bool) -> list[Decision]:
    """Write what is decided of each return; ``entry`` says what is the same for all of them."""
    if whole := undecided(examined):
        transaction.append(replace(entry, action=whole[0].outcome), keep_clock=keep_clock)
        return whole
    decided = []
    for one in examined.returns:
        staged, decision = decision_of(one, examined, known)
        accepted = decision.outcome == "accepted"
        seq = transaction.append(
            replace(
                entry,
                action=decision.outcome,
                kind=staged.kind,
                submitter=staged.submitter,
                week=staged.week,
                nil=staged.nil,
                facts=facts if accepted and not staged.nil else "",
                row_count=staged.rows,
                findings=examined.findings + staged.findings,
            ),
            keep_clock=keep_clock,
        )
        decided.append(replace(decision, return_id=seq) if accepted else decision)
    return decided


def _receipt(examined: Examined, decisions: tuple[Decision, ...]) -> Receipt:
    outcomes = {one.outcome for one in decisions}
    outcome: Outcome = next(one for one in ("refused", "held", "accepted", "unchanged") if one in outcomes)
    sentences = [one.sentence for one in decisions]
    # The desk's own findings (of a decision) come beside the intake's.
    found = dict.fromkeys((*examined.all_findings, *(each for one in decisions for each in one.findings)))
    sentences += [one.message for one in found]
    return Receipt(
        examined.file_name,
        examined.sha256,
        examined.kind,
        outcome,
        tuple(sentences),
        decisions,
        tuple(found),
        examined.needs,
        examined.asked,
    )
