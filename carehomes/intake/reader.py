"""The processes that read workbooks: kept from one file to the next, given up with a file that takes too much."""

from __future__ import annotations

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from carehomes.intake.cells import Lines, Sheet, Texts

#: Bytes of workbooks after which a process makes room for a fresh one.
_WORN = 64 << 20
#: Where the process finds the project, wherever it was started.
_ROOT = str(Path(__file__).resolve().parents[2])


class WorkbookError(ValueError):
    """A workbook that cannot be read; ``code`` is encrypted, too_large or unreadable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Process:
    """One process that reads workbooks, one at a time (``workbook.py``)."""

    def __init__(self) -> None:
        command = [sys.executable, "-P", "-m", "carehomes.intake.workbook"]
        environment = {
            **os.environ,
            "PYTHONUTF8": "1",
            "PYTHONPATH": os.pathsep.join([_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]),
        }
        self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
        self.read = 0

    def ask(self, content: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Return the answer for a workbook. Raises ``OSError`` where the process ended over it, or took longer than ``seconds``."""
        until = time.monotonic() + seconds
        guard = threading.Timer(seconds, self._child.kill)
        guard.start()
        try:
            self.read += len(content)
            told, into = self._child.stdout, self._child.stdin
            assert told is not None
            assert into is not None
            into.write(struct.pack("<q", len(content)))
            into.write(content)
            into.flush()
            head = told.read(16)
            if len(head) < 16:
                raise OSError("The reader ended.")
            text, codes = struct.unpack("<qq", head)
            said, rest = told.read(text), told.read(codes)
        finally:
            guard.cancel()
        if len(said) + len(rest) < text + codes or time.monotonic() > until:
            raise OSError("The reader was given up.")
        return json.loads(said), rest

    def end(self) -> None:
        """End the process."""
        self._child.kill()
        self._child.communicate()


#: Processes that nobody uses just now. Each reader of a workbook takes one, or starts one, so none waits for another's file.
_idle: list[_Process] = []


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()


def _ask(content: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
    try:
        process = _idle.pop()
    except IndexError:
        process = _Process()
    try:
        answer = process.ask(content, seconds)
    except BaseException:
        process.end()
        raise
    if process.read > _WORN or _idle:
        process.end()
    else:
        _idle.append(process)
    return answer


def read_workbook(content: bytes, seconds: float, *, columns: int) -> list[Sheet]:
    """Return the sheets of a workbook of at most so many columns, hidden ones without cells. Raises ``WorkbookError``.

    It is read in another process, with limits of memory and time; one that ends over a file costs that file only.
    """
    try:
        said, codes = _ask(content, seconds)
    except (OSError, ValueError) as error:
        raise WorkbookError("unreadable") from error
    if "problem" in said:
        raise WorkbookError(said["problem"])
    if any(len(one["columns"]) > columns for one in said["sheets"]):
        raise WorkbookError("too_large")
    cells = np.frombuffer(codes, np.int32)
    sheets = []
    for one in said["sheets"]:
        height, width = one["height"], len(one["columns"])
        texts = [Texts(known, cells[place * height : (place + 1) * height]) for place, known in enumerate(one["columns"])]
        sheets.append(Sheet(one["name"], _lines(texts, height), bool(one["hidden"])))
        cells = cells[height * width :]
    return sheets


def _lines(columns: list[Texts], height: int) -> Lines:
    """Return the rows down to the last that holds more than blanks, each as wide as its last such cell."""
    widths: NDArray[np.int32] = np.zeros(height, np.int32)
    for place, column in enumerate(columns, start=1):
        widths[column.where(lambda text: bool(text.strip()))] = place
    last = int(np.flatnonzero(widths)[-1]) + 1 if widths.any() else 0
    return Lines([Texts(column.distinct, column.codes[:last]) for column in columns], widths[:last])
