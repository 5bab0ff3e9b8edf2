"""The card of variation by assurance: what the process chart of every CCG or PCN says, each cell with its areas."""

from __future__ import annotations

import pandas as pd

from carehomes.catalogue import Measure
from carehomes.charts import words
from carehomes.charts.process_areas import CHANGES, TARGETS, icons_of, title, words_of
from carehomes.measures import sql_behind
from carehomes.selection import without_area
from carehomes.statistics import variation_by_assurance
from ui.chart_card import Chart, about, draw_chart
from ui.data import Neighbours
from ui.frame import Page
from ui.icons import icon_image
from ui.navigation import measure_address
from ui.notes import rebases_of
from ui.scopes import Scope
from ui.tables import Column, html_table
from ui.text import esc

#: Names that a cell shows; the others are counted.
_MOST = 12
_HOW = (
    "Each area has a process chart of its own (its page shows it), of the homes that answered, in the weeks in which enough did. Improving "
    "and getting worse are changes that chance alone does not make; the target is held against the limits, not against one week."
)


def _names(page: Page, scope: Scope) -> dict[str, str]:
    if scope.level == "ccg":
        return {one.code: one.name for one in page.snapshot.areas.of_level("ccg")}
    return {one.code: one.name for one in page.asked.pcns(page.selection.week, page.selection.basis)}


def _head(told: tuple[str, tuple[str, ...]]) -> str:
    label, icons = told
    return "".join(icon_image(name, 26) for name in icons) + f"<span>{esc(label)}</span>"


def _cell(codes: tuple[str, ...], links: dict[str, str]) -> str:
    if not codes:
        return '<td class="empty"><span class="n">none</span></td>'
    shown = "".join(f"<li>{links[code]}</li>" for code in codes[:_MOST])
    more = f"<li>and {words.count(len(codes) - _MOST)} more</li>" if len(codes) > _MOST else ""
    return f'<td><span class="n">{words.count(len(codes))}</span><ul>{shown}{more}</ul></td>'


def _table_html(table: pd.DataFrame, measure: Measure, links: dict[str, str]) -> str:
    """Return the matrix as HTML: the rows and columns that always stand, and those for areas without an icon where there are any."""
    columns = [name for name in TARGETS if name != "no_icon" or any(table[name].map(len))]
    usual = ("improvement", "common_cause", "concern")
    rows = [name for name in CHANGES if name in usual or any(len(table.loc[name, each]) for each in columns)]
    head = "".join(f'<th scope="col">{_head(TARGETS[name])}</th>' for name in columns)
    body = ""
    for name in rows:
        cells = "".join(_cell(table.loc[name, each], links) for each in columns)
        body += f'<tr><th scope="row">{_head(CHANGES[name])}</th>{cells}</tr>'
    caption = f"{measure.name}: what the process chart says last, by whether the target is met"
    return (
        f'<table class="ch-matrix"><caption class="ch-muted">{esc(caption)}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def draw_matrix(page: Page, measure: Measure, ask: Neighbours, scope: Scope, ccg_of: dict[str, str]) -> None:
    """Draw the matrix of the areas of ``scope``; nothing for a measure that is no process. ``ccg_of`` gives the CCG of each area."""
    if measure.behaviour != "process" or not ccg_of:
        return
    weekly = ask.weekly(scope.level, tuple(sorted(ccg_of)), measure.id)
    if weekly.empty:
        return
    icons = icons_of(weekly, measure, rebases_of(page, measure, ccg_of))
    table = variation_by_assurance(list(icons["code"]), icons["variation"], icons["assurance"])
    names = _names(page, scope)
    kept = without_area(page.selection)
    links = {}
    for code in icons["code"]:
        own = {"ccg": ccg_of[code], "pcn": code} if scope.level == "pcn" else {"area": code}
        link = measure_address(measure, kept | own)
        label = esc(f"{names.get(code, code)} ({code})")
        links[code] = f'<a href="{esc(link)}" target="_self">{label}</a>' if link else label
    found = title(table, measure, scope.what)
    drawn = _table_html(table, measure, links)
    rows = icons.assign(name=[names.get(code, "") for code in icons["code"]], measure=measure.id)
    draw_chart(
        page,
        Chart(
            key=f"matrix_{measure.id}",
            title=found,
            figure=f'<div class="ch-wide" tabindex="0" role="region" aria-label="Variation by assurance">{drawn}</div>',
            alt=f"{found}.",
            table=_listed(rows, measure),
            rows=rows[["measure", "code", "name", "variation", "assurance"]],
            about=about([measure]) + f'<div class="ch-dl"><p>{esc(_HOW)}</p></div>',
            sql=sql_behind([measure], ["figures"]),
            under=f"{scope.label}. {_HOW}",
            first="Matrix",
        ),
    )


def _listed(rows: pd.DataFrame, measure: Measure) -> str:
    """Return the areas with the words of their icons."""
    said = [
        [f"{row['name']} ({row['code']})", words_of(row["variation"], CHANGES), words_of(row["assurance"], TARGETS)]
        for row in rows.sort_values("name", kind="stable").to_dict("records")
    ]
    return html_table(f"{measure.name}, what each process chart says last", [Column("Area"), Column("Change"), Column("Target")], said)
