"""What a file is that is plainly no table, whatever its name ends in: told by its first bytes, with what to do about it."""

from __future__ import annotations

import re

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Bytes from the start in which a file says what it is; an office package says it at its end too.
_START = 4096
_THE_WORKBOOK = (
    "Save the workbook itself as .xlsx or .csv, and upload that; where there is none, Templates to fill in, on the Returns page, has one "
    "for each kind of return."
)
_UNPACK = "Unpack it, and upload the files in it."
_OPEN_IN_EXCEL = "Open it in Excel, save it as .xlsx, and upload that."
_WEB_PAGE = (
    "This is a web page, whatever its name ends in: the export of some systems, or a page for signing in that was saved instead of the "
    "file. Open it in Excel; if the table is there, save it as .xlsx, and upload that."
)
_BEGINS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", _THE_WORKBOOK),
    (b"{\\rtf", "a Word document", _THE_WORKBOOK),
    *((mark, "a picture", _THE_WORKBOOK) for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    *((mark, "a packed file", _UNPACK) for mark in (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0")),
    *((mark, "a database", _THE_WORKBOOK) for mark in (b"SQLite format 3\0", b"\0\1\0\0Standard ACE DB", b"\0\1\0\0Standard Jet DB")),
    (b"PAR1", "a Parquet file", "Save its table as .csv, and upload that."),
    (b"MZ\x90\0", "a program", "It was not opened. " + _THE_WORKBOOK),
)
#: Streams of an older Office file (in UTF-16) that are of no workbook.
_STREAMS = (
    ("WordDocument", "a Word document", _THE_WORKBOOK),
    ("PowerPoint Document", "a presentation", _THE_WORKBOOK),
    ("__substg1.0_", "an e-mail from Outlook", "Save the workbook that is attached to it, and upload that."),
)
_PACKAGES = (
    (b"word/", "a Word document", _THE_WORKBOOK),
    (b"ppt/", "a presentation", _THE_WORKBOOK),
    (
        b"Index/Document.iwa",
        "a document of Apple's Numbers, Pages or Keynote",
        "In Numbers choose File, Export To, Excel, and upload that.",
    ),
)
_PAGE = re.compile(r"(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|table|div|meta)\b", re.IGNORECASE | re.DOTALL)
_MAIL = re.compile(r"(?:[A-Za-z-]+:[ \t][^\n]*\n(?:[ \t][^\n]*\n)*){3}")
_MAIL_LINES = ("from:", "subject:", "mime-version:")


def told_foreign(content: bytes) -> str:
    """Return the sentence about a file that is plainly something else than a workbook or CSV, '' where it may be one."""
    what, advice = _by_bytes(content)
    if what:
        return f"This is {what}, not a table. {advice}"
    return _by_text(_text(content)) if content[:2] != b"PK" and not content.startswith(OLE) else ""


def _by_bytes(content: bytes) -> tuple[str, str]:
    """Return what a file is by marks that no table begins with, and what to do, or two blanks."""
    start = content[:_START].lstrip()
    for mark, what, advice in _BEGINS:
        if start.startswith(mark) or content.startswith(mark):
            return what, advice
    if (content[:4], content[8:12]) == (b"RIFF", b"WEBP") or content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "a picture", _THE_WORKBOOK
    if content.startswith(OLE):
        return next(((what, advice) for name, what, advice in _STREAMS if name.encode("utf-16-le") in content), ("", ""))
    if content[:2] == b"PK" and b"xl/" not in content:
        ends = content[:_START] + content[-_START:]
        return next(((what, advice) for name, what, advice in _PACKAGES if name in ends), ("", ""))
    return "", ""


def _text(content: bytes) -> str:
    """Return the beginning of a file as text, blanks before it left out."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return content[:_START].decode(encoding, "replace").lstrip()


def _by_text(start: str) -> str:
    if _PAGE.match(start):
        return _WEB_PAGE
    if start.startswith("<?xml"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in start:
            return f"This is a workbook in the XML form of 2003, which is not read here. {_OPEN_IN_EXCEL}"
        if _PAGE.search(start):
            return _WEB_PAGE
        return f"This is an XML file, not a table. {_THE_WORKBOOK}"
    if re.match(r"\{\s*\"|\[\s*\{\s*\"", start):
        return f"This is JSON, made for programs, not a table. {_THE_WORKBOOK}"
    lines = [line.lower() for line in start.splitlines()]
    if _MAIL.match(start) and sum(any(line.startswith(mark) for line in lines) for mark in _MAIL_LINES) >= 2:
        return "This is an e-mail, not a table. Save the workbook that is attached to it, and upload that."
    return ""
