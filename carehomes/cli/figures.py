"""``figures``: the same numbers as the pages, for other programs."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from carehomes.access import EVERYWHERE
from carehomes.areas import Group, week_problem
from carehomes.exports import with_suppressed
from carehomes.ledger import groups, notes
from carehomes.ledger.notes import Note
from carehomes.measures import figures, returned, seen_group
from carehomes.measures.figures import COLUMNS
from carehomes.measures.views import ALL_HOMES, BEDS, HOMES, OLDER_PEOPLE
from carehomes.plain_cells import no_formula
from carehomes.provenance import beyond_words
from carehomes.settings import marking
from carehomes.snapshots import Snapshot, open_moment, records
from carehomes.store import Store, open_store


def show(
    week: date, *, area: str, group_id: str, as_at: datetime | None, areas: str, older: bool, beds: bool, beyond: bool, as_csv: bool
) -> int:
    """Print the figures of a week as JSON or CSV, ``beyond`` the team without small counts of people.

    Returns 1 with a plain sentence where the week, area or group is unknown.
    """
    store = open_store()
    problem = week_problem(week) or store.hidden(week) or _nothing_there(store)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    snapshot = open_moment(store, as_at=as_at, week=week)
    snapshot = snapshot.for_others() if beyond else snapshot
    group = seen_group(snapshot, groups.find(store, group_id)) if group_id else None
    if group_id and group is None:
        print(f"There is no own group {group_id}. See: python -m carehomes group list.", file=sys.stderr)
        return 1
    code = _code(snapshot, area) if area else ""
    codes = [code] if code else None
    found = figures(snapshot, week, permitted=EVERYWHERE, areas=areas, codes=codes, older=older, group=group, beds=beds)
    if code and found.empty:
        print(f"There is no figure for an area with the code {area} in that week. Look at the code.", file=sys.stderr)
        return 1
    if group and found.empty:
        print(f"No home of that week is in {group.label}.", file=sys.stderr)
        return 1
    rows = [_plain(row) for row in records(found)]
    noted = [one for one in notes.notes(store, as_at) if one.in_week(week)]
    for row in rows:
        row["notes"] = [one.number for one in _notes_of(snapshot, row, noted, areas)]
    if as_csv:
        _write_csv(snapshot, rows, noted)
    else:
        json.dump(_document(snapshot, week, areas, code, group, older, beds, rows, noted), sys.stdout, indent=1, ensure_ascii=False)
        print()
    return 0


def _nothing_there(store: Store) -> str:
    if not store.empty:
        return ""
    return "The store holds nothing yet. Accept a return first, or load the demonstration (python -m carehomes demo)."


def _code(snapshot: Snapshot, area: str) -> str:
    found = snapshot.areas.get(area)
    if found:
        return found.code
    return snapshot.areas.top.code if area.lower() == "england" else area.upper()


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, list | dict):
            plain[name] = value
        elif value is None or pd.isna(value):
            plain[name] = None
        elif isinstance(value, date):
            plain[name] = value.isoformat()
        else:
            plain[name] = value
    return plain


def _notes_of(snapshot: Snapshot, row: dict[str, Any], noted: list[Note], areas: str) -> list[Note]:
    ccg = row["within"] if row["level"] in ("pcn", "not aligned", "not attributed") else ""
    return notes.concerning(noted, snapshot.areas, row["measure"], row["code"], ccg=ccg, basis=areas)[0]


def _document(
    snapshot: Snapshot,
    week: date,
    areas: str,
    code: str,
    group: Group | None,
    older: bool,
    beds: bool,
    rows: list[dict[str, Any]],
    noted: list[Note],
) -> dict[str, Any]:
    codes = list(dict.fromkeys(row["code"] for row in rows if row["level"] in ("england", "region", "stp", "ccg")))
    return {
        "week": week.isoformat(),
        "areas": areas,
        "area": code or None,
        "group": {"id": group.id, "name": group.name, "areas": group.areas, "homes": group.homes} if group else None,
        "homes": OLDER_PEOPLE if older else ALL_HOMES,
        "in": BEDS if beds else HOMES,
        "suppressed": None if snapshot.beyond is None else beyond_words(snapshot.beyond),
        "as_at": snapshot.as_at.isoformat() if snapshot.as_at else None,
        "known_at": snapshot.known_at.astimezone(UTC).isoformat() if snapshot.known_at else None,
        "snapshot": snapshot.name,
        "demonstration": snapshot.demonstration,
        "marking": marking() or None,
        "register": snapshot.register_label(week),
        "returned": [_returned(snapshot, week, one, areas) for one in codes],
        "notes": [{name: _plain({name: value})[name] for name, value in asdict(one).items()} for one in noted],
        "figures": rows,
    }


def _returned(snapshot: Snapshot, week: date, code: str, areas: str) -> dict[str, Any]:
    found = returned(snapshot, week, code, permitted=EVERYWHERE, areas=areas)
    return {
        "code": code,
        "n": found.n,
        "expected": found.expected,
        "on_time": found.on_time,
        "late": found.late,
        "nil": found.nil,
        "covered": found.covered,
        "registered": found.registered,
        "share_covered": found.share_covered,
        "missing": [one.code for one in found.missing],
    }


def _write_csv(snapshot: Snapshot, rows: list[dict[str, Any]], noted: list[Note]) -> None:
    texts = {one.number: str(no_formula(f"{one.kind}: {one.text}")) for one in noted}
    # Four columns more than the JSON's rows, so that a row taken out of the file still says where it comes from.
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*COLUMNS, "snapshot", "demonstration", "marking", "notes"])
    mark = "yes" if snapshot.demonstration else "no"
    for row in rows:
        words = row["words"]
        cells = {**row, "marks": "; ".join(row["marks"]), "words": json.dumps(words, ensure_ascii=False) if words is not None else None}
        told = with_suppressed(COLUMNS, [cells[name] for name in COLUMNS], row["marks"])
        written = [*told, snapshot.name, mark, marking(), "; ".join(texts[one] for one in row["notes"])]
        writer.writerow([no_formula(one) for one in written])
