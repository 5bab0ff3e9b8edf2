"""Small workbooks in the two binary formats, written record by record: no library here writes them.

A cell is a text, a number, a number shown by a format of the workbook's own (``Percent``) or an error by its number (``Wrong``).
"""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Percent:
    """A number that is shown as a percentage."""

    number: float


@dataclass(frozen=True)
class Wrong:
    """An error by its number, such as 0x2A for ``#N/A``; ``formula`` where it is the result of one."""

    code: int
    formula: bool = False


Cell = str | float | Percent | Wrong
_OWN = 164
_CODE = '0.0"x"%'


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _xls_cell(row: int, column: int, cell: Cell, *, old: bool) -> bytes:
    style = 1 if isinstance(cell, Percent) else 0
    head = struct.pack("<HHH", row, column, style)
    if isinstance(cell, str) and old:
        return _record(0x0204, head + struct.pack("<H", len(cell)) + cell.encode("cp1252"))
    if isinstance(cell, str):
        return _record(0x0204, head + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
    if isinstance(cell, Wrong) and cell.formula:
        return _record(0x0006, head + bytes([2, 0, cell.code, 0, 0, 0, 0xFF, 0xFF]) + bytes(6) + struct.pack("<H", 0))
    if isinstance(cell, Wrong):
        return _record(0x0205, head + bytes([cell.code, 1]))
    return _record(0x0203, head + struct.pack("<d", cell.number if isinstance(cell, Percent) else cell))


def xls_bytes(name: str, rows: list[list[Cell]], *, old: bool = False) -> bytes:
    """Return one sheet as an XLS file of Excel 97, or of Excel 95 (``old``): the stream of its records in a compound file."""
    version = 0x0500 if old else 0x0600
    begin, begin_sheet = (struct.pack("<HHHH", version, kind, 0, 0) + bytes(0 if old else 8) for kind in (5, 0x10))
    length = struct.pack("<HB", _OWN, len(_CODE)) if old else struct.pack("<HHB", _OWN, len(_CODE), 0)
    told = _record(0x041E, length + _CODE.encode())
    told += b"".join(_record(0x00E0, struct.pack("<HH", 0, number) + bytes(12 if old else 16)) for number in (0, _OWN))
    before = len(_record(0x0809, begin)) + len(told)
    bound = struct.pack("<BBB", 0, 0, len(name)) + bytes(0 if old else 1) + name.encode()
    start = before + 4 + 4 + len(bound) + 4
    book = _record(0x0809, begin) + told + _record(0x0085, struct.pack("<I", start) + bound) + _record(0x000A, b"")
    sheet = _record(0x0809, begin_sheet)
    sheet += b"".join(_xls_cell(row, column, cell, old=old) for row, line in enumerate(rows) for column, cell in enumerate(line))
    return _compound(book + sheet + _record(0x000A, b""), "Book" if old else "Workbook")


def _compound(stream: bytes, name: str) -> bytes:
    held = stream.ljust(-(-max(4096, len(stream)) // 512) * 512, b"\0")
    count = len(held) // 512
    # Sector 0 is the table of sectors, 1 the directory, the rest the stream.
    following = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    assert len(following) <= 128, "one sector of the table is enough for a test"
    table = struct.pack(f"<{len(following)}I", *following).ljust(512, b"\xff")

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        told = name.encode("utf-16-le")
        links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
        return told.ljust(64, b"\0") + struct.pack("<HBB", len(told) + 2, kind, 1) + links + bytes(36) + struct.pack("<IQ", start, size)

    listed = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(name, 2, 0xFFFFFFFF, 2, len(held))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0).ljust(436, b"\xff")
    return head + table + listed.ljust(512, b"\0") + held


def _binary(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = b""
    length = len(body)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return number + size + body


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb_cell(column: int, cell: Cell) -> bytes:
    head = struct.pack("<II", column, 1 if isinstance(cell, Percent) else 0)
    if isinstance(cell, str):
        return _binary(6, head + _text(cell))
    if isinstance(cell, Wrong) and cell.formula:
        return _binary(11, head + bytes([cell.code]) + bytes(2) + struct.pack("<II", 0, 0))
    if isinstance(cell, Wrong):
        return _binary(3, head + bytes([cell.code]))
    return _binary(5, head + struct.pack("<d", cell.number if isinstance(cell, Percent) else cell))


def xlsb_bytes(name: str, rows: list[list[Cell]]) -> bytes:
    """Return one sheet as an XLSB file."""
    lines = b""
    for row, line in enumerate(rows):
        lines += _binary(0, struct.pack("<I", row) + bytes(13)) + b"".join(_xlsb_cell(column, cell) for column, cell in enumerate(line))
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _binary(129) + _binary(148, extent) + _binary(145) + lines + _binary(146) + _binary(130)
    styles = _binary(278) + _binary(615, struct.pack("<I", 1)) + _binary(44, struct.pack("<H", _OWN) + _text(_CODE)) + _binary(616)
    styles += _binary(617, struct.pack("<I", 2))
    styles += b"".join(_binary(47, struct.pack("<HH", 0, number) + bytes(12)) for number in (0, _OWN)) + _binary(618) + _binary(279)
    book = _binary(131) + _binary(143) + _binary(156, struct.pack("<II", 0, 1) + _text("rId1") + _text(name)) + _binary(144) + _binary(132)
    relation = '<Relationship Id="rId{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{1}" Target="{2}"/>'
    relations = relation.format(1, "worksheet", "worksheets/sheet1.bin") + relation.format(2, "styles", "styles.bin")
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
        )
        for part, held in (("workbook", book), ("styles", styles), ("worksheets/sheet1", sheet)):
            package.writestr(f"xl/{part}.bin", held)
    return sink.getvalue()
