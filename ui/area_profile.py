"""One area on one page: every measure with its step, weeks and place among others, the returns record, councils, homes, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

from carehomes.catalogue import Measure
from carehomes.charts import la_status, words
from carehomes.charts import trend as trend_chart
from carehomes.charts.compared import Comparison, compare
from carehomes.charts.noted import told as note_told
from carehomes.charts.readings import Reading, day, kind_of, readings
from carehomes.charts.told import told_short
from carehomes.ledger import notes as kept
from carehomes.selection import BEDS, VIEWS, without_area
from ui.asked import asked_here, asked_told
from ui.behind import Behind, Key, behind
from ui.cards import spark
from ui.care_homes_data import read_shown
from ui.data import Neighbours
from ui.follow_ups import seen
from ui.frame import Page
from ui.headlines import asked_beside, draw_headlines, headlines, readings_of, step_of
from ui.home_lists import HOME_LISTS, homes_listed
from ui.la_data import confirmed
from ui.navigation import address, measure_address
from ui.scopes import Scope, figures_of
from ui.states import legend, matrix
from ui.tables import Column, html_table
from ui.text import block, esc, say
from ui.views import nothing_counted

#: Weeks of the returns record: what fits beside the name.
_WEEKS = 16
#: Notes and follow-ups that are listed.
_MOST_TOLD = 6


def draw_profile(page: Page) -> None:
    """Draw the page for the chosen area and week."""
    week = page.selection.week
    if week is None:
        return
    measures = [one for one in asked_here(page, page.snapshot.offered.values()) if kind_of(one) != "words" and one.since <= week]
    wanted = tuple(dict.fromkeys([*(one.id for one in measures), *asked_beside(page)]))
    own, _ = readings_of(page, wanted)
    nothing = nothing_counted(page, own)
    if nothing:
        say(nothing)
        return
    if page.selection.place.level == "england":
        say(f"{page.selection.place.name} is shown as a whole. Choose a region, an STP, a CCG or a PCN above, or find one by its name.")
    measures = [page.told(one) for one in measures]
    leads = behind(page, list(own.values()), measures)
    draw_headlines(page, wanted)
    homes, councils, notes = st.columns([1, 1.45, 1], gap="small")
    # Lists of homes and councils' forms count homes.
    with homes:
        _draw_homes(page.in_homes, week, readings_of(page.in_homes, wanted)[0])
    with councils:
        _draw_councils(page.in_homes, week)
    with notes:
        _draw_told(page)
    _draw_record(page, week)
    with st.container(key="card_measures"):
        _draw_measures(page, measures, own, leads)


def _comparisons(page: Page, measures: Sequence[Measure]) -> tuple[dict[str, Comparison], str]:
    """Return each headline measure's areas held against one another, and in words which areas they are; none for a view or the whole.

    None in beds either: those of one home answer together.
    """
    place = page.selection.place
    if place.level not in ("ccg", "pcn") or page.selection.older or page.selection.in_beds:
        return {}, ""
    region = place.region if place.level == "pcn" else ""
    scope = Scope(place.level, region, "")
    ask = Neighbours(page.store, page.snapshot, page.selection, page.permitted)
    frame, _ = figures_of(page, measures, ask, scope)
    rows = readings(frame)
    known = page.snapshot.areas.get(region) if region else page.snapshot.areas.top
    what = f"{scope.what} of {known.name if known else region}"
    return {one.id: compare([row for row in rows if row.measure == one.id], one) for one in measures}, what


def _place(comparison: Comparison | None, one: Reading | None) -> str:
    """Return where the area stands among the others: its rank as a range, and better, similar or worse."""
    if comparison is None or one is None:
        return ""
    judged, ranked = comparison.told(one)
    return "too few answered to compare" if judged == words.NOT_AVAILABLE else f"{ranked}, {judged}"


def _draw_measures(page: Page, measures: Sequence[Measure], own: dict[str, Reading], leads: Mapping[Key, Behind]) -> None:
    weeks = page.asked.trend(page.selection, tuple(one.id for one in measures))
    lines = readings(weeks)
    heads = [one for one in headlines(page) if kind_of(one) == "homes"]
    comparisons, what = _comparisons(page, heads)
    params, label = page.selection.params(), page.selection.label
    body = ""
    for one in measures:
        reading = own.get(one.id)
        step = step_of(page, one, lines)
        moved = f"<b>{esc(step[0])}</b> <span>{esc(step[1])}</span>" if step else f"<span>{words.NOT_AVAILABLE}</span>"
        drawn = spark(lines, one, page.selection.week, trend_chart.sentence(weeks, one, label, page.selection.week))
        figure = esc(told_short(reading, one))
        lead = leads.get((page.selection.place.level, page.selection.place.code, one.id))
        place = f"<td>{esc(_place(comparisons.get(one.id), reading))}</td>" if comparisons else ""
        asked = asked_told(page, one)
        whom = f"<br><small>{esc(asked)}</small>" if asked else ""
        body += (
            f'<tr><th scope="row"><a href="{esc(measure_address(one, params))}" target="_self">{esc(one.name)}</a>{whom}</th>'
            f'<td class="n">{lead.around(figure) if lead else figure}</td>'
            f'<td>{moved}</td><td class="spark">{drawn}</td>{place}</tr>'
        )
    heads_told = ["Measure", "This week", "Since the week before", "Week by week", *([f"Among the {what}"] if comparisons else [])]
    head = "".join(f'<th scope="col"{" class=n" if place == 1 else ""}>{esc(text)}</th>' for place, text in enumerate(heads_told))
    caption = (
        "Counts and their share of all; homes that did not answer are in it. Steps are of matched homes where it says in both weeks; "
        "[x] none can be told."
    )
    counted = f"; {BEDS}" * page.selection.in_beds
    block(
        f'<h2 class="ch-title">Every measure, {esc(label)}{esc(counted)}</h2><table class="ch profile"><caption>{esc(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _draw_homes(page: Page, week: date, own: Mapping[str, Reading]) -> None:
    shown = read_shown(page, week)
    params = page.selection.params()
    with st.container(key="card_homes_here"):
        block('<h2 class="ch-title">Homes that need somebody</h2>')
        if shown.homes.empty:
            block('<p class="ch-muted">No home of a register stands here.</p>')
            return
        here, listed = set(shown.homes["home_id"]), homes_listed(page, week)
        rows, links = [], {}
        for one in HOME_LISTS:
            if one.key in listed:
                reading = own.get(one.measure)
                # Nobody on a list is no news where nobody said anything.
                count = words.count(len(listed[one.key] & here)) if reading and reading.answered else words.NOT_AVAILABLE
                rows.append([one.title, count, words.count(reading.silent) if reading else words.NOT_AVAILABLE])
                links[one.title] = address(params | {"list": one.key}, "care_homes")
        beds = int(shown.homes["beds"].fillna(0).sum())
        caption = f"By their own rows; of {words.plural(len(here), 'home')} on the register, {words.count(beds)} beds"
        block(html_table(caption, [Column("List"), Column("Homes", True), Column("Not answered", True)], rows, links=links, scroll=False))


def _draw_told(page: Page) -> None:
    place, areas = page.selection.place, page.snapshot.areas
    names = {one.id: one.name for one in page.snapshot.measures.values()}
    found: list[kept.Note] = []
    every = kept.notes(page.store, page.snapshot.as_at)
    for measure in ("", *names):
        here, within = kept.concerning(every, areas, measure, place.code, ccg=place.ccg if place.level == "pcn" else "")
        found += [one for one in (*here, *within) if one not in found]
    newest = sorted(found, key=lambda one: one.number, reverse=True)
    codes = {place.code, place.ccg}
    waiting = [one for one in seen(page) if one.state != "closed" and one.flagged.submitter in codes]
    params = page.selection.params()
    with st.container(key="card_notes_here"):
        lines = [note_told(one, areas, names) for one in newest[:_MOST_TOLD]]
        told = "".join(f"<li>{esc(line)}</li>" for line in lines) or "<li>Nothing is noted.</li>"
        more = f", {len(newest) - _MOST_TOLD} more" if len(newest) > _MOST_TOLD else ""
        back = words.plural(len(waiting), "value") + " sent back and not closed"
        links = (
            f'<a href="{esc(address(params, "notes"))}" target="_self">All notes</a>{esc(more)} · '
            f'<a href="{esc(address(params, "follow_ups"))}" target="_self">{esc(back)}</a>'
        )
        block(f'<h2 class="ch-title">Notes and follow-ups</h2><ul class="ch-list">{told}</ul><p class="ch-muted">{links}</p>')


def _draw_record(page: Page, week: date) -> None:
    weeks = [one for one in page.snapshot.weeks if one <= week][-_WEEKS:]
    if not weeks or page.selection.place.level in ("england", "region"):
        return
    now = page.snapshot.as_at or datetime.now(UTC)
    states = page.asked.return_states(page.selection, weeks[0], weeks[-1], now)
    if states.empty:
        return
    labels = {code: area.label if (area := page.snapshot.areas.get(code)) else str(code) for code in dict.fromkeys(states["code"])}
    of = (
        " of the CCGs with homes here"
        if page.selection.place.level in VIEWS
        else " of its CCG"
        if page.selection.place.level == "pcn"
        else ""
    )
    with st.container(key="card_record"):
        link = f'<a href="{esc(address(page.selection.params(), "who_has_returned"))}" target="_self">Who has returned</a>'
        block(f'<h2 class="ch-title">Returns{esc(of)}, week by week</h2>{legend(list(states["state"]))}{matrix(states, week, labels)}')
        block(f'<p class="ch-muted">{link} has deadlines, records and whom to chase.</p>')


def _draw_councils(page: Page, week: date) -> None:
    """List the local authorities in which the homes stand, each with what its form says."""
    homes = read_shown(page, week).homes
    if homes.empty:
        return
    counts = homes.groupby(["la", "la_told"]).size().sort_values(ascending=False)
    forms = confirmed(page.store, page.snapshot, page.asked.la_status())
    rows, links = [], {}
    for (code, name), number in counts.items():
        label = f"{name} ({code})" if code and name else str(name or code or "not known")
        rows.append([label, words.count(int(number)), *_form(forms, str(code), week)])
        if code:
            links[label] = address(without_area(page.selection) | {"la": str(code)}, "la_status")
    columns = [
        Column("Local authority", width=32),
        Column("Homes here", True, width=10),
        Column("Its form", width=18),
        Column("Fewest homes in place", width=28),
        Column("Support wanted", True, width=12),
    ]
    caption = "The form is of all homes of the authority, not only of those here; the newest up to this week"
    with st.container(key="card_councils"):
        table = html_table(caption, columns, rows, links=links, scroll=len(rows) > 14)
        block(f'<h2 class="ch-title">Local authorities of these homes</h2>{table}')


def _form(forms: pd.DataFrame, code: str, week: date) -> list[str]:
    own = forms[forms["la_code"] == code]
    weeks = [found for value in own["week"] if (found := day(value)) and found <= week]
    if not weeks:
        return ["no form", "", ""]
    newest = max(weeks)
    actions = la_status.actions(own[[day(value) == newest for value in own["week"]]])
    counted = [one for one in actions if one.homes is not None]
    least = min(counted, key=lambda one: one.homes or 0) if counted else None
    wanted = sum(one.support == "yes" for one in actions)
    return [
        words.week(newest),
        f"{least.item} {least.label}: {least.told}" if least else words.NOT_AVAILABLE,
        f"{wanted} of {len(actions)}",
    ]
