"""What the desk says of several files at once, and the reasons that it asks for: one table of outcomes, one field a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from carehomes.areas import AreaList
from carehomes.charts import words
from carehomes.ledger.model import KIND_NAMES, Decision, Receipt
from ui.tables import Column, html_table

_OUTCOMES = {"accepted": "accepted", "unchanged": "there already", "refused": "refused", "held": "held"}
_FORESEEN = _OUTCOMES | {"accepted": "ready to accept"}


def area_name(areas: AreaList, code: str) -> str:
    """Return the name and code of the area with this code, the code where the list lacks it."""
    area = areas.get(code) if code else None
    return area.label if area else code or words.NOT_AVAILABLE


def outcomes_table(receipts: Sequence[tuple[Receipt, bool]], areas: AreaList) -> str:
    """Return one row a return of several files; each receipt comes with whether it is decided."""
    rows = [
        [
            words.shorten(receipt.file_name, 60),
            KIND_NAMES.get(one.kind, "no return"),
            area_name(areas, one.submitter),
            words.day(one.week) if one.week else words.NOT_AVAILABLE,
            _outcome(one, receipt, decided),
        ]
        for receipt, decided in receipts
        for one in receipt.decisions
    ]
    columns = [Column(label) for label in ("File", "Recognised as", "Area", "Week ending Sunday", "Outcome")]
    caption = f"{words.plural(len(receipts), 'file')}, {words.plural(len(rows), 'return')}: each stands alone"
    return html_table(caption, columns, rows, scroll=len(rows) > 8)


def _outcome(one: Decision, receipt: Receipt, decided: bool) -> str:
    told = (_OUTCOMES if decided else _FORESEEN)[one.outcome]
    if one.unexplained:
        return f"{told}: a reason is needed for {words.plural(len(one.unexplained), 'query', 'queries')}"
    return f"{told}: something must be said" if receipt.needs else told


def outcome_of(receipt: Receipt, decided: bool) -> str:
    """Return in words what was, or would be, decided of a file: the outcomes of its returns, each once."""
    return words.listed(list(dict.fromkeys(_outcome(one, receipt, decided) for one in receipt.decisions)))


def ask_reasons(number: int, receipt: Receipt) -> Mapping[str, str]:
    """Ask why each query of a file stands as it is, one field a code; return what was said, by code."""
    said = {}
    for code in dict.fromkeys(one.code for one in receipt.findings if one.severity == "query"):
        found = [one for one in receipt.findings if one.code == code and one.severity == "query"]
        label = f"Why {code} is right as it stands ({words.plural(len(found), 'finding')})"
        said[code] = st.text_input(label, key=f"reason_{number}_{code}", max_chars=300, placeholder="for example: opened last week") or ""
    return {code: text for code, text in said.items() if text.strip()}
