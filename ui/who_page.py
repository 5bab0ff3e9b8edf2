"""Who has returned: the week in five cards, the matrix, whom to chase, each submitter's record, question by question, closing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

from carehomes.areas import due_moment
from carehomes.charts import words
from carehomes.charts.chase import chase_list
from carehomes.charts.deadline import clock_name, left
from carehomes.ledger.closings import Closed, closed_weeks
from carehomes.ledger.follow_ups import STATES, FollowUp, answers_on
from carehomes.measures import Tally, sql_behind, tallies
from carehomes.measures.return_states import NOT_RETURNED
from carehomes.provenance import returned_words
from carehomes.selection import VIEWS
from ui.chart_card import Chart, draw_chart
from ui.closing_card import draw_closing
from ui.downloads import draw_files
from ui.follow_ups import day_of, oldest, seen
from ui.frame import Page
from ui.navigation import address
from ui.release_card import draw_release
from ui.states import legend, matrix, meanings, states_table
from ui.tables import Column, html_table
from ui.text import block, esc

#: Weeks in the matrix: what fits beside the names.
_WEEKS = 16
_MOST_UNPLACED = 5


def draw_who(page: Page) -> None:
    """Draw the whole page for the chosen area and week."""
    shown = page.selection.week
    if shown is None:
        return
    now = page.snapshot.as_at or datetime.now(UTC)
    weeks = _window(page.snapshot.weeks, shown)
    states = page.asked.return_states(page.selection, weeks[0], weeks[-1], now)
    own = states[states["week"] == shown]
    closed = closed_weeks(page.store, page.snapshot.as_at)
    counted = tallies(own)
    _draw_cards(page, counted, closed.get(shown), now)
    _draw_matrix(page, states, shown)
    left_side, right_side = st.columns([1.5, 1], gap="small")
    with left_side:
        _draw_chase(page, own, closed)
    with right_side, st.container(key="card_tallies"):
        block(f'<h2 class="ch-title">What it adds up to</h2>{_tally_table(counted)}')
    with right_side, st.container(key="card_sent_back"):
        block(f'<h2 class="ch-title">Values sent back</h2>{_sent_back(page, set(states["code"]))}')
    _draw_records(page, now)
    left_side, right_side = st.columns([1.5, 1], gap="small")
    with left_side, st.container(key="card_response"):
        block(f'<h2 class="ch-title">Question by question</h2>{_response_table(page, shown)}')
    with right_side:
        draw_release(page, shown)
        draw_closing(page, shown, closed)


def _window(weeks: list[date], shown: date) -> list[date]:
    """Return the last weeks, or those up to the shown one where it lies further back."""
    last = weeks[-_WEEKS:]
    return last if shown in last else weeks[: weeks.index(shown) + 1][-_WEEKS:]


def _share(one: Tally, of: Tally) -> str:
    return f"{words.count(one.homes)} of {words.plural(of.homes, 'home')} ({words.share(one.homes, of.homes)})"


def _draw_cards(page: Page, counted: list[Tally], closed: Closed | None, now: datetime) -> None:
    found = {one.what: one for one in counted}
    every, back = found["expected"], found["returned"]
    week = page.selection.week
    if week is None:
        return
    settings = page.snapshot.settings
    due = due_moment(week, days=settings.due_days, at=settings.due_time)
    why = [f"{found[state].returns} {state}" for state in NOT_RETURNED if found[state].returns]
    nil = f"{words.plural(found['nil'].returns, 'nil return')} among them"
    covered = page.returned
    covers = ""
    if covered and covered.registered:
        told = f"{words.count(covered.covered)} of {words.count(covered.registered)}"
        covers = f"answers for {told} homes ({words.share(covered.covered, covered.registered)})"
    cards = [
        ("Returned", back, every, [f"with {_share(back, every)}", covers or nil]),
        ("On time", found["on time"], every, [f"with {_share(found['on time'], every)}", "by the deadline, that moment included"]),
        ("Late", found["late"], every, [f"with {_share(found['late'], every)}", "returned after the deadline"]),
        ("Not returned", found["not returned"], every, [f"with {_share(found['not returned'], every)}", ", ".join(why) or "nobody"]),
    ]
    html = "".join(_card(title, one, of, lines) for title, one, of, lines in cards)
    shut = f"Closed by {esc(closed.entry.by)}" if closed else "Open for late returns"
    html += (
        f'<section class="ch-kpi"><h2>Deadline</h2><div class="row"><div class="counts"><b>{esc(words.moment(due))}</b></div></div>'
        f'<p class="small">{esc(clock_name(due))}, London; {esc(left(due, now))}</p><p class="small">{shut}</p></section>'
    )
    block(f'<div class="ch-kpis" style="--n:5">{html}</div>')


def _card(title: str, one: Tally, of: Tally, lines: list[str]) -> str:
    told = "".join(f'<p class="small">{esc(line)}</p>' for line in lines if line)
    return (
        f'<section class="ch-kpi"><h2>{esc(title)}</h2><div class="row"><div class="big">{one.returns}</div>'
        f'<div class="counts">of {esc(words.plural(of.returns, "CCG"))}</div></div>{told}</section>'
    )


def _labels(page: Page, states: pd.DataFrame) -> dict[str, str]:
    """Return the words of each CCG; with areas as now a closed one says its successor."""
    found = {}
    for code in dict.fromkeys(states["code"]):
        area = page.snapshot.areas.get(code)
        after = page.snapshot.areas.successor(area) if area else None
        now = f", now {after.code}" if page.selection.basis == "now" and area and after and after.code != area.code else ""
        found[code] = (area.label if area else str(code)) + now
    return found


def _draw_matrix(page: Page, states: pd.DataFrame, shown: date) -> None:
    if states.empty:
        with st.container(key="card_return_states"):
            block('<h2 class="ch-title">Every CCG, week by week</h2><p class="ch-muted">No CCG of this area was open in these weeks.</p>')
        return
    views = page.selection.place.level in VIEWS
    under = f"CCGs with homes in {page.selection.place.label}, with all of their homes" if views else "Every CCG, week by week"
    labels = _labels(page, states)
    title = f"{words.capital(returned_words(page.returned, page.selection))}, in the {words.week(shown)}"
    draw_chart(
        page,
        Chart(
            key="return_states",
            title=title,
            figure=legend(list(states["state"])) + matrix(states, shown, labels) + _unplaced(page),
            alt=f"{title}.",
            table=states_table(states, labels),
            rows=states,
            about=meanings(),
            sql=sql_behind([], ["return_life", "returned"]),
            under=under,
            first="Matrix",
        ),
    )


def _unplaced(page: Page) -> str:
    found = page.asked.unplaced_files()
    if found.empty:
        return ""
    names = [f"{words.shorten(str(row['file_name']))} ({row['action']})" for row in found.head(_MOST_UNPLACED).to_dict("records")]
    more = f" and {words.count(len(found) - len(names))} more" if len(found) > len(names) else ""
    count = words.plural(len(found), "file")
    return f'<p class="ch-muted">In no cell, because they name no CCG or no week: {count}: {esc(", ".join(names))}{more}.</p>'


def _draw_chase(page: Page, own: pd.DataFrame, closed: dict[date, Closed]) -> None:
    found = chase_list(own, closed)
    with st.container(key="card_chase"):
        if not found:
            block('<h2 class="ch-title">Whom to chase</h2><p class="ch-muted">Nobody: every CCG that was expected has returned.</p>')
            return
        homes = sum(one.homes for one in found)
        registered = int(own[own["expected"]]["registered"].sum())
        title = f"Whom to chase: {words.plural(len(found), 'CCG')}, {words.count(homes)} of {words.plural(registered, 'home')}"
        rows = [[one.label, one.state, words.count(one.homes), words.share(one.homes, registered)] for one in found]
        columns = [Column("CCG"), Column("State"), Column("Homes", True), Column("Of all homes", True)]
        table = html_table("Those with most homes first; never a CCG that had closed or sent a nil return", columns, rows)
        block(f'<h2 class="ch-title">{esc(title)}</h2>{table}')
        named = {one.code: one for one in found}
        code = st.selectbox("Message to", list(named), format_func=lambda one: named[one].label, key="chase_code")
        st.code(named[code].message, language=None, wrap_lines=True)


def _tally_table(counted: list[Tally]) -> str:
    every = next(one for one in counted if one.what == "expected")
    rows = [
        [
            words.capital(one.what),
            words.count(one.returns),
            words.share(one.returns, every.returns),
            words.count(one.homes),
            words.share(one.homes, every.homes),
        ]
        for one in counted
        if one.returns or one.what in ("expected", "returned", "on time", "late", "nil", "not returned", "missing")
    ]
    columns = [Column("What"), Column("CCGs", True), Column("Share", True), Column("Their homes", True), Column("Share", True)]
    caption = "By returns and by homes on the register. Nil, with queries and superseded are among the returned and may meet in one CCG."
    return html_table(caption, columns, rows, whole=1, scroll=False)


def _sent_back(page: Page, codes: set[str]) -> str:
    """Return the follow-ups of the submitters ``codes`` by who answers for them, those with most open first."""
    by_code: dict[str, list[FollowUp]] = {}
    for one in seen(page):
        code = answers_on(one.flagged, page.snapshot.areas, day_of(page))
        if {code, one.flagged.submitter} & codes:
            by_code.setdefault(code, []).append(one)
    link = f'<a href="{esc(address(page.params, "follow_ups"))}" target="_self">Follow-ups</a>'
    if not by_code:
        return f'<p class="ch-muted">None of any week. A value is sent back from the page Where from; {link} lists them.</p>'
    rows = []
    for code, found in sorted(by_code.items(), key=lambda pair: (-sum(one.state == "open" for one in pair[1]), pair[0])):
        area, waits = page.snapshot.areas.get(code), oldest(found)
        counts = [words.count(sum(one.state == state for one in found)) for state in STATES]
        rows.append([area.label if area else code, *counts, words.day(waits) if waits else ""])
    columns = [Column("CCG"), *(Column(words.capital(state), True) for state in STATES), Column("Waits since")]
    table = html_table("Follow-ups of every week; those that are not closed wait since", columns, rows, scroll=False)
    return f'{table}<p class="ch-muted">{link} has the messages to copy.</p>'


def _draw_records(page: Page, now: datetime) -> None:
    weeks = page.snapshot.weeks
    frame = page.asked.submitter_records(page.selection, weeks[0], weeks[-1], now)
    typical = ["; ".join(f"{_code(code)} in {words.plural(files, 'return')}" for code, _, files in found) for found in frame["findings"]]
    rows = [
        [
            f"{row['name']} ({row['code']})" if row["name"] else str(row["code"]),
            f"{row['returned']} of {row['expected']}",
            f"{row['on_time']} of {row['expected']} ({words.share(row['on_time'], row['expected'])})",
            words.count(row["late"]),
            words.count(row["nil"]),
            words.count(row["missing"]),
            f"{row['clean']} of {row['first_files']} ({words.share(row['clean'], row['first_files'])})",
            told or "nothing",
        ]
        for row, told in zip(frame.to_dict("records"), typical, strict=True)
    ]
    labels = ["Returned", "On time", "Late", "Nil", "Missing", "Clean at the first go"]
    columns = [Column("CCG"), *(Column(label, True) for label in labels), Column("Typical findings", width=32)]
    told = f"Weeks from {words.day(weeks[0])} to {words.day(weeks[-1])}. Clean: the first return of a week had no error and no query."
    caption = f"{told} The Rules page says what each finding means."
    with st.container(key="card_records"):
        block(f'<h2 class="ch-title">Each submitter’s record</h2>{html_table(caption, columns, rows)}')
        draw_files(page, "submitter_records", "Each submitter's record", frame.assign(findings=typical))


def _code(code: str) -> str:
    return code.replace("_", " ")


def _response_table(page: Page, shown: date) -> str:
    frame = page.asked.question_response(page.selection, shown)
    rows = [
        [
            str(row["wording"]),
            f"{words.count(row['homes'])} of {words.count(row['registered'])}",
            words.share(row["homes"], row["registered"]),
            f"{row['ccgs']} of {row['returned']}",
        ]
        for row in frame.to_dict("records")
    ]
    columns = [
        Column("Question"),
        Column("Homes with an answer", True),
        Column("Share", True),
        Column("CCGs, of returned", True),
    ]
    caption = f"{words.capital(words.week(shown))}: registered homes with an answer, not applicable and 0 included; the rest is silence"
    return html_table(caption, columns, rows)
