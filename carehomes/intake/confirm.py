"""What a person says of headers that no question has: checked, and remembered for the next week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from carehomes.catalogue import Question
from carehomes.intake.cells import key, shown
from carehomes.intake.mapping import header_key, name_of, names_of
from carehomes.intake.similar import alike
from carehomes.ledger.mappings import Remembered, mappings, remember
from carehomes.ledger.model import AskedTable
from carehomes.store import Store


def confirm(
    store: Store, asked: AskedTable, answers: Mapping[str, str], questions: Mapping[str, Question], *, everyone: bool = False
) -> Remembered:
    """Remember what headers of a table mean (a question by any of its names, '' leaves a column out), and return what stands.

    It holds for this layout, and for the table's submitter unless ``everyone`` or none is known. Raises ``ValueError`` in plain
    words where there is no such question, or two columns would be one question.
    """
    columns = {header: canonical(asked.kind, answer, questions) for header, answer in answers.items()}
    held = [*asked.taken]
    for header, name in columns.items():
        if name and name in held:
            raise ValueError(f"\"{shown(header)}\" cannot be '{name}': another column is read as that. Leave one of the two out.")
        held.append(name)
    return remember(store, asked.kind, "" if everyone else asked.submitter, asked.layout, columns)


def canonical(kind: str, answer: str, questions: Mapping[str, Question]) -> str:
    """Return the one name of what a person calls by any name, '' for nothing. Raises ``ValueError`` where there is no such question."""
    if not answer.strip():
        return ""
    names = names_of(kind, questions)
    target = names.get(key(answer))
    if target is None:
        near = [name_of(one) for one, _ in alike(key(answer), names)[:3]]
        advice = f" Did you mean {' or '.join(near)}?" if near else " The Definitions page lists them."
        raise ValueError(f"There is no question '{shown(answer)}'.{advice}")
    return name_of(target)


def change(store: Store, number: int, answers: Mapping[str, str], questions: Mapping[str, Question]) -> Remembered:
    """Remember from now on other meanings of the headers of mapping ``number``, and return what stands; the rest of it stays.

    What was accepted stays as it was read. Raises ``ValueError`` in plain words where there is no such mapping, header or question,
    or two columns would be one question.
    """
    held = {one.number: one for one in mappings(store)}
    if number not in held:
        known = ", ".join(str(one) for one in sorted(held)) or "none"
        raise ValueError(f"There is no mapping {number} to change. The numbers are: {known}.")
    one = held[number]
    own = {header_key(header): header for header, _ in one.columns}
    strange = [header for header in answers if header_key(header) not in own]
    if strange:
        told = ", ".join(f'"{shown(header)}"' for header in own.values())
        raise ValueError(f'Mapping {number} has no header "{shown(strange[0])}". It has: {told}.')
    names = names_of(one.kind, questions)
    taken = [name_of(names[text]) for text in one.layout if text not in own and text in names]
    told_now = dict(one.columns) | {own[header_key(header)]: answer for header, answer in answers.items()}
    table = AskedTable(one.kind, "", one.submitter, one.layout, tuple(taken), ())
    return confirm(store, table, told_now, questions)


def confirm_said(
    store: Store, tables: Iterable[AskedTable], said: Mapping[str, str], questions: Mapping[str, Question]
) -> list[Remembered]:
    """Remember what was said of headers wherever they stand among ``tables``; one that is remembered so already is no trouble.

    Raises ``ValueError`` naming a header that stands nowhere, or one that is remembered otherwise.
    """
    wanted = {header_key(header): answer for header, answer in said.items()}
    left = dict(wanted)
    done = []
    asked = list(tables)
    for table in asked:
        answers = {one.header: wanted[header_key(one.header)] for one in table.columns if header_key(one.header) in wanted}
        if answers:
            done.append(confirm(store, table, answers, questions))
            left = {header: answer for header, answer in left.items() if header not in {header_key(one) for one in answers}}
    known: dict[str, list[tuple[Remembered, str]]] = {}
    for one in mappings(store):
        for header, name in one.columns:
            known.setdefault(header_key(header), []).append((one, name))
    for header, answer in said.items():
        if header_key(header) in left and header_key(header) in known:
            _hold_to(header, answer, known[header_key(header)], questions)
    strange = [header for header in said if header_key(header) in left and header_key(header) not in known]
    if strange:
        unknown = ", ".join(f'"{shown(one.header)}"' for table in asked for one in table.columns) or "none"
        raise ValueError(f'No column without a question is called "{shown(strange[0])}". Those without one are: {unknown}.')
    return done


def _hold_to(header: str, answer: str, told: Sequence[tuple[Remembered, str]], questions: Mapping[str, Question]) -> None:
    """Raise ``ValueError`` where a header is remembered, and nowhere as what is said of it now."""
    if any(canonical(one.kind, answer, questions) == name for one, name in told):
        return
    one, name = told[0]
    was = f"as '{name}'" if name else "as left out"
    raise ValueError(
        f'"{shown(header)}" is remembered {was} (mapping {one.number}). '
        f'Change that first: python -m carehomes mapping change {one.number} "{shown(header)}={answer}"'
    )
