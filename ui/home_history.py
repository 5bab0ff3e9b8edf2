"""One home week by week: what it said to each question, in the return that counts for it, and where each answer comes from."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from carehomes import measures as ask
from carehomes.catalogue import Question, between
from carehomes.charts import broken, words
from carehomes.charts.readings import known
from carehomes.snapshots import records
from ui.downloads import draw_files
from ui.frame import Page
from ui.navigation import address
from ui.tables import Column, html_table
from ui.text import block, esc

#: Weeks beside one another: what fits a screen of 1600 pixels.
_WEEKS = 10


def _told(row: dict[str, Any], question: Question | None) -> str:
    if known(row["number"]):
        return words.count(int(row["number"]))
    if question and question.type == "date":
        return words.day(date.fromisoformat(str(row["answer"])))
    return str(row["answer"])


def _questions(page: Page, asked: set[str]) -> list[Question]:
    return [one for one in page.snapshot.questions.values() if one.id in asked]


def draw_history(page: Page, home: dict[Any, Any], week: date) -> None:
    """Draw the card of ``home`` (a row of the homes shown): a row a question, a column a week up to ``week``."""
    weeks = [one for one in page.snapshot.weeks if one <= week][-_WEEKS:]
    if not weeks:
        return
    home_id = str(home["home_id"])
    frame = ask.home_history(page.snapshot, home_id, weeks[0], weeks[-1], permitted=page.permitted)
    rows = records(frame)
    said = {(row["question"], row["week"]): _told(row, page.snapshot.questions.get(row["question"])) for row in rows}
    returned = {row["week"] for row in rows}
    questions = _questions(page, {str(row["question"]) for row in rows})
    name = words.shorten(str(home["name"] or home_id), 60)
    with st.container(key="card_home_history"):
        block(f'<h2 class="ch-title">{esc(name)} ({esc(home_id)}), week by week</h2>')
        if not questions:
            block(f'<p class="ch-muted">No return of the last {len(weeks)} weeks has a row of this home.</p>')
            return
        silent = [each for each in weeks if each not in returned]
        columns = [
            Column("Question", width=22),
            *(Column(words.short_day(each) + ("" if each in returned else ": no row")) for each in weeks),
        ]
        cells = [[one.wording, *(_cell(said.get((one.id, each), ""), one, each, weeks) for each in weeks)] for one in questions]
        without = words.plural(len(silent), "week")
        caption = (
            f"What the row that counts for the home said in {words.plural(len(weeks), 'week')}, {without} without a row. "
            "An empty cell is a question without an answer: neither no nor zero."
        )
        links = {one.wording: link for one in questions if (link := _where(page, one))}
        block(html_table(caption, columns, cells, scroll=False, links=links))
        breaks = [broken.told(each) for one in questions for each in between(one.breaks, weeks[0], week)]
        if breaks:
            block(f'<ul class="ch-notes">{"".join(f"<li>{esc(one)}</li>" for one in breaks)}</ul>')
        if page.snapshot.beyond is not None:
            block('<p class="ch-muted">Beyond the team what a home said in counts of people is not told.</p>')
        draw_files(page, "home_history", f"{name} ({home_id}), week by week", frame)


def _cell(answer: str, question: Question, week: date, weeks: list[date]) -> str:
    """Return an answer, the first after a break marked [b]."""
    return f"{answer} {words.BROKEN}".strip() if week != weeks[0] and question.broken_in(week) else answer


def _where(page: Page, question: Question) -> str:
    """Return where the answers to a question are followed to their cells: through the first measure that asks it."""
    found = next((one.id for one in page.snapshot.measures.values() if one.question == question.id), "")
    return address(page.selection.params() | {"measure": found}, "where_from") if found else ""
