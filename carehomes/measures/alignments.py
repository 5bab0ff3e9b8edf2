"""Alignment: the homes whose PCN is not settled, each with the CCG to settle it, and the alignment files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import AreaList
from carehomes.measures.registers import text_of
from carehomes.snapshots import Snapshot, records
from carehomes.statistics import percent

NOT_ALIGNED = "not aligned"
CLAIMED_BY_TWO = "claimed by two"
SEVERAL = "several practices or PCNs"
ACROSS_BORDER = "across a CCG border"
DISAGREE = "return and file disagree"
#: The lists, in the order in which they are told.
LISTS = (NOT_ALIGNED, CLAIMED_BY_TWO, SEVERAL, ACROSS_BORDER, DISAGREE)
LIST_COLUMNS = ("list", "ccg", "ccg_then", "home_id", "name", "pcn", "pcns", "practices", "why")
WEEK_COLUMNS = ("week", "ccg", "homes", "not_aligned", "claimed_by_two", "share")
FILE_COLUMNS = ("return_id", "received_at", "decided_at", "state", "file_name", "rows", "homes", "pcns", "findings")
_BETWEEN = re.compile(r"[;,/\n\r]+")


def alignment_list(snapshot: Snapshot, week: date, *, permitted: Permitted, areas: str = "then") -> pd.DataFrame:
    """Return the homes of ``week`` whose PCN is not settled, one row a (list, home), by list, CCG and ID.

    Columns: list (one of ``LISTS``), ccg (the CCG to settle it: the register's, as then or as now), ccg_then, home_id, name ('' without a
    register), pcn (the one that counts, '' where none), pcns (the PCNs named, a tuple), practices (a tuple), why (in words).
    """
    asked: dict[str, Any] = {"week": week, "basis": areas, **permitted.parameters}
    claims: dict[str, list[str]] = {}
    for row in records(snapshot.query("alignment_claims", **asked)):
        claims.setdefault(row["home_id"], []).append(row["pcn"])
    labels = _Labels(snapshot)
    rows = [row for home in records(snapshot.query("alignment_homes", **asked)) for row in _listed(home, claims, labels)]
    place = {name: number for number, name in enumerate(LISTS)}
    ordered = sorted(rows, key=lambda row: (place[row["list"]], row["ccg"], row["home_id"]))
    return pd.DataFrame(ordered, columns=list(LIST_COLUMNS))


def alignment_weeks(snapshot: Snapshot, *, permitted: Permitted, areas: str = "then") -> pd.DataFrame:
    """Return how many homes of each week and CCG are aligned to no PCN: a number that must shrink to zero.

    Columns of ``WEEK_COLUMNS``: ``homes`` on the register (or in the week's returns without one), ``not_aligned`` those claimed by two
    included (rule 6), ``share`` of the homes in percent.
    """
    found = snapshot.query("alignment_weeks", basis=areas, **permitted.parameters)
    rows = [{**row, "share": percent(int(row["not_aligned"]), int(row["homes"]))} for row in records(found)]
    return pd.DataFrame(rows, columns=list(WEEK_COLUMNS))


def alignment_files(snapshot: Snapshot, *, permitted: Permitted) -> pd.DataFrame:
    """Return every alignment file accepted, the newest first: columns of ``FILE_COLUMNS``, times UTC, state as of returns.

    Files stand beside one another: the newest one that mentions a home decides it wholly (rule 6).
    """
    found = snapshot.query("alignment_files", **permitted.parameters)
    rows = [
        {
            **row,
            "rows": row["lines"],
            "received_at": row["received_at"].to_pydatetime().replace(tzinfo=UTC),
            "decided_at": row["known_from"].to_pydatetime().replace(tzinfo=UTC),
            "state": row["ended_by"] or "standing",
        }
        for row in records(found)
    ]
    return pd.DataFrame(rows, columns=list(FILE_COLUMNS))


def several(text: Any) -> tuple[str, ...]:
    """Return what a cell lists, apart by semicolon, comma, slash or line, each once and in its order."""
    parts = (" ".join(part.split()) for part in _BETWEEN.split(text_of(text)))
    return tuple(dict.fromkeys(part for part in parts if part and part.lower() != "not applicable"))


class _Labels:
    """PCNs and CCGs by name and code."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._areas: AreaList = snapshot.areas
        self._names = snapshot.pcn_names

    def of(self, code: str) -> str:
        """Return name and code, the code alone where no list and no return names it."""
        area = self._areas.get(code)
        if area:
            return area.label
        return f"{self._names[code]} ({code})" if code in self._names else code


def _listed(home: dict[str, Any], claims: dict[str, list[str]], labels: _Labels) -> Iterator[dict[str, Any]]:
    """Return the rows of one home: the lists that it is on."""
    pcn, said = text_of(home["pcn"]), text_of(home["said_pcn"])
    practices = several(home["practices"])
    others = tuple(code for code in (one.upper() for one in several(home["other_pcns"])) if code != pcn)
    bare = {
        "ccg": home["ccg_shown"],
        "ccg_then": home["ccg"],
        "home_id": home["home_id"],
        "name": text_of(home["name"]),
        "pcn": pcn,
        "pcns": (),
        "practices": practices,
    }
    if home["aligned_by"] == "none":
        yield {**bare, "list": NOT_ALIGNED, "why": "no alignment file and no return names its PCN"}
    if home["aligned_by"] == CLAIMED_BY_TWO:
        named = tuple(claims.get(home["home_id"], ()))
        yield {**bare, "list": CLAIMED_BY_TWO, "pcns": named, "why": f"the alignment file gives it to {_and(labels, named)}"}
    if len(practices) > 1 or others:
        told = [f"{len(practices)} practices: {', '.join(practices)}"] if len(practices) > 1 else []
        told += [f"also served by {_and(labels, others)}"] if others else []
        named = (*([pcn] if pcn else []), *others)
        yield {**bare, "list": SEVERAL, "pcns": named, "why": "; ".join(told)}
    if pcn and home["pcn_ccg"] != home["ccg"]:
        by = "by the area list" if home["pcn_ccg_by"] == "list" else f"where {home['pcn_homes_there']} of its {home['pcn_homes']} homes are"
        why = f"{labels.of(pcn)} is of {labels.of(home['pcn_ccg'])}, {by}; the home stands in {labels.of(home['ccg'])}"
        yield {**bare, "list": ACROSS_BORDER, "pcns": (pcn,), "why": why}
    if home["aligned_by"] == "file" and said and said != pcn:
        why = f"{text_of(home['sender'])}'s return says {labels.of(said)}, the alignment file {labels.of(pcn)}: the file counts"
        yield {**bare, "list": DISAGREE, "pcns": (pcn, said), "why": why}


def _and(labels: _Labels, codes: tuple[str, ...]) -> str:
    names = [labels.of(code) for code in codes]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}" if names else "two PCNs"
