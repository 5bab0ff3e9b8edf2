"""What changed between two moments, and why: every measure, one of them step by step, by area, and the homes behind each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from carehomes import measures as ask
from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.catalogue import Measure, between
from carehomes.charts import broken, words
from carehomes.charts import changed as told
from carehomes.measures import Change, Moment, told_by_causes
from carehomes.measures.names import home_names
from carehomes.measures.standing import KINDS
from carehomes.selection import VIEWS, moment_code, parts, parts_level
from carehomes.snapshots import Snapshot
from carehomes.snapshots.catalogue_tables import kind_of
from ui.chart_card import Chart, about, draw_chart
from ui.downloads import draw_files
from ui.family import measures_of
from ui.frame import Page
from ui.moments import Moments, choose_moments
from ui.navigation import FAMILY_PAGES, address
from ui.paged import draw_paged
from ui.tables import Column, html_table
from ui.text import block, esc, say

_HOMES = (
    Column("Home"),
    Column("CCG"),
    Column("PCN"),
    Column("Said then"),
    Column("That week, as known later"),
    Column("Says now"),
    Column("Adds to the count", True),
    Column("Adds to what it is of", True),
)


@st.cache_resource(max_entries=256, show_spinner="Working out what changed")
def _changed(
    old: tuple[str, date],
    new: tuple[str, date],
    _old: Moment,
    _new: Moment,
    codes: tuple[str, ...],
    measures: tuple[str, ...],
    basis: str,
    older: bool,
    group: Group | None,
    permitted: Permitted,
) -> list[Change]:
    return ask.changed(_old, _new, codes=codes, measures=measures, permitted=permitted, areas=basis, older=older, group=group)


@st.cache_resource(max_entries=8, show_spinner=False)
def _names(path: str, _snapshot: Snapshot, permitted: Permitted) -> dict[str, str]:
    return {one.code: one.name for one in home_names(_snapshot, permitted=permitted)}


def _of(page: Page, moments: Moments, codes: Sequence[str], measures: Sequence[str]) -> list[Change]:
    chosen = page.selection
    keys = ((one.snapshot.key, one.week) for one in (moments.old, moments.new))
    return _changed(
        *keys, moments.old, moments.new, tuple(codes), tuple(measures), chosen.basis, chosen.older, chosen.group, page.permitted
    )


def draw_what_changed(page: Page) -> None:
    """Draw the page: the moments, every measure, the steps of one, its areas, the homes behind."""
    columns = st.columns([1.5, 1, 1.1, 1.1], gap="small")
    offered = [one for one in measures_of(page, tuple(FAMILY_PAGES)) if kind_of(one) in KINDS]
    measures = {one.id: one for one in offered if told_by_causes(page.snapshot, one)}
    if len(measures) < len(offered):
        say("Beyond the team it is not told why counts of people changed: a cause may be one home's.")
    if not measures:
        say("No measure is in force in this week.")
        return
    with columns[0]:
        chosen = _choose(list(measures.values()))
    moments = choose_moments(page, columns[1:])
    if moments is None:
        return
    found = {one.measure: one for one in _of(page, moments, [page.selection.place.code], tuple(measures))}
    parted = bool(between(chosen.breaks, *_weeks(moments)))
    change = found[chosen.id]
    if not (change.old.denominator or change.new.denominator or change.old.homes or change.new.homes):
        say(f"Nothing of {page.selection.label} is counted at either moment, so nothing can be compared.")
        return
    if parted:
        draw_chart(page, _ends(page, moments, change, chosen))
    else:
        left, right = st.columns([1.5, 1], gap="small")
        with left:
            draw_chart(page, _steps(page, moments, change, chosen))
        with right, st.container(key="card_why"):
            _draw_why(page, moments, change, chosen)
    with st.container(key="card_every"):
        _draw_every(page, moments, found, measures)
    _draw_areas(page, moments, chosen)
    if not parted:
        with st.container(key="card_behind"):
            _draw_behind(page, moments, change, chosen)


def _weeks(moments: Moments) -> tuple[date, date]:
    return moments.old.week, moments.new.week


def _ends(page: Page, moments: Moments, change: Change, measure: Measure) -> Chart:
    """Return the two figures of a measure whose weeks a break parts: nothing is made of what lies between."""
    rows = [[label, told.figure(amount, measure)] for label, amount in zip(moments.labels, (change.old, change.new), strict=True)]
    headline = told.headline(change, measure, page.selection.label, _weeks(moments))
    table = html_table(f"{measure.name}: two figures, not compared", [Column("Moment"), Column("Figure", True)], rows, scroll=False)
    return Chart(
        key=f"changed_{measure.id}",
        title=headline.removesuffix("."),
        figure=table,
        alt=headline,
        table=table,
        rows=_file([change], moments, {measure.id: measure}),
        about=about([measure]),
        sql=ask.sql_behind([measure], ["homes_counted", "home_answers", "measure_parts"]),
        under=f"{moments.told}. A step across a break would be made of the question, not of the homes",
        first="Figures",
        notes=broken.lines(measure, sorted(_weeks(moments))),
    )


def _choose(measures: Sequence[Measure]) -> Measure:
    names = {one.id: one.name for one in measures}
    asked = st.query_params.get("measure", "")
    if asked and asked not in names:
        say(f"The address asks for the measure “{words.shorten(asked)}”, whose changes are not split here. {measures[0].name} is shown.")
    st.session_state["changed_measure"] = asked if asked in names else measures[0].id

    def moved() -> None:
        st.query_params["measure"] = st.session_state["changed_measure"]

    st.selectbox("Measure", list(names), format_func=lambda one: names.get(one, one), key="changed_measure", on_change=moved)
    return next(one for one in measures if one.id == st.session_state["changed_measure"])


def _steps(page: Page, moments: Moments, change: Change, measure: Measure) -> Chart:
    rows = [[moments.labels[0], told.figure(change.old, measure), "", ""]]
    rows += [[told.NAMES[one.name], "", told.counted(one.shown_count, measure), told.points(one.tenths)] for one in change.causes]
    rows.append([moments.labels[1], told.figure(change.new, measure), "", ""])
    columns = [Column("Step"), Column("Figure", True), Column("Count", True), Column("Percentage points", True)]
    meaning = "".join(f"<dt>{esc(told.NAMES[name])}</dt><dd>{esc(text)}</dd>" for name, text in told.MEANINGS.items())
    headline = told.headline(change, measure, page.selection.label)
    return Chart(
        key=f"changed_{measure.id}",
        title=headline.removesuffix("."),
        figure=told.chart(change, measure, moments.labels),
        alt=headline,
        table=html_table(f"{measure.name}: what the change is made of", columns, rows),
        rows=_file([change], moments, {measure.id: measure}),
        about=f'<dl class="ch-dl">{meaning}</dl>{about([measure])}',
        sql=ask.sql_behind([measure], ["homes_counted", "home_answers", "measure_parts"]),
        under=f"What the change is made of. {moments.told}",
    )


def _file(found: Sequence[Change], moments: Moments, measures: Mapping[str, Measure]) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for change in found:
        ends = {
            "measure": change.measure,
            "area": change.code,
            "old_week": moments.old.week,
            "old_known": _code(moments.old_known),
            "new_week": moments.new.week,
            "new_known": _code(moments.new_known),
            "old_count": int(change.old.numerator),
            "old_of": int(change.old.denominator),
            "new_count": int(change.new.numerator),
            "new_of": int(change.new.denominator),
        }
        if between(measures[change.measure].breaks, *_weeks(moments)):
            rows.append(ends | {"cause": broken.NOT_COMPARED})
            continue
        for one in change.causes:
            rows.append(
                ends
                | {
                    "cause": told.NAMES[one.name],
                    "adds_to_count": one.shown_count,
                    "adds_to_of": one.shown_of,
                    "percentage_points": None if one.tenths is None else one.tenths / 10,
                    "exact_count": str(one.count),
                    "exact_of": str(one.of),
                    "exact_share": None if one.share is None else str(one.share),
                }
            )
    return pd.DataFrame(rows)


def _code(moment: datetime | None) -> str:
    return moment_code(moment) if moment else "now"


def _draw_why(page: Page, moments: Moments, change: Change, measure: Measure) -> None:
    names = {one.code: one.name for one in page.snapshot.areas.of_level("ccg")}
    lines = told.sentences(change, measure, names, same_knowledge=moments.same_knowledge, same_week=moments.same_week)
    listed = "".join(f"<li><b>{esc(told.NAMES[name])}</b>: {esc(text)}</li>" for name, text in lines.items())
    head = esc(told.headline(change, measure, page.selection.label))
    block(f'<h2 class="ch-title">Why</h2><p class="ch-muted">{head}</p><ul class="ch-list">{listed}</ul>')


def _cells(change: Change, measure: Measure, moments: Moments) -> list[str]:
    cells = [told.figure(change.old, measure), told.figure(change.new, measure)]
    if between(measure.breaks, *_weeks(moments)):
        return cells + [words.BROKEN] * (2 + len(change.causes))
    if told.only_silence(change):
        cells += [words.NOT_AVAILABLE] * 2
    else:
        shares = change.tenths
        cells.append(told.signed(int(change.new.numerator - change.old.numerator)))
        cells.append(told.points(shares[1] - shares[0]) if shares else words.NOT_AVAILABLE)
    for one in change.causes:
        cells.append(told.signed(one.shown_count) + (f" ({told.points(one.tenths)})" if one.tenths is not None else ""))
    return cells


def _columns(first: str) -> list[Column]:
    heads = [Column(first), Column("Then", True), Column("Now", True), Column("Change", True), Column("Points", True)]
    return [*heads, *(Column(name, True) for name in told.NAMES.values())]


def _draw_every(page: Page, moments: Moments, found: dict[str, Change], measures: dict[str, Measure]) -> None:
    title = f"Every measure, {page.selection.label}"
    rows = [[one.name, *_cells(found[one.id], one, moments)] for one in measures.values()]
    caption = "Counts, in brackets percentage points; each line adds up to its change. [x] nothing to compare with; [b] not comparable."
    block(f'<h2 class="ch-title">{esc(title)}</h2>{html_table(caption, _columns("Measure"), rows, scroll=False)}')


def _draw_areas(page: Page, moments: Moments, measure: Measure) -> None:
    """Draw the areas one level below; a PCN and a view of homes have none of their own."""
    place = page.selection.place
    if place.level in (*VIEWS, "pcn"):
        return
    areas = page.snapshot.areas
    if parts_level(areas, page.selection) == "pcn":
        names = {
            one.code: f"{one.name} ({one.code})"
            for one in page.asked.pcns(page.selection.week, page.selection.basis)
            if one.ccg == place.code
        }
        note = " A PCN is told over every CCG in which it has homes."
    else:
        names = {code: area.label for code in parts(areas, page.selection) if (area := areas.get(code))}
        note = ""
    if not names:
        return
    found = _of(page, moments, list(names), (measure.id,))
    with st.container(key="card_areas"):
        rows = sorted(([names[one.code], *_cells(one, measure, moments)] for one in found), key=lambda row: row[0])
        apart = f" {words.BROKEN} not comparable: {why}." if (why := broken.why(measure, *_weeks(moments))) else ""
        caption = f"Counts, in brackets percentage points; each line adds up to its change.{apart}{note}"
        block(f'<h2 class="ch-title">{esc(measure.name)}, by area</h2>{html_table(caption, _columns("Area"), rows)}')
        draw_files(
            page,
            f"changed_areas_{measure.id}",
            f"{measure.name}, what changed by area. {moments.told}",
            _file(found, moments, {measure.id: measure}),
        )


def _draw_behind(page: Page, moments: Moments, change: Change, measure: Measure) -> None:
    """Draw the list of the homes behind a part."""
    block(f'<h2 class="ch-title">{esc(measure.name)}: the homes behind each part</h2>')
    numbers = {name: sum(1 for one in change.behind if one.cause == name) for name in told.NAMES}
    with_homes = [name for name, number in numbers.items() if number]
    if not with_homes:
        block(f'<p class="ch-muted">{esc("No home says something else, came or went: nothing changed.")}</p>')
        return
    st.session_state.setdefault("behind", with_homes[0])
    if st.session_state["behind"] not in with_homes:
        st.session_state["behind"] = with_homes[0]
    cause = st.segmented_control(
        "Part", with_homes, format_func=lambda one: f"{told.NAMES[one]} ({numbers[one]})", key="behind", required=True
    )
    frame = _behind(page, moments, change, str(cause))
    block(f'<p class="ch-muted">{esc(words.capital(told.MEANINGS[str(cause)]))}.</p>')
    link = address(page.selection.params() | {"measure": measure.id}, "where_from")
    block(f'<p class="ch-muted"><a href="{esc(link)}" target="_self">Every file and cell behind the figure of this week</a></p>')
    draw_paged("behind_from", "row", _HOMES, frame, _behind_cells)
    title = f"{measure.name}, {told.NAMES[str(cause)].lower()}: the homes behind it. {moments.told}"
    draw_files(page, f"changed_homes_{measure.id}", title, frame)


def _behind(page: Page, moments: Moments, change: Change, cause: str) -> pd.DataFrame:
    names = {}
    for one in (moments.old, moments.new):
        names |= _names(str(one.snapshot.path), one.snapshot, page.permitted)
    rows = [
        {
            "home_id": one.home,
            "name": names.get(one.home, "") if one.home else "",
            "ccg": one.part[0],
            "pcn": one.part[1],
            "was": one.was,
            "known_later": one.known,
            "now": one.now,
            "adds_to_count": str(one.amount.numerator),
            "adds_to_of": str(one.amount.denominator),
        }
        for one in change.behind
        if one.cause == cause
    ]
    return pd.DataFrame(rows)


def _behind_cells(row: dict[str, Any]) -> list[str]:
    home = f"{row['name']} ({row['home_id']})" if row["name"] else row["home_id"] or "Totals, of which no homes are known"
    later = row["known_later"] if row["known_later"] != row["was"] else "the same" if row["was"] else ""
    cells = [home, row["ccg"], row["pcn"] or "not aligned", row["was"] or "not counted here", later, row["now"] or "not counted here"]
    return cells + [_adds(row[name]) for name in ("adds_to_count", "adds_to_of")]


def _adds(text: str) -> str:
    """Return an exact number as it stands, with its sign."""
    return text if text == "0" else "−" + text[1:] if text.startswith("-") else "+" + text
