"""Register against returns: what CCGs and local authorities say, what the register lists, and which homes differ."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from carehomes.charts import words
from carehomes.charts.readings import day, known
from carehomes.selection import VIEWS
from ui.care_homes_data import Shown, code_and_name, names_of
from ui.downloads import draw_files
from ui.frame import Page
from ui.paged import draw_paged
from ui.tables import Column, html_table
from ui.text import block


def draw_against(page: Page, shown: Shown, week: date) -> None:
    """Draw a row a CCG, the homes that differ, and the local authorities."""
    ccgs = shown.against.ccgs[shown.against.ccgs["ccg"].isin(shown.ccgs)]
    differences = shown.against.differences[shown.against.differences["ccg"].isin(shown.ccgs)]
    areas = page.snapshot.areas
    with st.container(key="card_against_ccgs"):
        whole = page.selection.older or page.selection.place.level in (*VIEWS, "pcn")
        told = '<p class="ch-muted">A return lists the homes of a CCG, so this is about whole CCGs, all their homes.</p>' if whole else ""
        block(f'<h2 class="ch-title">What CCGs say, and what the register lists</h2>{told}{_ccgs_table(ccgs, week)}')
    with st.container(key="card_against_homes"):
        block('<h2 class="ch-title">The homes that differ</h2>')
        if differences.empty:
            block('<p class="ch-muted">None that a home return would show.</p>')
        else:
            columns = [Column("ID"), Column("Home"), Column("CCG"), Column("Difference"), Column("Why, and what to do")]

            def cells(row: dict[str, Any]) -> list[str]:
                return [row["home_id"], row["name"] or words.NOT_AVAILABLE, names_of(areas, [row["ccg"]]), row["difference"], row["why"]]

            draw_paged("differences_from", "home", columns, differences, cells)
            draw_files(page, "register_against_returns", "Register against returns: the homes of whole CCGs that differ", differences)
    with st.container(key="card_against_las"):
        las = shown.against.las[shown.against.las["la"].isin(set(shown.homes["la"]))]
        block(f'<h2 class="ch-title">Local authorities: the same homes</h2>{_las_table(las)}')


def _ccgs_table(ccgs: pd.DataFrame, week: date) -> str:
    rows = []
    for row in ccgs.to_dict("records"):
        says = int(row["says"]) if known(row["says"]) else None
        register = int(row["registered"]) if known(row["registered"]) else None
        totals = [
            f"{words.count(int(row[name]))} {told}"
            for name, told in (("pcn_totals", "in PCN rows"), ("ccg_total", "in the CCG's row"))
            if known(row[name])
        ]
        told = ", ".join([f"{words.count(int(row['home_rows']))} home rows", *totals]) if says is not None else row["state"]
        rows.append(
            [
                f"{row['name']} ({row['ccg']})",
                words.count(says),
                told,
                words.count(register),
                words.count(int(row["differ"])),
                row["sentence"],
            ]
        )
    columns = [
        Column("CCG"),
        Column("It says", True),
        Column("From"),
        Column("Register lists", True),
        Column("Homes that differ", True),
        Column("In words"),
    ]  # fmt: skip
    effective = next((found for found in (day(value) for value in ccgs["effective"]) if found), None)
    register = f"the register of {words.day(effective)}" if effective else "no register"
    return html_table(f"Homes, {words.week(week)}, against {register}", columns, rows)


def _las_table(las: pd.DataFrame) -> str:
    if las.empty:
        return '<p class="ch-muted">The register names no local authority here.</p>'
    rows = []
    for row in las.to_dict("records"):
        form, says = day(row["form_week"]), int(row["says"]) if known(row["says"]) else None
        said = "no form" if form is None else "total left blank" if says is None else words.count(says)
        counts = [words.count(int(row[name])) for name in ("registered", "with_row", "in_totals", "without_row", "ccgs")]
        rows.append([code_and_name(row["la"], row["name"]), said, words.day(form) if form else "", *counts, row["sentence"]])
    labels = ["Register lists", "With a CCG's home row", "Told in totals", "Without either", "CCGs"]
    columns = [
        Column("Local authority"),
        Column("Its form says", True),
        Column("Form for the week ending"),
        *(Column(one, True) for one in labels),
    ]
    caption = "Placed by the register, home by home, never apportioned; the whole of each local authority, counted at the week of its form"
    return html_table(caption, [*columns, Column("In words")], rows, scroll=len(rows) > 8)
