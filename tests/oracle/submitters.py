"""Who has returned, told twice in plain Python: from a world's files (rules 12 and 13), and by replaying the rows of a journal."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .catalogue import Catalogue, Question
from .ground import Ground
from .knowledge import Knowledge
from .model import World
from .returned import covered_homes, due, homes_of_question, is_on_time

Life = dict[str, Any]


def lives(world: World, week: date, as_at: datetime | None, catalogue: Catalogue) -> dict[str, Life]:
    """What became of the returns of each CCG open in a week, by its code."""
    known = Knowledge(world, as_at)
    standing, withdrawn, returns = known.versions
    orders = {event.order for event in standing.values()}
    found: dict[str, Life] = {}
    for area in world.open_areas("ccg", week):
        own = [e for e in returns.values() if e.submitter == area.code and e.week == week and e.kind in ("home", "area", "nil")]
        stands = [e for e in own if e.order in orders]
        ground = Ground(known, catalogue, area.code, week)
        covered, registered = covered_homes(ground)
        back = bool(stands)
        found[area.code] = {
            "returned": back,
            "on_time": back and is_on_time(known, area.code, week),
            "nil": back and all(e.action == "nil" for e in stands),
            "superseded": sum(1 for e in own if e.order not in orders and e.order not in withdrawn),
            "withdrawn": sum(1 for e in own if e.order in withdrawn),
            "registered": registered,
            "covered": covered,
        }
    return found


def answered(ground: Ground, question: Question) -> int:
    """Registered homes of a CCG for which one question was answered: by PCN the larger of rows and total, then the CCG's total."""
    homes = 0
    for pcn in [*ground.pcns(carry=False), ""]:
        here = ground.aligned(pcn) if pcn else ground.loose
        row = ground.area_rows.get(pcn) if pcn else None
        cap = len(here) if here or not pcn else ground.base(pcn, row)
        by_rows = sum(1 for home in here if (ground.row(home) or {}).get(question.id, ""))
        by_total = homes_of_question(row, question) if row is not None and "area" in question.kinds else 0
        homes += max(by_rows, min(by_total, cap))
    total = ground.area_rows.get("")
    whole = homes_of_question(total, question) if total is not None and "area" in question.kinds else 0
    return min(max(homes, whole), covered_homes(ground)[1])


def replayed(journal: Path, as_at: str, ccgs: list[str], weeks: list[str]) -> dict[tuple[str, str], Life]:
    """The state of each CCG and week by the journal's rows up to a moment, in its own fixed-width text (UTC), that moment included."""
    connection = sqlite3.connect(journal)
    connection.row_factory = sqlite3.Row
    rows = [row for row in connection.execute("select * from entry order by decided_at, seq") if row["decided_at"] <= as_at]
    connection.close()
    return {
        (ccg, week): _life([row for row in rows if (row["submitter"], row["week"]) == (ccg, week)], week) for ccg in ccgs for week in weeks
    }


def _life(rows: list[sqlite3.Row], week: str) -> Life:
    stands: dict[tuple[str, int], sqlite3.Row] = {}
    came: dict[int, sqlite3.Row] = {}
    gone: list[int] = []
    replaced = 0
    last = ""  # of what left nothing standing
    counts = {"refused": 0, "held": 0}
    for row in (one for one in rows if one["kind"] in ("", "home", "area")):
        key = (row["kind"], row["nil"])
        if row["action"] == "accepted":
            before = stands.get(key)
            if before is not None and row["return_seq"]:
                gone.append(before["seq"])
                last = "withdrawn"
            elif before is not None:
                replaced += 1
            stands[key] = came[row["seq"]] = row
        elif row["action"] == "withdrawn":
            if key in stands and stands[key]["seq"] == row["return_seq"]:
                gone.append(stands.pop(key)["seq"])
                last = "withdrawn"
        elif row["action"] in counts:
            counts[row["action"]] += 1
            last = row["action"]
    good = [row for seq, row in came.items() if seq not in gone]
    on_time = any(datetime.fromisoformat(row["received_at"] + "+00:00") <= due(date.fromisoformat(week)) for row in good)
    queried = sum(1 for row in stands.values() if '"severity": "query"' in row["findings"])
    if stands and all(nil for _, nil in stands):
        state = "nil"
    elif stands:
        state = "late" if not on_time else "accepted with queries" if queried else "superseded" if replaced else "on time"
    else:
        state = last or "missing"
    return {
        "state": state,
        "on_time": bool(stands) and on_time,
        "superseded": replaced,
        "withdrawn": len(gone),
        "queried": queried,
        **counts,
    }
