"""Base tables of a snapshot: every accepted version of every row, loaded from the facts."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from datetime import date, timedelta
from itertools import accumulate, pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carehomes.areas import AreaList
from carehomes.catalogue import Question
from carehomes.ledger.facts import FACTS_SCHEMA, HELD_SCHEMA, SAID, compact, facts_lots
from carehomes.ledger.journal import Entry, Version
from carehomes.snapshots.door import Door, Facts
from carehomes.snapshots.queries import sql
from carehomes.store import Store

BASE_TABLES = ("home_row", "home_answer", "area_row", "area_answer", "register_home", "alignment_row", "la_answer", "pcn_name", "practice")
#: The one of them whose rows are told apart by the row of the home, and not by the return: there are so many.
_BY_ROW = "home_answer"
#: Facts are loaded in lots of about this many cells, so that a long history fits in memory.
LOT_CELLS = 3_000_000
#: What an entry of the journal says of a return that did not come in.
NOT_ACCEPTED = ("refused", "held")
_AS_THEY_ARE = ("return_id", "kind", "submitter", "week", "nil", "ended_by", "sha256", "file_name", "facts", "row_count", "reason")
_NOTHING = pa.schema([("return_id", pa.int64()), *(FACTS_SCHEMA.field(name) for name in SAID)]).empty_table()
#: The returns that a facts file holds, by kind, submitter and week: more than one, where the same was accepted again.
_Returns = dict[tuple[str, str, date | None], list[int]]


def version_table(found: Sequence[Version]) -> pa.Table:
    """Return the table ``return_version``: a row a version, with the time for which it was known.

    ``rows_before`` is how many rows the home returns before it have, whatever became of them: from there the rows of its homes are counted.
    """
    schema = pa.schema(
        [
            ("return_id", pa.int64()),
            ("kind", pa.string()),
            ("submitter", pa.string()),
            ("week", pa.date32()),
            ("nil", pa.bool_()),
            ("received_at", pa.timestamp("us")),
            ("known_from", pa.timestamp("us")),
            ("known_to", pa.timestamp("us")),
            ("ended_by", pa.string()),
            ("sha256", pa.string()),
            ("file_name", pa.string()),
            ("facts", pa.string()),
            ("row_count", pa.int64()),
            ("rows_before", pa.int64()),
            ("reason", pa.string()),
        ]
    )
    before = _rows_before(found)
    columns: dict[str, list[object]] = {name: [getattr(one, name) for one in found] for name in _AS_THEY_ARE}
    columns["rows_before"] = [before[one.return_id] for one in found]
    for name in ("received_at", "known_from", "known_to"):
        columns[name] = [moment and moment.replace(tzinfo=None) for moment in (getattr(one, name) for one in found)]
    return pa.table({one.name: pa.array(columns[one.name], one.type) for one in schema}, schema=schema)


def _rows_before(found: Sequence[Version]) -> dict[int, int]:
    """Return by return how many rows the home returns before it have."""
    ordered = sorted(found, key=lambda one: one.return_id)
    ends = accumulate((one.row_count if one.kind == "home" else 0 for one in ordered), initial=0)
    return dict(zip((one.return_id for one in ordered), ends, strict=False))


def not_accepted_table(entries: Sequence[Entry]) -> pa.Table:
    """Return the table ``not_accepted``: a row a return, or a file whose returns were not known, that was refused or held.

    ``return_id`` is its entry's number, which no version has.
    """
    schema = pa.schema(
        [
            ("return_id", pa.int64()),
            ("action", pa.string()),
            ("kind", pa.string()),
            ("submitter", pa.string()),
            ("week", pa.date32()),
            ("received_at", pa.timestamp("us")),
            ("known_from", pa.timestamp("us")),
            ("file_name", pa.string()),
        ]
    )
    rows = [
        {
            "return_id": one.seq,
            **{name: getattr(one, name) for name in ("action", "kind", "submitter", "week", "file_name")},
            "received_at": one.received_at.replace(tzinfo=None),
            "known_from": one.decided_at.replace(tzinfo=None),
        }
        for one in entries
        if one.action in NOT_ACCEPTED
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def finding_table(found: Sequence[Version], entries: Sequence[Entry]) -> pa.Table:
    """Return the table ``finding``: a row a thing found at intake, with the return that it stands beside, accepted or not."""
    names = ("code", "severity", "message", "sheet", "cell", "field", "value", "reason")
    told = [(one.return_id, one.findings) for one in found] + [(one.seq, one.findings) for one in entries if one.action in NOT_ACCEPTED]
    rows = [{"return_id": number, **{name: getattr(each, name) for name in names}} for number, findings in told for each in findings]
    return pa.Table.from_pylist(rows, schema=pa.schema([("return_id", pa.int64()), *((name, pa.string()) for name in names)]))


def weeks_of(found: Sequence[Version], extra: date | None = None) -> list[date]:
    """Return every reporting week from the first to the last with a standing return, without gaps, and the week ``extra``."""
    told = [one.week for one in found if one.kind in ("home", "area") and one.week and one.known_to is None]
    if extra:
        told.append(extra)
    if not told:
        return []
    first, last = min(told), max(told)
    return [first + timedelta(days=7 * step) for step in range((last - first).days // 7 + 1)]


def hidden_name(name: str, key: bytes) -> str:
    """Return what stands for a person's ``name``: the same for the same name however it is spaced and capitalised."""
    return hmac.new(key, " ".join(name.lower().split()).encode(), hashlib.sha256).hexdigest()[:16]


