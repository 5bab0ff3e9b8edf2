"""Header rows: a column's own text with the group headings above it; merged cells arrive as a text and blanks after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from carehomes.intake.cells import key
from carehomes.intake.codes import HOME_ID
from carehomes.intake.values import clean, find_dates, parse_date

#: Rows of group headings that may stand above the header row.
_ABOVE = 2
#: A single text of more words than this above a header is a title, not a group heading.
_WORDS = 4
_TITLE = re.compile(r"(ccg|week|w/e|region|stp|date|period|submitted|completed|contact|name|organisation)\b[^:]*:", re.IGNORECASE)
_SAYS_NOTHING_MORE = (
    "a about all and answers are basic by care count counts data detail details for general home homes in information is number numbers "
    "of on only part question questions return section the there this to total totals week weekly"
)
_NEUTRAL = frozenset(_SAYS_NOTHING_MORE.split())
#: Letters by which two words are taken for forms of one: testing and tested are not, oximeter and oximeters are.
_STEM = 5


def heads(rows: Sequence[list[str]]) -> dict[int, tuple[str, ...]]:
    """Return the texts above each column, the outermost first: of the header row, which comes last, and of the group headings.

    A group heading reaches to the right until the next one; a text with nothing below it is the column's own.
    """
    if len(rows) == 1:
        return {column: (text,) for column, text in enumerate(rows[0], start=1) if text.strip()}
    width = max((len(row) for row in rows), default=0)
    padded = [[clean(text) for text in row] + [""] * (width - len(row)) for row in rows]
    lines = [_filled(padded, level) for level in range(len(padded))]
    found: dict[int, tuple[str, ...]] = {}
    for column in range(width):
        if any(line[column] for line in padded[:-1]) or padded[-1][column]:
            found[column + 1] = tuple(dict.fromkeys(line[column] for line in lines if line[column]))
    return found


def _filled(rows: list[list[str]], level: int) -> list[str]:
    """Return one line of headings, each group heading repeated over its columns."""
    if level == len(rows) - 1:
        return rows[level]
    line: list[str] = []
    group = ""
    for column, text in enumerate(rows[level]):
        below = any(row[column] for row in rows[level + 1 :])
        outer = any(row[column] for row in rows[:level])
        if text or outer or not below:
            group = text if below else ""
        line.append(text or group)
    return line


def groups_above(rows: Sequence[list[str]], number: int) -> list[list[list[str]]]:
    """Return the ways in which row ``number`` (from 1) may be headed: by nothing, by the row above it, by the two above it."""
    ways: list[list[list[str]]] = [[]]
    row = rows[number - 1]
    if not heads_columns(row):
        return ways
    for above in range(1, min(_ABOVE, number - 1) + 1):
        upper, lower = rows[number - 1 - above], rows[number - above]
        if not _is_group_row(upper, lower):
            break
        ways.append([list(one) for one in rows[number - 1 - above : number - 1]])
    return ways


def heads_columns(row: list[str]) -> bool:
    """Return whether a row may be a header: texts, and no numbers, dates or IDs of homes."""
    filled = 0
    for text in map(clean, row):
        if text and _is_value(text):
            return False
        filled += bool(text)
    return filled >= 2


@lru_cache(maxsize=4_096)
def _is_value(text: str) -> bool:
    return not re.search(r"[^\W\d_]", text) or bool(HOME_ID.fullmatch(text)) or parse_date(text) is not None


def _is_title(text: str) -> bool:
    return _is_value(text) or bool(find_dates(text)) or bool(_TITLE.match(text))


def _is_group_row(upper: list[str], lower: list[str]) -> bool:
    """Return whether a row holds headings of groups of the columns below it, and is no line of a title block."""
    filled = [(column, clean(text)) for column, text in enumerate(upper) if clean(text)]
    if not filled or any(_is_title(text) for _, text in filled):
        return False
    first = next((column for column, text in enumerate(lower) if clean(text)), 0)
    return len(filled) > 1 or (filled[0][0] > first and len(filled[0][1].split()) <= _WORDS)


def said_more(groups: Sequence[str]) -> set[str]:
    """Return the words of group headings that may change what stands below them: not *Care home details*, but *tested*."""
    return {word for group in groups for word in key(group).split() if word not in _NEUTRAL and not word.isdigit()}


def belongs(said: set[str], labels: Sequence[str]) -> bool:
    """Return whether the words of group headings say the same thing as a column's own names.

    *Testing status* under *Testing* is the testing status; *Residents* under *Swabbed* are not the residents.
    """
    meant = {word[:_STEM] for label in labels for word in key(label).split() if word not in _NEUTRAL}
    return bool({word[:_STEM] for word in said} & meant)
