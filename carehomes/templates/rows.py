"""What a pre-filled template brings: the homes or PCNs of a CCG in a week, and last week's answers that are likely to hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from carehomes.access import Permitted
from carehomes.areas import Area
from carehomes.catalogue import Question
from carehomes.measures import pcns, register_homes
from carehomes.snapshots import Snapshot, records


@dataclass(frozen=True)
class Given:
    """A value that a template brings; ``last_week`` where it is an answer of the week before, to be confirmed."""

    value: str | int | date
    last_week: bool = False


#: A row of a template: what it brings, by question and part.
Row = Mapping[tuple[str, str], Given]


def pcns_of(snapshot: Snapshot, ccg: Area, week: date, *, permitted: Permitted) -> dict[str, str]:
    """Return the name of every PCN that a row of the CCG can name without a doubt in ``week``, by code.

    The area list decides where it has PCNs of the CCG; else those count that alignments and returns have named and the list has nowhere.
    """
    areas = snapshot.areas
    everywhere = areas.of_level("pcn")
    listed = [one for one in everywhere if areas.open_in(one.parent, week) == ccg.code]
    if listed:
        return {one.code: one.name for one in sorted(listed, key=lambda one: one.code) if one.open_on(week)}
    known = {one.code for one in everywhere}
    named = [row for row in records(pcns(snapshot, week, permitted=permitted)) if row["ccg"] == ccg.code and row["code"] not in known]
    return {row["code"]: row["name"] for row in named}


def home_rows(
    snapshot: Snapshot, ccg: Area, week: date, questions: Mapping[str, Question], *, permitted: Permitted
) -> list[dict[tuple[str, str], Given]]:
    """Return a row a home of the register of ``week`` in the CCG, by name; none without a register."""
    homes = register_homes(snapshot, week, permitted=permitted)
    # What was said to a question that is another one by now is no answer to it.
    same = {name: one for name, one in questions.items() if not one.broken_in(week)}
    steady = _steady_answers(snapshot, week - timedelta(weeks=1), same, permitted=permitted)
    certain = pcns_of(snapshot, ccg, week, permitted=permitted)
    rows = []
    own = homes[homes["ccg"] == ccg.code].sort_values(["name", "home_id"], kind="stable")
    for home in records(own):
        row = {("home_id", ""): Given(home["home_id"]), ("home_name", ""): Given(home["name"] or "")}
        if home["pcn"] in certain:
            row |= {("pcn_code", ""): Given(home["pcn"]), ("pcn_name", ""): Given(certain[home["pcn"]])}
        if not pd.isna(home["beds"]):
            row["beds", ""] = Given(int(home["beds"]))
        rows.append(row | steady.get(home["home_id"], {}))
    return rows


def _steady_answers(
    snapshot: Snapshot, week: date, questions: Mapping[str, Question], *, permitted: Permitted
) -> dict[str, dict[tuple[str, str], Given]]:
    """Return what the rows that counted in ``week`` say to the steady questions, by home. A person's name is never among them."""
    found: dict[str, dict[tuple[str, str], Given]] = {}
    for row in records(snapshot.query("answers_of_week", week=week, **permitted.parameters)):
        question = questions.get(row["question"])
        if question is None or not question.steady or question.personal:
            continue
        value = _as_entered(question, row)
        if value is not None:
            found.setdefault(row["home_id"], {})[question.id, ""] = Given(value, last_week=True)
    return found


def _as_entered(question: Question, row: Mapping[str, Any]) -> str | int | date | None:
    """Return an answer as a person enters it; None where the question does not take it any more."""
    if row["answer"] == "not applicable":
        return "n/a"
    if question.type == "count":
        return None if pd.isna(row["number"]) else int(row["number"])
    if question.type == "date":
        return date.fromisoformat(row["answer"])
    if question.states and row["answer"] not in question.states:
        return None
    return str(row["answer"])


def area_rows(snapshot: Snapshot, ccg: Area, week: date, *, permitted: Permitted) -> list[dict[tuple[str, str], Given]]:
    """Return a row a PCN of the CCG, by code, with its homes where the register and the alignment know of some."""
    register = register_homes(snapshot, week, permitted=permitted)
    homes = Counter(register.loc[register["ccg"] == ccg.code, "pcn"])
    rows = []
    for code, name in pcns_of(snapshot, ccg, week, permitted=permitted).items():
        row: dict[tuple[str, str], Given] = {("pcn_code", ""): Given(code), ("pcn_name", ""): Given(name)}
        if homes[code]:
            row["homes", ""] = Given(homes[code])
        rows.append(row)
    return rows
