"""Register against returns: how many homes each CCG and local authority says it has, how many the register lists, and which differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import AreaList, week_label
from carehomes.measures.places import Pair, same_places, where
from carehomes.measures.registers import day_words, register_homes, text_of, whole_of
from carehomes.snapshots import Snapshot, records

CCG_COLUMNS = (
    "ccg", "name", "state", "says", "home_rows", "pcn_totals", "ccg_total", "registered", "effective", "only_in_return",
    "only_on_register", "registered_elsewhere", "in_totals", "differ", "sentence",
)  # fmt: skip
DIFFERENCE_COLUMNS = ("ccg", "difference", "home_id", "name", "pcn", "beds", "why")
LA_COLUMNS = (
    "la", "name", "form_week", "says", "counted_week", "effective", "registered", "with_row", "in_totals", "without_row", "ccgs",
    "sentence",
)  # fmt: skip
ONLY_IN_RETURN = "in the return, not on the register"
ONLY_ON_REGISTER = "on the register, not in the return"
ELSEWHERE = "registered elsewhere"


@dataclass(frozen=True)
class RegisterAgainstReturns:
    """``ccgs``: a row a CCG (``CCG_COLUMNS``); ``differences``: a row a home that differs (``DIFFERENCE_COLUMNS``); ``las``: a row a
    local authority (``LA_COLUMNS``). ``says`` is null where nothing was returned, or a form leaves its total blank."""

    ccgs: pd.DataFrame
    differences: pd.DataFrame
    las: pd.DataFrame


def register_against_returns(snapshot: Snapshot, week: date, *, permitted: Permitted) -> RegisterAgainstReturns:
    """Return what the returns of ``week`` say against the register in force on its last day (rule 1), CCGs as then.

    A CCG says its home rows, with the homes of its PCN rows beyond those; or its own total, where that is more. Which homes differ is
    known where it sent home rows. A local authority's total is held against the homes of the register there (at its form's week), and
    beside it stand the CCGs' home rows of the same homes: placed by the register, never apportioned.
    """
    asked = permitted.parameters
    ground = _Ground(
        snapshot.areas,
        week,
        records(register_homes(snapshot, week, permitted=permitted)),
        records(snapshot.query("register_strangers", week=week, **asked)),
    )
    rows, differences = [], []
    for said in records(snapshot.query("register_returns", week=week, **asked)):
        row, found = _of_ccg(ground, said)
        rows.append(row)
        differences += found
    las = [_of_la(snapshot.areas, row) for row in records(snapshot.query("register_las", week=week, **asked))]
    counts = ["says", "home_rows", "pcn_totals", "ccg_total", "registered"]
    return RegisterAgainstReturns(
        pd.DataFrame(rows, columns=list(CCG_COLUMNS)).astype(dict.fromkeys(counts, "Int64")),
        pd.DataFrame(differences, columns=list(DIFFERENCE_COLUMNS)).astype({"beds": "Int64"}),
        pd.DataFrame(las, columns=list(LA_COLUMNS)).astype({"says": "Int64"}),
    )


class _Ground:
    """The week's register and the homes that returns name otherwise, by CCG."""

    def __init__(self, areas: AreaList, week: date, homes: list[dict[str, Any]], strangers: list[dict[str, Any]]) -> None:
        self.areas, self.week = areas, week
        self.homes, self.strangers = _by_ccg(homes), _by_ccg(strangers)

    def pairs(self, strangers: list[dict[str, Any]], missing: list[dict[str, Any]]) -> list[Pair]:
        """Return which missing homes stand in the return under the ID that they had before."""

        def places(rows: list[dict[str, Any]]) -> list[Any]:
            return [where(row["home_id"], row["uprn"], row["postcode"], row["address"]) for row in rows]

        return same_places(places(strangers), places(missing))


def _by_ccg(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["ccg"], []).append(row)
    return found


def _says(said: Mapping[str, Any]) -> int | None:
    """Return how many homes the returns of a CCG speak of, None where none came."""
    if not said["returned"]:
        return None
    return max(int(said["home_rows"]) + int(said["beyond"]), whole_of(said["ccg_total"]) or 0)


