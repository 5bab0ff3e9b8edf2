"""XLS of Excel 95 and since: errors and percentages, by the records of its stream (MS-XLS 2.4) in its compound file (MS-CFB 2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from carehomes.intake.unseen import ERRORS, Unseen, percent_styles

_SHEET, _FORMAT, _STYLE, _BEGIN, _END = 0x0085, 0x041E, 0x00E0, 0x0809, 0x000A
_NUMBER, _SHORT, _SHORTS, _WRONG, _FORMULA = 0x0203, 0x027E, 0x00BD, 0x0205, 0x0006
#: The versions of the records that are read, each with its stream: BIFF8 (Excel 97 and since) and BIFF5 (Excel 5 and 95), which has texts
#: of one byte a letter with shorter heads.
_STREAMS = (("Workbook", 0x0600), ("Book", 0x0500))
#: From here on numbers of sectors mean that there is none.
_NO_SECTOR = 0xFFFFFFFA


def unseen(content: bytes) -> dict[str, Unseen]:
    """Return by sheet's name what the reader passes over in it; nothing of a file older than Excel 5."""
    for name, version in _STREAMS:
        stream = _stream(content, name)
        if len(stream) >= 6 and struct.unpack_from("<H", stream, 4)[0] == version:
            return _of_stream(stream, letters_only=name == "Book")
    return {}


def _of_stream(stream: bytes, *, letters_only: bool) -> dict[str, Unseen]:
    codes: dict[int, str] = {}
    formats: list[int] = []
    starts: dict[str, int] = {}
    for kind, body in _records(stream, 0):
        if kind == _FORMAT:
            number = struct.unpack_from("<H", body)[0]
            codes[number] = _short(body, 2) if letters_only else _text(body, 5, struct.unpack_from("<H", body, 2)[0], wide=body[4] & 1)
        elif kind == _STYLE:
            formats.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SHEET and body[4] & 3 == 0 and body[5] == 0:
            name = _short(body, 6) if letters_only else _text(body, 8, body[6], wide=body[7] & 1)
            starts[name] = struct.unpack_from("<I", body)[0]
    percents = percent_styles(formats, codes)
    return {name: _of_sheet(stream, start, percents) for name, start in starts.items()}


def _short(body: bytes, at: int) -> str:
    """Return a text whose length stands before it, one byte a letter."""
    return body[at + 1 : at + 1 + body[at]].decode("cp1252", "replace")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the bytes of each record from a place to the end of that part of the stream."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        # A chart in a sheet is a part within the part.
        depth += (kind == _BEGIN) - (kind == _END)
        if depth == 0:
            return
        at += 4 + size


def _text(body: bytes, at: int, length: int, *, wide: int) -> str:
    return body[at : at + 2 * length].decode("utf-16-le", "replace") if wide else body[at : at + length].decode("latin-1")


def _of_sheet(stream: bytes, start: int, percents: frozenset[int]) -> Unseen:
    found = Unseen()
    for kind, body in _records(stream, start):
        if kind in (_NUMBER, _SHORT, _FORMULA, _WRONG):
            row, column, style = struct.unpack_from("<HHH", body)
            at = row + 1, column + 1
            # A formula's result that is no number ends with FFFF and begins with what it is: 2 is an error.
            other = kind == _FORMULA and body[12:14] == b"\xff\xff"
            if (kind == _WRONG and body[7]) or (other and body[6] == 2):
                found.texts[at] = ERRORS.get(body[8] if other else body[6], "#VALUE!")
            elif kind != _WRONG and not other and style in percents:
                found.percents.add(at)
        elif kind == _SHORTS and percents:
            row, first = struct.unpack_from("<HH", body)
            styles = (struct.unpack_from("<H", body, at)[0] for at in range(4, len(body) - 2, 6))
            found.percents |= {(row + 1, column + 1) for column, style in enumerate(styles, first) if style in percents}
    return found


def _stream(content: bytes, name: str) -> bytes:
    """Return a stream of a compound file, b'' where there is none of that name."""
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    directory, cutoff, small_table = struct.unpack_from("<I", content, 48)[0], *struct.unpack_from("<II", content, 56)
    following = _table(content, shift)

    def whole(start: int) -> bytes:
        return b"".join(content[(one + 1) << shift : (one + 2) << shift] for one in _chain(start, following))

    listed = whole(directory)
    entries = [listed[at : at + 128] for at in range(0, len(listed) - 127, 128)]
    for entry in entries:
        if entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace") != name:
            continue
        start, size = struct.unpack_from("<II", entry, 116)
        if size >= cutoff:
            return whole(start)[:size]
        small = _numbers(whole(small_table))
        held = whole(struct.unpack_from("<I", entries[0], 116)[0])
        return b"".join(held[one << small_shift : (one + 1) << small_shift] for one in _chain(start, small))[:size]
    return b""


def _table(content: bytes, shift: int) -> tuple[int, ...]:
    """Return for each sector of a compound file the one that follows it."""
    parts = list(struct.unpack_from("<109I", content, 76))
    more, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) >> shift)):
        held = _numbers(content[(more + 1) << shift : (more + 2) << shift])
        if more >= _NO_SECTOR or not held:
            break
        parts += held[:-1]
        more = held[-1]
    return _numbers(b"".join(content[(one + 1) << shift : (one + 2) << shift] for one in parts if one < _NO_SECTOR))


def _numbers(part: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])


def _chain(start: int, following: tuple[int, ...]) -> Iterator[int]:
    """Yield the sectors of a stream; one that leads in a circle ends after as many as there are."""
    for _ in following:
        if start >= len(following):
            return
        yield start
        start = following[start]
