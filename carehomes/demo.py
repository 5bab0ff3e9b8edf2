"""The demonstration region: invented returns, loaded into an empty store with both clocks from their manifest."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from carehomes.intake.context import Context
from carehomes.intake.decide import EVERY_QUERY
from carehomes.intake.desk import receive
from carehomes.intake.known import context_of
from carehomes.intake.undo import nil_return, withdraw
from carehomes.ledger.model import Hints
from carehomes.settings import PROJECT
from carehomes.snapshots import publish
from carehomes.store import DEMONSTRATION, Store

#: The manifest says that a file was accepted, so somebody had looked at its queries: this is told beside each of them.
_REASON = "Accepted as it stands, by the demonstration's manifest"
FOLDER = PROJECT / "data" / "demo"
COLUMNS = ("file", "kind", "submitter", "week", "received_at", "decided_at", "action")
Progress = Callable[[float, str], None]


class DemonstrationError(ValueError):
    """A demonstration that cannot be loaded, in a plain sentence."""


@dataclass(frozen=True)
class Step:
    """One line of a manifest."""

    file: str
    kind: str
    submitter: str
    week: date | None
    received_at: datetime
    decided_at: datetime
    action: str


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def read_manifest(path: Path) -> list[Step]:
    """Read a manifest (LAYOUTS.md's columns). Raises ``DemonstrationError`` naming the line that is wrong."""
    if not path.exists():
        raise DemonstrationError(f"{path.parent.name} holds no manifest.csv, so it is no demonstration folder.")
    steps: list[Step] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            raise DemonstrationError(f"manifest.csv: the column {missing[0]!r} is missing; it needs {', '.join(COLUMNS)}.")
        for number, row in enumerate(reader, start=2):
            try:
                week = date.fromisoformat(row["week"]) if row["week"] else None
                received_at, decided_at = _moment(row["received_at"]), _moment(row["decided_at"])
            except ValueError as error:
                raise DemonstrationError(f"manifest.csv, line {number}: {error}. Dates and times are ISO with an offset.") from error
            if row["action"] not in ("accept", "withdraw", "nil"):
                raise DemonstrationError(
                    f"manifest.csv, line {number}: the action is {row['action']!r}; it must be accept, withdraw or nil."
                )
            steps.append(Step(row["file"], row["kind"], row["submitter"], week, received_at, decided_at, row["action"]))
    return steps


def load_demo(store: Store, folder: Path = FOLDER, progress: Progress = lambda share, text: None) -> list[str]:
    """Load the demonstration ``folder`` into an empty ``store`` and return a sentence for every file that was not accepted.

    The store stays marked as a demonstration for good. An ``areas.csv`` in the folder becomes the store's area list.
    Raises ``DemonstrationError`` where the store is not empty or the folder is no demonstration.
    """
    steps = read_manifest(folder / "manifest.csv")
    store.require("demonstrate")
    if not store.empty:
        raise DemonstrationError(
            "This store is not empty: a demonstration is loaded only into an empty one (set CAREHOMES_STORE to a new folder)."
        )
    if (folder / "areas.csv").exists():
        shutil.copyfile(folder / "areas.csv", store.own_areas)
    with store.journal.write() as transaction:
        transaction.write_setting(DEMONSTRATION, "yes")
    troubles: list[str] = []
    context: Context | None = None
    for number, step in enumerate(steps):
        progress(number / (len(steps) + 1), f"{step.file or 'nil return'} ({number + 1} of {len(steps)})")
        context = context_of(store, like=context)
        troubles.extend(_take(store, folder, step, context))
    progress(len(steps) / (len(steps) + 1), "Publishing")
    publish(store)
    progress(1.0, "Done")
    return troubles


def _take(store: Store, folder: Path, step: Step, context: Context) -> list[str]:
    if step.action == "nil" and step.week:
        nil_return(
            store,
            step.submitter,
            step.week,
            kind=step.kind or "home",
            received_at=step.received_at,
            decided_at=step.decided_at,
            publish_after=False,
        )
        return []
    if step.action == "withdraw":
        gone = withdraw(store, step.kind, step.submitter, step.week, decided_at=step.decided_at, publish_after=False)
        return [] if gone.outcome == "accepted" else [gone.sentence]
    path = folder / step.file
    if not path.is_file():
        return [f"{step.file} is named in the manifest and is not in the folder."]
    register = step.kind == "register"
    hints = Hints(
        submitter=step.submitter if step.kind in ("home", "area", "la") else "",
        week=None if register else step.week,
        effective=step.week if register else None,
        received_at=step.received_at,
    )
    receipt = receive(
        store,
        path.read_bytes(),
        path.name,
        hints=hints,
        reasons={EVERY_QUERY: _REASON},
        context=context,
        decided_at=step.decided_at,
        publish_after=False,
    )
    return [] if receipt.outcome in ("accepted", "unchanged") else [f"{step.file}: {' '.join(receipt.sentences)}"]
