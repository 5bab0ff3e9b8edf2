"""The archive: every file received, by its SHA-256, never changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from carehomes.ledger.trouble import StoreError
from carehomes.ledger.whole import write_whole


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def place(folder: Path, name: str) -> Path:
    """Return where the archive ``folder`` has the file with the SHA-256 ``name``."""
    return folder / name[:2] / name


def keep(folder: Path, content: bytes) -> str:
    """Keep ``content`` in the archive ``folder`` and return its SHA-256.

    Keeping twice changes nothing; one that was cut off is made whole.
    """
    name = sha256_of(content)
    target = place(folder, name)
    if not target.exists() or target.stat().st_size != len(content):
        write_whole(target, content)
    return name


def fetch(folder: Path, name: str) -> bytes:
    """Return the archived file with the SHA-256 ``name``.

    Raises ``FileNotFoundError`` where there is none, ``StoreError`` where it is not what was received.
    """
    content = place(folder, name).read_bytes()
    if sha256_of(content) != name:
        raise StoreError(f"The archive's file {name[:12]} is damaged: it is not what was received. Bring it back from a backup.")
    return content
