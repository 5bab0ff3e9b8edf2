"""Where a file says week and CCG besides its title block: rows below the table, a cover sheet, and last of all its name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from carehomes.areas import Area, AreaList
from carehomes.areas.lists import name_key
from carehomes.intake.cells import Sheet
from carehomes.intake.context import Context
from carehomes.intake.titles import Said, Titles, codes_inside, read_titles
from carehomes.intake.values import find_dates, says_nothing

#: Rows from the top of a cover sheet, and from the bottom of a table, in which week and CCG are looked for.
_COVER, _FOOT = 40, 20
#: A row of more filled cells than this is no footer.
_FILLED = 4
#: A shorter name of a CCG is too likely to be part of something else in the name of a file.
_NAME = 5


def of_file_name(file_name: str, areas: AreaList) -> Titles:
    """Return the Sunday and the CCG that the name of a file names; folders in it say nothing."""
    stem = re.split(r"[\\/]", file_name)[-1].rsplit(".", 1)[0]
    text = re.sub(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)", r"\1-\2-\3", re.sub(r"(?<=\d)_(?=\d)", "-", stem)).replace("_", " ")
    weeks = [day for day in find_dates(text) if day.weekday() == 6]
    ccgs = codes_inside(text, areas) or _named_inside(text, areas)
    return _one_each(Titles(tuple(Said(stem, 0, 0, week=day) for day in weeks), tuple(Said(stem, 0, 0, ccg=area) for area in ccgs)))


def _named_inside(text: str, areas: AreaList) -> list[Area]:
    words = f" {re.sub(r'[^a-z0-9]+', ' ', text.lower())} "
    plain = {area.code: f" {re.sub(r'[^a-z0-9]+', ' ', name_key(area.name))} " for area in areas.of_level("ccg")}
    found = [code for code, name in plain.items() if len(name) > _NAME + 1 and name in words]
    whole = [code for code in found if not any(plain[code] != plain[other] and plain[code] in plain[other] for other in found)]
    return [area for area in map(areas.get, whole) if area is not None]


def of_cover(sheets: Iterable[Sheet], context: Context) -> Titles:
    """Return what sheets without a table say of week and CCG beside a label; guidance may name any week in its sentences."""
    found = [
        read_titles(sheet, range(1, min(len(sheet.rows), _COVER) + 1), context.areas, context.questions, sentences=False)
        for sheet in sheets
    ]
    weeks = {said.week: said for titles in found for said in titles.weeks}
    ccgs = {said.ccg.code: said for titles in found for said in titles.ccgs if said.ccg}
    return _one_each(_placeless(Titles(tuple(weeks.values()), tuple(ccgs.values()))))


def of_foot(sheet: Sheet, header_row: int, context: Context) -> Titles:
    """Return what the rows below a table say of week and CCG."""
    above = max(header_row, len(sheet.rows) - _FOOT)
    rows = [row for row, cells in enumerate(sheet.rows[above:], start=above + 1) if _is_short(cells)]
    return _one_each(read_titles(sheet, rows, context.areas, context.questions))


def _is_short(row: list[str]) -> bool:
    filled = 0
    for text in row:
        filled += not says_nothing(text)
        if filled > _FILLED:
            return False
    return filled > 0


def _one_each(titles: Titles) -> Titles:
    """Return what is said beyond doubt: a list of all weeks or CCGs says nothing."""
    return Titles(titles.weeks if len(titles.weeks) == 1 else (), titles.ccgs if len(titles.ccgs) == 1 and titles.ccgs[0].ccg else ())


def _placeless(titles: Titles) -> Titles:
    """Return what stands on another sheet, without its cell: findings name cells of the table's own sheet."""
    weeks = tuple(Said(one.text, 0, 0, week=one.week) for one in titles.weeks)
    return Titles(weeks, tuple(Said(one.text, 0, 0, ccg=one.ccg) for one in titles.ccgs))
