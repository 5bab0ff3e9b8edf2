"""Reference: registers and alignment files come in, their versions, what changed between two registers, what was found in them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from carehomes import measures as ask
from carehomes.access import Permitted
from carehomes.charts import words
from carehomes.intake.receipt_file import SEVERITIES
from carehomes.ledger.model import KIND_NAMES
from carehomes.measures.registers import KINDS, Balance
from carehomes.snapshots import Snapshot
from ui.area_lists_card import draw_area_lists
from ui.care_homes_data import names_of
from ui.desk import REFERENCE_DOOR, draw_desk
from ui.downloads import draw_files
from ui.frame import Page
from ui.paged import draw_paged
from ui.tables import Column, html_table
from ui.text import block, esc

_EVERY = "All changes"


@st.cache_data(max_entries=8, show_spinner=False)
def _versions(store: str, snapshot: str, _snapshot: Snapshot, permitted: Permitted) -> pd.DataFrame:
    return ask.register_versions(_snapshot, permitted=permitted)


@st.cache_resource(max_entries=16, show_spinner=False)
def _changes(store: str, snapshot: str, _snapshot: Snapshot, before: int, after: int, permitted: Permitted) -> ask.RegisterChanges:
    return ask.register_changes(_snapshot, before, after, permitted=permitted)


@st.cache_data(max_entries=8, show_spinner=False)
def _files(store: str, snapshot: str, _snapshot: Snapshot, permitted: Permitted) -> pd.DataFrame:
    return ask.alignment_files(_snapshot, permitted=permitted)


@st.cache_data(max_entries=8, show_spinner=False)
def _findings(store: str, snapshot: str, _snapshot: Snapshot, permitted: Permitted) -> pd.DataFrame:
    return ask.reference_findings(_snapshot, permitted=permitted)


def draw_reference(page: Page) -> None:
    """Draw the desk, the registers, what changed between two, the alignment files and what was found in them."""
    key = (str(page.store.folder), page.snapshot.key, page.snapshot)
    draw_desk(page, REFERENCE_DOOR)
    versions = _versions(*key, page.permitted)
    with st.container(key="card_registers"):
        block(f'<h2 class="ch-title">Registers</h2>{_versions_table(versions)}')
    with st.container(key="card_changes"):
        block('<h2 class="ch-title">What changed between two registers</h2>')
        _draw_changes(page, versions)
    with st.container(key="card_alignment_files"):
        block(f'<h2 class="ch-title">Alignment files</h2>{_files_table(_files(*key, page.permitted))}')
    draw_area_lists(page)
    with st.container(key="card_reference_findings"):
        block('<h2 class="ch-title">Found in the registers, alignment files and code lists that stand</h2>')
        _draw_findings(_findings(*key, page.permitted))


def _versions_table(versions: pd.DataFrame) -> str:
    if versions.empty:
        return (
            '<p class="ch-muted">None yet. Without a register homes are counted as the week\'s returns name them, and every page says so. '
            "Upload the CQC care directory above.</p>"
        )
    rows = []
    for row in reversed(versions.to_dict("records")):
        counts = [words.count(int(row[name])) for name in ("homes", "beds", "older", "dormant", "without_ccg", "findings")]
        rows.append(
            [words.day(row["effective"]), row["state"], *counts, words.moment(row["decided_at"]), words.shorten(row["file_name"], 60)]
        )
    labels = ["Homes", "Beds", "For older people", "Dormant", "Without a CCG", "Findings"]
    columns = [Column("Holds from"), Column("State"), *(Column(one, True) for one in labels), Column("Accepted"), Column("File")]
    caption = (
        "A week is counted over the newest register that holds by its last day. A home without a CCG that is known is counted nowhere."
    )
    return html_table(caption, columns, rows)


def _label(row: dict[str, Any]) -> str:
    mark = "" if row["state"] == "standing" else f", {row['state']}"
    return f"{words.day(row['effective'])}, {words.plural(int(row['homes']), 'home')}{mark}"


def _draw_changes(page: Page, versions: pd.DataFrame) -> None:
    if len(versions) < 2:
        block('<p class="ch-muted">Two registers are needed to tell what changed.</p>')
        return
    rows = {int(row["return_id"]): row for row in versions.to_dict("records")}
    standing = [number for number, row in rows.items() if row["state"] == "standing"] or list(rows)
    newest = standing[-2:] if len(standing) > 1 else list(rows)[-2:]
    columns = st.columns([1, 1, 1.2], gap="small")
    asked = []
    for column, (name, key), number in zip(
        columns, (("From the register of", "changes_from"), ("To that of", "changes_to")), newest, strict=False
    ):
        with column:
            if st.session_state.get(key) not in rows:
                st.session_state[key] = number
            asked.append(st.selectbox(name, list(rows), format_func=lambda one: _label(rows[one]), key=key))
    if asked[0] == asked[1]:
        block('<p class="ch-muted">These are the same register. Choose two.</p>')
        return
    changes = _changes(str(page.store.folder), page.snapshot.key, page.snapshot, asked[0], asked[1], page.permitted)
    block(_summary(changes))
    if changes.rows.empty:
        block('<p class="ch-muted">Nothing changed: the same homes, beds, CCGs, authorities and bands.</p>')
        return
    with columns[2]:
        present = [kind for kind in KINDS if changes.counts[kind]]
        kept = st.selectbox("Show", [_EVERY, *present], key="changes_kind")
    _draw_change_rows(page, changes.rows if kept == _EVERY else changes.rows[changes.rows["kind"] == kept])
    title = f"What changed from the register of {_label(rows[asked[0]])} to that of {_label(rows[asked[1]])}"
    draw_files(page, "register_changes", title, changes.rows)


def _draw_change_rows(page: Page, rows: pd.DataFrame) -> None:
    areas = page.snapshot.areas

    def cells(row: dict[str, Any]) -> list[str]:
        ccg = names_of(areas, [row["ccg"]]) if row["ccg"] else words.NOT_AVAILABLE
        return [row["home_id"], row["kind"][:1].upper() + row["kind"][1:], row["name"], ccg, row["was"], row["is"], row["why"]]

    columns = [Column("ID"), Column("Change"), Column("Home"), Column("CCG"), Column("Was"), Column("Is"), Column("How it is known")]
    draw_paged("changes_rows", "change", columns, rows, cells)


def _sum(name: str, one: Balance) -> str:
    """Return how a number became the next one, as a sum that adds up."""
    steps = (
        (one.opened, "opened"),
        (-one.closed, "closed"),
        (one.moved_in, "moved in"),
        (-one.moved_out, "moved out"),
        (one.changed, "changed"),
    )
    told = "".join(f" {'−' if value < 0 else '+'} {words.count(abs(value))} {word}" for value, word in steps if value)
    net = f"net {'+' if one.net > 0 else ''}{words.count(one.net)}"
    return f"<b>{name}:</b> {esc(words.count(one.before) + told)} = <b>{words.count(one.after)}</b> ({esc(net)})"


def _summary(changes: ask.RegisterChanges) -> str:
    """Return the changes by kind, and that homes and beds add up: a home that registered again is neither opened nor closed."""
    kinds = esc(" · ".join(f"{kind} {words.count(number)}" for kind, number in changes.counts.items()).replace("opened", "Opened", 1))
    return (
        f'<div class="ch-dl"><p>{_sum("Homes", changes.homes)} &nbsp; {_sum("Beds", changes.beds)}</p><p class="ch-muted">{kinds}. '
        "A home that registered again at the same place is neither opened nor closed.</p></div>"
    )


def _files_table(files: pd.DataFrame) -> str:
    if files.empty:
        return '<p class="ch-muted">None yet. Without one a home\'s PCN is the one that its return names.</p>'
    rows = []
    for row in files.to_dict("records"):
        counts = [words.count(int(row[name])) for name in ("rows", "homes", "pcns", "findings")]
        rows.append([words.moment(row["decided_at"]), row["state"], *counts, words.shorten(row["file_name"], 60)])
    columns = [Column("Accepted"), Column("State"), *(Column(one, True) for one in ("Rows", "Homes", "PCNs", "Findings")), Column("File")]
    return html_table("They stand beside one another: the newest one that mentions a home decides its PCN", columns, rows)


def _draw_findings(found: pd.DataFrame) -> None:
    if found.empty:
        block('<p class="ch-muted">Nothing.</p>')
        return
    order = {"error": 0, "query": 1, "note": 2}
    ordered = found.sort_values("severity", key=lambda column: column.map(order), kind="stable")

    def cells(row: dict[str, Any]) -> list[str]:
        told = SEVERITIES[row["severity"]]
        return [
            told,
            words.capital(KIND_NAMES[row["kind"]]),
            words.shorten(row["file_name"], 60),
            row["cell"],
            row["message"],
            row["reason"],
        ]

    columns = [Column("Finding"), Column("What"), Column("File"), Column("Cell"), Column("What was found"), Column("Reason given")]
    draw_paged("findings_rows", "finding", columns, ordered, cells)
