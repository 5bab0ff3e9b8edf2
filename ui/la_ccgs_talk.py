"""Who should talk to whom: each council with each CCG that shares its homes, the message, the homes; and those across a border."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from carehomes.charts import la_ccgs, words
from carehomes.charts.readings import known
from carehomes.measures import Beside, Shared
from ui.downloads import draw_files
from ui.frame import Page
from ui.la_ccgs_data import border_homes, homes_of_pair
from ui.navigation import address
from ui.paged import draw_paged
from ui.tables import Column, html_table
from ui.text import block, esc

#: More pairs than this scroll in their own place.
_SCROLL = 12
_TALKS = (
    Column("Local authority", width=15),
    Column("CCG", width=13),
    Column("Homes that they share", width=16),
    Column("The CCG says", width=13),
    Column("What to talk about"),
)


def label_of(page: Page, code: str) -> str:
    """Return an area by name and code."""
    area = page.snapshot.areas.get(code)
    return area.label if area else code


def _homes_shared(beside: Beside, shared: Shared) -> str:
    told = f"{words.count(shared.homes)} of the council's {words.count(beside.registered)}, of the CCG's {words.count(shared.of_ccg)}"
    return told + (f"; across a border: {shared.border}" if shared.border else "")


def _said(beside: Beside, shared: Shared) -> str:
    """Return whether a CCG returned, and how many of the homes that it shares it is silent of in the first statement."""
    if not shared.returned:
        return f"no return for {words.day(beside.week)}"
    silent = max((one.by_ccg[shared.ccg].silent for one in la_ccgs.to_settle(beside)), default=0)
    return f"returned; up to {words.plural(silent, 'home')} not answered" if silent else "returned; every home answered"


def _about(beside: Beside) -> str:
    found = la_ccgs.to_settle(beside)
    apart = [f"{one.action.item} {one.action.short} beside {one.measure.short}: {la_ccgs.verdict(one)}" for one in found if one.least]
    open_ = [f"{one.action.item} {one.action.short}" for one in found if not one.least]
    parts = ["; ".join(apart)] if apart else []
    parts += [f"cannot be told: {words.listed(open_)}"] if open_ else []
    return ". ".join(words.capital(one) for one in parts) or "Nothing: the numbers are the same"


def draw_talks(page: Page, talks: Sequence[tuple[Beside, Shared]]) -> None:
    """Draw who shares homes with whom, and for the pair chosen the message and the homes."""
    with st.container(key="card_la_talks"):
        if not talks:
            block(
                '<h2 class="ch-title">Who should talk to whom</h2><p class="ch-muted">No CCG of this area has homes in these councils.</p>'
            )
            return
        apart = sum(any(one.least for one in beside.statements) for beside, _ in talks)
        title = f"Who should talk to whom: {words.plural(len(talks), 'pair')} of council and CCG"
        if apart:
            which = f"{words.count(apart)} of them where" if len(talks) > 1 else "whose"
            title += f", {which} statements differ for certain"
        rows = [
            [beside.label, label_of(page, one.ccg), _homes_shared(beside, one), _said(beside, one), _about(beside)] for beside, one in talks
        ]
        caption = "Councils whose statements differ on most homes first; what differs is told of all homes of the council"
        block(f'<h2 class="ch-title">{esc(title)}</h2>{html_table(caption, _TALKS, rows, scroll=len(rows) > _SCROLL)}')
        keys = {f"{beside.la} {one.ccg}": (beside, one) for beside, one in talks}

        def told(key: str) -> str:
            beside, one = keys[key]
            return f"{beside.label} and {label_of(page, one.ccg)}"

        if st.session_state.get("la_talk") not in keys:
            st.session_state["la_talk"] = next(iter(keys))
        chosen = str(st.selectbox("Message to", list(keys), format_func=told, key="la_talk", width=620))
        _draw_pair(page, *keys[chosen])


def _draw_pair(page: Page, beside: Beside, shared: Shared) -> None:
    homes, said = homes_of_pair(page, beside, shared)
    rows = homes.to_dict("records")
    names = {str(row["home_id"]): f"{row['name'] or words.NOT_AVAILABLE} ({row['home_id']})" for row in rows}
    said_no = {measure: [names[home] for home in names if found.get(home) == "no"] for measure, found in said.items()}
    ccg = label_of(page, shared.ccg)
    st.code(la_ccgs.message(beside, shared, ccg, said_no), language=None, wrap_lines=True)
    measures = list(dict.fromkeys(one.measure.id for one in beside.statements))
    shorts = {one.measure.id: one.measure.short for one in beside.statements}
    columns = [Column("ID"), Column("Home"), Column("PCN"), Column("Postcode"), *(Column(shorts[one]) for one in measures)]

    def cells(row: dict[str, Any]) -> list[str]:
        answers = [said[one].get(str(row["home_id"]), f"{words.NOT_AVAILABLE} not answered") for one in measures]
        name, postcode = (str(row[one]) if known(row[one]) and row[one] else words.NOT_AVAILABLE for one in ("name", "postcode"))
        return [str(row["home_id"]), name, str(row["pcn"] or "not aligned"), postcode, *answers]

    links = {str(row["home_id"]): address({**page.params, "home": str(row["home_id"])}, "care_homes") for row in rows}
    what = "what the return says of each" if shared.returned else "what an earlier return, carried [e], says of each; none came"
    title = f"The {words.plural(len(rows), 'home')} of {beside.label} in {ccg}, and {what}"
    block(f'<p class="ch-muted">{esc(title)}, {esc(words.week(beside.week))}. The form tells of no single home.</p>')
    draw_paged("la_shared_from", "home", columns, homes, cells, links=links)
    told = homes[["home_id", "name", "la", "ccg_shown", "pcn", "postcode"]].rename(columns={"ccg_shown": "ccg"})
    answers = {one: [said[one].get(str(home), "not answered") for home in told["home_id"]] for one in measures}
    draw_files(page, "la_shared_homes", title, told.assign(**answers))


def draw_borders(page: Page, found: Sequence[Beside]) -> None:
    """Draw the homes whose CCG is of another region than their council, or of another STP than most of its homes."""
    across = [(beside, one) for beside in found for one in beside.shared if one.border]
    with st.container(key="card_la_borders"):
        if not across:
            told = "Every home of these councils has a CCG of the council's own region and of the STP of most of its homes."
            block(f'<h2 class="ch-title">Homes across a border: none</h2><p class="ch-muted">{told}</p>')
            return
        homes, every = sum(one.homes for _, one in across), sum(one.registered for one in found)
        parts = [f"{words.count(one.homes)} of {beside.label} in {label_of(page, one.ccg)}, of {one.border}" for beside, one in across]
        title = f"Homes across a border: {words.count(homes)} of {words.plural(every, 'home')}"
        told = f"{words.capital(words.listed(parts))}." if len(parts) <= _SCROLL else ""
        block(f'<h2 class="ch-title">{esc(title)}</h2><p class="ch-muted">{esc(told)}</p>')
        frame = border_homes(page, list(found))
        columns = [
            Column("ID"),
            Column("Home"),
            Column("Local authority"),
            Column("CCG"),
            Column("STP of the CCG"),
            Column("Border"),
            Column("Postcode"),
        ]
        links = {str(home): address({**page.params, "home": str(home)}, "care_homes") for home in frame["home_id"]}

        def cells(row: dict[str, Any]) -> list[str]:
            plain = [str(row[name]) if known(row[name]) and row[name] else words.NOT_AVAILABLE for name in ("name", "postcode")]
            areas = [label_of(page, str(row[name])) for name in ("la", "ccg", "stp")]
            return [str(row["home_id"]), plain[0], *areas, str(row["border"]), plain[1]]

        draw_paged("la_borders_from", "home", columns, frame, cells, links=links)
        draw_files(page, "la_border_homes", title, frame)
