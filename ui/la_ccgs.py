"""The page Council and CCG: each council's form beside its CCGs' returns, who should talk to whom, and homes across a border."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from carehomes.catalogue import la_pairs
from carehomes.charts import la_ccgs, words
from carehomes.charts.la_councils import named
from carehomes.measures import Beside, sql_behind
from carehomes.measures.local_authorities import la_items
from carehomes.provenance import Provenance
from carehomes.selection import AREA_KEYS
from ui.cards import draw_cards
from ui.chart_card import Chart, draw_chart
from ui.frame import Page
from ui.la_ccgs_data import Shown, read_shown, revised, weeks_of_forms
from ui.la_ccgs_talk import draw_borders, draw_talks
from ui.la_form import short_card
from ui.la_page import NO_FORM, choose_council, no_form
from ui.navigation import address
from ui.tables import Column, html_table
from ui.text import block, esc, say

#: The key of the address that names the week of the CCGs' returns.
_RETURNS = "returns"
#: Councils of which is told beneath the chart what is unlike; the table has all.
_MOST_TOLD = 8
_ABOUT = (
    '<dl class="ch-dl"><dt>What stands side by side</dt><dd>The homes that a form counts as in place, and what CCGs said home by home '
    "of the homes that the register has in that council: from home rows alone, nothing is apportioned. The wordings are never the "
    "same; where they are unlike stands at the foot of the page.</dd>"
    "<dt>At least so many homes differ</dt><dd>The form names no home. Where it counts more homes than fit beside those that the CCGs say "
    "no of, the rest must be both: counted by the form and told as no. Where the CCGs say yes of more homes than the form counts, the rest "
    "are not counted by the form: not in place, or the home did not answer the council.</dd>"
    "<dt>Cannot be told</dt><dd>Homes that did not answer, or to which the question does not apply, could explain why the numbers differ. "
    "More homes may differ than must.</dd>"
    "<dt>What is taken for granted</dt><dd>That the smaller list of homes lies wholly in the larger. A home on one of the lists only can "
    "explain one difference. A form without a total is taken to be about the homes of the register. Stocks of an earlier week are carried, "
    "marked [e], and count as answers.</dd></dl>"
)


def _choose_week(page: Page) -> date | None:
    """Draw the choice of the week of the CCGs' returns; None is the week nearest each form."""
    weeks = {week.isoformat(): week for week in reversed(page.snapshot.weeks)}
    asked = st.query_params.get(_RETURNS, "")
    if asked and asked not in weeks:
        known = "a week that is not known here. Those nearest each form are shown."
        say(f"The address asks for the returns of “{words.shorten(asked)}”, {known}")
    st.session_state["la_ccgs_week"] = asked if asked in weeks else ""

    def told(code: str) -> str:
        return words.day(weeks[code]) if code in weeks else "The week nearest each form"

    def moved() -> None:
        chosen = str(st.session_state["la_ccgs_week"])
        if chosen:
            st.query_params[_RETURNS] = chosen
        else:
            st.query_params.pop(_RETURNS, None)

    st.selectbox("CCGs’ returns of the week ending", ["", *weeks], format_func=told, key="la_ccgs_week", on_change=moved, width=300)
    return weeks.get(str(st.session_state["la_ccgs_week"]))


def draw_la_ccgs(page: Page) -> Page:
    """Draw the page, or say what is lacking; return the page with where its figures come from."""
    every, place = page.asked.la_status(), page.selection.place
    if every.empty:
        say(NO_FORM)
        return page
    if place.level == "group":
        say(f"{place.label} is made of homes, and the form tells of whole local authorities. Choose an area, or Reset.")
        return page
    with st.container(horizontal=True, gap="small", key="la_ccgs_choice"):
        choose_council(page, every)
        week = _choose_week(page)
    shown = read_shown(page, week)
    if not shown.forms.sent:
        say(no_form(page, shown.forms))
        return replace(page, provenance=replace(page.provenance, denominator="none: no form has come by then"))
    if shown.without_homes:
        _say_without_homes(page, shown)
    if not shown.found:
        return replace(page, provenance=replace(page.provenance, denominator="none: no register has homes there"))
    page = replace(page, provenance=_provenance(page, shown))
    draw_cards(_cards(shown))
    _draw_statements(page, shown)
    draw_talks(page, shown.talks)
    draw_borders(page, shown.found)
    _draw_pairs(page, shown.found)
    return page


