"""CSV files to columns of text, in any usual encoding and with any usual separator.

A plain file (every row as wide as the first, quotation marks only around whole cells) is read column by column at once; any other
one by Python's own reader, a block of rows at a time, so that neither takes more memory than its distinct texts.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from carehomes.intake.cells import Lines, Texts

_DELIMITERS = (",", ";", "\t", "|")
#: Rows that the careful reader holds at a time.
_BLOCK = 20_000
#: Longest cell in characters, and the most bytes of text that tell the separator.
_LONGEST, _SAMPLE = 1_000_000, 1_000_000
_BREAKS = np.frombuffer(b"\n\r", np.uint8)


class CsvError(ValueError):
    """A CSV file that cannot be read; ``code`` is unclosed_quote, unreadable, not_a_table or too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_csv(content: bytes, *, rows: int, columns: int, cells: int) -> Lines:
    """Return the cells of a CSV file of at most so many rows, columns and cells. Raises ``CsvError``."""
    plain = _utf8(content)
    start = plain[:4000].decode("utf-8", "replace")
    if b"\0" in plain or sum(start.count(chr(code)) for code in range(1, 9)) > len(start) // 20:
        raise CsvError("not_a_table")
    delimiter = _delimiter(plain[:_SAMPLE].decode("utf-8", "ignore"))
    found = _at_once(plain, delimiter, columns) or _carefully(plain, delimiter, rows=rows, columns=columns, cells=cells)
    if len(found) > rows or len(found.columns) > columns or len(found) * len(found.columns) > cells:
        raise CsvError("too_large")
    return found


def _utf8(content: bytes) -> bytes:
    """Return the file in UTF-8, without a mark at its start."""
    if content.startswith(codecs.BOM_UTF8):
        return content[3:].decode("utf-8", "replace").encode()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").encode()
    sample = content[:2000]
    for encoding, nulls in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if nulls.count(0) > len(sample) // 4:
            return content.decode(encoding, "replace").encode()
    try:
        if not content.isascii():
            content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace").encode()
    return content


def _delimiter(text: str) -> str:
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        return told.group(1)
    sample = "".join(text.splitlines(keepends=True)[:200])
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            continue
        cells = max((width * count for width, count in widths.items()), default=0)
        if cells > most:
            best, most = delimiter, cells
    return best


def _at_once(content: bytes, delimiter: str, columns: int) -> Lines | None:
    """Return the cells of a plain file; None where it is not plain."""
    if len(delimiter.encode()) > 1 or not _well_quoted(content, delimiter):
        return None
    first = next(csv.reader(io.StringIO(content[:_SAMPLE].decode("utf-8", "ignore"), newline=""), delimiter=delimiter), [])
    if not 2 <= len(first) <= columns:
        return None
    kinds = {f"f{place}": pa.dictionary(pa.int32(), pa.string()) for place in range(len(first))}
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=8 << 20),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=b'"' in content, ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(column_types=kinds, null_values=[], strings_can_be_null=False),
        ).unify_dictionaries()
    except pa.ArrowInvalid:
        return None
    held = [Texts(column.chunk(0).dictionary, _codes(column)) for column in table.columns]
    return Lines(held, _widths(held, np.full(table.num_rows, len(held), np.int32)))


def _codes(column: pa.ChunkedArray) -> NDArray[np.int32]:
    return np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in column.chunks]).astype(np.int32, copy=False)


def _widths(columns: list[Texts], widths: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the widths of rows, 0 for one that holds only blanks: nobody looks into it."""
    filled = np.zeros(len(widths), bool)
    for column in columns:
        filled |= column.where(lambda text: bool(text.strip()))
        if filled.all():
            break
    return np.where(filled, widths, 0).astype(np.int32)


def _well_quoted(content: bytes, delimiter: str) -> bool:
    """Return whether quotation marks stand only around whole cells, or doubled inside of such."""
    if b'"' not in content:
        return True
    letters = np.frombuffer(content, np.uint8)
    marks = np.flatnonzero(letters == ord('"'))
    if len(marks) % 2:
        return False
    edges = np.append(_BREAKS, np.uint8(ord(delimiter)))
    opening, closing = marks[0::2], marks[1::2]
    doubled = opening[1:] == closing[:-1] + 1
    starts = np.isin(letters[np.maximum(opening - 1, 0)], edges) | (opening == 0)
    ends = np.isin(letters[np.minimum(closing + 1, len(letters) - 1)], edges) | (closing == len(letters) - 1)
    return bool((starts[1:] | doubled).all() and starts[0] and (ends[:-1] | doubled).all() and ends[-1])


def _carefully(content: bytes, delimiter: str, *, rows: int, columns: int, cells: int) -> Lines:
    csv.field_size_limit(_LONGEST)
    try:
        return _blocks(content, delimiter, strict=True, rows=rows, columns=columns, cells=cells)
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise CsvError("unclosed_quote") from error
    try:
        return _blocks(content, delimiter, strict=False, rows=rows, columns=columns, cells=cells)
    except csv.Error as error:
        raise CsvError("unreadable") from error


def _blocks(content: bytes, delimiter: str, *, strict: bool, rows: int, columns: int, cells: int) -> Lines:
    """Read a file block by block; each block's distinct texts join those before it."""
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""), delimiter=delimiter, strict=strict)
    known: list[dict[str, int]] = []
    parts: list[list[NDArray[np.int32]]] = []
    widths: list[int] = []
    held = 0
    for block in _in_blocks(lines):
        width = max(map(len, block))
        held += sum(map(len, block))
        if width > columns or len(widths) + len(block) > rows or held > cells:
            raise CsvError("too_large")
        for _ in range(len(known), width):
            known.append({"": 0})
            parts.append([np.zeros(len(widths), np.int32)])
        told = list(zip_longest(*block, fillvalue=""))
        for place, codes in enumerate(known):
            texts = told[place] if place < width else ()
            found = (codes.setdefault(text, len(codes)) for text in texts)
            parts[place].append(np.fromiter(found, np.int32) if texts else np.zeros(len(block), np.int32))
        widths += [len(row) for row in block]
    made = [Texts(list(codes), np.concatenate(one)) for codes, one in zip(known, parts, strict=True)]
    return Lines(made, np.array(widths, np.int32))


def _in_blocks(lines: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    while block := list(islice(lines, _BLOCK)):
        yield [row if any(one.strip() for one in row) else [] for row in block]
