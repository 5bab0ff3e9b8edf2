"""Every rule that a file is held against, as a person reads it: those of ``queries/checks`` and those found in code."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date

from carehomes.intake.check import Rule, load_rules
from carehomes.ledger.model import KIND_NAMES, Severity
from carehomes.settings import PROJECT, queries_folder

_ORDER: dict[Severity, int] = {"error": 0, "query": 1, "note": 2}


@dataclass(frozen=True)
class RuleTold:
    """One rule as it is told: ``about`` says of which files, ``since`` and ``until`` in which weeks it holds (None: always)."""

    code: str
    severities: tuple[Severity, ...]
    about: str
    found: str
    advice: str
    since: date | None = None
    until: date | None = None


def rules_told() -> list[RuleTold]:
    """Return every rule, errors first, then queries and notes, each by its code.

    The rules of SQL come from their headers, the others from ``queries/findings.toml``.
    """
    found = [_of_sql(one) for one in load_rules(queries_folder() / "checks")] + _of_code()
    return sorted(found, key=lambda one: (_ORDER[one.severities[0]], one.code, one.about))


def _of_sql(rule: Rule) -> RuleTold:
    # The first sentence says what was found; what follows says what it does and what to do.
    told = re.sub(r"\{(\w+)\}", _in_words, rule.wording)
    found, _, advice = told.partition(". ")
    kinds = [KIND_NAMES[kind] for kind in rule.kinds]
    return RuleTold(rule.code, (rule.severity,), " and ".join(kinds), f"{found.rstrip('.')}.", advice, rule.since, rule.until)


def _in_words(name: re.Match[str]) -> str:
    word = name.group(1)
    return {"cell": "the cell", "Cell": "The cell"}.get(word, f"[{word.replace('_', ' ')}]")


def _of_code() -> list[RuleTold]:
    # The program's own words, not the catalogue's: CAREHOMES_QUERIES does not move them.
    said = tomllib.loads((PROJECT / "queries" / "findings.toml").read_text(encoding="utf-8"))
    return [RuleTold(code, tuple(one["severity"]), one["about"], one["found"], one["advice"]) for code, one in said.items()]
