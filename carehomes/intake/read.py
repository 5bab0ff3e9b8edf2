"""Bytes to sheets of text cells. Nothing is typed here; a file that cannot be read says why in a plain sentence."""

from __future__ import annotations

import io
import re
import zipfile

from carehomes.intake.cells import Lines, Sheet
from carehomes.intake.csv_file import CsvError, read_csv
from carehomes.intake.foreign import OLE, told_foreign
from carehomes.intake.reader import WorkbookError, read_workbook
from carehomes.intake.unreadable import UnreadableError
from carehomes.intake.zipped import is_zip, raise_why

#: A year of England in one file (806,000 home-weeks, about 200 MB as CSV) is the most that is meant to come.
MAX_BYTES = 320 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_COLUMNS = 1_000
MAX_CELLS = 60_000_000
#: How long the reading of one workbook may take.
SECONDS = 60

#: In an XLS file the first record of the workbook (BOF), then the one that says how it is encrypted (FILEPASS).
_XLS_ENCRYPTED = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}\x2f\x00", re.DOTALL)
_UNREADABLE = (
    "This workbook cannot be read: it is damaged, protected by a password, or no workbook at all. "
    "Open it in Excel, save it without a password as .xlsx, and upload that."
)
_DAMAGED = (
    "This workbook is damaged, or was not wholly saved or sent: the list of its parts cannot be read. Have it sent again, or open it in "
    "Excel, let Excel repair it, save it as .xlsx, and upload that."
)
_DAMAGED = (
    "This workbook is damaged, or was not wholly saved or sent: the list of its parts cannot be read. Have it sent again, or open it in "
    "Excel, let Excel repair it, save it as .xlsx, and upload that."
)
_ENCRYPTED = "This workbook is protected by a password. Save it without a password, and upload that."
_TOO_LARGE = "This file is too large: a return has at most {rows:,} rows and {size} MB. Upload the weeks or the CCGs as separate files."
_CSV = {
    "not_a_table": "This file is neither a workbook nor a CSV file. Save it as .xlsx or .csv, and upload that.",
    "unclosed_quote": (
        "A quotation mark in this CSV file is opened and never closed, so its rows run into one another. "
        "Remove or double that mark, or save the file as .xlsx, and upload it again."
    ),
    "unreadable": "This CSV file cannot be read as a table. Open it in Excel, save it as .xlsx, and upload that.",
}


def read(content: bytes) -> list[Sheet]:
    """Return the sheets of a file, hidden ones flagged. Raises ``UnreadableError``."""
    if not content.strip():
        raise UnreadableError("empty", "This file is empty. Check that the right file was saved, and upload it again.")
    if len(content) > MAX_BYTES:
        raise _too_large()
    if told := told_foreign(content):
        raise UnreadableError("not_a_table", told)
    sheets = _workbook(content) if content[:2] == b"PK" or content.startswith(OLE) else [Sheet("", _csv(content))]
    return [_within_limits(sheet) for sheet in sheets]


def _too_large() -> UnreadableError:
    return UnreadableError("too_large", _TOO_LARGE.format(rows=MAX_ROWS, size=MAX_BYTES // (1024 * 1024)))


def _within_limits(sheet: Sheet) -> Sheet:
    height, width = len(sheet.rows), sheet.width
    if height > MAX_ROWS or width > MAX_COLUMNS or height * width > MAX_CELLS:
        raise _too_large()
    return sheet


def _workbook(content: bytes) -> list[Sheet]:
    if content.startswith(OLE) and ("EncryptedPackage".encode("utf-16-le") in content or _XLS_ENCRYPTED.search(content)):
        raise UnreadableError("encrypted", _ENCRYPTED)
    if content[:2] == b"PK" and b"mimetypeapplication/vnd.oasis" in content[:200] and _ods_encrypted(content):
        raise UnreadableError("encrypted", _ENCRYPTED)
    if is_zip(content):
        raise_why(content)
    return _read_apart(content)


def _ods_encrypted(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return b"encryption-data" in package.read("META-INF/manifest.xml")[:1_000_000]
    except (zipfile.BadZipFile, KeyError, RuntimeError, OSError):
        return False


def _read_apart(content: bytes) -> list[Sheet]:
    """Read a workbook in a process of its own, so that no file can take this one down."""
    try:
        return read_workbook(content, SECONDS, columns=MAX_COLUMNS)
    except WorkbookError as error:
        if error.code == "too_large":
            raise _too_large() from error
        why = _DAMAGED if content[:2] == b"PK" and not zipfile.is_zipfile(io.BytesIO(content)) else _UNREADABLE
        raise UnreadableError(error.code, _ENCRYPTED if error.code == "encrypted" else why) from error


def _csv(content: bytes) -> Lines:
    try:
        return read_csv(content, rows=MAX_ROWS, columns=MAX_COLUMNS, cells=MAX_CELLS)
    except CsvError as error:
        raise (_too_large() if error.code == "too_large" else UnreadableError(error.code, _CSV[error.code])) from error
