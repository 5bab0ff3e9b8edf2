"""Texts to values: what a cell says, or in plain words why it says nothing that can be counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from carehomes.catalogue import Question
from carehomes.intake.cells import key

NOT_APPLICABLE = "not applicable"
MAX_COUNT = 10_000_000

_NOTHING = frozenset({"", "*", "-", "\u2013", "\u2014", ":", "..", "...", "\u2026", "[x]"})
#: What a cell says whose formula came to nothing, as Excel and LibreOffice write it.
_FAILED = re.compile(r"#(n/a|[a-z][a-z_/0-9]*[!?]|getting_data)|err:[0-9]{3}", re.IGNORECASE)
_NOT_APPLICABLE = frozenset({"n/a", "na", "n.a.", "n.a", "n\\a", "not applicable", "[z]"})
_YES_NO = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}
#: Ticks and crosses by their own signs; a letter x, a crossed box or a 1 may mean either, so a person is asked.
_YES_NO |= dict.fromkeys("\u2713\u2714\u2705\u2611", "yes") | dict.fromkeys("\u2717\u2718\u274c", "no")
_MONTHS = {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), "ymd"),
    (re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?!\d)"), "dmy"),
    (re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[ \-_.]*(?:of )?{_MONTH}[ \-_.,]*(\d{{4}}|\d{{2}})(?!\d)", re.IGNORECASE), "dmy"),
    (re.compile(rf"\b{_MONTH}[ \-_.]*(\d{{1,2}})(?:st|nd|rd|th)?,? +(\d{{4}})(?!\d)", re.IGNORECASE), "mdy"),
)
_AROUND_DATE = re.compile(
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[ ,.]*)?@(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Value:
    """What a cell says. ``problem`` is '' or the code of what is wrong, ``advice`` then says what to do."""

    answer: str | None = None
    number: int | None = None
    problem: str = ""
    advice: str = ""


def clean(text: str) -> str:
    """Return the text with outer blanks taken off, hard ones too."""
    return text.strip(" \t\r\n\f\v\u00a0\u200b\ufeff\u202f")


#: Zero in words. Not "none", which is also written where nobody counted.
_ZERO = frozenset({"nil", "zero"})
#: A whole number, thousands apart by commas, or by one of the spaces in use (plain, hard, figure, thin, narrow).
_COUNT = re.compile(r"(\d{1,3}([, \u00a0\u2007\u2009\u202f])\d{3}(\2\d{3})*|\d+)(\.0+)?")


@lru_cache(maxsize=65_536)
def says_nothing(text: str) -> bool:
    """Return whether a cell is blank or holds only a sign for it."""
    return not text or clean(text).lower() in _NOTHING


@lru_cache(maxsize=65_536)
def says_not_applicable(text: str) -> bool:
    """Return whether a cell says *not applicable*."""
    return clean(text).lower() in _NOT_APPLICABLE


def read_value(text: str, question: Question) -> Value | None:
    """Return what ``text`` says in answer to ``question``; None where it says nothing."""
    if says_nothing(text):
        return None
    if says_not_applicable(text):
        return Value(answer=NOT_APPLICABLE)
    if (question.type != "text" or question.role == "answer") and (failed := failed_value(text)):
        return failed
    if question.type == "yes_no":
        return read_yes_no(text)
    if question.type == "count":
        return read_count(text)
    if question.type == "date":
        return read_date(text)
    if question.type == "word":
        return read_word(text, question)
    return Value(answer=clean(text))


def failed_value(text: str) -> Value | None:
    """Return what to say of a cell that holds an error (``#N/A``): it is neither an answer nor a blank; None of any other cell."""
    if not _FAILED.fullmatch(clean(text)):
        return None
    advice = "That is what a spreadsheet shows where a formula fails. Enter the answer itself, or leave it blank where it is not known."
    return Value(problem="error_in_cell", advice=advice)


def read_yes_no(text: str) -> Value:
    """Return yes or no."""
    answer = _YES_NO.get(clean(text).lower().rstrip(".\ufe0f"))
    if answer is None:
        return Value(problem="not_yes_no", advice="Enter yes, no or n/a, or leave it blank where it was not answered.")
    return Value(answer=answer)


def read_count(text: str) -> Value:
    """Return a whole number from 0 up."""
    plain = clean(text)
    if failed := failed_value(plain):
        return failed
    if _COUNT.fullmatch(plain):
        digits = re.sub(r"\D", "", plain.split(".")[0])
        if len(digits) < 19 and int(digits) <= MAX_COUNT:
            return Value(number=int(digits))
        return Value(problem="count_too_large", advice="That is more than any count here can be. Enter the right number.")
    if plain.lower() in _ZERO:
        return Value(number=0)
    if plain.endswith("%"):
        return Value(problem="percentage", advice="Enter the count itself, not a percentage.")
    if re.fullmatch(r"[-\u2212\u2013]\s*\d[\d,]*(\.\d+)?", plain):
        return Value(problem="negative", advice="Enter a whole number from 0 up.")
    if re.fullmatch(r"\d+\.\d+", plain):
        return Value(problem="not_whole", advice="Enter a whole number.")
    if re.fullmatch(r"\d+(\.\d+)?e[+-]?\d+", plain, re.IGNORECASE):
        advice = "That is how a spreadsheet shortens a long number, and digits of it may be lost. Enter the whole number in full."
        return Value(problem="not_a_number", advice=advice)
    return Value(
        problem="not_a_number",
        advice="Enter a whole number, 0 for none, or leave it blank where it is not known; a note belongs in the comment.",
    )


def read_date(text: str) -> Value:
    """Return a date in ISO, read the UK way."""
    day = parse_date(text)
    if day is None:
        return Value(problem="not_a_date", advice="Enter a date such as 17/05/2020 (day, month, year) or 2020-05-17.")
    return Value(answer=day.isoformat())


def read_word(text: str, question: Question) -> Value:
    """Return the question's own word, whatever the case it was typed in."""
    wanted = key(text)
    for word in question.all_words:
        if key(word) == wanted:
            return Value(answer=word)
    return Value(problem="not_a_word", advice=f"Choose one of: {', '.join(question.all_words)}.")


def parse_date(text: str) -> date | None:
    """Return the date that the whole of ``text`` is, day before month where both could be; None where it is none."""
    plain = clean(text)
    if re.fullmatch(r"[2-6]\d{4}", plain):  # a date cell that lost its format: days since the end of 1899
        return date(1899, 12, 30) + timedelta(days=int(plain))
    for pattern, order in _DATES:
        found = pattern.search(plain)
        if found and _AROUND_DATE.fullmatch(plain[: found.start()] + "@" + plain[found.end() :]):
            return _date(found.groups(), order)
    return None


def find_dates(text: str) -> list[date]:
    """Return the dates that stand anywhere in ``text``, in order, each once."""
    taken: list[tuple[int, int]] = []
    days: list[tuple[int, date]] = []
    for pattern, order in _DATES:
        for found in pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            day = _date(found.groups(), order)
            if day is not None:
                taken.append(found.span())
                days.append((found.start(), day))
    return list(dict.fromkeys(day for _, day in sorted(days)))


def without_dates(text: str) -> str:
    """Return ``text`` without the dates that stand in it: a header names another week each week."""
    for pattern, _ in _DATES:
        text = pattern.sub(" ", text)
    return text


def find_month(text: str) -> date | None:
    """Return the first day of the one month named in ``text`` (``May 2020``), or None."""
    found = {
        date(int(year), _MONTHS[month[:3].lower()], 1)
        for month, year in re.findall(rf"(?<![A-Za-z]){_MONTH}[ \-_.,]*(20\d{{2}})(?!\d)", text, re.IGNORECASE)
    }
    return found.pop() if len(found) == 1 else None


def _date(groups: tuple[str, ...], order: str) -> date | None:
    year, month, day = (groups[order.index(part)] for part in "ymd")
    number = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(number, _MONTHS.get(month[:3].lower()) or int(month), int(day)) if 1900 <= number <= 2100 else None
    except ValueError:
        return None
