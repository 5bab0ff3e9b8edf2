"""Commands that take something in: accept, reference, nil, withdraw, demo."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from carehomes.areas import week_problem
from carehomes.cli.mapping import remember_said
from carehomes.cli.papers import NO_PAPERS, Papers
from carehomes.demo import FOLDER, load_demo
from carehomes.intake.desk import REFERENCES, RETURNS, nil_return, receive, withdraw
from carehomes.ledger.model import Hints, Receipt
from carehomes.snapshots import publish
from carehomes.store import Store, open_store

ACCEPTED, REFUSED, HELD = 0, 1, 3
_CODES = {"accepted": ACCEPTED, "unchanged": ACCEPTED, "refused": REFUSED, "held": HELD}


def accept(
    files: Sequence[Path],
    *,
    week: date | None,
    submitter: str,
    received_at: datetime | None,
    mapped: Sequence[str] = (),
    papers: Papers = NO_PAPERS,
) -> int:
    """Take returns in; print each receipt; return the worst outcome's exit code.

    ``mapped`` are ``HEADER=QUESTION``, remembered first; ``papers`` are the files asked for beside.
    """
    hints = Hints(submitter=submitter, week=week, received_at=received_at)
    if mapped:
        remember_said(open_store(), files, hints, mapped)
    return _take(files, hints, RETURNS, papers)


def reference(files: Sequence[Path], *, effective: date | None, received_at: datetime | None) -> int:
    """Take registers, alignment files, code lists and boundaries in."""
    return _take(files, Hints(effective=effective, received_at=received_at), REFERENCES)


def _take(files: Sequence[Path], hints: Hints, kinds: frozenset[str], papers: Papers = NO_PAPERS) -> int:
    store = open_store()
    codes = []
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            print(f"{path.name}: it could not be read ({error.strerror}). Look at its name and place.", file=sys.stderr)
            codes.append(REFUSED)
            continue
        found = papers.foresee(store, content, path.name, hints)
        receipt = receive(store, content, path.name, hints=hints, kinds=kinds, publish_after=False)
        _print(receipt)
        papers.take(receipt, found, content)
        codes.append(_CODES[receipt.outcome])
    publish(store)
    papers.write()
    return REFUSED if REFUSED in codes else max(codes)


def _print(receipt: Receipt) -> None:
    print(f"{receipt.file_name}:")
    for sentence in receipt.sentences:
        print(f"  {sentence}")


def _ccg_problem(store: Store, submitter: str, week: date) -> str:
    area = store.areas().get(submitter)
    if area is None or area.level != "ccg":
        return f"{submitter} is no CCG of the area list. Look at the code."
    if not area.open_on(week):
        return f"{area.label} was not open in the week ending {week.isoformat()}."
    return week_problem(week)


def nil(submitter: str, week: date, *, received_at: datetime | None) -> int:
    """Record a nil return."""
    store = open_store()
    problem = _ccg_problem(store, submitter, week)
    if problem:
        print(problem, file=sys.stderr)
        return REFUSED
    area = store.areas().get(submitter)
    print(nil_return(store, area.code if area else submitter, week, received_at=received_at).sentence)
    return ACCEPTED


def withdraw_standing(kind: str, submitter: str, week: date | None, *, return_id: int | None, reason: str) -> int:
    """Withdraw a standing return, or with ``return_id`` the version of that number."""
    decision = withdraw(open_store(), kind, submitter, week, return_id=return_id, reason=reason)
    print(decision.sentence)
    return _CODES[decision.outcome]


def demo(folder: Path | None) -> int:
    """Load a demonstration into an empty store, with a progress line."""
    live = sys.stderr.isatty()

    def progress(share: float, text: str) -> None:
        if live:
            print(f"\r{share:4.0%}  {text[:70]:<70}", end="", file=sys.stderr, flush=True)

    troubles = load_demo(open_store(), folder or FOLDER, progress)
    if live:
        print(file=sys.stderr)
    for trouble in troubles:
        print(trouble)
    print("The demonstration is loaded. Every page and file made from this store is marked as demonstration data.")
    return ACCEPTED
