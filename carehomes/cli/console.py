"""What every command that takes something in shares: files of folders, exit codes, receipts as text and JSON, a progress bar."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from carehomes.areas import AreaList
from carehomes.intake.zipped import unpack
from carehomes.ledger.model import KIND_NAMES, Decision, Finding, Receipt

ACCEPTED, REFUSED, HELD = 0, 1, 3
CODES = {"accepted": ACCEPTED, "unchanged": ACCEPTED, "refused": REFUSED, "held": HELD}
HEADINGS = ("File", "Recognised as", "Area", "Week", "Outcome")
_BAR = 24
#: Bytes of files that are taken as one batch, and not many more.
LOT_BYTES = 64 << 20


def files_in(paths: Sequence[Path]) -> list[Path]:
    """Return the files named and those in the folders named, each once; hidden files and a spreadsheet's lock files stay out."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink()) if path.is_dir() else [path]
        found.update(dict.fromkeys(one for one in inside if not path.is_dir() or not _passed_over(one.relative_to(path))))
    return list(found)


def _passed_over(inside: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in inside.parts)


def worst(codes: Iterable[int]) -> int:
    """Return the exit code of several outcomes: one refusal outweighs all, then one that is held."""
    found = list(codes)
    return REFUSED if REFUSED in found else max(found, default=ACCEPTED)


class Bar:
    """A bar on standard error that says how many files were read; none where that is no terminal, or for a single file."""

    def __init__(self, total: int) -> None:
        self._total, self._done = total, 0
        self._live = sys.stderr.isatty()

    def add(self, more: int) -> None:
        """Say that there are more files: a ZIP file was opened."""
        self._total += more

    def step(self, name: str) -> None:
        """Say that the file of this name was read."""
        self._done += 1
        if self._live and self._total > 1:
            done = _BAR * self._done // self._total
            line = f"[{'#' * done}{'.' * (_BAR - done)}] {self._done:,} of {self._total:,}  {name[:40]:<40}"
            print(f"\r{line}", end="\n" if self._done == self._total else "", file=sys.stderr, flush=True)


def opened(paths: Iterable[Path], bar: Bar) -> Iterator[tuple[str, bytes] | Receipt]:
    """Yield name and bytes of each file, of a ZIP file those of its members; the receipt of one that cannot be read."""
    for path in paths:
        try:
            members = unpack(path.read_bytes(), path.name)
        except OSError as error:
            bar.step(path.name)
            message = f"It could not be read ({error.strerror}). Look at its name and place."
            finding = Finding("file_unreadable", "error", message)
            yield Receipt(path.name, "", "", "refused", (message,), (Decision("refused", "", "", None, None, message),), (finding,))
            continue
        bar.add(len(members) - 1)
        yield from members


def lots(files: Iterable[tuple[str, bytes] | Receipt], most: int) -> Iterator[list[tuple[str, bytes] | Receipt]]:
    """Yield files together that are taken as one batch: at most so many, and not many more bytes than fit into memory well."""
    lot: list[tuple[str, bytes] | Receipt] = []
    held = 0
    for one in files:
        lot.append(one)
        held += 0 if isinstance(one, Receipt) else len(one[1])
        if len(lot) >= most or held >= LOT_BYTES:
            yield lot
            lot, held = [], 0
    if lot:
        yield lot


def table_rows(receipt: Receipt, areas: AreaList) -> list[tuple[str, ...]]:
    """Return a row a return of a file: file, recognised as, area, week, outcome."""
    rows: list[tuple[str, ...]] = []
    for one in receipt.decisions:
        area = areas.get(one.submitter) if one.submitter else None
        week = one.week.isoformat() if one.week else ""
        kind = KIND_NAMES.get(one.kind, "no return")
        rows.append((receipt.file_name, kind, area.label if area else one.submitter, week, _outcome(one)))
    return rows


def _outcome(one: Decision) -> str:
    return f"held: a reason for {', '.join(one.unexplained)}" if one.unexplained else str(one.outcome)


def text_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text in columns as wide as their longest cell, at most 60 characters."""
    cells = [[_cut(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(len(row[index]) for row in cells) for index in range(len(headings))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)


def _cut(cell: str, most: int = 60) -> str:
    plain = " ".join(cell.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def receipt_text(receipt: Receipt) -> str:
    """Return what was decided of a file and everything found in it; the reasons still wanted as they are typed."""
    lines = [f"{receipt.file_name}:", *(f"  {sentence}" for sentence in receipt.sentences)]
    if receipt.unexplained:
        lines.append("  " + " ".join(["Say:", *(f'--reason {code}="why it is right"' for code in receipt.unexplained)]))
    return "\n".join(lines)


def decision_json(one: Decision) -> dict[str, Any]:
    """Return a decision as JSON has it."""
    return {
        "outcome": one.outcome,
        "kind": one.kind,
        "submitter": one.submitter,
        "week": one.week.isoformat() if one.week else None,
        "return": one.return_id,
        "rows": one.rows,
        "unexplained": list(one.unexplained),
        "sentence": one.sentence,
    }


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as JSON has it."""
    return {
        "file": receipt.file_name,
        "sha256": receipt.sha256,
        "kind": receipt.kind,
        "outcome": receipt.outcome,
        "needs": list(receipt.needs),
        "unexplained": list(receipt.unexplained),
        "returns": [decision_json(one) for one in receipt.decisions],
        "findings": [asdict(one) for one in receipt.findings],
    }


def print_json(document: Any, *, one_line: bool = False) -> None:
    """Print a document as JSON, on ``one_line`` where another may follow; dates and moments in ISO."""

    def plain(value: object) -> str:
        if isinstance(value, date | datetime):
            return value.isoformat()
        raise TypeError(f"{type(value).__name__} has no place in JSON")

    json.dump(document, sys.stdout, indent=None if one_line else 1, ensure_ascii=False, default=plain)
    print(flush=one_line)
