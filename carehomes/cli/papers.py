"""What ``accept`` gives back beside its sentences: the receipt as CSV, and the submitter's own workbook with its cells marked."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from pathlib import Path

from carehomes.catalogue import load_questions
from carehomes.intake.decide import RETURNS
from carehomes.intake.desk import receive
from carehomes.intake.marked import mark
from carehomes.intake.receipt_file import receipts_csv
from carehomes.intake.zipped import is_zip
from carehomes.ledger.model import Hints, Receipt
from carehomes.outlook import Outlook, outlook
from carehomes.settings import queries_folder
from carehomes.store import Store


def add_papers(accept: argparse.ArgumentParser) -> None:
    """Add the options of these files to a command."""
    accept.add_argument("--receipt", type=Path, metavar="FILE.csv", help="write the receipt: decisions, findings, what changes")
    accept.add_argument("--marked", type=Path, metavar="FILE.xlsx", help="write the workbook with its cells marked and comments in them")


def problem(files: list[Path], receipt: Path | None, marked: Path | None) -> str:
    """Return what is wrong with the files asked for, or ''."""
    if marked and (len(files) > 1 or any(one.is_dir() or (one.is_file() and is_zip(one.read_bytes())) for one in files)):
        return "--marked marks one workbook: give one FILE"
    if {one.resolve() for one in (receipt, marked) if one} & {one.resolve() for one in files}:
        return "--receipt and --marked never write over a FILE: give another name"
    return ""


@dataclass
class Papers:
    """The files asked for, and what is gathered for them while files are accepted."""

    receipt: Path | None = None
    marked: Path | None = None
    _gathered: list[tuple[Receipt, Outlook]] = field(default_factory=list)

    def foresee(self, store: Store, content: bytes, file_name: str, hints: Hints) -> Outlook:
        """Return what accepting the file would do, where a receipt is asked for: afterwards it cannot be told any more."""
        if not self.receipt:
            return Outlook()
        examined = receive(store, content, file_name, hints=hints, decide=False, kinds=RETURNS)
        return outlook(store, content, file_name, hints, examined)

    def take(self, receipt: Receipt, found: Outlook, content: bytes) -> None:
        """Keep what was decided of a file, and write its marked workbook where that is asked for."""
        if self.receipt:
            self._gathered.append((receipt, found))
        if self.marked:
            done = mark(content, receipt.file_name, receipt.findings, load_questions(queries_folder() / "questions"))
            # Excel opens no workbook whose ending is not that of its kind.
            place = self.marked.with_suffix(Path(done.file_name).suffix)
            place.write_bytes(done.content)
            _tell(f"Marked workbook: {place.name}.", *done.told)

    def write(self) -> None:
        """Write the receipt of all files, where it is asked for."""
        if self.receipt:
            lines = [(receipt, found.changes, found.published, [one.line for one in found.waiting]) for receipt, found in self._gathered]
            self.receipt.write_bytes(receipts_csv(lines, load_questions(queries_folder() / "questions")))
            _tell(f"Receipt: {self.receipt.name}.")


def _tell(*lines: str) -> None:
    """Say what was written beside: standard output is the command's own, JSON where that is asked for."""
    print("\n".join(lines), file=sys.stderr)


#: Nothing asked for.
NO_PAPERS = Papers()
