"""The clinical lead register: what each home's own row says of its lead, what became of it since, and the leads by their homes.

A name is never here: a keyed hash stands for it, and equal hashes in one CCG are one lead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import pandas as pd

from carehomes.access import Permitted
from carehomes.snapshots import Snapshot, records

State = Literal["named", "not named", "no lead", "not applicable", "not answered", "told only in totals", "not in the return", "no return"]
#: How a home stands in the register of leads, in the order in which it is told; the last four are silence.
STATES: tuple[State, ...] = (
    "named", "not named", "no lead", "not applicable", "not answered", "told only in totals", "not in the return", "no return",
)  # fmt: skip
SILENT: tuple[State, ...] = STATES[4:]
Move = Literal["gained", "lost", "changed"]
#: What can become of a home's lead between two weeks in which its row says whether it has one.
MOVES: tuple[Move, ...] = ("gained", "lost", "changed")
LEAD_COLUMNS = ("home_id", "ccg", "state", "profession", "employer", "job_share", "started", "holds", "lead", "since", "last_move")
MOVE_COLUMNS = ("home_id", "week", "move")


@dataclass(frozen=True)
class Lead:
    """One lead by a number of its own within its CCG, never by name: the homes that it holds, and what they say of it."""

    ccg: str
    number: int
    homes: tuple[str, ...]
    professions: tuple[str, ...]
    employers: tuple[str, ...]


@dataclass(frozen=True)
class LeadRegister:
    """``homes``: a row a home (``LEAD_COLUMNS``); ``moves``: a row a move of any week up to the one asked for (``MOVE_COLUMNS``)."""

    homes: pd.DataFrame
    moves: pd.DataFrame


def lead_register(snapshot: Snapshot, week: date, *, permitted: Permitted) -> LeadRegister:
    """Return the register of leads of ``week``, of every home that counts in it, by home.

    ``state`` is of ``STATES``; profession, employer, job_share and started (ISO) are '' where not answered. ``lead`` numbers the lead
    within its CCG (missing without a name), those with most homes first; ``holds`` is how many homes that lead holds. ``since`` is the
    first week from which on its rows have told the same lead, or that there is none (missing where none ever told); ``last_move`` is
    the newest of ``MOVES``, '' where nothing moved. From homes' own rows alone.
    """
    asked = {"week": week, **permitted.parameters}
    rows = records(snapshot.query("lead_homes", **asked))
    moves, since = _follow(records(snapshot.query("lead_moves", **asked)))
    numbers = _numbered(rows)
    held = Counter(numbers[key] for row in rows if (key := _key(row)))
    last = {move["home_id"]: move["move"] for move in moves}
    told = []
    for row in rows:
        key = _key(row)
        number = numbers[key] if key else None
        told.append(
            {
                "home_id": row["home_id"],
                "ccg": row["ccg"],
                "state": state_of(row),
                **{name: _text(row[name]) for name in ("profession", "employer", "job_share", "started")},
                "holds": held[number] if number else None,
                "lead": number[1] if number else None,
                "since": since.get(row["home_id"]),
                "last_move": last.get(row["home_id"], ""),
            }
        )
    homes = pd.DataFrame(told, columns=list(LEAD_COLUMNS)).astype({"holds": "Int64", "lead": "Int64"})
    return LeadRegister(homes, pd.DataFrame(moves, columns=list(MOVE_COLUMNS)))


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _key(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return CCG and hash of the lead that a home has and names; None where it has none, or names none."""
    return (row["ccg"], row["lead_key"]) if row["lead"] == "yes" and _text(row["lead_key"]) else None


def _numbered(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[str, int]]:
    """Return the number of each lead within its CCG: those with most homes first, then by their first home."""
    homes: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if key := _key(row):
            homes.setdefault(key, []).append(row["home_id"])
    count: Counter[str] = Counter()
    found = {}
    for key in sorted(homes, key=lambda one: (one[0], -len(homes[one]), min(homes[one]))):
        count[key[0]] += 1
        found[key] = (key[0], count[key[0]])
    return found


def state_of(row: Mapping[str, Any]) -> State:
    """Return how a home stands (a row of ``queries/reports/lead_homes.sql``). Silence is never taken for no lead."""
    lead = _text(row["lead"])
    if lead == "yes":
        return "named" if _text(row["lead_key"]) else "not named"
    if lead == "no":
        return "no lead"
    if lead == "not applicable":
        return "not applicable"
    if row["has_row"]:
        return "not answered"
    if row["in_totals"]:
        return "told only in totals"
    return "not in the return" if row["returned"] else "no return"


def _follow(rows: Iterable[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, date]]:
    """Return the moves of homes (rows by home and week) and since which week each has told what it tells last."""
    moves: list[dict[str, Any]] = []
    since: dict[str, date] = {}
    home, lead, key = "", "", ""
    for row in rows:
        if row["home_id"] != home:
            home, lead, key = row["home_id"], row["lead"], row["lead_key"]
            since[home] = row["week"]
            continue
        move = _move(lead, key, row)
        # A name left out in a week is no other lead; one given for the first time is the lead of before.
        lead, key = row["lead"], (row["lead_key"] or key) if row["lead"] == "yes" else ""
        if move:
            moves.append({"home_id": home, "week": row["week"], "move": move})
            since[home] = row["week"]
    return moves, since


def _move(lead: str, key: str, row: Mapping[str, Any]) -> Move | None:
    if row["lead"] != lead:
        return "gained" if row["lead"] == "yes" else "lost"
    return "changed" if lead == "yes" and key and row["lead_key"] and row["lead_key"] != key else None


def leads_of(homes: pd.DataFrame) -> list[Lead]:
    """Return the leads of ``homes`` (rows of ``lead_register``), those that hold most of them first.

    A lead that holds homes elsewhere too is told with those of ``homes`` alone.
    """
    held: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for row in records(homes[homes["lead"].notna()]):
        held.setdefault((row["ccg"], int(row["lead"])), []).append(row)

    def words(rows: Iterable[Mapping[str, Any]], name: str) -> tuple[str, ...]:
        return tuple(sorted({row[name] for row in rows if row[name]}))

    found = [
        Lead(ccg, number, tuple(row["home_id"] for row in rows), words(rows, "profession"), words(rows, "employer"))
        for (ccg, number), rows in held.items()
    ]
    return sorted(found, key=lambda one: (-len(one.homes), one.ccg, one.number))
