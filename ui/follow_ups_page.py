"""Follow-ups: the list, the message to copy, what was answered, and closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from carehomes.charts import words
from carehomes.charts.follow_ups import Names, message, place, subject, title
from carehomes.ledger import follow_ups as kept
from carehomes.ledger.follow_ups import MOST_ROLE, MOST_TEXT, STATES, FollowUp, Step, answers_on
from ui.downloads import draw_files
from ui.follow_ups import names_of, seen, since
from ui.frame import Page
from ui.navigation import address
from ui.people import allowed
from ui.tables import Column, html_table
from ui.text import block, esc, say

_TOLD = "follow_ups_told"
#: A state by its shape as well as its word.
_SHAPES = {"open": "○", "answered": "◊", "closed": "●"}
_NONE = "Nothing has been sent back yet. On the page Where from, a value, a figure or a finding is sent back to who sent it."
_COLUMNS = (
    Column("State", width=9),
    Column("Sent to", width=13),
    Column("Week", width=9),
    Column("What", width=17),
    Column("It said", width=9),
    Column("Asked", width=17),
    Column("Answered"),
    Column("Since", width=10),
)


def draw_follow_ups(page: Page) -> None:
    """Draw every follow-up, the message of one, and the forms that answer and close it."""
    if sentence := st.session_state.pop(_TOLD, ""):
        say(sentence, "good")
    found = seen(page)
    names, changed = names_of(page), since(page, found)
    with st.container(key="card_follow_ups"):
        _draw_list(page, found, names, changed)
    if not found:
        return
    left, right = st.columns([1.25, 1], gap="small")
    with left, st.container(key="card_follow_up_message"):
        one = _draw_message(found, names, changed)
    with right, st.container(key="card_follow_up_step"):
        _draw_step(page, one)


def _draw_list(page: Page, found: Sequence[FollowUp], names: Names, changed: Mapping[int, str]) -> None:
    block(f'<h2 class="ch-title">Values sent back: {esc(title(found))}</h2>')
    if not found:
        link = address(page.params, "where_from")
        block(f'<p class="ch-muted">{esc(_NONE)} <a href="{esc(link)}" target="_self">Where from</a></p>')
        return
    caption = "Open first, then answered, then closed. A value that a later return changed says so; only a person closes it"
    block(html_table(caption, _COLUMNS, [_row(one, names, changed[one.number]) for one in found], scroll=len(found) > 8))
    draw_files(page, "follow_ups", "Follow-ups", pd.DataFrame([_record(one, names, changed[one.number]) for one in found]))


def _row(one: FollowUp, names: Names, changed: str) -> list[str]:
    about, answer = one.flagged, one.answer
    answered = f"{answer.text} ({answer.by}, {words.day(answer.at.date())})" if answer else ""
    if one.state == "closed":
        closed = one.steps[-1]
        answered = "; ".join(text for text in (answered, f"closed: {closed.text} ({closed.by}, {words.day(closed.at.date())})") if text)
    return [
        f"{_SHAPES[one.state]} {one.number}, {one.state}",
        names.answers(about) + (f", for {about.submitter}" if names.sent_as(about) else ""),
        words.day(about.week),
        subject(about, names) + (f" ({place(about)})" if about.return_id else ""),
        about.value or ("nothing" if about.field else ""),
        f"{one.asked.text} ({one.asked.by}, {words.day(one.asked.at.date())})",
        answered,
        words.capital(changed) or "Unchanged",
    ]


def _record(one: FollowUp, names: Names, changed: str) -> dict[str, object]:
    about, answer = one.flagged, one.answer
    closed = one.steps[-1] if one.state == "closed" else None
    return {
        "number": one.number,
        "state": one.state,
        "submitter": about.submitter,
        "answers": answers_on(about, names.areas, names.day),
        "week": about.week,
        "about": subject(about, names),
        "return_id": about.return_id or None,
        "sheet": about.sheet,
        "cell": about.cell,
        "said": about.value,
        "asked": one.asked.text,
        "asked_by": one.asked.by,
        "asked_at": one.asked.at,
        "answer": answer.text if answer else "",
        "answer_by": answer.by if answer else "",
        "answer_at": answer.at if answer else None,
        "closed_because": closed.text if closed else "",
        "closed_by": closed.by if closed else "",
        "closed_at": closed.at if closed else None,
        "since": changed,
    }


def _draw_message(found: Sequence[FollowUp], names: Names, changed: Mapping[int, str]) -> FollowUp:
    block('<h2 class="ch-title">The message to copy</h2>')
    told = {one.number: f"{one.number}, {one.state}: {subject(one.flagged, names)} ({one.flagged.submitter})" for one in found}
    number = st.selectbox("Follow-up", list(told), format_func=lambda one: told.get(one, ""), key="follow_up")
    chosen = next(one for one in found if one.number == number)
    st.code(message(chosen, names, changed[chosen.number]), language=None, wrap_lines=True)
    return chosen


def _draw_step(page: Page, one: FollowUp) -> None:
    told = "".join(f"<li>{esc(_told(step))}</li>" for step in one.steps)
    block(f'<h2 class="ch-title">Follow-up {one.number} is {one.state}</h2><ul class="ch-list">{told}</ul>')
    if one.state == STATES[-1]:
        block('<p class="ch-muted">It is settled. If the value is in question again, send it back anew.</p>')
        return
    if not allowed(page.store, "answer"):
        return
    # Its own boxes for each step: what was typed for one must not stand there for the next.
    key = f"{one.number}_{len(one.steps)}"
    with st.form("form_follow_up", border=False):
        text = st.text_input(
            "What was answered, or why it is closed", key=f"follow_up_text_{key}", max_chars=MOST_TEXT, placeholder="kept in the journal"
        )
        by = st.text_input("Your role", key=f"follow_up_by_{key}", max_chars=MOST_ROLE, placeholder="a role, no person's name")
        answer, close = st.columns(2, gap="small")
        answered = answer.form_submit_button("Write down the answer", key="follow_up_answer", width="stretch")
        closed = not page.store.refusal("follow up") and close.form_submit_button(
            "Close it", key="follow_up_close", type="primary", width="stretch"
        )
    if answered or closed:
        _step(page, one.number, text, by, close=closed)


def _told(step: Step) -> str:
    return f"{words.capital(step.action)} {words.moment(step.at)} by {step.by}: {step.text}"


def _step(page: Page, number: int, text: str, by: str, *, close: bool) -> None:
    try:
        after = (kept.close if close else kept.answer)(page.store, number, text, by=by)
    except ValueError as error:
        say(str(error), "stop")
        return
    st.session_state[_TOLD] = f"Follow-up {number} is {after.state}."
    st.rerun()
