"""The questions and measures, read from the project's own .toml files (data, not code)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUERIES = Path(__file__).resolve().parents[2] / "queries"


@dataclass(frozen=True)
class Question:
    """One question of a return."""

    id: str
    type: str
    role: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    stock: bool
    optional: bool


@dataclass(frozen=True)
class Measure:
    """One measure: its shape and the questions it uses."""

    id: str
    shape: str
    question: str
    whole: str
    base: str
    at_least: int
    questions: tuple[str, ...]
    settles: str
    yes_words: tuple[str, ...]
    na_words: tuple[str, ...]
    optional: bool


@dataclass(frozen=True)
class Catalogue:
    """All questions and measures."""

    questions: dict[str, Question]
    measures: dict[str, Measure]


def _tables(folder: Path) -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))]


def load_catalogue(folder: Path = QUERIES) -> Catalogue:
    """Questions and measures of a `queries` folder."""
    questions = {
        t["id"]: Question(
            id=t["id"],
            type=t["type"],
            role=t["role"],
            kinds=tuple(t["kinds"]),
            words=(*t.get("words", ()), *t.get("side_words", ())),
            stock="stock" in t,
            optional=t.get("optional", False),
        )
        for t in _tables(folder / "questions")
    }
    measures = {
        t["id"]: Measure(
            id=t["id"],
            shape=t["shape"],
            question=t.get("question", ""),
            whole=t.get("whole", ""),
            base=t.get("base", ""),
            at_least=t.get("at_least", 0),
            questions=tuple(t.get("questions", ())),
            settles=t.get("settles", ""),
            yes_words=tuple(t.get("words", {}).get("yes", ())),
            na_words=tuple(t.get("words", {}).get("not_applicable", ())),
            optional=any(q in questions and questions[q].optional for q in named(t)),
        )
        for t in _tables(folder / "measures")
    }
    return Catalogue(questions, measures)


def named(table: dict[str, Any]) -> list[str]:
    """The questions that a measure names."""
    return [table.get("question", ""), table.get("whole", ""), table.get("base", ""), *table.get("questions", ())]


def snake(word: str) -> str:
    """A word of a vocabulary as it stands in a column's name: `Void/retest` is `void_retest`."""
    return re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_")
