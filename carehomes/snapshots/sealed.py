"""The seal of a snapshot file: its SHA-256 beside it, so that a damaged one is found before anybody reads it."""

from __future__ import annotations

import contextlib
from pathlib import Path

from carehomes.ledger.whole import is_whole, sha256_once, write_whole


def put_in_place(building: Path, path: Path) -> None:
    """Make the finished file ``building`` the sealed file ``path``. One without its seal is never opened: it was broken off here."""
    building.replace(path)
    # In its place: whoever opens it next in this process need not read all of it again, a second for England.
    write_whole(_seal(path), sha256_once(path).encode())


def is_sealed(path: Path) -> bool:
    """Return whether the file at ``path`` is there and is what was sealed."""
    try:
        name = _seal(path).read_text(encoding="ascii")
    except (OSError, ValueError):
        return False
    return is_whole(path, name)


def trouble(path: Path) -> str:
    """Return what a file that is not sealed is, in words."""
    unsealed = path.exists() and not _seal(path).exists()
    return "has no seal: an earlier version of the program made it, or it was broken off" if unsealed else "was damaged or gone"


def remove(path: Path) -> None:
    """Remove a file with its seal; a system that will not remove a file in use leaves it for the next time."""
    for one in (_seal(path), path):
        with contextlib.suppress(OSError):
            one.unlink()


def _seal(path: Path) -> Path:
    return path.with_suffix(".sha256")
