"""An analyst's own SQL, in a process of its own that is lent the tables it names and has no way to any other.

The process never opens the snapshot: it is given rows, already cut to the areas that the reader may see. It has limits of time and
memory that the operating system holds, because DuckDB's own do not hold for every function.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from carehomes.snapshots.database import as_frame

#: The longest statement, in characters.
LONGEST = 20_000
_MEGABYTES = 2048
#: Seconds in which its process must have started.
_START = 60.0
_PROGRAM = str(Path(__file__).with_name("boxed.py"))


class BoxError(ValueError):
    """A statement that was not run, or not to its end; the text is a plain sentence."""


@dataclass(frozen=True)
class Answer:
    """The rows of a statement; ``more`` is True where there were more than the limit."""

    frame: pd.DataFrame
    more: bool


def run_in_box(sql: str, lent: Mapping[str, Callable[[], pa.Table]], *, rows: int, seconds: float) -> Answer:
    """Run one SELECT over the tables ``lent`` (made only where it names them) and return at most ``rows`` rows.

    Raises ``BoxError`` with a plain sentence for anything else than one SELECT, for what cannot be run, and for what takes longer than
    ``seconds`` or more memory than a question may have.
    """
    if len(sql) > LONGEST:
        raise BoxError(f"The statement has {len(sql):,} characters; at most {LONGEST:,} can be run.")
    late = threading.Event()
    with tempfile.TemporaryDirectory(prefix="carehomes-") as folder, _started(folder) as child:
        try:
            _make_ready(child, rows, seconds)
            named = _told(child, {"sql": sql, "lent": sorted(lent)}, seconds, late)["tables"]
            files = {name: _kept(lent[name](), Path(folder) / f"{number}.arrow") for number, name in enumerate(named)}
            return _answered(child, files, rows, seconds, late)
        except (OSError, EOFError, pa.ArrowException) as error:
            if late.is_set():
                raise BoxError(f"It took longer than {seconds:g} seconds and was stopped. Ask for fewer weeks or homes.") from error
            raise BoxError("It needs more memory than a question may have. Ask for fewer weeks, homes or columns.") from error
        finally:
            child.kill()


def _started(folder: str) -> subprocess.Popen[bytes]:
    # No variable of this process goes with it but where its packages lie.
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    environment = {**kept, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, "-P", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
    )


def _make_ready(child: subprocess.Popen[bytes], rows: int, seconds: float) -> None:
    try:
        _told(child, {"rows": rows, "seconds": seconds, "megabytes": _MEGABYTES}, _START, threading.Event())
    except (OSError, EOFError) as error:
        raise BoxError("The process in which SQL runs could not be started. Try again; if it stays so, tell who runs this.") from error


def _told(child: subprocess.Popen[bytes], line: Any, seconds: float, late: threading.Event) -> dict[str, Any]:
    """Send a line and return the one that comes back. Raises ``BoxError`` where it refuses, ``EOFError`` where the process ended."""
    assert child.stdin is not None
    assert child.stdout is not None

    def stop() -> None:
        late.set()
        child.kill()

    guard = threading.Timer(seconds, stop)
    guard.start()
    try:
        child.stdin.write(json.dumps(line).encode() + b"\n")
        child.stdin.flush()
        said = child.stdout.readline()
    finally:
        guard.cancel()
    if not said:
        raise EOFError("The process ended.")
    told: dict[str, Any] = json.loads(said)
    if "refused" in told:
        raise BoxError(told["refused"])
    return told


def _kept(table: pa.Table, path: Path) -> str:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return str(path)


def _answered(child: subprocess.Popen[bytes], files: dict[str, str], rows: int, seconds: float, late: threading.Event) -> Answer:
    told = _told(child, files, seconds, late)
    assert child.stdout is not None
    found = pa.ipc.open_stream(child.stdout).read_all()
    return Answer(as_frame(found.slice(0, rows)), told["rows"] > rows)