def _say_without_homes(page: Page, shown: Shown) -> None:
    areas = page.snapshot.areas
    labels = [area.label if (area := areas.get(code)) else code for code in shown.without_homes]
    say(f"No register lists a home of {named(labels)} in the week of the returns, so nothing can be held beside the form.")


def _returned(found: Sequence[Beside]) -> tuple[int, int]:
    """Return how many of the CCGs with homes there returned for every week that they are held beside, and of how many."""
    every = {shared.ccg for one in found for shared in one.shared}
    silent = {shared.ccg for one in found for shared in one.shared if not shared.returned}
    return len(every - silent), len(every)


def _provenance(page: Page, shown: Shown) -> Provenance:
    back, of = _returned(shown.found)
    forms, weeks = weeks_of_forms(shown.forms), sorted({one.week for one in shown.found})
    homes = sum(one.registered for one in shown.found)
    told = f"the register's {words.plural(homes, 'home')} in {words.plural(len(shown.found), 'council')}"
    told += f"; forms of {_span(forms)}, returns of {_span(weeks)}"
    received = f"{page.provenance.received}; returns received {words.count(back)} of {words.plural(of, 'CCG')} with homes there"
    return replace(page.provenance, week=weeks[-1], denominator=told, received=received)


def _span(weeks: Sequence[date]) -> str:
    return f"the {words.week(weeks[0])}" if len(weeks) == 1 else f"the weeks ending {words.day(weeks[0])} to {words.day(weeks[-1])}"


def _cards(shown: Shown) -> list[str]:
    pairs, found = la_ccgs.held(shown.found), shown.found
    apart = sum(one.least > 0 for _, one in pairs)
    open_ = sum(one.state == "cannot be told" for _, one in pairs)
    back, of = _returned(found)
    across, homes = sum(one.across for one in found), sum(one.registered for one in found)
    unlike = sum(one.total is not None and one.total != one.registered for one in found)
    blank = sum(one.total is None for one in found)
    statements = f"of {words.plural(len(pairs), 'statement')}"
    most = f", most on {words.plural(pairs[0][1].least, 'home')}" if apart else ""
    told_blank = f"; {words.count(blank)} without a total" if blank else ""
    return [
        short_card(
            "Forms beside returns",
            f"{len(found)} of {len(shown.forms.expected)}",
            f"councils; {words.count(back)} of {words.plural(of, 'CCG')} returned",
        ),
        short_card("Differ for certain", words.count(apart), f"{statements}{most}"),
        short_card("Cannot be told", words.count(open_), f"{statements}: silence, n/a or unlike lists could explain it"),
        # A form without a total tells of no list.
        short_card(
            "Lists of homes unlike",
            words.NOT_AVAILABLE if blank == len(found) else words.count(unlike),
            f"of {words.plural(len(found), 'council')}{told_blank}",
        ),
        short_card("Homes across a border", words.count(across), f"of {words.plural(homes, 'home')} of the councils"),
    ]


