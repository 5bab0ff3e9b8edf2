"""Many packs by two processes: this one makes every second pack, a helper the others. The helper ends when this process does."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from carehomes.aside import HandedOverError
from carehomes.briefing.many import Made, Order, make_files
from carehomes.snapshots import NotKeptError, Snapshot
from carehomes.store import Store

#: Fewer packs are not worth the start of a helper.
_WORTH = 6
#: What the helper says of a snapshot that is open here and not kept any more, so that nobody else can open it.
_NOT_KEPT = "not kept"
_ROOT = str(Path(__file__).resolve().parents[2])


def make_by_two(store: Store, snapshot: Snapshot, order: Order) -> Iterator[Made]:
    """Yield each pack of ``order`` as ``make_files`` does, made by two processes where that is worth it.

    Raises ``ValueError`` with the reason where the helper could not make a pack of its own.
    """
    if len(order.chosen) < _WORTH or (os.cpu_count() or 1) < 2:
        yield from make_files(store, snapshot, order)
        return
    own, others = (replace(order, chosen=order.chosen[first::2]) for first in (0, 1))
    with tempfile.TemporaryDirectory(prefix="carehomes-hand-") as folder:
        helper = _start()
        try:
            # Both go as whoever asks has them: the helper sees and keeps no more than she may.
            asked = pickle.dumps((store, snapshot, others, folder))
            theirs = _of_helper(helper, asked, Path(folder), make_files(store, snapshot, others))
            for mine in make_files(store, snapshot, own):
                yield mine
                yield from _next(theirs)
        finally:
            # Whatever happened here, nothing is left behind that works for nobody.
            helper.kill()
            helper.communicate()


def _next(made: Iterator[Made]) -> Iterator[Made]:
    """Yield one of ``made``, if there is one more."""
    found = next(made, None)
    if found is not None:
        yield found


def _start() -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join([_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    command = [sys.executable, "-P", "-m", "carehomes.briefing.hands"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)


def _of_helper(helper: subprocess.Popen[bytes], asked: bytes, folder: Path, alone: Iterator[Made]) -> Iterator[Made]:
    """Hand the helper its order at once; return what it makes, one after another, or the same made ``alone`` where it has no snapshot."""
    assert helper.stdin is not None
    # Its end of input is the end of this process, however that ends: so this end stays open.
    helper.stdin.write(len(asked).to_bytes(8, "little") + asked)
    helper.stdin.flush()
    return _made(helper, folder, alone)


def _made(helper: subprocess.Popen[bytes], folder: Path, alone: Iterator[Made]) -> Iterator[Made]:
    assert helper.stdout is not None
    for line in helper.stdout:
        name = line.decode().rstrip("\n")
        if name == _NOT_KEPT:
            yield from alone
            return
        if not name.startswith("made "):
            raise ValueError(name)
        path = folder / name.removeprefix("made ")
        made: Made = pickle.loads(path.read_bytes())
        path.unlink()
        yield made
    if helper.wait():
        raise ValueError("The second process that made packs ended before its time. Ask for the packs again.")


def _help() -> int:
    """Be the helper: read an order, make its packs, tell of each; end at once when whoever asked is gone."""
    asked = sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(8), "little"))

    def watch() -> None:
        # Not through the buffer, whose lock would be held when this process ends in good order.
        while os.read(0, 1024):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    try:
        store, snapshot, order, into = pickle.loads(asked)
        for place, made in enumerate(make_files(store, snapshot, order)):
            (Path(into) / str(place)).write_bytes(pickle.dumps(made))
            print(f"made {place}", flush=True)
    except (HandedOverError, NotKeptError):
        print(_NOT_KEPT, flush=True)
        return 1
    except (OSError, ValueError) as error:
        print(" ".join(str(error).split()), flush=True)
        return 1
    except Exception as error:
        print(f"A pack could not be made: {type(error).__name__}: {' '.join(str(error).split())}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    # As its module, so that what is handed over is of the classes that whoever asked knows.
    from carehomes.briefing import hands

    sys.exit(hands._help())
