"""What goes wrong with the disk or with a file of the store, told in plain sentences."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

_FULL = "The disk is full. Nothing was half written, and what was there is there still. Make room, then do it again."
_READ_ONLY = "The store cannot be written: its disk or folder is read-only for this program. Nothing was changed. Make it writable."
#: What is said wherever somebody wants to decide, save or take a file in a copy for reading.
COPY = (
    "This is a copy for reading: nothing can be decided, saved or taken as a file here (CAREHOMES_READ_ONLY). Do it where the store is "
    "written."
)
_DISK = "The disk could not be read or written ({0}). What was there is there still. Look at the disk, then: python -m carehomes verify."
_SENTENCES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), _FULL),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), _READ_ONLY),
}


class StoreError(ValueError):
    """The store, or the disk that it lies on, is not as it must be: a plain sentence that says what to do."""


def full() -> StoreError:
    """Return what is said where the disk has no room."""
    return StoreError(_FULL)


def read_only() -> StoreError:
    """Return what is said where the store cannot be written."""
    return StoreError(_READ_ONLY)


def copy_for_reading() -> StoreError:
    """Return what is said where somebody wants to write into a copy for reading."""
    return StoreError(COPY)


def disk(told: str) -> StoreError:
    """Return what is said of any other trouble of the disk; ``told`` are the system's own words."""
    return StoreError(_DISK.format(told))


@contextmanager
def plainly() -> Iterator[None]:
    """Tell what the system says of the disk in plain words. Raises ``StoreError``; that a file is not there is left to the caller."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        sentence = _SENTENCES.get(error.errno or 0)
        raise (StoreError(sentence) if sentence else disk(error.strerror or "no reason told")) from error