def _draw_statements(page: Page, shown: Shown) -> None:
    found, where = shown.found, page.selection.place.name
    before = revised(page, shown.forms)
    kept = {key: code for key, code in page.params.items() if key not in AREA_KEYS}
    links = {one.label: address(kept | {"la": one.la}, "la_status") for one in found}
    rows = [
        [
            beside.label,
            f"{one.action.item} {one.action.short} beside {one.measure.short}",
            la_ccgs.by_form(one) + (f"; {text} in the form before" if (text := before.get((one.la, one.pair.item), "")) else ""),
            la_ccgs.by_ccgs(one.told),
            words.count(one.least if one.unlike else None),
            words.capital(la_ccgs.because(one)),
        ]
        for beside, one in la_ccgs.ordered(found)
    ]
    columns = [
        Column("Local authority", width=14),
        Column("Action beside measure", width=17),
        Column("The form counts", True, width=12),
        Column("The CCGs say", width=22),
        Column("At least differ", True, width=7),
        Column("Why, or what could explain it"),
    ]
    more = len(la_ccgs.held(found)) - la_ccgs.MOST
    cut = f"The first {la_ccgs.MOST} of {la_ccgs.MOST + more}; the table has all. " if more > 0 else ""
    draw_chart(
        page,
        Chart(
            key="la_ccgs",
            title=la_ccgs.finding(found, where),
            figure=la_ccgs.chart(found),
            alt=la_ccgs.sentence(found, where),
            table=html_table(
                "Each action of a form beside a measure of the returns; those that differ most first", columns, rows, links=links
            ),
            rows=la_ccgs.frame(found),
            about=_ABOUT,
            sql=sql_behind([], ["la_status", "figures", "register_homes"]),
            under=f"{cut}Bars are what CCGs say of the register's homes, ◆ is what the form counts. Never the same question: see the foot.",
            notes=_notes(page, shown),
        ),
    )


def _notes(page: Page, shown: Shown) -> tuple[str, ...]:
    """Return of each council what is unlike in the lists of homes, the weeks, and who has not returned; those with nothing are left out."""
    told = []
    for one in shown.found:
        parts = [la_ccgs.lists(one)] if one.total != one.registered else []
        parts += [la_ccgs.weeks(one)] if one.form_week != one.week else []
        parts += [_age(one, page.selection.week)] if page.selection.week and one.form_week != page.selection.week else []
        silent = [page.snapshot.areas.get(shared.ccg) for shared in one.shared if not shared.returned]
        missing = words.listed([area.label for area in silent if area])
        parts += [f"no return for {words.day(one.week)} from {missing}"] if missing else []
        if parts:
            told.append(f"{one.label}: {'; '.join(parts)}.")
    rest = len(told) - _MOST_TOLD
    return (*told[:_MOST_TOLD], *([f"And {words.plural(rest, 'more council')}: the file has them."] if rest > 0 else []))


def _age(one: Beside, week: date) -> str:
    apart = abs((week - one.form_week).days) // 7
    return f"its newest form is of {words.day(one.form_week)}, {words.plural(apart, 'week')} before the week of the page"


def _draw_pairs(page: Page, found: Sequence[Beside]) -> None:
    """Draw which action stands beside which measure, and where the two are unlike."""
    shown = {(one.pair.item, one.measure.id): one for beside in found for one in beside.statements}
    rows = [
        [f"{one.action.item} {one.action.label}", one.measure.name, one.pair.unlike]
        for pair in la_pairs()
        if (one := shown.get((pair.item, pair.measure)))
    ]
    columns = [Column("The form asks after", width=26), Column("The returns tell", width=22), Column("Where the two are unlike")]
    table = html_table("Side by side, and never the same question", columns, rows, scroll=False)
    waiting = [pair for pair in la_pairs() if (pair.item, pair.measure) not in shown and pair.measure in page.snapshot.measures]
    names = [f"{la_items()[pair.item].short} ({pair.item}) beside {page.snapshot.measures[pair.measure].short}" for pair in waiting]
    more = f'<p class="ch-muted">{esc(f"Not held beside one another, since no CCG is asked: {named(names)}.")}</p>' if names else ""
    with st.container(key="card_la_pairs"):
        block(f'<h2 class="ch-title">What stands beside what</h2>{table}{more}')
