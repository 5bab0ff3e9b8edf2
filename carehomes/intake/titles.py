"""What the title block of a sheet says: the week and the CCG, beside a label or in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from carehomes.areas import Area, AreaList
from carehomes.catalogue import Question
from carehomes.intake.cells import Sheet, key
from carehomes.intake.codes import Remark, find_ccg
from carehomes.intake.mapping import labels
from carehomes.intake.values import clean, find_dates, parse_date, says_nothing


@dataclass(frozen=True)
class Said:
    """Something that a title says, and where."""

    text: str
    row: int
    column: int
    week: date | None = None
    ccg: Area | None = None
    remark: Remark | None = None


@dataclass(frozen=True)
class Titles:
    """The weeks and CCGs that a title block names."""

    weeks: tuple[Said, ...] = ()
    ccgs: tuple[Said, ...] = ()

    def or_else(self, other: Titles) -> Titles:
        """Return what these say, and what only ``other`` says."""
        return Titles(self.weeks or other.weeks, self.ccgs or other.ccgs)


def pairs(sheet: Sheet, rows: Iterable[int]) -> list[tuple[str, str, int, int]]:
    """Return (label, value, row, column) of ``label: value`` in one cell and of a label with its value in the next cell filled."""
    found: list[tuple[str, str, int, int]] = []
    for row in rows:
        line = sheet.rows[row - 1]
        filled = [(column, text) for column, text in enumerate(line, start=1) if not says_nothing(text)]
        for index, (column, text) in enumerate(filled):
            before, colon, after = text.partition(":")
            if colon and clean(after):
                found.append((before, clean(after), row, column))
            elif index + 1 < len(filled):
                found.append((before, clean(filled[index + 1][1]), row, filled[index + 1][0]))
    return found


def read_titles(sheet: Sheet, rows: Iterable[int], areas: AreaList, questions: Mapping[str, Question], *, sentences: bool = True) -> Titles:
    """Return the weeks and CCGs that stand in ``rows`` outside of the table, each thing once; without ``sentences`` only labelled ones."""
    rows = list(rows)
    week_keys = _keys(questions, "week_ending")
    ccg_keys = _keys(questions, "ccg_code") | _keys(questions, "ccg_name")
    weeks: list[Said] = []
    ccgs: list[Said] = []
    for label, value, row, column in pairs(sheet, rows):
        if key(label) in week_keys and (day := parse_date(value)):
            weeks.append(Said(value, row, column, week=day))
        if key(label) in ccg_keys and (said := _ccg(value, row, column, areas)):
            ccgs.append(said)
    for row in rows if sentences else ():
        for column, text in enumerate(sheet.rows[row - 1], start=1):
            weeks += _week_in_sentence(text, row, column)
            ccgs += _ccg_in_sentence(text, row, column, areas)
    return Titles(tuple(_once(weeks)), tuple(_once(ccgs)))


def _once(said: list[Said]) -> list[Said]:
    first: dict[object, Said] = {}
    for one in said:
        first.setdefault(one.week or (one.ccg.code if one.ccg else one.text), one)
    return list(first.values())


def _keys(questions: Mapping[str, Question], name: str) -> set[str]:
    return {key(text) for text in labels(questions[name])} if name in questions else {key(name)}


def _week_in_sentence(text: str, row: int, column: int) -> list[Said]:
    told = re.search(r"\b(?:week[ _-]*ending|week to|w/e)\b(.*)", text, re.IGNORECASE | re.DOTALL)
    days = find_dates(told.group(1)) if told else []
    return [Said(text, row, column, week=days[0])] if days else []


def _ccg(value: str, row: int, column: int, areas: AreaList) -> Said | None:
    """Return what a CCG's label is followed by: a code, a name, or both; None where it is neither."""
    area, remark = find_ccg(value, areas)
    if area is not None:
        return Said(value, row, column, ccg=area, remark=remark)
    named = areas.named("ccg", value)
    if len(named) == 1:
        return Said(value, row, column, ccg=named[0])
    inside = codes_inside(value, areas)
    if len(inside) == 1:
        return Said(value, row, column, ccg=inside[0])
    if re.fullmatch(r"[A-Za-z0-9]{3,5}|E\d{8}", value) and re.search(r"\d", value):
        return Said(value, row, column, remark=remark)
    return None


def codes_inside(text: str, areas: AreaList) -> list[Area]:
    """Return the CCGs whose codes stand in a text, each once."""
    tokens = [one for one in re.findall(r"[A-Za-z0-9]+", text) if len(one) in (3, 5, 9) and re.search(r"\d", one)]
    found = [area for area in map(areas.get, tokens) if area is not None and area.level == "ccg"]
    return list({area.code: area for area in found}.values())


def _ccg_in_sentence(text: str, row: int, column: int, areas: AreaList) -> list[Said]:
    if not re.search(r"\bCCG\b|clinical commissioning group", text, re.IGNORECASE):
        return []
    inside = codes_inside(text, areas)
    return [Said(text, row, column, ccg=inside[0])] if len(inside) == 1 else []
