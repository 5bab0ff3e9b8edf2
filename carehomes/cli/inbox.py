"""``inbox``: a watched folder. What a shared drive drops there is taken once it has settled, and never twice.

A file is first moved into ``taking/``, so that nobody writes to what is being read and a stop half way loses nothing: what lies there is
taken at the next look, and the journal knows bytes that stand already. Then it goes to ``done/``, ``held/`` or ``refused/``
with its receipt beside it. What lies there at one look is one batch: checked together, published once.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from filelock import FileLock, Timeout

from carehomes.cli.console import ACCEPTED, CODES, LOT_BYTES, REFUSED, files_in, print_json, receipt_json, receipt_text, worst
from carehomes.intake.decide import RETURNS
from carehomes.intake.desk import receive_many
from carehomes.intake.zipped import unpack
from carehomes.ledger.model import Receipt
from carehomes.settings import inbox_folder
from carehomes.snapshots import publish
from carehomes.store import Store, open_store

_TAKING = "taking"
#: Where a file goes by its outcome.
_ENDS = {"accepted": "done", "unchanged": "done", "held": "held", "refused": "refused"}
_OWN = frozenset({_TAKING, *_ENDS.values()})
#: How long a file must keep its size with ``--once``, in seconds.
_SETTLING = 1.0
#: What was seen of a file: its size and when it was last written.
Seen = dict[Path, tuple[int, int]]


def watch(*, once: bool, every: float, as_json: bool) -> int:
    """Take what settled in the inbox, ``once`` or again and again until stopped; return the worst outcome's exit code.

    Each file is told in a line, with ``as_json`` in a line of JSON: where it went, and the receipts of what is in it.
    """
    folder = inbox_folder()
    if folder is None or not folder.is_dir():
        named = "CAREHOMES_INBOX names no folder that is there" if folder else "No inbox is set"
        print(f"{named}. Set CAREHOMES_INBOX to the folder into which returns are dropped.", file=sys.stderr)
        return REFUSED
    try:
        with FileLock(folder / ".inbox.lock", timeout=0):
            return _watch(open_store(), folder, once=once, every=every, as_json=as_json)
    except Timeout:
        print("Another process watches this inbox already. Nothing was done here.", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return ACCEPTED


def _watch(store: Store, folder: Path, *, once: bool, every: float, as_json: bool) -> int:
    seen = look(folder)
    codes: list[int] = []
    while True:
        time.sleep(_SETTLING if once else every)
        now = look(folder)
        codes = take(store, folder, _ready(folder, seen, now), as_json=as_json)
        if codes:
            publish(store)
        if once:
            return worst(codes)
        seen = now


def look(folder: Path) -> Seen:
    """Return the size and time of every file dropped into the inbox, folders in it included."""
    found: Seen = {}
    for path in files_in([folder]):
        inside = path.relative_to(folder)
        if inside.parts[0] in _OWN:
            continue
        try:
            stat = path.stat()
        except OSError:
            continue  # It went away between the two: somebody took it back.
        found[path] = (stat.st_size, stat.st_mtime_ns)
    return found


def _ready(folder: Path, before: Seen, now: Seen) -> list[Path]:
    """Return what was left half way, then the files that nobody wrote to between two looks."""
    left = sorted(path for path in (folder / _TAKING).glob("*") if path.is_file())
    return [*left, *(path for path, said in now.items() if before.get(path) == said)]


def take(store: Store, folder: Path, paths: Iterable[Path], *, as_json: bool = False) -> list[int]:
    """Take files of the inbox as batches and put each where it belongs, its receipt beside it; return their outcomes' exit codes.

    A ZIP file goes where the worst of its members belongs; its other members are taken all the same.
    """
    codes: list[int] = []
    for lot in _lots(_claimed(folder, paths, codes)):
        receipts = iter(receive_many(store, [member for one in lot for member in one.members], kinds=RETURNS, publish_after=False))
        codes += [_put_away(folder, one, list(islice(receipts, len(one.members))), as_json=as_json) for one in lot]
    return codes


@dataclass(frozen=True)
class _Claimed:
    """A file in ``taking/``: its bytes, and name and bytes of what is in it (itself, or the members of a ZIP file)."""

    path: Path
    content: bytes
    members: list[tuple[str, bytes]]


def _claimed(folder: Path, paths: Iterable[Path], codes: list[int]) -> Iterator[_Claimed]:
    """Yield the files once they lie in ``taking/``; of one that cannot be taken the code joins ``codes``."""
    for path in paths:
        try:
            claimed = path if path.parent == folder / _TAKING else _move(path, folder / _TAKING)
            content = claimed.read_bytes()
        except OSError as error:
            print(f"{path.name}: it could not be taken ({error.strerror}). It is tried again.", file=sys.stderr)
            codes.append(REFUSED)
            continue
        yield _Claimed(claimed, content, unpack(content, claimed.name))


def _lots(files: Iterable[_Claimed]) -> Iterator[list[_Claimed]]:
    """Yield files together that fit into memory well."""
    lot: list[_Claimed] = []
    for one in files:
        lot.append(one)
        if sum(len(content) for each in lot for _, content in each.members) >= LOT_BYTES:
            yield lot
            lot = []
    if lot:
        yield lot


def _put_away(folder: Path, file: _Claimed, receipts: Sequence[Receipt], *, as_json: bool) -> int:
    code = worst(CODES[one.outcome] for one in receipts)
    outcome = next(one.outcome for one in receipts if CODES[one.outcome] == code)
    kept = _move(file.path, folder / _ENDS[outcome], file.content)
    kept.with_name(f"{kept.name}.txt").write_text("".join(receipt_text(one) + "\n" for one in receipts), encoding="utf-8")
    where = kept.relative_to(folder)
    if as_json:
        files = [receipt_json(one) for one in receipts]
        print_json({"file": where.as_posix(), "outcome": outcome, "exit": code, "files": files}, one_line=True)
    else:
        print(f"{outcome}: {where}")
    return code


def _move(path: Path, target: Path, content: bytes = b"") -> Path:
    """Move a file into a folder under its own name, or beside a namesake with the start of its SHA-256 or a number."""
    target.mkdir(exist_ok=True)
    stems = [path.stem, *([f"{path.stem}-{hashlib.sha256(content).hexdigest()[:8]}"] if content else [])]
    stems += [f"{stems[-1]}-{number}" for number in range(2, 10_000)]
    free = next(one for stem in stems if not (one := target / f"{stem}{path.suffix}").exists())
    path.replace(free)
    return free
