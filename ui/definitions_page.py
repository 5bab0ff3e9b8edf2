"""Definitions: the term that was asked for, every measure, every term of the pages, every mark and shorthand."""

from __future__ import annotations

import streamlit as st

from carehomes.catalogue import terms
from carehomes.catalogue.measures import FAMILIES
from carehomes.charts import words
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
    ("not available from totals", "The measure needs home rows and part of the area reported totals (rule 11)."),
    ("reported as totals", "A view of homes: homes whose area answered only in totals, which cannot be placed in it (rule 8)."),
    ("not aligned to a PCN", "Homes of a CCG that no PCN has, a row of their own."),
    ("not attributed to a PCN", "Answers, not homes: what a CCG's total says beyond its parts."),
)


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
