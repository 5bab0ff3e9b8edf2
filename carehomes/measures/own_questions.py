"""What each family is asked of its own, counted from homes' own rows: homes per lead, why a check-in was missed, eligibility, retests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from carehomes.measures.area_answers import HomesSaid

NOT_ANSWERED = "not answered"
#: How many homes a lead holds, in the bands in which it is told.
LEAD_BANDS = ("1 home", "2 homes", "3 to 5 homes", "6 or more homes")
#: Regular testing began on this day: residents every 28 days. So many days later a retest is overdue and no longer due.
RETEST_FROM, RETEST_DAYS, RETEST_TOLERANCE = date(2020, 7, 6), 28, 7
RETEST_STATES = ("tested in the last 28 days", "retest due", "retest overdue", "date not known", "not eligible yet")
#: Whom testing came to first, by the band of the register.
OLDER, OTHERS, NOT_SAID = "homes for older people", "other homes", "the register does not say"


def counted(said: Iterable[HomesSaid]) -> int:
    """Return how many homes there are."""
    return sum(each.homes for each in said)


def named(said: Iterable[HomesSaid]) -> list[HomesSaid]:
    """Return those that say yes to a clinical lead (the one question) and name one (the other)."""
    return [each for each in said if each.one == "yes" and each.other]


def homes_per_lead(said: Iterable[HomesSaid]) -> dict[str, int]:
    """Return the leads by how many homes they hold (``LEAD_BANDS``), from homes by CCG: those that say yes to a lead and name one.

    One name in one CCG is one lead; the same name in two CCGs is taken for two people.
    """
    held: Counter[tuple[str, str]] = Counter()
    for each in named(said):
        held[each.ccg, each.other] += each.homes
    bands = Counter(LEAD_BANDS[min(count, 3) - 1 if count < 6 else 3] for count in held.values())
    return {band: bands[band] for band in LEAD_BANDS}


def reasons(said: Iterable[HomesSaid]) -> dict[str, int]:
    """Return the homes by the reason that they give for no check-in (the one question), the most frequent first; those without, last.

    Reasons are written by hand: spaces and capitals do not tell two apart, and the first spelling is shown.
    """
    found: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    silent = 0
    for each in said:
        reason = " ".join(each.one.split())
        if reason:
            found[spelt.setdefault(reason.lower(), reason)] += each.homes
        else:
            silent += each.homes
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))) | ({NOT_ANSWERED: silent} if silent else {})


def band_of(each: HomesSaid) -> str:
    """Return whom testing came to first or later, by the register's band of older people."""
    return NOT_SAID if each.older_people is None else OLDER if each.older_people else OTHERS


def rungs(said: Iterable[HomesSaid], words: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the homes by band and testing status (the one question): each of ``words`` and not answered; bands without a home left out."""
    counts: dict[str, Counter[str]] = {}
    for each in said:
        counts.setdefault(band_of(each), Counter())[each.one or NOT_ANSWERED] += each.homes
    order = (*words, NOT_ANSWERED)
    return {band: {word: counts[band][word] for word in order} for band in (OLDER, OTHERS, NOT_SAID) if band in counts}


def retest_state(each: HomesSaid, week: date) -> str:
    """Return whether residents are due to be tested again at the end of ``week`` (a state of ``RETEST_STATES``).

    The one question is the testing status, the other the day of the last whole-home test. Due from the 29th day after it, overdue after
    ``RETEST_TOLERANCE`` days more. A day after the week's end is not known.
    """
    if each.one.lower() == "not eligible yet":
        return "not eligible yet"
    try:
        tested = date.fromisoformat(each.other)
    except ValueError:
        return "date not known"
    if tested > week:
        return "date not known"
    if week <= tested + timedelta(days=RETEST_DAYS):
        return "tested in the last 28 days"
    return "retest due" if week <= tested + timedelta(days=RETEST_DAYS + RETEST_TOLERANCE) else "retest overdue"


def retests(said: Iterable[HomesSaid], week: date) -> dict[str, int]:
    """Return the homes by ``retest_state`` at the end of ``week``."""
    found: Counter[str] = Counter()
    for each in said:
        found[retest_state(each, week)] += each.homes
    return {state: found[state] for state in RETEST_STATES}
