"""The returns desk: a file comes in, is examined, and each return in it is accepted, held or refused whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa

from carehomes.intake.ahead import Ahead
from carehomes.intake.closing import barred
from carehomes.intake.context import Context
from carehomes.intake.decide import REFERENCES, RETURNS, Known, decision_of, explain, for_door, in_bounds, undecided, unexplained
from carehomes.intake.examine import examine_many
from carehomes.intake.folded import folded
from carehomes.intake.known import context_of
from carehomes.intake.own import own_only, require_door
from carehomes.ledger import closings
from carehomes.ledger.facts import FACTS_SCHEMA
from carehomes.ledger.journal import Entry, Transaction, Version, standing
from carehomes.ledger.model import Decision, Examined, Hints, Outcome, Receipt
from carehomes.snapshots import publish
from carehomes.store import Store

#: Facts that were just written, by the name of their file.
_Facts = dict[str, pa.Table]
_NO_FACTS = "", FACTS_SCHEMA.empty_table()


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
    as it is; without ``publish_after`` the caller publishes once for many files. Raises ``NotAllowedError`` where whoever holds the
    store may bring nothing at this door.
    """
    require_door(store, kinds)
    said = hints or Hints()
    with Ahead(store) as ahead:
        if decide:
            ahead.keep([content])
        examined = examine_many(
            [(file_name, content)], context=context or context_of(store), hints=said, on_staged=ahead.draft if decide else None
        )
        judged = _judged(store, examined, said, reasons or {}, kinds, decided_at or now())
        [receipt], written = _decided(store, judged, said, ahead, decided_at=decided_at) if decide else (_foreseen(store, judged), {})
    if decide and publish_after and any(one.outcome == "accepted" for one in receipt.decisions):
        publish(store, at_hand=written)
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
    decided at once. ``told`` hears each file's name once it is read. Raises as ``receive`` does.
    """
    require_door(store, kinds)
    said = hints or Hints()
    written: _Facts = {}
    with Ahead(store) as ahead:
        if decide:
            ahead.keep(content for _, content in files)
        examined = examine_many(files, context=context_of(store), hints=said, told=told, on_staged=ahead.draft if decide else None)
        judged = _judged(store, examined, said, reasons or {}, kinds, now())
        if decide:
            receipts, written = _decided(store, judged, said, ahead)
        else:
            receipts = _foreseen(store, judged)
            gone = [place for place, one in enumerate(receipts) if refuse and one.outcome == "refused"]
            ahead.keep(files[place][1] for place in gone)
            settled = _decided(store, [judged[place] for place in gone], said, ahead)[0] if gone else []
            for place, one in zip(gone, settled, strict=True):
                receipts[place] = one
    if decide and publish_after and any(one.outcome == "accepted" for each in receipts for one in each.decisions):
        publish(store, at_hand=written)
    return receipts


def _judged(
    store: Store, examined: Sequence[Examined], said: Hints, reasons: Mapping[str, str], kinds: frozenset[str], moment: datetime
) -> list[Examined]:
    """Return files with what this door, who stands at it, the moment and the reasons given say of them."""
    bounded = (in_bounds(for_door(one, kinds), said.received_at or moment) for one in examined)
    return [explain(own_only(one, store), reasons) for one in bounded]


def _foreseen(store: Store, judged: Sequence[Examined]) -> list[Receipt]:
    """Return what would be decided of files."""
    known = standing(store.journal.entries())
    closed = closings.closed_weeks(store)
    return [
        _receipt(examined, undecided(examined) or [decision_of(one, examined, known, would=True)[1] for one in examined.returns])
        for examined in (barred(one, closed) for one in judged)
    ]


def _decided(
    store: Store, judged: Sequence[Examined], said: Hints, ahead: Ahead, *, decided_at: datetime | None = None
) -> tuple[list[Receipt], _Facts]:
    """Decide each return of files: what is decided of a batch is written at once, or none of it. Return also the facts written."""
    facts = [_write_facts(ahead, place, one) for place, one in enumerate(judged)]
    ahead.wait()
    moment = decided_at or now()
    receipts: list[Receipt] = []
    with store.journal.write() as transaction:
        known = standing(transaction.entries())
        # Inside the transaction: a week that is closed meanwhile keeps a file out.
        closed = closings.replay(closings.entries(transaction), moment)
        for examined, (name, _) in zip((barred(one, closed) for one in judged), facts, strict=True):
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
            decisions, accepted = _decide(transaction, examined, known, name, entry, keep_clock=decided_at is not None)
            known |= {version.key: version for version in accepted}
            receipts.append(_receipt(examined, decisions))
    return receipts, {name: table for name, table in facts if name}


def _sender(examined: Examined, said: Hints) -> str:
    """Return whose file it is as far as that is known before its returns are: said by whoever loads it, or told by its tables."""
    told = {one.submitter for one in examined.asked}
    return said.submitter.strip().upper() or (told.pop() if len(told) == 1 else "")


def _write_facts(ahead: Ahead, place: int, examined: Examined) -> tuple[str, pa.Table]:
    """Keep the facts of what can be accepted ('' where there are none); without an entry of the journal they are not there."""
    if undecided(examined):
        return _NO_FACTS
    taken = [one for one in examined.returns if one.held.num_rows and not one.stopped and not one.nil and not unexplained(examined, one)]
    return ahead.finish(place, taken) if taken else _NO_FACTS


def _decide(
    transaction: Transaction, examined: Examined, known: Known, facts: str, entry: Entry, *, keep_clock: bool
) -> tuple[list[Decision], list[Version]]:
    """Write what is decided of each return; ``entry`` says what is the same for all of them. Return that, and what now stands."""
    if whole := undecided(examined):
        transaction.append(replace(entry, action=whole[0].outcome), keep_clock=keep_clock)
        return whole, []
    decided: list[Decision] = []
    accepted: list[Version] = []
    for one in examined.returns:
        staged, decision = decision_of(one, examined, known)
        taken = decision.outcome == "accepted"
        written = replace(
            entry,
            action=decision.outcome,
            kind=staged.kind,
            submitter=staged.submitter,
            week=staged.week,
            nil=staged.nil,
            facts=facts if taken and not staged.nil else "",
            row_count=staged.rows,
            findings=examined.findings + staged.findings,
        )
        seq = transaction.append(written, keep_clock=keep_clock)
        decided.append(replace(decision, return_id=seq) if taken else decision)
        if taken:
            accepted.append(replace(written, seq=seq).version)
    return decided, accepted


def _receipt(examined: Examined, decisions: Sequence[Decision]) -> Receipt:
    outcomes = {one.outcome for one in decisions}
    outcome: Outcome = next(one for one in ("refused", "held", "accepted", "unchanged") if one in outcomes)
    sentences = [one.sentence for one in decisions]
    # What was found in a return stands in its decision, with what deciding it found; without one in the file.
    decided = [each for one in decisions for each in one.findings]
    found = dict.fromkeys((*examined.findings, *decided) if decided else examined.all_findings)
    sentences += [one.message for one in folded(found)]
    return Receipt(
        examined.file_name,
        examined.sha256,
        examined.kind,
        outcome,
        tuple(sentences),
        tuple(decisions),
        tuple(found),
        examined.needs,
        examined.asked,
    )
