"""Bytes to sheets of text cells. Nothing is typed here; a file that cannot be read says why in a plain sentence."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from carehomes.intake.cells import Sheet

MAX_BYTES = 60 * 1024 * 1024
MAX_ROWS = 400_000
MAX_COLUMNS = 1_000
MAX_CELLS = 12_000_000
SECONDS = 120

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: In an XLS file the first record of the workbook (BOF), then the one that says how it is encrypted (FILEPASS).
_XLS_ENCRYPTED = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}\x2f\x00", re.DOTALL)
_DELIMITERS = (",", ";", "\t", "|")
_UNREADABLE = (
    "This workbook cannot be read: it is damaged, protected by a password, or no workbook at all. "
    "Open it in Excel, save it without a password as .xlsx, and upload that."
)
_ENCRYPTED = "This workbook is protected by a password. Save it without a password, and upload that."
_TOO_LARGE = "This file is too large: a return has at most {rows:,} rows and {size} MB. Upload the weeks or the CCGs as separate files."


class UnreadableError(Exception):
    """A file that cannot be read; the message is the plain sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def read(content: bytes, file_name: str) -> list[Sheet]:
    """Return the sheets of a file, hidden ones flagged. Raises ``UnreadableError``."""
    if not content.strip():
        raise UnreadableError("empty", "This file is empty. Check that the right file was saved, and upload it again.")
    if len(content) > MAX_BYTES:
        raise _too_large()
    _refuse_strangers(content, file_name)
    sheets = _workbook(content) if content[:2] == b"PK" or content.startswith(_OLE) else [Sheet("", _csv(content))]
    return [_within_limits(sheet) for sheet in sheets]


def _too_large() -> UnreadableError:
    return UnreadableError("too_large", _TOO_LARGE.format(rows=MAX_ROWS, size=MAX_BYTES // (1024 * 1024)))


def _within_limits(sheet: Sheet) -> Sheet:
    rows = sheet.rows
    widest = max((len(row) for row in rows), default=0)
    if len(rows) > MAX_ROWS or widest > MAX_COLUMNS or sum(len(row) for row in rows) > MAX_CELLS:
        raise _too_large()
    return sheet


def _refuse_strangers(content: bytes, file_name: str) -> None:
    """Refuse what is plainly something else, by its first bytes."""
    start = content[:1024].lstrip()
    what = ""
    if start.startswith(b"%PDF"):
        what = "a PDF"
    elif start.startswith(b"{\\rtf") or (content[:2] == b"PK" and b"xl/" not in content and b"word/" in content[:4096] + content[-4096:]):
        what = "a Word document"
    elif content[:2] == b"PK" and b"xl/" not in content and b"ppt/" in content[:4096] + content[-4096:]:
        what = "a presentation"
    elif content.startswith(_OLE) and b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0" in content:
        what = "a Word document"
    elif start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        what = "a picture"
    elif re.match(rb"(?i)<(!doctype html|html|\?xml)", start):
        what = "a web page or XML file"
    if what:
        raise UnreadableError("not_a_table", f"This is {what}, not a table. Save the workbook itself as .xlsx or .csv, and upload that.")


def _workbook(content: bytes) -> list[Sheet]:
    if content.startswith(_OLE) and ("EncryptedPackage".encode("utf-16-le") in content or _XLS_ENCRYPTED.search(content)):
        raise UnreadableError("encrypted", _ENCRYPTED)
    if content[:2] == b"PK" and b"mimetypeapplication/vnd.oasis" in content[:200] and _ods_encrypted(content):
        raise UnreadableError("encrypted", _ENCRYPTED)
    answer = _read_apart(content)
    if answer.get("problem") == "too large":
        raise _too_large()
    if answer.get("problem") == "encrypted":
        raise UnreadableError("encrypted", _ENCRYPTED)
    return [Sheet(one["name"], one["rows"], bool(one["hidden"])) for one in answer["sheets"]]


def _ods_encrypted(content: bytes) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return b"encryption-data" in package.read("META-INF/manifest.xml")[:1_000_000]
    except (zipfile.BadZipFile, KeyError, RuntimeError, OSError):
        return False


def _read_apart(content: bytes) -> dict[str, Any]:
    """Read a workbook in a process of its own, so that no file can take this one down."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("workbook.py"))]
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, OSError, ValueError):
        answer = None
    if not isinstance(answer, dict):
        raise UnreadableError("unreadable", _UNREADABLE)
    return answer


def _csv(content: bytes) -> list[list[str]]:
    text = _decode(content)
    if "\0" in text or sum(text[:4000].count(chr(code)) for code in range(1, 9)) > len(text[:4000]) // 20:
        raise UnreadableError("not_a_table", "This file is neither a workbook nor a CSV file. Save it as .xlsx or .csv, and upload that.")
    csv.field_size_limit(1_000_000)
    return _parse(text, _delimiter(text))


def _decode(content: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    sample = content[:2000]
    if sample[1::2].count(0) > len(sample) // 4:
        return content.decode("utf-16-le", "replace")
    if sample[0::2].count(0) > len(sample) // 4:
        return content.decode("utf-16-be", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


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


def _parse(text: str, delimiter: str) -> list[list[str]]:
    strict = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [row if any(one.strip() for one in row) else [] for row in strict]
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise UnreadableError(
                "unclosed_quote",
                "A quotation mark in this CSV file is opened and never closed, so its rows run into one another. "
                "Remove or double that mark, or save the file as .xlsx, and upload it again.",
            ) from error
    try:
        lenient = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [row if any(one.strip() for one in row) else [] for row in lenient]
    except csv.Error as error:
        raise UnreadableError(
            "unreadable", "This CSV file cannot be read as a table. Open it in Excel, save it as .xlsx, and upload that."
        ) from error
