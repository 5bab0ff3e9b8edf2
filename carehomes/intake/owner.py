"""Whose a row is and of which week: from its own cells, else from the title block, else from what was said beside the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from carehomes.areas import Area, week_label, week_problem
from carehomes.intake.cells import shown
from carehomes.intake.codes import Remark, closed_remark, find_ccg, name_remark, suggested
from carehomes.intake.context import Context
from carehomes.intake.recognise import Table
from carehomes.intake.staging import Staging, Whose
from carehomes.intake.titles import Titles
from carehomes.intake.values import clean, parse_date, says_not_applicable, says_nothing
from carehomes.ledger.model import Hints


class Owner:
    """Answers for each row of one table which return it belongs to, and tells what is wrong with that."""

    def __init__(self, table: Table, titles: Titles, context: Context, hints: Hints, staging: Staging) -> None:
        self._table = table
        self._titles = titles
        self._context = context
        self._hints = hints
        self._staging = staging
        self._sheet = table.sheet.name
        self._known: dict[tuple[str, str, str], tuple[Area, date]] = {}

    def of_row(self, row: int) -> tuple[Whose, Area] | None:
        """Return the return that a row belongs to and its CCG, or None where that is not known; what is wrong is told."""
        texts = (self._text(row, "ccg_code"), self._text(row, "ccg_name"), self._text(row, "week_ending"))
        if texts in self._known:
            known, last_day = self._known[texts]
            return Whose(self._table.kind, known.code, last_day), known
        before = self._staging.placing.calls
        area = self._ccg(row)
        week = self._week(row)
        if area is not None and week is not None:
            sender, area = area, self._stands_for(area, week, row)
            self._agree(area, week, row, sender)
        if area is None or week is None:
            return None
        self._staging.placed.setdefault(self._sheet, set()).add(Whose(self._table.kind, area.code, week))
        if self._staging.placing.calls == before:
            self._known[texts] = (area, week)
        return Whose(self._table.kind, area.code, week), area

    def _text(self, row: int, name: str) -> str:
        column = self._table.columns.of(name)
        return clean(self._table.sheet.cell(row, column)) if column else ""

    def _tell(self, remark: Remark, row: int, column: int, field: str, value: str, once: object) -> None:
        self._staging.placing.add(
            remark.code,
            remark.severity,
            remark.message,
            sheet=self._sheet,
            row=row,
            column=column,
            field=field,
            value=shown(value),
            once=once,
            counted=row > self._table.header_row,
        )

    def _ccg(self, row: int) -> Area | None:
        column = self._table.columns.of("ccg_code")
        if not column:
            return self._ccg_of_title()
        text = self._text(row, "ccg_code")
        given = self._context.areas.get(self._hints.submitter) if self._hints.submitter else None
        if says_nothing(text) and given is not None and given.level == "ccg":
            return given
        if says_nothing(text) or says_not_applicable(text):
            message = "{Cell}, the CCG's code, is blank. Enter the code of the CCG that the row is from."
            self._tell(Remark("ccg_blank", "error", message), row, column, "ccg_code", text, None)
            return None
        area, remark = find_ccg(text, self._context.areas)
        if remark and area is None and (advice := suggested(text, self._text(row, "ccg_name"), self._context.areas)):
            remark = replace(remark, message=f"{remark.message} {advice}")
        if remark:
            self._tell(remark, row, column, "ccg_code", text, text)
        return area

    def _ccg_of_title(self) -> Area | None:
        said = self._titles.ccgs
        if len(said) > 1:
            names = " and ".join(f'"{shown(one.text)}"' for one in said[:2])
            message = f"{{Cell}}: the rows above the table name more than one CCG, {names}. Leave only the one that the return is from."
            self._tell(Remark("ccg_twice", "error", message), said[1].row, said[1].column, "ccg_code", said[1].text, "title")
            return None
        if said:
            if said[0].remark:
                self._tell(said[0].remark, said[0].row, said[0].column, "ccg_code", said[0].text, said[0].text)
            return said[0].ccg
        if not self._hints.submitter:
            self._staging.needs.add("submitter")
            return None
        area, remark = find_ccg(self._hints.submitter, self._context.areas)
        if remark and area is None:
            message = f'The CCG was given as "{shown(self._hints.submitter)}", which is no code of a CCG. Give the code, such as 01T.'
            self._tell(Remark("ccg_unknown", "error", message), 0, 0, "ccg_code", self._hints.submitter, "hint")
        return area

    def _week(self, row: int) -> date | None:
        column = self._table.columns.of("week_ending")
        if not column:
            return self._week_of_title()
        text = self._text(row, "week_ending")
        if says_nothing(text) and self._hints.week is not None:
            # The file does not say it: whoever loads it does.
            return self._week_of_hints()
        if says_nothing(text):
            message = "{Cell}, the week's last day, is blank. Enter the Sunday on which the week ends."
            self._tell(Remark("week_blank", "error", message), row, column, "week_ending", text, None)
            return None
        day = parse_date(text)
        if day is None:
            message = f'{{Cell}} says "{shown(text)}", which is no date. Enter the Sunday on which the week ends, such as 17/05/2020.'
            self._tell(Remark("week_unreadable", "error", message), row, column, "week_ending", text, text)
            return None
        self._check_sunday(day, row, column, text)
        return day

    def _week_of_title(self) -> date | None:
        said = self._titles.weeks
        if len(said) > 1:
            message = "{Cell}: the rows above the table name more than one week. Leave only the one that the return is about."
            self._tell(Remark("week_twice", "error", message), said[1].row, said[1].column, "week_ending", said[1].text, "title")
            return None
        if said and said[0].week:
            self._check_sunday(said[0].week, said[0].row, said[0].column, said[0].text)
            return said[0].week
        if self._hints.week is None:
            self._staging.needs.add("week")
            return None
        return self._week_of_hints()

    def _week_of_hints(self) -> date | None:
        week = self._hints.week
        if week is not None:
            self._check_sunday(week, 0, 0, week.isoformat())
        return week

    def _check_sunday(self, day: date, row: int, column: int, text: str) -> None:
        problem = week_problem(day)
        if problem:
            message = f"{{Cell}}: {problem} Enter the Sunday." if row else f"The week that was given: {problem}"
            self._tell(Remark("week_not_sunday", "error", message), row, column, "week_ending", text, day)

    def _stands_for(self, sender: Area, week: date, row: int) -> Area:
        """Return whose return it is: with ``as_successor`` that of the CCG which took over a closed one, told once."""
        after = self._context.areas.successor(sender)
        if not self._hints.as_successor or sender.open_on(week) or not after.open_on(week):
            return sender
        message = f"{{Cell}} names {sender.label}, which had closed; it was taken as {after.label}, its successor, as was asked."
        remark = Remark("ccg_as_successor", "note", message if self._place_of_ccg(row)[0] else message.replace("{Cell} names ", ""))
        self._tell(remark, *self._place_of_ccg(row), "ccg_code", sender.code, sender.code)
        return after

    def _place_of_ccg(self, row: int) -> tuple[int, int]:
        """Return where the CCG's code stands: in the row, in the rows above the table, or nowhere (0, 0)."""
        column = self._table.columns.of("ccg_code")
        if column:
            return row, column
        return (self._titles.ccgs[0].row, self._titles.ccgs[0].column) if self._titles.ccgs else (0, 0)

    def _agree(self, area: Area, week: date, row: int, sender: Area) -> None:
        """Hold the CCG against the week, the name beside it (the sender's own) and what was said beside the file."""
        where = self._place_of_ccg(row)
        closed = closed_remark(area, week, self._context.areas)
        if closed:
            message = closed.message if where[0] else closed.message.replace("{Cell} names", "The CCG that was given is")
            self._tell(Remark(closed.code, closed.severity, message), *where, "ccg_code", area.code, (area.code, week))
        name = self._text(row, "ccg_name")
        differs = None if says_nothing(name) or says_not_applicable(name) else name_remark(sender, name, self._context.areas)
        if differs:
            self._tell(differs, row, self._table.columns.of("ccg_name"), "ccg_name", name, (area.code, name))
        self._agree_with_hints(area, week, row, sender)

    def _agree_with_hints(self, area: Area, week: date, row: int, sender: Area) -> None:
        if self._hints.week is not None and self._hints.week != week:
            message = (
                f"The file is about the {week_label(week)}, but the {week_label(self._hints.week)} was given with it. "
                "Check which is right: correct the file, or give the week that it says."
            )
            self._tell(
                Remark("week_differs", "error", message), row, self._table.columns.of("week_ending"), "week_ending", week.isoformat(), week
            )
        given = self._context.areas.get(self._hints.submitter) if self._hints.submitter else None
        if self._hints.submitter and (given is None or given.code not in (area.code, sender.code)):
            label = given.label if given else f'"{shown(self._hints.submitter)}"'
            message = f"The file is from {area.label}, but {label} was given with it. Correct the file, or give the CCG that it says."
            self._tell(Remark("ccg_differs", "error", message), row, self._table.columns.of("ccg_code"), "ccg_code", area.code, area.code)
