"""The alignment lists: the homes whose PCN is not settled, each with the CCG to settle it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from carehomes.charts import words
from carehomes.measures.alignments import LISTS
from ui.care_homes_data import Shown, names_of
from ui.downloads import draw_files
from ui.frame import Page
from ui.paged import draw_paged
from ui.tables import Column, html_table
from ui.text import block, esc

_LIST_WORDS = {
    "not aligned": "No PCN is known. This list must shrink to zero.",
    "claimed by two": "Two PCNs have it: it counts as not aligned until one gives way.",
    "several practices or PCNs": "The return names several practices, or other PCNs beside its own. One is its aligned PCN.",
    "across a CCG border": "Its PCN is of another CCG than the one where it stands.",
    "return and file disagree": "The alignment file counts; one of the two wants correcting.",
}


def draw_alignment(page: Page, shown: Shown) -> None:
    """Draw the counts by CCG, and one list with who settles it."""
    if shown.lists.empty:
        block('<p class="ch-muted">Nothing to settle: every home here has one PCN, of its own CCG, and returns and files agree.</p>')
        return
    block(f'<h2 class="ch-title">To settle, by CCG</h2>{_counts_table(page, shown)}')
    present = [name for name in LISTS if name in set(shown.lists["list"])]
    name = st.selectbox("List", present, format_func=lambda one: one[:1].upper() + one[1:], key="alignment_list", width=320)
    rows = shown.lists[shown.lists["list"] == name]
    block(f'<p class="ch-muted">{esc(_LIST_WORDS[name])}</p>')
    areas = page.snapshot.areas

    def cells(row: dict[str, Any]) -> list[str]:
        return [
            row["home_id"],
            row["name"] or words.NOT_AVAILABLE,
            names_of(areas, [row["ccg"]]),
            names_of(areas, row["pcns"]) or "none",
            row["why"],
        ]

    columns = [Column("ID"), Column("Home"), Column("CCG to settle it"), Column("PCNs named"), Column("Why it is here")]
    draw_paged("alignment_from", "home", columns, rows, cells)
    draw_files(page, "alignment_lists", "Alignment lists", shown.lists.drop(columns="ccg_then"))


def _counts_table(page: Page, shown: Shown) -> str:
    """Return homes by CCG and list, with the share of registered homes that no PCN has."""
    lists = shown.lists.groupby(["ccg", "list"]).size()
    homes = shown.homes.groupby("ccg_shown")["not_aligned"].agg(["size", "sum"])
    rows = []
    for code in sorted({*shown.lists["ccg"], *homes.index}):
        total, loose = (int(homes.loc[code, name]) if code in homes.index else 0 for name in ("size", "sum"))
        told = [words.count(int(lists.get((code, name), 0))) for name in LISTS]
        share = f"{words.count(loose)} of {words.count(total)} ({words.share(loose, total)})" if total else words.NOT_AVAILABLE
        rows.append([names_of(page.snapshot.areas, [code]), share, *told])
    columns = [
        Column("CCG"),
        Column("Without one PCN, of registered homes", True),
        *(Column(name[:1].upper() + name[1:], True) for name in LISTS),
    ]
    caption = "Without one PCN: not aligned and claimed by two; the share must shrink to zero"
    return html_table(caption, columns, rows, scroll=len(rows) > 10)
