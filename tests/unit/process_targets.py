"""What runs in processes of its own over one store: writers that accept and publish, readers that follow; each writes down what it saw."""

from __future__ import annotations

import json
import os
import random
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

from carehomes.access import EVERYWHERE
from carehomes.intake.desk import receive
from carehomes.measures import figures
from carehomes.snapshots import Snapshot, current_number, open_moment, open_snapshot
from carehomes.store import Store, open_store
from tests.unit.files import home_file

CCGS = ("01T", "01V", "99A")
WEEK = date(2020, 5, 17)
#: Seconds that a reader lets go by between two looks, so that writers have a processor.
PAUSE = 0.3
#: What somebody writes down as one line of JSON.
Tell = Callable[..., None]


@contextmanager
def _told(path: str) -> Iterator[Tell]:
    """Lend what writes a line into the file at ``path``, whole even if the process is killed; what fails is a line too."""
    sink = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(**said: object) -> None:
        os.write(sink, json.dumps(said).encode() + b"\n")

    tell(begun=time.monotonic())
    try:
        yield tell
    except Exception:
        tell(failed=traceback.format_exc())
        raise
    finally:
        os.close(sink)


def content_of(chance: random.Random, place: int, mark: str) -> bytes:
    """Return a home return of one of ``CCGS``, unlike every other one: some homes, some of which have a lead."""
    number = chance.randrange(1, 9)
    homes = [f"1-{place + 1}{one:02d},{chance.choice(('yes', 'no'))},{mark}" for one in range(number)]
    return home_file(WEEK.isoformat(), CCGS[place], "home_id,clinical_lead,lead_name", *homes)


def write(folder: str, told: str, seed: int) -> None:
    """Take in one return after another, by turns with whoever writes besides, until killed or stopped."""
    with _told(told) as tell:
        chance, store = random.Random(seed), open_store(Path(folder))
        for step in range(100_000):
            if stopped(store):
                return
            content = content_of(chance, chance.randrange(len(CCGS)), f"Lead {seed}-{step}")
            began = time.monotonic()
            receipt = receive(store, content, f"{seed}-{step}.csv", reasons={"*": "as it is"})
            [decision] = receipt.decisions
            assert decision.outcome == "accepted", receipt.sentences
            tell(accepted=decision.return_id, sha256=receipt.sha256, began=began, ended=time.monotonic())


def read_newest(folder: str, told: str, seed: int) -> None:
    """Open the newest snapshot anew each time."""
    _read(folder, told, seed, lambda store: open_snapshot(store))


def read_pointer(folder: str, told: str, seed: int) -> None:
    """Open what the pointer names, and go on asking the very first one, which is soon not kept any more."""
    with _told(told) as tell, closing(open_snapshot(open_store(Path(folder)))) as held:
        store, first = open_store(Path(folder)), seen(held)
        while not stopped(store):
            assert seen(held) == first
            began, number = time.monotonic(), current_number(store)
            try:
                with closing(open_snapshot(store, number)) as opened:
                    tell(began=began, **seen(opened))
            except FileNotFoundError:
                # Three others were published since the pointer was read: it is followed again.
                assert current_number(store) >= number + 3
            time.sleep(PAUSE)


def read_moment(folder: str, told: str, seed: int) -> None:
    """Open a past moment, which is computed from the published snapshot."""
    chance = random.Random(seed)

    def opened(store: Store) -> Snapshot:
        decided = [one.decided_at for one in store.journal.entries()[-8:]]
        return open_moment(store, as_at=chance.choice(decided) if decided else None)

    _read(folder, told, seed, opened)


def _read(folder: str, told: str, seed: int, opens: Callable[[Store], Snapshot]) -> None:
    with _told(told) as tell:
        store = open_store(Path(folder))
        while not stopped(store):
            began = time.monotonic()
            with closing(opens(store)) as opened:
                tell(began=began, past=opened.as_at is not None, **seen(opened))
            time.sleep(PAUSE)


def seen(snapshot: Snapshot) -> dict[str, object]:
    """Return the number of a snapshot, of its last decision, and what it says: homes with a lead of homes, by area."""
    found = figures(snapshot, WEEK, permitted=EVERYWHERE, measures=["named_lead"], parts=False)
    rows = found[(found["level"].isin(("england", "ccg"))) & (found["denominator"] > 0)]
    told = {code: [int(yes), int(homes)] for code, yes, homes in zip(rows["code"], rows["yes"], rows["denominator"], strict=True)}
    return {"number": snapshot.number, "entry": snapshot.entry, "told": told}


def stop(folder: Path) -> None:
    """Let every process over the store at ``folder`` end."""
    (folder.parent / "stop").touch()


def stopped(store: Store) -> bool:
    """Return whether everybody is to end."""
    return (store.folder.parent / "stop").exists()
