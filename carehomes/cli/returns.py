"""Commands that take something in or back: check, accept, reference, returns, nil, withdraw, undo, demo."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from carehomes.access import EVERYWHERE
from carehomes.areas import week_problem
from carehomes.areas.weeks import LONDON
from carehomes.cli.console import (
    ACCEPTED,
    CODES,
    HEADINGS,
    REFUSED,
    Bar,
    decision_json,
    files_in,
    lots,
    opened,
    print_json,
    receipt_json,
    receipt_text,
    table_rows,
    text_table,
    worst,
)
from carehomes.cli.mapping import remember_said
from carehomes.cli.papers import NO_PAPERS, Papers
from carehomes.demo import FOLDER, load_demo
from carehomes.intake.decide import REFERENCES, RETURNS
from carehomes.intake.desk import receive_many
from carehomes.intake.undo import nil_problem, nil_return, undo, withdraw
from carehomes.ledger.model import KIND_NAMES, Decision, Hints, Receipt
from carehomes.measures import returns_received
from carehomes.snapshots import open_snapshot, publish, records
from carehomes.store import Store, open_store

#: Files that are taken as one batch.
_TOGETHER = 500


def check(paths: Sequence[Path], hints: Hints, reasons: Mapping[str, str], *, as_json: bool) -> int:
    """Examine files of any kind and print what would be decided; nothing is loaded or written down."""
    return _each(paths, hints, reasons, RETURNS | REFERENCES, decide=False, as_json=as_json)


def accept(
    paths: Sequence[Path],
    hints: Hints,
    reasons: Mapping[str, str],
    *,
    as_json: bool,
    mapped: Sequence[str] = (),
    papers: Papers = NO_PAPERS,
) -> int:
    """Take returns in; print each receipt; return the worst outcome's exit code.

    ``mapped`` are ``HEADER=QUESTION``, remembered first; ``papers`` are the files asked for beside.
    """
    if mapped:
        remember_said(open_store(), files_in(paths), hints, mapped)
    return _each(paths, hints, reasons, RETURNS, decide=True, as_json=as_json, papers=papers)


def reference(paths: Sequence[Path], hints: Hints, reasons: Mapping[str, str], *, as_json: bool) -> int:
    """Take registers, alignment files, code lists and boundaries in."""
    # One after the other: a code list changes what the files after it are held against.
    return _each(paths, hints, reasons, REFERENCES, decide=True, as_json=as_json, together=1)


def _each(
    paths: Sequence[Path],
    hints: Hints,
    reasons: Mapping[str, str],
    kinds: frozenset[str],
    *,
    decide: bool,
    as_json: bool,
    papers: Papers = NO_PAPERS,
    together: int = _TOGETHER,
) -> int:
    store = open_store()
    files = files_in(paths)
    if not files:
        print("There is no file there. Look at the folder's name.", file=sys.stderr)
        return REFUSED
    bar = Bar(len(files))
    receipts: list[Receipt] = []
    for lot in lots(opened(files, bar), 1 if papers.receipt else together):
        receipts += _lot(store, lot, hints, reasons, kinds, papers, bar, decide=decide)
    if decide:
        publish(store)
    papers.write()
    exit_code = worst(CODES[one.outcome] for one in receipts)
    if as_json:
        print_json({"exit": exit_code, "files": [receipt_json(one) for one in receipts]})
        return exit_code
    for receipt in receipts:
        print(receipt_text(receipt))
    if len(receipts) > 1:
        areas = store.areas()
        print("\n" + text_table(HEADINGS, [row for one in receipts for row in table_rows(one, areas)]))
    return exit_code


def _lot(
    store: Store,
    lot: Sequence[tuple[str, bytes] | Receipt],
    hints: Hints,
    reasons: Mapping[str, str],
    kinds: frozenset[str],
    papers: Papers,
    bar: Bar,
    *,
    decide: bool,
) -> list[Receipt]:
    """Take files as one batch, and return their receipts, in their order."""
    files = [one for one in lot if not isinstance(one, Receipt)]
    found = [papers.foresee(store, content, name, hints) for name, content in files]
    taken = receive_many(store, files, hints=hints, reasons=reasons, decide=decide, kinds=kinds, publish_after=False, told=bar.step)
    for receipt, outlook, (_, content) in zip(taken, found, files, strict=True):
        papers.take(receipt, outlook, content)
    rest = iter(taken)
    return [one if isinstance(one, Receipt) else next(rest) for one in lot]


def show(week: date | None, *, as_json: bool) -> int:
    """Print the returns received, the newest decision first: one a line, or as JSON."""
    if week is not None and (problem := week_problem(week)):
        print(problem, file=sys.stderr)
        return REFUSED
    found = returns_received(open_snapshot(open_store()), permitted=EVERYWHERE)
    rows = [row for row in records(found) if week is None or row["week"] == week]
    if as_json:
        print_json([_plain(row) for row in rows])
        return ACCEPTED
    if not rows:
        print("No return was received." if week is None else f"No return was received for the week ending {week.isoformat()}.")
        return ACCEPTED
    headings = ("Number", "Week", "Submitter", "Kind", "State", "Received", "On time", "Rows", "Findings", "Reasons")
    print(text_table(headings, [_line(row) for row in rows]))
    return ACCEPTED


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    missing = {name: None for name, value in row.items() if not isinstance(value, list) and pd.isna(value)}
    moments = {name: value.to_pydatetime().astimezone(UTC) for name, value in row.items() if isinstance(value, pd.Timestamp)}
    return {**row, **moments, **missing}


def _line(row: dict[str, Any]) -> list[str]:
    plain = _plain(row)
    on_time = plain["on_time"]
    received = plain["received_at"]
    return [
        str(plain["return_id"]),
        str(plain["week"] or ""),
        str(plain["submitter"] or ""),
        ("nil " if plain["nil"] else "") + KIND_NAMES[str(plain["kind"])],
        str(plain["state"]),
        f"{received.astimezone(LONDON):%Y-%m-%d %H:%M}" if isinstance(received, datetime) else "",
        "" if on_time is None else "on time" if on_time else "late",
        str(plain["rows"]),
        str(plain["findings"]),
        str(plain["reasons"]),
    ]


def nil(submitter: str, week: date, *, reason: str, received_at: datetime | None, as_json: bool) -> int:
    """Record a nil return."""
    store = open_store()
    problem = nil_problem(store, submitter, week)
    if problem and not as_json:
        print(problem, file=sys.stderr)
        return REFUSED
    if problem:
        return _tell(Decision("refused", "home", submitter, week, None, problem), as_json=as_json)
    area = store.areas().get(submitter)
    return _tell(nil_return(store, area.code if area else submitter, week, reason=reason, received_at=received_at), as_json=as_json)


def take_back(kind: str, submitter: str, week: date | None, *, return_id: int | None, reason: str, as_json: bool) -> int:
    """Withdraw a standing return, or with ``return_id`` the version of that number."""
    return _tell(withdraw(open_store(), kind, submitter, week, return_id=return_id, reason=reason), as_json=as_json)


def undo_last(kind: str, submitter: str, week: date | None, *, return_id: int | None, reason: str, as_json: bool) -> int:
    """Undo the last withdrawal or resubmission of a return."""
    return _tell(undo(open_store(), kind, submitter, week, return_id=return_id, reason=reason), as_json=as_json)


def _tell(decision: Decision, *, as_json: bool) -> int:
    if as_json:
        print_json(decision_json(decision))
    else:
        print(decision.sentence)
    return CODES[decision.outcome]


def demo(folder: Path | None) -> int:
    """Load a demonstration into an empty store, with a progress line."""
    live = sys.stderr.isatty()

    def told(share: float, text: str) -> None:
        if live:
            print(f"\r{share:4.0%}  {text[:70]:<70}", end="", file=sys.stderr, flush=True)

    troubles = load_demo(open_store(), folder or FOLDER, told)
    if live:
        print(file=sys.stderr)
    for trouble in troubles:
        print(trouble)
    print("The demonstration is loaded. Every page and file made from this store is marked as demonstration data.")
    return ACCEPTED
