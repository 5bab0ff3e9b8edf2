"""ZIP files of returns: what lies in one, each member a file of its own. Nothing is written to disk, and no path in a name is used."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from carehomes.intake.unreadable import UnreadableError

#: Files in one ZIP, and what they may hold together once unpacked.
MAX_FILES = 1_000
MAX_UNPACKED = 640 << 20
_BLOCK = 1 << 20
#: How a workbook, a document or a presentation is known, which are ZIP files too.
_OFFICE = re.compile(r"(?i)\[content_types\]\.xml|mimetype|meta-inf/manifest\.xml|index/document\.iwa|(xl|word|ppt)[/\\].*")


def is_zip(content: bytes) -> bool:
    """Return whether a file is a ZIP of files, and no workbook, document or presentation."""
    if content[:4] not in (b"PK\x03\x04", b"PK\x05\x06"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return not any(_OFFICE.fullmatch(name) for name in package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def unpack(content: bytes, file_name: str) -> list[tuple[str, bytes]]:
    """Return name and bytes of each file in a ZIP, in its order; of any other file itself, and of a ZIP that cannot be unpacked.

    A name is only the last part of what the ZIP says; folders and what systems leave there (``__MACOSX``, ``.DS_Store``) are left
    out. A ZIP in a ZIP is one of the files and is not opened. Who reads a ZIP that was not unpacked is told why (``raise_why``).
    """
    try:
        return _opened(content) if is_zip(content) else [(file_name, content)]
    except UnreadableError:
        return [(file_name, content)]


def raise_why(content: bytes) -> None:
    """Raise ``UnreadableError`` for a ZIP of files: it is damaged, has a password, is empty, holds too much or lay in another one."""
    _opened(content)
    message = "This is a ZIP file of other files inside of another one, and was not opened. Unpack it, and upload the files in it."
    raise UnreadableError("zip_of_files", message)


def _opened(content: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _members(package)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, zlib.error) as error:
        raise UnreadableError("unreadable", "This ZIP file is damaged. Pack its files again, or upload them one by one.") from error


def _members(package: zipfile.ZipFile) -> list[tuple[str, bytes]]:
    wanted = [one for one in package.infolist() if not one.is_dir() and _name(one) and not one.filename.startswith("__MACOSX/")]
    if not wanted:
        raise UnreadableError("empty", "This ZIP file holds no files. Check that the right file was packed, and upload it again.")
    if len(wanted) > MAX_FILES:
        raise UnreadableError("too_large", f"This ZIP file holds {len(wanted):,} files; {MAX_FILES:,} is the most. Upload it in parts.")
    if any(one.flag_bits & 1 for one in wanted):
        raise UnreadableError("encrypted", "This ZIP file is protected by a password. Pack its files without one, and upload that.")
    # Most that hold too much say so themselves, before anything is unpacked.
    if sum(one.file_size for one in wanted) > MAX_UNPACKED:
        raise _holds_too_much()
    found: list[tuple[str, bytes]] = []
    room = MAX_UNPACKED
    for one in wanted:
        held = _read(package, one, room)
        room -= len(held)
        found.append((_name(one), held))
    return found


def _read(package: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> bytes:
    """Return a member's bytes. What the ZIP says of its size is not believed: it is counted while it is unpacked."""
    held = io.BytesIO()
    with package.open(member) as file:
        while block := file.read(_BLOCK):
            held.write(block)
            if held.tell() > room:
                raise _holds_too_much()
    return held.getvalue()


def _holds_too_much() -> UnreadableError:
    size = MAX_UNPACKED // (1024 * 1024)
    return UnreadableError("too_large", f"This ZIP file holds more than {size} MB once unpacked. Upload its files in parts.")


def _name(member: zipfile.ZipInfo) -> str:
    name = PurePosixPath(member.filename.replace("\\", "/")).name
    return "" if name.startswith(".") or name.lower() in ("thumbs.db", "desktop.ini") else name
