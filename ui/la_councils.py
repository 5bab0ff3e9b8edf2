"""The forms of several councils side by side: 13 actions by councils, pooled, the weakest, what is missing, the words, what moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from carehomes.charts import la_councils, la_status, words
from carehomes.charts.la_forms import Forms
from carehomes.charts.la_status import Action
from carehomes.charts.readings import day
from carehomes.ledger.told_counts import told_counts
from carehomes.measures import Pooled, la_pooled, la_suggestions, sql_behind
from carehomes.selection import without_area
from ui.cards import draw_cards
from ui.chart_card import Chart, draw_chart
from ui.frame import Page
from ui.la_form import ABOUT, short_card
from ui.la_heat import actions_table, heat_of_actions
from ui.la_moves import draw_moves
from ui.la_words import draw_words
from ui.navigation import address
from ui.tables import Column, html_table
from ui.text import block, esc, say

_POOLED = (
    "<dt>All councils</dt><dd>Pooled counts: the homes where the action is in place, over the totals of those forms that give both. A form "
    "without a total adds to no share; its homes are told apart. The rest of a total is not in place or not answered: the form does not "
    "tell which.</dd></dl>"
)
_ABOUT = ABOUT.removesuffix("</dl>") + _POOLED
_LEGEND = f"{la_status.WANTED} more support wanted; {words.NOT_AVAILABLE} not answered; the colour repeats the share"


def _by_council(forms: Forms) -> dict[str, list[Action]]:
    return {code: la_status.actions(forms.frame[forms.frame["la_code"] == code]) for code in forms.sent}


def _label(page: Page, code: str) -> str:
    area = page.snapshot.areas.get(code)
    return area.label if area else code


def _in_place(one: Pooled) -> str:
    homes = f"{words.count(one.homes)} of {words.plural(one.of, 'home')}"
    return f"{one.action.item} {one.action.short}: {homes}, {la_councils.councils(one.gave, one.forms)}"


def _cards(forms: Forms, pooled: Sequence[Pooled], by_council: Mapping[str, Sequence[Action]]) -> list[str]:
    totals = [next((one.own_total for one in rows if one.own_total), None) for rows in by_council.values()]
    given = [total for total in totals if total]
    apart = len(totals) - len(given)
    ranked = [one for one in la_councils.weakest(pooled) if one.of]
    wanted = max(pooled, key=lambda one: (one.wanted, -pooled.index(one)))
    least = ranked[0] if ranked else None
    most = ranked[-1] if ranked else None
    return [
        short_card("Forms received", f"{len(forms.sent)} of {len(forms.expected)}", "councils"),
        short_card(
            "Care homes in all",
            words.count(sum(given)) if given else words.NOT_AVAILABLE,
            f"said by {words.count(len(given))} of {words.plural(len(totals), 'form')}"
            + (f"; {words.count(apart)} without a total" if apart else ""),
        ),
        short_card(
            "Fewest homes in place",
            words.share(least.homes, least.of) if least else words.NOT_AVAILABLE,
            _in_place(least) if least else "no total given",
        ),
        short_card(
            "Most homes in place",
            words.share(most.homes, most.of) if most else words.NOT_AVAILABLE,
            _in_place(most) if most else "no total given",
        ),
        short_card(
            "Support wanted most",
            f"{wanted.wanted} of {wanted.forms}",
            f"councils: {wanted.action.item} {wanted.action.short}" if wanted.wanted else "councils, for any action",
        ),
    ]


def _gaps(page: Page, forms: Forms, by_council: Mapping[str, Sequence[Action]]) -> list[str]:
    """Return what is missing in the forms, each in a sentence."""

    def names(codes: Sequence[str]) -> str:
        return la_councils.named([_label(page, code) for code in codes])

    found = []
    if forms.silent:
        found.append(f"No form has come from {names(forms.silent)}.")
    if forms.later:
        found.append(f"Not yet by this week, but for a later one: {names(sorted(forms.later))}.")
    if blank := [code for code, rows in by_council.items() if not any(one.own_total for one in rows)]:
        found.append(f"No total of care homes, so no share: {names(blank)}.")
    for action in by_council[forms.sent[0]]:
        silent = [code for code, rows in by_council.items() if any(one.item == action.item and not one.answered for one in rows)]
        if silent:
            found.append(f"{action.item} {action.label} is not answered by {names(silent)}.")
    open_focus = forms.frame[forms.frame["complete"] == "no"]
    for focus, rows in open_focus.groupby("focus"):
        found.append(f"{focus} is marked as not complete by {names(sorted(set(rows['la_code'])))}.")
    return found


def _waiting(page: Page, forms: Forms) -> str:
    """Return links to the councils whose words count homes and wait for a person, as HTML."""
    waiting = la_suggestions(forms.frame, told_counts(page.store, page.snapshot.as_at))
    if not waiting:
        return ""
    links = {one.la_code: address(without_area(page.selection) | {"la": one.la_code}, "la_status") for one in waiting}
    named = {code: ", ".join(one.item for one in waiting if one.la_code == code) for code in links}
    listed = "; ".join(f'<a href="{esc(links[code])}" target="_self">{esc(_label(page, code))}</a>: {esc(named[code])}' for code in links)
    return f'<p class="ch-muted">Counts in the words that wait for a person to confirm or refuse them: {listed}.</p>'


def _pooled_table(pooled: Sequence[Pooled]) -> str:
    columns = [
        Column("Action", width=32),
        Column("Homes in place", True),
        Column("Of", True),
        Column("Share", True),
        Column("Councils that gave both", True),
        Column("Homes without a total", True),
        Column("Not answered", True),
        Column("Support wanted", True),
    ]
    cells = [
        [
            one.action.name,
            words.count(one.homes if one.gave else None),
            words.count(one.of if one.gave else None),
            words.share(one.homes, one.of),
            la_councils.councils(one.gave, one.forms),
            f"{words.count(one.apart)} in {words.plural(one.without_total, 'council')}" if one.without_total else "",
            words.plural(one.not_answered, "council") if one.not_answered else "",
            la_councils.councils(one.wanted, one.forms),
        ]
        for one in la_councils.weakest(pooled)
    ]
    return html_table(
        "Pooled over the councils that give both the action and their total; the lowest share first", columns, cells, scroll=False
    )


def draw_councils(page: Page, forms: Forms) -> Page:
    """Draw the forms of the area's councils; return the page with where its figures come from."""
    by_council, pooled = _by_council(forms), la_pooled(forms.frame)
    where = page.selection.place.name
    if page.selection.place.level in ("stp", "ccg", "pcn"):
        level = page.selection.place.level.upper()
        within = "CCG" if level == "PCN" else level
        say(f"Councils with homes in the {within}; each form is about all care homes of the council, also those outside the {within}.")
    weeks = sorted({week for week in map(day, forms.frame["week"]) if week})
    totals = sum(next((one.own_total for one in rows if one.own_total), 0) for rows in by_council.values())
    gave = sum(any(one.own_total for one in rows) for rows in by_council.values())
    told = f"the totals of {la_councils.councils(gave, len(by_council))} that sent the form, {words.plural(totals, 'home')}"
    if len(weeks) > 1:
        told += f"; forms of the weeks ending {words.day(weeks[0])} to {words.day(weeks[-1])}"
    page = replace(page, provenance=replace(page.provenance, week=weeks[-1], denominator=told))
    draw_cards(_cards(forms, pooled, by_council))
    _draw_heat(page, forms, by_council, pooled, where)
    left, right = st.columns([2.6, 1], gap="small")
    with left:
        draw_chart(
            page,
            Chart(
                key="la_weakest",
                title=la_councils.finding(pooled, where),
                figure=la_councils.chart(pooled),
                alt=la_councils.sentence(pooled, where),
                table=_pooled_table(pooled),
                rows=la_councils.frame(pooled),
                about=_ABOUT,
                sql=sql_behind([], ["la_status"]),
                under=f"Lowest share first; forms without a total stand in the table; {la_status.WANTED} councils that want support",
            ),
        )
    with right, st.container(key="card_la_gaps"):
        gaps = _gaps(page, forms, by_council)
        listed = (
            "".join(f"<li>{esc(one)}</li>" for one in gaps) or "<li>Nothing: every council gives its total and answers every action.</li>"
        )
        block(f'<h2 class="ch-title">What is missing</h2><ul class="ch-list">{listed}</ul>{_waiting(page, forms)}')
    draw_words(page, forms)
    draw_moves(page, forms.frame)
    return page


def _draw_heat(page: Page, forms: Forms, by_council: Mapping[str, list[Action]], pooled: Sequence[Pooled], where: str) -> None:
    labels = {code: _label(page, code) for code in by_council}
    links = {code: address(without_area(page.selection) | {"la": code}, "la_status") for code in by_council}
    names = {labels[code]: rows for code, rows in by_council.items()}
    weeks = {str(row["la_code"]): week for row in forms.frame.to_dict("records") if (week := day(row["week"]))}
    title = la_councils.spread(names, where)
    draw_chart(
        page,
        Chart(
            key="la_councils",
            title=title,
            figure=heat_of_actions(by_council, pooled, labels, links, weeks),
            alt=f"{title}. {la_councils.sentence(pooled, where)}",
            table=actions_table(by_council, labels, links),
            rows=forms.frame.drop(columns=["standing"]),
            about=_ABOUT,
            sql=sql_behind([], ["la_status"]),
            under=f"Homes where the action is in place, of all homes by the council's own total. {_LEGEND}",
            first="Councils",
        ),
    )
