"""Rows of the one shape of figures, for the tests of charts: only what a test says, everything else as the core leaves it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from carehomes.catalogue import Measure, Question, load_measures, load_questions
from carehomes.measures.figures import COLUMNS, COUNTS

QUERIES = Path(__file__).resolve().parents[2] / "queries"
FIRST = date(2020, 5, 17)


def measure(name: str) -> Measure:
    """Return a measure of the catalogue."""
    return load_measures(QUERIES / "measures")[name]


def question(name: str) -> Question:
    """Return a question of the catalogue."""
    return load_questions(QUERIES / "questions")[name]


def row(measure_id: str = "named_lead", step: int = 0, code: str = "X01", **said: Any) -> dict[str, Any]:
    """Return one figure ``step`` weeks after the first; ``all`` and ``compared`` follow from what is said."""
    found: dict[str, Any] = dict.fromkeys(COLUMNS)
    found |= {"measure": measure_id, "week": FIRST + timedelta(weeks=step), "level": "ccg", "code": code, "name": f"NHS {code} CCG"}
    found |= {"within": "", "marks": [], "source": "home rows"} | said
    if said.get("yes") is not None:
        found["no_return"] = said.get("no_return", 0)
        found["blank"] = said.get("blank", (said.get("not_answered") or 0) - found["no_return"])
        found["not_applicable"] = said.get("not_applicable", 0)
        found["all"] = said.get("all", said["yes"] + said["no"] + said["not_answered"])
        found["denominator"] = found["all"] + found["not_applicable"]
        found["compared"] = said.get("compared", 100 * (said["yes"] + said["no"]) >= 80 * found["all"] > 0)
    return found


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return rows as the core returns them: counts that may be missing as ``Int64``."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype(dict.fromkeys(COUNTS, "Int64"))
