"""Under an examined file: what it changes, what will be published from it, and the receipt and the marked workbook to take away."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import streamlit as st

from carehomes.areas import AreaList
from carehomes.aside import do_aside
from carehomes.charts import words
from carehomes.intake.changes import Changes, told_value
from carehomes.intake.marked import mark, marked_name
from carehomes.intake.receipt_file import Published, receipt_csv
from carehomes.ledger.audit import taken
from carehomes.ledger.model import KIND_NAMES, Hints, Receipt
from carehomes.ledger.trouble import StoreError
from carehomes.outlook import Outlook, outlook
from carehomes.selection import without_area
from ui.frame import Page
from ui.navigation import address
from ui.tables import Column, html_table
from ui.text import block, esc
from ui.turns import FILES, in_turn

#: Changed answers shown on the page; the receipt as CSV has all.
_SHOWN = 200
_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
}


class Examined(Protocol):
    """A file on the desk: its number there, name and bytes, with what it was examined and what was made of it."""

    number: int
    name: str
    content: bytes
    hints: Hints | None
    receipt: Receipt | None
    decided: bool


def draw_receipt(page: Page, item: Examined) -> None:
    """Draw what accepting the file would do (or did), and the downloads of its receipt and its marked workbook."""
    receipt = item.receipt
    if receipt is None:
        return
    found = _outlook(page, item, receipt)
    html = _changes_html(page, found)
    if html:
        block(html)
    if found.waiting:
        block(_waiting_html(page, found))
    _downloads(page, item, receipt, found)


def _outlook(page: Page, item: Examined, receipt: Receipt) -> Outlook:
    """Work it out once for what stands now; once the file is decided, what was told before stays."""
    place = f"outlook_{receipt.sha256}"
    stamp = (item.hints, page.snapshot.key)
    kept: tuple[object, Outlook] | None = st.session_state.get(place)
    if item.decided:
        return kept[1] if kept and any(one.outcome == "accepted" for one in receipt.decisions) else Outlook()
    if kept is None or kept[0] != stamp:
        # What is published from a file is tried on a copy of the snapshot: as dear as taking it.
        try:
            with st.spinner("Working out what it changes"), in_turn(FILES):
                kept = (stamp, do_aside(outlook, page.store, item.content, item.name, item.hints or Hints(), receipt))
        except StoreError as error:
            return Outlook(told=str(error))
        st.session_state[place] = kept
    return kept[1]


def _changes_html(page: Page, found: Outlook) -> str:
    if found.told:
        return f'<p class="ch-muted">{esc(found.told)}</p>'
    if not found.changes:
        return ""
    areas = page.snapshot.areas
    told = "".join(f"<li>{esc(_sentence(one, areas))}</li>" for one in found.changes)
    parts = [f'<h3 class="ch-title">What it changes</h3><ul style="margin:4px 0 8px;padding-left:18px">{told}</ul>']
    if found.published:
        parts.append(_published_table(found.published, areas))
    changed = [one for one in found.changes if one.before and not one.nothing]
    parts += [_counted_table(page, changed), _answers_table(page, changed)]
    return "".join(parts)


def _name(areas: AreaList, code: str) -> str:
    area = areas.get(code)
    return area.label if area else code


def _row_words(kind: str, number: int) -> str:
    """Return a count of rows by what they are: homes, or rows of areas."""
    return words.plural(number, "home") if kind == "home" else words.plural(number, "row")


def _sentence(one: Changes, areas: AreaList) -> str:
    what = f"{words.capital(KIND_NAMES[one.kind])} of {_name(areas, one.submitter)}, {words.week(one.week)}"
    if one.before is None:
        return f"{what}: the first one, {_row_words(one.kind, one.rows)}."
    against = f"against the one accepted {words.moment(one.before.known_from)}"
    if one.nothing:
        return f"{what}: every answer is as it was, {against}."
    answers = f"{words.plural(len(one.answers), 'answer')} changed in {_row_words(one.kind, one.changed_rows)}"
    told = [f"{_row_words(one.kind, len(rows))} {name}" for name, rows in (("new", one.new), ("gone", one.gone)) if rows]
    return f"{what}, {against}: {words.listed([*told, *([answers] if one.answers else [])])}."


def _waiting_html(page: Page, found: Outlook) -> str:
    """Return what the words of forms count, with the way to the page on which a person decides it."""
    lines = ""
    for one in found.waiting:
        link = address(without_area(page.selection) | {"la": one.la, "week": one.week.isoformat()}, "la_status")
        place = f'<a href="{esc(link)}" target="_self">LA status of {esc(_name(page.snapshot.areas, one.la))}</a>'
        lines += f"<li>{esc(one.sentence)} {place}</li>"
    return f'<ul class="ch-list">{lines}</ul>'


def _published_table(published: tuple[Published, ...], areas: AreaList) -> str:
    several = len({one.whose for one in published}) > 1
    rows = []
    for one in published:
        code, _, week = one.whose.partition(" ")
        whose = [f"{_name(areas, code)}, {words.day(date.fromisoformat(week))}"] if several and week else []
        moved = "" if one.was == one.now else "changes"
        rows.append([*whose, one.measure, one.was or "nothing for this week", one.now, moved])
    whose_column = [Column("CCG and week")] if several else []
    columns = [*whose_column, Column("What is published"), Column("Before", True), Column("With this file", True), Column("Change")]
    return html_table("What will be published from it", columns, rows, scroll=len(rows) > 12)


def _counted_table(page: Page, changed: list[Changes]) -> str:
    several = len(changed) > 1
    rows = []
    for each in changed:
        for one in each.counted:
            own = [f"{each.submitter} {words.day(each.week)}" if each.week else each.submitter] if several else []
            counts = [words.count(number) for number in (one.before, one.now, one.new, one.changed, one.gone)]
            rows.append([*own, told_value(one.field, "", page.snapshot.questions), *counts])
    if not rows:
        return ""
    labels = ["Answers before", "Now", "New", "Changed", "Gone"]
    columns = [*([Column("Return")] if several else []), Column("Question"), *(Column(label, True) for label in labels)]
    return html_table("Answers by question: new, changed and gone ones in rows that were there before", columns, rows)


def _answers_table(page: Page, changed: list[Changes]) -> str:
    rows = [[_row(one, row), "the whole row", *pair] for one in changed for row, pair in _whole_rows(one)]
    for one, answer in [(each, answer) for each in changed for answer in each.answers]:
        wording = told_value(answer.field, answer.part, page.snapshot.questions)
        rows.append([_row(one, answer.row), wording, answer.was or "(blank)", answer.now or "(blank)"])
    if not rows:
        return ""
    more = f" (the first {_SHOWN} of {words.count(len(rows))}; the receipt has all)" if len(rows) > _SHOWN else ""
    shown = [[*row[:2], words.shorten(row[2], 60), words.shorten(row[3], 60)] for row in rows[:_SHOWN]]
    columns = [Column("Home or area"), Column("Question"), Column("Was"), Column("Is")]
    return html_table(f"What is new, changed or gone{more}", columns, shown)


def _row(one: Changes, row: str) -> str:
    if not row:
        return "the form" if one.kind == "la" else "the CCG itself"
    return f"{one.names[row]} ({row})" if row in one.names else row


def _whole_rows(one: Changes) -> list[tuple[str, tuple[str, str]]]:
    return [*((row, ("not there", "new")) for row in one.new), *((row, ("there", "gone")) for row in one.gone)]


def _downloads(page: Page, item: Examined, receipt: Receipt, found: Outlook) -> None:
    questions = page.snapshot.questions
    with st.container(horizontal=True):
        st.download_button(
            "Receipt (CSV)",
            data=taken(
                page.store,
                f"receipt of {item.name}",
                lambda: receipt_csv(receipt, questions, found.changes, found.published, [one.line for one in found.waiting]),
            ),
            file_name="receipt.csv",
            mime="text/csv",
            key=f"receipt_{item.number}",
            on_click="ignore",
        )
        if not any(one.cell for one in receipt.findings):
            return
        name = marked_name(item.content, item.name)
        st.download_button(
            "Your workbook, marked",
            data=taken(page.store, f"{item.name}, marked", lambda: mark(item.content, item.name, receipt.findings, questions).content),
            file_name=name,
            mime=_TYPES.get(name[-5:], "application/octet-stream"),
            key=f"marked_{item.number}",
            on_click="ignore",
        )