def _hide_names(facts: pa.Table, personal: Sequence[str], key: bytes) -> pa.Table:
    # A keyed hash stands for a person's name: equal names stay equal, and nothing can be read back.
    of_people = pc.is_in(facts["field"], value_set=pa.array(personal, pa.string()))
    hidden = pc.and_(of_people, pc.is_valid(facts["answer"])).combine_chunks()
    if not pc.any(hidden).as_py():
        return facts
    said = facts["answer"].cast(pa.string()).combine_chunks()
    names = said.filter(hidden).dictionary_encode()
    stand_in = [hidden_name(text, key) for text in names.dictionary.to_pylist()]
    answers = pc.replace_with_mask(said, hidden, pa.array(stand_in, pa.string()).take(names.indices))
    return facts.set_column(facts.schema.get_field_index("answer"), "answer", answers)


def _lots(
    store: Store, found: Sequence[Version], personal: Sequence[str], key: bytes, at_hand: Mapping[str, pa.Table]
) -> Iterator[pa.Table]:
    """Yield the facts of versions, each with its ``return_id``, names hidden, in lots of about ``LOT_CELLS``; one lot at least."""
    of_facts: dict[str, _Returns] = {}
    for one in found:
        if one.facts:
            of_facts.setdefault(one.facts, {}).setdefault((one.kind, one.submitter, one.week), []).append(one.return_id)
    lot: list[pa.Table] = []
    for name, returns in of_facts.items():
        for part in _in_lots(at_hand[name]) if name in at_hand else facts_lots(store.facts, name, LOT_CELLS):
            last = _last_return(part)
            if last:
                lot.append(_of_returns(part.slice(0, last), returns))
                if sum(one.num_rows for one in lot) >= LOT_CELLS:
                    yield _by_question(_hide_names(_joined(lot), personal, key))
                    lot = []
            # The next part may hold more of it, and what a home says in one return is one row.
            lot.append(_of_returns(part.slice(last), returns))
    yield _by_question(_hide_names(_joined(lot), personal, key)) if lot else _NOTHING


def _last_return(facts: pa.Table) -> int:
    """Return where the facts of the last return begin: those of one stand together."""
    return int(max((np.flatnonzero(one)[-1] + 1 for one in _changes(facts) if one.any()), default=0))


def _changes(facts: pa.Table) -> list[np.ndarray]:
    """Return by column whether the next of ``facts`` is of another kind, of another submitter, or of another week."""
    kind, submitter, week = (facts[name].combine_chunks() for name in ("kind", "submitter", "week"))
    codes = [kind.indices, submitter.indices, week.cast(pa.int32()).fill_null(np.iinfo(np.int32).min)]
    return [np.diff(one.to_numpy(zero_copy_only=False)) != 0 for one in codes]


def _in_lots(facts: pa.Table) -> Iterable[pa.Table]:
    """Return facts at hand as ``facts_lots`` yields those of a file."""
    said = facts.cast(HELD_SCHEMA).select(SAID)
    return (said.slice(start, LOT_CELLS) for start in range(0, said.num_rows, LOT_CELLS))


def _joined(lot: Sequence[pa.Table]) -> pa.Table:
    """Return facts of several files as one table in one piece, each text once."""
    schemas = {one.schema for one in lot}
    return compact(pa.concat_tables(lot if len(schemas) == 1 else [one.cast(_NOTHING.schema) for one in lot]))


