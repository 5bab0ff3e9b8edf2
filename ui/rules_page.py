"""Every rule that a file is held against: its code, what it finds, in which weeks it holds, and what to do."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from carehomes.charts import words
from carehomes.intake.rules import RuleTold, rules_told
from carehomes.ledger.model import Severity
from ui.downloads import draw_files
from ui.frame import Page
from ui.tables import Column, html_table
from ui.text import block, esc

_MEANING: dict[Severity, tuple[str, str]] = {
    "error": ("Errors", "An error stops the return: nothing of it is loaded until the file is corrected and sent again."),
    "query": (
        "Queries",
        "A query is something to look at. Correct the file, or give a reason why it is right as it stands: the return is held until "
        "then, and the reason is kept with it.",
    ),
    "note": ("Notes", "A note tells what was done. Nothing has to be said to it."),
}


def _holds(rule: RuleTold) -> str:
    if rule.since is None:
        return "always"
    start = f"from {words.day(rule.since)}"
    return f"{start} to {words.day(rule.until)}" if rule.until else start


def _table(rules: list[RuleTold], told: str) -> str:
    rows = [[one.code, one.about, one.found, one.advice, _holds(one)] for one in rules]
    columns = [
        Column("Code", width=16),
        Column("Of", width=14),
        Column("What is found", width=34),
        Column("What to do"),
        Column("In force"),
    ]
    return html_table(f"{words.plural(len(rows), 'rule')}. {told}", columns, rows, scroll=False)


def draw_rules(page: Page) -> None:
    """Draw the rules by severity: errors, queries, notes; words in square brackets stand for what the finding itself says."""
    rules = rules_told()
    asked = st.text_input("Find a rule by its code or its words", key="rules_find", placeholder="for example register").strip().lower()
    shown = [one for one in rules if asked in f"{one.code} {one.about} {one.found} {one.advice}".lower()]
    for severity, (title, told) in _MEANING.items():
        found = [one for one in shown if one.severities[0] == severity]
        with st.container(key=f"card_rules_{severity}"):
            body = _table(found, told) if found else f'<p class="ch-muted">{esc("None with these words.")}</p>'
            block(f'<h2 class="ch-title">{title}</h2>{body}')
    frame = pd.DataFrame(
        [[one.code, "; ".join(one.severities), one.about, one.found, one.advice, one.since, one.until] for one in rules],
        columns=["code", "severity", "about", "found", "advice", "from", "to"],
    )
    draw_files(page, "rules", "Rules that a file is held against", frame)
