"""Facts: what a return says, a row a cell that says something, each with its origin. One Parquet file a file accepted."""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

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


def facts_bytes(facts: pa.Table) -> bytes:
    """Return ``facts`` (columns of ``FACTS_SCHEMA``) as Parquet bytes, the same bytes for the same table."""
    sink = io.BytesIO()
    pq.write_table(facts.cast(FACTS_SCHEMA), sink, compression="zstd", store_schema=False)
    return sink.getvalue()


def write_facts(folder: Path, facts: pa.Table) -> str:
    """Write ``facts`` into ``folder`` under the SHA-256 of its bytes and return that name. Writing twice changes nothing."""
    content = facts_bytes(facts)
    name = hashlib.sha256(content).hexdigest()
    target = folder / f"{name}.parquet"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Two who keep the same bytes at once each write a part of their own.
        part = target.with_suffix(f".{secrets.token_hex(4)}.part")
        part.write_bytes(content)
        part.replace(target)
    return name


def read_facts(folder: Path, name: str, where: pc.Expression | None = None) -> pa.Table:
    """Return the facts file ``name`` of ``folder``, columns of ``FACTS_SCHEMA``; ``where`` keeps only some of its rows."""
    return pq.read_table(folder / f"{name}.parquet", schema=FACTS_SCHEMA, filters=where)


def facts_lots(folder: Path, name: str, cells: int) -> Iterator[pa.Table]:
    """Yield the facts file ``name`` of ``folder`` in lots of at most ``cells`` rows, columns of ``FACTS_SCHEMA``."""
    with pq.ParquetFile(folder / f"{name}.parquet") as file:
        for batch in file.iter_batches(batch_size=cells):
            yield pa.Table.from_batches([batch]).cast(FACTS_SCHEMA)
