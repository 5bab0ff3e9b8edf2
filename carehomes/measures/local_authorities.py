"""The national form: 13 support actions a local authority, one form or several pooled, and whose forms are expected."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.measures.returns import ccgs_under
from carehomes.settings import PROJECT
from carehomes.snapshots import Snapshot, records

COLUMNS = (
    "la_code", "la_name", "week", "item", "focus", "label", "short", "homes", "not_applicable", "total_homes", "support", "support_text",
    "issues", "complete", "return_id", "known_from", "standing",
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One action of the form: its number, its focus, its wording, and a short name for narrow places."""

    item: str
    focus: str
    label: str
    short: str

    @property
    def name(self) -> str:
        """The number and the wording."""
        return f"{self.item} {self.label}"


@dataclass(frozen=True)
class Pooled:
    """One action over several forms. Shares are pooled counts (rule 14), over the forms that give both the action and their total.

    ``homes`` of ``of`` in ``gave`` forms; ``apart`` are homes in place in ``without_total`` forms that give no total: no share is made of
    them. Of ``forms`` forms ``not_answered`` leave the action blank, ``not_applicable`` say so, ``wanted`` want more support.
    """

    action: Item
    forms: int
    homes: int
    of: int
    gave: int
    apart: int
    without_total: int
    not_answered: int
    not_applicable: int
    wanted: int


@cache
def la_items() -> dict[str, Item]:
    """Return the 13 actions of the form by their number."""
    with (PROJECT / "data" / "reference" / "la_items.csv").open(encoding="utf-8", newline="") as file:
        return {row["item"]: Item(row["item"], row["focus"], row["label"], row["short"]) for row in csv.DictReader(file)}


def name_of(snapshot: Snapshot, code: str) -> str:
    """Return the name of a local authority, its code where the area list does not have it."""
    area = snapshot.areas.get(code)
    return area.name if area else code


def la_versions(snapshot: Snapshot, *, permitted: Permitted) -> pd.DataFrame:
    """Return what every version of an LA return says that was not withdrawn, one row an action. Columns of ``COLUMNS``.

    ``homes`` counts homes where the action is in place; ``support`` says whether support would help (yes, no, not applicable or None): it
    is not an answer to the action. ``total_homes`` is missing where the form leaves it blank, and is never made up. ``standing`` is
    True for the version that counts; ``known_from`` is when it was accepted (UTC).
    """
    items = la_items()
    rows = []
    for row in records(snapshot.query("la_status", **permitted.parameters)):
        if action := items.get(row["item"]):
            told = {"focus": action.focus, "label": action.label, "short": action.short}
            flags = {"standing": bool(row["standing"]), "not_applicable": bool(row["not_applicable"])}
            rows.append({**row, "la_name": name_of(snapshot, row["la_code"]), **told, **flags})
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"homes": "Int64", "total_homes": "Int64"})
    frame = frame.astype({"standing": bool, "not_applicable": bool})
    for name in ("support", "support_text", "issues", "complete"):
        frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
    return frame


def la_status(snapshot: Snapshot, week: date | None = None, *, permitted: Permitted) -> pd.DataFrame:
    """Return what the standing LA returns say (of ``week``, or of every week), one row an action. Columns of ``COLUMNS``."""
    frame = la_versions(snapshot, permitted=permitted)
    kept = frame["standing"] & ((frame["week"] == week) if week is not None else True)
    return frame[kept].reset_index(drop=True)


def la_pooled(frame: pd.DataFrame) -> list[Pooled]:
    """Return the 13 actions over the forms of ``frame`` (``COLUMNS``, one form a local authority), in the form's order.

    An action that a form does not hold at all is not answered there. ``with_confirmed`` may have added what a person confirmed.
    """
    rows = records(frame)
    forms = len({row["la_code"] for row in rows})
    return [_pool(action, [row for row in rows if row["item"] == action.item], forms) for action in la_items().values()]


def _total(row: dict[str, Any]) -> int:
    """Return the homes in all of one action: as a person confirmed them, or the form's total; 0 where neither is known."""
    given = [value for value in (row.get("of_homes"), row["total_homes"]) if not pd.isna(value)]
    return int(given[0]) if given else 0


def _pool(action: Item, rows: Sequence[dict[str, Any]], forms: int) -> Pooled:
    answered = [row for row in rows if not pd.isna(row["homes"])]
    both = [row for row in answered if _total(row)]
    alone = [row for row in answered if not _total(row)]
    exempt = sum(bool(row["not_applicable"]) for row in rows)
    return Pooled(
        action=action,
        forms=forms,
        homes=sum(int(row["homes"]) for row in both),
        of=sum(_total(row) for row in both),
        gave=len(both),
        apart=sum(int(row["homes"]) for row in alone),
        without_total=len(alone),
        not_answered=forms - len(answered) - exempt,
        not_applicable=exempt,
        wanted=sum(row["support"] == "yes" for row in rows),
    )


def la_expected(snapshot: Snapshot, week: date | None, code: str, *, permitted: Permitted, areas: str = "then") -> list[str]:
    """Return the codes of the local authorities whose forms are expected in the area ``code``, by their names.

    Of the whole and of a region those of the area list; of an STP or a CCG, which they cut across, those with homes of the register
    there in ``week``, and where no register holds, those of its region.
    """
    inside = {one.code for one in snapshot.areas.of_level("la") if code in {above.code for above in snapshot.areas.path(one.code)}}
    ccgs = ccgs_under(snapshot, code, areas)
    if not inside and ccgs and week is not None and snapshot.has_register(week):
        seen = sorted(ccgs if permitted.ccgs is None else ccgs & permitted.ccgs)
        rows = records(snapshot.query("register_las", week=week, everywhere=False, permitted=seen))
        inside = {row["la"] for row in rows if row["la"] and row["registered"]}
    elif not inside:
        above = next((one.code for one in snapshot.areas.path(code) if one.level == "region"), "")
        inside = {one.code for one in snapshot.areas.of_level("la") if above in {up.code for up in snapshot.areas.path(one.code)}}
    return sorted(inside, key=lambda one: (name_of(snapshot, one), one))
