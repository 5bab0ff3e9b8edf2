"""Counts in the words of the forms: suggested to a person, and told of an action only once a person confirmed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from carehomes.ledger.told_counts import Decision, ToldCount
from carehomes.measures.counts_in_words import Told, counts_in, fits
from carehomes.measures.local_authorities import la_items
from carehomes.snapshots import records

#: Columns that ``with_confirmed`` adds: homes that said no and did not answer, of how many in all, the decision's number.
TOLD_COLUMNS = ("said_no", "silent", "of_homes", "confirmed")


@dataclass(frozen=True)
class Suggestion:
    """What the words beside one action of a standing form seem to count; ``total`` is the form's, None where it is blank."""

    la_code: str
    la_name: str
    week: date
    item: str
    label: str
    part: str
    text: str
    homes: int
    total: int | None
    told: Told

    @property
    def of(self) -> int | None:
        """Homes in all: the form's total, or the sum where the words tell everything; None where neither is known."""
        if self.total is not None or self.told.no is None or self.told.silent is None:
            return self.total
        return self.homes + self.told.no + self.told.silent

    def decision(self, what: Decision, by: str, reason: str = "") -> ToldCount:
        """Return the draft of a person's decision about it."""
        about = (self.la_code, self.week, self.item, self.homes, self.told.no, self.told.silent, self.told.quote)
        return ToldCount(*about, decision=what, by=by, reason=reason)


def la_suggestions(frame: pd.DataFrame, decided: Sequence[ToldCount] = ()) -> list[Suggestion]:
    """Return what the words of the forms of ``frame`` (``COLUMNS``) suggest and nobody has decided, in its order.

    Only beside an action that has a count, and only where it fits into the form's total.
    """
    done = {one.about for one in decided}
    found = [one for row in records(frame) for one in _suggested(row)]
    return [one for one in found if one.decision("confirmed", "").about not in done]


def _suggested(row: dict[str, Any]) -> list[Suggestion]:
    if pd.isna(row["homes"]):
        return []
    homes, total = int(row["homes"]), None if pd.isna(row["total_homes"]) else int(row["total_homes"])
    for part in ("support_text", "issues"):
        text = "" if pd.isna(row[part]) else str(row[part])
        told = counts_in(text)
        if told and fits(homes, told, total):
            week = pd.Timestamp(row["week"]).date()
            return [Suggestion(row["la_code"], row["la_name"], week, row["item"], row["label"], part, text, homes, total, told)]
    return []


def staged_suggestions(facts: pa.Table, code: str, week: date, decided: Sequence[ToldCount] = ()) -> list[Suggestion]:
    """Return what ``la_suggestions`` does of a form that nobody has accepted yet, from its facts (columns of ``FACTS_SCHEMA``)."""
    items = la_items()
    said = {(row["field"], row["part"]): row for row in facts.select(["field", "part", "answer", "number"]).to_pylist()}
    total = said.get(("total_homes", ""), {}).get("number")
    rows = []
    for name, action in items.items():
        answers = {part: said.get((name, part), {}).get("answer") for part in ("support_text", "issues")}
        rows.append(
            {
                "la_code": code,
                "la_name": code,
                "week": week,
                "item": name,
                "label": action.label,
                "homes": said.get((name, "homes"), {}).get("number"),
                "total_homes": total,
                **answers,
            }
        )
    return la_suggestions(pd.DataFrame(rows).astype({"homes": "Int64", "total_homes": "Int64"}), decided)


def with_confirmed(frame: pd.DataFrame, decided: Sequence[ToldCount]) -> pd.DataFrame:
    """Return ``frame`` (``COLUMNS``) with what a person confirmed of its words: ``TOLD_COLUMNS``, missing where nobody did.

    ``of_homes`` is the total of that action alone: the form's, or the sum where the words tell everything.
    """
    confirmed = {one.about: one for one in decided if one.decision == "confirmed"}
    rows = []
    for row in records(frame):
        told = next((pair for one in _suggested(row) if (pair := _pair(one, confirmed))), (None, None, None, None))
        rows.append(dict(zip(TOLD_COLUMNS, told, strict=True)))
    more = pd.DataFrame(rows, columns=list(TOLD_COLUMNS), index=frame.index).astype("Int64")
    return pd.concat([frame, more], axis="columns")


def _pair(one: Suggestion, confirmed: dict[tuple[str, date, str, int, str], ToldCount]) -> tuple[int | None, ...] | None:
    held = confirmed.get(one.decision("confirmed", "").about)
    return (held.said_no, held.silent, one.of, held.number) if held else None
