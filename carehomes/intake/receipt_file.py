"""The receipt of a file as CSV: what was decided, every finding with its place, what changes, what will be published."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from carehomes.catalogue import Question
from carehomes.intake.changes import Changes, told_value
from carehomes.ledger.model import KIND_NAMES, Decision, Finding, Receipt, Severity
from carehomes.plain_cells import no_formula

#: How severities are told, the gravest first, and the letter that stands beside a colour.
SEVERITIES: Mapping[Severity, str] = {"error": "Stops it", "query": "Please check", "note": "For information"}
LETTERS: Mapping[Severity, str] = {"error": "E", "query": "Q", "note": "N"}
#: ``part`` is file, decision, finding, published, waiting, row or answer; ``row`` a home or PCN; ``said`` what is wrong and what to do.
COLUMNS = ("file", "part", "return", "severity", "code", "sheet", "cell", "row", "question", "was", "value", "said")


@dataclass(frozen=True)
class Published:
    """A figure that a return changes: of whose return, which measure, before and after in words, and the whole sentence."""

    whose: str
    measure: str
    was: str
    now: str
    sentence: str


def whose(kind: str, submitter: str, week: object) -> str:
    """Return a return in few words: ``home return 01T 2020-05-17``."""
    return " ".join(str(one) for one in (KIND_NAMES.get(kind, kind), submitter, week or "") if one)


def receipt_csv(
    receipt: Receipt,
    questions: Mapping[str, Question],
    changes: Sequence[Changes] = (),
    published: Sequence[Published] = (),
    waiting: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return the receipt as CSV (UTF-8 with a mark, so that Excel reads it), every finding in it, no cell a formula.

    ``waiting`` is what a person decides later: of whose return, and a sentence.
    """
    return receipts_csv([(receipt, changes, published, waiting)], questions)


def receipts_csv(
    receipts: Iterable[tuple[Receipt, Sequence[Changes], Sequence[Published], Sequence[tuple[str, str]]]], questions: Mapping[str, Question]
) -> bytes:
    """Return the receipts of several files as one CSV, as ``receipt_csv`` does of one."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for receipt, changes, published, waiting in receipts:
        for line in _lines(receipt, questions, changes, published):
            writer.writerow([no_formula(line.get(name, "")) for name in COLUMNS])
        for owner, said in waiting:
            line = {"file": receipt.file_name, "part": "waiting", "return": owner, "said": said}
            writer.writerow([no_formula(line.get(name, "")) for name in COLUMNS])
    return text.getvalue().encode("utf-8-sig", "replace")


def _lines(
    receipt: Receipt, questions: Mapping[str, Question], changes: Sequence[Changes], published: Sequence[Published]
) -> Iterable[dict[str, str]]:
    file = {"file": receipt.file_name}
    yield file | {"part": "file", "value": receipt.sha256, "said": "The value is the SHA-256 of the file."}
    for decision in receipt.decisions:
        yield file | {"part": "decision", "return": _return_of(decision), "said": decision.sentence}
    owners = {one: decision for decision in receipt.decisions for one in decision.findings}
    for one in receipt.findings:
        owner = _return_of(owners[one]) if one in owners else ""
        yield file | {"part": "finding", "return": owner} | _finding(one, questions)
    for figure in published:
        line = {"part": "published", "return": figure.whose, "question": figure.measure, "was": figure.was, "value": figure.now}
        yield file | line | {"said": figure.sentence}
    for each in changes:
        own = file | {"return": whose(each.kind, each.submitter, each.week)}
        for name, rows in (("new", each.new), ("gone", each.gone)):
            for row in rows:
                yield own | {"part": "row", "row": row, "said": name}
        for answer in each.answers:
            wording = told_value(answer.field, answer.part, questions)
            said = "changed" if answer.was and answer.now else "new" if answer.now else "gone"
            yield own | {"part": "answer", "row": answer.row, "question": wording, "was": answer.was, "value": answer.now, "said": said}


def _return_of(decision: Decision) -> str:
    return whose(decision.kind, decision.submitter, decision.week) if decision.kind else ""


def _finding(one: Finding, questions: Mapping[str, Question]) -> dict[str, str]:
    wording = questions[one.field].wording if one.field in questions else one.field
    told = {"severity": SEVERITIES[one.severity], "code": one.code, "sheet": one.sheet, "cell": one.cell}
    return told | {"question": wording, "value": one.value, "said": one.message}
