"""What a later version of a council's form says otherwise than the one before it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from carehomes.measures.local_authorities import la_items
from carehomes.snapshots import records

MOVE_COLUMNS = (
    "la_code", "la_name", "week", "week_before", "received", "received_before", "item", "label", "what", "before", "now", "change",
)  # fmt: skip


def la_moves(versions: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Return what each form of ``shown`` says otherwise than the version before it, one row a thing that moved. ``MOVE_COLUMNS``.

    The version before is the one that it superseded, or the newest form of the council's week before. ``what`` is homes, total (of the
    form) or support; ``before`` and ``now`` are words, ``change`` the homes more or fewer (missing where either is not given).
    """
    every = records(versions)
    rows: list[dict[str, Any]] = []
    for return_id in dict.fromkeys(shown["return_id"]):
        now = [row for row in every if row["return_id"] == return_id]
        earlier = [row for row in every if row["la_code"] == now[0]["la_code"] and _order(row) < _order(now[0])]
        if not earlier:
            continue
        last = max(_order(row) for row in earlier)
        before = {row["item"]: row for row in earlier if _order(row) == last}
        rows += _moved(before, {row["item"]: row for row in now})
    return pd.DataFrame(rows, columns=list(MOVE_COLUMNS)).astype({"change": "Int64"})


def _order(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["week"], row["known_from"], row["return_id"]


def _moved(before: dict[str, dict[str, Any]], now: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    old, new = next(iter(before.values())), next(iter(now.values()))
    about = {
        "la_code": new["la_code"],
        "la_name": new["la_name"],
        "week": new["week"],
        "week_before": old["week"],
        "received": new["known_from"],
        "received_before": old["known_from"],
    }
    pairs: list[tuple[str, str, str, Any, Any]] = [("", "", "total", old["total_homes"], new["total_homes"])]
    for action in la_items().values():
        one, two = before.get(action.item, {}), now.get(action.item, {})
        for what in ("homes", "support"):
            pairs.append((action.item, action.label, what, one.get(what), two.get(what)))
    return [
        {**about, "item": item, "label": label, "what": what, "before": _word(one), "now": _word(two), "change": _step(one, two)}
        for item, label, what, one, two in pairs
        if _word(one) != _word(two)
    ]


def _word(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def _step(before: Any, now: Any) -> int | None:
    return int(_word(now)) - int(_word(before)) if _word(before).isdigit() and _word(now).isdigit() else None
