"""The words of a council's form: texts beneath its headings, 'Section complete', and no contact details in any of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from carehomes.intake.cells import Sheet, key
from carehomes.intake.values import clean, read_yes_no

#: What each column of the form holds, known by its heading however it is worded.
HEADINGS: Mapping[str, re.Pattern[str]] = {
    "support_text": re.compile(r"^if yes\b|brief description|type of support|describe (?:the|what)"),
    "homes": re.compile(
        r"^(?:the )?(?:number|no|nr|count) of (?:cqc )?(?:registered )?(?:care )?homes\b|^(?:care )?homes (?:with|where)\b"
    ),
    "support": re.compile(r"\bsupport\b.*\b(?:help|helpful|needed|required|wanted)\b|\b(?:help|helpful)\b.*\bsupport\b"),
    "issues": re.compile(r"\bissues?\b.*\bhighlight\b|^(?:any )?(?:other )?(?:issues?|comments?)\b"),
}
#: A heading is no longer than this: a sentence of guidance is none.
_MOST_HEADING = 130
#: A text beneath a heading has at least so many letters and words; what is shorter is a label.
_LEAST_TEXT, _LEAST_WORDS = 25, 4

_FOCUS = re.compile(r"\W*focus\W*([1-9])\b", re.IGNORECASE)
_COMPLETE = re.compile(r"\W*section\s+(?:is\s+)?(not\s+|in)?completed?\b", re.IGNORECASE)
#: "(Yes/No)" or a question mark: the heading asks, so a blank beside it says nothing.
_ASKS = re.compile(r"\?|\by(?:es)?\s*/\s*no?\b", re.IGNORECASE)
_OPEN_BOX = ("\u2610", "\u25a1", "\u25a2", "[ ]", "\u2717", "\u2718")
_GUIDANCE = ("please ", "key covid", "note ")
_PERSON = (
    "contact",
    "completed by",
    "signed",
    "prepared by",
    "submitted by",
    "e mail",
    "email",
    "telephone",
    "tel ",
    "phone",
    "mobile",
    "name",
)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\w.])(?:\+44\s?(?:\(0\))?|\(?0)(?:[\s()-]{0,2}\d){9,10}(?!\d)")


@dataclass(frozen=True)
class Written:
    """A text at its row and column, of the focus under which it stands."""

    row: int
    column: int
    focus: str
    text: str


def without_contacts(text: str) -> str:
    """Return ``text`` without e-mail addresses and telephone numbers: whom to ask stands in fields of its own, which few may see."""
    return _TELEPHONE.sub("[telephone number removed]", _EMAIL.sub("[e-mail address removed]", text))


def columns_of(sheet: Sheet, before: int) -> dict[str, int]:
    """Return the columns of the form by the headings above the row ``before``: homes, support, support_text, issues."""
    rows = [_headed(line) for line in sheet.rows[: before - 1]]
    found: dict[str, int] = {}
    # The row with most of them is the heading row; what it lacks may stand in a row beside it.
    for headed in sorted(rows, key=len, reverse=True):
        for part, column in headed.items():
            if column not in found.values():
                found.setdefault(part, column)
    return found


def _headed(line: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in enumerate(line, start=1):
        if part := _heading(text):
            found.setdefault(part, column)
    return found


def _heading(text: str) -> str:
    plain = key(text)
    return next((part for part, known in HEADINGS.items() if known.search(plain)), "") if 0 < len(plain) <= _MOST_HEADING else ""


def focus_of_rows(sheet: Sheet, items: Mapping[int, str]) -> list[str]:
    """Return the focus under which each row stands, '' above the first; ``items`` gives the focus of the rows with actions."""
    current, found = "", []
    for row, line in enumerate(sheet.rows, start=1):
        headed = next((match.group(1) for text in line if (match := _FOCUS.match(text))), "")
        current = items.get(row) or headed or current
        found.append(current)
    return found


def narratives(sheet: Sheet, focus: list[str], taken: Collection[tuple[int, int]]) -> Iterator[Written]:
    """Yield the longer texts beneath the form's headings; ``taken`` are the cells that say something else.

    Headings, guidance, 'Section complete' and rows that name a person are none.
    """
    for row, line in enumerate(sheet.rows, start=1):
        if not focus[row - 1] or _names_a_person(line):
            continue
        for column, text in enumerate(line, start=1):
            if (row, column) not in taken and _is_text(text):
                yield Written(row, column, focus[row - 1], clean(text))


def _names_a_person(line: Collection[str]) -> bool:
    first = next((key(text) for text in line if text.strip()), "")
    return first.startswith(_PERSON)


def _is_text(text: str) -> bool:
    if len(text) < _LEAST_TEXT or len(text.split()) < _LEAST_WORDS or _FOCUS.match(text) or _COMPLETE.match(text):
        return False
    return not _heading(text) and not key(text).startswith(_GUIDANCE)


def completed(sheet: Sheet, focus: list[str]) -> Iterator[tuple[Written, bool]]:
    """Yield each 'Section complete' with whether it says so: 'no' or an open box beside it, or 'not' in it, says that it is not.

    One that asks and has no answer beside it says nothing.
    """
    for row, line in enumerate(sheet.rows, start=1):
        for column, text in enumerate(line, start=1):
            if not focus[row - 1] or not (match := _COMPLETE.match(text)):
                continue
            after, answer = text[match.end() :], clean(sheet.cell(row, column + 1))
            if _ASKS.search(after) and not answer:
                continue
            beside = [clean(after.lstrip(" :?-")), answer]
            before = clean(sheet.cell(row, column - 1)) if column > 1 else ""
            no = any(read_yes_no(one).answer == "no" for one in beside) or any(one in _OPEN_BOX for one in (*beside, before))
            yield Written(row, column, focus[row - 1], text), not (match.group(1) or no)