def _of_ccg(ground: _Ground, said: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    ccg, says = str(said["ccg"]), _says(said)
    effective = said["effective"] if isinstance(said["effective"], date) else None
    strangers = ground.strangers.get(ccg, [])
    unlisted = [row for row in strangers if not row["registered_in"]]
    elsewhere = [row for row in strangers if row["registered_in"]]
    missing, in_totals = _missing(ground, said) if effective else ([], 0)
    old_ids = ground.pairs(unlisted, missing)
    missing = sorted(missing, key=lambda row: str(row["home_id"]))
    rows = [_unlisted(row, effective, old_ids) for row in unlisted]
    rows += [_missing_row(row, ccg, old_ids) for row in missing]
    rows += [_elsewhere(ground.areas, row) for row in elsewhere]
    area = ground.areas.get(ccg)
    row = {
        "ccg": ccg,
        "name": area.name if area else ccg,
        "state": "no return" if says is None else "nil return" if said["nil"] and not says else "returned",
        "says": says,
        "home_rows": said["home_rows"],
        "pcn_totals": whole_of(said["pcn_totals"]),
        "ccg_total": whole_of(said["ccg_total"]),
        "registered": int(said["registered"]) if effective else None,
        "effective": effective,
        "only_in_return": len(unlisted),
        "only_on_register": len(missing),
        "registered_elsewhere": len(elsewhere),
        "in_totals": in_totals,
        "differ": len(rows),
    }
    return {**row, "sentence": _sentence(ground, row)}, [{"ccg": ccg, **one} for one in rows]


def _missing(ground: _Ground, said: Mapping[str, Any]) -> tuple[list[dict[str, Any]], int]:
    """Return the homes of the register that the CCG's home rows do not name, and how many others only totals tell.

    Without home rows no home is named at all, and all are told in totals or not at all.
    """
    own = [row for row in ground.homes.get(str(said["ccg"]), []) if not row["has_row"] or row["sender"] != said["ccg"]]
    if not said["home_rows"]:
        return [], len(own) if _says(said) else 0
    named = [row for row in own if not row["area_row"]]
    total = whole_of(said["ccg_total"])
    if total is not None and total >= int(said["home_rows"]) + int(said["beyond"]) + len(named):
        return [], len(own)
    return named, len(own) - len(named)


def _unlisted(row: Mapping[str, Any], effective: date | None, pairs: list[Pair]) -> dict[str, Any]:
    new = next((pair.came for pair in pairs if pair.gone == row["home_id"]), "")
    register = f"the register of {day_words(effective)}" if effective else "the register"
    why = f"{register} does not list it"
    if isinstance(row["ended"], date):
        why = f"its last day was {day_words(row['ended'])}"
    elif isinstance(row["starts"], date):
        why = f"it is registered only from {day_words(row['starts'])}"
    if new:
        why += f"; it seems to be registered again as {new}: use that ID"
    return {"difference": ONLY_IN_RETURN, "home_id": row["home_id"], "name": text_of(row["name"]), "pcn": "", "beds": None, "why": why}


def _missing_row(row: Mapping[str, Any], ccg: str, pairs: list[Pair]) -> dict[str, Any]:
    old = next((pair.gone for pair in pairs if pair.came == row["home_id"]), "")
    why = "the return has no row for it"
    if row["sender"] and row["sender"] != ccg:
        why = f"{row['sender']} sent it instead"
    elif old:
        why = f"the return still has it under its old ID, {old}"
    beds = whole_of(row["beds"])
    return {
        "difference": ONLY_ON_REGISTER,
        "home_id": row["home_id"],
        "name": text_of(row["name"]),
        "pcn": row["pcn"],
        "beds": beds,
        "why": why,
    }


def _elsewhere(areas: AreaList, row: Mapping[str, Any]) -> dict[str, Any]:
    area = areas.get(str(row["registered_in"]))
    why = f"the register has it in {area.label if area else row['registered_in']}; there it counts"
    return {"difference": ELSEWHERE, "home_id": row["home_id"], "name": text_of(row["name"]), "pcn": "", "beds": None, "why": why}


def _homes(number: int) -> str:
    return f"{number:,} {'home' if number == 1 else 'homes'}"


def _sentence(ground: _Ground, row: Mapping[str, Any]) -> str:
    """Return ``X01 says 47 homes, the register lists 48 at 17 May 2020; these 3 differ.``"""
    code, effective = row["ccg"], row["effective"]
    if effective is None:
        told = f"{code} says {_homes(row['says'])}" if row["says"] is not None else f"{code} has not returned"
        return f"{told}; there is no register to hold it against."
    lists = f"the register lists {row['registered']:,} at {day_words(ground.week)}"
    if row["says"] is None:
        return f"{code} has not returned; {lists}."
    said = f"{code} says {_homes(row['says'])}" if row["state"] != "nil return" else f"{code} sent a nil return"
    if row["in_totals"]:
        lists += f" ({row['in_totals']:,} of them told only in totals)"
    if row["differ"] == 1:
        return f"{said}, {lists}; this 1 differs."
    if row["differ"]:
        return f"{said}, {lists}; these {row['differ']:,} differ."
    if not row["home_rows"]:
        return f"{said}, {lists}; it names no home, so which ones differ is not known."
    return f"{said}, {lists}; {'none differs' if row['says'] == row['registered'] else 'the totals do not say which ones differ'}."


def _of_la(areas: AreaList, row: Mapping[str, Any]) -> dict[str, Any]:
    la, says = str(row["la"]), whole_of(row["said"])
    area = areas.get(la) if la else None
    form = row["form_week"] if isinstance(row["form_week"], date) else None
    effective = row["effective"] if isinstance(row["effective"], date) else None
    registered, with_row, in_totals = int(row["registered"]), int(row["with_row"]), int(row["in_totals"])
    told = {
        "la": la,
        "name": area.name if area else "Local authority not known",
        "form_week": form,
        "says": says,
        "counted_week": row["counted_week"],
        "effective": effective,
        "registered": registered,
        "with_row": with_row,
        "in_totals": in_totals,
        "without_row": registered - with_row - in_totals,
        "ccgs": int(row["ccgs"]),
    }
    if form is None:
        said = f"{la} has sent no form" if la else "Homes whose local authority is not known"
    elif says is None:
        said = f"{la} leaves its total blank: not stated ({week_label(form)})"
    else:
        said = f"{la} says {_homes(says)} ({week_label(form)})"
    lists = (
        f"the register lists {registered:,} at {day_words(row['counted_week'])}" if effective else "there is no register to hold it against"
    )
    rows = f"; CCGs sent a row for {with_row:,} of them" if registered else ""
    return {**told, "sentence": f"{said}, {lists}{rows}."}