def _by_question(facts: pa.Table) -> pa.Table:
    """Return facts with those of one question together, each return's in their order: so they lie in the base tables.

    By the places of the questions' names, which takes a tenth of what sorting by the names takes.
    """
    questions = facts["field"].combine_chunks()
    places = questions.indices if pa.types.is_dictionary(questions.type) else questions.dictionary_encode().indices
    return facts.take(pa.array(np.argsort(places.to_numpy(), kind="stable")))


def _of_returns(facts: pa.Table, returns: _Returns) -> pa.Table:
    """Return facts with the return that each is of: what several returns hold stands there for each, what none holds is left out."""
    kind, submitter, week = (facts[name].combine_chunks() for name in ("kind", "submitter", "week"))
    edges = [0, *(np.flatnonzero(np.logical_or.reduce(_changes(facts))) + 1).tolist(), facts.num_rows]
    runs = [
        (start, end, number)
        for start, end in pairwise(edges)
        if start < end
        for number in returns.get((kind[start].as_py(), submitter[start].as_py(), week[start].as_py()), ())
    ]
    if [start for start, _, _ in runs] != edges[:-1]:
        facts = facts.take(pa.array(np.concatenate([np.arange(0), *(np.arange(start, end) for start, end, _ in runs)])))
    numbers = np.repeat([number for *_, number in runs], [end - start for start, end, _ in runs])
    return facts.add_column(0, "return_id", pa.array(numbers, pa.int64()))


def lent_in_lots(work: Door, at_hand: Mapping[str, pa.Table]) -> Facts:
    """Return how facts come to an engine of this machine: read here, lot by lot, each written in one transaction.

    ``at_hand`` are facts by the name of their file, which are not read again.
    """

    def lend(store: Store, found: Sequence[Version], personal: Sequence[str], key: bytes) -> Generator[None]:
        for lot in _lots(store, found, personal, key, at_hand):
            with work.at_once(), work.lent("facts", lot):
                yield

    return lend


def load_base(work: Door, facts: Facts, store: Store, found: Sequence[Version], questions: dict[str, Question], key: bytes) -> None:
    """Append the rows of the versions ``found`` to the base tables, made where they are not there yet."""
    personal = [one.id for one in questions.values() if one.personal]
    answers = [one.id for one in questions.values() if one.role == "answer"]
    work.replace("answer_question", pa.table({"question": pa.array(answers, pa.string())}))
    cumulative = [one.id for one in questions.values() if one.stock == "cumulative"]
    work.replace("cumulative_question", pa.table({"question": pa.array(cumulative, pa.string())}))
    # Closed with what stops it: a lot half written is taken back at once.
    with closing(facts(store, found, personal, key)) as lots:
        for _ in lots:
            for name in BASE_TABLES:
                work.add(name, sql("snapshot/base", name))


def put_findings(work: Door, told: pa.Table) -> None:
    """Add to the table ``finding`` what was ``told`` (of ``finding_table``): what was found in a return never changes."""
    with work.lent("told", told):
        work.add("finding", "select * from told")


def forget_returns(work: Door, gone: Set[int]) -> None:
    """Take away the rows of the versions, and of what was not accepted, whose numbers are ``gone``."""
    if not gone:
        return
    work.replace("gone_return", pa.table({"return_id": pa.array(sorted(gone), pa.int64())}), temporary=True)
    work.relation("gone_row", sql("snapshot/base", "rows_gone"), temporary=True)
    work.forget(_BY_ROW, ("row_id",), "gone_row")
    for name in (*BASE_TABLES, "finding"):
        if name != _BY_ROW:
            work.forget(name, ("return_id",), "gone_return")
    work.drop("gone_row")
    work.drop("gone_return")


def put_la_said(work: Door, areas: AreaList) -> None:
    """Make the table ``la_said``: which local authority a register means by the code and the name that it writes.

    A code of the list counts; a code that is none (a digit short, say) gives way to the name, and '' is neither.
    """
    written = work.rows(sql("snapshot/base", "la_written"))
    meant = []
    for code, name in written:
        by_code = areas.get(code) if code else None
        by_name = areas.named("la", name) if name else []
        area = by_code if by_code and by_code.level == "la" else by_name[0] if len(by_name) == 1 else None
        meant.append(area.code if area else "")
    columns = {"la_code": [row[0] for row in written], "la_name": [row[1] for row in written], "la": meant}
    work.replace("la_said", pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()}))
