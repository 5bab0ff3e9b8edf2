"""Week and CCG as a file says them in several places: the content first, its name last; where they disagree a person is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from carehomes.areas import week_label
from carehomes.intake.cells import Sheet, shown
from carehomes.intake.context import Context
from carehomes.intake.recognise import Table
from carehomes.intake.sources import of_cover, of_file_name, of_foot
from carehomes.intake.staging import Staging, Whose
from carehomes.intake.titles import Said, Titles, read_titles
from carehomes.ledger.model import Hints

#: The version of the layouts that is read.
LAYOUT = 1
_VERSION = re.compile(r"\b(?:template|layout) version (\d{1,4})\b", re.IGNORECASE)


def place_table(table: Table, covers: Sequence[Sheet], file_name: str, context: Context, hints: Hints) -> Table:
    """Return a return's table with what the file says of week and CCG outside of the title block.

    Whoever loads the file and says it goes before its name.
    """
    if table.kind not in ("home", "area"):
        return table
    inside = of_foot(table.sheet, table.header_row, context).or_else(of_cover(covers, context))
    named = of_file_name(file_name, context.areas)
    last = Titles(() if hints.week else named.weeks, () if hints.submitter else named.ccgs)
    return replace(table, elsewhere=inside.or_else(last))


def tell_version(table: Table, covers: Sequence[Sheet], context: Context, staging: Staging) -> None:
    """Refuse a template of a version that is not read here, and tell one that lacks questions which its week asks."""
    rows = [*table.sheet.rows[: table.header_row - 1], *(row for sheet in covers for row in sheet.rows[:5])]
    told = [int(found.group(1)) for row in rows for text in row if (found := _VERSION.search(text))]
    if told and LAYOUT not in told:
        message = f"This is a template of version {told[0]}, but version {LAYOUT} is read here. Take the template of now and fill it in."
        staging.findings.add("layout_version", "error", message, sheet=table.sheet.name)
    elif told and table.kind in ("home", "area"):
        _tell_older(table, context, staging)


def _tell_older(table: Table, context: Context, staging: Staging) -> None:
    """Tell that a template was made before some question was asked, or that somebody took its column out."""
    weeks = {whose.week for whose in staging.placed.get(table.sheet.name, ()) if whose.week}
    if len(weeks) != 1:
        return
    week = weeks.pop()
    wanted = [
        one
        for one in context.questions.values()
        if one.role == "answer" and not one.optional and table.kind in one.kinds and one.asked_in(week)
    ]
    lacking = sorted((one for one in wanted if one.id not in table.columns.fields), key=lambda one: (one.place, one.id))
    if lacking:
        names = ", ".join(f"'{one.wording}'" for one in lacking)
        message = (
            f"This template has no column for what the {week_label(week)} also asks: {names}. It was made for older questions, or the "
            "column was taken out. That stays not answered; to answer it, take the template of now."
        )
        staging.findings.add("template_older", "note", message, sheet=table.sheet.name, row=table.header_row)


def hold_against(table: Table, covers: Sequence[Sheet], file_name: str, context: Context, hints: Hints, staging: Staging) -> None:
    """Ask where the title block, the rows below, a cover sheet or the file's name say another week or CCG than the rows do."""
    placed = staging.placed.get(table.sheet.name, set())
    if table.kind not in ("home", "area") or not placed:
        return
    above = read_titles(table.sheet, range(1, table.header_row), context.areas, context.questions)
    sources = [
        ("the title above the table", above),
        ("a row below the table", of_foot(table.sheet, table.header_row, context)),
        ("another sheet", of_cover(covers, context)),
        ("the file's name", of_file_name(file_name, context.areas)),
    ]
    _tell_origin(table, sources[1:], above, hints, staging)
    if hints.week is None:
        _ask_week(table, sources, placed, staging)
    if not hints.submitter:
        _ask_submitter(table, sources, placed, context, staging)


def _tell_origin(table: Table, sources: Iterable[tuple[str, Titles]], above: Titles, hints: Hints, staging: Staging) -> None:
    """Tell that only a row below, a cover sheet or the file's name says whose the return is, or of which week."""
    wanted = {
        "week": not table.columns.of("week_ending") and not above.weeks and hints.week is None,
        "CCG": not table.columns.of("ccg_code") and not above.ccgs and not hints.submitter,
    }
    for name, titles in sources:
        for what, said in (("week", titles.weeks), ("CCG", titles.ccgs)):
            if said and wanted[what]:
                wanted[what] = False
                message = f'The {what} is said only by {name}: "{shown(said[0].text)}". It was taken from there.'
                staging.findings.add("said_elsewhere", "note", message, sheet=table.sheet.name, row=said[0].row, column=said[0].column)


def _ask_week(table: Table, sources: Iterable[tuple[str, Titles]], placed: set[Whose], staging: Staging) -> None:
    weeks = {whose.week for whose in placed if whose.week}
    for name, titles in sources:
        other = next((said for said in titles.weeks if said.week and said.week not in weeks), None)
        if other and other.week and len(weeks) == 1:
            week = next(iter(weeks))
            staging.needs.add("which_week")
            message = (
                f"The file is about the {week_label(week)}, but {name} says the {week_label(other.week)}: which is right? "
                f"If the first, say it (--week {week.isoformat()}); if the second, correct the file."
            )
            _ask(table, "week_disagrees", message, "week_ending", other, staging)
            return


def _ask_submitter(table: Table, sources: Iterable[tuple[str, Titles]], placed: set[Whose], context: Context, staging: Staging) -> None:
    codes = {whose.submitter for whose in placed}
    for name, titles in sources:
        other = next((said for said in titles.ccgs if said.ccg and said.ccg.code not in codes), None)
        if other and other.ccg and len(codes) == 1:
            area = context.areas.get(next(iter(codes)))
            staging.needs.add("which_submitter")
            message = (
                f"The file is from {area.label if area else codes}, but {name} says {other.ccg.label}: which is right? "
                f"If the first, say it (--submitter {area.code if area else ''}); if the second, correct the file."
            )
            _ask(table, "ccg_disagrees", message, "ccg_code", other, staging)
            return


def _ask(table: Table, code: str, message: str, field: str, other: Said, staging: Staging) -> None:
    staging.findings.add(
        code,
        "query",
        message,
        sheet=table.sheet.name,
        row=other.row,
        column=other.column,
        field=field,
        value=shown(other.text),
        once=message,
    )
