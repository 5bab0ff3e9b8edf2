"""The Explore page: one card of what was chosen, the same rows as a table, and files that say what was chosen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from carehomes.access import Permitted
from carehomes.areas import Group
from carehomes.charts import areas, broken, explored, words
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import Reading, kind_of, readings
from carehomes.ledger import groups as kept
from carehomes.measures import seen_groups, sql_behind
from carehomes.measures.explore import Explored, as_word, explore
from carehomes.measures.figures import BEDLESS
from carehomes.selection import Basis
from carehomes.snapshots import Snapshot
from ui.asked import asked_told, of_measure
from ui.chart_card import Chart, about, draw_chart
from ui.downloads import draw_files
from ui.explore_choice import Choice, choose
from ui.frame import Page
from ui.heat import heat_cell
from ui.paged import ROWS, draw_paged
from ui.tables import Column, figure_cells, figure_columns, html_table
from ui.text import block, esc, say

#: What a heat table holds and can still be read.
_HEAT_ROWS, _HEAT_WEEKS = 20, 9
_FILE = (
    "week", "level", "code", "name", "registered", "denominator", "yes", "no", "not_applicable", "not_answered", "blank", "no_return",
    "in_totals", "carried", "all", "share_of_all", "share_of_answered", "compared", "numerator", "whole", "homes_gave", "source", "marks",
)  # fmt: skip


@st.cache_resource(max_entries=256, show_spinner="Counting")
def _explored(
    store: str,
    snapshot: str,
    _snapshot: Snapshot,
    measure: str,
    by: str,
    weeks: tuple[date, date],
    place: tuple[str, str],
    basis: Basis,
    older: bool,
    group: Group | None,
    groups: tuple[Group, ...],
    beds: bool,
    permitted: Permitted,
) -> Explored:
    return explore(
        _snapshot,
        measure,
        by,
        *weeks,
        level=place[0],
        code=place[1],
        permitted=permitted,
        areas=basis,
        older=older,
        group=group,
        groups=groups,
        beds=beds,
    )


def _found(page: Page, choice: Choice) -> Explored:
    selection = page.selection
    groups = tuple(seen_groups(page.snapshot, [one.group for one in kept.groups(page.store)])) if choice.by.sort == "groups" else ()
    found = _explored(
        str(page.store.folder),
        page.snapshot.key,
        page.snapshot,
        choice.measure.id,
        choice.by.id,
        (choice.first, choice.last),
        (selection.place.level, selection.place.code),
        selection.basis,
        selection.older,
        selection.group,
        groups,
        selection.in_beds,
        page.permitted,
    )
    if not choice.word:
        return found
    limit = page.snapshot.settings.compare_from
    return replace(found, whole=as_word(found.whole, choice.word, limit), parts=as_word(found.parts, choice.word, limit))


def _of_last_week(page: Page, last: date) -> Page:
    """Return the page as its files and its footer tell it: of the last week that is shown."""
    if page.selection.week == last:
        return page
    selection = replace(page.selection, week=last)
    returned = page.asked.returned(selection)
    return replace(page, selection=selection, provenance=replace(page.provenance, selection=selection, returned=returned, here=None))


def draw_explore(page: Page) -> Page:
    """Draw the page; return it as its footer tells it."""
    choice = choose(page)
    # Homes by word have no beds: they stay in homes, and the page says so.
    page = of_measure(_of_last_week(page.in_homes if choice.word else page, choice.last), choice.measure)
    found = _found(page, choice)
    if found.parts.empty:
        nothing = "Nobody has saved an own group yet. More filters makes one." if choice.by.sort == "groups" else ""
        say(nothing or f"Nothing is known of {page.selection.label} by {choice.by.name} in the {choice.weeks}. Choose other weeks.")
        return page
    title = explored.finding(found.parts, choice.shown, choice.by.name, "area" if choice.by.sort == "areas" else "group")
    notes = _notes(page, choice, found)
    rows = _file(page, choice, found)
    if choice.form == "rows":
        _draw_rows(page, choice, found, title, notes, rows)
        return page
    figure = _figure(choice, found)
    draw_chart(
        page,
        Chart(
            key=choice.file,
            title=title,
            figure=figure,
            alt=f"{title}. {explored.said(found.parts, choice.shown)}",
            table=_table(choice, found),
            rows=rows,
            about=about([choice.measure]) + "".join(f"<p>{esc(note)}</p>" for note in notes),
            sql=sql_behind([choice.measure], ["figures", "words"] if choice.word else ["figures"]),
            notes=notes,
        ),
    )
    return page


def _figure(choice: Choice, found: Explored) -> Drawing | str:
    measure = choice.shown
    if choice.form == "trend":
        return explored.chart(found.whole, found.parts, measure)
    if choice.form == "heat":
        return _heat(choice, readings(found.parts))
    last = found.parts[found.parts["week"] == choice.last]
    if choice.form == "bars" and len(last):
        return areas.chart(last, measure)
    return "<p>Nothing was told for the last of these weeks.</p>"


def _notes(page: Page, choice: Choice, found: Explored) -> tuple[str, ...]:
    """Return what was chosen, how it was counted, and what is not drawn: on the page and in every file."""
    told = [words.capital(f"{choice.weeks}, {page.selection.label}, by {choice.by.name}.")]
    if asked := asked_told(page, choice.measure):
        told.append(f"In the last of them {asked}.")
    parts = found.parts[["level", "code"]].drop_duplicates()
    count = int((~parts["level"].isin(explored.COMPLETING)).sum())
    if choice.by.sort == "homes":
        told.append(
            "Counted home by home from the homes' own rows of each week; what was answered only in totals has no home and "
            "stands apart as reported as totals. With it the rows add up to the area."
        )
    elif choice.by.sort == "groups":
        told.append("Own groups are shown whole. They may share homes, so that they do not add up.")
    else:
        told.append("With what completes it (homes not aligned, answers not attributed) the rows add up to the area.")
    most = {"trend": explored.MOST_LINES, "bars": areas.MOST, "heat": _HEAT_ROWS}.get(choice.form, count)
    if count > most:
        which = "the first by name" if choice.form == "heat" else "those least favourable in the last week"
        told.append(f"Drawn are {words.count(most)} of {words.count(count)}, {which}; files have all of them.")
    weeks = found.parts["week"].nunique()
    if choice.form == "heat" and weeks > _HEAT_WEEKS:
        told.append(f"Drawn are the last {_HEAT_WEEKS} of {words.plural(int(weeks), 'week')}; files have all of them.")
    if choice.form == "trend" and kind_of(choice.shown) == "homes":
        answered = "beds in homes that answered" if choice.shown.unit == "beds" else "homes that answered"
        told.append(f"Lines are shares of the {answered}; a week in which fewer than enough did is a gap.")
    found_weeks = sorted({one.week for one in readings(found.parts) if one.week})
    return (*told, *broken.lines(choice.shown, found_weeks))


def _heat(choice: Choice, parts: list[Reading]) -> str:
    """Return parts by weeks, in their own order; no return and blanks last come by that order, each told as [x]."""
    weeks = sorted({one.week for one in parts if one.week})[-_HEAT_WEEKS:]
    cells = {(one.level, one.code, one.week): one for one in parts}
    keys = list(dict.fromkeys((one.level, one.code) for one in parts))
    names = {(one.level, one.code): one.label for one in parts}
    kept_last = [key for key in keys if key[0] in explored.COMPLETING]
    drawn = [key for key in keys if key not in kept_last][:_HEAT_ROWS] + kept_last
    heads = "".join(f'<th scope="col">{esc(words.short_day(week) + broken.sign(choice.shown, week))}</th>' for week in weeks)
    body = ""
    for key in drawn:
        told = "".join(heat_cell(cells.get((*key, week)), choice.shown) for week in weeks)
        body += f'<tr><th scope="row" class="area">{esc(names[key])}</th>{told}</tr>'
    return (
        f'<table class="heat"><caption class="ch-hide">{esc(choice.shown.name)} by {esc(choice.by.name)} and week</caption><thead><tr>'
        f'<th scope="col" class="area told">Counts; share of those that answered</th>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def _columns(choice: Choice) -> list[Column]:
    kind = kind_of(choice.shown)
    return [Column(words.capital(choice.by.name)), Column("Week ending Sunday"), *figure_columns(kind, choice.shown.unit)]


def _cells(choice: Choice, one: Reading) -> list[str]:
    figures = figure_cells(one, choice.shown, kind_of(choice.shown))
    return [one.label, broken.week_told(choice.shown, one.week) if one.week else words.NOT_AVAILABLE, *figures]


def _newest_first(found: Explored) -> pd.DataFrame:
    together = pd.concat([found.whole, found.parts], ignore_index=True)
    return together.sort_values("week", ascending=False, kind="stable").reset_index(drop=True)


def _table(choice: Choice, found: Explored) -> str:
    frame = _newest_first(found)
    shown = readings(frame.head(ROWS))
    left = len(frame) - len(shown)
    more = f"; {words.plural(left, 'row')} more under Rows and in the files" if left else ""
    return html_table(
        f"The area first, then its parts, the newest week first{more}", _columns(choice), [_cells(choice, one) for one in shown]
    )


def _draw_rows(page: Page, choice: Choice, found: Explored, title: str, notes: tuple[str, ...], rows: pd.DataFrame) -> None:
    frame = _newest_first(found)
    with st.container(key="card_explored"):
        told = "".join(f"<li>{esc(note)}</li>" for note in notes)
        block(f'<h2 class="ch-title">{esc(title)}</h2><ul class="ch-notes">{told}</ul>')
        draw_paged("explored_rows", "row", _columns(choice), frame, lambda row: _cells(choice, readings(pd.DataFrame([row]))[0]))
        draw_files(page, choice.file, title, rows, [f"Note: {note}" for note in notes])


def _file(page: Page, choice: Choice, found: Explored) -> pd.DataFrame:
    """Return the rows of the files: the area itself first, counts with every share."""
    frame = pd.concat([found.whole, found.parts], ignore_index=True)
    kind = kind_of(choice.shown)
    of_all: list[float | None] = []
    of_answered: list[float | None] = []
    for one in readings(frame):
        apart = one.level in ("not attributed", "totals")
        part, whole = (one.yes, one.all) if kind == "homes" else (one.numerator, one.whole)
        of_all.append(None if apart or kind == "units" else words.share_value(part, whole))
        of_answered.append(words.share_value(one.yes, one.answered) if kind == "homes" and not apart else None)
    apart = ("counted", *BEDLESS) if choice.shown.unit == "beds" else ()
    rows = frame.assign(share_of_all=of_all, share_of_answered=of_answered)[[*_FILE, *apart]]
    rows = rows.assign(**broken.marked(choice.shown, [one.week for one in readings(frame)]))
    return rows.assign(measure=choice.measure.id, word=choice.word, by=choice.by.id, area=page.selection.label)
