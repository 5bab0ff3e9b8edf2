"""The returns desk: a file comes in, is examined, and each return in it is accepted or refused whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

import pyarrow as pa

from carehomes.areas import AreaList, week_label
from carehomes.areas.weeks import LONDON
from carehomes.catalogue import load_questions
from carehomes.intake.context import Context
from carehomes.intake.examine import examine, examine_many
from carehomes.ledger import archive
from carehomes.ledger.facts import joined, read_facts, read_return, write_facts
from carehomes.ledger.journal import Entry, Transaction, Version, standing, version_key
from carehomes.ledger.model import KIND_NAMES, Decision, Examined, Finding, Hints, Outcome, Receipt, StagedReturn
from carehomes.settings import queries_folder
from carehomes.snapshots import publish
from carehomes.store import AREAS, Store

#: The first round: the letter of 1 May 2020 asked for returns from the next week on.
FIRST_WEEK = date(2020, 5, 3)
RETURNS = frozenset({"home", "area", "la"})
REFERENCES = frozenset({"register", "alignment", AREAS, "boundaries"})
_NEEDS = {
    "week": "The file does not say which week it is for: say the week's Sunday (--week 2020-05-17).",
    "submitter": "The file does not say whose return it is: say the area's code (--submitter 01T).",
    "effective": "The file does not say from which day it holds: say it (--effective 2020-05-01).",
}


def now() -> datetime:
    """Return the moment it is (UTC)."""
    return datetime.now(UTC)


def context_of(store: Store, *, like: Context | None = None) -> Context:
    """Return what the intake holds a file against: areas, questions, the register of a week, the return of the week before.

    ``like`` is an earlier context of the same store, whose questions serve again.
    """

    areas = store.areas()
    questions = like.questions if like else load_questions(queries_folder() / "questions")

    @cache
    def known() -> list[Version]:
        return [one for one in standing(store.journal.entries()).values() if not one.nil]

    @cache
    def of_week() -> Mapping[tuple[str, str, date | None], Version]:
        return {(one.kind, one.submitter, one.week): one for one in reversed(known())}

    def previous(kind: str, submitter: str, week: date) -> pa.Table | None:
        last = week - timedelta(days=7)
        before = of_week().get((kind, submitter, last))
        return read_return(store.facts, before.facts, kind, submitter, last) if before and before.facts else None

    def register(week: date) -> Mapping[str, str] | None:
        registers = sorted((one for one in known() if one.kind == "register"), key=lambda one: (str(one.week), one.return_id))
        if not registers:
            return None
        in_force = [one for one in registers if one.week and one.week <= week]
        return _register_homes(store.facts, (in_force[-1] if in_force else registers[0]).facts, week, areas)

    def returned() -> list[tuple[str, date]]:
        return [(one.submitter, one.week) for one in known() if one.kind in ("home", "area") and one.week]

    return Context(areas=areas, questions=questions, register=register, previous=previous, returned=returned)


@lru_cache(maxsize=4)
def _register_dates(folder: Path, name: str) -> dict[str, tuple[str, str, str]]:
    """Return CCG, start and end of every home of a register (a facts file never changes, so it is read once)."""
    wanted = ("ccg", "start_date", "end_date")
    found: dict[str, dict[str, str]] = {}
    for fact in read_facts(folder, name).select(["home_id", "field", "answer"]).to_pylist():
        home = found.setdefault(fact["home_id"], {})
        if fact["field"] in wanted:
            home[fact["field"]] = fact["answer"]
    return {home: (said.get("ccg", ""), said.get("start_date", ""), said.get("end_date", "9999")) for home, said in found.items()}


@lru_cache(maxsize=16)
def _register_homes(folder: Path, name: str, week: date, areas: AreaList) -> Mapping[str, str]:
    """Return the CCG open then ('' where the register names none that is known) of every home on a register in a week."""
    day = week.isoformat()
    homes = {home: ccg for home, (ccg, start, end) in _register_dates(folder, name).items() if start <= day <= end}
    open_then = {code: areas.open_in(code, week) for code in set(homes.values())}
    return {home: open_then[ccg] for home, ccg in homes.items()}


def receive(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    hints: Hints | None = None,
    decide: bool = True,
    kinds: frozenset[str] = RETURNS | REFERENCES,
    context: Context | None = None,
    decided_at: datetime | None = None,
    publish_after: bool = True,
) -> Receipt:
    """Examine a file and, with ``decide``, accept or refuse each return in it and publish.

    Never raises for what is in the file: the receipt says in plain sentences what was found and decided. ``kinds`` are those
    that this door takes; ``context`` saves reading it again for many files; ``decided_at`` is a demonstration's own clock, taken
    as it is; without ``publish_after`` the caller publishes once for many files.
    """
    said = hints or Hints()
    examined = examine(content, file_name, context=context or context_of(store), hints=said)
    receipt = _settle(store, content, examined, said, decide=decide, kinds=kinds, decided_at=decided_at)
    if decide and publish_after and any(one.outcome == "accepted" for one in receipt.decisions):
        publish(store)
    return receipt


def receive_many(
    store: Store,
    files: Sequence[tuple[str, bytes]],
    *,
    hints: Hints | None = None,
    decide: bool = True,
    kinds: frozenset[str] = RETURNS | REFERENCES,
    publish_after: bool = True,
) -> list[Receipt]:
    """Do what ``receive`` does for several files, (name, bytes), as one batch: checked together, published once.

    Each return is decided by itself, in the files' order. All are held against what the store knew when the batch began.
    """
    said = hints or Hints()
    examined = examine_many(files, context=context_of(store), hints=said)
    receipts = [_settle(store, content, one, said, decide=decide, kinds=kinds) for (_, content), one in zip(files, examined, strict=True)]
    if decide and publish_after and any(one.outcome == "accepted" for each in receipts for one in each.decisions):
        publish(store)
    return receipts


def _settle(
    store: Store,
    content: bytes,
    examined: Examined,
    said: Hints,
    *,
    decide: bool,
    kinds: frozenset[str],
    decided_at: datetime | None = None,
) -> Receipt:
    """Decide a file that was examined, and keep it; without ``decide`` only foresee what would be decided."""
    examined = _in_bounds(_of_kinds(examined, kinds), said.received_at or decided_at or now())
    if not decide:
        return _receipt(examined, tuple(_foresee(store, examined)))
    archive.keep(store.archive, content)
    moment = decided_at or now()
    received_at = said.received_at or moment
    facts = _write_facts(store, examined)
    with store.journal.write() as transaction:
        known = standing(transaction.entries())
        entry = Entry(
            action="refused",
            kind=examined.kind,
            submitter="",
            week=None,
            received_at=received_at,
            decided_at=moment,
            sha256=examined.sha256,
            file_name=examined.file_name,
            findings=examined.findings,
        )
        decisions = tuple(_decide(transaction, examined, known, facts, entry, keep_clock=decided_at is not None))
    return _receipt(examined, decisions)


def _of_kinds(examined: Examined, kinds: frozenset[str]) -> Examined:
    if not examined.kind or examined.kind in kinds:
        return examined
    page, command = ("Reference", "reference") if examined.kind in REFERENCES else ("Returns", "accept")
    where = f"the {page} page, or python -m carehomes {command} FILE"
    name = KIND_NAMES[examined.kind]
    message = f"This is {'an' if name[0] in 'aL' else 'a'} {name}. Load it with {where}."
    return replace(examined, returns=(), needs=(), findings=(*examined.findings, Finding("wrong-door", "error", message)))


def _in_bounds(examined: Examined, received_at: datetime) -> Examined:
    """Refuse a return for a week before there were any, or one that had not begun when it was received: a slip in the year."""
    last = received_at.astimezone(LONDON).date() + timedelta(days=6)

    def bounded(staged: StagedReturn) -> StagedReturn:
        if staged.kind not in RETURNS or staged.week is None or FIRST_WEEK <= staged.week <= last:
            return staged
        why = "before the first round" if staged.week < FIRST_WEEK else "had not begun when it was received"
        message = f"The {week_label(staged.week)} {'is ' if staged.week < FIRST_WEEK else ''}{why}. Look at the year, and send it again."
        return replace(staged, findings=(*staged.findings, Finding("week_out_of_bounds", "error", message, field="week_ending")))

    return replace(examined, returns=tuple(bounded(one) for one in examined.returns))


def _write_facts(store: Store, examined: Examined) -> str:
    tables = (
        [one.held for one in examined.returns if not one.stopped and not one.nil and one.held.num_rows] if not _stopped(examined) else []
    )
    return write_facts(store.facts, joined(tables)) if tables else ""


def _stopped(examined: Examined) -> bool:
    return any(one.severity == "error" for one in examined.findings)


def _describe(kind: str, submitter: str, week: date | None) -> str:
    words = [KIND_NAMES.get(kind, "file")]
    if submitter:
        words.append(f"of {submitter}")
    if week:
        words.append(f"from {week.isoformat()}" if kind == "register" else f"for the {week_label(week)}")
    return " ".join(words)


def _same_bytes(known: dict[tuple[str, str, date | None, bool, str], Version], staged: StagedReturn, sha256: str) -> Version | None:
    version = known.get(version_key(staged.kind, staged.submitter, staged.week, staged.nil, sha256))
    return version if version and version.sha256 == sha256 else None


def _foresee(store: Store, examined: Examined) -> list[Decision]:
    if _stopped(examined) or examined.needs or not examined.returns:
        return _whole_file(examined)
    known = standing(store.journal.entries())
    guarded = [_guarded(one, known, examined) for one in examined.returns]
    return [_replacing(_decision(one, _outcome(one, known, examined.sha256), None, would=True), one, known, examined) for one in guarded]


def _before(staged: StagedReturn, known: dict[tuple[str, str, date | None, bool, str], Version], examined: Examined) -> Version | None:
    return known.get(version_key(staged.kind, staged.submitter, staged.week, staged.nil, examined.sha256))


def _guarded(staged: StagedReturn, known: dict[tuple[str, str, date | None, bool, str], Version], examined: Examined) -> StagedReturn:
    """Refuse a few rows of a mixed file that would take the place of a whole return: mostly a slip in a code or a date."""
    before = _before(staged, known, examined)
    if before is None or before.sha256 == examined.sha256 or len(examined.returns) < 2 or before.row_count < 2 * staged.rows:
        return staged
    message = (
        f"This file holds several returns, and its {staged.rows:,} {'row' if staged.rows == 1 else 'rows'} for {staged.submitter}, "
        f"{week_label(staged.week) if staged.week else 'without a week'}, would take the place of a return of {before.row_count:,} rows. "
        "Look at the codes and dates of those rows; if it is meant, send them in a file of their own."
    )
    return replace(staged, findings=(*staged.findings, Finding("few_rows_replace_many", "error", message)))


def _replacing(
    decision: Decision, staged: StagedReturn, known: dict[tuple[str, str, date | None, bool, str], Version], examined: Examined
) -> Decision:
    """Say what an accepted return takes the place of."""
    before = _before(staged, known, examined)
    if before is None or decision.outcome != "accepted" or staged.kind == "alignment":
        return decision
    when = before.known_from.astimezone(LONDON)
    told = f" It takes the place of the one accepted on {when.day} {when:%B %Y}, {before.row_count:,} rows."
    return replace(decision, sentence=decision.sentence + told)


def _outcome(staged: StagedReturn, known: dict[tuple[str, str, date | None, bool, str], Version], sha256: str) -> Outcome:
    if staged.stopped:
        return "refused"
    return "unchanged" if _same_bytes(known, staged, sha256) else "accepted"


def _decision(staged: StagedReturn, outcome: Outcome, return_id: int | None, *, would: bool = False, reason: str = "") -> Decision:
    what = _describe(staged.kind, staged.submitter, staged.week)
    what = f"nil return ({what})" if staged.nil else what
    if outcome == "accepted":
        counted = "" if staged.nil else f", {staged.rows:,} {'row' if staged.rows == 1 else 'rows'}"
        sentence = f"{'Ready to accept' if would else 'Accepted'}: {what}{counted}."
    elif outcome == "unchanged":
        sentence = f"Nothing to do: this {what} is already there, word for word."
    else:
        errors = sum(1 for one in staged.findings if one.severity == "error")
        sentence = f"Refused: {what}. {errors} {'thing stops' if errors == 1 else 'things stop'} it; nothing of it was loaded."
    return Decision(outcome, staged.kind, staged.submitter, staged.week, return_id, sentence, staged.findings, staged.rows)


def _whole_file(examined: Examined) -> list[Decision]:
    outcome: Outcome = "held" if examined.needs and not _stopped(examined) else "refused"
    if outcome == "held":
        sentence = " ".join(_NEEDS.get(one, f"Say the {one}.") for one in examined.needs)
    else:
        sentence = "Refused: nothing of this file was loaded."
    return [Decision(outcome, examined.kind, "", None, None, sentence)]


def _decide(
    transaction: Transaction,
    examined: Examined,
    known: dict[tuple[str, str, date | None, bool, str], Version],
    facts: str,
    entry: Entry,
    *,
    keep_clock: bool,
) -> list[Decision]:
    """Write what is decided of each return; ``entry`` says what is the same for all of them."""
    if _stopped(examined) or examined.needs or not examined.returns:
        decisions = _whole_file(examined)
        transaction.append(replace(entry, action=decisions[0].outcome), keep_clock=keep_clock)
        return decisions
    decided = []
    for staged in (_guarded(one, known, examined) for one in examined.returns):
        outcome = _outcome(staged, known, examined.sha256)
        seq = transaction.append(
            replace(
                entry,
                action=outcome,
                kind=staged.kind,
                submitter=staged.submitter,
                week=staged.week,
                nil=staged.nil,
                facts=facts if outcome == "accepted" and not staged.nil else "",
                row_count=staged.rows,
                findings=examined.findings + staged.findings,
            ),
            keep_clock=keep_clock,
        )
        decision = _decision(staged, outcome, seq if outcome == "accepted" else None)
        decided.append(_replacing(decision, staged, known, examined))
    return decided


def _receipt(examined: Examined, decisions: tuple[Decision, ...]) -> Receipt:
    outcomes = {one.outcome for one in decisions}
    outcome: Outcome = next(one for one in ("refused", "held", "accepted", "unchanged") if one in outcomes)
    sentences = [one.sentence for one in decisions]
    # The desk's own findings (of a decision) come beside the intake's.
    found = dict.fromkeys((*examined.all_findings, *(each for one in decisions for each in one.findings)))
    sentences += [one.message for one in found]
    return Receipt(examined.file_name, examined.sha256, examined.kind, outcome, tuple(sentences), decisions, tuple(found), examined.needs)


def nil_return(
    store: Store,
    submitter: str,
    week: date,
    *,
    kind: str = "home",
    received_at: datetime | None = None,
    decided_at: datetime | None = None,
    publish_after: bool = True,
) -> Decision:
    """Accept a nil return: the CCG has nothing to say for the week. It counts as returned, answers nothing and supersedes nothing."""
    staged = StagedReturn(kind, submitter, week, pa.table({}), 0, nil=True)
    moment = decided_at or now()
    entry = Entry("accepted", kind, submitter, week, received_at or moment, moment, nil=True, reason="nil return")
    with store.journal.write() as transaction:
        seq = transaction.append(entry, keep_clock=decided_at is not None)
    if publish_after:
        publish(store)
    return _decision(staged, "accepted", seq)


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
        known = standing(transaction.entries())
        found = [
            one
            for one in known.values()
            if (one.return_id == return_id if return_id is not None else (one.kind, one.submitter, one.week) == (kind, submitter, week))
        ]
        found.sort(key=lambda one: (one.nil, -one.return_id))
        if not found:
            what = f"return {return_id}" if return_id is not None else _describe(kind, submitter, week)
            return Decision("refused", kind, submitter, week, None, f"There is no standing {what} to withdraw.")
        gone = found[0]
        kind, submitter, week = gone.kind, gone.submitter, gone.week
        entry = Entry("withdrawn", kind, submitter, week, moment, moment, nil=gone.nil, return_seq=gone.return_id, reason=reason)
        transaction.append(replace(entry, sha256=gone.sha256, file_name=gone.file_name), keep_clock=decided_at is not None)
    if publish_after:
        publish(store)
    return Decision(
        "accepted", kind, submitter, week, gone.return_id, f"Withdrawn: {_describe(kind, submitter, week)}. Nothing of it stands."
    )
