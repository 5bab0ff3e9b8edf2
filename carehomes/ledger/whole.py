"""Files that are there whole or not at all, and are held to their SHA-256."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from functools import lru_cache
from pathlib import Path

from carehomes.ledger.trouble import plainly


def write_whole(target: Path, content: bytes) -> None:
    """Write ``content`` to ``target``: on the disk when this returns, and never half, whoever else writes it at once.

    Raises ``StoreError`` where the disk will not take it.
    """
    with plainly():
        make_folder(target.parent)
        # Two who write the same file at once each write a part of their own.
        part = target.with_suffix(f".{secrets.token_hex(4)}.part")
        try:
            with part.open("wb") as sink:
                sink.write(content)
                sink.flush()
                os.fsync(sink.fileno())
            part.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        settle(target.parent)


def make_folder(folder: Path) -> None:
    """Make ``folder`` where there is none, on the disk when this returns."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        settle(folder.parent)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file, on the disk when this returns."""
    with source.open("rb") as reads, target.open("wb") as writes:
        shutil.copyfileobj(reads, writes, 1 << 20)
        writes.flush()
        os.fsync(writes.fileno())


def settle(folder: Path) -> None:
    """Wait until the names in ``folder`` are on the disk, where the system can say so."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of_file(path: Path | str) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with open(path, "rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def is_whole(path: Path, name: str) -> bool:
    """Return whether the file at ``path`` is there with the SHA-256 ``name``; one that did not change since is not read again."""
    try:
        return sha256_once(path) == name
    except FileNotFoundError:
        return False


def sha256_once(path: Path | str) -> str:
    """Return the SHA-256 of the file at ``path``, read once in this process while it stays as it is."""
    seen = os.stat(path)
    return _hashed(path, seen.st_ino, seen.st_size, seen.st_mtime_ns)


@lru_cache(maxsize=4096)
def _hashed(path: Path | str, node: int, size: int, changed: int) -> str:
    return sha256_of_file(path)
