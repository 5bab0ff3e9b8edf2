"""``rebuild``: facts from the archive where they are missing or damaged, the snapshot from facts and journal."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date

from carehomes.catalogue import load_questions
from carehomes.intake.context import Context
from carehomes.intake.examine import examine
from carehomes.ledger import archive, audit
from carehomes.ledger.archive import sha256_of
from carehomes.ledger.facts import facts_bytes, facts_place, joined, keep_facts
from carehomes.ledger.journal import Entry, versions
from carehomes.ledger.mappings import mappings
from carehomes.ledger.model import Examined, Hints, StagedReturn
from carehomes.ledger.trouble import StoreError
from carehomes.settings import queries_folder
from carehomes.snapshots import publish
from carehomes.store import Store
from carehomes.upkeep.check import Report, first_of, wrong


def rebuild(store: Store) -> Report:
    """Make again what the ledger can make again, and say what it cannot.

    A facts file comes back only with the very bytes that the journal names; what is damaged stays beside it. Raises ``StoreError`` where
    the disk will not take it.
    """
    entries = store.journal.entries()
    named: dict[str, list[Entry]] = {}
    for one in entries:
        if one.facts:
            named.setdefault(one.facts, []).append(one)
    made: list[str] = []
    troubles: list[str] = []
    for name, of_file in named.items():
        state = wrong(facts_place(store.facts, name), name)
        if not state:
            continue
        told = f"The facts of {of_file[0].file_name} ({name[:12]}) were {state}"
        try:
            content = _made_again(store, name, of_file, entries)
        except (StoreError, FileNotFoundError) as error:
            why = "the archive does not have the file any more" if isinstance(error, FileNotFoundError) else str(error)
            troubles.append(f"{told} and cannot be made again: {why}. Bring them back from a backup.")
            continue
        if content is None:
            troubles.append(
                f"{told}. With this version of the program the archive's file gives other bytes than the journal names, so they were not "
                "put in their place. Bring them back from a backup, or use the version that wrote them."
            )
            continue
        _put_aside(store, name)
        keep_facts(store.facts, content)
        made.append(f"{told}; they were made again from the archive, byte for byte.")
    number = publish(store, afresh=True)
    audit.record(store, "rebuilt", f"snapshot {number:06d}", {"facts": len(made), "not made again": len(troubles)})
    facts = first_of(made, "more facts files were made again")
    return Report((*facts, f"Snapshot {number:06d} was made again from facts and journal."), tuple(troubles))


def _put_aside(store: Store, name: str) -> None:
    path = facts_place(store.facts, name)
    with suppress(FileNotFoundError):
        os.replace(path, path.with_suffix(f".{secrets.token_hex(4)}.damaged"))


def _made_again(store: Store, name: str, of_file: Sequence[Entry], entries: Sequence[Entry]) -> bytes | None:
    """Return the facts file ``name`` made again from the archive, None where no reading of it gives those bytes."""
    first = of_file[0]
    content = archive.fetch(store.archive, first.sha256)
    keys = {(one.kind, one.submitter, one.week) for one in of_file}
    # What was there already, word for word, stood in the same file.
    keys |= {(one.kind, one.submitter, one.week) for one in entries if one.sha256 == first.sha256 and one.action == "unchanged"}
    for context in _contexts(store, first, entries):
        for hints in _hints(first):
            examined = examine(content, first.file_name, context=context, hints=hints)
            for taken in _taken(examined, of_file, keys):
                made = facts_bytes(joined([one.held for one in taken]))
                if sha256_of(made) == name:
                    return made
    return None


def _contexts(store: Store, first: Entry, entries: Sequence[Entry]) -> Iterator[Context]:
    """Yield what the intake knew when a file came in, and what it knows now."""
    questions = load_questions(queries_folder() / "questions")
    before = store.areas_of(versions([one for one in entries if one.seq < first.seq]))
    yield Context(before, questions, mappings=tuple(mappings(store, first.decided_at)))
    yield Context(store.areas(), questions, mappings=tuple(mappings(store)))


def _hints(first: Entry) -> Iterator[Hints]:
    """Yield what whoever loaded the file may have said beside it."""
    yield Hints()
    said = Hints(submitter=first.submitter, week=first.week, effective=first.week)
    yield said
    yield Hints(submitter=said.submitter, week=said.week, effective=said.effective, as_successor=True)


def _taken(examined: Examined, of_file: Sequence[Entry], keys: set[tuple[str, str, date | None]]) -> Iterator[list[StagedReturn]]:
    """Yield the returns of a file that may stand together in its facts."""
    full = [one for one in examined.returns if one.held.num_rows and not one.nil]
    own = {(one.kind, one.submitter, one.week) for one in of_file}
    for wanted in (own, keys, {(one.kind, one.submitter, one.week) for one in full}):
        if taken := [one for one in full if (one.kind, one.submitter, one.week) in wanted]:
            yield taken
