"""The two clocks of a demonstration: when a file came in, when it was decided; and the manifest that carries them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.generate.chance import Chance
from benchmarks.generate.layouts import MANIFEST_COLUMNS, csv_text

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Entry:
    """One line of a manifest: a file accepted or withdrawn, or a return said to be nil (no file)."""

    file: str
    kind: str
    submitter: str
    week: date | None
    received_at: datetime
    decided_at: datetime
    action: str = "accept"


def moment(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """Return a moment by the clock of London."""
    return datetime.combine(day, time(hour, minute, second), tzinfo=LONDON)


def on_time(week: date, chance: Chance) -> datetime:
    """Return a moment from Monday morning to Wednesday 16:50 after ``week``."""
    day = chance.weighted([(1, 0.25), (2, 0.35), (3, 0.4)])
    return moment(week + timedelta(days=day), chance.whole(9, 15 if day == 3 else 17), chance.whole(0, 50), chance.whole(0, 59))


def too_late(week: date, chance: Chance) -> datetime:
    """Return a moment after the Wednesday's 17:00: that evening, or on the Thursday or Friday."""
    day = chance.whole(3, 5)
    return moment(
        week + timedelta(days=day), chance.whole(18, 19) if day == 3 else chance.whole(9, 16), chance.whole(0, 59), chance.whole(0, 59)
    )


def decided(received: datetime, chance: Chance) -> datetime:
    """Return when an analyst decides: within the hour in working hours, else the next working morning."""
    day = received.date()
    if day.weekday() < 5 and 8 <= received.hour < 17:
        return received + timedelta(minutes=chance.whole(4, 55), seconds=chance.whole(0, 59))
    if received.hour >= 8:
        day += timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return moment(day, 8, chance.whole(30, 59), chance.whole(0, 59))


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return ``entries`` in the order in which they were decided, no two at one moment."""
    ordered: list[Entry] = []
    for entry in sorted(entries, key=lambda one: (one.decided_at, one.received_at, one.file, one.submitter)):
        if ordered and entry.decided_at <= ordered[-1].decided_at:
            entry = replace(entry, decided_at=ordered[-1].decided_at + timedelta(seconds=20))
        ordered.append(entry)
    return ordered


def manifest_text(entries: Iterable[Entry]) -> str:
    """Return the manifest of ``entries``, in order."""
    rows = [list(MANIFEST_COLUMNS)]
    rows += [
        [
            entry.file,
            entry.kind,
            entry.submitter,
            entry.week.isoformat() if entry.week else "",
            entry.received_at.isoformat(),
            entry.decided_at.isoformat(),
            entry.action,
        ]
        for entry in in_order(entries)
    ]
    return csv_text(rows)


def write(folder: Path, name: str, content: str | bytes) -> str:
    """Write a file of a demonstration folder, making its folders, and return its name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return name
