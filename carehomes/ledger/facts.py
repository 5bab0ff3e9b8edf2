"""Facts: what a return says, a row a cell that says something, each with its origin. One Parquet file a file accepted."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from carehomes.ledger.trouble import StoreError
from carehomes.ledger.whole import is_whole, write_whole

_INDEX = {"kind": pa.int8(), "submitter": pa.int16(), "sheet": pa.int16(), "field": pa.int16(), "part": pa.int16()}
#: The columns of every facts file.
#:
#: kind       home, area, la, register, alignment or areas (a code list)
#: submitter  the area's code that the return is from ('' for register, alignment and areas)
#: week       the week's last day; a register's effective date; null for an alignment and for areas
#: sheet, row, column   where the cell stands in the file (row and column from 1; sheet '' in a CSV file)
#: home_id    the home that the row is about ('' in area and LA returns)
#: pcn_code   the PCN that the row is about in an area return ('' is the CCG itself)
#: field      the question's id (``homes`` for the homes counted), or the column's own name in a register
#: part       in an area return: yes, no, not answered, not applicable, sum, homes, any, or the word of a ladder;
#:            in an LA return: homes, support, support_text, issues, heading; in a code list what the row is about
#:            (carehomes/areas/overlay.py); else ''
#: text       the cell as it stood
#: answer     yes, no, not applicable, a question's own word, an ISO date, a code or the text itself; null for a bare number
#: number     a count, null where the cell is none
FACTS_SCHEMA = pa.schema(
    [
        ("kind", pa.string()),
        ("submitter", pa.string()),
        ("week", pa.date32()),
        ("sheet", pa.string()),
        ("row", pa.int32()),
        ("column", pa.int32()),
        ("home_id", pa.string()),
        ("pcn_code", pa.string()),
        ("field", pa.string()),
        ("part", pa.string()),
        ("text", pa.string()),
        ("answer", pa.string()),
        ("number", pa.int64()),
    ]
)
#: The same columns as a long file's facts are held in memory: each text once, 45 bytes a fact instead of some 130.
HELD_SCHEMA = pa.schema(
    [
        (one.name, pa.dictionary(_INDEX.get(one.name, pa.int32()), pa.string()) if one.type == pa.string() else one.type)
        for one in FACTS_SCHEMA
    ]
)
#: The columns that are read of many facts at once: all but the cell as it stood, the longest of them.
SAID = [one.name for one in FACTS_SCHEMA if one.name != "text"]
#: The columns by which part of a file is looked for: of the others a block's least and greatest value would only take time.
_LOOKED_FOR = ["kind", "submitter", "week", "row"]
_TEXTS = [one.name for one in FACTS_SCHEMA if one.type == pa.string()]
#: A dictionary of so few texts may hold some that stand nowhere, where facts are only looked at.
_FEW = 1_000
#: Facts written at a time.
LOT = 1_000_000


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Return facts of several returns as one table, all held alike."""
    alike = all(one.schema.equals(tables[0].schema) for one in tables[1:])
    return pa.concat_tables(tables if alike else [one.cast(FACTS_SCHEMA) for one in tables])


def facts_bytes(facts: pa.Table) -> bytes:
    """Return ``facts`` (columns of ``FACTS_SCHEMA``, or held as ``HELD_SCHEMA``) as Parquet bytes, the same for the same table."""
    sink = io.BytesIO()
    with pq.ParquetWriter(sink, facts.schema, compression="zstd", store_schema=False, write_statistics=_LOOKED_FOR) as writer:
        for start in range(0, facts.num_rows, LOT):
            # To the last text: what another return of a batch says is no part of this file.
            writer.write_table(compact(facts.slice(start, LOT), few=1))
    return sink.getvalue()


def compact(lot: pa.Table, *, few: int = _FEW) -> pa.Table:
    """Return facts in one piece, whose dictionaries hold only the texts that stand in them; one of ``few`` texts stays as it is."""
    columns = [_compact(column, few) if pa.types.is_dictionary(column.type) and len(column) else column for column in lot.columns]
    return pa.table(columns, names=lot.column_names).combine_chunks()


def _compact(column: pa.ChunkedArray, few: int) -> pa.Array:
    # Slices of one table share their dictionary: seen by where it lies, without a look at its texts, of which each table has many.
    alike = [_in_one_piece(list(each)) for _, each in groupby(column.chunks, lambda chunk: _lies_at(chunk.dictionary))]
    whole = alike[0] if len(alike) == 1 else pa.chunked_array(alike).unify_dictionaries().combine_chunks()
    indices, texts = whole.indices, whole.dictionary
    if len(texts) <= few:
        return pa.DictionaryArray.from_arrays(indices, texts)
    places = (indices.fill_null(0) if indices.null_count else indices).to_numpy(zero_copy_only=False)
    used = np.zeros(len(texts), bool)
    used[places] = True
    if used.all():
        return pa.DictionaryArray.from_arrays(indices, texts)
    now = (np.cumsum(used) - 1).astype(places.dtype)[places]
    kept = texts.take(pa.array(np.flatnonzero(used)))
    return pa.DictionaryArray.from_arrays(
        pa.array(now, column.type.index_type, mask=indices.is_null().to_numpy(zero_copy_only=False)), kept
    )


def _lies_at(dictionary: pa.Array) -> int:
    return int(dictionary.buffers()[2].address) if len(dictionary) else 0


def _in_one_piece(chunks: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    """Return arrays that share their dictionary as one."""
    return pa.DictionaryArray.from_arrays(pa.chunked_array([one.indices for one in chunks]).combine_chunks(), chunks[0].dictionary)


def write_facts(folder: Path, facts: pa.Table) -> str:
    """Write ``facts`` into ``folder`` under the SHA-256 of its bytes and return that name. Writing twice changes nothing."""
    return keep_facts(folder, facts_bytes(facts))


def keep_facts(folder: Path, content: bytes) -> str:
    """Write what ``facts_bytes`` made into ``folder`` under its SHA-256 and return that name."""
    name = hashlib.sha256(content).hexdigest()
    target = facts_place(folder, name)
    if not target.exists() or target.stat().st_size != len(content):
        write_whole(target, content)
    return name


def facts_place(folder: Path, name: str) -> Path:
    """Return where ``folder`` has the facts file ``name``."""
    return folder / f"{name}.parquet"


def facts_file(folder: Path, name: str) -> Path:
    """Return where a facts file lies. Raises ``StoreError`` where it is not there, or not what was written."""
    path = facts_place(folder, name)
    if not is_whole(path, name):
        state = "damaged" if path.exists() else "missing"
        raise StoreError(f"The facts file {name[:12]} of the store is {state}. It can be made again: python -m carehomes rebuild.")
    return path


def read_facts(folder: Path, name: str, where: pc.Expression | None = None, columns: Sequence[str] | None = None) -> pa.Table:
    """Return the facts file ``name`` of ``folder``, all or some ``columns`` of ``FACTS_SCHEMA``; ``where`` keeps only some of its rows."""
    return pq.read_table(facts_file(folder, name), schema=FACTS_SCHEMA, filters=where, columns=columns)


def facts_lots(folder: Path, name: str, cells: int) -> Iterator[pa.Table]:
    """Yield the facts file ``name`` of ``folder`` in lots of at most ``cells`` rows, the columns ``SAID``, each text once."""
    with pq.ParquetFile(facts_file(folder, name), read_dictionary=_TEXTS) as file:
        for batch in file.iter_batches(batch_size=cells, columns=SAID):
            yield pa.Table.from_batches([batch])
