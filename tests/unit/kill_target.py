"""What is killed: a program that reads, accepts, publishes and backs up, and writes down what it reported."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from carehomes.intake.desk import receive
from carehomes.store import open_store
from carehomes.upkeep import backup
from tests.unit.files import home_file

CCGS = ("01T", "01V", "99A")
FIRST = date(2020, 5, 17)
WEEKS = 4


def run(folder: str, told: str, number: int) -> None:
    """Accept one return after another into the store at ``folder`` until killed; what was reported goes into the file ``told``."""
    sink = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(sink, b"begun\n")
    store = open_store(Path(folder))
    for step in range(10_000):
        place = step % len(CCGS)
        week, ccg = FIRST + timedelta(weeks=step % WEEKS), CCGS[place]
        # No file is as the one before it: each is accepted, and takes its place.
        content = home_file(
            week.isoformat(), ccg, "home_id,clinical_lead,residents", f"1-1{place},yes,{step % 80}", f"1-2{place},no,{number % 90}"
        )
        receipt = receive(store, content, f"{ccg}-{number}-{step}.csv", reasons={"*": "as it is"})
        [decision] = receipt.decisions
        os.write(sink, f"{decision.outcome} {decision.return_id} {receipt.sha256}\n".encode())
        if step % 3 == 2:
            out = Path(folder).parent / f"backup-{number}-{step}-{datetime.now(UTC):%H%M%S%f}"
            backup(store, out)
            os.write(sink, f"backup {out}\n".encode())
