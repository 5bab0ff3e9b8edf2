"""ZIP files of returns: what lies in one, each member a file of its own. Nothing is written to disk, and no path in a name is used."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from carehomes.intake.read import MAX_BYTES, OFFICE, UnreadableError

#: Files in one ZIP, and what they may hold together once unpacked.
MAX_FILES = 1_000
MAX_UNPACKED = 2 * MAX_BYTES
_BLOCK = 1 << 20


def is_zip(content: bytes) -> bool:
    """Return whether a file is a ZIP of files, and no workbook, document or presentation."""
    if content[:4] not in (b"PK\x03\x04", b"PK\x05\x06"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return not any(OFFICE.fullmatch(name) for name in package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def unpack(content: bytes, file_name: str) -> list[tuple[str, bytes]]:
    """Return name and bytes of each file in a ZIP, in its order; of any other file itself.

    A name is only the last part of what the ZIP says; folders and what systems leave there (``__MACOSX``, ``.DS_Store``) are left
    out. A ZIP in a ZIP is one of the files and is not opened. Raises ``UnreadableError`` where the ZIP is damaged, has a password,
    is empty or holds too much.
    """
    if not is_zip(content):
        return [(file_name, content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _members(package)
    except UnreadableError:
        raise
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
                size = MAX_UNPACKED // (1024 * 1024)
                raise UnreadableError("too_large", f"This ZIP file holds more than {size} MB once unpacked. Upload its files one by one.")
    return held.getvalue()


def _name(member: zipfile.ZipInfo) -> str:
    name = PurePosixPath(member.filename.replace("\\", "/")).name
    return "" if name.startswith(".") or name.lower() in ("thumbs.db", "desktop.ini") else name
