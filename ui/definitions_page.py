"""Definitions: the term that was asked for, every measure, every term of the pages, every mark and shorthand."""

from __future__ import annotations

from datetime import date

import streamlit as st

from carehomes.catalogue import standards, terms
from carehomes.catalogue.measures import FAMILIES
from carehomes.charts import broken, words
from ui.cards import target_words
from ui.chart_card import about
from ui.frame import Page
from ui.tables import Column, html_table
from ui.terms import asked_term
from ui.text import block, esc

SHORTHAND = (
    ("[x]", "Not available. Never a zero."),
    ("[z]", "Not applicable: the question applies to no home there."),
    ("[e]", "Carried forward from an earlier week, for two weeks unless set otherwise (oximeter counts)."),
    ("[p]", "Provisional: every figure here is management information and may be revised."),
    ("[c]", "Suppressed beyond the team: a small count of residents or staff below CCG level, or one that such a count follows from."),
    ("[b]", "A break in the series: the question or its answers changed. Weeks before and after are not compared."),
    ("range 66% to 85%", "From yes over all homes, to yes and not answered over all homes: what silence leaves open."),
    ("blank; no return", "Not answered, apart: homes of a CCG that returned, and homes of one that did not."),
    ("not asked", "No answer to this optional question counts for the CCG in the week: it is neither 0 nor not answered."),
    ("too few answered", "Fewer than 80% (a setting) of homes answered: shown, never ranked."),
    ("88 to 99", "Wilson 95% interval of the share among those that answered: how much chance alone could move so small a count."),
)
MARKS = (
    ("stated homes", "A PCN without alignment: its own number of homes counts (rule 6)."),
    ("excess homes", "An area row counts more homes than the register holds there (rule 2)."),
    ("sum of parts", "The CCG's denominator is the sum of its parts (rule 6)."),
    ("first register", "The week is before the first register (rule 1)."),
    ("no register", "There is no register: homes in the week's returns (rule 1)."),
    ("carried [e]", "Holds values carried forward (rule 10)."),
    ("suppressed [c]", "Beyond the team: its counts of people, and what is worked out from them, are not told."),
    ("not available from totals", "The measure needs home rows and part of the area reported totals (rule 11)."),
    ("reported as totals", "A view of homes: homes whose area answered only in totals, which cannot be placed in it (rule 8)."),
    ("not aligned to a PCN", "Homes of a CCG that no PCN has, a row of their own."),
    ("not attributed to a PCN", "Answers, not homes: what a CCG's total says beyond its parts."),
)


def _standards() -> str:
    """Return every dated standard as a table, by family and day: each holds until the next of its family or measures."""
    place = list(FAMILIES).index
    ordered = sorted(standards(), key=lambda one: (min(map(place, one.families)), sorted(one.measures), one.since))
    rows = [
        [
            ", ".join(FAMILIES[one] for one in sorted(one.families, key=place)),
            words.day(one.since),
            words.day(one.by) if one.by else "",
            one.asked,
            one.source,
        ]
        for one in ordered
    ]
    columns = [
        Column("Page", width=12),
        Column("In force from", width=11),
        Column("By", width=11),
        Column("Asked of every home", wide=True),
    ]
    caption = "The definition in force in a week is the newest one up to it; a trend tells it beneath"
    return html_table(caption, [*columns, Column("Source", width=22)], rows, scroll=False)


def _breaks(page: Page) -> str:
    """Return the breaks of questions as a table, the newest first; those of one day that say the same are one row."""
    found: dict[tuple[date, str, str], tuple[list[str], list[str]]] = {}
    for question in sorted(page.snapshot.questions.values(), key=lambda one: one.place):
        for one in question.breaks:
            asked, told_by = found.setdefault((one.week, broken.changed(one), one.source), ([], []))
            asked.append(question.wording)
            told_by += [each.name for each in page.snapshot.measures.values() if one in each.breaks]
    if not found:
        return '<p class="ch-muted">No question changed, nor its answers.</p>'
    rows = [
        [words.day(week), "; ".join(asked), text, "; ".join(dict.fromkeys(told_by)), source]
        for (week, text, source), (asked, told_by) in sorted(found.items(), reverse=True)
    ]
    heads = [Column("First week", width=10), Column("Questions", width=22), Column("What changed", wide=True), Column("Measures", width=22)]
    caption = "Trends are cut there and marked [b], limits begin anew, and no step is told across"
    return html_table(caption, [*heads, Column("Source", width=16)], rows, scroll=False)


def draw_definitions(page: Page) -> None:
    """Draw the term that the address asks for, measures by family, the terms, then the shorthand and the marks."""
    asked = asked_term()
    if asked:
        with st.container(key="card_term"):
            block(f'<h2 class="ch-title">{esc(asked.name)}</h2><div class="ch-dl"><p>{esc(asked.told)}</p></div>')
    measures = list(page.snapshot.measures.values())
    names = {one.id: one.name + " (optional)" * one.optional(page.snapshot.questions) for one in measures}
    with st.container(key="card_measures"):
        columns = [Column("Measure"), Column("Page"), Column("Counted in"), Column("Target"), Column("Owner")]
        rows = [
            [
                names[one.id],
                FAMILIES.get(one.family, one.family),
                one.unit,
                target_words(one).removeprefix("Target: ") or "none",
                one.owner,
            ]
            for one in measures
        ]
        block(f'<h2 class="ch-title">Measures</h2>{html_table(words.plural(len(measures), "measure"), columns, rows, scroll=False)}')
        for family in dict.fromkeys(one.family for one in measures):
            with st.expander(FAMILIES.get(family, family), key=f"family_{family}"):
                block(about([one for one in measures if one.family == family]))
    with st.container(key="card_standards"):
        block(f'<h2 class="ch-title">What was asked, by date</h2>{_standards()}')
    with st.container(key="card_breaks"):
        block(f'<h2 class="ch-title">Questions that changed</h2>{_breaks(page)}')
    left, right = st.columns(2, gap="small")
    with left, st.container(key="card_shorthand"):
        block(
            '<h2 class="ch-title">Shorthand</h2>'
            + html_table("As the Government Analysis Function has it", [Column("Sign"), Column("Meaning")], SHORTHAND, scroll=False)
        )
    with right, st.container(key="card_marks"):
        block(
            '<h2 class="ch-title">Marks</h2>'
            + html_table("Words that stand beside a figure", [Column("Mark"), Column("Meaning")], MARKS, scroll=False)
        )
    with st.container(key="card_terms"):
        told = [(one.name, one.told) for one in terms()]
        block(
            '<h2 class="ch-title">Terms</h2>'
            + html_table(words.plural(len(told), "term"), [Column("Term", width=20), Column("Meaning")], told, scroll=False)
        )
