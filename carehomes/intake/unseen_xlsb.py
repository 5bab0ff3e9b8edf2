"""XLSB: errors and percentages, by the records of the sheets' parts and of the styles (MS-XLSB 2.1.4, 2.3)."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from html import unescape

from carehomes.intake.unseen import ERRORS, Unseen, percent_styles

_ROW, _SHEET = 0, 156
_FORMAT, _STYLE, _STYLES, _STYLES_END = 44, 47, 617, 618
#: Cells that hold a number, and those that hold an error; each by itself or as the result of a formula.
_NUMBERS, _WRONG = frozenset({2, 5, 9}), frozenset({3, 11})
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'\b([\w:]+)="([^"]*)"')
_WORKBOOK, _RELATIONS, _STYLE_PART = "xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/styles.bin"


def unseen(package: zipfile.ZipFile) -> dict[str, Unseen]:
    """Return by sheet's name what the reader passes over in it."""
    names = set(package.namelist())
    if not {_WORKBOOK, _RELATIONS} <= names:
        return {}
    targets: dict[str, str] = {}
    for one in _RELATION.findall(package.read(_RELATIONS)):
        said = {name.decode(): unescape(value.decode("utf-8", "replace")) for name, value in _ATTRIBUTE.findall(one)}
        target = said.get("Target", "")
        targets[said.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    percents = _percents(package.read(_STYLE_PART)) if _STYLE_PART in names else frozenset()
    found: dict[str, Unseen] = {}
    for kind, body in _records(package.read(_WORKBOOK)):
        if kind == _SHEET and body[:4] == bytes(4):
            relation, rest = _text(body, 8)
            name, _ = _text(body, rest)
            if targets.get(relation, "") in names:
                found[name] = _of_sheet(package.read(targets[relation]), percents)
    return found


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the bytes of each record; both its number and its length are written in groups of seven bits."""
    at, end = 0, len(part)
    while at < end:
        kind, size = part[at], 0
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        for shift in (0, 7, 14, 21):
            size |= (part[at] & 0x7F) << shift
            at += 1
            if not part[at - 1] & 0x80:
                break
        yield kind, part[at : at + size]
        at += size


def _text(body: bytes, at: int) -> tuple[str, int]:
    """Return the text that stands at a place, and where it ends."""
    (length,) = struct.unpack_from("<I", body, at)
    if length == 0xFFFFFFFF:
        return "", at + 4
    return body[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "replace"), at + 4 + 2 * length


def _percents(styles: bytes) -> frozenset[int]:
    codes: dict[int, str] = {}
    formats: list[int] = []
    of_cells = False
    for kind, body in _records(styles):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind in (_STYLES, _STYLES_END):
            of_cells = kind == _STYLES
        elif kind == _STYLE and of_cells:
            formats.append(struct.unpack_from("<H", body, 2)[0])
    return percent_styles(formats, codes)


def _of_sheet(part: bytes, percents: frozenset[int]) -> Unseen:
    found = Unseen()
    row = 0
    for kind, body in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", body)[0] + 1
        elif kind in _WRONG:
            found.texts[row, struct.unpack_from("<I", body)[0] + 1] = ERRORS.get(body[8], "#VALUE!")
        elif kind in _NUMBERS and percents and int.from_bytes(body[4:7], "little") in percents:
            found.percents.add((row, struct.unpack_from("<I", body)[0] + 1))
    return found
