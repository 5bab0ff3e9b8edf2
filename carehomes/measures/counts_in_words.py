"""Counts that a person wrote into a text - "76 said no and 25 didn't respond" - found by pattern, as a suggestion and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass

# fmt: off
_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)
# fmt: on
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_OTHER_UNITS = "per cent|percent|days?|weeks?|hours?|beds?|residents?|staff|st|nd|rd|th"
#: A count of homes: no part of a date, of a telephone number, of money, of a percentage or of another number, and no year.
_NUMBER = (
    rf"(?<![\w£$.,/:+-])(?<!\d )(?P<n>\d{{1,3}}|\d,\d{{3}}|{'|'.join(_WORDS)})"
    rf"(?![\w/%:]|[.,]\d|-\d| \d| ?%| (?:{_MONTHS})|(?: |-)?(?:{_OTHER_UNITS})\b)"
)
#: What may stand between a count and what it did.
_KIND = "(?:care )?(?:homes|home|providers|provider|others|further|more|managers)"
_OF = rf"(?: of (?:the|our|these|all|them))?(?: {_KIND})?(?: (?:have|has|had))?"
_NOT_SO = "response|responses|reply|replies|answer|answers|longer|issue|issues|problem|problems|concern|concerns"
_QUOTED_NO = rf"[\"']?no[\"']?(?![\w'-]| (?:{_NOT_SO}))"
_SAID = r"(?:said|say|says|saying|answered|answering|replied|responded|reported|stated|indicated|told us|ticked|put)(?: that)?"
_NOT = r"(?:(?:did|do|does|have|has|had|were|are)(?: not|n't)|not|never)(?: yet)?(?: been)?"
_ANSWERED = r"(?:respond(?:ed)?|repl(?:y|ied)|answer(?:ed)?|return(?:ed)?|complete[d]?|fill(?:ed)? (?:it )?in)\b"
_NO_ANSWER = r"(?:no (?:response|reply|answer)s?\b|unanswered\b|non-?respon(?:ders|dents|ses?)\b)"
_SILENT = rf"(?:{_NOT} {_ANSWERED}|(?:are |is )?yet to {_ANSWERED}|{_NO_ANSWER})"

_SILENT_FORMS = tuple(
    re.compile(text)
    for text in (
        rf"{_NUMBER}{_OF} {_SILENT}",
        rf"\b(?:{_NO_ANSWER}|not answered|did not respond)(?: ?[:=] ?| from | ){_NUMBER}",
        rf"\bawaiting (?:a |an )?(?:response|reply|answer)s? from {_NUMBER}",
    )
)
_NO_FORMS = tuple(
    re.compile(text)
    for text in (
        rf"{_NUMBER}{_OF} {_SAID} {_QUOTED_NO}",
        rf"{_NUMBER}{_OF} {_QUOTED_NO}(?= ?(?:$|[,.;)]|and\b|&))",
        rf"{_NUMBER}{_OF} (?:{_NOT} |not )(?:in place|got (?:it|this) in place)\b",
        rf"(?<![\w'-]){_QUOTED_NO} ?[:=] ?{_NUMBER}",
    )
)


@dataclass(frozen=True)
class Told:
    """What a text counts: homes that said no, and homes that did not answer (None: not told); ``quote`` is the part of it that says so."""

    no: int | None
    silent: int | None
    quote: str


def _plain(text: str) -> str:
    """Return ``text`` in small letters, quotation marks and spaces made plain one by one: every letter keeps its place."""
    for odd, plain in (("\u2018", "'"), ("\u2019", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u2010", "-"), ("\u2011", "-")):
        text = text.replace(odd, plain)
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in re.sub(r"\s", " ", text))


def _number(text: str) -> int:
    return _WORDS.index(text) if text in _WORDS else int(text.replace(",", ""))


def _found(text: str, forms: tuple[re.Pattern[str], ...]) -> list[re.Match[str]]:
    """Return what the forms find, none twice: of two that overlap the first form's."""
    taken: list[re.Match[str]] = []
    for form in forms:
        for one in form.finditer(text):
            if not any(one.start() < other.end() and other.start() < one.end() for other in taken):
                taken.append(one)
    return taken


def counts_in(text: str) -> Told | None:
    """Return what ``text`` counts; None where it counts nothing, or says two different things."""
    plain = _plain(text)
    silent = _found(plain, _SILENT_FORMS)
    rest = plain
    for one in silent:
        rest = rest[: one.start()] + "." * (one.end() - one.start()) + rest[one.end() :]
    no = _found(rest, _NO_FORMS)
    if not (silent or no) or len(silent) > 1 or len(no) > 1:
        return None
    ends = [*silent, *no]
    quote = text[min(one.start() for one in ends) : max(one.end() for one in ends)]
    said_no, unanswered = (_number(found[0]["n"]) if found else None for found in (no, silent))
    return Told(said_no, unanswered, " ".join(quote.split()))


def fits(yes: int, told: Told, total: int | None) -> bool:
    """Return whether the counts can be of one form: with those in place they do not exceed its ``total``, where it says one."""
    return total is None or yes + (told.no or 0) + (told.silent or 0) <= total
