"""What a return changes against the last good one of its kind, submitter and week: rows and answers, counted by question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from carehomes.catalogue import Question
from carehomes.ledger.facts import read_facts
from carehomes.ledger.journal import Version, standing, version_key
from carehomes.ledger.model import StagedReturn
from carehomes.store import Store

#: What says whose a row is and when, not what it answers.
_WHOSE = frozenset({"home_id", "week_ending", "ccg_code", "ccg_name"})
#: Stands for a person's name, which leaves archive and facts nowhere.
_GIVEN, _ANOTHER = "a name", "another name"
_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Answer:
    """An answer of a row that both returns have: ``was`` and ``now`` are '' where it was not given."""

    row: str
    field: str
    part: str
    was: str
    now: str


@dataclass(frozen=True)
class Counted:
    """A question's answers before and now; ``new``, ``changed`` and ``gone`` count those of rows that are in both returns."""

    field: str
    before: int
    now: int
    new: int
    changed: int
    gone: int


@dataclass(frozen=True)
class Changes:
    """What a return changes. ``before`` is the version that it would take the place of, None where it is the first.

    ``new`` and ``gone`` are rows - homes, or PCNs in an area return ('' there is the CCG itself, and the form of an LA return) -
    ``answers`` those of rows in both, ``counted`` every question of which an answer is new, changed or gone;
    ``names`` are those that the returns give to rows.
    """

    kind: str
    submitter: str
    week: date | None
    rows: int
    before: Version | None
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    counted: tuple[Counted, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """True where every row and answer is as it was."""
        return self.before is not None and not (self.new or self.gone or self.answers)

    @property
    def changed_rows(self) -> int:
        """Rows in both returns of which an answer is new, changed or gone."""
        return len({one.row for one in self.answers})


def changes(store: Store, returns: Sequence[StagedReturn], sha256: str, questions: Mapping[str, Question]) -> tuple[Changes, ...]:
    """Return what each of the examined ``returns`` changes against what stands in ``store``. Nothing is written."""
    known = standing(store.journal.entries())
    found = []
    for one in returns:
        before = known.get(version_key(one.kind, one.submitter, one.week, one.nil, sha256))
        found.append(_changes(store, one, before, questions))
    return tuple(found)


def _changes(store: Store, staged: StagedReturn, before: Version | None, questions: Mapping[str, Question]) -> Changes:
    bare = Changes(staged.kind, staged.submitter, staged.week, staged.rows, before)
    if before is None or staged.nil or not before.facts:
        return bare
    old = _said(_own(read_facts(store.facts, before.facts), staged))
    now = _said(staged.facts)
    rows_before, rows_now = {key[0] for key in old}, {key[0] for key in now}
    keys = sorted(key for key in {**old, **now} if old.get(key) != now.get(key))
    named = "home_name" if staged.kind == "home" else "pcn_name"
    answers = [
        Answer(*key, *_hidden(key[1], old.get(key, ""), now.get(key, ""), questions))
        for key in keys
        if key[0] in rows_before and key[0] in rows_now
    ]
    return Changes(
        staged.kind,
        staged.submitter,
        staged.week,
        staged.rows,
        before,
        tuple(sorted(rows_now - rows_before)),
        tuple(sorted(rows_before - rows_now)),
        tuple(answers),
        tuple(_counted(old, now, rows_before & rows_now)),
        {row: name for said in (old, now) for (row, question, _), name in said.items() if row and question == named},
    )


def _own(facts: pa.Table, staged: StagedReturn) -> pa.Table:
    """Return the facts of one return of a file that may have held several."""
    same = pc.and_(pc.equal(facts["kind"], staged.kind), pc.equal(facts["submitter"], staged.submitter))
    if staged.week is not None:
        same = pc.and_(same, pc.equal(facts["week"], pa.scalar(staged.week, pa.date32())))
    return facts.filter(same)


def _said(facts: pa.Table) -> dict[_Key, str]:
    """Return what each row says, by row, question and part; what stands twice is told together."""
    said: dict[_Key, str] = {}
    columns = [facts[name].to_pylist() for name in ("home_id", "pcn_code", "field", "part", "answer", "number", "text")]
    for home, pcn, question, part, answer, number, text in zip(*columns, strict=True):
        if question in _WHOSE:
            continue
        key = (home or pcn or "", question, part or "")
        told = f"{number:,}" if number is not None else answer if answer is not None else text or ""
        said[key] = f"{said[key]}; {told}" if key in said else told
    return said


def _hidden(field: str, was: str, now: str, questions: Mapping[str, Question]) -> tuple[str, str]:
    if field not in questions or not questions[field].personal:
        return was, now
    return (_GIVEN if was else ""), (_ANOTHER if was and now else _GIVEN if now else "")


def _counted(old: Mapping[_Key, str], now: Mapping[_Key, str], both: set[str]) -> Iterable[Counted]:
    for question in sorted({key[1] for key in (*old, *now)}):
        before = {key: said for key, said in old.items() if key[1] == question}
        after = {key: said for key, said in now.items() if key[1] == question}
        new = sum(key[0] in both for key in after.keys() - before.keys())
        gone = sum(key[0] in both for key in before.keys() - after.keys())
        changed = sum(before[key] != after[key] for key in before.keys() & after.keys())
        if new or gone or changed:
            yield Counted(question, len(before), len(after), new, changed, gone)


def told_value(field: str, part: str, questions: Mapping[str, Question]) -> str:
    """Return a question as a receipt tells it: its wording and, in an area or LA return, the part that is counted."""
    wording = questions[field].wording if field in questions else field.replace("_", " ").capitalize()
    return f"{wording} - {part}" if part else wording
