"""``mapping``: what headers that no question has were said to mean; said with ``accept --map``, listed, changed and forgotten here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carehomes.catalogue import load_questions
from carehomes.intake import confirm
from carehomes.intake.decide import RETURNS
from carehomes.intake.desk import receive_many
from carehomes.intake.known import context_of
from carehomes.intake.zipped import unpack
from carehomes.ledger import mappings
from carehomes.ledger.mappings import Remembered
from carehomes.ledger.model import KIND_NAMES, Hints
from carehomes.settings import queries_folder
from carehomes.store import Store, open_store

DONE = 0


def remember_said(store: Store, files: Sequence[Path], hints: Hints, said: Sequence[str]) -> None:
    """Remember every ``HEADER=QUESTION`` of ``--map`` for the layouts of the files. Raises ``ValueError`` where one cannot be."""
    pairs = _pairs(said, "--map ")
    context = context_of(store)
    readable = [one for path in files if path.is_file() for one in unpack(path.read_bytes(), path.name)]
    examined = receive_many(store, readable, hints=hints, decide=False, kinds=RETURNS)
    for one in confirm.confirm_said(store, [table for receipt in examined for table in receipt.asked], pairs, context.questions):
        print(f"Remembered: {told(one)}")


def _pairs(said: Sequence[str], option: str) -> dict[str, str]:
    pairs = {header.strip(): question.strip() for header, _, question in (one.rpartition("=") for one in said)}
    if not all(pairs):
        raise ValueError(f'Write {option}"HEADER=QUESTION", such as {option}"Lead GP?=clinical_lead"; nothing after the = leaves it out.')
    return pairs


def show() -> int:
    """Print what is remembered, one layout a line: number, kind, submitter, headers and questions."""
    found = mappings.mappings(open_store())
    for one in found:
        print(told(one))
    if not found:
        print('No mapping is remembered yet. Say one: python -m carehomes accept FILE --map "HEADER=QUESTION"')
    return DONE


def change(number: int, said: Sequence[str]) -> int:
    """Change what some headers of a mapping mean, each ``HEADER=QUESTION``. Raises ``ValueError`` where one cannot be."""
    questions = load_questions(queries_folder() / "questions")
    print(f"Remembered: {told(confirm.change(open_store(), number, _pairs(said, ''), questions))}")
    print("It holds for files that come in from now on; send a file that was accepted again to have it read anew.")
    return DONE


def forget(number: int) -> int:
    """Forget a mapping; its layout is asked about again. Raises ``ValueError`` where there is none of that number."""
    print(f"Forgotten: {told(mappings.forget(open_store(), number))}")
    return DONE


def told(one: Remembered) -> str:
    """Return a mapping in words."""
    whom = f"of {one.submitter}" if one.submitter else "of every submitter"
    columns = "; ".join(f'"{header}" is {name}' if name else f'"{header}" is left out' for header, name in one.columns)
    return f"{one.number}  {KIND_NAMES[one.kind]} {whom}, {len(one.layout)} headers: {columns}"
