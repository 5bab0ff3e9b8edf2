"""A demonstration folder to a World: files in the layouts, and the manifest that says when each was decided."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from datetime import date, datetime
from pathlib import Path

from .model import Area, Event, Row, World

AREA_LIST = Path(__file__).resolve().parents[2] / "data" / "reference" / "areas.csv"
HEADER_SIGN = {"home": "home_id", "area": "pcn_code", "register": "location id", "alignment": "home_id"}


def parse_date(text: str | None) -> date | None:
    """An ISO or UK date; None for blank."""
    text = (text or "").strip()
    if not text:
        return None
    uk = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if uk:
        return date(int(uk[3]), int(uk[2]), int(uk[1]))
    return date.fromisoformat(text[:10])


def parse_moment(text: str | datetime) -> datetime:
    """An ISO time with its offset."""
    moment = text if isinstance(text, datetime) else datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs its offset: {text}")
    return moment


def read_table(data: bytes, sign: str) -> tuple[Row, ...]:
    """The rows under the first line that holds the column `sign`; header names trimmed and in lower case."""
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    for number, line in enumerate(lines):
        header = [cell.strip().lower() for cell in line]
        if sign in header:
            body = (cells for cells in lines[number + 1 :] if any(cell.strip() for cell in cells))
            return tuple({name: cell.strip() for name, cell in zip(header, cells, strict=False) if name} for cells in body)
    return ()


def load_areas(path: Path) -> list[Area]:
    """The area list."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Area(
                code=row["code"].strip(),
                level=row["level"].strip().lower(),
                name=row["name"],
                ons_code=(row.get("ons_code") or "").strip(),
                parent=(row.get("parent") or "").strip(),
                opened=parse_date(row.get("opened")),
                closed=parse_date(row.get("closed")),
                successor=(row.get("successor") or "").strip(),
            )
            for row in csv.DictReader(file)
        ]


def date_in_name(name: str) -> date | None:
    """The ISO date in a file's name, if any."""
    found = re.search(r"\d{4}-\d{2}-\d{2}", name)
    return date.fromisoformat(found[0]) if found else None


def load_event(folder: Path, order: int, line: Row) -> Event:
    """One line of the manifest. A register's `week` is its effective date, else the date in its file's name."""
    kind = line["kind"].strip().lower()
    file = (line.get("file") or "").strip()
    action = line["action"].strip().lower()
    week = parse_date(line.get("week"))
    if kind == "register" and week is None:
        week = date_in_name(file)
    path = folder / file
    data = path.read_bytes() if file and path.is_file() else b""
    rows = read_table(data, HEADER_SIGN[kind]) if action == "accept" and kind in HEADER_SIGN else ()
    if kind == "home":
        rows = tuple(row for row in rows if row.get("home_id", "").startswith("1-"))
    if kind == "area":
        rows = tuple(row for row in rows if row.get("ccg_code", ""))
    if kind in ("home", "area") and action == "accept" and not rows:
        action = "nil"
    return Event(
        order=order,
        file=file,
        kind=kind,
        submitter=(line.get("submitter") or "").strip(),
        week=week,
        received_at=parse_moment(line["received_at"]),
        decided_at=parse_moment(line["decided_at"]),
        action=action,
        digest=hashlib.sha256(data).hexdigest(),
        rows=rows,
    )


def load_world(folder: Path | str) -> World:
    """A demonstration folder; its own `areas.csv` is the area list where it has one."""
    folder = Path(folder)
    own = folder / "areas.csv"
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    events = [load_event(folder, order, line) for order, line in enumerate(lines)]
    return World(load_areas(own if own.is_file() else AREA_LIST), sorted(events, key=lambda e: (e.decided_at, e.order)))
